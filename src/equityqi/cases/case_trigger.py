"""A case's trigger rule on the case's own data: a run on the worse side of a line, or a limit that one point passes.

How long the run is and where the line is follow from the rule set that charts are judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median
from typing import Any

from equityqi.cases.case_series import BASELINE, series_of
from equityqi.cases.chart_words import rule_words
from equityqi.settings import NHS

TIE = 1e-9


def fires(values: Sequence[float], line: float, run: int, better: int, skip: bool = True) -> list[int]:
    """Return the places of the points at which ``run`` points in a row are on the worse side of a line.

    Points on the line are skipped, or end a run where ``skip`` is False, as by the NHS rules. With ``run`` 1 it is a
    limit.

    >>> fires([12, 9, 10, 8, 9, 7], line=10, run=3, better=1), fires([12, 9, 10, 8], line=10, run=1, better=1)
    ([4], [1, 3])
    """
    found, length = [], 0
    for place, value in enumerate(values):
        if skip and abs(value - line) <= TIE:
            continue
        length = length + 1 if better * (value - line) < -TIE else 0
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


def line_through(values: Sequence[float], rules: str) -> float:
    """Return the line of a trigger through some periods: their mean by the NHS rules, else their median."""
    return (mean if rules == NHS else median)(values)


def trigger_rule(case, rules: str) -> tuple[float, int]:
    """Return the line of a case's trigger, which begins today, and the length of its run (1: it is a limit)."""
    if case.file.trigger.limit is not None:
        return case.file.trigger.limit, 1
    digits = 0 if case.measures[case.file.gap.right].per == 100 else 1
    return round(line_through(worst_over_time(case)[1][-BASELINE:], rules), digits), rule_words(rules)["run"]


def trigger_figures(case, rules: str) -> dict[str, Any]:
    """Return the line and the run of a case's trigger, and what it does with the case's data; {} without a trigger."""
    if case.file.trigger is None:
        return {}
    line, run = trigger_rule(case, rules)
    return {"trigger-line": line, "trigger-run": run, "trigger-said": trigger_said(case, rules)}


def trigger_said(case, rules: str) -> str:
    """Return what the case's trigger would have done on the case's own data, in words."""
    (line, run), better = trigger_rule(case, rules), case.measures[case.file.gap.right].better
    times, values = worst_over_time(case)
    start = "We ran this rule on the case's own data."
    if run == 1:
        found = fires(values, line, 1, better)
        often = "never" if not found else "once" if len(found) == 1 else f"{len(found)} times"
        return (
            f"{start} In {len(values)} quarters it would {often} have asked the team to look. With so few points a"
            " run can't show anything, so this trigger is a limit."
        )
    skip, name = rules != NHS, "mean" if rules == NHS else "median"
    early = fires(values[BASELINE:], line_through(values[:BASELINE], rules), run, better, skip)
    when = f"first have asked the team to look in {times[BASELINE + early[0]]:%B %Y}" if early else "have stayed quiet"
    late = fires(values[-BASELINE:], line, run, better, skip)
    now = "it asks the team to look now" if late else "it’s quiet today"
    grew = not early and series_of(case, case.file.gap.right).get("changes", {}).get(rules) == "wider"
    beside = " It watches one group, so it can't show that the gap grew. Watch the gap's own line too." if grew else ""
    return (
        f"{start} With the {name} of the first 12 months as its line, it would {when}. With the {name} of the latest 12"
        f" months, {now}.{beside}"
    )
