"""The parts of a project's document that have a picture: system, drivers, measures, ideas and tests, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from equityqi.cases.case import Case
from equityqi.documents.blocks import Block, Bullets, Figure, Paragraph, TableBlock
from equityqi.plain_words import as_sentences, upper_first
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN
from equityqi.project import sentences, shares
from equityqi.project.labels import LEVELS, words
from equityqi.project.parts import MeasureCard, Node, PdsaCycle, Project
from equityqi.project.shares import BLANK, HIDDEN
from equityqi.typed_fields import Typed
from equityqi.typed_input import number


def _figure(pictures, name: str) -> list[Block]:
    return [Figure(name, pictures[name])] if name in pictures else []


def system(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    """What the team understood: its own words, steps, reasons, causes and whys."""
    found = project.system
    for label, typed in (
        ("The steps, in our own words", found.steps_in_words),
        ("Who must be in the room", found.in_the_room),
        ("Causes, in our own words", found.causes_in_words),
    ):
        if typed:
            yield Paragraph(typed, label)
    if found.steps:
        yield Paragraph("The steps, with the share of people who got through each one, of those who got that far:")
        yield Bullets(tuple((0, _step(step.step, step.shares)) for step in found.steps))
    yield from _figure(pictures, "steps")
    if found.reasons:
        yield _reasons(project)
    yield from _figure(pictures, "reasons")
    for theme, causes in found.causes.items():
        if causes:
            yield Paragraph(as_sentences(*(cause or BLANK for cause in causes)), f"Causes: {theme}")
    yield from _figure(pictures, "fishbone")
    if found.whys:
        yield Paragraph("Why, and why again:")
        yield Bullets(tuple((0, why or BLANK) for why in found.whys), counted=True)


def _step(step: str, values: dict[str, Typed]) -> str:
    """Return a step with the share of each group, in whole per cent."""
    scale = shares.Scale(places=0)
    told = (f"{group} {shares.share_in_words(value, scale=scale)}" for group, value in values.items())
    return f"{step or BLANK}: {', '.join(told)}"


def _reasons(project: Project) -> TableBlock:
    """Return the reasons as a table; as soon as one count is small, the counts are hidden and rounded by the rule."""
    reasons = project.system.reasons
    groups = list(dict.fromkeys(group for reason in reasons for group in reason.counts))
    counts = [[number(reason.counts.get(group)) for group in groups] for reason in reasons]
    if any(count is not None and 1 <= count <= LARGEST_HIDDEN for row in counts for count in row):
        from equityqi.project.hidden_reasons import hidden_counts  # lazy: pandas costs 0.4 s

        counts = hidden_counts(counts)
    cells = [[HIDDEN if count is None or count != count else f"{count:,.0f}" for count in row] for row in counts]
    return TableBlock(
        "Reasons, and how many people gave each one",
        ("Reason", *map(upper_first, groups)),
        tuple((reason.reason or BLANK, *row) for reason, row in zip(reasons, cells, strict=True)),
    )


def drivers(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    """The diagram, and the same as a list."""
    yield from _figure(pictures, "driver-diagram")
    if items := tuple(_branches(project)):
        yield Paragraph("The same diagram as a list:")
        yield Bullets(items)


def _branches(project: Project) -> Iterator[tuple[int, str]]:
    """Yield each box once, with its depth; where another link leads to it, only its text and "see above"."""
    drawn, seen = project.drivers, set()
    linked = {link[1] for link in drawn.links if len(link) == 2}

    def branch(node: Node) -> Iterator[tuple[int, str]]:
        name = LEVELS[node.level].rstrip("s") if node.level else LEVELS[0]
        again = node.id in seen
        seen.add(node.id)
        yield node.level - top.level, f"{name}: {node.text or BLANK}{' (see above)' if again else ''}"
        for child in () if again else dict.fromkeys(node.id for node in drawn.under(node.id)):
            if by_id[child].level == node.level + 1:
                yield from branch(by_id[child])

    by_id = {node.id: node for node in drawn.nodes}
    for top in drawn.nodes:
        if top.level == 0 or top.id not in linked:
            yield from branch(top)


def measures(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    """Each measure in a few sentences."""
    for card in project.measures:
        yield Paragraph(_measure(card), f"{sentences.measure_name(card, case)} ({card.type or BLANK})")


def _measure(card: MeasureCard) -> str:
    unit = " and ".join(part for part in dict.fromkeys((card.unit, card.denominator_unit)) if part)
    counted = f"We count {card.numerator or BLANK}, out of {card.denominator or BLANK}"
    better = {"up": "Higher is better", "down": "Lower is better"}.get(card.direction, card.direction)
    return as_sentences(
        counted + (f" (unit: {unit})" if unit else ""),
        upper_first(", ".join(part for part in (card.source, card.frequency) if part)),
        f"Split by {card.stratify}" if card.stratify else "",
        f"Small numbers: {card.small_numbers}" if card.small_numbers else "",
        better,
        f"Owner: {card.owner}" if card.owner else "",
    )


def ideas(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    """Each change idea in a sentence or two, then all of them on two scales."""
    for idea in project.ideas:
        strength = f"strength {_typed(idea.strength)} of 5" if idea.strength not in (None, "") else ""
        about = ", ".join(part for part in (strength, words(idea.effect), idea.kind) if part)
        yield Paragraph(as_sentences(upper_first(about) or BLANK, idea.why), idea.idea or BLANK)
    yield from _figure(pictures, "ideas")


def _typed(value) -> str:
    return BLANK if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)


def tests(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    """The ramp of tests, then each test in a few sentences."""
    if project.cycles:
        yield from _figure(pictures, "ramp")
    for place, cycle in enumerate(project.cycles, 1):
        yield Paragraph(_cycle(cycle, case), cycle.name or f"Test {place}")


def _cycle(cycle: PdsaCycle, case: Case | None) -> str:
    group = sentences.group_words(cycle.group, case)
    size = f"{_typed(cycle.n)} people" if cycle.n not in (None, "") else ""
    told = {True: "People know that it's a test", False: "People don't know yet that it's a test"}
    lead = {True: "The clinical lead agreed", False: "The clinical lead has not agreed yet"}
    by = f"by {cycle.who}" if cycle.who else ""
    where = (part for part in (size, group, cycle.where, sentences.dates(cycle), by) if part and part != BLANK)
    return as_sentences(
        cycle.question,
        upper_first(", ".join(where)),
        f"We count {sentences.measure_words(cycle.metric, case)}" if cycle.metric else "",
        cycle.data,
        f"Predicted: {sentences.prediction(cycle)}",
        f"Seen: {sentences.observation(cycle)}",
        f"Learned: {cycle.learning}" if cycle.learning else "",
        f"Next: {cycle.act}" if cycle.act else "",
        f"Stop if {cycle.stop}" if cycle.stop else "",
        told.get(cycle.told, ""),
        lead.get(cycle.lead_yes, ""),
    )
