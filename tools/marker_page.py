"""The page docs/marker.md, and the same tables in a terminal: how well the marker tells right from not yet right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tools.marker import LEAST, Measured
from tools.plans_without_words import SHARE, Unearned

PAGE = "docs/marker.md"

HEAD = """# The marker, measured

A command makes this page. Please don't change it by hand: run `equityqi check marker --full` again. It marks every question of the
course on all {cases} cases, and the analysts' code with its hidden tests. `equityqi check marker` does the same on one case, with a sample of
the changed answers.

## How to read it

- **Questions**: a question that reads the same on every case is counted once; one that depends on the case is counted for each case.
  All of them give nothing for an answer that was never touched.
- **Right answers**: different ones, the model answers, each second answer that a card accepts, the ends of each tolerance. All of
  them earn full marks. A task with many right answers has two or more of different kinds.
- **Listed**: wrong answers that the course knows by name. Each of them gets its own sentence, loses marks, and keeps the part of the points
  that it should.
- **Changed**: right answers with one small change, such as off by one, groups swapped, a share for a per cent, one card moved, two
  ranks swapped, a field emptied, a target levelled down, a prediction that cannot be wrong, a decoy used. In code: one change on its
  syntax tree.
- **Noticed**: changed answers that lose marks or, where a question carries no points, get a reply on what isn't right yet. At least {least:.0%} of them have to,
  in each exercise.

A change that leaves an answer right is not counted: a number inside the tolerance, a card that may stand there too, two cards of one tier, a
field that no rule asks for. Nor is a change of meaning that no rule can read, such as a driver moved to another driver, or the words above and
below the line of a team's own measure swapped. The marker can't judge these. The person who reads the plan does.

**Plans without words** are filled in at every plan question, on every case, with whatever can be chosen chosen at random, in one row or
many, in diagrams of 1 to 60 boxes, with links and without: nothing typed at all; one letter, a question mark or the same letter in each
field; letters at random and runs along the keyboard; the question's own prompt, the field's own label or hint, or the form's own example of
a day. None of them should earn a fifth of a question's marks. Words of two to four letters at random are hard to tell from honest short words
of any language (GP, Mo, bws), so a few of them do; the marker gives the benefit of the doubt.
"""  # noqa: E501


def table(found: list[Measured], by: str) -> str:
    """Return one table in Markdown, a row for each exercise or kind of question.

    >>> print(table([Measured("01-a", "q", "number", "a", 1, 2, 10, ("half",))], "kind"))
    | Kind   | Questions | Right answers | Listed | Changed | Noticed |
    |--------|----------:|--------------:|-------:|--------:|--------:|
    | number |         1 |             1 |      2 |      10 |   90.0% |
    | All    |         1 |             1 |      2 |      10 |   90.0% |
    """
    names = list(dict.fromkeys(getattr(one, by) for one in found))
    rows = [_row(name, [one for one in found if getattr(one, by) == name]) for name in names]
    return _lined_up(
        [[by.capitalize(), "Questions", "Right answers", "Listed", "Changed", "Noticed"], *rows, _row("All", found)]
    )


def _row(name: str, some: list[Measured]) -> list[str]:
    made = sum(one.mutants for one in some)
    share = f"{1 - sum(len(one.passed) for one in some) / made:.1%}" if made else ""
    return [
        name,
        *(f"{count:,}" for count in (len(some), sum(one.right for one in some), sum(one.named for one in some), made)),
        share,
    ]


def not_noticed(found: list[Measured]) -> str:
    """Return a table of the changes that lost nothing, with how often, or a sentence."""
    counts = Counter((one.exercise, one.question, change) for one in found for change in one.passed)
    if not counts:
        return "Every changed answer was noticed."
    return _lined_up(
        [["Exercise", "Question", "Change", "Times"], *([*where, str(times)] for where, times in counts.items())],
        words=3,
    )


def without_words(found: list[Unearned]) -> str:
    """Return a table of what plans without words earn, a row for each kind.

    >>> print(without_words([Unearned("gibberish", "my-whys", "a", (0.0, 0.5))]))
    | Plans without words | Plans | Marks, mean | Marks, most | A fifth or more |
    |---------------------|------:|------------:|------------:|----------------:|
    | gibberish           |     2 |       25.0% |       50.0% |               1 |
    """
    rows = []
    for kind in dict.fromkeys(one.kind for one in found):
        shares = [share for one in found if one.kind == kind for share in one.shares]
        counts = f"{len(shares):,}", f"{sum(shares) / len(shares):.1%}", f"{max(shares):.1%}"
        rows.append([kind, *counts, f"{sum(share >= SHARE for share in shares):,}"])
    return _lined_up([["Plans without words", "Plans", "Marks, mean", "Marks, most", "A fifth or more"], *rows])


def _lined_up(rows: list[list[str]], words: int = 1) -> str:
    """Return rows as a table; the first ``words`` columns hold words, the others numbers."""
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        " | ".join(
            cell.ljust(width) if place < words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, wide, strict=True))
        )
        for row in rows
    ]
    rule = "|".join("-" * (width + 2) if place < words else "-" * (width + 1) + ":" for place, width in enumerate(wide))
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:])])


def tables(found: list[Measured], nothing: Sequence[Unearned] = ()) -> str:
    """Return all tables in Markdown; ``nothing`` is what plans without words earned."""
    unearned = f"\n## What plans without words earn\n\n{without_words(list(nothing))}\n" if nothing else ""
    return (
        f"## By exercise\n\n{table(found, 'exercise')}\n\n## By kind of question\n\n{table(found, 'kind')}\n\n## What"
        f" was not noticed\n\n{not_noticed(found)}\n{unearned}"
    )


def page(found: list[Measured], cases: int, nothing: Sequence[Unearned] = ()) -> str:
    """Return the whole page in Markdown."""
    return f"{HEAD.format(cases=cases, least=LEAST)}\n{tables(found, nothing)}"
