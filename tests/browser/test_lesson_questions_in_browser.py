"""A question in a lesson and in its exercise, in a real browser: one saved answer, read and answered in turn."""

from __future__ import annotations

import pytest

LESSON = "course/session-1/01-what-is-inequity.ipynb"
EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
GAP = "How many years is the gap"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_answer_given_in_the_lesson_stands_in_the_exercise_and_the_other_way_round(visit, course):
    lesson = visit(LESSON).start()
    field = lesson.form(GAP).locator("input").first
    field.scroll_into_view_if_needed()
    lesson.picture("lesson-question")
    field.fill("9")
    field.press("Enter")
    lesson.says(GAP, "Saved")
    assert course.answers("01-what-is-inequity")["gap-years"] == 9
    end = lesson.page.get_by_role("region", name="The end of this page")
    end.get_by_text("You’ve answered 1 of 7").wait_for()
    end.scroll_into_view_if_needed()
    lesson.picture("lesson-end")
    exercise = visit(EXERCISE, context=lesson.page.context).start()
    field = exercise.form(GAP).locator("input").first
    assert field.input_value() == "9"
    field.fill("8.7")
    field.press("Enter")
    exercise.says(GAP, "Saved")
    again = visit(LESSON, context=lesson.page.context).start()
    assert again.form(GAP).locator("input").first.input_value() == "8.7"
    exercise.page.get_by_role("heading", name="3 more to practise").scroll_into_view_if_needed()
    exercise.picture("exercise-practice")
