"""What a workbook does not show: hidden rows and columns that were read, and formulas that were never calculated."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree

import numpy as np
from openpyxl.utils import get_column_letter

from equityqi.plain_words import listed
from equityqi.tables.finding import Finding, count_of, some_of
from equityqi.tables.plain_layout import words
from equityqi.tables.raw_table import Raw
from equityqi.tables.text_rows import LARGEST_FILE

SMALL_PART, MOST_RANGES = 2_000_000, 6  # bytes of a list of sheets; ranges of rows that are named
_ROW, _COLUMN = re.compile(rb"<row\b([^>]*)>"), re.compile(rb"<col\b([^>]*)>")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def hidden_in(data: bytes, raw: Raw, heading: str) -> list[Finding]:
    """Return what is hidden in Excel and was read all the same: rows of the table, and columns with cells in them.

    ``heading``: the column of groups. Only workbooks of today's Excel tell; of others, and of damaged ones, nothing is
    said.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            sheet = _part_of(parts, raw.sheet)
            if not sheet or parts.getinfo(sheet).file_size > LARGEST_FILE:
                return []
            content = parts.read(sheet)
    except Exception:  # no workbook, or a damaged one, which can raise anything
        return []
    return [*_rows(content, raw, heading), *_columns(content)] if _HIDDEN.search(content) else []


def _part_of(parts: zipfile.ZipFile, title: str) -> str:
    """Return the path of a sheet inside its workbook; "" where it is not there."""
    names = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    if any(parts.getinfo(name).file_size > SMALL_PART for name in names):
        return ""
    book, links = (ElementTree.fromstring(parts.read(name)) for name in names)
    id = next((sheet.get(_ID) for sheet in book.iter(f"{_MAIN}sheet") if sheet.get("name") == title), None)
    target = next((link.get("Target") or "" for link in links if link.get("Id") == id), "")
    return target.lstrip("/") if target.startswith("/xl/") else f"xl/{target}" if target else ""


def _rows(content: bytes, raw: Raw, heading: str) -> list[Finding]:
    numbers = [_number(tag[1], b"r") for tag in _ROW.finditer(content) if _HIDDEN.search(tag[1])]
    hidden = np.isin(raw.rows, numbers)
    if not hidden.any() or len(raw.rows) != len(raw.frame):
        return []
    who = f": {some_of(words(raw.frame.loc[hidden, heading]))}" if heading in raw.frame else ""
    many = int(hidden.sum())
    sentence = (
        f"{count_of(many, 'row is', 'rows are')} hidden in Excel ({_ranges(raw.rows[hidden].tolist())}{who}), perhaps"
        f" by a filter. {'It was' if many == 1 else 'They were'} read like the others. Is that what you want?"
    )
    return [Finding("hidden rows", sentence, heading)]


def _columns(content: bytes) -> list[Finding]:
    letters = []
    for tag in _COLUMN.finditer(content):
        if _HIDDEN.search(tag[1]):
            first, last = _number(tag[1], b"min"), min(_number(tag[1], b"max"), _number(tag[1], b"min") + 200)
            letters += [get_column_letter(number) for number in range(first, last + 1)]
    filled = [letter for letter in letters if re.search(rb'<c r="%s\d+"[^>]*[^/]>' % letter.encode(), content)]
    if not filled:
        return []
    one = len(filled) == 1
    sentence = (
        f"Column{'' if one else 's'} {listed(filled)} {'is' if one else 'are'} hidden in Excel, and"
        f" {'was' if one else 'were'} read like the others. Is that what you want?"
    )
    return [Finding("hidden columns", sentence, filled[0])]


def _number(tag: bytes, name: bytes) -> int:
    found = re.search(rb"\b%s=\"(\d+)\"" % name, tag)
    return int(found[1]) if found else 0


def _ranges(numbers: Sequence[int]) -> str:
    """Return numbers of rows as ranges.

    >>> _ranges([3, 7, 8, 9])
    'row 3 and rows 7 to 9'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [f"row {first}" if first == last else f"rows {first} to {last}" for first, last in runs[:MOST_RANGES]]
    return listed([*told, "more"] if len(runs) > MOST_RANGES else told)
