"""Dates of birth: known by the column's name, or by dates that spread over decades with no rhythm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from equityqi.privacy.column_words import Words, of_an_organisation
from equityqi.tables.calendar_names import MONTH_NUMBERS

_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d\d)"),
    re.compile(r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -]?(?P<b>[A-Za-z]{3,9})\.?,?[ -]?(?P<y>\d{4}|\d\d)"),
    re.compile(r"(?P<b>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
    re.compile(r"(?P<y>19\d\d|20\d\d)(?P<m>\d\d)(?P<d>\d\d)"),
)
_TIME = re.compile(r"[T ]\d\d?:\d\d(:\d\d(\.\d+)?)?Z?$")
DATE_IN_TEXT = (
    r"\d{1,2}(?:st|nd|rd|th)?[ ./-]{1,2}(?:\d{1,2}|(?:of )?[A-Za-z]{3,9}\.?),?[ ./-]{1,2}(?:\d{4}|\d\d)(?!\d)"
    r"|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?!\d)|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?!\d)|(?:19|20)\d{6}(?!\d)"
)
_BORN = re.compile(
    r"(?i)(?<![a-z])(?:d\.?o\.?b\b\.?|date of birth|birth ?date|birthday|born)\W{0,4}(?:is |was |on )?\W{0,2}"
    rf"({DATE_IN_TEXT})"
)
_RANGE = re.compile(
    rf"(?i)\s?(?:(?:to|and|until|[-–])\s?(?:{DATE_IN_TEXT})|onwards?\b|(?:or|and) (?:later|earlier|after|before)\b)"
)
_EVENTS = set("open opened close closed start end valid join joined left published publication legal".split())


def has_births(name: Words, texts: list[str], numeric: bool) -> bool:
    """Dates of birth, by the column's name, or by dates that spread over decades with no rhythm."""
    if {"dob", "dateofbirth", "birthdate", "birthday", "dateofbirths"} & set(name):
        return True
    if any(any(births_in(text)) for text in texts if len(text) > 8):
        return True
    dates = [day for day in map(parse_date, texts) if day]
    if len(dates) < 0.8 * len(texts):
        return False
    if {"birth", "born"} & set(name):
        return bool(dates)
    if len(dates) < 4 or _EVENTS & set(name) or of_an_organisation(name):
        return False
    ordered = sorted({day.toordinal() for day in dates})
    days = [day.day for day in dates]
    commonest = max(days.count(day) for day in set(days))
    steps = [later - earlier for earlier, later in zip(ordered, ordered[1:], strict=False)]
    rhythm = max(map(steps.count, set(steps))) / len(steps) if steps else 1
    tail = len(ordered) // 20
    spread = (ordered[-1 - tail] - ordered[tail]) / 365.25
    return (
        spread >= 20
        and commonest <= max(3 if len(days) >= 8 else 2, 0.35 * len(days))
        and (rhythm < 0.3 or len(steps) < 10 and rhythm < 0.5)
    )


def births_in(text: str) -> Iterator[tuple[int, int]]:
    """Dates of birth: a whole date behind a word that says so, and no span of years."""
    for found in _BORN.finditer(text):
        if not _RANGE.match(text, found.end(1)):
            yield found.span(1)


def parse_date(text: str) -> date | None:
    """Return the day that a text names, or None. Of two digits, up to 26 are this century's."""
    if not 6 <= len(text) <= 30 or not any(map(str.isdigit, text)):
        return None
    text = _TIME.sub("", text)
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            month = parts.get("m") or MONTH_NUMBERS.get(parts["b"][:3].lower())
            year = parts["y"] if len(parts["y"]) == 4 else ("20" if int(parts["y"]) <= 26 else "19") + parts["y"]
            return (day_of(parts["d"], month, year) or day_of(month, parts["d"], year)) if month else None
    return None


def day_of(day: str | int, month: str | int, year: str | int) -> date | None:
    """Return the day of three numbers, or None where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
