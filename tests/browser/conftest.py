"""A real browser on the course, started as the README says."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from by_link import EXERCISE, FEW, IN_MEMORY, START, WATCH, is_ready, made_once, shown, until

from equityqi.lab.launch import trust

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "test-artefacts"
CHROMIUM = next(
    (
        found
        for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
ALL_KINDS = "exercises/99-all-kinds/99-all-kinds.ipynb"


def notebook_of(path: Path, ids: list[str]) -> None:
    """Write a page that asks these questions, in the shape of the course's own."""
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# All kinds\n\n## Ten questions"}]
    for id in ids:
        source = f'# A question for you\nfrom equityqi import ask\n\nask("{id}")'
        cells.append(
            {
                "cell_type": "code",
                "id": f"ask-{id}",
                "metadata": {"jupyter": {"source_hidden": True}},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
        )
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    path.write_text(
        json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}),
        encoding="utf-8",
    )


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Course:
    """One running course: its server, its work folder, and what a test needs to know of both."""

    def __init__(self, name: str, verb: str = "learn"):
        self.name, self.verb, self.port = name, verb, free_port()
        self.profile = "learner" if verb == "learn" else "trainer"
        self.work = ROOT / f"my-work-{name}"
        shutil.rmtree(self.work, ignore_errors=True)
        kinds = self.work / Path(ALL_KINDS).parent
        shutil.copytree(Path(__file__).parent / "all-kinds", kinds)
        ids = re.findall(r"^  - id: (\S+)", (kinds / "questions.yml").read_text(encoding="utf-8"), re.MULTILINE)
        notebook_of(self.work / ALL_KINDS, ids)
        self.start()

    def start(self) -> None:
        words = [] if self.verb == "learn" else [self.verb]
        command = [
            sys.executable,
            str(ROOT / "start.py"),
            *words,
            "--no-browser",
            "--name",
            self.name,
            "--port",
            str(self.port),
        ]
        ARTEFACTS.mkdir(exist_ok=True)
        self.log = ARTEFACTS / f"server-{self.name}.log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
            )
        end = time.monotonic() + 90
        while time.monotonic() < end:
            if found := re.search(r"token=(\w+)", self.log.read_text(encoding="utf-8", errors="replace")):
                self.token = found[1]
                trust([self.work / ALL_KINDS], {"JUPYTER_DATA_DIR": str(self.work / f".{self.profile}" / "data")})
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"The course did not start:\n{self.log.read_text(encoding='utf-8')}")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for kernel in self.kernel_processes():
            os.kill(kernel, signal.SIGKILL)

    def address(self, page: str) -> str:
        return f"http://127.0.0.1:{self.port}/lab/tree/{page}?token={self.token}&reset"

    def api(self, path: str, method: str = "GET"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/{path}", method=method)
        request.add_header("Authorization", f"token {self.token}")
        with urllib.request.urlopen(request, timeout=30) as reply:
            text = reply.read()
            return json.loads(text) if text else None

    def kernel(self, page: str) -> str:
        return next(session["kernel"]["id"] for session in self.api("sessions") if session["path"] == page)

    def kernel_processes(self, id: str = "") -> list[int]:
        """Return the process ids of the kernels of this course (of one of them, when its id is given)."""
        wanted = f"kernel-{id}" if id else "kernel-"
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = place.read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "ipykernel_launcher" in words and wanted in words and str(self.work) in words:
                found.append(int(place.parent.name))
        return found

    def answers(self, exercise: str = "99-all-kinds") -> dict:
        path = self.work / "exercises" / exercise / f"{exercise}.answers.json"
        return json.loads(path.read_text(encoding="utf-8"))["answers"] if path.exists() else {}

    def shut_down_kernels(self) -> None:
        for session in self.api("sessions"):
            self.api(f"sessions/{session['id']}", "DELETE")


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = CHROMIUM or playwright.chromium.executable_path
        if not Path(program).exists():
            pytest.skip("Chromium is not installed")
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS.split())
        yield chromium
        WAITING.clear()  # they end with their browser
        chromium.close()


@pytest.fixture(scope="session")
def whole_folder(tmp_path_factory):
    """The folder of the course by a link, all of its pages. No test changes it."""
    return made_once(tmp_path_factory, "whole-site")


@pytest.fixture(scope="session")
def whole_site(whole_folder):
    """The address of all pages."""
    with shown(whole_folder) as address:
        yield address


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory):
    """The folder of the course by a link, of a few pages. No test changes it."""
    return made_once(tmp_path_factory, "small-site", [f"{path}.ipynb" for path in FEW])


@pytest.fixture(scope="session")
def small_site(small_folder):
    """The address of the few pages."""
    with shown(small_folder) as address:
        yield address


@pytest.fixture(scope="session")
def known_browser(browser, small_site):
    """A browser that was on the few pages before, as most are: Python starts there from what it keeps."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, service_workers="block")
    context.add_init_script(WATCH)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{small_site}/{START}.html")
    until(is_ready(page), IN_MEMORY)
    page.close()
    yield context
    context.close()


persons = itertools.count(1)


@pytest.fixture
def opened(known_browser, small_site):
    """Open one of the few pages for somebody who is new in the known browser; ``ready`` waits until Python is up."""
    made, name = [], f"Person {next(persons)}"

    def open_page(path=EXERCISE, ready=True, asks=f"?name={name}"):
        page = known_browser.new_page()
        made.append(page)
        page.goto(f"{small_site}/{path}.html{asks}")
        page.locator(".eq-site-foot button").first.wait_for()
        return is_ready(page) if ready else page

    yield open_page
    for page in made:
        assert page.is_closed() or page.evaluate("window.refused ?? []") == []
        page.close()


@pytest.fixture(scope="session")
def course(browser):
    # Each worker of the test run has a course of its own.
    running = Course(f"browser-test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    yield running
    running.stop()
    shutil.rmtree(running.work, ignore_errors=True)


@pytest.fixture(scope="module")
def teaching(browser):
    """A course as the trainer has it, for all tests of a file."""
    running = Course(
        f"browser-trainer-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}", verb="teach"
    )  # two workers may teach at once
    yield running
    running.stop()
    shutil.rmtree(running.work, ignore_errors=True)


@pytest.fixture
def own_course(browser):
    """Start a course of one's own: ``own_course("name")``."""
    running = []

    def begin(name: str) -> Course:
        running.append(Course(name))
        return running[-1]

    yield begin
    for course in running:
        course.stop()
        shutil.rmtree(course.work, ignore_errors=True)


SIZE = {"width": 1366, "height": 768}
OUTSIDE = """(form) => [...form.querySelectorAll("button, input, select, textarea, legend, label, p, [role=region]")].filter((part) => {
  if (part.parentElement.closest("[role=region]")) return false; // a wide table moves sideways by itself
  const box = part.getBoundingClientRect(), frame = form.closest(".jp-OutputArea-output").getBoundingClientRect();
  return box.width && (box.right > frame.right + 2 || box.left < frame.left - 8 || box.right > innerWidth);
}).map((part) => part.outerHTML.slice(0, 120))"""  # noqa: E501
CLOSE_ALL = """async () => {
  const { shell, commands, serviceManager } = window.jupyterapp, open = [...shell.widgets("main")];
  for (const widget of open) {
    if (widget.context) widget.context.model.dirty = false;
    widget.close();
  }
  while (open.some((widget) => !widget.isDisposed)) await new Promise((again) => setTimeout(again, 50));
  await serviceManager.sessions.shutdownAll();
  await commands.execute("filebrowser:go-to-path", { path: "/", dontShowBrowser: true });
}"""
CLEAN = """() => {
  localStorage.clear();
  document.body.setAttribute("data-jp-theme-light", "true");
  return !document.querySelector(".jp-Dialog, .eq-form");
}"""
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
OURS = [
    ".eq-form",
    ".eq-twin",
    ".eq-start",
    ".eq-end",
    ".eq-bar",
    ".jp-RenderedMarkdown",
    ".jp-RenderedHTMLCommon figure",
]


class Page:
    """A page of the course in the browser, in the words of a learner."""

    def __init__(self, page, course: Course, path: str):
        self.page, self.course, self.path, self.token = page, course, path, course.token
        self.lost = False

    def open(self):
        self.page.goto(self.course.address(self.path))
        try:
            return self.opened()
        except Exception:  # seen once in some hundred runs on a busy computer; the picture of it is kept
            self.page.reload()
            return self.opened()

    def opened(self):
        try:
            self.page.locator(f"{FRONT}[data-kind]").wait_for(timeout=60_000)
        except Exception:
            self.picture("not-opened")
            raise
        return self

    def leave(self) -> None:
        """Close what is open in this Lab, without saving it, and end its kernels."""
        self.page.evaluate(CLOSE_ALL)

    def in_order(self) -> bool:
        """Leave this page, and tell whether its Lab is as a new one: open, of the same server,
        with no question on it.
        """
        if self.page.is_closed() or self.lost or self.token != self.course.token:
            return False
        try:
            if self.page.locator(".jp-Dialog").count():
                self.picture("asked")
                return False
            self.leave()
            self.page.set_viewport_size(SIZE)
            return self.page.evaluate(CLEAN)
        except Exception:
            return False

    def leave_for(self, path: str):
        """Leave this page, and open another in the same Lab."""
        self.leave()
        self.page.evaluate("(path) => { window.jupyterapp.commands.execute('docmanager:open', { path }); }", path)
        self.path = path
        return self.opened()

    @property
    def run_button(self):
        return self.page.get_by_role("button", name="Run this page")

    def start(self):
        """See the page's forms. The course's own pages run by themselves; any other, such as one made for a test, has
        a button.
        """
        if self.run_button.count():
            self.run_button.click()
        try:
            self.page.locator(".eq-form").first.wait_for(timeout=60_000)
        except Exception:
            self.picture("not-started")
            raise
        return self

    def form(self, words: str):
        return self.page.locator(".eq-form", has_text=words).first

    def card(self, name: str):
        """A card of the start page, by its title."""
        return self.page.locator(".eq-form").get_by_role("group", name=name, exact=True)

    def unfolded(self, words: str):
        """A folded form, opened by its line."""
        form = self.form(words)
        if not form.locator("details[open]").count():
            form.locator("summary", has_text=words).first.click()
        return form

    def says(self, words: str, status: str, timeout: float = 30_000) -> None:
        found = self.form(words).locator(".eq-status", has_text=status)
        try:
            found.wait_for(timeout=timeout)
        except Exception as error:
            now = self.form(words).locator(".eq-status").text_content()
            self.picture("failed")
            raise AssertionError(f"The form says {now!r}, not {status!r}.") from error

    def lose_kernel(self, how: str) -> None:
        """End the kernel of this page: "kill", "restart" (as Lab's own menu does) or "shut down"."""
        self.lost = True
        id = self.course.kernel(self.path)
        if how == "kill":
            for process in self.course.kernel_processes(id):
                os.kill(process, signal.SIGKILL)
        elif how == "restart":
            self.page.evaluate(RESTART)
        else:
            session = next(session for session in self.course.api("sessions") if session["path"] == self.path)
            self.course.api(f"sessions/{session['id']}", "DELETE")
        time.sleep(1)
        if how == "kill":  # Lab itself says that Python died
            self.page.locator(".jp-Dialog").get_by_role("button", name="Ok").press("Enter")

    def faults(self) -> list[str]:
        """Return what axe finds in what is ours, of any weight."""
        from axe_playwright_python.sync_playwright import Axe

        present = [[selector] for selector in OURS if self.page.locator(selector).count()]
        found = Axe().run(self.page, context={"include": present}).response["violations"]
        return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]

    def outside(self, words: str) -> list[str]:
        """Return what of a form stands outside its frame or the window."""
        return self.form(words).evaluate(OUTSIDE)

    def picture(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")


WAITING: list[
    Page
] = []  # Labs that a test left in order; the next goes on in one, as a learner does who follows a link


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    if (
        nextitem and nextitem.path.parent != item.path.parent
    ):  # the tests of other folders need the computer for themselves
        while WAITING:
            WAITING.pop().page.context.close()


@pytest.fixture
def visit(browser, course):
    """Open pages of the course. Each stands in a browser of its own that remembers nothing of others; the first may be
    a Lab that waits.
    """
    contexts, first = [], []

    def open_page(path: str = ALL_KINDS, at: Course = course, context=None, zoom: int = 1) -> Page:
        ordinary = at is course and context is None and zoom == 1
        if ordinary and WAITING:
            first.append(WAITING.pop().leave_for(path))
            return first[0]
        if context is None:
            context = browser.new_context(
                viewport={name: length // zoom for name, length in SIZE.items()}, device_scale_factor=zoom
            )
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # a busy computer is slow, not broken
        opened = Page(page, at, path).open()
        if ordinary and not first:
            first.append(opened)
        return opened

    yield open_page
    for page in first:
        if page.in_order():
            WAITING.append(page)
            contexts = [context for context in contexts if context is not page.page.context]
        else:
            contexts.append(page.page.context)
    for context in contexts:
        context.close()
    course.shut_down_kernels()
    for path in (course.work / "exercises").glob("*/*.answers*.json*"):
        path.unlink()
