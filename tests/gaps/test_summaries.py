"""gaps.summaries: measures across all groups, and the peers' defects that are not copied."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equityqi import gaps

Y = np.array([31.1, 36.8, 43.4, 62.9, 64.9])
PEOPLE = np.array([7358, 14481, 7183, 9392, 8016])
SE = np.array([0.54, 0.401, 0.585, 0.498, 0.533])
tables = st.integers(3, 10).flatmap(
    lambda size: st.tuples(
        st.lists(st.floats(1, 100), min_size=size, max_size=size),
        st.lists(st.integers(1, 5000), min_size=size, max_size=size),
    )
)


def drawn(measure, draws, y=Y):
    """Return the spread of a measure over simulated tables: what its standard error should be."""
    random = np.random.default_rng(3)
    return np.std([measure(y + SE * random.standard_normal(5)) for _ in range(draws)])


@given(table=tables)
def test_turning_the_ranks_round_flips_the_concentration(table):
    y, people = map(np.array, table)
    here, there = gaps.measures(y, people), gaps.measures(y[::-1], people[::-1])
    for name in ("aci", "rci"):
        assert there.loc[name, "value"] == pytest.approx(-here.loc[name, "value"], abs=1e-9)
    for name in ("bgv", "idisu", "idisw", "theil", "mld"):
        assert there.loc[name, "value"] == pytest.approx(here.loc[name, "value"], abs=1e-6)
        assert here.loc[name, "value"] >= -1e-9


@given(table=tables)
def test_better_and_worse_mirror_each_other(table):
    y, people = map(np.array, table)
    good = gaps.measures(y, people, ordered=False).loc["par", "value"]
    bad = gaps.measures(101 - y, people, ordered=False, higher_is_better=False).loc["par", "value"]
    assert bad == pytest.approx(-good, abs=1e-9) and good >= 0


@given(table=tables, times=st.sampled_from([0.01, 1000]))
def test_relative_measures_do_not_feel_the_unit(table, times):
    y, people = map(np.array, table)
    here, there = gaps.measures(y, people), gaps.measures(y * times, people)
    for name in ("rci", "idisu", "idisw", "theil", "mld", "paf"):
        assert there.loc[name, "value"] == pytest.approx(here.loc[name, "value"], rel=1e-6, abs=1e-7)


def test_people_one_by_one_and_in_groups_have_the_same_concentration():
    values, sizes = [10.0, 30.0, 20.0], [3, 5, 4]
    one_by_one = gaps.concentration(np.repeat(values, sizes), np.repeat([1, 2, 3], sizes))
    grouped = gaps.measures(values, sizes)
    assert one_by_one.relative.value == pytest.approx(grouped.loc["rci", "value"])
    assert one_by_one.absolute.value == pytest.approx(grouped.loc["aci", "value"])


def test_one_row_a_measure_each_with_interval_n_method_and_source():
    table = gaps.measures(Y, PEOPLE, SE)
    assert list(table.index) == ["aci", "rci", "bgv", "idisu", "idisw", "theil", "mld", "par", "paf"]
    assert table.notna().all().all() and (table["n"] == PEOPLE.sum()).all()
    assert (table["lower"] < table["value"]).all() and (table["value"] < table["upper"]).all()
    assert list(gaps.measures(Y, PEOPLE, SE, ordered=False).index)[0] == "bgv"


def test_the_order_of_rows_does_not_matter_when_groups_are_named():
    shuffle = [3, 0, 4, 1, 2]
    again = gaps.measures(Y[shuffle], PEOPLE[shuffle], SE[shuffle], groups=np.arange(5)[shuffle])
    assert again["value"].to_numpy() == pytest.approx(gaps.measures(Y, PEOPLE, SE)["value"].to_numpy())


@pytest.mark.parametrize("name", ["theil", "mld", "paf", "par", "idisu", "idisw"])
def test_the_interval_stands_on_the_scale_of_its_estimate(name):
    """healthequal multiplies ti and mld by 1000 and paf by 100, and not their standard errors."""
    row = gaps.measures(Y, PEOPLE, SE).loc[name]
    spread = drawn(lambda y: gaps.measures(y, PEOPLE).loc[name, "value"], draws=200)
    assert row["se"] == pytest.approx(spread, rel=0.2)


def test_the_population_is_a_weight_once():
    """healthequal's logit SII weights by population squared; a group cut in two must change nothing."""
    y, people = np.array([20.4, 43.2, 55.7, 28.5, 34.8]), np.array([20, 15000, 300, 50, 9000])
    cut_y, cut_people = np.insert(y, 1, 43.2), np.array([20, 7500, 7500, 300, 50, 9000])
    w = people / people.sum()
    squared = np.polyfit(np.cumsum(w) - w / 2, y, 1, w=people)[0]  # polyfit squares its weights
    once = gaps.slope(y, people).sii.value
    assert once == pytest.approx(np.polyfit(np.cumsum(w) - w / 2, y, 1, w=np.sqrt(people))[0])
    assert abs(once - squared) > 0.1
    for measure in ("aci", "bgv", "theil"):
        one, other = (
            gaps.measures(y, people).loc[measure, "value"],
            gaps.measures(cut_y, cut_people).loc[measure, "value"],
        )
        assert one == pytest.approx(other, rel=1e-6)


def test_the_scale_of_values_is_never_guessed():
    """healthequal takes percentages that are all 1 or less for proportions."""
    y, se = np.array([0.23, 0.36, 0.13, 0.37, 0.16]), np.array([0.063, 0.154, 0.036, 0.044, 0.031])
    people = np.array([5729, 1509, 9932, 19095, 16762])
    percent = gaps.measures(y, people, se, higher_is_better=False, per=100).loc["par"]
    same = gaps.measures(y / 100, people, se / 100, higher_is_better=False, per=1).loc["par"]
    assert percent["se"] == pytest.approx(100 * same["se"])
    guessed = gaps.measures(y, people, se, higher_is_better=False, per=1).loc["par"]
    assert percent["se"] > 5 * guessed["se"]
    slopes = gaps.slope(y, people).sii
    assert slopes.upper - slopes.value == pytest.approx(1.959964 * slopes.se)


def test_without_standard_errors_there_are_values_and_no_crash():
    """healthequal's ratio, ti, mld, paf and par stop without se or with a missing value."""
    table = gaps.measures(Y, PEOPLE)
    assert table["value"].notna().all() and table.loc[["aci", "rci"], "lower"].notna().all()
    assert table.loc[["bgv", "theil", "mld", "par"], "lower"].isna().all()
    assert str(gaps.ratio_of_values(64.9, 31.1)) == "2.087 (no interval)"
    with pytest.raises(gaps.CannotMeasure, match="values in row 3 is missing"):
        gaps.measures([1, 2, None, 4], [1, 1, 1, 1])


def test_the_index_of_disparity_moves_with_its_own_average():
    """healthequal's simulation for idisw keeps the observed mean; the mean of the drawn table belongs there."""
    y, people = np.array([10.0, 60, 61, 62, 63]), np.array([1000, 5000, 5000, 5000, 5000])
    w = people / people.sum()
    right = drawn(lambda one: 100 * w @ abs(one - w @ one) / (w @ one), 4000, y)
    held = drawn(lambda one: 100 * w @ abs(one - w @ y) / (w @ y), 4000, y)
    ours = gaps.measures(y, people, SE).loc["idisw", "se"]
    assert ours == pytest.approx(right, rel=0.05) and held > 2 * right


def test_weights_never_make_a_variance_negative():
    """rineq's variance mixes weighted and unweighted means: -0.036 for these eight people."""
    rank_by = [5, 2, 4, 5, 4, 3, 3, 5]
    health = [8.94, 14.72, 10.23, 11.55, 10.62, 9.99, 12.69, 11.55]
    weights = [0.97, 0.58, 1.94, 1.81, 1.47, 0.85, 1.15, 1.51]
    told = gaps.concentration(health, rank_by, weights).relative
    assert 0 < told.se < 0.1
    doubled = gaps.concentration(health, rank_by, np.multiply(weights, 2)).relative
    assert doubled.se == pytest.approx(told.se)


def test_equal_groups_are_at_0_and_say_so():
    table = gaps.measures([40] * 5, PEOPLE, SE)
    assert table["value"].abs().max() < 1e-9
    assert np.isnan(table.loc["theil", "lower"])  # a first-order interval would be 0 to 0, falsely sure


def test_theil_is_0_for_one_and_known_for_two():
    assert gaps.theil([5]).value == 0
    r = np.array([24.46, 15.89]) / 20.175
    assert gaps.theil([24.46, 15.89]).value == pytest.approx((r * np.log(r)).mean())


def test_all_zero_and_two_groups_are_refused():
    with pytest.raises(gaps.CannotMeasure, match="All values are 0"):
        gaps.measures([0, 0, 0], [1, 1, 1])
    with pytest.raises(gaps.CannotMeasure, match="at least three"):
        gaps.measures([1, 2], [1, 1])
