"""The tables of the five charts of lesson 11: each month counts people of its own, everyone who fell due in it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd

from equityqi.authoring.synthetic import MONTHS, QUINTILES, Draws, ramp
from equityqi.settings import NHS, RULE_SETS
from equityqi.variation import chart_by

SMALL, SITE = 22, 60  # people who fall due in a month: in the small group, and at the place where nothing changes
LOW_MONTH = 16  # May 2025, counted from 0


def verdicts(shares: pd.Series) -> dict[str, str]:
    """Return what each rule set says of a series."""
    return {rules: chart_by(rules, shares, MONTHS).signal for rules in RULE_SETS}


def due_by_fifth(
    seed: int, table: str, met: str, due, before, after, fits: Callable[[pd.DataFrame], bool]
) -> pd.DataFrame:
    """Return who fell due in each month and fifth, and for how many it was done: the first draw that ``fits``.

    ``due``: how many a month, ``before`` and ``after``: the chances from IMD 1 to IMD 5, moving over months 13 to 15.
    """
    chances = np.asarray(before) + ramp(np.arange(1, len(MONTHS) + 1), 12, 15)[:, None] * np.subtract(after, before)
    rows = pd.DataFrame(itertools.product(MONTHS, QUINTILES), columns=["month", "imd_quintile"])
    for number in itertools.count():
        draws = Draws(seed, f"{table} {number}")
        people = draws.poisson(np.broadcast_to(np.asarray(due, float), chances.shape))
        frame = rows.assign(due_n=people.ravel(), **{met: draws.binomial(people, chances).ravel()})
        if fits(frame):
            return frame


def due_in_two_places(seed: int, small: float, low: int, site: float) -> pd.DataFrame:
    """Return two series in which nothing changes, at the chances ``small`` and ``site``.

    The group of 22 has one low month, with ``low`` people, and no rule set finds a signal or a run to watch in it. At
    the other place, chance makes a run of exactly six after the baseline, to watch by the course's rule.
    """
    return pd.concat([_small(seed, small, low), _site(seed, site)], ignore_index=True)


def _small(seed: int, chance: float, low: int) -> pd.DataFrame:
    for number in itertools.count():
        counts = Draws(seed, f"due_small {number}").binomial(np.full(len(MONTHS), SMALL), chance)
        others = np.delete(counts, LOW_MONTH)
        counts[LOW_MONTH] = low
        if others.min() <= low + 1 or counts[LOW_MONTH + 1] < np.median(counts):
            continue
        if set(verdicts(pd.Series(counts / SMALL)).values()) == {"no signal"}:
            return _series("small", counts, SMALL)


def _site(seed: int, chance: float) -> pd.DataFrame:
    wanted = {"course": "watch", "ihi": "signal", NHS: "no signal", "anhoej": "no signal"}
    for number in itertools.count():
        counts = Draws(seed, f"due_site {number}").binomial(np.full(len(MONTHS), SITE), chance)
        shares = pd.Series(counts / SITE)
        if chart_by("course", shares).longest_run == 6 and verdicts(shares) == wanted:
            return _series("site", counts, SITE)


def _series(chart: str, counts: np.ndarray, due: int) -> pd.DataFrame:
    return pd.DataFrame({"month": MONTHS, "chart": chart, "due_n": due, "met_n": counts})
