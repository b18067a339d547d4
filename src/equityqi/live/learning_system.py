"""The site of a case as a package for a learning system: SCORM 1.2, SCORM 2004 or cmi5.

The learning system opens ``launch.html``, which shows the course in a frame and notes how far a learner is: the pages
that are done, the page that was open last, the time, and a score where the organisation wants one. Answers stay in the
learner's browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from equityqi.cases.case import load
from equityqi.files import stable_zip, write_atomically
from equityqi.handouts.pages_to_read import TITLE
from equityqi.handouts.run_pages import page_paths
from equityqi.html_tags import Html, tag
from equityqi.live import pyodide, site
from equityqi.live.byte_code import core_in_byte_code
from equityqi.live.manifests import cmi5_structure, scorm_manifest
from equityqi.live.pages import POLICY, SESSION, framed
from equityqi.live.parts import BROWSER

System = Literal["scorm-1.2", "scorm-2004", "cmi5"]
When = Literal["opened", "answered"]
SYSTEMS: tuple[System, ...] = get_args(System)
LAUNCH, IN_FRAME = "launch.html", ("lms_launch.js", "lms_scorm.js", "lms_cmi5.js", "lms.css")
REASONS = (ValueError, *site.REASONS)  # why no package is made, each in one sentence
ADDRESS = "https://w3id.org/equityqi/course/{case}"  # a name that looks like an address; nobody goes there
CMI5_POLICY = POLICY.replace("connect-src 'self'", "connect-src 'self' https:")  # the record store may be elsewhere
LESSON = re.compile(r"/(\d+)-[^/]*$")
NO_LESSON = "There is no lesson {number}. The lessons are {first} to {last}. Check what follows --done-lessons."
NOT_NUMBERS = "“{said}” doesn’t say which lessons count. Write numbers, such as 1-5,7."
NOT_WHEN = "“{said}” doesn’t say when a lesson is finished. After --done-when, write opened or answered."
BACKWARDS = "“{said}” runs backwards. Write the smaller number first, such as 1-5."
WAITS = "The course opens here. It needs JavaScript."


@dataclass(frozen=True)
class Done:
    """When a learning system says that the course is done: which lessons count, by number, none for all of them;
    whether a lesson is done once it was opened or once all its questions are answered; and whether the share of
    answers that were checked and are right goes there too, as a score.
    """

    lessons: tuple[int, ...] = ()
    when: When = "answered"
    score: bool = False


def read_lessons(said: str) -> tuple[int, ...]:
    """Return numbers of lessons as people write them. Raises :class:`ValueError`, in one sentence.

    >>> read_lessons("1-3, 7")
    (1, 2, 3, 7)
    """
    found: list[int] = []
    for part in said.split(","):
        ends = re.fullmatch(r"\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})\s*)?", part)
        if not ends:
            raise ValueError(NOT_NUMBERS.format(said=said))
        first, last = int(ends[1]), int(ends[2] or ends[1])
        if last < first:
            raise ValueError(BACKWARDS.format(said=part.strip()))
        found += range(first, last + 1)
    return tuple(sorted(set(found)))


def read_when(said: str) -> When:
    """Return when a lesson is done. Raises :class:`ValueError`, in one sentence.

    >>> read_when("opened")
    'opened'
    """
    if said not in get_args(When):
        raise ValueError(NOT_WHEN.format(said=said))
    return said


def make_packages(
    folder: Path, case: str, systems: Sequence[System], done: Done, given: Path | None = None,
    paths: Sequence[str] | None = None,
) -> list[Path]:  # fmt: skip
    """Write a package of a case for each learning system into a folder, and return the files.

    ``given`` is a folder with Pyodide's core, ``paths`` the pages, where it is not all of them. Raises
    :class:`ValueError` for lessons that are not there, or one of ``site.REASONS``.
    """
    chosen = paths or page_paths()
    counted = lessons_of(chosen, done)
    pages = site.live_site([case], core_in_byte_code(pyodide.core(given)), chosen, for_lms=True)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for system in systems:
        made.append(folder / f"equityqi-{case}-{system}.zip")
        write_atomically(made[-1], stable_zip(package(pages, case, system, counted, chosen, done)))
    return made


def lessons_of(paths: Sequence[str], done: Done) -> list[str]:
    """Return the paths of the lessons that count. Raises :class:`ValueError` for one that is not there."""
    lessons = {int(found[1]): path for path in paths if SESSION.search(path) and (found := LESSON.search(path))}
    if missing := [number for number in done.lessons if number not in lessons]:
        raise ValueError(NO_LESSON.format(number=missing[0], first=min(lessons), last=max(lessons)))
    return [path for number, path in sorted(lessons.items()) if not done.lessons or number in done.lessons]


def package(
    pages: Mapping[str, str | bytes],
    case: str,
    system: System,
    counted: Sequence[str],
    paths: Sequence[str],
    done: Done,
) -> dict[str, str | bytes]:
    """Return the files of a package by their path: the site, the page that a learning system opens, and what the
    package says of itself.
    """
    live = next(name.split("/")[0] for name in pages if name.startswith("live-"))
    about = {
        "system": system, "pages": counted, "open": list(paths), "start": paths[0].replace(".ipynb", ".html"),
        "done": done.when, "score": done.score,
    }  # fmt: skip
    files = {**pages, LAUNCH: _launch(about, live, CMI5_POLICY if system == "cmi5" else POLICY)}
    files |= {f"{live}/{name}": (BROWSER / name).read_bytes() for name in IN_FRAME}
    held = load(case)
    if system == "cmi5":
        words = site.ABOUT[0].format(case=held.title)
        return {"cmi5.xml": cmi5_structure(ADDRESS.format(case=case), TITLE, words, LAUNCH), **files}
    manifest = scorm_manifest(system, case, f"{TITLE}: {held.title}", LAUNCH, files)
    return {"imsmanifest.xml": manifest, **files}


def _launch(about: Mapping[str, object], live: str, policy: str) -> Html:
    line = tag("p", WAITS, class_="eq-lms-status", role="status")
    body = (
        tag("header", line, tag("button", "Leave", type="button", aria_label="Leave the course"), class_="eq-lms"),
        tag("iframe", title=TITLE, allow="clipboard-write"),
        tag("script", Html(json.dumps(about).replace("<", "\\u003c")), type="application/json", id="eq-lms"),
    )
    more = (
        tag("link", rel="stylesheet", href=f"{live}/lms.css"),
        tag("script", type="module", src=f"{live}/lms_launch.js"),
    )
    return framed(TITLE, body, live, more=Html("".join(more)), policy=policy)
