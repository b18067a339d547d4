"""What a trainer takes away: marks as CSV and Excel, a page of feedback for each person, a page on the cohort."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equityqi.documents.excel import excel_file, write_row
from equityqi.files import write_atomically
from equityqi.marking.course import Task
from equityqi.marking.result_pages import cohort_page, feedback_page
from equityqi.marking.roll import Person, Roll
from equityqi.marking.verdict import STATUS, Verdict
from equityqi.safe_text import escape_formula, file_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WIDTHS = {"sentence": 70, "notes": 70, "name": 24, "status": 20, "exercise": 26}
HEADS = ("id", "name", "team", "on the roll", "exercise", "status", "points", "out of", "sentence", "notes")
OURS = re.compile(r"-[0-9a-f]{10}$")  # how the names of feedback pages end


def write_results(out: Path, roll: Roll, tasks: list[Task], verdicts: list[Verdict]) -> None:
    """Write ``marks.csv``, ``marks.xlsx``, ``cohort.html`` and ``feedback/``; a file that would not change is not
    touched.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    people = {person.id: person for person in roll.people}
    exercises = [task.name for task in tasks]
    theirs: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        theirs.setdefault(verdict.id, []).append(verdict)
    people |= {id: Person(id) for id in theirs if id not in people}
    rows = [_row(people[verdict.id], verdict) for verdict in verdicts]
    _renew(out / "marks.csv", _csv(rows))
    with tempfile.TemporaryDirectory(
        dir=out, prefix=".marks.xlsx.equityqi-", suffix=".part"
    ) as scratch:  # the next run clears it, if this one is killed meanwhile
        _renew(
            out / "marks.xlsx",
            _xlsx({"Marks": _wide(people, theirs, exercises), "Verdicts": [list(HEADS), *rows]}, scratch),
        )
    for id, given in theirs.items():
        _renew(out / "feedback" / f"{file_name(id)}.html", feedback_page(people[id], given).encode())
    _renew(out / "cohort.html", cohort_page(people, exercises, theirs).encode())
    kept = {file_name(id) for id in theirs}
    for page in (out / "feedback").glob("*.html"):
        if OURS.search(page.stem) and page.stem not in kept and (out / "verdicts" / f"{page.stem}.json").is_file():
            page.unlink()


def _renew(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content, synced=False)


def _row(person: Person, verdict: Verdict) -> list[Any]:
    on_roll = "yes" if verdict.on_roll else "no"
    return [
        person.id,
        person.name,
        person.team,
        on_roll,
        verdict.exercise,
        STATUS[verdict.status],
        verdict.points,
        verdict.out_of,
        verdict.sentence,
        " ".join(verdict.notes),
    ]


def _wide(people: dict[str, Person], theirs: dict[str, list[Verdict]], exercises: list[str]) -> list[list[Any]]:
    """Return a row a person: points by exercise, their sum, and how many are to be opened or not marked yet."""
    rows: list[list[Any]] = [["id", "name", "team", "on the roll", *exercises, "sum", "please open", "not marked yet"]]
    for id, given in theirs.items():
        points = {verdict.exercise: verdict.points for verdict in given}
        counts = [sum(verdict.status == status for verdict in given) for status in ("look", "could_not_run")]
        total = round(sum(value or 0 for value in points.values()), 4)
        rows.append(
            [
                id,
                people[id].name,
                people[id].team,
                "yes" if given[0].on_roll else "no",
                *(points.get(name) for name in exercises),
                total,
                *counts,
            ]
        )
    return rows


def _csv(rows: list[list[Any]]) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\n").writerows(
        [HEADS, *([escape_formula("" if value is None else value) for value in row] for row in rows)]
    )
    return held.getvalue().encode("utf-8-sig")


def _xlsx(sheets: dict[str, list[list[Any]]], scratch: str) -> bytes:
    def fill(book: Workbook) -> None:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, (heads, *rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, head in enumerate(heads):
                sheet.set_column(column, column, WIDTHS.get(head, 13))
            write_row(sheet, 0, heads, bold)
            for line, row in enumerate(rows, 1):
                write_row(sheet, line, row)

    return excel_file(fill, scratch=scratch)
