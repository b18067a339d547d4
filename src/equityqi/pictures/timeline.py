"""Dates along the foot of a chart, and the notes of what was changed when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import LINE, WIDTH, Sheet, foot_lines, scale_of, ticks_of, title_lines, width_of
from equityqi.pictures.words import dated_notes, is_monthly, lines_in, when, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEFT, RIGHT = 0.75, 1.85  # inches beside the plot, for its scale and for the labels of its lines
NOTE_LETTERS = 18  # letters in a line of a note of change
PLOT, GAP_PLOT, GUTTER = 3.1, 2.1, 0.22  # height of one plot, of one of several, and the space between
HEADER = 0.5  # the row with the key and the icons
DATES = 0.62  # below the plot


class Timeline:
    """Dates or point numbers as places along a line."""

    def __init__(self, dates: Sequence):
        self.dates = list(dates)
        self.dated = hasattr(self.dates[0], "strftime")
        self.monthly = self.dated and is_monthly(self.dates)
        self.days = np.array([self._place(date) for date in self.dates], float)
        several = len(set(self.days)) < len(self.days)  # events on one day: each has a place of its own
        self.x = np.arange(len(self.days), dtype=float) if several else self.days
        step = np.diff(self.x).min() if len(self.x) > 1 else 1.0
        self.ends = self.x[0] - step * 0.6, self.x[-1] + step * 0.6

    def _place(self, date) -> float:
        return date.toordinal() if self.dated else float(date)

    def place(self, date) -> float:
        """Return where a date of a note stands; a date outside the chart is refused."""
        try:
            x = self._on_the_line(self._place(pd.Timestamp(date) if self.dated else date))
        except (ValueError, TypeError):
            raise ValueError(
                f"The note at {date!r} has no clear date. Write it as year-month-day: 2025-03-01."
            ) from None
        if not self.ends[0] <= x <= self.ends[1]:
            first, last = (when(end, self.monthly) for end in (self.dates[0], self.dates[-1]))
            raise ValueError(
                f"The note at {date} lies outside the chart, which runs from {first} to {last}. Correct its date."
            )
        return x

    def _on_the_line(self, day: float) -> float:
        """Return where a day lies among the points; with several events on a day that is between their places."""
        if self.x is self.days or not self.days[0] <= day <= self.days[-1]:
            return day
        return float(np.interp(day, self.days, self.x))

    def say(self, place: int) -> str:
        return when(self.dates[place], self.monthly)

    def ticks(self, width: float, letters: float = 0.75) -> tuple[list[float], list[str]]:
        """Return which points get a label, evenly spaced, and the labels; each year is named once."""
        room = max(1, int(width / letters))
        steps = (1, 2, 3, 6, 12, 24, 48, 96, 192) if self.monthly else (1, 2, 5, 10, 20, 50, 100, 200, 500)
        step = next((step for step in steps if len(self.dates) / step <= room), len(self.dates))
        chosen, year, labels = range(0, len(self.dates), step), None, []
        if not self.dated:
            chosen = [i for i, date in enumerate(self.dates) if i == 0 or date % step == 0]
            chosen = [i for i in chosen if i == 0 or self.x[i] - self.x[0] >= step * 0.7]
            return [self.x[i] for i in chosen], [str(self.dates[i]) for i in chosen]
        for i in chosen:
            date = self.dates[i]
            label = f"{date:%b}" if self.monthly else f"{date.day} {date:%b}"
            labels.append(f"{label}\n" if date.year == year else f"{label}\n{date.year}")
            year = date.year
        return [self.x[i] for i in chosen], labels


class Chart:
    """The sheet of a chart over time: title, header row, notes of changes, one or more plots, small print."""

    def __init__(self, dates, title: str, notes: Sequence, small_print: Sequence[str], plots=("",), rows=1, shade=()):
        """Lay out one plot for each heading in ``plots``, below ``rows`` header rows; notes stand at their dates.

        ``shade``: spans of time (first date, last date, words) that get a light ground, named above it.
        """
        self.time = Timeline(dates)
        self.title, above = title_lines(title)
        foot, below = foot_lines(small_print)
        self.width = WIDTH - LEFT - RIGHT
        named = [(date, words, True) for date, words in dated_notes(notes)] + [
            (first, words, False) for first, _, words in shade
        ]
        self.changes = _stacked([(self._inches(self.time.place(date)), words, line) for date, words, line in named])
        strip = max((top for _, _, _, top, _ in self.changes), default=0.0) + 0.12
        several = len(plots) > 1
        height, heading, header = (GAP_PLOT, 0.3, HEADER * rows) if several else (PLOT, 0, HEADER * rows)
        tall = above + header + strip + (height + heading + GUTTER * several) * len(plots) + DATES + below
        self.sheet = Sheet(tall)
        self.sheet.title(self.title)
        self.sheet.foot(foot)
        self.header = [tall - above - HEADER * (row + 0.5) for row in range(rows)]
        self.plots: list[Axes] = []
        top = tall - above - header
        for number, words in enumerate(plots):
            if words:
                self.sheet.write(LEFT, top, words, fontsize=style.BODY, fontweight="bold")
            top -= heading + (strip if number == 0 else 0)
            axes = self.sheet.plot(LEFT, top - height, self.width, height)
            axes.set_xlim(*self.time.ends)
            at, names = self.time.ticks(self.width)
            last = number == len(plots) - 1
            axes.set_xticks(at, names if last else [""] * len(at))
            self.plots.append(axes)
            self._shade(axes, shade)
            if number == 0:
                self._write_changes(top, top - height)
            else:
                for x, _, _, _, line in self.changes:
                    if line:
                        self._line(x, top, top - height)
            top -= height + GUTTER * several
        if not self.time.dated:
            self.plots[-1].set_xlabel("Point number", fontsize=style.SMALL)

    def _inches(self, x: float) -> float:
        low, high = self.time.ends
        return LEFT + self.width * (x - low) / (high - low)

    def _line(self, x: float, top: float, bottom: float) -> None:
        self.sheet.paper.plot((x, x), (bottom, top), color=style.INK, linewidth=1, linestyle=(0, (2, 3)), zorder=1)

    def _write_changes(self, top: float, bottom: float) -> None:
        for x, words, base, _, line in self.changes:
            if line:
                self._line(x, top + base + 0.04, bottom)
            self.sheet.write(x - 0.02, top + base + 0.05, words, va="bottom")

    def _shade(self, axes: Axes, spans: Sequence[tuple]) -> None:
        """Shade from one date to another, half a step further at both ends."""
        half = (self.time.x[1] - self.time.x[0]) / 2 if len(self.time.x) > 1 else 0.5
        for first, last, _ in spans:
            axes.axvspan(
                self.time.place(first) - half,
                self.time.place(last) + half,
                color=style.TINTS[-1],
                zorder=0,
                linewidth=0,
            )

    def scale(self, axes: Axes, values, unit: str, include=()) -> None:
        """Set the scale of a plot, in round numbers with their unit."""
        axes.set_ylim(*scale_of(values, unit, include))
        ticks = ticks_of(*axes.get_ylim())
        mark = "%" if unit == "%" else ""
        axes.set_yticks(ticks, [f"{tick:,.10g}{mark}".replace("-", "−") for tick in ticks])


def _stacked(notes: list[tuple[float, str, bool]]) -> list[tuple[float, str, float, float, bool]]:
    """Put each note above those to its right that it would touch: (x, words, its base, its top, with a line) in inches.

    Words begin at their line and run to the right, so a line never crosses the words of another note.
    """
    placed: list[tuple[float, str, float, float, bool]] = []
    for x, words, line in sorted(notes, reverse=True):
        words = wrapped(words, NOTE_LETTERS)
        end = x + width_of(words) + 0.12
        base = max((top for other, _, _, top, _ in placed if other < end), default=0.0)
        placed.append((x, words, base, base + LINE * lines_in(words) + 0.03, line))
    return placed
