"""The simulation: a seeded sample, its order, and the table that module M12 prints."""

import pytest

from equityqi.variation import RULE_SETS, chance_of_false_signal, false_signals


def test_a_seeded_sample_is_the_same_each_time():
    rates = false_signals(n=24, step=(0, 1), series=1000, seed=2026).set_index(["rule", "step"])["one_chart"]
    again = false_signals(n=24, step=(0, 1), series=1000, seed=2026).set_index(["rule", "step"])["one_chart"]
    assert rates.equals(again) and len(rates) == 2 * len(RULE_SETS)
    course = "course: run of 8 after the baseline"
    assert rates[course, 0] == pytest.approx(0.067, abs=0.025) and rates[course, 1] > 0.3
    assert rates["IHI: trend of 5", 0] == pytest.approx(0.25, abs=0.04)
    assert rates["Anhøj: shift or crossings", 0] < 0.06


def test_detection_grows_with_the_step_and_false_signals_with_charts():
    rates = false_signals(["NHS: all four rules", "course: run of 8 after the baseline"], n=36, series=1000)
    for _, rows in rates.groupby("rule"):
        assert rows["one_chart"].is_monotonic_increasing and (rows["five_charts"] >= rows["one_chart"]).all()


@pytest.mark.parametrize(("points", "charts", "length", "printed"), [(24, 1, 6, 0.21), (24, 1, 7, 0.12), (24, 1, 8, 0.067), (24, 5, 8, 0.29), (30, 1, 8, 0.12)])
def test_chance_agrees_with_module_m12(points, charts, length, printed):
    assert chance_of_false_signal(points, 12, charts, length) == pytest.approx(printed, abs=0.012)


def test_no_point_after_the_baseline_no_false_signal():
    assert chance_of_false_signal(12) == 0


@pytest.mark.parametrize(("settings", "sentence"), [(dict(rule_sets="six sigma"), "no rule set"), (dict(series=7), "multiple of five"), (dict(n=1), "too few points")])
def test_unknown_settings_are_refused(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        false_signals(**settings)
