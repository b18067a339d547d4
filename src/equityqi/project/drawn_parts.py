"""What a project has to draw: boxes and links, ideas, tests. Pages draw it as SVG, reports with matplotlib."""

from __future__ import annotations

from equityqi.project.labels import words
from equityqi.project.parts import IDEA_NEEDED, Node, PdsaCycle, Project
from equityqi.svg.arranged import Box
from equityqi.svg.ideas import EFFECTS, Idea
from equityqi.svg.ramp import Cycle
from equityqi.typed_input import number


def diagram_of(project: Project) -> tuple[list[Box], list[tuple[str, str]], str]:
    """Return the boxes, the links and the title of the driver diagram."""
    drivers = project.drivers
    boxes = [
        Box(node.id, node.level, node.text, _note(node), node.text.casefold() == IDEA_NEEDED) for node in drivers.nodes
    ]
    links = [(one, other) for one, other in (link for link in drivers.links if len(link) == 2)]
    return boxes, links, f"Driver diagram: {project.title}" if project.title else "Driver diagram"


def _note(node: Node) -> str:
    """Return in small print where a driver comes from, or what kind of idea it is.

    >>> _note(Node(id="a", level=2, source="to_ask", whom="people with an old number", when="14 July 2026"))
    'to ask: people with an old number, by 14 July 2026'
    """
    if node.source == "to_ask":
        asked = ", ".join(part for part in (node.whom, f"by {node.when}" if node.when else "") if part)
        return f"to ask: {asked}" if asked else "to ask"
    return node.kind if node.level == 3 else words(node.source) if node.source == "lived_experience" else ""


def ideas_of(project: Project) -> list[Idea]:
    """Return the ideas that have words, a strength and an effect."""
    ideas = [(idea.idea, number(idea.strength), idea.effect) for idea in project.ideas]
    return [
        (name, int(strength), effect)
        for name, strength, effect in ideas
        if name and strength in (1, 2, 3, 4, 5) and effect in EFFECTS
    ]


def cycles_of(project: Project) -> list[Cycle]:
    """Return the tests that say with how many people."""
    return [_cycle(cycle, place) for place, cycle in enumerate(project.cycles, 1) if _whole(cycle.n)]


def _cycle(cycle: PdsaCycle, place: int) -> Cycle:
    seen = (
        None
        if cycle.observed_of not in (None, "") and number(cycle.observed_of) != number(cycle.n)
        else _whole(cycle.observed)
    )
    return Cycle(
        cycle.name or f"Test {place}",
        cycle.where,
        _whole(cycle.n),
        _whole(cycle.low),
        _whole(cycle.high),
        seen,
        cycle.act,
        "" if number(cycle.observed) is not None else str(cycle.observed or ""),
    )


def _whole(value) -> int | None:
    read = number(value)
    return int(read) if read is not None and read == int(read) and abs(read) < 1e9 else None
