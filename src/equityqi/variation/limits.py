"""Shewhart limits: a centre line, limits at three sigma, and near limits at two.

Formulas: Provost & Murray, *The Health Care Data Guide*; Laney 2002 (p′, u′); Taylor 2017 (I′).
"""

from __future__ import annotations

import numpy as np

from equityqi.variation.counting import TIE

XMR_FACTOR = 2.66  # the NHS figure; 3 / 1.128 is 2.6596
SIGMA_FROM_RANGE = 1.128
RANGE_LIMIT = 3.267
T_POWER = 3.6
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


def lines(kind: str, values: np.ndarray, denominator, used: np.ndarray, screen: bool) -> tuple[np.ndarray, Lines, int]:
    """Return the values to plot, the five lines, and the ranges left out, for one segment of a chart.

    ``values`` and ``denominator`` are as the user gave them, NaN where missing. ``used`` marks the points from
    which the lines come: the range across an excluded point is that of its neighbours, a missing one has none.
    """
    if kind in ("xmr", "i"):
        factor = XMR_FACTOR if kind == "xmr" else 3 / SIGMA_FROM_RANGE
        return values, *_one_row(values, used, screen, factor)
    if kind == "mr":
        return _moving_range(values, used)
    if kind == "t":
        return _time_between(values, used, screen)
    if kind == "g":
        return _cases_between(values, used)
    x = values
    n = np.ones_like(x) if kind == "c" else np.where(np.isfinite(x) & (denominator > 0), denominator, np.nan)
    y = x / n
    base = used & np.isfinite(y)
    centre = x[base].sum() / n[base].sum() if base.any() else np.nan
    if kind == "i-prime":
        sigma, dropped = _taylor(y[used], n[used], screen)
        return y, _around(centre, sigma / np.sqrt(n)), dropped
    top = 1.0 if kind.startswith("p") else np.inf
    sigma = np.sqrt(centre * (1 - centre if top == 1 else 1) / n)
    dropped = 0
    if kind.endswith("prime"):
        with np.errstate(invalid="ignore", divide="ignore"):
            z = ((y - centre) / sigma)[used]
        spread, left_out = mean_range(np.abs(np.diff(z))[None], screen)
        sigma, dropped = sigma * spread[0] / SIGMA_FROM_RANGE, int(left_out[0])
    return y, _around(centre, sigma, 0.0, top), dropped


def _around(centre, sigma: np.ndarray, bottom=-np.inf, top=np.inf) -> Lines:
    return (np.full_like(sigma, centre), *(np.clip(centre + k * sigma, bottom, top) for k in (-3, 3, -2, 2)))


def _one_row(y, used, screen, factor) -> tuple[Lines, int]:
    found, dropped = individuals(y[used][None], screen, factor)
    return tuple(np.full(len(y), line[0, 0]) for line in found), int(dropped[0])


def _moving_range(values: np.ndarray, used: np.ndarray) -> tuple[np.ndarray, Lines, int]:
    ranges = np.concatenate([[np.nan], np.abs(np.diff(values))])
    base = np.abs(np.diff(values[used]))
    mean = np.nanmean(base) if np.isfinite(base).any() else np.nan
    rows = (
        np.full(len(values), level)
        for level in (mean, 0 * mean, RANGE_LIMIT * mean, 0 * mean, RANGE_LIMIT * 2 / 3 * mean)
    )
    return ranges, tuple(rows), 0


def _time_between(values, used, screen) -> tuple[np.ndarray, Lines, int]:
    """t chart: an individuals chart of the 1/3.6 power, brought back; a limit below zero is zero."""
    found, dropped = _one_row(values ** (1 / T_POWER), used, screen, 3 / SIGMA_FROM_RANGE)
    return values, tuple(np.maximum(line, 0) ** T_POWER for line in found), dropped


def _cases_between(values: np.ndarray, used: np.ndarray) -> tuple[np.ndarray, Lines, int]:
    """g chart: limits from the mean, with the line at the median, so that half of the points lie on each side."""
    base = values[used & np.isfinite(values)]
    mean, median = (base.mean(), np.median(base)) if len(base) else (np.nan, np.nan)
    sigma = np.sqrt(mean * (mean + 1))
    levels = (median, max(mean - 3 * sigma, 0), mean + 3 * sigma, max(mean - 2 * sigma, 0), mean + 2 * sigma)
    return values, tuple(np.full(len(values), level) for level in levels), 0


def _taylor(y: np.ndarray, n: np.ndarray, screen: bool) -> tuple[float, int]:
    """Sigma of an I′ chart: each range is weighed by the two denominators beside it."""
    ranges = np.abs(np.diff(y)) / np.sqrt(1 / n[1:] + 1 / n[:-1]) * np.sqrt(np.pi / 2)
    spread, dropped = mean_range(ranges[None], screen)
    return float(spread[0]), int(dropped[0])
