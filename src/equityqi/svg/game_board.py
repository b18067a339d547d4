"""The picture of the game *Close the Gap*: four groups month by month, as SVG that can play one month after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from equityqi.html_tags import Child, Html, join, tag
from equityqi.plain_words import as_sentences, listed
from equityqi.svg.drawing import NARROW, SMALL, Drawing, dot, path, rect, sheet, text

MONTHS, BASELINE = 12, 2
LOOKS = (("least", "diamond", ""), ("least", "hollow", " dash"), ("others", "square", ""), ("best", "circle", ""))
MARK, APART = 5.5, 14  # pixels: half a mark, and the least from one label to the next
ON_A_PAGE = 520  # pixels that the wide shape takes where nothing stands beside it
SHAPES = (  # width, height, and the pixels left of the plot, right, above and below it
    (376, 204, 30, 18, 16, 24),
    (NARROW, 176, 32, 18, 15, 24),
)


@dataclass(frozen=True)
class Months:
    """What the picture shows: the completion in per cent of each of four groups, month by month.

    ``groups``: from the name of a group ("A: most deprived areas") to its months so far; ``turns``: the months of each
    turn and the gap in it, the baseline first; ``coming``: the months of the next turn, empty at the end; ``kind`` says
    which figures these are, such as "as shown".
    """

    groups: Mapping[str, tuple[float, ...]]
    turns: tuple[tuple[str, float], ...]
    coming: range = range(0)
    kind: str = "as shown"


@dataclass(frozen=True)
class GameBoard:
    """The picture of some months.

    >>> months = Months({name: (29.0, 31.0) for name in "ABCD"}, (("1–2", 37.0),), range(3, 5))
    >>> GameBoard(months).picture.sentence
    'The gap, D minus A and B together, is 37.0 percentage points at baseline.'
    """

    months: Months

    @property
    def picture(self) -> Drawing:
        """The picture, with the marks of a month in a group of their own: ``<g data-month="7">``."""
        alt = alt_of(self.months)
        wide, narrow = (_drawn(self.months, alt, shape) for shape in SHAPES)
        return Drawing(wide, narrow, alt, sentence_of(self.months))


def _drawn(months: Months, alt: str, shape: tuple[int, ...]) -> Html:
    width, height, left, right, above, below = shape
    month = (width - left - right) / MONTHS
    foot = height - below
    scale = (foot - above) / 100
    small = "" if width == NARROW else "t-s "  # a phone shows the narrow shape a little smaller than it is drawn

    def x(number: float) -> float:
        return left + (number - 0.5) * month

    def y(value: float) -> float:
        return foot - value * scale

    def band(first: int, last: int, kind: str, words: str) -> Html:
        middle = (x(first) + x(last)) / 2
        box = rect(x(first - 0.5), above - 14, (last - first + 1) * month, foot - above + 14, kind)
        return join((box, text(middle, above - 14, (words,), f"{small}t-m t-2")))

    def parts() -> Iterator[Child]:
        yield band(1, BASELINE, "base", "before")
        if months.coming:
            yield tag("g", band(months.coming[0], months.coming[-1], "coming", "next"), class_="eq-next")
        for tick in (0, 25, 50, 75, 100):
            yield path("grid", "M", left, y(tick), "H", width - right)
            yield text(left - 6, y(tick) - 9, (f"{tick}",), f"{small}t-e t-2")
        for number in range(2, MONTHS + 1, 2):
            yield text(x(number), foot + 3, (f"{number}",), f"{small}t-m t-2")
        yield text(0, foot + 3, ("Month",), f"{small}t-2")
        played = len(next(iter(months.groups.values())))
        for number in range(1, played + 1):
            lines = [
                _step(look, x(number), month, y(values[number - 2]), y(values[number - 1]), number)
                for look, values in zip(LOOKS, months.groups.values(), strict=True)
            ]
            marks = [
                _mark(look, x(number), y(values[number - 1]))
                for look, values in zip(LOOKS, months.groups.values(), strict=True)
            ]
            yield tag("g", lines, marks, data_month=str(number))
        yield tag("g", _labels(months, x(played) + 9, y), class_="eq-names")

    return sheet(width, height, alt, tuple(parts()), None if width == NARROW else ON_A_PAGE)


def _step(look: tuple[str, str, str], x: float, month: float, before: float, now: float, number: int) -> Html | None:
    """Return the line from the month before, which the first month has not."""
    colour, _, dashed = look
    return path(f"s-{colour}{dashed}", "M", x - month, before, "L", x, now) if number > 1 else None


def _mark(look: tuple[str, str, str], x: float, y: float) -> Html:
    colour, shape, _ = look
    if shape == "circle":
        return dot(x, y, MARK - 1, colour)
    if shape == "square":
        return rect(x - MARK + 1.5, y - MARK + 1.5, 2 * MARK - 3, 2 * MARK - 3, "f-others")
    kind = colour if shape == "diamond" else "hollow"
    return path(kind, "M", x - MARK, y, "L", x, y - MARK, "L", x + MARK, y, "L", x, y + MARK, "Z")


def _labels(months: Months, x: float, y: Callable[[float], float]) -> Iterator[Html | None]:
    """Yield the letter of each group beside its last mark, moved apart where two would meet."""
    ends = sorted((y(values[-1]), place) for place, values in enumerate(months.groups.values()))
    for at, (_, place) in zip(_apart([end for end, _ in ends], y(100), y(0)), ends, strict=True):
        kind = {"least": "t-least", "best": "t-best"}.get(LOOKS[place][0], "t-2")
        yield text(x, at - SMALL + 3, (list(months.groups)[place][0],), f"t-b t-h {kind}")


def _apart(wanted: Sequence[float], top: float, foot: float) -> list[float]:
    """Return heights, from the top, that are near those wanted and never too near each other.

    >>> _apart([50, 52, 99], 0, 100)
    [50, 64, 99]
    >>> _apart([100, 100], 0, 100)
    [86, 100]
    """
    at: list[float] = []
    for one in wanted:
        at.append(max(one, top, at[-1] + APART if at else top))
    for place in reversed(range(len(at))):
        at[place] = min(at[place], at[place + 1] - APART if place + 1 < len(at) else foot)
    return at


def sentence_of(months: Months) -> str:
    """Return what the gap is in the last turn, against the baseline.

    >>> sentence_of(Months({}, (("1–2", 37.0), ("3–4", 35.46))))
    'The gap, D minus A and B together, is 35.5 percentage points, 1.5 narrower than at baseline. One turn can be luck.'
    """
    gaps = [round(gap, 1) for _, gap in months.turns]
    luckless = "without luck" in months.kind
    gap = f"{'Without luck, the' if luckless else 'The'} gap, D minus A and B together,"
    now = f"{gap} is {_number(gaps[-1])} percentage points"
    if len(gaps) == 1:
        return f"{now} at baseline."
    change = round(gaps[-1] - gaps[0], 1)
    moved = f"{_number(abs(change))} {'wider' if change > 0 else 'narrower'} than" if change else "as wide as"
    luck = "" if luckless else " One turn can be luck."
    return f"{now}, {moved} at baseline.{luck}"


def alt_of(months: Months) -> str:
    """Return the alt text: each group's months, and the gap of each turn."""
    played = len(next(iter(months.groups.values())))
    groups = [f"{name}: {listed([_number(value) for value in values])}" for name, values in months.groups.items()]
    gaps = listed([f"{_number(gap)} in {months_in_words(which)}" for which, gap in months.turns])
    return as_sentences(
        f"Reviews completed in per cent, months 1 to {played} of {MONTHS}, {months.kind}",
        "Months 1 and 2 are the baseline",
        *groups,
        f"The gap, D minus A and B together, in percentage points: {gaps}",
    )


def months_in_words(which: str) -> str:
    """Return the months of a turn in words.

    >>> months_in_words("3–4"), months_in_words("5")
    ('months 3 and 4', 'month 5')
    """
    first, _, last = which.partition("–")
    return f"months {first} and {last}" if last else f"month {first}"


def _number(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")
