"""What a look leaves behind: a Word file to show, a picture, and a project to go on planning with. Small numbers are
hidden in all of them, and the others are rounded.
"""

from __future__ import annotations

from pathlib import Path

from equityqi.documents.blocks import Bullets, Document, Figure, Paragraph, Section, TableBlock
from equityqi.documents.png import saved
from equityqi.files import write_atomically
from equityqi.owndata.look import Look
from equityqi.owndata.shown_counts import shown_share
from equityqi.plain_words import upper_first
from equityqi.project.labels import AIM
from equityqi.project.parts import Aim, MeasureCard, Project, ProjectError
from equityqi.project.sentences import project_to_pass_on
from equityqi.project.shares import HIDDEN, scale_of
from equityqi.settings import OWN

PROMPTS = {
    "measure": "[What is counted? A part of a whole, such as: reviews done, of those booked]",
    "population": "[For everyone who …]",
    "place": "[Where? For example: our 24 practices]",
    "target_group": "[What should be true for them? Ask them]",
    "target_comparator": "[The same as now, or better]",
    "date": "[By when? In 3 to 18 months]",
}
COUNTED = (
    "measure",
    "group",
    "comparator",
    "direction",
    "baseline_group",
    "baseline_comparator",
    "baseline_group_n",
    "baseline_group_of",
    "baseline_comparator_n",
    "baseline_comparator_of",
)
NO_AIM = "There’s no draft aim yet, so we can’t make a project. {sentence}"


def to_word(seen: Look, path) -> None:
    """Write what a look says as a Word file. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    from equityqi.documents.word import word_file  # lazy: python-docx costs 0.1 s

    write_atomically(Path(path), word_file(document_of(seen), None))


def to_picture(seen: Look, path) -> None:
    """Write the last picture of a look as a PNG file. Raises ValueError where there is none, or CouldNotWrite."""
    seen = seen.to_pass_on
    if not seen.picture:
        raise ValueError(f"There’s no picture of this table, so we didn’t make {path}. {seen.sentence}")
    write_atomically(Path(path), saved(seen.picture.figure, format="png", dpi=150))


def document_of(seen: Look) -> Document:
    """Return a look as a document: what to mind, the groups, the gap over time, the draft aim; empty parts are left
    out.
    """
    seen = seen.to_pass_on
    found = tuple((0, finding.sentence) for finding in seen.findings)
    parts = [
        ("Read these warnings first", [Bullets(found)] if found else []),
        ("The groups compared", [*_groups(seen), *(Figure("groups", picture) for picture in seen.pictures[:1])]),
        ("The gap over time", [Figure("gap-over-time", picture) for picture in seen.pictures[1:]]),
        ("Draft aim", _aim(seen)),
    ]
    about = (
        seen.sentence,
        (
            "Counts of 1 to 7 are hidden, and all other counts are rounded to the nearest 5. Percentages come from the"
            " rounded counts, so they can differ a little from those on your screen. Read it once more before you share"
            " it."
        ),
    )
    title = f"Our own data: {seen.measure}" if seen.measure else "Our own data"
    return Document(title, about, tuple(Section(name, tuple(blocks)) for name, blocks in parts if blocks))


def _groups(seen: Look) -> list:
    if seen.groups is None:
        return []
    rows = []
    for row in seen.groups.itertuples():
        counts = [HIDDEN if count != count else f"{count:,.0f}" for count in (row.numerator, row.denominator)]
        rows.append((row.group, *counts, HIDDEN if HIDDEN in counts else f"{row.value:.1f}%"))
    return [TableBlock(f"Each group, {seen.period}", ("Group", "How many", "Out of how many", "Share"), tuple(rows))]


def _aim(seen: Look) -> list:
    if seen.aim is None:
        return []
    fields = []
    for key, label in AIM.items():
        value = getattr(seen.aim, key)
        if key.startswith("baseline"):
            shown = shown_share(seen.groups, getattr(seen.aim, key.removeprefix("baseline_")))
            value = f"{value:g}%" + (f" (about {shown})" if shown else "")
        fields.append((label, value or PROMPTS.get(key, "")))
    return [
        Paragraph(seen.draft_aim),
        TableBlock(
            "The aim, field by field",
            ("Field", "What the table shows, and what you still have to write"),
            tuple(fields),
        ),
    ]


def project_of_look(seen: Look, before: Project | None = None) -> Project:
    """Return a project on the team's own data whose aim has what the counts say.

    ``before``: a project that is there already. What people wrote in it stays; its aim takes the new baseline only
    where it is for the same two groups. Raises :class:`ProjectError`, in one sentence, without an aim or for another
    one.
    """
    seen = seen.to_pass_on
    if seen.aim is None:
        raise ProjectError(NO_AIM.format(sentence=seen.sentence))
    before = before or Project()
    old = before.aim
    if old != Aim() and (old.group, old.comparator) != (seen.aim.group, seen.aim.comparator):
        raise ProjectError(
            f"Your project already has an aim for “{old.group}”, so we left it as it is. To start again, give"
            " project.json another name, then try again."
        )
    counted = {name: getattr(seen.aim, name) for name in COUNTED if getattr(seen.aim, name) not in ("", None)}
    aim = old.model_copy(update={**counted, "floor": old.floor or seen.aim.floor})
    outcome = MeasureCard(
        name=seen.measure,
        type="outcome",
        unit="people",
        kind="share",
        stratify=f"{seen.aim.group}, {seen.aim.comparator}",
        small_numbers="counts of 1 to 7 are hidden",
        direction=seen.aim.direction,
    )
    scale = scale_of(aim, None)
    problem = (
        before.problem
        or f"{upper_first(seen.measure or 'our measure')}: {scale.share(aim.baseline_group)} for {aim.group},"
        f" {scale.share(aim.baseline_comparator)} for {aim.comparator}, {seen.period}."
    )
    told = {"case": OWN, "problem": problem, "aim": aim, "measures": before.measures or [outcome]}
    return project_to_pass_on(before.model_copy(update=told))


def to_project(seen: Look, path) -> Project:
    """Write a look's project file, over one of the same aim, and return it. Raises ProjectError or CouldNotWrite, in
    one sentence.
    """
    path = Path(path)
    project = project_of_look(seen, Project.read(path) if path.is_file() else None)
    project.write(path)
    return project
