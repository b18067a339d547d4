"""Text that fits its place on the page: smaller first, then cut where a sentence or a word ends, and saying so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from equityqi.svg.text_widths import lines_of

LEAST = 9.0  # points: no letter on the page is smaller
STEP = 0.5
MORE, DOTS = " … more in the appendix", " …"
MM = 72 / 25.4  # points in a millimetre
READ = 1500  # letters that are looked at: no place has room for more
LEADING = 1.3  # from line to line, to the type size


@dataclass(frozen=True)
class Place:
    """A place for text: so many millimetres across and down, from ``most`` to :data:`LEAST` points."""

    across: float
    down: float
    most: float
    bold: bool = False
    leading: float = LEADING
    more: str = MORE  # what stands after a text that was cut; dots alone where there is no room for words


@dataclass(frozen=True)
class Fitted:
    """A text, its size in points, and whether some of it is only in the appendix."""

    text: str
    points: float
    cut: bool = False


def fitted(text: str, place: Place) -> Fitted:
    """Return a text as large as its place allows, and cut where even the smallest letters do not fit.

    >>> fitted("Reviews for all", Place(200, 12, 24)).points
    24
    >>> fitted("One thing. " * 99, Place(40, 9, 12))
    Fitted(text='One thing. One thing. … more in the appendix', points=9.0, cut=True)
    """
    plain = " ".join(text.split())
    if len(plain) <= READ:
        size = place.most
        while size > LEAST:
            if _fits(plain, size, place):
                return Fitted(plain, size)
            size -= STEP
        if _fits(plain, LEAST, place):
            return Fitted(plain, LEAST)
    return Fitted(_cut(plain[:READ], place), LEAST, cut=True)


def _fits(text: str, points: float, place: Place) -> bool:
    lines = lines_of(text, place.across * MM, points, place.bold)
    return len(lines) * points * place.leading <= place.down * MM + 0.01


def _cut(text: str, place: Place) -> str:
    """Return the most whole sentences that fit, or else the most words, or of one endless word the most letters."""
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", text)]
    fit = [end for end in ends if _fits(text[:end] + place.more, LEAST, place)]
    words = [found.start() for found in re.finditer(r"\s", text)]
    most = _last(words, text, place)
    if fit and fit[-1] * 2 >= most:
        return text[: fit[-1]] + place.more
    if most:
        return text[:most].rstrip(" ,;:") + place.more
    return text[: _last(range(1, len(text) + 1), text, place)] + place.more


def _last(ends, text: str, place: Place) -> int:
    """Return the last of the places to cut at that fits, 0 where none does."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if _fits(text[: ends[middle]] + place.more, LEAST, place):
            low = middle + 1
        else:
            high = middle
    return ends[low - 1] if low else 0
