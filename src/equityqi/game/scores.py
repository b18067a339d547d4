"""What a game is worth, by the model's chances and not by luck: equity, average, balancing, and the discharge rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.game.groups_and_ideas import GROUPS
from equityqi.game.system import FLOOR, USUAL_WAIT, Outcome, State, before

if TYPE_CHECKING:
    import pandas as pd

Part = tuple[str, float, float, str]  # its name, marks, the most there are, and a sentence
GAP_AIM = 5  # percentage points by which the gap is to narrow
EQUITY, AVERAGE, BALANCING, DISCHARGE = 40, 20, 15, -15


def worse_groups(now: Outcome) -> list[str]:
    """Return the groups that are more than two points worse than before.

    >>> worse_groups(before())
    []
    """
    was = before().groups
    return [group.id for group, then, here in zip(GROUPS, was, now.groups, strict=True) if then - here > FLOOR]


def outcome_met(state: State) -> bool:
    """Tell whether the gap is at least five points narrower with no group more than two points worse."""
    now = state.history[-1].outcome("chance")
    return before().gap - now.gap >= GAP_AIM and not worse_groups(now)


def score(state: State, more: Sequence[Part] = ()) -> pd.DataFrame:
    """Score the last month played: one row a part, with ``points``, ``out_of`` and a ``sentence`` on what it means.

    ``more``: further parts (the points for learning, which only a log of play can tell). The last row is the total,
    which never goes below 0. Raises ValueError before the first month. Source: the course's page on the game.

    >>> from equityqi.game import Choices, start, step
    >>> score(step(start(), Choices())).set_index("part")["points"].to_dict()
    {'Equity': 0.0, 'Average': 0.0, 'Balancing': 15.0, 'Discharge rule': 0.0, 'Total': 15.0}
    """
    import pandas as pd  # lazy: pandas costs 0.3 s

    return pd.DataFrame(parts(state, more), columns=["part", "points", "out_of", "sentence"])


def parts(state: State, more: Sequence[Part] = ()) -> list[Part]:
    """Return the rows of :func:`score`, without pandas, which a page that is only marked need not load."""
    if not state.history:
        raise ValueError("No month has been played yet, so there is nothing to score.")
    then, now = before(), state.history[-1].outcome("chance")
    over, wait = sum(month.over for month in state.history), state.history[-1].wait
    found = [
        _equity(then, now),
        (
            "Average",
            AVERAGE * _share(now.everyone - then.everyone, 8),
            AVERAGE,
            (
                f"The average {_moved(then.everyone, now.everyone)}. If it rises by 8 percentage points, you get all"
                f" {AVERAGE}."
            ),
        ),
        (
            "Balancing",
            max(0.0, BALANCING - over - 2 * max(0.0, wait - USUAL_WAIT - 1)),
            BALANCING,
            (
                f"You asked your staff for {over:.1f} units of time too much in all, and people wait {wait:.1f} weeks."
                " You lose 1 for each unit, and 2 for each week over 5."
            ),
        ),
        _discharge(state),
        *more,
    ]
    total = max(0.0, sum(points for _, points, _, _ in found))
    out_of = sum(most for _, _, most, _ in found)
    return [*found, ("Total", total, out_of, "All parts together. It’s never below 0.")]


def _share(value: float, whole: float) -> float:
    return max(0.0, min(1.0, value / whole))


def _moved(then: float, now: float) -> str:
    change = round(now, 1) - round(then, 1)
    if abs(change) < 0.05:
        return f"stayed at {now:.1f}%"
    return f"{'rose' if change > 0 else 'fell'} from {then:.1f}% to {now:.1f}%"


def _equity(then: Outcome, now: Outcome):
    worse = worse_groups(now)
    sentence = (
        f"Without luck, the gap was {then.gap:.1f} percentage points before you started, and {now.gap:.1f} in month 12."
        f" If it falls by 10, you get all {EQUITY}."
    )
    if worse:
        return (
            "Equity",
            0.0,
            EQUITY,
            f"{sentence} Group {' and '.join(worse)} ended more than {FLOOR} percentage points worse, so you get 0.",
        )
    return "Equity", EQUITY * _share(then.gap - now.gap, 10), EQUITY, sentence


def _discharge(state: State):
    if any(month.choices.scales.get("discharge") for month in state.history):
        sentence = (
            "The rule took people out of the figures. The figures look better, but those people still haven’t had"
            " their review."
        )
        return "Discharge rule", float(DISCHARGE), 0, sentence
    return "Discharge rule", 0.0, 0, "You didn’t use it, so nobody was taken out of the figures."
