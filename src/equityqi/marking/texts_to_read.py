"""The texts that a person reads and marks: which they are, what was asked, and how each is to be marked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from equityqi.cases.case import CaseError
from equityqi.checked_yaml import YamlError
from equityqi.marking.course import SOURCES, GradedCell, Task, cells_of, questions_of
from equityqi.marking.roll import Person
from equityqi.marking.verdict import WrittenText
from equityqi.questions.kinds.base import Question
from equityqi.questions.plain_html import in_words
from equityqi.reading.marks import Given
from equityqi.safe_text import UNPRINTED, file_name

LONGEST = 8_000  # letters of a text that are shown; the hash is of all of it


@dataclass(frozen=True)
class Asked:
    """What a text answers, what 0, 1, 2… marks look like, and the most there are."""

    prompt: str
    rubric: str
    out_of: float


def read_by_a_person(task: Task) -> tuple[GradedCell, ...]:
    """Return the cells whose marks a person gives, in the order of the page."""
    ways = ({"TaskCell"}, {"GradeCell", "SolutionCell"})
    return tuple(cell for cell in task.cells if not cell.mark and cell.points and set(cell.parts) in ways)


def texts_of(
    task: Task,
    case: str,
    answers: Mapping[str, Any],
    questions: Mapping[str, Question],
    written: Mapping[str, str],
    given: Mapping[str, str],
) -> tuple[WrittenText, ...]:
    """Return what a person wrote for others to read: an answer in a form, or a cell of the page that was filled in
    (``written``, unlike what was ``given``). What is blank is left out.
    """
    found = []
    for cell in read_by_a_person(task):
        question = questions.get(_question_of(cell.id))
        if question:
            value = answers.get(question.id)
            text = "" if question.is_blank(value) else in_words(question, value)
        else:
            text = value = written.get(cell.id, "")
            text = "" if text.split() == given.get(cell.id, "").split() else text
        if text.strip():
            whole = json.dumps(value, sort_keys=True).encode("utf-8", "surrogatepass")
            found.append(WrittenText(cell.id, _shown(text), hashlib.sha256(whole).hexdigest()[:12], case))
    return tuple(found)


def _shown(text: str) -> str:
    """Return the lines of a text as every file can hold them, as they are indented."""
    return "\n".join(UNPRINTED.sub(" ", line).rstrip() for line in text[:LONGEST].splitlines())


def _question_of(cell: str) -> str:
    return cell.removeprefix("read-")


@lru_cache(maxsize=256)
def asked_in(task: Task, case: str) -> dict[str, Asked]:
    """Return what each text of an exercise answers, by cell, in the words of a case."""
    try:
        questions = {one.id: one for one in questions_of(task, case).questions} if task.questions else {}
    except (CaseError, YamlError):
        questions = {}
    found = {}
    for cell in read_by_a_person(task):
        if question := questions.get(_question_of(cell.id)):
            rubric = "\n".join(f"{marks}: {line}" for marks, line in enumerate(getattr(question, "rubric", ())))
            found[cell.id] = Asked(question.prompt.strip(), rubric, cell.points)
        else:
            found[cell.id] = Asked(*_on_the_page(task, cell.id), cell.points)
    return found


def texts_now(out: Path, people: dict[str, Person], tasks: list[Task]) -> Iterator[Given]:
    """Yield each text there is to read, person by person, from the records in ``out``."""
    for person in people.values():
        path = out / "verdicts" / f"{file_name(person.id)}.json"
        texts = json.loads(path.read_bytes()).get("texts", {}) if path.is_file() else {}
        for task in tasks:
            for one in texts.get(task.name, ()):
                if asked := asked_in(task, one["case"]).get(one["cell"]):
                    about = (person.name, asked.prompt, one["text"], asked.rubric, asked.out_of, one["hash"])
                    yield Given(person.id, task.name, one["cell"], *about)


def _on_the_page(task: Task, cell: str) -> tuple[str, str]:
    """Return what stands above a cell of the learner's page, and what the model page has in its place."""
    if not task.given:
        return "", ""
    ours = {given: source for source, given in SOURCES.items()}[task.given.parents[1].name]
    model = task.given.parents[2] / ours / task.name / task.given.name
    shown, filled = (cells_of(path.read_bytes()) if path.is_file() else [] for path in (task.given, model))
    at = next((at for at, one in enumerate(shown) if one["nbgrader"].get("grade_id") == cell), 0)
    above = shown[at - 1]["source"].strip() if at else ""
    answer = next((one["source"].strip() for one in filled if one["nbgrader"].get("grade_id") == cell), "")
    return above, f"A model answer: {answer}" if answer else ""
