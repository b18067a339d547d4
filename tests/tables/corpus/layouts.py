"""From a truth to rows of cells: long, wide, months across, groups across, one row a measure.

``Head`` names the columns; ``lines`` gives the counts with their total and unknown rows; each layout returns a `Sheet`.
"""

from dataclasses import dataclass, replace

from tests.tables.corpus.labels import label
from tests.tables.corpus.sheets import Sheet
from tests.tables.corpus.truth import Count


@dataclass(frozen=True)
class Head:
    """The headings, the style of the periods, and how a hidden count is marked."""

    group: str = "Group"
    period: str = "Month"
    seen: str = "Numerator"
    of: str = "Denominator"
    share: str = ""
    style: str | None = None
    mark: str = "*"

    def but(self, **changes):
        return replace(self, **changes)


@dataclass(frozen=True)
class Line:
    """One count as a file shows it: the name may be that of a total, and the count may be hidden."""

    name: object
    count: Count
    is_hidden: bool = False

    def seen(self, head):
        return head.mark if self.is_hidden else self.count.seen

    def share(self, head, places=1):
        if self.is_hidden:
            return head.mark
        return round(100 * self.count.seen / self.count.of, places) if self.count.of else None


def lines(truth, unknown="Not stated", total=None, *, total_first=False):
    """Every line of the table, period by period: the groups, those not recorded, and everybody together."""
    out = []
    for period in truth.periods:
        known = [one for one in truth.counts if one.period == period]
        nobody = [one for one in truth.unknown if one.period == period]
        here = [Line(one.group, one, (one.group, period) in truth.hidden) for one in known]
        here += [Line(unknown, one) for one in nobody]
        if total is not None:
            everyone = Count("", period, sum(one.seen for one in known + nobody), sum(one.of for one in known + nobody))
            here.insert(0 if total_first else len(here), Line(total, everyone))
        out += here
    return out


def _periods(every):
    return list(dict.fromkeys(line.count.period for line in every))


def _names(every):
    return list(dict.fromkeys(line.name for line in every))


def _cells(line, head):
    return [line.seen(head), line.count.of, *([line.share(head)] if head.share else [])]


def _counts(head):
    return [head.seen, head.of, *([head.share] if head.share else [])]


def long(every, head, *, group_first=False, name="Data"):
    """One row for each group and period; without periods, one row for each group."""
    has_period = label(every[0].count.period, head.style) is not None
    keys = [head.period, head.group] if has_period else [head.group]
    rows = [[*(keys[::-1] if group_first else keys), *_counts(head)]]
    order = sorted(every, key=lambda line: _names(every).index(line.name)) if group_first else every
    for line in order:
        key = [label(line.count.period, head.style), line.name] if has_period else [line.name]
        rows.append([*(key[::-1] if group_first else key), *_cells(line, head)])
    return Sheet(name, rows)


def merged(every, head, *, group_first=False):
    """Long, and the first column is merged over the rows that share its value."""
    sheet = long(every, head, group_first=group_first)
    merges, start = [], 1
    for at in range(2, len(sheet.rows) + 1):
        if at == len(sheet.rows) or sheet.rows[at][0] != sheet.rows[start][0]:
            if at - start > 1:
                merges.append((start, 0, at - 1, 0))
            for row in sheet.rows[start + 1 : at]:
                row[0] = None
            start = at
    return replace(sheet, merges=tuple(merges))


def _by_place(every):
    return {(line.name, line.count.period): line for line in every}


def months_across(every, head):
    """Two rows of headings: the periods (merged), and under each how many and out of how many."""
    at, wide = _by_place(every), len(_counts(head))
    top, under = [head.group], [None]
    for period in _periods(every):
        top += [label(period, head.style), *[None] * (wide - 1)]
        under += _counts(head)
    merges = [(0, 1 + wide * one, 0, wide * (one + 1)) for one in range(len(_periods(every)))]
    rows = [
        [name, *(cell for period in _periods(every) for cell in _cells(at[name, period], head))]
        for name in _names(every)
    ]  # fmt: skip
    return Sheet("Data", [top, under, *rows], ((0, 0, 1, 0), *merges))


def groups_across(every, head):
    """Two rows of headings: the groups (merged), and under each how many and out of how many; a period a row."""
    at, wide = _by_place(every), len(_counts(head))
    top, under = [head.period], [None]
    for name in _names(every):
        top += [name, *[None] * (wide - 1)]
        under += _counts(head)
    merges = [(0, 1 + wide * one, 0, wide * (one + 1)) for one in range(len(_names(every)))]
    rows = [
        [label(period, head.style), *(cell for name in _names(every) for cell in _cells(at[name, period], head))]
        for period in _periods(every)
    ]
    return Sheet("Data", [top, under, *rows], ((0, 0, 1, 0), *merges))


def groups_in_headings(every, head, joined="{group} {count}"):
    """One row of headings that say group and count at once ("White seen"); a period a row."""
    at = _by_place(every)
    headings = [joined.format(group=name, count=count) for name in _names(every) for count in _counts(head)]
    rows = [
        [label(period, head.style), *(cell for name in _names(every) for cell in _cells(at[name, period], head))]
        for period in _periods(every)
    ]
    return Sheet("Data", [[head.period, *headings], *rows])


def months_in_headings(every, head, joined="{period} {count}"):
    """One row of headings that say period and count at once ("Apr 2025 seen"); a group a row."""
    at = _by_place(every)
    periods = _periods(every)
    headings = [joined.format(period=label(one, head.style), count=count) for one in periods for count in _counts(head)]
    rows = [
        [name, *(cell for period in periods for cell in _cells(at[name, period], head))]
        for name in _names(every)
    ]  # fmt: skip
    return Sheet("Data", [[head.group, *headings], *rows])


def measures_down(every, head, measure="Measure", *, group_in_every_row=True):
    """The periods run across; each group has a row for how many and one for out of how many."""
    at, periods = _by_place(every), _periods(every)
    rows = [[head.group, measure, *(label(one, head.style) for one in periods)]]
    for name in _names(every):
        seen = [at[name, period].seen(head) for period in periods]
        rows.append([name, head.seen, *seen])
        rows.append([name if group_in_every_row else None, head.of, *(at[name, one].count.of for one in periods)])
    return Sheet("Data", rows)


def measures_long(every, head, measure="Measure", value="Value", *, shares=False):
    """One value a row: group, period, which measure, and its value."""
    has_period = label(every[0].count.period, head.style) is not None
    rows = [[*([head.period] if has_period else []), head.group, measure, value]]
    for line in every:
        key = [*([label(line.count.period, head.style)] if has_period else []), line.name]
        rows += [[*key, head.seen, line.seen(head)], [*key, head.of, line.count.of]]
        if shares:
            rows.append([*key, head.share, line.share(head)])
    return Sheet("Data", rows)


def blocks(every, head, what="period"):
    """One small table below another, each under its own caption: a period (or a group) a block."""
    out = []
    for period in _periods(every):
        out += [[str(label(period, head.style))], [head.group, *_counts(head)]]
        out += [[line.name, *_cells(line, head)] for line in every if line.count.period == period]
        out.append([])
    return Sheet("Data", out[:-1])


def two_areas(every, head):
    """How many in one block of columns and out of how many in another, each with the periods across."""
    at, periods = _by_place(every), _periods(every)
    top = [None, head.seen, *[None] * (len(periods) - 1), head.of, *[None] * (len(periods) - 1)]
    under = [head.group, *(label(one, head.style) for one in periods * 2)]
    rows = [
        [name, *(at[name, one].seen(head) for one in periods), *(at[name, one].count.of for one in periods)]
        for name in _names(every)
    ]
    merges = ((0, 1, 0, len(periods)), (0, len(periods) + 1, 0, 2 * len(periods))) if len(periods) > 1 else ()
    return Sheet("Data", [top, under, *rows], merges)


def told_apart(every, head, outcome, yes, no):
    """Counts of those who were and those who were not, one row each: their sum is out of how many."""
    rows = [[head.period, head.group, outcome, "Number"]]
    for line in every:
        key = [label(line.count.period, head.style), line.name]
        rows += [[*key, yes, line.count.seen], [*key, no, line.count.of - line.count.seen]]
    return Sheet("Data", rows)
