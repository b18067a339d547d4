"""Every exercise goes through stock nbgrader: made, handed in, marked. Model answers and model code earn all, a blank
page nothing.

``equityqi mark`` comes to the same points in each cell, and leaves the same cells to a person.
"""

import json
import shutil

import nbformat
import pytest

from equityqi.authoring.make import nbgrader_api
from equityqi.files import course_root
from equityqi.marking import mark_cohort
from equityqi.questions.exercise_file import all_exercises

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]  # nbgrader's own

EXERCISES = sorted(
    path.parent.name
    for path in (course_root() / "solutions").glob("*/*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
PARTLY = (
    "02-measuring-gaps",
    "04-aim",
    "15-analysts-gaps",
)  # handed in partly right, too; each such run of nbgrader takes seconds
QUESTIONS = {name: exercise.questions for name, exercise in all_exercises().items()}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One throw-away course and one nbgrader for all exercises of this file; each exercise is made
    when it is its turn.
    """
    root = tmp_path_factory.mktemp("round-trip")
    shutil.copytree(
        course_root() / "solutions", root / "solutions", ignore=shutil.ignore_patterns("*.answers.json*", ".*")
    )
    shutil.copy(course_root() / "nbgrader_config.py", root)
    api = nbgrader_api(root)
    api.config.Execute.shutdown_kernel = "immediate"  # a second less for each page
    return root, api


def points(course, exercise, student):
    """Mark one hand-in; return {cell: (points, of)} for what is marked, and the cells that wait for a person."""
    marked = course[1].autograde(exercise, student)
    assert marked["success"], marked
    with course[1].gradebook as book:
        return in_book(book, exercise, student)


def in_book(book, exercise, student):
    grades = [grade for page in book.find_submission(exercise, student).notebooks for grade in page.grades]
    return {grade.name: (grade.score, grade.max_score) for grade in grades if not grade.needs_manual_grade}, {
        grade.name for grade in grades if grade.needs_manual_grade
    }


def hand_in(course, exercise, student, answers):
    folder = course[0] / "submitted" / student / exercise
    shutil.copytree(course[0] / "exercises" / exercise, folder)
    if exercise in QUESTIONS:
        saved = {
            "schema": 1,
            "course": "1.0.0",
            "exercise": exercise,
            "case": "a-blood-pressure",
            "session_date": "2026-07-01",
            "id": "0",
            "answers": answers,
            "aside": {},
        }
        (folder / f"{exercise}.answers.json").write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
    return folder / f"{exercise}.ipynb"


def write_model_code(course, exercise, page, most=None):
    """Put the author's code into the cells where a learner writes, or into the first few of them."""
    model = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in nbformat.read(course[0] / "solutions" / exercise / page.name, as_version=4).cells
        if "nbgrader" in cell.metadata
    }
    handed_in = nbformat.read(page, as_version=4)
    for cell in [cell for cell in handed_in.cells if cell.metadata.get("nbgrader", {}).get("solution")][:most]:
        cell.source = model[cell.metadata.nbgrader.grade_id]
    nbformat.write(handed_in, page)


def our_points(course, exercise, students, tmp_path):
    """Mark the same hand-ins with ``equityqi mark``; return what its gradebook says of each student, as :func:`points`
    does.
    """
    from nbgrader.api import Gradebook

    for part in ("solutions", "exercises"):
        shutil.copytree(course[0] / part / exercise, tmp_path / "course" / part / exercise)
    (tmp_path / "roll.csv").write_text("\n".join(["id", *students]), encoding="utf-8")
    mark_cohort(
        course[0] / "submitted", tmp_path / "roll.csv", tmp_path / "results", tmp_path / "course", workers=1, trust=True
    )
    with Gradebook(f"sqlite:///{tmp_path}/results/gradebook/gradebook.db", "equityqi") as book:
        return {student: in_book(book, exercise, student) for student in students}


def partly_right(exercise):
    """Return the model answers of every other question only, and for a plan one field less."""
    answers = {
        question.id: question.model_answer()
        for place, question in enumerate(QUESTIONS.get(exercise, []))
        if place % 2 == 0
    }
    return {
        id: (
            [dict(list(row.items())[1:]) for row in value]
            if isinstance(value, list) and value and isinstance(value[0], dict)
            else value
        )
        for id, value in answers.items()
    }


def test_all_sixteen_exercises_are_here():
    assert [name[:2] for name in EXERCISES] == [f"{number:02d}" for number in range(1, 17)]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_model_answers_earn_all_and_a_blank_page_nothing(course, exercise, tmp_path):
    made = course[1].generate_assignment(exercise)
    assert made["success"], made
    hand_in(course, exercise, "blank", {})
    page = hand_in(
        course, exercise, "model", {question.id: question.model_answer() for question in QUESTIONS.get(exercise, [])}
    )
    write_model_code(course, exercise, page)
    stock = {student: points(course, exercise, student) for student in ("blank", "model")}
    (blank, blank_waits), (full, waits) = stock["blank"], stock["model"]
    assert {name: score for name, (score, _) in blank.items() if score} == {}
    assert {name: score for name, score in full.items() if score[0] != pytest.approx(score[1])} == {}
    assert (
        blank_waits
        == waits
        == {
            f"read-{question.id}"
            for question in QUESTIONS.get(exercise, [])
            if question.kind == "text" and question.rubric
        }
    )
    if exercise in QUESTIONS:
        assert {name: of for name, (_, of) in full.items()} == {
            f"points-{question.id}": question.points for question in QUESTIONS[exercise]
        }
    else:
        assert sum(of for _, of in full.values()) > 0
    if exercise in PARTLY:
        write_model_code(course, exercise, hand_in(course, exercise, "partly", partly_right(exercise)), most=2)
        stock["partly"] = points(course, exercise, "partly")
        assert 0 < sum(score for score, _ in stock["partly"][0].values()) < sum(of for _, of in full.values())
    assert our_points(course, exercise, list(stock), tmp_path) == stock
