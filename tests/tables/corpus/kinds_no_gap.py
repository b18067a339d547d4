"""Kinds where no gap can be told from what is there, or not by the file alone: a number would be a guess."""

from dataclasses import replace

from tests.tables.corpus.case import CSV, XLSX, case, dice
from tests.tables.corpus.dress import with_column
from tests.tables.corpus.labels import NO_PERIOD, label, months, years
from tests.tables.corpus.layouts import Head, lines, long
from tests.tables.corpus.sheets import Sheet
from tests.tables.corpus.truth import Gap, gap_of, invent
from tests.tables.corpus.words import GROUPS

HEAD = Head("Ethnic group", "Month", "Seen", "Invited")
ETHNIC_FIVE, FIFTHS = GROUPS["ethnic five"].names, GROUPS["fifths said"].names


def cases():
    yield from percentages_only()
    yield from shares_of_a_whole()
    yield from no_counts()
    yield from many_areas()
    yield from people()
    yield from one_group()
    yield from not_tables()


def percentages_only():
    """Percentages with or without their denominators. The gap between the printed percentages is true as well."""
    for at, heading in enumerate(("seen_pct", "% seen", "Uptake", "Percentage", "Performance", "DNA_pct", "rate")):
        truth = invent(f"percent {at}", ETHNIC_FIVE, (months(13), [NO_PERIOD])[at % 2], size=300)
        rows = [[*(["Month"] if at % 2 == 0 else []), "Ethnic group", heading, "Eligible"]]
        weights = {group: [0.0, 0] for group in truth.groups}
        for one in truth.counts:
            shown = round(100 * one.seen / one.of)
            rows.append([*([label(one.period)] if at % 2 == 0 else []), one.group, shown, one.of])
            if one.period in truth.periods[-truth.latest :]:
                weights[one.group][0] += shown * one.of
                weights[one.group][1] += one.of
        weighed = gap_of({group: sum_ / of for group, (sum_, of) in weights.items()}, heading == "DNA_pct")
        told = truth.but(why="percentages are no counts", also=(weighed, truth.gap), low_is_good=heading == "DNA_pct")
        yield case("percentages only", heading, told, Sheet("Data", rows), form=(CSV, XLSX)[at % 2])
    truth = invent("percent alone", FIFTHS, years(3), ordered=True)
    rows = [["Year", "Deprivation", "Uptake (%)"]]
    rows += [[label(one.period), one.group, round(100 * one.seen / one.of, 1)] for one in truth.counts]
    last = {row[1]: row[2] for row in rows[-5:]}
    told = truth.but(why="percentages are no counts", also=(gap_of(last), truth.gap))
    yield case("percentages only", "no denominators", told, Sheet("Data", rows))


def shares_of_a_whole():
    """The rows are parts of one whole: nobody is served better or worse by them."""
    wholes = (
        (("Disabled", "Not disabled"), ("level", "n", "total")),
        (("White", "Asian", "Black", "Mixed", "Other"), ("Ethnic group", "Staff", "All staff")),
        (("Attended", "Did not attend"), ("Outcome", "Appointments", "All appointments")),
        (("0 to 17", "18 to 64", "65 and over"), ("Age band", "Residents", "Total population")),
        (("Male", "Female"), ("Sex", "Referrals", "Total referrals")),
        (("English", "Polish", "Urdu", "Other"), ("Main language", "Count", "Total")),
    )
    for at, (names, headings) in enumerate(wholes):
        chance = dice("shares", at)
        counts = [chance.randint(100, 2000) for _ in names]
        rows = [list(headings), *([name, count, sum(counts)] for name, count in zip(names, counts, strict=True))]
        truth = invent(f"shares {at}", names, [NO_PERIOD]).but(why="the rows are parts of one whole")
        yield case("shares of a whole", " ".join(headings), truth, Sheet("Data", rows), form=(CSV, XLSX)[at % 2])
    truth = invent("shares by month", ETHNIC_FIVE, months(13))
    rows = [["Month", "Ethnic group", "Referrals", "Total referrals"]]
    for period in truth.periods:
        here = [one for one in truth.counts if one.period == period]
        rows += [[label(period), one.group, one.seen, sum(other.seen for other in here)] for one in here]
    yield case("shares of a whole", "each month", truth.but(why="the rows are parts of one whole"), Sheet("Data", rows))


def no_counts():
    """Means, ranks, scores and rates beside a population, and counts without a denominator."""
    tables = {
        "mean age": (("practice", "mean_age", "list_size"), (42, 55, 47, 51)),
        "rank": (("PCN", "imd_rank", "list_size"), (12, 40, 3, 25)),
        "median wait": (("Ethnic group", "Median wait (weeks)", "Referrals"), (12, 19, 14, 9)),
        "length of stay": (("Deprivation", "Mean length of stay", "Spells"), (7, 5, 6, 4)),
        "satisfaction score": (("Ward", "score", "responses"), (81, 64, 72, 90)),
        "rate per 100,000": (("Local authority", "Rate per 100,000", "Population"), (310, 220, 450, 120)),
        "index": (("Region", "SHMI index", "Spells"), (104, 96, 110, 87)),
        "flag": (("Site", "late_flag", "weeks"), (0, 1, 0, 1)),
        "code": (("Site name", "Site code", "Beds"), (11, 23, 37, 42)),
        "items only": (("Practice", "Items"), (1200, 3400, 2100, 900)),
        "cost": (("Practice", "Actual cost", "Items"), (812, 1400, 977, 610)),
    }
    for at, (words, (headings, values)) in enumerate(tables.items()):
        names = ("North", "South", "East", "West")
        sizes = (4100, 12000, 5400, 7300)
        rows = [list(headings), *([*row[: len(headings)]] for row in zip(names, values, sizes, strict=True))]
        truth = invent(f"no counts {words}", names, [NO_PERIOD]).but(why="no column counts people", alike=at % 2 == 0)
        yield case("no counts", words, truth, Sheet("Data", rows), form=(CSV, XLSX)[at % 2])
    expectancy = [74.9, 75.8, 76.7, 77.6, 78.5, 79.4, 80.3, 81.2, 82.1, 83.0]
    rows = [["decile", "life expectancy", "lower", "upper", "population"]]
    rows += [[at + 1, years, years - 0.5, years + 0.5, 5_000_000] for at, years in enumerate(expectancy)]
    truth = invent("life", tuple(range(1, 11)), [NO_PERIOD], ordered=True)
    told = truth.but(why="no column counts people", also=(Gap("1", "10", 8.1), Gap("1", "10", 9.0)))
    yield case("no counts", "life expectancy", told, Sheet("Data", rows))
    counts = invent("only seen", ETHNIC_FIVE, months(13))
    sheet = long(lines(counts), HEAD)
    only = replace(sheet, rows=[row[:3] for row in sheet.rows])
    yield case("no counts", "seen, but out of how many?", counts.but(why="no denominator"), only)


def many_areas():
    """Dozens of areas: the two furthest are mostly chance, so the file alone tells no gap."""
    for at, (count, form, heading) in enumerate((
        (42, "Q{:02d}", "icb_code"),
        (42, "NHS Area {} ICB", "ICB name"),
        (151, "Authority {}", "Upper tier local authority"),
        (150, "E10000{:03d}", "Area Code"),
        (96, "P84{:03d}", "practice"),
    )):  # fmt: skip
        names = tuple(form.format(one) for one in range(count))
        chance = dice("areas", at)
        rows = [[heading, "vaccinated", "eligible"]]
        for name in names:
            of = chance.randint(600, 2000)
            rows.append([name, round(of * chance.uniform(0.35, 0.7)), of])
        truth = invent(f"areas {at}", ("a", "b"), [NO_PERIOD]).but(why="many areas", alike=False)
        sheet = Sheet("Data", rows)
        if at == 3:
            sheet = with_column(sheet, "IMD decile", lambda row, _: row % 10 + 1, 1)
            truth = truth.but(also=(_by_column(sheet.rows, 1),))
        yield case("many areas", f"{count} {heading}", truth, sheet, form=(CSV, XLSX)[at % 2])


def _by_column(rows, column):
    sums = {}
    for row in rows[1:]:
        seen, of = sums.get(row[column], (0, 0))
        sums[row[column]] = seen + row[-2], of + row[-1]
    return gap_of({name: 100 * seen / of for name, (seen, of) in sums.items()})


def people():
    """One row a person: with a number or a name it is turned away; without, it has to be counted first."""
    for at, heading in enumerate(
        ("NHS number", "Hosp No", "Patient ID", "Spell ID", "District number", "Patient name", None)
    ):
        chance = dice("people", at)
        truth = invent(f"people {at}", ETHNIC_FIVE, [NO_PERIOD], size=40, enough=40)
        rows = [[*([heading] if heading else []), "Ethnic group", "Seen", "Invited"]]
        for one in truth.counts:
            for turn in range(one.of):
                who = _who(chance, heading)
                rows.append([*([who] if heading else []), one.group, int(turn < one.seen), 1])
        body = rows[1:]
        chance.shuffle(body)
        told = truth.but(why="one row a person", alike=heading is not None, also=() if heading else (truth.gap,))
        yield case("people", heading or "no number", told, Sheet("Data", [rows[0], *body]))


def _who(chance, heading):
    if heading == "NHS number":
        while True:
            digits = [chance.randint(0, 9) for _ in range(9)]
            check = -sum((10 - at) * digit for at, digit in enumerate(digits)) % 11
            if check < 10:
                return "".join(map(str, [*digits, check]))
    if heading == "Patient name":
        given, family = (
            ("Amina", "John", "Margaret", "Piotr", "Zoe"),
            ("Whitfield", "Okonkwo", "Nowak", "Patel", "Price"),
        )
        return f"{chance.choice(given)} {chance.choice(family)}"
    return f"{chance.choice('KDS')}{chance.randint(100000, 999999)}"


def one_group():
    """Nothing to compare: one group, or no group at all."""
    truth = invent("one", ("White", "Black"), months(13))
    mine = [line for line in lines(truth) if line.name == "White"]
    yield case("one group", "one group only", truth.but(why="one group"), long(mine, HEAD))
    sheet = long(mine, HEAD)
    rows = [[row[0], *row[2:]] for row in sheet.rows]
    yield case("one group", "months and counts", truth.but(why="one group"), replace(sheet, rows=rows))
    total = [replace(line, name="Total") for line in mine]
    yield case("one group", "only the total", truth.but(why="one group"), long(total, HEAD))
    both = [replace(line, name="Not stated") if line.name == "White" else line for line in lines(truth)]
    yield case("one group", "one group and not stated", truth.but(why="one group"), long(both, HEAD))


def not_tables():
    """A report, an empty file, formulas that were never calculated."""
    truth = invent("nothing", ("White", "Black"), [NO_PERIOD])
    told = truth.but(why="no table")
    text = ["Equality report", "We saw more people this year.", "Of 400 invited, 230 came.", "Next report in May."]
    yield case("no table", "text only", told, Sheet("Data", [[line] for line in text]))
    yield case("no table", "headings only", told, Sheet("Data", [["Month", "Ethnic group", "Seen", "Invited"]]))
    yield case("no table", "an empty workbook", told, Sheet("Sheet1", [[None]]), form=XLSX)
    impossible = invent("impossible", ETHNIC_FIVE, months(13))
    sheet = long(lines(impossible), HEAD)
    rows = [sheet.rows[0], *([*row[:2], row[3] + 5, row[2]] for row in sheet.rows[1:])]
    told = impossible.but(why="more seen than invited", alike=False)
    yield case("no table", "more seen than invited", told, replace(sheet, rows=rows))
