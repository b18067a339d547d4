"""The rules by which small numbers are hidden; ``small_numbers`` carries them out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """From 1 to ``largest`` is small; ``nearest`` is what other counts are rounded to (0: not rounded)."""

    largest: int
    nearest: int
    as_zero: bool = False  # small counts are shown as 0, as 0 itself is, and nothing is left out for that alone


RULES = {"hes": Rule(7, 5), "under-5": Rule(4, 0), "opensafely": Rule(7, 5, as_zero=True), "none": Rule(0, 0)}
LARGEST_HIDDEN = RULES["hes"].largest  # counts from 1 to this are not shown in a document or a picture
SMALLEST_SHOWN = LARGEST_HIDDEN + 1
