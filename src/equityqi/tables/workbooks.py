"""Excel workbooks, read through openpyxl as records of text. Nothing is calculated or written."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from equityqi.tables.raw_table import Raw, ReadError
from equityqi.tables.text_rows import LARGEST_FILE, from_records

MOST_ROWS = 1_048_576


def from_excel(name: str, data: bytes) -> Raw:
    """Return the first sheet of a workbook that holds a table.

    Raises :class:`ReadError`, in one sentence: a damaged or locked file, no sheet with a table, or
    openpyxl, which reads workbooks, is not installed.
    """
    return next(_tables(name, _sheets(name, data)))


def all_from_excel(name: str, data: bytes) -> list[Raw]:
    """Return each sheet of a workbook that holds a table, in order. Raises :class:`ReadError`."""
    return list(_tables(name, _sheets(name, data)))


def _sheets(name: str, data: bytes) -> dict[str, list[list[str]]]:
    """Return the records of each sheet that is shown. Raises :class:`ReadError`."""
    try:
        import openpyxl  # lazy: openpyxl costs 0.1 s
    except ImportError:
        raise ReadError(
            f"{name} is an Excel workbook, and the package that reads those, openpyxl, is not installed. "
            "In Excel, save the sheet as 'CSV UTF-8' and read that file, or run start.py again."
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_FILE:
                raise ReadError(f"{name} is larger than 500 MB when it is opened. Keep only the rows you need.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which no reader here needs
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = {sheet.title: _sheet_records(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"}
            book.close()
    except ReadError:
        raise
    except Exception:  # a damaged workbook can raise anything: zip, XML, key and value errors
        raise ReadError(
            f"{name} cannot be opened as a workbook: it is damaged or has a password. Open it in Excel, "
            "save the sheet as 'CSV UTF-8', and read that file."
        ) from None
    return sheets


def _tables(name: str, sheets: dict[str, list[list[str]]]) -> Iterator[Raw]:
    refused, none = None, True
    for title, records in sheets.items():
        if sum(1 for record in records if sum(map(bool, record)) > 1) < 2:
            continue
        others = tuple(other for other in sheets if other != title)
        try:
            yield from_records(name, records, encoding="Excel", sheet=title, other_sheets=others)
            none = False
        except ReadError as error:
            refused = refused or error
    if none:
        raise refused or ReadError(
            f"{name} holds no sheet with a table. Put a header in the first row and the rows under it."
        )


def _sheet_records(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()
    return [[_text(cell) for cell in row] for row in sheet.iter_rows(max_row=MOST_ROWS)]


def _text(cell: Any) -> str:
    """A cell as Excel shows it: dates as ISO dates, 0.465 formatted as a percentage as 46.5%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float):
        if "%" in str(cell.number_format):
            return f"{value * 100:.12g}%"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{value * 100}%"
    return str(value)
