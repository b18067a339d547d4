"""XmR charts with all NHS rules on 1,000 series of 36 points, against plain Python loops in the same run.

    python benchmarks/signals.py

Claim: under 0.1 CPU-seconds, and a cost that grows in proportion to the number of series and of points.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from equityqi.variation import spc_many

CLAIM = 0.1


def by_loops(values: list[float]) -> list[str]:
    """Return the rule of each point of one full series, written out as a person would check it."""
    n = len(values)
    mean = sum(values) / n
    spread = sum(abs(b - a) for a, b in zip(values, values[1:], strict=False)) / (n - 1)
    lower, upper = mean - 2.66 * spread, mean + 2.66 * spread
    near_lower, near_upper = mean - 2.66 * 2 / 3 * spread, mean + 2.66 * 2 / 3 * spread
    label = [""] * n
    for i in range(n - 6):
        seven = values[i : i + 7]
        if all(v > mean for v in seven) or all(v < mean for v in seven):
            label[i : i + 7] = ["shift"] * 7
    for i in range(n - 2):
        three = values[i : i + 3]
        for side, near in (
            (1, [near_upper < v <= upper for v in three]),
            (-1, [lower <= v < near_lower for v in three]),
        ):
            if all((v - mean) * side > 0 for v in three) and sum(near) >= 2:
                for k in range(3):
                    if near[k]:
                        label[i + k] = "two in three"
    for i in range(n - 6):
        pairs = list(zip(values[i : i + 6], values[i + 1 : i + 7], strict=False))
        if all(b > a for a, b in pairs) or all(b < a for a, b in pairs):
            label[i : i + 7] = ["trend"] * 7
    return ["outside" if not lower <= v <= upper else name for v, name in zip(values, label, strict=False)]


def planted(series: int, points: int, seed: int = 7) -> np.ndarray:
    """Return noise in which a third of the series shift and a third drift, so that every rule has work."""
    rng = np.random.default_rng(seed)
    values = rng.normal(50, 5, (series, points))
    values[::3, points // 2 :] += 8
    values[1::3] += np.linspace(0, 15, points)
    return values


def cpu_seconds(work, times: int = 5) -> float:
    best = np.inf
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> int:
    values = planted(1000, 36)
    rows = values.tolist()
    ours = cpu_seconds(lambda: spc_many(values, target=60))
    loops = cpu_seconds(lambda: [by_loops(row) for row in rows], times=2)
    same = spc_many(values).signals.tolist() == [by_loops(row) for row in rows]
    print(
        f"1,000 series of 36 points: {ours:.4f} CPU-s; plain loops {loops:.3f} CPU-s; ratio {loops / ours:.0f}; same"
        f" labels: {same}"
    )
    for series, points in ((2000, 36), (4000, 36), (8000, 36), (16000, 36), (1000, 72), (1000, 144), (1000, 288)):
        more = planted(series, points)
        spent = cpu_seconds(lambda: spc_many(more, target=60), times=3)  # noqa: B023
        size = series * points / values.size
        print(
            f"{series:>6} series of {points:>3} points: {spent:.4f} CPU-s for {size:.0f} times the input:"
            f" {spent / ours:.1f} times the cost"
        )
    return 0 if same and ours < CLAIM else 1


if __name__ == "__main__":
    sys.exit(main())
