"""marking.course: what there is to mark, also in a course of nbgrader's own whose notebooks have names of their own."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from equityqi.marking import MarkingError
from equityqi.marking.code_page import course_cells, find_page
from equityqi.marking.course import tasks_of
from equityqi.marking.gradebook import page_path
from equityqi.workfolder.hand_in import HandIn


@pytest.fixture
def nbgrader_course(small_course, tmp_path, cohort):
    """A course with the assignment ps1, whose notebook is called p1."""
    root = tmp_path / "course"
    for part, ours in (("source", "solutions"), ("release", "exercises")):
        shutil.copytree(small_course / ours / cohort.exercise, root / part / "ps1")
        (root / part / "ps1" / f"{cohort.exercise}.ipynb").rename(root / part / "ps1" / "p1.ipynb")
    return root


def test_a_notebook_with_another_name_than_its_assignment_is_marked_and_shown(cohort, nbgrader_course):
    cohort.person("asha")
    place = cohort.hand_ins / "asha" / "ps1"
    place.mkdir(parents=True)
    (place / "ps1.answers.json").write_bytes(cohort.answers(cohort.right[cohort.exercise], "ps1"))
    shutil.copy(nbgrader_course / "release" / "ps1" / "p1.ipynb", place)
    cohort.course = nbgrader_course
    first = cohort.mark()
    assert (first["asha", "ps1"].status, first["asha", "ps1"].points) == ("graded", 9)
    page = page_path(cohort.out, "asha", "ps1", "p1")
    assert page.name == "p1.ipynb" and page.is_file()
    with closing(sqlite3.connect(cohort.out / "gradebook" / "gradebook.db")) as book:
        assert book.execute("SELECT name FROM notebook UNION SELECT name FROM assignment").fetchall() == [
            ("p1",),
            ("ps1",),
        ]
        assert book.execute("SELECT sum(auto_score) FROM grade").fetchone() == (9,)
    page.unlink()
    assert cohort.mark() == first and page.is_file(), "a lost page comes back"
    shutil.rmtree(place.parent)
    cohort.zip("ben", {"ps1/ps1.answers.json": cohort.answers({}, "ps1")})
    cohort.mark()
    assert not page.exists(), "a hand-in that went takes its page along"


def test_the_code_of_a_notebook_with_another_name_is_found_by_assignment_and_name(
    nbgrader_course, cohort, small_course
):
    for part, ours in (("source", "solutions"), ("release", "exercises")):
        shutil.copytree(small_course / ours / cohort.code, nbgrader_course / part / "ps2")
        (nbgrader_course / part / "ps2" / f"{cohort.code}.ipynb").rename(nbgrader_course / part / "ps2" / "p1.ipynb")
    task = next(task for task in tasks_of(nbgrader_course) if task.name == "ps2")
    model = (nbgrader_course / "source" / "ps2" / "p1.ipynb").read_bytes()
    notes = json.dumps({"cells": [{"cell_type": "code", "metadata": {}, "source": "mine = 1"}]}).encode()
    found = find_page(
        [HandIn("asha", (("ps1/p1.ipynb", notes), ("ps2/ps2-notes.ipynb", notes), ("ps2/p1.ipynb", model)))],
        task,
        course_cells(task),
    )
    assert (found.state, found.notes, found.look) == ("changed", (), "") and len(found.cells) > 3


def test_two_notebooks_with_cells_to_mark_in_one_exercise_are_named(nbgrader_course, cohort):
    for part in ("source", "release"):
        shutil.copy(nbgrader_course / part / "ps1" / "p1.ipynb", nbgrader_course / part / "ps1" / "p2.ipynb")
    with pytest.raises(MarkingError, match="has 2 notebooks with cells to mark: p1.ipynb and p2.ipynb. Give each"):
        tasks_of(nbgrader_course)
    (nbgrader_course / "release" / "ps1" / "p2.ipynb").unlink()
    assert [task.notebook for task in tasks_of(nbgrader_course)] == ["p1"], "a copy that nobody was given is no page"


@pytest.mark.parametrize("other", ["notes.ipynb", "broken.ipynb"])
def test_a_notebook_with_nothing_to_mark_beside_the_page_is_no_page(small_course, tmp_path, cohort, other):
    shutil.copytree(small_course, tmp_path / "course")
    text = "{" if other == "broken.ipynb" else json.dumps({"cells": []})
    (tmp_path / "course" / "solutions" / cohort.exercise / other).write_text(text)
    wanted = {task.name: (task.notebook, task.given.name, task.cells) for task in tasks_of(small_course)}
    assert wanted == {task.name: (task.notebook, task.given.name, task.cells) for task in tasks_of(tmp_path / "course")}
    assert all(name == notebook for name, (notebook, _, _) in wanted.items())
