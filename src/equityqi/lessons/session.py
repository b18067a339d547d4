"""The date of a session: typed once, carried by the work folder, and kept in every answers file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from equityqi.lessons import answers as store
from equityqi.lessons.questions import FILE
from equityqi.project.typed import date, in_words
from equityqi.settings import read_day, read_settings, session_date, work_folder, write_settings

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
    :class:`equityqi.files.CouldNotWrite` or :class:`equityqi.lessons.answers.AnswersError`, in one sentence.
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


def _stamp(path: Path, name: str, day: str) -> None:
    with store.alone(path):
        answers, damaged = store.read_answers(path, name, keep_damaged=False)
        if answers.answers and not damaged:
            store.write_answers(path, replace(answers, session_date=day))


def session_form() -> None:
    """Show a form that asks for the date of the session; without a browser, the command that sets it."""
    from equityqi.lessons.forms import has_browser

    work = work_folder(Path.cwd())
    known = read_day(session_date())
    if work is None or not has_browser():
        print(f"The date of the session: {in_words(known)}." if known else "Set the date of your session with start.py, for example: python start.py learn --session-date 2026-12-01")
        return
    from IPython.display import display

    from equityqi.lessons.small_forms import SessionDate

    form = SessionDate(fields=[["day", "The date of your session, such as 1 December 2026:", in_words(known) if known else ""]])
    form.attach(work)
    display(form)
