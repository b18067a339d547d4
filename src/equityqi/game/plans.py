"""Named ways to play the twelve months, and what each one teaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from equityqi.game.system import MONTHS, Choices, State, start, step

THREE = ("need-first", "interpreter", "ask-mode")
EACH_MONTH = tuple(range(1, MONTHS + 1))


@dataclass(frozen=True)
class Plan:
    """A plan: from which month on ideas run at which scale, and the months with co-design and with a study."""

    name: str
    lesson: str
    changes: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    codesign: tuple[int, ...] = ()
    study: tuple[int, ...] = ()

    def choices(self) -> list[Choices]:
        """Return what is done in each month.

        >>> [month.scales.get("text") for month in PLANS["text-posters"].choices()][:4]
        [None, None, 1, 1]
        """
        scales, months = {}, []
        for month in EACH_MONTH:
            scales = {id: scale for id, scale in {**scales, **self.changes.get(month, {})}.items() if scale}
            months.append(Choices(scales, "codesign" if month in self.codesign else None, month in self.study))
        return months


def run(choices, seed: int | None = None) -> State:
    """Play a list of months.

    >>> round(run(PLANS["r"].choices()).history[-1].outcome("chance").gap, 1)
    24.3
    """
    state = start(seed)
    for month in choices:
        state = step(state, month)
    return state


def at_once(*ideas: str, month: int = 3, scale: float = 1) -> dict[int, dict[str, float]]:
    """Return ideas that all start in one month.

    >>> at_once("text")
    {3: {'text': 1}}
    """
    return {month: dict.fromkeys(ideas, scale)}


_RAMP = {3: dict.fromkeys(THREE, 0.05), 5: dict.fromkeys(THREE, 0.25), 7: dict.fromkeys(THREE, 1)}
_R = Plan("Plan R: co-design, ramp, the same three", "learning raises fit", _RAMP, (3,), EACH_MONTH)
PLANS = {
    "nothing": Plan("Nothing", "baseline"),
    "text-posters": Plan("Text + posters", "average up, gap wider", at_once("text", "posters")),
    "phone-only": Plan("Phone-only", "efficient harm", at_once("phone-only")),
    "discharge": Plan("Discharge rule", "definition gaming", at_once("discharge")),
    "pop-up": Plan("Pop-up at once, all sites", "good idea, no test, no capacity", at_once("pop-up")),
    "three": Plan("Three good ideas, untested", "right theory helps", at_once(*THREE)),
    "nine": Plan(
        "Nine ideas, three started in each of months 3, 4, 5",
        "overload; waits triple",
        at_once("text", "posters", "training")
        | at_once("calls", "interpreter", "slots", month=4)
        | at_once("pop-up", "ask-mode", "need-first", month=5),
    ),
    "r": _R,
    "r-slots": replace(
        _R,
        name="R + evening slots tested at 25% in months 8–9",
        lesson="a test costs a little, and teaches",
        changes=_RAMP | {8: {"slots": 0.25}, 10: {"slots": 0}},
    ),
    "r-text": replace(
        _R,
        name="R + text at 100% from month 9",
        lesson="universal after the floor is raised",
        changes=_RAMP | at_once("text", month=9),
    ),
    "r-room": replace(
        _R, name="R in five two-month turns", lesson="the round played in the room", study=(4, 6, 8, 10, 12)
    ),
}
