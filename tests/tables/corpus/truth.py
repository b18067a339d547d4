"""What is true of a table of the corpus: counts by group and period, and the gap that plain sums of them give."""

import random
from dataclasses import dataclass, replace

from tests.tables.corpus.labels import Period, a_year

CLEAR = 1.0  # percentage points by which the worst and the best group stand apart from the next one
MOST_TURNS = 50
MOST_HIDDEN = 10  # no publisher hides a count above this


@dataclass(frozen=True)
class Count:
    """``seen`` of ``of`` people of one group in one period."""

    group: str
    period: Period
    seen: int
    of: int


@dataclass(frozen=True)
class Gap:
    """The group served least well, the one served best, and the distance in percentage points."""

    worst: str
    best: str
    points: float


@dataclass(frozen=True)
class Truth:
    """What a careful person who knows the file would say.

    ``unknown``: people whose group is not recorded. ``hidden``: counts the publisher hides, by group and period.
    ``latest``: how many of the last periods make the latest year. ``why``: why no gap can be told, or "".
    ``alike``: two sensible people who get the file would read it in the same way without asking. ``also``: other
    gaps that are true of this file (of its second breakdown, say), any of which may be told.
    """

    counts: tuple[Count, ...]
    unknown: tuple[Count, ...] = ()
    hidden: frozenset[tuple[str, Period]] = frozenset()
    latest: int = 12
    low_is_good: bool = False
    alike: bool = True
    why: str = ""
    also: tuple[Gap, ...] = ()

    @property
    def groups(self):
        return tuple(dict.fromkeys(one.group for one in self.counts))

    @property
    def periods(self):
        return tuple(dict.fromkeys(one.period for one in self.counts))

    def rates(self, periods=None):
        """Group -> per cent over the latest year (or over the periods given)."""
        sums, within = {group: [0, 0] for group in self.groups}, set(periods or self.periods[-self.latest :])
        for one in self.counts:
            if one.period in within:
                sums[one.group][0] += one.seen
                sums[one.group][1] += one.of
        return {group: 100 * seen / of for group, (seen, of) in sums.items() if of}

    @property
    def gap(self):
        return None if self.why else gap_of(self.rates(), self.low_is_good)

    @property
    def is_exact(self):
        """No hidden count is in the latest year of any group that could be an end of the gap."""
        low, high = self.range
        return high - low < 1e-9

    @property
    def range(self):
        """The lowest and highest gap between worst and best when each hidden count may be 0 to 10."""
        gap = gap_of(self.rates(), self.low_is_good)
        ends = [self._end(gap.worst), self._end(gap.best)]
        sign = -1 if self.low_is_good else 1
        far = [sign * (best - worst) for worst in ends[0] for best in ends[1]]
        return min(far), max(far)

    def _end(self, group):
        within = set(self.periods[-self.latest :])
        rows = [one for one in self.counts if one.group == group and one.period in within]
        hidden = [one for one in rows if (one.group, one.period) in self.hidden]
        shown, of = sum(one.seen for one in rows) - sum(one.seen for one in hidden), sum(one.of for one in rows)
        return 100 * shown / of, 100 * (shown + sum(min(MOST_HIDDEN, one.of) for one in hidden)) / of

    def but(self, **changes):
        """This truth with some of its fields changed."""
        return replace(self, **changes)


def gap_of(rates, low_is_good=False):
    """The gap between the ends of group -> per cent.

    >>> gap_of({"White": 40.0, "Black": 33.0, "Asian": 36.0})
    Gap(worst='Black', best='White', points=7.0)
    """
    low, high = min(rates, key=rates.get), max(rates, key=rates.get)
    worst, best = (high, low) if low_is_good else (low, high)
    return Gap(worst, best, round(rates[high] - rates[low], 6))


def invent(
    seed,
    groups,
    periods,
    *,
    unknown=False,
    size=150,
    ordered=False,
    low_is_good=False,
    stock=False,
    spread=None,
    enough=900,
):
    """A truth of these groups and periods: the ends are clear, and wrong readings give another gap.

    Before the latest year the groups are closer together, and within it they drift apart: the whole file tells too
    small a gap, the last month alone too large a one. Where ``unknown``, people whose group is not recorded have the
    lowest or the highest rate of all. ``ordered``: each group has a higher rate than the one before. ``stock``: the
    same people in each period, of which the last tells the gap of now. ``enough``: about how many people a group has
    in the latest year at least, so that no count of a year is too small to print.
    """
    for turn in range(MOST_TURNS):
        dice = random.Random(f"{seed} {turn}")
        shares = _shares(dice, groups, ordered, spread)
        latest = 1 if stock else a_year(periods)
        size = max(size, enough // latest)
        counts = _counts(dice, groups, shares, periods, latest, size, stock)
        strange = dice.choice((0.015, 0.985))
        nobody = [Count("", period, round(of * strange), of)
            for period in periods for of in [round(size * dice.uniform(0.5, 0.7))]]  # fmt: skip
        truth = Truth(tuple(counts), tuple(nobody) if unknown else (), latest=latest, low_is_good=low_is_good)
        if is_clear(truth):
            return truth
    raise ValueError(f"no clear truth for {seed}")


def _shares(dice, groups, ordered, spread):
    """Group by group the share that is seen: evenly apart around a middle, in order or not."""
    middle = 0.5 if spread else dice.uniform(0.38, 0.62)
    spread = spread or dice.uniform(max(0.15, 0.035 * len(groups)), 0.5)
    shares = [middle + spread * (at / (len(groups) - 1) - 0.5) for at in range(len(groups))]
    if not ordered:
        dice.shuffle(shares)
    return shares


def _counts(dice, groups, shares, periods, latest, size, stock):
    sizes = [dice.randint(round(size * 0.5), size * 2) for _ in groups]
    if len(groups) > 2:
        sizes[shares.index(min(shares))] = round(size * 0.4)
    middle, out, first = sum(shares) / len(shares), [], len(periods) - latest
    for at, period in enumerate(periods):
        near = 0.9 + 0.2 * (at - first + 1) / latest if at >= first else 0.45
        for group, share, people in zip(groups, shares, sizes, strict=True):
            swing = 0.005 if stock else 0.15
            of = round(people * dice.uniform(1 - swing, 1 + swing))
            rate = middle + (share - middle) * near + dice.uniform(-0.01, 0.01)
            out.append(Count(group, period, round(of * min(0.94, max(0.06, rate))), of))
    return out


def is_clear(truth):
    """Are worst and best apart from the next group, and does the whole file give another gap than the latest year?"""
    rates = sorted(truth.rates().values())
    ends = len(rates) < 3 or min(rates[1] - rates[0], rates[-1] - rates[-2]) > CLEAR
    whole = gap_of(truth.rates(truth.periods), truth.low_is_good)
    return ends and (len(truth.periods) == truth.latest or abs(whole.points - truth.gap.points) > CLEAR)
