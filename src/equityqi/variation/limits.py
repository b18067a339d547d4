"""Limits of XmR charts of many series at once; one series, of any kind: :mod:`equityqi.variation.plain_limits`."""

from __future__ import annotations

import numpy as np

from equityqi.variation.plain_counting import TIE
from equityqi.variation.plain_limits import RANGE_LIMIT, XMR_FACTOR

NEEDS_DENOMINATOR = ("p", "p-prime", "u", "u-prime", "i-prime")
COUNTS = ("p", "p-prime", "u", "u-prime", "c", "g")
KINDS = ("xmr", "i", "mr", "p", "p-prime", "u", "u-prime", "c", "g", "t", "i-prime")
SCREENED = ("xmr", "i", "p-prime", "u-prime", "t", "i-prime")

Lines = tuple[np.ndarray, ...]  # centre, lower, upper, near lower, near upper


def mean_range(ranges: np.ndarray, screen: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean of each row of ``ranges`` and how many were left out as too large.

    With ``screen`` the ranges of 3.267 times their mean or more are left out, once. Where only zeros would
    remain, nothing is left out: limits would otherwise collapse on the centre line. A row without any
    difference, or with no range, gives NaN: it has no limits.
    """
    known = np.isfinite(ranges)
    mean = _mean(ranges, known)
    if screen:
        kept = known & (ranges < RANGE_LIMIT * mean[:, None])
        screened = _mean(ranges, kept)
        helps = screened > 0
        dropped = np.where(helps, known.sum(axis=1) - kept.sum(axis=1), 0)
        mean = np.where(helps, screened, mean)
    else:
        dropped = np.zeros(len(ranges), int)
    return np.where(mean > 0, mean, np.nan), dropped


def _mean(table: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    count = chosen.sum(axis=1)
    return np.where(count > 0, np.where(chosen, table, 0).sum(axis=1) / np.maximum(count, 1), np.nan)


def individuals(base: np.ndarray, screen: bool, factor=XMR_FACTOR) -> tuple[Lines, np.ndarray]:
    """Return the five lines of XmR charts, each (series, 1), and how many ranges were left out.

    ``base``: (series, points), the points from which the lines are worked out, NaN where missing.
    """
    centre = _mean(base, np.isfinite(base))[:, None]
    ranges = np.abs(np.diff(base, axis=1))
    ranges = np.where(ranges <= TIE * np.abs(centre), 0.0, ranges)  # no larger than the rounding of the values
    spread, dropped = mean_range(ranges, screen)
    wide, near = factor * spread[:, None], factor * 2 / 3 * spread[:, None]
    return (centre, centre - wide, centre + wide, centre - near, centre + near), dropped
