"""One row a figure: the columns that every layout is brought to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from equityqi.tables.cells import Numbers, read_numbers
from equityqi.tables.periods import parse_column
from equityqi.tables.raw_table import Raw

NUMBERS = ("numerator", "denominator", "value")


def tidy(
    raw: Raw,
    *,
    period: str | None = None,
    area: str | None = None,
    group: str | np.ndarray | None = None,
    numerator: str | None = None,
    denominator: str | None = None,
    value: str | None = None,
    unit: str = "",
    note: str | None = None,
    minus_one: bool = False,
    drop_blank: bool = False,
    more: Mapping[str, str | np.ndarray | pd.Series] | None = None,
) -> pd.DataFrame:
    """Return the tidy frame. Every name is a column of ``raw.frame``; ``more`` maps new names to columns.

    ``minus_one`` says that -1 stands for no number; ``drop_blank`` leaves out numbers that are blank
    in every row. Raises ReadError naming file, row, column and value for a period or number that cannot be read.

    >>> raw = Raw("a.csv", pd.DataFrame({"month": ["2024-01"], "n": ["<5"], "d": ["20"]}), np.array([2]))
    >>> frame = tidy(raw, period="month", numerator="n", denominator="d")
    >>> list(frame.columns)[4:]
    ['numerator', 'numerator_lower', 'numerator_upper', 'denominator', 'note']
    >>> frame["note"].item()
    'numerator is suppressed: <5'
    """
    columns: dict[str, object] = periods(raw, period) if period else {}
    if area:
        columns["area"] = words(raw.frame[area])
    if group is not None:
        columns["group"] = words(raw.frame[group]) if isinstance(group, str) else group
    notes = words(raw.frame[note]).to_numpy(dtype=object) if note else None
    for name, column in zip(NUMBERS, (numerator, denominator, value), strict=True):
        if column is None:
            continue
        numbers = numbers_of(raw, column, minus_one=minus_one)
        if drop_blank and np.isnan(numbers.value).all() and not numbers.is_suppressed.any():
            continue
        columns[name] = numbers.value
        columns |= bounds(name, numbers)
        notes = join_notes(notes, f"{name} is ", numbers)
        unit = unit or (numbers.unit if name == "value" else "")
    if unit and "value" in columns:
        columns["unit"] = np.full(len(raw.frame), unit, dtype=object)
    if notes is not None and notes.astype(bool).any():
        columns["note"] = notes
    for name, column in (more or {}).items():
        kept = words(raw.frame[column]) if isinstance(column, str) else column
        columns.setdefault(name, kept)
    frame = pd.DataFrame(columns, index=range(len(raw.frame)))
    return frame.astype({name: "str" for name in frame.columns if frame[name].dtype == object})


def each_is(column: pd.Series, test: Callable[[str], bool]) -> np.ndarray:
    """Return where a column of text passes a test, tried once for each different text.

    >>> each_is(pd.Series(["a", "b", "a"]), lambda text: text == "a").tolist()
    [True, False, True]
    """
    codes, texts = pd.factorize(column)
    return np.array([*(bool(test(str(text))) for text in texts), False])[codes]


def words(column: pd.Series) -> pd.Series:
    """Text on one line with single spaces; blank cells are empty.

    >>> words(pd.Series([" Ethnic groups  [152]\\n", None])).tolist()
    ['Ethnic groups [152]', '']
    """
    codes, texts = pd.factorize(column)
    clean = np.array([" ".join(str(text).split()) for text in texts] + [""], dtype=object)
    return pd.Series(clean[codes], dtype="str")


def periods(raw: Raw, column: str) -> dict[str, object]:
    """The four columns of a period: ``period_label``, ``start``, ``end`` and ``kind``."""
    codes, texts = pd.factorize(raw.frame[column])
    blank = [code for code, text in enumerate(texts) if not str(text).strip()] + [-1]
    empty = np.flatnonzero(np.isin(codes, blank))
    if len(empty):
        raise raw.fail(int(empty[0]), column, "is blank. Give every row its month, quarter or year.")
    try:
        read = list(parse_column(map(str, texts)).values())
    except ValueError as error:
        code = [str(text) for text in texts].index(error.text)  # pyright: ignore[reportAttributeAccessIssue]
        raise raw.fail(int(np.flatnonzero(codes == code)[0]), column, str(error).partition("' ")[2]) from None
    return {
        "period_label": np.array([period.label for period in read], dtype=object)[codes],
        "start": pd.to_datetime([period.start for period in read])[codes],
        "end": pd.to_datetime([period.end for period in read])[codes],
        "kind": np.array([period.kind for period in read], dtype=object)[codes],
    }


def numbers_of(raw: Raw, column: str, minus_one: bool = False) -> Numbers:
    """The numbers of a column, or ReadError naming the first cell that is none."""
    numbers, bad = read_numbers(raw.frame[column])
    if bad is not None:
        raise raw.fail(bad, column, "is not a number. Correct it, or leave the cell blank.")
    if minus_one and (numbers.value == -1).any():
        numbers.lower[:] = np.where(numbers.value == -1, np.nan, numbers.lower)
        numbers.upper[:] = np.where(numbers.value == -1, np.nan, numbers.upper)
        reason = np.where(numbers.value == -1, len(numbers.reasons), numbers.reason)
        value = np.where(numbers.value == -1, np.nan, numbers.value)
        reasons = (*numbers.reasons, "missing: not available (-1)")
        return Numbers(value, numbers.lower, numbers.upper, reason, reasons, numbers.unit)
    return numbers


def bounds(name: str, numbers: Numbers, between: str = "_") -> dict[str, np.ndarray]:
    """The bounds of a column where it hides a number, else nothing."""
    if not numbers.is_suppressed.any():
        return {}
    return {f"{name}{between}lower": numbers.lower, f"{name}{between}upper": numbers.upper}


def join_notes(notes: np.ndarray | None, start: str, numbers: Numbers) -> np.ndarray | None:
    """Add each row's reason to what is already noted."""
    if not numbers.reason.any():
        return notes
    new = np.array([start + reason if reason else "" for reason in numbers.reasons], dtype=object)[numbers.reason]
    if notes is None:
        return new
    blank = np.array([reason == "missing: blank" for reason in numbers.reasons])[numbers.reason]
    new[blank & notes.astype(bool)] = ""  # the file's own note, or the column before, has said it
    both = notes.astype(bool) & new.astype(bool)
    joined = np.where(notes.astype(bool), notes, new)
    joined[both] = notes[both] + "; " + new[both]
    return joined
