"""Kinds that turn on time: every way to write a period, the latest year, stocks, years to date, years beside months."""

from dataclasses import replace

from tests.tables.corpus.case import CSV, XLSX, case
from tests.tables.corpus.dress import with_column
from tests.tables.corpus.labels import (
    CALENDAR,
    FINANCIAL,
    POOLED,
    QUARTER,
    STYLES,
    WEEK,
    financial,
    label,
    months,
    quarters,
    rolling,
    weeks,
    years,
)
from tests.tables.corpus.layouts import Head, lines, long, months_across
from tests.tables.corpus.truth import Count, gap_of, invent
from tests.tables.corpus.words import GROUPS, PERIOD_HEADINGS, YEAR_HEADINGS

ETHNIC_FIVE = GROUPS["ethnic five"].names
NOT_SURE = ("202504", "2025M04")  # as numbers or codes, some readers would ask
SPANS = {
    "month": months(14),
    QUARTER: quarters(6),
    FINANCIAL: years(3),
    CALENDAR: years(3, CALENDAR),
    "year to a month": rolling(4),
    POOLED: years(3, POOLED, 2023),
    WEEK: weeks(12),
}


def cases():
    yield from labels()
    yield from latest_year()
    yield from stocks()
    yield from to_date()
    yield from years_beside_months()
    yield from two_columns_of_time()


def labels():
    """Each way to write a period, under a heading that says so or one that does not."""
    for kind, periods in SPANS.items():
        for at, style in enumerate(STYLES[kind]):
            truth = invent(f"label {kind} {style}", ETHNIC_FIVE, periods, size=300 if kind == FINANCIAL else 150)
            named = PERIOD_HEADINGS if kind in ("month", WEEK) else YEAR_HEADINGS
            head = Head("Ethnic group", named[at % len(named)], "Seen", "Invited", style=style)
            form = XLSX if style.startswith("a ") or at % 4 == 3 else CSV
            truth = truth.but(alike=style not in NOT_SURE)
            yield case("periods", f"{kind} {style}", truth, long(lines(truth), head), form=form)


def latest_year():
    """More than a year of months or quarters, newest first, from any month, and with a month missing for no one."""
    for at, periods in enumerate(
        (months(36), months(24, 2025, 9), months(13, 2026, 1), quarters(12), quarters(9, 2025, 7))
    ):
        truth = invent(f"latest {at}", GROUPS["fifths said"].names, periods, ordered=True)
        every = lines(truth)
        newest = sorted(every, key=lambda line: line.count.period, reverse=True)
        sheet = long(newest if at % 2 else every, Head("Deprivation", "Period", "Vaccinated", "Eligible"))
        yield case("latest year", f"{len(periods)} {periods[-1].kind} {at}", truth, sheet)
    for at, count in enumerate((1, 3, 6, 11)):
        truth = invent(f"short {at}", ETHNIC_FIVE, months(count), size=600)
        yield case("latest year", f"only {count} months", truth, long(lines(truth), Head("Ethnicity")))


def stocks():
    """The same people each month (a register, a list): the last month is the count of now, months are not added up."""
    for at, (seen, of, heading) in enumerate((
        ("On target", "Patients on register", "Month"),
        ("Reviewed in last 12 months", "Register size", "Month"),
        ("BP recorded in last 12 months", "List size", "Snapshot date"),
        ("Waiting under 18 weeks", "Waiting list at month end", "Month"),
        ("Registered for the app", "Registered patients", "Extract date"),
        ("Housed", "Caseload at month end", "Month"),
    )):  # fmt: skip
        style = "a month's last date" if at % 2 else None
        truth = invent(f"stock {at}", ETHNIC_FIVE, months(14), size=1200, stock=True)
        head = Head("Ethnic group", heading, seen, of, style=style)
        yield case("stocks", of, truth, long(lines(truth), head), form=XLSX if at % 2 else CSV)
    for at in range(2):
        truth = invent(f"stock unsaid {at}", ETHNIC_FIVE, months(12), size=1200, stock=True)
        added = gap_of(truth.rates(truth.periods))
        truth = truth.but(alike=False, also=(added,))
        yield case(
            "stocks", f"nothing says so {at}", truth, long(lines(truth), Head("group", "month", "seen", "people"))
        )


def to_date():
    """Counts since April that grow each month: the last month holds them all."""
    for at, (seen, of) in enumerate((
        ("Vaccinated year to date", "Eligible year to date"),
        ("YTD seen", "YTD invited"),
        ("Cumulative completed", "Cumulative referred"),
        ("Checks received (cumulative since April)", "Checks offered (cumulative since April)"),
    )):  # fmt: skip
        truth = _added_up(invent(f"to date {at}", ETHNIC_FIVE, months(9, 2025, 12), size=300))
        yield case("year to date", seen, truth, long(lines(truth), Head("Ethnic group", "Month", seen, of)))
    truth = _added_up(invent("to date said in the period", ETHNIC_FIVE, months(9, 2025, 12), size=300))
    sheet = long(lines(truth), Head("Ethnic group", "Period", "Seen", "Invited"))
    rows = [sheet.rows[0], *([f"YTD to {row[0]}", *row[1:]] for row in sheet.rows[1:])]
    yield case("year to date", "said in the period", truth, replace(sheet, rows=rows))


def _added_up(truth):
    """The truth with each count as the sum since the first period; the last period is then the whole."""
    sums, counts = {}, []
    for one in truth.counts:
        seen, of = sums.get(one.group, (0, 0))
        sums[one.group] = seen + one.seen, of + one.of
        counts.append(Count(one.group, one.period, *sums[one.group]))
    return truth.but(counts=tuple(counts), latest=1)


def years_beside_months():
    """Twelve months and the total of their year below or beside them."""
    for at, word in enumerate(("2025/26", "Total", "Year total", "FY 2025/26", "12 months", "YTD")):
        truth = invent(f"year beside {at}", ETHNIC_FIVE, months(12))
        every = lines(truth)
        if at % 2:
            sheet = _year_column(months_across(every, Head("Ethnic group")), word)
        else:
            sheet = _year_rows(truth, long(every, Head("Ethnic group", "Month", "Seen", "Invited")), word)
        yield case("years beside months", f"{word} {'across' if at % 2 else 'below'}", truth, sheet, form=XLSX)
    truth = invent("two years with totals", ETHNIC_FIVE, months(24))
    sheet = long(lines(truth), Head("Ethnic group", "Month", "Seen", "Invited"))
    rows = list(sheet.rows)
    for start in (2024, 2025):
        for group in truth.groups:
            mine = [
                one for one in truth.counts if one.group == group and financial(one.period.start, "{0}") == str(start)
            ]
            rows.append([f"{start}/{start - 1999}", group, sum(one.seen for one in mine), sum(one.of for one in mine)])
    yield case("years beside months", "two years", truth, replace(sheet, rows=rows))


def _sums(truth, group):
    mine = [one for one in truth.counts if one.group == group]
    return [sum(one.seen for one in mine), sum(one.of for one in mine)]


def _year_rows(truth, sheet, word):
    return replace(sheet, rows=[*sheet.rows, *([word, group, *_sums(truth, group)] for group in truth.groups)])


def _year_column(sheet, word):
    top, under, *rows = sheet.rows
    full = [[*row, sum(row[1::2]), sum(row[2::2])] for row in rows]
    merges = (*sheet.merges, (0, len(top), 0, len(top) + 1))
    return replace(sheet, rows=[[*top, word, None], [*under, *under[1:3]], *full], merges=merges)


def two_columns_of_time():
    """A month and its year in two columns, or the month as a word beside the year."""
    truth = invent("month and year", ETHNIC_FIVE, months(15))
    sheet = long(lines(truth), Head("Ethnic group", "Month", "Seen", "Invited", style="Apr 2025"))
    rows = [["Year", *sheet.rows[0]]]
    rows += [[int(row[0][-4:]), row[0][:3], *row[1:]] for row in sheet.rows[1:]]
    yield case("two columns of time", "2025 and Apr", truth, replace(sheet, rows=rows))
    rows = [["Financial year", "Month", *sheet.rows[0][1:]]]
    rows += [
        [financial(one.period.start), f"{one.period.start:%B}", one.group, one.seen, one.of] for one in truth.counts
    ]
    yield case("two columns of time", "2025-26 and April", truth, replace(sheet, rows=rows))
    year = with_column(sheet, "Financial year", lambda at, row: financial(truth.counts[at].period.start), 0)
    yield case("two columns of time", "year and whole month", truth, year)
    quarter = invent("quarter and year", ETHNIC_FIVE, quarters(7))
    rows = [["Year", "Quarter", "Ethnic group", "Seen", "Invited"]]
    rows += [
        [financial(one.period.start), label(one.period)[:2], one.group, one.seen, one.of] for one in quarter.counts
    ]
    yield case("two columns of time", "2025-26 and Q1", quarter, replace(sheet, rows=rows))
    span = invent("start and end", ETHNIC_FIVE, months(15))
    sheet = long(
        lines(span), Head("Ethnic group", "REPORTING_PERIOD_START", "MEASURE_NUM", "MEASURE_DEN", style="01/04/2025")
    )
    ends = [label(one.period, "30/04/2025") for one in span.counts]
    yield case(
        "two columns of time",
        "start and end",
        span,
        with_column(sheet, "REPORTING_PERIOD_END", lambda at, _: ends[at], 1),
    )
