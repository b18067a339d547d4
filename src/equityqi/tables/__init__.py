"""Tables: any table that people have, to one tidy frame and findings in plain English.

>>> from equityqi.tables import Period, read_table
"""

from __future__ import annotations

import importlib

# Names that need pandas, and where each is. They are imported on first use.
_NAMES = {
    "Finding": "finding",
    "Period": "periods",
    "ReadError": "raw_table",
    "Table": "reading",
    "read_table": "reading",
}
__all__ = [*_NAMES]


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"equityqi.tables has no name {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"equityqi.tables.{_NAMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
