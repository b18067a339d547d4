"""gaps.slopes: the slope index, against statsmodels, against itself, and against the peers' traps."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from equityqi import gaps

Y = [31.1, 36.8, 43.4, 62.9, 64.9]
PEOPLE = [7358, 14481, 7183, 9392, 8016]
SE = [0.54, 0.401, 0.585, 0.498, 0.533]
tables = st.integers(3, 12).flatmap(
    lambda size: st.tuples(
        st.lists(st.floats(1, 100), min_size=size, max_size=size, unique=True),
        st.lists(st.integers(1, 5000), min_size=size, max_size=size),
    )
)


@given(table=tables)
def test_the_line_and_its_interval_are_statsmodels_wls_with_hc1(table):
    y, people = map(np.array, table)
    told = gaps.slope(y, people)
    fit = sm.WLS(y, sm.add_constant(told.rank), weights=people).fit(cov_type="HC1")
    assert told.sii.value == pytest.approx(fit.params[1], rel=1e-6, abs=1e-6)
    assert told.at_first == pytest.approx(fit.params[0], rel=1e-6, abs=1e-6)
    assert (told.sii.lower, told.sii.upper) == pytest.approx(fit.conf_int()[1], rel=1e-4, abs=1e-3)


@given(table=tables)
def test_turning_the_ranks_round_turns_the_slope_round(table):
    y, people = map(np.array, table)
    here, there = gaps.slope(y, people, np.ones(y.size)), gaps.slope(y[::-1], people[::-1], np.ones(y.size))
    assert there.sii.value == pytest.approx(-here.sii.value, abs=1e-7)
    assert (there.sii.lower, there.sii.upper) == pytest.approx((-here.sii.upper, -here.sii.lower), abs=1e-7)
    assert np.isnan(here.rii.value) or there.rii.value == pytest.approx(1 / here.rii.value)


@given(table=tables, times=st.sampled_from([0.01, 3, 1000]))
def test_the_unit_of_people_does_not_matter_and_that_of_values_only_scales(table, times):
    y, people = map(np.array, table)
    here = gaps.slope(y, people)
    assert gaps.slope(y, people * times).sii.value == pytest.approx(here.sii.value, abs=1e-7)
    assert gaps.slope(y * times, people).sii.value == pytest.approx(here.sii.value * times, abs=1e-7 * times)


@pytest.mark.parametrize("scale", ["natural", "log", "logit"])
@pytest.mark.parametrize("transform", [False, True])
def test_the_simulated_and_the_analytic_interval_agree(scale, transform):
    y = np.array(Y) / 100
    se = np.array(SE) / 100 / {"natural": 1, "log": y, "logit": y * (1 - y)}[scale]
    arguments = {"scale": scale, "transform": transform, "confidence": [0.95, 0.998]}
    exact = gaps.slope(y, PEOPLE, se, **arguments)
    drawn = gaps.slope(y, PEOPLE, se, "simulated", **arguments)
    for index in ("sii", "rii"):
        one, other = getattr(exact, index), getattr(drawn, index)
        width = one.upper - one.lower
        assert other.lower == pytest.approx(one.lower, abs=0.05 * width.max())
        assert other.upper == pytest.approx(one.upper, abs=0.05 * width.max())
        assert other.value == one.value and "100000 draws, seed 0" in other.method


def test_an_area_has_the_same_interval_alone_as_among_others():
    y = np.array([Y, Y[::-1], np.array(Y) + 3])
    for scale in ("natural", "log"):
        arguments = {"interval": "simulated", "scale": scale, "draws": 2000, "seed": 7}
        together = gaps.slope(y, PEOPLE, np.array(SE) / 50, **arguments)
        alone = gaps.slope(y[1], PEOPLE, np.array(SE) / 50, **arguments)
        assert together.sii.lower.shape == (3,)
        assert (together.sii.lower[1], together.rii.upper[1]) == pytest.approx(
            (alone.sii.lower, alone.rii.upper), rel=1e-12
        )


def test_the_seed_decides_the_draws():
    def draw(seed):
        return gaps.slope(Y, PEOPLE, SE, "simulated", seed, draws=1000).sii.lower

    assert draw(1) == draw(1) != draw(2)


def test_a_negative_multiplier_turns_both_indices_round():
    up, down = gaps.slope(Y, PEOPLE, SE), gaps.slope(Y, PEOPLE, SE, multiplier=-1)
    assert (down.sii.value, down.sii.lower, down.sii.upper) == pytest.approx(
        (-up.sii.value, -up.sii.upper, -up.sii.lower)
    )
    assert (down.rii.value, down.rii.lower) == pytest.approx((1 / up.rii.value, 1 / up.rii.upper))


def test_tenths_in_text_are_ranked_by_their_number():
    """PHEindicatormethods sorts a factor as text: '10' before '2'. Its SII here is 5.64, the right one 10."""
    y, people = np.arange(1.0, 11), np.ones(10)
    for groups in (range(1, 11), [str(k) for k in range(1, 11)], pd.Categorical(range(1, 11)), pd.Series(range(1, 11))):
        assert gaps.slope(y, people, groups=groups).sii.value == pytest.approx(10)
    as_sorted_text = np.array(sorted(map(str, range(1, 11))), dtype=int)
    assert gaps.slope(y[as_sorted_text - 1], people).sii.value == pytest.approx(5.64, abs=0.01)


def test_an_ordered_categorical_has_its_own_order():
    names = pd.Categorical(["least", "most", "middle"], categories=["most", "middle", "least"], ordered=True)
    for groups in (names, pd.Series(names)):
        assert gaps.slope([30, 10, 20], [1, 1, 1], groups=groups).sii.value == pytest.approx(30)
    with pytest.raises(gaps.CannotMeasure, match="no order of its own"):
        gaps.slope([30, 10, 20], [1, 1, 1], groups=pd.Categorical(["least", "most", "middle"]))


def test_a_line_that_reaches_0_has_a_slope_and_no_ratio():
    """healthequal stops here with an error about rows."""
    told = gaps.slope([0, 1, 20], [10, 10, 10], [1, 1, 1])
    assert np.isfinite(told.sii.lower) and str(told.rii) == "not defined"


def test_equal_values_need_their_errors():
    with pytest.raises(gaps.CannotMeasure, match="All values are the same"):
        gaps.slope([40] * 5, PEOPLE)
    told = gaps.slope([40] * 5, PEOPLE, SE)
    assert told.sii.value == pytest.approx(0, abs=1e-9) and told.sii.lower < -0.5 and told.rii.value == pytest.approx(1)


def test_fewer_than_three_groups_are_refused_and_four_have_no_simulation():
    for size in (1, 2):
        with pytest.raises(gaps.CannotMeasure, match="at least three"):
            gaps.slope(Y[:size], PEOPLE[:size])
    with pytest.raises(gaps.CannotMeasure, match="5 to 100"):
        gaps.slope(Y[:4], PEOPLE[:4], SE[:4], "simulated")
    with pytest.raises(gaps.CannotMeasure, match="needs se"):
        gaps.slope(Y, PEOPLE, interval="simulated")


def test_the_frame_has_a_row_for_each_index_and_area():
    frame = gaps.slope([Y, Y[::-1]], PEOPLE).frame
    assert list(frame.index) == ["sii", "sii", "rii", "rii"] and {"lower", "upper", "n", "method", "source"} <= set(
        frame
    )
