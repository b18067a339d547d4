"""How far a person is on each page of the sessions, and which page comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import exercises_in
from equityqi.workfolder.survey_sheets import COMMITMENT, is_begun

SHEETS = {"13-commitment": COMMITMENT, "14-feedback": "post"}  # lessons whose one question is a sheet of one's own


@dataclass(frozen=True)
class PageSoFar:
    """A lesson and its core questions: ``path`` from the work folder, its place in its session, how many of them have
    an answer, and what is wrong with the answers file, if anything is.
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
            core = [question.id for question in exercise.questions if question.part == "core"]
            answered, trouble = _answered(work, exercise.exercise, core)
            if sheet := SHEETS.get(path.stem):
                answered, core = int(is_begun(work, sheet)), [sheet]
            place = path.relative_to(work).as_posix(), exercise.title, session, number, len(paths)
            found.append(PageSoFar(*place, answered, len(core), trouble))
    return found


def _answered(work: Path, exercise: str, ids: Sequence[str]) -> tuple[int, str]:
    path = work / "exercises" / exercise / store.answers_name(exercise)
    try:
        answers, _ = store.read_answers(path, exercise, keep_damaged=False)
    except store.AnswersError as error:
        return 0, str(error)
    return sum(id in answers.answers for id in ids), ""


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
