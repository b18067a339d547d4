"""What the reader says of a file, and whether that is right, a question, a refusal or wrong."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt

from equityqi.privacy import PeopleInTable
from equityqi.tables import ReadError
from tests.tables.corpus.truth import gap_of

RIGHT, ASKED, REFUSED, WRONG = "right", "asked", "refused", "wrong"
OUTCOMES = (RIGHT, ASKED, REFUSED, WRONG)
CLOSE = 0.06  # percentage points: what rounding to one place may change


@dataclass(frozen=True)
class Told:
    """What was told: two groups and the points between them, a range, questions, a refusal, or an error."""

    gap: tuple | None = None
    bounds: tuple | None = None
    interval: tuple | None = None
    asks: tuple[str, ...] = ()
    refusal: str = ""
    error: str = ""

    def __str__(self):
        said = []
        if self.gap:
            said.append("{} to {}, {:.2f} percentage points".format(*self.gap))
        if self.bounds:
            said.append("a range from {:.2f} to {:.2f}".format(*self.bounds))
        said += [f"asks: {one}" for one in self.asks]
        if self.refusal:
            said.append(f"refuses: {self.refusal}")
        if self.error:
            said.append(f"an error that no person can read: {self.error}")
        return "; ".join(said) or "nothing at all"


def tell(look, path):
    """What ``look`` tells of a file, without any choice made. Exceptions other than refusals are errors."""
    try:
        seen = look(path)
    except (ReadError, PeopleInTable) as why:
        return Told(refusal=str(why))
    except Exception as why:
        return Told(error=f"{type(why).__name__}: {why}")
    gap, interval = seen.gap, None
    if gap is not None:
        distance = gap.absolute
        interval = (distance.lower, distance.upper)
        gap = (str(gap.worst), str(gap.best), float(distance.value))
    asks = tuple(one.sentence for one in seen.asks)
    return Told(gap, seen.bounds, interval, asks, "" if gap or asks or seen.bounds else seen.sentence)


def judge(told, truth):
    """One of `OUTCOMES`. A wrong gap is wrong even beside a question; silence and errors are wrong too."""
    if told.gap and not any(_same(told.gap, gap, truth) for gap in _true(truth)) and not _holds(told, truth):
        return WRONG
    if told.bounds and not _holds(told, truth):
        return WRONG
    if told.asks:
        return ASKED if all(told.asks) else WRONG
    if told.gap or told.bounds:
        return RIGHT
    if not told.refusal:
        return WRONG
    return RIGHT if truth.why else REFUSED


def _true(truth):
    return [*([truth.gap] if truth.gap else []), *truth.also]


def _same(told, gap, truth):
    """Is this the gap: the same groups in the same order (or groups as far out as these), and the same points?"""
    worst, best, points = told
    if abs(abs(points) - gap.points) > CLOSE:
        return False
    rates = {plain(name): rate for name, rate in truth.rates().items()}
    return all(
        plain(name) == plain(end)
        or (gap is not None and gap == truth.gap and rates.get(plain(name)) == rates[plain(end)])
        for name, end in ((worst, gap.worst), (best, gap.best))
    )


def plain(name):
    """A name without capitals and outer spaces."""
    return " ".join(str(name).split()).casefold()


def _holds(told, truth):
    """Does the range hold the gap, and is it no wider than hidden counts of 0 to 10 could make it?"""
    if not told.bounds or truth.why:
        return False
    low, high = sorted(map(abs, told.bounds)) if told.bounds[1] <= 0 else told.bounds
    least, most = truth.range
    ends = not told.gap or (plain(told.gap[0]), plain(told.gap[1])) == (plain(truth.gap.worst), plain(truth.gap.best))
    return ends and low - CLOSE <= truth.gap.points <= high + CLOSE and least - 0.5 <= low and high <= most + 0.5


def describe(case, path, told):
    """A failure that a person can act on: the file, what was told, the truth."""
    truth = case.truth
    right = f"no gap: {truth.why}" if truth.why else _words(truth.gap)
    if truth.also:
        right += " (or " + " or ".join(_words(gap) for gap in truth.also) + ")"
    if not truth.why and not truth.is_exact:
        right += ", and hidden counts leave {:.1f} to {:.1f}".format(*truth.range)
    return f"{path.name} ({case.title})\n    told:  {told}\n    truth: {right}"


def _words(gap):
    return f"{gap.worst} to {gap.best}, {gap.points:.2f} percentage points"


def interval(truth):
    """Newcombe's 95% interval of the gap over the latest year (his method 10, from two Wilson intervals)."""
    gap, sums = gap_of(truth.rates(), truth.low_is_good), {}
    within = set(truth.periods[-truth.latest :])
    for one in truth.counts:
        if one.period in within:
            seen, of = sums.get(one.group, (0, 0))
            sums[one.group] = seen + one.seen, of + one.of
    (low, low_range), (high, high_range) = sorted((seen / of, wilson(seen, of)) for seen, of in
        (sums[gap.worst], sums[gap.best]))  # fmt: skip
    down = sqrt((high - high_range[0]) ** 2 + (low_range[1] - low) ** 2)
    up = sqrt((high_range[1] - high) ** 2 + (low - low_range[0]) ** 2)
    return 100 * (high - low - down), 100 * (high - low + up)


def wilson(seen, of, z=1.959964):
    """Wilson's interval of a proportion.

    >>> [round(limit, 3) for limit in wilson(40, 100)]
    [0.309, 0.498]
    """
    share, wide = seen / of, z * z / of
    middle, half = share + wide / 2, z * sqrt(share * (1 - share) / of + wide / (4 * of))
    return (middle - half) / (1 + wide), (middle + half) / (1 + wide)


def table(results):
    """The outcomes by kind, as lines of text: right, asked, refused, wrong."""
    by_kind = {}
    for case, _, outcome in results:
        by_kind.setdefault(case.kind, Counter())[outcome] += 1
    by_kind["all"] = sum(by_kind.values(), Counter())
    lines = [f"{'kind':22}" + "".join(f"{name:>9}" for name in ("files", *OUTCOMES))]
    for kind, found in by_kind.items():
        lines.append(f"{kind:22}{found.total():9}" + "".join(f"{found[name]:9}" for name in OUTCOMES))
    return "\n".join(lines)


def shares(results):
    """Of the files that two people read alike and that hold a gap: the shares told rightly unasked, and refused."""
    alike = [outcome for case, _, outcome in results if case.truth.alike and not case.truth.why]
    return alike.count(RIGHT) / len(alike), alike.count(REFUSED) / len(alike), len(alike)
