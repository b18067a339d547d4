"""What may be shown of a vote. Pure functions on counts: no store, no page.

Everybody sees who holds up which card, so a count of cards is public. What people chose by phone is not, so of phones
nothing is shown unless at least :data:`FEWEST` have voted, however many cards there are: whoever subtracts the cards
still has that many votes left. Above that, a bar may be any number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

FEWEST = 5  # votes by phone, from which they show
PASS = "pass"  # the choice of who would rather not vote
MOST_ROUNDS = 2
State = Literal["open", "closed", "shown"]
ACTS: Mapping[str, Mapping[State, State]] = {  # what may be done with a round, and what it is then
    "close": {"open": "closed"},
    "reopen": {"closed": "open"},
    "show": {"closed": "shown"},
}


class NotAllowed(ValueError):
    """Something that the rules of a vote don't allow; ``str()`` is one sentence for the trainer."""


@dataclass(frozen=True)
class Result:
    """What a closed round may show. ``phones``: votes by option, None where there are too few to show; ``by_phone``:
    how many voted by phone, passes left out; ``cards``: hands, cards and letters by option; ``changed``: how many of
    the phones changed their vote since the round before, None where that may not be said.
    """

    phones: dict[str, int] | None
    by_phone: int
    cards: dict[str, int]
    changed: int | None = None

    @property
    def bars(self) -> dict[str, int] | None:
        """What is drawn for each option; None where there is nothing to draw.

        >>> Result(None, 3, {"D": 8, "I": 4}).bars, Result(None, 3, {"D": 0, "I": 0}).bars
        ({'D': 8, 'I': 4}, None)
        """
        if self.phones is None:
            return dict(self.cards) if any(self.cards.values()) else None
        return {option: self.cards.get(option, 0) + n for option, n in self.phones.items()}

    @property
    def hidden(self) -> int:
        """How many votes by phone are left out because they are too few."""
        return self.by_phone if self.phones is None else 0


def after(act: str, state: State) -> State:
    """Return the state of a round after an act. Raises :class:`NotAllowed`: a shown round never opens again, because
    the next vote in it could be worked out from the two pictures.

    >>> after("close", "open")
    'closed'
    """
    if new := ACTS[act].get(state):
        return new
    if state == "shown":
        raise NotAllowed("This vote has been shown, so it can't open again. Ask again for a second vote.")
    raise NotAllowed("The vote isn't open, so it can't be closed." if act == "close" else "Close the vote first.")


def result(
    options: Collection[str],
    votes: Mapping[str, str],
    cards: Mapping[str, int],
    before: Mapping[str, str] | None = None,
    fewest: int = FEWEST,
) -> Result:
    """Return what may be shown of a round. ``votes``: the choice of each seat, passes among them; ``before``: the same
    of the round before, if there was one.

    "So many changed" is only said when the same seats answered in both rounds, and the same of them passed: otherwise
    the answer of a seat that is in one of them alone could be worked out.

    >>> first = dict(zip("abcde", "DDDDI"))
    >>> shown = result(["D", "I"], {**first, "a": "I"}, {"D": 2}, first)
    >>> shown.bars, shown.changed
    ({'D': 5, 'I': 2}, 1)
    >>> result(["D", "I"], dict(zip("abcd", "DDDI")), {"D": 2}).bars
    {'D': 2, 'I': 0}
    """
    chosen = {seat: choice for seat, choice in votes.items() if choice != PASS}
    before = before or {}
    earlier = {seat: choice for seat, choice in before.items() if choice != PASS}
    counts = {option: int(cards.get(option, 0)) for option in options}
    if len(chosen) < fewest:
        return Result(None, len(chosen), counts)
    by_option = Counter(chosen.values())
    same = votes.keys() == before.keys() and chosen.keys() == earlier.keys()
    changed = sum(chosen[seat] != earlier[seat] for seat in chosen) if same else None
    return Result({option: by_option[option] for option in options}, len(chosen), counts, changed)


def in_words(shown: Sequence[Result]) -> tuple[list[str], str]:
    """Return what is said under the bars of a question's rounds, and which votes aren't in them, or "".

    >>> in_words([Result({"D": 4, "I": 1}, 5, {}), Result({"D": 2, "I": 3}, 5, {}, 2)])
    (['5 votes each time.', '2 of 5 changed.'], '')
    >>> in_words([Result(None, 3, {"D": 1, "I": 0})])
    (['1 vote.'], "Fewer than five voted by phone in a vote, so those aren't shown.")
    """
    if not shown:
        return [], ""
    last, sums = shown[-1], [sum((held.bars or {}).values()) for held in shown]
    lines = []
    if any(sums):
        first = f"{sums[0]} vote{'' if sums[0] == 1 else 's'}"
        again = "" if len(sums) == 1 else " each time" if sums[0] == sums[1] else f" first, then {sums[1]}"
        lines.append(f"{first}{again}.")
    if last.changed is not None:
        of = f"of the {last.by_phone} who voted by phone" if any(last.cards.values()) else f"of {last.by_phone}"
        lines.append(f"{last.changed} {of} changed.")
    if any(held.hidden for held in shown):
        by_phone = "Fewer than five voted by phone in a vote, so those aren't shown."
        return lines, by_phone if any(sums) else "Fewer than five voted, so no result is shown."
    return lines or ["Nobody has voted."], ""
