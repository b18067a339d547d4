"""What a chart says about its points in words: blanks, several events on one day, points that are all the same, and a
target that may be on another scale.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from equityqi.variation.plain_counting import TIE

NOTHING_VARIES = "Every point is the same, so there is no variation to judge, and no signal."
BREAKS = "The line breaks there, and a run or a trend starts again after it."
MOST_NAMED = 3
FAR = 10  # a target so many times the largest point, or a part of the smallest, may be on another scale


def all_alike(values) -> np.ndarray:
    """Return which series are constant: two values or more, all the same. ``values``: (series, points), NaN where
    missing.

    >>> all_alike([[7, 7, np.nan], [7, 8, 7], [7, np.nan, np.nan]]).tolist()
    [True, False, False]
    """
    values = np.asarray(values, float)
    known = np.isfinite(values)
    high, low = (np.where(known, values, end) for end in (-np.inf, np.inf))
    high, low = high.max(axis=1, initial=-np.inf), low.min(axis=1, initial=np.inf)
    return (known.sum(axis=1) > 1) & (high - low <= TIE * np.maximum(np.abs(high), np.abs(low)))


def nothing_varies(where: str = "") -> str:
    """Return the note on a constant series, or on one part of a series; ``where``: which part.

    >>> nothing_varies("Segment 2")[:44]
    'Segment 2: every point is the same, so there'
    """
    return f"{where}: {NOTHING_VARIES[0].lower()}{NOTHING_VARIES[1:]}" if where else NOTHING_VARIES


def at_a_blank(by_limits: bool) -> str:
    """Return what a run chart does at a point without a value; ``by_limits``: by the NHS rules, on mean and limits."""
    return BREAKS if by_limits else "The line breaks there, and a run goes on across it."


def about_blanks(labels: Sequence[str], dated: bool, then: str = "") -> list[str]:
    """Return the note on points without a value: which they are, and ``then`` what was done about them.

    >>> about_blanks(["1 May 2024"], True, "The line breaks there.")
    ['1 date has no value and counts as missing: 1 May 2024. The line breaks there.']
    """
    if not labels:
        return []
    what = "date" if dated else "point"
    words = f"{what}s have no value and count" if len(labels) > 1 else f"{what} has no value and counts"
    return [f"{len(labels)} {words} as missing: {_some(labels)}.{' ' * bool(then)}{then}"]


def about_one_day(days: Sequence[str], newest_first: bool) -> list[str]:
    """Return the note on days with several events; ``days``: each day once for each event after its first.

    >>> about_one_day(["9 January 2024"], False)
    ['There is more than one event on 9 January 2024: they are taken in the order of their rows.']
    """
    if not days:
        return []
    order = "the order of their rows" + (", which run from the newest to the oldest" if newest_first else "")
    return [f"There is more than one event on {_some(list(dict.fromkeys(days)))}: they are taken in {order}."]


def on_another_scale(values, target: float, direction: str, top: float = np.inf) -> np.ndarray:
    """Return for which series a target looks as if it were on another scale, such as 0.9 beside values of 79 to 85.

    ``values``: (series, points), NaN where missing. ``top``: the highest value there can be, 1 or 100 for proportions.
    That is: beyond what there can be; ten times the largest point, or less than a tenth of the smallest; a share of 1
    beside percentages, where more is better; a percentage beside shares of 1. A target of 0 is on every scale.

    >>> values = [[79, 85, 81], [0.79, 0.85, 0.81], [3, 8, 5]]
    >>> on_another_scale(values, 0.9, "up").tolist(), on_another_scale(values, 90, "up").tolist()
    ([True, False, True], [False, True, True])
    """
    values = np.asarray(values, float)
    known = np.isfinite(values)
    low = np.where(known, values, np.inf).min(axis=1, initial=np.inf)
    high = np.where(known, values, -np.inf).max(axis=1, initial=-np.inf)
    whole = (~known | (values == np.round(values))).all(axis=1)
    sign = np.sign(target)
    near, far = (low, high) if sign >= 0 else (-high, -low)
    size = abs(target)
    beyond = (target > top * (1 + TIE)) | ((target < 0) & np.isfinite(top))
    far_off = (sign != 0) & ((near > FAR * size) | ((near >= 0) & (far > 0) & (far * FAR < size)))
    share = (0 < target <= 1) & (low > 1) & (high <= 100) & (direction == "up")
    percent = (target > 1) & (low >= 0) & (high <= 1) & ~whole
    return known.any(axis=1) & (beyond | far_off | share | percent)


def about_target(values, target: float, what: str = "target") -> str:
    """Return the question on a target, or a line, that may be on another scale than the points.

    >>> about_target([79, 85], 0.9)
    'The target is 0.9, and the points run from 79 to 85. Are they on one scale? If you mean 90, write 90.'
    """
    values = np.asarray(values, float)
    low, high = np.nanmin(values), np.nanmax(values)
    meant = [target * factor for factor in (100, 0.01) if low / 2 <= target * factor <= high * 2]
    mean = f"If you mean {meant[0]:g}, write {meant[0]:g}." if meant else "Give it in the units of the points."
    return f"The {what} is {target:g}, and the points run from {low:.4g} to {high:.4g}. Are they on one scale? {mean}"


def _some(labels: Sequence[str]) -> str:
    return ", ".join(labels[:MOST_NAMED]) + (" and more" if len(labels) > MOST_NAMED else "")
