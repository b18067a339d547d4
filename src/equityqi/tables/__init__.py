"""Tables and facts: what the course reads, and where each figure comes from.

>>> from equityqi.tables import Period, read_table
"""

from __future__ import annotations

import importlib

from equityqi.tables.facts import BadFacts, Fact, NoSuchFact, all_facts, fact, read_facts
from equityqi.tables.places import NotOnePeriod, one_period, places

# Names that need pandas, and where each lives. They are fetched on first use.
_NAMES = {
    "Finding": "finding",
    "Period": "periods",
    "ReadError": "raw",
    "Table": "reading",
    "find_people": "safety",
    "hide_small": "safety",
    "read_table": "reading",
}
__all__ = [
    "BadFacts",
    "Fact",
    "NoSuchFact",
    "NotOnePeriod",
    "all_facts",
    "fact",
    "one_period",
    "places",
    "read_facts",
    *_NAMES,
]


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"equityqi.tables has no name {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"equityqi.tables.{_NAMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
