"""A case's trigger rule on the case's own data: a run on the worse side of a line, or a limit that one point passes."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from equityqi.cases.case_series import BASELINE, series_of

TIE = 1e-9


def fires(values: Sequence[float], line: float, run: int, better: int) -> list[int]:
    """Return the places of the points at which ``run`` points in a row are on the worse side of a line.

    Points on the line are skipped, as in the course's rule for run charts. With ``run`` 1 it is a limit.

    >>> fires([12, 9, 10, 8, 9, 7], line=10, run=3, better=1), fires([12, 9, 10, 8], line=10, run=1, better=1)
    ([4], [1, 3])
    """
    found, length = [], 0
    for place, value in enumerate(values):
        if abs(value - line) <= TIE:
            continue
        length = length + 1 if better * (value - line) < 0 else 0
        if length and length % run == 0:
            found.append(place)
    return found


def worst_over_time(case) -> tuple[list, list[float]]:
    """Return the periods and the figures of the aim's own measure for the group that the case is about."""
    main = case.file.gap
    measure, counts = case.measures[main.right], case.counts(main.right, main.by)
    counts = counts[counts["group"] == case.groups[main.by].worst]
    time = "month" if "month" in counts else "quarter"
    counts = counts.sort_values(time)
    return counts[time].tolist(), (measure.per * counts["numerator"] / counts["denominator"]).tolist()


def latest_line(case) -> float:
    """Return the median of the latest 12 periods, which is the line of a trigger that begins today."""
    return median(worst_over_time(case)[1][-BASELINE:])


def trigger_said(case) -> str:
    """Return what the case's trigger would have done on the case's own data, in words."""
    trigger, better = case.file.trigger, case.measures[case.file.gap.right].better
    times, values = worst_over_time(case)
    start = "We ran this rule on the case's own data."
    if trigger.run == 1:
        found = fires(values, trigger.line, 1, better)
        often = "never" if not found else "once" if len(found) == 1 else f"{len(found)} times"
        return (
            f"{start} In {len(values)} quarters it would {often} have asked the team to look. That is too few points"
            " for a run of eight after a baseline of twelve, so this trigger is a limit."
        )
    early = fires(values[BASELINE:], median(values[:BASELINE]), trigger.run, better)
    when = f"first have asked the team to look in {times[BASELINE + early[0]]:%B %Y}" if early else "have stayed quiet"
    late = fires(values[-BASELINE:], trigger.line, trigger.run, better)
    now = "it asks the team to look now" if late else "it is quiet today"
    grew = not early and series_of(case, case.file.gap.right).get("change") == "wider"
    beside = " It watches one group, so it cannot see that the gap grew. Watch the gap's own line too." if grew else ""
    return (
        f"{start} With the line through the first 12 months, it would {when}. With the line through the latest 12"
        f" months, {now}.{beside}"
    )
