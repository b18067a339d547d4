"""variation.signals: the NHS rules on planted series, and against plain loops on many."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from equityqi.variation import spc, spc_many
from equityqi.variation.signals import nhs_signals

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "signals.py"
LINES = tuple(np.array([[v]], float) for v in (0, -3, 3, -2, 2))  # centre, lower, upper, near lower, near upper


def marks(values) -> list[str]:
    rule, way = nhs_signals(np.array([values], float), LINES)
    return [".OTWS"[r] + " +-"[w] if r else "." for r, w in zip(rule[0], way[0], strict=False)]


def test_outside_is_strict():
    assert marks([3, -3, 3.001, -3.001]) == [".", ".", "O+", "O-"]


@pytest.mark.parametrize(("points", "marked"), [(6, 0), (7, 7), (9, 9)])
def test_shift_marks_seven_or_more_on_one_side(points, marked):
    assert marks([1, 0.5] * 5 if points == 10 else [-1, *([1, 0.5] * 5)[:points], -1]).count("S+") == marked


def test_shift_is_broken_by_a_point_on_the_line_or_missing():
    assert "S-" not in marks([-1, -0.5, -1, 0, -0.5, -1, -0.5, -1])
    assert "S-" not in marks([-1, -0.5, -1, np.nan, -0.5, -1, -0.5, -1])


def test_a_series_that_starts_on_the_line_has_no_shift_of_six():
    assert set(marks([0, 1, 0.5, 1, 0.5, 1, 0.5])) == {"."}


def test_trend_needs_seven_points_and_no_tie():
    rise = [-1.5, -1, -0.5, 0.2, 0.7, 1.2]
    assert "T+" not in marks([0.5, *rise, -1])
    assert marks([0.5, *rise, 1.7, -1]) == ["."] + ["T+"] * 7 + ["."]
    assert set(marks([*rise[:3], -0.5, *rise[3:], 1.7])) == {"."}


def test_where_a_rise_meets_a_fall_the_later_wins():
    rise = [-1.5, -1, -0.5, 0.2, 0.7, 1.2, 1.7]
    assert marks(rise + rise[-2::-1]) == ["T+"] * 6 + ["T-"] * 7
    fall = rise[::-1]
    assert marks(fall + fall[-2::-1]) == ["T-"] * 6 + ["T+"] * 7


def test_two_in_three_marks_only_the_near_points_on_one_side():
    assert marks([2.5, 1, 2.5]) == ["W+", ".", "W+"]
    assert marks([2.5, -1, 2.5]) == [".", ".", "."]
    assert marks([2.5, 3.5, 1]) == [".", "O+", "."]  # a point beyond the limit is not one of the two
    assert marks([2, 2, 1]) == [".", ".", "."]  # on the near limit is not beyond it


def test_outside_comes_before_trend_before_two_in_three_before_shift():
    assert marks([1, 1, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 3.5]) == ["S+"] + ["T+"] * 7 + ["O+"]
    assert marks([1, 0.5, 1, 0.5, 1, 2.5, 1, 2.5]) == ["S+"] * 5 + ["W+", "S+", "W+"]


@pytest.mark.parametrize(
    ("direction", "high", "low"),
    [("up", "improvement", "concern"), ("down", "concern", "improvement"), ("neutral", "high", "low")],
)
def test_type_follows_the_direction(direction, high, low):
    steady = [50, 51] * 10
    assert spc([*steady, 90], direction=direction).variation == high
    assert spc([*steady, 10], direction=direction).variation == low
    assert spc([*steady, 50], direction=direction).variation == "common cause"


def test_a_rise_below_the_centre_line_is_still_a_rise():
    chart = spc([60, 80] * 8 + [50, 51, 52, 53, 54, 55, 56])
    last = chart.points.iloc[-1]
    assert (last["signal"], last["side"], last["type"]) == ("trend", -1, "improvement")


def test_rules_do_not_see_across_a_rebase():
    values = [50, 52, 49, 51] * 4 + [51.1, 51.2, 51.3] + [51.4, 51.5, 51.6, 51.7, 40, 60, 41, 59, 42, 58, 41, 60, 50]
    assert "trend" in set(spc(values).points["signal"])
    assert "trend" not in set(spc(values, rebase=20).points["signal"])


def test_many_at_once_are_the_same_as_plain_loops_and_as_one_by_one():
    spec = importlib.util.spec_from_file_location("signals_benchmark", BENCHMARK)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    values = benchmark.planted(300, 36)
    many = spc_many(values, direction="down", target=45)
    assert many.signals.tolist() == [benchmark.by_loops(row) for row in values.tolist()]
    assert {"outside", "trend", "two in three", "shift"} <= set(many.signals.ravel())
    for i in range(0, 300, 15):
        chart = spc(values[i], direction="down", target=45)
        assert chart.points["signal"].tolist() == many.signals[i].tolist()
        assert (chart.variation, chart.assurance) == tuple(many.frame.loc[i, ["variation", "assurance"]])
        assert chart.points["upper"].iloc[0] == pytest.approx(many.frame["upper"][i], rel=1e-12)
