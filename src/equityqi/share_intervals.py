"""The intervals of a share, and of how far two shares lie apart. Plain numbers need no package beyond Python's own;
arrays go through the same formulas.
"""

from __future__ import annotations

from typing import Any

Z = 1.959963984540054  # of a 95% interval


def wilson_limits(x: Any, n: Any, z: Any = Z) -> tuple[Any, Any]:
    """Return Wilson's limits of the share ``x / n`` (Wilson 1927). Rounding can put them a hair outside 0 to 1.

    >>> [round(end, 4) for end in wilson_limits(620, 800)]
    [0.7448, 0.8026]
    """
    p = x / n
    centre, shrink = p + z**2 / (2 * n), 1 + z**2 / n
    reach = z * (p * (1 - p) / n + (z / (2 * n)) ** 2) ** 0.5
    return (centre - reach) / shrink, (centre + reach) / shrink


def newcombe_limits(first: tuple[Any, Any, Any], second: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    """Return the limits of first minus second (Newcombe 1998, method 10); each is a share and its Wilson limits.

    >>> [round(end, 4) for end in newcombe_limits(share_with_limits(70, 100), share_with_limits(80, 100))]
    [-0.2167, 0.0202]
    """
    (p1, low1, high1), (p2, low2, high2) = first, second
    below, above = ((p1 - low1) ** 2 + (high2 - p2) ** 2) ** 0.5, ((high1 - p1) ** 2 + (p2 - low2) ** 2) ** 0.5
    return p1 - p2 - below, p1 - p2 + above


def share_with_limits(x: float, n: float) -> tuple[float, float, float]:
    """Return one share with its 95% Wilson limits, which never lie outside 0 to 1.

    >>> [round(part, 4) for part in share_with_limits(0, 20)]
    [0.0, 0.0, 0.1611]
    """
    low, high = wilson_limits(x, n)
    return x / n, min(max(low, 0.0), x / n), min(max(high, x / n), 1.0)
