"""Kinds that turn on the columns beside the counts: percentages, ranks, limits, codes; and two pairs of counts."""

from tests.tables.corpus import dress
from tests.tables.corpus.case import CSV, XLSX, case, dice
from tests.tables.corpus.labels import NO_PERIOD, label, months, years
from tests.tables.corpus.layouts import Head, lines, long
from tests.tables.corpus.truth import gap_of, invent
from tests.tables.corpus.words import GROUPS

HEAD = Head("Ethnic group", "Month", "Seen", "Invited")
ETHNIC_FIVE, WARDS = GROUPS["ethnic five"].names, GROUPS["wards"].names


def cases():
    yield from beside()
    yield from many_beside()
    yield from codes()
    yield from two_pairs()


def beside():
    """One column more that is no count, though some of them hold whole numbers."""
    chance = dice("beside")
    columns = {
        "seen_pct": lambda at, row: round(100 * row[-2] / row[-1]),
        "DNA_rate": lambda at, row: chance.randint(2, 19),
        "rate_per_1000": lambda at, row: round(1000 * row[-2] / row[-1]),
        "imd_rank": lambda at, row: chance.randint(1, 32844),
        "Rank": lambda at, row: chance.randint(1, 7),
        "mean_age": lambda at, row: chance.randint(34, 71),
        "Average wait (days)": lambda at, row: chance.randint(8, 60),
        "median_wait_days": lambda at, row: chance.randint(8, 60),
        "Target": 75,
        "National target (%)": 80,
        "schedule_flag": lambda at, row: at % 2,
        "timepoint": lambda at, row: at + 1,
        "Row number": lambda at, row: at + 1,
        "Index": lambda at, row: chance.randint(80, 120),
        "Year": lambda _, row: int(row[0][-4:]),
        "Organisation code": 10543,
        "IMD score": lambda at, row: round(chance.uniform(8, 44), 1),
        "RAG": lambda at, row: chance.choice(("Red", "Amber", "Green")),
        "Change since last month": lambda at, row: chance.randint(-9, 9),
        "Comparison": lambda at, row: chance.choice(("Similar", "Better", "Worse")),
        "percentile": lambda at, row: chance.randint(1, 99),
        "Weight": lambda at, row: round(chance.uniform(0.5, 2), 3),
        "Proportion": lambda at, row: round(row[-2] / row[-1], 4),
        "% seen": lambda at, row: f"{100 * row[-2] / row[-1]:.1f}%",
        "Trust": "Elm NHS Trust",
        "Indicator": "Structured medication review",
        "Last updated": "02/04/2026",
    }
    for at, (heading, value) in enumerate(columns.items()):
        truth = invent(f"beside {at}", ETHNIC_FIVE, (months(13), [NO_PERIOD])[at % 2], size=300)
        sheet = long(lines(truth), HEAD)
        place = (None, 0, len(sheet.rows[0]) - 2)[at % 3]
        sheet = dress.with_column(sheet, heading, value, place)
        yield case("columns beside", f"{heading} {'at the end' if place is None else place}", truth, sheet,
            form=(CSV, CSV, XLSX)[at % 3])  # fmt: skip


def many_beside():
    """Shares, limits and ranks at once, as dashboards export them; and those who were not seen."""
    for at in range(4):
        truth = invent(f"dashboard {at}", WARDS, (months(13), years(2))[at % 2], size=500)
        sheet = long(lines(truth, total="Borough total" if at > 1 else None), HEAD.but(group="Ward", share="% seen"))
        sheet = dress.limits(sheet, 2, 3)
        sheet = dress.with_column(sheet, "Rank", lambda number, _: number % 5 + 1)
        sheet = dress.with_column(sheet, "Target", 80, 2 if at % 2 else None)
        yield case("columns beside", f"shares, limits, rank, target {at}", truth, sheet, form=(CSV, XLSX)[at % 2])
    for at, heading in enumerate(("Not seen", "Outstanding", "Unvaccinated", "Difference")):
        truth = invent(f"not seen {at}", ETHNIC_FIVE, months(13))
        sheet = dress.with_column(
            long(lines(truth), HEAD), heading, lambda _, row: row[3] - row[2], 3 if at % 2 else None
        )
        yield case("columns beside", f"those who were not: {heading}", truth, sheet)


def codes():
    """A code beside the name: the same groups said twice."""
    for at, (name, form, heading) in enumerate((
        ("wards", "E0500{}", "Ward code"),
        ("councils", "E060000{}", "Area Code"),
        ("trusts", "RX{}", "Org code"),
        ("practices", "K830{}", "ODS code"),
        ("ethnic five", "{}", "Ethnic code"),
        ("regions", "Y{}", "Region code"),
    )):  # fmt: skip
        truth = invent(f"codes {at}", GROUPS[name].names, (months(13), years(2))[at % 2], size=300)
        sheet = dress.codes(long(lines(truth), HEAD.but(group=GROUPS[name].headings[0])), 1, form, heading)
        yield case("codes beside names", f"{heading} {form}", truth, sheet, form=(CSV, XLSX)[at % 2])


def two_pairs():
    """Two things could be meant, and they give different gaps: the file cannot say which, so it has to be asked."""
    open_question = "two readings are as likely"
    for at, (extra, heading) in enumerate((
        (0.45, "Completed"),
        (0.6, "Attended"),
        (0.8, "Reviewed"),
        (0.3, "Second dose"),
    )):  # fmt: skip
        truth = invent(f"pairs {at}", ETHNIC_FIVE, (months(13), [NO_PERIOD])[at % 2], size=400)
        chance = dice("pairs", at)
        sheet = long(lines(truth), HEAD)
        shares = [extra + chance.uniform(-0.2, 0.2) for _ in sheet.rows]
        sheet = dress.with_column(sheet, heading, lambda at, row, by=shares: round(row[-2] * by[at]), -2)
        told = truth.but(alike=False, why=open_question)
        yield case("two readings", f"{heading}, seen and invited", told, sheet)
    for at, (one, other, whole) in enumerate((
        ("Under 4 hours", "Over 12 hours", "Total"),
        ("First dose", "Second dose", "Eligible"),
        ("Blood pressure checked", "Cholesterol checked", "Patients"),
        ("Flu vaccinated", "Covid vaccinated", "Eligible"),
    )):  # fmt: skip
        truth = invent(f"outcomes {at}", GROUPS["localities"].names, months(13), size=400)
        chance = dice("outcomes", at)
        sheet = long(lines(truth), HEAD.but(group="Locality", seen=one, of=whole))
        shares = [chance.uniform(0.1, 0.5) for _ in sheet.rows]
        sheet = dress.with_column(sheet, other, lambda at, row, by=shares: round(row[3] * by[at]), 3)
        yield case("two readings", f"{one} and {other}", truth.but(alike=False, why=open_question), sheet)
    for at, (first, second) in enumerate((("ethnic five", "sex"), ("fifths said", "ages"), ("wards", "disability"))):
        truth = invent(f"crossed {at}", GROUPS[first].names, months(13), size=500, ordered=GROUPS[first].ordered)
        chance = dice("crossed", at)
        head = HEAD.but(group=GROUPS[first].headings[0])
        names, rows = GROUPS[second].names, []
        sheet = long(lines(truth), head)
        for row in sheet.rows[1:]:
            parts = _parts(chance, row[2], row[3], len(names))
            rows += [[row[0], row[1], name, *part] for name, part in zip(names, parts, strict=True)]
        sheet = dress.Sheet("Data", [["Month", head.group, GROUPS[second].headings[0], "Seen", "Invited"], *rows])
        either = truth.but(alike=False, also=(_by_column(rows, 2, truth),))
        yield case("two readings", f"{first} by {second}", either, sheet)


def _parts(chance, seen, of, count):
    """Split seen and of at random into parts of which none has more seen than of."""
    left, out = [seen, of - seen], []
    for at in range(count):
        last = at == count - 1
        take = left if last else [round(one * chance.uniform(0.3, 0.5 + 0.2 * turn)) for turn, one in enumerate(left)]
        out.append((take[0], take[0] + take[1]))
        left = [left[0] - take[0], left[1] - take[1]]
    return out


def _by_column(rows, column, truth):
    """The gap by the values of another column, over the truth's latest year."""
    latest = {label(period) for period in truth.periods[-truth.latest :]}
    sums = {}
    for row in rows:
        if row[0] in latest:
            seen, of = sums.get(row[column], (0, 0))
            sums[row[column]] = seen + row[-2], of + row[-1]
    return gap_of({name: 100 * seen / of for name, (seen, of) in sums.items()})
