"""The site: every page of the course, alive in a browser alone. The notebooks are its one source."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from equityqi import __version__
from equityqi.cases.case import load
from equityqi.checked_yaml import YamlError
from equityqi.documents.html import masthead
from equityqi.files import course_root, stable_zip, write_atomically
from equityqi.handouts.pages_to_read import TITLE, contents, file_of
from equityqi.handouts.run_pages import DidNotRun, Ran, page_paths, run_pages
from equityqi.html_tags import Html, bullets, join, tag
from equityqi.lessons.beside import SITE as FOLDER
from equityqi.lessons.who import known
from equityqi.live import pyodide
from equityqi.live.byte_code import core_in_byte_code, in_byte_code
from equityqi.live.icon import icons
from equityqi.live.offline import with_offline
from equityqi.live.pages import entries, framed, live_page
from equityqi.live.parts import code, shared_files
from equityqi.live.pyodide import NoPyodide
from equityqi.live.renew import NotOurs, renew
from equityqi.live.serve import server
from equityqi.live.trainers_page import trainers_page
from equityqi.questions.exercise_file import as_json, read_folder
from equityqi.settings import FIRST_CASE
from equityqi.workfolder.prepare import WorkError

__all__ = ["FOLDER", "REASONS", "live_site", "make_live_site", "server", "site_pages"]
REASONS = (DidNotRun, NoPyodide, NotOurs, WorkError, YamlError, OSError)  # why no site is made, each in one sentence
ABOUT = ("A course in two half-days. Your case: {case}. Its data are invented.",)
CHOOSE = (
    "You’ll learn how to find an unfair gap in care, and how to close it with small, careful tests.",
    "It’s for pharmacists, nurses, managers and anyone else who works in health or care. There’s no code to write. It"
    " takes two half-days, with an hour of work time in between. You leave with a project on one page. To begin, choose"
    " the case that your trainer named, or the one nearest to your own work.",
    "All data are invented. We save your answers for each case separately.",
)
LICENCES = f"""What this site is made of, and under which licences

The course's code: MIT. Its words and pictures: Creative Commons Attribution 4.0 International (CC BY 4.0), by the
equityqi authors. Published figures: the terms beside each, most of them the Open Government Licence.

Python in the browser: Pyodide {pyodide.VERSION}, Mozilla Public License 2.0. Two of its files have another ending here,
its list of packages is empty, and of Python's standard library it may hold only what the course can use, compiled.
Nothing else of it was changed. npm's package "pyodide" of this version says where its source is. It holds Python
itself, under the Python Software Foundation License. course.zip also holds PyYAML, MIT.
"""
PICTURE = re.compile(
    r'src="data:image/(?:(?P<kind>png|jpeg|svg\+xml);base64,(?P<data>[A-Za-z0-9+/=]+)|svg\+xml,(?P<svg>[^"]+))"'
)
HEIGHT = re.compile(rb'<svg [^>]*\bheight="([\d.]+)pt"')  # of a picture that was drawn before
PIXELS = 4 / 3  # of a screen in a point


def make_live_site(
    folder: Path,
    cases: Sequence[str] = (FIRST_CASE,),
    given: Path | None = None,
    paths: Sequence[str] | None = None,
    zipped: bool = False,
) -> list[Path]:
    """Write the site into a folder and return its files, the page to open first.

    ``cases`` are the names of its cases, ``given`` is a folder with Pyodide's core, ``paths`` the pages, where it is
    not all of them. An older site in the folder is renewed; what else is there stays. ``zipped`` puts the whole site
    into one archive beside the folder too, which then comes last. Raises one of ``REASONS``, in one sentence.
    """
    made = live_site(cases, core_in_byte_code(pyodide.core(given)), paths or page_paths())
    files = renew(folder, made)
    if zipped:
        whole = folder.resolve().with_name(f"{folder.resolve().name}.zip")
        write_atomically(whole, stable_zip(made))
        files.append(whole)
    return files


def live_site(
    cases: Sequence[str], core: dict[str, bytes], paths: Sequence[str], for_lms: bool = False
) -> dict[str, str | bytes]:
    """Return every file of the site by its path. What all pages load carries a hash in its path, so that a browser
    never puts an old part beside a new one. One case stands at the top; of several, each has a folder of its own, and
    they share Python, the course's code and pictures that are equal. ``for_lms``: for a learning system, which has
    its own way in and lets no page work without a connection.
    """
    shared = {**shared_files(), **icons(), "course.zip": in_byte_code(code(), core)}
    live = f"live-{_hash(shared)}"
    questions = {
        f"{case}.json": as_json(read_folder(course_root() / "exercises", case), __version__).encode() for case in cases
    }
    asked, python = f"questions-{_hash(questions)}", f"pyodide-{pyodide.VERSION}-{_hash(core)}"
    files: dict[str, str | bytes] = {} if len(cases) == 1 else {"index.html": _choice(cases, live)}
    for case in cases:
        inside, up = ("", "") if len(cases) == 1 else (f"{case}/", "../")
        about = {
            "case": case,
            "choice": up and f"{up}index.html",
            "version": __version__,
            "settings": yaml.safe_dump({"name": "", "case": case}, sort_keys=False),
            "code": f"{up}{live}/course.zip",
            "questions": f"{up}{asked}/{case}.json",
            "pyodide": f"{up}{python}/pyodide.js",
            "worker": "" if for_lms else f"{up}sw.js",
            "lms": for_lms,
        }
        for name, html in site_pages(run_pages(paths, case), about, f"{up}{live}").items():
            files[f"{inside}{name}"] = _apart(html, f"{inside}{name}".count("/"), files)
        if not for_lms:
            files[f"{inside}for-trainers.html"] = trainers_page(case, f"{up}{live}")
    files |= {f"{live}/{name}": content for name, content in shared.items()}
    files |= {f"{python}/{name}": content for name, content in core.items()}
    files |= {f"{asked}/{name}": content for name, content in questions.items()}
    places = {case: "" if len(cases) == 1 else f"{case}/" for case in cases}
    files["licences.txt"] = LICENCES
    return files if for_lms else with_offline(files, places, live)


def site_pages(ran: Ran, about: dict[str, Any], live: str) -> dict[str, Html]:
    """Return the pages of a case by their path, their pictures still in them. ``about`` is what a page tells its
    script of the course, ``live`` the folder of what all pages load, as seen from the pages' own.
    """
    pages = ran.pages
    course = json.dumps({**about, "pages": entries(pages)}, ensure_ascii=False, separators=(",", ":"))
    words = (masthead(), contents(pages, ran.case, ABOUT))
    listed = tag("main", tag("div", words, class_="eq-site-cell eq-site-text"), id="main")
    files = {"index.html": _door(file_of(pages[0]), live), "contents.html": framed(TITLE, listed, live)}
    for place, page in enumerate(pages):
        before, after = (pages[near] if 0 <= near < len(pages) else None for near in (place - 1, place + 1))
        files[file_of(page)] = live_page(page, ran, before, after, live, course, app=not about.get("lms"))
    return files


def _choice(cases: Sequence[str], live: str) -> Html:
    """Return the first page of a site of several cases, which leads to each."""
    shown = [(case, load(case)) for case in cases]
    listed = bullets(
        join((tag("a", held.title, href=f"{case}/index.html"), tag("br"), held.story.words["headline"]))
        for case, held in shown
    )
    listed = tag("div", listed, class_="eq-site-cases")
    words = (masthead(), tag("h1", TITLE), [tag("p", line) for line in CHOOSE], listed, known())
    body = tag("main", tag("div", words, class_="eq-site-cell eq-site-text"), id="main")
    return framed(TITLE, body, live, more=_script(live, "door.js"))


def _door(start: str, live: str) -> Html:
    """Return the first page, which leads on to the start page."""
    onward = tag("noscript", tag("meta", http_equiv="refresh", content=f"0; url={start}"))
    body = tag("main", tag("p", tag("a", "Open the course", href=start)), id="main", class_="eq-site-cell")
    return framed(TITLE, body, live, more=join((onward, _script(live, "door.js"))))


def _script(live: str, name: str) -> Html:
    return tag("script", src=f"{live}/{name}", defer=True)


def _apart(html: Html, deep: int, files: dict[str, str | bytes]) -> Html:
    """Return a page whose pictures are files of their own, which are put into ``files``: text comes first, and each
    picture has its height before it is there.
    """

    def to(found: re.Match) -> str:
        kind = (found["kind"] or "svg").removesuffix("+xml")
        data = b64decode(found["data"]) if found["data"] else unquote(unescape(found["svg"])).encode()
        name = f"pictures/{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
        files[name] = data
        high = HEIGHT.search(data)
        height = f'height="{float(high[1]) * PIXELS:.0f}" ' if high else ""
        return f'{height}loading="lazy" src="{"../" * deep}{name}"'

    return Html(PICTURE.sub(to, html))


def _hash(files: dict[str, bytes]) -> str:
    found = hashlib.sha256()
    for name, content in sorted(files.items()):
        found.update(name.encode() + b"\0" + content)
    return found.hexdigest()[:12]
