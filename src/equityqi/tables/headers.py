"""Where a table starts and ends among the records of its file: title rows, header, footnotes."""

from __future__ import annotations

import re

from equityqi.tables.cells import read_cell
from equityqi.tables.periods import is_period
from equityqi.tables.raw_table import ReadError, shorten

SNIFFED = 200
_CODE = re.compile(r"[A-Z]\d{5}|[EWSN]\d{8}", re.ASCII)


def body_like(record: list[str]) -> bool:
    """Whether a record of one filled cell is a row of data and no section's heading.

    >>> body_like(["2024-01", ""]), body_like(["East of England", ""])
    (True, False)
    """
    return len(record) > 1 and (_is_number(record[0]) or _is_period(record[0]))


def find_header(name: str, records: list[list[str]], filled: list[int]) -> tuple[int, int]:
    """Where the header starts and how many rows it has."""
    seen = [number for number in range(min(len(records), SNIFFED)) if filled[number] > 1]
    if not seen:
        raise ReadError(
            f"{name} has no table in it: no row has two filled cells. Save it as CSV, with one column for each thing."
        )
    enough = max(2, max(filled[number] for number in seen) / 3)
    likely = [number for number in seen if filled[number] >= enough and not records[number][0].strip().endswith(":")]
    data = next((number for number in likely if is_data(records[number])), None)
    if data is None:
        return (likely or seen)[0], 1
    block = []
    for number in range(data - 1, -1, -1):
        if filled[number] > 1 and not records[number][0].strip().endswith(":"):
            block.insert(0, number)
        elif block:
            break
    if not block and _is_above_numbers(records[data], records[data + 1 :]):
        return data, 1
    if not block:
        cell = next(cell for cell in records[data] if _is_number(cell) or _is_period(cell))
        raise ReadError(
            f"{name} seems to have no header: row {data + 1} already holds data ('{shorten(cell)}'). "
            "Add a first row with a name for each column."
        )
    gaps = [len(records[number]) - filled[number] for number in block]
    if len(block) > 1 and gaps[-2] and block[-2] == block[-1] - 1 and any(map(str.strip, records[block[-2]][1:])):
        return block[-2], 2
    full = [number for number in block if filled[number] >= enough]
    return (full or block)[0], 1


def _is_above_numbers(record: list[str], below: list[list[str]]) -> bool:
    """Whether a record is the header of a table of one time: only the time looks like data, and numbers stand below."""
    place = next((at for at, cell in enumerate(record) if _is_period(cell)), None)
    if place is None or any(_is_number(cell) and not _is_period(cell) for cell in record):
        return False
    under = [cells[place] for cells in below if len(cells) > place and cells[place].strip()]
    return bool(under) and all(_is_number(cell) and not _is_period(cell) for cell in under[:SNIFFED])


def is_data(record: list[str]) -> bool:
    """Whether a record holds data: a number, a mark for one, or one period. Years alone may be names."""
    periods = sum(1 for cell in record if _is_period(cell))
    return periods == 1 or any(_is_number(cell) and not _is_period(cell) for cell in record)


def _is_number(text: str) -> bool:
    text = text.strip()
    if not text or len(text) > 30 or not (text[-1].isdigit() or text[0].isdigit() or len(text) <= 3):
        return False
    cell = read_cell(text)
    if cell is None or _CODE.fullmatch(text):
        return False
    return text[0] in "<*[:" or not cell.reason or cell.value == cell.value


def _is_period(text: str) -> bool:
    text = text.strip()
    return 4 <= len(text) <= 30 and any(mark.isdigit() for mark in text) and is_period(text)


def find_footnotes(records: list[list[str]], filled: list[int], after: int, width: int) -> tuple[int, tuple[str, ...]]:
    """Where the rows end, and the notes below them."""
    end = len(records)
    while end > after and _is_note(records, filled, end - 1, width):
        end -= 1
    notes = (shorten(" ".join(record), 200) for record in records[end:])
    return end, tuple(note for note in notes if note)


def _is_note(records: list[list[str]], filled: list[int], number: int, width: int) -> bool:
    if not filled[number]:
        return True
    record = records[number]
    first = record[0].strip()
    if filled[number] > 1 or not first:
        return (
            filled[number] <= 2
            and bool(re.match(r"(source|notes?|footnotes?)\b:?", first, re.IGNORECASE))
            and width > 3
        )
    if width > 2 and len(record) == 1 or not filled[number - 1] and number:
        return True
    return len(first) > 25 or bool(re.match(r"(source|notes?|footnotes?|\d+[.)]|\*|\(|©|\[)", first, re.IGNORECASE))


def clean_name(text: str) -> str:
    """A column's name on one line with single spaces.

    >>> clean_name(" Category\\n Type ")
    'Category Type'
    """
    return " ".join(text.replace("\ufeff", "").split())


def column_names(header: list[list[str]], width: int) -> list[str]:
    """One name a column. A merged name above stands before each name below it."""
    rows = [[clean_name(cell) for cell in record] + [""] * (width - len(record)) for record in header]
    if len(rows) == 2:
        above = ""
        for place in range(width):
            above = rows[0][place] or (above if rows[1][place] else "")
            rows[0][place] = above
        rows = [[": ".join(filter(None, dict.fromkeys(pair))) for pair in zip(*rows, strict=True)]]
    names: list[str] = []
    for place, name in enumerate(rows[0], start=1):
        name = name or f"column {place}"
        if name in names:
            name = next(f"{name} ({n})" for n in range(2, width + 2) if f"{name} ({n})" not in names)
        names.append(name)
    return names
