"""privacy.small_numbers, privacy.totals, privacy.hiding_rules: small numbers are hidden by rule, and no total gives
one back.
"""

import itertools
import math
import time
from pathlib import Path

import compare
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from equityqi.privacy import CannotHide, hide_small

HIDING = ["hes", "under-5"]
small_counts = st.integers(0, 14)
COLUMNS = ["Asian", "Black", "White", "Other"]


def cross_table(counts):
    """Return a table with a total in each row and column, as pd.crosstab gives with margins."""
    wide = COLUMNS[: len(counts[0])]
    table = pd.DataFrame(counts, columns=wide)
    table.insert(0, "place", [f"place {row}" for row in range(len(table))])
    table["All"] = table[wide].sum(axis=1)
    total = {"place": "All", **table[[*wide, "All"]].sum()}
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def shown(table, counts):
    return table[counts].to_numpy(float)


def known(rule, value):
    """Return which whole numbers a reader takes for possible in a cell, who knows the rule."""
    if math.isnan(value):
        return range(0, 200)
    if rule == "under-5" or value == 0 and rule == "hes":
        return (int(value),)
    if value == 0:
        return range(8)
    return range(max(8, int(value) - 2), int(value) + 3)


def candidates(rule, value, true, most):
    """As ``known``; for a hidden count that is small, the reader is even told that it is. By the rule that shows small
    counts as 0, one that is left out may be of any size.
    """
    largest = {"hes": 7, "under-5": 4, "opensafely": 7}[rule]
    if rule != "opensafely" and math.isnan(value) and 1 <= true <= largest:
        return range(1, largest + 1)
    return [count for count in known(rule, value) if count <= most]


def what_fits(rule, seen, truth):
    """Return, for each inner cell, every number that fits all sums: each table is tried in turn."""
    rows, wide = seen.shape[0] - 1, seen.shape[1] - 1
    most = int(truth.max()) + 8
    # for each row of the table: every way to fill it that its own total allows
    by_row = []
    for row in range(rows):
        cells = [candidates(rule, seen[row, at], truth[row, at], most) for at in range(wide)]
        total = set(candidates(rule, seen[row, wide], truth[row, wide], most))
        by_row.append([fill for fill in itertools.product(*cells) if sum(fill) in total])
    column_totals = [set(candidates(rule, seen[rows, at], truth[rows, at], most)) for at in range(wide)]
    grand = set(candidates(rule, seen[rows, wide], truth[rows, wide], most))
    fits = [[set() for _ in range(wide)] for _ in range(rows)]
    for fills in itertools.product(*by_row):
        sums = [sum(fill[at] for fill in fills) for at in range(wide)]
        if all(one in allowed for one, allowed in zip(sums, column_totals, strict=False)) and sum(sums) in grand:
            for row, fill in enumerate(fills):
                for at, count in enumerate(fill):
                    fits[row][at].add(count)
    return fits


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2),
    st.sampled_from(["under-5", "hes", "opensafely"]),
)
@example([[1, 6], [7, 7]], "opensafely")
def test_by_brute_force_no_hidden_count_is_the_only_one_that_fits(counts, rule):
    table = cross_table(counts)
    columns = [*COLUMNS[:2], "All"]
    hidden = hide_small(table, COLUMNS[:2], rule=rule, totals="All")
    seen, truth = shown(hidden, columns), shown(table, columns)
    fits = what_fits(rule, seen, truth)
    largest = 4 if rule == "under-5" else 7
    for row, at in itertools.product(range(2), range(2)):
        assert truth[row, at] in fits[row][at]
        if math.isnan(seen[row, at]) or 1 <= truth[row, at] <= largest:
            # when a whole table is hidden, only a reader who is told which counts are small could know more
            assert len(fits[row][at]) > 1 or np.isnan(seen[truth > 0]).all()


def determined(seen):
    """Return the hidden cells that linear algebra gives back exactly, and those that bounds of 0 and up give."""
    rows, wide = seen.shape
    unknown = [tuple(cell) for cell in np.argwhere(np.isnan(seen))]
    sums, right = [], []
    for row in range(rows):
        sums.append([(1 if cell[1] < wide - 1 else -1) * (cell[0] == row) for cell in unknown])
        right.append(np.nan_to_num(seen[row, -1]) - np.nansum(seen[row, :-1]))
    for at in range(wide):
        sums.append([(1 if cell[0] < rows - 1 else -1) * (cell[1] == at) for cell in unknown])
        right.append(np.nan_to_num(seen[-1, at]) - np.nansum(seen[:-1, at]))
    if not unknown:
        return []
    matrix, right = np.array(sums, float), np.array(right, float)
    _, size, turned = np.linalg.svd(matrix)
    rank = int((size > 1e-9).sum())
    free = turned[rank:]
    low, high = np.zeros(len(unknown)), np.full(len(unknown), np.inf)
    for _ in range(60):  # bounds of each cell from those of all others, until nothing changes
        for line, value in zip(matrix, right, strict=False):
            for cell in np.flatnonzero(line):
                others = [other for other in np.flatnonzero(line) if other != cell]
                ends = [
                    sum(line[o] * (low[o] if (line[o] > 0) == up else high[o]) for o in others) for up in (True, False)
                ]
                limits = sorted(line[cell] * (value - end) for end in ends)
                low[cell], high[cell] = max(low[cell], limits[0]), min(high[cell], limits[1])
    return [
        cell
        for at, cell in enumerate(unknown)
        if not np.abs(free[:, at]).max(initial=0) > 1e-9 or high[at] - low[at] < 0.5
    ]


tables = st.integers(2, 4).flatmap(
    lambda wide: st.lists(
        st.lists(st.one_of(small_counts, st.integers(0, 200)), min_size=wide, max_size=wide), min_size=2, max_size=6
    )
)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(tables)
def test_no_hidden_count_comes_back_by_subtraction_from_exact_totals(counts):
    table = cross_table(counts)
    columns = [*COLUMNS[: len(counts[0])], "All"]
    hidden = hide_small(table, columns[:-1], rule="under-5", totals=["All"])
    assert determined(shown(hidden, columns)) == []


@settings(max_examples=50, deadline=None)
@given(tables, st.sampled_from(HIDING))
def test_each_sum_has_no_hidden_count_or_two(counts, rule):
    table = cross_table(counts)
    columns = [*COLUMNS[: len(counts[0])], "All"]
    gaps = np.isnan(shown(hide_small(table, columns[:-1], rule=rule, totals="All"), columns))
    assert 1 not in gaps.sum(axis=0)
    assert 1 not in gaps.sum(axis=1)


@settings(max_examples=40, deadline=None)
@given(tables, st.sampled_from(["hes", "under-5", "opensafely", "none"]), st.booleans())
def test_what_is_shown_follows_the_rule(counts, rule, with_totals):
    table = cross_table(counts)
    columns = [*COLUMNS[: len(counts[0])], "All"]
    before = table.copy(deep=True)
    hidden = hide_small(table, columns, rule=rule, totals="All" if with_totals else ())
    pd.testing.assert_frame_equal(table, before)
    truth, seen = shown(table, columns), shown(hidden, columns)
    largest = {"hes": 7, "under-5": 4, "opensafely": 7, "none": 0}[rule]
    small = (truth >= 1) & (truth <= largest)
    there = ~np.isnan(seen)
    if rule in HIDING:
        assert not (small & there).any()
    if rule == "none":
        assert (seen == truth).all()
    if rule == "under-5":
        assert (seen[there] == truth[there]).all()
    if rule in ("hes", "opensafely"):
        assert (seen[there & ~small] % 5 == 0).all()
        assert (np.abs(seen - truth)[there & ~small & (truth > 7)] <= 2).all()
    assert (seen[there & (truth == 0)] == 0).all()
    if not with_totals and rule in HIDING:
        assert (there == ~small).all()
    for at, column in enumerate(columns):
        assert (hidden[f"{column}_reason"].ne("").to_numpy() == ~there[:, at]).all()
        assert hidden[f"{column}_reason"].str.startswith("suppressed: ").to_numpy()[~there[:, at]].all()


@settings(max_examples=40, deadline=None)
@given(tables, st.sampled_from(["hes", "under-5", "opensafely", "none"]))
def test_hiding_again_changes_nothing(counts, rule):
    table = cross_table(counts)
    columns = COLUMNS[: len(counts[0])]
    once = hide_small(table, columns, rule=rule, totals="All")
    pd.testing.assert_frame_equal(hide_small(once, columns, rule=rule, totals="All"), once)


def test_a_bridge_between_two_blocks_of_hidden_counts_is_found():
    # Two hidden counts or more in every line, yet rows A, B less columns 1, 2 would give the count in row A, column 3.
    counts = pd.DataFrame(
        [[3, 2, 4, 50, 50], [2, 3, 60, 70, 80], [90, 80, 3, 2, 60], [70, 60, 2, 3, 90]], columns=list("12345")
    )
    counts.loc[0, "3"] = 4
    counts["All"] = counts.sum(axis=1)
    counts.loc[4] = counts.sum()
    counts.insert(0, "row", [*"ABCD", "All"])
    hidden = hide_small(counts, list("12345"), rule="under-5", totals="All")
    columns = [*"12345", "All"]
    only_small = counts[columns].mask(counts[columns] < 5).to_numpy(float)
    assert (0, 2) in determined(only_small)
    assert determined(shown(hidden, columns)) == []


def test_two_ones_that_add_up_to_two_need_a_third():
    table = pd.DataFrame({"group": ["A", "B", "C", "D", "All"], "n": [1, 1, 30, 20, 52]})
    assert hide_small(table, "n", rule="under-5", totals="All")["n"].isna().tolist() == [True, True, False, True, False]


def test_rounding_beside_an_exact_national_total_can_still_give_a_count_away():
    # 1 + 12 = 13 is shown as * + 10 = 13: the other is 8 to 12, so * would be 1 to 5.
    table = pd.DataFrame({"place": ["Luton", "Bedford", "England"], "n": [1, 12, 13]})
    told = hide_small(table, "n", totals="England", national="England")
    assert told["n"].isna().tolist() == [True, True, False]
    assert told["n"].iloc[2] == 13


def test_a_long_table_is_summed_month_by_month():
    table = pd.DataFrame(
        {
            "month": np.repeat(["2026-01", "2026-02"], 4),
            "area": ["Luton", "Bedford", "Milton Keynes", "England"] * 2,
            "area_code": ["E1", "E2", "E3", "E9"] * 2,
            "numerator": [3, 40, 21, 64, 30, 41, 22, 93],
            "denominator": [100, 200, 300, 600, 110, 210, 310, 630],
        }
    )
    hidden = hide_small(table, "numerator", rule="under-5", totals="England")
    assert hidden["numerator"].isna().tolist() == [True, False, True, False] + [False] * 4
    assert hidden["denominator"].tolist() == table["denominator"].tolist()
    assert list(hidden.columns) == ["month", "area", "area_code", "numerator", "numerator_reason", "denominator"]


def test_two_directions_of_totals_in_a_long_table_hold_together():
    rows = [
        (sex, age, count)
        for (sex, age), count in zip(
            itertools.product(["Men", "Women"], ["0-39", "40+"]), [3, 30, 25, 41], strict=False
        )
    ]
    table = pd.DataFrame(rows, columns=["sex", "age", "n"])
    by_sex = table.groupby("sex", as_index=False)["n"].sum().assign(age="All")
    by_age = table.groupby("age", as_index=False)["n"].sum().assign(sex="All")
    everyone = pd.DataFrame([{"sex": "All", "age": "All", "n": table["n"].sum()}])
    long = pd.concat([table, by_sex, by_age, everyone], ignore_index=True)
    hidden = hide_small(long, "n", rule="under-5", totals="All").set_index(["sex", "age"])["n"]
    assert determined(hidden.unstack()[["0-39", "40+", "All"]].loc[["Men", "Women", "All"]].to_numpy()) == []
    assert hidden.isna().sum() == 4


def test_crosstab_with_its_margins_works_as_it_comes():
    people = pd.DataFrame({"place": ["L"] * 50 + ["B"] * 40, "fifth": [1] * 47 + [2] * 3 + [1] * 20 + [2] * 20})
    table = pd.crosstab(people["place"], people["fifth"], margins=True)
    hidden = hide_small(table, [1, 2], rule="under-5", totals="All")
    assert determined(hidden[[1, 2, "All"]].to_numpy()) == []
    assert hidden.loc["L", [1, 2]].isna().all()


def test_a_count_that_came_hidden_is_protected_too():
    table = pd.DataFrame(
        {"group": ["A", "B", "C", "All"], "n": [np.nan, 40, 60, 103], "n_reason": ["suppressed: <5", "", "", ""]}
    )
    hidden = hide_small(table, "n", rule="under-5", totals="All")
    assert hidden["n"].isna().tolist() == [True, True, False, False]
    assert hidden["n_reason"].iloc[0] == "suppressed: <5"


@pytest.mark.parametrize(
    ("table", "arguments", "sentence"),
    [
        ({"n": [1]}, {"rule": "strict"}, "rule is 'strict', which is not known"),
        ({"n": [1]}, {"counts": "m"}, "There is no column 'm'"),
        ({"n": [1]}, {"counts": []}, "counts is empty"),
        ({"n": ["*", 4]}, {}, r"Column 'n', row 0: '\*' is not a count"),
        ({"n": [3, -1]}, {}, "Column 'n', row 1: -1 is below 0"),
        ({"n": [3, 2.5]}, {}, "Column 'n', row 1: 2.5 is not a whole number"),
        ({"n": [3, math.inf]}, {}, "Column 'n', row 1: inf is too large"),
        ({"n": [True, False]}, {}, "Column 'n', row 0: True is not a count"),
        ({"n": [3], "g": ["a"]}, {"totals": "All"}, "No column or row label is 'All'"),
        ({"n": [3], "g": ["a"]}, {"national": "England"}, "No row is labelled 'England'"),
    ],
)
def test_what_cannot_be_hidden_is_refused_in_a_sentence(table, arguments, sentence):
    with pytest.raises(CannotHide, match=sentence) as refused:
        hide_small(pd.DataFrame(table), **{"counts": "n", **arguments})
    assert str(refused.value).endswith(".")


def test_a_large_table_with_totals_is_done_in_seconds():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            "month": np.repeat(np.arange(300), 20),
            "group": np.tile(np.arange(20).astype(str), 300),
            "n": rng.poisson(12, 6000),
        }
    )
    total = table.groupby("month", as_index=False)["n"].sum().assign(group="All")
    start = time.process_time()
    hidden = hide_small(pd.concat([table, total], ignore_index=True), "n", totals="All")
    assert time.process_time() - start < 5
    assert hidden["n"].isna().any()


@pytest.mark.parametrize("name", ["sdc_hes_rule", "sdc_ehrql"])
def test_every_reference_value_holds(name):
    tally = compare.compare_file(Path(__file__).parents[1] / "reference" / "values" / f"{name}.json")
    assert tally.mismatches == []
    assert tally.compared >= tally.cases > 20
