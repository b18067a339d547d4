"""tables.periods: periods: every spelling that people use, and nothing mistaken for another kind."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equityqi.tables import Period
from equityqi.tables.periods import parse_column

JAN_2024 = (
    "2024-01",
    "Jan 2024",
    "January 2024",
    "01JAN2024",
    "202401",
    "2024_01",
    "01/01/2024",
    "1 Jan 2024",
    "2024-01-01",
    "20240101",
    "Jan-24",
    "jan 24",
    "2024/01",
    "01/2024",
    "1st January 2024",
    "01-Jan-24",
    "2024-01-01 00:00:00",
    " January  2024 ",
    "2024 Jan",
)


@pytest.mark.parametrize("text", JAN_2024)
def test_one_month_in_many_spellings(text):
    assert Period.parse(text) == Period("Jan 2024", dt.date(2024, 1, 1), dt.date(2024, 1, 31), "month")


@pytest.mark.parametrize(
    ("text", "label", "start", "end", "kind"),
    [
        ("2019/20", "2019/20", "2019-04-01", "2020-03-31", "financial year"),
        ("2019-20", "2019/20", "2019-04-01", "2020-03-31", "financial year"),
        ("2019/2020", "2019/20", "2019-04-01", "2020-03-31", "financial year"),
        ("2019-2020", "2019/20", "2019-04-01", "2020-03-31", "financial year"),
        ("FY 2019/20", "2019/20", "2019-04-01", "2020-03-31", "financial year"),
        ("1999/00", "1999/00", "1999-04-01", "2000-03-31", "financial year"),
        ("year ending March 2020", "2019/20", "2019-04-01", "2020-03-31", "financial year"),
        ("12 months to June 2024", "Year to Jun 2024", "2023-07-01", "2024-06-30", "rolling year"),
        ("2019", "2019", "2019-01-01", "2019-12-31", "calendar year"),
        ("2019/20 Q1", "2019/20 Q1", "2019-04-01", "2019-06-30", "quarter"),
        ("2019/20 Q4", "2019/20 Q4", "2020-01-01", "2020-03-31", "quarter"),
        ("Q3 2021/22", "2021/22 Q3", "2021-10-01", "2021-12-31", "quarter"),
        ("2019 Q1", "2019 Q1", "2019-01-01", "2019-03-31", "quarter"),
        ("2018 - 20", "2018 to 2020", "2018-01-01", "2020-12-31", "pooled years"),
        ("2018 – 20", "2018 to 2020", "2018-01-01", "2020-12-31", "pooled years"),
        ("2019 - 20", "2019 to 2020", "2019-01-01", "2020-12-31", "pooled years"),
        ("2016-18", "2016 to 2018", "2016-01-01", "2018-12-31", "pooled years"),
        ("2016-18 pooled", "2016 to 2018", "2016-01-01", "2018-12-31", "pooled years"),
        ("2016/17 - 20/21", "2016/17 to 2020/21", "2016-04-01", "2021-03-31", "pooled years"),
        ("13/01/2024", "13 Jan 2024", "2024-01-13", "2024-01-13", "day"),
        ("29/02/2024", "29 Feb 2024", "2024-02-29", "2024-02-29", "day"),
    ],
)
def test_each_kind(text, label, start, end, kind):
    period = Period.parse(text)
    assert (period.label, str(period.start), str(period.end), period.kind) == (label, start, end, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2019/21",
        "01/13/2024",
        "30/02/2024",
        "20150000",
        "2024-13-01",
        "٢٠١٩",
        "1",
        "12345678901",
        "2020 - 19",
        "Q5 2019",
        "x" * 500,
    ],
)
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"^'.*' is not a .*[.]$") as refused:
        Period.parse(text)
    assert len(str(refused.value)) < 200


def test_a_financial_year_is_never_a_calendar_year():
    assert Period.parse("2019/20").start != Period.parse("2019").start


@given(first=st.integers(1990, 2079), number=st.integers(1, 12))
def test_every_month_starts_and_ends_in_itself_and_its_label_reads_back(first, number):
    period = Period.parse(f"{first}_{number:02d}")
    assert (period.start.year, period.start.month, period.end.month) == (first, number, number)
    assert (period.end + dt.timedelta(days=1)).day == 1
    assert Period.parse(period.label) == period


@given(first=st.integers(1990, 2079))
def test_every_financial_year_lasts_twelve_months_and_its_label_reads_back(first):
    period = Period.parse(f"{first}/{(first + 1) % 100:02d}")
    assert period.months == 12
    assert Period.parse(period.label) == period
    quarters = [Period.parse(f"{period.label} Q{number}") for number in (1, 2, 3, 4)]
    assert (quarters[0].start, quarters[-1].end) == (period.start, period.end)
    assert all(not one.overlaps(two) for one, two in zip(quarters, quarters[1:], strict=False))


@given(first=st.integers(1990, 2070), years=st.integers(2, 6))
def test_pooled_years_last_as_long_as_they_say(first, years):
    period = Period.parse(f"{first} - {(first + years - 1) % 100:02d}")
    assert (period.kind, period.months) == ("pooled years", 12 * years)
    assert Period.parse(period.label) == period


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_one_sentence(text):
    try:
        assert Period.parse(text).start <= Period.parse(text).end
    except ValueError as refused:
        assert str(refused).endswith(".")


def test_a_column_settles_what_one_text_cannot():
    years = parse_column(["2010-11", "2011-12", "2012-13"])
    assert {period.kind for period in years.values()} == {"financial year"}
    months = parse_column(["2011-11", "2011-12"])
    assert {period.kind for period in months.values()} == {"month"}
    days = parse_column(["01/02/2024", "02/02/2024"])
    assert [str(period.end) for period in days.values()] == ["2024-02-01", "2024-02-02"]
