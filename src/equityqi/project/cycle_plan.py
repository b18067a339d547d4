"""The checks of the plan of a first test (a PDSA cycle): small, dated, and with a prediction that can be wrong.

Source of the rules: the course's module M11.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from equityqi.cases.case_lookup import measure_of
from equityqi.project.check_result import Check
from equityqi.project.labels import CYCLES, quoted
from equityqi.project.parts import PdsaCycle
from equityqi.typed_input import date, in_words, number, share_words, words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

FIRST_PEOPLE, FIRST_DAYS = 5, 7


def check_plan(cycle: PdsaCycle, today: dt.date, case: Case | None = None) -> list[Check]:
    """Return the checks of the plan of a first test, and a hint while the clinical lead's yes is open.

    >>> plan = PdsaCycle(n=4, low=0, high=4, metric="came")
    >>> [check.sentence for check in check_plan(plan, dt.date(2026, 7, 1)) if check.rule == "prediction"]
    ["0 to 4 of 4 can't be wrong, so you can't learn from it. Predict a range that you could miss."]
    """
    rules = [
        asks(cycle),
        predicts(cycle, case),
        for_a_group(cycle),
        few_people(cycle),
        few_days(cycle, today),
        dated(cycle, today),
        placed(cycle),
        collects(cycle, case),
        stops(cycle),
        people_know(cycle),
    ]
    if cycle.lead_yes is not True:
        rules.append(
            Check(
                "lead",
                False,
                "Does this change anybody's care? Then get the clinical lead's agreement before you begin.",
                hint=True,
            )
        )
    return rules


def asks(cycle: PdsaCycle) -> Check:
    """Whether the test has a question of four words or more."""
    met = len(words(cycle.question)) >= 4
    return Check.of(
        "question",
        met,
        "It asks a question.",
        "What do you want to find out? Write it as a question, such as: does a text in their own language help people"
        " to come?",
    )


def predicts(cycle: PdsaCycle, case: Case | None = None) -> Check:
    """Whether there is a number for what is counted, low ≤ high, inside 0 to all, and one that can be wrong."""
    low, high, most = number(cycle.low), number(cycle.high), _most(cycle, case)
    if not cycle.metric.strip() or low is None or high is None or most is None:
        absent = [
            field
            for field in ("metric", "low", "high")
            if getattr(cycle, field) in (None, "") or (field != "metric" and number(getattr(cycle, field)) is None)
        ]
        return Check(
            "prediction", False, f"Predict in numbers before you try: fill in {quoted(CYCLES, absent or ['of'])}."
        )
    span = f"{low:g} to {high:g} of {most:g}"
    if low > high:
        return Check(
            "prediction", False, f"Your prediction goes from {low:g} down to {high:g}. Put the lower number first."
        )
    if low < 0 or high > most:
        return Check("prediction", False, f"{span} is more than there can be. Predict between 0 and {most:g}.")
    not_yet = f"{span} can't be wrong, so you can't learn from it. Predict a range that you could miss."
    return Check.of(
        "prediction", (low, high) != (0, most), f"You predict {span}, and that could turn out wrong.", not_yet
    )


def _most(cycle: PdsaCycle, case: Case | None) -> float | None:
    """Return the highest number there can be: of how many people, or 100 for a measure in %; None without one."""
    most = number(cycle.of) or number(cycle.n)
    if number(cycle.of) is None and measure_of(case, cycle.metric):
        most = float(case.measures[measure_of(case, cycle.metric)].per)
    return most if most and most > 0 else None


def for_a_group(cycle: PdsaCycle) -> Check:
    """Whether the test says for which group it is."""
    return Check.of(
        "group",
        words(cycle.group),
        "It says who it's for.",
        f"Who is it for? Fill in {quoted(CYCLES, ['group'])}, and start with the people served least well.",
    )


def few_people(cycle: PdsaCycle) -> Check:
    """Whether the test is with one to five people."""
    n = number(cycle.n)
    met = n is not None and 1 <= n <= FIRST_PEOPLE
    many = "How many people? " if n is None else f"You plan for {n:g} people. If the plan is wrong, they all meet it. "
    return Check.of("people", met, "It starts with few people.", f"{many}Start with 1 to {FIRST_PEOPLE}.")


def few_days(cycle: PdsaCycle, today: dt.date) -> Check:
    """Whether the test takes at most seven days."""
    start, end = date(cycle.start, today), date(cycle.end, today)
    if start is None or end is None:
        return Check(
            "days",
            False,
            f"How long will it take? Fill in {quoted(CYCLES, ['start', 'end'])}: at most {FIRST_DAYS} days.",
        )
    days = (end - start).days + 1
    if days < 1:
        return Check(
            "days",
            False,
            f"It ends on {in_words(end)}, before it starts. Put the later day under {quoted(CYCLES, ['end'])}.",
        )
    return Check.of(
        "days",
        days <= FIRST_DAYS,
        "It's over within a week.",
        f"{days} days is long for a first test. Take at most {FIRST_DAYS}, and you'll learn sooner.",
    )


def dated(cycle: PdsaCycle, today: dt.date) -> Check:
    """Whether the test starts today or later."""
    start = date(cycle.start, today)
    if start is None:
        return Check(
            "date",
            False,
            f"When does it start? Fill in {quoted(CYCLES, ['start'])}, such as"
            f" {in_words(today + dt.timedelta(days=6))}.",
        )
    return Check.of(
        "date",
        start >= today,
        f"It starts on {in_words(start)}.",
        f"{in_words(start)} is in the past. Choose {in_words(today)} or later.",
    )


def placed(cycle: PdsaCycle) -> Check:
    """Whether the test says who does it, and where."""
    absent = [field for field in ("who", "where") if not words(getattr(cycle, field))]
    return Check.of(
        "place",
        not absent,
        "It says who does it, and where.",
        f"Fill in {quoted(CYCLES, absent or ['who'])}: one name, one place.",
    )


def collects(cycle: PdsaCycle, case: Case | None = None) -> Check:
    """Whether what is predicted is also collected: the data plan names it."""
    if not words(cycle.data):
        return Check(
            "data",
            False,
            f"How will you know? Fill in {quoted(CYCLES, ['data'])}: what you count, and who writes it down.",
        )
    measure = measure_of(case, cycle.metric)
    predicted = (
        f"{cycle.metric} {case.measures[measure].name} {case.measures[measure].numerator_words}"
        if measure
        else cycle.metric
    )
    met = not words(predicted) or share_words(predicted, cycle.data)
    return Check.of(
        "data",
        met,
        "You count what you predict.",
        f"You predict “{cycle.metric}”, but you don't say how you'll collect it. Add it under"
        f" {quoted(CYCLES, ['data'])}.",
    )


def stops(cycle: PdsaCycle) -> Check:
    """Whether the test has a stop rule of three words or more."""
    return Check.of(
        "stop",
        len(words(cycle.stop)) >= 3,
        "It has a stop rule.",
        f"When would you stop at once? Fill in {quoted(CYCLES, ['stop'])}, such as: anyone is upset by it.",
    )


def people_know(cycle: PdsaCycle) -> Check:
    """Whether people know that it is a test."""
    return Check.of(
        "told",
        cycle.told is True,
        "People know that it's a test.",
        "Test with people, not on them. Tell them that it's a test, and say so here.",
    )
