"""A project's numbers judged: each group's chart, the gap over time, the floor, and what the balancing count says.

Few points are never judged: under 10 there are dots only; with under 12 points before the tests, the line is the median
of all points and is provisional. Everything here is plain Python.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from equityqi.project.floor import CANNOT_TELL, WORSE, change, floor_verdict, largest_fall
from equityqi.project.numbers import CLINIC, FEW_PEOPLE, Measured, Numbers, after, day_of
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
    ``latest_at`` is the time of the latest one; "" where there is none.

    ``narrowed``: by how much the gap became smaller since the tests began, with its interval; None before that.
    """

    least: str
    best: str
    line: Judged
    band: list[tuple[float, float] | None]
    latest: Interval | None
    latest_at: str
    before: Interval | None
    since: Interval | None
    narrowed: Interval | None


def when_tested(numbers: Numbers) -> list[tuple[int, int, PdsaCycle]]:
    """Return each dated test with the places in the times at which it began and ended.

    A test that began after the last time has no place yet, and one that was over before the first has none; nor has a
    day without a year, which :func:`equityqi.project.next_test.dated` adds.
    """
    times = [day_of(when) for when in numbers.times]
    ends = [day_of(after(when, numbers.every)) for when in numbers.times]
    if numbers.every == CLINIC:
        ends = [day + dt.timedelta(days=1) for day in times]
    found = []
    for cycle in numbers.cycles if times else ():
        start, end = date(cycle.start), date(cycle.end)
        if start and start < ends[-1] and (end or start) >= times[0]:
            first = next(at for at, over in enumerate(ends) if over > start)
            last = max((at for at, day in enumerate(times) if day <= (end or start)), default=first)
            found.append((first, max(first, last), cycle))
    return found


def first_tested(numbers: Numbers) -> int | None:
    """Return the place of the time at which the first test began, 0 where that was before all of them; None before
    any test.
    """
    begun = [day for cycle in numbers.cycles if (day := date(cycle.start))]
    if numbers.times and begun and min(begun) < day_of(numbers.times[0]):
        return 0
    return min((first for first, *_ in when_tested(numbers)), default=None)


def judged(name: str, values: list[float | None], counts: list[Counted], tested: int | None, rules: str) -> Judged:
    """Judge one line by a rule set. ``tested``: the place at which the first test began.

    >>> judged("A", [50.0] * 4, [None] * 4, None, "course").phase is None
    True
    """
    y = [math.nan if value is None else value for value in values]
    known = [at for at, value in enumerate(values) if value is not None]
    n = len(known)
    if n < LEAST_JUDGED:
        return Judged(name, values, counts, None, True)
    before = LEAST_BASELINE if tested is None else sum(at < tested for at in known)
    short = n < LEAST_BASELINE or before < LEAST_BASELINE
    if rules == NHS and n >= LEAST_BASELINE:
        return Judged(name, values, counts, judge(y, NHS), n < FIRM_LIMITS)
    if rules in ("course", NHS):
        baseline = tested if tested is not None or short else known[LEAST_BASELINE - 1] + 1
        frozen = None if short or n <= LEAST_BASELINE else baseline
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
    found = {one.when: one.numbers for one in measure.counts if one.group == group}
    return [found.get(when) for when in numbers.times]


def as_it_is(count: Counted) -> Counted:
    """Return a count unchanged."""
    return count


def gap_of(
    numbers: Numbers, measure: Measured, rules: str, told: Callable[[Counted], Counted] = as_it_is
) -> Compared | None:
    """Return the gap of the two groups that are compared over time; None where one has no numbers.

    The first of the two is taken to be the one that is behind. Each interval is
    Newcombe's (1998, method 10); that of the change of the gap puts two of them together in the same way (Zou & Donner
    2008), as the two times are counted apart.

    ``told``: a count as it may be told. It comes after months are put together, so that none of them is left out.
    """
    if len(numbers.pair) < 2:
        return None
    least, best = (_counts(numbers, measure, group) for group in numbers.pair)
    better = -1 if measure.better == "down" else 1
    gaps = [_gap(told(one), told(other), better) for one, other in zip(least, best, strict=True)]
    tested = first_tested(numbers)
    line = judged("The gap", [gap[0] if gap else None for gap in gaps], [None] * len(gaps), tested, rules)
    both = [one and other for one, other in zip(least, best, strict=True)]
    if not any(both):
        return None
    before, since = (
        _gap(*map(told, _pooled(least, best, part, both, measure.again)), better) for part in _halves(tested, len(gaps))
    )
    narrowed = None
    if before and since:
        low, high = newcombe_limits(before, since)
        narrowed = (before[0] - since[0], low, high)
    band = [gap[1:] if gap else None for gap in gaps]
    known = [(when, gap) for when, gap in zip(numbers.times, gaps, strict=True) if gap]
    at, latest = known[-1] if known else ("", None)
    return Compared(*numbers.pair, line, band, latest, at, before, since, narrowed)


def _halves(tested: int | None, points: int) -> tuple[range, range]:
    return (range(0), range(0)) if tested is None else (range(tested), range(tested, points))


def pooled(counts: Sequence[Counted], part: range, again: bool) -> Counted:
    """Return the counts of some times together; the latest alone where the same people are counted each time."""
    known = [one for at in part if (one := counts[at])]
    if not known:
        return None
    return known[-1] if again else (sum(one[0] for one in known), sum(one[1] for one in known))


def _pooled(least, best, part: range, both, again: bool) -> list[Counted]:
    places = [at for at in part if both[at]]
    return [pooled([counts[at] for at in places], range(len(places)), again) for counts in (least, best)]


def _gap(least: Counted, best: Counted, better: int) -> Interval | None:
    """Return how far the first group is behind, in percentage points, with its interval; None for few people."""
    if not least or not best or min(least[1], best[1]) < FEW_PEOPLE:
        return None
    first, second = (share_with_limits(*one) for one in ((best, least)[::better]))
    low, high = newcombe_limits(first, second)
    return 100 * (first[0] - second[0]), 100 * low, 100 * high


@dataclass(frozen=True)
class OnFloor:
    """The floor's verdict on a group; ``change`` in percentage points, None where there are few people; and counts."""

    group: str
    verdict: str
    change: Interval | None
    before: Counted
    since: Counted


def floor_of(numbers: Numbers, measure: Measured, floor: str) -> list[OnFloor]:
    """Return the floor's verdict on each group since the tests began.

    Without numbers on both sides of the first test, nobody can tell yet. Where the floor names no largest fall, a group
    may have got worse, and never kept its level.
    """
    before, since = _halves(first_tested(numbers), len(numbers.times))
    better = -1 if measure.better == "down" else 1
    found = []
    for group in numbers.groups:
        counts = _counts(numbers, measure, group)
        then, now = pooled(counts, before, measure.again), pooled(counts, since, measure.again)
        fall = largest_fall(floor, then[0] / then[1]) if then else None
        if not then or not now:
            found.append(OnFloor(group, CANNOT_TELL, None, then, now))
            continue
        value, low, high = (100 * end for end in change(then, now, better))
        many = min(then[1], now[1]) >= FEW_PEOPLE
        verdict = floor_verdict(then, now, fall, better) if fall is not None else WORSE if high < 0 else CANNOT_TELL
        found.append(OnFloor(group, verdict, (value, low, high) if many else None, then, now))
    return found


@dataclass(frozen=True)
class Past:
    """A count that went past its trigger; ``latest``: its group has no later one."""

    group: str
    when: str
    count: tuple[int, int]
    latest: bool


def past_trigger(numbers: Numbers, measure: Measured) -> list[Past]:
    """Return wherever a balancing count went past its trigger since the first test began, time by time.

    One time is enough: harm is not left to wait for a run.
    """
    limit = number(measure.trigger)
    if limit is None:
        return []
    way, found = (1 if measure.better == "down" else -1), []
    for group in numbers.groups:
        counts = list(zip(numbers.times, _counts(numbers, measure, group), strict=True))
        known = [(when, count) for when, count in counts[first_tested(numbers) or 0 :] if count]
        for when, count in known:
            if way * (100 * count[0] / count[1] - limit) >= 0:
                found.append(Past(group, when, count, when == known[-1][0]))
    return sorted(found, key=lambda past: day_of(past.when))
