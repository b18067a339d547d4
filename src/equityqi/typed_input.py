"""What people type: words, numbers, days; kept as it was typed, and read when it is needed."""

from __future__ import annotations

import datetime as dt
import math
import re
from calendar import monthrange
from functools import lru_cache
from typing import Any

from equityqi.tables.calendar_names import MONTHS
from equityqi.tables.periods import Period

# Words that many groups, measures and plans share: they tell nothing apart.
_PLAIN = frozenset(
    "people person patients patient children child who whom whose that this these those the and for from with without"
    " are was were been has have had not our their its all each every any group groups need needs needed whether"
    " recorded record not of per one two they them areas area least most which will would can could may how many much"
    " share number count counted counts out into".split()
)
MOST_LETTERS = 4000  # of a text are read by the rules: what goes beyond earns nothing, and stays saved
_WEEKDAY = re.compile(r"^\s*(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d")
_SHORT_YEAR = re.compile(r"\s*\d\d?[-/.]\d\d?[-/.]\d\d\s*", re.ASCII)
_MONTH_IN_FIGURES = re.compile(r"\s*(?:\d{4}[-/]\d\d?|\d\d?[-/]\d{4})\s*", re.ASCII)


def number(value: Any) -> float | None:
    """Return the number that somebody typed, or None.

    A unit, a comma between thousands, a decimal comma and a true minus sign are all read.

    >>> number("51%"), number("1,148"), number("8,7"), number(3), number("about half"), number(True)
    (51.0, 1148.0, 8.7, 3.0, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        found = re.fullmatch(
            r"£?([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:[.,]\d+)?)[^\d.,+-]*\.?",
            re.sub(r"\s", "", value.replace("\u2212", "-")),
        )
        if not found or not re.search(r"\d", found[1]):
            return None
        value = (
            found[1].replace(",", "")
            if re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", found[1])
            else found[1].replace(",", ".")
        )
    try:
        read = float(value)
    except (ValueError, OverflowError):  # "1,234,5", or an integer of 400 digits
        return None
    return read if math.isfinite(read) else None


def date(text: Any, near: dt.date | None = None) -> dt.date | None:
    """Return the day that a text names, or None. A weekday in front is passed over; a month alone means its last day.

    With ``near``, a day without a year is the nearest such day: people write "by 14 July".

    >>> str(date("31 March 2027")), str(date("Tuesday 7 July 2026")), str(date("1/12/2026")), str(date("March 2027"))
    ('2027-03-31', '2026-07-07', '2026-12-01', '2027-03-31')
    >>> date("soon"), date("14 July"), str(date("14 July", near=dt.date(2026, 7, 1)))
    (None, None, '2026-07-14')
    """
    plain = _WEEKDAY.sub("", text).strip() if isinstance(text, str) else ""
    if _YEAR.search(plain) or _SHORT_YEAR.fullmatch(plain):
        return _day(plain)
    if near is None or not plain or re.search(r"\d{3}", plain):
        return None
    days = [
        day
        for year in range(max(near.year - 1, dt.MINYEAR), min(near.year + 1, dt.MAXYEAR) + 1)
        if (day := _day(f"{plain} {year}"))
    ]
    return min(days, key=lambda day: abs(day - near), default=None)


@lru_cache(maxsize=256)
def _day(plain: str) -> dt.date | None:
    try:
        period = Period.parse(plain)
    except ValueError:
        return None
    if period.kind not in ("day", "month"):
        return None
    # Period takes the first day of a month for its month; here a day that was typed is a day.
    day_typed = re.search(r"\d", _YEAR.sub("", plain, count=1)) and not _MONTH_IN_FIGURES.fullmatch(plain)
    return period.start if day_typed else period.end


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of that month.

    >>> str(months_after(dt.date(2026, 11, 30), 3))
    '2027-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_words(day: dt.date) -> str:
    """Return a day as people write it.

    >>> in_words(dt.date(2027, 3, 31))
    '31 March 2027'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def words(text: str) -> list[str]:
    """Return the words of a text in small letters; a number is a word.

    >>> words("Need-first call list, IMD 1–2: don't wait")
    ['need', 'first', 'call', 'list', 'imd', '1', '2', "don't", 'wait']
    """
    return list(_words(text))


@lru_cache(maxsize=512)  # each rule asks for the words of the same few texts again
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.casefold()))


def share_words(one: str, other: str) -> bool:
    """Return whether two texts share a telling word, whatever its ending.

    >>> share_words("reviews completed", "we count who completes"), share_words("people who came", "people who rang")
    (True, False)
    """
    return bool(stems(one) & stems(other))


def stems(text: str) -> set[str]:
    """Return the beginnings of the telling words of a text.

    >>> sorted(stems("People who need an interpreter"))
    ['interp']
    """
    return {word[:6] for word in words(text) if len(word) > 2 and word not in _PLAIN}
