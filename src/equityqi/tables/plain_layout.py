"""A table of no known layout: what can be understood of it, column by column."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from equityqi.tables.cells import Numbers, read_cell, read_numbers
from equityqi.tables.finding import Finding
from equityqi.tables.periods import all_periods
from equityqi.tables.raw_table import Raw, ReadError
from equityqi.tables.tidy import bounds, periods, words

_CODES = re.compile(r"code|\bids?\b|_id$|post ?code|phone|\bref\b|reference|number of nhs|nhs number", re.IGNORECASE)
_TIMES = re.compile(r"month|date|period|year|quarter|time|week", re.IGNORECASE)


def plain(raw: Raw, column: dict[str, str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Each column as numbers or as text, with the periods of the one column that holds them.

    A column of numbers that hides or lacks some has beside it ``… note`` with each reason, and
    ``… lower`` and ``… upper`` where numbers are hidden.
    """
    columns: dict[str, object] = {}
    findings: list[Finding] = []
    times = [name for name in raw.frame.columns if _TIMES.search(name) and all_periods(raw.frame[name].unique())]
    if len(times) == 1:
        try:
            columns |= periods(raw, times[0])
        except ReadError:
            times = []
    for name in raw.frame.columns:
        numbers = None if name in times else numbers_in(name, raw.frame[name])
        if numbers is None:
            columns[_free(name, columns)] = words(raw.frame[name])
            continue
        name = _free(name, columns)
        columns[name] = numbers.value
        columns |= {_free(key, columns): limits for key, limits in bounds(name, numbers, " ").items()}
        notes = np.array([reason if reason != "missing: blank" else "" for reason in numbers.reasons], dtype=object)
        if any(notes):
            columns[_free(f"{name} note", columns)] = notes[numbers.reason]
    frame = pd.DataFrame(columns)
    frame = frame.astype({name: "str" for name in frame.columns if frame[name].dtype == object})
    blank = [name for name in raw.frame.columns if not _holds_something(raw.frame[name])]
    if blank:
        named = ", ".join(f"'{name}'" for name in blank[:5]) + (f" and {len(blank) - 5} more" if len(blank) > 5 else "")
        sentence = f"Blank in every row: {named}. A blank isn’t a 0."
        findings.append(Finding("blank columns", sentence, blank[0]))
    return frame, findings


def numbers_in(name: str, column: pd.Series) -> Numbers | None:
    """The numbers of a column, or None where it holds words or codes.

    >>> numbers_in("patients", pd.Series(["1,200", "*"])).upper.tolist()
    [1200.0, 7.0]
    >>> numbers_in("practice code", pd.Series(["0123"])) is None
    True
    """
    if column.dtype.kind in "iuf":
        return read_numbers(column)[0] if np.isfinite(column.to_numpy(dtype=float)[column.notna()]).all() else None
    texts = [str(text).strip() for text in column.unique() if not pd.isna(text)]
    plain_numbers = [
        text for text in texts if text and (cell := read_cell(text)) is not None and cell.value == cell.value
    ]
    if not plain_numbers or _CODES.search(name) or any(re.fullmatch(r"0\d+", text) for text in plain_numbers):
        return None
    numbers, bad = read_numbers(column)
    return numbers if bad is None else None


def _holds_something(column: pd.Series) -> bool:
    return any(str(text).strip() for text in column.unique() if not pd.isna(text))


def _free(name: str, taken: dict[str, object]) -> str:
    """``name``, or with a number behind it where that name is taken."""
    if name not in taken:
        return name
    return next(f"{name} ({number})" for number in range(2, len(taken) + 3) if f"{name} ({number})" not in taken)
