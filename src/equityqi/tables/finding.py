"""What was seen in a table: of what kind, in one plain sentence, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


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


def is_number(frame: pd.DataFrame, column: object) -> bool:
    """Whether the frame has this column once, and it holds numbers."""
    return column in frame and frame[column].dtype.kind in "iuf"


def some_of(column: pd.Series, most: int = 3) -> str:
    """Return the first few values of a column in words, and how many more there are.

    >>> import pandas as pd
    >>> some_of(pd.Series(["Luton", "Bedford", "Luton", "Leeds", "York"]))
    'Luton, Bedford, Leeds and 1 more'
    """
    values = [" ".join(str(value).split()) for value in column.unique()]
    more = f" and {len(values) - most:,} more" if len(values) > most else ""
    return ", ".join(values[:most]) + more


def count_of(count: int, one: str, many: str) -> str:
    """Return a count with its noun.

    >>> count_of(1, "row", "rows"), count_of(2500, "row", "rows")
    ('1 row', '2,500 rows')
    """
    return f"{count:,} {one if count == 1 else many}"


def and_more(others: int) -> str:
    """Return how many more rows are like the one that is named; "" where none is.

    >>> and_more(0), and_more(1), and_more(41)
    ('', ', and so does 1 more row', ', and so do 41 more rows')
    """
    if not others:
        return ""
    return f", and {'so does' if others == 1 else 'so do'} {count_of(others, 'more row', 'more rows')}"
