"""What the bar above a learner's page is told."""

from __future__ import annotations

import json

import pytest

from equityqi.lab.contents import contents
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import find
from equityqi.workfolder.prepare import prepare


@pytest.fixture
def work(tmp_path):
    def page(path, title, *asked):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        cells = [{"cell_type": "markdown", "source": f"# {title}\n\nWords"}]
        cells += [{"cell_type": "code", "source": f'# A question\nask("{id}")'} for id in asked]
        place.write_text(json.dumps({"cells": cells}), encoding="utf-8")

    page("course/session-2/06-later.ipynb", "Later")
    page("course/session-1/01-first.ipynb", "First", "one", "two")
    page("course/00-start.ipynb", "Start")
    page("course/00-glossary.ipynb", "Glossary")
    page("exercises/01-first/01-first.ipynb", "Exercise 1: First", "one", "two", "three")
    answers = {"answers": {"one": 8.7, "two": "", "three": ["a"]}}
    (tmp_path / "exercises/01-first/01-first.answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return tmp_path


def test_pages_come_in_reading_order_with_their_sessions(work):
    found = [(entry.title, entry.session) for entry in contents(work)]
    assert found == [("Start", 0), ("First", 1), ("Later", 2), ("Exercise 1: First", 0), ("Glossary", 0)]


def test_an_answer_counts_on_every_page_that_asks_for_it_unless_it_is_empty(work):
    counts = {entry.title: (entry.answered, entry.asked) for entry in contents(work)}
    assert counts["First"] == (1, 2) and counts["Exercise 1: First"] == (2, 3)


def test_a_damaged_page_or_answers_file_is_passed_over(work):
    (work / "course/00-glossary.ipynb").write_text("{", encoding="utf-8")
    (work / "exercises/01-first/01-first.answers.json").write_text("[1]", encoding="utf-8")
    found = contents(work)
    assert "Glossary" not in [entry.title for entry in found] and not any(entry.answered for entry in found)


def test_a_lesson_says_how_many_answers_are_right_once_they_were_checked(tmp_path):
    work = tmp_path / "my-work"
    prepare(work, "asha")
    asked = find("gap-years", work / "exercises/01-what-is-inequity")
    answers, _ = store.save_answer(asked, 8.7)
    before = {entry.title: entry.right for entry in contents(work)}
    store.save_checked(asked, answers)
    after = {entry.title: entry.right for entry in contents(work)}
    assert not any(before.values()) and after == before | {"What is inequity?": 1}
