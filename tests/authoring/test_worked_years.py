"""The worked years: made again to the byte, everything planted is found, and My project opens them."""

import pytest

from equityqi.authoring.worked_years import MONTHS, find_seed, make_years, not_found, record_of, worked
from equityqi.cases.case import load
from equityqi.cases.case_files import course_cases
from equityqi.project.cycle_log import check_cycles
from equityqi.project.numbers import AIM, BALANCING, day_of
from equityqi.project.numbers_judged import past_trigger, when_tested
from equityqi.project.numbers_told import told
from equityqi.project.parts import FLOOR
from equityqi.project.whole_project import read_whole, to_json
from equityqi.project.worked_year import COURSE, PAST, read_year, year_cases, year_file
from equityqi.workfolder import project_numbers as store

CASES = year_cases()


def test_every_case_has_a_year_and_its_file_is_what_the_maker_makes(tmp_path):
    assert len(CASES) >= 5 and set(CASES) <= set(course_cases())  # a case that a team adds may have none
    for made in make_years(tmp_path):
        assert made.read_bytes() == year_file(made.stem).read_bytes(), made.name


@pytest.mark.parametrize("case", CASES)
def test_what_is_planted_is_found_by_the_chart_rules_and_the_seed_is_the_first_that_shows_it(case):
    year = read_year(case)
    assert not_found(year, read_whole(year_file(case).read_bytes()).record) == []
    assert find_seed(case) == year.seed


@pytest.mark.parametrize("case", CASES)
def test_with_nothing_planted_the_check_says_so(case):
    year = read_year(case)
    assert len(not_found(year, record_of(year, case, year.seed, planted=False))) >= 3


@pytest.mark.parametrize("case", CASES)
def test_a_year_has_twelve_months_before_the_course_and_twelve_after_it(case):
    record = worked(case).record
    assert len(MONTHS) == 24 and MONTHS[PAST] == COURSE
    first, *_ = when_tested(record)
    assert first[0] == PAST  # the first test begins right after the course
    assert all(one.numbers for measure in record.measures for one in measure.counts)
    assert "invented" in worked(case).plan.title


@pytest.mark.parametrize("case", CASES)
def test_its_log_follows_what_the_course_teaches(case):
    whole = worked(case)
    checks = check_cycles(whole.record.cycles, day_of("2027-07"), whole.plan.aim, load(case))
    failed = {check.rule: check.sentence for check in checks if not check.passed}
    assert set(failed) <= {"group"}, failed  # the test that widens the gap is with everybody, and that is its fault
    assert [cycle.act for cycle in whole.record.cycles][-3:] == ["abandon", "adopt", "abandon"]


@pytest.mark.parametrize("case", CASES)
def test_the_trigger_stops_what_widens_the_gap_while_it_runs_and_never_hides_it_later(case):
    whole = worked(case)
    harm = next(one for one in whole.record.measures if one.role == BALANCING)
    until = [month for month in MONTHS if month <= past_trigger(whole.record, harm)[-1].when]
    then = whole.record.model_copy(update={"times": until})
    assert told(then, harm, "course", FLOOR)[0].stop
    later = told(whole.record, harm, "course", FLOOR)
    assert not any(part.stop for part in later)
    assert any("past the trigger before" in part.heading for part in later)


def test_my_project_puts_a_year_back_and_takes_it_away_as_it_is(tmp_path):
    data = year_file("a-blood-pressure").read_bytes()
    numbers = store.put_back(tmp_path, data)
    assert to_json(store.whole_of(tmp_path, store.plan_that_came(tmp_path))).count(b'"when"') == data.count(b'"when"')
    aim = next(one for one in numbers.measures if one.role == AIM)
    said = " ".join(sentence for part in told(numbers, aim, "course", FLOOR) for sentence in part.sentences)
    assert "a shift for the better since" in said and "the gap has narrowed by" in said
