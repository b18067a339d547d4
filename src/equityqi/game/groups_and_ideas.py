"""The four groups and eleven change ideas of *Close the Gap*, and what each idea does to each group."""

from __future__ import annotations

import math
from dataclasses import dataclass

STEPS = ("reach", "attend", "complete")


@dataclass(frozen=True)
class Group:
    """People eligible for a review each month, and how likely each step is before anything changes.

    ``wait_cost``: log odds of attending lost with each week of wait over four; ``removed``: the share
    that the discharge rule takes out of the shown denominator.
    """

    id: str
    name: str
    eligible: int
    base: tuple[float, float, float]
    wait_cost: float
    removed: float


@dataclass(frozen=True)
class Idea:
    """A change idea: its effort in units of load, how well it fits at first (0 to 1), and its effect on each step of
    each group.
    """

    id: str
    name: str
    effort: float
    fit: float
    effects: tuple[tuple[float, float, float], ...]
    codesign: bool = False


GROUPS = (
    Group("A", "most deprived areas, interpreter needed", 60, (0.70, 0.60, 0.70), 0.10, 0.18),
    Group("B", "most deprived areas", 140, (0.75, 0.70, 0.85), 0.10, 0.12),
    Group("C", "areas in the middle", 300, (0.85, 0.82, 0.92), 0.06, 0.05),
    Group("D", "least deprived areas", 200, (0.92, 0.88, 0.95), 0.05, 0.02),
)
_0 = (0, 0, 0)
IDEAS = {
    idea.id: idea
    for idea in (
        Idea("text", "Text with booking link", 0.5, 0.9, ((0.05, 0, 0), (0.25, 0, 0), (0.5, 0.1, 0), (0.7, 0.2, 0))),
        Idea("posters", "Posters", 0.5, 0.9, (_0, (0.05, 0, 0), (0.15, 0, 0), (0.25, 0, 0))),
        Idea("training", "Staff training hour", 0.5, 0.9, ((0, 0, 0.15), (0, 0, 0.10), (0, 0, 0.05), (0, 0, 0.05))),
        Idea("calls", "Bilingual calls", 2, 0.5, ((1.0, 0.3, 0), (0.3, 0.1, 0), _0, _0), True),
        Idea("interpreter", "Interpreter + double slot by default", 1.5, 0.6, ((0, 0.5, 1.3), _0, _0, _0), True),
        Idea("slots", "Evening pharmacy slots", 2, 0.6, ((0, 0.4, 0), (0, 0.8, 0), (0, 0.4, 0), (0, 0.25, 0)), True),
        Idea("pop-up", "Community pop-up", 3, 0.3, ((0.8, 0.9, 0.2), (0.7, 0.7, 0.1), _0, _0), True),
        Idea("phone-only", "Phone-only", -2, 0.9, ((0, -0.2, -0.8), (0, 0.1, -0.3), (0, 0.3, 0), (0, 0.4, 0.1))),
        Idea(
            "ask-mode",
            "Ask: phone or face-to-face?",
            -1,
            0.7,
            ((0, 0.1, 0), (0, 0.2, 0), (0, 0.2, 0), (0, 0.2, 0)),
            True,
        ),
        Idea("need-first", "Need-first call list", 0.5, 0.7, ((0.6, 0.1, 0), (0.6, 0.1, 0), (0.1, 0, 0), _0), True),
        Idea("discharge", "Discharge after two misses", -1, 0.9, ((0, -0.5, 0), (0, -0.3, 0), (0, -0.1, 0), _0)),
    )
}
LOG_ODDS = tuple(tuple(math.log(chance / (1 - chance)) for chance in group.base) for group in GROUPS)  # group, step
LEAST = slice(0, 2)  # groups A and B, served least well
