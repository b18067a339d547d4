"""The rules by which small numbers are hidden; ``small_numbers`` carries them out."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.tables.hidden_counts import LARGEST_HIDDEN, SMALLEST_SHOWN

__all__ = ["LARGEST_HIDDEN", "RULES", "SMALLEST_SHOWN", "Rule", "as_passed_on"]


@dataclass(frozen=True)
class Rule:
    """From 1 to ``largest`` is small; ``nearest`` is what other counts are rounded to (0: not rounded)."""

    largest: int
    nearest: int
    as_zero: bool = False  # small counts are shown as 0, as 0 itself is, and nothing is left out for that alone


RULES = {
    "hes": Rule(LARGEST_HIDDEN, 5),
    "under-5": Rule(4, 0),
    "opensafely": Rule(LARGEST_HIDDEN, 5, as_zero=True),
    "none": Rule(0, 0),
}


def as_passed_on(count: float, of: float) -> tuple[int | None, int | None]:
    """Return how many of how many as they may leave this computer, by the rule ``"hes"``; None for what is hidden.

    Those with the outcome and those without it are rounded, each alone, and "out of how many" is their sum: it says
    nothing that the two do not. Where one of them is small, how many is hidden. Percentages are worked out from these.
    Rounding what is rounded changes nothing.

    >>> as_passed_on(151, 298), as_passed_on(3, 200), as_passed_on(0, 52), as_passed_on(2, 6)
    ((150, 295), (None, 200), (0, 50), (None, None))
    """
    rest, how = of - count, RULES["hes"]
    if any(1 <= part <= how.largest for part in (count, rest)):
        return None, None if of <= how.largest else _nearest(of, how.nearest)
    return _nearest(count, how.nearest), _nearest(count, how.nearest) + _nearest(rest, how.nearest)


def _nearest(count: float, step: int) -> int:
    return step * round(count / step)
