"""Two groups now and at the target, and the gap between them, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from equityqi.html_tags import Html
from equityqi.svg.drawing import LINE, NARROW, SIZE, WIDE, Drawing, dot, headed, path, text
from equityqi.svg.text_widths import SLACK, lines_of, width_of

EDGE, ROW, MARK = 30, 86, 7  # pixels: left and right of the scale, from row to row, half a mark
MOST_STEPS = 5  # of a scale


@dataclass(frozen=True)
class Pair:
    """What two groups have at one time: numbers for the picture, and the words for each and for the gap."""

    when: str
    least: float
    best: float
    least_words: str
    best_words: str
    gap_words: str


def gap_over_two_times(
    pairs: Sequence[Pair], groups: tuple[str, str], title: str, sentence: str, unit: str = "%"
) -> Drawing:
    """Draw one row for each pair: a diamond for the group that is served least well, a circle for the other.

    ``groups``: the two names, the group served least well first. ``unit`` stands behind the last number of the scale.

    >>> now = Pair("Now", 51, 65, "51%", "65%", "14 percentage points")
    >>> gap_over_two_times([now], ("Interpreter needed", "Others"), "The gap", "It is wide.").alt
    'The gap. Now: Interpreter needed 51%, Others 65%, gap 14 percentage points. The scale runs from 50% to 65%.'
    """
    ticks = scale_of([value for pair in pairs for value in (pair.least, pair.best)])
    ends = [f"{tick:g}{unit if unit == '%' else f' {unit}'}" for tick in (ticks[0], ticks[-1])]
    told = [
        f"{pair.when}: {groups[0]} {pair.least_words}, {groups[1]} {pair.best_words}, gap {pair.gap_words}."
        for pair in pairs
    ]
    alt = " ".join([f"{title}.", *told, f"The scale runs from {ends[0]} to {ends[1]}."])
    wide, narrow = (headed(width, title, alt, (), _rows(pairs, groups, ticks, ends, width)) for width in (WIDE, NARROW))
    return Drawing(wide, narrow, alt, sentence)


def scale_of(values: Sequence[float], most: int = MOST_STEPS) -> list[float]:
    """Return round numbers, ``most`` steps at the most, from below the least value to above the largest.

    >>> scale_of([51, 65]), scale_of([5, 5]), scale_of([3.4, 5.9])
    ([50, 55, 60, 65], [5, 6], [3.0, 4.0, 5.0, 6.0])
    """
    span = max(max(values) - min(values) or most, 0.01)
    size = 10 ** floor(log10(span / most))
    step = next(size * times for times in (1, 2, 5, 10, 20) if size * times * most >= span)
    while (last := ceil(max(values) / step)) - (first := floor(min(values) / step)) > most:
        step *= 2
    return [round(number * step, 9) for number in range(first, max(last, first + 1) + 1)]


def _rows(pairs: Sequence[Pair], groups: tuple[str, str], ticks: list[float], ends: list[str], width: int):
    across = (width - 2 * EDGE) / (ticks[-1] - ticks[0])
    keys = [lines_of(name, width - 24, SIZE) for name in groups]
    foot = ROW * len(pairs) + 4
    deep = foot + LINE + 10 + sum(LINE * len(key) + 4 for key in keys)

    def drawn(top: float) -> Iterator[Html | None]:
        at = {tick: EDGE + (tick - ticks[0]) * across for tick in ticks}
        for x in at.values():
            yield path("grid", "M", x, top + LINE + 4, "V", top + foot)
        for number, pair in enumerate(pairs):
            yield from _row(pair, top + ROW * number, width, EDGE - ticks[0] * across, across)
        for tick, x in at.items():
            words = ends[0 if tick == ticks[0] else 1] if tick in (ticks[0], ticks[-1]) else f"{tick:g}"
            yield text(x, top + foot + 2, (words,), "t-m t-2")
        y = top + foot + LINE + 10
        for key, mark in zip(keys, (_diamond, _circle), strict=True):
            yield mark(MARK + 1, y + LINE / 2)
            yield text(24, y, key)
            y += LINE * len(key) + 4

    return drawn, deep


def _row(pair: Pair, top: float, width: int, zero: float, across: float) -> Iterator[Html | None]:
    x = {"least": zero + pair.least * across, "best": zero + pair.best * across}
    left, right = sorted(x, key=lambda name: x[name])
    y = top + 50
    yield text(0, top, lines_of(pair.when, width, SIZE, bold=True)[:1], "t-b t-h")
    yield path("line", "M", EDGE, y, "H", width - EDGE)
    yield path("gap", "M", x[left], y, "H", x[right])
    for name, mark in (("least", _diamond), ("best", _circle)):
        yield mark(x[name], y)
    words = {"least": pair.least_words, "best": pair.best_words}
    middle = (x[left] + x[right]) / 2  # two marks side by side: their words begin on either side of it
    end = max(min(x[left] + MARK, middle - 4), width_of(words[left], SIZE, bold=True) * SLACK)
    start = min(max(x[right] - MARK, middle + 4, end + 8), width - width_of(words[right], SIZE, bold=True) * SLACK)
    end = min(end, start - 8)
    yield text(end, y - 27, (words[left],), f"t-b t-e t-h t-{left}")
    yield text(start, y - 27, (words[right],), f"t-b t-h t-{right}")
    said = lines_of(f"Gap: {pair.gap_words}", width, SIZE)[:1]
    half = width_of(said[0], SIZE) * SLACK / 2
    yield text(min(max(middle, half), width - half), y + 12, said, "t-m t-h")


def _diamond(x: float, y: float) -> Html:
    return path("least", "M", x - MARK, y, "L", x, y - MARK, "L", x + MARK, y, "L", x, y + MARK, "Z")


def _circle(x: float, y: float) -> Html:
    return dot(x, y, MARK - 1, "best")
