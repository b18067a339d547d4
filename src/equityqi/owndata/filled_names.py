"""Names of groups that stand once above several kinds of number ("seen", then "invited"): they are filled down."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from equityqi.tables.columns import WORDS, columns_of
from equityqi.tables.finding import Finding
from equityqi.tables.raw_table import Raw


def names_filled(raw: Raw) -> tuple[Raw, tuple[Finding, ...]]:
    """Return a table with blank names filled down, and what is said of it; else the table as it is.

    A blank cell belongs to the name above only where each name and the blanks below it go with the same few words of
    another column, each of them once: a group's "seen" and its "invited". Elsewhere a blank may be people whose group
    is not recorded.

    >>> frame = pd.DataFrame({"group": ["A", "", "B", ""], "what": ["seen", "invited"] * 2, "Jan 2024": list("3859")})
    >>> names_filled(Raw("t.csv", frame, pd.RangeIndex(2, 6).to_numpy()))[0].frame["group"].tolist()
    ['A', 'A', 'B', 'B']
    """
    columns = [column for column in columns_of(raw) if column.kind == WORDS]
    for column in columns:
        names = column.words
        blank = (names == "").to_numpy()
        if not blank.any() or blank[0] or len(column.texts) < 2:
            continue
        run = pd.Series((~blank).cumsum())
        for other in columns:
            what = other.words.reset_index(drop=True)
            sets = what.groupby(run).agg(lambda words: tuple(sorted(words)))
            if other is not column and sets.nunique() == 1 and len(set(sets.iloc[0])) == len(sets.iloc[0]) > 1:
                filled = names.where(~blank).ffill().to_numpy()
                sentence = (
                    f"{int(blank.sum())} blank cells in “{column.name}” take the name above them: each name is written"
                    f" once, above its rows of “{other.name}”."
                )
                found = Finding("filled down", sentence, column.name)
                return replace(raw, frame=raw.frame.assign(**{column.name: filled})), (found,)
    return raw, ()
