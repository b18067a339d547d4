"""Rates made comparable between groups whose ages differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equityqi.gaps.checks import CannotMeasure, confidence_levels, numbers, one_number, together
from equityqi.gaps.estimates import Estimate, before
from equityqi.gaps.rates import byar_limits, poisson, poisson_method

if TYPE_CHECKING:
    from equityqi.gaps.estimates import Levels, Numbers

WITHHELD_BELOW = 10  # events; OHID publishes no directly standardised rate below this


def standardised_rate(
    x: Numbers,
    n: Numbers,
    standard: Numbers,
    per: float = 100_000,
    confidence: Levels = 0.95,
    frequency: Numbers | None = None,
) -> Estimate:
    """Return the directly standardised rate, with Dobson's interval.

    ``x``: events in each age band, bands on the last axis. With ``frequency`` one more axis follows: people who had
    that many events. ``n``: people in each age band. ``standard``: the standard population of each age band. ``per``:
    the number of people that the rate is for. ``frequency``: events per person, when one person can have several,
    such as ``[1, 2, 3]``.

    Returns :class:`Estimate`; below 10 events value and interval are withheld (NaN). Raises :class:`CannotMeasure`:
    missing or negative counts, a population of 0 or less, lists that differ in length, text or an infinite number.

    Source: Dobson and others (1991), with Byar's limits; OHID's form for events that are not
    independent.

    >>> print(standardised_rate([10, 20, 30], [1000, 1000, 1000], [5000, 3000, 2000], per=1000))
    17 (12.7 to 22.22)
    """
    levels, per = confidence_levels(confidence), one_number(per, "per", above=0)
    seen = numbers(x, "x", least=0)
    n = numbers(n, "n", above=0)
    standard = numbers(standard, "standard", least=0, ndim=1)
    squared = seen
    if frequency is not None:
        times = numbers(frequency, "frequency", above=0, ndim=1)
        if seen.ndim < 2 or seen.shape[-1] != times.size:
            raise CannotMeasure(
                f"frequency has {times.size} numbers. Give x one row for each age band and one column for each of them."
            )
        seen, squared = (seen * times).sum(axis=-1), (seen * times**2).sum(axis=-1)
    _by_band(seen)
    seen, squared, n, standard = together(x=seen, **{"x again": squared}, n=n, standard=standard)
    weight = standard.sum(axis=-1)
    if not np.all(weight > 0):
        raise CannotMeasure("standard adds up to 0. Give the standard population of each age band.")
    events = seen.sum(axis=-1)
    value = (standard * seen / n).sum(axis=-1) / weight
    variance = (standard**2 * squared / n**2).sum(axis=-1) / weight**2
    value, shown = np.where(events < WITHHELD_BELOW, np.nan, value), np.maximum(events, WITHHELD_BELOW)
    limits = (
        value + np.sqrt(variance / shown) * (limit - shown) for limit in byar_limits(shown, before(levels, shown.ndim))
    )
    lower, upper = (limit * per for limit in limits)
    words = "Dobson" if frequency is None else "Dobson, for events that are not independent"
    method = np.where(events < WITHHELD_BELOW, f"withheld: fewer than {WITHHELD_BELOW} events", words)[()]
    total = n.sum(axis=-1)
    return Estimate(value * per, lower, upper, total, method, "Dobson 1991; OHID", levels, f"per {per:g}", events)


def standardised_ratio(
    x: Numbers,
    n: Numbers,
    reference_x: Numbers,
    reference_n: Numbers,
    per: float = 1,
    confidence: Levels = 0.95,
    as_rate: bool = False,
) -> Estimate:
    """Return the indirectly standardised ratio: events seen, for each event expected.

    ``x``: events in each age band, bands on the last axis. ``n``: people in each age band. ``reference_x``: events in
    the reference population, by age band. ``reference_n``: people in the reference population, by age band. ``per``:
    1 for a ratio, 100 for one where 100 is as expected. ``as_rate``: give the indirectly standardised rate for
    ``per`` people instead.

    Returns :class:`Estimate`; ``numerator`` holds events seen and ``n`` events expected. Raises
    :class:`CannotMeasure`: missing or negative counts, a population of 0 or less, no events expected, lists that
    differ in length, text or an infinite number.

    Source: Breslow and Day (1987); exact limits below 10 events, else Byar's, as OHID.

    >>> print(standardised_ratio([12, 9, 20], [4000, 5000, 8000], [150, 100, 110], [75000, 50000, 55000]))
    1.206 (0.8653 to 1.636)
    """
    levels, per = confidence_levels(confidence), one_number(per, "per", above=0)
    x = numbers(x, "x", least=0)
    n = numbers(n, "n", above=0)
    reference_x = numbers(reference_x, "reference_x", least=0)
    reference_n = numbers(reference_n, "reference_n", above=0)
    _by_band(x)
    x, n, reference_x, reference_n = together(x=x, n=n, reference_x=reference_x, reference_n=reference_n)
    observed, expected = x.sum(axis=-1), (n * reference_x / reference_n).sum(axis=-1)
    if not np.all(expected > 0):
        raise CannotMeasure("No events are expected: reference_x is 0 in every age band. Choose a larger reference.")
    scale, unit = per, f"x {per:g}"
    if as_rate:
        scale, unit = per * reference_x.sum(axis=-1) / reference_n.sum(axis=-1), f"per {per:g}"
    lower, upper = poisson(observed, before(levels, observed.ndim))
    factor = scale / expected
    method = poisson_method(observed)[()]
    source = "Breslow and Day 1987; OHID"
    return Estimate(observed * factor, lower * factor, upper * factor, expected, method, source, levels, unit, observed)


def _by_band(x):
    if x.ndim == 0:  # spread over the bands it would be counted once for each
        raise CannotMeasure("x is one number. Give one number for each age band.")
