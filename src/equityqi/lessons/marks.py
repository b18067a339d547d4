"""Marking: a pure function of a question and an answer, the same for Check, nbgrader and the cohort."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

PASTED = 0.6  # a text this like its prompt is the prompt pasted back
NO_ANSWER = "No answer yet."


@dataclass(frozen=True)
class Note:
    """What is said of one item of a sort."""

    item: str
    right: bool
    sentence: str


@dataclass(frozen=True)
class Mark:
    """What an answer earned, and the one sentence that helps.

    ``points`` and ``out_of`` are plain floats, ``misconception`` is the name of the likely slip or
    None, ``notes`` speak of single items.
    """

    points: float
    out_of: float
    passed: bool
    sentence: str
    misconception: str | None = None
    notes: tuple[Note, ...] = ()

    def in_words(self) -> str:
        """Return what a learner reads: passed or not yet, the points, and the sentence.

        >>> Mark(1.0, 1.0, True, "That is it.").in_words()
        'Passed, 1 of 1 point. That is it.'
        """
        if self.sentence.startswith(NO_ANSWER):
            return self.sentence
        verdict = "Passed" if self.passed else "Not yet"
        if not self.out_of:
            return f"{verdict}. {self.sentence}"
        return f"{verdict}, {round(self.points, 2):g} of {self.out_of:g} point{'s' * (self.out_of != 1)}. {self.sentence}"


def mark(question, answer: Any, case=None) -> Mark:
    """Mark one answer.

    ``question`` comes from :func:`equityqi.lessons.questions.read_questions`; ``answer`` has the
    shape that the answers file keeps (None is unanswered). Whatever the answer is, a Mark comes
    back and nothing is raised: a shape that cannot be read earns 0 and a sentence.
    Source of the rules: the course's module pages (sets by F1, ranks by pairs in different tiers).
    """
    if answer is None or answer in ("", [], {}):
        return Mark(0.0, float(question.points), False, NO_ANSWER)
    problem = shape_problem(question, answer)
    if problem:
        return Mark(0.0, float(question.points), False, problem)
    result = _MARKERS[question.kind](question, answer)
    return replace(result, points=round(float(result.points), 4), out_of=float(question.points))


def shape_problem(question, answer: Any) -> str | None:
    """Return one sentence when an answer does not have the question's shape, else None."""
    kind = question.kind
    if kind == "choice":
        return _unknown([answer], question.options)
    if kind in ("multi", "rank"):
        if not isinstance(answer, list):
            return "Please give a list of choices, such as " + repr(list(question.options)[:2]) + "."
        if len({str(code) for code in answer}) != len(answer):
            return "Each choice may stand only once."
        if kind == "rank" and not _unknown(answer, question.options) and len(answer) != len(question.options):
            return f"Please put all {len(question.options)} cards in order; {len(answer)} are placed."
        return _unknown(answer, question.options)
    if kind == "sort":
        return _sort_problem(question, answer)
    if kind == "table":
        return _table_problem(question, answer)
    if kind == "tree":
        return _tree_problem(answer)
    if kind == "number":
        return None if read_number(answer) is not None else "Please type a number, such as 12.5."
    return None if isinstance(answer, str) else "Please type a sentence."


def _unknown(codes, options) -> str | None:
    for code in codes:
        if not isinstance(code, str) or code not in options:
            return f"{code!r} is not one of the choices: {', '.join(options)}."
    return None


def _sort_problem(question, answer) -> str | None:
    if not isinstance(answer, dict):
        return "Please give each card its choice, such as {'%s': '%s'}." % (next(iter(question.items)), next(iter(question.options)))
    for key, given in answer.items():
        if key not in question.items:
            return f"{key!r} is not one of the cards: {', '.join(question.items)}."
        label, then = _split(given)
        problem = _unknown([label], question.options)
        if not problem and then is not None:
            problem = _unknown([then], question.then.options if question.then else {})
        if problem:
            return f"Card {key}: {problem}"
    return None


def _table_problem(question, answer) -> str | None:
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        return "Please give a list of rows, such as [{'%s': '...'}]." % next(iter(question.columns))
    if len(answer) > (question.rows or question.most):
        return f"Please give at most {question.rows or question.most} rows; there are {len(answer)}."
    for number, row in enumerate(answer, 1):
        for key, value in row.items():
            column = question.columns.get(key)
            if column is None:
                return f"Row {number}: {key!r} is not one of the fields: {', '.join(question.columns)}."
            if not isinstance(value, (str, int, float, type(None))):
                return f"Row {number}, {column.label}: please give words or a number."
            if column.type == "choice" and value not in (None, "") and value not in column.options:
                return f"Row {number}, {column.label}: {value!r} is not one of the choices: {', '.join(column.options)}."
    return None


def _tree_problem(answer) -> str | None:
    shaped = isinstance(answer, dict) and isinstance(answer.get("nodes"), list) and isinstance(answer.get("links", []), list)
    if not shaped or not all(isinstance(node, dict) and isinstance(node.get("id"), str) for node in answer["nodes"]):
        return "Please give nodes, each with its id, level and text, and links from one id to the next."
    if not all(isinstance(link, list) and len(link) == 2 and all(isinstance(end, str) for end in link) for link in answer.get("links", [])):
        return "Each link is a pair of ids, such as ['aim', 'p1']."
    return None


def _split(given) -> tuple[Any, Any]:
    """Return the label and the second answer of one card."""
    if isinstance(given, list) and len(given) == 2:
        return given[0], given[1]
    return given, None


def read_number(answer: Any) -> float | None:
    """Return the number that a person typed, or None.

    A unit, a comma between thousands, a decimal comma and a true minus sign are all read.

    >>> read_number("8.7 years"), read_number("1,148"), read_number("8,7"), read_number("about")
    (8.7, 1148.0, 8.7, None)
    """
    if isinstance(answer, bool):
        return None
    if isinstance(answer, (int, float)):
        return _finite(answer)
    if not isinstance(answer, str):
        return None
    text = re.sub(r"\s", "", answer.replace("\u2212", "-"))
    found = re.fullmatch(r"[£]?([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:[.,]\d+)?)[^\d.,+-]*\.?", text)
    if not found or not re.search(r"\d", found[1]):
        return None
    number = found[1]
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", number):
        number = number.replace(",", "")
    return _finite(number.replace(",", "."))


def _finite(number) -> float | None:
    try:
        number = float(number)
    except (ValueError, OverflowError):  # "1,234,5", or an integer of 400 digits
        return None
    return number if math.isfinite(number) else None


def _choice(question, answer) -> Mark:
    if answer in question.model:
        return Mark(question.points, 0, True, question.right)
    wrong = question.wrong[answer]
    return Mark(question.points * question.part.get(answer, 0), 0, False, wrong.sentence, wrong.name)


def _multi(question, answer) -> Mark:
    chosen = set(answer)
    if question.rule == "any":
        share = 1.0 if any(chosen & set(model) for model in question.model) else 0.0
    elif question.rule == "exactly":
        share = 1.0 if any(chosen == set(model) for model in question.model) else 0.0
    else:
        share = max(2 * len(chosen & set(model)) / (len(chosen) + len(model)) for model in question.model)
    model = max(question.model, key=lambda model: len(chosen & set(model)))
    for code in answer:
        if code in question.wrong and code not in model and share < 1:
            wrong = question.wrong[code]
            return Mark(question.points * share, 0, False, wrong.sentence, wrong.name)
    if share < 1:
        missing = len(set(model) - chosen)
        if not missing:
            return Mark(question.points * share, 0, False, "One or more too many. Which choices belong together?", "too-many")
        return Mark(question.points * share, 0, False, f"Right so far; {missing} more to find.", "missed-one")
    return Mark(question.points, 0, True, question.right)


def _sort(question, answer) -> Mark:
    points = labels = picks = asked = 0
    notes, slips = [], []
    for key, item in question.items.items():
        if key not in answer:
            continue
        label, pick = _split(answer[key])
        then = question.then if question.then and item.then else None
        is_asked = bool(then and (not then.after or label in then.after))
        if label in item.model:
            labels += 1
            points += question.item_points
            sentence, right = item.why, True
        else:
            points += question.item_points * item.part.get(label, 0)
            wrong = item.wrong.get(label) or question.wrong[label]
            sentence, right = wrong.sentence, False
            slips.append((key, wrong))
        if is_asked and (right or not then.after):
            asked += 1
            if pick in item.then:
                picks += 1
                points += then.points
            else:
                right, sentence = False, f"{sentence} {then.sentence}"
        elif then and right:
            points += then.points
        notes.append(Note(key, right, sentence))
    passed = labels >= question.pass_labels if question.pass_points is None else points >= question.pass_points
    sentence = _sort_sentence(question, answer, labels, (picks, asked), slips)
    misconception = slips[0][1].name if slips else "second-question" if picks < asked else None
    return Mark(points if question.points else 0, 0, passed, sentence, misconception, tuple(notes))


def _sort_sentence(question, answer, labels, picks, slips) -> str:
    cards = len(question.items)
    said = [f"{labels} of {cards} cards right"]
    if picks[1]:
        said.append(f"{picks[0]} of {picks[1]} right on “{question.then.prompt}”")
    start = ", ".join(said) + "."
    if slips:
        key, wrong = slips[0]
        return f"{start} Look again at card {key}: {wrong.sentence}"
    if len(answer) < cards:
        left = cards - len(answer)
        return f"{start} {left} card{'s are' if left > 1 else ' is'} still to do."
    if picks[0] < picks[1]:
        return f"{start} {question.then.sentence}"
    return f"{start} {question.right}"


def _rank(question, answer) -> Mark:
    tier = {code: place for place, codes in enumerate(question.tiers) for code in codes}
    pairs = [(a, b) for a, b in combinations(answer, 2) if tier[a] != tier[b]]
    share = sum(tier[a] < tier[b] for a, b in pairs) / len(pairs)
    passed = share >= question.pass_share - 1e-9
    place = {code: index for index, code in enumerate(answer)}
    for order in question.wrong:
        if place[order.above] < place[order.below] and share < 1:
            return Mark(question.points * share, 0, passed, order.sentence, order.name)
    if share < 1:
        first = next((a, b) for a, b in pairs if tier[a] > tier[b])
        sentence = f"Compare two cards again: “{question.options[first[0]]}” stands above “{question.options[first[1]]}”. Which is the stronger?"
        return Mark(question.points * share, 0, passed, sentence, "order")
    return Mark(question.points, 0, True, question.right)


def _number(question, answer) -> Mark:
    value = read_number(answer)
    if any(_near(value, model, question.tolerance) for model in question.model):
        return Mark(question.points, 0, True, question.right)
    for wrong in question.wrong:
        if _near(value, wrong.answer, wrong.tolerance):
            return Mark(wrong.points, 0, False, wrong.sentence, wrong.name)
    direction = "too large" if value > max(question.model) else "too small" if value < min(question.model) else "not it"
    return Mark(0.0, 0, False, f"{value:g} is {direction}. Work through the sum once more, step by step.", None)


def _near(value: float, target: float, tolerance: float) -> bool:
    return abs(value - target) <= tolerance + 1e-9


def _text(question, answer) -> Mark:
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", answer.lower())
    if SequenceMatcher(None, answer.lower(), question.prompt.lower(), autojunk=False).ratio() >= PASTED:
        return Mark(0.0, 0, False, "That is the question itself. Put your own words in its place.", "pasted-prompt")
    if len(words) < question.words:
        return Mark(0.0, 0, False, f"Please write a little more: at least {question.words} words, so far {len(words)}.", "too-short")
    if len(set(words)) < question.different:
        return Mark(0.0, 0, False, f"Please use at least {question.different} different words.", "repeated-words")
    return Mark(question.points, 0, True, question.right)


_MARKERS = {"choice": _choice, "multi": _multi, "sort": _sort, "rank": _rank, "number": _number, "text": _text}
