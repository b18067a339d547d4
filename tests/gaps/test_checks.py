"""gaps.checks: whatever is given, the answer is a result or one of our own sentences."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equityqi import gaps

numbers = st.one_of(
    st.integers(-3, 50),
    st.floats(0, 100),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0, 1, 1e300, -1e300, 5e-324, 10**400, True]),
)
odd = st.one_of(numbers, st.none(), st.text(max_size=3), st.just(pd.NA), st.just([1, 2]), st.just({}), st.just(1j))
lists = st.one_of(
    st.lists(numbers, max_size=8),
    st.lists(st.integers(1, 40), min_size=3, max_size=8),
    st.lists(odd, max_size=6),
    st.lists(st.lists(numbers, min_size=3, max_size=3), max_size=4),
    odd,
)
FUNCTIONS = {
    "proportion": (gaps.proportion, 2),
    "rate": (gaps.rate, 2),
    "mean": (gaps.mean, 1),
    "quantile": (gaps.quantile, 1),
    "byar": (gaps.byar, 1),
    "standardised_rate": (gaps.standardised_rate, 3),
    "standardised_ratio": (gaps.standardised_ratio, 4),
    "funnel": (gaps.funnel, 2),
    "funnel of rates": (lambda x, n: gaps.funnel(x, n, "rate"), 2),
    "overdispersion": (gaps.overdispersion, 2),
    "overdispersion of proportions": (lambda x, n: gaps.overdispersion(x, n, "proportion"), 2),
    "difference": (gaps.difference, 4),
    "ratio": (gaps.ratio, 4),
    "difference_of_values": (gaps.difference_of_values, 4),
    "ratio_of_values": (gaps.ratio_of_values, 4),
    "slope": (gaps.slope, 3),
    "slope by groups": (lambda y, n, groups: gaps.slope(y, n, groups=groups), 3),
    "slope simulated": (lambda y, n, se: gaps.slope(y, n, se, "simulated", draws=100), 3),
    "slope simulated from logs": (lambda y, n, se: gaps.slope(y, n, se, "simulated", scale="log", draws=100), 3),
    "slope simulated from logits": (lambda y, n, se: gaps.slope(y, n, se, "simulated", scale="logit", draws=100), 3),
    "slope of logits": (lambda y, n, se: gaps.slope(y, n, se, scale="logit", transform=True), 3),
    "standard_error": (gaps.standard_error, 2),
    "measures": (gaps.measures, 3),
    "theil": (gaps.theil, 3),
    "mean_log_deviation": (gaps.mean_log_deviation, 3),
    "concentration": (gaps.concentration, 3),
    "confidence": (lambda level: gaps.proportion(1, 2, level), 1),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_only_our_sentences_are_raised(name, data):
    function, takes = FUNCTIONS[name]
    arguments = [data.draw(lists) for _ in range(takes)]
    if data.draw(st.booleans()):  # as many of each, so that the numbers themselves are reached
        size = data.draw(st.integers(3, 7))
        kind = data.draw(st.sampled_from([numbers, st.floats(0.01, 0.99), st.floats(0, 1e15)]))
        arguments = [data.draw(st.lists(kind, min_size=size, max_size=size)) for _ in range(takes)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            function(*arguments)
        except gaps.CannotMeasure as refusal:
            text = str(refusal)
            assert text.endswith(".") and "nan" not in text.split() and len(text) < 400


SENTENCES = {
    "lists in a list": (
        lambda: gaps.theil([[1, 2], 0]),
        "values is not a plain list of numbers. Give one number for each row.",
    ),
    "negative count": (
        lambda: gaps.rate([3, -1], [10, 10]),
        "numerator is -1 in row 2, which is below 0. Correct it, then try again.",
    ),
    "more counted than could be": (
        lambda: gaps.proportion([3, 5], [10, 4]),
        (
            "numerator is 5 in row 2, which is more than its denominator. Were the two columns swapped? Correct it,"
            " then try again."
        ),
    ),
    "nobody": (
        lambda: gaps.proportion([0, 1], [0, 10]),
        "denominator is 0 in row 1, which is not more than 0. Correct it, or leave that row out.",
    ),
    "infinite": (
        lambda: gaps.mean([1, float("inf")]),
        "x in row 2 is infinite. Look for a division by 0, correct it, then try again.",
    ),
    "missing": (
        lambda: gaps.slope([1, None, 3], [1, 1, 1]),
        "values in row 2 is missing. Fill it in, or leave that row out and say that you did.",
    ),
    "text": (
        lambda: gaps.rate(pd.Series(["3", "*"], name="events"), [10, 10]),
        "numerator (column 'events') is '*' in row 2, which is not a number. Correct it, then try again.",
    ),
    "lengths": (
        lambda: gaps.rate([1, 2, 3], [10, 10]),
        (
            "The lists differ in length: numerator has 3 numbers and denominator has 2 numbers. Give one number for"
            " each row."
        ),
    ),
    "two groups": (
        lambda: gaps.slope([1, 2], [1, 1]),
        "There are 2 groups. A slope needs at least three. For two groups use gap().",
    ),
    "text quantiles": (
        lambda: gaps.slope([1, 2, 3], [1, 1, 1], groups=["low", "middle", "high"]),
        (
            "groups is 'low' in row 1, which is not a number. Correct it, then try again. Text has no order of its own:"
            " '10' sorts before '2'. Number the groups from 1, or make the column an ordered categorical."
        ),
    ),
    "a group twice": (
        lambda: gaps.slope([1, 2, 3], [1, 1, 1], groups=[1, 2, 2]),
        "Group 2 stands twice, again in row 3. Add its rows together first.",
    ),
    "confidence in percent": (
        lambda: gaps.proportion(1, 2, 95),
        "confidence is 95, which is not below 1. Write 95% as 0.95.",
    ),
    "a word": (
        lambda: gaps.slope([1, 2, 3], [1, 1, 1], interval="exact"),
        "interval is 'exact', which is not known. Choose one of 'analytic', 'simulated'.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_refusal_says_what_where_and_what_to_do(name):
    call, sentence = SENTENCES[name]
    with pytest.raises(gaps.CannotMeasure) as refusal:
        call()
    assert str(refusal.value) == sentence
    assert isinstance(refusal.value, ValueError)


def test_equityqi_itself_does_not_import_pandas():
    import subprocess
    import sys

    code = "import sys, equityqi; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    code = "import sys, equityqi.gaps; sys.exit('matplotlib' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_masked_or_nullable_number_is_missing():
    for counted in (np.ma.array([2, 3], mask=[True, False]), pd.array([None, 3], dtype="Int64")):
        assert np.isnan(gaps.proportion(counted, [5, 6]).value).tolist() == [True, False]


def test_missing_counts_give_missing_rates():
    told = gaps.rate([None, 3], [10, 20])
    assert np.isnan(told.value[0]) and told.value[1] == 15_000
    assert list(told.method) == ["no count", "exact"]
