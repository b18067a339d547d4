"""Kinds that turn on words: headings, words for people whose group is not recorded, names of totals."""

from dataclasses import replace

from tests.tables.corpus.case import CSV, ODS, XLSX, case, dice
from tests.tables.corpus.dress import with_column
from tests.tables.corpus.labels import MONTHS, NO_PERIOD, months, quarters, years
from tests.tables.corpus.layouts import Head, lines, long
from tests.tables.corpus.truth import gap_of, invent
from tests.tables.corpus.words import (
    ETHNIC,
    GROUPS,
    LOW_IS_GOOD,
    MEASURES,
    PERIOD_HEADINGS,
    TOTAL,
    UNKNOWN,
    YEAR_HEADINGS,
)

NOT_A_GROUP_TO_ALL = ("X", "-")  # some readers would take these for a group, or for a mark
ONLY_BY_SUM = {
    "councils": "BLMK",
    "localities": "Wales",
    "wards": "Borough",
    "practices": "Riverside PCN",
    "trusts": "Coast and Moor ICB",
    "regions": "National",
    "PCNs": "Place total",
}


def cases():
    yield from headings()
    yield from low_is_good()
    yield from unknown()
    yield from totals()
    yield from totals_elsewhere()


def head_of(chance, name, measure, periods, *, share=0.5):
    """Headings by chance for these groups and periods, from lists that belong together."""
    kinds = PERIOD_HEADINGS if periods[-1].kind == "month" else YEAR_HEADINGS
    seen, of, rate = measure
    return Head(
        chance.choice(GROUPS[name].headings), chance.choice(kinds), seen, of, rate if chance.random() < share else ""
    )


def headings():
    """Every list of groups and every pair of counts, under headings as they are met."""
    spans = (months(15), [NO_PERIOD], years(3), quarters(6), months(12), months(14))
    every = list(GROUPS)
    for at in range(2 * len(MEASURES)):
        name, measure = every[at % len(every)], MEASURES[at % len(MEASURES)]
        chance = dice("headings", at)
        periods = spans[at % len(spans)]
        truth = invent(f"headings {at}", GROUPS[name].names, periods, ordered=GROUPS[name].ordered)
        head = head_of(chance, name, measure, periods)
        style = chance.choice(list(MONTHS)[:6]) if periods[-1].kind == "month" else None
        form = chance.choice((CSV, CSV, XLSX))
        sheet = long(lines(truth), head.but(style=style), group_first=at % 2 == 0)
        yield case("headings", f"{head.group} {head.seen} {head.of} {at}", truth, sheet, form=form)


def low_is_good():
    """Measures where the group with the highest rate is served least well, as the headings say."""
    for at, measure in enumerate(LOW_IS_GOOD):
        name = ("ethnic five", "fifths said", "sex", "ages", "wards", "language")[at]
        periods = (months(14), [NO_PERIOD])[at % 2]
        truth = invent(f"low {at}", GROUPS[name].names, periods, low_is_good=True, ordered=GROUPS[name].ordered)
        if GROUPS[name].ordered:
            truth = invent(f"low {at}", GROUPS[name].names[::-1], periods, low_is_good=True, ordered=True)
        head = head_of(dice("low", at), name, measure, periods)
        yield case("low is good", measure[0], truth, long(lines(truth), head))


def unknown():
    """People whose group is not recorded are never an end of the gap, whatever the file calls them."""
    for at, word in enumerate(UNKNOWN):
        name = "men and women" if word == "X" else ("ethnic five", "ethnic NHS", "ethnic ONS")[at % 3]
        if word in ("Z", "99", "99 - Not known"):
            name = "ethnic codes" if word == "Z" else "ethnic five"
        periods = (months(13), [NO_PERIOD], years(2))[at % 3]
        truth = invent(f"unknown {at}", GROUPS[name].names, periods, unknown=True)
        truth = truth.but(alike=word not in NOT_A_GROUP_TO_ALL)
        chance = dice("unknown", at)
        head = head_of(chance, name, chance.choice(MEASURES), periods)
        if word == "X":
            head = head.but(group="Person stated gender")
        sheet = long(lines(truth, 99 if word == "99" else word, "Total" if at % 4 == 0 else None), head)
        yield case("unknown", word or "blank", truth, sheet, form=(CSV, CSV, CSV, XLSX)[at % 4])
    several = ("Not stated", "Unknown", "Refused", "NULL", "")
    for at, form in enumerate((CSV, XLSX, ODS)):
        truth = invent(f"several {at}", GROUPS["ethnic five"].names, months(13), unknown=True)
        every = [line for word in several for line in lines(truth, word)]
        known = {(line.name, line.count.period): line for line in every}
        sheet = long(sorted(known.values(), key=lambda line: line.count.period), Head(group=ETHNIC[at]))
        yield case("unknown", f"five words at once {at}", truth, sheet, form=form)
    for at, (name, word) in enumerate((
        ("sex", "Not specified"), ("fifths", "Unknown"), ("ages", "Not known"),
        ("fifths said", "No postcode"), ("language", "Not recorded"), ("disability", "Prefer not to say"),
    )):  # fmt: skip
        truth = invent(f"others {at}", GROUPS[name].names, months(13), unknown=True, ordered=GROUPS[name].ordered)
        head = Head(group=GROUPS[name].headings[0])
        yield case("unknown", f"{name} {word}", truth, long(lines(truth, word, total="Total"), head))


def totals():
    """A row for everybody together, under many names, first or last, and known only by its sum."""
    for at, word in enumerate(TOTAL):
        name = ("ethnic five", "fifths said", "sex", "wards")[at % 4]
        if word in ("England", "Practice total", "ICB total"):
            name = "regions" if word == "England" else "wards"
        periods = ([NO_PERIOD], months(13), years(2))[at % 3]
        truth = invent(f"totals {at}", GROUPS[name].names, periods, unknown=at % 2 == 1, ordered=GROUPS[name].ordered)
        chance = dice("totals", at)
        head = head_of(chance, name, chance.choice(MEASURES), periods)
        sheet = long(lines(truth, "Not known", word, total_first=at % 3 == 0), head)
        yield case("totals", word, truth, sheet, form=(CSV, XLSX)[at % 2])
    for at, (name, word) in enumerate(ONLY_BY_SUM.items()):
        truth = invent(f"sum {at}", GROUPS[name].names, ([NO_PERIOD], months(13))[at % 2])
        head = Head(group=GROUPS[name].headings[0], seen="Seen", of="Invited")
        yield case("totals", f"by its sum only {word}", truth, long(lines(truth, total=word), head))


def totals_elsewhere():
    """Another column splits every group into parts, and one of its values is their total (or all values are one)."""
    for at, (heading, parts, whole) in enumerate((
        ("Specialty", ("Cardiology", "General surgery", "Urology"), "Total"),
        ("Age", ("18-64", "65+"), "All ages"),
        ("Sex", ("Male", "Female"), "Persons"),
        ("Clinic", ("Clinic A", "Clinic B"), "All clinics"),
        ("Treatment Function", ("Dermatology", "ENT", "Gynaecology"), "All specialties"),
        ("Dose", ("First", "Second"), "All doses"),
    )):  # fmt: skip
        truth = invent(f"elsewhere {at}", GROUPS["ethnic five"].names, (months(13), [NO_PERIOD])[at % 2], size=400)
        head = Head(group=ETHNIC[at % len(ETHNIC)], seen="Seen", of="Invited")
        if heading in ("Age", "Sex"):  # a split of the same people, which some readers would ask about
            truth = truth.but(alike=False, also=(_gap_of_parts(truth, parts),))
        yield case(
            "totals elsewhere", f"{heading} {whole}", truth, _in_parts(truth, head, heading, parts, whole),
            form=(CSV, XLSX)[at % 2],
        )  # fmt: skip
    for at, (heading, word) in enumerate((("Sex", "Persons"), ("Age", "All ages"), ("Specialty", "All"))):
        truth = invent(f"constant {at}", GROUPS["fifths said"].names, months(13), ordered=True)
        sheet = with_column(long(lines(truth), Head(group="Deprivation fifth")), heading, word, 1)
        yield case("totals elsewhere", f"one value only {heading}", truth, sheet)


def _in_parts(truth, head, heading, parts, whole):
    """Each count in parts that add up to it, and the whole beside them."""
    sheet = long(lines(truth), head)
    first = len(sheet.rows[0]) - 2
    rows = [[*sheet.rows[0][:first], heading, *sheet.rows[0][first:]]]
    for row in sheet.rows[1:]:
        key, seen, of = row[:first], row[first], row[first + 1]
        for at, part in enumerate(parts):
            rows.append([*key, part, _share(seen, at, len(parts)), _share(of, at, len(parts))])
        rows.append([*key, whole, seen, of])
    return replace(sheet, rows=rows)


def _share(count, at, parts):
    """The part of a count that falls to one of so many parts; the first gets what is left over."""
    return count // parts + (count % parts if at == 0 else 0)


def _gap_of_parts(truth, parts):
    """The gap between the parts themselves, over the latest year."""
    latest = [one for one in truth.counts if one.period in truth.periods[-truth.latest :]]
    rates = {}
    for at, part in enumerate(parts):
        seen, of = (sum(_share(count, at, len(parts)) for count in all_) for all_ in
            ([one.seen for one in latest], [one.of for one in latest]))  # fmt: skip
        rates[part] = 100 * seen / of
    return gap_of(rates)
