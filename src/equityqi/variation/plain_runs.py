"""One phase of a run chart by any of the four rule sets, in plain Python: what a page in a browser judges too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from equityqi.variation.plain_counting import limits_by_chance, median, runs_of, side_of, trends_of
from equityqi.variation.plain_limits import lines_of, nhs_marks

NHS = "making-data-count"  # NHS England's Making Data Count
RULES = ("course", "anhoej", "ihi", NHS)
COURSE_RUN, WATCH_RUN = 8, 6
IHI_SHIFT, IHI_TREND = 6, 5
# Fewest and most runs that chance allows, by points off the median (Perla, Provost & Murray 2011).
# Copies of the table agree only up to 26 points, so it ends there.
IHI_RUNS = {
    10: (3, 9), 11: (3, 10), 12: (3, 11), 13: (4, 11), 14: (4, 12), 15: (5, 12), 16: (5, 13), 17: (5, 13), 18: (6, 14),
    19: (6, 15), 20: (6, 16), 21: (7, 16), 22: (7, 17), 23: (7, 17), 24: (8, 18), 25: (8, 18), 26: (9, 19),
}  # fmt: skip
STRENGTH = ("no signal", "watch", "signal")
NAN = math.nan


@dataclass(frozen=True)
class Finding:
    """What a rule found in a phase: ``first`` and ``last`` point (from 1), ``length`` in points, or in crossings."""

    rule: str
    side: str
    first: int
    last: int
    length: int


@dataclass(frozen=True)
class Phase:
    """One phase judged: its line and limits (NaN where the rule set has none), its numbers, what was found, and a list
    with one item a point for each of ``in_baseline``, ``side``, ``counted``, ``run_length``, ``mark`` and ``way``.

    ``run_limits``: the longest run and the fewest crossings by chance; None where no point counts. ``runs_verdict``:
    whether there are too many or too few runs, by the IHI table; None where it has no row.
    """

    line: float
    lower: float
    upper: float
    n_useful: int
    n_runs: int
    runs_verdict: str | None
    longest_run: int
    crossings: int
    run_limits: tuple[int, int] | None
    signal: str
    findings: tuple[Finding, ...]
    in_baseline: list[bool]
    side: list[int]
    counted: list[bool]
    run_length: list[int]
    mark: list[str]
    way: list[int]


def judge(
    values: Sequence[float],
    rule: str = "course",
    baseline: int | None = None,
    run_length: int = COURSE_RUN,
    centre: float | None = None,
) -> Phase:
    """Judge one phase of a run chart. The rules, the settings and their sources are those of
    :func:`equityqi.variation.runs.run_chart`, which checks them; a missing or excluded value is NaN here.

    >>> phase = judge([50, 52] * 6 + [56] * 8, baseline=12)
    >>> phase.line, phase.longest_run, phase.signal
    (51.0, 8, 'signal')
    """
    y = [float(value) for value in values]
    in_baseline = [at < (baseline or len(y)) for at in range(len(y))]
    if rule == NHS:
        line, lower, upper, by_limits, way = _by_limits(y)
    else:
        lower, upper, by_limits, way = NAN, NAN, (), None
        line = median(y[: baseline or len(y)]) if centre is None else float(centre)
    side = [side_of(value, line) for value in y]
    frozen = rule == "course" and baseline
    counted = [bool(on) and not (frozen and inside) for on, inside in zip(side, in_baseline, strict=True)]
    counts = [on if yes else 0 for on, yes in zip(side, counted, strict=True)]
    runs, useful = runs_of(counts), sum(counted)
    longest, crossings = max((run[3] for run in runs), default=0), max(len(runs) - 1, 0)
    lengths = [0] * len(y)
    for _, first, last, length in runs:
        for at in range(first, last + 1):
            lengths[at] = length if counts[at] else 0
    found, marks = _by_runs(y, counts, runs, crossings, useful, rule, run_length)
    if way is not None:
        found, marks = list(by_limits), ["signal" if one else "" for one in way]
    fewest, most = IHI_RUNS.get(useful, (0, 0))
    as_many = "too few" if len(runs) < fewest else "too many" if len(runs) > most else "as expected"
    return Phase(
        line,
        lower,
        upper,
        useful,
        len(runs),
        as_many if most else None,
        longest,
        crossings,
        limits_by_chance(useful) if useful else None,
        STRENGTH[max((1 if one.rule == "watch" else 2 for one in found), default=0)],
        tuple(found),
        in_baseline,
        side,
        counted,
        lengths,
        marks,
        _ways(side, marks, found) if way is None else way,
    )


def _by_runs(y, counts, runs, crossings, useful, rule, run_length) -> tuple[list[Finding], list[str]]:
    found: list[Finding] = []
    marks = [""] * len(y)
    longest_max, crossings_min = limits_by_chance(useful)

    def note(kind: str, one: Finding) -> None:
        found.append(one)
        for at in range(one.first - 1, one.last):
            if not math.isnan(y[at]):
                marks[at] = kind

    shift = {"course": run_length, "anhoej": longest_max + 1, "ihi": IHI_SHIFT}.get(rule, len(y) + 1)
    for way, first, last, length in runs:
        name = "above" if way > 0 else "below"
        if length >= shift:
            note("signal", Finding("shift", name, first + 1, last + 1, length))
        elif rule == "course" and length >= WATCH_RUN:
            note("watch", Finding("watch", name, first + 1, last + 1, length))
    if rule == "anhoej" and crossings < crossings_min:
        found.append(Finding("crossings", "", 1, len(y), crossings))
    for way, first, last, length in trends_of(y) if rule == "ihi" else ():
        if length >= IHI_TREND:
            note("signal", Finding("trend", "up" if way > 0 else "down", first + 1, last + 1, length))
    return found, marks


def _ways(side: list[int], marks: list[str], found: Sequence[Finding]) -> list[int]:
    """Return where each marked point points: to its side of the line, or the way that a trend goes."""
    ways = [on if mark else 0 for on, mark in zip(side, marks, strict=True)]
    for trend in (one for one in found if one.rule == "trend"):
        ways[trend.first - 1 : trend.last] = [1 if trend.side == "up" else -1] * (trend.last - trend.first + 1)
    return ways


def _by_limits(y: list[float]) -> tuple[float, float, float, tuple[Finding, ...], list[int]]:
    """Return mean, lower and upper limit, what the NHS rules found, and which way each point is marked.

    Limits come from all points, moving ranges not screened, as in the NHS England Excel tool.
    """
    lines = lines_of("xmr", y, None, [True] * len(y), False)
    marks, ways = nhs_marks(y, lines)
    side = [side_of(value, line) for value, line in zip(y, lines.centre, strict=True)]
    found: list[Finding] = []
    at = 0
    for (rule, way), points in groupby(zip(marks, ways, strict=True)):
        first, last = at, at + len(list(points)) - 1
        at = last + 1
        if rule == "shift":  # other rules mark some of its points
            while first and side[first - 1] == way:
                first -= 1
            while last + 1 < len(y) and side[last + 1] == way:
                last += 1
        name = ("up" if way > 0 else "down") if rule == "trend" else ("above" if way > 0 else "below")
        one = Finding(rule, name, first + 1, last + 1, last - first + 1)
        if rule and one not in found:
            found.append(one)
    return lines.centre[0], lines.lower[0], lines.upper[0], tuple(found), ways
