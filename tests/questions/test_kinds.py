"""questions.kinds: each kind is one class, known wherever a kind must be known."""

import inspect
import json
import re
from dataclasses import asdict, fields, is_dataclass

import pytest

from equityqi.files import course_root
from equityqi.forms.assets import BROWSER
from equityqi.questions.exercise import Exercise
from equityqi.questions.exercise_file import all_exercises, as_json
from equityqi.questions.kinds import KINDS
from equityqi.questions.kinds.base import Question
from tools import answer_mutants

ANSWERS_FOR_ITSELF = ("why_unreadable", "mark", "on_paper", "in_key")
QUESTIONS = [question for exercise in all_exercises().values() for question in exercise.questions]
each_kind = pytest.mark.parametrize("kind", KINDS)


def editors() -> set[str]:
    """Return the kinds that have an editor in the browser."""
    scripts = "\n".join(
        (BROWSER / name).read_text("utf-8") for name in ("editors.js", "sort_editor.js", "plan_editors.js")
    )
    body = scripts[scripts.index("const editors = {") :]
    return set(re.findall(r"^  (\w+)\(spec", body, re.MULTILINE)) | set(re.findall(r"^editors\.(\w+) =", body, re.M))


@each_kind
def test_a_kind_is_known_wherever_it_must_be(kind):
    made = KINDS[kind]
    missing = [f"the method {name} of {made.__name__}" for name in ANSWERS_FOR_ITSELF if is_inherited(made, name)]
    if kind not in editors() and kind != "game":  # the game has a form of its own
        missing.append("an editor in forms/browser/editors.js, sort_editor.js or plan_editors.js")
    if kind not in answer_mutants._CHANGES:
        missing.append("its mutants, in _CHANGES of tools/answer_mutants.py")
    if f"kind: {kind}" not in (course_root() / "CONTRIBUTING.md").read_text("utf-8"):
        missing.append("an example in CONTRIBUTING.md, under How to add a question")
    if not any(question.kind == kind for question in QUESTIONS):
        missing.append("a question of the course that uses it")
    assert not missing, f"{kind} lacks: {'; '.join(missing)}. See How to add a kind in CONTRIBUTING.md."


def is_inherited(made: type, name: str) -> bool:
    return getattr(made, name) is getattr(Question, name)


def test_an_unregistered_kind_is_named_with_all_that_it_lacks(monkeypatch):
    monkeypatch.setitem(KINDS, "slider", Question)
    with pytest.raises(AssertionError, match=r"slider lacks: the method why_unreadable.*editor.*mutants.*example"):
        test_a_kind_is_known_wherever_it_must_be("slider")


@each_kind
def test_a_kind_is_a_frozen_dataclass_registered_by_its_own_name(kind):
    made = KINDS[kind]
    assert is_dataclass(made) and made.__dataclass_params__.frozen and issubclass(made, Question)
    assert next(part.default for part in fields(made) if part.name == "kind") == kind
    assert inspect.getmodule(made).__name__ == f"equityqi.questions.kinds.{kind}"


def test_the_page_reads_the_same_questions_from_json_as_the_author_wrote():
    exercises = all_exercises()
    data = json.loads(as_json(exercises, "stamp"))
    assert data["stamp"] == "stamp" and list(data["exercises"]) == list(exercises)
    for name, exercise in exercises.items():
        assert Exercise.from_data(data["exercises"][name]) == exercise


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_question_stands_on_paper_without_its_key_and_in_the_key(question):
    sheet, key = question.on_paper(), question.in_key()
    assert sheet and key and question.right not in sheet
    assert question.why_unreadable(question.model_answer()) is None
    assert asdict(question)["kind"] == question.kind and question.in_lines(question.model_answer())
