"""How much room words take on a slide, in points: where text, pictures and tables go, what is too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from equityqi.svg.text_widths import SLACK, lines_of, width_of

SIZES = (36, 32, 28)  # points of letters of text, the largest that fits
LINE, TABLE_SIZES = SIZES[-1], (32, 28)
LEADING, BETWEEN = 1.2, 0.3  # the height of a line, and the room above a paragraph, by its letters
INDENT, PADDING = 27, 7.2  # points that a mark and its words take; the edge inside a box
ASIDE = 270  # points for words beside a picture
POINT = 12700  # in the unit of PowerPoint


@dataclass(frozen=True)
class Box:
    """A place on a slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    def place(self, shape: Any) -> None:
        """Put a shape of PowerPoint there."""
        shape.left, shape.top = round(self.left * POINT), round(self.top * POINT)
        shape.width, shape.height = round(self.width * POINT), round(self.height * POINT)


BODY = Box(48, 128, 864, 382)
SHORT = Box(48, 128, 864, 322)  # where a band with the point of the slide is below
BAND = Box(0, 462, 960, 78)
BAND_SIZES = (32, 28)
UNDER = Box(60, 306, 640, 222)  # what is below the title of the first slide, and its letters
UNDER_SIZES = (28, 24, 20, 18)


def height_of(texts: Sequence[str], size: int = LINE, width: float = BODY.width) -> float:
    """Return about how high paragraphs are in a box of this width, in a font such as Arial.

    >>> height_of(["One line."]) < height_of(["One line.", "Another."]) < BODY.height
    True
    """
    inside = (width - 2 * PADDING - INDENT) * SLACK  # the slides have a font of their own
    rows = sum(len(lines_of(text, inside, size)) for text in texts)
    return rows * size * LEADING + len(texts) * size * BETWEEN + PADDING if texts else 0


def size_that_fits(texts: Sequence[str], room: Box, sizes: Sequence[int] = SIZES) -> int:
    """Return the largest type size at which paragraphs fit into a box; the least there is, if none does.

    >>> size_that_fits(["Short."], BODY), size_that_fits(["A long line of many words. " * 20], BODY)
    (36, 28)
    """
    return next((size for size in sizes if height_of(texts, size, room.width) <= room.height), sizes[-1])


@dataclass(frozen=True)
class Grid:
    """How a table is laid out: its type size, how wide its columns are, and how high its rows."""

    size: int
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def grid_of(rows: Sequence[Sequence[str]], texts: Sequence[str] = (), room: Box = BODY) -> Grid:
    """Return a table's grid in the largest letters at which it fits into a box, with paragraphs below it."""
    for size in TABLE_SIZES:
        widths, heights = _grid(rows, size)
        if sum(heights) + 14 + height_of(texts) <= room.height and sum(widths) <= BODY.width + 1:
            break
    return Grid(size, tuple(widths), tuple(heights))


def _grid(rows: Sequence[Sequence[str]], size: int) -> tuple[list[float], list[float]]:
    columns = list(zip(*rows, strict=True))
    wanted = [max(width_of(text, size, bold=True) for text in column) + 3 * PADDING for column in columns]
    least = [
        max(width_of(word, size, bold=True) for text in column for word in text.split() or [""]) * 1.1 + 3 * PADDING
        for column in columns
    ]
    spare = BODY.width - sum(least)
    over = [max(0, one - low) for one, low in zip(wanted, least, strict=True)]
    share = spare / sum(over) if sum(over) else 0
    widths = [low + one * share for low, one in zip(least, over, strict=True)]
    if not sum(over):
        widths = [width * BODY.width / sum(widths) for width in widths]
    heights = []
    for row in rows:
        most = max(
            len(lines_of(text, (width - 2 * PADDING) * SLACK, size, bold=True))
            for text, width in zip(row, widths, strict=True)
        )
        heights.append(most * size * LEADING + PADDING)
    return widths, heights


def picture_room(texts: Sequence[str], shape: float, room: Box = BODY) -> tuple[Box, Box]:
    """Return the place of a picture of this shape (its width by its height), and the place of the words about it: below
    it, or at its right where that leaves more for the picture.
    """
    words = height_of(texts)
    above = Box(room.left, room.top, room.width, room.height - words - 6 * bool(texts))
    below = Box(room.left, room.bottom - words, room.width, words)
    if min(above.width, above.height * shape) > min(room.width - ASIDE, room.height * shape):
        return above, below
    left = Box(room.left, room.top, room.width - ASIDE - 12, room.height)
    return left, Box(room.left + room.width - ASIDE, room.top, ASIDE, room.height)


def band_size(point: str) -> int:
    """Return the size of the letters in the band: the largest at which they take one line, or the least.

    >>> band_size("Give both answers."), band_size("Give both answers, and say out of how many people they are.")
    (32, 28)
    """
    inside = (BODY.width - 2 * PADDING) * SLACK
    return next((size for size in BAND_SIZES if len(lines_of(point, inside, size, bold=True)) == 1), BAND_SIZES[-1])
