"""Kinds that turn on how the cells lie: wide and long, two rows of headings, merged cells, spacing, spellings."""

from dataclasses import replace
from datetime import date

from tests.tables.corpus import dress
from tests.tables.corpus.case import CSV, ODS, XLSX, case, dice
from tests.tables.corpus.labels import MONTH, NO_PERIOD, months, quarters, years
from tests.tables.corpus.layouts import (
    Head,
    blocks,
    groups_across,
    groups_in_headings,
    lines,
    long,
    measures_down,
    measures_long,
    merged,
    months_across,
    months_in_headings,
    told_apart,
    two_areas,
)
from tests.tables.corpus.truth import gap_of, invent
from tests.tables.corpus.words import GROUPS, NOTES, TITLES

HEAD = Head("Ethnic group", "Month", "Seen", "Invited")
ETHNIC_FIVE, ETHNIC_ONS, FIFTHS = (GROUPS[name].names for name in ("ethnic five", "ethnic ONS", "fifths said"))


def cases():
    yield from wide()
    yield from lists_of_measures()
    yield from merged_cells()
    yield from spaced_out()
    yield from spellings()
    yield from dates_for_ages()
    yield from numbers_for_groups()
    yield from order_broken()


def wide():
    """Periods or groups across, in two rows of headings or in one."""
    spans = (months(6), months(14), quarters(5), years(2))
    for at, (layout, words) in enumerate((
        (months_across, "months across"),
        (groups_across, "groups across"),
        (two_areas, "two areas"),
        (months_in_headings, "months in headings"),
        (groups_in_headings, "groups in headings"),
        (months_across, "months across with shares"),
        (groups_across, "groups across with shares"),
    )):  # fmt: skip
        for turn, periods in enumerate(spans if at < 2 else spans[:2]):
            truth = invent(f"{words} {turn}", (ETHNIC_FIVE, FIFTHS)[turn % 2], periods, unknown=turn % 2 == 0, size=300,
                ordered=turn % 2 == 1)  # fmt: skip
            head = HEAD.but(
                share="% seen" if "shares" in words else "",
                group=("Ethnic group", "Deprivation")[turn % 2],
                period="Month" if periods[-1].kind == MONTH else "Period",
            )
            every = lines(truth, "Not stated", "Total" if turn % 2 else None)
            sheet = layout(every, head)
            form = (XLSX, CSV, ODS)[(at + turn) % 3]
            yield case("wide", f"{words} {periods[-1].kind} {turn}", truth, sheet, form=form)
    for joined in ("{count} {period}", "{period} - {count}", "{count} ({period})", "{period}_{count}"):
        truth = invent(f"joined {joined}", FIFTHS, years(3), ordered=True, size=500)
        sheet = months_in_headings(lines(truth), HEAD.but(group="Deprivation"), joined)
        yield case("wide", f"joined {joined}", truth, sheet)
    for joined in ("{count} - {group}", "{group}: {count}", "{group}_{count}", "{count} ({group})"):
        truth = invent(f"joined {joined}", GROUPS["sex"].names, months(13))
        yield case("wide", f"joined {joined}", truth, groups_in_headings(lines(truth), HEAD, joined))
    truth = invent("groups across, one row each", ETHNIC_FIVE, [NO_PERIOD], size=600)
    rows = [
        ["", *truth.groups],
        ["Seen", *(one.seen for one in truth.counts)],
        ["Invited", *(one.of for one in truth.counts)],
    ]
    yield case("wide", "groups across and nothing else", truth, dress.Sheet("Data", rows))


def lists_of_measures():
    """One value a row: how many and out of how many are told apart by a name in another column."""
    pairs = (("Numerator", "Denominator"), ("Seen", "Invited"), ("Number vaccinated", "Eligible population"))
    for at, (seen, of) in enumerate(pairs):
        truth = invent(f"list {at}", ETHNIC_ONS, (months(14), [NO_PERIOD], years(2))[at], size=300)
        head = HEAD.but(seen=seen, of=of, share="Percentage")
        for turn, (measure, value) in enumerate((("Measure", "Value"), ("MEASURE", "VALUE"), ("Count of", "Number"))):
            sheet = measures_long(lines(truth), head, measure, value, shares=turn == 1)
            yield case("list of measures", f"{seen} {measure}", truth, sheet)
    for at, periods in enumerate((months(5), months(15), quarters(5))):
        truth = invent(f"down {at}", ETHNIC_FIVE, periods, size=300)
        sheet = measures_down(lines(truth), HEAD, ("Measure", "", "Metric")[at], group_in_every_row=at != 1)
        yield case("list of measures", f"two rows a group {at}", truth, sheet, form=(XLSX, CSV, CSV)[at])
    truth = invent("apart", ETHNIC_FIVE, months(13))
    for outcome, yes, no, alike in (
        ("Outcome", "Attended", "Did not attend", True),
        ("Vaccinated?", "Yes", "No", True),
        ("Status", "Completed", "Not completed", True),
        ("Place of birth", "Home", "Hospital", False),
    ):
        sheet = told_apart(lines(truth), HEAD, outcome, yes, no)
        told = truth if alike else truth.but(alike=False, also=(gap_of(truth.rates(), low_is_good=True),))
        yield case("list of measures", f"{yes} and {no}", told, sheet)


def merged_cells():
    """The group or the period is in the first row of its block only, as merged cells leave it."""
    for at, (group_first, form) in enumerate(
        ((True, XLSX), (False, XLSX), (True, ODS), (False, CSV), (True, CSV), (True, XLSX))
    ):
        truth = invent(
            f"merged {at}", FIFTHS if at % 2 else ETHNIC_FIVE, months(15) if at < 5 else quarters(6), ordered=at % 2
        )
        sheet = merged(
            lines(truth), HEAD.but(group="Deprivation" if at % 2 else "Ethnic group"), group_first=group_first
        )
        yield case(
            "merged cells", f"{'groups' if group_first else 'months'} {form.ending} {at}", truth, sheet, form=form
        )
    truth = invent("merged title", ETHNIC_FIVE, months(6), size=400)
    sheet = dress.between(long(lines(truth), HEAD), TITLES[0])
    yield case("merged cells", "a title over the table", truth, replace(sheet, merges=((0, 0, 0, 3),)), form=XLSX)
    truth = invent("merged both", ETHNIC_FIVE, months(4), size=400)
    sheet = dress.between(merged(lines(truth), HEAD), TITLES[3], NOTES[1][1:])
    yield case("merged cells", "months, with a title and notes", truth, sheet, form=XLSX)


def spaced_out():
    """Titles, notes, empty rows and columns, headings said again, captions above small tables."""
    for at, above in enumerate(TITLES):
        truth = invent(f"title {at}", ETHNIC_FIVE, months(13), unknown=at % 2 == 0)
        sheet = dress.between(long(lines(truth), HEAD), above, NOTES[at], indent=at % 2)
        yield case("titles and notes", above[0], truth, sheet, form=(CSV, XLSX, ODS, CSV)[at])
    for at, (change, words) in enumerate((
        (dress.blank_rows, "an empty row between months"),
        (dress.headings_again, "headings again for each month"),
    )):  # fmt: skip
        truth = invent(words, FIFTHS, months(4), size=400, ordered=True)
        sheet = change(long(lines(truth), HEAD.but(group="Deprivation")), 0)
        yield case("titles and notes", words, truth, sheet, form=(XLSX, CSV)[at])
    for at, periods in enumerate((years(3), months(4))):
        truth = invent(f"blocks {at}", ETHNIC_FIVE, periods, size=500)
        yield case(
            "titles and notes", f"one small table a {periods[-1].kind}", truth, blocks(lines(truth), HEAD), form=XLSX
        )
    truth = invent("line breaks", ETHNIC_FIVE, months(13))
    head = Head("Ethnic\ngroup", "Month", "Number\nseen", "Number\ninvited [note 1]", "Percentage\nseen")
    yield case("titles and notes", "line breaks and notes in headings", truth, long(lines(truth), head), form=XLSX)
    truth = invent("units", ETHNIC_FIVE, months(13))
    sheet = long(lines(truth), HEAD)
    rows = [sheet.rows[0], [None, None, "(n)", "(n)"], *sheet.rows[1:]]
    yield case("titles and notes", "a row of units below the headings", truth, replace(sheet, rows=rows))
    truth = invent("marks", ETHNIC_FIVE, months(13))
    sheet = dress.with_column(long(lines(truth), HEAD), "Notes", lambda at, _: "[note 2]" if at % 7 == 0 else None)
    yield case("titles and notes", "a column of notes", truth, sheet, form=XLSX)
    truth = invent("shuffled", ETHNIC_FIVE, months(13))
    every = lines(truth)
    dice("shuffled").shuffle(every)
    yield case("titles and notes", "rows in no order", truth, long(every, HEAD))


def spellings():
    """One group written in several ways: capitals, spaces."""
    ways = (
        str.upper,
        str.lower,
        lambda name: f" {name}",
        lambda name: f"{name} ",
        lambda name: name.replace(" ", "  "),
    )
    for at, groups in enumerate((ETHNIC_FIVE, GROUPS["ethnic NHS"].names, FIFTHS, GROUPS["PCNs"].names)):
        truth = invent(f"spelling {at}", groups, months(14), ordered=groups is FIFTHS)
        chance = dice("spelling", at)
        often = 1 if at % 3 == 0 else 0.3
        ways_here = [chance.choice(ways) if chance.random() < often else str for _ in truth.counts]
        every = [replace(line, name=way(line.name)) for line, way in zip(lines(truth), ways_here, strict=True)]
        yield case(
            "spellings",
            f"{groups[0]} and others",
            truth,
            long(every, HEAD.but(group="Group")),
            form=(CSV, XLSX)[at % 2],
        )


def dates_for_ages():
    """Age bands that Excel took for dates: 5-9 became 5 September, 10-14 October 2014."""
    as_text = {"1-4": "01-Apr", "5-9": "05-Sep", "10-14": "Oct-14"}
    as_dates = {"1-4": date(2026, 4, 1), "5-9": date(2026, 9, 5), "10-14": date(2014, 10, 1)}
    for at, (names, form) in enumerate(((as_text, CSV), (as_text, CSV), (as_dates, XLSX))):
        periods = (months(13), [NO_PERIOD], months(13))[at]
        truth = next(
            one
            for turn in range(99)
            if {
                (one := invent(f"ages {at} {turn}", ("1-4", "5-9", "10-14", "15-19", "20-24"), periods)).gap.worst,
                one.gap.best,
            }
            & {"5-9", "10-14"}
        )
        every = [replace(line, name=names.get(line.name, line.name)) for line in lines(truth)]
        yield case("dates for ages", f"{form.ending} {at}", truth, long(every, HEAD.but(group="Age band")), form=form)


def numbers_for_groups():
    """Groups that are numbers, also with the decimal point that a spreadsheet or a script gave them."""
    for at, (name, form) in enumerate((("tenths", CSV), ("fifths", XLSX), ("tenths", XLSX), ("fifths", CSV))):
        truth = invent(f"numbers {at}", GROUPS[name].names, (years(2), months(13))[at % 2], ordered=True, size=400)
        every = lines(truth)
        if form is CSV:
            every = [replace(line, name=float(line.name)) for line in every]
        head = HEAD.but(group=GROUPS[name].headings[at % 3])
        yield case("numbers for groups", f"{head.group} {form.ending} {at}", truth, long(every, head), form=form)


def order_broken():
    """Fifths or tenths of which not the first and the last are furthest apart: either gap is true."""
    for at, name in enumerate(("fifths", "tenths", "fifths said", "fifths in words")):
        truth = next(
            one
            for turn in range(99)
            if (one := invent(f"broken {at} {turn}", GROUPS[name].names, months(14), size=400))
            and not {one.gap.worst, one.gap.best} & {one.groups[0], one.groups[-1]}
        )
        rates = truth.rates()
        ends = gap_of({group: rates[group] for group in (truth.groups[0], truth.groups[-1])})
        head = HEAD.but(group=GROUPS[name].headings[0])
        yield case("order broken", name, truth.but(alike=False, also=(ends,)), long(lines(truth), head))
