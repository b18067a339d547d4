"""cases.case_trigger: every case's trigger rule on the case's own data does what its page says."""

import pytest
from scipy.stats import binom

from equityqi.cases.case import load, titles
from equityqi.cases.case_trigger import fires, line_through, trigger_rule, worst_over_time
from equityqi.files import course_root
from equityqi.lessons.say import words_of
from equityqi.project.model_project import model_project
from equityqi.project.spread import check_trigger
from equityqi.settings import LOOK_AT, NHS, RULE_SETS

CASES = tuple(name for name in titles() if (course_root() / "datasets" / name / "make.py").is_file())  # ours
RUNS = {"course": 8, "ihi": 6, NHS: 7, "anhoej": 9}
QUIET = "have stayed quiet"
SAID = {  # with the line through the first year: by the course's own rule, IHI's, the NHS's and Anhøj's
    "a-blood-pressure": [QUIET] * 4,
    "b-medication-reviews": ["August 2025", "June 2025", "July 2025", "September 2025"],
    "c-asthma": ["March 2026", "January 2026", "February 2026", "April 2026"],
    "d-missed-appointments": [QUIET] * 4,
    "e-second-mmr": ["In 10 quarters it would never have asked"] * 4,
}


@pytest.fixture(params=RULE_SETS)
def rules(request, monkeypatch):
    monkeypatch.setenv(LOOK_AT, request.param)
    return request.param


@pytest.mark.parametrize("name", CASES)
def test_the_page_says_what_the_trigger_does_on_the_data_of_its_case(name, rules):
    said = words_of(load(name), "model-trigger")
    assert SAID[name][RULE_SETS.index(rules)] in said
    assert "a reason to look and not a verdict" in said
    assert ("it’s quiet today" in said) == (name != "e-second-mmr")
    assert ("this trigger is a limit" in said) == (name == "e-second-mmr")
    assert ("can't show that the gap grew" in said) == (name == "a-blood-pressure")


@pytest.mark.parametrize("name", CASES)
def test_what_the_page_says_is_what_the_rule_does_month_by_month(name, rules):
    case = load(name)
    (line, run), better = trigger_rule(case, rules), case.measures[case.file.gap.right].better
    times, values = worst_over_time(case)
    if run > 1:  # counted anew, in the plainest way
        start, length, first = line_through(values[:12], rules), 0, None
        for month, value in zip(times[12:], values[12:], strict=True):
            if value == start and rules != NHS:
                continue
            length = length + 1 if better * (value - start) < 0 else 0
            first = month if length == run and first is None else first
        assert (f"{first:%B %Y}" if first is not None else QUIET) in case.figures["trigger-said"]
    else:
        assert [value for value in values if better * (value - line) < 0] == []


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_of_the_project_has_the_line_and_the_run_of_the_rule_set(name, rules):
    case, sentence = load(name), model_project(load(name)).spread.trigger
    line, run = trigger_rule(case, rules)
    unit = "%" if case.measures[case.file.gap.right].per == 100 else " per 1,000"
    assert f" {line:g}{unit}" in sentence
    assert run == (1 if name == "e-second-mmr" else RUNS[rules])
    assert (f"for {run} months running" in sentence) == (run > 1)
    assert all(check.passed for check in check_trigger(sentence, case))


@pytest.mark.parametrize("name", CASES)
def test_a_run_lies_on_the_middle_of_the_latest_year_and_is_quiet_there(name, rules):
    case = load(name)
    (line, run), better = trigger_rule(case, rules), case.measures[case.file.gap.right].better
    values = worst_over_time(case)[1]
    assert fires(values[-12:], line, run, better, rules != NHS) == []
    worse = [line * (1 - 0.1 * better)] * run
    assert fires(worse, line, run, better) == [run - 1]
    assert fires([line * (1 + 0.1 * better)] * 12, line, run, better) == []


def test_the_worked_example_has_the_figures_of_its_case(rules):
    said = words_of(load("a-blood-pressure"), "trigger-example")
    line, run = trigger_rule(load("b-medication-reviews"), rules)
    assert f"below {line:g}% for {run} months running" in said


def test_the_limit_of_the_short_case_goes_off_by_chance_once_in_a_hundred_quarters():
    case = load("e-second-mmr")
    counts = case.counts("mmr2_recorded", "imd_quintile")
    latest = counts[counts["group"] == "IMD 1 (most deprived)"].tail(4)
    share, of = latest["numerator"].sum() / latest["denominator"].sum(), int(latest["denominator"].iloc[-1])
    assert (of, 100 * 42 / of < case.file.trigger.limit < 100 * 43 / of) == (72, True)
    assert binom.cdf(42, of, share) == pytest.approx(0.01, abs=0.002)


def test_points_on_the_line_neither_count_nor_break_a_run():
    assert fires([4, 5, 4, 4], line=5, run=3, better=1) == [3]
    assert fires([4, 6, 4, 4], line=5, run=3, better=1) == []
    assert fires([6, 6, 6], line=5, run=3, better=-1) == [2]
    assert fires([4, 5, 4, 4], line=5, run=3, better=1, skip=False) == []  # by the NHS rules it ends the run
