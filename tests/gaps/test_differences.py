"""gaps.differences: the gap between two groups."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.contingency import relative_risk
from statsmodels.stats.proportion import confint_proportions_2indep

from equityqi import gaps
from equityqi.share_intervals import newcombe_limits, share_with_limits

group = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
FLU = pd.DataFrame({"fifth": ["most", "least"], "numerator": [700, 800], "denominator": [1000, 1000]})


@given(one=group, other=group)
def test_swapping_the_groups_turns_the_gap_round(one, other):
    here, there = gaps.difference(*one, *other), gaps.difference(*other, *one)
    assert (there.value, there.lower, there.upper) == pytest.approx((-here.value, -here.upper, -here.lower))
    here, there = gaps.ratio(*one, *other), gaps.ratio(*other, *one)
    if one[0] and other[0]:
        assert (there.value, there.lower, there.upper) == pytest.approx(
            (1 / here.value, 1 / here.upper, 1 / here.lower)
        )


@given(one=group, other=group)
def test_the_difference_is_newcombes_and_the_ratio_katzs(one, other):
    told = gaps.difference(*one, *other, per=1)
    wide = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert (told.lower, told.upper) == pytest.approx(wide, abs=1e-9)
    if one[0] and other[0]:
        wide = relative_risk(*one, *other).confidence_interval(0.95)
        told = gaps.ratio(*one, *other)
        assert (told.lower, told.upper) == pytest.approx((wide.low, wide.high), rel=1e-9)


@given(one=group, other=group)
def test_plain_numbers_give_newcombes_interval_without_numpy(one, other):
    first, second = share_with_limits(*one), share_with_limits(*other)
    wide = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert newcombe_limits(first, second) == pytest.approx(wide, abs=1e-9)
    assert {type(end) for end in newcombe_limits(first, second)} == {float}


def test_the_three_ways_to_tell_a_gap_can_disagree():
    before = gaps.gap(FLU, "fifth", "most", "least")
    later = gaps.gap(FLU.assign(numerator=[750, 840]), "fifth", "most", "least")
    assert (before.absolute.value, later.absolute.value) == pytest.approx((10, 9))
    assert (before.relative.value, later.relative.value) == pytest.approx((0.875, 0.893), abs=0.001)
    assert (before.relative_of_lack.value, later.relative_of_lack.value) == pytest.approx((1.5, 1.5625))
    assert list(before.frame.index) == ["absolute", "relative", "relative of lack"]
    assert before.frame["n"].tolist() == [2000] * 3


def test_years_of_life_have_no_lack_unless_the_whole_is_known():
    table = pd.DataFrame({"fifth": [1, 5], "value": [74.1, 82.8], "se": [0.2, 0.15]})
    told = gaps.gap(table, "fifth", 1, 5)
    assert told.relative_of_lack is None and str(told.absolute) == "8.7 (8.21 to 9.19)"
    assert gaps.gap(table, "fifth", 1, 5, per=100).relative_of_lack.value == pytest.approx(25.9 / 17.2)
    assert str(gaps.gap(table.drop(columns="se"), "fifth", 1, 5).absolute) == "8.7 (no interval)"


def test_a_gap_above_0_means_behind_whichever_way_is_better():
    waits = pd.DataFrame({"fifth": [1, 5], "numerator": [300, 200], "denominator": [1000, 1000]})
    long_waits = gaps.gap(waits, "fifth", 1, 5, better=-1)
    kept_waiting = gaps.gap(waits.assign(numerator=[700, 800]), "fifth", 1, 5)
    for part in ("value", "lower", "upper"):
        assert getattr(long_waits.absolute, part) == pytest.approx(getattr(kept_waiting.absolute, part))
    assert long_waits.absolute.value == pytest.approx(10) and long_waits.relative.value == pytest.approx(1.5)
    values = pd.DataFrame({"fifth": [1, 5], "value": [30, 20], "se": [1, 1]})
    assert gaps.gap(values, "fifth", 1, 5, better=-1).absolute.value == 10
    assert gaps.gap(values, "fifth", 1, 5).absolute.value == -10


def test_nobody_in_the_best_group_makes_no_ratio():
    assert str(gaps.ratio(3, 10, 0, 10)) == "not defined"
    assert str(gaps.ratio(0, 10, 3, 10)) == "0 (no interval)"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"group": "quintile"}, "There is no column 'quintile'. The columns are fifth, numerator, denominator."),
        ({"worst": "lowest"}, "Column 'fifth' has no group 'lowest'. Its groups are most, least."),
        ({"best": "most"}, "Both groups are 'most'. Name two different groups."),
        ({"frame": pd.concat([FLU, FLU])}, "Group 'most' stands in 2 rows of column 'fifth', first in rows 1 and 3. Choose one month, or add the rows together first."),  # noqa: E501
        ({"frame": FLU.assign(numerator=[700, 1200])}, "numerator is 1200 in row 2, which is more than its denominator. Were the two columns swapped? Correct it, then try again."),  # noqa: E501
        ({"frame": FLU.assign(numerator=[np.nan, 1])}, "numerator in row 1 is missing. Fill it in, or leave that row out and say that you did."),  # noqa: E501
        ({"frame": FLU.drop(columns="denominator")}, "The table has the columns fifth, numerator. A gap needs 'numerator' and 'denominator', or 'value'. Rename the columns, then try again."),  # noqa: E501
        ({"better": "up"}, "better is 'up'. Write 1 where more is better, and -1 where less is better."),
        ({"better": 1.0}, "better is 1.0. Write 1 where more is better, and -1 where less is better."),
        ({"frame": [1, 2]}, "A gap is read from a table. Give a pandas DataFrame with one row for each group."),
    ],
)  # fmt: skip
def test_a_gap_is_refused_in_a_sentence(change, said):
    with pytest.raises(gaps.CannotMeasure) as refusal:
        gaps.gap(**({"frame": FLU, "group": "fifth", "worst": "most", "best": "least"} | change))
    assert str(refusal.value) == said


@given(
    names=st.lists(st.one_of(st.integers(0, 3), st.text(max_size=2), st.none()), max_size=4),
    cells=st.lists(st.one_of(st.integers(-2, 9), st.floats(), st.none(), st.text(max_size=1)), min_size=8, max_size=8),
    worst=st.one_of(st.integers(0, 3), st.none(), st.just([1])),
    columns=st.sampled_from([("numerator", "denominator"), ("value", "se"), ("value", "value")]),
)
def test_a_gap_from_any_table_is_a_gap_or_a_sentence(names, cells, worst, columns):
    size = len(names)
    table = pd.DataFrame({"group": pd.Series(names, dtype=object)})
    table = pd.concat(
        [
            table,
            pd.Series(cells[:size], name=columns[0], dtype=object),
            pd.Series(cells[4 : 4 + size], name=columns[1], dtype=object),
        ],
        axis=1,
    )
    try:
        gaps.gap(table, "group", worst, 1)
    except gaps.CannotMeasure as refusal:
        assert str(refusal).endswith(".")
