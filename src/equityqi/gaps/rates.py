"""Proportions, rates, means and bands of areas, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincinv, stdtrit

from equityqi.gaps.checks import CannotMeasure, confidence_levels, counts, numbers, one_number
from equityqi.gaps.estimates import Estimate, before, z_value
from equityqi.share_intervals import wilson_limits

if TYPE_CHECKING:
    from equityqi.gaps.estimates import Levels, Numbers

EXACT_BELOW = 10  # events; OHID uses the exact interval below this and Byar's from here on


def proportion(x: Numbers, n: Numbers, confidence: Levels = 0.95, per: float = 1) -> Estimate:
    """Return the share ``x / n`` with its Wilson interval.

    ``x``: people (or events) counted, one number or one for each row. ``n``: people who could have been counted; the
    denominator. ``confidence``: between 0 and 1; several give several intervals. ``per``: 1 for a proportion, 100 for
    a percentage.

    Returns :class:`Estimate`; a missing count gives a missing value. Raises :class:`CannotMeasure`: a count below 0
    or above its denominator, a denominator of 0 or less, text or an infinite number.

    Source: Wilson (1927); the method of OHID's indicators.

    >>> print(proportion(620, 800, per=100))
    77.5 (74.48 to 80.26)
    """
    levels, per = confidence_levels(confidence), one_number(per, "per", above=0)
    x, n = counts(x, n, within=True)
    lower, upper = wilson(x, n, before(levels, x.ndim))
    unit = {1.0: "proportion", 100.0: "%"}.get(per, f"per {per:g}")
    return Estimate(x / n * per, lower * per, upper * per, n, "Wilson", "Wilson 1927", levels, unit, x)


def rate(x: Numbers, n: Numbers, per: float = 100_000, confidence: Levels = 0.95) -> Estimate:
    """Return the rate ``x / n`` for ``per`` people: exact interval below 10 events, else Byar's.

    ``x``: events, one number or one for each row. ``n``: people, or person-years, among whom they were counted.
    ``per``: the number of people that the rate is for. ``confidence``: between 0 and 1; several give several
    intervals.

    Returns :class:`Estimate`; a missing count gives a missing value. Raises :class:`CannotMeasure`: a count below 0,
    a denominator of 0 or less, text or an infinite number.

    Source: Breslow and Day (1987), Byar's approximation, and the exact chi-square limits of a Poisson
    count; the choice between them is OHID's.

    >>> print(rate(5, 20, per=1000))
    250 (81.17 to 583.4)
    """
    levels, per = confidence_levels(confidence), one_number(per, "per", above=0)
    x, n = counts(x, n)
    lower, upper = poisson(x, before(levels, x.ndim))
    method = np.where(np.isnan(x / n), "no count", poisson_method(x))
    source = "Breslow and Day 1987; OHID"
    return Estimate(x / n * per, lower / n * per, upper / n * per, n, method[()], source, levels, f"per {per:g}", x)


def mean(x: Numbers, confidence: Levels = 0.95) -> Estimate:
    """Return the mean of ``x`` with its Student t interval.

    ``x``: measurements in any unit, one for each person or area.

    Returns :class:`Estimate`; one measurement alone has no interval. Raises :class:`CannotMeasure`: nothing given, a
    missing or infinite value, or text.

    Source: Student (1908).

    >>> print(mean([50.34, 48.31, 46.91, 56.19, 56.54]))
    51.66 (46.11 to 57.21)
    """
    levels, x = confidence_levels(confidence), numbers(x, "x", ndim=1)
    n = x.size
    se = x.std(ddof=1) / np.sqrt(n) if n > 1 else np.nan
    reach = stdtrit(max(n - 1, 1), 0.5 + levels / 2) * se
    return Estimate(x.mean(), x.mean() - reach, x.mean() + reach, n, "Student's t", "Student 1908", levels, se=se)


def quantile(values: Numbers, bands: float = 5, highest_first: bool = True) -> np.ndarray:
    """Put areas into ``bands`` of equal number: fifths, tenths and so on.

    ``values``: a score for each area; a missing one gets no band. ``bands``: how many; 5 for fifths.
    ``highest_first``: band 1 holds the highest scores, as for deprivation scores.

    Returns an array of band numbers from 1; areas that tie share a band. All are NaN when there are fewer areas than
    bands. Raises :class:`CannotMeasure`: text, an infinite score, or a number of bands that is not whole.

    Source: the rule of OHID's quantiles.

    >>> quantile([0.7, 0.6, 0.2, 0.4, 0.5, 0.8, 0, 0.5])
    array([1., 2., 4., 4., 2., 1., 5., 2.])
    """
    bands = one_number(bands, "bands", least=2)
    if bands != int(bands):
        raise CannotMeasure(f"bands is {bands:g}. Give a whole number, such as 5 for fifths.")
    values = numbers(values, "values", ndim=1, missing=True)
    result = np.full(values.shape, np.nan)
    known = ~np.isnan(values)
    scores = -values[known] if highest_first else values[known]
    if scores.size < bands:
        return result
    lowest_rank = np.searchsorted(np.sort(scores), scores) + 1
    from_last = np.ceil((scores.size + 1 - lowest_rank) * bands / scores.size)
    result[known] = np.maximum(bands + 1 - from_last, 1)
    return result


def byar(x: Numbers, confidence: Levels = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return Byar's lower and upper limits of a count; the lower is NaN where it would be below 0.

    ``x``: counts, 0 or more.

    Returns two arrays. Raises :class:`CannotMeasure`: a count below 0, missing, infinite or text.

    Source: Breslow and Day (1987), from the formula.

    >>> lower, upper = byar(10)
    >>> round(float(lower), 3), round(float(upper), 3)
    (4.787, 18.391)
    """
    levels, x = confidence_levels(confidence), numbers(x, "x", least=0)
    lower, upper = byar_limits(x, before(levels, x.ndim))
    with np.errstate(invalid="ignore"):
        return np.where(lower >= 0, lower, np.nan), upper


def wilson(x, n, confidence):
    """Return Wilson's limits; the arrays are taken as checked."""
    p = x / n
    lower, upper = wilson_limits(x, n, z_value(confidence))
    return np.clip(lower, 0, p), np.clip(upper, p, 1)  # exact at 0 and n


def poisson(x, confidence):
    """Return the limits of a count: exact below 10, else Byar's. The arrays are taken as checked."""
    exact, near = exact_limits(x, confidence), byar_limits(x, confidence)
    return tuple(np.where(x < EXACT_BELOW, a, b) for a, b in zip(exact, near, strict=False))


def poisson_method(x):
    """Name the method that ``poisson`` uses for each count."""
    return np.where(x < EXACT_BELOW, "exact", "Byar")


def exact_limits(x, confidence):
    """Return the exact (chi-square) limits of a Poisson count."""
    tail = (1 - confidence) / 2
    return np.where(x > 0, gammaincinv(np.maximum(x, 1e-300), tail), 0 * x), gammaincinv(x + 1, 1 - tail)


def byar_limits(x, confidence):
    """Return Byar's limits of a count."""
    z = z_value(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    return lower, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
