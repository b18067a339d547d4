"""A project as a document of plain blocks, which the exports write as Word, HTML or text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from equityqi.cases.case import Case
from equityqi.documents.blocks import Block, Bullets, Document, Paragraph, Section, TableBlock
from equityqi.pictures.style import Picture
from equityqi.plain_words import as_sentences, listed, upper_first
from equityqi.privacy.in_text import people_in_answer, sentence_on
from equityqi.project import document_parts as parts
from equityqi.project import sentences, shares
from equityqi.project.canvas import canvas
from equityqi.project.drawings_on_page import drawing_on_page
from equityqi.project.labels import SPREAD
from equityqi.project.parts import CHECKLIST, Aim, Project
from equityqi.project.shares import BLANK
from equityqi.svg.drawing import Drawing

DRAWN = ("driver-diagram", "ideas", "ramp")  # the others of a report only repeat what the sentences say
Drawn = Mapping[str, "Picture | Drawing"]  # pictures by the name of their file
NO_PATIENTS = "This document has no details of patients."
READ_AGAIN = (
    " For each test it shows how many people you planned for. Counts of 1 to 7 are hidden. Read it once more"
    " before you share it."
)


def document(project: Project, drawn: Drawn | None = None) -> Document:
    """Return the whole project as a document; sections that nobody filled are left out, and a private commitment too.

    ``drawn``: its pictures; None draws those of a page, which need no heavy package.

    >>> [section.title for section in document(Project(title="Reviews for all", problem="Some miss theirs.")).sections]
    ['On one page', 'Equity check']
    """
    project = shared(project)
    case = sentences.case_of(project)
    pictures = on_page(project, case) if drawn is None else drawn
    written = [Section(title, tuple(write(project, case, pictures))) for title, write in SECTIONS.items()]
    return Document(
        project.title or "Our project", tuple(_about(project, case)), tuple(one for one in written if one.blocks)
    )


def appendix(project: Project, drawn: Drawn, cut: list[tuple[str, str]]) -> Document:
    """Return what follows the one page: the diagram on a page of its own, what had no room on the page, and the rest.

    ``cut``: labels and whole texts of what the page holds only in part.
    """
    whole = document(project, drawn)
    rest = [section for section in whole.sections if section.title not in (ONE_PAGE, DIAGRAM)]
    if cut:
        rest.insert(0, Section("In full", tuple(Paragraph(words, label) for label, words in cut)))
    wide = [
        replace(section, blocks=section.blocks[:1] if _has_picture(section) else section.blocks, wide=True)
        for section in whole.sections
        if section.title == DIAGRAM
    ]
    return replace(whole, title="Appendix", sections=(*wide, *rest))


def _has_picture(section: Section) -> bool:
    return not isinstance(section.blocks[0], (Paragraph, Bullets, TableBlock))


def on_page(project: Project, case: Case | None) -> Drawn:
    """Return the pictures of a document that a page draws."""
    return {name: found for name in DRAWN if (found := drawing_on_page(name, project, case))}


def shared(project: Project) -> Project:
    """Return a project as it may leave the room: printable, without what a small test saw, and with the counts of a
    team's own data rounded.
    """
    project = sentences.printable(project)
    cycles = [sentences.cycle_to_pass_on(cycle) for cycle in project.cycles]
    return project.model_copy(update={"cycles": cycles, "aim": shares.aim_to_pass_on(project.aim)})


def _about(project: Project, case: Case | None) -> Iterator[str]:
    yield from filter(
        None, [as_sentences(f"Case: {case.title}" if case else "", f"Written on {project.day}" if project.day else "")]
    )
    yield (sentence_on(people_in_answer(project.without_contact()), "This document") or NO_PATIENTS) + READ_AGAIN


def _one_page(project: Project, case: Case | None, pictures: Drawn) -> Iterator[Block]:
    page = canvas(project, case)
    yield TableBlock(
        "The project on one page",
        ("Part", "What we wrote"),
        tuple((heading, "\n".join(lines)) for heading, lines in page.rows),
    )
    if page.differs:
        yield Paragraph("These parts don't agree yet:")
        yield Bullets(tuple((0, sentence) for sentence in page.differs))


def _equity_check(project: Project, case: Case | None, pictures: Drawn) -> Iterator[Block]:
    yield Paragraph(
        "These four stages come from the Health Equity Assessment Tool, in our own words. The tool asks. People answer."
    )
    for stage in canvas(project, case).stages:
        yield Paragraph(as_sentences(*stage.says) or BLANK, f"{stage.name}. {stage.asks}")
        if stage.open:
            yield Paragraph("Still open:")
            yield Bullets(tuple((0, sentence) for sentence in stage.open))


def _asked(project: Project, case: Case | None, pictures: Drawn) -> Iterator[Block]:
    for voice in project.asked:
        how = ", ".join(part for part in (voice.how, voice.when) if part)
        said = f"“{voice.said}”" if voice.said else ""
        yield Paragraph(" ".join(part for part in (as_sentences(upper_first(how)), said) if part), voice.who or BLANK)


def _aim(project: Project, case: Case | None, pictures: Drawn) -> Iterator[Block]:
    aim = project.aim
    if aim == Aim():
        return
    yield Paragraph(
        " ".join(text for text in (sentences.aim_sentence(aim, case), shares.gap_sentence(aim, case)) if text)
    )
    if aim.population:
        yield Paragraph(as_sentences(f"It is about {aim.population}"))


def _spread(project: Project, case: Case | None, pictures: Drawn) -> Iterator[Block]:
    spread = project.spread
    for key, label in SPREAD.items():
        if words := getattr(spread, key):
            yield Paragraph(as_sentences(words), label)
    if spread.checklist:
        every = dict.fromkeys((*CHECKLIST, *spread.checklist))
        by_answer = {
            answer: [part for part in every if spread.checklist.get(part) is answer] for answer in (True, False, None)
        }
        heads = {True: "In place", False: "Not in place yet", None: "Not written yet"}
        told = [f"{heads[answer]}: {listed(found)}" for answer, found in by_answer.items() if found]
        yield Paragraph(as_sentences(*told), "What keeps the change going")


def _commitment(project: Project, case: Case | None, pictures: Drawn) -> Iterator[Block]:
    if not project.commitment.private:
        yield Paragraph(sentences.commitment_sentence(project.commitment))


ONE_PAGE, DIAGRAM = "On one page", "Driver diagram"
SECTIONS = {
    ONE_PAGE: _one_page,
    "Equity check": _equity_check,
    "Who was asked": _asked,
    "How the system works": parts.system,
    "Aim": _aim,
    DIAGRAM: parts.drivers,
    "Measures": parts.measures,
    "Change ideas": parts.ideas,
    "Tests": parts.tests,
    "Spread and sustain": _spread,
    "Commitment": _commitment,
}
