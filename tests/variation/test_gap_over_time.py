"""The gap over time: both measures, their intervals, small numbers and many charts."""

import numpy as np
import pandas as pd
import pytest

from equityqi.variation import gap_over_time
from equityqi.variation.gap import _two_proportions



def table(low, high, n=1000, **more) -> pd.DataFrame:
    months = pd.date_range("2024-01-01", periods=len(low), freq="MS")
    groups = {"most deprived": low, "least deprived": high} | more
    return pd.concat(pd.DataFrame({"month": months, "group": g, "numerator": x, "denominator": n}) for g, x in groups.items())


def follow(frame, **settings):
    return gap_over_time(frame, "most deprived", "least deprived", **settings)


STEADY = [500, 504] * 6


def test_both_gaps_with_their_intervals():
    gap = follow(table(STEADY, [v + 150 for v in STEADY]))
    row = gap.frame.iloc[0]
    assert row["absolute"] == pytest.approx(0.15) and row["relative"] == pytest.approx(500 / 650)
    assert row["absolute_lower"] < 0.15 < row["absolute_upper"] and row["relative_lower"] < 500 / 650 < row["relative_upper"]


@pytest.mark.parametrize(("later", "change"), [([450] * 8, "wider"), ([600] * 8, "narrower"), ([500, 504] * 4, "no signal"), ([450] * 6 + [510] * 2, "watch")])
def test_change_of_the_absolute_gap(later, change):
    assert follow(table(STEADY + later, [652] * 20)).change == change


def test_a_measure_where_less_is_better_widens_away_from_zero():
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


def test_intervals_agree_with_statsmodels():
    """Values from reference/two_group_gap.json: Newcombe for the difference, Katz for the ratio."""
    x1, n1, x2, n2 = (np.array(v, float) for v in ([119, 574, 188], [206, 846, 511], [145, 394, 0], [354, 394, 846]))
    _, _, absolute, _ = _two_proportions(x1, n1, x2, n2)
    np.testing.assert_allclose(absolute[1], [-0.25040109833676694, 0.28942097636953973, -0.41055867017805364], rtol=1e-9)
    np.testing.assert_allclose(absolute[2], [-0.0822915216185402, 0.3537315747122831, -0.32697432972788876], rtol=1e-9)
    _, _, _, relative = _two_proportions(x2[:2], n2[:2], x1[:2], n1[:2])
    np.testing.assert_allclose(relative, [[0.7090632863314817, 1.4738675958188154], [0.5975552304115973, 1.407061494852189],
                                          [0.8413795385522629, 1.5438455944904759]], rtol=1e-9)  # fmt: skip
