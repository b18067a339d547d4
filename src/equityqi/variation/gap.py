"""The gap between two groups over time, told both ways, with a caution for small numbers and many charts.

Both gaps and their intervals are those of ``equityqi.gaps``, so that a month tells here what ``gaps.gap`` tells of
it. The two packages stand on one floor: ``variation`` imports ``gaps``, and ``gaps`` never imports ``variation``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from equityqi.gaps import difference, ratio
from equityqi.gaps.differences import check_better
from equityqi.tables.hidden_counts import SMALLEST_SHOWN
from equityqi.variation.charts import check_values
from equityqi.variation.notes import about_blanks, at_a_blank
from equityqi.variation.plain_runs import NHS
from equityqi.variation.runs import RunChart, run_chart
from equityqi.variation.series import read_series
from equityqi.variation.simulate import chance_of_false_signal

TIME_COLUMNS = ("month", "date", "quarter", "period")


@dataclass(frozen=True)
class GapOverTime:
    """Absolute and relative gap, month by month.

    ``frame``: one row a month: numerator, denominator and proportion of both groups, ``absolute`` (above 0 where
    the worst-served group is behind, in points, as in ``gaps.gap``) and ``relative``
    (worst divided by best) with 95% limits, and ``small``. ``absolute`` and ``relative`` are charts by the
    rule set. ``change``: wider, narrower, changed, watch, no signal, or cannot tell.
    """

    frame: pd.DataFrame
    absolute: RunChart
    relative: RunChart
    worst: str
    best: str
    charts: int
    chance_of_false_signal: float
    change: str
    notes: tuple[str, ...]


def gap_over_time(frame, worst, best, baseline=12, *, better=1, charts=None, rules="course") -> GapOverTime:
    """Follow the gap between two groups over time.

    ``frame``: columns month (or date, quarter, period), group, numerator and denominator, one row for each
    month and group; counts of people. ``worst`` and ``best``: the two groups, as named in ``group``.
    ``rules``: a rule set of :func:`equityqi.variation.runs.chart_by`. ``baseline``: by the course's own, the median of
    the gap is that of the first so many months; the others take all. ``better``: 1 where more is
    better, -1 where less is better. ``charts``: how many charts are shown side by side; by default one for each
    group in the frame.

    The absolute gap carries a Newcombe interval, the relative gap a log (Katz) interval, both 95% and of one
    month: whether the gap changes is told by the run, not by one interval. If in most months a group has fewer
    than 8 events, or 8 people without one, ``change`` is "cannot tell".

    Raises ValueError, with one sentence, for missing columns or groups, or counts that cannot be right.

    Sources: Newcombe 1998, Stat Med 17:873; Katz 1978, Biometrics 34:469; the course, modules M7 (sign) and M12 (run).

    >>> rows = [
    ...     (m, g, x - 9 * (m > 12) * (g == "IMD 1"), 100)
    ...     for m in range(1, 25)
    ...     for g, x in (("IMD 1", 46 + m % 2), ("IMD 5", 68))
    ... ]
    >>> gap = gap_over_time(
    ...     pd.DataFrame(rows, columns=["month", "group", "numerator", "denominator"]), "IMD 1", "IMD 5"
    ... )
    >>> gap.absolute.median.__round__(1), gap.change, gap.charts
    (21.5, 'wider', 2)
    """
    time = _check_frame(frame, worst, best)
    check_better(better)
    charts = frame["group"].nunique() if charts is None else charts
    if isinstance(charts, bool) or not isinstance(charts, (int, np.integer)) or charts < 1:
        raise ValueError(f"charts={charts!r} is not a number of charts. Give a whole number such as 5.")
    low, notes_low = _group(frame, time, worst)
    high, notes_high = _group(frame, time, best)
    table = low.add_prefix("worst_").join(high.add_prefix("best_"), how="outer").sort_index()
    x1, n1, x2, n2 = (
        table[c].to_numpy(float) for c in ("worst_numerator", "worst_denominator", "best_numerator", "best_denominator")
    )
    n1, n2 = (np.where(n > 0, n, np.nan) for n in (n1, n2))
    table = table.assign(worst=x1 / n1, best=x2 / n2)
    first, second = [(x1, n1), (x2, n2)][::-better]
    for name, estimate in (("absolute", difference(*first, *second)), ("relative", ratio(x1, n1, x2, n2))):
        table[[name, f"{name}_lower", f"{name}_upper"]] = np.column_stack(
            [estimate.value, estimate.lower, estimate.upper]
        )
    table["small"] = np.fmin(np.fmin(x1, n1 - x1), np.fmin(x2, n2 - x2)) < SMALLEST_SHOWN  # events, or people without
    if not table["absolute"].notna().any():
        raise ValueError(
            f"No {time} has counts for both {worst!r} and {best!r}, so there is no gap to follow. Check the two groups."
        )
    dates = table.index
    frozen = baseline if rules == "course" else None
    of_points = run_chart(table["absolute"], dates, frozen, rules)
    of_ratio = run_chart(table["relative"], dates, frozen, rules) if table["relative"].notna().any() else of_points
    known = int(table["absolute"].notna().sum())
    chance = chance_of_false_signal(known, frozen, int(charts), rules=rules)
    few = int(table["small"].sum())
    change = "cannot tell" if few > known / 2 else _change(of_points)
    notes = [f"{worst}: {note}" for note in notes_low] + [f"{best}: {note}" for note in notes_high]
    notes += [n for n in of_points.notes if n not in notes and at_a_blank(rules == NHS) not in n]
    if len(table) > known:
        notes.append(
            f"{len(table) - known} of {len(table)} {time}s have no gap, because a count of a group is not there, hidden"
            f" or too small to show. {at_a_blank(rules == NHS)}"
        )
    if few:
        notes.append(
            f"In {few} of {known} {time}s a group has fewer than {SMALLEST_SHOWN} people with, or without, the outcome:"
            " put months together, and do not show the small counts."
        )
    plural = "s" if charts > 1 else ""
    notes.append(
        f"With {charts} chart{plural} of {known} points, noise alone gives a false signal somewhere in about"
        f" {chance:.0%} of cases."
    )
    return GapOverTime(
        table.rename_axis(time).reset_index(),
        of_points,
        of_ratio,
        str(worst),
        str(best),
        int(charts),
        chance,
        change,
        tuple(notes),
    )


def _check_frame(frame, worst, best) -> str:
    if not isinstance(frame, pd.DataFrame):
        raise ValueError("A table is needed, with the columns month, group, numerator and denominator.")
    time = next((c for c in TIME_COLUMNS if c in frame.columns), None)
    absent = ([] if time else ["month"]) + [c for c in ("group", "numerator", "denominator") if c not in frame.columns]
    if time is None or absent:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(
            f"The table has no column {', '.join(absent)}; its columns are {there}. Rename them, then try again."
        )
    groups = list(pd.unique(frame["group"].dropna()))
    for name in (worst, best):
        if name not in groups:
            raise ValueError(
                f"There is no group {name!r}. The groups are {', '.join(map(str, groups))}. Use one of these names."
            )
    if worst == best:
        raise ValueError(f"Both groups are {worst!r}. A gap needs two different groups.")
    return time


def _group(frame: pd.DataFrame, time: str, group) -> tuple[pd.DataFrame, tuple[str, ...]]:
    rows = frame[frame["group"] == group]
    try:
        series = read_series(rows["numerator"], rows[time], rows["denominator"])
        check_values("p", series)
    except ValueError as refusal:
        raise ValueError(f"Group {group!r}: {refusal}") from None
    return (
        pd.DataFrame({"numerator": series.values, "denominator": series.denominator}, index=series.labels),
        (*series.notes, *about_blanks(series.blanks, series.dated)),
    )


def _change(chart: RunChart) -> str:
    if chart.signal != "signal":
        return chart.signal
    values = chart.points["value"]
    if chart.rule == "course" and chart.baseline:  # the line is that of the time before
        last = chart.findings[chart.findings["rule"] == "shift"].iloc[-1]
        before, now = chart.median, values.iloc[last["first"] - 1 : last["last"]].median()
    elif not chart.findings["rule"].isin(["shift", "crossings"]).any():  # one point out says nothing of the halves
        return "changed"
    else:  # the line is that of all months, so the earlier half is what the later one is held against
        half = len(values) // 2
        before, now = values.iloc[:half].median(), values.iloc[half:].median()
    if abs(now) > abs(before):
        return "wider" if before else "changed"
    return "narrower" if before * now >= 0 and abs(now) < abs(before) else "changed"
