"""The pictures of a look: the groups side by side and the gap over time, without a number that
stands for few people.
"""

from __future__ import annotations

import pandas as pd

from equityqi import variation
from equityqi.owndata.shown_counts import hidden
from equityqi.pictures import Picture, draw
from equityqi.settings import chart_rules
from equityqi.tables.counts import summed
from equityqi.tables.hidden_counts import LARGEST_HIDDEN, SMALLEST_SHOWN
from equityqi.tables.row_findings import NOT_STATED

ENOUGH = {"month": 15, "quarter": 8}  # points from which on the gap is followed over time
BASELINE = 12
NOT_FOLLOWED = (
    "We can’t follow the gap over time yet. That takes 15 months, or 8 quarters, with 8 people or more in both groups."
)


def is_small(frame: pd.DataFrame) -> pd.Series:
    """Return which rows stand for 1 to 7 people, with or without the outcome, or for fewer than 8 in all.

    >>> import pandas as pd
    >>> is_small(pd.DataFrame({"numerator": [3, 0, 9, 93], "denominator": [50, 50, 50, 100]})).tolist()
    [True, False, False, True]
    """
    rest = frame["denominator"] - frame["numerator"]
    few = frame["numerator"].between(1, LARGEST_HIDDEN) | rest.between(1, LARGEST_HIDDEN)
    return few | (frame["denominator"] < SMALLEST_SHOWN)


def unknown(names: pd.Series) -> pd.Series:
    """Return which groups are of people whose group is not known."""
    return names.map(lambda name: bool(NOT_STATED.search(name)))


def groups_picture(compared: pd.DataFrame, title: str, better: int) -> Picture | None:
    """Return the groups side by side.

    Below it stand those that are not compared: people whose group is not known, and, without a number, groups of few
    people.
    """
    small, odd = is_small(compared) | compared["numerator_lower"].isna(), unknown(compared["group"])
    hid = compared["value"].isna() & ~small
    shown = compared[~small & ~odd & ~hid]
    if len(shown) < 2:
        return None
    of = dict(zip(compared["group"], hidden(compared)["denominator"], strict=True))
    notes = [
        f"Not compared: {row.group}, {row.value:.1f}%"
        + (f" of about {of[row.group]:,.0f}." if of[row.group] == of[row.group] else ".")
        for row in compared[odd & ~small & ~hid].itertuples()
    ]
    notes += [f"Some counts are hidden, so not drawn: {', '.join(compared.loc[hid, 'group'])}."] if hid.any() else []
    notes += [f"Too few people to show: {', '.join(compared.loc[small, 'group'])}."] if small.any() else []
    return draw(shown, by="group", title=title, unit="%", better=better, notes=notes)


def points_over_time(
    frame: pd.DataFrame, worst: str, best: str, *, to_pass_on: bool = False
) -> tuple[str, pd.DataFrame] | None:
    """Return the counts of two groups by month or by quarter, and which; None where there are too few points.

    ``to_pass_on``: none of them may be small, since those beside it and the year's sum would give it back; all are
    rounded.
    """
    from equityqi.variation.series import FEW_SMALL, by_quarter  # lazy: scipy costs 0.15 s

    if "kind" not in frame or not frame["kind"].isin(list(ENOUGH)).all() or frame["kind"].nunique() != 1:
        return None
    kind = str(frame["kind"].iloc[0])
    rows = summed(frame[frame["group"].isin([worst, best])], ["start", "group"]).sort_values(["start", "group"])
    rows = rows[["start", "group", "numerator", "denominator"]].dropna().reset_index(drop=True)
    if kind == "month" and is_small(rows).mean() > (0 if to_pass_on else FEW_SMALL):
        kind, rows = "quarter", by_quarter(rows, "start")
        rows = rows[rows["months"] == 3]  # a quarter that lacks a month of a group is left out
    small = is_small(rows)
    if to_pass_on and small.any():
        return None
    shown = (hidden(rows) if to_pass_on else rows[~small]).rename(columns={"start": kind})
    both = shown.groupby(kind)["group"].nunique().eq(2).sum()
    return (kind, shown) if both >= ENOUGH[kind] else None


def gap_picture(points: tuple[str, pd.DataFrame], worst: str, best: str, better: int) -> Picture | None:
    """Return the gap over time. ``points``: as :func:`points_over_time` gives them."""
    kind, shown = points
    both = shown.groupby(kind)["group"].nunique().eq(2).sum()
    notes = ["Each point is a quarter, named after its first month."] if kind == "quarter" else []
    baseline = BASELINE if both > BASELINE else None
    return draw(variation.gap_over_time(shown, worst, best, baseline, better=better, rules=chart_rules()), notes=notes)
