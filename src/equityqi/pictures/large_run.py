"""A run chart to judge for oneself in large print: drawn anew in large letters, its notes as words below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import scale_of, ticks_of
from equityqi.pictures.over_time import LINES, limits_of
from equityqi.pictures.style import Picture
from equityqi.pictures.timeline import Timeline
from equityqi.pictures.words import dated_notes, plain_notes, when
from equityqi.plain_words import as_sentences

if TYPE_CHECKING:
    from equityqi.variation import RunChart

WIDE, TALL = 7.08, 5.0  # inches: across A4, less its edges
INCH = 72  # points


def large_run(
    result: RunChart, alt: str, letters: float, unit: str = "", *, span: tuple[float, float] | None = None, notes=()
) -> Picture:
    """Draw the chart of :func:`equityqi.pictures.plain_run.plain_run` across a sheet of A4, with letters of so many
    points and nothing smaller. What that chart writes beside its lines is in the sentence below.

    >>> from equityqi.variation import run_chart
    >>> large_run(run_chart([50, 52] * 6 + [56] * 2), "A chart", 18, "%").sentence
    'Shaded: the first 12 points, the baseline. Dashed line: the median of the first 12 points.'
    """
    points, limits = result.points, limits_of(result)
    baseline = int(points["in_baseline"].sum())
    frozen = baseline < len(points)
    time = Timeline(points["date"])
    left, below = 3.4 * letters / INCH, 3.1 * letters / INCH
    thick = letters / 9
    with style.course_style():
        figure = style.new_figure(WIDE, TALL)
        axes = figure.add_axes((left / WIDE, below / TALL, (WIDE - left - 0.15) / WIDE, (TALL - below - 0.2) / TALL))
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        if frozen:
            axes.axvspan(time.ends[0], time.x[baseline - 1], color=style.TINTS[4], linewidth=0, zorder=0)
        for date, _ in dated_notes(notes):
            axes.axvline(time.place(date), color=style.INK, linewidth=thick * 0.8, linestyle=(0, (1, 2)))
        axes.plot(time.x, points["median"], color=style.INK, linewidth=thick, linestyle=LINES[result.line_name])
        for name in limits:
            axes.plot(time.x, points[name], color=style.INK, linewidth=thick, linestyle=(0, (5, 3)))
        axes.plot(time.x, points["value"], color=style.OTHERS, linewidth=thick, marker="o", markersize=letters / 2.6)
        axes.set_xlim(*time.ends)
        axes.set_ylim(*scale_of([*points["value"], *points["median"]], unit, span or ()))
        ticks = ticks_of(*axes.get_ylim(), most=4)
        axes.set_yticks(ticks, [f"{tick:,.10g}{'%' if unit == '%' else ''}" for tick in ticks], fontsize=letters)
        axes.set_xticks(*time.ticks(WIDE - left, letters=4.2 * letters / INCH), fontsize=letters)
        axes.grid(axis="y", color=style.NEUTRAL, linewidth=1)
        axes.set_axisbelow(True)
    return Picture(figure, alt, _beside(result, time, baseline, frozen, limits, notes))


def _beside(result: RunChart, time: Timeline, baseline: int, frozen: bool, limits, notes: Sequence) -> str:
    """Return what the lines and fields of the chart are."""
    which = f"the first {baseline} points" if frozen else "all points"
    dated = [
        f"Dotted line, {when(time.dates[0].__class__(date), time.monthly) if time.dated else when(date)}: {words}"
        for date, words in dated_notes(notes)
    ]
    return as_sentences(
        f"Shaded: {which}, the baseline" if frozen else "",
        f"{'Plain' if limits else 'Dashed'} line: the {result.line_name} of {which}",
        "Two dashed lines: the limits" if limits else "",
        *dated,
        *plain_notes(notes),
    )
