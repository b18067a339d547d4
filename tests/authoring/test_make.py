"""exercises/ is to the byte what solutions/ makes, and a change is noticed."""

import shutil

import pytest

from equityqi.authoring import make
from equityqi.authoring.make import differences, make_exercises
from equityqi.files import course_root

EXERCISE = "01-what-is-inequity"


@pytest.fixture
def copy(tmp_path):
    for part in ("solutions", "exercises"):
        shutil.copytree(course_root() / part, tmp_path / part, ignore=shutil.ignore_patterns("*.answers.json*", ".*"))
    shutil.copy(course_root() / "nbgrader_config.py", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_exercises_are_to_the_byte_what_solutions_make_even_with_an_answers_file_left_there(copy):
    (copy / "solutions" / EXERCISE / f"{EXERCISE}.answers.json").write_text("{}")
    assert differences(copy) == []
    assert not (copy / "gradebook.db").exists()


def test_every_solution_has_an_exercise_and_the_other_way_round():
    names = [
        sorted(path.name for path in (course_root() / part).iterdir() if path.is_dir())
        for part in ("solutions", "exercises")
    ]
    assert names[0] == names[1]


def test_a_changed_byte_a_missing_file_and_one_too_many_are_noticed(copy, monkeypatch):
    monkeypatch.setattr(
        make,
        "make_exercises",
        lambda course, out: shutil.copytree(course_root() / "exercises", out, ignore=shutil.ignore_patterns(".*")),
    )
    assert differences(copy) == []
    page = copy / "exercises" / EXERCISE / f"{EXERCISE}.ipynb"
    page.write_bytes(page.read_bytes().replace(b"Run All", b"run all", 1))
    (copy / "exercises" / EXERCISE / "questions.yml").unlink()
    (copy / "exercises" / EXERCISE / "extra.txt").write_text("x")
    wanted = {f"{EXERCISE}/{name}" for name in (f"{EXERCISE}.ipynb", "questions.yml", "extra.txt")}
    assert {path.replace("\\", "/") for path in differences(copy)} == wanted


def test_an_exercise_that_cannot_be_made_says_why_and_the_old_ones_stand(copy, monkeypatch):
    class Refuses:
        def generate_assignment(self, name):
            return {"success": False, "error": "the notebook is cut off"}

    monkeypatch.setattr(make, "nbgrader_api", lambda course: Refuses())
    before = sorted(path.name for path in (copy / "exercises").rglob("*"))
    with pytest.raises(
        RuntimeError, match=f"The exercise {EXERCISE} couldn't be made. nbgrader says: the notebook is cut off"
    ):
        make_exercises(copy, copy / "exercises")
    assert sorted(path.name for path in (copy / "exercises").rglob("*")) == before
