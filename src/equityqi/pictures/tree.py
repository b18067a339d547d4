"""The driver diagram: a theory on one page, from the aim on the left to change ideas on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from matplotlib.patches import FancyBboxPatch

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import LINE, MARGIN, Sheet, foot_lines, width_of
from equityqi.pictures.style import Picture
from equityqi.pictures.words import lines_in, plain_notes, wrapped
from equityqi.plain_words import as_sentences, listed, shortened

SHEET = 11.2  # inches: A4 on its side; A3 is the same shape
PAPERS = (SHEET, 13, 15, 17, 19, 21)  # a wider sheet has shorter boxes, so a large diagram is printed larger
GUTTER, GAP, PAD = 0.42, 0.12, 0.09  # between columns, between boxes, inside a box
HEADINGS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")
MOST_BOXES, MOST_LETTERS = 100, 12_000  # of a diagram; beyond so many, its boxes share the letters
ONE_OF = ("aim", "primary driver", "secondary driver", "change idea")
FILLS = (style.TINTS[1], style.TINTS[3], style.TINTS[4], style.PAPER)


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


def driver_diagram(
    boxes: Sequence[Box],
    links: Sequence[tuple[str, str]],
    title: str = "Driver diagram",
    *,
    notes: Sequence = (),
    for_paper: bool = False,
) -> Picture:
    """Draw a driver diagram. ``links`` are pairs of ids, from the aim's side to the ideas' side.

    On a screen the sheet is as wide as the page and as long as it needs; ``for_paper`` takes the width at which the
    words are largest on one sheet of A4 or A3 on its side. A box stands beside the first box that links to it; any
    further link is drawn dashed. Boxes without a link stand at the foot of their column. Branches are put in the order
    that crosses fewest lines. Raises ValueError, with a sentence, when there is no box or more than 100, an id
    stands twice or a level is not 0 to 3.

    >>> boxes = [Box("a", 0, "Close the gap"), Box("p", 1, "People are reached"), Box("s", 2, "Numbers are right")]
    >>> driver_diagram(boxes, [("a", "p"), ("p", "s")]).sentence
    'The aim rests on 1 primary driver and 1 secondary driver.'
    """
    _check(boxes)
    if sum(len(box.text) + len(box.note) for box in boxes) > MOST_LETTERS:  # a sheet as long as a street
        most = MOST_LETTERS // len(boxes) // 2
        boxes = [replace(box, text=shortened(box.text, most), note=shortened(box.note, most)) for box in boxes]
    by_id = {box.id: box for box in boxes}
    links = [
        (a, b) for a, b in dict.fromkeys(links) if a in by_id and b in by_id and by_id[b].level == by_id[a].level + 1
    ]
    columns = max(box.level for box in boxes) + 1
    roots, children = _ordered(boxes, links)
    across = min(PAPERS, key=lambda width: _shrunk(width, boxes, roots, children, columns)) if for_paper else SHEET
    wide, words, tall, middles, depth = _laid_out(across, boxes, roots, children, columns)
    said = [*plain_notes(notes)]
    with style.course_style():
        heading = wrapped(title, int(8.2 * across))
        foot, below = foot_lines(said)
        above = 0.2 + 0.27 * lines_in(heading) + 0.36
        sheet = Sheet(above + depth + 0.1 + below, across)
        sheet.title(heading)
        sheet.foot(foot)
        top = sheet.height - above
        for level in range(columns):
            x = MARGIN + level * (wide + GUTTER)
            sheet.write(x, top + 0.3, HEADINGS[level], fontweight="bold", color=style.INK)
        for parent, child in links:
            first = child in children[parent]
            _join(sheet, by_id[parent].level, top - middles[parent], top - middles[child], wide, first)
        for box in boxes:
            _draw_box(sheet, box, words[box.id], top - middles[box.id], tall[box.id], wide)
    return Picture(sheet.figure, _alt(title, boxes, roots, children, by_id, said), _sentence(boxes))


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


def _laid_out(across: float, boxes, roots, children, columns: int) -> tuple:
    """Return, for a sheet this many inches across: width of a column, words, heights and middles of boxes, depth."""
    wide = (across - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    words = {box.id: _lines(box, wide) for box in boxes}
    tall = {id: LINE * (lines_in(text) + lines_in(small)) + 2 * PAD for id, (text, small) in words.items()}
    return wide, words, tall, *_places(roots, children, tall)


def _shrunk(across: float, boxes, roots, children, columns: int) -> float:
    """Return how much smaller than drawn the words of a sheet this wide stand on A4 on its side."""
    return max(across, (_laid_out(across, boxes, roots, children, columns)[-1] + 1.0) * 2**0.5) / SHEET


def _lines(box: Box, wide: float) -> tuple[str, str]:
    inside = wide - 2 * PAD
    return fitted(box.text.strip() or "(empty)", inside, box.level == 0), fitted(box.note, inside) if box.note else ""


@lru_cache(maxsize=1000)
def fitted(words: str, inside: float, bold: bool = False) -> str:
    """Return words in as few lines as fit into ``inside`` inches, the lines about equally long.

    >>> fitted("Contact details that are right", 2.1)
    'Contact details\\nthat are right'
    """
    letters = max(8, int(inside / 0.082))
    while letters > 8 and width_of(wrapped(words, letters), style.SMALL, bold) > inside:
        letters -= 1
    lines, longest = lines_in(wrapped(words, letters)), max(map(len, words.split()), default=1)
    while letters > max(8, longest) and lines_in(wrapped(words, letters - 1)) == lines:
        letters -= 1
    return wrapped(words, letters)


def _ordered(boxes, links) -> tuple[list[str], dict[str, list[str]]]:
    """Return the boxes without a parent, and each box's children; siblings in the order with fewest crossings."""
    parent: dict[str, str] = {}
    for a, b in links:
        parent.setdefault(b, a)
    children = {box.id: [b for a, b in links if a == box.id and parent[b] == box.id] for box in boxes}
    roots = [box.id for box in sorted(boxes, key=lambda box: box.level) if box.id not in parent]
    extra = [(a, b) for a, b in links if parent[b] != a]
    best = _crossings(roots, children, links) if extra else 0
    while best:
        before = best
        for siblings in [roots, *children.values()]:
            for i in range(len(siblings) - 1):
                siblings[i], siblings[i + 1] = siblings[i + 1], siblings[i]
                now = _crossings(roots, children, links)
                if now < best:
                    best = now
                else:
                    siblings[i], siblings[i + 1] = siblings[i + 1], siblings[i]
        if best == before:
            break
    return roots, children


def _crossings(roots, children, links) -> int:
    place: dict[str, int] = {}

    def walk(id):
        place[id] = len(place)
        for child in children[id]:
            walk(child)

    for root in roots:
        walk(root)
    level: dict[str, int] = {}
    for a, b in links:
        level[b] = level.setdefault(a, 0) + 1
    pairs = [(level[a], place[a], place[b]) for a, b in links]
    return sum(
        one[0] == two[0] and (one[1] - two[1]) * (one[2] - two[2]) < 0
        for i, one in enumerate(pairs)
        for two in pairs[:i]
    )


def _places(roots, children, tall) -> tuple[dict[str, float], float]:
    """Return how far below the top the middle of each box lies, and the depth of it all.

    Each box and what hangs on it get a band of their own, so that no two boxes of a column touch.
    """
    middles: dict[str, float] = {}

    def band(id) -> float:
        inside = sum(band(child) for child in children[id]) + GAP * max(0, len(children[id]) - 1)
        return max(inside, tall[id])

    def put(id, top) -> None:
        deep = band(id)
        inside = sum(band(child) for child in children[id]) + GAP * max(0, len(children[id]) - 1)
        at = top + (deep - inside) / 2
        for child in children[id]:
            put(child, at)
            at += band(child) + GAP
        held = [middles[child] for child in children[id]]
        middle = (held[0] + held[-1]) / 2 if held else top + deep / 2
        middles[id] = min(max(middle, top + tall[id] / 2), top + deep - tall[id] / 2)

    at = 0.0
    for root in roots:
        put(root, at)
        at += band(root) + GAP
    return middles, at - GAP


def _join(sheet: Sheet, level: int, from_y: float, to_y: float, wide: float, first: bool) -> None:
    left = MARGIN + level * (wide + GUTTER) + wide
    bend = left + GUTTER * (0.45 if first else 0.65)
    style_of = {"color": style.OTHERS, "linewidth": 1.4, "solid_joinstyle": "round", "zorder": 1}
    sheet.paper.plot(
        (left, bend, bend, left + GUTTER),
        (from_y, from_y, to_y, to_y),
        linestyle="-" if first else (0, (3, 2)),
        **style_of,
    )


def _draw_box(sheet: Sheet, box: Box, words: tuple[str, str], middle: float, tall: float, wide: float) -> None:
    x, (text, small) = MARGIN + box.level * (wide + GUTTER), words
    frame = FancyBboxPatch(
        (x + 0.04, middle - tall / 2 + 0.04),
        wide - 0.08,
        tall - 0.08,
        boxstyle="round,pad=0.04",
        facecolor=style.PAPER if box.open else FILLS[box.level],
        edgecolor=style.INK if box.level == 0 else style.OTHERS,
        linewidth=1.6 if box.level == 0 else 1.1,
        linestyle="--" if box.open else "-",
        zorder=2,
    )
    sheet.paper.add_patch(frame)
    sheet.write(
        x + PAD,
        middle + LINE * lines_in(small) / 2,
        text,
        va="center",
        fontweight="bold" if box.level == 0 else "normal",
        zorder=3,
    )
    if small:
        sheet.write(x + PAD, middle - LINE * lines_in(text) / 2, small, va="center", fontstyle="italic", zorder=3)


def _sentence(boxes) -> str:
    counts = [sum(box.level == level and not box.open for box in boxes) for level in range(4)]
    parts = [f"{count} {ONE_OF[level]}{'s' * (count != 1)}" for level, count in enumerate(counts) if level and count]
    waiting = sum(box.open for box in boxes)
    said = f"The aim rests on {listed(parts)}" if parts else "The aim stands, and no driver yet"
    return as_sentences(f"{said}; {waiting} still wait{'s' * (waiting == 1)} for an idea" if waiting else said)


def _alt(title, boxes, roots, children, by_id, notes) -> str:
    def tell(id) -> str:
        box = by_id[id]
        note = f" ({box.note})" if box.note else ""
        inner = f" [{'; '.join(tell(child) for child in children[id])}]" if children[id] else ""
        return f"{ONE_OF[box.level]}: {' '.join(box.text.split())}{note}{inner}"

    return as_sentences(
        title, f"Driver diagram, read from left to right. {'; '.join(tell(root) for root in roots)}", *notes
    )
