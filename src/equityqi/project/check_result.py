"""What a rule says of a part of a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """What one rule says of one part. A ``hint`` takes no mark, and is there only when it has something to say."""

    rule: str
    passed: bool
    sentence: str
    hint: bool = False

    @classmethod
    def of(cls, rule: str, passed: Any, met: str, not_yet: str) -> Check:
        """Return a check with the sentence that fits."""
        return cls(rule, bool(passed), met if passed else not_yet)
