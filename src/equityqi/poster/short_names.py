"""Groups' names as a column or a chart has room for them."""

from __future__ import annotations

STARTS = ("people ", "children ", "patients ", "in the ", "who ")


def short_name(group: str) -> str:
    """Return a group's name without the words that all groups share.

    >>> short_name("people in the most deprived areas"), short_name("people who need an interpreter")
    ('most deprived', 'need an interpreter')
    """
    for start in STARTS:
        group = group.removeprefix(start)
    return group.removesuffix(" areas")
