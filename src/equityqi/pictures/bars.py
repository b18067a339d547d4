"""Groups side by side: values with their intervals, the gap of two groups, the slope across all, and the funnel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import (
    LINE,
    MARGIN,
    WIDTH,
    Sheet,
    foot_lines,
    scale_of,
    ticks_of,
    title_lines,
    width_of,
)
from equityqi.pictures.style import Picture
from equityqi.pictures.words import difference, lines_in, number_in_words, plain_notes, wrapped
from equityqi.plain_words import as_sentences, upper_first

if TYPE_CHECKING:
    from equityqi.gaps import Gap

MOST = 40  # rows
ROW, NAME_LETTERS = 0.52, 30
VALUE = 2.55  # inches for the value and its interval in words


def intervals(
    frame: pd.DataFrame,
    by: str | None = None,
    title: str = "",
    unit: str = "",
    *,
    better=0,
    bars=False,
    notes: Sequence = (),
) -> Picture:
    """Draw one value for each group with its interval, in the order of the rows.

    ``frame``: columns value, lower and upper (as in ``Estimate.frame``) and maybe n and unit; ``by``: the column
    that names the groups, or None for the index. ``better``: 1 if high is good, -1 if low is: the best and the
    worst served are then marked, and each group is told against the best. With ``bars`` the values are bars from 0.
    Raises ValueError, with a sentence, for a column that is absent, or for too many rows.

    >>> from equityqi.gaps import proportion
    >>> frame = proportion([620, 1148], [800, 1312], per=100).frame.assign(area=["Most deprived", "Least deprived"])
    >>> print(intervals(frame, "area", "Blood thinner for AF", better=1).sentence)
    Most deprived: 77.5%, 10 percentage points below Least deprived at 87.5%.
    """
    rows, unit = _rows(frame, by, unit)
    known = rows.dropna(subset="value")
    best = worst = None
    if better and len(known) > 1 and known["value"].nunique() > 1:
        order = (known["value"] * better).sort_values()
        worst, best = order.index[0], order.index[-1]
    names = [wrapped(name, NAME_LETTERS) for name in rows["name"]]
    tall = [max(ROW, LINE * lines_in(name) + 0.16) for name in names]
    left = MARGIN + max(width_of(name, style.BODY, True) for name in names) + 0.2
    with style.course_style():
        words, above = title_lines(title or "Each group with its interval")
        foot, below = foot_lines([_method(frame), *plain_notes(notes)])
        sheet = Sheet(above + 0.12 + sum(tall) + 0.42 + below)
        sheet.title(words)
        sheet.foot(foot)
        axes = sheet.plot(left, below + 0.42, WIDTH - left - VALUE, sum(tall))
        _across(axes, scale_of(rows[["value", "lower", "upper"]], unit, [0] if bars else []), unit)
        axes.set_ylim(sum(tall), 0)
        at = 0.0
        for height, name, row in zip(tall, names, rows.itertuples(), strict=True):
            y, at = at + height / 2, at + height
            end = row.Index in (best, worst)
            colour = (
                style.BEST_SERVED if row.Index == best else style.WORST_SERVED if row.Index == worst else style.OTHERS
            )
            if bars:
                axes.barh(y, row.value, height=height * 0.62, color=colour if end else style.NEUTRAL, zorder=1)
            axes.hlines(
                y, row.lower, row.upper, color=style.INK if bars else colour, linewidth=2 if bars else 3, zorder=2
            )
            if not bars:
                shape = "D" if row.Index == worst else "o"
                axes.plot(row.value, y, marker=shape, markersize=10, color=colour, zorder=3, clip_on=False)
            paper_y = below + 0.42 + sum(tall) - y
            weight = "bold" if end else "normal"
            sheet.write(left - 0.15, paper_y, name, ha="right", va="center", fontsize=style.BODY, fontweight=weight)
            sheet.write(WIDTH - VALUE + 0.2, paper_y, _value(row, unit), va="center", fontweight=weight)
    return _interval_words(sheet, rows, unit, title, best, worst, better, [_method(frame), *plain_notes(notes)])


def _rows(frame, by, unit):
    absent = [name for name in ("value", "lower", "upper", *([by] if by else [])) if name not in frame]
    if absent:
        there = ", ".join(map(str, frame.columns))
        raise ValueError(
            f"The table has no column {', '.join(absent)}; its columns are {there}. Rename them, then try again."
        )
    if not 1 <= len(frame) <= MOST:
        raise ValueError(
            f"This picture needs 1 to {MOST} groups, and there are {len(frame)}. Choose fewer, or draw a funnel."
        )
    if not unit and "unit" in frame and frame["unit"].nunique() == 1:
        unit = str(frame["unit"].iloc[0])
    rows = pd.DataFrame({"name": [str(name) for name in (frame[by] if by else frame.index)]})
    for column in ("value", "lower", "upper", "n"):
        rows[column] = frame[column].to_numpy(float) if column in frame else float("nan")
    if unit == "proportion":  # a share of 1 is told as a share of 100
        rows[["value", "lower", "upper"]] *= 100
        unit = "%"
    return rows, unit


def _method(frame) -> str:
    methods = sorted(set(frame["method"])) if "method" in frame else []
    return f"Lines show 95% intervals{f' ({methods[0]})' if len(methods) == 1 else ''}."


def _value(row, unit: str) -> str:
    if row.value != row.value:
        return "no value"
    spans = (
        f" ({number_in_words(row.lower)} to {number_in_words(row.upper)})"
        if row.lower == row.lower and row.upper == row.upper
        else ""
    )
    return f"{number_in_words(row.value, unit if unit in ('%', 'ratio') else '')}{spans}" + (
        f"\nof {row.n:,.0f}" if row.n == row.n else ""
    )


def _across(axes, scale, unit: str) -> None:
    """Set a scale that runs across, with its grid."""
    axes.set_xlim(*scale)
    ticks = ticks_of(*scale)
    mark = "%" if unit == "%" else ""
    axes.set_xticks(ticks, [f"{tick:,.10g}{mark}".replace("-", "−") for tick in ticks])
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.grid(axis="x", color=style.NEUTRAL, linewidth=0.6, alpha=0.7)
    if unit not in ("", "%", "ratio"):
        axes.annotate(
            unit, (1, 0), (8, -5), xycoords="axes fraction", textcoords="offset points", va="top", fontsize=style.SMALL
        )


def _interval_words(sheet, rows, unit, title, best, worst, better, notes) -> Picture:
    known = rows.dropna(subset="value")
    if best is not None:
        low, high = known.loc[worst], known.loc[best]
        side = "below" if better > 0 else "above"
        apart = (
            f"{difference(high.value - low.value, unit)} {side} {high['name']} at {number_in_words(high.value, unit)}"
        )
        sentence = f"{low['name']}: {number_in_words(low.value, unit)}, {apart}."
    elif len(known) > 1:
        low, high = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
        sentence = (
            f"The values run from {number_in_words(low.value, unit)} ({low['name']}) to"
            f" {number_in_words(high.value, unit)} ({high['name']}), {difference(high.value - low.value, unit)} apart."
        )
    else:
        sentence = f"{rows['name'][0]}: {number_in_words(rows['value'][0], unit)}."
    sentence = upper_first(sentence)
    said = []
    for row in rows.itertuples():
        words = f"{rows['name'][row.Index]}: {_value(row, unit)}".replace("\n", ", ")
        if best is not None and row.Index not in (best,) and row.value == row.value:
            ahead = known.loc[best]
            side = "below" if row.value < ahead.value else "above"
            words += (
                f", {difference(row.value - ahead.value, unit)} {side} {ahead['name']}"
                if row.value != ahead.value
                else ""
            )
        said.append(words)
    return Picture(
        sheet.figure, as_sentences(f"Values of {len(rows)} groups. {title}", *said, sentence, *notes), sentence
    )


def gap_bars(result: Gap, title: str = "", *, notes: Sequence = ()) -> Picture:
    """Draw the gap between two groups in the ways that can disagree, each with its interval and its line of no gap.

    >>> import pandas as pd
    >>> from equityqi.gaps import gap
    >>> table = pd.DataFrame({"fifth": [1, 5], "numerator": [620, 1148], "denominator": [800, 1312]})
    >>> print(gap_bars(gap(table, "fifth", worst=1, best=5)).sentence)
    1 compared with 5: 10 percentage points lower (absolute), 0.89 times as much (relative), 1.80 times as many without (relative).
    """  # noqa: E501
    lower = (
        "lower" if result.relative.value < 1 else "higher"
    )  # not by the sign of the absolute gap, which is a convention
    points = result.absolute.unit == "points"
    apart = difference(result.absolute.value, "%" if points else result.absolute.unit)
    told = [
        ("Absolute gap", result.absolute, 0.0, f"{apart} {lower}"),
        ("Relative gap", result.relative, 1.0, f"{number_in_words(result.relative.value, 'ratio')} times as much"),
    ]
    if result.relative_of_lack is not None:
        lack = f"{number_in_words(result.relative_of_lack.value, 'ratio')} times as many"
        told.append(("Relative gap of those\nwho went without", result.relative_of_lack, 1.0, lack))
    panel, left = 1.05, 2.3
    title = title or f"The gap: {result.worst} compared with {result.best}"
    with style.course_style():
        words, above = title_lines(title)
        foot, below = foot_lines(["Lines show 95% intervals. The dark line is no gap.", *plain_notes(notes)])
        sheet = Sheet(above + 0.1 + panel * len(told) + below)
        sheet.title(words)
        sheet.foot(foot)
        for number, (name, estimate, none, said) in enumerate(told):
            bottom = sheet.height - above - 0.1 - panel * (number + 1) + 0.45
            axes = sheet.plot(left, bottom, WIDTH - left - VALUE, panel - 0.5)
            _across(axes, scale_of([estimate.value, estimate.lower, estimate.upper], "", [none], 0.12), "")
            axes.set_ylim(-1, 1)
            axes.axvline(none, color=style.INK, linewidth=1.6)
            axes.hlines(0, estimate.lower, estimate.upper, color=style.WORST_SERVED, linewidth=3)
            axes.plot(estimate.value, 0, marker="D", markersize=10, color=style.WORST_SERVED, clip_on=False)
            middle, spans = (
                bottom + (panel - 0.5) / 2,
                f"({number_in_words(estimate.lower)} to {number_in_words(estimate.upper)})",
            )
            sheet.write(left - 0.2, middle, name, ha="right", va="center", fontsize=style.BODY)
            sheet.write(
                WIDTH - VALUE + 0.2,
                middle,
                f"{said}\n{spans}" if estimate.lower == estimate.lower else said,
                va="center",
            )
    ends = (" (absolute)", " (relative)", " without (relative)")
    ways = [said + end for (*_, said), end in zip(told, ends, strict=False)]
    sentence = f"{result.worst} compared with {result.best}: {', '.join(ways)}."
    spans = [
        f"{' '.join(name.split())} {number_in_words(e.value, 'ratio' if none else '')} (95% interval"
        f" {number_in_words(e.lower)} to {number_in_words(e.upper)})"
        for name, e, none, _ in told
    ]
    return Picture(
        sheet.figure,
        as_sentences(f"{len(told)} ways to tell one gap. {title}", *spans, sentence, *plain_notes(notes)),
        sentence,
    )
