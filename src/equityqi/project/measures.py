"""The checks of a set of measures: outcome, process and balancing, so tight that two strangers get the same number.

Source of the rules: the course's module M9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.cases.case_lookup import has_data, measure_of, members
from equityqi.plain_words import shortened
from equityqi.project.check_result import Check
from equityqi.project.labels import MEASURES, quoted
from equityqi.project.parts import Aim, MeasureCard
from equityqi.typed_input import stems, words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

TYPES = ("outcome", "process", "balancing")
FEWEST, MOST = 3, 7
ARTICLES = {"outcome": "an outcome", "process": "a process", "balancing": "a balancing"}
OFTEN = frozenset("week weeks weekly month months monthly day daily".split())


def check_measures(
    cards: Sequence[MeasureCard], aim: Aim, case: Case | None = None, own_measure: str = ""
) -> list[Check]:
    """Return the checks of a set of measures for an aim; ``case`` is None for a team's own data.

    ``own_measure``: the measure of the person's own aim, where ``aim`` is only the case's and names none.

    >>> [check.rule for check in check_measures([MeasureCard(name="Reviews", type="outcome")], Aim()) if check.passed]
    ['aim-measure', 'inverse']
    """
    cards = [card for card in cards if any(card.model_dump().values())]
    if not cards:
        return [Check(rule, False, "There's no measure yet. Write the measure in your aim first.") for rule in RULES]
    return [
        of_each_type(cards),
        how_many(cards),
        filled(cards),
        apart(cards),
        subset(cards),
        often(cards),
        by_group(cards, aim, case),
        keeps_not_recorded(cards),
        has_the_aims(cards, aim.measure or own_measure, case),
        not_inverse(cards, case),
    ]


RULES = ("types", "number", "filled", "apart", "units", "frequency", "group", "not-recorded", "aim-measure", "inverse")


def of_each_type(cards: Sequence[MeasureCard]) -> Check:
    """Whether there is an outcome, a process and a balancing measure."""
    absent = next((kind for kind in TYPES if all(card.type.strip().casefold() != kind for card in cards)), None)
    why = {
        "outcome": "did it get better for people?",
        "process": "did we do it?",
        "balancing": "what got worse, and for whom?",
    }
    return Check.of(
        "types",
        absent is None,
        "You have an outcome, a process and a balancing measure.",
        f"You don't have {ARTICLES.get(absent)} measure yet. Add one: {why.get(absent)}",
    )


def how_many(cards: Sequence[MeasureCard]) -> Check:
    """Whether there are three to seven measures."""
    many = len(cards)
    not_yet = (
        f"You have {many} measure{'s' * (many != 1)}. You need {FEWEST} to {MOST}: enough to see harm, and few enough"
        " to count every month."
    )
    return Check.of("number", FEWEST <= many <= MOST, f"You have {many} measures, and you can keep that up.", not_yet)


def filled(cards: Sequence[MeasureCard]) -> Check:
    """Whether every field of every measure is filled."""
    for place, card in enumerate(cards, 1):
        if absent := [field for field in MEASURES if not getattr(card, field).strip()]:
            return Check(
                "filled",
                False,
                f"{_name(card, place)}: fill in {quoted(MEASURES, absent[:3])}, so that a stranger gets the same"
                " number.",
            )
    return Check("filled", True, "You filled in every field.")


def apart(cards: Sequence[MeasureCard]) -> Check:
    """Whether numerator and denominator of each measure differ."""
    same = next(
        ((place, card) for place, card in enumerate(cards, 1) if words(card.numerator) == words(card.denominator)), None
    )
    if same is None:
        return Check("apart", True, "Each measure says how many, out of how many.")
    return Check(
        "apart",
        False,
        f"{_name(same[1], same[0])}: {quoted(MEASURES, ['numerator', 'denominator'])} say the same. Put the people you"
        " count first, and everybody who could count second.",
    )


def subset(cards: Sequence[MeasureCard]) -> Check:
    """Whether each numerator can be a part of its denominator: both in one unit. A ratio of two units may differ."""
    for place, card in enumerate(cards, 1):
        above, below = words(card.unit), words(card.denominator_unit or card.unit)
        if not above:
            return Check("units", False, f"{_name(card, place)}: say what you count above and below, people or visits.")
        if card.kind.strip().casefold() != "ratio" and above != below:
            not_yet = (
                f"{_name(card, place)}: you count {card.unit} out of {card.denominator_unit}. Count the same above and"
                " below, or choose “A rate of two units”."
            )
            return Check("units", False, not_yet)
    return Check("units", True, "You count the same thing above and below, unless it's a rate of two units.")


def often(cards: Sequence[MeasureCard]) -> Check:
    """Whether outcome and process are counted each week or month."""
    seldom = next(
        (
            (place, card)
            for place, card in enumerate(cards, 1)
            if card.type.strip().casefold() in TYPES[:2] and not set(words(card.frequency)) & OFTEN
        ),
        None,
    )
    if all(card.type.strip().casefold() not in TYPES[:2] for card in cards):
        return Check("frequency", False, "There's no outcome or process measure yet. Add one, and count it each month.")
    if seldom is None:
        return Check("frequency", True, "You count often enough to learn from it.")
    return Check(
        "frequency",
        False,
        f"{_name(seldom[1], seldom[0])}: count it each week or month, or you'll see a change too late.",
    )


def by_group(cards: Sequence[MeasureCard], aim: Aim, case: Case | None) -> Check:
    """Whether every measure is split by the aim's group."""
    splits = _splits(aim, case)
    for place, card in enumerate(cards, 1):
        if not stems(card.stratify):
            return Check(
                "group", False, f"{_name(card, place)}: fill in “Split by”, and put the group in your aim first."
            )
        for name, group_stems in splits.items():
            if group_stems and not stems(card.stratify) & group_stems:
                return Check(
                    "group",
                    False,
                    f"{_name(card, place)}: add {name} under “Split by”, because your aim is about it. Harm isn't"
                    " shared out equally either.",
                )
    return Check("group", True, "You split every measure by the group in your aim.")


def _splits(aim: Aim, case: Case | None) -> dict[str, set[str]]:
    """Return each way to split that the aim needs, by its name, with the word beginnings that tell it."""
    measure = measure_of(case, aim.measure) or (case.file.gap.right if has_data(case) else None)
    who = members(case, measure, aim.group) if measure else None
    if who is None:
        return {f"“{aim.group}”": stems(f"{aim.group} {aim.comparator}")}
    groups = {split: case.groups[split] for split in who}
    texts = {
        split: " ".join([split.replace("_", " "), group.name, *group.levels.values()])
        for split, group in groups.items()
    }
    return {groups[split].name: stems(text) for split, text in texts.items()}


def keeps_not_recorded(cards: Sequence[MeasureCard]) -> Check:
    """Whether people without a record stay in the count."""
    for place, card in enumerate(cards, 1):
        split = f" {' '.join(words(card.stratify))} "
        if not any(f" {name} " in split for name in ("not recorded", "not known", "unknown", "missing", "no record")):
            return Check(
                "not-recorded",
                False,
                f"{_name(card, place)}: add “not recorded” under “Split by”, so nobody is left out of the count.",
            )
    return Check("not-recorded", True, "You keep people whose group isn't recorded.")


def has_the_aims(cards: Sequence[MeasureCard], aims: str, case: Case | None) -> Check:
    """Whether ``aims``, the aim's own measure, is in the set, as an outcome or a process.

    Where it is not known (""), as when the person has no aim yet, any measure of the case can be it.
    """
    wanted = measure_of(case, aims)
    watched = [card for card in cards if card.type.strip().casefold() in TYPES[:2]]
    if has_data(case) and (wanted or not aims):
        found = {measure_of(case, text) for card in watched for text in (card.measure, card.name)} - {None}
        met = wanted in found if wanted else bool(found)
        name = f", {case.measures[wanted].name}" if wanted else ""
    else:
        met = any(
            not aims or stems(aims) <= stems(f"{card.name} {card.numerator} {card.denominator}") for card in watched
        )
        name = f", {aims}" if aims else ""
    return Check.of(
        "aim-measure",
        met,
        "The measure in your aim is in the set." if aims else "There's a measure that you could use in an aim.",
        f"The measure in your aim isn't here yet as an outcome or a process{name}. Add it, so that you can see whether"
        " you're getting there.",
    )


def not_inverse(cards: Sequence[MeasureCard], case: Case | None) -> Check:
    """Whether no balancing measure of the case is one of the outcomes upside down."""
    ids = {
        kind: {measure_of(case, card.measure) for card in cards if card.type.strip().casefold() == kind} - {None}
        for kind in TYPES
    }
    if all(card.type.strip().casefold() not in ("outcome", "balancing") for card in cards):
        return Check("inverse", False, "There's no balancing measure yet. Add one: what could get worse, and for whom?")
    for one in ids["balancing"]:
        for other in ids["outcome"]:
            if other in (one, case.measures[one].inverse_of) or case.measures[other].inverse_of == one:
                return Check(
                    "inverse",
                    False,
                    f"“{case.measures[one].name}” is only the outcome upside down. Choose a harm instead: what could"
                    " get worse, and for whom?",
                )
    return Check("inverse", True, "Your balancing measure shows you something new.")


def _name(card: MeasureCard, place: int) -> str:
    name = shortened(" ".join(card.name.split()), 60)
    return f"“{name}”" if name else f"Measure {place}"
