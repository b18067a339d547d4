"""Periods, and the many ways in which files write them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTH = "month"
QUARTER = "quarter"
FINANCIAL = "financial year"
CALENDAR = "calendar year"
ROLLING = "year to a month"
POOLED = "three years"
WEEK = "week"
NONE = "no period"
IN_A_YEAR = {MONTH: 12, QUARTER: 4, WEEK: 52}


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time by the first day of its first month (a week: by its Monday)."""

    start: date
    kind: str


NO_PERIOD = Period(date(2026, 3, 1), NONE)


def months(count, year=2026, month=3):
    """The last ``count`` months up to this one.

    >>> [str(one.start) for one in months(2, 2026, 1)]
    ['2025-12-01', '2026-01-01']
    """
    last = year * 12 + month - 1
    return [Period(date(at // 12, at % 12 + 1, 1), MONTH) for at in range(last - count + 1, last + 1)]


def quarters(count, year=2026, month=1):
    """The last ``count`` quarters up to the one that begins in this month."""
    last = year * 12 + month - 1
    return [Period(date(at // 12, at % 12 + 1, 1), QUARTER) for at in range(last - 3 * count + 3, last + 1, 3)]


def years(count, kind=FINANCIAL, last=2025):
    """The last ``count`` years; ``last`` is the year in which the last one begins."""
    month = {FINANCIAL: 4, ROLLING: 4}.get(kind, 1)
    return [Period(date(year, month, 1), kind) for year in range(last - count + 1, last + 1)]


def rolling(count, year=2026, month=3, step=3):
    """Years to a month that overlap: to June 2025, to September 2025 and so on."""
    last = (year - 1) * 12 + month
    return [
        Period(date(at // 12, at % 12 + 1, 1), ROLLING)
        for at in range(last - (count - 1) * step, last + 1, step)
    ]  # fmt: skip


def weeks(count, last=date(2026, 3, 23)):
    return [Period(last - timedelta(days=7 * at), WEEK) for at in range(count - 1, -1, -1)]


def a_year(periods):
    """How many of these periods, from the last backwards, make the latest year."""
    return min(len(periods), IN_A_YEAR.get(periods[-1].kind, 1))


def month_end(day):
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_later(day, count):
    at = day.year * 12 + day.month - 1 + count
    return date(at // 12, at % 12 + 1, 1)


def financial(day, form="{0}/{1}"):
    """The financial year of a day.

    >>> financial(date(2026, 3, 1)), financial(date(2025, 4, 1), "FY{2}/{1}")
    ('2025/26', 'FY25/26')
    """
    start = day.year - (day.month < 4)
    return form.format(start, f"{(start + 1) % 100:02d}", f"{start % 100:02d}", start + 1)


def _plain(form):
    return lambda day: day.strftime(form)


def _fq(day):
    return (day.month - 4) % 12 // 3 + 1


def _last(day):
    return months_later(day, 2)


MONTHS = {
    "Apr 2025": _plain("%b %Y"),
    "April 2025": _plain("%B %Y"),
    "Apr-25": _plain("%b-%y"),
    "Apr 25": _plain("%b %y"),
    "April-2025": _plain("%B-%Y"),
    "2025-04": _plain("%Y-%m"),
    "2025/04": _plain("%Y/%m"),
    "2025_04": _plain("%Y_%m"),
    "2025M04": _plain("%YM%m"),
    "202504": _plain("%Y%m"),
    "2025-04-01": _plain("%Y-%m-%d"),
    "01/04/2025": _plain("%d/%m/%Y"),
    "01-Apr-25": _plain("%d-%b-%y"),
    "01APR2025": lambda day: day.strftime("%d%b%Y").upper(),
    "2025-04-01T00:00:00": _plain("%Y-%m-%dT00:00:00"),
    "01/04/2025 00:00": _plain("%d/%m/%Y 00:00"),
    "30/04/2025": lambda day: month_end(day).strftime("%d/%m/%Y"),
    "30 April 2025": lambda day: month_end(day).strftime("%d %B %Y"),
    "2025-04-30": lambda day: month_end(day).isoformat(),
    "Month ending 30 April 2025": lambda day: month_end(day).strftime("Month ending %d %B %Y"),
    "April 2025 (provisional)": _plain("%B %Y (provisional)"),
    "Apr 2025 [p]": _plain("%b %Y [p]"),
    "Apr-2025 r": _plain("%b-%Y r"),
    "a date": lambda day: day,
    "a month's last date": month_end,
}
QUARTERS = {
    "Q1 2025/26": lambda day: f"Q{_fq(day)} {financial(day)}",
    "2025/26 Q1": lambda day: f"{financial(day)} Q{_fq(day)}",
    "2025-26 Q1": lambda day: f"{financial(day, '{0}-{1}')} Q{_fq(day)}",
    "Q1 25/26": lambda day: f"Q{_fq(day)} {financial(day, '{2}/{1}')}",
    "Quarter 1 2025-26": lambda day: f"Quarter {_fq(day)} {financial(day, '{0}-{1}')}",
    "Apr-Jun 2025": lambda day: f"{day:%b}-{_last(day):%b %Y}",
    "Apr to Jun 2025": lambda day: f"{day:%b} to {_last(day):%b %Y}",
    "April to June 2025": lambda day: f"{day:%B} to {_last(day):%B %Y}",
    "Apr 2025 - Jun 2025": lambda day: f"{day:%b %Y} - {_last(day):%b %Y}",
    "Quarter ending June 2025": lambda day: f"Quarter ending {_last(day):%B %Y}",
    "2025 Q2": lambda day: f"{day.year} Q{(day.month + 2) // 3}",
    "2025Q2": lambda day: f"{day.year}Q{(day.month + 2) // 3}",
    "Q2 2025": lambda day: f"Q{(day.month + 2) // 3} {day.year}",
}
FINANCIALS = {
    "2025/26": financial,
    "2025-26": lambda day: financial(day, "{0}-{1}"),
    "2025/2026": lambda day: financial(day, "{0}/{3}"),
    "FY25/26": lambda day: financial(day, "FY{2}/{1}"),
    "FY2025-26": lambda day: financial(day, "FY{0}-{1}"),
    "25/26": lambda day: financial(day, "{2}/{1}"),
    "2025/26 [r]": lambda day: financial(day) + " [r]",
    "2025/26 (provisional)": lambda day: financial(day) + " (provisional)",
    "Apr 2025 to Mar 2026": lambda day: f"Apr {day.year} to Mar {day.year + 1}",
    "April 2025 - March 2026": lambda day: f"April {day.year} - March {day.year + 1}",
    "01/04/2025 to 31/03/2026": lambda day: f"01/04/{day.year} to 31/03/{day.year + 1}",
    "Year ending March 2026": lambda day: f"Year ending March {day.year + 1}",
    "31/03/2026": lambda day: f"31/03/{day.year + 1}",
}
CALENDARS = {
    "2025": lambda day: day.year,
    "CY2025": lambda day: f"CY{day.year}",
    "Jan to Dec 2025": lambda day: f"Jan to Dec {day.year}",
}
ROLLINGS = {
    "To March 2026": lambda day: f"To {months_later(day, 11):%B %Y}",
    "12 months to March 2026": lambda day: f"12 months to {months_later(day, 11):%B %Y}",
    "Year to Mar 2026": lambda day: f"Year to {months_later(day, 11):%b %Y}",
    "Rolling 12 months to Mar-26": lambda day: f"Rolling 12 months to {months_later(day, 11):%b-%y}",
}
POOLEDS = {"2023 - 25": lambda day: f"{day.year} - {(day.year + 2) % 100:02d}"}
WEEKS = {
    "2025-W14": lambda day: "{}-W{:02d}".format(*day.isocalendar()),
    "w/e 06/04/2025": lambda day: f"w/e {day + timedelta(6):%d/%m/%Y}",
    "w/c 31 Mar 2025": lambda day: f"w/c {day:%d %b %Y}",
    "Week ending 6 April 2025": lambda day: f"Week ending {(day + timedelta(6)).day} {day + timedelta(6):%B %Y}",
    "2025 wk 14": lambda day: "{} wk {}".format(*day.isocalendar()),
    "06/04/2025": lambda day: f"{day + timedelta(6):%d/%m/%Y}",
}
STYLES = {
    MONTH: MONTHS,
    QUARTER: QUARTERS,
    FINANCIAL: FINANCIALS,
    CALENDAR: CALENDARS,
    ROLLING: ROLLINGS,
    POOLED: POOLEDS,
    WEEK: WEEKS,
    NONE: {"none": lambda _: None},
}


def label(period, style=None):
    """The period as a file writes it; without a style, in the first of its kind.

    >>> label(months(1)[0]), label(quarters(1)[0], "Apr-Jun 2025"), label(rolling(1)[0])
    ('Mar 2026', 'Jan-Mar 2026', 'To March 2026')
    """
    styles = STYLES[period.kind]
    return styles[style or next(iter(styles))](period.start)
