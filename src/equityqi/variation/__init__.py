"""Signal or noise: run-chart rules and rule sets, Shewhart limits, NHS rules and icons, the gap over time."""

from equityqi.variation.charts import Spc, SpcMany, spc, spc_many
from equityqi.variation.counting import anhoej_limits
from equityqi.variation.gap import GapOverTime, gap_over_time
from equityqi.variation.runs import RunChart, chart_by, run_chart
from equityqi.variation.simulate import RULE_SETS, chance_of_false_signal, false_signals

__all__ = [
    "RULE_SETS",
    "GapOverTime",
    "RunChart",
    "Spc",
    "SpcMany",
    "anhoej_limits",
    "chart_by",
    "chance_of_false_signal",
    "false_signals",
    "gap_over_time",
    "run_chart",
    "spc",
    "spc_many",
]
