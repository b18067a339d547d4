"""Excel files: the same content makes the same bytes, and no cell is taken for a formula."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from equityqi.safe_text import escape_formula

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONG_AGO = dt.datetime(1980, 1, 1)
TALLEST = 409  # points: no row can be higher
DIGIT = 7  # pixels of a digit, the unit of a column's width


def excel_file(fill: Callable[[Workbook], None], scratch: str | None = None, **about: str) -> bytes:
    """Return the Excel file that ``fill`` writes; ``about`` holds its properties, such as the title.

    With ``scratch``, a folder, rows are written from the first to the last and wait there, so that a large file takes
    little memory.
    """
    from xlsxwriter import Workbook  # lazy: xlsxwriter costs 0.2 s

    held = io.BytesIO()
    options = {"constant_memory": True, "tmpdir": scratch} if scratch else {"in_memory": True}
    with Workbook(held, {**options, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({**about, "created": LONG_AGO})
        fill(book)
    return held.getvalue()


def write_row(sheet: Worksheet, line: int, cells: Iterable[Any], look: Format | None = None, first: int = 0) -> None:
    """Write cells into a row, from column ``first`` on, all counted from 0: text, numbers and dates; a blank cell only
    where it has a ``look``.
    """
    for column, value in enumerate(cells, first):
        if isinstance(value, str) and value:
            sheet.write_string(line, column, escape_formula(value), look)
        elif isinstance(value, dt.date):
            sheet.write_datetime(line, column, dt.datetime(value.year, value.month, value.day), look)
        elif value not in (None, ""):
            sheet.write_number(line, column, value, look)
        elif look:
            sheet.write_blank(line, column, None, look)


def row_height(texts: Iterable[tuple[Any, float]]) -> float:
    """Return the height, in points, of a row whose texts are wrapped, each in a column of this width in digits. No
    program is left to find it: LibreOffice does not when it prints.

    >>> row_height([("Asha", 12), ("two lines in a column\\nand a third", 12)])
    45
    """
    lines = [
        sum(max(1, math.ceil(len(line) / width)) for line in value.split("\n"))
        for value, width in texts
        if isinstance(value, str)
    ]
    return min(15 * max(lines, default=1), TALLEST)


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Set the widths of the columns from the first on, in digits, the cell's own margin counted in."""
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, round(width * DIGIT))
