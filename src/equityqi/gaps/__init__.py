"""How unequal: rates and their intervals, gaps between two groups, and measures across all groups.

Every function takes plain numbers (or columns) and returns a small result that carries its interval,
n, method and source; every refusal is a :class:`CannotMeasure` whose text is one sentence or two.
"""

from .checks import CannotMeasure
from .differences import Gap, difference, difference_of_values, gap, ratio, ratio_of_values
from .estimates import Estimate
from .funnels import Funnel, Overdispersion, funnel, overdispersion
from .rates import byar, mean, proportion, quantile, rate
from .slopes import Slope, slope, standard_error
from .standard import standardised_rate, standardised_ratio
from .summaries import Concentration, concentration, mean_log_deviation, measures, theil

__all__ = [
    "CannotMeasure",
    "Concentration",
    "Estimate",
    "Funnel",
    "Gap",
    "Overdispersion",
    "Slope",
    "byar",
    "concentration",
    "difference",
    "difference_of_values",
    "funnel",
    "gap",
    "mean",
    "mean_log_deviation",
    "measures",
    "overdispersion",
    "proportion",
    "quantile",
    "rate",
    "ratio",
    "ratio_of_values",
    "slope",
    "standard_error",
    "standardised_rate",
    "standardised_ratio",
    "theil",
]
