"""Pictures that set a handful of groups or places side by side."""

from __future__ import annotations

import math
import numbers
import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from equityqi.pictures import style
from equityqi.pictures.style import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, ROW, ABOVE, BELOW = 7.5, 0.5, 0.7, 1.0  # inches


def dots(
    values: Mapping[str, float],
    unit: str,
    title: str,
    source: str,
    *,
    better: int = 1,
    not_found: Sequence[str] = (),
    tell_gap: bool = True,
) -> Picture:
    """Draw one labelled dot for each group, and the gap between the two that lie furthest apart.

    ``values`` holds two to twelve numbers by group or place; ``unit`` is ``"years"``, ``"%"`` ...;
    ``better`` is 1 if a higher number is good and -1 if a lower one is. Names in ``not_found`` get a
    row that says so instead of a dot. The scale need not begin at 0: dots are compared by place, not
    by length, and both the picture and its alt text say where the scale begins and ends. The gap
    between two percentages is in points. With ``tell_gap=False`` the gap is drawn and not named, for
    readers who are about to work it out.

    Raises ValueError, with a sentence, for a value that is not a number and for too few or too many.

    >>> dots({"A": 67.9, "B": 59.2}, "years", "Good health", "An article").sentence
    'The gap is 8.7 years.'
    """
    _check(values, better, not_found)
    source = source.strip().rstrip(".")
    order = sorted(values, key=lambda name: -better * values[name])  # the best on top, be it high or low
    low, high = sorted((values[order[0]], values[order[-1]]))
    places = max(_decimals(value) for value in values.values())  # 2.0 beside 12.2 is printed 2.0
    gap = f"{round(high - low, places):,.{places}f}"
    gap_words = f"{gap} {'point' if gap == '1' else 'points'}" if unit == "%" else _with_unit(gap, unit)
    printed = {name: _with_unit(f"{values[name]:,.{places}f}", unit) for name in order}
    scale = _scale(low, high, unit)

    with style.course_style():
        above = ABOVE + 0.25 * _wrapped(title, 56).count("\n")
        below = BELOW + 0.2 * _wrapped(f"Source: {source}.", 84).count("\n") - 0.2 * (unit == "%" and scale[0] == 0)
        figure = style.new_figure(WIDTH, above + below + ROW * (len(order) + len(not_found) + 1))
        axes = _axes(figure, order, not_found, scale, above, below)
        _draw_dots(axes, values, order, printed)
        _draw_gap(
            axes, values[order[0]], values[order[-1]], len(order), f"gap {gap_words}" if tell_gap else "gap: how many?"
        )
        for row in range(len(not_found)):
            axes.text(scale[0], len(order) + 1 + row, " no figure found", va="center_baseline", style="italic")
        _write_around(figure, axes, title, unit, scale, source)

    said = ", ".join(f"{name} {words}" for name, words in printed.items())
    found = [f"The gap is {gap_words}."] if tell_gap else []
    found += [f"No figure was found for {_and(not_found)}."] if not_found else []
    ends = f"{_with_unit(f'{scale[0]:,}', unit)} to {_with_unit(f'{scale[1]:,}', unit)}"
    alt = " ".join([f"Dot chart. {title}: {said}.", *found, f"The scale runs from {ends}. Source: {source}."])
    return Picture(figure, alt, found[0] if tell_gap else "")


def _check(values: Mapping[str, float], better: int, not_found: Sequence[str]) -> None:
    if isinstance(not_found, str):
        raise ValueError(f"not_found must be a list of names, so write not_found=['{not_found}'].")
    if better not in (1, -1):
        raise ValueError(f"better is {better!r}. Pass 1 if a higher number is good, -1 if a lower one is.")
    for name, value in values.items():
        if not isinstance(value, numbers.Real) or isinstance(value, bool) or not math.isfinite(value):
            raise ValueError(
                f"'{name}' has no number to draw ({value!r}). Leave it out of the values, "
                "and name it in not_found so that readers see that it is missing."
            )
    if not 2 <= len(values) <= 12:
        raise ValueError(f"A dot chart needs 2 to 12 groups, and there are {len(values)}.")


def _axes(
    figure, order: Sequence[str], not_found: Sequence[str], scale: tuple[float, float], above: float, below: float
) -> Axes:
    names = [_wrapped(name, 30) for name in (*order, "", *not_found)]  # the nameless row is the gap's
    height = figure.get_figheight()
    left = 0.05 + 0.0125 * max(7, *(len(line) for name in names for line in name.split("\n")))
    axes = figure.add_axes((left, below / height, 0.9 - left, 1 - (above + below) / height))
    axes.set_xlim(*scale)
    axes.set_xticks([tick for tick in axes.get_xticks() if scale[0] <= tick <= scale[1]])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names, fontsize=style.BODY)
    axes.tick_params(axis="y", length=0, pad=8)
    axes.tick_params(axis="x", labelsize=style.SMALL, color=style.OTHERS)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(style.OTHERS)
    axes.hlines(range(len(order)), *scale, color=style.NEUTRAL, linewidth=1, zorder=1)
    return axes


def _draw_dots(axes: Axes, values: Mapping[str, float], order: Sequence[str], printed: Mapping[str, str]) -> None:
    for row, name in enumerate(order):
        # Best and worst differ in shape as well: a disc, a diamond, and a ring for the rest.
        ends = values[order[0]], values[order[-1]]
        best, worst = ((values[name] == end) and ends[0] != ends[1] for end in ends)
        colour = style.BEST_SERVED if best else style.WORST_SERVED if worst else style.OTHERS
        axes.plot(
            values[name],
            row,
            marker="D" if worst else "o",
            markersize=11 if worst else 13,
            markerfacecolor=colour if best or worst else style.PAPER,
            markeredgecolor=colour,
            markeredgewidth=2,
            zorder=3,
            clip_on=False,
        )
        axes.annotate(
            printed[name],
            (values[name], row),
            (0, 12),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=style.BODY,
            fontweight="bold" if best or worst else "normal",
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5},
            zorder=4,
        )


def _draw_gap(axes: Axes, best: float, worst: float, row: int, words: str) -> None:
    """Draw the gap as an arrow below the last dot, each end hung from its own dot."""
    low, high = sorted((best, worst))
    if high > low:
        dotted = {"color": style.INK, "linewidth": 1, "linestyle": (0, (2, 3)), "zorder": 2}
        axes.vlines(best, 0, row, **dotted)
        axes.vlines(worst, row - 1, row, **dotted)
        arrow = {"arrowstyle": "<->", "color": style.INK, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (low, row), (high, row), arrowprops=arrow)
    axes.annotate(
        words,
        ((best + worst) / 2, row),
        (0, 5),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=style.BODY,
        fontweight="bold",
    )


def _write_around(figure, axes: Axes, title: str, unit: str, scale: tuple[float, float], source: str) -> None:
    height = figure.get_figheight()
    figure.text(0.02, 1 - 0.14 / height, _wrapped(title, 56), fontsize=style.HEADING, fontweight="bold", va="top")
    starts = "" if scale[0] == 0 else f". The scale starts at {scale[0]:,}, not at 0"
    mark = "%" if unit == "%" else ""
    axes.xaxis.set_major_formatter(lambda number, _: f"{_plain(number):,}{mark}")
    label = starts.removeprefix(". ") if unit == "%" else f"{unit[:1].upper()}{unit[1:]}{starts}".removeprefix(". ")
    axes.set_xlabel(label, fontsize=style.SMALL, labelpad=6)
    words = _wrapped(f"Source: {source}.", 84)
    figure.text(0.02, 0.1 / height, words, fontsize=style.SMALL, va="bottom", linespacing=1.25)


def _wrapped(words: str, width: int) -> str:
    return textwrap.fill(words, width)


def _scale(low: float, high: float, unit: str) -> tuple[float, float]:
    """Return round ends a little outside the values; from 0 where the values are near it."""
    spread = (high - low) or abs(high) or 1
    step = 10 ** math.floor(math.log10(spread))
    step = step if spread / step >= 5 else step / 2
    start = math.floor((low - spread * 0.3) / step) * step
    end = math.ceil((high + spread * 0.3) / step) * step
    if low >= 0 and (start < 0 or low < spread):
        start = 0
    if unit == "%" and high <= 100:
        end = min(end, 100)
    return _plain(start), _plain(end)


def _plain(number: float) -> float:
    rounded = round(number, 10)
    return int(rounded) if rounded == int(rounded) else rounded


def _decimals(value: float) -> int:
    return min(2, max(0, -Decimal(str(float(value))).normalize().as_tuple().exponent))


def _with_unit(number: str, unit: str) -> str:
    return f"{number}%" if unit == "%" else f"{number} {unit}".rstrip()


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
