"""A project as a document of plain blocks, which the exports write as Word, HTML or text."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from equityqi.cases.case import Case
from equityqi.documents.blocks import Block, Bullets, Document, Figure, Paragraph, Section, TableBlock
from equityqi.pictures.style import Picture
from equityqi.plain_words import as_sentences, upper_first
from equityqi.privacy import CannotHide, hide_small
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN
from equityqi.privacy.in_text import people_in_answer, sentence_on
from equityqi.project import sentences, shares
from equityqi.project.canvas import canvas
from equityqi.project.drawings import drawings
from equityqi.project.labels import AIM, LEVELS, SPREAD, words
from equityqi.project.parts import CHECKLIST, Node, Project
from equityqi.project.shares import BLANK, HIDDEN
from equityqi.typed_fields import Typed
from equityqi.typed_input import number

NO_PATIENTS = "This document holds no details of patients."
READ_AGAIN = (
    " The numbers of people in a test are the size of the test. In data, counts of 1 to 7 are hidden. Read it once more"
    " before you share it."
)


def document(project: Project) -> Document:
    """Return the whole project as a document; sections that nobody filled are left out, and a private commitment too.

    >>> [section.title for section in document(Project(title="Reviews for all", problem="Some miss theirs.")).sections]
    ['On one page', 'Equity check']
    """
    project = sentences.printable(project)
    case = sentences.case_of(project)
    pictures = drawings(project, case)
    parts = (
        ("On one page", _one_page),
        ("Equity check", _equity_check),
        ("Who was asked", _asked),
        ("How the system works", _system),
        ("Aim", _aim),
        ("Driver diagram", _drivers),
        ("Measures", _measures),
        ("Change ideas", _ideas),
        ("Tests", _tests),
        ("Spread and sustain", _spread),
        ("Commitment", _commitment),
    )
    sections = [Section(title, tuple(write(project, case, pictures))) for title, write in parts]
    about = [
        as_sentences(f"Case: {case.title}" if case else "", f"Written on {project.day}" if project.day else ""),
        (sentence_on(people_in_answer(project.model_dump()), "This document") or NO_PATIENTS) + READ_AGAIN,
    ]
    return Document(
        project.title or "Our project",
        tuple(line for line in about if line),
        tuple(section for section in sections if section.blocks),
    )


def _figure(pictures: dict[str, Picture], name: str) -> list[Block]:
    return [Figure(name, pictures[name])] if name in pictures else []


def _one_page(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    page = canvas(project, case)
    yield TableBlock(
        "The project on one page",
        ("Part", "What we wrote"),
        tuple((heading, "\n".join(lines)) for heading, lines in page.rows),
    )
    if page.differs:
        yield Paragraph("These parts do not agree yet:")
        yield Bullets(tuple((0, sentence) for sentence in page.differs))


def _equity_check(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    yield Paragraph(
        "The four stages follow the Health Equity Assessment Tool, in our own words. It asks; people answer."
    )
    rows = tuple(
        (
            f"{stage.name}\n{stage.asks}",
            "\n".join(stage.says) or BLANK,
            "\n".join(stage.open) or "Nothing that a list can see.",
        )
        for stage in canvas(project, case).stages
    )
    yield TableBlock("Four stages of an equity check", ("Stage", "What the project says", "Still open"), rows)


def _asked(project: Project, case, pictures) -> Iterator[Block]:
    if project.asked:
        rows = tuple((voice.who or BLANK, voice.how, voice.when, voice.said) for voice in project.asked)
        yield TableBlock("People and groups, and what they said", ("Who", "How", "When", "What they said"), rows)


def _system(project: Project, case, pictures) -> Iterator[Block]:
    system = project.system
    for label, typed in (
        ("The steps, in our own words", system.steps_in_words),
        ("Who must be in the room", system.in_the_room),
        ("Causes, in our own words", system.causes_in_words),
    ):
        if typed:
            yield Paragraph(f"{label}: {typed}")
    if system.steps:
        groups = list(dict.fromkeys(group for step in system.steps for group in step.shares))
        heads = ("Step", *map(upper_first, groups))
        rows = tuple((step.step or BLANK, *_in_one_row(step.shares, groups)) for step in system.steps)
        yield TableBlock("Steps, with the share that came through each, of those who came so far", heads, rows)
    yield from _figure(pictures, "steps")
    if system.reasons:
        yield _reasons(project)
    yield from _figure(pictures, "reasons")
    if any(system.causes.values()):
        yield TableBlock(
            "Causes by theme",
            ("Theme", "Causes"),
            tuple((theme, "\n".join(causes) or BLANK) for theme, causes in system.causes.items()),
        )
    yield from _figure(pictures, "fishbone")
    if system.whys:
        yield Paragraph("Why, and why again:")
        yield Bullets(tuple((0, why or BLANK) for why in system.whys), counted=True)


def _in_one_row(values: dict[str, Typed], groups: list[str]) -> Iterator[str]:
    """Yield the share of each group, all with the same decimal places."""
    read = [number(values.get(group)) for group in groups]
    scale = shares.Scale(places=shares.places_for(*(value for value in read if value is not None)))
    yield from (shares.share_in_words(values.get(group), scale=scale) for group in groups)


def _reasons(project: Project) -> TableBlock:
    """Return the reasons as a table; as soon as one count is small, the counts are hidden and rounded by the rule."""
    reasons = project.system.reasons
    groups = list(dict.fromkeys(group for reason in reasons for group in reason.counts))
    counts = [[number(reason.counts.get(group)) for group in groups] for reason in reasons]
    if any(count is not None and 1 <= count <= LARGEST_HIDDEN for row in counts for count in row):
        try:
            hidden = hide_small(pd.DataFrame(counts, columns=range(len(groups)), dtype=float), list(range(len(groups))))
            counts = [[hidden[column].iloc[row] for column in range(len(groups))] for row in range(len(counts))]
        except CannotHide:
            counts = [[None] * len(groups)] * len(reasons)
    cells = [[HIDDEN if count is None or count != count else f"{count:,.0f}" for count in row] for row in counts]
    heads = ("Reason", *map(upper_first, groups))
    return TableBlock(
        "Reasons, with how many people gave them",
        heads,
        tuple((reason.reason or BLANK, *row) for reason, row in zip(reasons, cells, strict=True)),
    )


def _aim(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    aim = project.aim
    if aim == type(aim)():
        return
    yield Paragraph(
        " ".join(text for text in (sentences.aim_sentence(aim, case), shares.gap_sentence(aim, case)) if text)
    )
    (now, other), (then, later) = shares.baselines(aim, case), shares.targets(aim, case)
    values = {
        **{key: getattr(aim, key) for key in AIM},
        "measure": sentences.measure_words(aim.measure, case),
        "group": sentences.group_words(aim.group, case),
        "comparator": sentences.group_words(aim.comparator, case),
        "baseline_group": now,
        "baseline_comparator": other,
        "target_group": then,
        "target_comparator": later,
        "floor": shares.floor_in_words(aim, case),
    }
    yield TableBlock(
        "The aim, field by field",
        ("Field", "What we wrote"),
        tuple((label, values[key] or BLANK) for key, label in AIM.items()),
    )


def _drivers(project: Project, case, pictures) -> Iterator[Block]:
    yield from _figure(pictures, "driver-diagram")
    if items := tuple(_branches(project)):
        yield Paragraph("The same diagram as a list:")
        yield Bullets(items)


def _branches(project: Project) -> Iterator[tuple[int, str]]:
    """Yield each box once, with its depth; where another link leads to it, only its text and "see above"."""
    drivers, seen = project.drivers, set()
    linked = {link[1] for link in drivers.links if len(link) == 2}

    def branch(node: Node) -> Iterator[tuple[int, str]]:
        name = LEVELS[node.level].rstrip("s") if node.level else LEVELS[0]
        again = node.id in seen
        seen.add(node.id)
        yield node.level - top.level, f"{name}: {node.text or BLANK}{' (see above)' if again else ''}"
        for child in () if again else dict.fromkeys(node.id for node in drivers.under(node.id)):
            if by_id[child].level == node.level + 1:
                yield from branch(by_id[child])

    by_id = {node.id: node for node in drivers.nodes}
    for top in drivers.nodes:
        if top.level == 0 or top.id not in linked:
            yield from branch(top)


def _measures(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    if not project.measures:
        return
    heads = ("Measure", "What is counted", "Source, how often", "Split by, small numbers", "Better, owner")
    rows = []
    for card in project.measures:
        unit = " and ".join(part for part in dict.fromkeys((card.unit, card.denominator_unit)) if part)
        counted = f"{card.numerator or BLANK}, out of {card.denominator or BLANK}" + (
            f" (unit: {unit})" if unit else ""
        )
        better = {"up": "higher is better", "down": "lower is better"}.get(card.direction, card.direction)
        cells = (
            f"{sentences.measure_name(card, case)}\n({card.type or BLANK})",
            counted,
            _lines(card.source, card.frequency),
            _lines(card.stratify, card.small_numbers),
        )
        rows.append((*cells, _lines(better, card.owner)))
    yield TableBlock("Measures: outcome, process and balancing", heads, tuple(rows))


def _lines(*parts: str) -> str:
    return "\n".join(upper_first(part) for part in parts if part) or BLANK


def _ideas(project: Project, case, pictures) -> Iterator[Block]:
    if project.ideas:
        heads = ("Change idea", "Strength, 1 weak to 5 strong", "Effect on the gap", "Kind", "Why")
        rows = tuple(
            (idea.idea or BLANK, _typed(idea.strength), words(idea.effect) or BLANK, idea.kind or BLANK, idea.why)
            for idea in project.ideas
        )
        yield TableBlock("Ideas, with strength and effect on the gap", heads, rows)
    yield from _figure(pictures, "ideas")


def _typed(value) -> str:
    return BLANK if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)


def _tests(project: Project, case: Case | None, pictures) -> Iterator[Block]:
    if not project.cycles:
        return
    yield from _figure(pictures, "ramp")
    heads = ("Test", "Question, and what is counted", "Predicted", "Seen", "Learned, and next", "Safety")
    rows = []
    for place, cycle in enumerate(project.cycles, 1):
        people = f"{_typed(cycle.n)} people: {sentences.group_words(cycle.group, case) or BLANK}"
        metric = f"We count {sentences.measure_words(cycle.metric, case)}" if cycle.metric else ""
        what = _lines(cycle.question, metric, cycle.data)
        trial = {True: "People know that it is a trial", False: "People do not know yet that it is a trial"}.get(
            cycle.told, ""
        )
        lead = {True: "The clinical lead agreed", False: "The clinical lead has not agreed yet"}.get(cycle.lead_yes, "")
        safety = _lines(f"Stop: {cycle.stop}" if cycle.stop else "", trial, lead)
        name = _lines(
            cycle.name or f"Test {place}",
            people,
            cycle.where,
            sentences.dates(cycle),
            f"by {cycle.who}" if cycle.who else "",
        )
        rows.append(
            (
                name,
                what,
                sentences.prediction(cycle),
                sentences.observation(cycle),
                _lines(cycle.learning, f"Next: {cycle.act}" if cycle.act else ""),
                safety,
            )
        )
    yield TableBlock("Log of tests", heads, tuple(rows))


def _spread(project: Project, case, pictures) -> Iterator[Block]:
    spread = project.spread
    if rows := tuple((label, getattr(spread, key)) for key, label in SPREAD.items() if getattr(spread, key)):
        yield TableBlock("Spread without widening the gap", ("Field", "What we wrote"), rows)
    if spread.checklist:
        answers = {True: "yes", False: "not yet", None: BLANK}
        every = dict.fromkeys((*CHECKLIST, *spread.checklist))
        yield TableBlock(
            "What keeps the change going",
            ("Part", "In place?"),
            tuple((upper_first(part), answers[spread.checklist.get(part)]) for part in every),
        )


def _commitment(project: Project, case, pictures) -> Iterator[Block]:
    if not project.commitment.private:
        yield Paragraph(sentences.commitment_sentence(project.commitment))
