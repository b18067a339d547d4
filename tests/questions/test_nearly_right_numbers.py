"""A number that is nearly right: the reply says what is missing, never the answer, and earns what it did before."""

import re

import pytest

from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.kinds import Number
from equityqi.questions.mark import mark


def asked(model, tolerance, unit="years"):
    return Number(
        id="n", prompt="How many?", points=1, unit=unit, model=[model], tolerance=tolerance, right="Well read."
    )


@pytest.mark.parametrize(
    "question, typed, missing",
    [
        (asked(8.7, 0.05), "9", "Give it to one decimal place."),
        (asked(1.5625, 0.01, "times (such as 0.95)"), "1.6", "Give it to 2 decimal places."),
        (asked(36.0, 0.1, "per cent"), "0.36", "That’s a share of 1. Give it in per cent: a half would be 50."),
        (asked(36.0, 0.1, "%"), "0.36", "That’s a share of 1. Give it in per cent: a half would be 50."),
        (asked(9.0, 0.05, "points"), "0.09", "That’s a share of 1. Give it in per cent: a half would be 50."),
        (asked(0.893, 0.01, "times (such as 0.95)"), "89.3", "Give it as a number of times: 50% would be 0.5."),
        (asked(1250, 0.5, "people"), "1.250", "Write thousands with a comma, such as 2,000, or without one."),
    ],
)
def test_a_number_that_is_nearly_right_says_what_is_missing(question, typed, missing):
    result = mark(question, typed)
    assert (result.state, result.points) == ("again", 0.0)
    assert result.sentence.startswith("You’re nearly there.") and missing in result.sentence
    assert [(note.item, note.right) for note in result.notes] == [("nearly", False)]
    assert f"{question.model[0]:g}" not in result.sentence


@pytest.mark.parametrize("typed", ["1,250", "1250", "1 250", "1250 people"])
def test_thousands_are_right_with_a_comma_a_space_or_none(typed):
    assert mark(asked(1250, 0.5, "people"), typed).state == "right"


@pytest.mark.parametrize("question, typed", [(asked(8.7, 0.05), "12"), (asked(0.893, 0.01, "times"), "1")])
def test_a_number_that_is_further_off_is_not_called_nearly_right(question, typed):
    result = mark(question, typed)
    assert "nearly" not in result.sentence.lower() and not result.notes


NUMBERS = [q for exercise in all_exercises().values() for q in exercise.questions if q.kind == "number"]


@pytest.mark.parametrize("question", NUMBERS, ids=lambda question: question.id)
def test_no_reply_of_the_course_praises_a_number_that_earns_nothing_or_gives_the_answer_away(question):
    for typed in (round(question.model[0]), round(question.model[0], 1), question.model[0] / 100):
        result = mark(question, typed)
        if result.passed:
            continue
        said = " ".join([result.sentence, *(note.sentence for note in result.notes)])
        assert result.points < 1 and not re.search(r"\b(right|well done|correct)\b", said.split(".")[0], re.IGNORECASE)
