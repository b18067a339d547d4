"""Where each line, mark and word of the chart goes, in pixels from the top left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from equityqi.svg.gap import scale_of
from equityqi.svg.text_widths import lines_of

WIDE, NARROW = 472, 320  # pixels across: the column of the page, and a phone
SIZE, BIG, LINE = 12, 18, 15  # of type, in pixels: 12 are 9 points on paper
LEFT, PLOT, KEY = 40, 264, 168  # the scale's numbers, the lines, the words at their ends
HEIGHT, FOOT = 186, 24  # of the drawing, and below its lines

Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """A line through points; or with ``filled`` the area inside them. ``kind`` says what it shows."""

    kind: str
    points: tuple[Point, ...]
    filled: bool = False


@dataclass(frozen=True)
class Mark:
    """A diamond ("least") or a circle ("best"); hollow where it is a target."""

    kind: str
    at: Point
    hollow: bool = False


@dataclass(frozen=True)
class Words:
    """A line of words: ``anchor`` start, middle or end at ``at``, the foot of the letters."""

    kind: str
    at: Point
    text: str
    size: float = SIZE
    bold: bool = False
    anchor: str = "start"


Shape = Stroke | Mark | Words


@dataclass(frozen=True)
class Shapes:
    """A drawing of this size; ``starts_at``: where its scale begins."""

    width: int
    height: float
    shapes: tuple[Shape, ...]
    starts_at: float


@dataclass(frozen=True)
class Ends:
    """What is said at the ends of both lines: their numbers and names, and the gap between them."""

    numbers: tuple[str, str]
    names: tuple[str, str]
    gap: str
    about: str


def over_time(
    least: Sequence[float],
    best: Sequence[float],
    titles: tuple[str, str],
    events: Sequence[tuple[int, str]],
    ends: Ends,
    unit: str,
    phone: bool = False,
) -> Shapes:
    """Return two lines over time, what happened, and the gap at the end.

    ``titles``: of the first and the last period. ``events``: the place of a period, and what happened in it.
    """
    plot = NARROW - LEFT - 12 if phone else PLOT
    x = [LEFT + plot * at / max(len(least) - 1, 1) for at in range(len(least))]
    signs = [(at, lines_of(label, max(x[at] - LEFT, LEFT + plot - x[at]) + 20, SIZE)[:2]) for at, label in events[:2]]
    top = 12 + LINE * sum(len(lines) for _, lines in signs)
    frame = _Frame((*least, *best), top, LEFT, plot, unit)
    least_at, best_at = (
        [(px, frame.y(value)) for px, value in zip(x, values, strict=True)] for values in (least, best)
    )
    shapes: list[Shape] = [*frame.grid(), Stroke("gap", (*best_at, *reversed(least_at)), filled=True)]
    row = 12.0
    for at, lines in signs:
        shapes.append(Stroke("event", ((x[at], row - SIZE), (x[at], frame.foot))))
        right = LEFT + plot - x[at] >= x[at] - LEFT
        for line in lines:
            shapes.append(Words("soft", (x[at] + (5 if right else -5), row), line, anchor="start" if right else "end"))
            row += LINE
    shapes += [Stroke("least", tuple(least_at)), Stroke("best", tuple(best_at))]
    shapes += [Mark("least", point) for point in least_at] + [Mark("best", point) for point in best_at]
    shapes.append(Words("soft", (x[0], frame.foot + 18), titles[0]))
    shapes.append(Words("soft", (x[-1], frame.foot + 18), titles[1], anchor="end"))
    return _ended(shapes, frame, least_at[-1], best_at[-1], ends, phone)


def two_times(
    least: tuple[float, float],
    best: tuple[float, float],
    titles: tuple[str, str],
    start: Ends,
    ends: Ends,
    phone: bool = False,
) -> Shapes:
    """Return both groups now and at the target, joined by broken lines: the target is a plan, and no data."""
    left = 76
    plot = NARROW - left - 12 if phone else LEFT + PLOT - left
    frame = _Frame((*least, *best), 12, left, plot, "", marked=False)
    points = {
        kind: ((left, frame.y(values[0])), (left + plot, frame.y(values[1])))
        for kind, values in (("least", least), ("best", best))
    }
    shapes: list[Shape] = [*frame.grid(), Stroke("gap", (*points["best"], *reversed(points["least"])), filled=True)]
    high, low = sorted(points, key=lambda kind: points[kind][0][1])
    spread = max(0, 22 - (points[low][0][1] - points[high][0][1])) / 2
    for place, kind in enumerate(("least", "best")):
        one, other = points[kind]
        shapes += [Stroke(f"{kind}-target", (one, other)), Mark(kind, one), Mark(kind, other, hollow=True)]
        y = one[1] + 6 + (spread if kind == low else -spread)
        shapes.append(Words(kind, (left - 10, y), start.numbers[place], 15, bold=True, anchor="end"))
    shapes.append(Words("soft", (left, frame.foot + 18), titles[0], anchor="middle"))
    shapes.append(Words("soft", (left + plot, frame.foot + 18), titles[1], anchor="end" if phone else "middle"))
    return _ended(shapes, frame, points["least"][1], points["best"][1], ends, phone)


class _Frame:
    """The scale and the grid of a chart."""

    def __init__(self, values, top: float, left: float, plot: float, unit: str, marked: bool = True):
        self.ticks = scale_of(values)
        self.top, self.foot, self.left, self.plot, self.marked = top, HEIGHT - FOOT, left, plot, marked
        self.unit = unit

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.foot - (self.foot - self.top) * (value - low) / (high - low)

    def grid(self) -> Iterator[Shape]:
        for tick in self.ticks:
            y = self.y(tick)
            kind = "axis" if tick == self.ticks[0] else "grid"
            yield Stroke(kind, ((self.left, y), (self.left + self.plot, y)))
            if self.marked:
                text = f"{tick:g}{'%' if self.unit == '%' else ''}"
                yield Words("soft", (self.left - 7, y + 4), text, anchor="end")


def _ended(shapes: list[Shape], frame: _Frame, least: Point, best: Point, ends: Ends, phone: bool) -> Shapes:
    """Return the drawing with the words at the ends of its lines: beside them, or on a phone below."""
    x = least[0]
    blocks = [
        (least[1], "least", ends.numbers[0], BIG, ends.names[0], "least"),
        ((least[1] + best[1]) / 2, "concern", ends.gap, 14, ends.about, "soft"),
        (best[1], "best", ends.numbers[1], BIG, ends.names[1], "best"),
    ]
    blocks.sort(key=lambda block: block[0])
    if phone:
        return _below(shapes, frame, blocks)
    if abs(least[1] - best[1]) > 8:
        shapes.append(Stroke("bracket", ((x + 7, best[1]), (x + 12, best[1]), (x + 12, least[1]), (x + 7, least[1]))))
    told = [(block, lines_of(block[4], KEY - 20, SIZE)[:2]) for block in blocks]
    tall = [block[3] + 7 + LINE * len(lines) for block, lines in told]
    tops = _apart([block[0] - 12 for block, _ in told], tall)
    for (block, lines), y in zip(told, tops, strict=True):
        _, kind, number, size, _, under = block
        shapes.append(Words(kind, (x + 24, y + size), number, size, bold=True))
        for place, line in enumerate(lines, 1):
            shapes.append(Words(under, (x + 24, y + size + LINE * place), line))
    bottom = max(HEIGHT, tops[-1] + tall[-1] + 2)
    return Shapes(WIDE, bottom, tuple(shapes), frame.ticks[0])


def _below(shapes: list[Shape], frame: _Frame, blocks: Sequence[tuple]) -> Shapes:
    y = frame.foot + 46
    for _, kind, number, _, name, _ in blocks:
        if kind in ("least", "best"):
            shapes.append(Mark(kind, (8, y - 5)))
        for place, line in enumerate(lines_of(f"{number} {name}", NARROW - 30, 14, bold=True)[:3]):
            shapes.append(Words(kind, (22, y + 18 * place), line, 14, bold=True))
            bottom = y + 18 * place
        y = bottom + 22
    return Shapes(NARROW, y - 12, tuple(shapes), frame.ticks[0])


def _apart(tops: Sequence[float], tall: Sequence[float]) -> list[float]:
    """Return tops of blocks, moved so that none lies on another and none above 0.

    >>> _apart([10, 12, 14], [20, 20, 20])
    [0, 20, 40]
    """
    placed = list(tops)
    for _ in range(20):
        for at in range(1, len(placed)):
            over = placed[at - 1] + tall[at - 1] - placed[at]
            if over > 0:
                placed[at - 1] -= over / 2
                placed[at] += over / 2
    if placed[0] < 0:
        placed = [top - placed[0] for top in placed]
    for at in range(1, len(placed)):
        placed[at] = max(placed[at], placed[at - 1] + tall[at - 1])
    return [round(top, 1) if top % 1 else int(top) for top in placed]
