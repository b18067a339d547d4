"""Files in the layouts of national publishers, dashboards and systems: every column they have, with invented counts."""

from zlib import crc32

from tests.tables.corpus.case import ODS, XLSX, case
from tests.tables.corpus.dress import CONTACT, COVER, NOTES
from tests.tables.corpus.labels import NO_PERIOD, financial, label, months, quarters, rolling, years
from tests.tables.corpus.sheets import Form, Sheet
from tests.tables.corpus.truth import invent
from tests.tables.corpus.words import GROUPS

ETHNIC_FIVE = GROUPS["ethnic five"].names
TENTHS = (
    "Most deprived decile (IMD2019)", "Second most deprived decile (IMD2019)", "Third more deprived decile (IMD2019)",
    "Fourth more deprived decile (IMD2019)", "Fifth more deprived decile (IMD2019)",
    "Fifth less deprived decile (IMD2019)", "Fourth less deprived decile (IMD2019)",
    "Third less deprived decile (IMD2019)", "Second least deprived decile (IMD2019)", "Least deprived decile (IMD2019)",
)  # fmt: skip
DECILES = "County & UA deprivation deciles in England (IMD2019, 4/23 geography)"
FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to percentiles,Time period Sortable,"
    "New data,Compared to goal,Time period range"
).split(",")


def cases():
    for make in (fingertips, national):
        yield from make()


def percent(one, places=1):
    return round(100 * one.seen / one.of, places)


def everyone(truth, period, add=0):
    """Seen and of of all groups in one period."""
    here = [one for one in truth.counts if one.period == period]
    return sum(one.seen for one in here) + add, sum(one.of for one in here) + add


def fingertips():
    """The website's download: 27 columns, England beside its parts, England twice, deciles or areas."""
    for at in range(2):
        truth = invent(f"fingertips deciles {at}", TENTHS, years(3), size=20000, ordered=True)
        rows = [FINGERTIPS]
        for period in truth.periods:
            seen, of = everyone(truth, period)
            for parent in ("", "E92000001")[: at + 1]:
                rows.append(_fingertips_row(period, "England", "England", "", "", seen, of, parent))
            rows += [
                _fingertips_row(period, "England", "England", DECILES, one.group, one.seen, one.of)
                for one in truth.counts if one.period == period
            ]  # fmt: skip
        yield case("published", f"Fingertips, deciles {at}", truth, Sheet("Data", rows), form=Form(newline="\r\n"))
    for at in range(2):
        truth = invent(f"fingertips areas {at}", GROUPS["regions"].names, years(3), size=20000)
        rows = [FINGERTIPS]
        for period in truth.periods:
            rows.append(_fingertips_row(period, "England", "England", "", "", *everyone(truth, period)))
            rows += [
                _fingertips_row(period, f"{one.group} region", "Region", "", "", one.seen, one.of, "E92000001")
                for one in truth.counts if one.period == period
            ]  # fmt: skip
        named = truth.but(counts=tuple(_named(one, f"{one.group} region") for one in truth.counts))
        yield case("published", f"Fingertips, regions {at}", named, Sheet("Data", rows))
    truth = invent("fingertips two splits", TENTHS, years(2), size=20000, ordered=True)
    sexes = invent("fingertips sexes", ("Male", "Female"), years(2), size=90000)
    rows = [FINGERTIPS]
    for one in truth.counts:
        rows.append(
            _fingertips_row(one.period, "England", "England", "Deprivation deciles", one.group, one.seen, one.of)
        )
    for one in sexes.counts:
        rows.append(_fingertips_row(one.period, "England", "England", "", "", one.seen, one.of, sex=one.group))
    yield case(
        "published", "Fingertips, deciles and sexes", truth.but(alike=False, also=(sexes.gap,)), Sheet("Data", rows)
    )


def _named(one, name):
    return type(one)(name, one.period, one.seen, one.of)


def _fingertips_row(period, area, kind, split, name, seen, of, parent="", sex="Persons"):
    year = period.start.year
    code = "E92000001" if area == "England" else f"E1200{crc32(area.encode()) % 10000:04d}"
    value = 100 * seen / of
    return [
        93553, "Uptake of a check", parent or None, "England" if parent else None, code, area, kind, sex, "65+ yrs",
        split or None, name or None, financial(period.start), value, value - 1.2, value + 1.2, value - 2.1, value + 2.1,
        seen, of, None, "Cannot be calculated", "Not compared", "Not compared", year * 10000, None, None, "1y",
    ]  # fmt: skip


def national():
    """Statistics of NHS England, UKHSA and others."""
    truth = invent("cvd", ETHNIC_FIVE, rolling(5), size=30000, unknown=True)
    rows = [["IndicatorCode", "AreaCode", "AreaName", "MetricCategoryTypeName", "MetricCategoryName", "TimePeriodName",
        "Value", "Numerator", "Denominator", "LowerConfidenceLimit", "UpperConfidenceLimit", "ValueNote"]]  # fmt: skip
    for one in (*truth.counts, *truth.unknown):
        rows.append(["CVDP002HYP", "E92000001", "England", "Ethnicity", one.group or "Missing", label(one.period),
            percent(one, 2), one.seen, one.of, percent(one, 2) - 0.3, percent(one, 2) + 0.3, None])  # fmt: skip
    yield case("published", "CVDPREVENT, ethnicity", truth, Sheet("Data", rows))

    truth = invent("rtt", GROUPS["trusts"].names, [NO_PERIOD], size=30000)
    above = [["Title:", "Incomplete pathways"], ["Summary:", "Waiting times"], ["Period:", "March 2026"],
        ["Source:", "Provider returns"], ["Basis:", "Provider"], ["Published:", "14th May 2026"], ["Revised:", "-"],
        ["Status:", "Published"], ["Contact:", "rtt@example.org"], [None]]  # fmt: skip
    head = ["Region Code", "Provider Code", "Provider Name", "Treatment Function", 
        "Total number of incomplete pathways", "Total within 18 weeks", "% within 18 weeks"]  # fmt: skip
    rows = []
    for at, one in enumerate(truth.counts):
        for part, share in (("General Surgery", 0.3), ("Urology", 0.2)):
            seen, of = round(one.seen * share), round(one.of * share)
            rows.append(["Y61", f"RX{at}", one.group, part, of, seen, seen / of])
        rest = [one.of - sum(row[4] for row in rows[-2:]), one.seen - sum(row[5] for row in rows[-2:])]
        rows.append(["Y61", f"RX{at}", one.group, "Other", *rest, rest[1] / rest[0]])
        rows.append(["Y61", f"RX{at}", one.group, "Total", one.of, one.seen, one.seen / one.of])
    yield case("published", "waiting times by provider", truth, Sheet("Provider", [*above, head, *rows]), form=XLSX)

    truth = invent("cover", GROUPS["councils"].names, [NO_PERIOD], size=3000)
    rows = [["Coverage at 12 months, January to March 2026"], [None], ["UTLA code", "Upper tier local authority",
        "12 month denominator", "DTaP/IPV/Hib/HepB numerator", "DTaP/IPV/Hib/HepB coverage (%)"]]  # fmt: skip
    rows += [[f"E060000{at + 32}", one.group, one.of, one.seen, percent(one)] for at, one in enumerate(truth.counts)]
    rows.append([None, "England", *everyone(truth, NO_PERIOD)[::-1], None])
    for form in (XLSX, ODS):
        yield case(
            "published", f"childhood vaccines {form.ending}", truth, CONTACT, Sheet("12m UTLA", rows), NOTES, form=form
        )

    truth = invent("cancer", GROUPS["trusts"].names, months(15), size=400)
    rows = [["Period", "Org Code", "Organisation", "Standard", "Cancer Type", "Total", "Within Standard",
        "Outside Standard", "% Performance"]]  # fmt: skip
    rows += [[label(one.period), f"RX{len(one.group)}", one.group, "28 Day FDS", "ALL CANCERS", one.of, one.seen,
        one.of - one.seen, percent(one)] for one in truth.counts]  # fmt: skip
    yield case("published", "cancer waiting times", truth, Sheet("Data", rows))

    truth = invent("therapies", ETHNIC_FIVE, months(13), size=400, unknown=True)
    rows = [["REPORTING_PERIOD_START", "REPORTING_PERIOD_END", "GROUP_TYPE", "ORG_NAME", "VARIABLE_TYPE", "VARIABLE_A",
        "MEASURE_NAME", "MEASURE_VALUE_SUPPRESSED"]]  # fmt: skip
    for one in (*truth.counts, *truth.unknown):
        key = [label(one.period, "01/04/2025"), label(one.period, "30/04/2025"), "England", "England", "Ethnic Group",
            one.group or "Unspecified/Not stated"]  # fmt: skip
        rows += [[*key, "Count_Recovery", one.seen], [*key, "Count_FinishedCourseTreatment", one.of],
            [*key, "Percentage_Recovery", percent(one)]]  # fmt: skip
    yield case("published", "talking therapies", truth.but(alike=False), Sheet("Data", rows))

    truth = invent("maternity", GROUPS["trusts"].names, months(13), size=300)
    rows = [["Org_Code", "Org_Name", "Org_Level", "ReportingPeriodStart", "Indicator", "Currency", "Value"]]
    for one in truth.counts:
        key = [f"RX{len(one.group)}", one.group, "Provider", label(one.period, "01-Apr-25"), "CQIMBreastfeeding"]
        rows += [[*key, "Numerator", one.seen], [*key, "Denominator", one.of], [*key, "Rate", percent(one)]]
    yield case("published", "maternity indicators", truth, Sheet("Data", rows))

    truth = invent("open data", ("Ayrshire", "Borders", "Fife", "Highland"), quarters(7), size=400)
    rows = [
        [
            "Quarter",
            "QuarterQF",
            "HBName",
            "HBNameQF",
            "NumberSeen",
            "NumberSeenQF",
            "NumberReferred",
            "NumberReferredQF",
        ]
    ]
    for period in truth.periods:
        here = [one for one in truth.counts if one.period == period]
        rows += [[label(period, "2025Q2"), None, one.group, None, one.seen, None, one.of, None] for one in here]
        seen, of = everyone(truth, period)
        rows.append([label(period, "2025Q2"), None, "Scotland", "d", seen, None, of, None])
    yield case("published", "Scottish open data with qualifiers", truth, Sheet("Data", rows))

    truth = invent("census", ("Good health", "Fair health", "Bad health"), [NO_PERIOD], size=4000)
    rows = [["Upper tier local authorities Code", "Upper tier local authorities", "General health (4 categories) Code",
        "General health (4 categories)", "Observation"]]  # fmt: skip
    for at, area in enumerate(GROUPS["councils"].names):
        rows.append([f"E060000{at + 32}", area, -8, "Does not apply", 0])
        rows += [
            [f"E060000{at + 32}", area, turn, one.group, one.of + 311 * at] for turn, one in enumerate(truth.counts)
        ]
    told = truth.but(why="no column says out of how many", alike=False)
    yield case("published", "census observations", told, Sheet("Data", rows))

    truth = invent("tables with notes", GROUPS["ethnic ONS"].names, quarters(6), size=900, unknown=True)
    rows = [["Table 3: People seen by ethnic group, England [note 1]"], ["This worksheet contains one table."],
        ["Some shorthand is used in this table, [x] = not available."], ["Ethnic group", "Quarter",
        "People referred [note 2]", "People seen [note 2]", "Percentage seen [note 3]"]]  # fmt: skip
    for one in (*truth.counts, *truth.unknown):
        rows.append([one.group or "Not known", label(one.period, "Apr to Jun 2025"), one.of, one.seen, percent(one)])
    for form in (ODS, XLSX):
        yield case(
            "published", f"accessible table {form.ending}", truth, COVER, NOTES, Sheet("Table_3", rows), form=form
        )

    truth = invent("race equality", ("White", "BME"), [NO_PERIOD], size=300, unknown=True)
    rows = [["Indicator 2: shortlisting to appointment"], [None], ["Ethnicity", "Shortlisted", "Appointed"]]
    rows += [[one.group or "Unknown", one.of, one.seen] for one in (*truth.counts, *truth.unknown)]
    yield case("published", "workforce race equality", truth, COVER, Sheet("Ind 2", rows), form=XLSX)
