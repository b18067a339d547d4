"""A first test in five boxes: we try, with whom, we predict, we count, we stop if.

Source of the rules: the course's module M11.
"""

from __future__ import annotations

import re
from typing import Any

from equityqi.project.check_result import Check
from equityqi.project.cycle_plan import FIRST_DAYS, few_people, stops
from equityqi.project.parts import PdsaCycle
from equityqi.project.read_rows import text_of
from equityqi.typed_input import words

BOXES = ("try", "with_whom", "predict", "count", "stop")
IN_WORDS = {
    name: number
    for number, name in enumerate("none one two three four five six seven eight nine ten eleven twelve".split())
}
NUMBER = rf"(\d+|{'|'.join(IN_WORDS)})"
PREDICTED = re.compile(
    rf"\b{NUMBER}\b(?:\s*(?:to|or|-|–|and)\s*{NUMBER}\b)?(?:\s+(?:\w+\s+)?(?:out\s+)?of\s+(?:the\s+|these\s+|our\s+)?{NUMBER}\b)?",
    re.IGNORECASE,
)
PEOPLE, MOST_PEOPLE = re.compile(rf"\b{NUMBER}\b(?:\s*(?:to|or|-|–)\s*{NUMBER}\b)?", re.IGNORECASE), 5
SPAN = re.compile(rf"\b{NUMBER}\s+(day|week|month|year)s?\b", re.IGNORECASE)
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
ROLES = frozenset("people person patients patient of the a an with who all any every everyone everybody our".split())


def five_boxes(answer: Any) -> PdsaCycle:
    """Return what five boxes say as a test; a number that is not there stays empty.

    >>> row = {
    ...     "try": "Asha rings on Tuesday",
    ...     "with_whom": "4 people who need an interpreter",
    ...     "predict": "2 to 3 come",
    ... }
    >>> test = five_boxes([row])
    >>> test.n, test.group, test.low, test.high, test.of
    (4, 'people who need an interpreter', 2, 3, 4)
    """
    tried, whom, predicted, counted, stop = (text_of(answer, box) for box in BOXES)
    found = list(PEOPLE.finditer(whom))
    few = (one for one in found if 1 <= (_number(one[2] or one[1]) or 0) <= MOST_PEOPLE)
    people = next(few, found[0] if found else None)  # an age stands before the number of people at times
    n = _number(people[2] or people[1]) if people else None
    group = (whom[: people.start()] + whom[people.end() :]).strip(" ,:;–-") if people else whom.strip()
    low, high, of = _predicted(predicted)
    of = n if of is None and low is not None else of
    plan = {"question": tried, "metric": counted, "group": group, "data": counted, "stop": stop}
    return PdsaCycle(**plan, n=n, low=low, high=high, of=of)


def _predicted(text: str) -> tuple[int | None, int | None, int | None]:
    """Return the lowest, the highest, and of how many. Of several numbers the fullest is the prediction."""
    found = max(PREDICTED.finditer(text), key=lambda match: sum(map(bool, match.groups())), default=None)
    if not found:
        return None, None, None
    low, high, of = (_number(part) for part in found.groups())
    return low, low if high is None else high, of


def _number(typed: str | None) -> int | None:
    if not typed:
        return None
    return int(typed[:6]) if typed.isdigit() else IN_WORDS[typed.casefold()]


def check_small_test(answer: Any) -> list[Check]:
    """Return the checks of a test in five boxes.

    >>> row = {
    ...     "try": "Ring for six months",
    ...     "with_whom": "patients",
    ...     "predict": "staff will like it",
    ...     "count": "who came",
    ... }
    >>> [check.rule for check in check_small_test([row]) if check.passed]
    ['try', 'count']
    """
    test = five_boxes(answer)
    return [_tries(test), _few(test), _for_whom(test), _days(test), _predicts(test), _counts(test), stops(test)]


def _tries(test: PdsaCycle) -> Check:
    return Check.of(
        "try",
        len(words(test.question)) >= 4,
        "It says what you'll try.",
        "What will you try? Write in “We try” who does what, where, and on which day.",
    )


def _few(test: PdsaCycle) -> Check:
    found = few_people(test)
    many = (
        "How many people? "
        if test.n is None
        else "A bigger number feels safer. But if the plan is wrong, you want only a few people to meet it. "
    )
    return Check.of("with_whom", found.passed, found.sentence, f"{many}Write 1 to 5 people in “With whom”.")


def _for_whom(test: PdsaCycle) -> Check:
    return Check.of(
        "group",
        set(words(test.group)) - ROLES,
        "It says which group it's for.",
        "Which people? Add the group in “With whom”, and start with the people served least well.",
    )


def _days(test: PdsaCycle) -> Check:
    spans = [_number(many) * DAYS[unit.lower()] for many, unit in SPAN.findall(test.question)]
    return Check.of(
        "days",
        words(test.question) and all(days <= FIRST_DAYS for days in spans),
        "It takes no longer than a week.",
        f"A longer test feels more certain. But a week shows you sooner what to change, so write at most {FIRST_DAYS}"
        " days in “We try”."
        if spans
        else "When will you try it? Add the day in “We try”.",
    )


def _predicts(test: PdsaCycle) -> Check:
    low, high, of = test.low, test.high, test.of
    if low is None or of is None:
        return Check(
            "predict",
            False,
            "Predict a number, so that you can find out if you're wrong. Write “We predict” like this: 2 to 3 of 4"
            " come.",
        )
    span = f"{low:g} to {high:g} of {of:g}" if low != high else f"{low:g} of {of:g}"
    if high > of:
        return Check("predict", False, f"{span} is more than there can be. Write people in “We predict”, not per cent.")
    if low > high:
        return Check("predict", False, f"{span} doesn't add up. Put the lower number first in “We predict”.")
    if of != (test.n or of):
        return Check(
            "predict",
            False,
            f"You try it with {test.n:g} people, but you predict {span}. Make “With whom” and “We predict” agree.",
        )
    return Check.of(
        "predict",
        (low, high) != (0, of),
        f"You predict {span}, and that could turn out wrong.",
        f"{span} is safe, but it won't teach you anything. Write a range in “We predict” that you could miss.",
    )


def _counts(test: PdsaCycle) -> Check:
    return Check.of(
        "count",
        len(words(test.data)) >= 2,
        "It says what you'll count.",
        "How will you know? Write in “We count” what you'll count, and who writes it down.",
    )
