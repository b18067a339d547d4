"""working_days: a check-in is on a working day, and a page says why it was moved."""

import datetime as dt

import pytest

from equityqi.working_days import bank_holidays, due

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

PUBLISHED = {  # gov.uk/bank-holidays, England and Wales
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
SUMMER = "Monday 31 August 2026 is the late summer bank holiday"
BOXING = "Monday 28 December 2026 is the bank holiday for Boxing Day"
BOTH = (
    "Monday 27 December 2027 is the bank holiday for Christmas Day and Tuesday 28 December 2027 is the bank holiday for"
    " Boxing Day"
)
MOVED = {  # a date that is counted: the date of the check-in; the day of the first, and why it is not that day
    "2026-08-29": ("2026-09-01", f"Saturday 29 August 2026. {SUMMER}", "Tuesday 1 September 2026"),
    "2026-08-31": ("2026-09-01", SUMMER.replace(" is", ", which is"), "Tuesday 1 September 2026"),
    "2026-12-25": (
        "2026-12-29",
        f"Friday 25 December 2026, which is Christmas Day. {BOXING}",
        "Tuesday 29 December 2026",
    ),
    "2026-12-26": ("2026-12-29", f"Saturday 26 December 2026. {BOXING}", "Tuesday 29 December 2026"),
    "2027-01-01": ("2027-01-04", "Friday 1 January 2027, which is New Year's Day", "Monday 4 January 2027"),
    "2027-03-26": (
        "2027-03-30",
        "Friday 26 March 2027, which is Good Friday. Monday 29 March 2027 is Easter Monday",
        "Tuesday 30 March 2027",
    ),
    "2027-03-28": (
        "2027-03-30",
        "Sunday 28 March 2027. Monday 29 March 2027 is Easter Monday",
        "Tuesday 30 March 2027",
    ),
    "2027-12-25": ("2027-12-29", f"Saturday 25 December 2027. {BOTH}", "Wednesday 29 December 2027"),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_are_published(year):
    days = [dt.date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split()]
    assert sorted(bank_holidays(year)) == days


def counted_to(day):
    return due(dt.date.fromisoformat(day) - dt.timedelta(days=30), 30)


@pytest.mark.parametrize("counted", MOVED)
def test_a_date_on_a_bank_holiday_is_moved_to_the_next_working_day_and_it_is_said(counted):
    day, why, words = MOVED[counted]
    when = counted_to(counted)
    assert (when.counted.isoformat(), when.date.isoformat(), when.words) == (counted, day, words)
    assert when.moved == f"Day 30 falls on {why}, so the check-in is on {words}."


def test_a_date_on_a_weekend_is_moved_to_monday_and_a_working_day_stays():
    assert counted_to("2026-08-02").moved == "Day 30 falls on Sunday 2 August 2026, so it is moved to the Monday after."
    assert counted_to("2026-08-02").date == counted_to("2026-08-03").date == dt.date(2026, 8, 3)
    assert counted_to("2026-08-03").moved == ""
