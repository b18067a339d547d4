"""Kinds that turn on the file: workbooks of several sheets, encodings, separators, numbers kept as text."""

from dataclasses import replace

from tests.tables.corpus import dress
from tests.tables.corpus.case import CSV, ODS, XLSX, case
from tests.tables.corpus.labels import NO_PERIOD, months, years
from tests.tables.corpus.layouts import Head, lines, long, months_across
from tests.tables.corpus.sheets import Form, Sheet
from tests.tables.corpus.truth import gap_of, invent
from tests.tables.corpus.words import GROUPS, NOTES, TITLES

HEAD = Head("Ethnic group", "Month", "Seen", "Invited")
ETHNIC_FIVE, FIFTHS = GROUPS["ethnic five"].names, GROUPS["fifths said"].names


def cases():
    yield from covers()
    yield from several_tables()
    yield from several_splits()
    yield from text_files()
    yield from numbers_as_text()
    yield from out_of_sight()


def covers():
    """The counts are on one sheet, behind covers, contents, notes and lists of codes."""
    before = (
        (dress.COVER,),
        (dress.CONTACT,),
        (dress.CONTENTS,),
        (dress.NOTES,),
        (dress.COVER, dress.CONTENTS, dress.NOTES),
        (dress.CONTACT, dress.CHANGES),
        (dress.LOOKUP,),
        (dress.COVER, dress.LOOKUP),
        (Sheet("Sheet1", [[None]]),),
        (dress.CHANGES, dress.CONTENTS),
    )
    for at, sheets in enumerate(before):
        truth = invent(f"cover {at}", (ETHNIC_FIVE, FIFTHS)[at % 2], months(14), unknown=at % 3 == 0, ordered=at % 2)
        head = HEAD.but(group=("Ethnic group", "Deprivation")[at % 2])
        data = replace(long(lines(truth), head), name=("Table 1", "Data", "12m uptake", "Table_1")[at % 4])
        if at % 2:
            data = dress.between(data, TITLES[2], NOTES[0])
        after = (dress.NOTES,) if dress.NOTES not in sheets and at % 4 == 1 else ()
        # A list of codes with counts in it is a second table to some readers.
        told = truth.but(alike=dress.LOOKUP not in sheets)
        words = " and ".join(sheet.name for sheet in sheets)
        yield case("cover sheets", f"{words} first", told, *sheets, data, *after, form=(XLSX, XLSX, ODS)[at % 3])
    truth = invent("behind", ETHNIC_FIVE, months(14)).but(alike=False)  # as above: there is a list of codes
    for form in (XLSX, ODS):
        data = long(lines(truth), HEAD)
        yield case(
            "cover sheets", f"data first, notes behind {form.ending}", truth, data, dress.NOTES, dress.LOOKUP, form=form
        )


def several_tables():
    """Two tables of the same people, or two years: the gap of either is true, and which is meant is open."""
    people = invent("two splits", ETHNIC_FIVE, months(14)), invent("two splits b", FIFTHS, months(14), ordered=True)
    left, right = long(lines(people[0]), HEAD), long(lines(people[1]), HEAD.but(group="Deprivation"))
    either = people[0].but(alike=False, also=(people[1].gap,))
    one, two = replace(left, name="By ethnicity"), replace(right, name="By deprivation")
    yield case("several tables", "a sheet for each split", either, dress.COVER, one, two, form=XLSX)
    yield case("several tables", "a sheet for each split, ods", either, one, two, form=ODS)
    below = replace(left, rows=[["Table 1: by ethnic group"], *left.rows, [], ["Table 2: by deprivation"], *right.rows])
    yield case("several tables", "one below the other", either, below, form=XLSX)
    yield case("several tables", "one below the other, csv", either, below)
    height = max(len(left.rows), len(right.rows))
    pad = lambda rows: [*rows, *[[None] * 4] * (height - len(rows))]  # noqa: E731
    beside = [[*a, None, *b] for a, b in zip(pad(left.rows), pad(right.rows), strict=True)]
    yield case("several tables", "side by side", either, replace(left, rows=beside), form=XLSX)
    for at in range(2):
        whole = invent(f"two years {at}", ETHNIC_FIVE, years(2), size=500)
        by_year = []
        for period in whole.periods:
            here = [line for line in lines(whole) if line.count.period == period]
            rows = [[HEAD.group, HEAD.seen, HEAD.of], *([one.name, one.count.seen, one.count.of] for one in here)]
            by_year.append(Sheet(f"{period.start.year}-{period.start.year % 100 + 1}", rows))
        told = whole.but(alike=False)
        yield case("several tables", f"a sheet a year {at}", told, *(by_year if at else by_year[::-1]), form=XLSX)
    monthly = invent("a sheet a month", ETHNIC_FIVE, months(3), size=500)
    pages = []
    for period in monthly.periods:
        here = [line for line in lines(monthly) if line.count.period == period]
        rows = [[HEAD.group, HEAD.seen, HEAD.of], *([one.name, one.count.seen, one.count.of] for one in here)]
        pages.append(Sheet(f"{period.start:%b %Y}", rows))
    last = gap_of(monthly.rates(monthly.periods[-1:]))
    yield case("several tables", "a sheet a month", monthly.but(alike=False, also=(last,)), *pages, form=XLSX)
    total = people[0]
    shares = [["Ethnic group", "% of staff"], ["White", 61], ["Asian", 20], ["Black", 10], ["Mixed", 5], ["Other", 4]]
    yield case("several tables", "a sheet of percentages first", total, Sheet("Staff", shares), left, form=XLSX)


def several_splits():
    """One table that lists the same people by ethnic group, then by sex, then by age: only one split compares."""
    splits = (("Ethnicity", "ethnic five"), ("Gender", "men and women"), ("Age", "ages"))
    for at, (heading, name) in enumerate((("Characteristic", "Group"), ("Breakdown", "Level"), ("", ""))):
        truths = [
            invent(f"splits {at} {split}", GROUPS[groups].names, [NO_PERIOD], size=size)
            for (split, groups), size in zip(splits, (400, 1000, 400), strict=True)
        ]
        seen, of = ("Attended", "Offered") if at == 1 else ("Seen", "Invited")
        rows = [[heading, name, seen, of]] if heading else [["Characteristic", seen, of]]
        for (split, _), truth in zip(splits, truths, strict=True):
            if heading:
                rows += [[split, one.group, one.seen, one.of] for one in truth.counts]
            else:
                rows += [[split, None, None], *([one.group, one.seen, one.of] for one in truth.counts)]
        told = truths[0].but(alike=False, also=tuple(truth.gap for truth in truths[1:]))
        words = f"a column of {heading.lower()}s" if heading else "section rows"
        yield case("several splits", words, told, Sheet("Data", rows), form=(CSV, XLSX, XLSX)[at])
    truth = invent("areas within areas", ("Luton", "Bedford", "Corby", "Derby"), [NO_PERIOD], size=500)
    parts = {one.group: one for one in truth.counts}
    rows = [["Area", "Seen", "Invited"]]
    for region, inside in (("East of England", ("Luton", "Bedford")), ("East Midlands", ("Corby", "Derby"))):
        sums = [sum(parts[one].seen for one in inside), sum(parts[one].of for one in inside)]
        rows += [[region, *sums], *([f"   {one}", parts[one].seen, parts[one].of] for one in inside)]
    regions = gap_of({row[0]: 100 * row[1] / row[2] for row in rows[1:] if not row[0].startswith(" ")})
    either = truth.but(alike=False, also=(regions,))
    yield case("several splits", "areas within regions", either, Sheet("Data", rows), form=XLSX)


def text_files():
    """Separators, encodings and ends of lines."""
    forms = {
        "BOM": Form(encoding="utf-8-sig"),
        "UTF-16": Form(encoding="utf-16", ending=".txt", separator="\t"),
        "UTF-16 csv": Form(encoding="utf-16"),
        "cp1252": Form(encoding="cp1252"),
        "semicolons": Form(separator=";"),
        "semicolons and sep=": Form(separator=";", before="sep=;\n"),
        "sep=,": Form(before="sep=,\n"),
        "semicolons and decimal commas": Form(separator=";", decimal=","),
        "tabs": Form(".tsv", separator="\t"),
        "tabs in a text file": Form(".txt", separator="\t"),
        "pipes": Form(".txt", separator="|"),
        "CRLF": Form(newline="\r\n"),
        "quoted": Form(quote_all=True),
        "quoted thousands": Form(thousands=","),
        "quoted thousands, CRLF, BOM": Form(thousands=",", newline="\r\n", encoding="utf-8-sig"),
        "spaces for thousands": Form(thousands=" "),
        "semicolons and points for thousands": Form(separator=";", thousands=".", decimal=","),
        "old Mac lines": Form(newline="\r"),
        "UTF-16 without its mark": Form(encoding="utf-16-le"),
    }
    names = ("White", "Asian or Asian British", "Black, African or Caribbean", "Mixed – any", "Other (é)")
    for at, (words, form) in enumerate(forms.items()):
        truth = invent(f"text {at}", names, months(14), size=2500 if form.thousands else 200, unknown=at % 2 == 0)
        head = HEAD.but(share="% seen" if form.decimal == "," or at % 3 == 0 else "")
        # 1.204 is a thousand to one reader and one and a bit to another.
        truth = truth.but(alike=form.thousands != "." and form.encoding != "utf-16-le")
        yield case("text files", words, truth, long(lines(truth), head), form=form)
    truth = invent("pasted", ETHNIC_FIVE, months(6), size=400)
    sheet = months_across(lines(truth), HEAD)
    yield case("text files", "pasted from a web page, tabs", truth, sheet, form=Form(".txt", separator="\t"))
    truth = invent("spare", ETHNIC_FIVE, months(14))
    sheet = long(lines(truth), HEAD)
    rows = [[*row, None, None, None] for row in sheet.rows] + [[None] * 7] * 40
    yield case("text files", "empty columns and rows at the end", truth, replace(sheet, rows=rows))


def numbers_as_text():
    """Counts kept as text, with spaces, with footnote marks or as 1204.0."""
    for at, (words, form, change) in enumerate((
        ("text in Excel", XLSX, str),
        ("thousands as text in Excel", XLSX, "{:,}".format),
        ("with spaces around", CSV, " {} ".format),
        ("with a decimal point", CSV, float),
        ("with a footnote mark", XLSX, "{} [r]".format),
        ("with a decimal point in Excel", XLSX, float),
        ("text in ods", ODS, str),
    )):  # fmt: skip
        truth = invent(f"as text {at}", ETHNIC_FIVE, months(13), size=1500 if at == 1 else 300)
        sheet = long(lines(truth), HEAD)
        rows = [sheet.rows[0], *([*row[:2], change(row[2]), change(row[3])] for row in sheet.rows[1:])]
        yield case("numbers as text", words, truth, replace(sheet, rows=rows), form=form)


def out_of_sight():
    """A row nobody sees still counts: its people are in the file."""
    truth = invent("hidden row", ETHNIC_FIVE, months(3), size=600)
    sheet = replace(long(lines(truth), HEAD), out_of_sight=(2, 7, 12))
    yield case("out of sight", "hidden rows", truth.but(alike=False), sheet, form=XLSX)
