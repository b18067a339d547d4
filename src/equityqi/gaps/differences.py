"""The gap between two groups: subtracted, divided, and divided the other way round."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equityqi.gaps.checks import CannotMeasure, confidence_levels, counts, numbers, one_number, together
from equityqi.gaps.estimates import Estimate, before, log_normal, normal
from equityqi.gaps.frames import stacked
from equityqi.gaps.rates import wilson
from equityqi.share_intervals import newcombe_limits

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps.estimates import Levels, Numbers


@dataclass(frozen=True, eq=False)
class Gap:
    """The gap between two groups, told in the ways that can disagree.

    ``absolute`` is above 0 where the worst-served group is behind: best minus worst, or worst minus best where
    less is better. ``relative`` is worst divided by best; ``relative_of_lack`` divides the shares of people
    who went without. The last is None for values whose whole is not known.
    """

    worst: object
    best: object
    absolute: Estimate
    relative: Estimate
    relative_of_lack: Estimate | None

    @property
    def frame(self) -> pd.DataFrame:
        """Return a table with one row for each way to tell the gap."""
        ways = {"absolute": self.absolute, "relative": self.relative, "relative of lack": self.relative_of_lack}
        ways = {name: estimate for name, estimate in ways.items() if estimate is not None}
        return stacked((estimate.frame.assign(gap=name) for name, estimate in ways.items()), "gap")


def gap(
    frame: pd.DataFrame,
    group: Hashable,
    worst: object,
    best: object,
    *,
    better: int = 1,
    confidence: Levels = 0.95,
    per: float | None = None,
) -> Gap:
    """Return the gap between two groups of a table, absolute and relative together.

    ``frame``: a table with one row for each group, and either the columns ``numerator`` and ``denominator``, or
    ``value`` and, if known, ``se`` (its standard error). ``group``: the column that names the groups. ``worst``: the
    group served least well. An absolute gap above 0 means that it is behind ``best``. ``best``: the group to compare
    with. ``better``: 1 where more is better, -1 where less is better, such as harm or waiting. ``per``: what values
    are for: 1 or 100. None is 100 (points) for counts, and unknown for values.

    Returns :class:`Gap`. Raises :class:`CannotMeasure`: a column or group that is not there, a group with two rows,
    one group twice, ``better`` that is neither 1 nor -1, and numbers that :func:`proportion` refuses.

    Source: Newcombe (1998), method 10, for the difference of proportions; Katz and others (1978) for
    their ratio; normal intervals for values with a standard error. The sign is that of the course's
    aims: ``better`` times (best minus worst).

    >>> import pandas as pd
    >>> table = pd.DataFrame({"fifth": [1, 5], "numerator": [620, 1148], "denominator": [800, 1312]})
    >>> told = gap(table, "fifth", worst=1, best=5)
    >>> print(told.absolute, told.relative, told.relative_of_lack, sep="; ")
    10 (6.651 to 13.46); 0.8857 (0.8488 to 0.9242); 1.8 (1.485 to 2.182)
    """
    rows = _two_rows(frame, group, worst, best)
    check_better(better)
    if {"numerator", "denominator"} <= set(rows.columns):
        (x1, x2), (n1, n2) = rows["numerator"], rows["denominator"]
        per = 100 if per is None else one_number(per, "per", above=0)
        x, n = counts([x1, x2], [n1, n2], within=True)
        numbers(x, "numerator"), numbers(n, "denominator")
        lacks = n - x
        first, second = list(zip(x, n, strict=False))[::-better]
        return Gap(
            worst,
            best,
            difference(*first, *second, confidence, per),
            ratio(x[0], n[0], x[1], n[1], confidence),
            ratio(lacks[0], n[0], lacks[1], n[1], confidence),
        )
    if "value" not in rows:
        raise CannotMeasure(
            f"The table has the columns {', '.join(map(str, frame.columns))}. "
            "A gap needs 'numerator' and 'denominator', or 'value'. Rename the columns, then try again."
        )
    values = numbers(rows["value"], "value")
    se = numbers(rows["se"], "se", least=0, missing=True) if "se" in rows else np.full(2, np.nan)
    absolute = difference_of_values(*values[::-better], *se[::-better], confidence=confidence)
    lack = None
    if per is not None:
        whole = one_number(per, "per", above=0)
        numbers(values, "value", least=0, most=whole)
        lack = ratio_of_values(whole - values[0], whole - values[1], *se, confidence=confidence)
    return Gap(worst, best, absolute, ratio_of_values(*values, *se, confidence=confidence), lack)


def check_better(better: object) -> None:
    """Refuse a direction that is neither 1 (more is better) nor -1 (less is better)."""
    whole = isinstance(better, (int, np.integer)) and not isinstance(better, bool)
    if not whole or better not in (1, -1):
        raise CannotMeasure(f"better is {better!r}. Write 1 where more is better, and -1 where less is better.")


def difference(
    x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: Levels = 0.95, per: float = 100
) -> Estimate:
    """Return the difference of two proportions, first minus second, with Newcombe's interval.

    ``x1``, ``n1``: people counted and people who could have been, in the first group. ``x2``, ``n2``: the same in the
    second. ``per``: 100 for points, 1 for proportions.

    Returns :class:`Estimate`; ``n`` is both groups together. Raises :class:`CannotMeasure`: as :func:`proportion`.

    Source: Newcombe (1998), method 10.

    >>> print(difference(70, 100, 80, 100))
    -10 (-21.67 to 2.025)
    """
    levels, per = confidence_levels(confidence), one_number(per, "per", above=0)
    x1, n1, x2, n2 = _pairs(x1, n1, x2, n2)
    level = before(levels, x1.ndim)
    p1, p2 = x1 / n1, x2 / n2
    lower, upper = newcombe_limits((p1, *wilson(x1, n1, level)), (p2, *wilson(x2, n2, level)))
    unit = {1.0: "proportion", 100.0: "points"}.get(per, f"per {per:g}")
    return Estimate((p1 - p2) * per, lower * per, upper * per, n1 + n2, "Newcombe", "Newcombe 1998", levels, unit)


def ratio(x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: Levels = 0.95) -> Estimate:
    """Return the ratio of two proportions, first divided by second, with Katz's interval.

    ``x1``, ``n1``: people counted and people who could have been, in the first group. ``x2``, ``n2``: the same in the
    second.

    Returns :class:`Estimate`; without an interval where a count is 0, and not defined (NaN) where the second is.
    ``se`` is on the log scale. Raises :class:`CannotMeasure`: as :func:`proportion`.

    Source: Katz and others (1978).

    >>> print(ratio(70, 100, 80, 100))
    0.875 (0.7445 to 1.028)
    """
    levels = confidence_levels(confidence)
    x1, n1, x2, n2 = _pairs(x1, n1, x2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(x2 > 0, (x1 / n1) / (x2 / n2), np.nan)
        se = np.sqrt(np.maximum((1 - x1 / n1) / x1 + (1 - x2 / n2) / x2, 0))
    se = np.where((x1 > 0) & (x2 > 0), se, np.nan)
    return log_normal(value, se, n1 + n2, "Katz, log scale", "Katz 1978", levels, unit="ratio")


def difference_of_values(
    first: Numbers,
    second: Numbers,
    se_first: Numbers | None = None,
    se_second: Numbers | None = None,
    confidence: Levels = 0.95,
) -> Estimate:
    """Return first minus second for two values with their standard errors.

    ``first``, ``second``: two values of one unit, such as years of life. ``se_first``, ``se_second``: their standard
    errors; None or NaN gives no interval.

    Returns :class:`Estimate`, in the unit of the values. Raises :class:`CannotMeasure`: text, a missing or infinite
    value, a standard error below 0.

    Source: the normal interval of a difference of two independent values.

    >>> print(difference_of_values(74.1, 82.8, 0.2, 0.15))
    -8.7 (-9.19 to -8.21)
    """
    levels = confidence_levels(confidence)
    first, second, se1, se2 = _values(first, second, se_first, se_second)
    return normal(first - second, np.hypot(se1, se2), 2, "normal", "independent values", levels)


def ratio_of_values(
    first: Numbers,
    second: Numbers,
    se_first: Numbers | None = None,
    se_second: Numbers | None = None,
    confidence: Levels = 0.95,
) -> Estimate:
    """Return first divided by second for two values with their standard errors.

    ``first``, ``second``: two values of one unit, 0 or more. ``se_first``, ``se_second``: their standard errors; None
    or NaN gives no interval.

    Returns :class:`Estimate`, not defined (NaN) where the second value is 0. ``se`` is on the log scale. Raises
    :class:`CannotMeasure`: text, a missing, infinite or negative value, a standard error below 0.

    Source: the delta method on the log scale, as in WHO's summary measures.

    >>> print(ratio_of_values(64.9, 31.1, 0.533, 0.54))
    2.087 (2.01 to 2.167)
    """
    levels = confidence_levels(confidence)
    first, second, se1, se2 = _values(first, second, se_first, se_second, least=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(second > 0, first / second, np.nan)
        se = np.where((first > 0) & (second > 0), np.hypot(se1 / first, se2 / second), np.nan)
    return log_normal(value, se, 2, "normal, log scale", "WHO summary measures", levels, unit="ratio")


def _pairs(x1, n1, x2, n2):
    x1, n1 = counts(x1, n1, within=True)
    x2, n2 = counts(x2, n2, within=True)
    return together(**{"first group": x1, "its denominator": n1, "second group": x2, "its denominator again": n2})


def _values(first, second, se_first, se_second, least=None):
    first, second = numbers(first, "first", least=least), numbers(second, "second", least=least)
    se_first = numbers(np.nan if se_first is None else se_first, "se_first", least=0, missing=True)
    se_second = numbers(np.nan if se_second is None else se_second, "se_second", least=0, missing=True)
    return together(first=first, second=second, se_first=se_first, se_second=se_second)


def _two_rows(frame, group, worst, best):
    columns = getattr(frame, "columns", None)
    if columns is None or not hasattr(frame, "loc"):
        raise CannotMeasure("A gap is read from a table. Give a pandas DataFrame with one row for each group.")
    if not columns.is_unique:
        raise CannotMeasure("Two columns of the table have one name. Rename one of them, then try again.")
    if not any(_same(group, column) for column in columns):
        raise CannotMeasure(f"There is no column {group!r}. The columns are {', '.join(map(str, columns))}.")
    if _same(worst, best):
        raise CannotMeasure(f"Both groups are {worst!r}. Name two different groups.")
    rows = []
    for name in (worst, best):
        found = np.flatnonzero([_same(label, name) for label in frame[group]])
        if found.size == 0:
            known = ", ".join(dict.fromkeys(map(str, frame[group][:12])))
            raise CannotMeasure(f"Column {group!r} has no group {name!r}. Its groups are {known}.")
        if found.size > 1:
            raise CannotMeasure(
                f"Group {name!r} stands in {found.size} rows of column {group!r}, first in rows {found[0] + 1} "
                f"and {found[1] + 1}. Choose one month, or add the rows together first."
            )
        rows.append(found[0])
    return frame.iloc[rows]


def _same(one, other):
    try:
        return bool(one == other)
    except (TypeError, ValueError):  # a missing label, or a list
        return False
