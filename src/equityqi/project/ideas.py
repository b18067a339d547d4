"""The checks of change ideas: how strong, and what they do to the gap, beside the order that experts give.

Source of the rules and the order: the course's module M10.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from equityqi.plain_words import shortened
from equityqi.project.check_result import Check
from equityqi.project.labels import IDEAS
from equityqi.project.parts import EFFECTS, KINDS, Idea
from equityqi.typed_input import number, words

IN_ORDER = 0.8  # share of pairs in different tiers
EFFECTS_MET = 8 / 11
EXPECTED = {"narrows": "narrows the gap", "small": "does little to it", "widens": "widens the gap"}
# The course's cards: the beginnings of words that tell each, its tier from 1 (strong) to 5, and its likely effects.
CARDS = (
    (("interpreter", "default"), 1, ("narrows", "small")),
    (("need", "first", "list"), 1, ("narrows", "small")),
    (("evening", "slots"), 2, ("narrows", "small")),
    (("choice", "mode"), 3, ("small", "narrows")),
    (("connector", "calls"), 3, ("narrows", "small")),
    (("language", "reminder"), 3, ("narrows", "small")),
    (("checklist",), 3, ("small",)),
    (("memo",), 4, ("small",)),
    (("training",), 5, ("small",)),
    (("poster",), 5, ("widens", "small")),
    (("app", "only", "booking"), None, ("widens",)),
)


def check_ideas(ideas: Sequence[Idea]) -> list[Check]:
    """Return the checks of a list of change ideas.

    >>> poster = Idea(idea="Poster", strength=1, effect="narrows", kind="universal")
    >>> [check.sentence for check in check_ideas([poster]) if check.rule == "effect"][0][-59:]
    'Experts expect that it widens the gap or does little to it.'
    """
    ideas = [idea for idea in ideas if any(idea.model_dump().values())]
    if not any(words(idea.idea) for idea in ideas):
        return [
            Check(rule, False, "There's no idea yet. Write one, and say how strong it is and what it does to the gap.")
            for rule in ("filled", "order", "effect", "kinds")
        ]
    return [filled(ideas), in_order(ideas), effects(ideas), more_where_needed(ideas)]


def filled(ideas: Sequence[Idea]) -> Check:
    """Whether each idea has its words, a strength, an effect and a kind."""
    for place, idea in enumerate(ideas, 1):
        name = _name(idea) or f"Row {place}"
        faults = {
            "idea": not idea.idea.strip(),
            "strength": number(idea.strength) not in (1, 2, 3, 4, 5),
            "effect": idea.effect not in EFFECTS,
            "kind": idea.kind not in KINDS,
        }
        if field := next((field for field, fault in faults.items() if fault), None):
            return Check("filled", False, f"{name}: fill in “{IDEAS[field]}”.")
    return Check("filled", True, "For each idea you say how strong it is, what it does to the gap, and who it's for.")


def in_order(ideas: Sequence[Idea]) -> Check:
    """Whether strong ideas come before weak ones, as experts order them."""
    met, pairs = agreement(ideas)
    if not pairs:
        return Check(
            "order", True, "The experts didn't rank these ideas, so ask somebody who knows the work to read yours."
        )
    if met >= IN_ORDER * pairs - 1e-9:
        return Check("order", True, f"{met} of {pairs} pairs are in the experts' order.")
    first, second = next(pair for pair in _pairs(ideas) if not _agrees(*pair))
    return Check(
        "order",
        False,
        f"Compare “{_name(first)}” with “{_name(second)}”. Which one works without anybody trying harder? That one is"
        " stronger.",
    )


def agreement(ideas: Sequence[Idea]) -> tuple[int, int]:
    """Return how many pairs of ideas stand in expert order, of all pairs whose expert tiers differ.

    >>> agreement(
    ...     [
    ...         Idea(idea="Interpreter by default", strength=5),
    ...         Idea(idea="Poster", strength=1),
    ...         Idea(idea="Memo", strength=1),
    ...     ]
    ... )
    (2, 3)
    """
    pairs = _pairs(ideas)
    return sum(_agrees(*pair) for pair in pairs), len(pairs)


def _pairs(ideas: Sequence[Idea]) -> list[tuple[Idea, Idea]]:
    known = [(idea, card[1]) for idea in ideas if (card := _card(idea)) and card[1]]
    return [(one, other) for (one, a), (other, b) in combinations(known, 2) if a != b]


def _agrees(one: Idea, other: Idea) -> bool:
    a, b = number(one.strength), number(other.strength)
    return a is not None and b is not None and a != b and (a > b) == (_card(one)[1] < _card(other)[1])


def effects(ideas: Sequence[Idea]) -> Check:
    """Whether the effects on the gap are those that experts expect."""
    known = [(idea, card[2]) for idea in ideas if (card := _card(idea))]
    other = [(idea, likely) for idea, likely in known if idea.effect not in likely]
    if not known:
        return Check("effect", True, "The experts didn't judge these ideas, so ask the people they're for.")
    if len(known) - len(other) >= EFFECTS_MET * len(known) - 1e-9:
        return Check(
            "effect", True, f"For {len(known) - len(other)} of {len(known)} ideas you expect what experts expect."
        )
    idea, likely = other[0]
    return Check(
        "effect",
        False,
        f"Look again at “{_name(idea)}”. Who has the time and the means to use it? Experts expect that it"
        f" {' or '.join(EXPECTED[effect] for effect in likely)}.",
    )


def more_where_needed(ideas: Sequence[Idea]) -> Check:
    """Whether at least one idea is targeted or proportionate."""
    met = any(idea.kind in ("targeted", "proportionate") for idea in ideas)
    return Check.of(
        "kinds",
        met,
        "At least one idea gives more to people who need more.",
        "Every idea is the same for all. Add one for one group, or with more for people who need more.",
    )


def _card(idea: Idea) -> tuple | None:
    typed = words(idea.idea)
    return next(
        (card for card in CARDS if all(any(word.startswith(begin.rstrip("s")) for word in typed) for begin in card[0])),
        None,
    )


def _name(idea: Idea) -> str:
    return shortened(" ".join(idea.idea.split()))
