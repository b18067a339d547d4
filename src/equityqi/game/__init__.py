"""The game *Close the Gap*: a system of four groups that a team tries to improve in twelve months."""

from equityqi.game.groups_and_ideas import GROUPS, IDEAS
from equityqi.game.plans import PLANS, Plan, run
from equityqi.game.scores import outcome_met, score
from equityqi.game.system import Choices, Month, Outcome, State, before, start, step

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
