"""Run the course on a real JupyterHub: log in, answer, be culled and come back, hand in, eight at once.

``python -m tools.hub_session`` makes a wheel, an environment of its own for JupyterHub and its proxy in a temporary
folder, starts the Hub with the simple spawner, and walks through it as two learners and a trainer in Chromium; then
eight learners log in at the same moment. With ``--full`` it does so on each version of the Hub that we support. It
prints what it saw and what each server takes, and ends with 1 where something went wrong. It needs Linux, npm, Chromium
and the package registries, and takes some minutes: it is no part of the tests.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

from equityqi.files import course_root
from tools.drivers import CHROMIUM, installed
from tools.real_hub import EXERCISE, SECONDS, TRAINER, Hub, as_person, first_answer, install, log_in, saved, until

VERSIONS = ("6.1.1", "5.5.0")
LEARNERS = ("asha", "ben")
EIGHT = [f"learner-{number}" for number in range(1, 9)]


def two_learners(browser, hub: Hub) -> Iterator[str]:
    answers = {"asha": "8.7", "ben": "0.87"}
    for name in LEARNERS:
        with as_person(browser, hub, name) as page:
            assert "course/00-start.ipynb" in page.url, page.url
            first_answer(page, hub, name).fill(answers[name])
            saved(page)
            if name == LEARNERS[-1]:
                servers, kernels = hub.memory()
                yield f"a server takes {max(servers):.0f} MiB, a page's kernel {max(kernels, default=0):.0f} MiB"
        held = (hub.home(name) / f"{EXERCISE}.answers.json").read_text("utf-8")
        assert answers[name] in held and '"session_date": "2026-12-01"' in held, held
    yield "two learners logged in and answered; each answer was saved in its person's home, with the session's date"
    hub.cull()
    yield "their servers were culled"
    for name in LEARNERS:
        with as_person(browser, hub, name) as page:
            assert first_answer(page, hub, name).input_value() == answers[name]
            hand_in(page, hub, name)
    yield "they came back, found their answers, and handed in"


def hand_in(page, hub: Hub, name: str) -> None:
    """Make the file on the start page, and send it on the page of the Hub's service."""
    page.goto(f"{hub.address}/user/{name}/lab/tree/course/00-start.ipynb")
    card = page.locator(".eq-form").get_by_role("group", name="Hand in", exact=True)
    card.get_by_text("Make my hand-in").click()
    card.get_by_label("Your name or code").fill(name)
    card.get_by_role("button", name="Make the file").click()
    card.locator(".eq-status", has_text="Your hand-in is ready").wait_for()
    made = hub.home(name) / f"hand-in-{name}.zip"
    page.goto(f"{hub.address}/services/hand-ins/")
    page.get_by_text(f"You’re logged in as {name}.").wait_for()
    page.get_by_label("Your file").set_input_files(made)
    page.get_by_role("button", name="Send my hand-in").click()
    page.get_by_text(f"Your hand-in is with your trainer, as hand-in-{name}.zip").wait_for()
    assert (hub.hand_ins / made.name).read_bytes() == made.read_bytes()


def marked(hub: Hub) -> Iterator[str]:
    """Mark the service's folder, as a trainer does on a computer with the whole course."""
    (roll := hub.folder / "roll.csv").write_text("id\n" + "\n".join(LEARNERS) + "\n", "utf-8")
    command = [sys.executable, "-m", "equityqi", "mark", hub.hand_ins, "--roll", roll, "--out", hub.folder / "results"]
    done = subprocess.run(command, cwd=course_root(), capture_output=True, text=True)
    pages = {page.stem.rpartition("-")[0] for page in (hub.folder / "results/feedback").glob("*.html")}
    assert done.returncode < 2 and set(LEARNERS) == pages, (done.stdout, done.stderr, pages)
    yield "the service had both hand-ins, each under its person's name on the Hub; mark took the folder and marked them"


def the_trainer(browser, hub: Hub) -> Iterator[str]:
    with as_person(browser, hub, TRAINER) as page:
        assert "course/trainer/home.ipynb" in page.url, page.url
        page.locator(".jp-NotebookPanel .eq-form, .jp-NotebookPanel .jp-RenderedHTMLCommon h1").first.wait_for()
    yield "a trainer, by the Hub's group, came to the trainer's home"


def eight_at_once(hub: Hub) -> Iterator[str]:
    hub.cull()
    began = time.monotonic()
    with ThreadPoolExecutor(len(EIGHT)) as pool:
        codes = list(pool.map(lambda name: log_in(hub, name), EIGHT))
    refused = [code for replies in codes for code in replies if code >= 400]
    assert not refused, f"refused: {refused}"
    until(lambda: sum(hub.servers().values()) == len(EIGHT), "Not all servers were ready", 2 * SECONDS)
    servers, _ = hub.memory()
    yield f"eight logged in at once, none was refused, and all were ready after {time.monotonic() - began:.0f} s"
    yield f"their servers take {sum(servers) / len(servers):.0f} MiB each, without a page open"


def try_version(version: str, folder: Path) -> None:
    print(f"JupyterHub {version}", flush=True)
    hub = Hub(folder, install(folder, version))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=installed(*CHROMIUM), args=["--no-sandbox"])
            for walk in (two_learners(browser, hub), marked(hub), the_trainer(browser, hub), eight_at_once(hub)):
                for said in walk:
                    print(f"  {said}", flush=True)
            browser.close()
    except Exception:
        print((folder / "hub.log").read_text("utf-8", "replace")[-4000:], file=sys.stderr)
        raise
    finally:
        hub.stop()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--full", action="store_true", help="every version of the Hub, not only the newest")
    words.add_argument("--folder", type=Path, help="where to put it all, instead of a temporary folder; it stays")
    given = words.parse_args()
    for version in VERSIONS if given.full else VERSIONS[:1]:
        with tempfile.TemporaryDirectory(prefix="equityqi-hub-") as folder:
            place = given.folder / version if given.folder else Path(folder)
            place.mkdir(parents=True, exist_ok=True)
            try_version(version, place.resolve())


if __name__ == "__main__":
    main()
