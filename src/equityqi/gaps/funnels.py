"""Which areas stand out from the rest by more than chance, given their size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, ndtri

from equityqi.gaps.checks import CannotMeasure, confidence_levels, counts, numbers, one_number, one_of
from equityqi.gaps.estimates import before, z_value
from equityqi.gaps.frames import frame_of
from equityqi.gaps.rates import exact_limits, poisson, wilson

if TYPE_CHECKING:
    from equityqi.gaps.estimates import Levels, Numbers

KINDS = ("proportion", "rate", "ratio")
HALVINGS = 60  # of the range of a share, to find a limit: more than a computer's numbers can tell apart
TRIM = 0.1  # the share of z-scores trimmed, or drawn in, at each end before overdispersion is judged


@dataclass(frozen=True, eq=False)
class Funnel:
    """A funnel: its centre line, its limits, and where each area stands.

    ``limits`` has one row for each size of area, ``frame`` one row for each area.
    """

    kind: str
    baseline: float
    limits: object
    frame: object
    n: float
    method: str
    source: str
    unit: str


@dataclass(frozen=True, eq=False)
class Overdispersion:
    """How much more areas differ than chance allows, and the limits that allow for it.

    ``phi`` is the variance ratio (1 when chance explains all), ``tau2`` the variance between areas
    on the working scale. ``frame`` has one row for each area.
    """

    phi: float
    tau2: float
    frame: object
    n: int
    method: str
    source: str


def funnel(
    numerator: Numbers,
    denominator: Numbers,
    kind: str = "proportion",
    per: float = 1,
    at: Numbers | None = None,
    confidence: Levels = (0.95, 0.998),
) -> Funnel:
    """Return funnel limits around the overall value, and the signal of each area.

    ``numerator``: events (or people counted) in each area. ``denominator``: people in each area; for ``kind="ratio"``
    the events expected. ``kind``: ``"proportion"``, ``"rate"`` or ``"ratio"`` (observed to expected, around 1).
    ``per``: what the values are for: 100 for percentages, 100_000 for rates. ``at``: sizes at which the limits are
    drawn: people for a proportion, events for a rate or a ratio, where each limit then says at which denominator it
    lies (``…_at``). None is 100 sizes.

    Returns :class:`Funnel`; a signal is ``"within"``, or ``"low"`` or ``"high"`` with the widest limit that is
    passed. Raises :class:`CannotMeasure`: as :func:`proportion` and :func:`rate`, a missing count, or an unknown
    kind.

    Source: Spiegelhalter (2005); OHID's form: Wilson for a proportion, else exact Poisson limits, and
    for the signals of rates Byar's from 10 events on.

    >>> funnel([77, 33, 149], [150.2, 25.5, 183.3], kind="ratio").frame["signal"].tolist()
    ['low, 99.8%', 'within', 'low, 95%']
    """
    one_of(kind, "kind", KINDS)
    levels, per = np.atleast_1d(confidence_levels(confidence)), one_number(per, "per", above=0)
    x, n = _areas(numerator, denominator, within=kind == "proportion")
    centre = 1.0 if kind == "ratio" else x.sum() / n.sum()
    if centre == 0:
        raise CannotMeasure("No events are counted in any area, so there is nothing to compare. Pool more months.")
    if at is None:
        largest = n.max() if kind == "proportion" else max(x.max(), n.max() * centre)
        at = np.unique(np.geomspace(1, max(1.1 * largest, 2), 100).round())
    at = numbers(at, "at", above=0, ndim=1)

    limits = {"size": at, "baseline": np.full(at.size, centre * per)}
    for level in levels:
        name = f"{100 * level:g}".replace(".", "_")
        if kind == "proportion":
            reach = z_value(level) * np.sqrt(centre * (1 - centre) / at)
            limits[f"lower_{name}"] = np.clip(centre - reach, 0, 1) * per
            limits[f"upper_{name}"] = np.clip(centre + reach, 0, 1) * per
            continue
        fewest, most = exact_limits(at, level)
        for side, events in (("lower", most), ("upper", fewest)):
            limits[f"{side}_{name}_at"] = events / centre
            limits[f"{side}_{name}"] = at / events * centre * per

    lower, upper = wilson(x, n, before(levels, 1)) if kind == "proportion" else poisson(x, before(levels, 1))
    usual = centre if kind == "proportion" else n * centre
    signal = np.full(x.size, "within", dtype=object)
    for level, low, high in sorted(zip(levels, lower, upper, strict=False), key=lambda one: one[0]):
        signal[high < usual] = f"low, {100 * level:g}%"
        signal[low > usual] = f"high, {100 * level:g}%"
    areas = frame_of({"numerator": x, "denominator": n, "value": x / n * per, "signal": signal})
    method = "Wilson" if kind == "proportion" else "exact Poisson limits; signals exact below 10, else Byar"
    unit = "%" if (kind, per) == ("proportion", 100) else kind if per == 1 else f"per {per:g}"
    return Funnel(kind, centre * per, frame_of(limits), areas, n.sum(), method, "Spiegelhalter 2005; OHID", unit)


def chance_range(denominator: Numbers, share: float, confidence: float = 0.95, per: float = 1) -> tuple[float, float]:
    """Return how far chance alone spreads the shares of several groups that are all served alike: from the lowest to
    the highest.

    ``denominator``: people in each group; ``share``: that of all groups, between 0 and 1; ``per``: 100 for percentages.
    In so many of 100 cases as ``confidence`` says all groups lie within the range, and half of the others on each side.
    Raises :class:`CannotMeasure`: as :func:`proportion`.

    Source: the smallest and largest of independent binomial shares, each with its own denominator.

    >>> [round(limit, 1) for limit in chance_range([100] * 40, 0.5, per=100)]
    [34.0, 66.0]
    """
    n = numbers(denominator, "denominator", above=0, ndim=1)
    share, tail = one_number(share, "share", above=0), (1 - float(confidence)) / 2

    def all_above(limit: float) -> float:
        fewer = np.ceil(limit * n - 1e-9)  # so many or more lie above it
        return float(np.prod(np.where(fewer <= 0, 1.0, betainc(np.maximum(fewer, 1), n - fewer + 1, share))))

    def all_below(limit: float) -> float:
        most = np.floor(limit * n + 1e-9)
        return float(np.prod(np.where(most >= n, 1.0, betainc(np.maximum(n - most, 1e-9), most + 1, 1 - share))))

    low, high = 0.0, share
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if all_above(middle) >= 1 - tail else (low, middle)
    lowest, (low, high) = low, (share, 1.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if all_below(middle) >= 1 - tail else (middle, high)
    return lowest * per, high * per


def overdispersion(numerator: Numbers, denominator: Numbers, kind: str = "ratio") -> Overdispersion:
    """Return how much more areas differ than chance allows, with 95% and 99.8% limits that allow for it.

    ``numerator``: events in each area. ``denominator``: events expected (``kind="ratio"``) or people
    (``kind="proportion"``).

    Returns :class:`Overdispersion`. Columns of the frame: ``value``, ``transformed`` (log, or arcsine of the root),
    ``se``, ``z``, ``z_used`` (NaN where it was trimmed), ``lower_95`` to ``upper_99_8`` (chance alone), the same with
    ``_wide`` (chance and ``tau2``), and ``outlier`` (beyond the widest). Raises :class:`CannotMeasure`: as
    :func:`funnel`, a ratio of 0, or fewer than three areas.

    Source: Spiegelhalter (2005, 2012), additive random effects; a tenth of the z-scores is trimmed at
    each end for ratios and drawn in (winsorised) for proportions.

    >>> spread = overdispersion([36, 109, 48, 58, 280, 366], [43.5, 104.6, 56.4, 56.9, 240.8, 229.9])
    >>> round(spread.phi, 3), round(spread.tau2, 5)
    (9.735, 0.09633)
    """
    one_of(kind, "kind", ("ratio", "proportion"))
    x, n = _areas(numerator, denominator, within=kind == "proportion")
    if x.size < 3:
        raise CannotMeasure(f"There are {x.size} areas. Overdispersion needs at least three.")
    if kind == "ratio":
        numbers(x, "numerator", above=0)
        transformed, target, se, back = np.log(x / n), 0.0, 1 / np.sqrt(n), np.exp
    else:
        transformed, target = np.arcsin(np.sqrt(x / n)), np.arcsin(np.sqrt(x.sum() / n.sum()))
        se, back = 1 / (2 * np.sqrt(n)), _from_arcsine
    z = (transformed - target) / se
    used = _trimmed(z) if kind == "ratio" else np.clip(z, *np.quantile(z, [TRIM, 1 - TRIM]))

    kept = ~np.isnan(used)
    m, weight = kept.sum(), 1 / se[kept] ** 2
    phi = (used[kept] ** 2).mean()
    shared = weight.sum() - (weight**2).sum() / weight.sum()
    if shared < 1e-6 * weight.sum():
        raise CannotMeasure("One area holds nearly all of the denominator, so there is no spread. Check the column.")
    tau2 = max(0.0, (m * phi - (m - 1)) / shared)

    frame = {"value": x / n, "transformed": transformed, "se": se, "z": z, "z_used": used}
    wide = np.sqrt(se**2 + tau2)
    for name, level in (("95", 0.95), ("99_8", 0.998)):
        reach = ndtri(0.5 + level / 2)
        if kind == "ratio":
            chance = [limit / n for limit in exact_limits(n, level)]
        else:
            chance = [back(target - reach * se), back(target + reach * se)]
        frame[f"lower_{name}"], frame[f"upper_{name}"] = chance
        with np.errstate(over="ignore"):
            frame[f"lower_{name}_wide"] = back(target - reach * wide)
            frame[f"upper_{name}_wide"] = back(target + reach * wide)
    frame = frame_of(frame)
    frame["outlier"] = ~frame["value"].between(frame["lower_99_8_wide"], frame["upper_99_8_wide"])
    how = "a tenth trimmed at each end" if kind == "ratio" else "a tenth drawn in at each end"
    return Overdispersion(
        float(phi), float(tau2), frame, x.size, f"additive random effects, {how}", "Spiegelhalter 2012"
    )


def _areas(numerator, denominator, within):
    return counts(numbers(numerator, "numerator", ndim=1), numbers(denominator, "denominator", ndim=1), within=within)


def _from_arcsine(angle):
    return np.sin(np.clip(angle, 0, np.pi / 2)) ** 2


def _trimmed(z):
    """Return z-scores without the lowest and the highest tenth."""
    rank = np.empty(z.size)
    rank[np.argsort(z, kind="stable")] = np.arange(1, z.size + 1)
    tenth = np.floor(rank / TRIM / (z.size + 1) + 1e-12)
    return np.where((tenth == 0) | (tenth == round(1 / TRIM) - 1), np.nan, z)
