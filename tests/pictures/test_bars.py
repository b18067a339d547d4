"""pictures.bars, pictures.scatter, pictures.pareto_and_steps: pictures of groups: intervals, gaps, slopes, funnels,
reasons and steps.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from equityqi import gaps
from equityqi.pictures.bars import gap_bars, intervals
from equityqi.pictures.pareto_and_steps import pareto, step_loss
from equityqi.pictures.scatter import funnel_picture, slope_picture

_spec = importlib.util.spec_from_file_location("_time_pictures", Path(__file__).with_name("test_over_time.py"))
_others = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_others)
check_nothing_is_cut_or_lies_on_another = _others.check_nothing_is_cut_or_lies_on_another

LONG = "People who need an interpreter and live in the two most deprived fifths"
REASONS = {
    "No reminder": (15, 105),
    "Work or caring hours": (27, 48),
    "Language": (38, 16),
    "Travel or cost": (12, 18),
    "Trust": (8, 13),
}
STEPS = {"Reached": (70, 92), "Attended": (60, 88), "Completed": (70, 95)}


def estimates(number=5, per=100):
    x = np.arange(number) * 7 + 93
    return gaps.proportion(x, x * 2 + 40, per=per).frame.assign(group=[LONG, *(f"Group {i}" for i in range(1, number))])


def long(rows, columns, groups=("Most deprived", "Others")):
    return pd.DataFrame(
        [(r, g, v) for r, values in rows.items() for g, v in zip(groups, values, strict=False)], columns=columns
    )


def gap(x1=620, n1=800, x2=1148, n2=1312):
    table = pd.DataFrame({"area": [LONG, "Least deprived"], "numerator": [x1, x2], "denominator": [n1, n2]})
    return gaps.gap(table, "area", LONG, "Least deprived")


def areas(seed=0, number=60, spread=0.05):
    rng = np.random.default_rng(seed)
    n = rng.integers(100, 2500, number)
    return rng.binomial(n, np.clip(rng.normal(0.6, spread, number), 0, 1)), n


TEN = np.arange(10) * 3.0 + 40
HARD = {
    "intervals": lambda: intervals(estimates(), "group", "Blood pressure controlled", better=1),
    "bars": lambda: intervals(estimates(), "group", LONG * 3, better=-1, bars=True, notes=["A note."]),
    "one": lambda: intervals(estimates(1), "group"),
    "forty": lambda: intervals(estimates(40), "group"),
    "rates": lambda: intervals(gaps.rate([5, 900], [1000, 50000]).frame.assign(g=["A", "B"]), "g"),
    "no interval": lambda: intervals(
        estimates(3).assign(lower=np.nan, upper=np.nan, value=[1, np.nan, 3]), "group", better=1
    ),
    "gap": lambda: gap_bars(gap()),
    "gap with a zero": lambda: gap_bars(gap(0, 30, 3, 30)),
    "slope": lambda: slope_picture(gaps.slope(TEN, [10] * 10), TEN, "Years", "years"),
    "slope, long names": lambda: slope_picture(
        gaps.slope([1, 2, 4], [10, 1, 10]), {LONG: 1, LONG + " too": 2, "C": 4}, unit="%"
    ),
    "slope, falling": lambda: slope_picture(gaps.slope([60, 40, 30], [10, 20, 10]), unit="%"),
    "funnel": lambda: funnel_picture(gaps.funnel(*areas(), per=100), [f"Practice {i}" for i in range(60)]),
    "funnel, rates": lambda: funnel_picture(gaps.funnel(*areas(1), kind="rate", per=1000)),
    "funnel, ratios": lambda: funnel_picture(
        gaps.funnel([77, 33, 149], [150.2, 25.5, 183.3], kind="ratio"), ["A", LONG, "C"]
    ),
    "funnel, tight": lambda: funnel_picture(gaps.funnel(*areas(2, 5, 0.0), per=100)),
    "pareto": lambda: pareto(long(REASONS, ["reason", "group", "count"]), "Why reviews were missed"),
    "pareto, long": lambda: pareto(
        long({LONG: (15, 1), "B": (3, 4)}, ["reason", "group", "count"], (LONG, "Others")), LONG * 2
    ),
    "pareto, one": lambda: pareto(pd.DataFrame({"reason": ["a"], "group": ["g"], "count": [4]})),
    "steps": lambda: step_loss(long(STEPS, ["step", "group", "share"])),
    "steps, six": lambda: step_loss(
        long({s: (70, 0, 100, 50, 9, 1) for s in (LONG, "B")}, ["step", "group", "share"], (LONG, *"BCDEF"))
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_nothing_is_cut_off_too_small_or_on_top_of_another(name):
    check_nothing_is_cut_or_lies_on_another(HARD[name]())


def texts(picture):
    return {text.get_text() for text in picture.figure.findobj(Text)}


def test_each_group_is_told_against_the_best_served():
    frame = gaps.proportion([93, 300, 120], [200, 441, 231], per=100).frame.assign(
        g=["Black patients", "White", "Asian"]
    )
    picture = intervals(frame, "g", "Controlled", better=1)
    assert "Black patients: 46.5% (39.7 to 53.4), of 200, 21.5 percentage points below White." in picture.alt
    assert picture.sentence == "Black patients: 46.5%, 21.5 percentage points below White at 68%."
    assert (
        intervals(frame, "g", better=-1).sentence == "White: 68%, 21.5 percentage points above Black patients at 46.5%."
    )
    assert (
        intervals(frame, "g").sentence
        == "The values run from 46.5% (Black patients) to 68% (White), 21.5 percentage points apart."
    )


def test_a_share_of_one_is_told_in_per_cent():
    assert intervals(estimates(per=1), "group").sentence == intervals(estimates(), "group").sentence


def test_the_gap_of_two_groups_is_told_in_three_ways():
    assert (
        gap_bars(gap()).sentence
        == f"{LONG} compared with Least deprived: 10 percentage points lower (absolute), 0.89 times as much (relative),"
        " 1.80 times as many without (relative)."
    )


def test_a_slope_says_its_line_and_its_groups():
    values = {"1": 31.1, "2": 36.8, "3": 43.4, "4": 62.9, "5": 64.9}
    people = [7358, 14481, 7183, 9392, 8016]
    picture = slope_picture(gaps.slope(list(values.values()), people), values, unit="%")
    assert (
        "1: 31.1%; 2: 36.8%" in picture.alt
        and "rises by 45.9 percentage points (95% interval 34.3 to 57.5)" in picture.sentence
    )
    bars = [bar.get_width() for bar in picture.figure.axes[1].patches]
    assert np.allclose(np.array(bars) / sum(bars), np.array(people) / sum(people))


def test_a_funnel_names_who_stands_out_and_no_one_else():
    picture = funnel_picture(
        gaps.funnel([77, 33, 149, 60], [150, 255, 1833, 500], per=100), ["Ash", "Beech", "Cedar", "Dell"]
    )
    assert {"Ash", "Cedar"} <= texts(picture) and not {"Beech", "Dell"} & texts(picture)
    assert "Beech: 12.9% of 255, within" in picture.alt


def test_a_pareto_finds_another_top_reason_for_each_group():
    picture = pareto(long(REASONS, ["reason", "group", "count"]))
    for words in (
        "Language for Most deprived (38%)",
        "No reminder for Others (52.5%)",
        "No reminder for all groups together (40%)",
    ):
        assert words in picture.sentence
    assert "Most deprived, 100: Language 38 (38%), Work or caring hours 27 (27%)" in picture.alt
    assert "65%" in texts(picture)


def test_step_loss_tells_two_fair_answers():
    picture = step_loss(long(STEPS, ["step", "group", "share"]))
    assert "29 get through all 3 steps in Most deprived and 77 in Others" in picture.sentence
    assert (
        "loses the most people at Reached (30 of 100) and is furthest behind at Attended (28 percentage points)"
        in picture.sentence
    )
    assert {"70 left, 30 lost", "42 left, 28 lost", "77 left, 4 lost"} <= texts(picture)
