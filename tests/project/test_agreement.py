"""project.agreement, project.model_project: the checks of a whole project (module M13), and the model project of each
case, which passes all of them.
"""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equityqi.cases.case import load, titles
from equityqi.files import course_root
from equityqi.project import Project
from equityqi.project.agreement import check_all, check_whole
from equityqi.project.model_project import model_project
from equityqi.project.parts import CHECKLIST
from equityqi.settings import course_today

TODAY = course_today()
CASES = tuple(titles())[:-1]  # without a team's own
B = load("b-medication-reviews")
MODEL = model_project(B)


@pytest.mark.parametrize("name", CASES)
def test_the_model_project_of_each_case_passes_all_its_checks_with_no_hint(name):
    project = model_project(load(name))
    assert project.case == name
    assert [check for check in check_all(project, TODAY, load(name)) if not check.passed] == []


@pytest.mark.parametrize("name", CASES)
def test_a_model_project_is_full(name):
    project = model_project(load(name))
    for part in ("title", "day", "problem", "asked", "measures", "ideas", "cycles"):
        assert getattr(project, part), part
    assert (
        project.system.steps
        and project.system.whys
        and set(project.system.causes) == {"People", "Place", "Process", "Policy", "Information", "Power"}
    )
    assert set(project.spread.checklist) == set(CHECKLIST) and project.spread.first and project.spread.risk


def test_the_model_of_case_b_is_the_worked_answer_of_the_pages():
    aim = MODEL.aim
    assert (aim.baseline_group, aim.baseline_comparator, aim.target_group, aim.target_comparator, aim.date) == (
        12,
        18,
        16,
        19,
        "31 March 2027",
    )
    assert [node.text for node in MODEL.drivers.at(1)][:3] == [
        "People are reached in a way that works for them",
        "The appointment fits the person's life",
        "The conversation is worth having",
    ]


def test_the_model_of_case_a_is_the_second_repair_of_the_page():
    aim = Project.read(course_root() / "datasets" / "a-blood-pressure" / "project.json").aim
    assert (aim.baseline_group, aim.baseline_comparator, aim.target_group, aim.target_comparator, aim.date) == (
        52,
        67,
        60,
        68,
        "31 March 2027",
    )


@pytest.mark.parametrize(
    "rule, part, change, said",
    [
        (
            "group",
            None,
            {"problem": "In IMD 1, 51 of 100 reviews are completed, in IMD 5 it is 65."},
            "don't name the same people",
        ),
        ("tests", "cycles", {"group": "people in IMD 1"}, "C1 is with people in IMD 1"),
        ("measure", "cycles", {"metric": "smiles"}, "counts “smiles”, but none of your measures does"),
        ("diagram", "aim", {"target_group": 70}, "The target in your aim is 70"),
        ("dates", "aim", {"date": "1 May 2026"}, "starts after the date in your aim, 1 May 2026"),
    ],
)
def test_parts_that_tell_two_stories_are_named(rule, part, change, said):
    if part == "cycles":
        change = {"cycles": [MODEL.cycles[0].model_copy(update=change)]}
    elif part:
        change = {part: getattr(MODEL, part).model_copy(update=change)}
    found = [check for check in check_whole(MODEL.model_copy(update=change), TODAY, B) if not check.passed]
    assert [check.rule for check in found] == [rule] and said in found[0].sentence


def test_a_test_with_those_compared_with_is_no_other_story():
    cycle = MODEL.cycles[0].model_copy(update={"group": "people who do not need an interpreter"})
    assert check_whole(MODEL.model_copy(update={"cycles": [cycle]}), TODAY, B)[1].passed


def test_an_empty_project_is_not_yet_there_and_every_sentence_says_what_to_do():
    checks = check_all(Project(), TODAY)
    assert sum(check.passed for check in checks) < len(checks) / 4
    assert all(check.sentence.endswith((".", "?")) and "\n" not in check.sentence for check in checks)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_nothing_in_a_valid_project_makes_the_checks_raise(data):
    words = st.text(max_size=30) | st.sampled_from(
        [
            "missed",
            "IMD 1",
            "31 March 2027",
            "9999-12-31",
            "1 January 1900",
            "NaN",
            "1e400",
            "adopt",
            "outcome",
            "balancing",
        ]
    )
    typed = words | st.integers() | st.floats() | st.none()
    texts = lambda model, **own: st.fixed_dictionaries({}, optional={**dict.fromkeys(model, words), **own})  # noqa: E731
    project = {
        "schema": 1,
        "problem": data.draw(words),
        "aim": data.draw(
            texts(
                ["measure", "group", "comparator", "date", "floor"],
                **dict.fromkeys(
                    [
                        "baseline_group",
                        "baseline_comparator",
                        "target_group",
                        "target_comparator",
                        "baseline_group_n",
                        "baseline_group_of",
                    ],
                    typed,
                ),
            )
        ),
        "measures": data.draw(st.lists(texts(["measure", "name", "type", "unit", "stratify"]), max_size=3)),
        "cycles": data.draw(
            st.lists(
                texts(
                    ["name", "metric", "group", "start", "end", "act", "where"],
                    **dict.fromkeys(["n", "low", "high", "of", "observed", "observed_of"], typed),
                ),
                max_size=3,
            )
        ),
        "drivers": {
            "nodes": [{"id": data.draw(words), "level": level, "text": data.draw(words)} for level in range(3)],
            "links": [[data.draw(words), data.draw(words)]],
        },
        "commitment": data.draw(texts(["verb", "thing", "group", "date", "checker", "check_date"])),
        "spread": data.draw(texts(["risk", "trigger"])),
    }
    for case in (None, B):
        assert check_all(Project.from_data(project), dt.date(2026, 7, 1), case)
