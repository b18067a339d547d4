"""Read any table that people have, into one tidy frame and a list of findings in plain English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from equityqi.tables.all_findings import look_for
from equityqi.tables.file_kind import NOT_READ, kind_of_file
from equityqi.tables.finding import Finding
from equityqi.tables.layouts import chosen, recognise
from equityqi.tables.other_books import other_sheets
from equityqi.tables.raw_table import Raw, ReadError
from equityqi.tables.text_rows import from_csv, read_bytes
from equityqi.tables.workbooks import sheets_of, tables_in

__all__ = ["Finding", "ReadError", "Table", "read_table"]


@dataclass(frozen=True)
class Table:
    """What was read: the tidy frame, what stands out in it, and the layout it was read by.

    ``titles`` and ``footnotes`` are the lines above and below the table in its file.
    """

    frame: pd.DataFrame
    findings: list[Finding]
    layout: str
    titles: tuple[str, ...] = field(default=())
    footnotes: tuple[str, ...] = field(default=())


def read_table(path: str | Path, layout: str | None = None) -> Table:
    """Read a CSV or Excel file. The file is only read; nothing is written beside it.

    Parameters: ``path``, the file; ``layout``, the name of one, where its columns do not tell:
    ``simple``, ``fingertips``, ``openprescribing``, ``list-sizes``, ``emergency``, ``ons``, ``plain``.

    Returns a :class:`Table`. Its frame has those of these columns that apply, in this order:

    - ``period_label``, ``start``, ``end``, ``kind``: the period, by :class:`~equityqi.tables.Period`
    - ``area``, ``group``: whose figure it is
    - ``numerator``, ``denominator``, ``value``: numbers; NaN where there is none, never 0
    - ``numerator_lower``, ``numerator_upper`` and so on: the bounds of a hidden number, only where
      the file hides some. ``<5`` is 0 to 4, and 1 to 4 where the column shows a 0; ``*`` and ``c``
      are 1 to 7, the widest rule in common use
    - ``unit``: of ``value``; ``note``: why a number is hidden or missing
    - then the layout's own: ``area_code``, ``area_type``, ``sex``, ``age``, ``breakdown``, ``decile``
      (1 is most deprived), ``measure``, ``percentile``, ``section``, ``lower_limit`` and so on.

    The layout ``plain`` keeps the file's own columns, with ``… note`` beside each that hides a number.

    Raises :class:`ReadError`, one sentence that names the file and, where it can, row, column and value.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "reviews.csv"
    >>> _ = file.write_text("month,group,numerator,denominator\\nJan 2024,Black,<5,12\\nJan 2024,White,9,15\\n")
    >>> table = read_table(file)
    >>> table.layout, table.frame["numerator"].tolist(), table.frame["numerator_upper"].tolist()
    ('simple', [nan, 9.0], [4.0, 9.0])
    >>> print(table.findings[0].sentence)
    1 number is hidden (<5). It is kept as a range, never as 0: use the columns numerator_lower and numerator_upper.
    """
    path = Path(path)
    return table_of(path.name, read_bytes(path), layout)


def table_of(name: str, data: bytes, layout: str | None = None) -> Table:
    """Read the bytes of a CSV or Excel file, as :func:`read_table` does, without a file: what is pasted stays in
    memory.
    """
    raw = raw_of(name, data)
    known = chosen(raw, layout) if layout else recognise(raw)
    frame, found = known.arrange(raw, known.columns(raw.frame.columns))
    return Table(frame, [*about_the_file(raw), *found, *look_for(frame)], known.name, raw.titles, raw.footnotes)


def raw_of(name: str, data: bytes) -> Raw:
    """Return the first table in the bytes of a file, by what they say it is, not by its name.

    Raises :class:`ReadError`, as :func:`read_table` does.
    """
    return next(_tables(name, data))


def raws_of(name: str, data: bytes) -> list[Raw]:
    """Return every table of a file: one for each sheet of a workbook that can hold one. Raises :class:`ReadError`."""
    return list(_tables(name, data))


def _tables(name: str, data: bytes) -> Iterator[Raw]:
    kind = kind_of_file(name, data)
    if kind == "excel":
        yield from tables_in(name, sheets_of(name, data))
    elif kind == "text":
        yield from_csv(name, data)
    else:
        sheets = other_sheets(name, data) if kind in ("opendocument", "old excel") else None
        if not sheets or not any(map(any, sheets.values())):
            raise ReadError(NOT_READ[kind].format(name=name))
        yield from tables_in(name, sheets)


def about_the_file(raw: Raw) -> list[Finding]:
    """Return what is to be known of a file before its rows: its encoding, its other sheets, its title rows and
    notes.
    """
    findings = []
    if raw.encoding == "cp1252":
        sentence = (
            "The file isn’t UTF-8, so we read it as Windows text (cp1252). "
            "Check that names with accents, apostrophes or £ look right."
        )
        findings.append(Finding("encoding", sentence, raw.name))
    if raw.other_sheets:
        others = ", ".join(f"'{sheet}'" for sheet in raw.other_sheets[:5])
        sentence = f"We read only the sheet '{raw.sheet}'. The workbook also has {others}."
        findings.append(Finding("other sheets", sentence, raw.sheet))
    if raw.titles or raw.footnotes:
        sentence = (
            f"We left out {len(raw.titles)} title rows above the table and {len(raw.footnotes)} notes below it. "
            "Read them: they may say what is counted."
        )
        findings.append(Finding("titles and notes", sentence, raw.name))
    return findings
