"""Measures over all groups at once: how far from the average, and how far along the ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equityqi.gaps.checks import CannotMeasure, confidence_levels, numbers, one_number, rank_order, together
from equityqi.gaps.estimates import Estimate, normal
from equityqi.gaps.frames import stacked

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps.estimates import Levels, Numbers

FEWEST = 3  # groups
ZERO = 1e-6  # stands for a value of 0 in the mean log deviation, in the unit of the values (WHO)
NAMES = {
    "aci": "absolute concentration index",
    "rci": "relative concentration index",
    "bgv": "between-group variance",
    "idisu": "index of disparity, groups alike",
    "idisw": "index of disparity, by population",
    "theil": "Theil index x 1000",
    "mld": "mean log deviation x 1000",
    "par": "population attributable risk",
    "paf": "population attributable fraction, %",
}


@dataclass(frozen=True, eq=False)
class Concentration:
    """The concentration index over people: ``relative``, and ``absolute`` in the unit of the values."""

    relative: Estimate
    absolute: Estimate

    @property
    def frame(self) -> pd.DataFrame:
        """Return a table with one row for each form."""
        forms = {"relative": self.relative, "absolute": self.absolute}
        return stacked((estimate.frame.assign(index=name) for name, estimate in forms.items()), "index")


def measures(
    values: Numbers,
    population: Numbers,
    se: Numbers | None = None,
    *,
    groups: object = None,
    ordered: bool = True,
    higher_is_better: bool = True,
    per: float | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return summary measures of inequality over three groups or more, one row a measure.

    ``values``: one value for each group, 0 or more; from the first rank (served least well) to the last when
    ``ordered``. ``population``: people in each group. ``se``: standard error of each value; without it only ACI and
    RCI (and, with ``per``, PAR and PAF) have an interval. ``groups``: names to sort by, when rows are not in order:
    numbers, or an ordered categorical. ``ordered``: False for groups with no rank, such as ethnic groups: then ACI
    and RCI are left out. ``higher_is_better``: False for a rate of harm. ``per``: 1 for proportions, 100 for
    percentages: PAR and PAF then take their interval from the counts, as WHO does. Never guessed. ``confidence``: one
    level, between 0 and 1.

    Returns a table indexed ``aci``, ``rci``, ``bgv``, ``idisu``, ``idisw``, ``theil``, ``mld``, ``par``, ``paf``,
    with name, value, lower, upper, se, n, unit, method and source. PAR and PAF compare with the last rank (or the
    best group when not ordered), and are 0 where that group does no better. Raises :class:`CannotMeasure`: fewer than
    three groups, groups twice or with no order, missing, negative or infinite values, all values 0, people 0 or
    fewer.

    Source: WHO, Handbook on health inequality monitoring; the intervals are normal (1.96), which with
    five groups is optimistic.

    >>> table = measures([31.1, 36.8, 43.4, 62.9, 64.9], [7358, 14481, 7183, 9392, 8016], [0.5] * 5)
    >>> table.loc[["aci", "rci", "par"], "value"].round(3).tolist()
    [7.26, 0.154, 17.851]
    """
    levels = one_number(confidence_levels(confidence), "confidence")
    y, people, se = _groups(values, population, se)
    if y.size < FEWEST:
        raise CannotMeasure(f"The number of groups is {y.size}. These measures need at least three. For two use gap().")
    order = rank_order(groups, y.size)
    y, people, se = y[order], people[order], None if se is None else se[order]
    w = people / people.sum()
    mu = w @ y
    best = y.size - 1 if ordered else int(y.argmax() if higher_is_better else y.argmin())

    rows = _concentration_rows(y, people, w, mu) if ordered else {}
    rows["bgv"] = w @ (y - mu) ** 2, _between_error(y, w, mu, se), "", "variance of group means"
    for name, share in (("idisu", np.full(y.size, 1 / y.size)), ("idisw", w)):
        rows[name] = 100 * (share @ abs(y - mu)) / mu, _disparity_error(y, w, mu, se, share), "%", "delta"
    for name, (value, error, method) in (("theil", _theil(y, w, mu, se)), ("mld", _log_deviation(y, w, mu, se))):
        rows[name] = 1000 * value, 1000 * error, "", method
    gain = y[best] - mu
    gain = max(gain, 0.0) if higher_is_better else min(gain, 0.0)
    error, method = _attributable_error(y, people, w, mu, se, best, per)
    rows["par"] = gain, error * mu, "as the values", method
    rows["paf"] = 100 * gain / mu, 100 * error, "%", method

    table = []
    for name, (value, error, unit, method) in rows.items():
        estimate = normal(value, error, people.sum(), method, "WHO summary measures", levels, unit=unit)
        table.append(estimate.frame.assign(measure=name, name=NAMES[name]))
    columns = ["name", "value", "lower", "upper", "se", "n", "unit", "method", "source"]
    return stacked(table, "measure")[columns]


def theil(
    values: Numbers, population: Numbers | None = None, se: Numbers | None = None, confidence: Levels = 0.95
) -> Estimate:
    """Return the Theil index of people or of groups, 0 when all are equal.

    ``values``: one value for each person or group, 0 or more. ``population``: people in each group; None is one each.
    ``se``: standard error of each value; without it there is no interval.

    Returns :class:`Estimate` (not times 1000). Raises :class:`CannotMeasure`: missing, negative or infinite values,
    all values 0, people 0 or fewer.

    Source: Theil (1967); the delta method for its interval, as WHO.

    >>> print(theil([24.46, 15.89]))
    0.02273 (no interval)
    """
    levels = confidence_levels(confidence)
    y, people, se = _groups(values, population, se)
    w = people / people.sum()
    value, error, method = _theil(y, w, w @ y, se)
    return normal(value, error, people.sum(), method, "Theil 1967; WHO summary measures", levels)


def mean_log_deviation(
    values: Numbers, population: Numbers | None = None, se: Numbers | None = None, confidence: Levels = 0.95
) -> Estimate:
    """Return the mean log deviation of people or of groups, 0 when all are equal.

    Takes what :func:`theil` takes. A value of 0 has no logarithm and counts as one millionth of the unit.

    Source: Theil (1967); WHO's summary measures.

    >>> print(mean_log_deviation([24.46, 15.89], [100, 300], [0.5, 0.4]))
    0.01865 (0.01298 to 0.02431)
    """
    levels = confidence_levels(confidence)
    y, people, se = _groups(values, population, se)
    w = people / people.sum()
    value, error, method = _log_deviation(y, w, w @ y, se)
    return normal(value, error, people.sum(), method, "Theil 1967; WHO summary measures", levels)


def concentration(
    values: Numbers, rank_by: Numbers, weights: Numbers | None = None, confidence: Levels = 0.95
) -> Concentration:
    """Return the concentration index over people, relative and absolute.

    ``values``: what is shared out, one number for each person, 0 or more. ``rank_by``: what people are ranked by,
    lowest first; equal ranks stay in the order of rows. ``weights``: how many people each row stands for; None is one
    each.

    Returns :class:`Concentration`; positive when people of higher rank have more. Raises :class:`CannotMeasure`:
    fewer than two people, missing, negative or infinite numbers, all values 0.

    Source: Kakwani, Wagstaff and van Doorslaer (1997); with weights, the same linear form weighted.

    >>> print(concentration([1, 1, 1, 0, 1], [0.78, 0.295, 1.334, 0.305, 1.115]).relative)
    0.1 (-0.144 to 0.344)
    """
    levels = confidence_levels(confidence)
    y, weights, _ = _groups(values, weights, None)
    rank_by = numbers(rank_by, "rank_by", ndim=1)
    together(values=y, rank_by=rank_by)
    if y.size < 2 or rank_by.size != y.size:
        raise CannotMeasure("A concentration index needs at least two people, each with a value and a rank.")
    order = np.argsort(rank_by, kind="stable")
    y, w = y[order], (weights / weights.sum())[order]
    mu, rank = w @ y, np.cumsum(w) - w / 2
    index = 2 * (w * y) @ (rank - 0.5) / mu
    curve = np.cumsum(w * y) / mu
    before = np.concatenate([[0.0], curve[:-1]])
    influence = y / mu * (2 * rank - 1 - index) + 2 - before - curve
    error = np.sqrt(w**2 @ (influence - (1 + index)) ** 2)
    method, source = "linear (delta)", "Kakwani, Wagstaff and van Doorslaer 1997"
    relative = normal(index, error, y.size, method, source, levels)
    return Concentration(relative, normal(index * mu, error * mu, y.size, method, source, levels, unit="as the values"))


def _groups(values, population, se):
    y = numbers(values, "values", least=0, ndim=1)
    people = np.ones(y.size) if population is None else numbers(population, "population", above=0, ndim=1)
    se = None if se is None else numbers(se, "se", least=0, ndim=1)
    for name, other in (("population", people), ("se", se)):
        if other is not None and other.size != y.size:
            raise CannotMeasure(f"values has {y.size} numbers and {name} has {other.size}. Give one for each group.")
    if y.max() == 0:
        raise CannotMeasure("All values are 0, so there is nothing to share out. Check the column.")
    return y, people, se


def _concentration_rows(y, people, w, mu):
    """Regress 2 var(rank) y on rank, rows weighted by people: the slope is the index."""
    rank = np.cumsum(w) - w / 2
    off_middle = rank - 0.5
    variance = w @ off_middle**2
    left = 2 * variance * y
    index = (w * off_middle) @ left / variance
    off_line = left - w @ left - index * off_middle
    error = np.sqrt(people @ off_line**2 / (y.size - 2) / (people @ off_middle**2))
    method = "convenient regression on rank"
    return {"aci": (index, error, "as the values", method), "rci": (index / mu, error / mu, "-1 to 1", method)}


def _between_error(y, w, mu, se):
    if se is None:
        return np.nan
    v = w**2 * se**2
    four = 4 * v @ (y - mu) ** 2
    two = 2 * (v.sum() ** 2 - (v**2).sum() + (w**2 * (1 - w) ** 2) @ se**4)
    return np.sqrt(four + two)


def _disparity_error(y, w, mu, se, share):
    sign = np.sign(y - mu)
    lean = share * sign - w * (share @ sign) - w * (share @ abs(y - mu)) / mu
    return 100 / mu * _delta(lean, se)


def _theil(y, w, mu, se):
    r = y / mu
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.where(r > 0, np.log(r), np.log(ZERO / mu))
    value = (w * r) @ log  # a value of 0 adds 0: r ln r goes to 0 with r
    lean = w / mu * (1 + log - (w * r) @ (1 + log))
    return value, _delta(lean, se), "delta"


def _log_deviation(y, w, mu, se):
    r = np.where(y > 0, y, ZERO) / mu
    method = "delta" if y.min() > 0 else "delta; a value of 0 counts as 0.000001"
    return -w @ np.log(r), _delta(w / mu * (1 - 1 / r), se), method


def _delta(lean, se):
    """Return the first-order error; NaN where all groups are equal, and the first order says nothing."""
    if se is None or not np.any(abs(lean) > 1e-12 * abs(lean).max(initial=1)):
        return np.nan
    return np.sqrt(lean**2 @ se**2)


def _attributable_error(y, people, w, mu, se, best, per):
    """Return the standard error of the fraction, and its method."""
    if per is not None:
        per = one_number(per, "per", above=0)
        numbers(y, "values", most=per)
        events, all_people = y * people / per, people.sum()
        c, d = events[best], people[best] - events[best]
        a = events.sum() - c
        b = all_people - people[best] - a
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = c * all_people * (a * d * (all_people - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3)
        return np.sqrt(np.maximum(variance, 0)), "from the two-by-two table of counts"
    if se is None:
        return np.nan, "no interval: give se, or per"
    lean = -w * y[best] / mu**2
    lean[best] += 1 / mu
    return np.sqrt(lean**2 @ se**2), "delta"
