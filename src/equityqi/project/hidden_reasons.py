"""Small counts of reasons, hidden by the rule."""

from __future__ import annotations

import pandas as pd

from equityqi.privacy import CannotHide, hide_small


def hidden_counts(counts: list[list[float | None]]) -> list[list[float | None]]:
    """Return counts, a row for each reason, as the rule shows them; none at all where it cannot be worked out.

    >>> hidden_counts([[38, 16], [4, 18]])
    [[40.0, 15.0], [None, 20.0]]
    """
    columns = list(range(len(counts[0])))
    try:
        shown = hide_small(pd.DataFrame(counts, columns=columns, dtype=float), columns)
    except CannotHide:
        return [[None] * len(row) for row in counts]
    return [
        [None if pd.isna(shown[column].iloc[row]) else float(shown[column].iloc[row]) for column in columns]
        for row in range(len(counts))
    ]
