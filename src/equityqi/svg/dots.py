"""A few groups or places on one scale, a dot each, and the gap between the two that lie furthest apart, as SVG."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from equityqi.html_tags import Html
from equityqi.svg.drawing import LARGE, LINE, NARROW, SIZE, WIDE, Drawing, dot, headed, path, text
from equityqi.svg.gap import scale_of
from equityqi.svg.text_widths import SLACK, lines_of, width_of

EDGE, MARK = 10, 8  # pixels: left and right of the scale, half a mark
LINE_OF_NAME, MOST_STEPS = 20, 4  # pixels from one line of a name to the next; steps of the scale
ABOVE, BELOW = 12, 22  # pixels: between a row's words and its line, and below the line
GAP = 62  # pixels: the row of the gap


@dataclass(frozen=True)
class Row:
    """One group: its name, its number and that number in words; ``kind`` is ``best``, ``least`` or ``rest``."""

    name: str
    value: float
    words: str
    kind: str


def dots(
    values: Mapping[str, float],
    unit: str,
    title: str,
    source: str,
    *,
    better: int = 1,
    not_found: Sequence[str] = (),
    tell_gap: bool = True,
) -> Drawing:
    """Draw one labelled dot for each group, and the gap between the two that lie furthest apart.

    ``values`` holds two to twelve numbers by group or place; ``unit`` is ``"years"``, ``"%"`` ...;
    ``better`` is 1 if a higher number is good and -1 if a lower one is. Names in ``not_found`` get a
    row that says so instead of a dot. The scale need not begin at 0: dots are compared by place, not
    by length, and both the picture and its alt text say where the scale begins and ends. The gap
    between two percentages is in percentage points. With ``tell_gap=False`` the gap is drawn and not named, for
    readers who are about to work it out.

    Raises ValueError, with a sentence, for a value that is not a number and for too few or too many.

    >>> dots({"A": 67.9, "B": 59.2}, "years", "Good health", "An article").sentence
    'The gap is 8.7 years.'
    """
    _check(values, better, not_found)
    source = source.strip().rstrip(".")
    order = sorted(values, key=lambda name: -better * values[name])  # the best on top, be it high or low
    best, least = values[order[0]], values[order[-1]]
    places = max(_decimals(value) for value in values.values())  # 2.0 beside 12.2 is printed 2.0
    gap = f"{abs(best - least):,.{places}f}"
    gap_words = f"{gap} percentage point{'' if gap == '1' else 's'}" if unit == "%" else _with_unit(gap, unit)
    rows = [
        Row(name, values[name], _with_unit(f"{values[name]:,.{places}f}", unit), _kind(values[name], best, least))
        for name in order
    ]
    ticks = _ticks(list(values.values()))
    ends = [_with_unit(f"{tick:,g}", unit) for tick in (ticks[0], ticks[-1])]
    starts = [] if ticks[0] == 0 else [f"The scale starts at {ends[0]}, not at 0."]

    found = [f"The gap is {gap_words}."] if tell_gap else []
    missing = [f"No figure was found for {_or(not_found)}."] if not_found else []
    said = ", ".join(f"{row.name} {row.words}" for row in rows)
    scale = [f"The scale runs from {ends[0]} to {ends[1]}.", f"Source: {source}."]
    alt = " ".join([f"Dot chart. {title}: {said}.", *found, *missing, *scale])
    arrow = f"gap {gap_words}" if tell_gap else f"How many {'percentage points' if unit == '%' else unit}?"
    wide, narrow = (
        headed(width, title, alt, [*starts, f"Source: {source}."], _rows(rows, not_found, ticks, ends, arrow, width))
        for width in (WIDE, NARROW)
    )
    return Drawing(wide, narrow, alt, "".join(found))


def _kind(value: float, best: float, least: float) -> str:
    return "rest" if best == least else "best" if value == best else "least" if value == least else "rest"


def _ticks(values: Sequence[float]) -> list[float]:
    """Return round numbers around the values; from 0 where the values are near it.

    >>> _ticks([59.2, 67.9]), _ticks([2, 30.4]), _ticks([97, 100])
    ([55, 60, 65, 70], [0, 10, 20, 30, 40], [97.0, 98.0, 99.0, 100.0])
    """
    low, high = min(values), max(values)
    near = low >= 0 and low < (high - low or low + 1)
    return scale_of([*values, 0] if near else values, MOST_STEPS)


def _rows(rows: Sequence[Row], not_found: Sequence[str], ticks: list[float], ends: list[str], gap: str, width: int):
    across, room = (width - 2 * EDGE) / (ticks[-1] - ticks[0]), width - 110
    names = [lines_of(row.name, room, LARGE, bold=row.kind != "rest") for row in rows]
    deep = [LINE_OF_NAME * len(name) + ABOVE + BELOW for name in names]
    missing = [lines_of(f"{name}: no figure found", width, LARGE) for name in not_found]
    foot = sum(deep) + GAP + sum(LINE_OF_NAME * len(name) + ABOVE for name in missing)

    def at(value: float) -> float:
        return EDGE + (value - ticks[0]) * across

    def drawn(top: float) -> Iterator[Html | None]:
        yield path("grid", "M", EDGE, top + foot, "H", width - EDGE)
        for tick in ticks:
            yield path("grid", "M", at(tick), top + foot - 6, "V", top + foot)
        lines, y = [], top
        for height in deep:
            lines.append(y + height - BELOW)
            y += height
        yield from _drops(rows, lines, y + 20, at)
        for row, name, line in zip(rows, names, lines, strict=True):
            yield from _row(row, name, line, width, at)
        yield from _gap(rows, y + 20, gap, width, at)
        y += GAP
        for name in missing:
            yield _words(0, y, name, "t-2 t-h")
            y += LINE_OF_NAME * len(name) + ABOVE
        yield from _scale(ticks, ends, top + foot + 4, width, at)

    return drawn, foot + LINE + 10


def _scale(ticks: list[float], ends: list[str], y: float, width: int, at) -> Iterator[Html | None]:
    """Yield the numbers below the scale; between the two ends only those that have room."""
    outer = [(_inside(at(tick), words, width), words) for tick, words in zip((ticks[0], ticks[-1]), ends, strict=True)]
    inner = [(at(tick), f"{tick:,g}".replace("-", "−")) for tick in ticks[1:-1]]
    free = [(x, words) for x, words in inner if all(abs(x - end) > _room(words, other) for end, other in outer)]
    for x, words in (*outer, *free):
        yield text(x, y, (words,), "t-m t-2")


def _room(one: str, other: str) -> float:
    """Return the pixels from the middle of one label to that of the other, so that they stand apart."""
    return (width_of(one, SIZE) + width_of(other, SIZE)) / 2 * SLACK + 6


def _row(row: Row, name: tuple[str, ...], line: float, width: int, at) -> Iterator[Html | None]:
    x, bold = at(row.value), row.kind != "rest"
    top = line - ABOVE - LINE_OF_NAME * len(name)
    yield path("line", "M", EDGE, line, "H", width - EDGE)
    yield _words(0, top, name, "t-b t-h" if bold else "t-h")
    half = width_of(row.words, LARGE, bold) * SLACK / 2
    clear = max(width_of(words, LARGE, bold) for words in name) * SLACK + 10 + half
    kind = f"t-m t-h{f' t-b t-{row.kind}' if bold else ''}"
    yield _words(min(max(x, clear), width - half), line - ABOVE - LINE_OF_NAME, (row.words,), kind)
    if row.kind == "least":  # best and least differ in shape as well, and the rest are rings
        yield path("least", "M", x - MARK, line, "L", x, line - MARK, "L", x + MARK, line, "L", x, line + MARK, "Z")
    else:
        yield dot(x, line, MARK - 1, "best" if row.kind == "best" else "ring")


def _words(x: float, y: float, lines: Sequence[str], kind: str) -> Html | None:
    return text(x, y + LARGE - SIZE, lines, f"t-l {kind}", LINE_OF_NAME)


def _drops(rows: Sequence[Row], lines: Sequence[float], foot: float, at) -> Iterator[Html]:
    for place in (0, -1):
        if rows[0].kind == "best":
            yield path("line dash", "M", at(rows[place].value), lines[place], "V", foot)


def _gap(rows: Sequence[Row], y: float, words: str, width: int, at) -> Iterator[Html | None]:
    ends = sorted((at(rows[0].value), at(rows[-1].value)))
    if rows[0].kind == "best":
        yield path("gap", "M", ends[0], y, "H", ends[1])
        for x in ends:
            yield path("gap", "M", x, y - 5, "V", y + 5)
    yield _words(_inside(sum(ends) / 2, words, width), y + 6, (words,), "t-m t-b t-h")


def _inside(x: float, words: str, width: int) -> float:
    """Return the middle of words that would stand at ``x``, moved so that none of them is cut off."""
    half = width_of(words, LARGE, bold=True) * SLACK / 2
    return min(max(x, half), width - half)


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


def _decimals(value: float) -> int:
    return min(2, max(0, -int(Decimal(str(float(value))).normalize().as_tuple().exponent)))


def _with_unit(number: str, unit: str) -> str:
    number = number.replace("-", "−")
    return f"{number}%" if unit == "%" else f"{number} {unit}".rstrip()


def _or(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
