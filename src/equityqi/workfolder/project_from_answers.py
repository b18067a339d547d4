"""A learner's project, put together from what stands in the answers files of a work folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from equityqi.cases.case import CaseError, load
from equityqi.project.drivers import drivers_of
from equityqi.project.measure_card import cards_of
from equityqi.project.model_project import model_project
from equityqi.project.next_test import with_tests
from equityqi.project.numbers import NotANumber
from equityqi.project.parts import (
    CHECKLIST,
    Aim,
    Commitment,
    Idea,
    MeasureCard,
    PdsaCycle,
    Project,
    ProjectError,
    Spread,
    System,
    Voice,
)
from equityqi.project.read_rows import dicts_of, rows_of, text_of
from equityqi.project.sentences import project_to_pass_on
from equityqi.project.small_test import five_boxes
from equityqi.questions.exercise import FILE
from equityqi.settings import OWN, chosen_case, course_today, read_day, second_date
from equityqi.typed_fields import Model, read_part
from equityqi.typed_input import in_words, words
from equityqi.workfolder.answers_file import Answers, answers_name, read_answers
from equityqi.workfolder.project_numbers import begun_near, cleared, numbers_of, plan_that_came
from equityqi.workfolder.survey_sheets import commitments

PROJECT = "project.json"
LOG = "my-cycles"  # a question of earlier versions: the log of tests, which is part of My project now
SYSTEM = {"my-steps": "steps_in_words", "fishbone-causes": "causes_in_words", "in-the-room": "in_the_room"}


def project_of(work: Path) -> Project:
    """Return the project of a work folder: its answers by the id of their question, the rest from its ``project.json``.

    On a team's own case the aim is that of ``own-aim``, once it is written. Of commitments only a shared one is seen.

    The log of tests is that of *My project*, once the team has begun it there.

    Raises :class:`equityqi.project.ProjectError`, in one sentence, when there is a ``project.json`` that cannot be
    read, and :class:`equityqi.workfolder.answers_file.AnswersError` when a newer course wrote the answers.
    """
    work = Path(work)
    base = _base(work)
    folders = sorted(path.parent for path in (work / "exercises").glob(f"*/{FILE}"))
    answered = [read_answers(at / answers_name(at.name), at.name, keep_damaged=False)[0] for at in folders]
    shared = [read_part(Commitment, one["commitment"]) for one in commitments(work)]
    project = put_together(answered, shared, chosen_case(work), read_day(second_date(work)), base)
    try:
        log = with_tests(numbers_of(work), project.cycles, begun_near(work)).cycles
    except NotANumber:  # a newer course wrote them
        return project
    return project.model_copy(update={"cycles": log})


def _base(work: Path) -> Project:
    """Return what the answers are put over: a plan that came in a file, with what the one page asked for here."""
    own = Project.read(work / PROJECT) if (work / PROJECT).is_file() else None
    came = plan_that_came(work)
    if own and came:
        return came.model_copy(update={"page": own.page, "title": own.title or came.title})
    return came or own or Project()


def clear_project(work: Path) -> None:
    """Take what isn't in the exercises off this computer: the log of tests, and a plan that came in a file, also where
    they were written into ``project.json``. The numbers go with them, also where that file can't be read: then it
    raises :class:`ProjectError` afterwards.
    """
    path = Path(work) / PROJECT
    try:
        if path.is_file():
            own = Project.read(path)
            left = Project(page=own.page, title=own.title) if plan_that_came(work) else own
            left.model_copy(update={"cycles": []}).write(path)
    finally:
        cleared(work)


def put_together(
    answered: Iterable[Answers], shared: Iterable[Commitment], chosen: str, day: dt.date | None, base: Project
) -> Project:
    """Return the project that a person's answers make, exercise by exercise, over what ``base`` holds.

    ``shared`` are their commitments that are not private, ``chosen`` is the case that they chose, and ``day`` that of
    their latest session, or None. The aim tells the case, unless they have begun one of their own.
    """
    found: dict[str, Any] = {}
    for answers in answered:
        found |= {id: answers.aside[id] for id in (LOG,) if id in answers.aside} | answers.answers
        if "my-aim" in answers.answers:
            found["case"] = answers.case
    own = _row(found.get("own-aim")) if chosen == OWN else {}
    case = OWN if own else found.get("case") or base.case or chosen
    # A commitment that is private now stands in no file to pass on, even if it was shared before.
    parts: dict[str, Any] = {"case": case, "day": _day(day, base), "commitment": next(iter(shared), Commitment())}
    if problem := _text(found.get("my-problem"), "problem"):
        parts["problem"] = problem
    aim = _row(found.get("own-aim")) if case == OWN else {}
    if row := aim or _row(found.get("my-aim")):
        parts["aim"] = read_part(Aim, row)
    for id, part, model in (
        ("my-asked", "asked", Voice),
        ("my-measures", "measures", MeasureCard),
        ("my-ideas", "ideas", Idea),
    ):
        if rows := _rows(found.get(id), model):
            parts[part] = rows
    aims = parts.get("aim", base.aim)
    if not parts.get("measures") and (cards := cards_of(found.get("my-measure-card"), aims, _known(case, aims))):
        parts["measures"] = cards
    if (drivers := drivers_of(found.get("my-drivers"))).nodes:
        parts["drivers"] = drivers
    if cycles := _cycles(found):
        parts["cycles"] = cycles
    parts["system"] = _system(found, base.system)
    parts["spread"] = _spread(found, base.spread)
    return base.model_copy(update=parts)


def _known(case: str, aim: Aim) -> MeasureCard | None:
    """Return the card of the aim's measure in the case's model project; None on a team's own data."""
    try:
        cards = model_project(load(case)).measures if case and case != OWN else []
    except (CaseError, ProjectError):
        return None
    return next((card for card in cards if card.measure and card.measure == aim.measure), None)


def _day(day: dt.date | None, base: Project) -> str:
    """Return the day of the latest session whose date is known, else the day that the person typed.

    The day of the course's examples is never a person's own: earlier versions wrote it into project.json.
    """
    if day:
        return in_words(day)
    return "" if base.day == in_words(course_today()) else base.day


def _system(found: dict[str, Any], base: System) -> System:
    """Return what exercise 3 asked, over what the project file holds."""
    texts = {name: _text(found.get(id), "") for id, name in SYSTEM.items()}
    whys = [
        row["why"] for row in dicts_of(found.get("my-whys")) if isinstance(row.get("why"), str) and row["why"].strip()
    ]
    written: dict[str, Any] = {name: text for name, text in texts.items() if text.strip()}
    return base.model_copy(update=written | ({"whys": whys} if whys else {}))


def save_project(work: Path) -> Path:
    """Write the project of a work folder to its ``project.json`` and return the path.

    The file is one to pass on, so a commitment stays out of it unless its person chose to share it, counts of a
    team's own data are rounded in it, and what few people showed in a test is there in words; the answers keep them.
    Raises what :func:`project_of` raises, and :class:`equityqi.files.CouldNotWrite`.
    """
    project = project_of(work)
    project_to_pass_on(project).write(Path(work) / PROJECT)
    return Path(work) / PROJECT


def _rows(answer: Any, model: type[Model]) -> list[Model]:
    """Return the rows that hold something."""
    return [row for row in rows_of(model, answer) if row != model()]


def _row(answer: Any) -> dict:
    return next(iter(dicts_of(answer)), {})


def _text(answer: Any, field: str) -> str:
    """Return an answer in words: of a text question, or of the one field of a form."""
    return answer if isinstance(answer, str) else text_of(answer, field)


def _cycles(found: dict[str, Any]) -> list[PdsaCycle]:
    """Return the log of tests; the plan of the first one comes before it, unless the log holds it already.

    The plan in full comes before the five boxes, where somebody wrote both.
    """
    first, log = _rows(found.get("my-first-test"), PdsaCycle)[:1], _rows(found.get(LOG), PdsaCycle)
    boxes = five_boxes(found.get("my-small-test"))
    first = first or [boxes] * (boxes != PdsaCycle())
    same = first and any(_same(first[0], cycle) for cycle in log)
    return log if same else first + log


def _same(one: PdsaCycle, other: PdsaCycle) -> bool:
    return any(words(a) and words(a) == words(b) for a, b in ((one.name, other.name), (one.question, other.question)))


def _spread(found: dict[str, Any], base: Spread) -> Spread:
    row = {**base.model_dump(), **_row(found.get("my-spread"))}
    if trigger := _text(found.get("my-trigger"), "trigger"):
        row["trigger"] = trigger
    ticked = {item: row[key] for item in CHECKLIST if (key := item.replace(" ", "_")) in row}
    return read_part(Spread, {**row, "checklist": {**base.checklist, **ticked}})
