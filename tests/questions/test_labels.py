"""The short name that a list of the page gives a question."""

import pytest

from equityqi.questions.exercise_file import all_exercises

LONGEST = 28  # letters that fit beside a page
CORE = [question for exercise in all_exercises().values() for question in exercise.questions if question.part == "core"]


@pytest.mark.parametrize("question", CORE, ids=lambda question: question.id)
def test_each_question_of_a_lesson_has_a_short_name_of_its_own(question):
    assert 4 <= len(question.label) <= LONGEST and not question.label.endswith(".")
    assert question.for_browser()["label"] == question.label


def test_no_two_questions_of_a_page_go_by_one_name():
    for exercise in all_exercises().values():
        labels = [question.label for question in exercise.questions if question.label]
        assert len(labels) == len(set(labels)), exercise.exercise
