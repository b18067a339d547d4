"""One phase of a chart judged by the NHS rules: the mean, the limits, and which points are special cause."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from equityqi.variation.counting import sides
from equityqi.variation.limits import individuals
from equityqi.variation.signals import SIGNALS, nhs_signals


def judge_by_limits(y: np.ndarray) -> tuple[tuple[float, float, float], list[dict], np.ndarray]:
    """Return mean, lower and upper limit of one phase, what was found in it, and which way each point is marked.

    ``y``: the values of the phase, NaN where missing; limits come from all of them, moving ranges not screened, as in
    the NHS England Excel tool. A finding has rule, side, and its first and last point (from 1) with their number.
    The way is 1 or -1, and 0 for a point that no rule marks.

    >>> lines, found, way = judge_by_limits(np.array([50.0, 52] * 6 + [60]))
    >>> [round(line, 1) for line in lines], found[0]["rule"], way.tolist()[-1]
    ([51.7, 45.0, 58.3], 'outside', 1)
    """
    lines, _ = individuals(y[None], screen=False)
    rules, ways = (part[0] for part in nhs_signals(y[None], lines))
    at_side = sides(y, lines[0][0])
    found, at = [], 0
    for (rule, way), points in groupby(zip(rules.tolist(), ways.tolist(), strict=True)):
        first, last = at, at + len(list(points)) - 1
        at = last + 1
        if SIGNALS[rule] == "shift":  # other rules mark some of its points
            while first and at_side[first - 1] == way:
                first -= 1
            while last + 1 < len(y) and at_side[last + 1] == way:
                last += 1
        side = ("up" if way > 0 else "down") if SIGNALS[rule] == "trend" else ("above" if way > 0 else "below")
        span = {"first": first + 1, "last": last + 1, "length": last - first + 1}
        one = {"rule": SIGNALS[rule], "side": side} | span
        if rule and one not in found:
            found.append(one)
    return (float(lines[0][0, 0]), float(lines[1][0, 0]), float(lines[2][0, 0])), found, ways
