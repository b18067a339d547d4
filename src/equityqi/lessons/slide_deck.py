"""The slides of a session for PowerPoint: which words and pictures of the lessons are on them, on a case."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from equityqi.cases.case import Case
from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.documents.logo import logo_alt, logo_picture
from equityqi.documents.powerpoint import Line, Slide, powerpoint_file
from equityqi.documents.slide_room import grid_of, height_of
from equityqi.files import course_root, make_folder, write_atomically
from equityqi.lessons.runsheet import Block, Runsheet, Session, read_runsheet
from equityqi.lessons.say import words_of
from equityqi.lessons.slide_charts import gap_in_words, right_now, right_over_time, shown_now, two_places
from equityqi.lessons.slide_words import Words, read_words
from equityqi.lessons.who import COURSE
from equityqi.lessons.year_charts import year_aim, year_harm, year_start
from equityqi.organisation import organisation
from equityqi.pictures.ideas_on_slide import rings_on_slide, three_ways_on_slide
from equityqi.pictures.style import Picture
from equityqi.working_days import DAYS, due, on_day

FILE = "course/trainer/slides.yml"
TO_WRITE = "_" * 20
PICTURES: dict[str, Callable[[Case], Picture]] = {
    "opening": lambda _: two_places(),
    "rings": lambda _: rings_on_slide("What makes us healthy, ring by ring"),
    "three-ways": lambda _: three_ways_on_slide(),
    "shown-now": shown_now,
    "right-now": right_now,
    "right-over-time": right_over_time,
    "year-start": year_start,
    "year-aim": year_aim,
    "year-harm": year_harm,
}
ALONE = ("rings", "three-ways")  # pictures that take all of a slide


class DeckError(YamlError):
    """The list of slides cannot be used; ``str()`` says which line, and why."""


class Chosen(Part):
    """One slide: its runsheet ``block`` and ``title``; its ``text`` in Markdown; ``words``, cells of the block's page
    with the numbers of their parts, such as ``tests 0 1`` (all parts, if none is numbered); what is ``said`` of the
    case; a ``picture``; the tasks ``between`` sessions; the days of the ``follow_up``; the ``point`` in the band, with
    the time ``until`` which the room works.
    """

    block: str
    title: str = ""
    text: str = ""
    words: list[str] = []
    said: str = ""
    picture: Literal[
        "",
        "opening",
        "rings",
        "three-ways",
        "shown-now",
        "right-now",
        "right-over-time",
        "year-start",
        "year-aim",
        "year-harm",
    ] = ""  # fmt: skip
    point: str = ""
    until: bool = False
    between: bool = False
    follow_up: bool = False


class Listed(Part):
    """The slides of one session."""

    number: int
    slides: list[Chosen] = Field(min_length=1)


class Deck(Part):
    """The slides of both sessions."""

    sessions: list[Listed]


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
    what = f"Session {number}. The example is {case.title}"
    return deck_file(_under(number, case), slides_of(number, case, day), what)


def deck_file(under: tuple[str, ...], slides: list[Slide], what: str) -> bytes:
    """Return a PowerPoint file: ``under`` its title, its slides, and ``what`` the first slide's notes say."""
    held = organisation()
    add = "" if held.name else " Add your date and organisation."
    notes = f"{what}. All its data are invented.{add}"
    logo = (found, logo_alt(held)) if (found := logo_picture(held)) else None
    return powerpoint_file(COURSE, under, slides, notes, logo)


def _under(number: int, case: Case) -> tuple[str, ...]:
    """Return what is under the title of the first slide: the session, the case, who runs it and when."""
    title, held = read_runsheet().session(number).title, organisation()
    by = filter(None, (held.name, on_day(held.date(number)) if held.date(number) else ""))
    return f"Session {number}: {title[0].lower()}{title[1:]}", f"Our case: {case.title}", *by


def slides_of(number: int, case: Case, day: dt.date | None = None) -> list[Slide]:
    """Return the slides of a session on a case; what is too long for one goes on, on the next."""
    runsheet = read_runsheet()
    return slides_from(runsheet, runsheet.session(number), read_deck().sessions[number - 1].slides, case, day)


def slides_from(
    runsheet: Runsheet, session: Session, listed: Sequence[Chosen], case: Case, day: dt.date | None
) -> list[Slide]:
    """Return the slides that a list names, by the blocks of one session of a runsheet."""
    made, seen = [], set()
    for chosen in listed:
        block = session.block(chosen.block)
        times = {at: runsheet.time_of(session.number, block.start + minutes) for at, minutes in _moments(block).items()}
        slide = _break(session, block, times) if block.kind == "break" else _slide(chosen, block, runsheet, case, day)
        if chosen.until:
            slide = replace(slide, point=f"{slide.point} We talk again at {times['review']}.".strip())
        notes = _notes(block, times["start"], slide, first=block.id not in seen)
        seen.add(block.id)
        made += _fitted(replace(slide, notes=notes))
    return made


def _moments(block: Block) -> dict[str, int]:
    """Return minutes from the start of a block to when it starts, when the room talks again, and when it ends."""
    return {"start": 0, "review": block.tell + block.show + block.do, "end": block.minutes}


def _break(session: Session, block: Block, times: dict[str, str]) -> Slide:
    after = session.blocks[session.blocks.index(block) + 1]
    lines = [Line(((f"{block.minutes} minutes for you.", False),)), Line((("Then: ", True), (after.agenda, False)))]
    return Slide(f"We start again at {times['end']}", tuple(lines), point=block.activity)


def _slide(chosen: Chosen, block: Block, runsheet: Runsheet, case: Case, day: dt.date | None) -> Slide:
    words, lines, table = read_words(chosen.text), [], ()
    for wanted in chosen.words:
        id, *places = wanted.split()
        (table,) = _parts(read_words(_cell(block.notebook, id)), places, f"{block.notebook}, {id}")
    lines += [line for part in words.parts for line in part]
    if chosen.said:
        id, *places = chosen.said.split()
        lines += [line for part in _parts(read_words(words_of(case, id)), places, id) for line in part]
    if chosen.between:
        lines += [
            Line(((f"{task.what}: ", True), (f"{task.minutes} minutes", False)), "•") for task in runsheet.between
        ]
    if chosen.follow_up:
        asks = organisation().named_leader or TO_WRITE
        days = [(f"Day {after}: ", due(day, after).words if day else TO_WRITE) for after in DAYS]
        lines += [Line(((what, True), (said, False)), "•") for what, said in [*days, ("Who asks: ", asks)]]
    picture = None
    if chosen.picture:
        picture = PICTURES[chosen.picture](case)
        lines = lines or ([] if chosen.picture in ALONE else [Line(((picture.sentence, False),))])
    gaps = case.file.gap
    title = chosen.title.replace("{shown}", gap_in_words(case, gaps.shown)).replace(
        "{right}", gap_in_words(case, gaps.right)
    )
    return Slide(title or block.agenda, tuple(lines), table, picture, chosen.point)


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
    room = slide.room.height - (sum(grid_of(slide.table, texts, slide.room).heights) + 14 if slide.table else 0)
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
            f"{FILE} asks for the words of the cell {id} of {page}, which isn’t there. Correct the id."
        ) from None
