"""What luck did in a finished game: the gap as shown, the gap without luck, and the same choices played again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from equityqi.game.plans import run
from equityqi.game.play import Log, replay
from equityqi.game.scores import GAP_AIM
from equityqi.game.system import BASELINE, Choices, Month, before, outcome

AGAIN = 100  # games with the same choices and other luck
FELL, FALLEN = ("fell", "grew", "stayed"), ("fallen", "grown", "stayed")


@dataclass(frozen=True)
class Luck:
    """How far the gap fell, in percentage points, from the baseline to the last turn: ``shown`` in the figures,
    ``true`` with nobody taken out of them; ``chance``: by the model's chances, to month 12, as the score has it; and in
    how many of ``again`` games with the same choices the shown gap fell by 5.
    """

    shown: float
    true: float
    chance: float
    narrower: int
    again: int


def luck_of(log: Log) -> Luck:
    """Return what luck did; ``log`` is a finished game. Each gap is rounded as it is shown, so that the sums add up.

    >>> from equityqi.game.play import Turn
    >>> nothing = [Turn(group="A", low=20, high=40)] * 5
    >>> luck = luck_of(Log(seed=1, turns=nothing))
    >>> luck.chance, luck.again
    (0.0, 100)
    """
    months = replay(log).history
    choices = tuple((tuple(m.choices.scales.items()), m.choices.together, m.choices.study) for m in months)
    shown, true = (_fall(months, log.turn_months, kind) for kind in ("shown", "true"))
    chance = round(before().gap, 1) - round(months[-1].outcome("chance").gap, 1)
    return Luck(shown, true, chance, _narrower(choices, log.turn_months), AGAIN)


def _fall(months: Sequence[Month], last: int, kind: str) -> float:
    return round(outcome(months[:BASELINE], kind).gap, 1) - round(outcome(months[-last:], kind).gap, 1)


@lru_cache(maxsize=8)
def _narrower(choices: tuple, last: int) -> int:
    played = [Choices(dict(scales), together, study) for scales, together, study in choices]
    found = 0
    for seed in range(AGAIN):
        months = run(played, seed).history
        found += _fall(months, last, "shown") >= GAP_AIM
    return found


def luck_in_words(log: Log) -> list[str]:
    """Return what luck did, in two to four sentences."""
    luck = luck_of(log)
    shown, true, chance = (round(fall, 1) for fall in (luck.shown, luck.true, luck.chance))
    said = [f"From the baseline to your last turn, the gap you saw {_fell(shown)}."]
    if hidden := round(shown - true, 1):
        said.append(f"But {_size(hidden)} of that is only because people were taken out of the figures.")
    by_luck = round(true - chance, 1)
    if by_luck:
        flattered = "Luck helped you" if by_luck > 0 else "Luck was against you"
        said.append(f"{flattered} by {_size(by_luck)}: without it, the gap would have {_fell(chance, FALLEN)}.")
    else:
        said.append("Luck didn’t change that this time.")
    said.append(
        f"We played your choices {luck.again} more times, each time with different luck. In {luck.narrower} of those"
        f" games the gap looked at least {GAP_AIM} percentage points narrower."
    )
    return said


def _fell(by: float, verbs: tuple[str, str, str] = FELL) -> str:
    fell, grew, stayed = verbs
    return f"{fell if by > 0 else grew} by {_size(by)}" if by else f"{stayed} as it was"


def _size(by: float) -> str:
    return f"{abs(by):.1f} percentage points"
