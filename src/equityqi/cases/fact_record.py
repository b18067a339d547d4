"""One figure about the world, with its period and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equityqi.html_tags import Html, tag

if TYPE_CHECKING:
    from equityqi.cases.fact_source import FactSource

PRINTABLE = ("published", "computed", "planted")
NOT_PRINTABLE = {"not-found": "Not found", "not-verified": "Not verified"}
UNITS_BEFORE_THE_NUMBER = ("average score", "decile", "odds ratio", "ratio")


class BadFacts(ValueError):
    """``facts.yml`` breaks a rule; ``str()`` says which fact, what is wrong and what to do."""


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
    of: FactSource | None = None

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
        return printed(self.value)

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

    def _repr_html_(self) -> Html:
        if self.value is None:
            return tag("p", tag("strong", str(self)))
        return tag("p", self.text, tag("br"), tag("small", f"Source: {self.source}. Period: {self.period}."))


def printed(value: Any) -> str:
    """Return a value as readers see it: thousands with a comma, decimals as written."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)
