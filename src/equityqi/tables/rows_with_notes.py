"""Rows of counts on their way to groups, with what was noted on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from equityqi.tables.asks import Ask
from equityqi.tables.finding import Finding


@dataclass(frozen=True)
class GroupRows:
    """Rows of counts on their way to groups. ``frame`` has "group", the columns of ``keys``, numerator and denominator
    with their bounds, and the period's columns where there are any. ``heading``: that of the group, ``of``: that of
    out of how many; ``picked``: what
    was chosen of the ``asks``; ``left_out``: what is not compared, in words; ``unknown``: the groups not recorded.
    """

    frame: pd.DataFrame
    heading: str
    of: str = ""
    keys: tuple[str, ...] = ()
    picked: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    left_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    problem: str = ""

    def noted(self, kind: str, sentence: str, left_out: str = "") -> GroupRows:
        """Return them with one more thing to mind, and to leave out."""
        more = (*self.left_out, left_out) if left_out else self.left_out
        return replace(self, findings=(*self.findings, Finding(kind, sentence, self.heading)), left_out=more)
