"""Files as systems and people make them: exports of practice systems and dashboards, pivot tables, home-made sheets."""

from tests.tables.corpus.case import CSV, XLSX, case, dice
from tests.tables.corpus.kinds_published import ETHNIC_FIVE, everyone, percent
from tests.tables.corpus.labels import NO_PERIOD, label, months
from tests.tables.corpus.sheets import Form, Sheet
from tests.tables.corpus.truth import invent
from tests.tables.corpus.words import GROUPS


def cases():
    for make in (systems, dashboards, pivots, home_made):
        yield from make()


def systems():
    """Prescribing data and exports of general practice systems."""
    truth = invent("openprescribing", GROUPS["PCNs"].names, months(18), size=3000)
    rows = [
        ["measure", "org_type", "org_id", "org_name", "date", "numerator", "denominator", "calc_value", "percentile"]
    ]
    chance = dice("openprescribing")
    for one in truth.counts:
        rows.append(["saba", "pcn", f"U{len(one.group):05d}", one.group.upper(), label(one.period, "2025-04-01"),
            float(one.seen), float(one.of), one.seen / one.of, round(chance.uniform(0, 100), 6)])  # fmt: skip
    yield case("exports", "OpenPrescribing measure", truth, Sheet("Data", rows), form=Form(newline="\r\n"))

    truth = invent("qof", ("A10001", "A10002", "A10003", "A10004"), [NO_PERIOD], size=400)
    rows = [["PRACTICE_CODE", "INDICATOR_CODE", "MEASURE", "VALUE"]]
    for one in truth.counts:
        rows += [[one.group, "HYP008", "NUMERATOR", one.seen], [one.group, "HYP008", "DENOMINATOR", one.of]]
    yield case("exports", "QOF, one indicator", truth, Sheet("Data", rows))
    rows = [
        rows[0],
        *([*row[:2], *extra] for row in rows[1::2] for extra in (row[2:], ["REGISTER", 900], ["PCAS", 31])),
    ]
    for one in truth.counts:
        rows.append([one.group, "HYP008", "DENOMINATOR", one.of])
    yield case("exports", "QOF, with registers", truth.but(alike=False), Sheet("Data", rows))

    truth = invent("practice system", ETHNIC_FIVE, [NO_PERIOD], size=400, unknown=True)
    rows = [["Search: SMR in the last 12 months"], ["Run on:", "02-Apr-2026 09:14"], [None],
        ["Ethnicity", "Patients", "In search", "%"]]  # fmt: skip
    rows += [[one.group or "Ethnic category not stated", one.of, one.seen, percent(one, 0)] for one in
        (*truth.counts, *truth.unknown)]  # fmt: skip
    seen, of = everyone(truth, NO_PERIOD)
    rows.append(["Total", of + truth.unknown[0].of, seen + truth.unknown[0].seen, 50.0])
    yield case("exports", "practice system search", truth, Sheet("Data", rows), form=Form(encoding="cp1252"))


def dashboards():
    """Exports of dashboards: sums in the headings, filters below."""
    truth = invent("power", ETHNIC_FIVE, [NO_PERIOD], size=900, unknown=True)
    rows = [["Ethnicity", "Sum of Vaccinated", "Sum of Eligible", "% Uptake"]]
    rows += [[one.group or None, one.seen, one.of, one.seen / one.of] for one in (*truth.counts, *truth.unknown)]
    rows += [[None], ["Applied filters:\nYear is 2025/26\nPCN is Riverside PCN"]]
    yield case("exports", "dashboard export with filters below", truth, Sheet("Export", rows), form=XLSX)
    truth = invent("dashboard months", GROUPS["fifths in words"].names, months(14), size=500, ordered=True)
    rows = [["Year", "Month", "Quintile", "Sum of Seen", "Sum of Invited"]]
    rows += [[one.period.start.year, f"{one.period.start:%B}", one.group, one.seen, one.of] for one in truth.counts]
    yield case("exports", "dashboard export by month", truth, Sheet("Data", rows), form=Form(encoding="utf-8-sig"))


def pivots():
    """Pivot tables of Excel, copied as values: flat, with sub-totals, and compact."""
    truth = invent("pivot", ETHNIC_FIVE, [NO_PERIOD], size=900, unknown=True)
    rows = [["Row Labels", "Sum of Seen", "Sum of Invited"]]
    rows += [[one.group or "(blank)", one.seen, one.of] for one in (*truth.counts, *truth.unknown)]
    seen, of = everyone(truth, NO_PERIOD)
    rows.append(["Grand Total", seen + truth.unknown[0].seen, of + truth.unknown[0].of])
    yield case("exports", "pivot table", truth, Sheet("Sheet4", rows), form=XLSX)
    truth = invent("sub-totals", ETHNIC_FIVE, months(6), size=500)
    rows, compact = (
        [["Month", "Ethnicity", "Sum of Seen", "Sum of Invited"]],
        [["Row Labels", "Sum of Seen", "Sum of Invited"]],
    )
    for period in truth.periods:
        here = [one for one in truth.counts if one.period == period]
        rows += [[label(period) if at == 0 else None, one.group, one.seen, one.of] for at, one in enumerate(here)]
        rows.append([f"{label(period)} Total", None, *everyone(truth, period)])
        compact += [[label(period), *everyone(truth, period)], *([one.group, one.seen, one.of] for one in here)]
    whole = [sum(one.seen for one in truth.counts), sum(one.of for one in truth.counts)]
    rows.append(["Grand Total", None, *whole])
    compact.append(["Grand Total", *whole])
    yield case("exports", "pivot table with sub-totals", truth, Sheet("Sheet4", rows), form=XLSX)
    yield case("exports", "pivot table, compact", truth, Sheet("Sheet4", compact), form=XLSX)


def home_made():
    """What people type themselves: out of how many before how many, no heading for the group, small remarks."""
    truth = invent("typed", GROUPS["localities"].names, months(6), size=400)
    rows = [["Clinic audit"], [None], ["", "", "Invited", "Came", "%"]]
    rows += [
        [label(one.period, "Apr-25"), one.group, one.of, one.seen, f"{percent(one, 0):.0f}%"] for one in truth.counts
    ]
    yield case("home-made", "no headings for month and place", truth, Sheet("Sheet1", rows), form=XLSX)
    truth = invent("typed ratio", ETHNIC_FIVE, [NO_PERIOD], size=400)
    rows = [["Ethnicity", "Seen / invited"], *([one.group, f"{one.seen}/{one.of}"] for one in truth.counts)]
    yield case("home-made", "seen/invited in one cell", truth, Sheet("Sheet1", rows))
    rows = [
        ["Ethnicity", "Result"],
        *([one.group, f"{one.seen} of {one.of} ({percent(one, 0):.0f}%)"] for one in truth.counts),
    ]
    yield case("home-made", "40 of 100 (40%) in one cell", truth, Sheet("Sheet1", rows), form=XLSX)
    rows = [
        ["Ethnicity", "n (%)", "Total"],
        *([one.group, f"{one.seen} ({percent(one)}%)", one.of] for one in truth.counts),
    ]
    yield case("home-made", "n (%) in one cell", truth, Sheet("Sheet1", rows), form=XLSX)
    rows = [[None, *truth.groups], ["Invited", *(one.of for one in truth.counts)],
        ["Came", *(one.seen for one in truth.counts)], ["%", *(percent(one) for one in truth.counts)]]  # fmt: skip
    yield case("home-made", "groups across, three rows", truth, Sheet("Sheet1", rows), form=XLSX)
    yield case("home-made", "groups across, three rows, csv", truth, Sheet("Sheet1", rows), form=CSV)
