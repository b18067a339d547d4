"""variation.series and every chart made of one: any input gives a chart or one sentence of ours; shift and scale
change no verdict.
"""

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equityqi.variation import Spc, gap_over_time, run_chart, spc, spc_many
from equityqi.variation.charts import KINDS, NEEDS_DENOMINATOR

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
odd = st.one_of(
    st.none(),
    st.floats(),
    st.integers(-5, 300),
    st.text(max_size=3),
    st.booleans(),
    st.just(pd.NA),
    st.just([1]),
    st.complex_numbers(),
)
odd_date = st.one_of(
    st.dates(), st.none(), st.integers(), st.text(max_size=10), st.just("2024-02-31"), st.datetimes(), st.floats()
)
number = st.one_of(st.none(), st.floats(-1e9, 1e9), st.integers(0, 40))
month = st.builds(lambda i: dt.date(2020 + i // 12, i % 12 + 1, 1), st.integers(0, 40))


def one_sentence_or(result, call):
    try:
        assert isinstance(call(), result)
    except ValueError as refusal:
        words = str(refusal)
        assert (
            type(refusal) is ValueError and words[-1] == "." and " " in words and "\n" not in words.replace("\\n", "")
        )


@quick
@given(st.data())
def test_any_input_gives_a_chart_or_a_sentence(data):
    values = data.draw(st.one_of(st.lists(odd, max_size=12), st.lists(number, max_size=30), st.just(3), st.none()))
    size = len(values) if isinstance(values, list) else 2
    dates = data.draw(
        st.one_of(
            st.none(),
            st.lists(odd_date, min_size=size, max_size=size),
            st.lists(month, min_size=size, max_size=size, unique=size < 40),
        )
    )
    kind = data.draw(st.sampled_from(KINDS))
    below = (
        data.draw(st.lists(st.one_of(odd, st.integers(1, 400)), min_size=size, max_size=size))
        if kind in NEEDS_DENOMINATOR
        else None
    )
    parts = data.draw(st.one_of(st.just(()), odd_date, st.lists(st.one_of(odd_date, st.integers(1, 10)), max_size=2)))
    baseline = data.draw(st.one_of(st.none(), st.integers(-1, 20), st.just(3.5)))
    one_sentence_or(
        Spc, lambda: spc(values, dates, kind, below, "up", data.draw(odd), parts, baseline, data.draw(st.booleans()))
    )
    one_sentence_or(
        object,
        lambda: run_chart(values, dates, baseline, data.draw(st.sampled_from(["course", "anhoej", "ihi"])), parts),
    )
    one_sentence_or(object, lambda: spc_many([values, values] if values is not None else values))


@quick
@given(st.lists(st.tuples(st.one_of(month, odd_date), st.sampled_from(["a", "b", None]), odd, odd), max_size=20))
def test_any_table_gives_a_gap_or_a_sentence(rows):
    frame = pd.DataFrame(rows, columns=["month", "group", "numerator", "denominator"])
    one_sentence_or(object, lambda: gap_over_time(frame, "a", "b"))


whole = st.lists(st.integers(0, 60), min_size=13, max_size=40)


@quick
@given(whole, st.integers(-1000, 1000), st.sampled_from([0.1, 1, 7.3, 1e4]))
def test_shift_and_scale_change_no_verdict(values, shift, scale):
    moved = [v * scale + shift for v in values]
    one, two = spc(values, target=30), spc(moved, target=30 * scale + shift)
    assert one.points["type"].tolist() == two.points["type"].tolist()
    assert one.assurance == two.assurance or one.question or two.question  # a target far off may be on another scale
    np.testing.assert_allclose(two.points["upper"], one.points["upper"] * scale + shift, rtol=1e-9, atol=1e-9 * scale)
    for rule in ("course", "anhoej", "ihi"):
        a, b = run_chart(values, rule=rule), run_chart(moved, rule=rule)
        assert a.signal == b.signal and a.longest_run == b.longest_run


@quick
@given(whole)
def test_a_mirror_turns_improvement_into_concern(values):
    up, down = spc(values, direction="up"), spc([-v for v in values], direction="down")
    assert up.points["type"].tolist() == down.points["type"].tolist()


@quick
@given(whole)
def test_a_point_never_moves_its_own_marks_when_the_order_of_input_changes(values):
    dates = pd.date_range("2021-01-01", periods=len(values), freq="MS")
    back = spc(values[::-1], dates[::-1])
    assert back.points["type"].tolist() == spc(values, dates).points["type"].tolist()
