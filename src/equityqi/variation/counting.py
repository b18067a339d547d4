"""Runs, crossings and trends, counted on many series at once; :mod:`equityqi.variation.plain_counting` does one.

A *side* is +1 above the centre line, -1 below it, and 0 for a point that does not count: on the line,
missing or excluded. Arrays are series by points.
"""

from __future__ import annotations

import numpy as np
from scipy.special import bdtrik

from equityqi.variation.plain_counting import TIE


def sides(values, centre) -> np.ndarray:
    """Return -1, 0 or 1: below, on or above ``centre``; 0 for a missing value."""
    values, centre = np.asarray(values, float), np.asarray(centre, float)
    away = values - centre
    near = np.abs(away) <= TIE * np.maximum(np.abs(values), np.abs(centre))
    return np.where(near | np.isnan(away), 0, np.sign(away)).astype(np.int8)


def count_runs(side: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the longest run, the crossings and the points that count, for each row of ``side``.

    >>> longest, crossings, useful = count_runs(np.array([[1, 1, 0, 1, -1, -1]]))
    >>> longest[0].item(), crossings[0].item(), useful[0].item()
    (3, 1, 5)
    """
    last, run, longest, crossings = (np.zeros(len(side), int) for _ in range(4))
    for now in np.asarray(side).T:
        counts = now != 0
        same = counts & (now == last)
        crossings += counts & ~same & (last != 0)
        run = np.where(counts, np.where(same, run + 1, 1), run)
        longest = np.maximum(longest, run)
        last = np.where(counts, now, last)
    return longest, crossings, (np.asarray(side) != 0).sum(axis=1)


def longest_trend(values: np.ndarray) -> np.ndarray:
    """Return the points in the longest rise or fall of each row; a repeat of the value before does not count.

    >>> longest_trend(np.array([[9.0, 1, 2, 3, 3, 4, 5, 0]]))
    array([5])
    """
    values = np.asarray(values, float)
    before = values[:, 0].copy()
    way = np.zeros(len(values))
    run = np.isfinite(before).astype(int)
    longest = run.copy()
    for now in values.T[1:]:
        step = np.where(np.isnan(before), 0, np.sign(now - before))
        moved = np.isfinite(step) & (step != 0)
        run = np.where(moved, np.where(step == way, run + 1, 2), np.maximum(run, np.isfinite(now)))
        way = np.where(moved, step, way)
        longest = np.maximum(longest, run)
        before = np.where(np.isfinite(now), now, before)
    return longest


def anhoej_limits(useful) -> tuple[np.ndarray, np.ndarray]:
    """Return the longest run and the fewest crossings that chance allows, by Anhøj.

    ``useful`` is the number of points that are not on the centre line. A longer run, or fewer crossings,
    is a signal. Source: Anhøj & Olesen 2014, PLoS ONE 9:e113825.

    >>> longest, fewest = anhoej_limits(24)
    >>> longest.item(), fewest.item()
    (8, 8)
    """
    useful = np.maximum(np.asarray(useful), 1)
    fewest = np.ceil(
        bdtrik(0.05, np.maximum(useful - 1, 1), 0.5)
    )  # binom.ppf of scipy.stats, which takes a second to import
    return (np.round(np.log2(useful)) + 3).astype(int), np.where(useful > 1, fewest, 0).astype(int)
