"""Working days of a country: bank holidays by the rules that fix them, and dates that are moved off them.

The country is the organisation's: England and Wales, Scotland or Northern Ireland. A day that is proclaimed for one
year alone, as for a coronation, is not among them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from equityqi.organisation import COUNTRIES, organisation
from equityqi.plain_words import listed
from equityqi.tables.calendar_names import WEEKDAYS
from equityqi.typed_input import in_words

DAY = dt.timedelta(days=1)
DAYS = (30, 60, 90)  # of the follow-up after the session; a fourth needs its meeting in calendars.MEETINGS
FIXED = {(1, 1): "New Year's Day", (12, 25): "Christmas Day", (12, 26): "Boxing Day"}
MORE = {
    "scotland": {(1, 2): "2 January", (11, 30): "St Andrew's Day"},
    "northern-ireland": {(3, 17): "St Patrick's Day", (7, 12): "the Battle of the Boyne"},
}


@cache
def bank_holidays(year: int, country: str = "england-and-wales") -> dict[dt.date, str]:
    """Return the bank holidays of a year, each with its name as a sentence says it; one that would fall on a weekend is
    on the next weekday that is free.

    Source: Banking and Financial Dealings Act 1971, schedule 1, St Andrew's Day Bank Holiday (Scotland) Act 2007, with
    the days that are proclaimed each year (gov.uk/bank-holidays).

    >>> bank_holidays(2026)[dt.date(2026, 12, 28)]
    'the bank holiday for Boxing Day'
    >>> bank_holidays(2026, "scotland")[dt.date(2026, 11, 30)]
    "St Andrew's Day"
    """
    found = {
        easter(year) - 2 * DAY: "Good Friday",
        _monday_to(dt.date(year, 5, 7)): "the early May bank holiday",
        _monday_to(dt.date(year, 5, 31)): "the spring bank holiday",
    }
    if country == "scotland":
        found[_monday_to(dt.date(year, 8, 7))] = "the summer bank holiday"
    else:
        found[easter(year) + DAY] = "Easter Monday"
        found[_monday_to(dt.date(year, 8, 31))] = "the late summer bank holiday"
    fixed = {dt.date(year, month, day): name for (month, day), name in (FIXED | MORE.get(country, {})).items()}
    for day in sorted(fixed, key=is_weekend):  # a weekday keeps its own holiday, and only then the others find a place
        free = day
        while is_weekend(free) or free in found:
            free += DAY
        found[free] = fixed[day] if free == day else f"the bank holiday for {fixed[day]}"
    return found


def is_weekend(day: dt.date) -> bool:
    """Return whether a day is a Saturday or a Sunday."""
    return day.weekday() > 4


def _monday_to(day: dt.date) -> dt.date:
    """Return the last Monday up to a day."""
    return day - day.weekday() * DAY


@dataclass(frozen=True)
class Due:
    """A date of the follow-up: so many days after the session; one on a weekend or a bank holiday of the country is
    moved to the next working day. One before the session is moved back, so that it is still before it.
    """

    day: int
    counted: dt.date
    date: dt.date
    country: str = "england-and-wales"

    @property
    def words(self) -> str:
        """The date with its weekday, in words."""
        return on_day(self.date)

    @property
    def moved(self) -> str:
        """One sentence on why the date is not the one that was counted; "" where it is."""
        if self.date == self.counted:
            return ""
        closed = {day: name for day in self._skipped if (name := bank_holidays(day.year, self.country).get(day))}
        falls = f"Day {self.day} falls on {on_day(self.counted)}"
        if not closed:
            return f"{falls}, so it is moved to the Monday after."
        if name := closed.pop(self.counted, ""):
            falls += f", which is {name}"
        if closed:
            falls += f". {listed(f'{on_day(day)} is {name}' for day, name in closed.items())}"
        return f"{falls}, so the check-in is on {self.words}."

    @property
    def _skipped(self) -> list[dt.date]:
        return [self.counted + days * DAY for days in range((self.date - self.counted).days)]


def on_day(day: dt.date) -> str:
    """Return a day with its weekday, in words.

    >>> on_day(dt.date(2026, 7, 31))
    'Friday 31 July 2026'
    """
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


def due(session: dt.date, day: int, country: str = "") -> Due:
    """Return the date so many days after a session, or before it where they are negative, by the bank holidays of a
    country, or of the organisation's. The day of the session itself is as it is.

    >>> due(dt.date(2026, 7, 1), 60, "england-and-wales").words
    'Tuesday 1 September 2026'
    >>> due(dt.date(2026, 6, 15), -1, "england-and-wales").words
    'Friday 12 June 2026'
    """
    country = country or organisation().holidays
    counted = working = session + day * DAY
    while day and day_off(working, country):
        working += DAY if day > 0 else -DAY
    return Due(day, counted, working, country)


def day_off(day: dt.date, country: str) -> str:
    """Return why nobody works on a day, in words, or "".

    >>> day_off(dt.date(2026, 11, 30), "scotland"), day_off(dt.date(2026, 11, 28), "scotland")
    ("St Andrew's Day", 'a Saturday')
    """
    return bank_holidays(day.year, country).get(day, "") or (f"a {WEEKDAYS[day.weekday()]}" if is_weekend(day) else "")


def holidays_avoided() -> str:
    """Return whose bank holidays the dates of the follow-up avoid, and what to do about others, in two sentences."""
    country = organisation().holidays
    own = " Health boards in Scotland set days of their own." if country == "scotland" else ""
    return (
        f"These dates avoid the bank holidays of {COUNTRIES[country]}.{own} If you work elsewhere, or an extra one is"
        " announced, move the date in your diary."
    )


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar.

    Source: Jean Meeus, Astronomical Algorithms (1991), chapter 8.

    >>> easter(2026), easter(2027)
    (datetime.date(2026, 4, 5), datetime.date(2027, 3, 28))
    """
    century, in_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    lunar = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leap_centuries - lunar + 15) % 30
    to_sunday = (32 + 2 * rest + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
