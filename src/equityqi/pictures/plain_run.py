"""A run chart to judge for oneself: points, their line and limits, and no word or sign of what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import marker
from equityqi.pictures.over_time import LINES, limits_of
from equityqi.pictures.style import Picture
from equityqi.pictures.timeline import Chart, Timeline
from equityqi.pictures.words import dated_notes, number_in_words, plain_notes, when
from equityqi.plain_words import as_sentences

if TYPE_CHECKING:
    from equityqi.variation import RunChart

SIDES = {1: "above", -1: "below", 0: "on the line"}


def plain_run(
    result: RunChart, title: str, unit: str = "", *, span: tuple[float, float] | None = None, notes: Sequence = ()
) -> Picture:
    """Draw a run chart without its verdict: every point alike, the line of its rule set, and what was changed when.

    ``unit`` and ``notes`` as for :func:`equityqi.pictures.over_time.run_picture`; ``span``: the ends of the scale, the
    same for charts that are to be compared. The alt text tells each point with its side of the median, so that a run
    can be counted by ear; neither it nor the picture prints the median or counts a run, and there is no sentence below.
    Raises ValueError, with a sentence, for a note outside the chart.

    >>> from equityqi.variation import run_chart
    >>> plain_run(run_chart([50, 52] * 6 + [56] * 2), "Reviews done", "%").alt[-44:]
    'The points after them: 56% above, 56% above.'
    """
    points, limits = result.points, limits_of(result)
    values, middle = points["value"].to_numpy(float), points["median"].to_numpy(float)
    baseline = int(points["in_baseline"].sum())
    frozen = baseline < len(points)
    which = f"the first {baseline} points" if frozen else "all points"
    labels = [(middle[-1], f"{result.line_name} of\n{which}", False)]
    labels += [(points[name].iloc[-1], f"{name} limit", False) for name in limits]
    with style.course_style():
        time = Timeline(points["date"])
        shade = [(time.dates[0], time.dates[baseline - 1], f"{baseline}-point baseline")] if frozen else []
        chart = Chart(points["date"], title, notes, plain_notes(notes), rows=0, shade=shade)
        axes = chart.plots[0]
        chart.scale(axes, [values, middle, *(points[name] for name in limits)], unit, span or ())
        axes.plot(chart.time.x, middle, color=style.INK, linewidth=1.4, linestyle=LINES[result.line_name], gid="median")
        for name in limits:
            axes.plot(chart.time.x, points[name], color=style.INK, linewidth=1.2, linestyle=(0, (5, 3)), gid=name)
        axes.plot(chart.time.x, values, color=style.OTHERS, linewidth=1.2, zorder=2, gid="line")
        axes.plot(chart.time.x, values, **marker("common cause"), gid="points")
        chart.sheet.labels(axes, labels)
    told = [
        f"{number_in_words(row.value, unit)} {_where(row)}" if row.value == row.value else number_in_words(row.value)
        for row in points.itertuples()
    ]
    ends = f"{len(points)} points, {time.say(0)} to {time.say(len(points) - 1)}"
    changes = "; ".join(f"{when(_date(date, time), time.monthly)}: {words}" for date, words in dated_notes(notes))
    alt = as_sentences(
        f"Run chart to judge for yourself. {title}",
        f"{ends}. A {'dashed' if not limits else 'plain'} line, the {result.line_name} of {which}, goes on to the end",
        "Two dashed lines are the limits" if limits else "",
        f"Changes noted: {changes}" if changes else "",
        *plain_notes(notes),
        f"The {f'first {baseline} ' * frozen}points in order, above or below the line: {', '.join(told[:baseline])}",
        f"The points after them: {', '.join(told[baseline:])}" if told[baseline:] else "",
    )
    return Picture(chart.sheet.figure, alt, "")


def _where(row) -> str:
    """Return where a point lies, so that a rule can be followed by ear: its side, and how far out with limits."""
    if row.value > row.upper or row.value < row.lower:
        return f"{SIDES[row.side]}, beyond the limit"
    far = abs(row.value - row.median) > 2 / 3 * (row.upper - row.median)  # never so without limits: they are NaN
    return f"{SIDES[row.side]}, in the outer third" if far else SIDES[row.side]


def _date(date, time: Timeline):
    return pd.Timestamp(date) if time.dated else date
