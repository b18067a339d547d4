"""What one learner takes on a JupyterHub: memory with a lesson open, an exercise, and three pages in three tabs.

Run from the repository: ``python -m benchmarks.hub_memory`` (Linux, with npm, Chromium and the package registries), or
with ``--folder`` where ``python -m tools.hub_session --folder`` has put a Hub already. Memory is PSS: what processes
share is divided among them. A learner's processes are their server and a kernel for each open page. ``--write`` puts
the table into deploy/README.md.
"""

import argparse
import re
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from equityqi.files import course_root
from tools.drivers import CHROMIUM, installed
from tools.real_hub import EXERCISE, Hub, as_person, install

PAGES = {
    "nothing open": [],
    "a lesson open": ["course/session-1/02-measuring-gaps"],
    "an exercise open": [EXERCISE],
    "three pages open in three tabs": ["course/session-1/02-measuring-gaps", EXERCISE, "course/00-start"],
}
RESTING = 20  # seconds until the kernels of pages that were left have ended
TABLE = re.compile(r"(<!-- memory -->\n).*?(<!-- end of memory -->)", re.DOTALL)


def measured(hub: Hub) -> list[tuple[str, float, list[float]]]:
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(*CHROMIUM), args=["--no-sandbox"])
        for name, pages in PAGES.items():
            with as_person(browser, hub, "asha") as first:
                address = first.url.partition("/lab/tree/")[0]
                tabs = [first.context.new_page() for _ in pages]
                first.close()
                for tab, page in zip(tabs, pages, strict=True):
                    tab.set_default_timeout(180_000)
                    tab.goto(f"{address}/lab/tree/{page}.ipynb")
                    tab.locator(".jp-NotebookPanel[data-state=ran]").wait_for()
                time.sleep(RESTING)
                (server,), kernels = hub.memory()
                found.append((name, server, sorted(kernels, reverse=True)))
                print(found[-1], flush=True)
            time.sleep(RESTING)
        browser.close()
    return found


def as_table(found: list[tuple[str, float, list[float]]]) -> str:
    rows = ["| One learner, in MiB | Server | Kernels | All |", "|---|---|---|---|"]
    for name, server, kernels in found:
        each = " + ".join(f"{one:.0f}" for one in kernels) or "none"
        rows.append(f"| {name} | {server:.0f} | {each} | **{server + sum(kernels):.0f}** |")
    return "\n".join(rows) + "\n"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--folder", type=Path, help="a folder with a Hub in it already")
    words.add_argument("--write", action="store_true", help="put the table into deploy/README.md")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="equityqi-hub-") as temporary:
        folder = given.folder.resolve() if given.folder else Path(temporary)
        venv = folder / "venv"
        hub = Hub(folder, venv if venv.is_dir() else install(folder, "6.1.1"))
        try:
            table = as_table(measured(hub))
        finally:
            hub.stop()
    print(table, end="")
    if given.write:
        page = course_root() / "deploy/README.md"
        page.write_text(TABLE.sub(rf"\g<1>{table}\g<2>", page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
