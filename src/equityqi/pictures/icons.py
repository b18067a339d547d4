"""Two small icons of our own: what the points do (variation), and what they will do about a target (assurance)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import FancyBboxPatch, Rectangle

from equityqi.pictures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

VARIATION = {
    "common cause": (style.OTHERS, "No change beyond chance"),
    "improvement": (style.IMPROVE, "Change for the better"),
    "concern": (style.CONCERN, "Change for the worse"),
    "high": (style.INK, "Change: higher than usual"),
    "low": (style.INK, "Change: lower than usual"),
}
ASSURANCE = {
    "pass": (style.IMPROVE, "Will meet the target"),
    "fail": (style.CONCERN, "Will miss the target"),
    "hit or miss": (style.OTHERS, "May meet or miss the target"),
}


def variation_icon(paper: Axes, x: float, y: float, size: float, kind: str, way: int) -> str:
    """Draw a wave for chance alone, or steps up or down for a change; return the words for it.

    ``x``, ``y``: the middle, in inches; ``way``: 1 up, -1 down, 0 neither.
    """
    colour, words = VARIATION[kind]
    _tile(paper, x, y, size, colour)
    along = np.linspace(-0.33, 0.33, 40)
    if way == 0:
        paper.plot(
            x + along * size, y + 0.14 * size * np.sin(along * 19), color=colour, linewidth=2, solid_capstyle="round"
        )
        return words
    steps = np.array([-0.33, -0.12, -0.12, 0.1, 0.1, 0.3]), way * np.array([-0.22, -0.22, 0, 0, 0.22, 0.22])
    paper.plot(x + steps[0] * size, y + steps[1] * size, color=colour, linewidth=2, solid_joinstyle="round")
    head = {"marker": "^" if way > 0 else "v", "markersize": 15 * size, "color": colour}
    paper.plot(x + 0.3 * size, y + way * 0.25 * size, **head)
    return words


def assurance_icon(paper: Axes, x: float, y: float, size: float, kind: str, direction: str) -> str:
    """Draw the target as a line, and the usual spread of points as a band beyond, short of, or across it."""
    colour, words = ASSURANCE[kind]
    _tile(paper, x, y, size, colour)
    side = 0 if kind == "hit or miss" else (1 if kind == "pass" else -1) * (1 if direction == "up" else -1)
    middle = y + side * 0.24 * size
    band = (x - 0.33 * size, middle - 0.12 * size)
    paper.add_patch(Rectangle(band, 0.66 * size, 0.24 * size, facecolor=colour, edgecolor="none", alpha=0.45))
    paper.plot((x - 0.36 * size, x + 0.36 * size), (y, y), color=style.INK, linewidth=1.8, linestyle=(0, (2.2, 1.2)))
    return words


def _tile(paper: Axes, x: float, y: float, size: float, colour: str) -> None:
    inner = size * 0.84
    paper.add_patch(
        FancyBboxPatch(
            (x - inner / 2, y - inner / 2),
            inner,
            inner,
            boxstyle=f"round,pad={size * 0.08}",
            facecolor=style.PAPER,
            edgecolor=colour,
            linewidth=1.8,
        )  # fmt: skip
    )
