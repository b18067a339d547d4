"""The drawn ideas for the wall: the rings, and equality, equity and justice, in letters for the last row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.pictures import style
from equityqi.pictures.diagrams import DETERMINANTS, Ring, one_line, rings, three_ways
from equityqi.pictures.on_slide import LETTERS, whole_sheet
from equityqi.pictures.style import Picture
from equityqi.svg.text_widths import lines_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, HIGH = 11.7, 5.2  # inches: the room of a slide below its title
INCH = 72  # points
CENTRE, BAND = (0.1, 0.1), 1.0  # where the rings begin, and how deep each one is
LIST, LIST_WIDE = 6.1, 5.5  # where the names of the rings begin, and the room they have
WAYS = (  # what each of three people is given, and who gets the medicine
    ("Equality", "One web form in English,\nthe same for everyone", (True, False, False)),
    ("Equity", "Web form, interpreter or\nphone: what each one needs", (True, True, True)),
    ("Justice", "No form: the repeat\nis ready by itself", (True, True, True)),
)
ROW, NAME, GIVEN, PEOPLE, PERSON = 1.68, 0.1, 2.95, 9.65, 0.78  # inches


def three_ways_on_slide() -> Picture:
    """Return equality, equity and justice as three rows: what people are given, and who gets the medicine.

    >>> three_ways_on_slide().sentence == three_ways().sentence
    True
    """
    with style.course_style():
        figure, axes = whole_sheet(WIDE, HIGH)
        for row, (name, given, arrives) in enumerate(WAYS):
            middle = HIGH - ROW * (row + 0.5) - 0.1
            if row:
                axes.plot([0, WIDE], [middle + ROW / 2] * 2, color=style.NEUTRAL, linewidth=2)
            axes.text(NAME, middle, name, fontsize=LETTERS + 6, fontweight="bold", va="center")
            axes.text(GIVEN, middle, given, fontsize=LETTERS, va="center", linespacing=1.2)
            for person, arrived in enumerate(arrives):
                _person(axes, PEOPLE + PERSON * person, middle + 0.28, arrived)
            said = f"{sum(arrives)} of {len(arrives)} get it" if all(arrives) else "1 of 3 gets it"
            axes.text(PEOPLE + PERSON, middle - 0.42, said, fontsize=LETTERS, ha="center", va="center")
    same = three_ways()
    return Picture(figure, same.alt, same.sentence)


def rings_on_slide(title: str, parts: Sequence[Ring] = DETERMINANTS) -> Picture:
    """Return the rings as quarters of discs with a number in each, and their names beside them.

    >>> rings_on_slide("What shapes us").sentence == rings("What shapes us").sentence
    True
    """
    same = rings(title, parts)
    with style.course_style():
        figure, axes = whole_sheet(WIDE, HIGH)
        for place, ring in reversed(list(enumerate(parts))):
            outer, middle = BAND * (place + 1), CENTRE[1] + BAND * (place + 0.5)
            x, y = _arc(CENTRE, outer, 90)
            shape = [CENTRE[0], *x, CENTRE[0]], [CENTRE[1], *y, CENTRE[1]]
            axes.fill(*shape, facecolor=style.TINTS[place], edgecolor=style.INK, linewidth=2.5)
            axes.text(CENTRE[0] + 0.45, middle, str(place + 1), fontsize=LETTERS, fontweight="bold", va="center")
            words = one_line(ring.name) + (f", with {one_line(ring.part).lower()}" if ring.part else "")
            lines = "\n".join(lines_of(words, LIST_WIDE * INCH, LETTERS))
            axes.text(LIST - 0.6, middle, str(place + 1), fontsize=LETTERS, fontweight="bold", va="center")
            axes.text(LIST, middle, lines, fontsize=LETTERS, va="center", linespacing=1.1)
    return Picture(figure, same.alt, same.sentence)


def _person(axes: Axes, x: float, y: float, arrived: bool) -> None:
    """Draw somebody who gets the medicine as a full disc with a tick, and who does not as an empty, dotted one."""
    ground, line = (style.BEST_SERVED, "-") if arrived else (style.PAPER, (0, (2, 2)))
    axes.fill(*_arc((x, y), 0.3, 360), facecolor=ground, edgecolor=style.INK, linewidth=2.5, linestyle=line)
    if arrived:
        axes.plot([x - 0.13, x - 0.03, x + 0.15], [y, y - 0.11, y + 0.13], color=style.PAPER, linewidth=5)


def _arc(centre: tuple[float, float], radius: float, degrees: int) -> tuple[list[float], list[float]]:
    """Return points of a circle from its right, against the clock."""
    angles = [math.radians(angle) for angle in range(0, degrees + 1, 3)]
    return [centre[0] + radius * math.cos(one) for one in angles], [
        centre[1] + radius * math.sin(one) for one in angles
    ]
