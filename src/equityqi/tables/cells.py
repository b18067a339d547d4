"""Cells as people write them: numbers with commas, % and £, and the marks for a number that is not there."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from equityqi.tables.hidden_counts import LARGEST_HIDDEN

SUPPRESSED, MISSING = "suppressed", "missing"
WIDEST_RULE = (1.0, float(LARGEST_HIDDEN))  # where a file does not say what it hides

_HIDDEN = {
    "*",
    "**",
    "c",
    "[c]",
    "(c)",
    "supp",
    "suppressed",
    "[s]",
    "~",
    "^",
    "[suppressed]",
    "(suppressed)",
    "[supp]",
}
_ABSENT = {
    "-": "not available, or none",
    "--": "not available, or none",
    ":": "not available",
    "..": "not available",
    "x": "not available",
    "[x]": "not available",
    "n/a": "not available",
    "na": "not available",
    "#n/a": "not available",
    "nan": "not available",
    "null": "not available",
    "none": "not available",
    "missing": "not available",
    "not available": "not available",
    "dsr": "no rate given",
    ".": "does not apply",
    "z": "does not apply",
    "[z]": "does not apply",
    "[u]": "too unreliable to publish",
    "u": "too unreliable to publish",
    "[low]": "rounds to nothing",
    "#div/0!": "divided by 0 in Excel",
    "#ref!": "an error in Excel",
    "#value!": "an error in Excel",
    "#name?": "an error in Excel",
    "#num!": "an error in Excel",
}
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<pound>£?)(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+|(?=\.\d))(?P<point>\.\d*)?"
    r"(?P<power>e[-+]?\d{1,3})?(?P<percent>%?)(?P<mark> ?(?:\*{1,3}|\[[a-z]{1,3}\]))?",
    re.ASCII,
)
_BELOW = ("<=", "≤", "<", "under", "fewer than", "less than")
_BOUND = re.compile(rf"(?P<side>{'|'.join(_BELOW)}|>=|≥|>|over|more than) ?(?P<rest>\d.*)", re.ASCII)
_BETWEEN = re.compile(r"(?P<low>\d+)(?: ?to ?|-)(?P<high>\d+)", re.ASCII)


@dataclass(frozen=True)
class Cell:
    """One cell: its value, or the bounds and the reason where there is none.

    ``value``, ``lower`` and ``upper`` are NaN where they are not known. ``reason`` is empty for a
    plain number. ``unit`` is ``%``, ``£`` or empty.
    """

    value: float = math.nan
    lower: float = math.nan
    upper: float = math.nan
    reason: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Numbers:
    """A column of cells. ``reason`` holds codes into ``reasons``; ``reasons[0]`` is empty."""

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    reason: np.ndarray
    reasons: tuple[str, ...]
    unit: str

    @property
    def is_suppressed(self) -> np.ndarray:
        """Where a number is hidden."""
        return np.array([reason.startswith(SUPPRESSED) for reason in self.reasons])[self.reason]


def read_cell(text: str) -> Cell | None:
    """Return what one cell says, or None where it is neither a number nor a known mark.

    >>> read_cell("1,234").value, read_cell("46.5 %").unit, read_cell("£3.20").value
    (1234.0, '%', 3.2)
    >>> hidden = read_cell("<5")
    >>> hidden.value, hidden.lower, hidden.upper, hidden.reason
    (nan, 0.0, 4.0, 'suppressed: <5')
    >>> read_cell("*").upper, read_cell(":").reason
    (7.0, 'missing: not available (:)')
    >>> read_cell("fifty") is None
    True
    """
    plain = re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text).strip().casefold()
    plain = plain.replace("−", "-").replace("–", "-").replace("—", "-").replace(" %", "%").replace("£ ", "£")
    if not plain:
        return Cell(reason=f"{MISSING}: blank")
    if plain in _HIDDEN:
        return Cell(math.nan, *WIDEST_RULE, reason=f"{SUPPRESSED}: {text.strip()}")
    if plain in _ABSENT:
        return Cell(reason=f"{MISSING}: {_ABSENT[plain]} ({text.strip()})")
    return _number(plain) or _bounded(plain, text)


def _number(plain: str) -> Cell | None:
    found = _NUMBER.fullmatch(plain)
    if not found:
        return None
    digits = re.sub("[, ]", "", found["digits"]) or "0"
    value = float(f"{found['sign']}{digits}{found['point'] or ''}{found['power'] or ''}")
    if not math.isfinite(value):
        return None
    reason = f"marked {found['mark'].strip()}" if found["mark"] else ""
    return Cell(value, value, value, reason, found["percent"] or found["pound"])


def _bounded(plain: str, text: str) -> Cell | None:
    reason = f"{SUPPRESSED}: {text.strip()}"
    between = _BETWEEN.fullmatch(plain)
    if between and float(between["low"]) < float(between["high"]):
        return Cell(math.nan, float(between["low"]), float(between["high"]), reason)
    found = _BOUND.fullmatch(plain)
    edge = _number(found["rest"]) if found else None
    if found is None or edge is None:
        return None
    step = 0.0 if found["side"] in ("<=", ">=", "≤", "≥") or edge.unit or not edge.value.is_integer() else 1.0
    if found["side"] in _BELOW:
        return Cell(math.nan, 0.0, max(edge.value - step, 0.0), reason, edge.unit)
    return Cell(math.nan, edge.value + step, 100.0 if edge.unit == "%" else math.inf, reason, edge.unit)


def read_numbers(column: pd.Series) -> tuple[Numbers, int | None]:
    """Return the numbers of a column, and the position of the first cell that is not one.

    Where the column shows a 0, a hidden ``<5`` cannot be 0, so its lower bound is 1.

    >>> numbers, bad = read_numbers(pd.Series(["1,200", "<5", "0", ""]))
    >>> numbers.value.tolist(), numbers.lower.tolist(), bad
    ([1200.0, nan, 0.0, nan], [1200.0, 1.0, 0.0, nan], None)
    """
    if column.dtype.kind in "iuf":
        return _plain_numbers(column)
    codes, texts = pd.factorize(column)
    read = [*(read_cell(str(text)) for text in texts), Cell(reason=f"{MISSING}: blank")]
    bad = np.flatnonzero(np.array([cell is None for cell in read])[codes])
    cells = [cell or Cell() for cell in read]
    value, lower, upper = (np.array([getattr(cell, name) for cell in cells]) for name in ("value", "lower", "upper"))
    hidden = np.array([cell.reason.startswith(f"{SUPPRESSED}: <") for cell in cells])
    if (value == 0).any():
        lower[hidden & (lower == 0) & (upper >= 1)] = 1.0
    reasons = ("", *dict.fromkeys(cell.reason for cell in cells if cell.reason))
    place = np.array([reasons.index(cell.reason) for cell in cells])
    units = {cell.unit for cell in cells if cell.unit}
    numbers = Numbers(
        value[codes], lower[codes], upper[codes], place[codes], reasons, units.pop() if len(units) == 1 else ""
    )
    return numbers, int(bad[0]) if len(bad) else None


def _plain_numbers(column: pd.Series) -> tuple[Numbers, int | None]:
    value = column.to_numpy(dtype=float)
    blank = np.isnan(value)
    wild = np.flatnonzero(np.isinf(value))
    numbers = Numbers(value, value, value, blank.astype(np.int8), ("", f"{MISSING}: blank"), "")
    return numbers, int(wild[0]) if len(wild) else None
