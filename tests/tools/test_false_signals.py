"""The simulation: a seeded sample, its order, and the table that module M12 prints."""

import numpy as np
import pytest
from typer.testing import CliRunner

from equityqi.cli import app as cli
from equityqi.files import course_root
from equityqi.variation import RULE_SETS, chance_of_false_signal, false_signals
from tools import signals_page


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


@pytest.mark.parametrize(
    ("points", "charts", "length", "printed"),
    [(24, 1, 6, 0.21), (24, 1, 7, 0.12), (24, 1, 8, 0.067), (24, 5, 8, 0.29), (30, 1, 8, 0.12)],
)
def test_chance_agrees_with_module_m12(points, charts, length, printed):
    assert chance_of_false_signal(points, 12, charts, length) == pytest.approx(printed, abs=0.012)


def committed():
    """The share in each cell of docs/false-signals.md, by points, rule, charts and step."""
    shares, points = {}, None
    for line in (course_root() / signals_page.PAGE).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            points = int(line.split()[3]) if line.startswith("## Charts of") else None
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if points and cells[0] in RULE_SETS:
            shares |= {
                (points, cells[0], cells[1], step): float(cell) / 100
                for step, cell in zip((0, 0.5, 1, 1.5, 2), cells[2:], strict=True)
            }
    return shares


def test_the_page_agrees_with_a_sample_of_another_seed():
    page, series = committed(), 1000
    rates = false_signals(series=series, seed=7)
    assert len(page) == 2 * len(rates) == 2 * len(RULE_SETS) * 4 * 5
    for row in rates.itertuples():
        for charts, share, sets in (("one", row.one_chart, series), ("five", row.five_charts, series // 5)):
            told = page[row.n, row.rule, charts, row.step]
            middle = np.clip(told, 1 / sets, 1 - 1 / sets)
            error = np.sqrt(middle * (1 - middle) / sets * (1 + series / signals_page.FULL))
            assert abs(share - told) < 4 * error + 0.0005, (row.n, row.rule, charts, row.step)


def test_the_words_of_the_page_are_those_of_its_source():
    rates = false_signals(n=24, step=(0, 1, 2), series=signals_page.FULL, seed=signals_page.SEED)
    words = signals_page.page(rates).split("## Charts of")[0]
    assert (course_root() / signals_page.PAGE).read_text(encoding="utf-8").startswith(words)


def test_the_command_prints_a_short_sample_and_writes_nothing():
    before = (course_root() / signals_page.PAGE).read_bytes()
    result = CliRunner().invoke(cli.app, ["check", "signals"])
    assert (
        result.exit_code == 0
        and result.stdout.count("## Charts of") == 4
        and "1,000 series for each cell" in result.stdout
    )
    assert (course_root() / signals_page.PAGE).read_bytes() == before


def test_no_point_after_the_baseline_no_false_signal():
    assert chance_of_false_signal(12) == 0


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [(dict(rule_sets="six sigma"), "no rule set"), (dict(series=7), "multiple of five"), (dict(n=1), "too few points")],
)
def test_unknown_settings_are_refused(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        false_signals(**settings)
