"""variation.charts, variation.limits: shewhart charts: limits, icons, rebasing, baselines, screening, and the peers'
defects that are not copied.
"""

import numpy as np
import pandas as pd
import pytest

from equityqi.variation import run_chart, spc, spc_many

STEADY = [50, 52, 49, 51, 50, 48, 51, 50, 49, 52, 50, 51, 50]
MONTHS = pd.date_range("2024-01-01", periods=36, freq="MS")


def test_xmr_limits_by_hand():
    chart = spc([1, 3, 2, 4])  # mean 2.5, ranges 2 1 2, their mean 5/3
    first = chart.points.iloc[0]
    assert (
        first["centre"] == 2.5
        and first["upper"] == pytest.approx(2.5 + 2.66 * 5 / 3)
        and first["near_upper"] == pytest.approx(2.5 + 2.66 * 10 / 9)
    )


def test_one_change_in_a_constant_series_keeps_its_limits_when_screened():
    """NHSRplotthedots drops the only range that is not zero, so its limits collapse and every point is flagged."""
    chart = spc([7] * 14 + [9], screen=True, target=8)
    assert chart.points["upper"].iloc[0] == pytest.approx(7 + 2 / 15 + 2.66 * 2 / 14)
    assert chart.points["signal"].tolist() == ["shift"] * 14 + ["outside"]
    assert chart.variation == "improvement"
    many = spc_many([[7] * 14 + [9]], screen=True)
    assert many.frame["upper"][0] == chart.points["upper"].iloc[0]


CONSTANT = {  # 14 months, always 6 of 12, 6, or 6 days apart: in the units of the chart
    "xmr": {}, "i": {}, "mr": {}, "c": {}, "g": {}, "t": {}, "i-prime": {"denominator": [12] * 14},
    "p": {"denominator": [12] * 14}, "p-prime": {"denominator": [12] * 14}, "u": {"denominator": [12] * 14},
    "u-prime": {"denominator": [12] * 14},
}  # fmt: skip


@pytest.mark.parametrize("kind", CONSTANT)
def test_a_constant_series_has_one_verdict_on_every_kind_of_chart(kind):
    level = 0.5 if CONSTANT[kind] else 0 if kind == "mr" else 6
    for direction, verdicts in (("up", ["pass", "pass", "fail"]), ("down", ["fail", "pass", "pass"])):
        charts = [
            spc([6] * 14, kind=kind, **CONSTANT[kind], direction=direction, target=level + more)
            for more in (-0.2, 0, 0.2)
        ]
        assert [chart.assurance for chart in charts] == verdicts
    chart = charts[0]
    assert chart.constant and chart.variation == "common cause" and not chart.points["signal"].any()
    same = "Every point is the same, so there is no variation to judge, and no signal."
    assert same in chart.notes and same in run_chart([6] * 14).notes
    assert "does not vary" not in " ".join(chart.notes)


def test_a_constant_series_says_so_of_its_latest_segment_alone():
    chart = spc([*STEADY, *[60] * 13], rebase=14, target=55)
    assert chart.constant and chart.assurance == "pass" and chart.points["upper"].notna().sum() == 13
    assert any(note.startswith("Segment 2: every point is the same") for note in chart.notes)
    assert not spc([*[60] * 13, *STEADY], rebase=14).constant
    assert spc([0.1 + 0.2, 0.3] * 7).constant  # the same but for the rounding of the computer


def test_many_constant_series_are_judged_as_one_by_one():
    series = [[90.0] * 14, [80.0] * 14, [85.0] * 14, [*STEADY, 50]]
    many = spc_many(series, target=85)
    assert many.frame["assurance"].tolist() == [spc(one, target=85).assurance for one in series]
    assert many.frame["assurance"].tolist()[:3] == ["pass", "fail", "pass"]


@pytest.mark.parametrize(
    ("values", "more", "target", "meant"),
    [
        ([62, 58, 71, 66], {}, 0.65, "write 65"),
        ([0.62, 0.58, 0.71, 0.66], {}, 65, "write 0.65"),
        ([31, 29, 35, 33], {"kind": "p", "denominator": [50] * 4}, 65, "write 0.65"),
        ([31, 29, 35, 33], {"kind": "p", "denominator": [50] * 4, "per": 100}, 0.65, "write 65"),
        ([31, 29, 35, 33], {"kind": "p", "denominator": [50] * 4, "per": 100}, 140, "units of the points"),
        ([4, 2, 6, 3], {"kind": "c", "direction": "down"}, 80, "units of the points"),
        ([5, 7, 8, 6], {"direction": "up"}, 0.9, "units of the points"),
        ([0.05, 0.08, 0.07], {"direction": "down"}, 5, "write 0.05"),
        ([0.62, 0.58, 0.71], {"direction": "down"}, 5, "units of the points"),
        ([412, 390, 455], {}, 4.2, "write 420"),
        ([31, None, 35, 33], {"kind": "p-prime", "denominator": [50] * 4}, -1, "units of the points"),
    ],
)
def test_a_target_on_another_scale_is_questioned_and_not_judged(values, more, target, meant):
    chart = spc(values, target=target, **more)
    assert chart.assurance is None and meant in chart.question and chart.notes[0] == chart.question
    assert f"The target is {target}" in chart.question
    if not more:
        assert spc_many([values], target=target).frame["assurance"][0] is None


@pytest.mark.parametrize(
    ("values", "more", "target"),
    [
        ([62, 58, 71, 66], {}, 95),
        ([0.62, 0.58, 0.71], {}, 0.95),
        ([3, 0, 2, 1], {"kind": "c", "direction": "down"}, 0),
        ([5, 7, 8, 6], {"direction": "down"}, 0.9),
        ([31, 29, 35, 33], {"kind": "p", "denominator": [50] * 4, "per": 100}, 100),
        ([0, 0, 0, 0], {"kind": "c", "direction": "down"}, 2),
        ([-5, -7, -6], {}, -3),
        ([18, 22, 35], {"direction": "down"}, 6),
    ],
)
def test_a_target_that_is_only_far_away_is_judged(values, more, target):
    chart = spc(values, target=target, **more)
    assert chart.assurance in ("pass", "fail", "hit or miss") and not chart.question


def test_a_line_of_ones_own_on_another_scale_is_questioned_too():
    assert run_chart([62, 58, 71, 66] * 4, centre=0.65).notes[0].startswith("The line is 0.65, and the points run")
    assert not any("one scale" in note for note in run_chart([62, 58, 71, 66] * 4, centre=65).notes)


EVENTS = ["2025-02-03", "2025-02-11", "2025-02-11", "2025-03-20", "2025-03-20", "2025-03-20", "2025-04-02"]


@pytest.mark.parametrize("kind", ["g", "t"])
def test_events_of_one_day_stay_in_their_order_and_it_is_said(kind):
    values = [4, 8, 0, 37, 0, 0, 13]
    chart = spc(values, EVENTS, kind=kind)
    assert chart.points["value"].tolist() == values and chart.points["date"].is_monotonic_increasing
    order = (
        "There is more than one event on 11 February 2025, 20 March 2025: they are taken in the order of their rows."
    )
    assert order in chart.notes
    newest_first = spc(values[::-1], EVENTS[::-1], kind=kind)
    assert newest_first.points["value"].tolist() == values
    assert any("which run from the newest to the oldest" in note for note in newest_first.notes)
    mixed = [3, 0, 1, 2, 4, 5, 6]
    assert spc([values[i] for i in mixed], [EVENTS[i] for i in mixed], kind=kind).points["value"].tolist() == values


def test_a_part_may_start_on_a_day_with_several_events():
    chart = spc([4, 8, 0, 37, 0, 0, 13], EVENTS, kind="g", rebase="2025-03-20", exclude="2025-02-11")
    assert chart.points["segment"].tolist() == [1, 1, 1, 2, 2, 2, 2]
    assert chart.points["excluded"].tolist() == [False, True, True, False, False, False, False]


def test_a_time_of_zero_needs_two_events_on_one_date():
    for dates in (None, EVENTS[:2]):
        with pytest.raises(ValueError, match="zero only where two have one date"):
            spc([4, 0], dates, kind="t")
    with pytest.raises(ValueError, match="stands twice"):
        spc([4, 8, 0], EVENTS[:3])


def test_the_reader_is_told_what_was_done_about_blanks():
    values = [*STEADY[:5], None, *STEADY[5:9], None, 51]
    where = "2 dates have no value and count as missing: 1 June 2024, 1 November 2024. The line breaks there, and a run"
    assert f"{where} or a trend starts again after it." in spc(values, MONTHS[:12]).notes
    assert f"{where} goes on across it." in run_chart(values, MONTHS[:12]).notes
    assert any("1 point has no value and counts as missing: 2." in note for note in spc([3, None, 4], kind="c").notes)
    nobody = spc([5, 0, 4, 6], MONTHS[:4], kind="p", denominator=[9, 0, 8, 9])
    assert any("1 date has no value and counts as missing: 1 February 2024." in note for note in nobody.notes)


def test_the_icon_is_that_of_the_latest_value_not_of_a_blank_row():
    """NHSRplotthedots reads the icon from the last row, also when it is blank, and then says common cause."""
    chart = spc([*STEADY, 90, None], MONTHS[:15])
    assert (
        chart.variation == "improvement"
        and "The latest point has no value; the icons speak of 1 February 2025." in chart.notes
    )
    assert spc_many([[*STEADY, 90, np.nan]]).frame["variation"][0] == "improvement"


def test_a_rebase_date_that_is_not_in_the_data_is_refused():
    """NHSRplotthedots ignores it without a word."""
    with pytest.raises(
        ValueError, match="15 March 2024, but that date is not in the data, which run from 1 January 2024"
    ):
        spc(STEADY, MONTHS[:13], rebase=["2024-03-15"])


def test_twelve_points_are_called_short_in_the_same_words_as_the_rule():
    """NHSRplotthedots flags fewer than 13 points and its message speaks of fewer than 12."""
    assert any("12 points; limits from fewer than 13" in note for note in spc(STEADY[:12]).notes)
    assert spc(STEADY[:12]).points["short"].all() and not spc(STEADY).points["short"].any()


def test_the_chart_says_whether_it_was_screened():
    values = [*STEADY, 90, 50]
    off, on = spc(values), spc(values, screen=True)
    assert off.points["upper"].iloc[0] > on.points["upper"].iloc[0]
    assert off.notes[-1] == "Moving ranges were not screened, as in the NHS England Excel tool."
    assert on.notes[-1] == "Moving ranges of 3.267 times their mean or more were left out once: 2 left out."
    assert not any("screened" in note for note in spc([3, 4, 2, 5], kind="c").notes)


def test_rebase_starts_new_limits_and_the_last_segment_gives_assurance():
    values = STEADY + [v + 30 for v in STEADY]
    chart = spc(values, MONTHS[:26], rebase="2025-02-01", target=75)
    assert chart.points.groupby("segment")["centre"].first().round(6).tolist() == [
        round(np.mean(STEADY), 6),
        round(np.mean(STEADY) + 30, 6),
    ]
    assert chart.assurance == "hit or miss" or chart.points["lower"].iloc[-1] > 75
    assert spc(values, rebase=14, target=60).assurance == "pass"
    assert spc(values, rebase=14, target=60, direction="down").assurance == "fail"
    assert spc(values, rebase=14, target=60, direction="neutral").assurance is None


def test_baseline_freezes_limits_in_each_segment():
    values = STEADY[:12] + [70, 71, 69]
    chart = spc(values, baseline=12)
    assert chart.points["centre"].iloc[-1] == np.mean(STEADY[:12]) and chart.points["in_baseline"].sum() == 12
    assert any("fewer than the 20 points" in note for note in spc(STEADY, baseline=20).notes)


def test_excluded_points_leave_limits_and_rules():
    with_outlier = [*STEADY[:6], 500, *STEADY[6:]]
    chart = spc(with_outlier, exclude=7)
    assert chart.points["centre"].iloc[0] == pytest.approx(np.mean(STEADY))
    assert chart.points["outside"].iloc[6] and chart.points["type"].iloc[6] == "common cause"


def test_p_chart_with_suppressed_and_empty_months():
    chart = spc([30, None, 0, 28], kind="p", denominator=[60, 55, 0, 60], per=100, target=90)
    assert chart.points["value"].round(3).tolist()[::3] == [50, 46.667] and chart.points["upper"].isna().tolist() == [
        False,
        True,
        True,
        False,
    ]
    assert chart.points["centre"].iloc[0] == pytest.approx(100 * 58 / 120) and chart.assurance == "fail"


def test_missing_month_breaks_a_range_like_a_blank_row():
    values = [5, 9, 4, 8, 5, 9, 4, 8, 5, 9, 4, 8, 5]
    blank = spc([*values[:5], None, *values[5:]], MONTHS[:14])
    absent = spc(values, MONTHS[:14].delete(5))
    pd.testing.assert_frame_equal(blank.points, absent.points, check_freq=False)
    assert absent.points["date"].tolist() == MONTHS[:14].tolist()


@pytest.mark.parametrize("freq", ["MS", "ME", "QS", "W", "D", "YS"])
def test_missing_dates_are_found_in_every_regular_calendar(freq):
    dates = pd.date_range("2023-01-01", periods=12, freq=freq)
    chart = spc(STEADY[:11], dates.delete(4))
    assert chart.points["date"].tolist() == dates.tolist()


def test_irregular_dates_and_events_are_left_as_they_are():
    dates = pd.to_datetime(["2024-01-03", "2024-01-04", "2024-02-20", "2024-05-01", "2024-05-09"])
    assert len(spc([1, 2, 3, 4, 5], dates).points) == 5
    assert len(spc([1, 2, 3, 4], MONTHS[[0, 1, 2, 4]], kind="t").points) == 4


def test_dates_of_every_kind_and_any_order():
    given = ["2024-03-01", pd.Period("2024-02", "M"), pd.Timestamp("2024-01-01").date(), np.datetime64("2024-04-01")]
    chart = spc([3, 2, 1, 4], given)
    assert chart.points["value"].tolist() == [1, 2, 3, 4] and "The points were put in date order." in chart.notes
    assert spc([3, 2, 1], [3, 2, 1]).points["date"].tolist() == [1, 2, 3]


def test_a_single_value_is_shown_without_limits():
    chart = spc([3], target=2)
    assert chart.points["upper"].isna().all() and chart.variation == "common cause" and chart.assurance == "hit or miss"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (dict(values=[1, 2], kind="funnel"), "not a chart drawn here"),
        (dict(values=[1, 2], kind="p"), "needs denominators"),
        (dict(values=[1, 2], denominator=[3, 4]), "takes no denominator"),
        (
            dict(values=[0.4, 0.5], kind="p", denominator=[10, 10]),
            "Point 1 .1. is 0.4 of 10. A p chart needs whole counts",
        ),
        (dict(values=[4, 11], kind="p", denominator=[10, 10]), "Point 2 .2. is 11 of 10. A numerator cannot be larger"),
        (dict(values=[4, 1], kind="u", denominator=[10, 0]), "without a denominator"),
        (dict(values=[4, 1], kind="u", denominator=[10, -1]), "cannot be below zero"),
        (dict(values=[4, -1], kind="c"), "zero or more"),
        (dict(values=[4, -1], kind="t"), "below zero"),
        (dict(values=[4, 1], direction="better"), "up, down or neutral"),
        (dict(values=[4, 1], target="5"), "target='5' is not a number"),
        (dict(values=[4, 1], per=0), "above zero"),
        (dict(values=[4, 1], screen="yes"), "neither True nor False"),
        (dict(values=STEADY, baseline=10), "too short for fixed limits"),
        (dict(values=[None, None]), "No point has a value"),
        (dict(values=[1, 2], exclude=[1, 2]), "No point has a value"),
    ],
)
def test_what_cannot_be_charted_is_refused_with_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        spc(**call)


@pytest.mark.parametrize("values", [[1, 2, 3], [["a"]], [[np.nan, np.nan]], [[]], [[1, np.inf]]])
def test_many_refuses_what_is_no_table_of_numbers(values):
    with pytest.raises(ValueError, match="row"):
        spc_many(values)


def test_every_chart_has_a_frame_like_other_results():
    shewhart, run = spc([1, 2] * 8), run_chart([1, 2] * 8)
    assert shewhart.frame is shewhart.points and run.frame is run.points
