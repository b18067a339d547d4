"""project.canvas, project.where_equity_is_asked, project.sentences: one page from all parts, the four stages of the
equity check, and sentences that hide what must be hidden.
"""

import datetime as dt

import pytest

from equityqi.files import course_root
from equityqi.project import Project
from equityqi.project.agreement import check_all
from equityqi.project.canvas import canvas
from equityqi.project.parts import Aim
from equityqi.project.sentences import aim_sentence, case_of
from equityqi.project.shares import HIDDEN, gap_sentence, share_in_words
from equityqi.project.where_equity_is_asked import stages


def test_the_full_project_stands_on_one_page(full):
    page = canvas(full, case_of(full))
    told = dict(page.rows)
    assert list(told) == [
        "Problem, by group",
        "Who helped",
        "Aim",
        "Three drivers",
        "Three measures",
        "First test",
        "Spread risk",
        "Commitment",
    ]
    assert told["Problem, by group"] == (
        "Of 100 booked medication reviews, 51 are completed where an interpreter is needed, and 65 where not.",
    )
    assert told["Aim"] == (
        (
            "By 31 March 2027, in our 24 practices, take “reviews completed, of those booked” from 51% to 62% for"
            " people who need an interpreter, and from 65% to 67% for people who do not need an interpreter, with no"
            " group more than 2 percentage points worse."
        ),
        "The gap is 14 percentage points now, and 5 percentage points is the target.",
        "Floor: each group kept its level, got worse, or we can't tell yet. Can't tell isn't a pass: ask that group.",
    )
    assert told["Three drivers"] == (
        "People are reached in a way that works for them",
        "The appointment fits the person's life",
        "The conversation is worth having",
    )
    assert told["Three measures"][0] == "Completed, of those booked (outcome)"
    assert {line.rpartition(" ")[2] for line in told["Three measures"]} == {"(outcome)", "(process)", "(balancing)"}
    assert told["First test"][0].startswith("Does a default-book line") and told["First test"][0].endswith(
        "Predicted: 2 of 3. Seen: 1 of 3."
    )
    assert page.differs == ()


def test_the_full_project_passes_the_checks_of_its_parts(full):
    assert [check for check in check_all(full, dt.date(2026, 7, 1), case_of(full)) if not check.passed] == []


@pytest.mark.parametrize(
    "path", sorted((course_root() / "datasets").glob("*/project.json")), ids=lambda path: path.parent.name
)
def test_a_model_project_agrees_in_all_its_parts_and_has_an_answer_at_each_stage(path):
    project = Project.read(path)
    page = canvas(project, case_of(project))
    assert page.differs == ()
    assert all("(not written yet)" not in line for _, lines in page.rows for line in lines)
    assert all(
        not line.startswith(("Write", "Add", "Name", "Keep", "Split", "Give"))
        for stage in page.stages
        for line in stage.open
    )


def test_a_private_commitment_is_not_on_the_page(full):
    private = full.model_copy(update={"commitment": full.commitment.model_copy(update={"private": True})})
    assert "Commitment" not in dict(canvas(private, case_of(private)).rows)


def test_parts_that_do_not_agree_are_named(full):
    other = full.model_copy(update={"aim": full.aim.model_copy(update={"target_group": 70})})
    assert canvas(other, case_of(other)).differs == (
        "The target in your aim is 70, but the diagram doesn't say so. Write the aim in the diagram again.",
    )


def test_an_empty_project_says_what_is_not_written_yet():
    page = canvas(Project())
    assert {lines for _, lines in page.rows} == {("(not written yet)",)}
    assert all(not stage.says and stage.open for stage in page.stages)


def test_the_four_stages_stand_in_their_order_and_a_full_project_leaves_one_thing_open(full):
    told = stages(full, case_of(full))
    assert [stage.name for stage in told] == ["Prepare", "Assess", "Refine and apply", "Review"]
    assert [stage.open for stage in told] == [
        (),
        (),
        ("These ideas may make the gap wider: Poster in English. Change them, or leave them out.",),
        (),
    ]
    assert "4 of 4 tests are with the group itself." in told[2].says


@pytest.mark.parametrize(
    ("part", "empty", "stage", "todo"),
    [
        ("problem", "", 0, "Write the problem in one sentence"),
        ("asked", [], 0, "Write who you asked"),
        ("system", {}, 1, "Map the steps"),
        ("drivers", {}, 1, "Name one driver that comes from lived experience"),
        ("aim", {}, 2, "Add the floor"),
        ("cycles", [], 2, "Start testing with the group"),
        ("measures", [], 2, "Add a balancing measure"),
        ("spread", {}, 3, "Write a trigger"),
    ],
)
def test_what_is_absent_stands_open_at_its_stage(changed, part, empty, stage, todo):
    project = changed(**{part: empty})
    assert any(line.startswith(todo) for line in stages(project, case_of(project))[stage].open)
    assert not any(line.startswith(todo) for line in stages(changed(), case_of(project))[stage].open)


def test_a_baseline_that_rests_on_few_people_is_hidden_with_its_gap():
    few = Aim(
        measure="reviews",
        baseline_group=30,
        baseline_group_n=3,
        baseline_group_of=10,
        baseline_comparator=60,
        target_group=40,
        target_comparator=60,
    )
    assert HIDDEN in aim_sentence(few) and "30%" not in aim_sentence(few)
    assert gap_sentence(few, None) == ""
    many = few.model_copy(update={"baseline_group_n": 30, "baseline_group_of": 100})
    assert "from 30% to 40%" in aim_sentence(many)
    assert gap_sentence(many, None) == "The gap is 30 percentage points now, and 20 percentage points is the target."
    assert share_in_words(93, 93, 100) == HIDDEN  # seven who did not come are few as well
    assert share_in_words(92, 92, 100) == "92%"


def test_a_rate_per_1000_keeps_its_unit(full):
    aim = Aim(
        measure="opioid_high_dose", baseline_group=12, baseline_comparator=7, target_group=10, target_comparator=7
    )
    assert "from 12 to 10 per 1,000" in aim_sentence(aim, case_of(full))
    assert gap_sentence(aim, case_of(full)) == "The gap is 5 per 1,000 now, and 3 per 1,000 is the target."
