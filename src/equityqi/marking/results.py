"""What a trainer takes away: marks as CSV and Excel, a page of feedback for each person, a page on the cohort."""

from __future__ import annotations

import csv
import filecmp
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equityqi.cases.case import CaseError
from equityqi.checked_yaml import YamlError
from equityqi.documents.excel import excel_file, row_height, write_row
from equityqi.files import write_atomically
from equityqi.marking.course import Task, cells_of, questions_of
from equityqi.marking.result_pages import cohort_page, feedback_page, is_blank
from equityqi.marking.roll import Person, Roll
from equityqi.marking.texts_to_read import read_by_a_person
from equityqi.marking.verdict import STATUS, Verdict
from equityqi.reading.marks import Given
from equityqi.reading.together import Reading
from equityqi.safe_text import escape_formula, file_name
from equityqi.settings import FIRST_CASE
from equityqi.workfolder.split_by_person import Line

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {
    "id": 12,
    "name": 22,
    "team": 14,
    "on the roll": 11,
    "exercise": 24,
    "status": 20,
    "sentence": 60,
    "notes": 60,
    "so far": 17,
}
NARROW = 9  # the width of a column that holds a number
ONE_PAGE = 40  # so many people can be read on one page
HEADS = ("id", "name", "team", "on the roll", "exercise", "status", "points", "out of", "sentence", "notes")
READ_HEADS = ("read by a person", "read out of", "texts to read")
MORE_HEADS = ("so far", "share", "optional", *READ_HEADS)  # came later, so they stand last
WHO, TO_DO = ("id", "name", "team", "on the roll"), ("please open", "not marked yet")
ANSWERED, NOTHING, NO_HAND_IN, NOT_MARKED = "answered", "nothing answered", "no hand-in", "not marked"
NOT_YET = "not yet"  # the course's word for a mark that is not there
OPTIONAL = re.compile(r"\boptional\b", re.IGNORECASE)  # an exercise is, if the first cell of its page says so
CORE = "out of (core)"  # what everybody can earn; a practice question counts for whoever answered it
LEGEND = (
    "not yet: handed in, nothing answered.  Empty: no hand-in.  not marked: cohort.html says why.  Share: of the core"
    " and answered practice."
)
SHADE, LIGHT = "#CBE0F0", "#F0F6FB"  # of printed pages
OURS = re.compile(r"-[0-9a-f]{10}$")  # how the names of feedback pages end


def write_results(
    out: Path, roll: Roll, tasks: list[Task], verdicts: list[Verdict], reading: Reading, lines: list[Line]
) -> None:
    """Write ``marks.csv``, ``marks.xlsx``, ``cohort.html`` and ``feedback/``; a file that would not change is not
    touched. ``reading`` has what people gave for texts, ``lines`` what is said of things that are no hand-in.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    people = {person.id: person for person in roll.people}
    exercises = [task.name for task in tasks]
    optional = {task.name for task in tasks if is_optional(task)}
    theirs: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        theirs.setdefault(verdict.id, []).append(verdict)
    people |= {id: Person(id) for id in theirs if id not in people}
    texts = {task.name: sum(cell.points for cell in read_by_a_person(task)) for task in tasks}

    def rows() -> Iterator[list[Any]]:
        """Yield the row of each verdict; a large cohort's would fill the memory, so they are made where they go."""
        for verdict in verdicts:
            read = _read(*reading.of(verdict.id, verdict.exercise), texts.get(verdict.exercise, 0.0))
            yield _row(people[verdict.id], verdict, optional) + read

    with tempfile.TemporaryDirectory(
        dir=out, prefix=".marks.xlsx.equityqi-", suffix=".part"
    ) as scratch:  # the next run clears it, if this one is killed meanwhile
        made = Path(scratch, "marks.csv")
        _write_csv(made, rows())
        if not (out / made.name).is_file() or not filecmp.cmp(made, out / made.name, shallow=False):
            write_atomically(out / made.name, made.read_bytes(), synced=False)
        core = {task.name: _core(task) for task in tasks}
        marks = _marks(people, theirs, core, optional, texts, reading)
        _renew(out / "marks.xlsx", _xlsx(marks, rows(), scratch))
    for id, given in theirs.items():
        _renew(out / "feedback" / f"{file_name(id)}.html", feedback_page(people[id], given, reading).encode())
    _renew(out / "cohort.html", cohort_page(people, exercises, theirs, reading, lines).encode())
    kept = {file_name(id) for id in theirs}
    for page in (out / "feedback").glob("*.html"):
        if OURS.search(page.stem) and page.stem not in kept and (out / "verdicts" / f"{page.stem}.json").is_file():
            page.unlink()


def _renew(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content, synced=False)


def is_optional(task: Task) -> bool:
    """Whether learners may leave an exercise out: the first cell of its page says that it is optional."""
    cells = cells_of(task.given.read_bytes()) if task.given else []
    return bool(cells and OPTIONAL.search(cells[0]["source"]))


def _core(task: Task) -> float:
    """Return what an exercise is out of for everybody: its code, and its questions without those to practise."""
    try:
        asked = questions_of(task, FIRST_CASE).questions if task.questions else ()
    except (CaseError, YamlError):  # each verdict says so
        asked = ()
    return task.code_points + sum(float(one.points) for one in asked if one.part in (None, "core"))


def _so_far(verdict: Verdict) -> str:
    if not verdict.handed_in:
        return NO_HAND_IN
    return NOTHING if is_blank(verdict) else NOT_MARKED if verdict.points is None else ANSWERED


def _row(person: Person, verdict: Verdict, optional: set[str]) -> list[Any]:
    so_far = _so_far(verdict)
    counts = so_far == ANSWERED and verdict.points is not None
    return [
        person.id,
        person.name,
        person.team,
        "yes" if verdict.on_roll else "no",
        verdict.exercise,
        STATUS[verdict.status],
        verdict.points if counts else None,
        verdict.out_of,
        verdict.sentence,
        " ".join(verdict.notes),
        so_far,
        round(verdict.points / verdict.out_of, 4) if counts and verdict.out_of else None,
        "yes" if verdict.exercise in optional else "no",
    ]


def _read(given: list[Given], waiting: int, out_of: float) -> list[Any]:
    """Return the marks that a person gave for texts, what they are out of, and how many texts wait to be read."""
    marks = [one.mark for one in given if one.mark is not None and one.text]
    return [sum(marks) if marks else None, out_of or None, waiting or None]


def _marks(
    people: dict[str, Person],
    theirs: dict[str, list[Verdict]],
    core: dict[str, float],
    optional: set[str],
    texts: dict[str, float],
    reading: Reading,
) -> list[list[Any]]:
    """Return the heads, what the core of each column is out of, and a row a person: marks by exercise, their sum, what
    it is out of for them and its share, texts that a person reads and optional exercises apart, and how many are to be
    opened or not marked yet.
    """
    counted, apart = ([name for name in core if (name in optional) is aside] for aside in (False, True))
    all_core = round(sum(core[name] for name in counted), 4)
    rows: list[list[Any]] = [
        [*WHO, *counted, "sum", "out of", "share", *READ_HEADS, *(f"{name} (optional)" for name in apart), *TO_DO],
        ["", CORE, "", "", *(core[name] for name in counted), all_core, all_core, 1],
    ]
    rows[1] += [(to_read := sum(texts.values())), to_read, "", *(core[name] for name in apart)]
    for id, given in theirs.items():
        shown = {one.exercise: _shown(one) for one in given}
        numbers = [value for name in counted if isinstance(value := shown.get(name), (int, float))]
        most = core | {one.exercise: one.out_of for one in given if one.points is not None}
        out_of = round(sum(most[name] for name in counted), 4)
        total = round(sum(numbers), 4) if numbers else NOT_YET if NOT_YET in shown.values() else None
        rows.append(
            [
                id,
                people[id].name,
                people[id].team,
                "yes" if given[0].on_roll else "no",
                *(shown.get(name) for name in counted),
                total,
                out_of,
                round(total / out_of, 4) if numbers and out_of else None,
                *_read(
                    [one for found in reading.given.get(id, {}).values() for one in found],
                    sum(reading.waiting.get(id, {}).values()),
                    to_read,
                ),
                *(shown.get(name) for name in apart),
                *(sum(one.status == status for one in given) for status in ("look", "could_not_run")),
            ]
        )
    return rows


def _shown(verdict: Verdict) -> float | str | None:
    return {ANSWERED: verdict.points, NOTHING: NOT_YET, NOT_MARKED: NOT_MARKED}.get(_so_far(verdict))


def _write_csv(path: Path, rows: Iterable[list[Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADS + MORE_HEADS)
        writer.writerows([escape_formula("" if value is None else value) for value in row] for row in rows)


def _xlsx(marks: list[list[Any]], verdicts: Iterable[list[Any]], scratch: str) -> bytes:
    def fill(book: Workbook) -> None:
        head = {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": SHADE, "border": 1}
        level, upright = book.add_format(head), book.add_format({**head, "rotation": 90})
        of = {"italic": True, "align": "center", "bg_color": LIGHT, "border": 1}
        whole, whole_share = book.add_format(of), book.add_format({**of, "num_format": "0%"})

        def columns(sheet: Worksheet, heads: list[str]) -> None:
            for column, name in enumerate(heads):
                look = {"align": "left" if name in WIDTHS else "center", "valign": "top", "text_wrap": True}
                look |= {"num_format": "0%"} if name == "share" else {}
                sheet.set_column(column, column, WIDTHS.get(name, NARROW), book.add_format(look))

        sheet = book.add_worksheet("Marks")
        heads, out_of, *rows = marks
        columns(sheet, heads)
        sheet.set_row(0, 160)
        write_row(sheet, 0, WHO, level)
        write_row(sheet, 0, heads[len(WHO) :], upright, len(WHO))
        write_row(sheet, 1, [*out_of, *("" for _ in TO_DO)], whole)
        write_row(sheet, 1, [1], whole_share, heads.index("share"))
        for line, row in enumerate(rows, 2):
            sheet.set_row(line, _height(heads, row))
            write_row(sheet, line, row)
        _printed(sheet, heads=2, columns=len(heads), rows=len(marks), high=len(rows) <= ONE_PAGE)
        sheet.set_footer(f"&L{LEGEND}&RPage &P of &N")

        sheet = book.add_worksheet("Verdicts")
        heads, line = list(HEADS + MORE_HEADS), 0
        columns(sheet, heads)
        sheet.set_row(0, _height(heads, heads))
        write_row(sheet, 0, heads, level)
        for line, row in enumerate(verdicts, 1):
            sheet.set_row(line, _height(heads, row))
            write_row(sheet, line, row)
        _printed(sheet, heads=1, columns=len(heads), rows=line + 1, high=0)
        sheet.set_footer("&RPage &P of &N")

    return excel_file(fill, scratch=scratch)


def _height(heads: list[str], row: list[Any]) -> float:
    return row_height((value, WIDTHS.get(head, NARROW)) for head, value in zip(heads, row, strict=True))


def _printed(sheet: Worksheet, *, heads: int, columns: int, rows: int, high: int) -> None:
    """Set how a sheet is printed and scrolled: A4 across, one page wide, its heads on every page; ``high`` is how many
    pages it may be high, 0 for as many as it needs.
    """
    sheet.freeze_panes(heads, 2)
    sheet.autofilter(heads - 1, 0, max(rows - 1, heads), columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, high)
    sheet.repeat_rows(0, heads - 1)
    sheet.print_area(0, 0, rows - 1, columns - 1)
    sheet.hide_gridlines(0)
