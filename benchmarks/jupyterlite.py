"""The course by a link against JupyterLite with the same exercise: processor time, seconds and bytes, cold and warm.

Run from the repository: ``python benchmarks/jupyterlite.py --write`` (Linux; it needs Chromium, npm and a package
index, and makes a scratch environment for JupyterLite alone). One server on this computer, which compresses, shows both
sites. Exercise 1 is opened in a new browser, a number is typed, saved and checked. Cold is the first visit, warm the
next one with the same profile. Processor time is that of the whole browser, from its start on.
"""

import argparse
import gzip
import hashlib
import io
import json
import re
import statistics
import subprocess
import tempfile
import threading
import time
import venv
import zipfile
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from equityqi import __version__
from equityqi.files import course_root
from equityqi.live import parts, pyodide
from equityqi.live.serve import TYPES
from equityqi.live.site import make_live_site
from equityqi.questions.exercise_file import as_json, read_folder
from equityqi.settings import FIRST_CASE

NAME = "01-what-is-inequity"
PAGE = f"exercises/{NAME}/{NAME}"
LITE = ("jupyterlite-core==0.8.6", "jupyterlite-pyodide-kernel==0.8.6", "jupyter-server", "ipywidgets", "anywidget")
WHEELS = (
    "micropip packaging anywidget ipywidgets psygnal typing_extensions traitlets ipython==9.12.0 jedi parso decorator"
    " matplotlib-inline prompt_toolkit wcwidth pygments stack_data executing asttokens pure_eval comm six"
    " python-dateutil"
).split()  # what its kernel and our forms import
SITES = {"course": f"{PAGE}.html", "jupyterlite": f"lab/index.html?path={PAGE}.ipynb"}
ABOUT = """# The course by a link, beside JupyterLite

A command makes this page. Please don't change it by hand: run `python benchmarks/jupyterlite.py --write` again, on a
quiet computer.

JupyterLite is Jupyter itself in a browser. It shows the same exercise with the same forms, so it was the other way to
build the course by a link. The command opens exercise 1 in both, in a new browser. It types a number, saves it and
checks it, {times} times each. Cold is the first visit, and warm the next one with the same profile. Processor time is
that of the whole browser from its start. Figures are medians, and bytes are counted compressed. JupyterLite is
{lite} with {kernel}; both run Pyodide {pyodide}.

JupyterLite was given every advantage we found: its page runs by itself and needs no permission, its packages are named
beforehand, and it loads the course without pydantic, as our site does.
"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
CHROMIUM = "/usr/bin/chromium-headless-shell"
PLENTY = 300_000  # milliseconds
BEGIN = f"""from pathlib import Path
import equityqi
Path("../../.questions").mkdir(exist_ok=True)
told = Path(equityqi.__file__).with_name("filled.json").read_text("utf-8")
Path("../../.questions/{FIRST_CASE}.json").write_text(told, "utf-8")"""
RUN_ALL = """async () => {
  for (;;) {
    const page = window.jupyterapp?.shell.currentWidget, kernel = page?.sessionContext?.session?.kernel;
    if (kernel?.status === "idle") break;
    await new Promise((done) => setTimeout(done, 50));
  }
  window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""


@dataclass
class Visit:
    """What one visit took until each mark, in seconds of the clock and of the processor and in bytes that were sent."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)


def lite_site(scratch: Path) -> Path:
    """Build JupyterLite with exercise 1 and all that it needs, and return the folder."""
    venv.create(scratch / "venv", with_pip=True)
    python = scratch / "venv/bin/python"
    wheels, lite, out = scratch / "wheels", scratch / "lite", scratch / "jupyterlite"
    for command in (
        [python, "-m", "pip", "install", "--quiet", *LITE],
        [python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.14",
         "--implementation", "cp", "--abi", "none", "--platform", "any", "--dest", wheels, *WHEELS],
    ):  # fmt: skip
        subprocess.run(command, check=True)
    own = next((scratch / "venv/share/jupyter/labextensions/@jupyterlite").rglob("pypi"))
    for name in ("ipykernel", "piplite", "widgetsnbextension-4", "pyodide_kernel"):
        found = next(own.glob(f"{name}*.whl"))
        (wheels / found.name).write_bytes(found.read_bytes())
    (wheels / f"equityqi-{__version__}-py3-none-any.whl").write_bytes(course_wheel())
    _put_pyodide(lite / "static/pyodide", wheels)
    _put_files(lite / "files")
    told = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": sorted(_named(wheels))}}
    kernel = {"@jupyterlite/pyodide-kernel-extension:kernel": told}
    config = {"exposeAppInBrowser": True, "litePluginSettings": kernel}
    (lite / "jupyter-lite.json").write_text(
        json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config})
    )
    build = [python, "-m", "jupyterlite_core", "build", "--lite-dir", lite, "--contents", lite / "files"]
    subprocess.run([*build, "--output-dir", out], check=True, cwd=scratch, stdout=subprocess.DEVNULL)
    return out


def course_wheel() -> bytes:
    """Return the code that our own site loads as a wheel: with the forms' scripts, which Jupyter takes from Python."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(parts.code())) as code, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name in code.namelist():
            scripts = name.startswith("equityqi/forms/browser/")
            wheel.writestr(name, (parts.PACKAGE.parent / name).read_bytes() if scripts else code.read(name))
        questions = read_folder(course_root() / "exercises", FIRST_CASE)
        wheel.writestr("equityqi/filled.json", as_json(questions, __version__))
        wheel.writestr("pydantic.py", "from equityqi.live.checked import NAMES\n\nglobals().update(NAMES)\n")
        about = f"equityqi-{__version__}.dist-info"
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: equityqi\nVersion: {__version__}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return held.getvalue()


def _named(wheels: Path) -> dict[str, Path]:
    return {path.name.split("-")[0].lower().replace("_", "-"): path for path in sorted(wheels.glob("*.whl"))}


def _put_pyodide(place: Path, wheels: Path) -> None:
    """Put Pyodide's core there, with a list of packages that names our wheels alone."""
    pyodide.core()  # which fetches it, where it isn't there yet
    core = pyodide.cache() / f"pyodide-{pyodide.VERSION}"
    place.mkdir(parents=True)
    for name in pyodide.FILES:
        (place / name).write_bytes((core / name).read_bytes())
    lock = json.loads((core / pyodide.LOCK).read_text())
    lock["packages"] = {name: _entry(name, path) for name, path in _named(wheels).items()}
    (place / pyodide.LOCK).write_text(json.dumps(lock))
    for path in wheels.glob("*.whl"):
        (place / path.name).write_bytes(path.read_bytes())


def _entry(name: str, path: Path) -> dict:
    return {
        "name": name, "version": path.name.split("-")[1], "file_name": path.name, "install_dir": "site",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "package_type": "package", "imports": [],
        "depends": [], "unvendored_tests": False,
    }  # fmt: skip


def _put_files(work: Path) -> None:
    """Put a work folder with exercise 1 there; its page may run at once, on JupyterLite's own kernel."""
    folder = work / "exercises" / NAME
    folder.mkdir(parents=True)
    page = json.loads((course_root() / f"{PAGE}.ipynb").read_text(encoding="utf-8"))
    first = {
        "cell_type": "code",
        "id": "begin",
        "metadata": {},
        "source": BEGIN,
        "outputs": [],
        "execution_count": None,
    }
    page["cells"] = [first, *(cell for cell in page["cells"] if "score(" not in "".join(cell["source"]))]
    for cell in page["cells"]:
        cell["metadata"]["trusted"] = True
    page["metadata"]["kernelspec"] = {"display_name": "Python", "language": "python", "name": "python"}
    (work / f"{PAGE}.ipynb").write_text(json.dumps(page), encoding="utf-8")
    (folder / "questions.yml").write_text("# see .questions\n")
    (work / "settings.yml").write_text(f"name: ''\ncase: {FIRST_CASE}\n")


class Served(ThreadingHTTPServer):
    """A folder on this computer, compressed, with a count of the bytes of all contents that were sent."""

    def __init__(self, folder: Path):
        self.folder, self.sent = folder.resolve(), 0
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 (the name that the library calls)
        path = (self.server.folder / self.path.split("?")[0].lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or not path.is_relative_to(self.server.folder):
            self.send_response(404)
            self.send_header("Content-Length", "0")
            return self.end_headers()
        content, tag = _content(path)
        fresh = self.headers.get("If-None-Match") == tag
        self.send_response(304 if fresh else 200)
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "no-cache")
        if not fresh:
            types = {**TYPES, ".mjs": "text/javascript"}
            self.send_header("Content-Type", types.get(path.suffix, types[""]))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not fresh:
            self.server.sent += len(content)
            self.wfile.write(content)
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing of single requests."""


@cache
def _content(path: Path) -> tuple[bytes, str]:
    packed = gzip.compress(path.read_bytes(), 6, mtime=0)
    return packed, f'"{hashlib.sha256(packed).hexdigest()[:16]}"'


def visit(play, profile: Path, address: str, served: Served, lite: bool) -> Visit:
    """Open the page in a new browser with this profile, type, save and check; return what it took."""
    found, start, sent = Visit(), time.monotonic(), served.sent
    browser = play.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=FLAGS)
    try:
        page = browser.new_page()
        page.set_default_timeout(PLENTY)

        def mark() -> None:
            found.clock.append(time.monotonic() - start)
            found.cpu.append(sum(sum(one.cpu_times()[:2]) for one in processes(profile)))
            found.sent.append(served.sent - sent)

        page.goto(address)
        if lite:
            page.evaluate(RUN_ALL)
        form = page.locator(".eq-form").first
        box = form.locator("input").first
        box.wait_for()
        mark()
        for number in ("8.5", "8.7"):  # the second visit finds the answer of the first
            box.fill(number)
        form.get_by_text(re.compile(r"^Saved\.")).first.wait_for()
        form.get_by_role("button", name="Check").click()
        form.get_by_text("Right", exact=True).first.wait_for()
        mark()
    finally:
        browser.close()
    return found


def processes(profile: Path) -> list[psutil.Process]:
    """Return the browser's processes: the one with this profile, and its children."""
    found = []
    for one in psutil.process_iter(["cmdline"]):
        if f"--user-data-dir={profile}" in (one.info["cmdline"] or []):
            found = found or [one, *one.children(recursive=True)]
    return found


def median(visits: list[Visit], what: str, at: int) -> float:
    """Return the middle one of some visits, at one of their two marks."""
    return statistics.median(getattr(one, what)[at] for one in visits)


def table(visits: dict[tuple[str, str], list[Visit]]) -> list[str]:
    """Return the lines of the table: ours, JupyterLite's, and how many times less ours is."""
    rows = []
    for kind in ("cold", "warm"):
        ours, theirs = (visits[site, kind] for site in SITES)
        for at, until in enumerate(("the first form to type in", "“Right”")):
            for what, unit in (("cpu", "processor, s"), ("clock", "clock, s")):
                own, other = (median(some, what, at) for some in (ours, theirs))
                rows.append((f"{kind}, until {until}", unit, f"{own:.1f}", f"{other:.1f}", f"{other / own:.1f}"))
        if kind == "cold":
            own, other = (median(some, "sent", -1) / 1e6 for some in (ours, theirs))
            rows.append((f"{kind}, until “Right”", "sent, MB", f"{own:.1f}", f"{other:.1f}", f"{other / own:.1f}"))
    head = ("Visit", "Measured", "Course by a link", "JupyterLite", "Times less")
    return ["| " + " | ".join(row) + " |" for row in (head, ("---", "---", "---:", "---:", "---:"), *rows)]


def page_of(visits: dict[tuple[str, str], list[Visit]], times: int) -> str:
    """Return the page for docs/."""
    return "\n".join(
        [ABOUT.format(times=times, lite=LITE[0], kernel=LITE[1], pyodide=pyodide.VERSION), *table(visits), ""]
    )


def main() -> None:
    """Make both sites, visit each in turn, and print the table of the medians."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true", help="write the table to docs/beside-jupyterlite.md")
    asked.add_argument("--times", type=int, default=3, help="how often each site is visited, cold and then warm")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as play:
        scratch = Path(temporary)
        make_live_site(scratch / "course")
        lite_site(scratch)
        servers = {site: Served(scratch / site) for site in SITES}
        visits: dict[tuple[str, str], list[Visit]] = {}
        for turn in range(given.times):
            for site, path in SITES.items():
                profile = scratch / f"{site}-{turn}"
                for kind in ("cold", "warm"):
                    address = f"http://127.0.0.1:{servers[site].server_port}/{path}"
                    one = visit(play, profile, address, servers[site], site == "jupyterlite")
                    visits.setdefault((site, kind), []).append(one)
                    print(site, kind, one, flush=True)
    print("\n".join(table(visits)))
    if given.write:
        (course_root() / "docs/beside-jupyterlite.md").write_text(page_of(visits, given.times), encoding="utf-8")


if __name__ == "__main__":
    main()
