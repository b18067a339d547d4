"""The pictures of a project for reports and files: driver diagram, ramp, ideas, fishbone, loss at each step and
reasons, where they are filled in.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import pandas as pd

from equityqi.cases.case import Case
from equityqi.pictures.pareto_and_steps import pareto, step_loss
from equityqi.pictures.style import Picture
from equityqi.pictures.tree import driver_diagram
from equityqi.pictures.two_by_two_and_ramp import fishbone, ramp, two_by_two
from equityqi.plain_words import upper_first
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN
from equityqi.project.drawn_parts import cycles_of, diagram_of, ideas_of
from equityqi.project.parts import Project
from equityqi.project.sentences import printable
from equityqi.project.shares import HIDDEN
from equityqi.typed_input import number

LETTERS = 400  # of each text are drawn: a page of words in a box would take minutes


def drawings(project: Project, case: Case | None = None, notes: Sequence = ()) -> dict[str, Picture]:
    """Return the pictures that the project has enough for, each by the name of its file; ``notes`` stand below each.

    >>> list(drawings(Project(ideas=[{"idea": "Poster", "strength": 1, "effect": "widens"}])))
    ['ideas']
    """
    drawn = {name: drawing(name, project, case, notes) for name in DRAWN}
    return {name: picture for name, picture in drawn.items() if picture}


def drawing(name: str, project: Project, case: Case | None = None, notes: Sequence = ()) -> Picture | None:
    """Return one picture of the project, by its name in :data:`DRAWN`; None where the project has too little for it.

    >>> drawing("ramp", Project())
    """
    from matplotlib.text import Text  # lazy: matplotlib costs 0.3 s

    project = printable(project, LETTERS)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph")  # a letter that the font lacks is drawn as a box
            picture = DRAWN[name](project, case, notes)
    except ValueError:  # half-filled: the words stand in the document, and the picture waits
        return None
    for text in picture.figure.findobj(Text) if picture else ():
        text.set_parse_math(False)  # "$5 to $10" is money
    return picture


def _drivers(project: Project, case: Case | None, notes: Sequence) -> Picture | None:
    boxes, links, title = diagram_of(project)
    return driver_diagram(boxes, links, title, notes=notes, for_paper=True) if boxes else None


def _steps(project: Project, case: Case | None, notes: Sequence) -> Picture | None:
    rows = [
        (step.step, upper_first(group), number(share))
        for step in project.system.steps
        for group, share in step.shares.items()
    ]
    if not rows:
        return None
    return step_loss(_frame(rows, "step", "group", "share"), notes=notes)


def _reasons(project: Project, case: Case | None, notes: Sequence) -> Picture | None:
    """Draw the reasons, unless a count is small: the bars would tell what the table hides."""
    rows = [
        (reason.reason, upper_first(group), number(count))
        for reason in project.system.reasons
        for group, count in reason.counts.items()
    ]
    if not rows or _small(project):
        return None
    return pareto(_frame(rows, "reason", "group", "count"), notes=notes)


def _small(project: Project) -> bool:
    """Whether a count of a reason is small, or hidden already."""
    counts = [count for reason in project.system.reasons for count in reason.counts.values()]
    known = [number(count) for count in counts]
    return HIDDEN in counts or any(count is not None and 1 <= count <= LARGEST_HIDDEN for count in known)


def _frame(rows: list[tuple], *columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns)


def _fishbone(project: Project, case: Case | None, notes: Sequence) -> Picture | None:
    causes = {theme: [cause for cause in causes if cause.strip()] for theme, causes in project.system.causes.items()}
    return fishbone(project.problem.rstrip(".") or "The problem", causes, notes=notes) if any(causes.values()) else None


def _ideas(project: Project, case: Case | None, notes: Sequence) -> Picture | None:
    return two_by_two(ideas_of(project), notes=notes)


def _ramp(project: Project, case: Case | None, notes: Sequence) -> Picture | None:
    cycles = cycles_of(project)
    return ramp(cycles, notes=notes) if cycles else None


DRAWN: dict[str, Callable[[Project, Case | None, Sequence], Picture | None]] = {
    "driver-diagram": _drivers,
    "steps": _steps,
    "reasons": _reasons,
    "fishbone": _fishbone,
    "ideas": _ideas,
    "ramp": _ramp,
}
