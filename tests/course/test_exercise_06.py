"""Exercise 06, the quiz from memory and what people bring: right answers earn all, each slip has its own sentence."""

import pytest

from equityqi.cases.case import titles
from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark

CASES = tuple(titles())[:-1]  # without a team's own
PAGE = course_root() / "solutions" / "06-reconnect" / "questions.yml"
QUIZ = {
    "quiz-equity": "need",
    "quiz-gap": 9,
    "quiz-missing": "missing",
    "quiz-aim": ["when", "how-much", "not-lose", "whom"],
    "quiz-driver": "must-be-true",
}


def question(id, case="a-blood-pressure"):
    found = read_questions(PAGE, case).question(id)
    assert found is not None, id
    return found


@pytest.mark.parametrize("case", CASES)
def test_every_model_answer_earns_full_marks(case):
    asked = read_questions(PAGE, case).questions
    assert sum(one.points for one in asked) == 9
    for one in asked:
        for answer in one.model:
            got = mark(one, answer)
            assert got.passed and got.points == one.points, (one.id, answer, got)


def test_the_quiz_is_the_five_questions_of_the_module():
    assert [one.id for one in read_questions(PAGE).questions if one.id.startswith("quiz-")] == list(QUIZ)
    assert sum(mark(question(id), answer).points for id, answer in QUIZ.items()) == 5


def test_the_page_says_that_four_of_five_are_a_pass():
    assert "Four out of five is a pass" in PAGE.with_name("06-reconnect.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "id, answer, name",
    [
        ("quiz-equity", "same", "same-is-fair"),
        ("quiz-equity", "less", "equity-takes-away"),
        ("quiz-gap", -9, "wrong-way-round"),
        ("quiz-gap", 75 / 84, "ratio-for-difference"),
        ("quiz-gap", 84 / 75, "ratio-for-difference"),
        ("quiz-gap", 100 * 9 / 84, "percent-for-points"),
        ("quiz-gap", 12, "percent-for-points"),
        ("quiz-missing", "well-done", "no-data-no-problem"),
        ("quiz-missing", "drop", "drop-the-question"),
        ("quiz-aim", ["how-much", "whom", "when", "blame"], "blames-people"),
        ("quiz-aim", ["how-much", "whom", "when", "software"], "tool-for-aim"),
        ("quiz-aim", ["how-much", "whom", "when", "not-lose", "posters"], "task-for-aim"),
        ("quiz-aim", ["how-much", "whom", "when"], "missed-one"),
        ("quiz-driver", "job", "driver-is-a-job"),
        ("quiz-driver", "measure", "driver-is-a-measure"),
    ],
)
def test_each_slip_has_its_own_sentence_and_earns_nothing(id, answer, name):
    got = mark(question(id), answer)
    assert (got.misconception, got.points, got.passed) == (name, 0, False)


def test_not_heard_yet_with_whom_and_by_when_is_a_full_answer():
    got = mark(
        question("my-asked"),
        [
            {
                "who": "two people at the drop-in",
                "how": "through a worker",
                "when": "14 July 2026",
                "said": "Not heard yet: we will ask two people at the drop-in by 14 July 2026.",
            }
        ],
    )
    assert got.passed and got.points == 1


@pytest.mark.parametrize("id", ["my-story", "my-number", "my-muddy"])
def test_a_text_is_marked_only_for_being_there(id):
    asked = question(id)
    assert mark(asked, "Nobody could tell us who holds the list of phone numbers.").points == 1
    assert mark(asked, "Not yet").misconception == "too-short"
    assert mark(asked, asked.prompt).misconception == "pasted-prompt"
