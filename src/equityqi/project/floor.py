"""The floor of an aim, judged by chance: the largest fall that was agreed, and what two counts say about it.

A group *kept its level* when the interval of its change leaves out that fall, and *got worse* when it leaves out no
change at all. Otherwise nobody *can tell yet*, which is never a pass.
"""

from __future__ import annotations

import re

from equityqi.share_intervals import newcombe_limits, share_with_limits

HELD, WORSE, CANNOT_TELL = "kept its level", "got worse", "can't tell yet"
HOW_JUDGED = (
    "Floor: each group kept its level, got worse, or we can't tell yet. Can't tell isn't a pass: ask that group."
)
NO_FALL = "floor names no largest fall, so we can’t judge it."
_NUMBER, _WORSE = r"\b(\d+(?:\.\d+)?|two) ?", r"worse|lower|less|fewer|down\b|fall|drop|los[es]|declin"
_POINTS = re.compile(rf"{_NUMBER}(?:percentage )?points?\b()()")
# Any other share may be a level, as in “no group below 60%”, so it has to be the size of a change, and for the worse.
_SHARE = re.compile(
    rf"(?:more than |by |at most |up to ){_NUMBER}(?:(%|per cent\b|percent\b)|(per 1,?000\b))(?! of\b)"
    rf"|{_NUMBER}(?:(%|per cent\b|percent\b)|(per 1,?000\b)) (?:{_WORSE})"
)


def largest_fall(floor: str, before: float, per: int = 100) -> float | None:
    """Return the fall, as a share, that a floor accepts for a group at ``before`` (a share); None where it names none.

    Per cent are read as percentage points (see :func:`in_per_cent`). ``per``: of how many the points of a floor are,
    where it doesn't say so.

    >>> largest_fall("no group more than 2 points worse", 0.6), largest_fall("no group more than a tenth worse", 0.2)
    (0.02, 0.020000000000000004)
    >>> largest_fall("no group more than 2% worse", 0.6), largest_fall("no group more than 2 per 1,000 worse", 0.6)
    (0.02, 0.002)
    >>> largest_fall("no group below 60%", 0.6), largest_fall("every group at 95% or more", 0.6)
    (None, None)
    """
    words = floor.casefold()
    if "a tenth" in words:
        return before * 0.1
    number, in_hundreds, in_thousands = _read(words)
    return float(number) / (1000 if in_thousands else 100 if in_hundreds else per) if number else None


def in_per_cent(floor: str) -> str:
    """Return the number of a floor that is in per cent, so that it can be said how it was read; "" for any other.

    >>> in_per_cent("no group more than 2% worse"), in_per_cent("no group more than 2 points worse")
    ('2', '')
    """
    number, in_hundreds, _ = ("", "", "") if "a tenth" in floor.casefold() else _read(floor.casefold())
    return number if in_hundreds else ""


def _read(words: str) -> tuple[str, str, str]:
    """Return the number of the largest fall that a floor names, and its unit: in hundreds, in thousands; all "" for
    none.
    """
    found = _POINTS.search(words) or (_SHARE.search(words) if re.search(_WORSE, words) else None)
    if not found:
        return "", "", ""
    number, *unit = found.groups()[:3] if found[1] else found.groups()[3:]
    return number.replace("two", "2"), unit[0] or "", unit[1] or ""


def change(before: tuple[int, int], after: tuple[int, int], better: int = 1) -> tuple[float, float, float]:
    """Return by how much a group gained (below 0: lost), as a share, with its limits.

    ``before``, ``after``: how many, out of how many. ``better``: 1 where more is better, -1 where less is.
    Source: Newcombe (1998), method 10, 95%.

    >>> [round(part, 4) for part in change((80, 100), (70, 100))]
    [-0.1, -0.2167, 0.0202]
    """
    first, second = share_with_limits(*before), share_with_limits(*after)
    if better < 0:
        first, second = second, first
    return second[0] - first[0], *newcombe_limits(second, first)


def floor_verdict(before: tuple[int, int], after: tuple[int, int], fall: float, better: int = 1) -> str:
    """Return whether a group kept its level, got worse, or neither can be told; ``fall``: the largest accepted share.

    >>> floor_verdict((120, 200), (118, 200), 0.05), floor_verdict((6000, 10000), (5950, 10000), 0.05)
    ("can't tell yet", 'kept its level')
    >>> floor_verdict((120, 200), (90, 200), 0.05), floor_verdict((40, 1000), (80, 1000), 0.02, better=-1)
    ('got worse', 'got worse')
    """
    _, low, high = change(before, after, better)
    return HELD if low > -fall else WORSE if high < 0 else CANNOT_TELL


def floor_sentence(
    name: str, before: tuple[int, int], after: tuple[int, int], fall: float, better: int = 1, per: int = 100
) -> str:
    """Return the verdict on one group in a sentence, in people for every 100 (or ``per``).

    >>> print(floor_sentence("A", (120, 200), (118, 200), 0.05))
    **A: can't tell yet.** The change is between 10.5 worse and 8.5 better in every 100. We'd accept a fall of up to 5.
    >>> print(floor_sentence("B", (120, 200), (90, 200), 0.05))
    **B: got worse.** The change is between 5.2 and 24.4 worse in every 100. We'd accept a fall of up to 5.
    """
    _, low, high = (per * end for end in change(before, after, better))
    if low < 0 < high:
        span = f"{-low:.1f} worse and {high:.1f} better"
    else:
        ends = sorted((abs(low), abs(high)))
        span = f"{ends[0]:.1f} and {ends[1]:.1f} {'worse' if high <= 0 else 'better'}"
    verdict = floor_verdict(before, after, fall, better)
    return (
        f"**{name}: {verdict}.** The change is between {span} in every {per:,}. We'd accept a fall of up to"
        f" {per * fall:.2g}."
    )
