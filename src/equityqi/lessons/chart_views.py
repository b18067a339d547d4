"""Charts over time of a case, judged by the rule set of the course, and the five charts to judge for oneself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from equityqi.cases.case import Case, load
from equityqi.cases.case_charts import CaseChart, case_chart, chart_counts, chart_event, chart_measure
from equityqi.cases.case_files import Measure
from equityqi.cases.case_series import baseline_of
from equityqi.pictures.large_run import large_run
from equityqi.pictures.plain_run import plain_run
from equityqi.pictures.style import Picture
from equityqi.settings import FIRST_CASE, chart_rules
from equityqi.variation import GapOverTime, RunChart, chart_by, gap_over_time

ONE_SCALE = (1, 2, 3)  # charts that are drawn on one scale
LOOKS_BACK = (
    "Each point looks back over a year, so most of its people are in the point before too. That makes long runs more"
    " likely than the rules expect."
)


def run_of(counts: pd.DataFrame, measure: Measure) -> RunChart:
    """Return the chart of a measure by month, from counts of any groups, added up."""
    sums = counts.groupby("month")[["numerator", "denominator"]].sum()
    return chart_by(chart_rules(), measure.per * sums["numerator"] / sums["denominator"], sums.index)


def gap_of(case: Case, counts: pd.DataFrame, by: str, measure: Measure) -> GapOverTime:
    """Return the gap between the two ends of a split, month by month."""
    ends = case.groups[by]
    return gap_over_time(counts, ends.worst, ends.best, baseline_of(counts), better=measure.better, rules=chart_rules())


def ratio_of(followed: GapOverTime, better: int) -> RunChart:
    """Return the chart of the relative gap, above 1 where the group that is served least well is behind."""
    ratio = followed.frame["relative"] ** -better
    return chart_by(chart_rules(), ratio, followed.frame.iloc[:, 0])


def charted(case: Case) -> tuple[pd.DataFrame, Measure]:
    """Return the counts by month and group whose months count people of their own, where the case has them, and the
    measure that they are of.
    """
    return chart_counts(case), chart_measure(case)


def to_judge(case: Case, number: int, notes: list, letters: float = 0) -> Picture:
    """Return one of the five charts without its verdict; of the first case, where this one has none. With ``letters``,
    in large print of so many points.
    """
    if case.file.charts is None:
        case = load(FIRST_CASE)
    chart = case_chart(case, number)
    unit = "%" if chart.per == 100 else f"per {chart.per:,}"
    title = f"Chart {number}: {chart.group}. {chart.measure}"
    judged, span, noted = chart.judged(chart_rules()), _span(case, chart), [*chart_event(case), *notes]
    picture = plain_run(judged, title, unit, span=span, notes=noted)
    return large_run(judged, picture.alt, letters, unit, span=span, notes=noted) if letters else picture


def _span(case: Case, chart: CaseChart) -> tuple[float, float] | None:
    """Return the ends of the scale that charts 1 to 3 share: what is to be compared is drawn alike."""
    if chart.number not in ONE_SCALE:
        return None
    runs = [case_chart(case, number).judged(chart_rules()).points for number in ONE_SCALE]
    ends = [points[["value", "lower", "upper"]].to_numpy(float) for points in runs]
    low, high = (float(pick([pick(part) for part in ends])) for pick in (np.nanmin, np.nanmax))
    edge = 0.08 * (high - low)
    return max(low - edge, 0.0), high + edge
