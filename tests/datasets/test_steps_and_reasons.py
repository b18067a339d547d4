"""Every case counts where people are lost and why, for the group its aim is about, and no table says otherwise."""

import shutil

import pytest

from equityqi.authoring.datasets import case_problems
from equityqi.cases.case import Case, load
from equityqi.cases.case_files import course_cases
from equityqi.cases.case_losses import reasons_of, step_counts, steps_of
from equityqi.lessons.views import view
from equityqi.tables.hidden_counts import SMALLEST_SHOWN

CASES = {name: case for name in course_cases() if (case := load(name)).file.steps}  # an added one may have none
EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def measured(case: Case, id: str, latest: int | None) -> dict[str, tuple[int, int]]:
    """The counts of a measure by the short names of the two ends, over its latest periods."""
    counts, main = case.counts(id, case.file.gap.by), case.groups[case.file.gap.by]
    if latest:
        time = "month" if "month" in counts else "quarter"
        counts = counts[counts[time].isin(sorted(counts[time].unique())[-latest:])]
    sums = counts.groupby("group")[["numerator", "denominator"]].sum()
    ends = {case.names["group_short"]: main.worst, case.names["comparator_short"]: main.best}
    return {short: tuple(int(n) for n in sums.loc[level]) for short, level in ends.items()}


@EVERY
def test_three_steps_or_more_and_five_reasons_are_counted_for_both_ends_of_the_gap(case):
    ends = [case.names["group_short"], case.names["comparator_short"]]
    assert len(steps_of(case)) >= 3 and len(reasons_of(case)) == 5
    assert all(list(step["shares"]) == ends for step in steps_of(case))
    assert all(list(reason["counts"]) == ends for reason in reasons_of(case))
    assert case_problems(case.folder) == []


@EVERY
def test_no_count_of_reasons_is_small_enough_to_point_to_a_person(case):
    assert min(n for reason in reasons_of(case) for n in reason["counts"].values()) >= SMALLEST_SHOWN


@EVERY
def test_the_top_reason_of_the_group_is_not_that_of_those_best_served(case):
    worst, best = (
        max(reasons_of(case), key=lambda reason: reason["counts"][case.names[end]])["reason"]
        for end in ("group_short", "comparator_short")
    )
    assert worst != best


@EVERY
def test_the_group_is_furthest_behind_at_the_step_that_the_model_answer_names(case):
    shares = {step["step"]: [*step["shares"].values()] for step in steps_of(case)}
    step = max(shares, key=lambda step: shares[step][1] - shares[step][0])
    assert case.filled("The step is {problem-step}.").startswith(
        f"The step is “{step}” ({shares[step][0]:.0f}% of people who get that far get through it, against"
    )


@pytest.mark.parametrize(
    ("name", "measure", "latest", "first", "last"),
    [
        ("a-blood-pressure", "bp_all_register", 1, "Asked for a reading", "At target"),
        ("a-blood-pressure", "bp_recorded", 1, "Asked for a reading", "A reading on record"),
        ("a-blood-pressure", "bp_dashboard", 1, "At target", "At target"),
        ("b-medication-reviews", "smr_completed_of_eligible", 12, "Invited", "Completed"),
        ("b-medication-reviews", "smr_offered", 12, "Invited", "Invited"),
        ("b-medication-reviews", "smr_booked_of_eligible", 12, "Invited", "Booked"),
        ("b-medication-reviews", "smr_completed_of_booked", 12, "Attended", "Completed"),
        ("c-asthma", "switched_with_appointment", None, "Switched with an appointment", "Switched with an appointment"),
        ("e-second-mmr", "mmr2_recorded", 4, "A reliable record", "Second dose on record"),
        ("e-second-mmr", "record_known", 4, "A reliable record", "A reliable record"),
        ("e-second-mmr", "mmr2_of_known", 4, "First dose on record", "Second dose on record"),
    ],
)
def test_steps_and_measures_count_the_same_people(name, measure, latest, first, last):
    case = CASES[name]
    steps = step_counts(case)
    told = {end: (steps[last][end][1], steps[first][end][0]) for end in steps[first]}
    assert told == measured(case, measure, latest)


def test_missed_appointments_are_the_people_who_did_not_come_every_time():
    case = CASES["d-missed-appointments"]
    steps = step_counts(case)
    stood, came = steps["Nobody cancelled it"], steps["Came every time"]
    missed = {end: (stood[end][1] - came[end][1], stood[end][1]) for end in stood}
    assert missed == measured(case, "people_with_a_miss", 12)


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("a-blood-pressure", lambda case: _not_counted(case, "bp_recorded", 1)),
        ("b-medication-reviews", lambda case: _not_counted(case, "smr_completed_of_booked", 12)),
        ("c-asthma", lambda case: _lost_in_steps(case)),
        ("d-missed-appointments", lambda case: _counted(case, "people_with_a_miss", None)),
        ("e-second-mmr", lambda case: _not_counted(case, "mmr2_recorded", None)),
    ],
)  # fmt: skip
def test_no_more_people_gave_a_reason_than_were_lost(name, lost):
    case = CASES[name]
    for end, most in lost(case).items():
        assert sum(reason["counts"][end] for reason in reasons_of(case)) <= most


def _counted(case, measure, latest):
    return {end: n for end, (n, _) in measured(case, measure, latest).items()}


def _not_counted(case, measure, latest):
    return {end: out_of - n for end, (n, out_of) in measured(case, measure, latest).items()}


def _lost_in_steps(case):
    first, *_, last = step_counts(case).values()
    return {end: first[end][0] - last[end][1] for end in first}


@EVERY
@pytest.mark.parametrize("name", ["steps", "reasons"])
def test_the_picture_says_whom_it_counts(case, name):
    assert getattr(case.file, name).about in view(name, case).alt


def test_a_project_that_says_something_else_than_its_table_is_named(tmp_path):
    folder = tmp_path / "c-asthma"
    shutil.copytree(CASES["c-asthma"].folder, folder)
    project = folder / "project.json"
    project.write_text(
        project.read_text(encoding="utf-8").replace('"IMD 1": 24.7', '"IMD 1": 27.4', 1), encoding="utf-8"
    )
    [told] = case_problems(folder)
    line = project.read_text(encoding="utf-8").splitlines().index('  "steps": [') + 1
    assert told.startswith(
        f"c-asthma/project.json, line {line}, steps: they are not what asthma_steps.csv says. It says: [{{'step'"
    )


def test_more_people_through_a_step_than_came_to_it_are_named(tmp_path):
    folder = tmp_path / "c-asthma"
    shutil.copytree(CASES["c-asthma"].folder, folder)
    table = folder / "asthma_steps.csv"
    table.write_text(table.read_text().replace("1,893,221", "1,893,894"))
    assert any("893 came to it and 894 got through" in told for told in case_problems(folder))
