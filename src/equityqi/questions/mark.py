"""Marking: a pure function of a question and an answer, the same for Check, nbgrader and the cohort."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

from equityqi.cases.case import CaseError, load
from equityqi.questions.answer_shape import (
    read_number,
    split,
    unanswered,
    why_unreadable,
)
from equityqi.questions.exercise_file import PLANNING
from equityqi.questions.game_kind import mark_game
from equityqi.settings import FIRST_CASE, course_today, read_day

PASTED = 0.6  # a text this like its prompt is the prompt pasted back
NO_ANSWER = "No answer yet."
NO_DAY = (
    "Your answer is saved. Its dates need the date of your session. Open the start page, type the date there, then"
    " check again."
)
JUDGED = ("table", "tree")


@dataclass(frozen=True)
class Note:
    """What is said of one item of a sort, or by one check of a plan; ``right`` is None for a hint,
    which costs nothing.
    """

    item: str
    right: bool | None
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
        if self.sentence.startswith((NO_ANSWER, NO_DAY)):
            return self.sentence
        verdict = "Passed" if self.passed else "Not yet"
        if not self.out_of:
            return f"{verdict}. {self.sentence}"
        return (
            f"{verdict}, {round(self.points, 2):g} of {self.out_of:g} point{'s' * (self.out_of != 1)}. {self.sentence}"
        )


def mark(question, answer: Any, case=None, today: dt.date | None = None) -> Mark:
    """Mark one answer.

    ``question`` comes from :func:`equityqi.questions.exercise_file.read_questions`; ``answer`` has the shape that the
    answers file keeps (None is unanswered). A plan (``table``, ``tree``) is judged on ``case``, a
    :class:`equityqi.cases.case.Case` or None (but a question about one case always on that), and its dates against
    ``today``, which without a value is the course's own day. Whatever the answer is, a Mark comes back and nothing is
    raised: a shape that cannot be read earns 0 and a sentence. Source of the rules: the course's module pages (sets by
    F1, ranks by pairs in different tiers).
    """
    if unanswered(question, answer):
        return Mark(0.0, float(question.points), False, NO_ANSWER)
    problem = why_unreadable(question, answer)
    if problem:
        return Mark(0.0, float(question.points), False, problem)
    if question.kind in JUDGED:
        result = _plan(question, answer, load(question.case) if question.case else case, today or course_today())
    else:
        result = _MARKERS[question.kind](question, answer)
    return Mark(
        round(float(result.points), 4),
        float(question.points),
        result.passed,
        result.sentence,
        result.misconception,
        result.notes,
    )


def mark_saved(question, answers, near: Path) -> Mark:
    """Mark the answer that an answers file holds, on the case and by the day that the file records.

    ``answers`` is an :class:`equityqi.workfolder.answers_file.Answers`; ``near`` is its folder, from which an
    own case is found. So Check, nbgrader and the cohort come to the same mark.
    """
    answer = answers.answers.get(question.id)
    if question.kind not in JUDGED or unanswered(question, answer):
        return mark(question, answer)
    day = read_day(answers.session_date) if question.session else course_today()
    if day is None:
        return Mark(0.0, float(question.points), False, NO_DAY)
    try:
        case = None if question.case else load(answers.case, near=near)
        if case and case.own and answers.exercise not in PLANNING:  # its words and numbers are those of the first case
            case = load(FIRST_CASE, near=near)
        return mark(question, answer, case, day)
    except CaseError as error:
        return Mark(0.0, float(question.points), False, str(error))


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
            return Mark(
                question.points * share, 0, False, "One or more too many. Which choices belong together?", "too-many"
            )
        return Mark(question.points * share, 0, False, f"Right so far; {missing} more to find.", "missed-one")
    return Mark(question.points, 0, True, question.right)


def _sort(question, answer) -> Mark:
    points = labels = picks = asked = 0
    notes, slips = [], []
    for key, item in question.items.items():
        if key not in answer:
            continue
        label, pick = split(answer[key])
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
        sentence = (
            f"Compare two cards again: “{question.options[first[0]]}” stands above “{question.options[first[1]]}”."
            " Which is the stronger?"
        )
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
    if _pasted(answer.lower(), question.prompt.lower()):
        return Mark(0.0, 0, False, "That is the question itself. Put your own words in its place.", "pasted-prompt")
    if len(words) < question.words:
        return Mark(
            0.0,
            0,
            False,
            f"Please write a little more: at least {question.words} words, so far {len(words)}.",
            "too-short",
        )
    if len(set(words)) < question.different:
        return Mark(0.0, 0, False, f"Please use at least {question.different} different words.", "repeated-words")
    return Mark(question.points, 0, True, question.right)


def _pasted(answer: str, prompt: str) -> bool:
    """Tell whether an answer is so like its prompt that it is the prompt pasted back.

    The letters that both have in the same order are counted first, in one pass over bits: they are at least as many
    as those that a comparison block by block finds, which takes ten times as long and is seldom needed.
    Source of the pass: Hyyrö (2004), longest common subsequence.
    """
    both = len(answer) + len(prompt)
    if 2 * min(len(answer), len(prompt)) < PASTED * both:
        return False
    places: dict[str, int] = {}
    for place, letter in enumerate(prompt):
        places[letter] = places.get(letter, 0) | 1 << place
    every = free = (1 << len(prompt)) - 1
    for letter in answer:
        taken = free & places.get(letter, 0)
        free = (free + taken | free - taken) & every
    common = len(prompt) - free.bit_count()
    if 2 * common < PASTED * both:
        return False
    return SequenceMatcher(None, answer, prompt, autojunk=False).ratio() >= PASTED


def _plan(question, answer, case, today: dt.date) -> Mark:
    from equityqi.questions.plan_rules import judge

    judged = judge(question.judge, answer, case, today, question)
    checks = [check for check in judged.checks if not check.hint]
    hints = [check for check in judged.checks if check.hint and not check.passed]
    met = sum(check.passed for check in checks)
    net = max(0, met - judged.minus)
    unmet = next((check for check in checks if not check.passed), None)
    slip = unmet or (hints[0] if judged.minus and hints else None)
    said = [f"{met} of {len(checks)} checks met."]
    if judged.minus:
        said.append(f"{judged.minus} taken off for cards that do not belong.")
    said.append(slip.sentence if slip else question.right)
    if not slip:
        said += [hint.sentence for hint in hints]
    notes = (
        *(Note(check.rule, check.passed, check.sentence) for check in checks),
        *(Note(hint.rule, None, hint.sentence) for hint in hints),
    )
    passed = bool(checks) and net >= (question.pass_checks or len(checks))
    return Mark(
        question.points * net / max(1, len(checks)), 0, passed, " ".join(said), slip.rule if slip else None, notes
    )


_MARKERS = {
    "choice": _choice,
    "multi": _multi,
    "sort": _sort,
    "rank": _rank,
    "number": _number,
    "text": _text,
    "game": mark_game,
}
