"""The time a figure is about: a month, a quarter, a financial or calendar year, pooled years, a day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from equityqi.tables.calendar_names import MONTH_NUMBERS, MONTHS
from equityqi.tables.period_words import usual_spelling

_MONTH = "(?P<name>" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + ")"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DASH = r"(?:-|to|until)"


@dataclass(frozen=True)
class Period:
    """One stretch of time, with its first and last day.

    ``label`` is short and the same for every spelling of one period. ``start`` and ``end`` are dates,
    both inside the period. ``kind`` is ``month``, ``quarter``, ``financial year``, ``calendar year``,
    ``pooled years``, ``rolling year`` or ``day``.
    """

    label: str
    start: dt.date
    end: dt.date
    kind: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that ``text`` names.

        Dates are read day first, as in Britain, and the first day of a month stands for its month.
        ``2019/20`` and ``2019-20`` are April to March. ``2018 - 20`` and ``2016-18`` are pooled
        calendar years, and so is any range with spaces round its dash, as Fingertips writes them.
        ``2011-12`` alone is December 2011, as ISO 8601 has it. Raises ValueError, in one sentence.

        >>> Period.parse("01JAN2021")
        Period(label='Jan 2021', start=datetime.date(2021, 1, 1), end=datetime.date(2021, 1, 31), kind='month')
        >>> [Period.parse(text).label for text in ("2016_01", "202401", "January 2024", "1/3/2024")]
        ['Jan 2016', 'Jan 2024', 'Jan 2024', 'Mar 2024']
        >>> year = Period.parse("2019/20")
        >>> year.kind, str(year.start), str(year.end)
        ('financial year', '2019-04-01', '2020-03-31')
        >>> [Period.parse(text).label for text in ("2019/20 Q1", "2019 Q1", "2018 - 20", "2016-18 pooled")]
        ['2019/20 Q1', '2019 Q1', '2018 to 2020', '2016 to 2018']
        >>> Period.parse("soon")
        Traceback (most recent call last):
        ValueError: 'soon' is not a month, quarter, year or date: write it as Jan 2024, 2019/20 Q1, 2019/20 or 2019.
        """
        return _read(text)[0]

    @property
    def months(self) -> int:
        """How many months it lasts; 0 for a day.

        >>> Period.parse("2018 - 20").months
        36
        """
        if self.kind == "day":
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day.

        >>> Period.parse("2017 - 19").overlaps(Period.parse("2018 - 20"))
        True
        """
        return self.start <= other.end and other.start <= self.end


def parse_column(texts: Iterable[str]) -> dict[str, Period]:
    """Return the period of each text of one column, read together.

    A column settles what one text alone cannot: beside ``2012-13``, ``2011-12`` is a financial year;
    beside other days, the first of a month is a day. Raises ValueError for the first text that is no
    period; its ``text`` is that text.

    >>> [period.label for period in parse_column(["2011-12", "2012-13"]).values()]
    ['2011/12', '2012/13']
    >>> [period.kind for period in parse_column(["01/02/2024", "02/02/2024"]).values()]
    ['day', 'day']
    """
    read = {}
    for text in dict.fromkeys(texts):
        try:
            read[text] = _read(text)
        except ValueError as error:
            error.text = text  # pyright: ignore[reportAttributeAccessIssue]
            raise
    shapes = {shape for _, shape in read.values()}
    if "2012-13" in shapes and "2011-12" in shapes and not shapes & {"month"}:
        read = {
            text: (_years_apart(text) if shape == "2011-12" else period, shape)
            for text, (period, shape) in read.items()
        }
    if any(period.kind == "day" for period, _ in read.values()):
        read = {
            text: (_day(period.start) if shape == "date" else period, shape) for text, (period, shape) in read.items()
        }
    return {text: period for text, (period, _) in read.items()}


def is_period(text: str) -> bool:
    """Whether a text names a period.

    >>> is_period("Jan 2024"), is_period("Luton")
    (True, False)
    """
    try:
        return bool(_read(text))
    except ValueError:
        return False


def all_periods(texts: Iterable[object]) -> bool:
    """Whether there are texts, and each names a period.

    >>> all_periods(["2019/20", "2020/21"]), all_periods(["2019/20", "all years"]), all_periods([])
    (True, False, False)
    """
    texts = [*texts]
    return bool(texts) and all(is_period(str(text)) for text in texts)


def _read(text: str) -> tuple[Period, str]:
    """The period, and the shape of its text, for :func:`parse_column`."""
    plain = re.sub(r"\s+", " ", str(text)).strip().replace("–", "-").replace("—", "-").replace("−", "-").casefold()
    plain = usual_spelling(re.sub(r"[ t]00:00(:00(\.0+)?)?$", "", plain)) if len(plain) <= 40 else plain
    if len(plain) <= 40:
        for pattern, make, shape in _SHAPES:
            found = pattern.fullmatch(plain)
            if found:
                try:
                    return make(**found.groupdict()), shape
                except ValueError as error:
                    raise ValueError(f"'{text}' is not a period: {error}.") from None
    shown = str(text) if len(str(text)) <= 40 else f"{str(text)[:37]}..."
    raise ValueError(
        f"'{shown}' is not a month, quarter, year or date: write it as Jan 2024, 2019/20 Q1, 2019/20 or 2019."
    )


def month(year: int, number: int) -> Period:
    """Return one month.

    >>> month(2024, 2).end
    datetime.date(2024, 2, 29)
    """
    if not 1 <= number <= 12:
        raise ValueError(f"there is no month {number}; dates are read day first")
    last = calendar.monthrange(year, number)[1]
    return Period(f"{MONTHS[number - 1][:3]} {year}", dt.date(year, number, 1), dt.date(year, number, last), "month")


def _named_month(name: str, year: str) -> Period:
    return month(_full(year), MONTH_NUMBERS[name])


def _month(year: str, number: str) -> Period:
    return month(int(year), int(number))


def _years_apart(text: str) -> Period:
    year, last = re.findall(r"\d+", text)
    return _range(year, last, None)


def _date(day: str, number: str, year: str) -> Period:
    when = dt.date(_full(year), _number(number), 1)
    if int(day) == 1:
        return month(when.year, when.month)
    if not 1 <= int(day) <= calendar.monthrange(when.year, when.month)[1]:
        raise ValueError(f"{MONTHS[when.month - 1]} {when.year} has no day {int(day)}")
    return _day(when.replace(day=int(day)))


def _number(text: str) -> int:
    number = MONTH_NUMBERS.get(text) or int(text)
    if not 1 <= number <= 12:
        raise ValueError(f"there is no month {number}; dates are read day first")
    return number


def _day(when: dt.date) -> Period:
    return Period(f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}", when, when, "day")


def _calendar_year(year: str) -> Period:
    return Period(year, dt.date(int(year), 1, 1), dt.date(int(year), 12, 31), "calendar year")


def _financial_year(year: str, last: str) -> Period:
    first, second = int(year), _after(year, last)
    if second != first + 1:
        raise ValueError(f"a financial year ends in the next year, so write {first}/{(first + 1) % 100:02d}")
    return Period(f"{first}/{second % 100:02d}", dt.date(first, 4, 1), dt.date(second, 3, 31), "financial year")


def _range(year: str, last: str, pooled: str | None) -> Period:
    """Years with a dash. Next to each other and not called pooled, they are one financial year."""
    first, second = int(year), _after(year, last)
    if second == first + 1 and not pooled:
        return _financial_year(year, last)
    if not first < second <= first + 20:
        raise ValueError(f"the years {first} and {second} do not make a range")
    return Period(f"{first} to {second}", dt.date(first, 1, 1), dt.date(second, 12, 31), "pooled years")


def _pooled(year: str, last: str) -> Period:
    return _range(year, last, "pooled")


def _financial_range(year: str, a: str, b: str, c: str) -> Period:
    first, last = _financial_year(year, a), _financial_year(str(_after(year, b)), c)
    if last.start <= first.start:
        raise ValueError("its last year is not after its first")
    return Period(f"{first.label} to {last.label}", first.start, last.end, "pooled years")


def _quarter(number: str, year: str, last: str | None = None) -> Period:
    quarter = int(number)
    label, first = year, quarter * 3 - 2
    start = int(year)
    if last:
        label, first = _financial_year(year, last).label, first + 3
        start, first = (start + 1, first - 12) if first > 12 else (start, first)
    return Period(f"{label} Q{quarter}", dt.date(start, first, 1), month(start, first + 2).end, "quarter")


def _year_to(name: str, year: str) -> Period:
    last = month(int(year), MONTH_NUMBERS[name])
    if last.end.month == 12:
        return _calendar_year(year)
    start = month(last.end.year - 1, last.end.month + 1).start
    if last.end.month == 3:
        return _financial_year(str(start.year), str(last.end.year))
    return Period(f"Year to {last.label}", start, last.end, "rolling year")


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 80 else 1900)


def _after(year: str, last: str) -> int:
    """The year that ``last`` means after ``year``: 1999/00 ends in 2000."""
    if len(last) == 4:
        return int(last)
    second = int(year) // 100 * 100 + int(last)
    return second if second >= int(year) else second + 100


def _shape(pattern: str, make: Callable[..., Period], shape: str = "") -> tuple[re.Pattern, Callable, str]:
    return re.compile(pattern, re.ASCII), make, shape


# December 2011 or the financial year 2011/12? Only these twelve can be both.
_NEXT = "(?P<year>20(?:" + "|".join(f"{y:02d}(?=-{y + 1:02d})" for y in range(12)) + r"))-(?P<number>\d\d)"
# With a stroke they are financial years: 2010/11.
_NEXT_STROKE = _NEXT.replace("(?=-", "(?=/").replace(")-(?P<number>", ")/(?P<last>")
_Q = r"(?:q|quarter ?)(?P<number>[1-4])"
_SHAPES = (
    _shape(_YEAR, _calendar_year),
    _shape(rf"(?:cy|calendar year) ?{_YEAR}", _calendar_year),
    _shape(_NEXT, _month, "2011-12"),
    _shape(_NEXT_STROKE, _financial_year),
    _shape(rf"{_YEAR}-(?P<number>0[1-9]|1[0-2])", _month, "month"),
    _shape(rf"{_YEAR}-(?P<last>\d\d)", lambda year, last: _range(year, last, None), "2012-13"),
    _shape(rf"{_YEAR}(?:[_/. ]|)(?P<number>0[1-9]|1[0-2])", _month, "month"),
    _shape(rf"(?P<number>0[1-9]|1[0-2])[-/]{_YEAR}", _month, "month"),
    _shape(rf"{_MONTH}\.?[-_/ ,']*(?P<year>(?:19|20)?\d\d)", _named_month, "month"),
    _shape(rf"{_YEAR}[-_/ ,]*{_MONTH}", _named_month, "month"),
    _shape(rf"{_YEAR}(?P<number>\d\d)(?P<day>\d\d)", _date, "date"),
    _shape(rf"{_YEAR}[-_/.](?P<number>\d\d?)[-_/.](?P<day>\d\d?)", _date, "date"),
    _shape(r"(?P<day>\d\d?)[-/. ](?P<number>\d\d?)[-/. ](?P<year>(?:19|20)?\d\d)", _date, "date"),
    _shape(
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[-/. ]?{_MONTH.replace('name', 'number')}[-/. ,]*(?P<year>(?:19|20)?\d\d)",
        _date,
        "date",
    ),
    _shape(
        rf"(?:fy|financial year)? ?{_YEAR}/(?P<last>\d\d|(?:19|20)\d\d)(?: \(?(?:fy|financial year)\)?)?",
        _financial_year,
    ),
    _shape(rf"(?:fy|financial year) ?{_YEAR}-(?P<last>\d\d|(?:19|20)\d\d)", _financial_year),
    _shape(rf"{_YEAR}-(?P<last>(?:19|20)\d\d)", lambda year, last: _range(year, last, None)),
    _shape(rf"{_YEAR} {_DASH} (?P<last>\d\d|(?:19|20)\d\d)(?: ?\(?pooled\)?)?", _pooled),
    _shape(rf"{_YEAR}-(?P<last>\d\d|(?:19|20)\d\d) ?\(?pooled\)?", _pooled),
    _shape(rf"{_YEAR}/(?P<a>\d\d) ?{_DASH} ?(?P<b>(?:19|20)?\d\d)/(?P<c>\d\d)(?: ?\(?pooled\)?)?", _financial_range),
    _shape(rf"{_YEAR}[-/](?P<last>\d\d)[ ,:_-]*{_Q}", _quarter),
    _shape(rf"{_YEAR}[ ,:_-]*{_Q}", _quarter),
    _shape(rf"{_Q}[ ,:_-]*{_YEAR}(?:[-/](?P<last>\d\d))?", _quarter),
    _shape(rf"(?:12 months|year) (?:to|ending|ended)(?: end of)? (?:\d\d )?{_MONTH} {_YEAR}", _year_to),
)
