"""One measure on a card with four cells to change: who is counted, out of whom, split by whom, and what harm to watch.

Source of the rules: the course's module M9.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from equityqi.plain_words import upper_first
from equityqi.project.check_result import Check
from equityqi.project.measures import by_group, keeps_not_recorded
from equityqi.project.parts import Aim, MeasureCard
from equityqi.project.read_rows import text_of
from equityqi.typed_input import words

if TYPE_CHECKING:
    from equityqi.cases.case import Case

CELLS = ("counted", "out_of", "split", "harm")
VISITS = frozenset("visit visits appointment appointments slot slots call calls letter letters text texts".split())
PEOPLE = frozenset(
    "people person persons patient patients child children baby babies parent parents family families carer carers"
    " woman women man men adult adults resident residents anyone anybody everyone everybody those whoever pobl".split()
)
REACHED = frozenset("came come attended attending attenders booked replied responded answered invited seen".split())
EVERYONE = frozenset(
    "all every everyone everybody eligible registered register due whole list or whether missed pawb".split()
)
SMALL = frozenset("all every each any the our a an of in on at or and with for to who is are be".split())
NOTHING = frozenset("no none nothing not any expected".split())


def check_card(answer: Any, aim: Aim, case: Case | None = None) -> list[Check]:
    """Return the checks of a card; ``answer`` is a list with one row of ``CELLS``, whatever else it may be.

    >>> card = [{"counted": "people seen", "out_of": "people who came", "split": "", "harm": "longer waits"}]
    >>> [check.rule for check in check_card(card, Aim(group="Roma families")) if not check.passed]
    ['everyone', 'group', 'not-recorded']
    """
    counted, out_of, split, harm = (text_of(answer, cell) for cell in CELLS)
    card = [MeasureCard(numerator=counted, denominator=out_of, stratify=split)]
    splits = [_of_one(check) for check in (by_group(card, aim, case), keeps_not_recorded(card))]
    return [counts_people(counted), a_whole(counted, out_of), everyone(out_of), *splits, watches_harm(harm)]


def _of_one(check: Check) -> Check:
    """Return a check of a set for a card alone, which need not say which measure it means."""
    return replace(check, sentence=upper_first(check.sentence.removeprefix("Measure 1: ")))


def counts_people(counted: str) -> Check:
    """Whether the card says who is counted: people and not visits, and what is true of those who count."""
    found = set(words(counted))
    if not found:
        return Check("counted", False, "Who do you count? Fill in “Who is counted”.")
    if found & VISITS and not found & PEOPLE:
        visits = (
            "“Who is counted” counts visits. They're easy to find in a system, but one person can have many. Count"
            " people."
        )
        return Check("counted", False, visits)
    return Check.of(
        "counted",
        found - PEOPLE - SMALL,
        "It counts people.",
        "“Who is counted” says people, but not which ones. Add what is true of them, such as: people who came.",
    )


def a_whole(counted: str, out_of: str) -> Check:
    """Whether there is a whole that the part is a part of."""
    met = words(out_of) and words(out_of) != words(counted)
    return Check.of(
        "out_of", met, "It says out of whom.", "Out of whom? Fill in “Out of whom” with everybody who could count."
    )


def everyone(out_of: str) -> Check:
    """Whether those who were never reached stay in the denominator."""
    found = set(words(out_of))
    return Check.of(
        "everyone",
        found and (not found & REACHED or found & EVERYONE),
        "It keeps the people you never reached.",
        "“Out of whom” is the list that's easy to get. It leaves out people who never came, and you're looking for"
        " them. Count everyone who should have come.",
    )


def watches_harm(harm: str) -> Check:
    """Whether the card names something that could get worse."""
    found = words(harm)
    return Check.of(
        "harm",
        len(found) >= 2 and not set(found) <= NOTHING,
        "It watches for harm.",
        "We all hope that nothing gets worse. But what could, and for whom? Fill in “Harm to watch” with something you"
        " can count.",
    )


def cards_of(answer: Any, aim: Aim, known: MeasureCard | None = None) -> list[MeasureCard]:
    """Return what a card says as measures: the aim's own, and what to watch; none where nothing is written.

    ``known``: the card of the aim's measure in the case's model project, which has its name and its type.
    """
    known = known or MeasureCard(type="outcome")
    counted, out_of, split, harm = (text_of(answer, cell) for cell in CELLS)
    same = {"unit": "people", "denominator_unit": "people", "kind": "share", "frequency": "monthly"}
    same |= {"small_numbers": "1 to 7 hidden", "stratify": split}
    cards = []
    if counted.strip() or out_of.strip():
        own = {"measure": aim.measure, "name": known.name or counted, "type": known.type}
        cards.append(MeasureCard(**own, numerator=counted, denominator=out_of, **same))
    if harm.strip():
        cards.append(MeasureCard(name=harm, type="balancing", numerator=harm, denominator=out_of, **same))
    return cards
