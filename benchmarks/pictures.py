"""24 small multiples drawn to PNG, against one pyplot figure with default axes and tight_layout, in the same run.

    python benchmarks/pictures.py

Claim: under 1 CPU-second (R needs 2.6) from results to the PNG that a notebook shows, at two image pixels for
each pixel on the screen, and a cost that grows in proportion. Also a run chart redrawn as a slider moves.
"""

from __future__ import annotations

import io
import sys
import time

import matplotlib

matplotlib.use("agg")

import numpy as np
import pandas as pd

from equityqi.pictures.panels import multiples
from equityqi.pictures.redrawn_run_chart import MovingRunChart
from equityqi.variation import run_chart, spc

CLAIM, REDRAW_CLAIM = 1.0, 0.06
CHARTS, POINTS = 24, 36
STRAY = 1.5  # how far from proportion the cost of 48 charts may be from that of 24


def results(charts: int, points: int = POINTS) -> dict:
    """Return Shewhart charts of made-up groups."""
    rng = np.random.default_rng(1)
    dates = pd.date_range("2023-01-01", periods=points, freq="MS")
    return {f"Group {i + 1}": spc(rng.normal(50 + i / 2, 4, points), dates, target=60) for i in range(charts)}


def ours(held: dict) -> int:
    """Draw, and encode as a notebook does; return the number of bytes."""
    return len(multiples(held, "Blood pressure controlled, by group", "%")._repr_html_())


def naive(held: dict) -> int:
    """Draw the same as one would write it first: subplots, a title and ticks for each, tight_layout."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        -(-len(held) // 4), 4, figsize=(9.2, 1.9 * -(-len(held) // 4)), sharex=True, sharey=True
    )
    for (name, chart), one in zip(held.items(), axes.flat, strict=False):
        points = chart.points
        one.plot(points["date"], points["value"], color="grey", linewidth=1)
        for line in ("centre", "lower", "upper"):
            one.plot(points["date"], points[line], color="black", linestyle="-" if line == "centre" else "--")
        one.axhline(chart.target, color="purple", linestyle=":")
        for _kind, part in points.groupby("type"):
            one.plot(part["date"], part["value"], "o", markersize=4)
        one.set_title(f"{name}\n{points['value'].iloc[-1]:.1f}%, centre {points['centre'].iloc[-1]:.1f}%")
        one.tick_params(axis="x", rotation=45)
    figure.tight_layout()
    png = io.BytesIO()
    figure.savefig(png, dpi=192)
    plt.close(figure)
    return len(png.getvalue())


def cpu_seconds(work, times: int = 3) -> float:
    best = np.inf
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> int:
    held, double = results(CHARTS), results(2 * CHARTS)
    ours(results(2)), naive(results(4))  # fonts are found once
    first = cpu_seconds(lambda: ours(held))
    slow = cpu_seconds(lambda: naive(held))
    twice, points = cpu_seconds(lambda: ours(double)), cpu_seconds(lambda: ours(results(CHARTS, 4 * POINTS)))
    print(
        f"{CHARTS} small multiples to PNG: {first:.2f} CPU-s (claim: under {CLAIM:g}); naive {slow:.2f} CPU-s; ratio"
        f" {slow / first:.1f}"
    )
    print(
        f"{2 * CHARTS} charts: {twice:.2f} CPU-s, {twice / first:.1f} times the cost; {4 * POINTS} points each:"
        f" {points:.2f} CPU-s"
    )
    rng = np.random.default_rng(2)
    runs = [run_chart(rng.normal(50, 4, POINTS)) for _ in range(20)]
    moving = MovingRunChart(runs[0], "Reviews done", "%", scale=(30, 70), better=1)
    spent = [cpu_seconds(lambda run=run: moving.redraw(run), 1) for run in runs]
    print(f"run chart redrawn: median {1000 * np.median(spent):.0f} ms CPU (claim: under {1000 * REDRAW_CLAIM:.0f})")
    held_up = first < CLAIM and np.median(spent) < REDRAW_CLAIM and twice < 2 * STRAY * first and points < 4 * first
    print("every claim holds" if held_up else "A CLAIM DOES NOT HOLD")
    return int(not held_up)


if __name__ == "__main__":
    sys.exit(main())
