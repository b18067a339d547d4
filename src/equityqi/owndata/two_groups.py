"""Two groups' counts: how far apart they are, in words, as a picture and as a draft aim. Plain Python, so that a page
in a browser says what ``look`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from equityqi.plain_words import listed, upper_first
from equityqi.privacy.hiding_rules import as_passed_on
from equityqi.project.parts import FLOOR, Aim
from equityqi.project.shares import points_in_full
from equityqi.share_intervals import newcombe_limits, share_with_limits
from equityqi.svg.drawing import Drawing
from equityqi.svg.gap import Pair, gap_over_two_times
from equityqi.tables.hidden_counts import SMALLEST_SHOWN

NO_AIM = "The gap is less than 1 percentage point, so there’s no draft aim."


@dataclass(frozen=True)
class Group:
    """One group: how many people have the outcome, out of how many."""

    name: str
    count: int
    of: int

    @property
    def share(self) -> float:
        """Return the share in per cent."""
        return 100 * self.count / self.of


@dataclass(frozen=True)
class TwoGroups:
    """The group served least well and the one it is compared with; ``gap`` and its interval in percentage points.

    ``gap`` is above 0 where ``least`` is behind. ``ratio`` is the share of ``least`` divided by that of ``best``; None
    where nobody in ``best`` has the outcome.
    """

    least: Group
    best: Group
    gap: float
    low: float
    high: float
    ratio: float | None

    @property
    def too_small(self) -> bool:
        """Whether fewer than 8 people in a group have, or lack, the outcome: too few to print or to judge."""
        return any(min(group.count, group.of - group.count) < SMALLEST_SHOWN for group in (self.least, self.best))

    @property
    def digits(self) -> int:
        """Return how many decimals a share is told with: three only where both are small. More would give exact
        counts back.
        """
        return 1 if max(self.least.share, self.best.share) >= 2 else 3


def compare(one: Group, other: Group, better: int) -> TwoGroups:
    """Return how far two groups lie apart; the one that is behind comes first. ``better``: 1 where more is better, -1
    where less is.

    Source: Newcombe (1998), method 10, as :func:`equityqi.gaps.gap`.

    >>> found = compare(Group("least deprived", 1148, 1312), Group("most deprived", 620, 800), better=1)
    >>> found.least.name, [round(value, 2) for value in (found.gap, found.low, found.high, found.ratio)]
    ('most deprived', [10.0, 6.65, 13.46, 0.89])
    """
    least, best = sorted((one, other), key=lambda group: better * group.share)
    high, low = (best, least)[::better]  # the larger share first, so that the gap is above 0
    limits = newcombe_limits(share_with_limits(high.count, high.of), share_with_limits(low.count, low.of))
    ratio = least.share / best.share if best.count else None
    return TwoGroups(least, best, high.share - low.share, *(100 * end for end in limits), ratio)


def gap_sentences(found: TwoGroups, period: str) -> str:
    """Return what the gap is, its interval and the ratio; without a number where too few people tell it.

    ``period`` says when, such as "from April 2025 to March 2026"; "" where nobody knows.

    >>> gap_sentences(compare(Group("A", 26, 50), Group("B", 66, 100), 1), "in 2025/26")[:93]
    'A: 52.0%, and B: 66.0%, in 2025/26. The gap is 14.0 percentage points (95% interval −2.4 to 3'
    """
    least, best, when = found.least, found.best, f", {period}" if period else ""
    if found.too_small:
        return too_small(least.name, best.name, period)
    ahead = (
        f" Here {least.name} is ahead of {best.name}: swap the two, or check whether more is better."
        if found.gap < 0
        else ""
    )
    ratio = "" if found.ratio is None else f" The ratio of the two shares is {found.ratio:.2f}."
    return (
        f"{_shares(found)}{when}. The gap is {_signed(found.gap, found.digits)} percentage points"
        f" ({_interval(found)}).{ratio} {_chance(found)}{ahead}"
    )


def too_small(least: str, best: str, period: str) -> str:
    """Return what is said of two groups of which one has too few people."""
    return (
        f"The counts of {least} or {best} are too small to print or to judge{period and f' {period}'}."
        " Put several months together, or fewer groups, before you call it a gap."
    )


def apart_sentences(found: TwoGroups, period: str) -> str:
    """Return how far two groups lie apart, without a word on which of them is served less well."""
    if found.too_small:
        return gap_sentences(found, period)
    when = f", {period}" if period else ""
    return (
        f"{_shares(found)}{when}. They are {_signed(found.gap, found.digits)} percentage points apart"
        f" ({_interval(found)}). {_chance(found)}"
    )


def _shares(found: TwoGroups) -> str:
    return ", and ".join(f"{group.name}: {_share(group, found.digits)}" for group in (found.least, found.best))


def _share(group: Group, digits: int) -> str:
    """Return a share in words; one that would round to nothing has its first figure.

    >>> _share(Group("A", 104, 16_000), 1), _share(Group("B", 8, 40_000), 1)
    ('0.7%', '0.02%')
    """
    return f"{group.share:.{digits}f}%" if round(group.share, digits) or not group.count else f"{group.share:.1g}%"


def _interval(found: TwoGroups) -> str:
    return f"95% interval {_signed(found.low, found.digits)} to {_signed(found.high, found.digits)}"


def _chance(found: TwoGroups) -> str:
    sure = "leaves out 0" if found.low * found.high > 0 else "includes 0, so the gap may be chance"
    return f"The interval {sure}."


def picture(found: TwoGroups, measure: str) -> Drawing | None:
    """Return both groups on one scale, with the gap; None where a number would stand for few people."""
    if found.too_small:
        return None
    least, best = (_share(group, found.digits) for group in (found.least, found.best))
    gap = f"{_signed(found.gap, found.digits)} percentage points"
    pair = Pair("Both groups", found.least.share, found.best.share, least, best, gap)
    title = upper_first(measure) or "The gap"
    return gap_over_two_times([pair], (found.least.name, found.best.name), title, f"The gap is {gap}.")


def aim_of(found: TwoGroups, measure: str, better: int) -> Aim | None:
    """Return the aim's fields that the counts fill; None where the gap is below 1 percentage point, or told by few
    people.
    """
    if not found.gap >= 1 or found.too_small:
        return None
    sides = {"group": found.least, "comparator": found.best}
    numbers = {f"baseline_{side}": round(group.share, 1) for side, group in sides.items()}
    numbers |= {f"baseline_{side}_n": group.count for side, group in sides.items()}
    numbers |= {f"baseline_{side}_of": group.of for side, group in sides.items()}
    return Aim(
        measure=measure,
        group=found.least.name,
        comparator=found.best.name,
        direction="up" if better == 1 else "down",
        floor=FLOOR,
        **numbers,
    )


def aim_sentences(aim: Aim, period: str, shown: Mapping[str, str]) -> str:
    """Return a draft aim in words, with [square brackets] round what people still have to say.

    ``shown``: the counts of a group as they may be passed on, such as "about 25 out of 50", by its name.
    """
    now, other, better = aim.baseline_group, aim.baseline_comparator, 1 if aim.direction == "up" else -1
    least, best = (
        Group("", aim.baseline_group_n, aim.baseline_group_of),
        Group("", aim.baseline_comparator_n, aim.baseline_comparator_of),
    )
    gap = round(better * (best.share - least.share), 1)  # of the counts, so that it is the gap of the sentence too
    counts = [f"about {shown[name]} for {name}" for name in (aim.group, aim.comparator) if shown.get(name)]
    baseline = f" The baseline is {listed(counts)}{period and f', {period}'}." if counts else ""
    return (
        f"By [date], in [place], move {aim.measure or '[measure]'} for {aim.group} from {now:g}% to [about"
        f" {now + better * gap / 2:.0f}%], while {aim.comparator} stays at {other:g}% or better, so that the gap goes"
        f" from {gap:.3g} percentage points to [{gap / 2:.0f}], with {points_in_full(FLOOR)}.{baseline}"
        " Change what’s in [brackets] together with the people it’s about."
    )


def shown_counts(found: TwoGroups) -> dict[str, str]:
    """Return the counts of both groups by name, rounded as the course's rule says; {} where one is too small.

    >>> shown_counts(compare(Group("A", 151, 298), Group("B", 66, 100), 1))
    {'A': '150 out of 295', 'B': '65 out of 100'}
    """
    groups = () if found.too_small else (found.least, found.best)
    told = {group.name: as_passed_on(group.count, group.of) for group in groups}
    return {name: f"{count:,} out of {of:,}" for name, (count, of) in told.items()}


def _signed(value: float, digits: int) -> str:
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")  # no −0.0
