"""Measure the marker: right answers earn all, each listed wrong answer gets its own sentence, changed answers lose
marks.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from equityqi.cases.case import load, titles
from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.kinds.sort import split
from equityqi.questions.mark import Mark, mark
from equityqi.settings import FIRST_CASE, OWN, course_today
from tools.answer_mutants import mutants

SEED, SHORT = 2026, 8  # mutants of each right answer in a short sample
LEAST = 0.95  # of the mutants lose marks
OPEN = ("table", "tree", "text", "game")  # more than one answer is right
NOTHING = (None, "", [], {}, [{}], {"nodes": [], "links": []})


@dataclass(frozen=True)
class Measured:
    """What was found for one question on one case (or for one task in code): counts, and what is not yet as it should
    be.

    ``right``: different right answers marked; ``named``: listed wrong answers marked; ``passed``: the changes of the
    mutants that lost nothing; ``faults``: sentences for the author.
    """

    exercise: str
    question: str
    kind: str
    case: str
    right: int
    named: int
    mutants: int
    passed: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def measure(cases: Iterable[str] = (FIRST_CASE,), most: int | None = SHORT) -> list[Measured]:
    """Measure every question of the course on some cases; one that is the same on each of them is measured once.

    ``most``: how many mutants of each right answer, chosen with a fixed seed; None for all.
    """
    found, seen = [], set()
    for name in cases:
        case = load(name)
        for exercise in all_exercises(name).values():
            for question in exercise.questions:
                key = (repr(question), name if question.judged and not question.case else None)
                if key not in seen:
                    seen.add(key)
                    found.append(measure_question(exercise.exercise, question, case, most))
    return found


def every_case() -> list[str]:
    """Return the names of the course's own cases.

    >>> "a-blood-pressure" in every_case()
    True
    """
    return [name for name in titles(course_root()) if name != OWN]


def measure_question(exercise: str, question, case, most: int | None = SHORT) -> Measured:
    """Measure one question on one case."""
    faults, passed, made = [], [], 0
    if getattr(question, "case", None):  # read its case once, not at each answer
        case, question = load(question.case), replace(question, case=None)

    def marked(answer: Any) -> Mark:
        return mark(question, answer, case, course_today())

    faults += [
        f"{answer!r} earns {marked(answer).points:g}, and nothing was answered."
        for answer in NOTHING
        if earns(question, marked(answer))
    ]
    right = list(right_answers(question))
    for answer in right:
        if loses(question, said := marked(answer)):
            faults.append(f"A right answer loses marks: {_short(answer)}. {said.sentence}")
    if question.kind in OPEN and len(right) < 2:
        faults.append("There is one right answer only. Write a second one of another kind under model.")
    named = list(listed(question))
    faults += [fault for wrong in named if (fault := _not_as_listed(question, wrong, marked(wrong.answer)))]
    faults += _one_sentence_for_two(named)
    for answer in right if question.kind in OPEN else [question.model_answer()]:
        changed = mutants(question, answer)
        if most is not None and len(changed) > most:
            changed = random.Random(f"{SEED} {question.id}").sample(changed, most)
        made += len(changed)
        passed += [mutant.change for mutant in changed if not loses(question, marked(mutant.answer))]
    return Measured(
        exercise, question.id, question.kind, case.id, len(right), len(named), made, tuple(passed), tuple(faults)
    )


def earns(question, said: Mark) -> bool:
    """Return whether an answer has points or, where a question carries none, passes."""
    return said.points > 0 if question.points else said.passed


def loses(question, said: Mark) -> bool:
    """Return whether an answer has lost marks or, where a question carries none, is told of something that is not
    right.
    """
    return (
        said.points < question.points
        if question.points
        else not said.passed or any(note.right is False for note in said.notes)
    )


def right_answers(question) -> Iterator[Any]:
    """Yield right answers that differ: every model, each second answer of a card, each tier turned round, the ends of a
    tolerance.
    """
    if question.kind == "sort":
        yield question.model_answer()
        yield from _other_cards(question)
    elif question.kind == "rank":
        yield question.model_answer()
        yield [code for tier in question.tiers for code in reversed(tier)]
    elif question.kind == "number":
        yield from question.model
        yield from (
            model + side * question.tolerance for model in question.model for side in (1, -1) if question.tolerance
        )
    else:
        yield from question.model
        yield from _another(question)


def _other_cards(question) -> Iterator[dict]:
    right, then = question.model_answer(), question.then
    for key, item in question.items.items():
        for label in item.model:
            asked = then and item.then and (not then.after or label in then.after)
            for given in [[label, pick] for pick in item.then] if asked else [label]:
                if given != right[key]:
                    yield {**right, key: given}


def _another(question) -> Iterator[Any]:
    """Yield one more right answer where the case writes the model: an aim that closes the whole gap, three measures
    each week.
    """
    judge, model = getattr(question, "judge", None), question.model[0]
    if judge == "aim":
        goal = model[0]["baseline_comparator"]
        yield [
            {
                **model[0],
                "place": "one practice",
                "target_group": goal,
                "target_comparator": goal,
                "date": "30 November 2027",
            }
        ]
    if judge == "measures":
        one_each = {row["type"]: {**row, "frequency": "weekly", "owner": "a nurse"} for row in reversed(model)}
        yield list(one_each.values())


@dataclass(frozen=True)
class Listed:
    """One listed wrong answer: its name, its sentence, an answer that has it, and the points it keeps, or None where
    these vary.
    """

    name: str
    sentence: str
    answer: Any
    points: float | None


def listed(question) -> Iterator[Listed]:
    """Yield each wrong answer that a question lists, as an answer that is right in all else."""
    if question.kind == "choice":
        for code, wrong in question.wrong.items():
            if code not in question.model:
                yield Listed(wrong.name, wrong.sentence, code, question.points * question.shares.get(code, 0))
    elif question.kind == "number":
        for wrong in question.wrong:
            yield Listed(wrong.name, wrong.sentence, wrong.answer, wrong.points)
    elif question.kind == "multi":
        for code, wrong in question.wrong.items():
            model = next(model for model in question.model if code not in model)
            yield Listed(wrong.name, wrong.sentence, [*model, code], None)
    elif question.kind == "rank":
        for wrong in question.wrong:
            order = [code for code in question.model_answer() if code != wrong.above]
            order.insert(order.index(wrong.below), wrong.above)
            yield Listed(wrong.name, wrong.sentence, order, None)
    elif question.kind == "sort":
        yield from _listed_cards(question)


def _listed_cards(question) -> Iterator[Listed]:
    right, then = question.model_answer(), question.then
    for key, item in question.items.items():
        pick = split(right[key])[1]
        for label in question.options:
            if label in item.model:
                continue
            wrong = item.wrong.get(label) or question.wrong[label]
            kept = pick is not None and not then.after
            lost = question.item_points * (1 - item.shares.get(label, 0)) + (
                then.points if then and item.then and not kept else 0
            )
            points = question.points - lost if question.points else 0
            yield Listed(wrong.name, wrong.sentence, {**right, key: [label, pick] if kept else label}, points)


def _not_as_listed(question, wrong: Listed, said: Mark) -> str | None:
    if said.misconception != wrong.name or wrong.sentence not in said.sentence:
        return f"{_short(wrong.answer)} is listed as “{wrong.name}”, and the sentence is another: {said.sentence}"
    if not loses(question, said):
        return f"{_short(wrong.answer)} is listed as “{wrong.name}”, and loses nothing."
    if wrong.points is not None and abs(said.points - wrong.points) > 1e-3:
        return f"{_short(wrong.answer)} should earn {wrong.points:g}, and earns {said.points:g}."
    return None


def _one_sentence_for_two(named: list[Listed]) -> list[str]:
    names: dict[str, set[str]] = {}
    for wrong in named:
        names.setdefault(wrong.sentence, set()).add(wrong.name)
    return [
        f"{' and '.join(sorted(two))} have the same sentence: {sentence}"
        for sentence, two in names.items()
        if len(two) > 1
    ]


def _short(answer: Any) -> str:
    said = repr(answer)
    return said if len(said) <= 90 else f"{said[:87]}..."


def measure_code() -> list[Measured]:
    """Measure the hidden tests of the exercises in code, with changes on the syntax tree of the model code."""
    from tools.code_mutants import survivors

    pages = sorted(path for path in (course_root() / "solutions").glob("*-analysts-*/*.ipynb"))
    return [
        Measured(page.stem, task, "code", FIRST_CASE, 1, 0, made, tuple(mutant.operator for mutant in left))
        for page in pages
        for task, made, left in survivors(page)
    ]


def problems(found: list[Measured]) -> list[str]:
    """Return a sentence for all that is not yet as it should be.

    >>> problems([Measured("01-a", "q", "number", "a", 1, 0, 10, ("half",))])
    ['01-a: 9 of 10 changed answers lose marks, which is under 95%. Those that do not: half (q).']
    """
    told = [f"{one.exercise}, {one.question} on {one.case}: {fault}" for one in found for fault in one.faults]
    for exercise in dict.fromkeys(one.exercise for one in found):
        some = [one for one in found if one.exercise == exercise]
        made, passed = (
            sum(one.mutants for one in some),
            [f"{change} ({one.question})" for one in some for change in one.passed],
        )
        if made - len(passed) < LEAST * made:
            told.append(
                f"{exercise}: {made - len(passed)} of {made} changed answers lose marks, which is under {LEAST:.0%}."
                f" Those that do not: {'; '.join(dict.fromkeys(passed))}."
            )
    return told
