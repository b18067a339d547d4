"""What an adapter says about each value of a reference case."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

NEAR_ZERO = 1e-12


@dataclass(frozen=True)
class Compared:
    """Ours against theirs. ``differs`` says why theirs was put right first (a peer's defect)."""

    what: str
    theirs: Any
    ours: Any
    relative: float = 1e-9
    absolute: float = NEAR_ZERO
    differs: str = ""

    @property
    def difference(self) -> float:
        """Return how far apart they are, as a share of theirs; 0 when equal, infinite when of another kind."""
        if isinstance(self.theirs, str) or isinstance(self.ours, str):
            return 0.0 if self.theirs == self.ours else math.inf
        theirs, ours = _number(self.theirs), _number(self.ours)
        if math.isnan(theirs) or math.isnan(ours):
            return 0.0 if math.isnan(theirs) and math.isnan(ours) else math.inf
        apart = abs(theirs - ours)
        return apart / abs(theirs) if abs(theirs) > self.absolute else apart

    @property
    def holds(self) -> bool:
        """Say whether they agree within the tolerance."""
        if self.difference <= self.relative:
            return True
        if self.difference == math.inf:
            return False
        return abs(_number(self.theirs) - _number(self.ours)) <= self.absolute


@dataclass(frozen=True)
class NotOffered:
    """A measure that the project leaves out on purpose."""

    what: str


@dataclass(frozen=True)
class NotUnderstood:
    """A field or a case for which no adapter knows what to compare: a mismatch until one does."""

    what: str


def each(what, theirs, ours, **tolerance):
    """Compare two lists (or two numbers) one by one."""
    theirs, ours = _listed(theirs), _listed(ours)
    if len(theirs) != len(ours):
        yield Compared(f"{what}: how many", len(theirs), len(ours))
        return
    for index, (one, other) in enumerate(zip(theirs, ours, strict=False)):
        yield Compared(f"{what}[{index}]" if len(theirs) > 1 else what, one, other, **tolerance)


def fields(expected, ours, **tolerance):
    """Compare every field that is expected; one that ours lacks is not understood."""
    for name, theirs in expected.items():
        if name in ours:
            yield from each(name, theirs, ours[name], **tolerance)
        else:
            yield NotUnderstood(name)


def refused(what, call):
    """Expect a refusal in a sentence where the peer refuses."""
    try:
        result = call()
    except ValueError as sentence:
        return Compared(what, "refused", "refused" if str(sentence).endswith(".") else str(sentence))
    return Compared(what, "refused", f"gave {result}")


def _listed(values):
    if isinstance(values, str) or not hasattr(values, "__len__"):
        return [values]
    return list(values)


def _number(value):
    return math.nan if value is None else float(value)
