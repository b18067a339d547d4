"""Groups over time on one scale, as SVG: their lines, medians or limits, signals, tests and the target."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from equityqi.html_tags import Html, tag
from equityqi.svg.drawing import LARGE, LINE, NARROW, SIZE, SMALL, WIDE, Drawing, dot, headed, path, rect, text
from equityqi.svg.gap import scale_of
from equityqi.svg.text_widths import SLACK, lines_of, width_of

DEEP, MARK, APART = 220, 4, 36  # pixels: of the plot, half a mark, from one name at a line's end to the next
KINDS = ("least", "best", "others")


@dataclass(frozen=True)
class Over:
    """One line: its value at each time (None where there is none), and what was worked out about it.

    ``kind``: ``least``, ``best`` or ``others``. ``centre``: a median or a mean, with limits or without. ``marked``:
    the points of a signal. ``small``: points of fewer than 10 people, which are hollow. ``band``: an interval at each
    point. ``latest``: what stands at its end, such as "52%".
    """

    name: str
    values: Sequence[float | None]
    kind: str
    latest: str = ""
    centre: float | None = None
    limits: tuple[float, float] | None = None
    marked: Sequence[bool] = ()
    small: Sequence[bool] = ()
    band: Sequence[tuple[float, float] | None] = ()


@dataclass(frozen=True)
class Times:
    """What goes along the foot: a label for each time, and the tests as (first, last, name) with places from 0.

    ``joined`` is False where there are too few points for a line: then there are dots only. ``deep``: pixels of the
    plot; without ``named`` the tests are shaded and their names are left to the page around.
    """

    labels: Sequence[str]
    tests: Sequence[tuple[float, float, str]] = ()
    joined: bool = True
    notes: Sequence[str] = field(default=())
    deep: int = DEEP
    named: bool = True


@dataclass(frozen=True)
class Across:
    """A line straight across: its value, its words, and the place of the time at which it begins.

    ``predicted``: it is what the team thought would happen, and not what they aim for.
    """

    value: float
    words: str
    begins: int = 0
    predicted: bool = False


def over_time(
    lines: Sequence[Over], times: Times, title: str, sentence: str, across: Sequence[Across] = (), unit="%"
) -> Drawing:
    """Draw lines over time, named at their ends, with the tests below and the target and the prediction across.

    The alt text gives the first and latest value of each line.

    >>> line = Over("Others", [60.0, 62.0], "best", "62%")
    >>> over_time([line], Times(["Apr 2026", "May 2026"]), "Reviews done", "Too early to tell: 2 points.").alt
    'Reviews done, Apr 2026 to May 2026. Others: 2 points, from 60% to 62%.'
    """
    seen = [value for line in lines for value in _all_values(line)] + [one.value for one in across]
    ticks = scale_of(seen or [0, 100])
    alt = _alt(lines, times, title, across, unit)
    wide, narrow = (
        headed(width, title, alt, times.notes, _body(lines, times, ticks, across, unit, width))
        for width in (WIDE, NARROW)
    )
    return Drawing(wide, narrow, alt, sentence)


def _all_values(line: Over) -> list[float]:
    found = [value for value in line.values if value is not None]
    found += [end for band in line.band if band for end in band]
    found += [*(line.limits or ()), *([] if line.centre is None else [line.centre])]
    return [value for value in found if math.isfinite(value)]


def _alt(lines, times, title, across, unit) -> str:
    span = f"{times.labels[0]} to {times.labels[-1]}" if times.labels else "no time yet"
    parts = [f"{title}, {span}."]
    for line in lines:
        known = [at for at, value in enumerate(line.values) if value is not None]
        if known:
            many = f"{len(known)} point{'s' * (len(known) > 1)}"
            ends = [_value(line, at, unit) for at in dict.fromkeys((known[0], known[-1]))]
            parts.append(f"{line.name}: {many}, {'from ' * (len(ends) > 1)}{' to '.join(ends)}.")
    parts += [f"Across: {one.words}." for one in across]
    return " ".join(parts + [f"{name}." for *_, name in times.tests])


def _value(line: Over, at: int, unit: str) -> str:
    if at < len(line.small) and line.small[at]:
        return line.latest if at == len(line.values) - 1 and line.latest else "a few people"
    return f"{line.values[at]:.3g}{unit}"


def _body(lines, times, ticks, across, unit, width):
    beside = 150 if width == WIDE else 0
    left = max(width_of(f"{tick:g}{unit}", SMALL) for tick in (ticks[0], ticks[-1])) * SLACK + 8
    right = width - max(beside, 12)
    keys = [] if beside else [(line, lines_of(f"{line.name} {line.latest}", width - 26, SIZE)) for line in lines]
    plot, named = times.deep, times.tests if times.named else ()
    deep = plot + LINE + 12 + LINE * len(named) + sum(LINE * len(words) + 5 for _, words in keys)
    steps = max(len(times.labels) - 1, 1)

    def drawn(top: float) -> Iterator[Html | None]:
        def x(at: float) -> float:
            return left + 8 + at * (right - left - 16) / steps

        def y(value: float) -> float:
            return top + 8 + (ticks[-1] - value) / (ticks[-1] - ticks[0]) * (plot - 8)

        for first, last, _ in times.tests:
            begins, ends = x(first) - 3, x(max(last, first)) + 3
            yield rect(begins, top + 8, ends - begins, plot - 8, "base")
        for tick in ticks:
            yield path("grid", "M", left, y(tick), "H", right)
            yield text(left - 6, y(tick) - 10, (f"{tick:g}{unit if unit == '%' else ''}",), "t-s t-2 t-e")
        for line in lines:
            yield from _line(line, times.joined, x, y)
        for place, one in enumerate(across):
            near = any(abs(y(one.value) - y(other.value)) < LINE for other in across[:place])
            begins = x(one.begins) if one.begins else left
            yield path("s-least dash" if one.predicted else "edge-b dash", "M", begins, y(one.value), "H", right)
            long = width_of(one.words, SMALL) * SLACK * 1.1
            before = begins - long - 8  # where no point of its time is
            words = before if before > left else max(min(begins + 4, right - long), left)
            kind = "t-s t-b t-h t-least" if one.predicted else "t-s t-b t-h"
            above = -LINE / 2 if before > left else 2 if near else -19
            yield text(words, y(one.value) + above, (one.words,), kind)
        foot = top + plot + 4
        yield from _ends_of_time(times.labels, x, foot, right)
        foot += LINE + 6
        for number, (first, _, name) in enumerate(named):
            words = lines_of(name, width - 20, SMALL)[:1]
            here = min(x(first), width - width_of(words[0], SMALL) * SLACK)
            yield text(max(here, 0), foot + LINE * number, words, "t-s t-2")
        foot += LINE * len(named) + 4
        if beside:
            yield from _names(lines, y, right + 10, top + 8, top + plot)
        for line, words in keys:
            yield _mark(line.kind, 7, foot + LINE / 2, False)
            yield text(22, foot, words, f"t-{line.kind}" if line.kind != "others" else None)
            foot += LINE * len(words) + 5

    return drawn, deep


def _line(line: Over, joined: bool, x, y) -> Iterator[Html | None]:
    bands = [(at, band) for at, band in enumerate(line.band) if band]
    for at, (low, high) in bands:
        yield path("line", "M", x(at), y(low), "V", y(high))
    points = [(at, value) for at, value in enumerate(line.values) if value is not None]
    if line.centre is not None and points:
        ends = x(points[0][0]), x(points[-1][0])
        yield path(f"s-{line.kind} dash", "M", ends[0], y(line.centre), "H", ends[1])
        for limit in line.limits or ():
            yield path("line dash", "M", ends[0], y(limit), "H", ends[1])
    steps: list[str | float] = []
    for before, (at, value) in zip([(-2, 0.0), *points], points, strict=False):
        steps += ["L" if before[0] == at - 1 else "M", x(at), y(value)]
    if joined and len(points) > 1:
        yield path(f"s-{line.kind}", *steps)
    for at, value in points:
        if at < len(line.marked) and line.marked[at]:
            yield tag("circle", cx=f"{x(at):.1f}", cy=f"{y(value):.1f}", r="8", class_="edge-b", fill="none")
        yield _mark(line.kind, x(at), y(value), at < len(line.small) and line.small[at])


def _mark(kind: str, x: float, y: float, hollow: bool) -> Html:
    if kind == "least":
        name = "hollow" if hollow else "least"
        return path(name, "M", x - MARK - 1, y, "L", x, y - MARK - 1, "L", x + MARK + 1, y, "L", x, y + MARK + 1, "Z")
    if kind == "best":
        return dot(x, y, MARK, "ring" if hollow else "best")
    return rect(x - MARK + 1, y - MARK + 1, 2 * MARK - 2, 2 * MARK - 2, "ring" if hollow else "f-others")


def _ends_of_time(labels: Sequence[str], x, foot: float, right: float) -> Iterator[Html | None]:
    if labels:
        yield text(x(0), foot, labels[:1], "t-s t-2" if len(labels) > 1 else "t-s t-2 t-m")
    if len(labels) > 1:
        yield text(min(x(len(labels) - 1) + 8, right), foot, labels[-1:], "t-s t-2 t-e")


def _names(lines: Sequence[Over], y, x: float, top: float, foot: float) -> Iterator[Html | None]:
    """Name each line at its end; names that would lie on each other move apart."""
    ends = []
    for line in lines:
        known = [value for value in line.values if value is not None]
        if known:
            ends.append((y(known[-1]), line))
    ends.sort(key=lambda end: end[0])
    at = top - APART
    for number, (wanted, line) in enumerate(ends):
        left = len(ends) - 1 - number
        at = max(at + APART, min(wanted - 14, foot - APART * (left + 1)))
        kind = f" t-{line.kind}" if line.kind != "others" else ""
        words = lines_of(line.name, 138, SMALL)
        yield text(x, at, (line.latest,), f"t-l t-b{kind}")
        yield text(x, at + LARGE + 2, words[:2], f"t-s{kind}", LINE - 3)
