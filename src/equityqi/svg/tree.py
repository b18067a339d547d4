"""The driver diagram as SVG: in columns on a laptop, and as boxes one below the other on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from equityqi.html_tags import Html
from equityqi.plain_words import shortened, upper_first
from equityqi.svg.arranged import HEADINGS, ONE_OF, Arranged, Box, alt_of, arranged, places, sentence_of
from equityqi.svg.drawing import LINE, NARROW, SIZE, SMALL, WIDE, Drawing, headed, path, rect, text
from equityqi.svg.text_widths import lines_of

GUTTER, GAP, PAD = 26, 10, 8  # pixels between columns, between boxes, inside a box
STEP = 16  # pixels that a level is set in on a phone


def driver_diagram(
    boxes: Sequence[Box], links: Sequence[tuple[str, str]], title: str = "Driver diagram", *, notes: Sequence[str] = ()
) -> Drawing:
    """Draw a driver diagram. ``links`` are pairs of ids, from the aim's side to the ideas' side.

    A box is beside the first box that links to it; any further link is dashed, and on a phone it is said in words.
    Raises ValueError as :func:`equityqi.svg.arranged.arranged` does.

    >>> boxes = [Box("a", 0, "Close the gap"), Box("p", 1, "People are reached")]
    >>> driver_diagram(boxes, [("a", "p")])
    Picture: Driver diagram. Driver diagram, read from left to right. aim: Close the gap [primary driver: People are \
reached].
    """
    tree = arranged(boxes, links)
    alt = alt_of(tree, title, notes)
    return Drawing(
        headed(WIDE, title, alt, notes, _in_columns(tree)),
        headed(NARROW, title, alt, notes, _one_below_another(tree)),
        alt,
        sentence_of(tree),
    )


def _in_columns(tree: Arranged):
    wide = (WIDE - (tree.columns - 1) * GUTTER - 2) / tree.columns
    words = {box.id: _words(box, wide) for box in tree.boxes}
    tall = {id: _tall(lines) for id, lines in words.items()}
    middles, depth = places(tree.roots, tree.children, tall, GAP)

    def drawn(top: float) -> Iterator[Html | None]:
        for level in range(tree.columns):
            yield text(1 + level * (wide + GUTTER), top, (HEADINGS[level],), "t-b")
        at = top + LINE + 8
        level_of = {box.id: box.level for box in tree.boxes}
        for a, b in tree.links:
            first = b in tree.children[a]
            x = 1 + level_of[a] * (wide + GUTTER) + wide
            bend = x + GUTTER * (0.42 if first else 0.65)
            yield path(_link(first), "M", x, at + middles[a], "H", bend, "V", at + middles[b], "H", x + GUTTER)
        for box in tree.boxes:
            yield from _box(box, words[box.id], 1 + box.level * (wide + GUTTER), at + middles[box.id], wide)

    return drawn, depth + LINE + 8


def _one_below_another(tree: Arranged):
    by_id = tree.by_id
    order = list(_walked(tree, tree.roots))
    more = {b: by_id[a].text for a, b in tree.links if b not in tree.children[a]}
    words, middles, at = {}, {}, 0.0
    for box in order:
        also = f"also under: {shortened(more[box.id], 60)}" if box.id in more else ""
        words[box.id] = _words(box, NARROW - 2 - STEP * box.level, upper_first(ONE_OF[box.level]), also)
        tall = _tall(words[box.id])
        middles[box.id] = at + tall / 2
        at += tall + GAP

    def drawn(top: float) -> Iterator[Html | None]:
        for a in order:
            foot = top + middles[a.id] + _tall(words[a.id]) / 2
            for b in tree.children[a.id]:
                x = 1 + STEP * a.level + STEP / 2
                yield path(_link(True), "M", x, foot, "V", top + middles[b], "H", 1 + STEP * by_id[b].level)
        for box in order:
            x = 1 + STEP * box.level
            yield from _box(box, words[box.id], x, top + middles[box.id], NARROW - 1 - x)

    return drawn, at - GAP


def _walked(tree: Arranged, ids: Sequence[str]) -> Iterator[Box]:
    by_id = tree.by_id
    for id in ids:
        yield by_id[id]
        yield from _walked(tree, tree.children[id])


def _link(first: bool) -> str:
    return "line" if first else "line dash"


def _words(box: Box, wide: float, above: str = "", below: str = "") -> tuple[tuple[str, ...], ...]:
    """Return the lines of a box: small print above its words, the words, and small print below them."""
    inside = wide - 2 * PAD
    words = lines_of(box.text.strip() or "(empty)", inside, SIZE, box.level == 0)
    small = [line for note in (box.note, below) if note for line in lines_of(note, inside, SMALL)]
    return ((above,) if above else ()), words, tuple(small)


def _tall(lines: tuple[tuple[str, ...], ...]) -> float:
    return LINE * sum(map(len, lines)) + 2 * PAD


def _box(box: Box, lines: tuple[tuple[str, ...], ...], x: float, middle: float, wide: float) -> Iterator[Html | None]:
    above, words, small = lines
    tall = _tall(lines)
    top = middle - tall / 2
    fill = "f-3 dash" if box.open else f"f-{box.level}"
    yield rect(x, top, wide, tall, f"{fill} {'edge-b' if box.level == 0 else 'edge'}", 5)
    y = top + PAD
    for part, kind in ((above, "t-s t-2"), (words, "t-b" if box.level == 0 else None), (small, "t-s t-i")):
        yield text(x + PAD, y, part, kind)
        y += LINE * len(part)
