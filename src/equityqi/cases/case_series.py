"""The two ends of a case's main gap over time: what the tables say, kept so that a page need not count it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equityqi.settings import RULE_SETS, chart_rules
from equityqi.tables.hidden_counts import SMALLEST_SHOWN

if TYPE_CHECKING:
    import pandas as pd

BASELINE = 12  # periods that the median of the gap is taken from


def pooled(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts by month, or by quarter where most months are too small to show; the time is called month."""
    from equityqi.variation.series import FEW_SMALL, by_quarter  # lazy: scipy costs 0.15 s

    if "quarter" in counts:
        return counts.rename(columns={"quarter": "month"})
    small = counts[["numerator"]].assign(rest=counts["denominator"] - counts["numerator"]).min(axis=1) < SMALLEST_SHOWN
    return by_quarter(counts).drop(columns="months") if small.mean() > FEW_SMALL else counts


def baseline_of(counts: pd.DataFrame) -> int | None:
    """Return how many periods come before what is judged; None where the table is too short."""
    return BASELINE if counts["month"].nunique() > BASELINE else None


def series_of(case, id: str) -> dict[str, Any]:
    """Return a measure over time for the group that is served least well and its comparator; {} without a time or
    where it cannot be split so.

    ``time`` (month or quarter), ``periods`` (the first day of each), ``worst`` and ``best`` ([numerator, denominator]
    of each period), ``median`` of the gap in the baseline, and ``changes``: what
    :func:`equityqi.variation.gap_over_time` says of it, by rule set.

    >>> from equityqi.cases.case import load
    >>> series = series_of(load("a-blood-pressure"), "bp_all_register")
    >>> series["periods"][-1], series["worst"][-1], series["best"][-1], series["median"], series["changes"]["course"]
    ('2026-06-01', [2483, 4800], [4011, 6000], 11.92, 'wider')
    """
    from equityqi.variation import gap_over_time  # lazy: pandas and scipy cost 0.5 s

    measure, main = case.measures[id], case.file.gap
    if main.by not in measure.by or not measure.time:
        return {}
    raw = case.counts(id, main.by)
    counts = pooled(raw)
    group = case.groups[main.by]
    ends = {
        end: counts[counts["group"] == level].set_index("month")
        for end, level in (("worst", group.worst), ("best", group.best))
    }
    months = [month for month in ends["worst"].index if month in ends["best"].index]
    baseline = baseline_of(counts)
    followed = {
        rules: gap_over_time(counts, group.worst, group.best, baseline, better=measure.better, rules=rules)
        for rules in RULE_SETS
    }
    middle = float(followed["course"].absolute.median)
    return {
        "time": "month" if counts is raw else "quarter",
        "periods": [f"{month:%Y-%m-%d}" for month in months],
        **{
            end: [[int(table.loc[month, name]) for name in ("numerator", "denominator")] for month in months]
            for end, table in ends.items()
        },
        "median": round(middle * measure.per / 100, 2),
        "changes": {rules: gap.change for rules, gap in followed.items()},
    }


def judged(series: dict[str, Any]) -> dict[str, Any]:
    """Return a measure over time with the ``change`` that the rule set of charts sees in it."""
    return {**series, "change": series["changes"][chart_rules()]} if series else series


def events_of(case) -> list[list[str]]:
    """Return what happened everywhere in a case, with its month: [["2025-01", "Reminder texts begin"]]."""
    events = case.tables.get("events", None)
    if events is None:
        return []
    chosen = events[(events["case"] == case.folder.name) & events["scope"].str.startswith("all ")]
    return [[f"{row.date:%Y-%m}", row.label] for row in chosen.itertuples()]
