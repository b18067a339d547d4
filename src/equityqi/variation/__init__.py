"""Signal or noise: run-chart rules and rule sets, Shewhart limits, NHS rules and icons, the gap over time.

One series is judged in plain Python (``plain_counting``, ``plain_limits``, ``plain_runs``), in a browser as in a
notebook; ``run_chart`` and ``spc`` put tables round that. Many series at once, and simulation, go through numpy.
"""

from __future__ import annotations

from importlib import import_module

# Names that need pandas, and where each is. They are imported on first use.
_NAMES = {
    "RULE_SETS": "simulate",
    "GapOverTime": "gap",
    "RunChart": "runs",
    "Spc": "charts",
    "SpcMany": "charts",
    "anhoej_limits": "counting",
    "chart_by": "runs",
    "chance_of_false_signal": "simulate",
    "false_signals": "simulate",
    "gap_over_time": "gap",
    "run_chart": "runs",
    "spc": "charts",
    "spc_many": "charts",
}
__all__ = [*_NAMES]


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"equityqi.variation has no name {name!r}. It has: {', '.join(__all__)}.")
    return getattr(import_module(f"equityqi.variation.{_NAMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
