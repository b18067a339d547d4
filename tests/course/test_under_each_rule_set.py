"""The course holds together whichever rule set of charts an organisation chooses: what `equityqi check` looks at."""

import pytest

from equityqi.authoring import minutes
from equityqi.authoring.lint.lint_course import lint
from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark
from equityqi.settings import LOOK_AT, RULE_SETS


@pytest.mark.parametrize("rules", [rules for rules in RULE_SETS if rules != "course"])
def test_check_finds_nothing_to_mend_and_the_model_answers_on_charts_earn_all_their_marks(rules, monkeypatch):
    monkeypatch.setenv(LOOK_AT, rules)
    assert [f"{p.path} {p.cell} [{p.rule}] {p.sentence}" for p in lint(course_root())] == []
    assert minutes.problems() == []
    for name in ("11-run-charts", "12-canvas-and-spread"):
        asked = read_questions(course_root() / "solutions" / name / "questions.yml", "a-blood-pressure").questions
        marks = {one.id: mark(one, one.model_answer(), load("a-blood-pressure")) for one in asked}
        assert {id: found.sentence for id, found in marks.items() if found.points < found.out_of} == {}
