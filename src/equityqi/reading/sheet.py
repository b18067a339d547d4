"""The Excel sheet of the texts that a person reads: a row for each, with cells to fill in for marks and a comment."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equityqi.documents.excel import excel_file, row_height
from equityqi.safe_text import FORMULA, UNPRINTED
from equityqi.typed_input import number

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WIDTHS = {
    "person": 9,
    "name": 14,
    "exercise": 12,
    "prompt": 25,
    "answer": 50,
    "rubric": 34,
    "out of": 7,
    "marks": 8,
    "comment": 26,
    "note": 18,
    "row": 3,
}
HEADS = tuple(WIDTHS)
TO_FILL = ("marks", "comment")
EARLIER = {"a word back": "comment"}  # heads of sheets made before
LONGEST = 8_000  # letters in a cell; Excel takes 32,767
MOST_ROWS = 1_048_000  # Excel has 1,048,576
STEP = 0.5
FRACTIONS = "½¼¾"
UNREADABLE = (
    "{name} could not be read ({why}), so it was left as it is, and no marks were taken from it. Close it in other"
    " programs, or put it in another place, then mark again: a new one is made, with all the marks given so far."
)


class SheetError(ValueError):
    """The sheet cannot be read; ``str()`` is one sentence."""


@dataclass(frozen=True)
class SheetRow:
    """What a row shows. ``code`` tells rows apart, and which text was read; ``marks`` and ``word`` are as given so far,
    or as they were typed.
    """

    person: str
    name: str
    exercise: str
    prompt: str
    answer: str
    rubric: str
    out_of: float
    marks: float | str | None
    word: str
    note: str
    code: str


@dataclass(frozen=True)
class TypedRow:
    """What came back in a row of the sheet, ``line`` counted as Excel does; ``shown`` holds its words by column."""

    line: int
    shown: dict[str, str]
    out_of: float
    marks: Any
    word: str
    code: str


# ---- Write


def reading_sheet(rows: Iterable[SheetRow], scratch: str) -> bytes:
    """Return the Excel file; ``scratch`` is a folder where rows may wait."""

    def fill(book: Workbook) -> None:
        edge = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#7E868F"}
        head = book.add_format({**edge, "bold": True, "bg_color": "#CBE0F0"})
        plain = book.add_format(edge)
        middle = book.add_format({**edge, "align": "center"})
        to_fill = {**edge, "bg_color": "#FFF4CC", "locked": False}
        looks = {
            "marks": book.add_format({**to_fill, "align": "center"}),
            "comment": book.add_format({**to_fill, "num_format": "@"}),
            "out of": middle,
        }
        sheet = book.add_worksheet("Texts to read")
        for column, (name, width) in enumerate(WIDTHS.items()):
            sheet.set_column(column, column, width, None, {"hidden": name == "row"})
            sheet.write_string(0, column, name, head)
        line = 0
        for line, row in enumerate(rows, 1):
            values = (row.person, row.name, row.exercise, row.prompt, row.answer, row.rubric, row.out_of)
            cells = [_cell(value) for value in (*values, row.marks, row.word, row.note, row.code)]
            sheet.set_row(line, row_height(zip(cells[:-1], WIDTHS.values(), strict=False)))
            for column, (name, value) in enumerate(zip(HEADS, cells, strict=True)):
                look = looks.get(name, plain)
                if value in (None, ""):
                    sheet.write_blank(line, column, None, look)
                elif isinstance(value, str):
                    sheet.write_string(line, column, value, look)
                else:
                    sheet.write_number(line, column, value, look)
        last, marks = max(line, 1), HEADS.index("marks")
        limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": "=$G2"}
        told = {"error_title": "Marks", "error_message": "Give a number from 0 to what the row says under “out of”."}
        sheet.data_validation(1, marks, last, marks, {**limits, **told})
        sheet.protect(options={"autofilter": True, "format_columns": True, "format_rows": True})
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, last, len(HEADS) - 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, len(HEADS) - 2)
        sheet.set_footer("&LMarks and words go into the yellow cells. Save, then mark again.&RPage &P of &N")

    return excel_file(fill, scratch=scratch)


def _cell(value: Any) -> Any:
    """Return a value as it goes into a cell: a text with its lines, and none that a spreadsheet takes for a formula."""
    if not isinstance(value, str) or not value:
        return value
    lines = [UNPRINTED.sub(" ", line).rstrip() for line in value[:LONGEST].splitlines()] or [""]
    return "\n".join([f"'{lines[0]}" if FORMULA.match(lines[0]) else lines[0], *lines[1:]])


# ---- Read


def read_sheet(path: Path, wanted: Collection[str]) -> list[TypedRow]:
    """Return the rows in which marks or a word were typed, whatever their order, and those whose code begins with one
    that is ``wanted`` (up to its first dot); [] where there is no sheet.

    Raises :class:`SheetError` where there is one that cannot be read.
    """
    if not path.exists():
        return []
    from openpyxl import load_workbook  # lazy: openpyxl costs 0.2 s, and most courses have no such sheet yet

    try:
        rows = list(_rows(load_workbook(path, read_only=True), path.name, wanted))
        if any(_is_formula(row.marks) or _is_formula(row.word) for row in rows):
            found = _rows(load_workbook(path, read_only=True, data_only=True), path.name, wanted)
            results = {row.line: row for row in found}
            rows = [_with_results(row, results.get(row.line, row)) for row in rows]
        return rows
    except SheetError:
        raise
    except OSError as error:
        raise SheetError(UNREADABLE.format(name=path.name, why=error.strerror or error)) from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, AttributeError):  # of a damaged file
        raise SheetError(UNREADABLE.format(name=path.name, why="it is not a whole Excel file")) from None


def _is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _with_results(row: TypedRow, results: TypedRow) -> TypedRow:
    """Return a row with what its formulas come to; one that comes to nothing or to an error stays as it was typed."""
    marks = results.marks if _is_formula(row.marks) and isinstance(results.marks, (int, float)) else row.marks
    word = results.word if _is_formula(row.word) and not re.match(r"#|$", results.word) else row.word
    return replace(row, marks=marks, word=word)


def _rows(book: Any, name: str, wanted: Collection[str]) -> Iterator[TypedRow]:
    at: dict[str, int] = {}
    sheet = next((one for one in book.worksheets if _heads(one)), None)
    if sheet is None:
        raise SheetError(UNREADABLE.format(name=name, why="its columns marks, comment or row are gone"))
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if not at:
            at = _columns(values)
            continue
        cells = {head: values[column] if column < len(values) else None for head, column in at.items()}
        marks = cells["marks"]
        if isinstance(marks, str):
            marks = unescaped(marks).strip() or None
        word = unescaped("" if cells["comment"] is None else str(cells["comment"])).strip()
        code = str(cells["row"] or "")
        if marks is not None or word or code.partition(".")[0] in wanted:
            shown = {head: unescaped(str(cells[head])) for head in HEADS[:6] if cells.get(head) is not None}
            out_of = number(cells.get("out of")) or 0.0
            yield TypedRow(line, shown, out_of, marks, word[:LONGEST], code)
    book.close()


def _columns(values: Iterable[Any]) -> dict[str, int]:
    heads = {str(value).strip().lower(): column for column, value in enumerate(values) if value is not None}
    found = {EARLIER.get(head, head): column for head, column in heads.items()}
    return found if {*TO_FILL, "row"} <= set(found) else {}


def _heads(sheet: Any) -> bool:
    return any(_columns(values) for values in sheet.iter_rows(max_row=10, values_only=True))


def unescaped(text: str) -> str:
    """Return a text without the apostrophe that stands before what looks like a formula.

    >>> unescaped("'- good"), unescaped("'tis")
    ('- good', "'tis")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def typed_marks(value: Any, out_of: float) -> float | None:
    """Return the marks that somebody typed, or None where they are no number from 0 to ``out_of``, in halves.

    >>> typed_marks("2,5", 3), typed_marks(" 2½ ", 3), typed_marks(2, 3), typed_marks("four", 3), typed_marks(4, 3)
    (2.5, 2.5, 2.0, None, None)
    """
    if isinstance(value, str):
        text = value.strip()
        part = unicodedata.numeric(text[-1]) if text and text[-1] in FRACTIONS else 0.0
        whole = text[:-1] or "0" if part else text
        value = None if "%" in text or (found := number(whole)) is None else found + part
    value = number(value)
    if value is None or not 0 <= value <= out_of or value % STEP:
        return None
    return value
