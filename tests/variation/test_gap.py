"""variation.gap: the gap over time: both measures, their intervals, small numbers and many charts."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from equityqi import gaps
from equityqi.variation import gap_over_time


def table(low, high, n=1000, **more) -> pd.DataFrame:
    months = pd.date_range("2024-01-01", periods=len(low), freq="MS")
    groups = {"most deprived": low, "least deprived": high} | more
    return pd.concat(
        pd.DataFrame({"month": months, "group": g, "numerator": x, "denominator": n}) for g, x in groups.items()
    )


def follow(frame, **settings):
    return gap_over_time(frame, "most deprived", "least deprived", **settings)


STEADY = [500, 504] * 6


def test_both_gaps_with_their_intervals():
    gap = follow(table(STEADY, [v + 150 for v in STEADY]))
    row = gap.frame.iloc[0]
    assert row["absolute"] == pytest.approx(15) and row["relative"] == pytest.approx(500 / 650)
    assert (
        row["absolute_lower"] < 15 < row["absolute_upper"] and row["relative_lower"] < 500 / 650 < row["relative_upper"]
    )


@pytest.mark.parametrize(
    ("later", "change"),
    [([450] * 8, "wider"), ([600] * 8, "narrower"), ([500, 504] * 4, "no signal"), ([450] * 6 + [510] * 2, "watch")],
)
def test_change_of_the_absolute_gap(later, change):
    assert follow(table(STEADY + later, [652] * 20)).change == change


def test_a_measure_where_less_is_better_widens_away_from_zero():
    gap = follow(table([300, 304] * 6 + [350] * 8, [200] * 20), better=-1)
    assert gap.change == "wider" and gap.absolute.median == pytest.approx(10.2)
    assert follow(table([300, 304] * 6 + [350] * 8, [200] * 20)).change == "wider"


def test_small_numbers_cannot_tell_and_say_what_to_do():
    gap = follow(table([5, 6] * 6 + [1] * 8, [15] * 20, n=22))
    assert gap.change == "cannot tell" and gap.frame["small"].all()
    assert any("fewer than 8 people with, or without, the outcome" in note for note in gap.notes)


def test_more_charts_more_false_signals():
    chances = [follow(table([500, 504] * 12, [650] * 24), charts=c).chance_of_false_signal for c in (1, 5)]
    assert chances[0] == pytest.approx(0.067, abs=0.006) and chances[1] == pytest.approx(1 - (1 - chances[0]) ** 5)
    third = follow(table([500] * 24, [650] * 24, other=[600] * 24))
    assert third.charts == 3


def test_suppressed_and_absent_months_are_missing_not_zero():
    frame = table(STEADY + [500.0] * 8, [650] * 20)
    frame = frame[~((frame["group"] == "least deprived") & (frame["month"] == "2024-05-01"))]
    frame.loc[(frame["group"] == "most deprived") & (frame["month"] == "2024-02-01"), "numerator"] = np.nan
    gap = follow(frame)
    assert gap.frame["absolute"].isna().tolist() == [i in (1, 4) for i in range(20)]
    assert any("2 of 20 months have no gap" in note for note in gap.notes)


def test_no_events_at_all_leave_the_ratio_open():
    gap = follow(table([0] * 14, [0] * 14))
    assert gap.frame["absolute"].eq(0).all() and gap.frame["relative"].isna().all() and gap.change == "cannot tell"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.drop(columns="month"), "no column month; its columns are group"),
        (lambda f: f.assign(group="all"), "There is no group 'most deprived'. The groups are all"),
        (lambda f: pd.concat([f, f]), "Group 'most deprived': The date 1 January 2024 stands twice"),
        (lambda f: f.assign(numerator=2000), "Group 'most deprived': Point 1 .1 January 2024. is 2000 of 1000"),
        (lambda f: f.assign(numerator=np.nan), "no gap to follow"),
        (lambda f: f.to_numpy(), "A table is needed"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        follow(change(table(STEADY, STEADY)))


def test_one_group_against_itself_is_refused():
    with pytest.raises(ValueError, match="two different groups"):
        gap_over_time(table(STEADY, STEADY), "most deprived", "most deprived")


def test_a_month_tells_what_gaps_tells_of_it():
    frame = table([119, 574, 0], [145, 650, 0])
    for better in (1, -1):
        followed = gap_over_time(frame, "most deprived", "least deprived", better=better)
        for (_, month), row in zip(frame.groupby("month"), followed.frame.itertuples(), strict=False):
            told = gaps.gap(month, "group", "most deprived", "least deprived", better=better)
            points, ratio = told.absolute, told.relative
            assert (row.absolute, row.absolute_lower, row.absolute_upper) == pytest.approx(
                (points.value, points.lower, points.upper)
            )
            assert (row.relative, row.relative_lower, row.relative_upper) == pytest.approx(
                (ratio.value, ratio.lower, ratio.upper), nan_ok=True
            )


def test_a_month_with_nobody_to_count_has_no_gap():
    frame = table(STEADY + [0], [650] * 13)
    frame.loc[(frame["numerator"] == 0), "denominator"] = 0
    assert follow(frame).frame["absolute"].isna().tolist() == [False] * 12 + [True]


def test_gaps_never_imports_variation():
    code = "import sys, equityqi.gaps; sys.exit('equityqi.variation' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("after", "change"), [(0.50, "wider"), (0.62, "changed"), (0.74, "wider"), (0.66, "narrower")])
def test_a_gap_that_crosses_zero_is_told_by_its_size(after, change):
    """The group was four points ahead; far behind is a wider gap, a little behind is a change of sides."""
    worst = [680 + month % 2 for month in range(12)] + [round(1000 * after) + month % 2 for month in range(10)]
    assert follow(table(worst, [640] * 22)).change == change
