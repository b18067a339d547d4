"""Change a right answer in one small way, as people do: off by one, groups swapped, one card moved, a field left empty.

A change that leaves the answer right is no mutant. Left out are: a number inside the tolerance; a card that may stand
there too; two cards of one tier; a field that no rule asks for; words in a field that only people can judge. The
changes of tables and trees stand in :mod:`tools.plan_mutants`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from equityqi.questions.kinds.sort import split
from tools.plan_mutants import table_mutants, tree_mutants

SUMS = {  # what people make of two numbers; the right one of them is no mutant
    "gap": lambda a, b: a - b,
    "ratio": lambda a, b: a / b,
    "share in per cent": lambda a, b: 100 * a / b,
    "gap as a share": lambda a, b: 100 * (a - b) / b,
    "gap as a share of the first": lambda a, b: 100 * (a - b) / a,
    "sum": lambda a, b: a + b,
    "average": lambda a, b: (a + b) / 2,
}


@dataclass(frozen=True)
class Mutant:
    """One changed answer and the name of its change."""

    change: str
    answer: Any


def mutants(question, right: Any | None = None) -> list[Mutant]:
    """Return the mutants of a right answer (the first model answer without one), each once.

    >>> from equityqi.questions.kinds.number import Number
    >>> gap = Number(id="a", prompt="84 and 75?", points=1, unit="points", model=[9.0], tolerance=0.1)
    >>> [(mutant.change, mutant.answer) for mutant in mutants(gap)][:3]
    [('off by one', 10.0), ('off by one', 8.0), ('just outside the tolerance', 9.3)]
    """
    right = question.model_answer() if right is None else right
    found: dict[str, Mutant] = {}
    for change, answer in _CHANGES[question.kind](question, right):
        found.setdefault(json.dumps(answer, sort_keys=True), Mutant(change, answer))
    found.pop(json.dumps(right, sort_keys=True), None)
    return list(found.values())


Changes = Iterator[tuple[str, Any]]


def _choice(question, right) -> Changes:
    for code in question.options:
        if code not in question.model:
            yield "another option", code


def _multi(question, right) -> Changes:
    others = [code for code in question.options if code not in right]
    changed = [("one option less", [code for code in right if code != out]) for out in right]
    changed += [("one option more", [*right, more]) for more in others]
    changed += [
        ("one option swapped", [more if code == out else code for code in right]) for out in right for more in others
    ]
    for change, answer in changed:
        if answer and set(answer) not in [set(model) for model in question.model]:
            yield change, answer


def _sort(question, right) -> Changes:
    for key, item in question.items.items():
        label, pick = split(right[key])
        for other in question.options:
            if other not in item.model:
                yield "one card moved", {**right, key: other if pick is None or question.then.after else [other, pick]}
        for other in question.then.options if pick is not None else ():
            if other not in item.then:
                yield "another second answer", {**right, key: [label, other]}
        if pick is not None:
            yield "second answer left out", {**right, key: label}
        if question.points:
            yield "one card left out", {place: given for place, given in right.items() if place != key}
    for one, other in combinations(question.items, 2):
        a, b = split(right[one])[0], split(right[other])[0]
        if b not in question.items[one].model and a not in question.items[other].model:
            yield "two cards swapped", {**right, one: right[other], other: right[one]}
    for code in question.options:
        if any(code not in item.model for item in question.items.values()):
            yield "all under one option", dict.fromkeys(question.items, code)


def _rank(question, right) -> Changes:
    tier = {code: place for place, codes in enumerate(question.tiers) for code in codes}
    for one, other in combinations(right, 2):
        if tier[one] != tier[other]:
            yield "two ranks of different tiers swapped", [{one: other, other: one}.get(code, code) for code in right]
    yield "order turned round", right[::-1]
    yield "one card left out", right[1:]


def _number(question, right) -> Changes:
    given = [
        float(found.replace(",", "")) for found in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])", question.prompt)
    ]
    step = 3 * question.tolerance
    changed = [
        ("off by one", right + 1),
        ("off by one", right - 1),
        ("just outside the tolerance", right + step),
        ("just outside the tolerance", right - step),
    ]
    changed += [
        ("sign turned round", -right),
        ("share for per cent", right / 100),
        ("per cent for share", 100 * right),
        ("decimal point moved", 10 * right),
        ("half", right / 2),
        ("twice", 2 * right),
    ]
    changed += [("ratio turned round", 1 / right)] if right else []
    changed += [("a number of the question", number) for number in given]
    pairs = [(a, b) for a in given for b in given if a != b and a and b]
    for a, b in [pair for pair in pairs if any(_right(question, result(*pair)) for result in SUMS.values())]:
        changed += [
            (f"{name} in place of the sum asked for", result(*pair))
            for pair in ((a, b), (b, a))
            for name, result in SUMS.items()
        ]
    for change, answer in changed:
        if not _right(question, answer):
            yield change, round(answer, 4)


def _right(question, value: float) -> bool:
    return any(abs(round(value, 4) - model) <= question.tolerance + 1e-9 for model in question.model)


def _text(question, right) -> Changes:
    yield "emptied", ""
    yield "only spaces", "   "
    yield "cut short", " ".join(right.split()[: question.words // 2])
    yield "one word again and again", " ".join([right.split()[0]] * 20)
    yield "the question pasted", question.prompt
    yield "the question pasted in capitals", question.prompt.upper()


def _game(question, right) -> Changes:
    game = right["game"]
    turns = game["turns"]

    def played(**changed) -> dict:
        return {**right, "game": {**game, **changed}}

    yield "not played", played(turns=[])
    for length in range(1, len(turns)):
        yield "a game not played to its end", played(turns=turns[:length])
    yield "no test studied", played(turns=[{**turn, "studied": False} for turn in turns])
    yield (
        "no small test",
        played(turns=[{**turn, "changes": {idea: 100 for idea in turn["changes"]}} for turn in turns]),
    )
    yield "a prediction that holds nearly all", played(turns=[{**turns[0], "low": 0, "high": 100}, *turns[1:]])
    yield "a prediction from high to low", played(turns=[{**turns[0], "low": 60, "high": 35}, *turns[1:]])
    if game.get("words"):
        yield "no reason why", played(words="")
        yield "a reason of ten words", played(words=" ".join(game["words"].split()[:10]))
        yield "one word again and again", played(words="because " * 60)


_CHANGES = {
    "choice": _choice, "multi": _multi, "sort": _sort, "rank": _rank, "number": _number, "text": _text, "game": _game,
    "table": table_mutants, "tree": tree_mutants,
}  # fmt: skip
