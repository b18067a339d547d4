"""Charts for the wall: the two ends of a gap, now and over time, in letters for the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from equityqi.pictures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, HIGH, LOW = 12.0, 3.5, 2.35  # inches: the room of a slide with sentences below; without words above the line
FOOT, INCH = 112, 72  # points below the line, for the names of the groups
LABEL = 0.47  # of the height of a chart over time: a value and a name in two lines
LETTERS = 28  # points, at the size at which it is shown
BEST_WORDS = "#14687F"  # the colour of those served best is too light for words
MARKS = {"worst": ("D", style.WORST_SERVED, style.WORST_SERVED), "best": ("o", style.BEST_SERVED, BEST_WORDS)}


@dataclass(frozen=True)
class End:
    """A group at one end of the gap: ``"worst"`` or ``"best"`` served, with one value for each period."""

    role: str
    name: str
    values: tuple[float, ...]


def gap_now(worst: End, best: End, unit: str, apart: str, scale: tuple[float, float]) -> Figure:
    """Return the latest value of two groups; ``apart`` says how far they are from each other, or nothing. ``scale``:
    its two ends, the same for charts that are compared.
    """
    tall = HIGH if apart else LOW
    with style.course_style():
        figure, axes = _sheet(tall)
        low, high = sorted((worst.values[-1], best.values[-1]))
        room = max(scale[1] - scale[0], 0.01 * high, 1e-9)
        axes.set_xlim(scale[0] - room * 0.95, scale[1] + room * 0.95)
        axes.set_ylim(-FOOT - 14 * bool(apart), tall * INCH - FOOT - 14 * bool(apart))  # points from the line
        axes.plot([low, high], [0, 0], color=style.CONCERN, linewidth=9, solid_capstyle="butt", zorder=1)
        axes.text(
            (low + high) / 2, 34, apart, ha="center", va="bottom", fontsize=LETTERS + 4, color="#B34A00", weight="bold"
        )
        for end in (worst, best):
            shape, colour, words = MARKS[end.role]
            value, first = end.values[-1], end.values[-1] == low
            axes.plot([value], [0], marker=shape, markersize=30, color=colour, clip_on=False, zorder=3)
            axes.annotate(
                f"{_said(value, unit)}", (value, 0), xytext=(-30 if first else 30, 0), textcoords="offset points",
                ha="right" if first else "left", va="center", fontsize=LETTERS + 8, color=words, weight="bold",
                annotation_clip=False,
            )  # fmt: skip
            axes.annotate(
                end.name, (value, 0), xytext=(0, -38), textcoords="offset points", ha="right" if first else "left",
                va="top", fontsize=LETTERS, color=words, weight="bold", annotation_clip=False,
            )  # fmt: skip
    return figure


def gap_over_periods(worst: End, best: End, periods: Sequence[str], unit: str, trigger: float | None = None) -> Figure:
    """Return two groups over time on one scale, each named at its end; dashed: the trigger, if there is one."""
    with style.course_style():
        figure, axes = _sheet(HIGH, (0.11, 0.17, 0.48, 0.78))
        values = [*worst.values, *best.values, *([] if trigger is None else [trigger])]
        low, high = min(values), max(values)
        room = max(high - low, 0.02 * high, 1e-9) * 0.15
        axes.set_ylim(low - room, high + room)
        places = _apart(worst.values[-1], best.values[-1], (low - room, high + room))
        last = len(periods) - 1
        if trigger is not None:
            axes.axhline(trigger, color=style.INK, linewidth=3, linestyle=(0, (4, 3)), zorder=1)
            axes.annotate(
                f"Trigger {trigger:g}{'%' * (unit == '%')}", (0, trigger), xytext=(0, 6), textcoords="offset points",
                va="bottom", fontsize=LETTERS, color=style.INK, annotation_clip=False,
            )  # fmt: skip
        for end, place in zip((worst, best), places, strict=True):
            shape, colour, words = MARKS[end.role]
            axes.plot(range(len(periods)), end.values, color=colour, linewidth=5, solid_capstyle="round")
            axes.plot([last], end.values[-1:], marker=shape, markersize=22, color=colour, clip_on=False)
            axes.annotate(
                f"{_said(end.values[-1], unit)}\n{end.name}", (last, place), xytext=(24, 0),
                textcoords="offset points", va="center", fontsize=LETTERS, color=words, weight="bold", linespacing=1.1,
                annotation_clip=False,
            )  # fmt: skip
        axes.set_xticks([0, last], [periods[0], periods[-1]], fontsize=LETTERS, color=style.INK)
        axes.get_xticklabels()[0].set_ha("left")
        axes.get_xticklabels()[1].set_ha("right")
        ticks = sorted({max(round(low), ceil(low - room)), min(round(high), floor(high + room))})  # inside the scale
        axes.set_yticks(ticks, [f"{tick}{'%' * (unit == '%')}" for tick in ticks], fontsize=LETTERS, color=style.INK)
        axes.tick_params(length=0, pad=8)
    return figure


def _apart(one: float, other: float, scale: tuple[float, float]) -> tuple[float, float]:
    """Return where the words at two ends go so that they are inside the scale and never on each other.

    >>> _apart(50, 51, (0, 100))
    (27.0, 74.0)
    """
    low, high = scale
    half = LABEL * (high - low) / 2
    below, above = sorted((one, other))
    if above - below < 2 * half:
        middle = (above + below) / 2
        below, above = middle - half, middle + half
    push = max(0, low + half - below) - max(0, above - high + half)
    below, above = below + push, above + push
    return (below, above) if one <= other else (above, below)


def _sheet(high: float, place: tuple[float, float, float, float] = (0, 0, 1, 1)) -> tuple[Figure, Axes]:
    figure = style.new_figure(WIDE, high)
    axes = figure.add_axes(place)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    if place == (0, 0, 1, 1):
        axes.set_axis_off()
    return figure, axes


def _said(value: float, unit: str) -> str:
    return f"{value:.1f}%" if unit == "%" else f"{value:.1f}"


def whole_sheet(wide: float, high: float) -> tuple[Figure, Axes]:
    """Return an empty drawing of this size in inches, and axes over all of it whose unit is an inch."""
    figure = style.new_figure(wide, high)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    axes.set_axis_off()
    return figure, axes
