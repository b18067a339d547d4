"""How far a person is on each page of the sessions, and which page comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equityqi.questions.exercise import Exercise
from equityqi.questions.kinds.base import RIGHT, Question
from equityqi.questions.mark import mark_saved
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import exercises_in
from equityqi.workfolder.survey_sheets import COMMITMENT, is_begun

SHEETS = {"13-commitment": COMMITMENT, "14-feedback": "post"}  # lessons whose one question is a sheet of one's own


@dataclass(frozen=True)
class PageSoFar:
    """A lesson and its core questions: ``path`` from the work folder, its place in its session, how many of them have
    an answer, what is wrong with the answers file, if anything is, how many were checked and are right, and the number
    of the first one that is open (0 for none).
    """

    path: str
    title: str
    session: int
    number: int
    of: int
    answered: int
    asked: int
    trouble: str = ""
    right: int = 0
    first_open: int = 0

    @property
    def place(self) -> str:
        """Where it is: ``Session 1, lesson 2 of 5``."""
        return f"Session {self.session}, lesson {self.number} of {self.of}"


def pages_so_far(work: Path, marked: bool = False) -> list[PageSoFar]:
    """Return the lessons of both sessions in order, each with how far its questions are answered; ``marked``, which
    takes a little longer, also with how many are right.
    """
    exercises = exercises_in(work / "exercises")
    found = []
    for session in (1, 2):
        paths = [
            path for path in sorted((work / f"course/session-{session}").glob("*.ipynb")) if path.stem in exercises
        ]
        for number, path in enumerate(paths, 1):
            exercise = exercises[path.stem]
            core = core_of(exercise)
            done, good, trouble, first = _so_far(work, exercise.exercise, core, marked)
            if sheet := SHEETS.get(path.stem):
                done, core = int(is_begun(work, sheet)), [sheet]
            place = path.relative_to(work).as_posix(), exercise.title, session, number, len(paths)
            found.append(PageSoFar(*place, done, len(core), trouble, good, first))
    return found


def core_of(exercise: Exercise) -> list[Any]:
    """Return the questions that the lesson of this exercise asks."""
    return [question for question in exercise.questions if question.part == "core"]


def answered(questions: Sequence[Question], answers: store.Answers) -> list[Question]:
    """Return the questions that have an answer."""
    return [question for question in questions if not question.is_blank(answers.answers.get(question.id))]


def states_of(questions: Sequence[Question], answers: store.Answers, near: Path) -> dict[str, str]:
    """Return the state (right, not yet, received) of each answer that was checked, by question. They are marked anew;
    what was not checked never counts.
    """
    asked = [question for question in questions if answers.was_checked(question.id)]
    return {question.id: mark_saved(question, answers, near).state for question in asked}


def _so_far(work: Path, exercise: str, core: Sequence[Question], marked: bool) -> tuple[int, int, str, int]:
    path = work / "exercises" / exercise / store.answers_name(exercise)
    try:
        answers, _ = store.read_answers(path, exercise, keep_damaged=False)
    except store.AnswersError as error:
        return 0, 0, str(error), 0
    right = list(states_of(core, answers, path.parent).values()).count(RIGHT) if marked else 0
    done = answered(core, answers)
    first = next((number for number, question in enumerate(core, 1) if question not in done), 0)
    return len(done), right, "", first


def go_on(pages: Sequence[PageSoFar]) -> PageSoFar | None:
    """Return the page to go on with: the furthest one begun, or the next that has a core question open; None when all
    are answered. What was left open earlier comes last, so nobody is sent back before they have been everywhere.

    >>> page = lambda title, answered: PageSoFar("", title, 1, 1, 3, answered, 4)
    >>> go_on([page("Gaps", 3), page("Aim", 4), page("Drivers", 0)]).title
    'Drivers'
    >>> go_on([page("Gaps", 3), page("Aim", 4), page("Drivers", 4)]).title
    'Gaps'
    """
    furthest = max((place for place, page in enumerate(pages) if page.answered), default=0)
    in_turn = [*pages[furthest:], *pages[:furthest]]
    return next((page for page in in_turn if page.answered < page.asked), None)
