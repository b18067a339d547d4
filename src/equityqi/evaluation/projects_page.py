"""The named leader's page over a team's projects: who asks for help, what comes next, and each project in short.

It is about projects and never about people. There are no colours, ranks or averages, and the order says nothing about
results.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from equityqi.documents.blocks import Block, Bullets, Document, Paragraph, Section, TableBlock
from equityqi.evaluation.check_ins import DONE
from equityqi.evaluation.team_projects import TeamProject, aim_measure
from equityqi.plain_words import as_sentences, upper_first
from equityqi.project.parts import PdsaCycle
from equityqi.project.sentences import aim_sentence, case_of, observation, prediction
from equityqi.typed_input import date, number
from equityqi.working_days import due

TITLE = "Projects that teams have shared"
ABOUT = (
    "Teams shared these projects with you. A project that isn’t here hasn’t been shared, and that’s all right.",
    "Teams that ask for help come first. After that we sort by the next date. We never sort by results.",
    "Ask: “What got in the way?” Never ask: “Why not?” Don’t rate anyone red, amber or green.",
    "Of what teams counted, 1 to 7 people are hidden, and the rest is rounded to 5.",
    "What they predicted is as they wrote it.",
)
NOBODY = "No team has shared a project yet. You don’t need to ask why."
SO_FAR = {"done": "done", "part": "done in part", "not": "not yet"}
CSS = """
@page { size: A4 landscape; margin: 14mm; }
section { break-inside: avoid; }
td, th { overflow-wrap: break-word; vertical-align: top; }
"""


def projects_document(projects: Sequence[TeamProject], leader: str = "") -> Document:
    """Return the page as a document; ``leader``: whose page it is."""
    about = (*((f"For {leader}.",) if leader else ()), *ABOUT)
    if not projects:
        return Document(TITLE, about, (Section("Nothing to follow up yet", (Paragraph(NOBODY),)),))
    asking = [one for one in projects if one.need]
    others = [one for one in projects if not one.need]
    sections = []
    if asking:
        heads = ("What they need", "Project", "Next date")
        rows = tuple((one.need, one.title, _next(one)) for one in asking)
        sections.append(Section("We need help", (TableBlock("Teams that ask you for something", heads, rows),)))
    if others:
        rows = tuple((_next(one), one.title, one.then or "they don’t say yet") for one in others)
        table = TableBlock("Projects by their next date", ("Next date", "Project", "What they do next"), rows)
        sections.append(Section("The next dates" if not asking else "The other projects, by next date", (table,)))
    return Document(TITLE, about, (*sections, *(Section(one.title, tuple(_blocks(one))) for one in projects)))


def _next(one: TeamProject) -> str:
    return f"{one.next.words}: {one.next.what}" if one.next else "no date yet"


def _blocks(one: TeamProject) -> Iterator[Block]:
    """Yield what a leader reads of one project."""
    whole, case = one.whole, case_of(one.whole.plan)
    for sentence in whole.stop:
        yield Paragraph(sentence, "Read this first")
    if one.need:
        yield Paragraph(as_sentences(one.need, f"By {one.by}" if one.by else ""), "We need")
    yield Paragraph(_next(one), "Next date")
    yield Paragraph(aim_sentence(whole.plan.aim, case), "What we aim for")
    if test := one.latest_test:
        name = test.name or "Our latest test"
        predicted = f"We predicted {prediction(test)}"
        yield Paragraph(
            as_sentences(f"{name}: {test.question}" if test.question else name, predicted, _seen(test)), "What we tried"
        )
    if saw := _saw(one):
        yield Paragraph("By group, from the team’s own charts:", "What we saw")
        yield Bullets(tuple((0, upper_first(sentence)) for sentence in saw))
    for lead, text in (("What we learned", one.learned), ("What next", one.then)):
        if text:
            yield Paragraph(as_sentences(text), lead)
    if rows := tuple(_check_ins(one)):
        yield TableBlock("Check-ins", ("Day", "How it went", "What helped", "What got in the way"), rows)
    contact = whole.plan.page.contact
    if contact:
        yield Paragraph(contact, "Ask")


def _seen(test: PdsaCycle) -> str:
    """Return what happened in a test; in words alone where few people were counted."""
    if test.observed in (None, ""):
        return "We haven’t counted yet"
    if number(test.observed) is None:
        return f"What happened: {test.observed}{' than predicted' if test.observed in ('fewer', 'more') else ''}"
    return f"What happened: {observation(test)}"


def _saw(one: TeamProject) -> list[str]:
    """Return what the charts of the aim's measure say; of every measure where none is the aim's."""
    found, aim = one.whole.found, aim_measure(one.whole.record)
    return found.get(aim.id, []) if aim else [sentence for said in found.values() for sentence in said]


def _check_ins(one: TeamProject) -> Iterator[tuple[str, ...]]:
    session = date(one.whole.session)
    for told in sorted(one.whole.record.check_ins, key=lambda told: told.day):
        when = f", {due(session, told.day).words}" if session else ""
        how = SO_FAR.get(DONE.get(told.done.casefold(), ""), "")
        yield f"Day {told.day}{when}", how, told.helped, told.in_the_way
