"""One measure over time, checked: numbers in date order, missing months shown, points found by date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from equityqi.variation.notes import about_one_day

ISO_DATE = re.compile(r"\d{4}-\d{2}(-\d{2}([T ].*)?)?$")
FEW_SMALL = 0.25  # above this share of months with small counts, months are put together
SHARE_MISSING_AT_MOST = 0.25  # with more gaps than this the dates are irregular, not a calendar with holes


@dataclass(frozen=True)
class Series:
    labels: pd.Index  # dates, or point numbers from 1
    values: np.ndarray
    denominator: np.ndarray | None
    excluded: np.ndarray
    starts: np.ndarray  # True where a new phase or segment starts
    notes: tuple[str, ...]

    @property
    def blanks(self) -> list[str]:
        """The points that have no value, or nobody to count among, in words."""
        blank = np.isnan(self.values)
        if self.denominator is not None:
            blank |= ~(self.denominator > 0)
        return [in_words(label) for label in self.labels[blank]]

    @property
    def dated(self) -> bool:
        """Whether the points go by date."""
        return isinstance(self.labels, pd.DatetimeIndex)

    @property
    def parts(self) -> list[slice]:
        edges = [*np.flatnonzero(self.starts), len(self.values)]
        return [slice(a, b) for a, b in zip(edges[:-1], edges[1:], strict=False)]

    @property
    def frame(self) -> pd.DataFrame:
        return pd.DataFrame({"point": np.arange(1, len(self.values) + 1), "date": self.labels, "value": self.values})


def read_series(values, dates=None, denominator=None, exclude=(), starts=(), calendar=True) -> Series:
    """Check one measure over time; ValueError with one sentence when it cannot be charted.

    ``exclude`` and ``starts`` name points by their date, or by number from 1 when there are no dates.
    With ``calendar`` a month, quarter, week or day that is left out becomes a missing point. Without it the points are
    events: several may happen on one day, and stay in their order.
    """
    numbers = read_numbers(values, "value")
    if not len(numbers):
        raise ValueError("There are no values to chart. Pass at least one number.")
    below = None if denominator is None else read_numbers(denominator, "denominator")
    for name, given in (("denominators", below), ("dates", dates)):
        if given is not None and len(given) != len(numbers):
            raise ValueError(f"There are {len(numbers)} values but {len(given)} {name}. Give one for each value.")
    labels = pd.RangeIndex(1, len(numbers) + 1) if dates is None else read_dates(dates, several=not calendar)
    table = pd.DataFrame({"value": numbers}, index=labels)
    table["denominator"] = np.nan if below is None else below
    notes = []
    if not labels.is_monotonic_increasing:
        table = table[::-1] if labels.is_monotonic_decreasing else table.sort_index(kind="stable")
        notes.append("The points were put in date order.")
    same_day = [in_words(day) for day in table.index[table.index.duplicated()]]
    notes += about_one_day(same_day, newest_first=labels.is_monotonic_decreasing)
    table["excluded"] = _named(exclude, table.index, "exclude", dates is not None)
    table["starts"] = _first_of_each(_named(starts, table.index, "start a new part at", dates is not None), table.index)
    if calendar and dates is not None:
        table = _with_missing_dates(table)
    starts_at = table["starts"].to_numpy(bool).copy()
    starts_at[0] = True
    below = None if denominator is None else table["denominator"].to_numpy()
    return Series(
        table.index, table["value"].to_numpy(), below, table["excluded"].to_numpy(bool), starts_at, tuple(notes)
    )


def by_quarter(counts: pd.DataFrame, time: str = "month") -> pd.DataFrame:
    """Return monthly counts of groups put together to quarters, each called by its first day; ``months`` says of how
    many.

    ``counts``: the column ``time`` (days or months), group, numerator and denominator. Groups stay in their order.

    >>> counts = pd.DataFrame({"month": ["2024-01", "2024-02"], "group": "A", "numerator": [3, 4], "denominator": 20})
    >>> by_quarter(counts)[["numerator", "denominator", "months"]].values.tolist()
    [[7, 40, 2]]
    """
    quarters = counts.assign(**{time: pd.PeriodIndex(counts[time], freq="Q").to_timestamp()})
    sums = quarters.groupby([time, "group"], sort=False).agg(
        numerator=("numerator", "sum"), denominator=("denominator", "sum"), months=("numerator", "size")
    )
    return sums.reset_index()


def read_numbers(values, what: str) -> np.ndarray:
    """Return a 1-D float array; None and NaN are missing, anything else that is no number is refused."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise ValueError(f"One list of numbers is needed, one {what} for each date, but this is {values!r}.")
    listed = list(values)
    out = np.full(len(listed), np.nan)
    for i, item in enumerate(listed):
        if item is None or item is pd.NA or item is pd.NaT:
            continue
        if isinstance(item, (str, bytes)) or np.ndim(item):
            raise ValueError(f"The {what} of point {i + 1} is {item!r}, not a number. Correct it, or leave it blank.")
        try:
            out[i] = float(item)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(
                f"The {what} of point {i + 1} is {item!r}, not a number. Correct it, or leave it blank."
            ) from None
        if np.isinf(out[i]) or abs(out[i]) > 1e100:
            raise ValueError(f"The {what} of point {i + 1} is too large to chart. Check how it was worked out.")
    return out


def read_dates(dates, several: bool = False) -> pd.Index:
    """Return the dates as an index, or whole period numbers as they are; unclear dates are refused, and so is a date
    that comes twice, unless there may be ``several`` points on it.
    """
    listed = list(dates)
    if all(isinstance(d, (int, np.integer)) and not isinstance(d, bool) and abs(d) < 10_000 for d in listed):
        labels = pd.Index([int(d) for d in listed])
    else:
        labels = pd.DatetimeIndex([_one_date(d, i) for i, d in enumerate(listed, start=1)]).as_unit("ns")
    twice = labels[labels.duplicated()]
    if len(twice) and not several:
        raise ValueError(
            f"The date {in_words(twice[0])} stands twice. A chart needs one value for each date: "
            "add up the rows, or make one chart for each group."
        )
    return labels


def in_words(label) -> str:
    return f"{label.day} {label:%B %Y}" if isinstance(label, dt.date) else str(label)


def _one_date(item, number: int | None = None) -> pd.Timestamp:
    where = f"The date of point {number}" if number else "The date given"
    if isinstance(item, pd.Period):
        item = item.start_time
    clear = isinstance(item, (dt.date, np.datetime64)) or (isinstance(item, str) and ISO_DATE.match(item.strip()))
    try:
        stamp = pd.Timestamp(item.strip() if isinstance(item, str) else item) if clear else pd.NaT
        if not isinstance(stamp, pd.Timestamp):
            raise ValueError
        return (stamp.tz_localize(None) if stamp.tzinfo else stamp).as_unit("ns")
    except (ValueError, TypeError, OverflowError):
        raise ValueError(
            f"{where} is {item!r}, which is not a clear date. Write it as year-month-day: 2024-03-31."
        ) from None


def _named(items, labels: pd.Index, what: str, dated: bool) -> np.ndarray:
    """Return True for each point that ``items`` names; a point that is not there is refused."""
    chosen = np.zeros(len(labels), bool)
    if isinstance(items, (str, dt.date, np.datetime64, pd.Period)) or not isinstance(items, Iterable):
        items = (items,)
    for item in items:
        if isinstance(labels, pd.DatetimeIndex):
            wanted = _one_date(item)
        elif isinstance(item, (int, np.integer)) and not isinstance(item, bool):
            wanted = int(item)
        else:
            raise ValueError(f"You asked to {what} {item!r}. These points go by number, so give a whole number.")
        if wanted not in labels:
            kind = "date" if dated else "point"
            raise ValueError(
                f"You asked to {what} {in_words(wanted)}, but that {kind} is not in the data, which run from "
                f"{in_words(labels.min())} to {in_words(labels.max())}. Give a {kind} that is there."
            )
        chosen |= labels == wanted
    return chosen


def _first_of_each(chosen: np.ndarray, labels: pd.Index) -> np.ndarray:
    """Return the chosen points without those whose date the point before has too."""
    return chosen & ~labels.duplicated()


def _with_missing_dates(table: pd.DataFrame) -> pd.DataFrame:
    """Insert a missing point for each month, quarter, week or day that a regular calendar leaves out."""
    labels = table.index
    dates = labels if isinstance(labels, pd.DatetimeIndex) else None
    at_ends = dates is not None and bool(dates.is_month_end.all())
    monthly = dates is not None and (at_ends or dates.day.nunique() == 1)
    if dates is None:
        count = labels.to_numpy()
    elif monthly:
        count = (dates.year * 12 + dates.month).to_numpy()
    else:
        count = pd.TimedeltaIndex(dates.normalize() - pd.Timestamp(0)).days.to_numpy()
    gaps = np.diff(count)
    if len(gaps) < 2 or gaps.min() < 1 or (gaps % gaps.min()).any() or np.median(gaps) != gaps.min():
        return table
    step = int(gaps.min())
    missing = int((gaps // step - 1).sum())
    if not missing or missing > SHARE_MISSING_AT_MOST * len(labels):
        return table
    kept = np.concatenate([[0], np.cumsum(gaps // step)])
    rows = np.full(kept[-1] + 1, -1)
    rows[kept] = np.arange(len(labels))
    back = np.maximum.accumulate(np.where(rows >= 0, np.arange(len(rows)), 0))
    filled = []
    for i in range(len(rows)):
        start: Any = labels[int(rows[back[i]])]
        ahead = (i - back[i]) * step
        if not ahead or dates is None:
            filled.append(start + ahead if ahead else start)
        elif monthly:
            moved = start + pd.DateOffset(months=ahead)
            filled.append(moved + pd.offsets.MonthEnd(0) if at_ends else moved)
        else:
            filled.append(start + pd.Timedelta(days=ahead))
    table = table.reindex(pd.Index(filled))
    for column in ("excluded", "starts"):
        table[column] = table[column].eq(True)
    return table
