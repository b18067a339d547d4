"""How a share is told: below 10 answers as a count, below 20 the count first, then per cent and interval."""

from __future__ import annotations

from equityqi.evaluation.survey_shares import COUNTS_FIRST, COUNTS_ONLY, Share
from equityqi.pictures.words import number_in_words


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
