"""How far a person is on each page of the sessions, and which page comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from equityqi.questions.exercise import Exercise
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import exercises_in


@dataclass(frozen=True)
class PageSoFar:
    """A lesson and the questions that belong to it: ``path`` from the work folder, its place in its session, how many
    of its questions have an answer, and what is wrong with its answers file, if anything is.
    """

    path: str
    title: str
    session: int
    number: int
    of: int
    answered: int
    asked: int
    trouble: str = ""

    @property
    def place(self) -> str:
        """Where it is: ``Session 1, lesson 2 of 5``."""
        return f"Session {self.session}, lesson {self.number} of {self.of}"


def pages_so_far(work: Path) -> list[PageSoFar]:
    """Return the lessons of both sessions in order, each with how far its questions are answered."""
    exercises = exercises_in(work / "exercises")
    found = []
    for session in (1, 2):
        paths = [
            path for path in sorted((work / f"course/session-{session}").glob("*.ipynb")) if path.stem in exercises
        ]
        for number, path in enumerate(paths, 1):
            exercise = exercises[path.stem]
            answered, trouble = _answered(work, exercise)
            where = path.relative_to(work).as_posix()
            found.append(
                PageSoFar(
                    where, exercise.title, session, number, len(paths), answered, len(exercise.questions), trouble
                )
            )
    return found


def _answered(work: Path, exercise: Exercise) -> tuple[int, str]:
    path = work / "exercises" / exercise.exercise / store.answers_name(exercise.exercise)
    try:
        answers, _ = store.read_answers(path, exercise.exercise, keep_damaged=False)
    except store.AnswersError as error:
        return 0, str(error)
    return sum(question.id in answers.answers for question in exercise.questions), ""


def go_on(pages: Sequence[PageSoFar]) -> PageSoFar | None:
    """Return the page to go on with: the furthest one begun, or the next that has a question open; None when all are
    answered. What was left open earlier comes last, so nobody is sent back before they have been everywhere.

    >>> page = lambda title, answered: PageSoFar("", title, 1, 1, 3, answered, 4)
    >>> go_on([page("Gaps", 3), page("Aim", 4), page("Drivers", 0)]).title
    'Drivers'
    >>> go_on([page("Gaps", 3), page("Aim", 4), page("Drivers", 4)]).title
    'Gaps'
    """
    furthest = max((place for place, page in enumerate(pages) if page.answered), default=0)
    in_turn = [*pages[furthest:], *pages[:furthest]]
    return next((page for page in in_turn if page.answered < page.asked), None)
