"""The counts of groups as they may be shown: every text, picture and file of a look takes them from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equityqi.privacy import hide_small

if TYPE_CHECKING:
    import pandas as pd


def hidden(groups: pd.DataFrame) -> pd.DataFrame:
    """Return group, numerator and denominator as they may be passed on: small counts hidden, others rounded by the
    rule.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["A", "B"], "numerator": [3, 151], "denominator": [200, 200]})
    >>> hidden(table)["numerator"].tolist()
    [nan, 150.0]
    """
    parts = groups[["group", "numerator", "denominator"]].assign(rest=groups["denominator"] - groups["numerator"])
    return hide_small(parts, ["numerator", "rest"], totals="denominator").drop(
        columns=["rest", "rest_reason", "numerator_reason", "denominator_reason"]
    )


def shown_share(groups: pd.DataFrame, name: str) -> str:
    """Return how many of how many one group counts, as :func:`hidden` shows it; "" where either is hidden.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["A", "B"], "numerator": [3, 151], "denominator": [200, 298]})
    >>> shown_share(table, "B"), shown_share(table, "A")
    ('150 out of 300', '')
    """
    row = hidden(groups).set_index("group").loc[name, ["numerator", "denominator"]]
    return "" if row.isna().any() else f"{row.iloc[0]:,.0f} out of {row.iloc[1]:,.0f}"
