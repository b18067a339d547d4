"""The game *Close the Gap*: a system of four groups that a team tries to improve in twelve months."""

from equityqi.game.plans import PLANS, Plan, run
from equityqi.game.scores import outcome_met, score
from equityqi.game.system import (
    GROUPS,
    IDEAS,
    Choices,
    Month,
    Outcome,
    State,
    before,
    start,
    step,
)

__all__ = [
    "GROUPS",
    "IDEAS",
    "PLANS",
    "Choices",
    "Month",
    "Outcome",
    "Plan",
    "State",
    "before",
    "outcome_met",
    "run",
    "score",
    "start",
    "step",
]
