"""Judges: each takes what the answers file keeps, of any shape, and says what is met."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equityqi.cases.case import Case, load
from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.mark import PLANNING, mark_saved
from equityqi.questions.plan_rules import JUDGES, aim_of, judge
from equityqi.workfolder.answers_file import Answers

TODAY = dt.date(2026, 7, 1)
B, E = load("b-medication-reviews"), load("e-second-mmr")
PATH = course_root() / "datasets" / "b-medication-reviews" / "project.json"
DATA = load("b-medication-reviews").plan
PLAN = {
    "question": "Does a text in their language help people to come?",
    "metric": "came",
    "group": "people who need an interpreter",
    "n": "4",
    "low": "1",
    "high": "3",
    "who": "Asha",
    "where": "Oak practice",
    "start": "7 July 2026",
    "end": "13 July 2026",
    "data": "We count who came",
    "stop": "anyone is upset",
    "told": "yes",
    "lead_yes": "yes",
}
OWN_AIM = {
    **DATA["aim"],
    "measure": "completed reviews",
    "baseline_group_n": 12,
    "baseline_group_of": 100,
    "baseline_comparator_n": 18,
    "baseline_comparator_of": 100,
}
TRIGGER = {"trigger": DATA["spread"]["trigger"]}
RIGHT = {
    "aim": [DATA["aim"]],
    "aim-own": [OWN_AIM],
    "drivers": DATA["drivers"],
    "drivers-first": {
        "nodes": [node for node in DATA["drivers"]["nodes"] if node["level"] < 2],
        "links": [link for link in DATA["drivers"]["links"] if link[0] == "aim"],
    },
    "measures": DATA["measures"],
    "measure-card": [
        {
            "counted": "people whose review was completed",
            "out_of": "all eligible people, invited or not",
            "split": "interpreter need, with “not recorded”",
            "harm": "falls within 90 days",
        }
    ],
    "ideas": DATA["ideas"],
    "cycle-plan": [PLAN],
    "small-test": [
        {
            "try": "Asha rings and books the interpreter, at Oak practice, on Tuesday 7 July",
            "with_whom": "4 people who need an interpreter",
            "predict": "2 to 3 of 4 come",
            "count": "Asha ticks off who came",
            "stop": "anyone is upset by the call",
        }
    ],
    "commitment": [DATA["commitment"]],
    "trigger": [TRIGGER],
    "whys": [{"why": why} for why in DATA["system"]["whys"]],
    "problem": [{"problem": DATA["problem"]}],
    "asked": DATA["asked"],
    "filled": [{"who": "Asha", "n": 0}],
}


def unmet(name, answer, case=B, question=None):
    return [
        check.rule for check in judge(name, answer, case, TODAY, question).checks if not check.passed and not check.hint
    ]


def test_there_is_a_right_answer_for_each_judge():
    assert set(RIGHT) == set(JUDGES)


@pytest.mark.parametrize("name", JUDGES)
def test_a_right_answer_meets_every_check(name):
    judged = judge(name, RIGHT[name], B, TODAY)
    assert judged.checks and [check for check in judged.checks if not check.passed] == [] and judged.decoys_used == 0


@pytest.mark.parametrize("name", JUDGES)
@pytest.mark.parametrize("nothing", [[], [{}], {}, {"nodes": [], "links": []}], ids=str)
def test_nothing_earns_little_and_says_how_to_begin(name, nothing):
    checks = [check for check in judge(name, nothing, None, TODAY).checks if not check.hint]
    assert (
        checks
        and not any(check.passed for check in checks if check.rule != "length")
        and all(check.sentence for check in checks)
    )


def test_a_team_on_its_own_case_is_judged_by_its_own_counts():
    from equityqi.cases.case import Case

    assert unmet("aim", [OWN_AIM], Case(B.folder, own=True)) == unmet("aim", [OWN_AIM], None) == []
    assert unmet("aim", [OWN_AIM], B) == ["measure", "baseline"]
    assert unmet("aim-own", [OWN_AIM], B) == []


@pytest.mark.parametrize("exercise", sorted(set(all_exercises()) - set(PLANNING)))
def test_on_an_own_case_what_is_marked_keeps_the_first_case_and_its_model_answers_pass(exercise):
    for question in all_exercises("own")[exercise].questions:
        saved = Answers(exercise, case="own", session_date="2026-07-01", answers={question.id: question.model_answer()})
        marked = mark_saved(question, saved, course_root() / "exercises" / exercise)
        assert marked.passed and marked.points == marked.out_of, (question.id, marked)


def test_measures_are_judged_by_the_aim_of_the_cases_model_project():
    assert aim_of(B).group == "people who need an interpreter" and aim_of(E).measure == "mmr2_recorded"
    assert unmet("measures", DATA["measures"], E) == ["group", "aim-measure"]
    assert unmet("measures", DATA["measures"], None) == []


@pytest.mark.parametrize("written", [None, "{", "[]", '{"schema": 1, "aim": 7}'])
def test_the_aim_is_empty_where_a_case_has_no_model_project_that_can_be_read(tmp_path, written):
    if written is not None:
        (tmp_path / "project.json").write_text(written, encoding="utf-8")
    assert aim_of(Case(tmp_path)).group == ""


def test_each_decoy_costs_one_and_says_so_first():
    nodes = [
        *DATA["drivers"]["nodes"],
        {"id": "x", "level": 2, "text": "", "card": "c9"},
        {"id": "y", "level": 2, "text": "", "card": "decoy-blame"},
    ]
    links = [*DATA["drivers"]["links"], ["p1", "x"], ["p1", "y"], ["x", "i1"], ["y", "i1"]]
    question = SimpleNamespace(deck={"c9": "End poverty", "decoy-blame": "Patients should try harder"})
    judged = judge("drivers", {"nodes": nodes, "links": links}, B, TODAY, question)
    assert judged.decoys_used == 2 and [check.rule for check in judged.checks[:2]] == ["decoy-beyond", "decoy-blame"]
    assert (
        all(check.hint for check in judged.checks[:2])
        and len([check for check in judged.checks if not check.hint]) == 10
    )
    assert not [check for check in judged.checks if not check.passed and not check.hint]


def test_filled_asks_for_every_field_of_the_question_by_its_name():
    question = SimpleNamespace(
        columns={"who": SimpleNamespace(label="Who does it"), "n": SimpleNamespace(label="How many")}
    )
    judged = judge("filled", [{"who": "Asha", "n": 3}, {"who": " ", "n": 0}], None, TODAY, question)
    assert [(check.rule, check.passed) for check in judged.checks] == [("who", False), ("n", True)]
    assert judged.checks[0].sentence == "Fill in “Who does it” in row 2."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELDS = sorted(
    {
        key
        for answer in RIGHT.values()
        for row in (answer if isinstance(answer, list) else answer["nodes"])
        for key in row
    }
)


@settings(deadline=None, max_examples=40)
@given(st.data())
@pytest.mark.parametrize("name", JUDGES)
def test_no_answer_raises(name, data):
    value = JSON | st.sampled_from(["IMD 1", "missed", "31 March 2027", "adopt", "9999-12-31"])
    rows = st.lists(st.dictionaries(st.sampled_from(FIELDS), value, max_size=6) | JSON, max_size=3)
    answer = data.draw(
        JSON
        | rows
        | st.fixed_dictionaries(
            {"nodes": rows, "links": st.lists(st.lists(st.text(max_size=1), max_size=3) | JSON, max_size=4)}
        )
    )
    for case in (None, B):
        assert all(check.sentence for check in judge(name, answer, case, TODAY).checks)
