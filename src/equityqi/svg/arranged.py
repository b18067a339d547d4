"""The boxes of a driver diagram in the order in which they are drawn, and what is said of them.

Whatever draws a diagram, as SVG on a page or with matplotlib for a report, draws what is arranged here.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from equityqi.plain_words import as_sentences, listed, shortened

HEADINGS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")
ONE_OF = ("aim", "primary driver", "secondary driver", "change idea")
MOST_BOXES, MOST_LETTERS = 100, 12_000  # of a diagram; beyond so many, its boxes share the letters


@dataclass(frozen=True)
class Box:
    """One box: its id, its level from 0 (the aim) to 3 (ideas), its words, and a note in small print.

    An ``open`` box is one that still waits for its content, such as "idea needed".
    """

    id: str
    level: int
    text: str
    note: str = ""
    open: bool = False


@dataclass(frozen=True)
class Arranged:
    """Boxes and links as they are drawn: ``roots`` have no box to their left; ``children`` are below their first."""

    boxes: Sequence[Box]
    links: Sequence[tuple[str, str]]
    roots: Sequence[str]
    children: Mapping[str, Sequence[str]]

    @property
    def by_id(self) -> dict[str, Box]:
        return {box.id: box for box in self.boxes}

    @property
    def columns(self) -> int:
        return max(box.level for box in self.boxes) + 1


def arranged(boxes: Sequence[Box], links: Sequence[tuple[str, str]]) -> Arranged:
    """Return boxes and links, siblings in the order that crosses fewest lines, words short enough for one sheet.

    A link that does not lead to the next level is left out. Raises ValueError, with a sentence, when there is no box
    or more than 100, an id stands twice or a level is not 0 to 3.

    >>> arranged([Box("a", 0, "Aim"), Box("p", 1, "Driver")], [("a", "p")]).children
    {'a': ['p'], 'p': []}
    """
    _check(boxes)
    if sum(len(box.text) + len(box.note) for box in boxes) > MOST_LETTERS:  # a sheet as long as a street
        most = MOST_LETTERS // len(boxes) // 2
        boxes = [replace(box, text=shortened(box.text, most), note=shortened(box.note, most)) for box in boxes]
    level = {box.id: box.level for box in boxes}
    kept = [(a, b) for a, b in dict.fromkeys(links) if a in level and b in level and level[b] == level[a] + 1]
    return Arranged(boxes, kept, *_ordered(boxes, kept, level))


def _check(boxes: Sequence[Box]) -> None:
    if not boxes:
        raise ValueError("There is nothing to draw yet. Write the aim first.")
    if len(boxes) > MOST_BOXES:
        raise ValueError(f"{len(boxes)} boxes are too many for one picture. Keep to {MOST_BOXES}.")
    ids = [box.id for box in boxes]
    if twice := next((id for id in ids if ids.count(id) > 1), None):
        raise ValueError(f"The id {twice!r} stands twice. Give each box an id of its own.")
    if odd := next((box for box in boxes if box.level not in (0, 1, 2, 3)), None):
        raise ValueError(f"The box {odd.text!r} has the level {odd.level}. Use 0 for the aim, 1, 2, and 3 for ideas.")


def _ordered(boxes, links, level) -> tuple[list[str], dict[str, list[str]]]:
    parent: dict[str, str] = {}
    for a, b in links:
        parent.setdefault(b, a)
    children = {box.id: [b for a, b in links if a == box.id and parent[b] == box.id] for box in boxes}
    roots = [box.id for box in sorted(boxes, key=lambda box: box.level) if box.id not in parent]
    extra = [(a, b) for a, b in links if parent[b] != a]
    best = crossings(roots, children, links, level) if extra else 0
    while best:
        before = best
        for siblings in [roots, *children.values()]:
            for i in range(len(siblings) - 1):
                siblings[i], siblings[i + 1] = siblings[i + 1], siblings[i]
                now = crossings(roots, children, links, level)
                if now < best:
                    best = now
                else:
                    siblings[i], siblings[i + 1] = siblings[i + 1], siblings[i]
        if best == before:
            break
    return roots, children


def crossings(roots, children, links, level) -> int:
    """Return how many pairs of links cross each other when boxes are drawn in this order."""
    place: dict[str, int] = {}

    def walk(id):
        place[id] = len(place)
        for child in children[id]:
            walk(child)

    for root in roots:
        walk(root)
    found = 0
    for column in range(3):
        passed: list[int] = []
        for _, end in sorted((place[a], place[b]) for a, b in links if level[a] == column):
            found += len(passed) - bisect_right(passed, end)  # links that began higher and end lower
            insort(passed, end)
    return found


def places(
    roots: Sequence[str], children: Mapping[str, Sequence[str]], tall: Mapping[str, float], gap: float
) -> tuple[dict[str, float], float]:
    """Return how far below the top the middle of each box lies, and the depth of it all, in the unit of ``tall``.

    Each box and what hangs on it get a band of their own, so that no two boxes of a column touch.
    """
    middles: dict[str, float] = {}

    def band(id) -> float:
        return max(inside(id), tall[id])

    def inside(id) -> float:
        return sum(band(child) for child in children[id]) + gap * max(0, len(children[id]) - 1)

    def put(id, top) -> None:
        deep = band(id)
        at = top + (deep - inside(id)) / 2
        for child in children[id]:
            put(child, at)
            at += band(child) + gap
        held = [middles[child] for child in children[id]]
        middle = (held[0] + held[-1]) / 2 if held else top + deep / 2
        middles[id] = min(max(middle, top + tall[id] / 2), top + deep - tall[id] / 2)

    at = 0.0
    for root in roots:
        put(root, at)
        at += band(root) + gap
    return middles, at - gap


def sentence_of(tree: Arranged) -> str:
    """Return the sentence that a diagram is there for: on how many drivers and ideas the aim rests."""
    counts = [sum(box.level == level and not box.open for box in tree.boxes) for level in range(4)]
    parts = [f"{count} {ONE_OF[level]}{'s' * (count != 1)}" for level, count in enumerate(counts) if level and count]
    waiting = sum(box.open for box in tree.boxes)
    said = f"The aim rests on {listed(parts)}" if parts else "The aim stands, and no driver yet"
    return as_sentences(f"{said}; {waiting} still wait{'s' * (waiting == 1)} for an idea" if waiting else said)


def alt_of(tree: Arranged, title: str, notes: Sequence[str]) -> str:
    """Return the alt text of a diagram: its boxes, each with what is linked to it."""
    by_id = tree.by_id

    def tell(id) -> str:
        box = by_id[id]
        note = f" ({box.note})" if box.note else ""
        inner = f" [{'; '.join(tell(child) for child in tree.children[id])}]" if tree.children[id] else ""
        return f"{ONE_OF[box.level]}: {' '.join(box.text.split())}{note}{inner}"

    return as_sentences(
        title, f"Driver diagram, read from left to right. {'; '.join(tell(root) for root in tree.roots)}", *notes
    )
