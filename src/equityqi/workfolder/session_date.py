"""The dates of the sessions: typed once, carried by the work folder, and kept in every answers file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from equityqi.questions.exercise import FILE
from equityqi.settings import read_day, read_settings, write_settings
from equityqi.typed_input import date, in_words
from equityqi.workfolder import answers_file as store

DATES = {1: "session_date", 2: "second_date"}  # the session's number, and its key in the settings
NO_DAY = "“{text}” is not a date. Type day, month and year, such as 1 December 2026."


def typed_day(text: str) -> dt.date:
    """Return the day that a person typed; ValueError, in one sentence, when it is none.

    >>> typed_day("1 December 2026"), typed_day("2026-12-01")
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 1))
    """
    day = date(text)
    if day is None:
        raise ValueError(NO_DAY.format(text=text))
    return day


def keep_day(work: Path, day: dt.date) -> None:
    """Keep the date of the session in the settings, and in every answers file that holds an answer.

    So a hand-in is marked by the date that it was made with. Raises
    :class:`equityqi.files.CouldNotWrite` or :class:`equityqi.workfolder.answers_file.AnswersError`, in one sentence.
    """
    settings = read_settings(work)
    if read_day(settings.get("session_date")) != day:
        write_settings(work, {**settings, "session_date": day})
    in_the_way = None
    for questions in sorted((work / "exercises").glob(f"*/{FILE}")):
        name = questions.parent.name
        path = questions.parent / store.answers_name(name)
        if not path.is_file():
            continue
        try:
            _stamp(path, name, day.isoformat())
        except store.AnswersError as error:
            in_the_way = in_the_way or error
    if in_the_way:
        raise in_the_way


def keep_days(work: Path, days: Mapping[str, dt.date]) -> None:
    """Keep the dates of both sessions, each by its key in the settings: ``session_date`` and ``second_date``.

    Answers are judged by the first, a commitment by the second. Raises ValueError, in one sentence, when the second
    comes before the first, and what :func:`keep_day` raises.
    """
    settings = {**read_settings(work), **days}
    first, second = read_day(settings.get("session_date")), read_day(settings.get("second_date"))
    if first and second and second < first:
        raise ValueError(
            f"Session 2, on {in_words(second)}, would be before session 1, on {in_words(first)}. Check both dates."
        )
    if "second_date" in days:
        write_settings(work, {**read_settings(work), "second_date": days["second_date"]})
    if "session_date" in days:
        keep_day(work, days["session_date"])


def _stamp(path: Path, name: str, day: str) -> None:
    with store.alone(path):
        answers, damaged = store.read_answers(path, name, keep_damaged=False)
        if answers.answers and not damaged:
            store.write_answers(path, replace(answers, session_date=day))
