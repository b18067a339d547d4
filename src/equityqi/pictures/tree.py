"""The driver diagram: a theory on one page, from the aim on the left to change ideas on the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from matplotlib.patches import FancyBboxPatch

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import LINE, MARGIN, Sheet, foot_lines, width_of
from equityqi.pictures.style import Picture
from equityqi.pictures.words import lines_in, plain_notes, wrapped
from equityqi.svg.arranged import HEADINGS, Arranged, Box, alt_of, arranged, places, sentence_of

SHEET = 11.2  # inches: A4 on its side; A3 is the same shape
PAPERS = (SHEET, 13, 15, 17, 19, 21)  # a wider sheet has shorter boxes, so a large diagram is printed larger
GUTTER, GAP, PAD = 0.42, 0.12, 0.09  # between columns, between boxes, inside a box
FILLS = (style.TINTS[1], style.TINTS[3], style.TINTS[4], style.PAPER)


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
    that crosses fewest lines. Raises ValueError as :func:`equityqi.svg.arranged.arranged` does.

    >>> boxes = [Box("a", 0, "Close the gap"), Box("p", 1, "People are reached"), Box("s", 2, "Numbers are right")]
    >>> driver_diagram(boxes, [("a", "p"), ("p", "s")]).sentence
    'The aim rests on 1 primary driver and 1 secondary driver.'
    """
    tree = arranged(boxes, links)
    across = min(PAPERS, key=lambda width: _shrunk(width, tree)) if for_paper else SHEET
    wide, words, tall, middles, depth = _laid_out(across, tree)
    said = [*plain_notes(notes)]
    with style.course_style():
        heading = wrapped(title, int(8.2 * across))
        foot, below = foot_lines(said)
        above = 0.2 + 0.27 * lines_in(heading) + 0.36
        sheet = Sheet(above + depth + 0.1 + below, across)
        sheet.title(heading)
        sheet.foot(foot)
        top = sheet.height - above
        for level in range(tree.columns):
            x = MARGIN + level * (wide + GUTTER)
            sheet.write(x, top + 0.3, HEADINGS[level], fontweight="bold", color=style.INK)
        by_id = tree.by_id
        for parent, child in tree.links:
            first = child in tree.children[parent]
            _join(sheet, by_id[parent].level, top - middles[parent], top - middles[child], wide, first)
        for box in tree.boxes:
            _draw_box(sheet, box, words[box.id], top - middles[box.id], tall[box.id], wide)
    return Picture(sheet.figure, alt_of(tree, title, said), sentence_of(tree))


def _laid_out(across: float, tree: Arranged) -> tuple:
    """Return, for a sheet this many inches across: width of a column, words, heights and middles of boxes, depth."""
    wide = (across - 2 * MARGIN - (tree.columns - 1) * GUTTER) / tree.columns
    words = {box.id: _lines(box, wide) for box in tree.boxes}
    tall = {id: LINE * (lines_in(text) + lines_in(small)) + 2 * PAD for id, (text, small) in words.items()}
    return wide, words, tall, *places(tree.roots, tree.children, tall, GAP)


def _shrunk(across: float, tree: Arranged) -> float:
    """Return how much smaller than drawn the words of a sheet this wide stand on A4 on its side."""
    return max(across, (_laid_out(across, tree)[-1] + 1.0) * 2**0.5) / SHEET


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
