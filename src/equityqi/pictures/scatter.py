"""Groups as places on a plane: the slope across all groups by their rank, and the funnel by their size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import LINE, WIDTH, Sheet, foot_lines, scale_of, ticks_of, title_lines, width_of
from equityqi.pictures.style import Picture
from equityqi.pictures.words import difference, lines_in, number_in_words, plain_notes, wrapped
from equityqi.plain_words import as_sentences, listed

if TYPE_CHECKING:
    from equityqi.gaps import Funnel, Slope

LEFT, RIGHT, PLOT = 0.85, 1.95, 3.3  # inches
MOST_LABELS = 8


def slope_picture(result: Slope, values=None, title: str = "", unit: str = "", *, notes: Sequence = ()) -> Picture:
    """Draw the groups by their rank, as wide as their share of people, and the line of the slope index across them.

    ``values``: one value for each group in rank order, or a mapping from the name of each group to its value.
    Without them only the line is drawn. Raises ValueError for another number of values, or for several areas.

    >>> from equityqi.gaps import slope
    >>> values = {"1": 31.1, "2": 36.8, "3": 43.4, "4": 62.9, "5": 64.9}
    >>> told = slope(list(values.values()), [7358, 14481, 7183, 9392, 8016])
    >>> print(slope_picture(told, values, unit="%").sentence)
    Across all 5 groups the line rises by 45.9 percentage points (95% interval 34.3 to 57.5), from 24.1% to 70%.
    """
    rank = np.asarray(result.rank, float)
    if rank.ndim != 1:
        raise ValueError("This slope holds several areas. Work out the slope of one area, and draw that.")
    names = (
        [str(name) for name in values]
        if isinstance(values, Mapping)
        else [str(number + 1) for number in range(rank.size)]
    )
    held = (
        None if values is None else np.asarray(list(values.values()) if isinstance(values, Mapping) else values, float)
    )
    if held is not None and held.shape != rank.shape:
        raise ValueError(
            f"The slope has {rank.size} groups and there are {held.size} values. Give one for each group, in rank"
            " order."
        )
    edges = np.concatenate(
        [[0.0], 2 * np.cumsum(rank * (-1.0) ** np.arange(rank.size)) * (-1.0) ** np.arange(rank.size)]
    )
    with style.course_style():
        words, above = title_lines(title or "The slope across all groups")
        foot, below = foot_lines(plain_notes(notes))
        wide = WIDTH - LEFT - RIGHT
        labels = [wrapped(name, max(4, int(wide * (edges[i + 1] - edges[i]) / 0.105))) for i, name in enumerate(names)]
        if any(width_of(label) > wide * (edges[i + 1] - edges[i]) for i, label in enumerate(labels)):
            numbered = [f"{i + 1}: {name}" for i, name in enumerate(names)]
            foot, below = foot_lines([f"Groups: {'; '.join(numbered)}.", *plain_notes(notes)])
            labels = [str(i + 1) for i in range(rank.size)]
        names_row = LINE * max(lines_in(label) for label in labels) + 0.15
        sheet = Sheet(above + 0.2 + PLOT + names_row + 0.3 + below)
        sheet.title(words)
        sheet.foot(foot)
        bottom = below + names_row + 0.3
        axes = sheet.plot(LEFT, bottom, wide, PLOT)
        ends = [float(result.at_first), float(result.at_last)]
        axes.set_xlim(0, 1)
        axes.set_ylim(*scale_of([*ends, *([] if held is None else held)], unit, [] if held is None else [0]))
        ticks = ticks_of(*axes.get_ylim())
        axes.set_yticks(ticks, [number_in_words(tick, unit if unit == "%" else "") for tick in ticks])
        axes.set_xticks([])
        if held is not None:
            axes.bar(rank, held, width=np.diff(edges) * 0.97, color=style.TINTS[1], zorder=1)
            axes.plot(rank, held, "o", color=style.INK, markersize=8, zorder=4, clip_on=False)
        axes.plot([0, 1], ends, color=style.WORST_SERVED, linewidth=2.5, zorder=3)
        for i, label in enumerate(labels):
            sheet.write(LEFT + wide * rank[i], bottom - 0.1, label, ha="center")
        sheet.write(
            LEFT + wide / 2, bottom - names_row, "groups in rank order, as wide as their share of people", ha="center"
        )
        said = number_in_words(ends[1], unit)
        across = difference(result.sii.value, unit)
        sheet.labels(
            axes,
            [
                (ends[1], f"line ends at {said}", False),
                ((ends[0] + ends[1]) / 2, f"slope index\n{across}", True),
                (ends[0], f"line starts at\n{number_in_words(ends[0], unit)}", False),
            ],
        )
    way = "rises" if ends[1] > ends[0] else "falls" if ends[1] < ends[0] else "stays level"
    span = (
        f" (95% interval {number_in_words(result.sii.lower)} to {number_in_words(result.sii.upper)})"
        if result.sii.lower == result.sii.lower
        else ""
    )
    sentence = (
        f"Across all {rank.size} groups the line {way} by {across}{span}, from {number_in_words(ends[0], unit)} to"
        f" {number_in_words(ends[1], unit)}."
    )
    each = (
        []
        if held is None
        else [f"{name}: {number_in_words(value, unit)}" for name, value in zip(names, held, strict=True)]
    )
    ratio = (
        f"The relative index is {number_in_words(result.rii.value, 'ratio')}"
        if result.rii.value == result.rii.value
        else ""
    )
    alt = as_sentences(
        f"Slope picture, groups in rank order, each as wide as its share of people. {title}",
        "; ".join(each),
        sentence,
        ratio,
        *plain_notes(notes),
    )
    return Picture(sheet.figure, alt, sentence)


def funnel_picture(
    result: Funnel, names: Sequence[str] | None = None, title: str = "", unit: str = "", *, notes: Sequence = ()
) -> Picture:
    """Draw each area by its size, with limits that narrow as areas grow; areas beyond the widest limit are named.

    ``names``: one name for each area, in the order of the frame. Colours do not say better or worse: a funnel
    does not know which way is good.

    >>> from equityqi.gaps import funnel
    >>> told = funnel([77, 33, 149, 60], [150, 255, 1833, 500], per=100)
    >>> print(funnel_picture(told, ["Ash", "Beech", "Cedar", "Dell"]).sentence)
    2 of 4 areas lie further from the overall 11.7% than chance allows: Ash (high) and Cedar (low).
    """
    frame, limits = result.frame, result.limits
    names = [f"area {i + 1}" for i in range(len(frame))] if names is None else [str(name) for name in names]
    if len(names) != len(frame):
        raise ValueError(f"The funnel has {len(frame)} areas and there are {len(names)} names. Give one for each area.")
    unit = unit or (
        "%" if result.unit == "%" else "" if result.unit in ("proportion", "rate", "ratio") else result.unit
    )
    levels = sorted(
        {
            column.removeprefix("lower_")
            for column in limits
            if column.startswith("lower_") and not column.endswith("_at")
        }
    )
    size, value = frame["denominator"].to_numpy(float), frame["value"].to_numpy(float)
    out = frame["signal"].str.contains(f"{levels[-1].replace('_', '.')}%", regex=False).to_numpy()
    with style.course_style():
        words, above = title_lines(title or "Funnel: which areas stand out, given their size?")
        foot, below = foot_lines(plain_notes(notes))
        sheet = Sheet(above + 0.2 + PLOT + 0.65 + below)
        sheet.title(words)
        sheet.foot(foot)
        axes = sheet.plot(LEFT, below + 0.65, WIDTH - LEFT - RIGHT, PLOT)
        axes.set_xlim(0, size.max() * 1.06)
        axes.set_ylim(*scale_of(value, unit, [result.baseline], share=0.15))
        labels = [(result.baseline, f"overall {number_in_words(result.baseline, unit)}", True)]
        for level, dashes in zip(levels, ((0, (6, 2)), "-"), strict=False):
            for side in ("lower", "upper"):
                column = f"{side}_{level}"
                x = limits[f"{column}_at" if f"{column}_at" in limits else "size"].to_numpy(float)
                y = limits[column].to_numpy(float)
                order = np.argsort(x)
                axes.plot(x, y, color=style.OTHERS, linewidth=1.3, linestyle=dashes, zorder=1)
                at = float(np.interp(axes.get_xlim()[1], x[order], y[order]))
                if axes.get_ylim()[0] <= at <= axes.get_ylim()[1]:
                    labels.append((at, f"{level.replace('_', '.')}% {side} limit", False))
        axes.axhline(result.baseline, color=style.INK, linewidth=1.4, zorder=1)
        axes.plot(size[~out], value[~out], "o", color=style.OTHERS, markersize=7, zorder=3)
        axes.plot(size[out], value[out], "s", color=style.INK, markersize=8, zorder=3, clip_on=False)
        across, up = ticks_of(*axes.get_xlim()), ticks_of(*axes.get_ylim())
        axes.set_xticks(across, [number_in_words(tick) for tick in across])
        axes.set_yticks(up, [number_in_words(tick, unit if unit == "%" else "") for tick in up])
        axes.set_xlabel(
            "Size of the area: events expected" if result.kind == "ratio" else "Size of the area: people",
            fontsize=style.SMALL,
        )
        sheet.labels(axes, labels)
        unnamed = _name_points(
            sheet, axes, [(size[i], value[i], names[i]) for i in np.flatnonzero(out)], np.column_stack([size, value])
        )
    found = [f"{names[i]} ({frame['signal'].iloc[i].split(',')[0]})" for i in np.flatnonzero(out)]
    sentence = (
        f"{len(found)} of {len(frame)} areas {'lies' if len(found) == 1 else 'lie'} further from the overall "
        f"{number_in_words(result.baseline, unit)} than chance allows"
    )
    sentence = as_sentences(
        sentence + (f": {listed(found[:MOST_LABELS])}" + " among them" * (len(found) > MOST_LABELS) if found else "")
    )
    rows = zip(names, value, size, frame["signal"], strict=True)
    each = "; ".join(f"{name}: {number_in_words(v, unit)} of {n:,.0f}, {said}" for name, v, n, said in rows)
    hidden = f"Not named for want of room: {listed(unnamed)}" if unnamed else ""
    alt = as_sentences(f"Funnel plot of {len(frame)} areas. {title}", sentence, each, hidden, *plain_notes(notes))
    return Picture(sheet.figure, alt, sentence)


def _name_points(sheet: Sheet, axes, points, all_points) -> list[str]:
    """Write each name beside its point where it touches no other name or point; return names without room."""
    box = axes.get_position()
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()

    def inches(x, y):
        return (
            sheet.width * (box.x0 + (x - x0) / (x1 - x0) * box.width),
            sheet.height * (box.y0 + (y - y0) / (y1 - y0) * box.height),
        )

    taken = [(px - 0.06, py - 0.06, px + 0.06, py + 0.06) for px, py in (inches(*point) for point in all_points)]
    right, unnamed = sheet.width * box.x1, []
    for x, y, name in sorted(points, key=lambda point: -point[0]):
        px, py = inches(x, y)
        wide, half = width_of(name), LINE / 2
        for left, middle in (
            (px + 0.1, py),
            (px - 0.1 - wide, py),
            (px - wide / 2, py + 0.2),
            (px - wide / 2, py - 0.2),
        ):
            place = (left, middle - half, left + wide, middle + half)
            clear = all(place[2] <= t[0] or place[0] >= t[2] or place[3] <= t[1] or place[1] >= t[3] for t in taken)
            if clear and place[2] <= right and place[0] >= sheet.width * box.x0 and place[1] >= sheet.height * box.y0:
                sheet.write(left, middle, name, va="center")
                taken.append(place)
                break
        else:
            unnamed.append(name)
    return unnamed
