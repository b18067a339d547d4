"""Plans in which nobody wrote a thing: empty, one letter in each field, letters at random, the question pasted.

None of them may earn a fifth of its question, whatever is chosen from its lists, however many rows or boxes it has,
with links or without.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from equityqi.cases.case import load
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import mark
from equityqi.settings import course_today

SEED, SHARE = 2026, 0.2  # a plan without words earns less than this share
SHAPES = ((1,), (4,), (1, 3), (1, 4, 8, 8), (1, 20, 20, 19))  # boxes on each level of a diagram
PLACEHOLDER = "31 March 2027"  # what the form shows in a field for a day

Say = Callable[[Any, tuple[str, ...], random.Random], str]


def _gibberish(shortest: int, longest: int) -> Say:
    def say(question, shown, dice: random.Random) -> str:
        lengths = (dice.randint(shortest, longest) for _ in range(dice.randint(1, 6)))
        return " ".join("".join(dice.choices(ascii_lowercase, k=length)) for length in lengths)

    return say


KINDS: dict[str, tuple[Say, ...]] = {
    "empty plans": (lambda question, shown, dice: "",),
    "one-letter plans": (
        lambda question, shown, dice: "x",
        lambda question, shown, dice: "?",
        lambda question, shown, dice: "zzz",
        lambda question, shown, dice: dice.choice(ascii_lowercase),
    ),
    "gibberish": (lambda question, shown, dice: "qwe rtz uio", _gibberish(3, 9)),
    "gibberish, 2 to 4 letters": (_gibberish(2, 4),),
    "pasted prompt": (
        lambda question, shown, dice: question.prompt,
        lambda question, shown, dice: question.prompt.split("\n\n")[0],
        lambda question, shown, dice: shown[0],
        lambda question, shown, dice: shown[-1],
        lambda question, shown, dice: PLACEHOLDER,
    ),
}


@dataclass(frozen=True)
class Unearned:
    """What the plans of one kind earned at one question, as shares of its marks: their mean, and the most."""

    kind: str
    question: str
    case: str
    shares: tuple[float, ...]


def measure_nothing(cases: Iterable[str], times: int = 1) -> list[Unearned]:
    """Mark plans without words at every plan question of some cases, each way to fill it in so many ``times``."""
    found = []
    for name in cases:
        case = load(name)
        for question in (one for exercise in all_exercises(name).values() for one in exercise.questions if one.judged):
            for kind in KINDS:
                plans = plans_without_words(question, kind, times)
                found.append(Unearned(kind, question.id, name, tuple(share(question, plan, case) for plan in plans)))
    return found


def share(question, plan: Any, case) -> float:
    """Return the share of the marks that a plan earns; of its checks, where a question carries no marks."""
    said = mark(question, plan, case, course_today())
    if question.points:
        return said.points / question.points
    checks = [note.right for note in said.notes if note.right is not None]
    return sum(checks) / max(1, len(checks))


def plans_without_words(question, kind: str, times: int = 1) -> Iterator[Any]:
    """Yield plans of one of the ``KINDS``, filled in each of its ways, with choices made at random."""
    dice = random.Random(f"{SEED} {question.id} {kind}")
    for say in KINDS[kind]:
        for _ in range(times):
            yield from (_trees if question.kind == "tree" else _tables)(question, say, dice)


def _tables(question, say: Say, dice: random.Random) -> Iterator[list[dict[str, Any]]]:
    for rows in [question.rows] if question.rows else sorted({1, 3, question.most}):
        yield [_row(question, question.columns, say, dice) for _ in range(rows)]


def _row(question, columns, say: Say, dice: random.Random) -> dict[str, Any]:
    return {
        key: dice.choice(list(column.options))
        if column.options
        else say(question, tuple(filter(None, (column.label, column.hint))), dice)
        for key, column in columns.items()
    }


def _trees(question, say: Say, dice: random.Random) -> Iterator[dict[str, Any]]:
    for shape in SHAPES:
        levels = [[f"n{level}-{place}" for place in range(many)] for level, many in enumerate(shape)]
        levels = levels[: len(question.levels)]
        nodes = [
            {
                "id": id,
                "level": level,
                "text": say(question, (question.levels[level].name,), dice),
                **_row(question, question.levels[level].fields, say, dice),
            }
            for level, ids in enumerate(levels)
            for id in ids
        ]
        pairs = [
            [above[place % len(above)], id]
            for above, below in zip(levels, levels[1:], strict=False)
            for place, id in enumerate(below)
        ]
        yield from ({"nodes": nodes, "links": links} for links in ([], pairs))


def problems(found: list[Unearned]) -> list[str]:
    """Return a sentence for each question at which plans without words earn too much.

    >>> problems([Unearned("gibberish", "my-whys", "a", (0.0, 1.0))])
    ['my-whys on a: gibberish earns 50% of the marks in the mean, and 20% is too much.']
    """
    return [
        f"{one.question} on {one.case}: {one.kind} earns {mean:.0%} of the marks in the mean, and {SHARE:.0%} is too"
        " much."
        for one in found
        if (mean := sum(one.shares) / len(one.shares)) >= SHARE
    ]
