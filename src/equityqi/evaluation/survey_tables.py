"""The rows of a CSV file or a workbook as they stand, each with its number in the file: a header may be anywhere, and a
row may hold one cell.
"""

from __future__ import annotations

import csv
import io
import warnings
from pathlib import Path

from equityqi.tables.file_kind import NOT_READ, kind_of_file
from equityqi.tables.raw_table import ReadError
from equityqi.tables.text_rows import decode, read_bytes

TABLES = (".csv", ".xlsx", ".xlsm", ".xls", ".ods")
MOST_ROWS, MOST_CELLS = 20_000, 500


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, with their numbers from 1; of a workbook the first visible sheet with two
    such rows.

    Raises :class:`equityqi.tables.raw_table.ReadError`, in one or two sentences, for a file that is no table.
    """
    data = read_bytes(path)
    kind = kind_of_file(path.name, data)
    if kind == "excel":
        return _workbook(path.name, data)
    if kind == "old excel":
        raise ReadError(
            f"{path.name} is an old Excel file or has a password. Save it as .xlsx without one, then try again."
        )
    if kind in NOT_READ:
        raise ReadError(NOT_READ[kind].format(name=path.name))
    text, _ = decode(path.name, data)
    header = text.split("\n", 1)[0]
    try:
        return _filled(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count)))
    except csv.Error as error:
        raise ReadError(
            f"{path.name} cannot be read as CSV ({error}). Open it in Excel, save it as 'CSV UTF-8', then try again."
        ) from None


def _workbook(name: str, data: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl  # lazy: openpyxl costs 0.2 s, and only a workbook needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which nobody needs here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = (
                    _filled(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_CELLS, values_only=True))
                    if sheet.sheet_state == "visible"
                    else []
                )
                if len(rows) > 1:
                    return rows
    except Exception:  # a damaged workbook can raise anything: zip, XML, key and value errors
        raise ReadError(
            f"{name} cannot be opened as a workbook: it is damaged or has a password. Save it again in Excel, then try"
            " again."
        ) from None
    raise ReadError(
        f"{name} holds no sheet with a header and a row under it. Check that it is the file with the answers."
    )


def _filled(rows) -> list[tuple[int, list[str]]]:
    numbered = (
        (number, ["" if cell is None else str(cell) for cell in row])
        for number, row in enumerate(rows, 1)
        if number <= MOST_ROWS
    )
    return [(number, cells) for number, cells in numbered if any(cell.strip() for cell in cells)]
