"""Counts that are not given and have no bounds: what is left out, for whom, and when a person is asked."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from equityqi.tables.asks import Ask
from equityqi.tables.finding import some_of
from equityqi.tables.rows_with_notes import GroupRows
from equityqi.tables.times import latest_rows

WHOLE = "Compare only the times that all groups have"


def without_blanks(rows: GroupRows) -> GroupRows:
    """Leave out a group without a count, and the times in which a count is not given, for all groups alike.

    Where such a time is in the latest year and a known group lacks it, which of the two is right is asked: without
    them, the group is told by its better or worse months.
    """
    frame = rows.frame
    blank = frame[[f"{name}_upper" for name in ("numerator", "denominator")]].isna().any(axis=1)
    if not blank.any() or blank.all():
        return rows
    every = blank.groupby(frame["group"]).transform("all")
    if "start" not in frame:
        every = blank.groupby(frame["group"]).transform("any")
    odd = blank & ~every
    lacking = [name for name in frame.loc[odd, "group"].unique() if name not in rows.unknown]
    times = frame["start"].isin(frame.loc[odd & frame["group"].isin(lacking), "start"]) if lacking else odd & False
    now = _in_the_latest_year(frame, odd, lacking)
    behind = list(now["group"].unique())
    leave = f"Leave out {', '.join(behind)}"
    if behind and not rows.picked & {WHOLE, leave}:
        sentence = (
            f"A count of {some_of(now['group'])} is missing in {some_of(now['period_label'])}, so we don’t know the"
            f" latest year of {'that group' if len(behind) == 1 else 'those groups'} is not known. Which is fairer"
            " here?"
        )
        return replace(rows, asks=(Ask("rows", sentence, (WHOLE, leave)),))
    if behind and leave in rows.picked:
        every |= frame["group"].isin(behind)
        odd &= ~every
        times = frame["start"].isin(frame.loc[odd & frame["group"].isin(lacking), "start"])
    rows = replace(rows, frame=frame[~(every | times | blank)])
    if every.any():
        rows = rows.noted(
            "left out",
            f"{', '.join(frame.loc[every, 'group'].unique())}: a count is missing, so there’s nothing to compare. A"
            " blank isn’t a 0.",
        )
    if times.any():
        rows = rows.noted(
            "left out",
            f"A count of {some_of(frame.loc[odd, 'group'])} is blank or missing in"
            f" {some_of(frame.loc[odd, 'period_label'])}. We leave that time out for every group, so that we compare"
            " them all over the same time.",
        )
    many = int((every | times | blank).sum())
    return replace(rows, left_out=(*rows.left_out, f"{many} rows beside a blank count"))


def _in_the_latest_year(frame: pd.DataFrame, odd: pd.Series, lacking: list[str]) -> pd.DataFrame:
    """The rows of known groups that lack a count that others have, in the year that is compared."""
    latest = latest_rows(frame)
    blank = odd[latest.index] & latest["group"].isin(lacking)
    if not blank.any():
        return latest[blank]
    return latest[blank & latest["start"].isin(latest.loc[~odd[latest.index], "start"])]
