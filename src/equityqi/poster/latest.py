"""The latest numbers of both groups of an aim, from a case's figures or from counts that a team typed."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.cases.case import Case
from equityqi.cases.case_lookup import measure_of, members
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN, RULES
from equityqi.project.aim import NEAR_DATA
from equityqi.project.parts import Aim
from equityqi.share_intervals import newcombe_limits, share_with_limits
from equityqi.tables.calendar_names import MONTHS
from equityqi.typed_input import number

YEAR = {"month": 12, "quarter": 4}  # periods in a year
ROUND_TO = RULES["hes"].nearest


@dataclass(frozen=True)
class Pair:
    """Two groups in one window of time: [numerator, denominator] of each, per ``per``; ``times``: how often the same
    people are counted in it.
    """

    least: tuple[float, float]
    best: tuple[float, float]
    period: str
    per: int = 100
    times: int = 1

    @property
    def shares(self) -> tuple[float, float]:
        """What each group has, in per cent or per 1,000."""
        return self.per * self.least[0] / self.least[1], self.per * self.best[0] / self.best[1]

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of how far they lie apart (Newcombe 1998, method 10), from low to high.

        >>> [round(end, 2) for end in Pair((80, 100), (70, 100), "").interval]
        [-2.02, 21.67]
        """
        least, best = (share_with_limits(count / self.times, of / self.times) for count, of in self.both)
        low, high = newcombe_limits(least, best)
        ends = (low, high) if least[0] >= best[0] else (-high, -low)
        return ends[0] * self.per, ends[1] * self.per

    @property
    def small(self) -> tuple[bool, bool]:
        """Whether a count of 1 to 7 stands behind the number of each group, on either side."""
        return tuple(
            any(1 <= part <= LARGEST_HIDDEN for part in (count, of - count)) for count, of in (self.least, self.best)
        )

    def denominators(self) -> str:
        """Return the counts of both groups as a document shows them; "" where one is small.

        >>> Pair((2483, 4800), (4011, 6000), "June 2026").denominators()
        'June 2026: 2,485 of 4,800 and 4,010 of 6,000, rounded to the nearest 5.'
        """
        if any(self.small):
            return ""
        told = [f"{_rounded(count / self.times):,} of {_rounded(of / self.times):,}" for count, of in self.both]
        mean = " a period on average" if self.times > 1 else ""
        return f"{self.period}: {told[0]} and {told[1]}{mean}, rounded to the nearest {ROUND_TO}."

    @property
    def both(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self.least, self.best


def _rounded(count: float) -> int:
    return int(ROUND_TO * round(count / ROUND_TO))


def pair_of_aim(aim: Aim, case: Case | None) -> Pair | None:
    """Return the numbers of an aim's measure nearest to its baselines: of the latest year, or of the last period."""
    if case is None:
        return _typed(aim)
    found = pairs_of(case, aim.measure, aim)
    typed = number(aim.baseline_group), number(aim.baseline_comparator)
    if None in typed:
        return found[0] if found else None
    near = [max(abs(one - other) for one, other in zip(pair.shares, typed, strict=True)) for pair in found]
    return found[near.index(min(near))] if near and min(near) <= NEAR_DATA else None


def pairs_of(case: Case, measure: str, aim: Aim) -> list[Pair]:
    """Return both groups of an aim in a measure of the case: over the latest year and, where the tables say so, in the
    last period; [] where the tables do not hold them.
    """
    if not (id := measure_of(case, measure)):
        return []
    ends = [members(case, id, name) for name in (aim.group, aim.comparator)]
    if not all(ends):
        return []
    found, about = [], case.measures[id]
    series = case.series(id) if at_both_ends(aim, case) else {}
    if not series:
        counts = [_latest(case, id, who) for who in ends]
        if all(counts) and all(of for _, of in counts):
            words = str(case.figures.get("latest-period", "")) if about.time else ""
            found.append(Pair(*counts, words, about.per, YEAR.get(about.time, 1) if about.same_people else 1))
        return found
    for many in (YEAR[series["time"]], 1):
        least, best = (
            tuple(sum(row[place] for row in series[end][-many:]) for place in (0, 1)) for end in ("worst", "best")
        )
        words = period_in_words(series["periods"][-many:], series["time"])
        if least[1] and best[1]:
            found.append(Pair(least, best, words, about.per, many if about.same_people else 1))
    return found


def at_both_ends(aim: Aim, case: Case) -> bool:
    """Whether an aim compares the two ends of the case's main gap."""
    by, id = case.file.gap.by, measure_of(case, aim.measure) or case.file.gap.right
    if by not in case.measures[id].by:
        return False
    ends = case.groups[by]
    named = [members(case, id, name) for name in (aim.group, aim.comparator)]
    return named == [{by: frozenset({level})} for level in (ends.worst, ends.best)]


def _latest(case: Case, id: str, who) -> tuple[float, float]:
    splits = tuple(split for split in case.measures[id].by if split in who)
    rows = [
        row
        for row in (case.latest_counts(id, splits) or [])
        if all(level in who[split] for split, level in zip(splits, row, strict=False))
    ]
    return sum(row[-2] for row in rows), sum(row[-1] for row in rows)


def _typed(aim: Aim) -> Pair | None:
    """Return the counts behind the baselines that a team typed."""
    counts = [
        number(value)
        for value in (
            aim.baseline_group_n,
            aim.baseline_group_of,
            aim.baseline_comparator_n,
            aim.baseline_comparator_of,
        )
    ]
    if None in counts or not (0 <= counts[0] <= counts[1] and 0 <= counts[2] <= counts[3]):
        return None
    if not (counts[1] and counts[3]):
        return None
    found = Pair((counts[0], counts[1]), (counts[2], counts[3]), "Now")
    near = zip(found.shares, (number(aim.baseline_group), number(aim.baseline_comparator)), strict=True)
    return found if all(typed is not None and abs(share - typed) <= NEAR_DATA for share, typed in near) else None


def period_in_words(periods: list[str], time: str) -> str:
    """Return the days on which periods begin as one span.

    >>> period_in_words(["2025-07-01", "2026-06-01"], "month"), period_in_words(["2026-04-01"], "quarter")
    ('July 2025 to June 2026', 'April to June 2026')
    """
    year, month = periods[0][:4], int(periods[0][5:7])
    last_year, last = periods[-1][:4], int(periods[-1][5:7]) + (2 if time == "quarter" else 0)
    if (year, month) == (last_year, last):
        return f"{MONTHS[month - 1]} {year}"
    return f"{MONTHS[month - 1]}{'' if year == last_year else f' {year}'} to {MONTHS[last - 1]} {last_year}"
