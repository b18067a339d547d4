"""Marking: a pure function of a question and an answer, the same for Check, nbgrader and the cohort."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from equityqi.plain_words import listed
from equityqi.questions.kinds.base import NO_ANSWER, NO_DAY, Mark, Note, Place, Question
from equityqi.questions.kinds.judged import JudgedQuestion
from equityqi.settings import FIRST_CASE, course_today, read_day
from equityqi.typed_input import MOST_LETTERS

PLANNING = (  # on a case of one's own, in one's own words
    "05-drivers",
    "07-measures",
    "08-change-ideas",
    "09-pdsa",
    "12-canvas-and-spread",
)
# Whoever began while every plan was judged from the course's own day keeps the marks for it.
EITHER_DAY_UNTIL = dt.date(2027, 7, 1)
__all__ = ["NO_ANSWER", "NO_DAY", "PLANNING", "Mark", "Note", "mark", "mark_saved"]


def mark(question: Question, answer: Any, case=None, today: dt.date | None = None, own_measure: str = "") -> Mark:
    """Mark one answer.

    ``question`` comes from :func:`equityqi.questions.exercise_file.read_questions`; ``answer`` has the
    shape that the answers file keeps (None is unanswered). A plan (``table``, ``tree``) is judged on
    ``case``, a :class:`equityqi.cases.case.Case` or None (but a question about one case always on that),
    and its dates against ``today``, which without a value is the course's own day. ``own_measure`` is the measure of
    the person's own aim, which a set of measures has to hold; "" where it is not known. Whatever the answer is, a Mark
    comes back and nothing is raised: a shape that cannot be read earns 0 and a sentence. Of each text the first
    ``MOST_LETTERS`` letters are read.
    Source of the rules: the course's module pages (sets by F1, ranks by pairs in different tiers).
    """
    out_of = float(question.points)
    if question.is_blank(answer):
        return Mark(0.0, out_of, False, NO_ANSWER)
    if problem := question.why_unreadable(answer):
        return Mark(0.0, out_of, False, problem)
    read, long = _first_letters(question, answer)
    if isinstance(question, JudgedQuestion):
        earned = question.mark(read, case, today, own_measure)
    else:
        earned = question.mark(read, case, today)
    points = round(min(max(float(earned.points), 0.0), out_of), 4)
    more = f" We read the first {MOST_LETTERS:,} letters of {listed(long)}." if long else ""
    return replace(earned, points=points, out_of=out_of, sentence=f"{earned.sentence}{more}")


def _days(question: JudgedQuestion, session: dt.date | None) -> list[dt.date]:
    """Return the days that a plan's dates may be judged from; the best mark counts, and the first one's words.

    A plan of one's own goes by the session, where its day is known; a plan of one of the cases by the course's day.
    """
    if question.session:
        return [session] if session else []
    if question.case or session is None:
        return [course_today()]
    return [session, course_today()] if session <= EITHER_DAY_UNTIL else [session]


def _first_letters(question: Question, answer: Any) -> tuple[Any, list[str]]:
    """Return an answer with the letters of each text that are read, and the first places where there are more."""
    long = []

    def first(place: Place, value: Any) -> Any:
        if not isinstance(value, str) or len(value) <= MOST_LETTERS:
            return value
        long.append(place.name)
        return value[:MOST_LETTERS]

    return question.with_texts(answer, first), long[:3]


def mark_saved(question: Question, answers, near: Path) -> Mark:
    """Mark the answer that an answers file holds, on the case and by the day and the measure of the
    person's own aim that the file records.

    ``answers`` is an :class:`equityqi.workfolder.answers_file.Answers`; ``near`` is its folder, from which an
    own case is found. So Check, nbgrader and the cohort come to the same mark.
    """
    answer = answers.answers.get(question.id)
    if not isinstance(question, JudgedQuestion) or question.is_blank(answer):
        return mark(question, answer)
    from equityqi.cases.case import CaseError, load  # lazy: reading a case needs pydantic, 0.1 s

    days = _days(question, read_day(answers.session_date))
    if not days:
        return Mark(0.0, float(question.points), False, NO_DAY)
    try:
        case = None if question.case else load(answers.case, near=near)
        if case and case.own and answers.exercise not in PLANNING:
            case = load(FIRST_CASE, near=near)  # its words and numbers are those of the first case
        marks = (mark(question, answer, case, day, answers.aim_measure) for day in days)
        return max(marks, key=lambda found: (found.points, found.passed))
    except CaseError as error:
        return Mark(0.0, float(question.points), False, str(error))
