"""project.commitment, project.spread, project.understanding: the checks of modules M15, M14 and M6."""

import datetime as dt

import pytest

from equityqi.cases.case import load
from equityqi.project.commitment import check_commitment
from equityqi.project.parts import Commitment, Spread, Voice
from equityqi.project.spread import check_spread, check_trigger
from equityqi.project.understanding import check_asked, check_problem, check_whys

TODAY = dt.date(2026, 7, 1)
ACTION = Commitment(
    type="action",
    verb="split",
    thing="our review completion by interpreter need and show it to practice leads",
    group="people who need an interpreter",
    date="14 July",
    checker="Asha",
    check_date="16 July",
)
HABIT = Commitment(
    type="habit",
    place="each formulary meeting",
    date="31 July",
    verb="ask",
    thing="‘for whom?’ and log the answer",
    group="each group",
    checker="Tom",
    check_date="3 August",
)


def unmet(checks):
    return [check.rule for check in checks if not check.passed and not check.hint]


def test_both_examples_of_the_page_pass():
    assert unmet(check_commitment(ACTION, TODAY)) == unmet(check_commitment(HABIT, TODAY)) == []


def test_be_more_aware_is_not_yet_a_commitment():
    checks = check_commitment(Commitment(verb="be", thing="more aware of inequality"), TODAY)
    assert unmet(checks) == ["date", "checker", "group", "verb"]
    assert "Nobody can see you be" in checks[3].sentence


@pytest.mark.parametrize(
    "rule, base, change, said",
    [
        ("date", ACTION, {"date": "1 August 2026", "check_date": "3 August 2026"}, "is too far away"),
        ("date", ACTION, {"date": "30 June 2026"}, "is in the past"),
        ("date", ACTION, {"date": "one day"}, "By when?"),
        ("checker", ACTION, {"checker": "me"}, "somebody else"),
        ("checker", ACTION, {"checker": "Asha Patel", "name": "asha patel"}, "somebody else"),
        ("checker", ACTION, {"check_date": ""}, "When will Asha ask you?"),
        ("checker", ACTION, {"check_date": "13 July"}, "is too early or too late"),
        ("checker", ACTION, {"check_date": "16 August"}, "between 14 July 2026 and 15 August 2026"),
        ("group", ACTION, {"group": ""}, "Who is it for?"),
        ("group", ACTION, {"group": "everyone"}, "Who is it for?"),
        ("group", HABIT, {"place": ""}, "Where will you ask for each group?"),
        ("verb", ACTION, {"verb": ""}, "What will you do?"),
        ("verb", ACTION, {"verb": "think about"}, "Nobody can see you think about"),
        ("verb", ACTION, {"verb": "Consider"}, "Nobody can see"),
        ("verb", ACTION, {"verb": "try to split"}, "Nobody can see"),
        (
            "length",
            ACTION,
            {"thing": "our review completion " + "and then one more thing " * 6},
            "words. Keep it to 40",
        ),
    ],
)
def test_each_rule_of_a_commitment_fails_alone_with_its_own_sentence(rule, base, change, said):
    checks = check_commitment(base.model_copy(update=change), TODAY)
    assert unmet(checks) == [rule] and said in next(check.sentence for check in checks if check.rule == rule)


def test_the_limits_of_the_days():
    for day, asked, rules in (
        ("31 July 2026", "15 August 2026", []),
        ("1 July 2026", "1 July 2026", []),
        ("1 August 2026", "15 August 2026", ["date"]),
        ("31 July 2026", "16 August 2026", ["checker"]),
    ):
        assert unmet(check_commitment(ACTION.model_copy(update={"date": day, "check_date": asked}), TODAY)) == rules


# ---- Trigger and spread

TRIGGER = "If IMD 1–2 is below 50% for 3 months running, the lead brings it to the next team meeting."


@pytest.mark.parametrize(
    "text, case",
    [
        (TRIGGER, None),
        (TRIGGER, "b-medication-reviews"),
        (
            (
                "When completion for people who need an interpreter falls under 55 for two months in a row, Asha tells"
                " the partners."
            ),
            "b-medication-reviews",
        ),
        (
            (
                "If fewer than half of the children in the most deprived areas have a record, two quarters running, the"
                " health visitor rings the practice."
            ),
            "e-second-mmr",
        ),
        ("If patients without a mobile miss more than 20% in any 8 weeks, we will ring each of them.", None),
    ],
)
def test_good_triggers_pass(text, case):
    assert unmet(check_trigger(text, load(case) if case else None)) == []


@pytest.mark.parametrize(
    "rule, text",
    [
        ("trigger-group", "If it is below 50% for 3 months running, the lead brings it to the next meeting."),
        ("trigger-number", "If IMD 1–2 falls for 3 months running, the lead brings it to the next team meeting."),
        (
            "trigger-number",
            (
                "If IMD 1–2 has too many flare-ups per 1,000 for 3 months running, the lead brings it to the next team"
                " meeting."
            ),
        ),
        ("trigger-period", "If IMD 1–2 is below 50%, the lead brings it to the next team meeting."),
        ("trigger-who", "If IMD 1–2 is below 50% for 3 months running, something must happen."),
    ],
)
def test_each_rule_of_a_trigger_fails_alone(rule, text):
    for case in (None, load("b-medication-reviews")):
        checks = check_trigger(text, case)
        assert unmet(checks) == [rule] and len({check.sentence for check in checks}) == 4


def test_a_spread_plan_names_the_risk_that_the_gap_widens():
    assert unmet(check_spread(Spread(risk="Keen practices first would widen it", trigger=TRIGGER))) == []
    assert (
        unmet(check_spread(Spread(trigger=TRIGGER))) == ["risk"] and "get it last" in check_spread(Spread())[0].sentence
    )


# ---- Understanding the system


def test_a_problem_has_a_number_for_each_of_two_groups():
    assert unmet(check_problem("With an interpreter need, 51 of 100 booked reviews are completed; others 65.")) == []
    assert unmet(check_problem("In IMD 1, 52 of 100 people are at target, of all who are registered.")) == ["numbers"]
    assert unmet(check_problem("Gap: 51 and 65.")) == ["words"] and unmet(check_problem("")) == ["words", "numbers"]


def test_somebody_was_asked_or_will_be():
    asked = Voice(who="two patients", how="at the pharmacy", when="3 June", said="Too short.")
    assert unmet(check_asked([asked])) == unmet(check_asked([asked.model_copy(update={"said": ""})])) == []
    assert unmet(check_asked([])) == ["who", "filled", "said"]
    assert unmet(check_asked([asked, asked.model_copy(update={"how": ""})])) == ["filled"]
    assert unmet(check_asked([asked.model_copy(update={"when": "", "said": ""})])) == ["filled", "said"]
    assert unmet(check_asked([asked.model_copy(update={"who": ""})])) == ["who", "filled"]


def test_five_whys_have_three_to_six_links_and_each_goes_deeper():
    links = [
        "Few finish",
        "The call ends early",
        "The slot is short",
        "The screen gives one length",
        "Nobody set another",
        "It was bought as it is",
        "x",
    ]
    assert [unmet(check_whys(links[:many])) for many in (2, 3, 6, 7)] == [["length"], [], [], ["length"]]
    assert unmet(check_whys([])) == ["length", "different"]
    assert unmet(check_whys(["Few finish", "The slot is short", "few finish"])) == ["different"]


def test_a_last_link_that_looks_like_a_person_gets_a_hint_and_no_mark():
    blaming = check_whys(["Few finish", "The call ends early", "Patients do not speak up"])
    assert unmet(blaming) == [] and blaming[-1].hint and "Did you end with a person?" in blaming[-1].sentence
    assert not [check for check in check_whys(["Few finish", "The call ends early", "The slot is short"]) if check.hint]
