"""What a player may do: turns of two months or one, at most three changes a turn, a prediction first, then a study.

A log of play is plain data, from which the whole game is played again. Nothing here is drawn or saved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import Field, ValidationError

from equityqi.checked_yaml import Part
from equityqi.game.groups_and_ideas import GROUPS, IDEAS
from equityqi.game.system import (
    BASELINE,
    MONTHS,
    Choices,
    Month,
    Outcome,
    State,
    count,
    draws,
    outcome,
    start,
    step,
    steps_of,
)

SCHEMA = 1
SCALES = (5, 25, 100)  # per cent
MOST_CHANGES, WIDEST = 3, 30  # changes in a turn, percentage points of a prediction
TOGETHER = (("phone-only", "ask-mode"),)  # these clash
GROUP = Literal["A", "B", "C", "D"]
LONGEST_TEXT = 5000


class Refused(ValueError):
    """Something that a player may not do; ``str()`` is one sentence that says why and what to do."""


class Newer(Refused):
    """A log that a newer course wrote; it must not be lost."""


class Turn(Part):
    """One turn: the new scale in per cent of each idea that changes (0 stops it), the month
    together, the prediction.
    """

    changes: dict[str, int] = {}
    together: Literal["codesign", "map"] | None = None
    group: GROUP
    low: float = Field(ge=0, le=100)
    high: float = Field(ge=0, le=100)
    studied: bool = False


class Log(Part):
    """A log of play: the seed, how many months a turn takes, the turns so far, and the player's words at the end."""

    schema_: Literal[1] = Field(SCHEMA, alias="schema")
    seed: int = Field(ge=0, lt=2**32)
    turn_months: Literal[1, 2] = 2
    turns: list[Turn] = Field([], max_length=MONTHS)
    words: str = Field("", max_length=LONGEST_TEXT)

    def to_json(self) -> dict:
        """Return the log as plain JSON."""
        return self.model_dump(by_alias=True)


def most_turns(log: Log) -> int:
    """Return how many turns a game has: five of two months, or ten of one.

    >>> most_turns(Log(seed=1)), most_turns(Log(seed=1, turn_months=1))
    (5, 10)
    """
    return (MONTHS - BASELINE) // log.turn_months


def finished(log: Log) -> bool:
    """Return whether all turns of the game are played."""
    return len(log.turns) >= most_turns(log)


def months_of(log: Log, turn: int) -> range:
    """Return the months of a turn, counted from 0.

    >>> list(months_of(Log(seed=1), 0)), list(months_of(Log(seed=1, turn_months=1), 9))
    ([3, 4], [12])
    """
    first = BASELINE + 1 + turn * log.turn_months
    return range(first, first + log.turn_months)


def running(log: Log) -> dict[str, int]:
    """Return the ideas that run now and their scales in per cent: what runs keeps running."""
    scales = {}
    for turn in log.turns:
        scales = _changed(scales, turn)
    return scales


def _changed(scales: dict[str, int], turn: Turn) -> dict[str, int]:
    return {id: scale for id, scale in {**scales, **turn.changes}.items() if scale}


def refusal(log: Log, turn: Turn) -> str | None:
    """Return one sentence when a turn may not be played next, else None.

    >>> refusal(Log(seed=1), Turn(changes={"text": 100}, group="A", low=10, high=50))
    'Your two numbers are 40 percentage points apart. Please make that 30 or less.'
    """
    if finished(log):
        return "This game is over. Play again to try another plan."
    if turn.low > turn.high:
        return "Your first number is larger than the second. Please put the smaller number first."
    if turn.high - turn.low > WIDEST:
        return (
            f"Your two numbers are {turn.high - turn.low:g} percentage points apart. Please make that {WIDEST} or less."
        )
    now = running(log)
    for id, scale in turn.changes.items():
        if id not in IDEAS:
            return f"There is no idea “{id}”. The ideas are: {', '.join(IDEAS)}."
        if scale not in (0, *SCALES):
            return f"“{IDEAS[id].name}” can’t run at {scale}%. Choose 5%, 25% or 100%, or 0% to stop it."
        if scale == now.get(id, 0):
            return (
                f"“{IDEAS[id].name}” already {f'runs at {scale}%' if scale else 'isn’t running'}, so nothing would"
                " change. Leave it out."
            )
    if len(turn.changes) > MOST_CHANGES:
        return f"You chose {len(turn.changes)} changes. You can make {MOST_CHANGES} in a turn, so leave some for later."
    after = _changed(now, turn)
    for one, other in TOGETHER:
        if one in after and other in after:
            return f"“{IDEAS[one].name}” and “{IDEAS[other].name}” can’t run together. Stop one of them."
    return None


def do(log: Log, turn: Turn) -> Log:
    """Play a turn; raises :class:`Refused` with a sentence when it breaks a rule."""
    if reason := refusal(log, turn):
        raise Refused(reason)
    return log.model_copy(update={"turns": [*log.turns, turn.model_copy(update={"studied": False})]})


def study(log: Log) -> Log:
    """Study the tests of the last turn; raises :class:`Refused` when there is nothing to study."""
    if not log.turns:
        raise Refused("There’s nothing to study yet. Play a turn first.")
    if log.turns[-1].studied:
        raise Refused("You’ve already studied this turn. Go on to the next one.")
    last = log.turns[-1].model_copy(update={"studied": True})
    return log.model_copy(update={"turns": [*log.turns[:-1], last]})


def replay(log: Log) -> State:
    """Play a log again from the first month; the baseline months are always there.

    >>> replay(Log(seed=1)).month
    2
    """
    # A turn is a tuple here, since the memory needs something that never changes.
    turns = tuple((tuple(turn.changes.items()), turn.together, turn.studied) for turn in log.turns)
    return _replayed(log.seed, log.turn_months, turns)


@lru_cache(maxsize=64)
def _replayed(seed: int, turn_months: int, turns: tuple) -> State:
    if not turns:
        state = start(seed)
        for _ in range(BASELINE):
            state = step(state, Choices())
        return state
    state = _replayed(seed, turn_months, turns[:-1])
    changes, together, studied = turns[-1]
    scales = {
        id: scale for id, scale in {**state.running, **{id: scale / 100 for id, scale in changes}}.items() if scale
    }
    for month in range(turn_months):
        state = step(state, Choices(scales, together if month == 0 else None, studied and month == turn_months - 1))
    return state


def played(log: Log, turn: int) -> list[Month]:
    """Return the months that a turn took."""
    months = months_of(log, turn)
    return list(replay(log).history[months[0] - 1 : months[-1]])


def result_of(log: Log, turn: int) -> Outcome:
    """Return what a turn brought, as shown: the counts of its months together."""
    return outcome(played(log, turn))


def covered(log: Log, turn: int) -> bool:
    """Tell whether the turn's prediction held: completion of its group, as shown, lies in the interval."""
    of = log.turns[turn]
    return of.low <= round(result_of(log, turn).groups["ABCD".index(of.group)], 1) <= of.high


@dataclass(frozen=True)
class Slip:
    """What a small test found: of so many people of one group who were offered an idea, how many completed."""

    idea: str
    group: str
    people: int
    completed: int


def slips(log: Log, turn: int) -> list[Slip]:
    """Return the slips of a turn: one for each idea that ran below full scale, for the group of the prediction.

    The people tested get the idea whole, as well as it fits by then; 5% of a group is at least five people.
    """
    months, state = months_of(log, turn), replay(log.model_copy(update={"turns": log.turns[:turn]}))
    last, place = played(log, turn)[-1], "ABCD".index(log.turns[turn].group)
    luck = draws(log.seed, months[-1])[-len(IDEAS) :]
    found = []
    for number, (id, idea) in enumerate(IDEAS.items()):
        if 0 < (scale := last.choices.scales.get(id, 0)) < 1:
            people = max(5, round(scale * GROUPS[place].eligible))
            steps = steps_of({**last.choices.scales, id: 1}, state.fit, last.wait, last.over)[place]
            found.append(Slip(idea.name, log.turns[turn].group, people, count(people, math.prod(steps), luck[number])))
    return found


def steps_known(log: Log) -> bool:
    """Tell whether the steps are known: a co-design or a process-map month has been given to them."""
    return any(turn.together for turn in log.turns)


def read_log(value) -> Log:
    """Read a log from plain JSON, and check that each of its turns may be played.

    Raises :class:`Refused` with one sentence, whatever the value is.

    >>> read_log({"schema": 1, "seed": 5}).turns
    []
    """
    if isinstance(value, dict) and isinstance(value.get("schema"), int) and value["schema"] > SCHEMA:
        raise Newer("This game was saved by a newer version of the course. Update the course, then go on.")
    try:
        log = Log.model_validate(value)
    except (ValidationError, RecursionError):
        raise Refused("We can’t read this game. Start a new one.") from None
    so_far = log.model_copy(update={"turns": []})
    for number, turn in enumerate(log.turns, 1):
        if reason := refusal(so_far, turn):
            raise Refused(f"Turn {number} of this game breaks a rule. {reason}")
        so_far = so_far.model_copy(update={"turns": log.turns[:number]})
    return log
