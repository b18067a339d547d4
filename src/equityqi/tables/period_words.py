"""Spellings of a period that say more than they need, brought to the ones that :mod:`equityqi.tables.periods` knows."""

from __future__ import annotations

import datetime as dt
import re

from equityqi.tables.calendar_names import MONTH_NUMBERS

_NAME = "(?:" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?:19|20)?\d\d"
_MARK = re.compile(
    r" ?(?:\[(?:[a-z]{1,2}|note \d+|\d)\]|\((?:r|p|e|prov(?:isional)?|revised|rev|final|est(?:imated?)?"
    r"|prelim(?:inary)?)\)"
    r"|\*+|,? ?\b(?:provisional|revised|prelim(?:inary)?)|(?<=\d) [rpe])$"
)
_SO_FAR = r"(?:ytd|cumulative|cum|(?:year )?to date|so far|running total)"
_SO_FAR_BESIDE = re.compile(rf"^{_SO_FAR}(?: (?:to|at|as at|up to))?:? |,? \(?{_SO_FAR}\)?$")
_BEFORE = re.compile(
    r"^(?:w/?[ec]|week (?:ending|commencing|beginning|starting)|wk (?:ending|commencing)|month (?:ending|of|to"
    r"|commencing)"
    r"|m/?e|period ending|as at|as of|at|month:?)(?: on)?:? (?=\S*\d|[a-z]{3,9}\.? )"
)
_DAY_NAME = re.compile(r"^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,? (?=\d)")
_YEAR_TO = re.compile(
    rf"(?:up )?to (?:(?:the )?end (?:of )?)?(?P<to>(?:\d\d? )?{_NAME} ?{_YEAR})|(?:12 ?m(?:onths?|ths?)?"
    rf"|rolling 12 months|r12m?|years?) "
    rf"(?:to|ending|ended|up to)(?: end(?: of)?)? (?P<ending>(?:\d\d? )?{_NAME}[ -]?{_YEAR})"
)
_FROM_TO = re.compile(
    rf"(?P<a>(?:\d\d? )?{_NAME})[ -/]?(?P<b>{_YEAR})? ?(?:-|to|until) ?(?P<c>(?:\d\d? )?{_NAME})[ -/]?(?P<d>{_YEAR})"
)
_DAYS = re.compile(
    r"(?P<a>\d\d?/\d\d?/\d{4}|\d{4}-\d\d-\d\d) ?(?:-|to|until) ?(?P<b>\d\d?/\d\d?/\d{4}|\d{4}-\d\d-\d\d)"
)
_QUARTER_TO = re.compile(
    rf"(?:quarter|qtr|q/?e|3 ?months?|three months)(?: (?:to|ending"
    rf"|ended))?(?: end(?: of)?)? (?P<to>(?:\d\d? )?{_NAME}[ -]?{_YEAR})"
)
_SHORT_YEARS = re.compile(
    r"(?:fy ?)?(?P<a>\d\d)[/-](?P<b>\d\d) ?,?(?P<q>q(?:tr|uarter)? ?[1-4])|(?P<q2>q(?:tr"
    r"|uarter)? ?[1-4]),? ?(?:of )?(?:fy ?)?(?:20)?(?P<c>\d\d)[/-](?:20)?(?P<d>\d\d)"
    r"|fy ?(?:20)?(?P<e>\d\d)[/-](?:20)?(?P<f>\d\d)|(?P<g>[1-3]\d)/(?P<h>\d\d)"
)
_MONTH_M = re.compile(r"(?P<year>(?:19|20)\d\d)[- ]?m(?:onth ?)?(?P<month>\d\d?)|m(?P<m>\d\d?)[- ](?P<y>(?:19|20)\d\d)")
_WEEK = re.compile(
    r"(?P<year>(?:19|20)\d\d)[- ,]*w(?:ee)?k? ?(?P<week>\d\d?)|w(?:ee)?k? ?(?P<w>\d\d?)[- ,/]+(?:of )?(?P<y>(?:19"
    r"|20)\d\d)"
)


def is_to_date(text: object) -> bool:
    """Whether words say that a count is one of the year so far."""
    return bool(re.search(rf"\b{_SO_FAR}\b", str(text).casefold()))


def usual_spelling(plain: str) -> str:
    """Return a period's text (small letters, plain dashes) in a spelling that is known, or as it is.

    >>> [usual_spelling(text) for text in ("2023/24 [r]", "w/e 07/04/2024", "to march 2026", "apr 2023 to mar 2024")]
    ['2023/24', '07/04/2024', 'year to mar 2026', 'year to mar 2024']
    >>> [
    ...     usual_spelling(text)
    ...     for text in ("apr-jun 2023", "q1 18/19", "2024m01", "2024-w05", "24/25", "ytd to may-24 r")
    ... ]
    ['2023 q2', '2018/19 q1', '2024-01', '29/01/2024', '2024/25', 'may-24']
    """
    text = _SO_FAR_BESIDE.sub("", _MARK.sub("", _MARK.sub("", plain)).strip())
    text = _DAY_NAME.sub("", _BEFORE.sub("", text))
    if found := _YEAR_TO.fullmatch(text):
        name, year = _month_and_year(found["to"] or found["ending"])
        return f"year to {_short(name)} {year}"
    if found := _QUARTER_TO.fullmatch(text):
        name, year = _month_and_year(found["to"])
        return _span(year, name, 3) or text
    if found := _FROM_TO.fullmatch(text):
        return _from_to(found) or text
    if found := _DAYS.fullmatch(text):
        return _between(*(_date(found[side]) for side in "ab")) or text
    if found := _SHORT_YEARS.fullmatch(text):
        return _short_years(found) or text
    if found := _MONTH_M.fullmatch(text):
        return f"{found['year'] or found['y']}-{int(found['month'] or found['m']):02d}"
    if (found := _WEEK.fullmatch(text)) and 1 <= int(found["week"] or found["w"]) <= 52:
        day = dt.date.fromisocalendar(int(found["year"] or found["y"]), int(found["week"] or found["w"]), 1)
        return f"{day:%d/%m/%Y}"
    return text


def _month_and_year(text: str) -> tuple[int, int]:
    _, name, year = re.split(f"({_NAME})", text, maxsplit=1)
    year = year.strip(" -/")
    return MONTH_NUMBERS[name.rstrip(".")], int(year) if len(year) == 4 else 2000 + int(year)


def _short(month: int) -> str:
    return next(name for name, number in MONTH_NUMBERS.items() if number == month and len(name) == 3)


def _span(year: int, month: int, months: int) -> str:
    """The spelling of so many months that end with this one; "" where there is none."""
    if months == 1:
        return f"{year}-{month:02d}"
    if months == 12:
        return f"year to {_short(month)} {year}"
    return f"{year} q{month // 3}" if months == 3 and month % 3 == 0 else ""


def _from_to(found: re.Match) -> str:
    last, end = _month_and_year(f"{found['c']} {found['d']}")
    first, begin = _month_and_year(f"{found['a']} {found['b'] or end}")
    return _span(end, last, (end - begin) * 12 + last - first + 1)


def _date(text: str) -> dt.date | None:
    parts = [int(part) for part in re.split("[/-]", text)]
    try:
        return dt.date(*parts) if parts[0] > 1000 else dt.date(*reversed(parts))
    except ValueError:
        return None


def _between(first: dt.date | None, last: dt.date | None) -> str:
    """The spelling of the time between two days, where they begin and end months."""
    if first is None or last is None or first.day != 1 or (last + dt.timedelta(1)).day != 1:
        return ""
    return _span(last.year, last.month, (last.year - first.year) * 12 + last.month - first.month + 1)


def _short_years(found: re.Match) -> str:
    year, last = (next(filter(None, (found[side] for side in sides))) for sides in ("aceg", "bdfh"))
    quarter = (found["q"] or found["q2"] or "")[-1:]
    if (int(year) + 1) % 100 != int(last):
        return ""
    return f"20{year}/{last} q{quarter}" if quarter else f"20{year}/{last}"
