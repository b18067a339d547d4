"""The board of the game *Close the Gap*: each group on one scale, the gap, the wait and the
overload, month by month.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import LINE, MARGIN, WIDTH, Sheet, wrapped
from equityqi.pictures.style import Picture
from equityqi.pictures.words import difference, number_in_words

MONTHS, BASELINE = 12, 2
LEFT, GUTTER = 0.5, 0.42  # inches
TITLE, TOP, FOOT, TICKS = 0.42, 1.05, 0.95, 0.36  # heights: title row, plots of the groups, plots below, month numbers
NAME_LETTERS = 19
COLOURS = (style.WORST_SERVED, style.WORST_SERVED, style.OTHERS, style.BEST_SERVED)
BELOW = (("Gap D − (A+B)", "points", (-20, 70)), ("Wait", "weeks", (0, 13)), ("Overload", "units", (0, 11)))


@dataclass(frozen=True)
class Months:
    """What the board shows: completion in per cent of each group by month, the gap in points, wait in weeks, overload
    in units.

    ``groups`` goes from the name of each of four groups to its months so far; ``steps`` goes from a name to its chance
    of each step, or is None while the steps are hidden; ``kind`` says which figures these are, such as "as shown".
    """

    groups: Mapping[str, tuple[float, ...]]
    gap: tuple[float, ...]
    wait: tuple[float, ...]
    over: tuple[float, ...]
    steps: Mapping[str, tuple[float, ...]] | None = None
    kind: str = "as shown"


class GameBoard:
    """A board that is drawn again after each turn on a kept background; ``picture`` is the board as it stands.

    >>> months = Months({name: (29.0, 31.0) for name in "ABCD"}, (36.0, 38.0), (4.0, 4.0), (0.0, 0.0))
    >>> GameBoard(months).picture.sentence
    'The gap between D and A+B is 37 points at baseline.'
    """

    def __init__(self, months: Months):
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # lazy: matplotlib costs 0.3 s

        self.names = list(months.groups)
        lines = max(len(wrapped(name, NAME_LETTERS).split("\n")) for name in self.names)
        head = LINE * (lines + 2) + 0.08
        self.height = TITLE + head + TOP + TICKS + LINE + 0.12 + FOOT + TICKS + LINE + 0.1
        with style.course_style():
            self.sheet = Sheet(self.height)
            self.title = self._moving_text(MARGIN, self.height - 0.12, fontsize=style.HEADING, fontweight="bold")
            wide = (WIDTH - LEFT - MARGIN + GUTTER) / 4
            top = self.height - TITLE
            self.plots, self.now = [], []
            for place, name in enumerate(self.names):
                left = LEFT + place * wide
                self.sheet.write(left - 0.1, top, wrapped(name, NAME_LETTERS), fontweight="bold")
                self.now.append(self._moving_text(left - 0.1, top - LINE * lines))
                self.plots.append(self._plot(left, top - head - TOP, wide - GUTTER, TOP, (0, 100), COLOURS[place]))
            wide = (WIDTH - LEFT - MARGIN + GUTTER) / 3
            foot = 0.1 + LINE + TICKS
            for place, (_, _, scale) in enumerate(BELOW):
                left = LEFT + place * wide
                self.now.append(self._moving_text(left - 0.1, foot + FOOT + 0.08, va="bottom", fontweight="bold"))
                self.plots.append(self._plot(left, foot, wide - GUTTER, FOOT, scale, style.INK))
            self.sheet.foot(
                "Months across. Shaded: the two baseline months; dashed: their average. Steps: reach → attend →"
                " complete."
            )
            self.figure = self.sheet.figure
            self.figure.set_dpi(style.PIXELS_PER_INCH * style.SHARPNESS)
            self.canvas = FigureCanvasAgg(self.figure)
            self.canvas.draw()
            self._ground = self.canvas.copy_from_bbox(self.figure.bbox)
        self.png = self.redraw(months)

    def _moving_text(self, x: float, y: float, **how):
        return self.sheet.write(x, y, "", animated=True, **how)

    def _plot(self, left, bottom, width, height, scale, colour):
        axes = self.sheet.plot(left, bottom, width, height)
        axes.set_xlim(0.4, MONTHS + 0.6)
        axes.set_ylim(*scale)
        axes.set_xticks(range(2, MONTHS + 1, 2))
        axes.set_yticks(
            [
                tick
                for tick in ((0, 50, 100) if scale[1] == 100 else (0, 30, 60) if scale[1] == 70 else (0, 4, 8, 12))
                if tick <= scale[1]
            ]
        )
        axes.axvspan(0.5, BASELINE + 0.5, color=style.NEUTRAL, alpha=0.5, linewidth=0)
        mean = axes.plot([], [], color=style.INK, linewidth=1.2, linestyle=(0, (4, 3)), animated=True)[0]
        line = axes.plot([], [], color=colour, linewidth=1.8, marker="o", markersize=4.5, clip_on=False, animated=True)[
            0
        ]
        return axes, line, mean

    def redraw(self, months: Months) -> bytes:
        """Draw the months so far and return the board as PNG; ValueError for other groups than those of the board."""
        if list(months.groups) != self.names:
            raise ValueError("These months have other groups than the board. Make a new board for them.")
        rows = [*months.groups.values(), months.gap, months.wait, months.over]
        played = len(months.gap)
        self.title.set_text(f"Month {played} of {MONTHS}, {months.kind}")
        for place, ((_, line, mean), values) in enumerate(zip(self.plots, rows, strict=True)):
            line.set_data(range(1, played + 1), values)
            if place <= len(self.names):  # the groups and the gap; nobody waits or is overloaded at baseline
                mean.set_data((1, MONTHS), [sum(values[:BASELINE]) / BASELINE] * 2)
        for text, name in zip(self.now, self.names, strict=False):
            text.set_text(f"now {number_in_words(months.groups[name][-1], '%')}\n{_steps(months.steps, name)}")
        for text, (name, unit, _), values in zip(self.now[4:], BELOW, rows[4:], strict=True):
            text.set_text(f"{name}: {number_in_words(values[-1], unit)}")
        self.picture = Picture(self.figure, _alt(months), _sentence(months))
        with style.course_style():
            self.canvas.restore_region(self._ground)
            for axes, line, mean in self.plots:
                axes.draw_artist(mean)
                axes.draw_artist(line)
            for text in (self.title, *self.now):
                self.sheet.paper.draw_artist(text)
            self.png = self._encode()
        return self.png

    def _encode(self) -> bytes:
        from PIL import Image  # lazy: Pillow costs 0.05 s

        png = io.BytesIO()
        pixels = Image.frombuffer(
            "RGBA", self.canvas.get_width_height(), self.canvas.buffer_rgba(), "raw", "RGBA", 0, 1
        )
        pixels.convert("RGB").save(png, "PNG", compress_level=1)  # as in the moving run chart: quick to make
        return png.getvalue()


def _steps(steps, name: str) -> str:
    return "steps are hidden" if steps is None else "steps " + " → ".join(f"{step:.0f}" for step in steps[name])


def _sentence(months: Months) -> str:
    then = sum(months.gap[:BASELINE]) / BASELINE
    if len(months.gap) <= BASELINE:
        return f"The gap between D and A+B is {difference(then, '%')} at baseline."
    change = round(months.gap[-1] - then, 1)
    moved = (
        f"{difference(change, '%')} {'wider' if change > 0 else 'narrower'} than at baseline"
        if change
        else "as wide as at baseline"
    )
    return (
        f"The gap between D and A+B is {number_in_words(round(months.gap[-1], 1), 'points')}, {moved}. One month may be"
        " luck."
    )


def _alt(months: Months) -> str:
    def row(values, unit=""):
        return f"{', '.join(number_in_words(value) for value in values)}{unit}"

    parts = [f"The game's board, month {len(months.gap)} of {MONTHS}, {months.kind}", "Months 1 and 2 are the baseline"]
    parts += [f"{name}, completed in per cent by month: {row(values)}" for name, values in months.groups.items()]
    parts += [
        f"Gap in points: {row(months.gap)}",
        f"Wait in weeks: {row(months.wait)}",
        f"Overload in units: {row(months.over)}",
    ]
    if months.steps:
        parts += [
            f"Steps of {name} now: reach {steps[0]:.0f}%, attend {steps[1]:.0f}%, complete {steps[2]:.0f}%"
            for name, steps in months.steps.items()
        ]
    return ". ".join(parts) + "."
