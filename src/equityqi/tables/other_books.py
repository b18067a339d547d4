"""OpenDocument and old Excel workbooks (.ods, .xls), read through calamine as records of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from equityqi.tables.raw_table import ReadError
from equityqi.tables.text_rows import LARGEST_FILE

try:
    import python_calamine
except ImportError:  # where no wheel is made for it, such as a browser
    python_calamine = None

MOST_CELLS = 5_000_000
_TAG = re.compile(rb"<table:(?P<what>table-row|table-cell)\b(?P<more>[^>]*)>")
_TIMES = re.compile(rb"number-(?:rows|columns)-repeated=\"(\d+)\"")


def other_sheets(name: str, data: bytes) -> dict[str, list[list[str]]] | None:
    """Return the records of each sheet that is shown; None where it cannot be read, such as one with a password.

    Raises :class:`ReadError` where it holds more than can be read.
    """
    if python_calamine is None:
        return None
    try:
        if data.startswith(b"PK"):
            _refuse_too_large(name, data)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == visible]
        return {title: _records(name, book.get_sheet_by_name(title)) for title in shown}
    except ReadError:
        raise
    except Exception:  # a damaged file can raise anything, and each kind of it its own error
        return None


def _refuse_too_large(name: str, data: bytes) -> None:
    """Refuse a small file that grows: by its zip, or by cells that are said to repeat."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        large = sum(part.file_size for part in parts.infolist()) > LARGEST_FILE
        content = b"" if large or "content.xml" not in parts.namelist() else parts.read("content.xml")
    rows, cells = 1, 0
    for tag in _TAG.finditer(content):
        times = _TIMES.search(tag["more"])
        many = int(times[1]) if times else 1
        if tag["what"] == b"table-row":
            rows = many
        elif b"value" in tag["more"]:
            cells += rows * many
    if large or cells > MOST_CELLS:
        raise ReadError(f"{name} is too large when it is opened. Keep only the rows you need, and try again.")


def _records(name: str, sheet) -> list[list[str]]:
    if sheet.total_height * sheet.total_width > 4 * MOST_CELLS:
        raise ReadError(f"{name} is too large when it is opened. Keep only the rows you need, and try again.")
    return [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(value: object) -> str:
    """A cell as its program shows it: whole numbers without a point, dates as ISO dates."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)
