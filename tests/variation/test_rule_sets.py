"""variation.runs.chart_by, variation.by_limits, variation.gap: the four rule sets on series with a planted answer."""

import numpy as np
import pandas as pd
import pytest

from equityqi.settings import NHS, RULE_SETS
from equityqi.variation import chart_by, gap_over_time, run_chart, spc
from equityqi.variation.plain_runs import RULES

FLAT = [50, 52, 49, 53, 51, 48, 54, 50, 52, 49, 53, 51]
MONTHS = pd.date_range("2024-01-01", periods=30, freq="MS")


def test_the_names_in_the_settings_are_those_of_the_rules():
    assert set(RULE_SETS) == set(RULES)


@pytest.mark.parametrize(
    ("values", "signals"),
    [
        (FLAT + [51.5, 50.5] * 6, {}),
        (FLAT + [58] * 8 + [50, 52] * 2, {"course", "ihi", NHS, "anhoej"}),
        (FLAT + FLAT[:6] + [55] * 6 + FLAT[7:] * 2, {"ihi"}),  # six on one side of the median
        (FLAT + [46, 47, 48, 49, 50] + FLAT[1:9], {"ihi"}),  # five that rise
        (FLAT + [80] + FLAT, {NHS}),  # one point far out
    ],
)
def test_each_rule_set_signals_where_its_own_rules_say_so(values, signals):
    found = {rules for rules in RULE_SETS if chart_by(rules, values).signal == "signal"}
    assert found == set(signals)


def test_only_the_course_s_own_rule_freezes_its_line_and_knows_a_run_to_watch():
    values = FLAT + [56] * 7
    charts = {rules: chart_by(rules, values) for rules in RULE_SETS}
    assert charts["course"].median == 51 and charts["course"].signal == "watch"
    assert charts["ihi"].median == charts["anhoej"].median == np.median(values)
    assert charts[NHS].median == pytest.approx(np.mean(values)) and charts[NHS].line_name == "mean"


def test_the_nhs_rules_mark_the_points_that_the_chart_with_limits_marks():
    draws = np.random.default_rng(3)
    for _ in range(60):
        values = draws.normal(50, 5, 30) + 6 * (np.arange(30) >= draws.integers(8, 30))
        run, chart = run_chart(values, MONTHS, None, NHS), spc(values, MONTHS)
        assert (run.points["mark"] == "signal").tolist() == (chart.points["signal"] != "").tolist()
        assert run.points["way"].tolist() == chart.points["way"].tolist()
        assert run.points[["median", "lower", "upper"]].iloc[0].tolist() == pytest.approx(
            chart.points[["centre", "lower", "upper"]].iloc[0].tolist()
        )
        assert run.signal == ("signal" if (chart.points["signal"] != "").any() else "no signal")


def test_the_nhs_rules_take_no_line_of_ones_own():
    with pytest.raises(ValueError, match="take their line from the values"):
        run_chart(FLAT, rule=NHS, centre=50)


@pytest.mark.parametrize("rules", RULE_SETS)
@pytest.mark.parametrize(("step", "change"), [(-12, "wider"), (12, "narrower"), (0, "no signal")])
def test_the_gap_is_called_wider_or_narrower_by_each_rule_set(rules, step, change):
    wobble = [0, 2, -1, 1, -2] * 6
    rows = [
        (month, group, base + wobble[at] * (group == "first") + (step if group == "first" and at >= 12 else 0), 100)
        for at, month in enumerate(MONTHS)
        for group, base in (("first", 40), ("second", 64))
    ]
    table = pd.DataFrame(rows, columns=["month", "group", "numerator", "denominator"])
    assert gap_over_time(table, "first", "second", rules=rules).change == change


def test_a_shift_keeps_its_length_where_another_rule_marks_some_of_its_points():
    values = [50, 51, 49, 50, 52, 48, 50, 51, 55, 55, 56, 70, 55, 56, 55, 56]
    found = chart_by(NHS, values).findings
    shift = found[found["rule"] == "shift"]
    assert shift[["first", "last", "length"]].to_numpy().tolist()[-1] == [9, 16, 8] and "outside" in set(found["rule"])


def test_one_point_far_out_does_not_make_a_gap_wider_or_narrower():
    of = 1000
    table = pd.DataFrame(
        {"month": month, "group": group, "numerator": 500 if group == "W" else many, "denominator": of}
        for at, month in enumerate(MONTHS)
        for group, many in (("W", 0), ("B", 400 if at == 3 else 600 + (7 if at % 2 else -7)))
    )
    assert gap_over_time(table, "W", "B", rules=NHS).change == "changed"


def test_the_nhs_rules_say_what_they_do_at_a_blank_and_where_nothing_varies():
    blank = chart_by(NHS, [*FLAT[:4], None, *FLAT[4:]])
    assert any("starts again after it" in note for note in blank.notes)
    assert any("Every point is the same" in note for note in chart_by(NHS, [7] * 24).notes)
    assert not run_chart(FLAT * 2, rule=NHS).baseline
