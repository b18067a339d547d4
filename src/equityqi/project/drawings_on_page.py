"""The pictures of a project on a learner's page, as SVG: nothing heavy is loaded for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from equityqi.cases.case import Case
from equityqi.plain_words import upper_first
from equityqi.project import sentences, shares
from equityqi.project.drawn_parts import cycles_of, diagram_of, ideas_of
from equityqi.project.parts import Project
from equityqi.svg.drawing import Drawing
from equityqi.svg.gap import Pair, gap_over_two_times
from equityqi.svg.ideas import two_by_two
from equityqi.svg.ramp import ramp
from equityqi.svg.tree import driver_diagram
from equityqi.typed_input import number

LETTERS = 400  # of each text are drawn: a page of words in a box would take minutes


def drawing_on_page(name: str, project: Project, case: Case | None = None, notes: Sequence[str] = ()) -> Drawing | None:
    """Return one picture of the project, by its name in :data:`ON_PAGE`; None where the project has too little for it.

    >>> drawing_on_page("ideas", Project(ideas=[{"idea": "Poster", "strength": 1, "effect": "widens"}])).sentence
    'No idea yet is both strong and likely to narrow the gap.'
    """
    try:
        return ON_PAGE[name](sentences.printable(project, LETTERS), case, notes)
    except ValueError:  # half-filled: the words stand in the document, and the picture waits
        return None


def _gap(project: Project, case: Case | None, notes: Sequence[str]) -> Drawing | None:
    aim = project.aim
    if not (sentence := shares.gap_sentence(aim, case)):  # a number is absent, or hidden
        return None
    groups = tuple(
        upper_first(sentences.group_words(name, case) or other)
        for name, other in ((aim.group, "the group"), (aim.comparator, "the others"))
    )
    gaps = shares.gaps_in_words(aim, case)
    now = Pair("Now", *_numbers(aim.baseline_group, aim.baseline_comparator), *shares.baselines(aim, case), gaps[0])
    then = Pair(
        f"Target, {aim.date}" if aim.date else "Target",
        *_numbers(aim.target_group, aim.target_comparator),
        *shares.targets(aim, case),
        gaps[1],
    )
    return gap_over_two_times([now, then], groups, "The gap of your aim", sentence, shares.unit_of(aim, case))


def _numbers(least, best) -> tuple[float, float]:
    return number(least), number(best)


def _drivers(project: Project, case: Case | None, notes: Sequence[str]) -> Drawing:
    boxes, links, title = diagram_of(project)
    return driver_diagram(boxes, links, title, notes=notes)


ON_PAGE: dict[str, Callable[[Project, Case | None, Sequence[str]], Drawing | None]] = {
    "gap": _gap,
    "driver-diagram": _drivers,
    "ideas": lambda project, case, notes: two_by_two(ideas_of(project), notes=notes),
    "ramp": lambda project, case, notes: ramp(cycles_of(project), notes=notes),
}
