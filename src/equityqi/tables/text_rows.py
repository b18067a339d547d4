"""From a file's bytes to one header and its rows: encodings, title rows, footnotes, two-row headers."""

from __future__ import annotations

import csv
import io
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from equityqi.tables.cells import read_cell
from equityqi.tables.headers import SNIFFED, body_like, clean_name, column_names, find_footnotes, find_header, is_data
from equityqi.tables.raw_table import Raw, ReadError, shorten

_UNIT = re.compile(
    r"\(?(?:n|no\.?|num(?:ber)?|counts?|%|per ?cent(?:age)?|persons?|people|patients|units?|yyyy|mmm[- ]yy(?:yy)?)\)?"
)
LARGEST_FILE, MOST_COLUMNS = 500_000_000, 2_000


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, or raise :class:`ReadError`: absent, a folder, empty, too large, locked."""
    try:
        if path.is_dir():
            raise ReadError(f"{path.name} is a folder. Give the name of a CSV or Excel file in it.")
        if path.stat().st_size > LARGEST_FILE:
            raise ReadError(
                f"{path.name} is larger than 500 MB. Keep only the rows and columns you need, and try again."
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(
            f"There is no file called {path.name} in the folder {path.resolve().parent}. Check its name and folder."
        ) from None
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise ReadError(
            f"{path.name} cannot be opened ({getattr(error, 'strerror', None) or error}). "
            "Close it in Excel, copy it to your own folder and try again."
        ) from None
    if not data.strip(b"\x00\r\n\t ,;\xef\xbb\xbf"):
        raise ReadError(f"{path.name} is empty. Save the table again and check that it holds rows.")
    return data


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: UTF-8 or UTF-16, each with or without its mark, else cp1252."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    if 4 * data[:200].count(0) > len(data[:200]):  # UTF-16 without its mark: every other byte of a heading is 0
        encodings = (*encodings, "utf-16-le" if data[1:200:2].count(0) > data[:200:2].count(0) else "utf-16-be")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise ReadError(f"{name} is not a table of text. Open it in Excel, save it as 'CSV UTF-8', and read that file.")


def from_csv(name: str, data: bytes) -> Raw:
    """Return the table of a CSV file."""
    text, encoding = decode(name, data)
    return _clean_path(name, text, encoding) or from_records(name, _records(name, text), encoding=encoding)


def _clean_path(name: str, text: str, encoding: str) -> Raw | None:
    """pandas' fast engine, where the head and the tail are plain: a header first, no notes last."""
    if len(text) < 100_000:
        return None
    start, _, last = text.rstrip().rpartition("\n")
    try:
        head = list(csv.reader(text[:50_000].split("\n")[:SNIFFED]))
        end = list(csv.reader([*start[-20_000:].split("\n")[-10:], last]))
    except csv.Error:
        return None
    header = [clean_name(cell) for cell in head[0]]
    width = len(header)
    if width < 2 or any(len(record) not in (width, width - 1) for record in [*head[1:-1], *end]):
        return None
    if not all(header) or len(set(header)) < width or is_data(head[0]) or not is_data(head[1]):
        return None
    sample = [*head[1:-1], *end]
    words = {column: "category" for place, column in enumerate(header) if not _all_numbers(column, sample, place)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            frame = pd.read_csv(
                io.StringIO(text),
                header=0,
                names=header,
                index_col=False,
                dtype=words,
                keep_default_na=False,
                na_values=[""],
                low_memory=False,
                skip_blank_lines=False,
            )
    except (ValueError, pd.errors.ParserError, pd.errors.ParserWarning, OverflowError):
        return None
    filled = frame.notna().sum(axis=1).to_numpy()
    if (filled == 1).any() or not filled.any():
        return None
    return Raw(name, frame[filled > 0].reset_index(drop=True), np.flatnonzero(filled) + 2, encoding)


def _all_numbers(column: str, sample: list[list[str]], place: int) -> bool:
    """Whether pandas may guess that a column holds numbers. A code such as 0123 is not a number."""
    if re.search(r"code|\bid\b|_id$|month|date|period|year|group|quarter|postcode", column, re.IGNORECASE):
        return False
    cells = [record[place] for record in sample if len(record) > place]
    return all(re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?|", cell, re.ASCII) for cell in cells)


def _records(name: str, text: str) -> list[list[str]]:
    """Every record of the text, by the delimiter that gives the most cells."""
    head = text[:100_000].splitlines()[:SNIFFED]
    delimiter = max(",\t;|", key=lambda mark: _cells(head, mark))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        what = "a cell is very long; is a quotation mark missing" if "limit" in str(error) else str(error)
        raise ReadError(f"{name} cannot be read as CSV: {what}.") from None


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _cells_of(record: list[str], width: int) -> list[str]:
    return _padded([clean_name(cell) for cell in record[:width]], width)


def _same_again(records: list[list[str]], width: int) -> bool:
    """Whether rows with the same words come again with other numbers, with no title of one cell between the rows."""
    if any(sum(1 for cell in record if cell.strip()) == 1 for record in records):
        return False
    rows = {tuple(cell.strip() for cell in record[:width]) for record in records}  # a copy is asked about later
    words = [tuple(cell for cell in row if read_cell(cell) is None) for row in rows]
    words = [row for row in words if row and len(row) < width]
    return len(set(words)) < len(words)


def _title_of_its_own(records: list[list[str]], first: int) -> str:
    """The title right above the first of several tables below each other, which have their headings again."""
    above = [cell.strip() for cell in records[first - 1] if cell.strip()] if first else []
    return shorten(above[0], 80) if len(above) == 1 else ""


def _is_of_units(record: list[str]) -> bool:
    """Whether the first row below the headings only says in what each column counts."""
    cells = [cell.strip().casefold() for cell in record if cell.strip()]
    return bool(cells) and all(_UNIT.fullmatch(cell) for cell in cells)


def _cells(lines: list[str], delimiter: str) -> int:
    try:
        return sum(len(record) - 1 for record in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0


def from_records(name: str, records: list[list[str]], **more: Any) -> Raw:
    """Return the table among records: find its header, leave out title rows, footnotes and blank rows."""
    filled = [sum(1 for cell in record if cell.strip()) for record in records]
    first, header_rows = find_header(name, records, filled)
    header = records[first : first + header_rows]
    width = max(len(record) for record in header)
    if width > MOST_COLUMNS:
        raise ReadError(f"{name} has {width:,} columns. A table has at most {MOST_COLUMNS:,}; check its delimiter.")
    after = first + header_rows
    end, footnotes = find_footnotes(records, filled, after, width)
    body, rows, sections = [], [], []
    again = [clean_name(cell) for cell in header[-1]]
    repeated = {
        number
        for number in range(after, end)
        if filled[number] and records[number][0].strip() == header[-1][0].strip()
        if _cells_of(records[number], width) == _padded(again, width)
    }
    if repeated and _same_again([records[number] for number in range(after, end)], width):
        repeated = set()  # two tables with nothing to tell them apart: the headings are told as what they are
    titled = {max((at for at in range(first, number) if filled[at]), default=first) for number in repeated}
    section = _title_of_its_own(records, first) if repeated else ""
    for number in range(after, end):
        record = records[number]
        if not filled[number] or number in repeated or (not body and _is_of_units(record)):
            continue
        if filled[number] == 1 and record[0].strip() and width > 2 and (number in titled or not body_like(record)):
            section = shorten(record[0], 80)
            continue
        if len(record) > width and any(cell.strip() for cell in record[width:]):
            extra = next(cell for cell in record[width:] if cell.strip())
            raise ReadError(
                f"{name}, row {number + 1}: this row has more cells than the {width} columns of the header "
                f"('{shorten(extra)}' is one too many). Put quotation marks round a cell that holds a comma."
            )
        body.append(record[:width] + [""] * (width - len(record)))
        rows.append(number + 1)
        sections.append(section)
    if not body:
        raise ReadError(
            f"{name} has a header but no rows under it. Put rows under the headings, then save or paste it again."
        )
    frame = pd.DataFrame(body, columns=column_names(header, width), dtype="str")
    titles = tuple(shorten(" ".join(record), 200) for record in records[:first] if any(cell.strip() for cell in record))
    keep = [
        place
        for place, column in enumerate(frame.columns)
        if not column.startswith("column ") or frame.iloc[:, place].str.strip().any()
    ]
    return Raw(
        name,
        frame.iloc[:, keep],
        np.array(rows),
        titles=titles,
        footnotes=footnotes,
        header_rows=header_rows,
        sections=sections if any(sections) else [],
        **more,
    )
