"""What was seen in a table: of what kind, in one plain sentence, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing to know before the table is used.

    ``kind`` is a few words for programs, ``sentence`` is for people, ``where`` is a column, row or group.

    >>> print(Finding("repeats", "Rows 3 and 9 are the same.", "row 3"))
    Rows 3 and 9 are the same.
    """

    kind: str
    sentence: str
    where: str = ""

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence
