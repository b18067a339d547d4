"""A project's numbers judged: each group's chart, the gap over time, the floor, and what the balancing count says.

Few points are never judged: under 10 there are dots only; with under 12 points before the tests, the line is the median
of all points and is provisional. Everything here is plain Python.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from equityqi.project.floor import CANNOT_TELL, change, floor_verdict, largest_fall
from equityqi.project.numbers import FEW_PEOPLE, Measured, Numbers, day_of
from equityqi.project.parts import PdsaCycle
from equityqi.share_intervals import newcombe_limits, share_with_limits
from equityqi.typed_input import date, number
from equityqi.variation.plain_runs import NHS, Phase, judge

LEAST_JUDGED, LEAST_BASELINE, FIRM_LIMITS = 10, 12, 20
Counted = tuple[int, int] | None
Interval = tuple[float, float, float]  # a value with its lower and upper limit


@dataclass(frozen=True)
class Judged:
    """One line over time: ``values`` (None where there is none), and its phase; None where there are too few points."""

    name: str
    values: list[float | None]
    counts: list[Counted]
    phase: Phase | None
    provisional: bool

    @property
    def points(self) -> int:
        """How many points have a value."""
        return sum(value is not None for value in self.values)


@dataclass(frozen=True)
class Compared:
    """The gap of two groups: ``least`` is behind; ``line`` in percentage points, ``band`` its interval at each time.

    ``narrowed``: by how much the gap became smaller since the tests began, with its interval; None before that.
    """

    least: str
    best: str
    line: Judged
    band: list[tuple[float, float] | None]
    latest: Interval | None
    before: Interval | None
    since: Interval | None
    narrowed: Interval | None


def when_tested(cycles: Sequence[PdsaCycle], times: Sequence[str]) -> list[tuple[float, float, PdsaCycle]]:
    """Return each dated test with the places in ``times`` at which it began and ended."""
    near = day_of(times[-1]) if times else None
    found = []
    for cycle in cycles:
        start, end = date(cycle.start, near), date(cycle.end, near)
        if start and times and start >= day_of(times[0]):
            first, last = (
                max(at for at, when in enumerate(times) if day_of(when) <= day)
                for day in (start, max(end or start, start))
            )
            found.append((first, last, cycle))
    return found


def first_tested(numbers: Numbers) -> int | None:
    """Return the place of the time at which the first test began; None before that."""
    return min((int(first) for first, *_ in when_tested(numbers.cycles, numbers.times)), default=None)


def judged(name: str, values: list[float | None], counts: list[Counted], tested: int | None, rules: str) -> Judged:
    """Judge one line by a rule set. ``tested``: the place at which the first test began.

    >>> judged("A", [50.0] * 4, [None] * 4, None, "course").phase is None
    True
    """
    y = [math.nan if value is None else value for value in values]
    n = sum(value is not None for value in values)
    if n < LEAST_JUDGED:
        return Judged(name, values, counts, None, True)
    before = LEAST_BASELINE if tested is None else sum(value is not None for value in values[:tested])
    short = n < LEAST_BASELINE or before < LEAST_BASELINE
    if rules == NHS and n >= LEAST_BASELINE:
        return Judged(name, values, counts, judge(y, NHS), n < FIRM_LIMITS)
    if rules in ("course", NHS):
        frozen = None if short or n <= LEAST_BASELINE else LEAST_BASELINE if tested is None else tested
        return Judged(name, values, counts, judge(y, "course", frozen), short)
    return Judged(name, values, counts, judge(y, rules), short)


def group_lines(numbers: Numbers, measure: Measured, rules: str) -> list[Judged]:
    """Return the line of each group of a measure, in per cent."""
    tested = first_tested(numbers)
    lines = []
    for group in numbers.groups:
        counts = _counts(numbers, measure, group)
        lines.append(judged(group, [100 * one[0] / one[1] if one else None for one in counts], counts, tested, rules))
    return lines


def _counts(numbers: Numbers, measure: Measured, group: str) -> list[Counted]:
    found = [measure.at(when, group) for when in numbers.times]
    return [one.numbers if one else None for one in found]


def gap_of(numbers: Numbers, measure: Measured, rules: str) -> Compared | None:
    """Return the gap of the first two groups over time; None where one has no numbers.

    The group of the aim comes first in the table, and is taken to be the one that is behind. Each interval is
    Newcombe's (1998, method 10); that of the change of the gap puts two of them together in the same way (Zou & Donner
    2008), as the two times are counted apart.
    """
    if len(numbers.groups) < 2:
        return None
    least, best = (_counts(numbers, measure, group) for group in numbers.groups[:2])
    better = -1 if measure.better == "down" else 1
    gaps = [_gap(one, other, better) for one, other in zip(least, best, strict=True)]
    tested = first_tested(numbers)
    line = judged("The gap", [gap[0] if gap else None for gap in gaps], [None] * len(gaps), tested, rules)
    both = [one and other for one, other in zip(least, best, strict=True)]
    if not any(both):
        return None
    before, since = (_pooled_gap(least, best, part, both, measure.again, better) for part in _halves(tested, len(gaps)))
    narrowed = None
    if before and since:
        low, high = newcombe_limits(before, since)
        narrowed = (before[0] - since[0], low, high)
    band = [gap[1:] if gap else None for gap in gaps]
    latest = next((gap for gap in reversed(gaps) if gap), None)
    return Compared(*numbers.groups[:2], line, band, latest, before, since, narrowed)  # type: ignore[arg-type]


def _halves(tested: int | None, points: int) -> tuple[range, range]:
    return (range(0), range(0)) if tested is None else (range(tested), range(tested, points))


def pooled(counts: Sequence[Counted], part: range, again: bool) -> Counted:
    """Return the counts of some times together; the latest alone where the same people are counted each time."""
    known = [one for at in part if (one := counts[at])]
    if not known:
        return None
    return known[-1] if again else (sum(one[0] for one in known), sum(one[1] for one in known))


def _pooled_gap(least, best, part: range, both, again: bool, better: int) -> Interval | None:
    places = [at for at in part if both[at]]
    one, other = (pooled([counts[at] for at in places], range(len(places)), again) for counts in (least, best))
    return _gap(one, other, better)


def _gap(least: Counted, best: Counted, better: int) -> Interval | None:
    """Return how far the first group is behind, in percentage points, with its interval; None for few people."""
    if not least or not best or min(least[1], best[1]) < FEW_PEOPLE:
        return None
    first, second = (share_with_limits(*one) for one in ((best, least)[::better]))
    low, high = newcombe_limits(first, second)
    return 100 * (first[0] - second[0]), 100 * low, 100 * high


def floor_of(numbers: Numbers, measure: Measured, floor: str) -> list[tuple[str, str, Interval | None]]:
    """Return the floor's verdict on each group since the tests began, with its change in percentage points.

    Without numbers on both sides of the first test, nobody can tell yet.
    """
    before, since = _halves(first_tested(numbers), len(numbers.times))
    better = -1 if measure.better == "down" else 1
    told = []
    for group in numbers.groups:
        counts = _counts(numbers, measure, group)
        then, now = pooled(counts, before, measure.again), pooled(counts, since, measure.again)
        fall = largest_fall(floor, then[0] / then[1]) if then else None
        if not then or not now or fall is None:
            told.append((group, CANNOT_TELL, None))
            continue
        value, low, high = (100 * end for end in change(then, now, better))
        told.append((group, floor_verdict(then, now, fall, better), (value, low, high)))
    return told


def past_trigger(numbers: Numbers, measure: Measured) -> list[tuple[str, str, tuple[int, int]]]:
    """Return group, time and counts wherever a balancing count went past its trigger since the first test began.

    One time is enough: harm is not left to wait for a run.
    """
    limit = number(measure.trigger)
    if limit is None:
        return []
    way, found = (1 if measure.better == "down" else -1), []
    for at in range(first_tested(numbers) or 0, len(numbers.times)):
        for group in numbers.groups:
            count = _counts(numbers, measure, group)[at]
            if count and way * (100 * count[0] / count[1] - limit) >= 0:
                found.append((group, numbers.times[at], count))
    return found
