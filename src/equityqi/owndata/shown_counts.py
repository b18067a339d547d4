"""The counts of groups as they may be shown: what leaves this computer, and counts in words, take them from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equityqi.privacy.hiding_rules import RULES, as_passed_on

if TYPE_CHECKING:
    import pandas as pd

STEP = RULES["hes"].nearest
BOUNDS = {
    f"{name}_{end}": (name, outward)
    for name in ("numerator", "denominator")
    for end, outward in (("lower", 0), ("upper", STEP - 1))
}


def hidden(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of counts with numerator and denominator as they may be passed on: NaN where they are hidden.

    Bounds of counts that the publisher hid (``numerator_lower`` and the like) go outward to the next step; those of
    counts that are hidden here are NaN too.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["A", "B"], "numerator": [3, 151], "denominator": [200, 298]})
    >>> hidden(table)[["numerator", "denominator"]].values.tolist()
    [[nan, 200.0], [150.0, 295.0]]
    """
    known = rows[["numerator", "denominator"]].notna().all(axis=1)
    told = [
        as_passed_on(row.numerator, row.denominator) if whole else (None, None)
        for row, whole in zip(rows.itertuples(), known, strict=True)
    ]
    counts = {
        name: [float("nan") if pair[place] is None else float(pair[place]) for pair in told]
        for place, name in enumerate(("numerator", "denominator"))
    }
    for column in rows.columns.intersection(list(BOUNDS)):
        name, outward = BOUNDS[column]
        counts[column] = ((rows[column] + outward) // STEP * STEP).where(~known, counts[name])
    return rows.assign(**counts)


def shown_share(groups: pd.DataFrame, name: str) -> str:
    """Return how many of how many one group counts, as :func:`hidden` shows it; "" where either is hidden.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["A", "B"], "numerator": [3, 151], "denominator": [200, 298]})
    >>> shown_share(table, "B"), shown_share(table, "A")
    ('150 out of 295', '')
    """
    row = hidden(groups[groups["group"] == name]).iloc[0]
    if row[["numerator", "denominator"]].isna().any():
        return ""
    return f"{row['numerator']:,.0f} out of {row['denominator']:,.0f}"
