"""The model behind *Close the Gap*: four groups, eleven ideas, twelve months, and what each month does.

Completion is the product of three steps (reach, attend, complete). Ideas act on the log odds of a step; too much at
once overloads staff, and waits grow. Nothing here knows the rules of play: any set of ideas may run at any scale.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, reduce
from operator import add
from statistics import NormalDist

from equityqi.game.groups_and_ideas import GROUPS, IDEAS, LEAST, LOG_ODDS
from equityqi.game.seeded_draws import raw_numbers

MONTHS, BASELINE = 12, 2  # months of a game, and those before anything can be started
CAPACITY, USUAL_LOAD, USUAL_WAIT, LONGEST_WAIT = 6, 5, 4.0, 12.0  # units of load, weeks
NOISE = 0.05  # standard deviation, in log odds: shared by the groups, and again of each group
FLOOR = 2  # points that a group may be worse before the game counts it as harm
_NORMAL = NormalDist()
Steps = tuple[tuple[float, ...], ...]  # of each group, each step


@dataclass(frozen=True)
class Choices:
    """What is done in one month: the scale of each running idea (0 to 1), co-design or a process map, a study.

    ``together`` is "codesign", "map" or None; ``study`` studies every idea that runs below full scale.
    """

    scales: Mapping[str, float] = field(default_factory=dict)
    together: str | None = None
    study: bool = False


@dataclass(frozen=True)
class Outcome:
    """Completion in per cent: of each group, of everyone, of A and B together; and the gap D − (A+B) in points."""

    groups: tuple[float, ...]
    everyone: float
    least: float
    gap: float


@dataclass(frozen=True)
class Month:
    """A month that was played. ``steps``: the chance of each step of each group, without the month's wobble.

    ``completed`` are counts, or with no seed the counts to be expected; ``shown_eligible`` are the people
    that the discharge rule leaves in the denominator.
    """

    number: int
    choices: Choices
    load: float
    over: float
    wait: float
    steps: Steps
    completed: tuple[float, ...]
    shown_eligible: tuple[float, ...]

    @property
    def chance(self) -> tuple[float, ...]:
        """The chance of a completed review in each group, without the month's wobble."""
        return tuple(math.prod(steps) for steps in self.steps)

    def outcome(self, kind: str = "shown") -> Outcome:
        """Return the month by the model's "chance", by "true" counts, or by counts as "shown"."""
        return outcome([self], kind)


@dataclass(frozen=True)
class State:
    """A game as it stands: its seed (None is no wobble), the fit of each idea now, and the months played."""

    seed: int | None
    fit: tuple[float, ...] = tuple(idea.fit for idea in IDEAS.values())
    wait: float = USUAL_WAIT
    history: tuple[Month, ...] = ()

    @property
    def month(self) -> int:
        """How many months were played."""
        return len(self.history)

    @property
    def running(self) -> dict[str, float]:
        """The ideas that run now, with their scales."""
        return {id: scale for id, scale in self.history[-1].choices.scales.items() if scale} if self.history else {}


def start(seed: int | None = None) -> State:
    """Return a game before its first month; without a seed nothing wobbles, and counts are those to be expected.

    >>> start().month, start(7).seed
    (0, 7)
    """
    return State(seed)


def load_of(choices: Choices) -> float:
    """Return the load of a month in units; staff can carry six.

    >>> load_of(Choices({"calls": 1})), load_of(Choices({"calls": 0.25}, "codesign"))
    (7.0, 6.75)
    """
    effort = sum(IDEAS[id].effort * scale for id, scale in choices.scales.items())
    tests = sum(0 < scale < 1 for scale in choices.scales.values())
    return USUAL_LOAD + effort + 0.25 * tests + (choices.together is not None)


def steps_of(scales: Mapping[str, float], fit, wait: float = USUAL_WAIT, over: float = 0.0) -> Steps:
    """Return the chance of each step of each group (groups by steps), for ideas that run at these scales and fits.

    ``fit``: of each idea, in the order of IDEAS; ``wait`` in weeks, ``over`` in units of overload.

    >>> [round(math.prod(steps) * 100) for steps in steps_of({}, start().fit)]
    [29, 45, 64, 77]
    """
    return _chances(_log_odds(scales, fit, wait, over))


def _chances(odds: Steps) -> Steps:
    """Return the chance that each log odds stands for.

    >>> _chances(((0.0, math.log(3)),))
    ((0.5, 0.75),)
    """
    return tuple(tuple(1 / (1 + math.exp(-one)) for one in steps) for steps in odds)


def _log_odds(scales, fit, wait, over) -> Steps:
    acting = [(scale * fit[place], idea) for place, idea in enumerate(IDEAS.values()) if (scale := scales.get(idea.id))]
    odds = []
    for place, group in enumerate(GROUPS):
        reach, attend, complete = LOG_ODDS[place]
        for strength, idea in acting:
            effects = idea.effects[place]
            reach += strength * effects[0]
            attend += strength * effects[1]
            complete += strength * effects[2]
        odds.append((reach, attend - group.wait_cost * (wait - USUAL_WAIT), complete - 0.08 * over))
    return tuple(odds)


def step(state: State, choices: Choices) -> State:
    """Play one month: load, overload, wait, penalties, results, and then the fit that acts from the next month on.

    Raises ValueError for an idea that is not known, a scale outside 0 to 1, or a month after the twelfth.
    Source: the course's page on the game.

    >>> after = step(start(), Choices({"pop-up": 1}))
    >>> after.history[0].over, after.wait
    (2.0, 5.0)
    """
    _check(state, choices)
    load = load_of(choices)
    over = max(0.0, load - CAPACITY)
    wait = min(LONGEST_WAIT, state.wait + 0.5 * over) if over > 0 else USUAL_WAIT + 0.75 * (state.wait - USUAL_WAIT)
    odds = _log_odds(choices.scales, state.fit, wait, over)
    number = state.month + 1
    month = Month(
        number, choices, load, over, wait,
        steps=_chances(odds),
        completed=_completed(state.seed, number, odds),
        shown_eligible=tuple(
            group.eligible * (1.0 - group.removed * choices.scales.get("discharge", 0)) for group in GROUPS
        ),
    )  # fmt: skip
    return replace(state, fit=_learned(state.fit, choices), wait=wait, history=(*state.history, month))


def _check(state: State, choices: Choices) -> None:
    if state.month >= MONTHS:
        raise ValueError(f"The game ends with month {MONTHS}. Start a new one.")
    if choices.together not in (None, "codesign", "map"):
        raise ValueError(f"A month is given to 'codesign', to 'map' or to None, not to {choices.together!r}.")
    for id, scale in choices.scales.items():
        if id not in IDEAS:
            raise ValueError(f"There is no idea {id!r}. The ideas are: {', '.join(IDEAS)}.")
        if not 0 <= scale <= 1:
            raise ValueError(f"The scale of {id} is {scale}; it goes from 0 to 1.")


def _learned(fits, choices: Choices) -> tuple[float, ...]:
    """Return the fit after a month; a study comes before co-design."""
    learned = []
    for fit, idea in zip(fits, IDEAS.values(), strict=True):
        if choices.study and 0 < choices.scales.get(idea.id, 0) < 1:
            fit += 0.35 * (1 - fit)
        if choices.together == "codesign" and idea.codesign:
            fit = min(1.0, fit + 0.3 * (1 - fit) + 0.1)
        learned.append(fit)
    return tuple(learned)


def draws(seed: int, month: int) -> tuple[float, ...]:
    """Return the month's random numbers, above 0 and below 1; the same for a seed and month whatever was chosen.

    Whole numbers from a generator whose stream never changes are turned into counts by inverse distributions, so that a
    stored game comes out the same on every computer. Order: shared, the groups' wobble, their counts, the tests' slips.

    >>> round(draws(1, 3)[0], 4), len(draws(1, 3))
    (0.0141, 20)
    """
    return tuple(((raw >> 11) + 0.5) * 2.0**-53 for raw in raw_numbers((seed, month), 1 + 2 * len(GROUPS) + len(IDEAS)))


def count(n: int, p: float, u: float) -> int:
    """Return the binomial count that the random number ``u`` stands for: the least whose cumulative chance reaches it.

    >>> count(10, 0.5, 0.5), count(10, 0.5, 0.999999)
    (5, 10)
    """
    reached = 0.0
    for done, ways in enumerate(_ways(n)):
        reached += ways * p**done * (1 - p) ** (n - done)
        if reached >= u:
            return done
    return n


@cache
def _ways(n: int) -> tuple[float, ...]:
    return tuple(float(math.comb(n, done)) for done in range(n + 1))


def _completed(seed: int | None, number: int, odds: Steps) -> tuple[float, ...]:
    if seed is None:
        return tuple(group.eligible * math.prod(steps) for group, steps in zip(GROUPS, _chances(odds), strict=True))
    u, groups = draws(seed, number), len(GROUPS)
    shared, *own = (NOISE * _NORMAL.inv_cdf(one) for one in u[: 1 + groups])
    wobbled = _chances(
        tuple(tuple(one + (shared + more) for one in steps) for steps, more in zip(odds, own, strict=True))
    )
    return tuple(
        count(group.eligible, math.prod(steps), at)
        for group, steps, at in zip(GROUPS, wobbled, u[1 + groups : 1 + 2 * groups], strict=True)
    )


def outcome(months: Sequence[Month], kind: str = "shown") -> Outcome:
    """Return completion over several months together; ``kind`` as for :meth:`Month.outcome`.

    >>> round(outcome([step(start(), Choices()).history[0]]).gap, 1)
    36.9
    """
    done, people = [0.0] * len(GROUPS), [0.0] * len(GROUPS)
    for month in months:
        chance = month.chance
        for place, group in enumerate(GROUPS):
            done[place] += group.eligible * chance[place] if kind == "chance" else month.completed[place]
            people[place] += month.shown_eligible[place] if kind == "shown" else group.eligible
    done = [min(pair) for pair in zip(done, people, strict=True)]  # a wobble cannot show more reviews than people
    groups = tuple(here / of * 100 for here, of in zip(done, people, strict=True))
    least = _together(done[LEAST], people[LEAST])
    return Outcome(groups, _together(done, people), least, groups[-1] - least)


def _together(done: list[float], people: list[float]) -> float:
    """Return completion of groups together, in per cent; ``sum()`` would round otherwise from Python 3.12 on."""
    return reduce(add, done) / reduce(add, people) * 100


@lru_cache(maxsize=1)
def before() -> Outcome:
    """Return the model's chances before anything changes.

    >>> round(before().everyone, 1), round(before().least, 1)
    (60.9, 40.1)
    """
    return step(start(), Choices()).history[0].outcome("chance")
