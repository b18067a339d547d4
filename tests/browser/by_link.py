"""What the tests of the course by a link share: where its first pages are, a site that is made once, and what a
browser keeps of it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from equityqi.files import course_root
from equityqi.live.pyodide import NoPyodide
from equityqi.live.serve import server
from equityqi.live.site import make_live_site
from equityqi.questions.mark import mark
from equityqi.questions.states import result_of
from equityqi.workfolder.find_question import read_exercise

NAME = "01-what-is-inequity"
START, LESSON, EXERCISE = "course/00-start", f"course/session-1/{NAME}", f"exercises/{NAME}/{NAME}"
DRIVERS, GAME = "exercises/05-drivers/05-drivers", "exercises/10-close-the-gap/10-close-the-gap"
FEW = (START, LESSON, EXERCISE, DRIVERS, GAME)
GAP = "#question-gap-years"
SLOW = 120_000  # ms for Python to start, on a busy computer
WATCH = "addEventListener('securitypolicyviolation', ({ blockedURI }) => (window.refused ??= []).push(blockedURI))"
KEPT = """async () => {
  const { allFiles, openStore } = await import(document.querySelector('script[src$="/page.js"]').src.replace("page.js", "store.js"));
  const { whoIsHere } = await import(document.querySelector('script[src$="/page.js"]').src.replace("page.js", "person.js"));
  const main = document.querySelector("main"), course = JSON.parse(document.querySelector("#eq-site-course").textContent);
  const db = await openStore(whoIsHere(new URL(main.dataset.root, location.href), course).store), files = await allFiles(db);
  db.close();
  return Object.fromEntries(files);
}"""  # noqa: E501

IN_MEMORY = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "equityqi python")) return 0;
  const db = await new Promise((done) => { const asked = indexedDB.open("equityqi python"); asked.onsuccess = () => done(asked.result); });
  const count = await new Promise((done) => { const asked = db.transaction("snapshots").objectStore("snapshots").count(); asked.onsuccess = () => done(asked.result); });
  db.close();
  return count;
}"""  # noqa: E501  # how many of Python's beginnings this browser keeps


def made_once(tmp_path_factory, name: str, paths: list[str] | None = None) -> Path:
    """Return the folder of a site, made by the first worker of the test run that asks for it."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen-") else shared  # the folder of all workers
    folder, whole = shared / name, shared / f"{name}-is-whole"
    with FileLock(shared / f"{name}.lock"):
        if not whole.exists():
            try:
                make_live_site(folder, paths=paths)
            except NoPyodide as error:
                pytest.skip(str(error))
            whole.touch()
    return folder


@contextmanager
def shown(folder: Path) -> Iterator[str]:
    """Show a site on a server that knows nothing of the course; yield its address."""
    ours = server(folder)
    threading.Thread(target=ours.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{ours.server_port}"
    ours.shutdown()
    ours.server_close()


def until(page, holds: str, most: int = 20_000) -> None:
    """Wait until an expression holds; the page's policy lets no waiting of the driver's own in."""
    for _ in range(most // 50):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)


def is_ready(page):
    """Wait until Python is up."""
    page.locator("html.eq-site-ready").wait_for(timeout=SLOW)
    return page


def fill(page, value: str, at: str = f"{GAP} input") -> None:
    """Type an answer, and see it saved."""
    page.locator(at).fill(value)
    page.locator(at).blur()
    page.locator(at.split()[0]).locator(".eq-status", has_text="Saved.").wait_for()


def checked(page) -> tuple[str, str]:
    """Check the first question; what the form says, in the parts that it is said in."""
    page.locator(f"{GAP} .eq-check").click()
    page.locator(f"{GAP} .eq-verdict").wait_for()
    return page.locator(f"{GAP} .eq-verdict strong").inner_text(), page.locator(f"{GAP} .eq-verdict p").inner_text()


def as_marked_here(value) -> tuple[str, str]:
    """The heading and the sentence that the first question gives in Python on this computer."""
    result = result_of(mark(read_exercise(course_root() / "exercises" / NAME).question("gap-years"), value))
    return result["heading"], result["sentence"]
