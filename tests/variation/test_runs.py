"""variation.runs, variation.counting, variation.simulate: run charts: medians, runs and the three rules, on series
with a planted answer.
"""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from equityqi.variation import anhoej_limits, run_chart
from equityqi.variation.counting import count_runs, longest_trend
from equityqi.variation.plain_counting import runs_of, trends_of

FLAT = [50, 52] * 6  # twelve months about a median of 51
MONTHS = pd.date_range("2024-01-01", periods=24, freq="MS")


@pytest.mark.parametrize(
    ("length", "signal"), [(5, "no signal"), (6, "watch"), (7, "watch"), (8, "signal"), (12, "signal")]
)
def test_course_rule_counts_the_run_after_the_baseline(length, signal):
    chart = run_chart(FLAT + [56] * length + [48] * (12 - length > 0))
    assert (chart.median, chart.longest_run, chart.signal) == (51, length, signal)


def test_course_rule_does_not_count_a_run_inside_the_baseline():
    chart = run_chart([40] * 6 + [60] * 6 + [40] * 5 + [60])
    assert chart.median == 50 and chart.longest_run == 5 and chart.signal == "no signal"


def test_a_run_that_began_in_the_baseline_counts_from_its_end():
    chart = run_chart([50, 52] * 4 + [50] + [56] * 3 + [56] * 7)
    assert chart.longest_run == 7


def test_points_on_the_median_neither_break_nor_count():
    chart = run_chart(FLAT + [56, 56, 51, 56, 56, 51, 56, 56, 56, 56])
    assert chart.longest_run == 8 and chart.signal == "signal"
    assert chart.points["run_length"].tolist()[12:] == [8, 8, 0, 8, 8, 0, 8, 8, 8, 8]


def test_findings_name_the_points_and_the_side():
    finding = run_chart(FLAT + [48] + [56] * 8, MONTHS[:21]).findings.iloc[0]
    assert finding.to_dict() == {"phase": 1, "rule": "shift", "side": "above", "first": 14, "last": 21, "length": 8}


def test_run_length_is_a_setting():
    assert run_chart(FLAT + [56] * 6, run_length=6).signal == "signal"
    assert run_chart(FLAT + [56] * 8, run_length=9).signal == "watch"


def test_each_phase_has_its_own_median_and_the_latest_speaks():
    chart = run_chart(
        FLAT + [56] * 8 + [70, 72] * 6, dates=pd.date_range("2023-01-01", periods=32, freq="MS"), phases="2024-09-01"
    )
    assert chart.phases["median"].tolist() == [51, 71]
    assert chart.phases["signal"].tolist() == ["signal", "no signal"]
    assert chart.signal == "no signal" and chart.median == 71


def test_excluded_points_leave_median_and_runs():
    chart = run_chart([900, *FLAT[1:], *[56] * 4, 0, *[56] * 4], exclude=[1, 17])
    assert chart.median == 52 and chart.longest_run == 8
    assert chart.points["mark"].tolist()[12:] == ["signal"] * 4 + [""] + ["signal"] * 4


def test_without_baseline_the_median_is_that_of_all_points():
    chart = run_chart([1, 2, 3, 4, 5, 6], baseline=None)
    assert chart.median == 3.5 and any("all points" in note for note in chart.notes)


def test_short_series_say_so():
    assert any("rests on 5 points" in note for note in run_chart([1, 2, 3, 4, 5]).notes)
    assert any("too early" in note for note in run_chart(FLAT).notes)
    assert run_chart(FLAT).signal == "no signal"


def test_constant_series_has_a_median_and_no_run():
    for rule in ("course", "anhoej", "ihi"):
        chart = run_chart([7] * 20, rule=rule)
        assert (chart.median, chart.longest_run, chart.signal) == (7, 0, "no signal")
        assert chart.constant and not any("No point lies off the median" in note for note in chart.notes)
    assert not run_chart([7] * 20, centre=5).constant  # all on one side of a line of one's own is a run


def test_decimals_that_equal_the_median_only_on_paper_lie_on_it():
    chart = run_chart([0.1 + 0.2, 0.3] * 6 + [0.3] * 8)
    assert chart.longest_run == 0


def test_anhoej_needs_an_unusual_run_or_too_few_crossings():
    steady = [1, 2] * 10
    assert run_chart(steady, rule="anhoej", baseline=None).signal == "no signal"  # many crossings are no signal
    split = run_chart([1] * 10 + [2] * 10, rule="anhoej", baseline=None)
    assert split.signal == "signal" and set(split.findings["rule"]) == {"shift", "crossings"}


def test_anhoej_limits_for_one_point_and_for_many_at_once():
    longest, fewest = anhoej_limits(np.array([0, 1, 24]))
    assert longest.tolist() == [3, 3, 8] and fewest.tolist() == [0, 0, 8]


def test_ihi_trend_skips_repeats_and_marks_its_points():
    chart = run_chart([9, 1, 2, 3, 3, 4, 5, 0, 9, 1, 8], baseline=None, rule="ihi")
    assert chart.signal == "signal" and chart.findings["length"].tolist() == [5]
    assert chart.points.index[chart.points["mark"] == "signal"].tolist() == [1, 2, 3, 4, 5, 6]


def test_ihi_says_nothing_about_the_number_of_runs_where_tables_differ():
    chart = run_chart(np.random.default_rng(1).normal(size=40), rule="ihi")
    assert chart.phases["runs_verdict"].isna().all() and any(
        "copies of the table differ" in note for note in chart.notes
    )


def test_missing_month_becomes_a_missing_point():
    dates = MONTHS[:20].delete(14)
    chart = run_chart(FLAT + [50, 52] + [56] * 5, dates)
    assert len(chart.points) == 20 and np.isnan(chart.points["value"][14])
    assert any("1 date has no value and counts as missing: 1 March 2025" in note for note in chart.notes)


def test_one_pass_over_many_series_counts_as_one_by_one():
    rng = np.random.default_rng(3)
    values = rng.integers(0, 5, (200, 15)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    side = np.sign(np.nan_to_num(values - 2))
    longest, crossings, useful = count_runs(side)
    for i in range(len(values)):
        runs = runs_of(side[i])
        assert longest[i] == max((r[3] for r in runs), default=0)
        assert crossings[i] == max(len(runs) - 1, 0) and useful[i] == sum(r[3] for r in runs)
        trends = [t[3] for t in trends_of(values[i])]
        assert longest_trend(values[i : i + 1])[0] == max(trends, default=int(np.isfinite(values[i]).any()))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (dict(values=[]), "There are no values"),
        (dict(values=[None] * 5), "no value in its baseline"),
        (dict(values=[1, "2", 3]), "point 2 is '2', not a number"),
        (dict(values=[np.array([1.0]), 2]), "point 1 is array"),
        (dict(values="12"), "One list of numbers"),
        (dict(values=[1, float("inf")]), "too large"),
        (dict(values=[1, 2], dates=["2024-01-01"]), "2 values but 1 dates"),
        (dict(values=[1, 2], dates=["2024-01-01", "2024-01-01"]), "1 January 2024 stands twice"),
        (dict(values=[1, 2], dates=["2024-01-01", "01/02/2024"]), "'01/02/2024', which is not a clear date"),
        (dict(values=[1, 2], dates=[202401, 202402]), "not a clear date"),
        (dict(values=[1, 2], dates=["2024-01-01", "2024-13-01"]), "not a clear date"),
        (
            dict(values=[1, 2], dates=["2024-01-01", "2024-02-01"], phases=["2024-03-01"]),
            "1 March 2024, but that date is not in the data",
        ),
        (dict(values=[1, 2], phases=[3]), "that point is not in the data"),
        (dict(values=[1, 2], exclude=["2024-01-01"]), "go by number"),
        (dict(values=[1, 2], baseline=0), "not a number of points"),
        (dict(values=[1, 2], baseline=2.5), "not a number of points"),
        (dict(values=[1, 2], rule="nhs"), "Choose one of course, anhoej, ihi"),
        (dict(values=[1, 2], centre=float("nan")), "not a number"),
        (dict(values=[1, 2], run_length=1), "no length for a run"),
    ],
)
def test_what_cannot_be_charted_is_refused_with_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        run_chart(**call)


def test_the_limits_of_anhoej_are_those_of_the_binomial_without_scipy_stats():
    """scipy.stats takes a second or more to import: too long for the first picture of a page."""
    from scipy.stats import binom

    useful = np.arange(2, 20_001)
    assert np.array_equal(anhoej_limits(useful)[1], binom.ppf(0.05, useful - 1, 0.5))
    code = "import sys, equityqi.variation; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
