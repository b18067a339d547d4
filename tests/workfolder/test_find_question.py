"""workfolder.find_question: a question is found from exercise and lesson, quickly, and never in old words."""

import json
import subprocess
import sys

import pytest

from equityqi.workfolder.answers_file import AnswersError, answers_name
from equityqi.workfolder.find_question import FILLED, exercises_in, find, write_filled

EXERCISE = "01-what-is-inequity"
FROM_A_LESSON = """
import sys
from equityqi import ask, answer, score
from equityqi.workfolder.find_question import find
assert find("gap-years").question.mark(8.7).passed
print(sorted({"numpy", "pandas", "scipy", "matplotlib", "pydantic", "anywidget"} & set(sys.modules)))
"""


def json_of(work):
    return next((work / FILLED).glob("*.json"))


def test_a_lesson_finds_its_first_question_with_nothing_heavy(work):
    run = [sys.executable, "-c", FROM_A_LESSON]
    done = subprocess.run(run, cwd=work / "course" / "session-1", capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_what_the_json_holds_is_what_the_files_say(work):
    quick = exercises_in(work / "exercises")
    json_of(work).unlink()
    assert exercises_in(work / "exercises") == quick and len(quick) == 14
    assert json_of(work).is_file(), "and the next page is quick again"


def test_the_cells_of_a_page_share_one_reading_of_its_questions(work):
    first, again = (find("gap-years", work / "course") for _ in range(2))
    assert first.question is again.question


def test_a_question_that_changed_is_asked_in_its_new_words(work):
    path = work / "exercises" / EXERCISE / "questions.yml"
    text = path.read_text("utf-8")
    assert text.count("How many years is the gap?") == 1
    path.write_text(text.replace("How many years is the gap?", "How wide is it now?"), encoding="utf-8")
    for place in (path.parent, work / "course"):
        assert find("gap-years", place).question.prompt.endswith("How wide is it now?")


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"exercises": 3}', '{"stamp": "x", "exercises": {}}'])
def test_a_damaged_json_is_passed_over(work, damaged):
    json_of(work).write_text(damaged, encoding="utf-8")
    assert find("gap-years", work / "exercises" / EXERCISE).question.id == "gap-years"


def test_a_page_that_was_begun_stays_on_its_case(work):
    folder = work / "exercises" / "04-aim"
    first = find("my-aim", folder).question
    saved = {"schema": 1, "exercise": "04-aim", "case": "c-asthma", "answers": {"my-aim": []}}
    (folder / answers_name("04-aim")).write_text(json.dumps(saved), encoding="utf-8")
    write_filled(work, "c-asthma")
    begun = find("my-aim", folder).question
    assert begun != first and begun == find("my-aim", work / "course").question


def test_a_name_that_is_not_there_is_told_with_those_that_are(work):
    with pytest.raises(AnswersError, match="There is no question “gap-year” here. The questions are: .*gap-years"):
        find("gap-year", work / "course")


def test_any_page_of_a_work_folder_may_ask_a_question_of_any_exercise(work):
    saved = {"schema": 1, "exercise": "12-canvas-and-spread", "answers": {"one-page": "The dates."}}
    own = work / "exercises" / "12-canvas-and-spread"
    (own / answers_name(own.name)).write_text(json.dumps(saved), encoding="utf-8")
    for place in (own, work / "course", work / "course" / "session-1", work / "exercises" / EXERCISE):
        asked = find("one-page", place)
        assert (asked.exercise, asked.path) == (own.name, own / answers_name(own.name))
