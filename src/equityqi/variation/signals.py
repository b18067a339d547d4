"""The NHS *Making Data Count* rules: which points are special cause, of which type, and both icons.

All functions work on many series at once: arrays are series by points.
"""

from __future__ import annotations

import numpy as np

from equityqi.variation.counting import sides
from equityqi.variation.limits import Lines
from equityqi.variation.plain_counting import TIE
from equityqi.variation.plain_limits import RUN

DIRECTIONS = ("up", "down", "neutral")
COMMON = "common cause"


def nhs_signals(values: np.ndarray, lines: Lines) -> tuple[np.ndarray, np.ndarray]:
    """Return which rule marks each point (a place in ``SIGNALS``) and which way it points (1, -1 or 0).

    ``values``: (series, points), NaN where missing. ``lines``: centre, lower, upper, near lower and near
    upper limit, each (series, 1) or (series, points). Rules, for one segment:

    1. outside: beyond a limit; 2. trend: 7 points rising or falling, a repeat breaks it; 3. two in three:
    of three points in a row on one side, two or three between the near limit and the limit; these are
    marked; 4. shift: 7 points on one side, a point on the line breaks it. A missing point breaks 2, 3 and 4.
    A trend points the way it goes, the others the side they are on; where a rise meets a fall the later wins.

    Source: NHS England *Making Data Count*, as in NHSRplotthedots 0.2.2.
    """
    centre, lower, upper, near_lower, near_upper = lines
    side = sides(values, centre)
    high, low = side > 0, side < 0
    above, below = _beyond(values, upper, 1), _beyond(values, lower, -1)
    step = np.diff(values, axis=1)
    rising, falling = (_in_runs(way, RUN - 1, RUN) for way in (step > 0, step < 0))
    later_up = np.concatenate([step > 0, np.zeros((len(step), 1), bool)], axis=1)
    near_high = _beyond(values, near_upper, 1) & ~above
    near_low = _beyond(values, near_lower, -1) & ~below
    two_high, two_low = _two_in_three(high, near_high), _two_in_three(low, near_low)
    run_high, run_low = _in_runs(high, RUN, RUN), _in_runs(low, RUN, RUN)

    rule = np.select([above | below, rising | falling, two_high | two_low, run_high | run_low], [1, 2, 3, 4], 0)
    way = np.where(rule == 2, np.where(rising & (later_up | ~falling), 1, -1), side)
    way = np.where(rule == 1, np.where(above, 1, -1), way)
    return rule.astype(np.int8), np.where(rule > 0, way, 0).astype(np.int8)


def _beyond(values, line, way: int) -> np.ndarray:
    away = (values - line) * way
    return away > TIE * np.maximum(np.abs(values), np.abs(line))


def _in_runs(flags: np.ndarray, length: int, points: int) -> np.ndarray:
    """Mark the ``points`` places from the start of each ``length`` flags in a row."""
    starts = flags.shape[1] - length + 1
    out = np.zeros((len(flags), flags.shape[1] + points - length), bool)
    if starts < 1:
        return out
    whole = flags[:, :starts].copy()
    for i in range(1, length):
        whole &= flags[:, i : i + starts]
    for i in range(points):
        out[:, i : i + starts] |= whole
    return out


def _two_in_three(on_side: np.ndarray, near: np.ndarray) -> np.ndarray:
    starts = near.shape[1] - 2
    out = np.zeros(near.shape, bool)
    if starts < 1:
        return out
    three = [slice(i, i + starts) for i in range(3)]
    found = sum(near[:, s].astype(np.int8) for s in three) >= 2
    for s in three:
        found &= on_side[:, s]
    for s in three:
        out[:, s] |= found
    return out & near


def point_types(way: np.ndarray, direction: str) -> np.ndarray:
    """Return the type of each point: common cause, improvement or concern; high or low when neutral."""
    high, low = {"up": ("improvement", "concern"), "down": ("concern", "improvement"), "neutral": ("high", "low")}[
        direction
    ]
    return np.select([way > 0, way < 0], [high, low], COMMON)


def assurance(lower, upper, target: float | None, direction: str) -> np.ndarray:
    """Return whether the process, as it is, will ``pass``, ``fail`` or ``hit or miss`` the target.

    A target on a limit, or limits that are not known, give hit or miss. Without a target, or when neither
    direction is better, there is nothing to say: None.

    >>> assurance([40.0], [60.0], 65, "up").tolist()
    ['fail']
    """
    lower, upper = np.asarray(lower, float), np.asarray(upper, float)
    if target is None or direction == "neutral":
        return np.full(lower.shape, None, object)
    over, under = _beyond(target, upper, 1), _beyond(target, lower, -1)
    good, bad = (under, over) if direction == "up" else (over, under)
    return np.select([good, bad], ["pass", "fail"], "hit or miss").astype(object)


def met(value, target: float | None, direction: str) -> np.ndarray:
    """Return whether values that never change ``pass`` or ``fail`` a target; a value on the target passes. None as for
    :func:`assurance`.

    >>> met([100.0, 95.0, 90.0], 95, "up").tolist()
    ['pass', 'pass', 'fail']
    """
    value = np.asarray(value, float)
    if target is None or direction == "neutral":
        return np.full(value.shape, None, object)
    short = _beyond(target, value, 1 if direction == "up" else -1)
    return np.where(short, "fail", "pass").astype(object)
