"""project.cycle_plan, project.cycle_log: the faulty plan, its repair and the worked ramp of module M11."""

import datetime as dt

import pytest

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.project import Project
from equityqi.project.cycle_log import check_cycles
from equityqi.project.cycle_plan import check_plan
from equityqi.project.parts import Aim, PdsaCycle

TODAY = dt.date(2026, 7, 1)
B = load("b-medication-reviews")
MODEL = Project.read(course_root() / "datasets" / "b-medication-reviews" / "project.json")
REPAIR = PdsaCycle(
    name="T1",
    question=(
        "Will a text in the patient's own language, with a face-to-face option, help people who need an interpreter to"
        " come?"
    ),
    metric="came",
    group="people who need an interpreter",
    n=4,
    low=1,
    high=3,
    of=4,
    who="Asha",
    where="Oak practice",
    start="Tuesday 7 July",
    end="Monday 13 July",
    data="We count booked and came; Asha rings if no reply by Thursday.",
    stop="Anyone is upset by the message, or cannot ask for another mode",
    told=True,
    lead_yes=True,
)
FAULTY = PdsaCycle(
    name="Roll out text reminders to all patients; staff will like it; review next year",
    n=4000,
    who="the team",
    where="all practices",
    start="7 July 2026",
    end="7 January 2027",
    told=True,
    lead_yes=True,
)


def unmet(cycle, case=B):
    return [check.rule for check in check_plan(cycle, TODAY, case) if not check.passed and not check.hint]


def sentence(rule, cycle, case=B):
    return next(check.sentence for check in check_plan(cycle, TODAY, case) if check.rule == rule)


def changed(**fields):
    return REPAIR.model_copy(update=fields)


def test_the_repair_of_the_page_meets_every_check():
    assert unmet(REPAIR) == [] and unmet(REPAIR, None) == []
    assert len(check_plan(REPAIR, TODAY, B)) == 10


def test_the_faulty_plan_fails_exactly_the_seven_faults_of_the_page():
    # no question, no number, no group, too big, too slow, no data plan, no stop rule
    assert unmet(FAULTY) == ["question", "prediction", "group", "people", "days", "data", "stop"]


@pytest.mark.parametrize(
    "rule, change, said",
    [
        ("question", {"question": "Texts?"}, "Write it as a question"),
        ("prediction", {"low": ""}, "fill in “We predict at least”"),
        ("prediction", {"metric": ""}, "fill in “What we count”"),
        ("prediction", {"low": 3, "high": 1}, "Put the lower number first"),
        ("prediction", {"high": 5}, "more than there can be"),
        ("prediction", {"low": 0, "high": 4}, "0 to 4 of 4 can't be wrong"),
        ("group", {"group": " "}, "Who is it for?"),
        ("people", {"n": 6}, "You plan for 6 people"),
        ("people", {"n": None}, "How many people?"),
        ("days", {"end": "14 July"}, "8 days is long"),
        ("days", {"end": "6 July"}, "before it starts"),
        ("date", {"start": "30 June 2026", "end": "3 July 2026"}, "is in the past"),
        ("place", {"where": ""}, "“Where”"),
        ("data", {"data": ""}, "How will you know?"),
        ("data", {"data": "We ask how staff liked it"}, "You predict “came”"),
        ("stop", {"stop": ""}, "When would you stop"),
        ("told", {"told": None}, "Tell them that it's a test"),
    ],
)
def test_each_rule_fails_alone_with_its_own_sentence(rule, change, said):
    assert unmet(changed(**change)) == [rule] and said in sentence(rule, changed(**change))


def test_a_date_that_cannot_be_read_is_asked_for():
    assert unmet(changed(start="soon")) == ["days", "date"] and "When does it start?" in sentence(
        "date", changed(start="soon")
    )


def test_a_measure_of_the_case_may_be_predicted_in_percent():
    share = changed(
        metric="smr_completed_of_booked", low=40, high=70, of=None, data="completed reviews, from the booking log"
    )
    assert unmet(share) == [] and unmet(share.model_copy(update={"low": 0, "high": 100})) == ["prediction"]


def test_the_lead_is_a_hint():
    hint = check_plan(changed(lead_yes=None), TODAY, B)[-1]
    assert (hint.rule, hint.hint) == ("lead", True) and "clinical lead" in hint.sentence


# ---- The log

NAMES = ["planned", "first-small", "dates", "study", "learning", "act", "adopt", "scale", "group"]


def unmet_log(cycles, aim=MODEL.aim, today=TODAY):
    return [check.rule for check in check_cycles(cycles, today, aim, B) if not check.passed]


def log_sentence(rule, cycles):
    return next(check.sentence for check in check_cycles(cycles, TODAY, MODEL.aim, B) if check.rule == rule)


def ramp(place=None, **fields):
    return [
        cycle.model_copy(update=fields) if place in (None, number) else cycle
        for number, cycle in enumerate(MODEL.cycles)
    ]


def test_the_worked_ramp_of_the_page_meets_every_check():
    assert [(cycle.n, cycle.low, cycle.high, cycle.observed, cycle.act) for cycle in MODEL.cycles] == [
        (3, 2, 2, 1, "adapt"), (5, 4, 4, 4, "adapt"), (6, 4, 5, 4, "adapt"), (12, 7, 9, 8, "adopt")
    ]  # fmt: skip
    assert (
        unmet_log(MODEL.cycles) == []
        and [check.rule for check in check_cycles(MODEL.cycles, TODAY, MODEL.aim, B)] == NAMES
    )


@pytest.mark.parametrize(
    "rule, cycles, said",
    [
        ("planned", ramp(2, stop=""), "C3: When would you stop"),
        ("first-small", ramp(0, n=6), "C1: You plan for 6 people"),
        ("dates", ramp(1, end=""), "C2: fill in “From (date)” and “To (date)”"),
        ("dates", ramp(2, start="6 April 2026"), "C3 starts before the test above it"),
        ("study", ramp(1, observed=None), "C2: what did you see?"),
        ("study", ramp(1, observed=4, observed_of=3), "4 of 3 can't be right"),
        ("learning", ramp(0, learning="The slot was too short"), "C1: you predicted 2 to 2 and saw 1"),
        ("act", ramp(3, act="celebrate"), "C4: what next? Choose adapt, adopt or abandon"),
        ("adopt", ramp(1, act="adopt"), "C2: it's too early to adopt"),
        ("adopt", ramp(None, where="Oak practice"), "at least 3 PDSA cycles in at least 2 places"),
        ("scale", ramp(3, n=60), "60 people after 6 is a big jump"),
        ("group", ramp(None, group="staff"), "None of your tests is with the group in your aim"),
    ],
)
def test_each_rule_of_the_log_has_its_own_sentence(rule, cycles, said):
    assert rule in unmet_log(cycles) and said in log_sentence(rule, cycles)
    assert set(unmet_log(cycles)) <= {rule, "adopt"}


def test_a_result_inside_the_prediction_needs_no_lesson_and_outside_is_no_fault():
    assert unmet_log(ramp(1, learning="")) == []
    assert (
        unmet_log(ramp(2, observed=2, learning="Far fewer came than we thought, since nobody had told reception")) == []
    )


def test_five_times_as_many_people_is_the_limit():
    assert [unmet_log([MODEL.cycles[0], MODEL.cycles[1].model_copy(update=dict(n=n, of=n))]) for n in (15, 16)] == [
        [],
        ["scale"],
    ]


def test_the_last_test_may_still_run():
    running = REPAIR.model_copy(update=dict(name="C5"))
    assert unmet_log([*MODEL.cycles, running]) == []
    assert unmet_log([*MODEL.cycles, running], today=dt.date(2026, 7, 20)) == ["study", "act"]


def test_an_empty_log_meets_nothing():
    assert unmet_log([]) == unmet_log([PdsaCycle()]) == NAMES


def test_without_an_aim_the_group_of_the_case_is_the_one():
    assert unmet_log(MODEL.cycles, Aim()) == []
    assert "group" in unmet_log(ramp(None, group="people who do not need an interpreter"), Aim())
