"""One set to print, what sets are made from, and the few shapes that they share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from equityqi.cases.case import Case
from equityqi.documents.logo import logo_alt, logo_picture
from equityqi.documents.markup import Node, Reader
from equityqi.documents.pdf import A4
from equityqi.handouts.pages import for_paper
from equityqi.handouts.question_sheets import in_order, question_sheet
from equityqi.handouts.run_pages import Cell, Page, Ran
from equityqi.html_tags import Html
from equityqi.lessons.runsheet import Runsheet
from equityqi.lessons.to_print import file_name
from equityqi.lessons.views import in_large_print
from equityqi.organisation import organisation

PERSON, PAIR, TABLE, EIGHT, ONE = 1, 2, 4, 8, 0  # for how many people one copy is; 0: one for the room
FOR_WHOM = {
    ONE: "one for the trainer or the room",
    PERSON: "one for each person",
    PAIR: "one for each pair",
    TABLE: "one for each table of four",
    EIGHT: "one for every eight people",
}


LOGO, LOGO_HIGH = "organisation-logo", 14  # its name among the pictures, and millimetres
VIEW = re.compile(r"""view\("(chart-\d)"\)""")


@dataclass(frozen=True)
class PrintSet:
    """One set to print: its name as the runsheet has it, what is on it, its paper, and for how many people one copy is.

    ``both``: printed on both sides. ``least``: a pair cannot do without it. ``letters``: it is read, so it is part of
    large print. ``inside``: the name of a set that holds all of it, in the same letters: a session prints it there.
    ``title``: its heading, where that is another than its name.
    """

    name: str
    body: Sequence[Node]
    per: int = PAIR
    paper: str | tuple[int, int] = A4
    flipped: bool = False
    both: bool = True
    least: bool = False
    size: float = 10.5
    letters: bool = True
    inside: str = ""
    title: str = ""

    @property
    def id(self) -> str:
        """The name of its file, without the ending."""
        return file_name(self.name)


@dataclass
class Course:
    """What sets are made from: pages that have run, the runsheet, the case, and the day of the second session."""

    ran: Ran
    runsheet: Runsheet
    case: Case
    second_day: dt.date | None = None
    reader: Reader = field(default_factory=Reader)
    letters: int = 0  # points of large print

    def page(self, name: str) -> Page:
        """Return the page of an exercise by its name or the beginning of it."""
        return next(
            page for page in self.ran.pages if page.path.startswith("exercises/") and page.name.startswith(name)
        )

    def read(self, *html: Html) -> list[Node]:
        """Return pieces of HTML as one tree, without links."""
        return [node for one in html for node in self.reader.read(for_paper(one))]

    def shown(self, cell: Cell) -> Html:
        """Return what a cell shows: a chart in large print is drawn anew, in letters to match."""
        found = VIEW.search(cell.source) if self.letters and cell.kind == "shows" else None
        picture = in_large_print(found[1], self.case, self.letters) if found else None
        return picture._repr_html_() if picture else cell.html

    def cells(self, name: str, *ids: str) -> list[Node]:
        """Return cells of an exercise's page."""
        page = self.page(name)
        return [node for cell in page.cells if cell.id in ids for node in self.read(cell.html)]

    def question(self, id: str) -> list[Node]:
        """Return a question as it is on its sheet, with the number it has there."""
        name = self.exercise_of(id)
        exercise = self.ran.exercises[name]
        place = [one.id for one in in_order(exercise, self.page(name))].index(id) + 1
        return self.read(question_sheet(exercise.question(id), place))

    def exercise_of(self, id: str) -> str:
        """Return the name of the exercise that asks a question."""
        return next(name for name, exercise in self.ran.exercises.items() if exercise.question(id))

    def sheet_of(self, name: str) -> str:
        """Return the name of the sheet that an exercise is on."""
        return f"Sheet {int(name[:2])}: {self.ran.exercises[name].title}"

    def logo(self, kind: str) -> list[Node]:
        """Return the organisation's logo, ``"corner"`` or ``"picture"``; none where there is none."""
        held = organisation()
        if not (data := logo_picture(held)):
            return []
        self.reader.pictures[LOGO] = data
        return [{"t": kind, "name": LOGO, "alt": logo_alt(held), "high": LOGO_HIGH, "caption": []}]

    def run_by(self) -> list[Node]:
        """Return who runs the course and whom to ask, with the logo; nothing where nobody has written any."""
        held = organisation()
        said = [held.named and f"Run by {held.named}.", held.contact and f"Questions: {held.contact}."]
        told = " ".join(filter(None, said))
        return [*self.logo("picture"), *([words(told)] if told else [])]

    def sections(self, html: Html) -> dict[str, list[Node]]:
        """Return what stands under each heading of the second level of a page, by that heading."""
        found: dict[str, list[Node]] = {}
        now: list[Node] | None = None
        for node in flat(self.reader.read(html)):
            if not isinstance(node, str) and node["t"] == "h" and node["level"] == 2:
                now = found.setdefault("".join(node["c"]), [])
            elif now is not None:
                now.append(node)
        return found


def flat(nodes: Iterable[Node]) -> Iterable[Node]:
    """Yield the nodes of a page without the sections around them."""
    for node in nodes:
        if not isinstance(node, str) and node["t"] == "div" and node["k"] in ("part", "sheet"):
            yield from flat(node["c"])
        else:
            yield node


def heading(words: str, level: int = 2) -> Node:
    """Return a heading."""
    return {"t": "h", "level": level, "c": [words]}


def words(text: str, kind: str = "") -> Node:
    """Return a paragraph."""
    return {"t": "p", "k": kind, "c": [text]}


def cards(texts: Iterable[str | list[Node]], high: float = 60) -> Node:
    """Return cards to cut out, of this height in millimetres."""
    return {"t": "cards", "high": high, "c": [[text] if isinstance(text, str) else text for text in texts]}


def form(caption: str, labels: Iterable[str], tall: float) -> Node:
    """Return a form with a line to write on for each label."""
    rows = [[{"th": True, "c": [label]}, {"th": False, "c": []}] for label in labels]
    heads = [{"th": True, "c": [head]} for head in ("Field", "Write here")]
    return {"t": "table", "k": "room", "caption": [caption], "head": heads, "rows": rows, "tall": tall}
