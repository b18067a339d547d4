"""A submission's page for formgrader: the course's own copy, with a person's answers and marks shown in it. No output,
tag or script of theirs is in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from equityqi.cases.case import CaseError, cases_held
from equityqi.checked_yaml import YamlError
from equityqi.files import write_atomically
from equityqi.html_tags import Html, join, tag
from equityqi.marking.code_page import course_cells, fill_page
from equityqi.marking.course import Task, cells_of, questions_of
from equityqi.marking.given_page import given_page
from equityqi.marking.mark_code import page_that_counts
from equityqi.marking.mark_exercise import Submission, Unpacked, verdicts_on
from equityqi.marking.texts_to_read import asked_in, texts_of
from equityqi.marking.time_limits import SECONDS, TookTooLong, Watchdog, within
from equityqi.marking.verdict import VERDICTS, QuestionMark, Verdict, WrittenText
from equityqi.questions.kinds.base import Question
from equityqi.questions.plain_html import answer_html
from equityqi.sandbox import sandbox
from equityqi.workfolder.answers_file import Answers
from equityqi.workfolder.hand_in import HandIn, about

CALM = "tex2jax_ignore mathjax_ignore"  # no formula of a learner's is set: one may hold a link
MOST_BYTES = 2**20  # of a page; an honest one has some 40 KB
NO_PAGE = (
    "Formgrader has no page for this, because what was written is too large or too unusual to show. The marks count."
)
Page = tuple[str, bytes, tuple[WrittenText, ...]]


@dataclass(frozen=True)
class Marked:
    """A submission as it was marked: its verdicts as JSON; for each exercise a hash of what the person wrote, the page
    for formgrader, or b"" where it is written already, and the texts that a person reads.
    """

    verdicts: bytes
    pages: dict[str, Page]


def mark_all(submissions: list[Submission]) -> list[Marked]:
    """Mark each submission and make its pages, in the same order. Whatever is in a submission, nothing of it is raised.

    Raises :class:`equityqi.files.CouldNotWrite` where a page cannot be written.
    """
    try:
        with cases_held():
            return [_marked(submission) for submission in submissions]
    finally:
        Watchdog.stop()
        sandbox.close()


def _marked(submission: Submission) -> Marked:
    Watchdog.feed()
    held = Unpacked(submission)
    verdicts = verdicts_on(submission, held)
    pages = {}
    for at, (verdict, task) in enumerate(zip(verdicts, submission.tasks, strict=True)):
        if verdict.handed_in and verdict.on_roll and task.given and task.cells:
            Watchdog.feed()
            page = _page(task, verdict, held)
            if page is None:
                verdicts[at] = replace(verdict, notes=(*verdict.notes, NO_PAGE))
            elif submission.pages is None:
                pages[task.name] = page
            else:
                place = submission.pages[task.name]
                os.makedirs(place.parent, exist_ok=True)
                write_atomically(place, page[1], synced=False)
                pages[task.name] = (page[0], b"", page[2])
    return Marked(VERDICTS.dump_json(verdicts), pages)


def _page(task: Task, verdict: Verdict, held: Unpacked) -> Page | None:
    """Return a page, with a hash of what was written and the texts to read; None where it can't be made, or is too
    large. The marks stand without it.
    """
    try:
        page = within(SECONDS, lambda: page_of(task, verdict, held))
    except (TookTooLong, Exception):
        return None
    return page if len(page[1]) <= MOST_BYTES else None


def page_of(task: Task, verdict: Verdict, held: Unpacked) -> Page:
    """Return a hash of what the person wrote, the page as a notebook, and the texts that a person reads. ``task.given``
    is the page that they were given.

    Raises what reading the course's own page raises.
    """
    answers = held.answers(task.name)[0].answers or Answers(task.name)
    questions = _questions(task, answers.case)
    code = _code(task, held)
    texts = (
        _texts(task, [*held.own, *(hand_in for _, theirs in held.partners for hand_in in theirs)])
        if task.written
        else {}
    )
    work = hashlib.sha256(
        json.dumps(
            [answers.answers, [cell["source"] for cell in code if cell["role"] == "learner"], texts], sort_keys=True
        ).encode()
    ).hexdigest()
    marks = {mark.id: mark for mark in verdict.marks}
    rubrics = {cell: asked.rubric for cell, asked in asked_in(task, answers.case).items() if cell.startswith("read-")}
    rest, given = given_page(task)
    waiting, cells = deque(code), []
    for cell in given:
        if cell.kind == "text":
            cells.append(cell.with_source(tag("pre", texts.get(cell.label, cell.source), class_=CALM)).whole)
            continue
        if cell.kind == "code" and not cell.scored:
            cells += _extra(waiting)
            cell = cell.with_source(waiting.popleft()["source"]) if waiting else cell
        if cell.kind == "code":
            cell = cell.in_short()
        if cell.asked in questions:
            cells.append(cell.with_output(_html(*questions[cell.asked], answers.answers.get(cell.asked))))
        elif rubric := rubrics.get(cell.label):
            cells.append(cell.with_source("\n".join(f"- {line}" for line in rubric.splitlines())).whole)
        elif mark := marks.get(cell.scored or cell.label) if cell.kind == "code" else None:
            cells.append(cell.with_output(_said(mark)))
        else:
            cells.append(cell.whole)
    to_read = texts_of(
        task,
        answers.case,
        answers.answers,
        {id: question for id, (question, _) in questions.items()},
        {**texts, **{cell["id"]: cell["source"] for cell in code if cell["role"] == "learner"}},
        {cell.label: cell.source for cell in given if cell.label},
    )
    return work, f'{{"cells": [{", ".join([*cells, *_extra(waiting)])}], {rest}}}\n'.encode(), to_read


def _questions(task: Task, case: str) -> dict[str, tuple[Question, Html]]:
    try:
        return _with_heads(task, case) if task.questions else {}
    except (CaseError, YamlError):  # the verdict says so
        return {}


@lru_cache(maxsize=64)
def _with_heads(task: Task, case: str) -> dict[str, tuple[Question, Html]]:
    """Return each question with what stands above an answer to it, by its id."""
    return {question.id: (question, _asked(question)) for question in questions_of(task, case).questions}


def _asked(question: Question) -> Html:
    paragraphs = question.prompt.strip().split("\n\n")
    return join((*(tag("p", tag("strong", text)) for text in paragraphs), tag("p", "Answer:")))


def _code(task: Task, held: Unpacked) -> list[dict]:
    """Return the cells of code that are marked, the person's own in their places; as they were handed out where nothing
    was written.
    """
    if not task.has_code:
        return []
    course = course_cells(task)
    shown = [{"id": cell.id, "role": cell.role, "source": cell.given} for cell in course]
    page = page_that_counts(task, held.own, held.partners, course)[0]
    if page.state != "changed":
        return shown
    given = {cell.id: cell.given for cell in course if cell.role == "test"}
    return [{**cell, "source": given.get(cell["id"], cell["source"])} for cell in fill_page(course, page.cells).cells]


def _extra(waiting: deque[dict]) -> list[str]:
    """Take the person's own cells that stand next, up to one of the course's."""
    taken = []
    while waiting and waiting[0]["role"] == "learner" and not waiting[0]["id"]:
        source = waiting.popleft()["source"]
        id = hashlib.sha256(f"{len(waiting)} {source}".encode()).hexdigest()[:12]
        taken.append(
            json.dumps(
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "id": id,
                    "metadata": {},
                    "outputs": [],
                    "source": source,
                }
            )
        )
    return taken


def _texts(task: Task, hand_ins: list[HandIn]) -> dict[str, str]:
    """Return the texts that a person wrote into the page itself, by grade id: also one whose cell was cut in parts, or
    is no longer a cell of text.
    """
    wanted = {cell.id for cell in task.cells if cell.kind == "markdown" and "SolutionCell" in cell.parts}
    for hand_in in hand_ins:
        for path, data in hand_in.files:
            if data and path.lower().endswith(".ipynb") and about(task.name, path):
                try:
                    cells = cells_of(data)
                except ValueError:
                    continue
                parts: dict[str, list[str]] = {}
                for cell in cells:
                    label = cell["nbgrader"].get("grade_id")
                    if isinstance(label, str) and label in wanted:
                        parts.setdefault(label, []).append(cell["source"])
                return {label: "\n\n".join(dict.fromkeys(held)) for label, held in parts.items()}
    return {}


def _html(question: Question, asked: Html, value: Any) -> dict:
    shown = tag("div", asked, answer_html(question, value), class_=CALM)
    return {"output_type": "display_data", "metadata": {}, "data": {"text/html": shown}}


def _said(mark: QuestionMark) -> dict:
    marks = f"{round(mark.points, 2):g} of {mark.out_of:g} mark{'s' * (mark.out_of != 1)}"
    text = "\n".join([f"{mark.so_far}: {marks}.", mark.sentence, *mark.not_yet])
    return {"output_type": "stream", "name": "stdout", "text": text + "\n"}
