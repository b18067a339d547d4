"""The slides of a session for PowerPoint: which words and pictures of the lessons are on them, on a case."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import mistune
from pydantic import Field

from equityqi.cases.case import Case
from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.documents.powerpoint import Line, Slide, powerpoint_file
from equityqi.documents.slide_room import BODY, grid_of, height_of
from equityqi.files import course_root, make_folder, write_atomically
from equityqi.lessons.runsheet import Block, Runsheet, read_runsheet
from equityqi.lessons.say import words_of
from equityqi.lessons.slide_charts import right_now, right_over_time, shown_now
from equityqi.pictures import rings, three_ways
from equityqi.pictures.style import Picture
from equityqi.working_days import due

FILE = "course/trainer/slides.yml"
FOLDER = "slides"
DAYS, TO_WRITE = (30, 60, 90), "_" * 20
COURSE = "Using Quality Improvement to Tackle Inequity"
PICTURES: dict[str, Callable[[Case], Picture]] = {
    "rings": lambda _: rings("What makes us healthy, ring by ring"),
    "three-ways": lambda _: three_ways(),
    "shown-now": shown_now,
    "right-now": right_now,
    "right-over-time": right_over_time,
}
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MINUTES = re.compile(r"\d+ minutes?: ")
_tokens = mistune.create_markdown(renderer=None, plugins=["table"])


class DeckError(YamlError):
    """The list of slides cannot be used; ``str()`` says which line, and why."""


class Chosen(Part):
    """One slide: its runsheet ``block``; its ``words``, cells of a page with the numbers of their parts, such as
    ``tests 0 1`` (all parts, if none is numbered); what is ``said`` of the case; a ``picture``; the tasks
    ``between`` sessions; the days of the ``follow_up``.
    """

    block: str
    title: str = ""
    page: str = ""
    words: list[str] = []
    said: str = ""
    picture: Literal["", "rings", "three-ways", "shown-now", "right-now", "right-over-time"] = ""
    between: bool = False
    follow_up: bool = False


class Listed(Part):
    """The slides of one session."""

    number: int
    slides: list[Chosen] = Field(min_length=1)


class Deck(Part):
    """The slides of both sessions."""

    sessions: list[Listed]


@dataclass(frozen=True)
class Words:
    """What is written on a slide, read from Markdown: a heading if there is one, and its parts in order."""

    heading: str
    parts: tuple[tuple[Line, ...] | tuple[tuple[str, ...], ...], ...]


def read_deck(path: Path | None = None) -> Deck:
    """Read and check the list of slides. Raises :class:`DeckError` with file, line and reason."""
    return read_checked(path or course_root() / FILE, Deck, DeckError)


def make_decks(folder: Path, case: Case, day: dt.date | None = None) -> list[Path]:
    """Write the slides of each session on a case into a folder, and return the files. ``day``: the date of session 2,
    from which the days of the follow-up are counted; without it, there is room to write them.

    Raises :class:`DeckError`, :class:`equityqi.cases.case.CaseError` or :class:`equityqi.files.CouldNotWrite`.
    """
    make_folder(folder)
    made = []
    for session in read_deck().sessions:
        path = folder / f"session-{session.number}-{case.id}.pptx"
        write_atomically(path, deck_of(session.number, case, day))
        made.append(path)
    return made


def deck_of(number: int, case: Case, day: dt.date | None = None) -> bytes:
    """Return the slides of a session on a case, as the bytes of a PowerPoint file."""
    session = read_runsheet().session(number)
    under = (f"Session {number}: {session.title[0].lower()}{session.title[1:]}", f"Our case: {case.title}")
    notes = f"Session {number}. The example is {case.title}. All its data are invented. Add your date and organisation."
    return powerpoint_file(COURSE, under, slides_of(number, case, day), notes)


def slides_of(number: int, case: Case, day: dt.date | None = None) -> list[Slide]:
    """Return the slides of a session on a case; what is too long for one goes on, on the next."""
    runsheet = read_runsheet()
    listed = read_deck().sessions[number - 1]
    made, seen = [], set()
    for chosen in listed.slides:
        block = runsheet.session(number).block(chosen.block)
        slide = _slide(chosen, block, runsheet, case, day)
        begins = runsheet.time_of(number, block.start)
        notes = _notes(block, begins, slide, first=block.id not in seen)
        seen.add(block.id)
        made += _fitted(replace(slide, notes=notes))
    return made


def _slide(chosen: Chosen, block: Block, runsheet: Runsheet, case: Case, day: dt.date | None) -> Slide:
    page = chosen.page or block.notebook
    heading, lines, table = "", [], ()
    for wanted in chosen.words:
        id, *places = wanted.split()
        words = _words(_cell(page, id))
        heading = heading or words.heading
        for part in _parts(words, places, f"{page}, {id}"):
            if isinstance(part[0], Line):
                lines += part
            else:
                table = part
    if chosen.said:
        id, *places = chosen.said.split()
        lines += [line for part in _parts(_words(words_of(case, id)), places, id) for line in part]
    if chosen.between:
        lines += [
            Line(((f"{task.what}: ", True), (f"{task.minutes} minutes", False)), "•") for task in runsheet.between
        ]
    if chosen.follow_up:
        lines += [
            Line(((f"Day {after}: ", True), (due(day, after).words if day else TO_WRITE, False)), "•") for after in DAYS
        ]
        lines += [Line((("Whom to contact: ", True), (TO_WRITE, False)))]
    picture = None
    if chosen.picture:
        picture = PICTURES[chosen.picture](case)
        lines = lines or [Line(((picture.sentence, False),))]
    return Slide(chosen.title or heading or block.agenda, tuple(lines), table, picture)


def _parts(words: Words, places: Sequence[str], where: str) -> list:
    try:
        return [words.parts[int(place)] for place in places] if places else list(words.parts)
    except (IndexError, ValueError):
        raise DeckError(f"{FILE} asks for part {' '.join(places)} of {where}, which has {len(words.parts)}.") from None


def _notes(block: Block, begins: str, slide: Slide, first: bool) -> str:
    """Return what a trainer sees beside a slide: the runsheet's words on its block, and what a picture shows."""
    said = [f"Say: {line}" for line in block.say] if first else []
    told = [f"{block.title}, {block.minutes} minutes from {begins}.", *said]
    if first:
        told += [f"They do: {block.activity}", f"Check: {block.check}" if block.check else ""]
        told += [f"Have ready: {', '.join(block.materials)}." if block.materials else ""]
    told += [f"Describe the picture: {slide.picture.alt}" if slide.picture else ""]
    return "\n".join(line for line in told if line)


def _fitted(slide: Slide) -> list[Slide]:
    """Return a slide, or several where its text is too high for one."""
    texts = [line.text for line in slide.lines]
    room = BODY.height - (sum(grid_of(slide.table, texts).heights) + 14 if slide.table else 0)
    if slide.picture or height_of(texts) <= room:
        return [slide]
    held = 0
    while height_of(texts[: held + 1]) <= room:
        held += 1
    name = re.sub(r" \(continued(?: (\d+))?\)$", "", slide.title)
    count = 1 if name == slide.title else int(slide.title.removesuffix(")").split("continued")[1] or 1) + 1
    more = f"{name} (continued{f' {count}' if count > 1 else ''})"
    rest = replace(slide, title=more, lines=slide.lines[max(held, 0 if slide.table else 1) :], table=())
    return [replace(slide, lines=slide.lines[: max(held, 0 if slide.table else 1)]), *_fitted(rest)]


@cache
def _page(name: str) -> dict[str, str]:
    book = json.loads((course_root() / "course" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "markdown"}


def _cell(page: str, id: str) -> str:
    try:
        return _page(page)[id]
    except (KeyError, OSError):
        raise DeckError(
            f"{FILE} asks for the words of the cell {id} of {page}, which is not there. Put it right."
        ) from None


def _words(markdown: str) -> Words:
    """Return a heading and parts of Markdown.

    >>> _words("## Aim\\n\\n*9 minutes: tell 9*\\n\\n- **One**: 67.9<!-- fact: a --> years").parts
    ((Line(runs=(('One', True), (': 67.9 years', False)), mark='•'),),)
    """
    heading, parts = "", []
    for token in _tokens(COMMENT.sub("", markdown)):
        if token["type"] == "heading":
            heading = heading or _plain(token)
        elif token["type"] == "list":
            mark = "1" if token["attrs"]["ordered"] else "•"
            parts.append(tuple(Line(_runs(item), mark) for item in token["children"]))
        elif token["type"] == "table":
            parts.append(tuple(_rows(token)))
        elif token["type"] in ("paragraph", "block_quote") and not MINUTES.match(_plain(token)):
            parts.append((Line(_runs(token)),))
    return Words(heading, tuple(parts))


def _rows(table: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    head, body = table["children"]
    yield tuple(_plain(cell) for cell in head["children"])
    for row in body["children"]:
        yield tuple(_plain(cell) for cell in row["children"])


def _plain(token: dict[str, Any]) -> str:
    return "".join(words for words, _ in _runs(token))


def _runs(token: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
    """Return the words of a token, with whether they are bold, those that are alike together."""
    joined: list[tuple[str, bool]] = []
    for words, bold in _pieces(token, False):
        if joined and joined[-1][1] == bold:
            joined[-1] = (joined[-1][0] + words, bold)
        elif words:
            joined.append((words, bold))
    return tuple(joined)


def _pieces(token: dict[str, Any], bold: bool) -> Iterator[tuple[str, bool]]:
    if token["type"] in ("softbreak", "linebreak"):
        yield " ", bold
    elif "raw" in token and token["type"] != "inline_html":
        yield token["raw"], bold
    children: Sequence[dict[str, Any]] = token.get("children", ())
    for child in children:
        yield from _pieces(child, bold or token["type"] == "strong")
