"""Pictures for a plan: causes as a fishbone, ideas on two scales, tests as a ramp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.patches import FancyBboxPatch, Rectangle

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import LINE, MARGIN, WIDTH, Sheet, foot_lines, title_lines, width_of
from equityqi.pictures.style import Picture
from equityqi.pictures.tree import fitted
from equityqi.pictures.words import lines_in, plain_notes, wrapped
from equityqi.plain_words import as_sentences, listed
from equityqi.svg.ideas import EFFECT_WORDS, EFFECTS, alt_of_ideas, check_ideas, sentence_of_ideas
from equityqi.svg.ramp import Cycle, alt_of_tests, check_tests, sentence_of_tests, words_of


def fishbone(problem: str, causes: Mapping[str, Sequence[str]], *, notes: Sequence = ()) -> Picture:
    """Draw causes by theme round one problem: a list on a spine, the themes in turn above and below it.

    ``causes``: theme (people, place, process, policy, information, power ...) to its causes, 1 to 8 themes.
    Raises ValueError, with a sentence, for no theme or too many.

    >>> fishbone("Letters are not read", {"Information": ["English only"], "Power": []}).sentence
    'Letters are not read: 1 cause in 1 of 2 themes. Nothing stands yet under Power.'
    """
    if not 1 <= len(causes) <= 8:
        raise ValueError(
            f"A fishbone has 1 to 8 themes, and there are {len(causes)}. Put some together, or write the first."
        )
    themes = list(causes.items())
    upper, lower = themes[::2], themes[1::2]
    head = wrapped(problem, 18)
    head_wide = width_of(head, style.SMALL, True) + 0.36
    wide = (WIDTH - 2 * MARGIN - head_wide - 0.3) / max(len(upper), 1)
    words = [[_wrap_theme(theme, wide) for theme in half] for half in (upper, lower)]
    rows = [max((_depth(theme) for theme in half), default=0.0) for half in words]
    with style.course_style():
        heading, above = title_lines(f"Why? {problem}")
        foot, below = foot_lines(plain_notes(notes))
        half_head = LINE * lines_in(head) / 2 + 0.2
        rows = [max(row + 0.35, half_head) for row in rows]
        sheet = Sheet(above + sum(rows) + below + 0.25)
        sheet.title(heading)
        sheet.foot(foot)
        spine = below + 0.1 + rows[1]
        end = WIDTH - MARGIN - head_wide
        sheet.paper.plot((MARGIN, end), (spine, spine), color=style.INK, linewidth=2.4, zorder=1)
        _head(sheet, head, end, spine, head_wide)
        for half, way in zip(words, (1, -1), strict=True):
            for number, theme in enumerate(half):
                _bone(sheet, theme, MARGIN + 0.1 + number * wide, spine, way, rows[0] if way == 1 else rows[1])
    count = sum(len(found) for _, found in themes)
    empty = [name for name, found in themes if not found]
    sentence = f"{problem}: {count} cause{'s' * (count != 1)} in {len(themes) - len(empty)} of {len(themes)} themes"
    sentence = as_sentences(sentence, f"Nothing stands yet under {listed(empty, 'or')}" if empty else "")
    each = "; ".join(
        f"{name}: {', '.join(' '.join(cause.split()) for cause in found) or 'nothing yet'}"
        for name, found in causes.items()
    )
    return Picture(
        sheet.figure, as_sentences(f"Fishbone diagram. Problem: {problem}", each, *plain_notes(notes)), sentence
    )


def _wrap_theme(theme, wide: float):
    return fitted(theme[0], wide - 0.45, bold=True), [fitted(cause, wide - 0.45) for cause in theme[1]]


def _depth(theme) -> float:
    name, causes = theme
    return LINE * (lines_in(name) + sum(map(lines_in, causes))) + 0.07 * len(causes) + 0.12


def _head(sheet: Sheet, words: str, left: float, spine: float, wide: float) -> None:
    tall = LINE * lines_in(words) + 0.28
    box = FancyBboxPatch(
        (left, spine - tall / 2),
        wide,
        tall,
        boxstyle="round,pad=0,rounding_size=0.06",
        facecolor=style.TINTS[1],
        edgecolor=style.INK,
        linewidth=1.5,
    )
    sheet.paper.add_patch(box)
    sheet.write(left + wide / 2, spine, words, ha="center", va="center", fontweight="bold")


def _bone(sheet: Sheet, theme, x: float, spine: float, way: int, row: float) -> None:
    name, causes = theme
    deep = row - 0.12
    sheet.paper.plot((x, x + 0.28), (spine + way * deep, spine), color=style.OTHERS, linewidth=1.6, zorder=1)
    block = _depth(theme) - 0.12
    at = spine + deep if way == 1 else spine - deep + block
    sheet.write(x + 0.3, at, name, fontweight="bold")
    at -= LINE * lines_in(name) + 0.05
    for cause in causes:
        sheet.write(x + 0.3, at, cause)
        at -= LINE * lines_in(cause) + 0.07


def two_by_two(
    ideas: Sequence[tuple[str, int, str]], title: str = "Which ideas first?", *, notes: Sequence = ()
) -> Picture:
    """Draw ideas by strength (1 weak to 5 strong, upward) and by effect on the gap (widens, small, narrows, to the
    right).

    Raises ValueError, with a sentence, for another strength or effect.

    >>> two_by_two([("Poster", 1, "widens"), ("Interpreter by default", 5, "narrows")]).sentence
    'Strong and likely to narrow the gap: Interpreter by default.'
    """
    check_ideas(ideas)
    column = (WIDTH - 2 * MARGIN - 0.75) / 3
    cells = {
        (s, e): [fitted(n, column - 0.35) for n, st, ef in ideas if (st, ef) == (s, e)]
        for s in range(1, 6)
        for e in EFFECTS
    }
    tall = {
        s: max(0.3, max(sum(LINE * lines_in(n) + 0.08 for n in cells[s, e]) + 0.12 for e in EFFECTS))
        for s in range(1, 6)
    }
    with style.course_style():
        heading, above = title_lines(title)
        foot, below = foot_lines(plain_notes(notes))
        sheet = Sheet(above + sum(tall.values()) + 0.5 + below + 0.1)
        sheet.title(heading)
        sheet.foot(foot)
        left, bottom = MARGIN + 0.75, below + 0.45
        _grid(sheet, left, bottom, column, tall)
        at = bottom
        for strength in range(1, 6):
            at += tall[strength]
            for number, effect in enumerate(EFFECTS):
                y = at - 0.08
                for name in cells[strength, effect]:
                    sheet.paper.plot(left + number * column + 0.13, y - LINE / 2, "o", color=style.INK, markersize=6)
                    sheet.write(left + number * column + 0.25, y, name)
                    y -= LINE * lines_in(name) + 0.08
    return Picture(sheet.figure, alt_of_ideas(ideas, title, plain_notes(notes)), sentence_of_ideas(ideas))


def _grid(sheet: Sheet, left: float, bottom: float, column: float, tall: dict[int, float]) -> None:
    total, right = sum(tall.values()), left + 3 * column
    sheet.paper.add_patch(
        Rectangle(
            (left + 2 * column, bottom + total - tall[4] - tall[5]),
            column,
            tall[4] + tall[5],
            facecolor=style.TINTS[4],
            zorder=0,
        )
    )
    for number in range(4):
        sheet.paper.plot((left + number * column,) * 2, (bottom, bottom + total), color=style.NEUTRAL, linewidth=1)
    at = bottom
    for strength in range(1, 6):
        sheet.paper.plot((left, right), (at, at), color=style.NEUTRAL, linewidth=1)
        label = {1: "weak", 5: "strong"}.get(strength, "")
        sheet.write(left - 0.1, at + tall[strength] / 2, label, ha="right", va="center", fontweight="bold")
        at += tall[strength]
    sheet.paper.plot((left, right), (at, at), color=style.NEUTRAL, linewidth=1)
    for number, effect in enumerate(EFFECTS):
        sheet.write(left + (number + 0.5) * column, bottom - 0.1, EFFECT_WORDS[effect], ha="center", fontweight="bold")


def ramp(tests: Sequence[Cycle], title: str = "From a small test to a change", *, notes: Sequence = ()) -> Picture:
    """Draw PDSA cycles as a ramp: each step as tall as its rank, with its size, what was predicted and what was seen.

    Raises ValueError when there is no test.

    >>> ramp([Cycle("C1", "Oak practice", 3, 2, 2, 1, "adapt")]).sentence
    '1 test, with 3 people; in 0 of 1 the result lay within the prediction.'
    """
    check_tests(tests)
    wide = (WIDTH - 2 * MARGIN) / len(tests)
    words = ["\n".join(fitted(part, wide - 0.22) for part in words_of(test)) for test in tests]
    deep = [LINE * lines_in(text) + 0.24 for text in words]
    rise = min(0.5, 1.8 / len(tests))
    with style.course_style():
        heading, above = title_lines(title)
        foot, below = foot_lines(plain_notes(notes))
        tops = [rise * number + max(deep[: number + 1]) for number in range(len(deep))]
        sheet = Sheet(above + 0.1 + tops[-1] + below + 0.15)
        sheet.title(heading)
        sheet.foot(foot)

        for number, (text, height) in enumerate(zip(words, tops, strict=True)):
            x, base = MARGIN + number * wide, below + 0.1
            top = base + height
            sheet.paper.add_patch(
                Rectangle(
                    (x, base),
                    wide - 0.06,
                    top - base,
                    facecolor=style.TINTS[3 if number % 2 else 4],
                    edgecolor=style.OTHERS,
                    linewidth=1,
                )
            )
            sheet.write(x + 0.1, top - 0.12, text)
    return Picture(sheet.figure, alt_of_tests(tests, title, plain_notes(notes)), sentence_of_tests(tests))
