"""Shares, spreads and changes that a survey gives, and each in words: below 10 answers as a count, below 20 the count
first, then per cent and interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from equityqi.gaps import Estimate, proportion
from equityqi.pictures.words import number_in_words
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN

# Answers below which there is no per cent, counts lead, a role is not split off.
COUNTS_ONLY, COUNTS_FIRST, ROLE_CELL = 10, 20, 10
FEWEST_PAIRED = 5  # people below which no median of day 90 is shown


@dataclass(frozen=True)
class Share:
    """``x`` of ``n`` people who answered an item; ``target`` in per cent, 0 where the course has none; ``short`` is a
    name for a chart.
    """

    name: str
    x: int
    n: int
    target: int = 0
    short: str = ""

    @property
    def estimate(self) -> Estimate | None:
        """The per cent with its Wilson interval; None below 10 answers, where there are only counts.

        >>> told = Share("I can apply it", 13, 15).estimate
        >>> [round(one, 1) for one in (told.value, told.lower, told.upper)]
        [86.7, 62.1, 96.3]
        """
        return proportion(self.x, self.n, per=100) if self.n >= COUNTS_ONLY else None

    @property
    def needed(self) -> int:
        """How many of those who answered the target means.

        >>> [Share("", 0, 12, target).needed for target in (95, 85, 90)]
        [12, 11, 11]
        """
        return -(-self.target * self.n // 100)


@dataclass(frozen=True)
class Spread:
    """How often each answer to one item was given, by the label of its option, and how many sheets leave it blank."""

    name: str
    key: str
    counts: tuple[tuple[str, int], ...]
    blank: int


@dataclass(frozen=True)
class Change:
    """How sure people feel in one skill, from 0 to 10: a pair (before, now) for each person, in an order that tells
    nothing.
    """

    skill: str
    pairs: tuple[tuple[int, int], ...]

    def count(self, way: int) -> int:
        """Return how many went up (1), stayed (0) or went down (-1)."""
        return sum((now > before) - (now < before) == way for before, now in self.pairs)

    @property
    def median(self) -> float | None:
        """The median change; None where there is no pair."""
        return float(median(now - before for before, now in self.pairs)) if self.pairs else None


@dataclass(frozen=True)
class ThreeTimes:
    """How sure the same people feel in one skill, from 0 to 10: before the course, at its end and on day 90, one triple
    for each person, sorted.
    """

    skill: str
    triples: tuple[tuple[int, int, int], ...]

    @property
    def medians(self) -> tuple[float, ...]:
        """The median of each time; () below 5 people, where a median could be somebody's own score."""
        return tuple(map(median, zip(*self.triples, strict=True))) if len(self.triples) >= FEWEST_PAIRED else ()

    @property
    def kept(self) -> int:
        """How many are at least as sure on day 90 as at the end of the course."""
        return sum(later >= now for _, now, later in self.triples)


def share_in_words(share: Share) -> str:
    """Return a share in words.

    >>> [" ".join(share_in_words(Share("", x, n)).split()) for x, n in ((7, 8), (13, 15), (26, 30), (0, 0))]
    ['7 of 8', '13 of 15 (86.7%; 62 to 96%)', '86.7% (26 of 30; 70 to 95%)', 'no answer yet']
    """
    if not share.n:
        return "no answer yet"
    count = f"{share.x} of {share.n}"
    if share.n < COUNTS_ONLY:
        return count
    percent = number_in_words(share.estimate.value, "%")
    return (
        f"{count} ({percent}; {interval(share)})"
        if share.n < COUNTS_FIRST
        else f"{percent} ({count}; {interval(share)})"
    )


def may_be_split(share: Share) -> bool:
    """Whether a share of one role may be shown: enough answers, and no small count behind it, on either side.

    >>> [may_be_split(Share("", x, n)) for x, n in ((9, 9), (12, 12), (9, 12), (10, 20))]
    [False, True, False, True]
    """
    small = any(1 <= part <= LARGEST_HIDDEN for part in (share.x, share.n - share.x))
    return share.n >= ROLE_CELL and not small


def interval(share: Share) -> str:
    """Return the 95% interval of a share of 10 answers or more, with spaces at which no line breaks.

    >>> interval(Share("", 18, 19)).split()
    ['75', 'to', '99%']
    """
    return f"{share.estimate.lower:.0f}\u00a0to\u00a0{share.estimate.upper:.0f}%"


def target(share: Share) -> str:
    """Return the least that the course set itself, as a count of those who answered, and whether that is reached.

    >>> target(Share("", 10, 12, 85)), target(Share("", 23, 25, 90)), target(Share("", 8, 8, 95))
    ('11 of 12 (85%): not yet', '90% (23 of 25): reached', '8 of 8: reached')
    """
    if not share.n:
        return "no answer yet"
    reached = "reached" if share.x >= share.needed else "not yet"
    count = f"{share.needed} of {share.n}"
    if share.n < COUNTS_ONLY:
        return f"{count}: {reached}"
    return (
        f"{count} ({share.target}%): {reached}" if share.n < COUNTS_FIRST else f"{share.target}% ({count}): {reached}"
    )


def came_back(sheets: int, attended: int | None) -> str:
    """Return how many sheets came back, of how many people in the room.

    >>> came_back(19, 24), came_back(1, None)
    ('19 sheets came back after the course, of 24 people in the room (79%).', '1 sheet came back after the course.')
    """
    count = f"{sheets} sheet{'' if sheets == 1 else 's'} came back after the course"
    if attended is None:
        return f"{count}."
    if sheets > attended:
        return (
            f"{count}, more than the {attended} people who were in the room. Check that number, and whether sheets were"
            " given twice."
        )
    rate = f" ({100 * sheets / attended:.0f}%)" if attended >= COUNTS_ONLY else ""
    return f"{count}, of {attended} people in the room{rate}."


def moved(value: float | None) -> str:
    """Return a median change with its sign.

    >>> moved(2.5), moved(-1), moved(0), moved(None)
    ('+2.5', '−1', '0', 'nobody')
    """
    return "nobody" if value is None else f"{value:+g}".replace("-", "−") if value else "0"
