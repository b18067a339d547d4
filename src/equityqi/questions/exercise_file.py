"""Questions as data: what ``questions.yml`` may say, checked by pydantic, in the words of a case."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache, reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from equityqi.cases.case import PLACEHOLDER, load
from equityqi.cases.own_words import in_own_words
from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.files import course_root
from equityqi.questions.exercise import FILE, Exercise
from equityqi.questions.kinds import KINDS
from equityqi.questions.kinds.base import Question
from equityqi.questions.mark import PLANNING
from equityqi.settings import FIRST_CASE, chart_rules


class QuestionsError(YamlError):
    """A questions file that cannot be used; ``str()`` says in which line and why."""


def _checked(question: Question) -> Question:
    question.check()
    return question


AnyKind: Any = reduce(or_, (Annotated[kind, AfterValidator(_checked)] for kind in KINDS.values()))


class ExerciseFile(Part):
    """What a ``questions.yml`` may say."""

    exercise: str
    title: str
    questions: list[Annotated[AnyKind, Field(discriminator="kind")]] = Field(min_length=1)  # type: ignore[valid-type]


def question_of(data: dict[str, Any]) -> Question:
    """Return one question, checked as in a file. Raises :class:`pydantic.ValidationError`.

    >>> question_of({"kind": "text", "id": "who", "prompt": "Who is missing?", "points": 1, "model": ["Men"]}).words
    8
    """
    return ExerciseFile.model_validate({"exercise": "one", "title": "One", "questions": [data]}).questions[0]


def read_questions(path: Path, case: str | None = None) -> Exercise:
    """Read and check one ``questions.yml``; words in {braces} become those of the case.

    Raises :class:`QuestionsError` with file, line and reason, and :class:`equityqi.cases.case.CaseError`
    where the questions need a case that is not there.
    """
    path = Path(path)
    stamp = path.stat()
    return _read(path, stamp.st_mtime_ns, stamp.st_size, _case_for(path, case), chart_rules())


def _case_for(path: Path, case: str | None):
    """Return the case that fills the words in, or None where there are none to fill in."""
    if not PLACEHOLDER.search(path.read_text(encoding="utf-8-sig", errors="replace")):
        return None
    found = load(case or FIRST_CASE, near=path.parent)
    return in_own_words(found, path.parent) if path.parent.name in PLANNING else found


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int, case, rules: str) -> Exercise:
    read = read_checked(path, ExerciseFile, QuestionsError, fill=case and case.filled, twice=_unfit)
    return Exercise(read.exercise, read.title, read.questions)


def _unfit(exercise: ExerciseFile):
    """Return the place of a question that repeats an id, and a sentence on it."""
    seen = set()
    for place, question in enumerate(exercise.questions):
        if question.id in seen:
            return ("questions", place, "id"), f"the id {question.id} stands twice"
        seen.add(question.id)
    return None


def read_folder(folder: Path, case: str | None = None) -> dict[str, Exercise]:
    """Return every exercise that is in a folder, by name, on one case; errors as :func:`read_questions` raises them."""
    return {path.parent.name: read_questions(path, case) for path in sorted(folder.glob(f"*/{FILE}"))}


def all_exercises(case: str | None = None) -> dict[str, Exercise]:
    """Return every exercise of the course, by name, on one case; also where ``solutions/`` is left out, as on a Hub."""
    written = course_root() / "solutions"
    return read_folder(written if written.is_dir() else course_root() / "exercises", case)


def as_json(exercises: dict[str, Exercise], stamp: str) -> str:
    """Return exercises, checked and filled, as one JSON for page and browser; ``stamp`` says what they were made of."""
    data = {name: asdict(exercise) for name, exercise in exercises.items()}
    return json.dumps({"stamp": stamp, "exercises": data}, ensure_ascii=False)
