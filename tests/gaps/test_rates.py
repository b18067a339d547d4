"""gaps.rates, gaps.standard, gaps.funnels, gaps.estimates: rates, means, standardised rates and funnels, against
other ways to the same numbers.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from equityqi import gaps

counts = st.integers(0, 500)


@given(x=counts, more=counts, level=st.sampled_from([0.9, 0.95, 0.998]))
def test_a_proportion_is_statsmodels_wilson(x, more, level):
    n = x + more + 1
    told = gaps.proportion(x, n, level)
    assert (told.lower, told.upper) == pytest.approx(proportion_confint(x, n, 1 - level, "wilson"), rel=1e-9, abs=1e-12)
    assert 0 <= told.lower <= told.value <= told.upper <= 1


@given(x=counts, more=counts)
def test_the_proportion_of_the_rest_is_one_minus_it(x, more):
    n = x + more + 1
    told, rest = gaps.proportion(x, n), gaps.proportion(n - x, n)
    assert (rest.lower, rest.upper) == pytest.approx((1 - told.upper, 1 - told.lower), abs=1e-12)


def test_three_of_six_and_fifty_of_a_hundred_are_both_half():
    few, many = gaps.proportion(3, 6, per=100), gaps.proportion(50, 100, per=100)
    assert str(few) == "50 (18.76 to 81.24)"
    assert str(many) == "50 (40.38 to 59.62)"


@given(x=st.integers(0, 9))
def test_a_small_count_has_the_exact_poisson_limits(x):
    told = gaps.rate(x, 1, per=1)
    assert told.method == "exact"
    assert stats.poisson.cdf(x, told.upper) == pytest.approx(0.025, rel=1e-6)
    assert x == 0 or stats.poisson.sf(x - 1, told.lower) == pytest.approx(0.025, rel=1e-6)


def test_byar_takes_over_at_ten_events():
    assert list(gaps.rate([9, 10], [100, 100]).method) == ["exact", "Byar"]


@given(x=st.integers(10, 2000), n=st.integers(1, 10**6))
def test_byar_is_near_the_exact_limits(x, n):
    told = gaps.rate(x, n, per=n)
    exact = stats.chi2.ppf(0.025, 2 * x) / 2, stats.chi2.ppf(0.975, 2 * x + 2) / 2
    assert (told.lower, told.upper) == pytest.approx(exact, rel=2e-3)


@given(
    values=st.lists(
        st.floats(-100, 100, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-6), min_size=2, max_size=30
    )
)
def test_a_mean_is_scipys_t_interval(values):
    told = gaps.mean(values)
    reach = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values))
    assert (told.lower, told.upper) == pytest.approx(
        (np.mean(values) - reach, np.mean(values) + reach), rel=1e-7, abs=1e-9
    )


def test_one_measurement_has_no_interval():
    assert str(gaps.mean([7])) == "7 (no interval)"


@given(scores=st.lists(st.integers(0, 30), min_size=1, max_size=60), bands=st.integers(2, 10))
def test_bands_follow_the_scores(scores, bands):
    band = gaps.quantile(scores, bands)
    if len(scores) < bands:
        assert np.isnan(band).all()
        return
    order = np.argsort(scores)[::-1]
    assert (np.diff(band[order]) >= 0).all() and band.min() >= 1 and band.max() <= bands


def test_every_band_has_as_many_areas():
    assert gaps.quantile(range(10), 5).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert gaps.quantile(range(10), 5, highest_first=False).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_a_standard_population_like_ours_gives_the_crude_rate():
    x, n = np.array([12, 30, 41]), np.array([1000, 2000, 1500])
    assert gaps.standardised_rate(x, n, n).value == pytest.approx(gaps.rate(x.sum(), n.sum()).value)


def test_a_directly_standardised_rate_is_withheld_below_ten_events():
    told = gaps.standardised_rate([[4, 5], [4, 6]], [1000, 1000], [1, 1])
    assert np.isnan(told.value[0]) and np.isfinite(told.value[1])
    assert list(told.method) == ["withheld: fewer than 10 events", "Dobson"]


def test_people_with_several_events_widen_the_interval():
    once = gaps.standardised_rate([50, 60], [1000, 1000], [1, 1])
    often = gaps.standardised_rate([[20, 15], [30, 15]], [1000, 1000], [1, 1], frequency=[1, 2])
    assert often.value == once.value and often.lower < once.lower and often.upper > once.upper


def test_the_reference_has_a_standardised_ratio_of_one():
    told = gaps.standardised_ratio([150, 100], [75_000, 50_000], [150, 100], [75_000, 50_000])
    assert told.value == pytest.approx(1)
    as_rate = gaps.standardised_ratio([150, 100], [75_000, 50_000], [150, 100], [75_000, 50_000], 1000, as_rate=True)
    assert as_rate.value == pytest.approx(2)


def test_areas_on_the_average_lie_within_the_funnel():
    told = gaps.funnel([50, 100, 200], [100, 200, 400], per=100)
    assert set(told.frame["signal"]) == {"within"} and told.baseline == 50
    widths = told.limits["upper_95"] - told.limits["lower_95"]
    assert (np.diff(widths) <= 0).all()
    assert (told.limits["lower_99_8"] <= told.limits["lower_95"]).all()


def test_a_funnel_of_percentages_stays_between_0_and_100_and_of_proportions_between_0_and_1():
    for per in (1, 100):
        limits = gaps.funnel([1, 9, 50], [10, 10, 100], per=per, at=[1, 2, 5]).limits
        assert limits.filter(like="lower").min().min() == 0 and limits.filter(like="upper").max().max() == per


def test_chance_alone_is_not_overdispersion():
    random = np.random.default_rng(4)
    n = random.integers(200, 900, 200)
    told = gaps.overdispersion(random.binomial(n, 0.3), n, "proportion")
    assert 0.5 < told.phi < 1.2 and told.tau2 < 2e-4
    spread = gaps.overdispersion(random.binomial(n, random.beta(6, 14, 200)), n, "proportion")
    assert spread.phi > 3 and spread.tau2 > 1e-3


def test_every_result_carries_its_interval_n_method_and_source():
    columns = {"value", "lower", "upper", "n", "method", "source"}
    for told in (gaps.proportion([1, 2], 5), gaps.rate(3, 100), gaps.mean([1, 2, 4]), gaps.difference(1, 5, 2, 5)):
        assert columns <= set(told.frame.columns)
    assert {"lower_95", "upper_99_8"} <= set(gaps.rate([1, 2], 50, confidence=[0.95, 0.998]).frame.columns)


def test_missing_counts_are_not_zero_when_ages_are_standardised():
    """PHEindicatormethods takes a missing count for 0."""
    for call in (
        lambda x: gaps.standardised_rate(x, [10, 10], [1, 1]),
        lambda x: gaps.standardised_ratio(x, [10, 10], [1, 1], [10, 10]),
    ):
        with pytest.raises(gaps.CannotMeasure, match="x in row 1 is missing"):
            call([None, 5])


def test_a_total_is_not_spread_over_the_age_bands():
    for call in (
        lambda: gaps.standardised_rate(50, [10, 10], [1, 1]),
        lambda: gaps.standardised_ratio(50, [10, 10], [1, 1], [10, 10]),
    ):
        with pytest.raises(gaps.CannotMeasure, match="x is one number"):
            call()
