"""Ideas by strength and by effect on the gap, as SVG; and the words that every such picture has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from equityqi.html_tags import Html
from equityqi.plain_words import as_sentences, listed
from equityqi.svg.drawing import LINE, NARROW, SIZE, SMALL, WIDE, Drawing, dot, headed, path, rect, text
from equityqi.svg.text_widths import lines_of

EFFECTS = ("widens", "small", "narrows")
EFFECT_WORDS = {"widens": "widens the gap", "small": "small, or depends", "narrows": "narrows the gap"}
STRENGTHS = (5, 4, 3, 2, 1)  # from the top
ENDS = {5: "strong", 1: "weak"}
BESIDE, PAD, INDENT = 54, 8, 22  # pixels: left of the grid, inside a cell, from a cell's edge to its words

Idea = tuple[str, int, str]


def two_by_two(ideas: Sequence[Idea], title: str = "Which ideas first?", *, notes: Sequence[str] = ()) -> Drawing:
    """Draw ideas by strength (1 weak to 5 strong, upward) and by effect (widens, small, narrows, to the right).

    Raises ValueError, with a sentence, for another strength or effect, and when there is no idea.

    >>> two_by_two([("Poster", 1, "widens"), ("Interpreter by default", 5, "narrows")]).sentence
    'Strong and likely to narrow the gap: Interpreter by default.'
    """
    check_ideas(ideas)
    alt = alt_of_ideas(ideas, title, notes)
    return Drawing(
        headed(WIDE, title, alt, notes, _grid(ideas, WIDE, BESIDE, SIZE)),
        headed(NARROW, title, alt, notes, _grid(ideas, NARROW, 0, SMALL)),
        alt,
        sentence_of_ideas(ideas),
    )


def check_ideas(ideas: Sequence[Idea]) -> None:
    """Raise ValueError, with a sentence, for a strength or an effect that is none of the scale's, and for no idea."""
    for name, strength, effect in ideas:
        if strength not in STRENGTHS or effect not in EFFECTS:
            raise ValueError(
                f"{name!r} has the strength {strength!r} and the effect {effect!r}. Use 1 to 5, and widens, small or"
                " narrows."
            )
    if not ideas:
        raise ValueError("There are no ideas to draw yet. Write one first.")


def sentence_of_ideas(ideas: Sequence[Idea]) -> str:
    """Return which ideas are both strong and likely to narrow the gap."""
    first = [name for name, strength, effect in ideas if strength >= 4 and effect == "narrows"]
    return as_sentences(
        f"Strong and likely to narrow the gap: {listed(first)}"
        if first
        else "No idea yet is both strong and likely to narrow the gap"
    )


def alt_of_ideas(ideas: Sequence[Idea], title: str, notes: Sequence[str]) -> str:
    """Return the alt text: each idea with its strength and its effect."""
    each = "; ".join(f"{name}: strength {strength} of 5, {EFFECT_WORDS[effect]}" for name, strength, effect in ideas)
    return as_sentences(f"Ideas on two scales. {title}", each, *notes)


def _grid(ideas: Sequence[Idea], width: int, left: float, size: int):
    column = (width - left - 2) / 3
    cells = {
        (s, e): [lines_of(name, column - INDENT - PAD, size) for name, st, ef in ideas if (st, ef) == (s, e)]
        for s in STRENGTHS
        for e in EFFECTS
    }
    tall = {
        s: max(30, *(sum(LINE * len(n) + 5 for n in cells[s, e]) + 2 * PAD - 5 for e in EFFECTS)) for s in STRENGTHS
    }
    heads = [lines_of(EFFECT_WORDS[effect], column - 4, size, bold=True) for effect in EFFECTS]
    above = 0 if left else LINE + 2  # where no room is beside the grid, its ends are named above and below it
    deep = above + sum(tall.values()) + above + 6 + LINE * max(map(len, heads))
    kind = "t-s" if size == SMALL else ""

    def drawn(top: float) -> Iterator[Html | None]:
        xs = [left + 1 + column * number for number in range(4)]
        at = top + above
        yield rect(xs[2], at, column, tall[5] + tall[4], "f-2")
        for strength in STRENGTHS:
            if left:
                yield text(0, at + tall[strength] / 2 - SIZE / 2 - 2, (ENDS.get(strength, ""),), "t-b")
            yield path("grid", "M", xs[0], at, "H", xs[3])
            for x, effect in zip(xs, EFFECTS, strict=False):
                y = at + PAD
                for name in cells[strength, effect]:
                    yield dot(x + 11, y + LINE / 2 - 1, 4, "dot")
                    yield text(x + INDENT, y, name, kind or None)
                    y += LINE * len(name) + 5
            at += tall[strength]
        yield path("grid", "M", xs[0], at, "H", xs[3])
        for x in xs:
            yield path("grid", "M", x, top + above, "V", at)
        if above:
            yield text(0, top - 2, (ENDS[5],), "t-b t-s")
            yield text(0, at + 3, (ENDS[1],), "t-b t-s")
        for x, words in zip(xs, heads, strict=False):
            yield text(x + column / 2, at + above + 4, words, f"t-b t-m {kind}".strip())

    return drawn, deep
