"""A question on how a table is to be read."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ASKED = 20  # options of one question


@dataclass(frozen=True)
class Ask:
    """One question on how a table is to be read: ``role`` is a key of ``choose``, ``options`` are what can be
    chosen.
    """

    role: str
    sentence: str
    options: tuple[str, ...]
