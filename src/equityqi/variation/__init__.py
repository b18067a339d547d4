"""Signal or noise: run-chart rules, Shewhart limits, NHS rules and icons, the gap over time."""

from .charts import Spc, SpcMany, spc, spc_many
from .counting import anhoej_limits
from .runs import RunChart, run_chart

__all__ = ["RunChart", "Spc", "SpcMany", "anhoej_limits", "run_chart", "spc", "spc_many"]
