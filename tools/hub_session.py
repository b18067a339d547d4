"""Run the course on a real JupyterHub: log in, answer, be culled and come back, hand in, eight at once.

``python -m tools.hub_session`` makes a wheel, an environment of its own for JupyterHub and its proxy in a temporary
folder, starts the Hub with the simple spawner, and walks through it as two learners and a trainer in Chromium; then
eight learners log in at the same moment. With ``--full`` it does so on each version of the Hub that we support. It
prints what it saw and what each server takes, and ends with 1 where something went wrong. It needs Linux, npm, Chromium
and the package registries, and takes some minutes: it is no part of the tests.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests
from playwright.sync_api import sync_playwright

from equityqi.files import course_root
from tools.drivers import CHROMIUM, installed

VERSIONS = ("6.1.1", "5.5.0")
EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity"
LEARNERS, TRAINER = ("asha", "ben"), "tom"
EIGHT = [f"learner-{number}" for number in range(1, 9)]
SECONDS = 300
CONFIG = """
c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.command = ["{folder}/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie-secret"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.cmd = ["{venv}/bin/equityqi", "hub-server"]
c.Spawner.args = {args}
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
c.Spawner.environment = {{"EQUITYQI_CASE": "a-blood-pressure", "EQUITYQI_SESSION_DATE": "2026-12-01"}}
c.JupyterHub.load_groups = {{"trainers": {{"users": ["{trainer}"]}}}}
c.Spawner.group_overrides = {{
    "trainers": {{"groups": ["trainers"], "spawner_override": {{"environment": {{"EQUITYQI_PROFILE": "trainer"}}}}}}
}}
c.JupyterHub.concurrent_spawn_limit = 20
c.JupyterHub.services = [{{"name": "culler", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{
    "name": "culler", "services": ["culler"],
    "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
}}]
"""


class Hub:
    """A JupyterHub that runs, with the homes of its people in a folder."""

    def __init__(self, folder: Path, venv: Path):
        self.folder, self.venv = folder, venv
        self.password, self.token = secrets.token_hex(8), secrets.token_hex(16)
        self.port, hub_port, api_port = free_ports(3)
        args = ["--allow-root"] if os.geteuid() == 0 else []
        text = CONFIG.format(
            port=self.port, hub_port=hub_port, api_port=api_port, folder=folder, venv=venv, args=args,
            password=self.password, token=self.token, trainer=TRAINER,
        )  # fmt: skip
        (folder / "jupyterhub_config.py").write_text(text)
        self.address = f"http://127.0.0.1:{self.port}"
        path = os.pathsep.join([str(venv / "bin"), os.environ["PATH"]])
        with (folder / "hub.log").open("wb") as log:
            command = [venv / "bin/jupyterhub", "-f", folder / "jupyterhub_config.py"]
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=log, stderr=log, env={**os.environ, "PATH": path}
            )
        until(lambda: requests.get(f"{self.address}/hub/health", timeout=5).ok, "The Hub didn't start")

    def home(self, name: str) -> Path:
        return self.folder / "homes" / name / "equityqi/my-work"

    def servers(self) -> dict[str, bool]:
        """Return whose servers run or start, and whether each is ready."""
        sent = {"Authorization": f"token {self.token}"}
        people = requests.get(f"{self.address}/hub/api/users", headers=sent, timeout=20).json()
        return {one["name"]: server["ready"] for one in people for server in (one.get("servers") or {}).values()}

    def cull(self) -> None:
        """Stop every server that nobody has used for a second, as a Hub does after an hour."""
        command = [self.venv / "bin/python", "-m", "jupyterhub_idle_culler", "--timeout=1", "--cull-every=2"]
        command.append(f"--url={self.address}/hub/api")
        culler = subprocess.Popen(
            command, env={**os.environ, "JUPYTERHUB_API_TOKEN": self.token}, stderr=subprocess.DEVNULL
        )
        try:
            until(lambda: not self.servers(), "The servers weren't culled")
        finally:
            culler.kill()
            culler.wait()

    def memory(self) -> tuple[list[float], list[float]]:
        """Return what each server and each kernel takes, in MiB (PSS: shared memory divided among those who share)."""
        servers, kernels = [], []
        for one in psutil.Process(self.process.pid).children(recursive=True):
            words = " ".join(one.cmdline())
            size = one.memory_full_info().pss / 2**20
            if "jupyterhub.singleuser" in words:
                servers.append(size)
            elif "ipykernel" in words or "kernel-" in words:
                kernels.append(size)
        return servers, kernels

    def stop(self) -> None:
        self.process.terminate()  # it stops the proxy and the servers
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            for one in psutil.Process(self.process.pid).children(recursive=True):
                one.kill()
            self.process.kill()


def free_ports(many: int) -> list[int]:
    held = [socket.socket() for _ in range(many)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def until(there: Callable[[], bool], otherwise: str, seconds: float = SECONDS) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if there():
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"{otherwise} within {seconds:.0f} seconds.")


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], cwd=course_root(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout[-800:]}{done.stderr[-800:]}")


def install(folder: Path, version: str) -> Path:
    """Make an environment with the course as a wheel and this JupyterHub; its proxy comes from npm."""
    uv, venv, lock = Path(sys.executable).with_name("uv"), folder / "venv", course_root() / "requirements.lock"
    python = venv / "bin/python"
    run(uv, "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", folder, course_root())
    run(uv, "venv", "--python", sys.executable, venv)
    run(uv, "pip", "install", "--python", python, "--require-hashes", "--no-deps", "-r", lock)
    run(uv, "pip", "install", "--python", python, f"jupyterhub=={version}", "jupyterhub-idle-culler")
    run(uv, "pip", "install", "--python", python, "--no-deps", *folder.glob("*.whl"))
    run(uv, "pip", "check", "--python", python)
    run("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "configurable-http-proxy")
    return venv


@contextmanager
def as_person(browser, hub: Hub, name: str) -> Iterator:
    """A browser window of somebody who logs in; it is on the page that the Hub opens."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.goto(f"{hub.address}/hub/login")
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(hub.password)
    page.locator("#login_submit").click()
    page.wait_for_url(f"**/user/{name}/lab/tree/**")
    try:
        yield page
    finally:
        context.close()


def first_answer(page, hub: Hub, name: str):
    """Open the first exercise and return the field of its first question."""
    page.goto(f"{hub.address}/user/{name}/lab/tree/{EXERCISE}.ipynb")
    field = page.locator(".eq-form input:visible").first
    field.wait_for()
    return field


def saved(page) -> None:
    page.locator(".eq-form .eq-status", has_text="Saved.").first.wait_for()


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
            page.goto(f"{hub.address}/user/{name}/lab/tree/course/00-start.ipynb")
            card = page.locator(".eq-form").get_by_role("group", name="Hand in", exact=True)
            card.get_by_text("Make my hand-in").click()
            card.get_by_label("Your name or code").fill(name)
            card.get_by_role("button", name="Make the file").click()
            card.locator(".eq-status", has_text="Your hand-in is ready").wait_for()
        assert (hub.home(name) / f"hand-in-{name}.zip").is_file()
    yield "they came back, found their answers, and handed in"


def the_trainer(browser, hub: Hub) -> Iterator[str]:
    with as_person(browser, hub, TRAINER) as page:
        assert "course/trainer/home.ipynb" in page.url, page.url
        page.locator(".jp-NotebookPanel .eq-form, .jp-NotebookPanel .jp-RenderedHTMLCommon h1").first.wait_for()
    yield "a trainer, by the Hub's group, came to the trainer's home"


def log_in(hub: Hub, name: str) -> list[int]:
    """Log in and start a server without a browser; return the codes of the Hub's answers."""
    visit = requests.Session()
    visit.get(f"{hub.address}/hub/login", timeout=60)
    sent = {"username": name, "password": hub.password, "_xsrf": visit.cookies.get("_xsrf", path="/hub/")}
    reply = visit.post(f"{hub.address}/hub/login?next=/hub/spawn", data=sent, timeout=SECONDS)
    return [*(one.status_code for one in reply.history), reply.status_code]


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
            for walk in (two_learners(browser, hub), the_trainer(browser, hub), eight_at_once(hub)):
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
