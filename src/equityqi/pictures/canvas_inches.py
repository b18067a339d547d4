"""A sheet measured in inches: a title, a key, a plot, labels that never lie on each other, and notes below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from equityqi.pictures import style
from equityqi.pictures.words import lines_in, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 9.2  # inches: a little less than a notebook's cell
MARGIN = 0.15
LINE, TITLE_LINE = 0.205, 0.27  # height of a line of small print and of a title
TITLE_LETTERS, NOTE_LETTERS = 74, 108  # letters in a line across the sheet

# One mark for each kind of point: shape, colour, size, filled. Shape says the same as colour.
MARKS = {
    "common cause": ("o", style.OTHERS, 5.5, True),
    "left out": ("x", style.OTHERS, 6.5, True),
    "small numbers": ("o", style.OTHERS, 6.5, False),
    "watch": ("o", style.INK, 8, False),
    "signal": ("s", style.INK, 7.5, True),
    "change, high": ("s", style.INK, 7.5, True),
    "change, low": ("s", style.INK, 7.5, False),
    "improvement": ("o", style.IMPROVE, 8.5, True),
    "concern": ("D", style.CONCERN, 7.5, True),
}
KEY = {
    "common cause": "as by chance",
    "left out": "left out",
    "small numbers": "small numbers",
    "watch": "run to watch",
    "signal": "signal",
    "change, high": "signal, high",
    "change, low": "signal, low",
    "improvement": "signal: better",
    "concern": "signal: worse",
}


def marker(kind: str, scale: float = 1) -> dict:
    """Return how a point of this kind is drawn, for matplotlib's plot."""
    shape, colour, size, filled = MARKS[kind]
    face = colour if filled else style.PAPER
    return {
        "marker": shape, "markersize": size * scale, "markerfacecolor": face, "markeredgecolor": colour,
        "markeredgewidth": 1.6, "linestyle": "none", "clip_on": False, "zorder": 4,
    }  # fmt: skip


class Sheet:
    """A figure and the paper it stands on, in inches from the lower left corner."""

    def __init__(self, height: float, width: float = WIDTH):
        self.figure: Figure = style.new_figure(width, height)
        self.width, self.height = width, height
        self.paper: Axes = self.figure.add_axes((0, 0, 1, 1), zorder=5)
        self.paper.set_xlim(0, width)
        self.paper.set_ylim(0, height)
        self.paper.set_axis_off()

    def plot(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Return quiet axes at this place: a light grid across, one line below."""
        axes = self.figure.add_axes((left / self.width, bottom / self.height, width / self.width, height / self.height))
        for side in ("top", "left", "right"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(style.OTHERS)
        axes.tick_params(length=0, pad=5, labelsize=style.SMALL)
        axes.tick_params(axis="x", length=4, color=style.OTHERS)
        axes.set_axisbelow(True)
        axes.grid(axis="y", color=style.NEUTRAL, linewidth=0.6, alpha=0.7)
        return axes

    def write(self, x: float, y: float, words: str, **how):
        how = {"fontsize": style.SMALL, "va": "top", "linespacing": 1.25} | how
        return self.paper.text(x, y, words, **how)

    def title(self, words: str) -> None:
        self.write(MARGIN, self.height - 0.13, words, fontsize=style.HEADING, fontweight="bold")

    def foot(self, words: str) -> None:
        self.write(MARGIN, 0.1, words, va="bottom")

    def key(self, kinds: Sequence[str], y: float, x: float = MARGIN, names=KEY) -> None:
        """Write in one row what each kind of point means."""
        for kind in kinds:
            self.paper.plot(x + 0.08, y, **marker(kind))
            x += 0.22
            self.write(x, y, names[kind], va="center_baseline")
            x += width_of(names[kind]) + 0.28

    def labels(self, axes: Axes, labels: Sequence[tuple[float, str, bool]], gap: float = 0.12) -> list:
        """Write labels to the right of a plot, each at its value and none on another; return the texts."""
        box = axes.get_position()
        x = box.x1 * self.width + gap
        letters = int((self.width - x - 0.05) / 0.105)
        labels = [
            (y, "\n".join(wrapped(line, letters) for line in words.split("\n")), bold) for y, words, bold in labels
        ]
        low, high = axes.get_ylim()
        at = [self.height * (box.y0 + (y - low) / (high - low) * (box.y1 - box.y0)) for y, _, _ in labels]
        sizes = [LINE * lines_in(words) for _, words, _ in labels]
        placed = spread(at, sizes, box.y0 * self.height - 0.1, box.y1 * self.height + 0.1)
        for true, put in zip(at, placed, strict=True):
            if abs(true - put) > 0.06:
                self.paper.plot((x - gap + 0.01, x - 0.03), (true, put), color=style.OTHERS, linewidth=0.8)
        return [
            self.write(x, put, words, va="center", fontweight="bold" if bold else "normal")
            for put, (_, words, bold) in zip(placed, labels, strict=True)
        ]


def spread(at: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return places near ``at`` where labels of these sizes do not touch, within low and high if there is room.

    >>> [round(place, 2) for place in spread([1.0, 1.1, 3.0], [0.2, 0.2, 0.2], 0, 4)]
    [0.95, 1.15, 3.0]
    """
    order = sorted(range(len(at)), key=lambda i: at[i])
    blocks: list[list] = []  # [middle, size, members]
    for i in order:
        blocks.append([at[i], sizes[i], [i]])
        while True:
            last = blocks[-1]
            last[0] = min(max(last[0], low + last[1] / 2), high - last[1] / 2)
            if len(blocks) < 2 or blocks[-2][0] + blocks[-2][1] / 2 <= last[0] - last[1] / 2:
                break
            one, two = blocks[-2], blocks.pop()
            total = one[1] + two[1]
            middle = (one[0] * len(one[2]) + two[0] * len(two[2])) / (len(one[2]) + len(two[2]))
            blocks[-1] = [middle, total, one[2] + two[2]]
    places = [0.0] * len(at)
    for middle, total, members in blocks:
        edge = middle - total / 2
        for i in members:
            places[i] = edge + sizes[i] / 2
            edge += sizes[i]
    return places


def width_of(words: str, size: float = style.SMALL, bold: bool = False) -> float:
    """Return how wide words are on the sheet, in inches."""
    return max(_width_of_line(line, size, bold) for line in words.split("\n")) / 72


@lru_cache(maxsize=5000)  # a diagram is tried on several papers, and drawn again at each change
def _width_of_line(line: str, size: float, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties  # lazy: matplotlib costs 0.3 s
    from matplotlib.textpath import text_to_path  # lazy: matplotlib costs 0.3 s

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    return text_to_path.get_text_width_height_descent(line, font, False)[0]


def title_lines(title: str) -> tuple[str, float]:
    """Return a title in lines, and the inches that it takes from the top."""
    words = wrapped(title, TITLE_LETTERS)
    return words, 0.2 + TITLE_LINE * lines_in(words)


def foot_lines(notes: Sequence[str]) -> tuple[str, float]:
    """Return notes in lines, and the inches that they take from the bottom."""
    words = "\n".join(wrapped(note, NOTE_LETTERS) for note in notes if note)
    return words, 0.14 + LINE * lines_in(words)


def scale_of(values, unit: str = "", include: Sequence[float] = (), share: float = 0.07) -> tuple[float, float]:
    """Return the ends of a scale that holds all values with a little room; a percentage stays within 0 and 100.

    >>> scale_of([40, 60], "%"), scale_of([5, 5])
    ((38.6, 61.4), (4.0, 6.0))
    """
    import numpy as np  # lazy: numpy costs 0.1 s

    held = np.concatenate([np.ravel(np.asarray(values, float)), np.asarray(include, float)])
    held = held[np.isfinite(held)]
    if not held.size:
        return 0.0, 1.0
    low, high = float(held.min()), float(held.max())
    room = (high - low) * share or abs(high) * 0.2 or 1.0
    ends = low - room, high + room
    if low >= 0:
        ends = max(ends[0], 0.0), ends[1]
    if unit == "%" and high <= 100:
        ends = ends[0], min(ends[1], 100.0)
    return ends


def ticks_of(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers on a scale."""
    from matplotlib.ticker import MaxNLocator  # lazy: matplotlib costs 0.3 s

    found = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = (high - low) * 1e-6
    return [float(tick) for tick in found if low - slack <= tick <= high + slack]
