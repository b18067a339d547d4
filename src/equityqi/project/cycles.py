"""The checks of PDSA cycles: a first test that is small and can be wrong, and a log that learns.

Source of the rules: the course's module M11. What is rewarded is a prediction that could be wrong and was looked at,
not a prediction that came true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.project.in_case import has_data, measure_of, members
from equityqi.project.labels import CYCLES, quoted
from equityqi.project.parts import ACTS, Aim, Check, PdsaCycle
from equityqi.typed_input import date, in_words, number, share_words, words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

FIRST_PEOPLE, FIRST_DAYS = 5, 7
JUMP = 5  # times as many people as in the cycle before
ADOPT_CYCLES, ADOPT_SETTINGS = 3, 2
LEARNING_WORDS = 8


def check_plan(cycle: PdsaCycle, today: dt.date, case: Case | None = None) -> list[Check]:
    """Return the checks of the plan of a first test, and a hint while the clinical lead's yes is open.

    >>> plan = PdsaCycle(n=4, low=0, high=4, metric="came")
    >>> [check.sentence for check in check_plan(plan, dt.date(2026, 7, 1)) if check.rule == "prediction"]
    ['0 to 4 of 4 cannot be wrong, so nothing can be learned. Predict a range that could be missed.']
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
        told(cycle),
    ]
    if cycle.lead_yes is not True:
        rules.append(
            Check(
                "lead",
                False,
                "Does this change anybody's care? Then ask the clinical lead for a yes before you begin.",
                hint=True,
            )
        )
    return rules


def asks(cycle: PdsaCycle) -> Check:
    met = len(words(cycle.question)) >= 4
    return Check.of(
        "question",
        met,
        "It asks a question.",
        "What do you want to find out? Write it as a question, such as: will a text in their own language help people"
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
            "prediction", False, f"The prediction runs from {low:g} down to {high:g}. Put the lower number first."
        )
    if low < 0 or high > most:
        return Check("prediction", False, f"{span} is more than there can be. Predict between 0 and {most:g}.")
    not_yet = f"{span} cannot be wrong, so nothing can be learned. Predict a range that could be missed."
    return Check.of("prediction", (low, high) != (0, most), f"It predicts {span}, and could be wrong.", not_yet)


def _most(cycle: PdsaCycle, case: Case | None) -> float | None:
    """Return the highest number there can be: of how many people, or 100 for a measure in %; None without one."""
    most = number(cycle.of) or number(cycle.n)
    if number(cycle.of) is None and measure_of(case, cycle.metric):
        most = float(case.measures[measure_of(case, cycle.metric)].per)
    return most if most and most > 0 else None


def for_a_group(cycle: PdsaCycle) -> Check:
    return Check.of(
        "group",
        words(cycle.group),
        "It says for whom.",
        f"For whom? Fill in {quoted(CYCLES, ['group'])}, and begin with the group that is served least well.",
    )


def few_people(cycle: PdsaCycle) -> Check:
    n = number(cycle.n)
    met = n is not None and 1 <= n <= FIRST_PEOPLE
    said = f"with {n:g} people" if n is not None else "without a number of people"
    return Check.of(
        "people",
        met,
        "It begins with few people.",
        f"A first test {said} is hard to learn from. Begin with 1 to {FIRST_PEOPLE}.",
    )


def few_days(cycle: PdsaCycle, today: dt.date) -> Check:
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
            f"It ends on {in_words(end)}, before it begins. Put the later day under {quoted(CYCLES, ['end'])}.",
        )
    return Check.of(
        "days",
        days <= FIRST_DAYS,
        "It is over within a week.",
        f"{days} days are long for a first test. Take at most {FIRST_DAYS}, and learn sooner.",
    )


def dated(cycle: PdsaCycle, today: dt.date) -> Check:
    start = date(cycle.start, today)
    if start is None:
        return Check(
            "date",
            False,
            f"When does it begin? Fill in {quoted(CYCLES, ['start'])}, such as"
            f" {in_words(today + dt.timedelta(days=6))}.",
        )
    return Check.of(
        "date",
        start >= today,
        f"It begins on {in_words(start)}.",
        f"{in_words(start)} is past. Choose a day from {in_words(today)} on.",
    )


def placed(cycle: PdsaCycle) -> Check:
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
        "What is predicted is also counted.",
        f"You predict “{cycle.metric}”, and the data plan does not name it. Collect what you predict.",
    )


def stops(cycle: PdsaCycle) -> Check:
    return Check.of(
        "stop",
        len(words(cycle.stop)) >= 3,
        "It has a stop rule.",
        f"When would you stop at once? Fill in {quoted(CYCLES, ['stop'])}, such as: anyone is upset by it.",
    )


def told(cycle: PdsaCycle) -> Check:
    return Check.of(
        "told",
        cycle.told is True,
        "People know that it is a trial.",
        "Test with people, not on them: tell them that it is a trial, and say so here.",
    )


def check_cycles(cycles: Sequence[PdsaCycle], today: dt.date, aim: Aim, case: Case | None = None) -> list[Check]:
    """Return the checks of a log of cycles, in their order, for an aim.

    >>> log = [PdsaCycle(name="C1", n=3), PdsaCycle(name="C2", n=60)]
    >>> [check.sentence for check in check_cycles(log, dt.date(2026, 7, 1), Aim()) if check.rule == "scale"]
    ['C2: from 3 to 60 people is too steep. Widen to at most 15 next, and learn on the way.']
    """
    cycles = [cycle for cycle in cycles if any(value not in ("", None) for value in cycle.model_dump().values())]
    if not cycles:
        return [Check(rule, False, "There is no test in the log yet. Plan the first one, small.") for rule in LOG_RULES]
    return [
        planned(cycles, today, case),
        first_small(cycles, today),
        in_turn(cycles, today),
        studied(cycles, today),
        learned(cycles),
        acts(cycles, today),
        adopted(cycles),
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
            told(cycle),
        ):
            if not rule.passed:
                return Check("planned", False, f"{_name(cycle, place)}: {rule.sentence}")
    return Check("planned", True, "Every test has a question, a prediction, a place, data and a stop rule.")


def first_small(cycles: Sequence[PdsaCycle], today: dt.date) -> Check:
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
                f"{_name(cycle, place)}: fill in {quoted(CYCLES, ['start', 'end'])}, the earlier day first.",
            )
        if start < before:
            return Check(
                "dates",
                False,
                f"{_name(cycle, place)} begins before the test above it. Put the tests in the order in which they"
                " began.",
            )
        before = start
    return Check("dates", True, "Every test has its days, in their order.")


def studied(cycles: Sequence[PdsaCycle], today: dt.date) -> Check:
    """Whether what was seen stands beside what was predicted; the last test may still run."""
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
            return Check("study", False, f"{_name(cycle, place)}: {seen:g} of {of:g} cannot be. Count again.")
    return Check("study", True, "What was seen stands beside what was predicted.")


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
                f"{_name(cycle, place)}: {seen:g} is outside {low:g} to {high:g}, and that is worth most. Write what"
                f" you learned, in at least {LEARNING_WORDS} words."
            )
            return Check("learning", False, not_yet)
    return Check("learning", True, "Each surprise has its lesson.")


def acts(cycles: Sequence[PdsaCycle], today: dt.date) -> Check:
    for place, cycle in enumerate(cycles, 1):
        if cycle.act.strip().casefold() not in ACTS and not _runs(cycle, cycles, today):
            return Check(
                "act", False, f"{_name(cycle, place)}: what next? Choose {', '.join(ACTS[:-1])} or {ACTS[-1]}."
            )
    return Check("act", True, "Each test ends in a decision.")


def adopted(cycles: Sequence[PdsaCycle]) -> Check:
    """Whether nothing is adopted before three cycles in two settings."""
    for place, cycle in enumerate(cycles, 1):
        settings = {" ".join(words(one.where)) for one in cycles[:place] if words(one.where)}
        if cycle.act.strip().casefold() == "adopt" and (place < ADOPT_CYCLES or len(settings) < ADOPT_SETTINGS):
            not_yet = (
                f"{_name(cycle, place)}: it is early to adopt. Test in at least {ADOPT_CYCLES} cycles and"
                f" {ADOPT_SETTINGS} places first; until then, adapt."
            )
            return Check("adopt", False, not_yet)
    return Check("adopt", True, "Nothing is adopted before it has been tested in several places.")


def scale(cycles: Sequence[PdsaCycle]) -> Check:
    """Whether no test has more than five times the people of the one before."""
    sizes = [number(cycle.n) for cycle in cycles]
    for place, (before, now) in enumerate(zip(sizes, sizes[1:], strict=False), 2):
        if before is not None and now is not None and now > JUMP * before:
            not_yet = (
                f"{_name(cycles[place - 1], place)}: from {before:g} to {now:g} people is too steep. Widen to at most"
                f" {JUMP * before:g} next, and learn on the way."
            )
            return Check("scale", False, not_yet)
    return Check("scale", True, "The tests widen step by step.")


def names_the_group(cycles: Sequence[PdsaCycle], aim: Aim, case: Case | None) -> Check:
    met = any(same_group(cycle.group, aim, case) for cycle in cycles)
    name = aim.group or (case.names["group"] if has_data(case) else "that is served least well")
    return Check.of(
        "group",
        met,
        "A test begins with the group of the aim.",
        f"No test names the group of the aim, {name}. Begin with the people it is for.",
    )


def same_group(text: str, aim: Aim, case: Case | None) -> bool:
    """Return whether words name the aim's group; without an aim, the group that the case is about, or any."""
    measure = measure_of(case, aim.measure) or (case.file.gap.right if has_data(case) else None)
    if measure and (who := members(case, measure, text)) is not None:
        return who == members(case, measure, aim.group or case.names["group"])
    wanted = aim.group or (case.names["group"] if has_data(case) else "")
    return words(text) == words(wanted) if wanted else bool(words(text))


def _name(cycle: PdsaCycle, place: int) -> str:
    name = " ".join(cycle.name.split())
    return (name if len(name) <= 40 else f"{name[:37]}...") or f"Test {place}"
