"""cases.case_trigger: every case's trigger rule on the case's own data does what its page says."""

import pytest
from scipy.stats import binom

from equityqi.cases.case import load, titles
from equityqi.cases.case_trigger import fires, latest_line, worst_over_time
from equityqi.lessons.say import words_of
from equityqi.project.model_project import model_project
from equityqi.project.spread import check_trigger

CASES = tuple(titles())[:-1]  # without a team's own
SAID = {
    "a-blood-pressure": ["have stayed quiet", "cannot see that the gap grew"],
    "b-medication-reviews": ["first have asked the team to look in August 2025"],
    "c-asthma": ["first have asked the team to look in March 2026"],
    "d-missed-appointments": ["have stayed quiet"],
    "e-second-mmr": ["In 10 quarters it would never have asked", "this trigger is a limit"],
}


@pytest.mark.parametrize("name", CASES)
def test_the_page_says_what_the_trigger_does_on_the_data_of_its_case(name):
    said = words_of(load(name), "model-trigger")
    assert [part for part in SAID[name] if part not in said] == []
    assert "a reason to look and not a verdict" in said


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_of_the_project_and_the_rule_of_the_case_have_the_same_line_and_run(name):
    case, sentence = load(name), model_project(load(name)).spread.trigger
    trigger, unit = case.file.trigger, "%" if case.measures[case.file.gap.right].per == 100 else " per 1,000"
    assert f" {trigger.line:g}{unit}" in sentence
    assert (f"for {trigger.run} months running" in sentence) == (trigger.run > 1)
    assert all(check.passed for check in check_trigger(sentence, case))


@pytest.mark.parametrize("name", CASES)
def test_a_run_lies_on_the_middle_of_the_latest_year_and_is_quiet_there(name):
    case = load(name)
    trigger, better = case.file.trigger, case.measures[case.file.gap.right].better
    values = worst_over_time(case)[1]
    if trigger.run > 1:
        assert trigger.line == round(latest_line(case), 1 if case.measures[case.file.gap.right].per == 1000 else 0)
    assert fires(values[-12:], trigger.line, trigger.run, better) == []
    worse = [trigger.line * (1 - 0.1 * better)] * trigger.run
    assert fires(worse, trigger.line, trigger.run, better) == [trigger.run - 1]
    assert fires([trigger.line * (1 + 0.1 * better)] * 12, trigger.line, trigger.run, better) == []


def test_the_limit_of_the_short_case_goes_off_by_chance_once_in_a_hundred_quarters():
    case = load("e-second-mmr")
    counts = case.counts("mmr2_recorded", "imd_quintile")
    latest = counts[counts["group"] == "IMD 1 (most deprived)"].tail(4)
    share, of = latest["numerator"].sum() / latest["denominator"].sum(), int(latest["denominator"].iloc[-1])
    assert (of, 100 * 42 / of < case.file.trigger.line < 100 * 43 / of) == (72, True)
    assert binom.cdf(42, of, share) == pytest.approx(0.01, abs=0.002)


def test_points_on_the_line_neither_count_nor_break_a_run():
    assert fires([4, 5, 4, 4], line=5, run=3, better=1) == [3]
    assert fires([4, 6, 4, 4], line=5, run=3, better=1) == []
    assert fires([6, 6, 6], line=5, run=3, better=-1) == [2]
