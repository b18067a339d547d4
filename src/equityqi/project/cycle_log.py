"""The checks of a log of PDSA cycles: tests that widen step by step, and from which a team learns.

Source of the rules: the course's module M11. What is rewarded is a prediction that could be wrong and was looked at,
not a prediction that came true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.cases.case_lookup import has_data
from equityqi.plain_words import shortened
from equityqi.project.aim import same_group
from equityqi.project.check_result import Check
from equityqi.project.cycle_plan import (
    asks,
    collects,
    few_days,
    few_people,
    for_a_group,
    people_know,
    placed,
    predicts,
    stops,
)
from equityqi.project.labels import CYCLES, quoted
from equityqi.project.parts import ACTS, Aim, PdsaCycle
from equityqi.typed_input import date, number, words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

JUMP = 5  # times as many people as in the cycle before
ADOPT_CYCLES, ADOPT_SETTINGS = 3, 2
LEARNING_WORDS = 8
NOT_TRIED = "You haven't tried a test yet. Write its dates first, and what you saw once it's over."


def check_cycles(cycles: Sequence[PdsaCycle], today: dt.date, aim: Aim, case: Case | None = None) -> list[Check]:
    """Return the checks of a log of cycles, in their order, for an aim.

    >>> log = [PdsaCycle(name="C1", n=3), PdsaCycle(name="C2", n=60)]
    >>> [check.sentence for check in check_cycles(log, dt.date(2026, 7, 1), Aim()) if check.rule == "scale"]
    ['C2: 60 people after 3 is a big jump. Take at most 15 next, and learn on the way.']
    """
    cycles = [cycle for cycle in cycles if any(value not in ("", None) for value in cycle.model_dump().values())]
    if not cycles:
        return [Check(rule, False, "There's no test in your log yet. Plan a small first one.") for rule in LOG_RULES]
    tried = any(number(cycle.observed) is not None or cycle.act or _runs(cycle, cycles, today) for cycle in cycles)
    return [
        planned(cycles, today, case),
        first_small(cycles, today),
        in_turn(cycles, today),
        studied(cycles, today),
        learned(cycles) if tried else Check("learning", False, NOT_TRIED),
        acts(cycles, today),
        adopted(cycles) if tried else Check("adopt", False, NOT_TRIED),
        scale(cycles),
        names_the_group(cycles, aim, case),
    ]


LOG_RULES = ("planned", "first-small", "dates", "study", "learning", "act", "adopt", "scale", "group")


def planned(cycles: Sequence[PdsaCycle], today: dt.date, case: Case | None) -> Check:
    """Whether every cycle has all that a plan needs, its size and its day aside."""
    for place, cycle in enumerate(cycles, 1):
        for rule in (
            asks(cycle),
            predicts(cycle, case),
            for_a_group(cycle),
            placed(cycle),
            collects(cycle, case),
            stops(cycle),
            people_know(cycle),
        ):
            if not rule.passed:
                return Check("planned", False, f"{_name(cycle, place)}: {rule.sentence}")
    return Check(
        "planned", True, "Every test has a question, a prediction, a place, something to count and a stop rule."
    )


def first_small(cycles: Sequence[PdsaCycle], today: dt.date) -> Check:
    """Whether the first test was with few people and for few days."""
    fault = next((rule for rule in (few_people(cycles[0]), few_days(cycles[0], today)) if not rule.passed), None)
    return Check.of(
        "first-small",
        fault is None,
        "The first test was small and short.",
        f"{_name(cycles[0], 1)}: {fault.sentence if fault else ''}",
    )


def in_turn(cycles: Sequence[PdsaCycle], today: dt.date) -> Check:
    """Whether each test has its days, and none begins before the one before it."""
    before = dt.date.min
    for place, cycle in enumerate(cycles, 1):
        start, end = date(cycle.start, today), date(cycle.end, today)
        if start is None or end is None or end < start:
            return Check(
                "dates",
                False,
                f"{_name(cycle, place)}: fill in {quoted(CYCLES, ['start', 'end'])}, with the earlier day first.",
            )
        if start < before:
            return Check(
                "dates",
                False,
                f"{_name(cycle, place)} starts before the test above it. Put your tests in the order in which you"
                " started them.",
            )
        before = start
    return Check("dates", True, "Every test has its dates, in the right order.")


def studied(cycles: Sequence[PdsaCycle], today: dt.date) -> Check:
    """Whether each test says what was seen; the last test may still run."""
    for place, cycle in enumerate(cycles, 1):
        seen, of = number(cycle.observed), number(cycle.observed_of)
        if _runs(cycle, cycles, today):
            continue
        if seen is None or of is None:
            return Check(
                "study",
                False,
                f"{_name(cycle, place)}: what did you see? Fill in {quoted(CYCLES, ['observed', 'observed_of'])}.",
            )
        if not 0 <= seen <= of or of == 0:
            return Check("study", False, f"{_name(cycle, place)}: {seen:g} of {of:g} can't be right. Count again.")
    return Check("study", True, "For each test you say what you saw.")


def _runs(cycle: PdsaCycle, cycles: Sequence[PdsaCycle], today: dt.date) -> bool:
    """Return whether a test is the last one and not yet over."""
    end = date(cycle.end, today)
    return cycle is cycles[-1] and number(cycle.observed) is None and not cycle.act and end is not None and end >= today


def learned(cycles: Sequence[PdsaCycle]) -> Check:
    """Whether a result outside the prediction has a lesson of eight words or more."""
    for place, cycle in enumerate(cycles, 1):
        low, high, seen = number(cycle.low), number(cycle.high), number(cycle.observed)
        if None not in (low, high, seen) and not low <= seen <= high and len(words(cycle.learning)) < LEARNING_WORDS:
            not_yet = (
                f"{_name(cycle, place)}: you predicted {low:g} to {high:g} and saw {seen:g}. That's when you learn"
                f" most. Write what you learned, in at least {LEARNING_WORDS} words."
            )
            return Check("learning", False, not_yet)
    return Check("learning", True, "You wrote what each surprise taught you.")


def acts(cycles: Sequence[PdsaCycle], today: dt.date) -> Check:
    """Whether each test that is over ends in a decision."""
    for place, cycle in enumerate(cycles, 1):
        if cycle.act.strip().casefold() not in ACTS and not _runs(cycle, cycles, today):
            return Check(
                "act", False, f"{_name(cycle, place)}: what next? Choose {', '.join(ACTS[:-1])} or {ACTS[-1]}."
            )
    return Check("act", True, "Each test ends with a decision.")


def adopted(cycles: Sequence[PdsaCycle]) -> Check:
    """Whether nothing is adopted before three cycles in two settings."""
    for place, cycle in enumerate(cycles, 1):
        settings = {" ".join(words(one.where)) for one in cycles[:place] if words(one.where)}
        if cycle.act.strip().casefold() == "adopt" and (place < ADOPT_CYCLES or len(settings) < ADOPT_SETTINGS):
            not_yet = (
                f"{_name(cycle, place)}: it's too early to adopt. Run at least {ADOPT_CYCLES} PDSA cycles in at least"
                f" {ADOPT_SETTINGS} places first. Until then, adapt."
            )
            return Check("adopt", False, not_yet)
    return Check("adopt", True, "You test in several places before you adopt.")


def scale(cycles: Sequence[PdsaCycle]) -> Check:
    """Whether no test has more than five times the people of the one before."""
    sizes = [number(cycle.n) for cycle in cycles]
    if all(size is None for size in sizes):
        return Check("scale", False, f"With how many people? Fill in {quoted(CYCLES, ['n'])} for each test.")
    for place, (before, now) in enumerate(zip(sizes, sizes[1:], strict=False), 2):
        if before is not None and now is not None and now > JUMP * before:
            not_yet = (
                f"{_name(cycles[place - 1], place)}: {now:g} people after {before:g} is a big jump. Take at most"
                f" {JUMP * before:g} next, and learn on the way."
            )
            return Check("scale", False, not_yet)
    return Check("scale", True, "Your tests grow step by step.")


def names_the_group(cycles: Sequence[PdsaCycle], aim: Aim, case: Case | None) -> Check:
    """Whether a test is with the group of the aim."""
    met = any(same_group(cycle.group, aim, case) for cycle in cycles)
    name = aim.group or (case.names["group"] if has_data(case) else "the people served least well")
    return Check.of(
        "group",
        met,
        "At least one test is with the group in your aim.",
        f"None of your tests is with the group in your aim, {name}. Start with them.",
    )


def _name(cycle: PdsaCycle, place: int) -> str:
    return shortened(" ".join(cycle.name.split()), 40) or f"Test {place}"
