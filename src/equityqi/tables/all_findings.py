"""Everything that stands out in a table: in its rows, and over time."""

from __future__ import annotations

import pandas as pd

from equityqi.tables.finding import Finding
from equityqi.tables.row_findings import look_at_rows
from equityqi.tables.time_findings import look_over_time


def look_for(frame: pd.DataFrame) -> list[Finding]:
    """Return what stands out in a frame of :func:`~equityqi.tables.read_table`.

    >>> frame = pd.DataFrame({"group": ["A", "B"], "numerator": [3.0, 0.0], "denominator": [9.0, 0.0]})
    >>> print(look_for(frame)[0].sentence)
    The denominator is 0 in 1 row (B): there’s no rate there. That isn’t the same as a rate of 0.
    """
    return [*look_at_rows(frame), *look_over_time(frame)]
