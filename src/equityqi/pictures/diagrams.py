"""Drawn ideas: the rings of what shapes health, and equality, equity and justice side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equityqi.pictures import style
from equityqi.pictures.style import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Ring:
    """One ring: its name, a few examples, and ``part``, a piece of it that gets a label of its own.

    A line break in a name or a part is a line break in the drawing, and a space in the words.
    """

    name: str
    examples: str = ""
    part: str = ""


DETERMINANTS = (
    Ring("Person", "age, genes"),
    Ring("Habits", "smoking, food, exercise"),
    Ring("Social ties", "family, friends, trust"),
    Ring("Living and\nworking conditions", "housing, transport, work", part="Care\nservices"),
    Ring("Laws and economy", "pay, charges, benefits"),
)

CORE, BAND = 1.25, 1.15  # radius of the innermost half-disc, depth of each ring round it
PART_ANGLES = (24, 56)  # degrees from the base line on the right


def rings(title: str, rings: Sequence[Ring] = DETERMINANTS) -> Picture:
    """Draw rings round a person as half-discs on one base line, the innermost ring first.

    ``rings`` holds two to five rings. Raises ValueError for another number.

    >>> rings("What shapes our health").sentence
    'What shapes our health: person, habits, social ties, living and working conditions, laws and economy.'
    """
    if not 2 <= len(rings) <= len(style.TINTS):
        raise ValueError(f"This picture needs 2 to {len(style.TINTS)} rings, and there are {len(rings)}.")
    from matplotlib.patches import Wedge  # lazy: matplotlib costs 0.3 s

    edge = CORE + BAND * (len(rings) - 1)
    scale = 0.68  # inches for each unit
    width, height = 2 * edge * scale + 0.3, edge * scale + 0.75
    with style.course_style():
        figure = style.new_figure(width, height)
        axes = _blank(figure, (-edge - 0.2, edge + 0.2), (-0.15, height / scale - 0.15))
        figure.text(0.5, 1 - 0.12 / height, title, fontsize=style.HEADING, fontweight="bold", ha="center", va="top")
        for number, ring in reversed(list(enumerate(rings))):
            outer = CORE + BAND * number
            line = {"edgecolor": style.INK, "linewidth": 1.3}
            axes.add_patch(Wedge((0, 0), outer, 0, 180, facecolor=style.TINTS[number], **line))
            if ring.part:
                axes.add_patch(Wedge((0, 0), outer, *PART_ANGLES, width=BAND, facecolor=style.PAPER, **line))
                _in_the_part(axes, outer - BAND * 0.43, ring.part)
            _in_the_ring(axes, outer - (BAND if number else CORE) * 0.5, ring)
    names = ", ".join(one_line(ring.name).lower() for ring in rings)
    return Picture(figure, _rings_in_words(title, rings), f"{title}: {names}.")


def _in_the_ring(axes: Axes, middle: float, ring: Ring) -> None:
    lines = ring.name.split("\n") + [ring.examples] * bool(ring.examples)
    step = 0.32  # from line to line, in the units of the rings
    for number, words in enumerate(lines):
        name = number < len(lines) - bool(ring.examples)
        size, weight = (style.BODY, "bold") if name else (style.SMALL, "normal")
        y = middle + step * ((len(lines) - 1) / 2 - number)
        axes.text(0, y, words, ha="center", va="center", fontsize=size, fontweight=weight)


def _in_the_part(axes: Axes, middle: float, words: str) -> None:
    angle = math.radians(sum(PART_ANGLES) / 2)
    x, y = middle * math.cos(angle), middle * math.sin(angle)
    axes.text(x, y, words, ha="center", va="center", fontsize=style.SMALL, fontweight="bold", linespacing=1.15)


def _rings_in_words(title: str, rings: Sequence[Ring]) -> str:
    parts = []
    for number, ring in enumerate(rings, start=1):
        words = f"{number}, {one_line(ring.name)}"
        words += f" ({ring.examples})" if ring.examples else ""
        words += f", of which {one_line(ring.part).lower()} are one part" if ring.part else ""
        parts.append(words)
    return f"{title}. {len(rings)} half-rings, one round the other, from the inside out: {'; '.join(parts)}."


def one_line(words: str) -> str:
    """Return words that a drawing breaks into lines as one line."""
    return " ".join(words.split())


def _blank(figure, x: tuple[float, float], y: tuple[float, float]) -> Axes:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    axes.set_axis_off()
    return axes


# Three ways to order a repeat medicine. Each panel: its name, what it means, the help given in each
# lane (one for all if there is no form), and whether each person gets the medicine.
HEADINGS = ("Who wants it", "What they are given", "Barrier", "Medicine")
PEOPLE = ("reads English, is online", "reads little English", "has no internet")
WAYS = (
    ("Equality", "The same for\neveryone", ("web form in English",) * 3, (True, False, False)),
    ("Equity", "What each one\nneeds", ("web form in English", "an interpreter", "a phone line"), (True,) * 3),
    ("Justice", "The barrier\nis taken away", ("no form: the repeat\nis ready by itself",), (True,) * 3),
)
WIDTH, TOP, PANEL, LANE = 8.4, 0.85, 1.8, 0.5  # inches
WHO, HELP, HELP_WIDE, WALL, END = 1.85, 4.0, 1.75, 6.3, 6.95  # inches from the left


def three_ways() -> Picture:
    """Draw equality, equity and justice as three ways to let three people order a repeat medicine.

    >>> three_ways().sentence[:60]
    'Equality gives everyone the same, equity gives each what the'
    """
    height = TOP + PANEL * len(WAYS)
    with style.course_style():
        figure = style.new_figure(WIDTH, height)
        axes = _blank(figure, (0, WIDTH), (0, height))
        title = "Three people need a repeat medicine"
        axes.text(0.1, height - 0.12, title, fontsize=style.HEADING, fontweight="bold", va="top")
        places = (WHO, HELP + HELP_WIDE / 2, WALL, END - 0.15)
        for words, x, side in zip(HEADINGS, places, ("left", "center", "center", "left"), strict=True):
            axes.text(x, height - 0.62, words, fontsize=style.SMALL, ha=side, va="center", fontweight="bold")
        for number, way in enumerate(WAYS):
            _panel(axes, height - TOP - PANEL * number, *way)
    alt = (
        "Three panels, one below the other. In each, the same three people need a repeat medicine: one reads English "
        "and is online, one reads little English, one has no internet. Equality, the same for everyone: all three are "
        "given the same web form in English; the first gets the medicine, the form is a barrier that stops the other "
        "two. Equity, what each one needs: the first is given the web form, the second an interpreter, the third a "
        "phone line; the barrier still stands, but all three get past it and get the medicine. Justice, the "
        "barrier is taken away: there is no form, the repeat is ready by itself, and all three get the medicine."
    )
    sentence = (
        "Equality gives everyone the same, equity gives each what they need, "
        "and justice takes away the barrier: here, an order form."
    )
    return Picture(figure, alt, sentence)


def _panel(axes: Axes, top: float, name: str, meaning: str, helps: tuple[str, ...], arrives: tuple[bool, ...]) -> None:
    _rounded(axes, (0.08, top - PANEL + 0.1), WIDTH - 0.16, PANEL - 0.1, style.PAPER, style.NEUTRAL)
    axes.text(0.25, top - 0.22, name, fontsize=style.HEADING + 2, fontweight="bold", va="top")
    axes.text(0.25, top - 0.68, meaning, fontsize=style.BODY, va="top", linespacing=1.3)
    lanes = [top - 0.35 - LANE * lane for lane in range(len(PEOPLE))]
    gone = len(helps) == 1
    for lane, (y, person, arrived) in enumerate(zip(lanes, PEOPLE, arrives, strict=True)):
        axes.text(WHO, y, person, fontsize=style.SMALL, va="center")
        _way(axes, y, "none" if lane == 0 else "gone" if gone else "stands", arrived)
    middles = [lanes[len(lanes) // 2]] if gone else lanes
    tall = LANE * (len(lanes) if gone else 1) - 0.14
    for y, words in zip(middles, helps, strict=True):
        _rounded(axes, (HELP, y - tall / 2), HELP_WIDE, tall, style.TINTS[3], style.INK)
        middle = HELP + HELP_WIDE / 2
        axes.text(middle, y, words, fontsize=style.SMALL, ha="center", va="center", zorder=4, linespacing=1.3)


def _way(axes: Axes, y: float, wall: str, arrived: bool) -> None:
    """Draw one person's way from left to right: straight on, over the wall, or stopped at it."""
    from matplotlib.patches import Rectangle  # lazy: matplotlib costs 0.3 s

    start, line = HELP + HELP_WIDE, {"color": style.INK, "linewidth": 1.8}
    if wall != "none":
        look = {"facecolor": style.INK} if wall == "stands" else {"facecolor": style.PAPER, "linestyle": (0, (2, 2))}
        axes.add_patch(Rectangle((WALL - 0.06, y - 0.2), 0.12, 0.32, edgecolor=style.INK, linewidth=1.2, **look))
    if arrived:
        arrow = {"arrowstyle": "-|>,head_width=0.3,head_length=0.5", "shrinkA": 0, "shrinkB": 0, **line}
        arrow["connectionstyle"] = "arc3,rad=-0.4" if wall == "stands" else "arc3"
        axes.annotate("", (END - 0.2, y), (start, y), arrowprops=arrow)
    else:
        axes.plot((start, WALL - 0.06), (y, y), **line)
    _capsule(axes, END, y, arrived)
    axes.text(END + 0.3, y, "gets it" if arrived else "misses out", fontsize=style.SMALL, va="center")


def _capsule(axes: Axes, x: float, y: float, there: bool) -> None:
    """Draw a capsule, half blue and half white; an empty dotted one for a medicine that is missed."""
    from matplotlib.patches import FancyBboxPatch, Rectangle  # lazy: matplotlib costs 0.3 s

    shape = {"boxstyle": "round,pad=0,rounding_size=0.09", "edgecolor": style.INK, "linewidth": 1.3}
    if not there:
        shape["linestyle"] = (0, (2, 2))
    outline = FancyBboxPatch((x - 0.15, y - 0.09), 0.38, 0.18, facecolor=style.PAPER, zorder=3, **shape)
    axes.add_patch(outline)
    if there:
        half = Rectangle((x + 0.04, y - 0.09), 0.19, 0.18, facecolor=style.IMPROVE, edgecolor="none", zorder=4)
        axes.add_patch(half)
        half.set_clip_path(outline)
        axes.add_patch(FancyBboxPatch((x - 0.15, y - 0.09), 0.38, 0.18, facecolor="none", zorder=5, **shape))


def _rounded(axes: Axes, corner: tuple[float, float], width: float, height: float, fill: str, edge: str) -> None:
    from matplotlib.patches import FancyBboxPatch  # lazy: matplotlib costs 0.3 s

    look = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": fill, "edgecolor": edge, "linewidth": 1.3}
    axes.add_patch(FancyBboxPatch(corner, width, height, zorder=1 if edge == style.NEUTRAL else 3, **look))
