"""project.aim, with the aims of module M7: the faulty ones fail what the page names, the repairs pass."""

import datetime as dt

import pytest

from equityqi.cases.case import load
from equityqi.project.aim import check_aim
from equityqi.project.parts import FLOOR, Aim

TODAY = dt.date(2026, 7, 1)
A, B, D = load("a-blood-pressure"), load("b-medication-reviews"), load("d-missed-appointments")

REVIEWS = Aim(
    measure="smr_completed_of_booked", population="people booked for a review", place="our 24 practices",
    group="people who need an interpreter", comparator="people who do not", baseline_group=51, baseline_comparator=65,
    target_group=62, target_comparator=67, date="31 March 2027", floor=FLOOR,
).model_copy(update={"comparator": "not needed"})  # fmt: skip
PRESSURE = Aim(
    measure="bp_all_register",
    population="all registered hypertension patients",
    place="our 24 practices",
    group="IMD 1",
    comparator="IMD 5",
    baseline_group=52,
    baseline_comparator=67,
    target_group=60,
    target_comparator=68,
    date="31 March 2027",
    floor="No group more than 2 points worse.",
)
OWN = REVIEWS.model_copy(
    update=dict(
        measure="reviews completed, of those booked",
        comparator="people who do not need one",
        baseline_group_n=51,
        baseline_group_of=100,
        baseline_comparator_n=130,
        baseline_comparator_of=200,
    )
)
NAMES = ["date", "groups", "measure", "baseline", "group-gains", "comparator-holds", "gap", "floor"]


def unmet(aim, case, today=TODAY):
    return [check.rule for check in check_aim(aim, today, case) if not check.passed and not check.hint]


def changed(aim, **fields):
    return aim.model_copy(update=fields)


def sentence(rule, aim, case):
    return next(check.sentence for check in check_aim(aim, TODAY, case) if check.rule == rule)


@pytest.mark.parametrize(
    "aim, case",
    [
        (REVIEWS, B),
        (PRESSURE, A),
        (changed(PRESSURE, group="people in the most deprived areas", comparator="IMD 5 (least deprived)"), A),
        # The page's better example: two splits crossed.
        (
            changed(
                PRESSURE,
                group="Black patients in IMD 1–2",
                comparator="White patients in IMD 4–5",
                baseline_group=46,
                target_group=56,
                target_comparator=71,
                date="30 June 2027",
            ),
            A,
        ),
        (
            changed(
                REVIEWS,
                measure="missed",
                group="IMD 1",
                comparator="IMD 5",
                baseline_group=20,
                baseline_comparator=3.4,
                target_group=15,
                target_comparator=3.4,
            ),
            D,
        ),
        (OWN, None),
    ],
)
def test_right_aims_meet_all_eight_checks(aim, case):
    assert unmet(aim, case) == [] and [check.rule for check in check_aim(aim, TODAY, case)] == NAMES


def test_repair_a_of_the_page_fails_date_and_place_only():
    faulty = changed(REVIEWS, date="", place="", population="people booked for a review")
    assert unmet(faulty, B) == ["date", "measure"]
    assert "Among whom, and where?" in sentence("measure", faulty, B)


def test_repair_b_levels_down_and_has_no_floor():
    faulty = changed(PRESSURE, target_group=52, target_comparator=60, floor="")
    assert unmet(faulty, A) == ["group-gains", "comparator-holds", "floor"]
    assert "so they lose" in sentence("comparator-holds", faulty, A)


def test_a_floor_may_write_percentage_points_out():
    assert unmet(changed(PRESSURE, floor="No group more than 2 percentage points worse"), A) == []


def test_repair_c_is_a_task_with_no_group_and_no_baseline():
    faulty = Aim(measure="Train 50 staff in cultural safety", date="25 December 2026")
    assert unmet(faulty, B) == NAMES[1:]


@pytest.mark.parametrize(
    "rule, change, said",
    [
        ("date", {"date": "soon"}, "By when?"),
        ("date", {"date": "30 September 2026"}, "too soon"),
        ("date", {"date": "2 January 2028"}, "too far away"),
        ("groups", {"comparator": ""}, "Fill in “Compared with”"),
        ("measure", {"population": " "}, "Fill in “Who you count”"),
        ("baseline", {"baseline_group": 53}, "the latest 12 months show 51%"),
        ("baseline", {"baseline_comparator": None}, "Fill in “Now, for the group you compare with”"),
        ("group-gains", {"target_group": None}, "Fill in its baseline and its target"),
        ("comparator-holds", {"target_comparator": 64}, "so they lose"),
        ("gap", {"target_comparator": 80}, "The gap goes from 14 to 18 percentage points"),
        ("floor", {"floor": "nobody loses"}, "no group more than 2 percentage points worse"),
    ],
)
def test_each_rule_has_its_own_sentence(rule, change, said):
    assert said in sentence(rule, changed(REVIEWS, **change), B)
    assert rule in unmet(changed(REVIEWS, **change), B)


def test_a_group_that_is_not_in_the_data_is_named_with_those_that_are():
    faulty = changed(REVIEWS, group="people who like tea")
    assert "We can't find “people who like tea”" in sentence("groups", faulty, B) and "interpreter needed" in sentence(
        "groups", faulty, B
    )
    assert unmet(faulty, B) == ["groups", "baseline"]
    assert "the group with itself" in sentence("groups", changed(REVIEWS, comparator="interpreter needed"), B)


def test_a_group_is_not_found_in_words_that_say_its_opposite():
    assert "groups" in unmet(changed(REVIEWS, measure="missed", group="people without a mobile", comparator="IMD 5"), D)


def test_a_measure_that_is_not_on_the_list_is_asked_for_by_name():
    assert "Reviews completed, of those booked" in sentence("measure", changed(REVIEWS, measure="happiness"), B)


def test_the_window_of_the_date_is_three_to_eighteen_months():
    days = ["1 October 2026", "1 January 2028", "30 September 2026", "2 January 2028"]
    assert [unmet(changed(REVIEWS, date=day), B) for day in days] == [[], [], ["date"], ["date"]]


def test_the_baseline_may_lie_one_point_from_the_data():
    # 51.12% in months 19 to 30
    assert [unmet(changed(REVIEWS, baseline_group=value), B) for value in (50.2, 52.1, 50, 52.2)] == [
        [],
        [],
        ["baseline"],
        ["baseline"],
    ]


def test_where_lower_is_better_all_directions_turn():
    missed = changed(
        REVIEWS,
        measure="missed",
        group="IMD 1",
        comparator="IMD 5",
        baseline_group=20,
        baseline_comparator=3.4,
        target_group=25,
        target_comparator=5,
    )
    assert unmet(missed, D) == ["group-gains", "comparator-holds", "gap"]
    assert "Set its target below 20" in sentence("group-gains", missed, D)


@pytest.mark.parametrize(
    "change, said",
    [
        ({"baseline_group_n": None}, "how many, out of how many"),
        ({"baseline_group_of": 0}, "how many, out of how many"),
        ({"baseline_group_n": 55}, "55 of 100 is 55.0%"),
        ({"baseline_comparator": "many"}, "Fill in “Now, for the group you compare with”"),
    ],
)
def test_on_own_data_the_counts_stand_behind_the_baseline(change, said):
    assert unmet(changed(OWN, **change), None)[0] == "baseline"
    assert said in sentence("baseline", changed(OWN, **change), None)


def test_on_own_data_half_a_point_is_allowed():
    assert [unmet(changed(OWN, baseline_group=value), None) for value in (51.5, 51.6)] == [[], ["baseline"]]


def test_on_own_data_any_words_name_measure_and_groups():
    assert "What will you count?" in sentence("measure", changed(OWN, measure=""), None)
    assert "compare the group with itself" in sentence(
        "groups", changed(OWN, comparator="People who need an interpreter."), None
    )
    lower = changed(
        OWN,
        direction="down",
        baseline_group=65,
        baseline_group_n=65,
        target_group=58,
        baseline_comparator=51,
        baseline_comparator_n=102,
        target_comparator=50,
    )
    assert unmet(lower, None) == []


def test_a_change_of_more_than_20_points_in_six_months_gets_a_hint():
    fast = changed(REVIEWS, target_group=80, target_comparator=81)
    hint = check_aim(changed(fast, date="31 December 2026"), TODAY, B)[-1]
    assert (hint.rule, hint.hint, hint.passed) == ("pace", True, False) and "29 percentage points" in hint.sentence
    assert check_aim(changed(fast, date="31 December 2027"), TODAY, B)[-1].rule == "floor"
    for target, last in ((71, "floor"), (72, "pace")):  # 20 and 21 points in just over six months
        assert check_aim(changed(REVIEWS, target_group=target, date="1 January 2027"), TODAY, B)[-1].rule == last
