"""The cards of *Close the Gap* and the lanes that they lie in, named the same on the board and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.game.groups_and_ideas import IDEAS
from equityqi.game.play import MOST_CHANGES, TOGETHER
from equityqi.game.system import CAPACITY, FLOOR, USUAL_LOAD
from equityqi.plain_words import listed

THIS_TURN = "month"  # the lane of cards that a team gives one month to, and that run at no scale
LANES = {
    0: ("Not running", "your other cards"),
    5: ("Small test", "5% of people"),
    25: ("Wider test", "25% of people"),
    100: ("Everyone", "100% of people"),
    THIS_TURN: ("This turn only", "one month together"),
}
HOW = (
    f"You have ten months. In each turn you can change up to {MOST_CHANGES} cards: start them, widen them or stop"
    " them. Whatever you start keeps running. You can’t take a turn back, just as at work.",
    f"Your staff have {CAPACITY} units of time, and daily work takes {USUAL_LOAD} of them. Each card shows the staff"
    " time it takes when it runs for everyone. A test takes its share of that, and 0.25 more to run it. If you ask for"
    f" more than {CAPACITY}, people wait longer and fewer of them complete their review.",
    "When you study a test, its card fits people better. A co-design month does that for every ★ card, even if it"
    " isn’t running. Both a co-design month and a process-map month show you where people drop out.",
    f"“No group worse off” means that no group ends more than {FLOOR} percentage points below where it began.",
)


@dataclass(frozen=True)
class Card:
    """A card: its name, what it costs in words, whether co-design helps it, and the lanes where it may lie."""

    id: str
    name: str
    cost: str
    codesign: bool
    lanes: tuple[int | str, ...]


def staff_time(units: float) -> str:
    """Return what an idea costs when it runs for everyone.

    >>> staff_time(0.5), staff_time(-2)
    ('Staff time 0.5', 'Saves staff time 2')
    """
    return f"{'Saves staff time' if units < 0 else 'Staff time'} {abs(units):g}"


_SCALES = tuple(lane for lane in LANES if lane != THIS_TURN)
CARDS = {
    **{idea.id: Card(idea.id, idea.name, staff_time(idea.effort), idea.codesign, _SCALES) for idea in IDEAS.values()},
    "codesign": Card("codesign", "Co-design month", f"{staff_time(1)}, helps ★ cards", False, (0, THIS_TURN)),
    "map": Card("map", "Process-map month", f"{staff_time(1)}, shows the steps", False, (0, THIS_TURN)),
}


def lane_in_words(lane: int | str) -> str:
    """Return a lane with what it means.

    >>> lane_in_words(5), lane_in_words(0)
    ('Small test, 5% of people', 'Not running')
    """
    name, meaning = LANES[lane]
    return name if lane == 0 else f"{name}, {meaning}"


def refusals() -> dict[str, object]:
    """Return what cannot be done with cards, with a sentence for each, for a page to say at the card."""
    clashes = [
        (one, other, f"“{CARDS[one].name}” and “{CARDS[other].name}” can’t run together. Stop one of them first.")
        for one, other in TOGETHER
    ]
    months = listed(f"“{card.name}”" for card in CARDS.values() if THIS_TURN in card.lanes)
    return {
        "most": MOST_CHANGES,
        "full": f"You can change {MOST_CHANGES} cards in a turn. Put one back first.",
        "clashes": clashes,
        "one_month": "You only have time for one of these in a turn. Put the other one back first.",
        "no_scale": f"{months} each take one month of this turn. Put them under “{LANES[THIS_TURN][0]}”.",
        "no_month": f"Only {months.replace(' and ', ' or ')} can go here. Put this card somewhere else.",
    }
