"""evaluation.calendars, evaluation.bank_holidays: a check-in is on a working day, and a page says why it was moved."""

import datetime as dt

import pytest

from equityqi.evaluation.bank_holidays import bank_holidays
from equityqi.evaluation.calendars import due

PUBLISHED = {  # gov.uk/bank-holidays, England and Wales
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
# ruff: noqa: E501
MOVED = {  # a date that is counted: the date of the check-in, and why
    "2026-08-29": ("2026-09-01", "falls on Saturday 29 August 2026. Monday 31 August 2026 is the late summer bank holiday, so the check-in is on Tuesday 1 September 2026."),
    "2026-08-31": ("2026-09-01", "falls on Monday 31 August 2026, which is the late summer bank holiday, so the check-in is on Tuesday 1 September 2026."),
    "2026-12-25": ("2026-12-29", "falls on Friday 25 December 2026, which is Christmas Day. Monday 28 December 2026 is the bank holiday for Boxing Day, so the check-in is on Tuesday 29 December 2026."),
    "2026-12-26": ("2026-12-29", "falls on Saturday 26 December 2026. Monday 28 December 2026 is the bank holiday for Boxing Day, so the check-in is on Tuesday 29 December 2026."),
    "2027-03-26": ("2027-03-30", "falls on Friday 26 March 2027, which is Good Friday. Monday 29 March 2027 is Easter Monday, so the check-in is on Tuesday 30 March 2027."),
    "2027-03-28": ("2027-03-30", "falls on Sunday 28 March 2027. Monday 29 March 2027 is Easter Monday, so the check-in is on Tuesday 30 March 2027."),
    "2027-12-25": ("2027-12-29", "falls on Saturday 25 December 2027. Monday 27 December 2027 is the bank holiday for Christmas Day and Tuesday 28 December 2027 is the bank holiday for Boxing Day, so the check-in is on Wednesday 29 December 2027."),
    "2027-01-01": ("2027-01-04", "falls on Friday 1 January 2027, which is New Year's Day, so the check-in is on Monday 4 January 2027."),
    "2026-08-02": ("2026-08-03", "falls on Sunday 2 August 2026, so it is moved to the Monday after."),
    "2026-08-03": ("2026-08-03", ""),
}  # fmt: skip


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_are_published(year):
    days = [dt.date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split()]
    assert sorted(bank_holidays(year)) == days


@pytest.mark.parametrize("counted", MOVED)
def test_a_date_on_a_weekend_or_a_bank_holiday_is_moved_to_the_next_working_day_and_it_is_said(counted):
    day, why = MOVED[counted]
    when = due(dt.date.fromisoformat(counted) - dt.timedelta(days=30), 30)
    assert (when.counted.isoformat(), when.date.isoformat()) == (counted, day)
    assert when.moved == (f"Day 30 {why}" if why else "")
