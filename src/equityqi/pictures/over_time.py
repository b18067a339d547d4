"""Charts over time: the run chart, the Shewhart (SPC) chart, and the gap between two groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from equityqi.pictures import icons, readings, style
from equityqi.pictures.canvas_inches import MARGIN, MARKS, marker, width_of
from equityqi.pictures.style import Picture
from equityqi.pictures.timeline import LEFT, Chart, Timeline
from equityqi.pictures.words import number_in_words, plain_notes
from equityqi.settings import NHS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from equityqi.variation import GapOverTime, RunChart, Spc

ICON = 0.42  # inches
LINES = {"median": (0, (6, 2)), "mean": "-"}  # a median is dashed; between dashed limits a mean is not


def run_picture(result: RunChart, title: str = "", unit: str = "", *, better: int = 0, notes: Sequence = ()) -> Picture:
    """Draw a run chart: points, their line and its limits where the rule set has them, signals, what was changed when.

    ``unit``: ``"%"``, ``"days"`` ...; ``better``: 1 if up is better, -1 if down, 0 if the chart does not say.
    ``notes``: pairs of a date and words stand at their date; words alone stand below the chart.
    Raises ValueError, with a sentence, for a note outside the chart.

    >>> from equityqi.variation import run_chart
    >>> print(run_picture(run_chart([50, 52] * 6 + [56] * 8), "Reviews done", "%", better=1).sentence)
    A signal: 8 points in a row lie above the median of 51%, point 13 to point 20, so something has changed for the better.
    """  # noqa: E501
    points = result.points
    kinds = run_kinds(result, better)
    rows = 2 if result.rule == NHS and better else 1
    with style.course_style():
        shaded = _baseline(points, Timeline(points["date"]))
        small = [*result.notes, *plain_notes(notes)]
        chart = Chart(points["date"], title or "Run chart", notes, small, rows=rows, shade=shaded)
        axes = chart.plots[0]
        chart.scale(axes, points[["value", "median", *limits_of(result)]], unit)
        for _, part in points.groupby("phase"):
            x = chart.time.x[part.index]
            axes.plot(
                x, part["median"], color=style.INK, linewidth=1.4, linestyle=LINES[result.line_name], gid="median"
            )
            for name in limits_of(result):
                axes.plot(x, part[name], color=style.INK, linewidth=1.2, linestyle=(0, (5, 3)), gid=name)
        _points(axes, chart, points["value"], kinds, points["phase"])
        chart.sheet.key(_present(kinds), chart.header[-1])
        _name_lines(chart, axes, named_lines(result, unit), points["value"], unit)
        if rows == 2:
            _icon_of_latest(chart, result, kinds)
    reading = readings.of_run(result, unit, better, chart.time)
    return Picture(chart.sheet.figure, readings.alt_of_run(result, title, unit, chart.time, reading, notes), reading)


def spc_picture(result: Spc, title: str = "", unit: str = "", *, notes: Sequence = ()) -> Picture:
    """Draw a Shewhart chart: points by type, centre line, limits, target, new limits, and both icons.

    ``unit`` and ``notes`` as for :func:`run_picture`. Each place where new limits start is named.

    >>> from equityqi.variation import spc
    >>> values = [50, 52, 49, 51, 50, 48, 51, 50, 49, 52, 50, 51, 58]
    >>> print(spc_picture(spc(values, direction="up", target=70), "Reviews done", "%").sentence)
    The latest point, 58% at point 13, is a change for the better (above the upper limit), and the process as it is \
will miss the target of 70%.
    """
    points = result.points
    kinds = spc_kinds(result)
    starts = points.index[points["segment"].diff().fillna(0) > 0]
    rebased = [(points["date"][i], "New limits") for i in starts]
    lines = ["centre", "lower", "upper"]
    with style.course_style():
        chart = Chart(
            points["date"], title or "Shewhart chart", [*notes, *rebased], [*result.notes, *plain_notes(notes)], rows=2
        )
        axes = chart.plots[0]
        chart.scale(axes, points[["value", *lines]], unit, [] if result.target is None else [result.target])
        for _, part in points.groupby("segment"):
            x = chart.time.x[part.index]
            axes.plot(x, part["centre"], color=style.INK, linewidth=1.4)
            for name in lines[1:]:
                axes.plot(x, part[name], color=style.INK, linewidth=1.2, linestyle=(0, (5, 3)))
        labels = [
            (points[name].iloc[-1], f"{said} {number_in_words(points[name].iloc[-1], unit)}", False)
            for name, said in (("centre", "centre"), ("lower", "lower limit"), ("upper", "upper limit"))
        ]
        if result.target is not None:
            axes.axhline(result.target, color=style.WORST_SERVED, linewidth=1.8, linestyle=(0, (1, 1.5)))
            labels.append((result.target, f"target {number_in_words(result.target, unit)}", True))
        _points(axes, chart, points["value"], kinds, points["segment"])
        chart.sheet.key(_present(kinds), chart.header[1])
        _name_lines(chart, axes, labels, points["value"], unit)
        _icons(chart, result)
    reading = readings.of_spc(result, unit, chart.time)
    return Picture(chart.sheet.figure, readings.alt_of_spc(result, title, unit, chart.time, reading, notes), reading)


def gap_picture(result: GapOverTime, title: str = "", *, notes: Sequence = ()) -> Picture:
    """Draw the absolute and the relative gap over time, one below the other, each with its intervals.

    Each plot shows the line of no gap, so the further from that line the wider the gap. ``notes`` as for
    :func:`run_picture`.

    >>> import pandas as pd
    >>> from equityqi.variation import gap_over_time
    >>> rows = [
    ...     (m, g, x - 9 * (m > 12) * (g == "IMD 1"), 100)
    ...     for m in range(1, 25)
    ...     for g, x in (("IMD 1", 46 + m % 2), ("IMD 5", 68))
    ... ]
    >>> table = pd.DataFrame(rows, columns=["month", "group", "numerator", "denominator"])
    >>> print(gap_picture(gap_over_time(table, "IMD 1", "IMD 5")).sentence)
    The gap between IMD 1 and IMD 5 has become wider: at point 24 IMD 1 stands at 37%, 31 percentage points below IMD 5 at 68%.
    """  # noqa: E501
    frame = result.frame
    title = title or f"The gap: {result.worst} compared with {result.best}"
    with style.course_style():
        headings = ("Absolute gap: percentage points apart", "Relative gap: one divided by the other")
        chart = Chart(frame.iloc[:, 0], title, notes, [*result.notes, *plain_notes(notes)], headings)
        present = ["common cause"]
        told = (("absolute", result.absolute, 0.0, ""), ("relative", result.relative, 1.0, "ratio"))
        for axes, (name, run, none, unit) in zip(chart.plots, told, strict=True):
            value, low, high = (frame[column].to_numpy(float) for column in (name, f"{name}_lower", f"{name}_upper"))
            kinds = [
                "small numbers" if small and kind == "common cause" else kind
                for kind, small in zip(run_kinds(run), frame["small"], strict=True)
            ]
            chart.scale(axes, [value, low, high], "", [none])
            axes.axhline(none, color=style.INK, linewidth=1.2)
            axes.vlines(chart.time.x, low, high, color=style.NEUTRAL, linewidth=3)
            labels = [(none, "no gap", False)]
            if name == "absolute" or frame[name].notna().any():
                median = run.points["median"].to_numpy(float)
                axes.plot(chart.time.x, median, color=style.INK, linewidth=1.4, linestyle=LINES[run.line_name])
                for limit in limits_of(run):
                    axes.plot(chart.time.x, run.points[limit], color=style.INK, linewidth=1, linestyle=(0, (5, 3)))
                labels.append((median[-1], f"{run.line_name} {number_in_words(median[-1], unit)}", False))
                _points(axes, chart, value, kinds)
                present += [kind for kind in _present(kinds) if kind not in present]
                _name_lines(chart, axes, labels, value, unit)
            else:
                chart.sheet.labels(axes, [(none, "it cannot be\nworked out", False)])
        chart.sheet.key(present, chart.header[0])
        bars = width_of("bars: 95% interval of one point")
        chart.sheet.write(
            LEFT + chart.width + 1.7 - bars, chart.header[0], "bars: 95% interval of one point", va="center_baseline"
        )
    reading = readings.of_gap(result, chart.time)
    return Picture(chart.sheet.figure, readings.alt_of_gap(result, title, chart.time, reading, notes), reading)


def run_kinds(result: RunChart, better: int = 0) -> list[str]:
    """Return the kind of each point of a run chart, as the marks name it."""
    kinds = []
    for mark, way, excluded in result.points[["mark", "way", "excluded"]].itertuples(index=False):
        way = way * better
        kind = mark if mark in ("watch", "signal") else "common cause"
        if kind == "signal" and way:
            kind = "improvement" if way > 0 else "concern"
        kinds.append("left out" if excluded else kind)
    return kinds


def limits_of(result: RunChart) -> list[str]:
    """Return the columns of a run chart's limits; none where its rule set has no limits, or the points do not vary."""
    return ["lower", "upper"] if result.points["upper"].notna().any() else []


def named_lines(result: RunChart, unit: str) -> list[tuple]:
    """Return where the lines of a run chart end, and their names."""
    last = result.points.iloc[-1]
    lines = [("median", result.line_name), *((name, f"{name} limit") for name in limits_of(result))]
    return [(last[column], f"{name} {number_in_words(last[column], unit)}", False) for column, name in lines]


def spc_kinds(result: Spc) -> list[str]:
    """Return the kind of each point of a Shewhart chart, as the marks name it."""
    names = {"high": "change, high", "low": "change, low"}
    types = result.points[["type", "excluded"]].itertuples(index=False)
    return ["left out" if excluded else names.get(kind, kind) for kind, excluded in types]


def _present(kinds: Sequence[str]) -> list[str]:
    return [kind for kind in MARKS if kind in kinds]


def _points(axes: Axes, chart: Chart, values, kinds: Sequence[str], parts=None) -> None:
    """Draw the line and its points; the line breaks where a value is missing and where a new part starts."""
    values, x, kinds = np.asarray(values, float), chart.time.x, np.asarray(kinds)
    parts = np.ones(len(values)) if parts is None else np.asarray(parts)
    for part in np.unique(parts):
        inside = parts == part
        axes.plot(x[inside], values[inside], color=style.OTHERS, linewidth=1.2, zorder=2, gid="line")
    for kind in _present(kinds):
        chosen = kinds == kind
        axes.plot(x[chosen], values[chosen], **marker(kind, 1 if len(x) <= 40 else 0.75), gid=kind)


def _baseline(points, time: Timeline) -> list[tuple]:
    """Return the dates between which the points lie that the median rests on, and the words for it."""
    if points["in_baseline"].all():
        return []
    parts = points[points["in_baseline"]].groupby("phase")
    return [(time.dates[part.index[0]], time.dates[part.index[-1]], f"{len(part)}-point baseline") for _, part in parts]


def _name_lines(chart: Chart, axes: Axes, labels: list, values, unit: str) -> None:
    """Name the lines and the latest value at the right of the plot."""
    values = np.asarray(values, float)
    known = np.flatnonzero(np.isfinite(values))
    labels = [label for label in labels if np.isfinite(label[0])]
    if known.size:
        labels.append((values[known[-1]], f"latest {number_in_words(values[known[-1]], unit)}", True))
    chart.sheet.labels(axes, labels)


def _icon_of_latest(chart: Chart, result: RunChart, kinds: Sequence[str]) -> None:
    """Draw the icon of the latest point in the first header row, with its words."""
    place = int(np.flatnonzero(result.points["value"].notna() & ~result.points["excluded"])[-1])
    x, y = MARGIN, chart.header[0]
    way = int(result.points["way"].iloc[place])
    words = icons.variation_icon(chart.sheet.paper, x + ICON / 2 + 0.02, y, ICON, kinds[place], way)
    chart.sheet.write(x + ICON + 0.12, y, words, va="center_baseline", fontweight="bold")


def _icons(chart: Chart, result: Spc) -> None:
    """Draw both icons in the first header row, each with its words."""
    judged = result.points[result.points["value"].notna() & ~result.points["excluded"]].iloc[-1]
    drawn = [(icons.variation_icon, (result.variation, int(judged["way"])))]
    if result.assurance:
        drawn.append((icons.assurance_icon, (result.assurance, result.direction)))
    x, y = MARGIN, chart.header[0]
    for draw, how in drawn:
        words = draw(chart.sheet.paper, x + ICON / 2 + 0.02, y, ICON, *how)
        chart.sheet.write(x + ICON + 0.12, y, words, va="center_baseline", fontweight="bold")
        x += ICON + width_of(words, bold=True) + 0.5
