"""How often each rule set signals when nothing has changed, and how often it finds a change that is there."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from equityqi.variation.charts import spc_many
from equityqi.variation.counting import anhoej_limits, count_runs, longest_trend, sides
from equityqi.variation.plain_runs import COURSE_RUN, IHI_SHIFT, IHI_TREND, NHS
from equityqi.variation.signals import COMMON

BASELINE = 12
FIVE = 5
CHANCE_SERIES = 20_000


def _run_after_baseline(y: np.ndarray, run_length: int = COURSE_RUN, baseline: int | None = BASELINE) -> np.ndarray:
    """The course's rule: a run after the baseline, on one side of the baseline's median."""
    side = sides(y, np.median(y[:, :baseline], axis=1)[:, None])
    longest, _, _ = count_runs(side[:, baseline or 0 :])
    return longest >= run_length


def _anhoej(y: np.ndarray) -> np.ndarray:
    longest, crossings, useful = count_runs(_about_median(y))
    longest_max, crossings_min = anhoej_limits(useful)
    return (longest > longest_max) | (crossings < crossings_min)


def _ihi_shift(y: np.ndarray) -> np.ndarray:
    return count_runs(_about_median(y))[0] >= IHI_SHIFT


def _ihi_trend(y: np.ndarray) -> np.ndarray:
    return longest_trend(y) >= IHI_TREND


def _about_median(y: np.ndarray) -> np.ndarray:
    return sides(y, np.median(y, axis=1)[:, None])


def _nhs(y: np.ndarray) -> np.ndarray:
    return (spc_many(y).types != COMMON).any(axis=1)


RULE_SETS = {
    "course: run of 8 after the baseline": _run_after_baseline,
    "course with runs of 7": lambda y: _run_after_baseline(y, 7),
    "course with runs of 6": lambda y: _run_after_baseline(y, 6),
    "Anhøj: shift or crossings": _anhoej,
    "IHI: shift of 6": _ihi_shift,
    "IHI: trend of 5": _ihi_trend,
    "IHI: shift or trend": lambda y: _ihi_shift(y) | _ihi_trend(y),
    "NHS: point outside the limits": lambda y: (spc_many(y).signals == "outside").any(axis=1),
    "NHS: all four rules": _nhs,
}
BY_RULES = {  # what each rule set of the settings does, by its name there
    "course": _run_after_baseline,
    "anhoej": _anhoej,
    "ihi": lambda y: _ihi_shift(y) | _ihi_trend(y),
    NHS: _nhs,
}


def false_signals(rule_sets=None, n=(12, 24, 36, 60), step=(0, 0.5, 1, 1.5, 2), series=1000, seed=2026) -> pd.DataFrame:
    """Simulate how often each rule set signals, on one chart and on any of five charts.

    ``rule_sets``: names from ``RULE_SETS``, None for all. ``n``: points in a series; ``step``: size of a lasting
    change, in standard deviations, after point 12, or half way in a shorter series; 0 is noise alone, so its
    rates are false signals and the others are detection. ``series``: series a cell, a multiple of five. The
    same series meet every rule. Values are independent and normal. The course's rule uses the median of the
    first 12 points; the Anhøj and IHI rules use the median, and the NHS rules the limits, of all points.

    Returns a frame: rule, n, step, one_chart, five_charts (shares from 0 to 1) and ``margin``, the 95% margin
    of ``one_chart``. Raises ValueError for a rule set or number that is not known.

    Source: own simulation; compare Anhøj & Olesen 2014, PLoS ONE 9:e113825.

    >>> false_signals(["IHI: shift of 6"], n=24, step=0, series=500, seed=1)["one_chart"].between(0.05, 0.35).item()
    True
    """
    names = list(RULE_SETS) if rule_sets is None else [rule_sets] if isinstance(rule_sets, str) else list(rule_sets)
    for name in names:
        if name not in RULE_SETS:
            raise ValueError(f"There is no rule set {name!r}. Choose from: {'; '.join(RULE_SETS)}.")
    if series < FIVE or series % FIVE:
        raise ValueError(f"series={series} cannot be shown five at a time. Give a multiple of five, such as 1000.")
    rows = []
    for points in np.atleast_1d(n).tolist():
        if points < 2:
            raise ValueError(f"n={points} is too few points for a chart. Give 2 or more.")
        # One stream for each length: the noise is the same for every step, so steps can be compared.
        noise = np.random.default_rng([seed, points]).standard_normal((series, points))
        after = np.arange(points) >= min(BASELINE, points // 2)
        for size in np.atleast_1d(step).tolist():
            y = noise + size * after
            for name in names:
                found = RULE_SETS[name](y)
                share = found.mean()
                rows.append(
                    {
                        "rule": name,
                        "n": points,
                        "step": size,
                        "one_chart": share,
                        "five_charts": found.reshape(-1, FIVE).any(axis=1).mean(),
                        "margin": 1.96 * np.sqrt(share * (1 - share) / series),
                    }
                )
    return pd.DataFrame(rows).sort_values(["rule", "n", "step"], kind="stable", ignore_index=True)


@lru_cache(maxsize=64)
def chance_of_false_signal(
    points: int, baseline: int | None = BASELINE, charts: int = 1, run_length: int = COURSE_RUN, rules: str = "course"
) -> float:
    """Return the chance that noise alone gives a signal, by a rule set, on at least one of ``charts``.

    ``points``: points in each chart, baseline included. ``baseline`` and ``run_length`` are those of the course's own
    rule. The charts are taken to be independent of each other; the chance for one comes from 20,000 simulated series
    with a fixed seed (within 0.5 percentage points).

    >>> round(chance_of_false_signal(30, charts=5), 1)
    0.5
    """
    if points < 2 or rules == "course" and baseline is not None and points <= baseline:
        return 0.0
    return float(1 - (1 - chance_of_signal(points, rules, 0, run_length, baseline)) ** charts)


@lru_cache(maxsize=64)
def chance_of_signal(
    points: int,
    rules: str,
    step: float = 0,
    run_length: int = COURSE_RUN,
    baseline: int | None = BASELINE,
    series: int = CHANCE_SERIES,
) -> float:
    """Return the chance that one chart gives a signal by a rule set: a false one, or with ``step`` one that is true.

    ``step``: the size of a lasting change after point 12, in standard deviations of the points. It comes from so many
    simulated ``series`` with a fixed seed.
    """
    y = np.random.default_rng([2026, points]).standard_normal((series, points)) + step * (np.arange(points) >= BASELINE)
    found = _run_after_baseline(y, run_length, baseline) if rules == "course" else BY_RULES[rules](y)
    return float(found.mean())
