"""Small multiples: one small chart for each group, all on one scale, drawn in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import (
    LINE,
    MARGIN,
    MARKS,
    WIDTH,
    Sheet,
    foot_lines,
    marker,
    scale_of,
    ticks_of,
    title_lines,
    width_of,
)
from equityqi.pictures.over_time import limits_of, run_kinds, spc_kinds
from equityqi.pictures.style import Picture
from equityqi.pictures.timeline import Timeline
from equityqi.pictures.words import dated_notes, difference, lines_in, number_in_words, plain_notes, when, wrapped
from equityqi.plain_words import as_sentences, listed

if TYPE_CHECKING:
    from equityqi.variation import RunChart, Spc

MOST = 48  # charts on one sheet
PANEL, LEFT, GUTTER, KEY_ROW = 1.15, 0.72, 0.28, 0.4  # inches
COLUMNS = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 3}
MOST_NAMED = 4  # groups with a signal that the sentence names


def multiples(
    results: Mapping[str, RunChart | Spc], title: str = "", unit: str = "", *, better=0, notes: Sequence = ()
) -> Picture:
    """Draw one small chart for each group on one scale, so that groups can be compared by eye.

    ``results``: a run chart, or a Shewhart chart, by the name of its group; up to 48. ``unit``, ``better`` and
    ``notes`` as for :func:`equityqi.pictures.over_time.run_picture`; notes of changes are dotted lines in each chart.
    Raises ValueError for no chart or too many, and for charts that differ in kind or in their sort of dates.

    >>> from equityqi.variation import run_chart
    >>> groups = {"IMD 1": run_chart([50, 52] * 12), "IMD 5": run_chart([60, 62] * 6 + [66] * 12)}
    >>> print(multiples(groups, "Blood pressure controlled", "%").sentence)
    A signal in 1 of 2 groups: IMD 5. The latest values lie up to 14 percentage points apart: IMD 5 66%, IMD 1 52%.
    """
    time = _check(results)
    panels = {str(name): _panel(result, better) for name, result in results.items()}
    columns = COLUMNS.get(len(panels), 4)
    rows = -(-len(panels) // columns)
    wide = (WIDTH - LEFT - MARGIN) / columns
    names = [wrapped(name, int(wide / 0.115)) for name in panels]
    headings = [f"{name}\n" for name in names]
    head = [
        LINE * (max(lines_in(name) for name in names[row * columns : (row + 1) * columns]) + 1) + 0.12
        for row in range(rows)
    ]
    scale = scale_of(
        [v for p in panels.values() for lines in (p["values"], *p["lines"]) for v in lines], unit, share=0.05
    )
    changes = [(time.place(date), date, words) for date, words in dated_notes(notes)]
    said = [f"{when(_stamp(date, time), time.monthly)}: {words}" for _, date, words in sorted(changes)]
    small_print = [f"Dotted line{'s' * (len(said) > 1)}: {'; '.join(said)}."] if said else []
    small_print += [f"{name}: {panel['question']}" for name, panel in panels.items() if panel["question"]]
    if any(np.isnan(panel["values"]).any() for panel in panels.values()):
        small_print.append("A line breaks where a point has no value.")
    with style.course_style():
        words, above = title_lines(title or "One chart for each group, on one scale")
        foot, below = foot_lines([*small_print, *plain_notes(notes)])
        sheet = Sheet(above + KEY_ROW + sum(head) + rows * (PANEL + 0.1) + 0.35 + below)
        sheet.title(words)
        sheet.foot(foot)
        kinds = [kind for kind in MARKS if any(kind in panel["kinds"] for panel in panels.values())]
        sheet.key(kinds, sheet.height - above - KEY_ROW / 2)
        scales = "all on one scale"
        sheet.write(WIDTH - MARGIN - width_of(scales), sheet.height - above - KEY_ROW / 2, scales, va="center_baseline")
        boxes, top = [], sheet.height - above - KEY_ROW
        for number in range(len(panels)):
            row, column = divmod(number, columns)
            left = LEFT + column * wide
            at = top - sum(head[: row + 1]) - row * (PANEL + 0.1)
            boxes.append((left, at - PANEL, wide - GUTTER, PANEL))
            sheet.write(left, at + head[row] - 0.06, headings[number].rstrip("\n"), fontweight="bold")
        _draw(sheet, panels, boxes, time, scale, unit, changes, columns)
    return _with_words(sheet, panels, title, unit, scale, time, small_print + plain_notes(notes))


def _check(results: Mapping) -> Timeline:
    if not 1 <= len(results) <= MOST:
        raise ValueError(f"Small multiples need 1 to {MOST} charts, and there are {len(results)}. Choose fewer groups.")
    kinds = {type(result).__name__ for result in results.values()}
    if len(kinds) > 1 or not kinds <= {"RunChart", "Spc"}:
        raise ValueError(
            f"Small multiples need charts of one kind, all from run_chart or all from spc, not {listed(sorted(kinds))}."
        )
    dates = {date for result in results.values() for date in result.points["date"]}
    if len({hasattr(date, "strftime") for date in dates}) > 1:
        raise ValueError("Some charts go by date and some by number of point. Give all of them dates, or none.")
    return Timeline(sorted(dates))


def _stamp(date, time: Timeline):
    return pd.Timestamp(date) if time.dated else date


def _panel(result: RunChart | Spc, better: int) -> dict:
    """Return what one small chart shows, taken from its result."""
    points = result.points
    values = points["value"].to_numpy(float)
    is_run = "median" in points
    centre = points["median" if is_run else "centre"].to_numpy(float)
    names = limits_of(result) if is_run else ["lower", "upper"]
    limits = [points[name].to_numpy(float) for name in names]
    targets = [] if is_run or result.target is None else [np.full(len(values), result.target)]
    known = values[np.isfinite(values)]
    signal = (
        result.signal if is_run else {"common cause": "no signal"}.get(result.variation, f"signal: {result.variation}")
    )
    return {
        "dates": list(points["date"]),
        "values": values,
        "centre": centre,
        "lines": [centre, *limits, *targets],
        "targets": targets,
        "question": "" if is_run else result.question,
        "kinds": run_kinds(result, better) if is_run else spc_kinds(result),
        "name": result.line_name if is_run else "centre",
        "signal": signal,
        "latest": known[-1] if known.size else np.nan,
        "parts": points["phase" if is_run else "segment"].to_numpy(),
    }


def _draw(sheet, panels, boxes, time, scale, unit, changes, columns) -> None:
    """Draw every small chart with a handful of collections: many axes would take many times as long."""
    low, high = scale
    ticks = ticks_of(low, high, 3)
    begin, end = time.ends
    grid, feet, lines, dashed, centres, target, dotted = [], [], [], [], [], [], []
    marks: dict[str, list] = {}
    for number, (panel, (left, bottom, width, height)) in enumerate(zip(panels.values(), boxes, strict=True)):
        x = left + width * (np.array([time._place(date) for date in panel["dates"]], float) - begin) / (end - begin)

        def up(values, bottom=bottom, height=height):
            return bottom + height * (np.asarray(values, float) - low) / (high - low)

        grid += [[(left, up(tick)), (left + width, up(tick))] for tick in ticks]
        feet.append([(left, bottom), (left + width, bottom)])
        dotted += [
            [(left + width * (at - begin) / (end - begin), y) for y in (bottom, bottom + height)]
            for at, _, _ in changes
        ]
        for part in np.unique(panel["parts"]):
            inside = panel["parts"] == part
            lines.append(np.column_stack([x, up(panel["values"])])[inside])
            for held, values in [(centres, panel["centre"]), *((dashed, values) for values in panel["lines"][1:])]:
                held.append(np.column_stack([x, up(values)])[inside])
        target += [np.column_stack([x, up(values)]) for values in panel["targets"]]
        kinds = np.asarray(panel["kinds"])
        for kind in sorted(set(panel["kinds"])):
            marks.setdefault(kind, []).append(np.column_stack([x, up(panel["values"])])[kinds == kind])
        latest = number_in_words(panel["latest"], unit).removesuffix(" percentage points")  # said once, or it overflows
        words = f"{latest} latest, {panel['name']} {number_in_words(panel['centre'][-1], unit)}"
        sheet.write(left, bottom + height + 0.05, words if width > 2.2 else words.replace(" latest", ""), va="bottom")
        if number % columns == 0:
            for tick in ticks:
                sheet.write(
                    left - 0.07, up(tick), number_in_words(tick, unit if unit == "%" else ""), ha="right", va="center"
                )
        if number >= len(panels) - columns:
            first, last = (when(time.dates[i], time.monthly).removeprefix("point ") for i in (0, -1))
            sheet.write(left, bottom - 0.06, first)
            sheet.write(left + width, bottom - 0.06, last, ha="right")
    dashes = {"linewidth": 1, "linestyle": (0, (4, 2))}
    for held, colour, how in (
        (grid, style.NEUTRAL, {"linewidth": 0.5}), (feet, style.OTHERS, {"linewidth": 0.8}), (centres, style.INK, {"linewidth": 1.2}),  # noqa: E501
        (dashed, style.INK, dashes), (target, style.WORST_SERVED, {"linewidth": 1.6, "linestyle": (0, (1, 1.5))}),
        (dotted, style.INK, {"linewidth": 1, "linestyle": (0, (2, 3))}), (lines, style.OTHERS, {"linewidth": 1}),
    ):  # fmt: skip
        sheet.paper.add_collection(LineCollection(held, colors=colour, **how), autolim=False)
    for kind, places in marks.items():
        at = np.concatenate(places)
        sheet.paper.plot(at[:, 0], at[:, 1], **marker(kind, 0.62))


def _with_words(sheet, panels, title, unit, scale, time, small_print) -> Picture:
    with_signal = [name for name, panel in panels.items() if panel["signal"].startswith("signal")]
    groups = f"{len(panels)} group{'s' * (len(panels) != 1)}"
    found = f"A signal in {len(with_signal)} of {groups}" if with_signal else f"No signal in any of {groups}"
    found += f": {listed(with_signal)}" if 0 < len(with_signal) <= MOST_NAMED else ""
    latest = {name: panel["latest"] for name, panel in panels.items() if panel["latest"] == panel["latest"]}
    apart = ""
    if len(latest) > 1:
        top, low = max(latest, key=latest.get), min(latest, key=latest.get)
        values = f"{top} {number_in_words(latest[top], unit)}, {low} {number_in_words(latest[low], unit)}"
        apart = f"The latest values lie up to {difference(latest[top] - latest[low], unit)} apart: {values}"
    each = [
        f"{name}: latest {number_in_words(panel['latest'], unit)}, {panel['name']}"
        f" {number_in_words(panel['centre'][-1], unit)}, {panel['signal']}"
        for name, panel in panels.items()
    ]
    ends = f"from {when(time.dates[0], time.monthly)} to {when(time.dates[-1], time.monthly)}"
    scales = f"all on one scale, {number_in_words(scale[0], unit)} to {number_in_words(scale[1], unit)}"
    sentence = as_sentences(found, apart)
    alt = as_sentences(
        f"{len(panels)} small charts, one for each group, {scales}, {ends}. {title}", *each, sentence, *small_print
    )
    return Picture(sheet.figure, alt, sentence)
