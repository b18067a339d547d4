"""The slope index of inequality: the gap across all groups, not only the first and the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import logit

from equityqi.gaps.checks import CannotMeasure, confidence_levels, numbers, one_number, one_of, rank_order, together
from equityqi.gaps.estimates import Estimate, log_normal, normal, plain, z_value
from equityqi.gaps.frames import stacked

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps.estimates import Levels, Numbers

FEWEST, OHID_FEWEST, OHID_MOST = 3, 5, 100  # groups
BLOCK = 10_000  # draws
COARSE = 1e-4  # above this standard error, rounding to 7 digits is lost in the noise of the draws, and 3 times as fast
SOURCE = "OHID; WHO summary measures"


class Scale(NamedTuple):
    """A scale to work on: there, back again, and how far a value moves for a small step on it."""

    forward: Callable
    back: Callable
    step: Callable


SCALES = {
    "natural": Scale(lambda y: y, lambda v: v, np.ones_like),
    "log": Scale(np.log, np.exp, lambda y: y),
    "logit": Scale(logit, lambda v: 1 / (1 + np.exp(-v)), lambda y: y * (1 - y)),
}


@dataclass(frozen=True, eq=False)
class Slope:
    """Slope index (``sii``) and relative index (``rii``) of inequality, and the line behind them.

    ``rank`` is the middle of each group on a scale of people from 0 (first group) to 1 (last);
    ``at_first`` and ``at_last`` are the ends of the line, in the unit of the values.
    """

    sii: Estimate
    rii: Estimate
    rank: np.ndarray
    at_first: float | np.ndarray
    at_last: float | np.ndarray

    @property
    def frame(self) -> pd.DataFrame:
        """Return a table with one row for each index (and area)."""
        return stacked([self.sii.frame.assign(index="sii"), self.rii.frame.assign(index="rii")], "index")


def slope(
    values: Numbers,
    population: Numbers,
    se: Numbers | None = None,
    interval: str = "analytic",
    seed: int = 0,
    *,
    groups: object = None,
    scale: str = "natural",
    transform: bool = False,
    multiplier: float = 1,
    confidence: Levels = 0.95,
    draws: int = 100_000,
) -> Slope:
    """Return the slope and relative index of inequality of groups in rank order.

    ``values``: one value for each group, from the first group (rank 0) to the last (rank 1). Rows are areas when
    there are several: shape (areas, groups). ``population``: people in each group, the same shape or one row for all.
    ``se``: standard error of each value, on ``scale``; see :func:`standard_error`. Without it the analytic interval
    rests on how far the values lie from the line (HC1). ``interval``: ``"analytic"``, or ``"simulated"`` as OHID
    publishes it, for 5 to 100 groups with ``se``. ``seed``: of the simulation. An area's interval is the same alone
    as among others. ``groups``: names to sort by, when the groups are not in order: numbers, or an ordered
    categorical. ``scale``: where ``se`` stands: ``"natural"``, ``"log"`` for rates, ``"logit"`` for proportions.
    ``transform``: fit the line on ``scale`` too, and read its ends back. ``multiplier``: the SII is multiplied by it;
    a negative one also turns the RII over. ``confidence``: between 0 and 1; several give several intervals.
    ``draws``: how many simulated tables.

    Returns :class:`Slope`. SII is the last end of the line minus the first, RII is last divided by first; where an
    end is 0 or below the RII is not defined (NaN). Raises :class:`CannotMeasure`: fewer than three groups, groups
    twice or with no order, missing or infinite values, people 0 or fewer, values all equal and no ``se`` to give them
    an interval.

    Source: Pamuk (1985); weighted least squares on mid-ranks and simulation as OHID; HC1 as WHO's
    summary measures. Both intervals use the normal 1.96, which with five groups is optimistic.

    >>> told = slope([31.1, 36.8, 43.4, 62.9, 64.9], [7358, 14481, 7183, 9392, 8016])
    >>> print(told.sii, told.rii, sep="; ")
    45.92 (34.31 to 57.54); 2.906 (2.124 to 3.976)
    """
    one_of(interval, "interval", ("analytic", "simulated"))
    one_of(scale, "scale", tuple(SCALES))
    levels = confidence_levels(confidence)
    multiplier = one_number(multiplier, "multiplier")
    if multiplier == 0:
        raise CannotMeasure("multiplier is 0, and would make every slope 0. Use 1, 100 or -1.")
    y, people, se = _tables(values, population, se, groups, scale)
    draws, seed = _whole(draws, "draws", 100), _whole(seed, "seed", 0)
    _check_interval(interval, y, se)

    link = SCALES[scale]
    fit = link if transform else SCALES["natural"]
    rank, ends = _line(people)
    fitted = fit.forward(y)
    first, last = ((end * fitted).sum(axis=-1) for end in ends)
    bottom, top = fit.back(first), fit.back(last)
    sii, rii = _indices(bottom, top, multiplier)
    defined = (bottom > 0) & (top > 0)
    rii = np.where(defined, rii, np.nan)

    n = people.sum(axis=-1)
    if interval == "simulated":
        shared = (n, f"simulated, {draws} draws, seed {seed}", SOURCE, levels)
        limits = _simulate(y, se, ends, link, fit, multiplier, levels, draws, seed)
        limits[1] = np.where(defined, limits[1], np.nan)
        indices = (
            Estimate(sii, limits[0][0], limits[0][1], *shared),
            Estimate(rii, limits[1][0], limits[1][1], *shared, unit="ratio"),
        )
    else:
        if se is None:
            shared = (n, "analytic, from the scatter about the line (HC1)", SOURCE, levels)
            error = _scatter(fitted, first, last, rank)
        else:
            shared = (n, "analytic, from se", SOURCE, levels)
            error = se if transform else se * link.step(y)
        sii_se, rii_se = _errors(error, ends, fit, bottom, top)
        indices = (
            normal(sii, sii_se * abs(multiplier), *shared),
            log_normal(rii, np.where(defined, rii_se, np.nan), *shared, unit="ratio"),
        )
    return Slope(*indices, rank, plain(bottom), plain(top))


def standard_error(
    lower: Numbers, upper: Numbers, scale: str = "natural", confidence: float = 0.95
) -> float | np.ndarray:
    """Return the standard error that a published interval was made from.

    ``lower``, ``upper``: the limits, as published. ``scale``: ``"natural"``, ``"log"`` for rates, ``"logit"`` for
    proportions; the result stands on it. ``confidence``: that of the limits.

    Returns a number, or an array of one for each pair of limits. Raises :class:`CannotMeasure`: limits the wrong way
    round or outside the scale, text, a missing value.

    Source: OHID, (upper - lower) / (2 x 1.96) on the working scale.

    >>> round(standard_error(75.0, 76.96), 3)
    0.5
    """
    one_of(scale, "scale", tuple(SCALES))
    level = one_number(confidence_levels(confidence), "confidence")
    lower, upper = together(lower=_on_scale(lower, "lower", scale), upper=_on_scale(upper, "upper", scale))
    if np.any(lower > upper):
        raise CannotMeasure(
            "A lower limit is above its upper limit. Were the columns swapped? Correct it, then try again."
        )
    forward = SCALES[scale].forward
    return plain((forward(upper) - forward(lower)) / (2 * z_value(level)))


def _tables(values, population, se, groups, scale):
    y = _on_scale(values, "values", scale, ndim=(1, 2))
    people = numbers(population, "population", above=0, ndim=(1, 2))
    se = None if se is None else numbers(se, "se", least=0, ndim=(1, 2))
    y, people, *rest = together(values=y, population=people, **({} if se is None else {"se": se}))
    if y.shape[-1] < FEWEST:
        raise CannotMeasure(
            f"There {'is one group' if y.shape[-1] == 1 else f'are {y.shape[-1]} groups'}. "
            "A slope needs at least three. For two groups use gap()."
        )
    order = rank_order(groups, y.shape[-1])
    return y[..., order], people[..., order], rest[0][..., order] if rest else None


def _on_scale(values, name, scale, **limits):
    if scale == "natural":
        return numbers(values, name, **limits)
    array = numbers(values, name, above=0, **limits)
    if scale == "logit" and np.any(array >= 1):
        raise CannotMeasure(f"{name} has a value of 1 or more. On the logit scale give proportions between 0 and 1.")
    return array


def _whole(value, name, least):
    number = one_number(value, name, least=least, most=10**9)
    if number != int(number):
        raise CannotMeasure(f"{name} is {number:g}. Give a whole number.")
    return int(number)


def _check_interval(interval, y, se):
    if interval == "analytic":
        if se is None and np.any(np.ptp(y, axis=-1) == 0):
            raise CannotMeasure("All values are the same, so they cannot show how sure the slope is. Give se as well.")
        return
    if se is None:
        raise CannotMeasure("A simulated interval needs se, one standard error for each group. Or use 'analytic'.")
    if not OHID_FEWEST <= y.shape[-1] <= OHID_MOST:
        raise CannotMeasure(
            f"There are {y.shape[-1]} groups. The simulated interval is OHID's, for 5 to 100 groups. Use 'analytic'."
        )


def _line(people):
    """Return mid-ranks, and the weights that give the two ends of the fitted line from the values."""
    share = people / people.sum(axis=-1, keepdims=True)
    rank = np.cumsum(share, axis=-1) - share / 2
    off_middle = rank - 0.5  # the population's mean rank is a half, whatever the groups
    tilt = share * off_middle / (share * off_middle**2).sum(axis=-1, keepdims=True)
    return rank, (share - tilt / 2, share + tilt / 2)


def _indices(bottom, top, multiplier):
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return (top - bottom) * multiplier, top / bottom if multiplier > 0 else bottom / top


def _scatter(fitted, first, last, rank):
    """Return how far each value lies off the line, widened as HC1 does."""
    count = fitted.shape[-1]
    return (fitted - first[..., None] - (last - first)[..., None] * rank) * np.sqrt(count / (count - 2))


def _errors(error, ends, fit, bottom, top):
    """Return the standard errors of SII and log RII, from those of the groups on the scale of the fit."""
    first, last = (end * error * fit.step(at)[..., None] for end, at in zip(ends, (bottom, top), strict=False))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = last / top[..., None] - first / bottom[..., None]
    return np.sqrt(((last - first) ** 2).sum(axis=-1)), np.sqrt((apart**2).sum(axis=-1))


def _simulate(y, se, ends, link, fit, multiplier, levels, draws, seed):
    """Return limits: index (SII, RII), side, then levels if several, then areas.

    When the line is fitted on the scale of the draws its two ends are jointly normal, so two random
    numbers a draw stand for all the groups. One set of random numbers serves every area.
    """
    count, straight = y.shape[-1], link is fit
    random = np.random.default_rng(seed).standard_normal((2 if straight else count, draws))
    if not straight and se.min() > COARSE:
        random = random.astype(np.float32)
    tails = (1 - np.atleast_1d(levels)) / 2
    places = np.array([np.maximum(np.round(draws * tails), 1), np.round(draws * (1 - tails))]).astype(int) - 1
    flat = [np.broadcast_to(table, y.shape).reshape(-1, count) for table in (link.forward(y), se, *ends)]
    limits = np.empty((2, 2, places.shape[1], len(flat[0])))
    for area, (worked, error, first, last) in enumerate(zip(*flat, strict=False)):
        with np.errstate(over="ignore", invalid="ignore"):
            if straight:
                bottom, top = map(link.back, _joint_ends(worked, error, first, last, random))
            else:
                bottom, top = _drawn_ends(worked, error, np.stack([first, last]), random, link)
        for index, drawn in enumerate(_indices(bottom, top, multiplier)):  # SII, then RII
            limits[index, :, :, area] = np.partition(drawn, np.unique(places))[places]
    shape = (2, 2) + np.shape(levels) + y.shape[:-1]
    return limits.reshape(shape)


def _drawn_ends(worked, error, ends, random, link):
    """Draw every group on the working scale and read the line's ends off, in blocks that fit the cache."""
    worked, error, ends = (table.astype(random.dtype) for table in (worked[:, None], error[:, None], ends))
    blocks = range(0, random.shape[1], BLOCK)
    return np.hstack([ends @ link.back(worked + error * random[:, at : at + BLOCK]) for at in blocks])


def _joint_ends(worked, error, first, last, random):
    low, high = first * error, last * error
    spread = np.sqrt(low @ low)
    shared = low @ high / spread if spread > 0 else 0.0
    own = np.sqrt(max(high @ high - shared**2, 0))
    return first @ worked + spread * random[0], last @ worked + shared * random[0] + own * random[1]
