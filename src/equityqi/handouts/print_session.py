"""What a trainer prints: one PDF a session in the order of printing, the least that a pair can do without, large print,
and each set alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby
from math import ceil
from pathlib import Path

from equityqi.cases.case import load
from equityqi.documents.markup import Node, Reader
from equityqi.documents.pdf import A3, A4, SCREEN, Part, Pdf, pdf_of
from equityqi.documents.word_of_sheets import word_of_sheets
from equityqi.files import write_atomically
from equityqi.handouts.answer_key import key_of
from equityqi.handouts.paper_pack import lesson_to_read, places_of
from equityqi.handouts.print_sets import SETS
from equityqi.handouts.printable import FOR_WHOM, ONE, PAIR, Course, PrintSet, flat, heading, words
from equityqi.handouts.run_pages import Told, page_paths, run_pages
from equityqi.handouts.session_sets import glossary, sets_of
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.to_print import (
    AFTERWARDS,
    IN_WORD,
    KEY,
    LARGE_PRINT,
    LEAST,
    PEOPLE,
    file_name,
    files_to_print,
    sets_to_print,
)  # fmt: skip
from equityqi.plain_words import listed
from equityqi.settings import session_days, work_folder
from equityqi.workfolder.prepare import case_here, work_place

IN_WORD_POINTS = 18
COVER = "cover"
ALONE = words(
    "You don’t need another copy. “python start.py make print” also puts each one into the folder have-ready by itself."
)
PAPERS = {A4: "A4", A3: "A3", SCREEN: "a screen"}


@dataclass(frozen=True)
class Counted:
    """A set, with the pages it has and the sheets that one copy takes."""

    made: PrintSet
    pages: int

    @property
    def sheets(self) -> int:
        """Sheets of paper for one copy: none for a slide."""
        if self.made.paper == SCREEN:
            return 0
        return ceil(self.pages / 2) if self.made.both else self.pages

    def copies(self, people: int) -> int:
        """Return how many copies a group of people needs."""
        return ceil(people / self.made.per) if self.made.per else 1


@dataclass(frozen=True)
class Printed:
    """One file for a session, and what it holds."""

    pdf: Pdf
    sets: tuple[Counted, ...]
    inside: tuple[PrintSet, ...] = ()  # what other sets hold already

    @property
    def pages(self) -> int:
        """All pages of the file."""
        return max(last for _, last in self.pdf.pages.values())

    def sheets(self, people: int, paper: str | None = None) -> int:
        """Return how many sheets a group of people needs, of one paper or of all; the first page is one of them."""
        cover = ceil((self.pdf.count(COVER)) / 2) if paper in (None, A4) else 0
        return cover + sum(one.sheets * one.copies(people) for one in self.sets if paper in (None, one.made.paper))

    @property
    def sheets_of_a_pair(self) -> int:
        """Sheets that two people need, their share of what a table has together included."""
        return ceil(sum(one.sheets * PAIR / one.made.per for one in self.sets if one.made.per))


def make_course(case: str | None = None, told: Told | None = None) -> Course:
    """Run the pages once on a case (the chosen one, if none is given) and return what sets are made from; ``told``
    hears how far it is.

    Raises what :func:`equityqi.handouts.run_pages.run_pages` raises.
    """
    case, work = case or case_here(), work_folder(Path.cwd()) or work_place(None)
    return Course(run_pages(page_paths(), case, told), read_runsheet(), load(case, near=work), session_days(work)[2])


def make_print(
    folder: Path, begun: Callable[[], Course], people: int = PEOPLE, only: str | None = None
) -> Iterator[tuple[Path, str]]:
    """Write files to print into a folder; give each, once it is written, with what it holds in a sentence.

    ``begun`` makes the course once the name is known. ``only``: the name of one file or set
    (:mod:`equityqi.lessons.to_print`). Raises :class:`equityqi.files.CouldNotWrite`, or ValueError for a name that
    there is not, in one sentence.
    """
    runsheet = read_runsheet()
    files, sets = files_to_print(runsheet), sets_to_print(runsheet)
    if only is not None and only not in (*files, *sets):
        near = get_close_matches(only, [*files, *sets], 1) or ["session 1"]
        raise ValueError(
            f"There’s nothing to print called “{only}”. Did you mean “{near[0]}”? Each set has the name that the"
            " runsheet gives it under Have ready."
        )
    course = begun()
    for name in [*files, *sets] if only is None else [only]:
        data, says, ending = _made(course, name, people)
        path = folder / ("have-ready" if name in sets and only is None else "") / f"{file_name(name)}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
        yield path, says


def _made(course: Course, name: str, people: int) -> tuple[bytes, str, str]:
    """Return one file, what it holds, and the ending of its name."""
    if name in SETS:
        one = SETS[name](course)
        pdf = pdf_of(_titled(one), [_part(one)], course.reader.pictures)
        return pdf.data, f"{_count(pdf.count(one.id), 'page')}, {FOR_WHOM[one.per]}", ".pdf"
    if name == KEY:
        pdf = pdf_of("Answer key", _key(course), course.reader.pictures)
        return pdf.data, f"{_count(len(pdf.pages), 'exercise')}, for the trainer only: keep it apart", ".pdf"
    session, what = int(name.split()[1].rstrip(",")), name.partition(", ")[2]
    if what == AFTERWARDS:
        pdf = pdf_of(f"Session {session}: to read afterwards", _lessons(course, session), course.reader.pictures)
        pages = max(last for _, last in pdf.pages.values())
        return pdf.data, f"{_count(pages, 'page')}, one for each person", ".pdf"
    if what == IN_WORD or what in LARGE_PRINT:
        return _large(course, session, what)
    printed = session_pdf(course, session, people, least=what == LEAST)
    says = f"{_count(printed.pages, 'page')}. {_sheets_in_words(printed, people)}"
    return printed.pdf.data, says, ".pdf"


def session_pdf(course: Course, session: int, people: int = PEOPLE, least: bool = False) -> Printed:
    """Return one PDF for a session, in the order of printing; ``least``: only what a pair cannot do without."""
    whole = sets_of(course, session)
    sets = sorted((one for one in whole if not one.inside and (one.least or not least)), key=_job)
    inside = [one for one in whole if one.inside]
    title = f"Session {session}: the minimum to print" if least else f"Session {session}: all there is to print"
    parts, pictures = [_part(one) for one in sets], course.reader.pictures
    made = pdf_of(title, [Part(COVER, title, []), *parts], pictures)
    counted = tuple(Counted(one, made.count(one.id)) for one in sets)
    while True:  # the first page says where the others are; it may itself have grown by a page
        held = Printed(made, counted, tuple(inside))
        made = pdf_of(title, [_cover(title, course, session, held, people), *parts], pictures)
        if made.pages == held.pdf.pages:
            return replace(held, pdf=made)


def _job(one: PrintSet) -> tuple:
    """Return what is printed in one go: the same paper, the same sides, the same number of copies."""
    paper = list(PAPERS).index(one.paper)
    return paper, not one.both, one.per, one.least is False and one.per == PAIR


def _part(one: PrintSet) -> Part:
    slide, name = one.paper == SCREEN, one.name[0].upper() + one.name[1:]
    foot = name if slide else f"{name} · {FOR_WHOM[one.per]}"
    return Part(
        one.id, _titled(one), one.body, one.paper, one.flipped, foot, one.size, odd=one.both, lone=slide,
    )  # fmt: skip


def _titled(one: PrintSet) -> str:
    return one.title or one.name[0].upper() + one.name[1:]


def _cover(title: str, course: Course, session: int, printed: Printed, people: int) -> Part:
    """Return the first page: how many sheets there are, what to print from which pages, what is on another sheet
    already, and what to bring besides.
    """
    sides = "both sides" if printed.pdf.count(COVER) > 1 else "one side"
    rows = [(_span(*printed.pdf.pages[COVER]), "this page", f"A4, {sides}", f"{FOR_WHOM[ONE]}: 1")]
    for _, job in groupby(printed.sets, key=lambda one: _job(one.made)[:3]):
        held = list(job)
        made = held[0].made
        rows.append(
            (
                _span(printed.pdf.pages[made.id][0], printed.pdf.pages[held[-1].made.id][1]),
                "; ".join(one.made.name for one in held),
                f"{PAPERS[made.paper]}{'' if made.paper == SCREEN else ', both sides' if made.both else ', one side'}",
                f"{FOR_WHOM[made.per]}: {held[0].copies(people)}",
            )
        )
    inside = [f"{one.name}: in “{one.inside}”" for one in printed.inside]
    bring = [thing for block in course.runsheet.session(session).blocks for thing in block.bring]
    body: list[Node] = [
        *course.run_by(),
        words(f"The case: {course.case.title}. Its data are invented."),
        words(f"{_sheets_in_words(printed, people)}."),
        words("Print from top to bottom: each line is one print job. Use stiff paper for cards if you can."),
        _table("What to print", ("Pages", "What", "Paper", "Copies"), rows),
        *([heading("On these sheets already"), ALONE, _bullets(inside)] if inside else []),
        heading("To bring besides"),
        _bullets(dict.fromkeys(bring)),
    ]
    return Part(COVER, title, body, foot=title)


def _bullets(texts: Iterable[str]) -> Node:
    return {"t": "list", "k": "ul", "c": [[text] for text in texts]}


def _span(first: int, last: int) -> str:
    return f"{first} to {last}" if last > first else f"{first}"


def _sheets_in_words(printed: Printed, people: int) -> str:
    papers = listed(
        [f"{count} of {PAPERS[paper]}" for paper in (A4, A3) if (count := printed.sheets(people, paper))], "and"
    )
    return (
        f"For {people} people, in pairs: {printed.sheets(people)} sheets of paper, {papers}. That is"
        f" {printed.sheets_of_a_pair} sheets for each pair"
    )


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Node:
    def cell(text: str, head: bool = False) -> dict:
        return {"th": head, "c": [text]}

    told = [[cell(first, True), *map(cell, rest)] for first, *rest in rows]
    return {
        "t": "table",
        "k": "",
        "caption": [caption],
        "head": [cell(one, True) for one in heads],
        "rows": told,
        "tall": 0,
    }


def _lessons(course: Course, session: int) -> list[Part]:
    places = places_of(course.ran)
    lessons = [page for page in course.ran.pages if f"/session-{session}/" in page.path]
    return [
        Part(page.name, page.label, course.read(*lesson_to_read(page, places)), foot=page.label, odd=True)
        for page in lessons
    ]


def _key(course: Course) -> list[Part]:
    parts = []
    for page in course.ran.pages:
        if page.path.startswith("exercises/") and page.name in course.ran.exercises:
            _, *body = flat(course.read(key_of(course.ran.exercises[page.name], int(page.name[:2]), page)))
            title = f"Key {int(page.name[:2])}: {course.ran.exercises[page.name].title}"
            parts.append(Part(page.name, title, body, foot=f"{title} · for the trainer only", size=9))
    return parts


def _large(course: Course, session: int, what: str) -> tuple[bytes, str, str]:
    """Return what a person reads and fills in, in large letters: as PDF, or in Word to set one's own."""
    points = LARGE_PRINT.get(what, IN_WORD_POINTS)
    large = replace(course, reader=Reader(large=True), letters=points)
    sets = [one for one in sets_of(large, session) if one.letters and one.per] + [glossary(large)] * (session == 1)
    title = f"Session {session}: large print"
    if what == IN_WORD:
        data = word_of_sheets(title, [(one.name, one.body) for one in sets], large.reader.pictures, points)
        return data, "in Word: change the style Normal, and all letters follow", ".docx"
    feet = [_titled(one).partition(":")[0] for one in sets]  # in large letters a longer one would take two lines
    parts = [
        replace(_part(one), paper=A4, flipped=False, foot=foot, odd=False) for one, foot in zip(sets, feet, strict=True)
    ]
    pdf = pdf_of(title, parts, large.reader.pictures, points)
    pages = max(last for _, last in pdf.pages.values())
    return pdf.data, f"{_count(pages, 'page')} of A4 in letters of {points} points", ".pdf"


def _count(number: int, of: str) -> str:
    return f"{number} {of}{'s' * (number != 1)}"
