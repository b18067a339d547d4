"""Where each question is asked: in one lesson, on the page for between the sessions, or in its exercise alone."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from equityqi.authoring.lint.lesson import MINUTES_LINE, minutes_in
from equityqi.authoring.lint.links import BETWEEN_PAGE
from equityqi.authoring.markdown_text import plain
from equityqi.authoring.page import Finding, Page
from equityqi.checked_yaml import read_tree
from equityqi.questions.exercise import FILE
from equityqi.workfolder.prepare import ASKS

PROJECT_PAGE = "course/my-project.ipynb"
PRACTICE = re.compile(r"(\d+) more to practise")


@dataclass(frozen=True)
class Listed:
    """A question as its file lists it: its exercise, its part, its place in the file, if a person reads it, and the
    case that it is always asked on.
    """

    exercise: str
    part: str | None
    place: int
    read: bool = False
    case: str = ""


def listed_in(root: Path) -> tuple[dict[str, list[Listed]], frozenset[str]]:
    """Return every question by its id, and the exercises whose file cannot be read: other rules name it."""
    found, unread = defaultdict(list), set()
    for path in sorted(root.glob(f"solutions/*/{FILE}")):
        try:
            entries = yaml.SafeLoader("").construct_document(read_tree(path))["questions"]
            for place, entry in enumerate(entries):
                found[entry["id"]].append(
                    Listed(
                        path.parent.name, entry.get("part"), place, bool(entry.get("rubric")), entry.get("case") or ""
                    )
                )
        except (OSError, ValueError, yaml.YAMLError, LookupError, TypeError, AttributeError):
            unread.add(path.parent.name)
    return dict(found), frozenset(unread)


def asked_on(root: Path) -> dict[str, list[str]]:
    """Return the pages of ``course/`` that ask a question, by its id, one for each time it is asked."""
    found = defaultdict(list)
    for path in sorted(root.glob("course/**/*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        try:
            sources = ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"]]
        except (ValueError, LookupError, TypeError):
            continue
        for id in ASKS.findall("\n".join(sources)):
            found[id].append(path.relative_to(root).as_posix())
    return dict(found)


def _asks(page: Page) -> Iterator[tuple[str, str]]:
    """Each cell that asks, and what."""
    for cell in page.cells:
        for id in ASKS.findall(cell.source) if cell.kind == "code" else ():
            yield str(cell.name), id


def asked_where_it_belongs(page: Page) -> Iterator[Finding]:
    """A lesson asks the core questions of its exercise, in order; the page for between the sessions asks its own, and
    the page of the project goes on with questions that are for practice.
    """
    part = "core" if page.kind == "lesson" else {BETWEEN_PAGE: "between", PROJECT_PAGE: "practice"}.get(page.path)
    before = -1
    for cell, id in _asks(page):
        found = page.course.questions.get(id)
        if not found and page.course.unread:
            continue  # it may be in the file that cannot be read
        if not found:
            yield cell, f"There is no question “{id}” in any exercise. Put the id right."
        elif found[0].part != part:
            yield (cell, f"The question “{id}” is {found[0].part} in its {FILE}. Take it out, or change its part.")
        elif part == "core" and found[0].exercise != PurePosixPath(page.path).stem:
            yield (
                cell,
                f"The question “{id}” belongs to the exercise {found[0].exercise}. Ask it in the lesson of that name.",
            )
        elif part == "core" and found[0].place < before:
            yield cell, f"The question “{id}” comes before the question above it in {FILE}. Ask them in the same order."
        before = found[0].place if found else before


def asked_in_time(page: Page) -> Iterator[Finding]:
    """A question stands in a section of the lesson that has minutes to do it."""
    doing = 0
    for cell in page.cells:
        for block in cell.reading.blocks:
            if block.level == 2:
                doing = 0
            elif block.tag == "p" and (line := MINUTES_LINE.match(plain(block.text.strip().split("\n")[0]))):
                doing = minutes_in(line[2]).get("do", 0)
        if not doing and cell.kind == "code" and (asked := ASKS.search(cell.source)):
            yield (
                cell.name,
                f"The question “{asked[1]}” is asked in a section with no minutes to do. Move it to its block.",
            )


def has_a_part(page: Page) -> Iterator[Finding]:
    """Each question says when it is asked."""
    for id, found in page.course.questions.items():
        if any(one.part is None and one.exercise == page.folder.name for one in found):
            yield id, f"The question “{id}” has no part. Write part: core, between or practice."


def asked_once(page: Page) -> Iterator[Finding]:
    """Each id is one question of the course; a core one is asked in one lesson, one for between the sessions once."""
    for id, found in page.course.questions.items():
        if page.folder.name not in [listed.exercise for listed in found]:
            continue
        pages = page.course.asked.get(id, [])
        if len(found) > 1:
            folders = ", ".join(sorted({listed.exercise for listed in found}))
            yield id, f"The id “{id}” belongs to {len(found)} questions ({folders}). Give each one its own."
        elif not pages and found[0].part in ("core", "between"):
            where = "its lesson" if found[0].part == "core" else BETWEEN_PAGE
            yield (
                id,
                f"The question “{id}” is {found[0].part}, and no page asks it. Ask it in {where}, or change its part.",
            )
        elif len(pages) > 1:
            yield (
                id,
                f"The question “{id}” is asked {len(pages)} times ({', '.join(dict.fromkeys(pages))}). Ask it once.",
            )


def exercise_asks_all(page: Page) -> Iterator[Finding]:
    """An exercise asks each of its questions once, in the order of their file, practice last, under its own heading
    with the count.
    """
    if page.folder.name in page.course.unread:
        return
    mine = {
        id: listed
        for id, found in page.course.questions.items()
        for listed in found
        if listed.exercise == page.folder.name
    }
    times = Counter(id for _, id in _asks(page))
    places = [mine[id].place for _, id in _asks(page) if id in mine]
    if places != sorted(places):
        yield (
            None,
            f"The page asks its questions in another order than {FILE}, which numbers them. Put both in one order.",
        )
    for id in mine:
        if times[id] > 1:  # one that is never asked is named in its file
            yield None, f"The question “{id}” is asked {times[id]} times on the page of its exercise. Ask it once."
    for id in times:
        if id not in mine:
            yield None, f"The page asks “{id}”, which isn't in its {FILE}. Take it out, or add it there."
    yield from _practice_last(page, {id: listed.part for id, listed in mine.items()})


def _practice_last(page: Page, parts: Mapping[str, str | None]) -> Iterator[Finding]:
    practising, count, heading = False, 0, None
    for cell in page.cells:
        for block in cell.reading.blocks:
            if block.level == 2 and (found := PRACTICE.fullmatch(plain(block.text))):
                practising, heading = True, (cell.name, int(found[1]))
            elif block.level == 2:
                practising = False
        asked = ASKS.search(cell.source) if cell.kind == "code" else None
        if asked and asked[1] in parts and (parts[asked[1]] == "practice") != practising:
            where = "under “N more to practise”" if not practising else "above “N more to practise”"
            yield cell.name, f"The question “{asked[1]}” is {parts.get(asked[1])}. Ask it {where}."
        count += bool(asked and practising)
    if heading and heading[1] != count:
        yield (
            heading[0],
            f"The heading says {heading[1]} more to practise, and below it there are {count}. Correct the number.",
        )
