"""The rules by which small numbers are hidden; ``small_numbers`` carries them out."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.tables.hidden_counts import LARGEST_HIDDEN, SMALLEST_SHOWN

__all__ = ["LARGEST_HIDDEN", "RULES", "SMALLEST_SHOWN", "Rule"]


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
