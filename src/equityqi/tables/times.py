"""The time of each row: blank cells filled, two columns joined, a month that is written as its last day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from equityqi.tables.finding import and_more
from equityqi.tables.known_words import is_total
from equityqi.tables.period_words import is_to_date
from equityqi.tables.periods import Period, month, parse_column
from equityqi.tables.roles import joined_time
from equityqi.tables.tidy import each_is, words

COARSE = {
    "day": 0,
    "month": 1,
    "quarter": 2,
    "financial year": 3,
    "calendar year": 3,
    "rolling year": 3,
    "pooled years": 4,
}


_ALL_TIMES = re.compile(
    r"(?:(?:all|last|latest|past|rolling|whole|full) ?)*(?:\d+|twelve|year|period|annual|12m)(?: ?months?)?(?: total)?"
    r"|year|ytd|year to date|(?:full|whole|all) (?:year|period|months|years|quarters)"
)


class NoTime(ValueError):
    """A cell of a column of time that is no period; ``str()`` is one sentence."""


def period_columns(periods: list[Period]) -> dict[str, Any]:
    """Return the four columns of some periods."""
    return {
        "period_label": np.array([period.label for period in periods], dtype=object),
        "start": pd.to_datetime([period.start for period in periods]),
        "end": pd.to_datetime([period.end for period in periods]),
        "kind": np.array([period.kind for period in periods], dtype=object),
    }


def times_of(
    table: pd.DataFrame, names: tuple[str, ...], numbers: np.ndarray, kept: pd.Index
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the period's columns of each row that is ``kept``, and which of these are totals of all times. A blank
    cell
    takes the time above it, be that in a row that is kept or not.

    ``names``: one column of time; or a year and its month or quarter; or a start and an end. Raises :class:`NoTime`.
    """
    texts = [_filled(table[name]).loc[kept] for name in names]
    frame, rows = table.loc[kept], numbers[kept]
    of_all, so_far = each_is(texts[0], _is_of_all_times), each_is(texts[0], is_to_date)
    total = pd.Series(of_all if so_far[~of_all].all() else of_all | so_far, index=frame.index)
    if len(names) == 2 and not _all_read(texts[1][~total]):
        joined = texts[0] + "\n" + texts[1]
        texts = [joined.map({pair: joined_time(*pair.split("\n")) for pair in joined[~total].unique()}).fillna("")]
    codes, different = pd.factorize(texts[0].where(~total, ""))
    try:
        read = parse_column([text for text in different if text])
    except ValueError as error:
        text = error.text  # pyright: ignore[reportAttributeAccessIssue]
        places = np.flatnonzero((texts[0] == text).to_numpy())
        raise NoTime(
            f"In column “{names[0]}”, row {rows[places[0]]} says “{text}”, which is not a month, quarter, year or"
            f" date{and_more(len(places) - 1)}. Write it as Jan 2024, 2019/20 Q1, 2019/20 or 2019, or take the row out."
        ) from None
    if any(not text for text in different) and not total.any():
        raise NoTime(f"Column “{names[0]}” is blank in its first row. Give every row its month, quarter or year.")
    read = _months_by_last_day(read)
    nothing = next(iter(read.values()))
    periods = [read.get(text, nothing) for text in different]
    if len(texts) == 2:
        return _between(texts, total), total
    columns = pd.DataFrame(period_columns(periods)).iloc[codes]
    return columns.set_index(frame.index), total


def _is_of_all_times(text: str) -> bool:
    plain = " ".join(text.casefold().split())
    return is_total(text) or (not plain.isdigit() and bool(_ALL_TIMES.fullmatch(plain)))


def _filled(column: pd.Series) -> pd.Series:
    text = (
        words(column)
        if column.dtype.kind not in "iuf"
        else column.map(lambda value: "" if pd.isna(value) else f"{value:.0f}")
    )
    return text.where(text != "").ffill().fillna("").astype("str")


def _all_read(texts: pd.Series) -> bool:
    try:
        parse_column([text for text in texts.unique() if text])
    except ValueError:
        return False
    return True


def _months_by_last_day(read: dict[str, Period]) -> dict[str, Period]:
    """A month written as its last day is that month, where all days of the column are last days."""
    last = [
        period.kind == "day" and period.end.day == calendar.monthrange(period.end.year, period.end.month)[1]
        for period in read.values()
    ]
    if not last or not all(last):
        return read
    return {text: month(period.end.year, period.end.month) for text, period in read.items()}


def _between(texts: list[pd.Series], total: pd.Series) -> pd.DataFrame:
    """The period from a start to an end, each in a column of its own."""
    first, last = (parse_column([text for text in column[~total].unique() if text]) for column in texts)
    starts = _stamps(texts[0], {text: period.start for text, period in first.items()})
    ends = _stamps(texts[1], {text: period.end for text, period in last.items()})
    months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
    kind = pd.Series(months, index=texts[0].index).map({1: "month", 3: "quarter", 12: "rolling year"}).fillna("period")
    label = [
        f"{start:%b %Y}" if what == "month" else f"{start:%b}-{end:%b %Y}"
        for start, end, what in zip(starts.fillna(ends[0]), ends.fillna(ends[0]), kind, strict=True)
    ]
    return pd.DataFrame(
        {"period_label": label, "start": starts, "end": ends, "kind": kind.to_numpy()}, index=texts[0].index
    )


def _stamps(texts: pd.Series, days: Mapping[str, dt.date]) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(texts.map({text: pd.Timestamp(day) for text, day in days.items()}))


def coarser(frame: pd.DataFrame) -> pd.Series:
    """Return which rows are of a longer time that holds others of the table, such as a year beside its months."""
    kinds = list(frame["kind"].unique())
    left = pd.Series(False, index=frame.index)
    if len(kinds) < 2:
        return left
    size = frame["kind"].map(COARSE).fillna(2)
    finest = frame[size == size.min()]
    for start, end in frame[size > size.min()][["start", "end"]].drop_duplicates().itertuples(index=False):
        if ((finest["start"] >= start) & (finest["end"] <= end)).any():
            left |= (frame["start"] == start) & (frame["end"] == end) & (size > size.min())
    return left


def latest_rows(frame: pd.DataFrame, added: bool = True) -> pd.DataFrame:
    """Return the rows of the latest year: twelve months, four quarters, or the last year that is given; or of the last
    time, where times may not be ``added`` up.
    """
    if "start" not in frame or frame["start"].isna().all():
        return frame
    last = frame["start"].max()
    kinds = set(frame["kind"].unique()) if "kind" in frame else set()
    if added and kinds & {"month", "quarter", "day"}:
        after = frame["end"] + pd.Timedelta(days=1)  # so that February of a leap year is not in it twice
        return frame[after > after[frame["start"] == last].max() - pd.DateOffset(years=1)]
    return frame[frame["start"] == last]
