"""Results as tables, without pandas before somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def frame_of(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return columns as a table."""
    import pandas as pd  # lazy: pandas costs 0.4 s

    return pd.DataFrame(columns)


def stacked(frames: Iterable[pd.DataFrame], index: str) -> pd.DataFrame:
    """Return tables one below the other, under the values of one of their columns."""
    import pandas as pd  # lazy: pandas costs 0.4 s

    return pd.concat(list(frames)).set_index(index)
