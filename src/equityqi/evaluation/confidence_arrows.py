"""How sure people feel, then and now: one arrow a person in each of the six skills, and no mean of anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.evaluation.survey_shares import Change, moved
from equityqi.pictures import style
from equityqi.pictures.canvas_inches import MARGIN, WIDTH, Sheet, foot_lines, title_lines, width_of
from equityqi.pictures.style import Picture
from equityqi.plain_words import as_sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS, PANEL, HEADING, KEY_ROW, LEFT = 3, 1.35, 0.55, 0.35, 0.4  # inches
KINDS = (  # way, words, shape, colour: the shape says the same as the colour
    (1, "now, higher", "^", style.IMPROVE), (0, "the same", "s", style.OTHERS), (-1, "now, lower", "v", style.CONCERN),
)  # fmt: skip


def arrows(changes: Sequence[Change], title: str, before: str) -> Picture:
    """Draw each person's arrow from ``before`` to now on a scale of 0 to 10, one small chart for each skill.

    Each chart sorts people by where they started, so nobody can be followed from one chart to the next.

    >>> arrows([Change("Write an aim", ((2, 6), (5, 5)))], "From before the course to now", "before").sentence
    'From before the course to now, the median change is +2 in each skill.'
    """
    rows = -(-len(changes) // COLUMNS)
    wide = (WIDTH - MARGIN) / COLUMNS
    with style.course_style():
        words, above = title_lines(title)
        foot, below = foot_lines(
            [
                "One arrow for each person, from 0 (not at all sure) to 10 (very). In each chart, people are in order"
                " of where they started."
            ]
        )
        sheet = Sheet(above + KEY_ROW + rows * (HEADING + PANEL + 0.12) + below)
        sheet.title(words)
        sheet.foot(foot)
        _key(sheet, sheet.height - above - KEY_ROW / 2, before)
        for place, change in enumerate(changes):
            row, column = divmod(place, COLUMNS)
            top = sheet.height - above - KEY_ROW - row * (HEADING + PANEL + 0.12)
            left = MARGIN + column * wide
            sheet.write(left, top - 0.06, change.skill, fontweight="bold")
            sheet.write(left, top - 0.28, counts(change))
            axes = sheet.plot(left + LEFT, top - HEADING - PANEL, wide - LEFT - 0.15, PANEL)
            _draw(axes, change)
    told = (
        f"{change.skill}: {len(change.pairs)} people, {counts(change)}, median change {moved(change.median)}"
        for change in changes
    )
    low, high = (pick((one for one in changes if one.pairs), key=lambda one: one.median) for pick in (min, max))
    ends = (
        f"runs from {moved(low.median)} ({low.skill}) to {moved(high.median)} ({high.skill})"
        if low.median != high.median
        else f"is {moved(low.median)} in each skill"
    )
    sentence = f"{title}, the median change {ends}."
    return Picture(
        sheet.figure,
        as_sentences(f"Arrows for each person. {title}, in {len(changes)} skills, on a scale of 0 to 10", *told),
        sentence,
    )


def counts(change: Change) -> str:
    """Return how many people went which way.

    >>> counts(Change("", ((2, 6), (5, 5))))
    '1 higher, 1 the same, 0 lower'
    """
    return f"{change.count(1)} higher, {change.count(0)} the same, {change.count(-1)} lower"


def _draw(axes: Axes, change: Change) -> None:
    axes.set_ylim(-0.5, 10.5)
    axes.set_yticks([0, 5, 10])
    axes.set_xlim(-1, max(len(change.pairs), 6))
    axes.set_xticks([])
    for way, _, shape, colour in KINDS:
        chosen = [
            (x, before, now) for x, (before, now) in enumerate(change.pairs) if (now > before) - (now < before) == way
        ]
        if chosen:
            x, before, now = zip(*chosen, strict=True)
            axes.vlines(x, before, now, color=colour, linewidth=1.6, zorder=2)
            if way:
                axes.plot(
                    x,
                    before,
                    marker="o",
                    markersize=5,
                    markerfacecolor=style.PAPER,
                    markeredgecolor=style.INK,
                    linestyle="none",
                    zorder=3,
                    clip_on=False,
                )
            axes.plot(x, now, marker=shape, markersize=6.5, color=colour, linestyle="none", zorder=4, clip_on=False)


def _key(sheet: Sheet, y: float, before: str) -> None:
    x = MARGIN
    for words, shape, colour, face in (
        (before, "o", style.INK, style.PAPER),
        *((words, shape, colour, colour) for _, words, shape, colour in KINDS),
    ):
        sheet.paper.plot(
            x + 0.08, y, marker=shape, markersize=7, markerfacecolor=face, markeredgecolor=colour, linestyle="none"
        )
        sheet.write(x + 0.22, y, words, va="center_baseline")
        x += 0.22 + width_of(words) + 0.3
