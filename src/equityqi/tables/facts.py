"""Figures about the world, each with its period and source, from ``datasets/facts.yml``."""

from __future__ import annotations

import difflib
import functools
import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from equityqi.files import course_root

PRINTABLE = ("published", "computed", "planted")
NOT_PRINTABLE = {"not-found": "Not found", "not-verified": "Not verified"}
UNITS_BEFORE_THE_NUMBER = ("average score", "decile", "odds ratio", "ratio")


class BadFacts(ValueError):
    """``facts.yml`` breaks a rule; ``str()`` says which fact, what is wrong and what to do."""


class NoSuchFact(LookupError):
    """No fact has this id; ``str()`` names ids that look like it."""


@dataclass(frozen=True, repr=False)
class Fact:
    """One figure, or the plain statement that it was not found.

    ``value`` is a number or a few words. It is None when the status is ``not-found`` or
    ``not-verified``, so that such a number cannot be printed, drawn or reckoned with by mistake.

    >>> Fact("gap", 8.7, "years", "2018-20", "A report", "computed", "The gap was 8.7 years.")
    8.7 years
    >>> print(Fact("gap", 8.7, "years", "", "Memory", "not-verified", "Nobody has checked the gap."))
    Not verified: Nobody has checked the gap.
    """

    id: str
    value: float | int | str | None
    unit: str
    period: str
    source: str
    status: str
    text: str
    tolerance: float | None = None
    designed: float | None = None
    between: tuple[float, float] | None = None
    licence: str | None = None
    row: str | None = None

    def __post_init__(self) -> None:
        if self.status not in PRINTABLE:
            object.__setattr__(self, "value", None)

    @property
    def bounds(self) -> tuple[float, float]:
        """Where a recomputed planted figure must lie: ``between``, or ``tolerance`` around ``designed``."""
        middle = self.value if self.designed is None else self.designed
        return self.between or (middle - (self.tolerance or 0), middle + (self.tolerance or 0))

    @property
    def number(self) -> str:
        """The value as it is printed, without its unit: ``"67.9"``, ``"33,755"``; empty if there is none."""
        return _printed(self.value)

    def __str__(self) -> str:
        return self._with_unit(self.number)

    def __format__(self, spec: str) -> str:
        """``f"{fact('hle-gap-men'):.0f}"`` rounds the number and keeps the unit."""
        return self._with_unit(format(self.value, spec) if spec and self.value is not None else self.number)

    __repr__ = __str__

    def _with_unit(self, number: str) -> str:
        if self.value is None:
            return f"{NOT_PRINTABLE.get(self.status, 'No figure')}: {self.text}"
        if self.unit in UNITS_BEFORE_THE_NUMBER:
            return f"{self.unit} {number}"
        return number + (self.unit if self.unit == "%" else f" {self.unit}").rstrip()

    def _repr_html_(self) -> str:
        if self.value is None:
            return f"<p><strong>{html.escape(str(self))}</strong></p>"
        details = f"Source: {html.escape(self.source)}. Period: {html.escape(self.period)}."
        return f"<p>{html.escape(self.text)}<br><small>{details}</small></p>"


def fact(id: str) -> Fact:
    """Return the fact with this id from ``datasets/facts.yml``.

    Raises :class:`NoSuchFact`, with ids that look like it, when there is none, and
    :class:`BadFacts` when the file breaks a rule.

    >>> fact("hle-men-central-beds")
    67.9 years
    >>> fact("hle-men-bedford").value is None
    True
    """
    facts = all_facts()
    if id in facts:
        return facts[id]
    near = difflib.get_close_matches(str(id), facts, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise NoSuchFact(f"There is no fact called '{id}' in facts.yml.{hint}")


def all_facts() -> Mapping[str, Fact]:
    """Return every fact of the course by id, read once.

    >>> len(all_facts()) > 100
    True
    """
    return _facts_in(course_root() / "datasets" / "facts.yml")


@functools.cache
def _facts_in(path: Path) -> Mapping[str, Fact]:
    return MappingProxyType(read_facts(path))


def read_facts(path: Path | str) -> dict[str, Fact]:
    """Read and check one file of facts: id to value, unit, period, source, status and text.

    Raises :class:`BadFacts` with one sentence for each thing that is wrong.
    """
    from equityqi.tables._facts_file import checked_entries

    return {id: Fact(id=id, **entry) for id, entry in checked_entries(Path(path)).items()}


def _printed(value: Any) -> str:
    """Return a value as readers see it: thousands with a comma, decimals as written."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)
