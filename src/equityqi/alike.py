"""How alike two texts are, in a time that no text can stretch."""

from __future__ import annotations

from difflib import SequenceMatcher


def is_alike(one: str, other: str, share: float, most: int | None = None) -> bool:
    """Return whether two texts are as alike as ``share``, from 0 to 1, by :meth:`difflib.SequenceMatcher.ratio`.

    The letters that both have in the same order are counted first: they are at least as many as those that the
    comparison block by block finds, which takes a hundred times as long and is seldom needed. For texts of more than
    ``most`` letters they decide alone.

    >>> is_alike("Contact details are right", "Contact details that are right", 0.85), is_alike("Trust", "Time", 0.85)
    (True, False)
    """
    both = len(one) + len(other)
    if one == other or 2 * min(len(one), len(other)) < share * both or 2 * in_same_order(one, other) < share * both:
        return one == other
    if most is not None and max(len(one), len(other)) > most:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= share


def in_same_order(one: str, other: str) -> int:
    """Return how many letters two texts have in the same order: their longest common subsequence, by bits.

    Source: Hyyrö (2004), which needs one pass over the first text.

    >>> in_same_order("Trust", "rusty")
    4
    """
    places: dict[str, int] = {}
    for place, letter in enumerate(other):
        places[letter] = places.get(letter, 0) | 1 << place
    every = free = (1 << len(other)) - 1
    for letter in one:
        used = free & places.get(letter, 0)
        free = (free + used | free - used) & every
    return len(other) - free.bit_count()
