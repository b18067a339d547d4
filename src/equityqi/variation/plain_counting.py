"""Runs, crossings and trends of one series, in plain Python: what a page in a browser counts too.

A *side* is +1 above the centre line, -1 below it, and 0 for a point that does not count: on the line, missing or
excluded. A missing value is NaN. :mod:`equityqi.variation.counting` does the same for many series at once.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

TIE = 1e-12  # a value this near a line, for its size, is on the line: decimals are not exact in a computer
Run = tuple[int, int, int, int]  # side or direction, first, last (from 0), length


def known(values: Sequence[float]) -> list[float]:
    """Return the values that are not missing."""
    return [value for value in values if not math.isnan(value)]


def mean(values: Sequence[float]) -> float:
    """Return the mean of the values that are not missing; NaN where there are none."""
    found = known(values)
    return math.fsum(found) / len(found) if found else math.nan


def median(values: Sequence[float]) -> float:
    """Return the median of the values that are not missing; NaN where there are none."""
    found = known(values)
    return float(statistics.median(found)) if found else math.nan


def side_of(value: float, line: float) -> int:
    """Return -1, 0 or 1: below, on or above a line; 0 where either is missing.

    >>> side_of(0.1 + 0.2, 0.3), side_of(2, 1), side_of(math.nan, 1)
    (0, 1, 0)
    """
    away = value - line
    if math.isnan(away) or abs(away) <= TIE * max(abs(value), abs(line)):
        return 0
    return 1 if away > 0 else -1


def is_constant(values: Sequence[float]) -> bool:
    """Return whether there are two values or more, all the same.

    >>> is_constant([7, 7, math.nan]), is_constant([7, 8]), is_constant([7])
    (True, False, False)
    """
    found = known(values)
    if len(found) < 2:
        return False
    low, high = min(found), max(found)
    return high - low <= TIE * max(abs(high), abs(low))


def runs_of(sides: Sequence[int]) -> list[Run]:
    """Return each run on one side; a point that does not count is skipped.

    >>> runs_of([1, 1, 0, 1, -1, -1])
    [(1, 0, 3, 3), (-1, 4, 5, 2)]
    """
    runs: list[Run] = []
    for at, side in enumerate(sides):
        if side and runs and runs[-1][0] == side:
            runs[-1] = (side, runs[-1][1], at, runs[-1][3] + 1)
        elif side:
            runs.append((side, at, at, 1))
    return runs


def trends_of(values: Sequence[float]) -> list[Run]:
    """Return each rise or fall of two points or more; a repeat of the value before is passed over.

    >>> trends_of([9, 1, 2, 3, 3, 4])
    [(-1, 0, 1, 2), (1, 1, 5, 4)]
    """
    places: list[int] = []
    for at, value in enumerate(values):
        if not math.isnan(value) and not (places and values[places[-1]] == value):
            places.append(at)
    trends: list[Run] = []
    for before, now in pairwise(places):
        way = 1 if values[now] > values[before] else -1
        if trends and trends[-1][0] == way:
            trends[-1] = (way, trends[-1][1], now, trends[-1][3] + 1)
        else:
            trends.append((way, before, now, 2))
    return trends


def limits_by_chance(useful: int) -> tuple[int, int]:
    """Return the longest run and the fewest crossings that chance allows, by Anhøj.

    ``useful``: how many points are not on the line. The fewest crossings are the 5% quantile of a binomial, worked out
    in whole numbers. Source: Anhøj & Olesen 2014, PLoS ONE 9:e113825.

    >>> limits_by_chance(24), limits_by_chance(1)
    ((8, 8), (3, 0))
    """
    useful = max(useful, 1)
    tosses, fewest, ways = useful - 1, 0, 1
    while tosses and 20 * ways < 2**tosses:
        fewest += 1
        ways += math.comb(tosses, fewest)
    return round(math.log2(useful)) + 3, fewest
