"""The site: every page of the course, alive in a browser alone. The notebooks are its one source."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from base64 import b64decode
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import yaml

from equityqi import __version__
from equityqi.checked_yaml import YamlError
from equityqi.files import course_root, write_atomically
from equityqi.handouts.run_pages import DidNotRun, page_paths, run_pages
from equityqi.handouts.site import TITLE, contents, file_of
from equityqi.html_tags import Html, tag
from equityqi.live import pyodide
from equityqi.live.pages import entries, framed, live_page
from equityqi.live.parts import code, shared_files
from equityqi.live.pyodide import NoPyodide
from equityqi.live.serve import server
from equityqi.questions.exercise_file import as_json, read_folder
from equityqi.settings import FIRST_CASE
from equityqi.workfolder.prepare import WorkError

__all__ = ["FOLDER", "REASONS", "live_site", "make_live_site", "server"]
REASONS = (DidNotRun, NoPyodide, WorkError, YamlError, OSError)  # why no site is made, each in one sentence
FOLDER = "course-site"
ABOUT = ("A course in two half-days. The case: {case}; its data are invented.",)
PICTURE = re.compile(r"data:image/(?:png;base64,(?P<png>[A-Za-z0-9+/=]+)|svg\+xml,(?P<svg>[^\"]+))")


def make_live_site(
    folder: Path, case: str | None = None, given: Path | None = None, paths: Sequence[str] | None = None
) -> list[Path]:
    """Write the site into a folder and return its files, the page to open first.

    ``case`` is the name of a case; without one, the course's first. ``given`` is a folder with Pyodide's core,
    ``paths`` the pages, where it is not all of them. An older site in the folder is renewed.
    Raises one of ``REASONS``, in one sentence.
    """
    made = live_site(case or FIRST_CASE, pyodide.core(given), paths or page_paths())
    for old in (*folder.glob("live-*"), *folder.glob("questions-*"), *folder.glob("pyodide-*")):
        if not any(name.startswith(f"{old.name}/") for name in made):
            shutil.rmtree(old, ignore_errors=True)
    for name, content in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / name, content, synced=False)
        (folder / name).chmod(0o644)  # a web server is often somebody else
    return [folder / name for name in made]


def live_site(case: str, core: dict[str, bytes], paths: Sequence[str]) -> dict[str, str | bytes]:
    """Return every file of the site by its path. What all pages load carries a hash in its path, so that a browser
    never puts an old part beside a new one.
    """
    ran = run_pages(paths, case)
    pages = ran.pages
    shared = {**shared_files(), "course.zip": code()}
    live = f"live-{_hash(shared)}"
    questions = as_json(read_folder(course_root() / "exercises", case), __version__).encode()
    asked = f"questions-{_hash({case: questions})}/{case}.json"
    python = f"pyodide-{pyodide.VERSION}"
    about = {
        "case": case,
        "settings": yaml.safe_dump({"name": "", "case": case}, sort_keys=False),
        "code": f"{live}/course.zip",
        "questions": asked,
        "pyodide": f"{python}/pyodide.mjs",
        "pages": entries(pages),
    }
    course = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    files: dict[str, str | bytes] = {"index.html": _door(pages[0].path.replace(".ipynb", ".html"), live)}
    listed = tag("main", tag("div", contents(pages, ran.case, ABOUT), class_="eq-site-cell eq-site-text"), id="main")
    files["contents.html"] = framed(TITLE, listed, live)
    for place, page in enumerate(pages):
        before, after = (pages[near] if 0 <= near < len(pages) else None for near in (place - 1, place + 1))
        html = live_page(page, ran, before, after, live, course)
        files[file_of(page)] = _apart(html, page.path.count("/"), files)
    files |= {f"{live}/{name}": content for name, content in shared.items()}
    files |= {f"{python}/{name}": content for name, content in core.items()}
    return {**files, asked: questions}


def _door(start: str, live: str) -> Html:
    """Return the first page, which leads on to the start page."""
    onward = tag("meta", http_equiv="refresh", content=f"0; url={start}")
    body = tag("main", tag("p", tag("a", "Open the course", href=start)), id="main", class_="eq-site-cell")
    return framed(TITLE, body, live, more=onward)


def _apart(html: Html, deep: int, files: dict[str, str | bytes]) -> Html:
    """Return a page whose pictures are files of their own, which are put into ``files``: text comes first."""

    def to(found: re.Match) -> str:
        kind = found.lastgroup
        data = b64decode(found["png"]) if kind == "png" else unquote(unescape(found["svg"])).encode()
        name = f"pictures/{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
        files[name] = data
        return "../" * deep + name

    return Html(PICTURE.sub(to, html))


def _hash(files: dict[str, bytes]) -> str:
    found = hashlib.sha256()
    for name, content in sorted(files.items()):
        found.update(name.encode() + b"\0" + content)
    return found.hexdigest()[:12]
