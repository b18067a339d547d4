"""Shewhart limits and the NHS rules for one series, in plain Python: what a page in a browser works out too.

A missing value is NaN. :mod:`equityqi.variation.limits` and :mod:`equityqi.variation.signals` do XmR charts of many
series at once. Formulas: Provost & Murray, *The Health Care Data Guide*; Laney 2002 (p′, u′); Taylor 2017 (I′).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from equityqi.variation.plain_counting import TIE, known, mean, median, side_of

XMR_FACTOR = 2.66  # the NHS figure; 3 / 1.128 is 2.6596
SIGMA_FROM_RANGE = 1.128
RANGE_LIMIT = 3.267
T_POWER = 3.6
RUN = 7  # points in a shift, and in a trend, by the NHS rules
SIGNALS = ("", "outside", "trend", "two in three", "shift")  # in this order: a point carries the first that applies
NAN = math.nan


@dataclass(frozen=True)
class Lines:
    """What is plotted, with its centre and limits at each point, and how many moving ranges were screened out."""

    values: list[float]
    centre: list[float]
    lower: list[float]
    upper: list[float]
    near_lower: list[float]
    near_upper: list[float]
    dropped: int = 0


def mean_range(ranges: Sequence[float], screen: bool) -> tuple[float, int]:
    """Return the mean moving range and how many were left out as too large.

    With ``screen`` the ranges of 3.267 times their mean or more are left out, once. Where only zeros would remain,
    nothing is left out: limits would otherwise collapse on the centre line. No range, or only zeros, gives NaN.
    """
    found = known(ranges)
    average = mean(found)
    kept = [one for one in found if one < RANGE_LIMIT * average] if screen else found
    screened = mean(kept)
    if screen and screened > 0:
        return screened, len(found) - len(kept)
    return (average if average > 0 else NAN), 0


def lines_of(
    kind: str, values: Sequence[float], below: Sequence[float] | None, used: list[bool], screen: bool
) -> Lines:
    """Return what to plot and the five lines for one segment of a Shewhart chart of any kind.

    ``used`` marks the points from which the lines come: the range across an excluded point is that of its neighbours,
    a missing one has none.

    >>> lines = lines_of("xmr", [5, 6, 5, 7], None, [True] * 4, False)
    >>> [round(line[0], 2) for line in (lines.centre, lines.lower, lines.upper)]
    [5.75, 2.2, 9.3]
    """
    x = [float(value) for value in values]
    base = [value for value, use in zip(x, used, strict=True) if use]
    if kind in ("xmr", "i"):
        return _individuals(x, base, screen, XMR_FACTOR if kind == "xmr" else 3 / SIGMA_FROM_RANGE)
    if kind == "mr":
        level = mean(known(_ranges(base)))
        levels = (level, 0 * level, RANGE_LIMIT * level, 0 * level, RANGE_LIMIT * 2 / 3 * level)
        return _level([NAN, *_ranges(x)], levels)
    if kind == "t":  # an individuals chart of the 1/3.6 power, brought back; a limit below zero is zero
        power = _individuals([_root(one) for one in x], [_root(one) for one in base], screen, 3 / SIGMA_FROM_RANGE)
        return _level(x, [_back(line[0]) for line in _five(power)], power.dropped)
    if kind == "g":  # limits from the mean, the line at the median, so that half of the points lie on each side
        average = mean(base)
        sigma = math.sqrt(average * (average + 1))
        lower, near_lower = (max(average - times * sigma, 0.0) for times in (3, 2))
        return _level(x, (median(base), lower, average + 3 * sigma, near_lower, average + 2 * sigma))
    return _by_denominator(kind, x, below, used, screen)


def _by_denominator(kind, x, below, used, screen) -> Lines:
    n = (
        [1.0] * len(x)
        if kind == "c"
        else [d if d > 0 and not math.isnan(v) else NAN for v, d in zip(x, below, strict=True)]
    )
    y = [value / d for value, d in zip(x, n, strict=True)]
    pairs = [(v, d) for v, d, ratio, use in zip(x, n, y, used, strict=True) if use and not math.isnan(ratio)]
    centre = math.fsum(v for v, _ in pairs) / math.fsum(d for _, d in pairs) if pairs else NAN
    base_y, base_n = ([one for one, use in zip(line, used, strict=True) if use] for line in (y, n))
    if kind == "i-prime":  # each range is weighed by the two denominators beside it
        weighed = [
            abs(y2 - y1) / math.sqrt(1 / n1 + 1 / n2) * math.sqrt(math.pi / 2)
            for (y1, n1), (y2, n2) in pairwise(zip(base_y, base_n, strict=True))
        ]
        spread, dropped = mean_range(weighed, screen)
        return _around(y, centre, [spread / math.sqrt(d) for d in n], -math.inf, math.inf, dropped)
    top = 1.0 if kind.startswith("p") else math.inf
    of_chance = centre * (1 - centre if top == 1 else 1)
    sigma = [math.sqrt(of_chance / d) if of_chance >= 0 else NAN for d in n]
    dropped = 0
    if kind.endswith("prime"):
        z = [(one - centre) / s if s else NAN for one, s, use in zip(y, sigma, used, strict=True) if use]
        spread, dropped = mean_range([abs(b - a) for a, b in pairwise(z)], screen)
        sigma = [s * spread / SIGMA_FROM_RANGE for s in sigma]
    return _around(y, centre, sigma, 0.0, top, dropped)


def _individuals(x: list[float], base: list[float], screen: bool, factor: float) -> Lines:
    centre = mean(base)
    ranges = [0.0 if one <= TIE * abs(centre) else one for one in _ranges(base)]  # no larger than rounding
    spread, dropped = mean_range(ranges, screen)
    wide, near = factor * spread, factor * 2 / 3 * spread
    levels = (centre, centre - wide, centre + wide, centre - near, centre + near)
    return _level(x, levels, dropped)


def _ranges(values: Sequence[float]) -> list[float]:
    return [abs(now - before) for before, now in pairwise(values)]


def _root(value: float) -> float:
    return value ** (1 / T_POWER) if value >= 0 else NAN


def _back(value: float) -> float:
    return value if math.isnan(value) else max(value, 0.0) ** T_POWER


def _five(lines: Lines) -> tuple[list[float], ...]:
    return lines.centre, lines.lower, lines.upper, lines.near_lower, lines.near_upper


def _level(x: list[float], levels: Sequence[float], dropped: int = 0) -> Lines:
    centre, lower, upper, near_lower, near_upper = ([level] * len(x) for level in levels)
    return Lines(x, centre, lower, upper, near_lower, near_upper, dropped)


def _around(y: list[float], centre: float, sigma: list[float], bottom: float, top: float, dropped: int) -> Lines:
    def line(times: int) -> list[float]:
        return [one if math.isnan(one) else min(max(one, bottom), top) for one in (centre + times * s for s in sigma)]

    return Lines(y, [centre] * len(y), line(-3), line(3), line(-2), line(2), dropped)


def beyond(value: float, line: float, way: int) -> bool:
    """Return whether a value is above a line (``way`` 1) or below it (-1), by more than rounding."""
    return (value - line) * way > TIE * max(abs(value), abs(line))


def near_limits(lines: Lines) -> tuple[list[bool], list[bool]]:
    """Return which points lie outside the limits, and which between a near limit and the limit."""
    rows = list(zip(lines.values, lines.lower, lines.upper, lines.near_lower, lines.near_upper, strict=True))
    outside = [beyond(y, upper, 1) or beyond(y, lower, -1) for y, lower, upper, _, _ in rows]
    close = [beyond(y, high, 1) or beyond(y, low, -1) for y, _, _, low, high in rows]
    return outside, [near and not out for near, out in zip(close, outside, strict=True)]


def nhs_marks(values: Sequence[float], lines: Lines) -> tuple[list[str], list[int]]:
    """Return which NHS rule marks each point of one segment, "" for none, and which way it points (1, -1 or 0).

    The rules are those of :func:`equityqi.variation.signals.nhs_signals`. ``values``: NaN where missing or left out.

    >>> lines = lines_of("xmr", [50, 52] * 6 + [60], None, [True] * 13, False)
    >>> nhs_marks(lines.values, lines)[0][-1]
    'outside'
    """
    rows = list(zip(values, lines.centre, lines.lower, lines.upper, lines.near_lower, lines.near_upper, strict=True))
    side = [side_of(y, centre) for y, centre, *_ in rows]
    above, below = [beyond(row[0], row[3], 1) for row in rows], [beyond(row[0], row[2], -1) for row in rows]
    near_high = [beyond(row[0], row[5], 1) and not out for row, out in zip(rows, above, strict=True)]
    near_low = [beyond(row[0], row[4], -1) and not out for row, out in zip(rows, below, strict=True)]
    high, low = [one > 0 for one in side], [one < 0 for one in side]
    up, down = [b > a for a, b in pairwise(values)], [b < a for a, b in pairwise(values)]
    rising, falling = _in_runs(up, RUN - 1, len(side)), _in_runs(down, RUN - 1, len(side))
    two = [a or b for a, b in zip(_two_in_three(high, near_high), _two_in_three(low, near_low), strict=True)]
    run = [a or b for a, b in zip(_in_runs(high, RUN, len(side)), _in_runs(low, RUN, len(side)), strict=True)]
    marks, ways = [], []
    for at, on in enumerate(side):
        later_up = at < len(up) and up[at]  # where a rise meets a fall the later wins
        if above[at] or below[at]:
            mark, way = "outside", 1 if above[at] else -1
        elif rising[at] or falling[at]:
            mark, way = "trend", 1 if rising[at] and (later_up or not falling[at]) else -1
        else:
            mark = "two in three" if two[at] else "shift" if run[at] else ""
            way = on if mark else 0
        marks.append(mark)
        ways.append(way)
    return marks, ways


def _in_runs(flags: Sequence[bool], length: int, points: int) -> list[bool]:
    """Mark the points of each ``length`` flags in a row; of steps between points, both ends."""
    marked, more = [False] * points, points - len(flags)
    for first in range(len(flags) - length + 1):
        if all(flags[first : first + length]):
            marked[first : first + length + more] = [True] * (length + more)
    return marked


def _two_in_three(on_side: Sequence[bool], near: Sequence[bool]) -> list[bool]:
    marked = [False] * len(near)
    for first in range(len(near) - 2):
        three = slice(first, first + 3)
        if all(on_side[three]) and sum(near[three]) >= 2:
            marked[three] = [a or b for a, b in zip(marked[three], near[three], strict=True)]
    return marked
