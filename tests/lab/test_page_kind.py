"""Which pages may run by themselves."""

from __future__ import annotations

import json
import shutil

import pytest

from equityqi.files import course_root
from equityqi.lab.page_kind import page_kind

EXERCISE = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"


@pytest.fixture
def page(tmp_path):
    target = tmp_path / EXERCISE
    target.parent.mkdir(parents=True)
    shutil.copy(course_root() / EXERCISE, target)
    return target


def change(page, how) -> None:
    data = json.loads(page.read_text(encoding="utf-8"))
    how(data["cells"])
    page.write_text(json.dumps(data), encoding="utf-8")


def test_a_page_as_delivered_is_the_courses_own(page, tmp_path):
    assert page_kind(tmp_path, EXERCISE) == "own"
    assert page_kind(tmp_path.parent, f"{tmp_path.name}/{EXERCISE}") == "own", "as a trainer sees a work folder"
    assert page_kind(course_root(), "course/trainer/session.ipynb") == "own", "the course's own copy"


def test_words_may_change_but_code_may_not(page, tmp_path):
    change(page, lambda cells: cells[0].update(source="# My title"))
    assert page_kind(tmp_path, EXERCISE) == "own"
    change(page, lambda cells: cells.append({"cell_type": "code", "metadata": {}, "source": "1"}))
    assert page_kind(tmp_path, EXERCISE) == "other"


def test_analysts_pages_are_for_code(tmp_path):
    assert page_kind(course_root(), "exercises/15-analysts-gaps/15-analysts-gaps.ipynb") == "code"
    assert page_kind(course_root(), "exercises/16-analysts-charts/16-analysts-charts.ipynb") == "code"


@pytest.mark.parametrize("path", ["notes.ipynb", "exercises/none.ipynb", "../exercises/x.ipynb", "exercises"])
def test_anything_else_is_not_the_courses(tmp_path, path):
    assert page_kind(tmp_path, path) == "other"


def test_a_damaged_page_is_not_the_courses(page, tmp_path):
    page.write_text("{", encoding="utf-8")
    assert page_kind(tmp_path, EXERCISE) == "other"
