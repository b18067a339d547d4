"""Bank holidays in England and Wales, by the rules that fix them.

A day that is proclaimed for one year alone, as for a coronation, is not among them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from dateutil.easter import easter

DAY = dt.timedelta(days=1)


@cache
def bank_holidays(year: int) -> dict[dt.date, str]:
    """Return the bank holidays of a year, each with its name as a sentence says it; one that would fall on a weekend is
    on the next weekday that is free.

    Source: Banking and Financial Dealings Act 1971, schedule 1, with the days that are proclaimed each year
    (gov.uk/bank-holidays).

    >>> bank_holidays(2026)[dt.date(2026, 12, 28)]
    'the bank holiday for Boxing Day'
    """
    found = {
        easter(year) - 2 * DAY: "Good Friday",
        easter(year) + DAY: "Easter Monday",
        _monday_to(dt.date(year, 5, 7)): "the early May bank holiday",
        _monday_to(dt.date(year, 5, 31)): "the spring bank holiday",
        _monday_to(dt.date(year, 8, 31)): "the late summer bank holiday",
    }
    fixed = {
        dt.date(year, 1, 1): "New Year's Day",
        dt.date(year, 12, 25): "Christmas Day",
        dt.date(year, 12, 26): "Boxing Day",
    }
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
