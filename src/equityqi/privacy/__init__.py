"""Privacy of tables: people's details are refused, small numbers are hidden.

>>> from equityqi.privacy import find_people, hide_small
"""

from __future__ import annotations

import importlib

# Names that need pandas, and where each is. They are imported on first use.
_NAMES = {
    "CannotHide": "small_numbers",
    "PeopleInTable": "people",
    "find_people": "people",
    "hide_small": "small_numbers",
    "refuse_people": "people",
}
__all__ = [*_NAMES]


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"equityqi.privacy has no name {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"equityqi.privacy.{_NAMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
