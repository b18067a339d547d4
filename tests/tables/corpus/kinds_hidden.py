"""Kinds that turn on counts the publisher hides: the marks, where they stand, and what is left to say."""

from tests.tables.corpus.case import CSV, ODS, XLSX, case, dice
from tests.tables.corpus.dress import between
from tests.tables.corpus.labels import NO_PERIOD, months, quarters, years
from tests.tables.corpus.layouts import Head, lines, long, months_across
from tests.tables.corpus.truth import Count, invent
from tests.tables.corpus.words import GROUPS, HIDDEN

HEAD = Head("Ethnic group", "Month", "Seen", "Invited")
ETHNIC_FIVE = GROUPS["ethnic five"].names
SMALL = "Gypsy or Irish Traveller"
NOT_SURE = ("#",)  # it may be an error or a mark


def cases():
    yield from small_groups()
    yield from no_end_of_the_gap()
    yield from older_months()
    yield from placeholders()
    yield from shown_though_small()


def with_small_group(seed, periods, most=4):
    """A truth in which one small group is served least well, and its counts of 1 to ``most`` are hidden."""
    truth = invent(seed, ETHNIC_FIVE, periods, size=300, spread=0.4)
    chance, counts, hidden = dice(seed), list(truth.counts), set()
    for period in periods:
        seen = chance.choice((2, 3, 4, 4, most + 1, most + 2, most + 3))
        counts.append(Count(SMALL, period, seen, 5 * most + chance.randint(8, 16)))
        if seen <= most:
            hidden.add((SMALL, period))
    counts.sort(key=lambda one: one.period)
    return truth.but(counts=tuple(counts), hidden=frozenset(hidden))


def small_groups():
    """The group at the bottom is small, so its low months are hidden: the gap is a range."""
    for at, mark in enumerate(HIDDEN):
        truth = with_small_group(f"hidden {mark}", months(12), {"1-7": 7, "<=7": 7, "≤5": 5}.get(mark, 4))
        truth = truth.but(alike=mark not in NOT_SURE)
        sheet = long(lines(truth), HEAD.but(mark=mark, share="% seen" if at % 4 == 1 else ""))
        form = (CSV, CSV, XLSX, ODS)[at % 4]
        yield case("hidden counts", f"{mark} {form.ending}", truth, sheet, form=form)
    for at, mark in enumerate(("*", "[c]", "<5")):
        truth = with_small_group(f"hidden and said {at}", months(14))
        note = ("* = a number between 1 and 4", "[c] = hidden: fewer than 5 people", "<5: small numbers are hidden")[at]
        sheet = between(long(lines(truth), HEAD.but(mark=mark)), (), (None, note))
        yield case("hidden counts", f"explained below {mark}", truth, sheet, form=(CSV, XLSX, CSV)[at])
    truth = with_small_group("hidden across", quarters(4))
    yield case("hidden counts", "quarters across", truth, months_across(lines(truth), HEAD.but(mark="c")), form=XLSX)


def no_end_of_the_gap():
    """A group in the middle has hidden counts: the gap between the ends is exact all the same."""
    for at, mark in enumerate(("*", "<5", "c", "[c]")):
        truth = invent(f"middle {at}", ETHNIC_FIVE, months(12), size=300, spread=0.4)
        counts, hidden, middle = list(truth.counts), set(), "Arab"
        chance = dice("middle", at)
        for period in truth.periods:
            seen = chance.choice((4, 5, 6, 7, 8))
            counts.append(Count(middle, period, seen, 2 * seen + chance.choice((-1, 0, 1))))
            if seen < 5:
                hidden.add((middle, period))
        counts.sort(key=lambda one: one.period)
        truth = truth.but(counts=tuple(counts), hidden=frozenset(hidden))
        yield case("hidden counts", f"of a group in the middle {mark}", truth, long(lines(truth), HEAD.but(mark=mark)))


def older_months():
    """Counts were hidden before the latest year only: the gap of now is exact."""
    for at, mark in enumerate(("*", "[c]", "≤5")):
        truth = invent(f"older {at}", ETHNIC_FIVE, months(24), size=300)
        worst = truth.gap.worst
        counts = [
            Count(one.group, one.period, 4, 60) if one.group == worst and one.period in truth.periods[:9] else one
            for one in truth.counts
        ]
        hidden = frozenset((worst, period) for period in truth.periods[:9])
        truth = truth.but(counts=tuple(counts), hidden=hidden)
        yield case("hidden counts", f"in older months only {mark}", truth, long(lines(truth), HEAD.but(mark=mark)))


def placeholders():
    """Not hidden but missing: no bounds are known, so the group's rate of the year is not known either."""
    for mark in ("-99", "..", "[x]", "n/a", "NULL", ""):
        truth = with_small_group(f"missing {mark}", months(12))
        told = truth.but(alike=False)
        yield case("missing counts", mark or "blank", told, long(lines(truth), HEAD.but(mark=mark)))
    for at, mark in enumerate(("*", "[c]")):
        truth = with_small_group(f"both hidden {mark}", months(12))
        truth = truth.but(alike=False, why="denominators are hidden too, and no bounds are known for them")
        sheet = long(lines(truth), HEAD.but(mark=mark))
        for row in sheet.rows[1:]:
            if row[2] == mark:
                row[3] = mark
        note = f"{mark} = a number below 5, or one that would give such a number away"
        sheet = between(sheet, (), (None, note))
        yield case("missing counts", f"seen and invited both {mark}", truth, sheet, form=(CSV, XLSX)[at])


def shown_though_small():
    """The group at the bottom has fewer than ten people seen in the year: its rate may be told, or left out."""
    for at, periods in enumerate(([NO_PERIOD], years(2), months(12))):
        truth = invent(f"small {at}", ETHNIC_FIVE, periods, size=300, spread=0.4)
        seen = [int(turn < 7) if len(periods) == 12 else 7 for turn in range(len(periods))]
        small = [Count(SMALL, period, some, 60) for period, some in zip(periods, seen, strict=True)]
        counts = tuple(sorted((*truth.counts, *small), key=lambda one: one.period))
        told = truth.but(counts=counts, alike=False, also=(truth.gap,))
        yield case("small numbers", periods[-1].kind, told, long(lines(told), HEAD))
