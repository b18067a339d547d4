"""One shape for every result: a value with its interval, n, method and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from equityqi.gaps.frames import frame_of

if TYPE_CHECKING:
    import pandas as pd

    Numbers = float | Sequence[float] | np.ndarray | pd.Series  # one number, or one for each row
    Levels = float | Sequence[float] | np.ndarray  # one confidence level, or several


@dataclass(frozen=True, eq=False)
class Estimate:
    """A value, or an array of values, each with its interval.

    With several confidence levels ``lower`` and ``upper`` have one more axis, in front.
    ``se`` is the standard error; for a ratio it is on the log scale.
    """

    value: float | np.ndarray
    lower: float | np.ndarray
    upper: float | np.ndarray
    n: float | np.ndarray
    method: str | np.ndarray
    source: str
    confidence: float | np.ndarray = 0.95
    unit: str = ""
    numerator: float | np.ndarray | None = None
    se: float | np.ndarray | None = None

    def __post_init__(self) -> None:
        for field in ("value", "lower", "upper", "n", "confidence", "numerator", "se"):
            object.__setattr__(self, field, plain(getattr(self, field)))

    @property
    def frame(self) -> pd.DataFrame:
        """Return a table with one row for each value."""
        columns = {"value": np.ravel(self.value)}
        rows = columns["value"].size
        levels = np.atleast_1d(self.confidence)
        for index, level in enumerate(levels):
            suffix = "" if np.ndim(self.confidence) == 0 else f"_{100 * level:g}".replace(".", "_")
            for side in ("lower", "upper"):
                limits = getattr(self, side)
                columns[side + suffix] = np.ravel(limits if not suffix else np.asarray(limits)[index])
        for field in ("se", "numerator", "n", "unit", "method", "source"):
            held = getattr(self, field)
            if held is not None:
                columns[field] = np.broadcast_to(np.ravel(held), rows)
        return frame_of(columns)

    def __str__(self) -> str:
        if np.ndim(self.value) or np.ndim(self.confidence):
            return self.frame.to_string(index=False)
        if not np.isfinite(self.value):
            return "not defined"
        if not (np.isfinite(self.lower) and np.isfinite(self.upper)):
            return f"{self.value:.4g} (no interval)"
        return f"{self.value:.4g} ({self.lower:.4g} to {self.upper:.4g})"


def plain(value):
    """Return an array of one number without axes as a plain number."""
    return value.item() if isinstance(value, (np.ndarray, np.generic)) and value.ndim == 0 else value


def before(confidence, ndim):
    """Put confidence levels on an axis in front of ``ndim`` others."""
    levels = np.asarray(confidence, float)
    return levels.reshape(levels.shape + (1,) * ndim)


def z_value(confidence):
    """Return the number of standard errors on each side of a normal interval."""
    return ndtri(0.5 + np.asarray(confidence, float) / 2)


def normal(value, se, n, method, source, confidence, **more):
    """Return an estimate with ``value`` plus and minus z standard errors."""
    value, se = np.asarray(value, float), np.asarray(np.nan if se is None else se, float)
    reach = z_value(before(confidence, value.ndim)) * se
    return Estimate(value, value - reach, value + reach, n, method, source, confidence, se=se, **more)


def log_normal(value, se, n, method, source, confidence, **more):
    """Return an estimate whose interval is normal on the log scale, where ``se`` stands."""
    value, se = np.asarray(value, float), np.asarray(np.nan if se is None else se, float)
    with np.errstate(over="ignore", invalid="ignore"):
        factor = np.exp(z_value(before(confidence, value.ndim)) * se)
        return Estimate(value, value / factor, value * factor, n, method, source, confidence, se=se, **more)
