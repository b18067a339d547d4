"""How a picture says a number, a date and a list: the same on the paper, in the alt text and in the sentence."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence


def number_in_words(value: float, unit: str = "") -> str:
    """Return a number as a person would say it: one decimal, two below 1 and for ratios, none from 1,000.

    >>> (
    ...     number_in_words(46.5123, "%"),
    ...     number_in_words(51.0, "%"),
    ...     number_in_words(0.886),
    ...     number_in_words(12_345.6, "people"),
    ...     number_in_words(1.8, "ratio"),
    ... )
    ('46.5%', '51%', '0.89', '12,346 people', '1.80')
    """
    if value is None or not math.isfinite(value):
        return "no value"
    size = abs(value)
    places = 0 if size >= 1000 else 2 if unit == "ratio" or 0 < size < 0.995 else 1
    text = f"{value:,.{places}f}"
    if unit != "ratio" and places:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    return text + (unit if unit == "%" else "" if unit in ("", "ratio") else f" {unit}")


def difference(value: float, unit: str) -> str:
    """Return how far two numbers lie apart; two percentages lie percentage points apart.

    >>> difference(-21.04, "%"), difference(1.0, "%"), difference(8.7, "years")
    ('21 percentage points', '1 percentage point', '8.7 years')
    """
    text = number_in_words(abs(value), "percentage points" if unit == "%" else unit)
    return text.removesuffix("s") if text == "1 percentage points" else text


def is_monthly(dates) -> bool:
    """Return whether dates are one a month or rarer, so that the day need not be said."""
    days = {date.day for date in dates if hasattr(date, "day")}
    return len(days) == 1 or all(getattr(date, "is_month_end", False) for date in dates)


def when(date, monthly: bool = True) -> str:
    """Return a date, or the number of a point, in words.

    >>> import datetime
    >>> when(datetime.date(2025, 3, 1)), when(datetime.date(2025, 3, 9), monthly=False), when(7)
    ('Mar 2025', '9 Mar 2025', 'point 7')
    """
    if not hasattr(date, "strftime"):
        return f"point {date}"
    return f"{date:%b %Y}" if monthly else f"{date.day} {date:%b %Y}"


def wrapped(words: str, width: int) -> str:
    return textwrap.fill(" ".join(str(words).split()), width)


def lines_in(words: str) -> int:
    return words.count("\n") + 1 if words else 0


def plain_notes(notes: Sequence) -> list[str]:
    """Return the notes that are words alone, to stand below the picture."""
    if isinstance(notes, str):
        raise ValueError(f"notes must be a list, so write notes=[{notes!r}].")
    return [note for note in notes if isinstance(note, str)]


def dated_notes(notes: Sequence) -> list[tuple]:
    """Return the notes that are pairs of a date and words, to stand at their date.

    >>> dated_notes(["Provisional", ("2025-03-01", "Reminder texts")])
    [('2025-03-01', 'Reminder texts')]
    """
    pairs = [note for note in notes if not isinstance(note, str)]
    for pair in pairs:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2 or not isinstance(pair[1], str):
            raise ValueError(
                f'The note {pair!r} is not a date and words. Write it as ("2025-03-01", "Reminder texts").'
            )
    return [tuple(pair) for pair in pairs]
