"""The canvas: the one page that is made from all parts of a project, and an equity check of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from equityqi.cases.case import Case
from equityqi.project import sentences
from equityqi.project.agreement import check_all
from equityqi.project.floor import HOW_JUDGED
from equityqi.project.labels import CANVAS
from equityqi.project.parts import PdsaCycle, Project
from equityqi.project.shares import BLANK, gap_sentence
from equityqi.project.where_equity_is_asked import Stage, stages
from equityqi.typed_input import date

ANY_DAY = dt.date(2000, 1, 1)  # a project without a day: what agrees with what needs no day


@dataclass(frozen=True)
class Canvas:
    """The page: what stands under each heading, the four stages of the equity check, and what does not agree yet."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    stages: tuple[Stage, ...]
    differs: tuple[str, ...]


def canvas(project: Project, case: Case | None = None) -> Canvas:
    """Return the canvas of a project. A commitment stands on it only when its person chose to share it.

    >>> page = canvas(Project(problem="Fewer people with an interpreter need complete their review."))
    >>> page.rows[0]
    ('Problem, by group', ('Fewer people with an interpreter need complete their review.',))
    >>> [heading for heading, _ in page.rows][-1]
    'Spread risk'
    """
    checks = check_all(project, date(project.day) or ANY_DAY, case)
    differs = [check.sentence for check in checks if check.rule.startswith("whole.") and not check.passed]
    drivers = [node.text for node in project.drivers.at(1) if node.text][:3]
    parts = {
        "problem": [project.problem] if project.problem else [],
        "asked": [": ".join(part for part in (voice.who, voice.said) if part) for voice in project.asked if voice.who],
        "aim": [
            text
            for text in (
                sentences.aim_sentence(project.aim, case),
                gap_sentence(project.aim, case),
                HOW_JUDGED if project.aim.floor else "",
            )
            if text
        ],
        "drivers": drivers,
        "measures": [
            f"{sentences.measure_name(card, case)} ({card.type or 'type not written yet'})"
            for card in three_measures(project)
        ],
        "test": [cycle_sentence(project.cycles[0], case)] if project.cycles else [],
        "spread": [project.spread.risk] if project.spread.risk else [],
    }
    if not project.commitment.private:
        parts["commitment"] = [sentences.commitment_sentence(project.commitment)]
    return Canvas(
        tuple((CANVAS[key], tuple(lines) or (BLANK,)) for key, lines in parts.items()),
        stages(project, case),
        tuple(differs),
    )


def three_measures(project: Project) -> list:
    """Return one measure of each type, the aim's own first, and others only where a type is missing."""
    own = sorted(project.measures, key=lambda card: card.measure != project.aim.measure)
    first = [next((card for card in own if card.type == kind), None) for kind in ("outcome", "process", "balancing")]
    chosen = [card for card in first if card]
    return (chosen + [card for card in own if card not in chosen])[:3]


def cycle_sentence(cycle: PdsaCycle, case: Case | None = None) -> str:
    """Return a test in one line: its question, with whom, where and when, and what is predicted."""
    who = f"{cycle.n} people" if cycle.n not in (None, "") else ""
    place = ", ".join(
        part
        for part in (who, sentences.group_words(cycle.group, case), cycle.where, sentences.dates(cycle))
        if part and part != BLANK
    )
    parts = [
        cycle.question,
        place,
        f"Predicted: {sentences.prediction(cycle)}",
        f"Seen: {sentences.observation(cycle)}" if sentences.observation(cycle) != BLANK else "",
    ]
    return " ".join(part if part.endswith(("?", ".")) else f"{part}." for part in parts if part)
