"""How unequal: rates and their intervals, gaps between two groups, and measures across all groups.

Every function takes plain numbers (or columns) and returns a small result that carries its interval,
n, method and source; every refusal is a :class:`CannotMeasure` whose text is one sentence or two.
"""

from equityqi.gaps.checks import CannotMeasure
from equityqi.gaps.differences import Gap, difference, difference_of_values, gap, ratio, ratio_of_values
from equityqi.gaps.estimates import Estimate
from equityqi.gaps.funnels import Funnel, Overdispersion, chance_range, funnel, overdispersion
from equityqi.gaps.rates import byar, mean, proportion, quantile, rate
from equityqi.gaps.slopes import Slope, slope, standard_error
from equityqi.gaps.standard import standardised_rate, standardised_ratio
from equityqi.gaps.summaries import Concentration, concentration, mean_log_deviation, measures, theil

__all__ = [
    "CannotMeasure",
    "Concentration",
    "Estimate",
    "Funnel",
    "Gap",
    "Overdispersion",
    "Slope",
    "byar",
    "chance_range",
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
