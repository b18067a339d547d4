"""What a trainer prints: one PDF a session in the order of printing, the least that a pair can do without, large print,
and each set alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
from equityqi.handouts.printable import FOR_WHOM, PAIR, Course, PrintSet, flat, heading, words
from equityqi.handouts.run_pages import page_paths, run_pages
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
from equityqi.settings import chosen_case, read_day, read_settings, work_folder
from equityqi.workfolder.prepare import work_place
from equityqi.workfolder.session_date import DATES

IN_WORD_POINTS = 18
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

    @property
    def pages(self) -> int:
        """All pages of the file."""
        return max(last for _, last in self.pdf.pages.values())

    def sheets(self, people: int, paper: str | None = None) -> int:
        """Return how many sheets a group of people needs, of one paper or of all."""
        return sum(one.sheets * one.copies(people) for one in self.sets if paper in (None, one.made.paper))

    @property
    def sheets_of_a_pair(self) -> int:
        """Sheets that two people need, their share of what a table has together included."""
        return ceil(sum(one.sheets * PAIR / one.made.per for one in self.sets if one.made.per))


def make_course(case: str | None = None) -> Course:
    """Run the pages once on a case (the chosen one, if none is given) and return what sets are made from.

    Raises what :func:`equityqi.handouts.run_pages.run_pages` raises.
    """
    work = work_folder(Path.cwd()) or work_place(None)
    case = case or chosen_case(work)
    second = read_day(read_settings(work).get(DATES[2])) if work.is_dir() else None
    return Course(run_pages(page_paths(), case), read_runsheet(), load(case, near=work), second)


def make_print(
    folder: Path, begun: Callable[[], Course], people: int = PEOPLE, only: str | None = None
) -> dict[Path, str]:
    """Write files to print into a folder; return them with what each holds, in a sentence.

    ``begun`` makes the course once the name is known. ``only``: the name of one file or set
    (:mod:`equityqi.lessons.to_print`). Raises :class:`equityqi.files.CouldNotWrite`, or ValueError for a name that
    there is not, in one sentence.
    """
    runsheet = read_runsheet()
    files, sets = files_to_print(runsheet), sets_to_print(runsheet)
    if only is not None and only not in (*files, *sets):
        near = get_close_matches(only, [*files, *sets], 1) or ["session 1"]
        raise ValueError(
            f"Nothing to print is called “{only}”. Did you mean “{near[0]}”? Each set has the name that the runsheet"
            " gives it under Have ready."
        )
    course = begun()
    made: dict[Path, str] = {}
    for name in [*files, *sets] if only is None else [only]:
        data, says, ending = _made(course, name, people)
        path = folder / ("have-ready" if name in sets and only is None else "") / f"{file_name(name)}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
        made[path] = says
    return made


def _made(course: Course, name: str, people: int) -> tuple[bytes, str, str]:
    """Return one file, what it holds, and the ending of its name."""
    if name in SETS:
        one = SETS[name](course)
        pdf = pdf_of(one.name.capitalize(), [_part(one)], course.reader.pictures)
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
    sets = sorted((one for one in sets_of(course, session) if one.least or not least), key=_job)
    title = f"Session {session}: the least to print" if least else f"Session {session}: all there is to print"
    parts, pictures = [_part(one) for one in sets], course.reader.pictures
    first = pdf_of(title, [_cover(title, course, session, [], {}, people), *parts], pictures)
    for _ in range(2):  # the first page says where the others are; it may itself grow by a page
        counted = [Counted(one, first.count(one.id)) for one in sets]
        first = pdf_of(title, [_cover(title, course, session, counted, first.pages, people), *parts], pictures)
    return Printed(first, tuple(counted))


def _job(one: PrintSet) -> tuple:
    """Return what is printed in one go: the same paper, the same sides, the same number of copies."""
    paper = list(PAPERS).index(one.paper)
    return paper, not one.both, one.per, one.least is False and one.per == PAIR


def _part(one: PrintSet) -> Part:
    return Part(
        one.id, one.name[0].upper() + one.name[1:], one.body, one.paper, one.flipped,
        f"{one.name[0].upper()}{one.name[1:]} · {FOR_WHOM[one.per]}", one.size, odd=one.both, lone=one.paper == SCREEN,
    )  # fmt: skip


def _cover(
    title: str, course: Course, session: int, sets: Sequence[Counted], pages: dict[str, tuple[int, int]], people: int
) -> Part:
    """Return the first page: how many sheets there are, what to print from which pages, and what to bring besides."""
    rows = []
    for _, job in groupby(sets, key=lambda one: _job(one.made)[:3]):
        held = list(job)
        first, last = pages[held[0].made.id][0], pages[held[-1].made.id][1]
        made = held[0].made
        rows.append(
            (
                f"{first} to {last}" if last > first else f"{first}",
                "; ".join(one.made.name for one in held),
                f"{PAPERS[made.paper]}{'' if made.paper == SCREEN else ', both sides' if made.both else ', one side'}",
                f"{FOR_WHOM[made.per]}: {held[0].copies(people)}",
            )
        )
    whole = Printed(Pdf(b"", pages), tuple(sets))
    bring = [thing for block in course.runsheet.session(session).blocks for thing in block.bring]
    body: list[Node] = [
        words(f"The case: {course.case.title}. Its data are invented."),
        words(f"{_sheets_in_words(whole, people)}." if sets else ""),
        words("Print from top to bottom: each line is one job. Cards are best on stiff paper."),
        _table("What to print", ("Pages", "What", "Paper", "Copies"), rows or [("0", "", "", "")]),
        heading("To bring besides"),
        {"t": "list", "k": "ul", "c": [[thing] for thing in dict.fromkeys(bring)]},
    ]
    return Part("cover", title, body, foot=title)


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
    parts = [replace(_part(one), paper=A4, flipped=False, foot=one.name, odd=False) for one in sets]
    pdf = pdf_of(title, parts, large.reader.pictures, points)
    pages = max(last for _, last in pdf.pages.values())
    return pdf.data, f"{_count(pages, 'page')} of A4 in letters of {points} points", ".pdf"


def _count(number: int, of: str) -> str:
    return f"{number} {of}{'s' * (number != 1)}"
