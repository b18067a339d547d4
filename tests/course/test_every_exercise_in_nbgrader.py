"""Every exercise goes through stock nbgrader: made, handed in, marked. Model answers and model code earn all, a blank page nothing."""

import json
import shutil

import nbformat
import pytest

from equityqi.authoring.make import nbgrader_api
from equityqi.files import course_root
from equityqi.lessons.questions import all_exercises, model_answer

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

EXERCISES = sorted(path.parent.name for path in (course_root() / "solutions").glob("*/*.ipynb") if ".ipynb_checkpoints" not in path.parts)
QUESTIONS = {name: exercise.questions for name, exercise in all_exercises().items()}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One throw-away course and one nbgrader for all exercises of this file; each exercise is made when it is its turn."""
    root = tmp_path_factory.mktemp("round-trip")
    shutil.copytree(course_root() / "solutions", root / "solutions", ignore=shutil.ignore_patterns("*.answers.json*", ".*"))
    shutil.copy(course_root() / "nbgrader_config.py", root)
    api = nbgrader_api(root)
    api.config.Execute.shutdown_kernel = "immediate"  # a second less for each page
    return root, api


def points(course, exercise, student):
    """Mark one hand-in; return {cell: (points, of)} for what is marked, and the cells that wait for a person."""
    root, api = course
    marked = api.autograde(exercise, student)
    assert marked["success"], marked
    with api.gradebook as book:
        grades = [grade for page in book.find_submission(exercise, student).notebooks for grade in page.grades]
        return {grade.name: (grade.score, grade.max_score) for grade in grades if not grade.needs_manual_grade}, {grade.name for grade in grades if grade.needs_manual_grade}


def hand_in(course, exercise, student, answers):
    folder = course[0] / "submitted" / student / exercise
    shutil.copytree(course[0] / "exercises" / exercise, folder)
    if exercise in QUESTIONS:
        saved = {"schema": 1, "course": "1.0.0", "exercise": exercise, "case": "a-blood-pressure", "session_date": "2026-07-01", "id": "0", "answers": answers, "aside": {}}
        (folder / f"{exercise}.answers.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
    return folder / f"{exercise}.ipynb"


def write_model_code(course, exercise, page):
    """Put the author's code into the cells where a learner writes."""
    model = {cell.metadata.nbgrader.grade_id: cell.source for cell in nbformat.read(course[0] / "solutions" / exercise / page.name, as_version=4).cells if "nbgrader" in cell.metadata}
    handed_in = nbformat.read(page, as_version=4)
    for cell in handed_in.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = model[cell.metadata.nbgrader.grade_id]
    nbformat.write(handed_in, page)


def test_all_sixteen_exercises_are_here():
    assert [name[:2] for name in EXERCISES] == [f"{number:02d}" for number in range(1, 17)]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_model_answers_earn_all_and_a_blank_page_nothing(course, exercise):
    made = course[1].generate_assignment(exercise)
    assert made["success"], made
    hand_in(course, exercise, "blank", {})
    page = hand_in(course, exercise, "model", {question.id: model_answer(question) for question in QUESTIONS.get(exercise, [])})
    write_model_code(course, exercise, page)
    blank, blank_waits = points(course, exercise, "blank")
    full, waits = points(course, exercise, "model")
    assert {name: score for name, (score, _) in blank.items() if score} == {}
    assert {name: score for name, score in full.items() if score[0] != pytest.approx(score[1])} == {}
    assert blank_waits == waits == {f"read-{question.id}" for question in QUESTIONS.get(exercise, []) if question.kind == "text" and question.rubric}
    if exercise in QUESTIONS:
        assert {name: of for name, (_, of) in full.items()} == {f"points-{question.id}": question.points for question in QUESTIONS[exercise]}
    else:
        assert sum(of for _, of in full.values()) > 0
