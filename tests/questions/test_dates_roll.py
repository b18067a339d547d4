"""questions.mark: a plan's dates go by the day of the session that its answers file keeps, never by a clock."""

import datetime as dt

import pytest

from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import mark_saved
from equityqi.typed_input import in_words
from equityqi.workfolder.answers_file import Answers

CASE = "b-medication-reviews"
EXERCISES = all_exercises(CASE)


def marked(exercise, id, session_date, **changes):
    question = EXERCISES[exercise].question(id)
    [row] = question.model_answer()
    saved = Answers(exercise, case=CASE, session_date=session_date, answers={id: [{**row, **changes}]})
    return mark_saved(question, saved, course_root() / "exercises" / exercise)


@pytest.mark.parametrize(
    ("session_date", "date", "right"),
    [
        ("2028-03-01", "1 June 2028", True),
        ("2028-03-01", "1 September 2029", True),
        ("2028-03-01", "31 May 2028", False),
        ("2028-03-01", "2 September 2029", False),
        ("2028-03-01", "31 March 2027", False),  # in the time of the cases, and long past
        ("2026-12-01", "1 June 2028", True),
        ("2026-12-01", "2 June 2028", False),
        ("2026-12-01", "1 October 2026", True),  # answered while every aim went by the course's day
        ("", "31 March 2027", True),
        ("", "1 June 2028", False),
    ],
)
def test_an_aim_is_dated_from_the_session_or_without_one_from_the_day_of_the_cases(session_date, date, right):
    assert marked("04-aim", "my-aim", session_date, date=date).passed is right


def test_the_reply_names_days_of_the_session_and_not_of_the_cases():
    told = marked("04-aim", "my-aim", "2028-03-01", date="").sentence
    assert "such as 1 December 2028" in told
    assert "too far away to plan for" in marked("04-aim", "my-aim", "2028-03-01", date="1 January 2030").sentence


@pytest.mark.parametrize(
    ("session_date", "start", "end", "right"),
    [
        ("2028-03-01", "7 March 2028", "13 March 2028", True),
        ("2028-03-01", "7 July 2026", "13 July 2026", False),
        ("2026-12-01", "7 July 2026", "13 July 2026", True),
        ("", "7 July 2026", "13 July 2026", True),
    ],
)
def test_a_first_test_begins_after_the_session(session_date, start, end, right):
    assert marked("09-pdsa", "my-first-test", session_date, start=start, end=end).passed is right


def test_a_plan_of_one_of_the_cases_keeps_the_day_of_the_cases():
    assert marked("09-pdsa", "mended-plan", "2028-03-01", start="7 July 2026", end="13 July 2026").passed


@pytest.mark.parametrize(("session_date", "right"), [("2028-03-01", True), ("2029-03-01", False), ("", False)])
def test_an_aim_about_ones_own_work_waits_for_the_session(session_date, right):
    assert marked("04-aim", "own-aim", session_date, date="1 March 2029").passed is right


@pytest.mark.parametrize("session_date", ["2028-02-29", "2030-10-01"])
def test_a_date_long_past_is_called_past_and_the_days_to_choose_from_are_of_the_session(session_date):
    year = int(session_date[:4])
    said = marked("04-aim", "my-aim", session_date).sentence
    assert "31 March 2027 is in the past. Choose a day between" in said and str(year + 1) in said
    said = marked("09-pdsa", "my-first-test", session_date).sentence
    assert f"is in the past. Choose {in_words(dt.date.fromisoformat(session_date))} or later" in said


def test_the_key_says_which_session_the_dates_of_a_model_answer_suit():
    keys = {id: EXERCISES[at].question(id).in_key() for at, id in (("04-aim", "my-aim"), ("04-aim", "repair-a"))}
    assert "fit a session on 1 July 2026, the day we use for the cases" in keys["my-aim"]
    assert "fit a session" not in keys["repair-a"]  # on one case and its day, whenever it is answered
