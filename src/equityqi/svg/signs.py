"""The four signs of a run chart by name, and the icons of NHS *Making Data Count* redrawn as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from equityqi.html_tags import Html
from equityqi.svg.drawing import LINE, NARROW, SIZE, WIDE, Drawing, dot, headed, path, text
from equityqi.svg.text_widths import lines_of

CHART, EDGE, SPACE, MIDDLE = 74, 8, 20, 0.5  # pixels of a small chart; where its line is, from 0 to 1
RADIUS, INDENT, ROW = 17, 92, 46  # pixels: of an icon, left of its words, the least from row to row


@dataclass(frozen=True)
class Sign:
    """A sign of a run chart: its name, what to look for, 12 points from 0 to 1, and which of them show it."""

    name: str
    words: str
    points: Sequence[float]
    shows: range


@dataclass(frozen=True)
class Icon:
    """Icons of one meaning: their colour, the letters in them (``~`` is a wave), and the words for it."""

    colour: str
    letters: str
    words: str


# Source of the signs and their counts: IHI, as in Perla, Provost and Murray, BMJ Quality and Safety 2011.
SIGNS = (
    Sign(
        "Shift",
        "Six or more points in a row on one side of the line.",
        (0.4, 0.6, 0.35, 0.57, 0.3, 0.44, 0.72, 0.8, 0.66, 0.84, 0.7, 0.78),
        range(6, 12),
    ),
    Sign(
        "Trend",
        "Five or more points in a row that all go up, or all go down.",
        (0.6, 0.4, 0.57, 0.44, 0.6, 0.2, 0.34, 0.47, 0.64, 0.8, 0.43, 0.58),
        range(5, 10),
    ),
    Sign(
        "Too many or too few runs",
        "A run is a stretch on one side of the line. Here the points swap sides each time. Chance rarely does that.",
        (0.66, 0.36, 0.7, 0.4, 0.62, 0.3, 0.68, 0.42, 0.6, 0.34, 0.7, 0.38),
        range(12),
    ),
    Sign(
        "Astronomical point",
        "One point so far from the others that everybody in the room agrees it’s unusual.",
        (0.57, 0.43, 0.6, 0.46, 0.4, 0.56, 0.44, 0.02, 0.58, 0.45, 0.6, 0.42),
        range(7, 8),
    ),
)

# Source of the meanings: NHS England, Making data count: strengthening your decisions.
ICONS = {
    "How is the measure moving?": (
        Icon("others", "~", "Grey: common cause. It’s the everyday wobble."),
        Icon("concern", "HL", "Orange: special cause, concerning. The figures are worse: high (H) or low (L)."),
        Icon("improve", "HL", "Blue: special cause, improving. The figures are better: high (H) or low (L)."),
    ),
    "Will it meet its target?": (
        Icon("others", "?", "Grey: sometimes it will, sometimes it won’t. Chance decides."),
        Icon("concern", "F", "Orange: it keeps falling short (F)."),
        Icon("improve", "P", "Blue: it keeps passing (P)."),
    ),
}


def four_signs() -> Drawing:
    """Draw each sign as a small run chart with its name; the points that show it are filled.

    >>> four_signs().alt.startswith("Four small run charts. Shift: six or more points in a row")
    True
    """
    title = "Four signs of a run chart"
    told = [f"{sign.name}: {sign.words[0].lower()}{sign.words[1:]}" for sign in SIGNS]
    alt = " ".join(["Four small run charts.", *told])
    wide, narrow = (headed(width, title, alt, (), _signs(width)) for width in (WIDE, NARROW))
    return Drawing(wide, narrow, alt, "")


def nhs_icons() -> Drawing:
    """Draw the icons of board papers, each kind in a row with its meaning.

    >>> "Orange F: it keeps falling short (F)." in nhs_icons().alt
    True
    """
    title = "What the icons mean"
    told = [
        f"{icon.words.split(':')[0]} {'wave' if icon.letters == '~' else ' or '.join(icon.letters)}:"
        f"{icon.words.partition(':')[2]}"
        for icons in ICONS.values()
        for icon in icons
    ]
    alt = " ".join(["Icons in circles.", *told])
    wide, narrow = (headed(width, title, alt, (), _icons(width)) for width in (WIDE, NARROW))
    return Drawing(wide, narrow, alt, "")


def _signs(width: int):
    across = 2 if width == WIDE else 1
    each = (width - SPACE * (across - 1)) / across
    words = [lines_of(sign.words, each, SIZE) for sign in SIGNS]
    rows = [range(first, first + across) for first in range(0, len(SIGNS), across)]
    deep = [LINE + CHART + 12 + LINE * max(len(words[number]) for number in row) + SPACE for row in rows]

    def drawn(top: float) -> Iterator[Html | None]:
        y = top
        for row, tall in zip(rows, deep, strict=True):
            for place, number in enumerate(row):
                left = (each + SPACE) * place
                yield text(left, y, (SIGNS[number].name,), "t-b")
                yield from _chart(SIGNS[number], left, y + LINE + 6, each)
                yield text(left, y + LINE + CHART + 12, words[number])
            y += tall

    return drawn, sum(deep)


def _chart(sign: Sign, left: float, top: float, width: float) -> Iterator[Html]:
    step = (width - 2 * EDGE) / (len(sign.points) - 1)
    places = [(left + EDGE + step * number, top + CHART * (1 - value)) for number, value in enumerate(sign.points)]
    middle = top + CHART * MIDDLE
    yield path("line dash", "M", left, middle, "H", left + width)
    first, *rest = places
    yield path("line", "M", *first, *(part for place in rest for part in ("L", *place)))
    for number, (x, y) in enumerate(places):
        shown = number in sign.shows
        yield dot(x, y, 5 if shown else 3.5, "dot" if shown else "ring")


def _icons(width: int):
    rows: list[tuple[tuple[str, ...], Icon | None]] = []
    for heading, icons in ICONS.items():
        rows.append((("",) * bool(rows) + lines_of(heading, width, SIZE, bold=True), None))
        rows += [(lines_of(icon.words, width - INDENT, SIZE), icon) for icon in icons]
    tall = [LINE * len(words) + 8 if icon is None else max(ROW, LINE * len(words) + 8) for words, icon in rows]

    def drawn(top: float) -> Iterator[Html | None]:
        y = top
        for (words, icon), deep in zip(rows, tall, strict=True):
            if icon is None:
                yield text(0, y + LINE * words.count(""), words[words.count("") :], "t-b")
            else:
                for place, letter in enumerate(icon.letters):
                    yield from _icon(icon.colour, letter, RADIUS + 3 + place * (2 * RADIUS + 8), y + ROW / 2)
                yield text(INDENT, y + (ROW - LINE * len(words)) / 2 if deep == ROW else y + 4, words)
            y += deep

    return drawn, sum(tall)


def _icon(colour: str, letter: str, x: float, y: float) -> Iterator[Html | None]:
    yield dot(x, y, RADIUS, f"s-{colour}")
    if letter != "~":
        yield text(x, y - SIZE / 2 - 3, (letter,), "t-b t-m t-l")
        return
    yield path("s-others", "M", x - 10, y, *(p for s in range(4) for p in ("q", 2.5, -9 if s % 2 == 0 else 9, 5, 0)))
