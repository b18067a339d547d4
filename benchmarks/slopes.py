"""Slope index for 300 areas of 10 deciles, 100,000 draws: ours against plain numpy, in CPU-seconds.

``python benchmarks/slopes.py`` exits 1 when a claim does not hold: simulated under 4 CPU-seconds, analytic
under 0.05, and cost that grows in proportion to the number of areas. PHEindicatormethods needs 175.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from equityqi.gaps import slope

AREAS, DECILES, DRAWS = 300, 10, 100_000
NAIVE_AREAS = 30  # the naive version is timed on these, and its cost scaled up
SIMULATED_LIMIT, ANALYTIC_LIMIT = 4.0, 0.05
STRAY = 1.5  # how far from proportion the cost of 300 areas may be from that of 100


def tables(areas):
    """Return values, people and standard errors of made-up areas."""
    random = np.random.default_rng(1)
    values = 75 + 0.5 * np.arange(DECILES) + random.normal(0, 0.5, (areas, DECILES))
    return values, random.integers(2_000, 20_000, (areas, DECILES)), random.uniform(0.2, 0.4, (areas, DECILES))


def naive(values, people, se):
    """Draw every decile of every table, fit each line, sort for the limits: as one would write it first."""
    random = np.random.default_rng(0)
    limits = []
    for y, n, error in zip(values, people, se, strict=False):
        share = n / n.sum()
        root = np.sqrt(share)
        design = np.column_stack([root, root * (np.cumsum(share) - share / 2)])
        drawn = random.normal(y, error, (DRAWS, DECILES))
        intercept, tilt = np.linalg.pinv(design) @ (drawn * root).T
        limits.append([np.quantile(one, [0.025, 0.975]) for one in (tilt, (intercept + tilt) / intercept)])
    return np.array(limits)


def cpu(call):
    """Return the CPU-seconds that a call takes, and its result."""
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def main():
    """Print the table; return 1 when a claim does not hold."""
    values, people, se = tables(AREAS)
    slope(values[:2], people[:2], se[:2])
    analytic = min(cpu(lambda: slope(values, people, se))[0] for _ in range(5))
    third, _ = cpu(lambda: slope(values[:100], people[:100], se[:100], "simulated", draws=DRAWS))
    simulated, told = cpu(lambda: slope(values, people, se, "simulated", draws=DRAWS))
    logs, _ = cpu(lambda: slope(values, people, se / values, "simulated", scale="log", draws=DRAWS))
    some, plain = cpu(lambda: naive(values[:NAIVE_AREAS], people[:NAIVE_AREAS], se[:NAIVE_AREAS]))
    slow = some * AREAS / NAIVE_AREAS

    ours = np.stack([told.sii.lower, told.sii.upper])[:, :NAIVE_AREAS]
    apart = np.abs(ours - plain[:, 0].T).max() / np.ptp(ours, axis=0).min()
    growth = simulated / (3 * third)
    print(f"{AREAS} areas of {DECILES} deciles, {DRAWS:,} draws, CPU-seconds")
    print(f"analytic               {analytic:8.4f}   (claim: under {ANALYTIC_LIMIT})")
    print(f"simulated              {simulated:8.2f}   (claim: under {SIMULATED_LIMIT:g})")
    print(f"simulated, log scale   {logs:8.2f}   (claim: under {SIMULATED_LIMIT:g})")
    print(f"plain numpy            {slow:8.2f}   (timed on {NAIVE_AREAS} areas, x {AREAS / NAIVE_AREAS:g})")
    print(f"ratio, plain to ours   {slow / simulated:8.1f}")
    print(f"300 areas to 3 x 100   {growth:8.2f}   (1 is in proportion; claim: {1 / STRAY:.2f} to {STRAY})")
    print(f"limits differ by       {apart:8.3f}   of the width (both are simulated)")
    held = (
        analytic < ANALYTIC_LIMIT
        and max(simulated, logs) < SIMULATED_LIMIT
        and 1 / STRAY < growth < STRAY
        and apart < 0.03
    )
    print("every claim holds" if held else "A CLAIM DOES NOT HOLD")
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
