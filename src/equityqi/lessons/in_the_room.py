"""What a trainer has at hand in the room, from ``room.yml``: sheets to show and to print, and scripts for hard talk."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.files import course_root, write_atomically
from equityqi.html_tags import Html, bullets, join, plain_table, scrolled, tag
from equityqi.lessons.follow_up_hour import make_hour_page
from equityqi.lessons.runsheet import Runsheet, read_runsheet
from equityqi.lessons.runsheet_pages import make_pages, rescue_table, show
from equityqi.organisation import organisation

FILE, PAGE = "course/trainer/room.yml", "room.html"
TITLE, LOOK = "In the room", "eq-runsheet eq-sheets"
TO_WRITE = "_" * 30
KNOWN = {"support": "support_line", "contact": "contact", "leader": "named_leader"}  # a word, and the organisation's
EACH_ON_A_PAGE = """@page { size: A4 portrait; }
@media print {
  main > section { break-before: page; }
  main > section:first-child { break-before: auto; break-after: auto; }
}
main > section > section { break-inside: avoid; }
caption { font-size: 1.05rem; }
"""


class RoomError(YamlError):
    """What is at hand in the room cannot be used; ``str()`` says which line, and why."""


class SheetPart(Part):
    """A heading, and under it points, steps in order or a table."""

    heading: str
    points: list[str] = []
    steps: list[str] = []
    heads: list[str] = []
    rows: list[list[str]] = []

    @model_validator(mode="after")
    def _is_one_thing(self) -> SheetPart:
        if sum(map(bool, (self.points, self.steps, self.rows))) != 1:
            raise ValueError(f"“{self.heading}” needs points, steps or rows, and only one of them")
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError(f"each row of “{self.heading}” needs {len(self.heads)} cells, as many as it has heads")
        return self


class Sheet(Part):
    """One sheet: a card, a plan, a list."""

    id: str
    title: str
    lead: str
    parts: list[SheetPart] = Field(min_length=1)


class Talk(Part):
    """A script for a hard moment: what you hear, what may be behind it, words to say, what then, when to stop."""

    id: str
    heard: str
    behind: str
    say: list[str] = Field(min_length=1)
    then: str
    stop: str


class Room(Part):
    """All sheets and scripts."""

    sheets: list[Sheet]
    talks: list[Talk]

    def sheet(self, id: str) -> Sheet:
        """Return one sheet. Raises KeyError, in one sentence, for an unknown id."""
        for sheet in self.sheets:
            if sheet.id == id:
                return sheet
        raise KeyError(f"There’s no sheet “{id}”. You can use: {', '.join(sheet.id for sheet in self.sheets)}.")


def read_room() -> Room:
    """Read and check the file. Raises :class:`RoomError` with file, line and reason.

    >>> len(read_room().talks)
    6
    """
    return read_checked(course_root() / FILE, Room, RoomError)


def sheet_html(sheet: Sheet, level: int = 3) -> Html:
    """Return a sheet as HTML, without its title: its lead, then each part with a heading of this level."""
    return join((tag("p", _known(sheet.lead)), *(_part(part, level) for part in sheet.parts)))


def _part(part: SheetPart, level: int) -> Html:
    if part.rows:
        rows = [[_known(cell) for cell in row] for row in part.rows]
        return scrolled(plain_table(part.heading, part.heads, rows), part.heading)
    if part.steps:
        body = tag("ol", [tag("li", _known(step)) for step in part.steps])
    else:
        body = bullets(map(_known, part.points))
    return join((tag(f"h{level}", part.heading), body))


def _known(text: str) -> str:
    """Return a text with the organisation's words in it, or room to write them.

    >>> _known("a cup {of tea}")
    'a cup {of tea}'
    """
    held = organisation()
    for word, field in KNOWN.items():
        text = text.replace(f"{{{word}}}", getattr(held, field) or TO_WRITE)
    return text


def talk_html(talk: Talk, level: int = 3) -> Html:
    """Return a script as HTML."""
    return tag(
        "section",
        tag(f"h{level}", talk.heard),
        tag("p", tag("strong", "What may be behind it: "), talk.behind),
        tag("p", tag("strong", "Say:")),
        bullets(talk.say),
        tag("p", tag("strong", "Then: "), talk.then),
        tag("p", tag("strong", "When to stop: "), talk.stop),
    )


def room_page(room: Room, runsheet: Runsheet) -> Html:
    """Return all sheets and scripts as HTML to print, each sheet on a page of its own."""
    sheets = [tag("section", tag("h2", sheet.title), sheet_html(sheet)) for sheet in room.sheets]
    lines = tag("section", tag("h2", "Seven lines for when it gets hard"), rescue_table(runsheet))
    talks = tag("section", tag("h2", "Six hard conversations"), [talk_html(talk) for talk in room.talks])
    return whole_page(
        TITLE, (header(TITLE, tag("p", "Print the pages you need.")), tag("main", sheets, lines, talks)), EACH_ON_A_PAGE
    )


def make_trainers_pages(folder: Path) -> list[Path]:
    """Write the pages to print that stand beside the trainer's: runsheet, agenda, and what is at hand in the room.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    write_atomically(folder / PAGE, room_page(read_room(), read_runsheet()))
    return [*make_pages(folder), folder / PAGE, make_hour_page(folder)]


def show_sheet(id: str) -> None:
    """Show one sheet in a notebook."""
    show(lambda: [sheet_html(read_room().sheet(id))], LOOK)


def show_talks() -> None:
    """Show the scripts in a notebook."""
    show(lambda: map(talk_html, read_room().talks), LOOK)
