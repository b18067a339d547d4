"""A table of survey answers, CSV or a workbook, as its rows, each with its number in the file: a header may be in any
row, and a row may hold one cell.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable
from pathlib import Path

from equityqi.tables.file_kind import NOT_READ, kind_of_file
from equityqi.tables.other_books import other_sheets
from equityqi.tables.raw_table import ReadError
from equityqi.tables.text_rows import decode, read_bytes

TABLES = (".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".tsv")
MOST_ROWS, MOST_CELLS, SNIFFED = 20_000, 500, 20
Rows = list[tuple[int, list[str]]]


def sheets_of(path: Path) -> dict[str, Rows]:
    """Return the rows that hold something, with their numbers from 1, of each visible sheet that has two such rows; a
    text file is one sheet without a name.

    Raises :class:`equityqi.tables.raw_table.ReadError`, in one or two sentences, for a file that is no table.
    """
    data = read_bytes(path)
    kind = kind_of_file(path.name, data)
    if kind == "excel":
        return _with_rows(path.name, _workbook(path.name, data))
    if kind in ("old excel", "opendocument"):
        if (found := other_sheets(path.name, data)) is not None:
            return _with_rows(path.name, {name: _filled(records) for name, records in found.items()})
        if kind == "old excel":
            raise ReadError(
                f"{path.name} is an old Excel file or has a password. Save it as .xlsx without one, then try again."
            )
    if kind in NOT_READ:
        raise ReadError(NOT_READ[kind].format(name=path.name))
    text, _ = decode(path.name, data)
    first = text.split("\n", 1)
    if first[0].strip().casefold() in ("sep=;", "sep=,"):
        text = first[1] if len(first) > 1 else ""
    try:
        return {"": _filled(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))}
    except csv.Error as error:
        raise ReadError(
            f"{path.name} cannot be read as CSV ({error}). Open it in Excel, save it as 'CSV UTF-8', then try again."
        ) from None


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that parts the first rows into most cells."""
    lines = text.split("\n")[:SNIFFED]

    def cells(delimiter: str) -> int:
        rows = sorted(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        return rows[(len(rows) - 1) // 2] if rows else 0

    return max(",;\t", key=cells)


def _with_rows(name: str, sheets: dict[str, Rows]) -> dict[str, Rows]:
    found = {title: rows for title, rows in sheets.items() if len(rows) > 1}
    if not found:
        raise ReadError(
            f"{name} holds no sheet with a header and a row under it. Check that it is the file with the answers."
        )
    return found


def _workbook(name: str, data: bytes) -> dict[str, Rows]:
    import openpyxl  # lazy: openpyxl costs 0.2 s, and only a workbook needs it

    sheets = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which nobody needs here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()
                    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_CELLS, values_only=True)
                    sheets[sheet.title] = _filled(rows)
    except Exception:  # a damaged workbook can raise anything: zip, XML, key and value errors
        raise ReadError(
            f"{name} cannot be opened as a workbook: it is damaged or has a password. Save it again in Excel, then try"
            " again."
        ) from None
    return sheets


def _filled(rows: Iterable[Iterable[object]]) -> Rows:
    numbered = (
        (number, ["" if cell is None else str(cell) for cell in list(row)[:MOST_CELLS]])
        for number, row in enumerate(rows, 1)
        if number <= MOST_ROWS
    )
    return [(number, cells) for number, cells in numbered if any(cell.strip() for cell in cells)]
