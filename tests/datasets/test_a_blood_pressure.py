"""Case A: the dashboard hides the gap, all registered patients show it; every planted fact and every fault is there."""

import numpy as np
import pandas as pd
import pytest
from shipped import Shipped

from equityqi.variation import gap_over_time, run_chart

A = Shipped("a-blood-pressure")
MONTHLY, PRACTICES = A.tables["bp_monthly"], A.tables["bp_practice_monthly"]
PEOPLE, RAW = A.tables["bp_snapshot"], A.tables["bp_snapshot_raw"]
COUNTS = ["registered_n", "bp_recorded_12m_n", "at_target_n"]


@pytest.mark.parametrize("id", A.planted)
def test_a_planted_fact(id):
    A.check(id)


def rates(column, first, last):
    """Per cent at target by quintile, with a denominator, over months counted from 1; written without planted.py."""
    months = sorted(MONTHLY["month"].unique())[first - 1 : last]
    sums = MONTHLY[MONTHLY["month"].isin(months)].groupby("imd_quintile")[COUNTS].sum()
    return 100 * sums["at_target_n"] / sums[column]


def test_the_dashboard_hides_the_gap_and_all_registered_patients_show_it():
    dashboard = [rates("bp_recorded_12m_n", 1, 12), rates("bp_recorded_12m_n", 19, 30)]
    register = [rates("registered_n", 1, 12), rates("registered_n", 19, 30)]
    assert all(abs((rate[5] - rate[1]) - 2.9) <= 0.9 for rate in dashboard)
    assert abs((register[0][5] - register[0][1]) - 11.5) <= 1 and abs((register[1][5] - register[1][1]) - 15.4) <= 1
    assert (register[1] > register[0]).all(), "everybody rose, so that the average is no lie"


def test_the_gap_grows_because_of_who_has_a_reading():
    months = sorted(MONTHLY["month"].unique())
    for first, last, least in ((0, 12, 10), (18, 30, 16)):
        sums = MONTHLY[MONTHLY["month"].isin(months[first:last])].groupby("imd_quintile")[COUNTS].sum()
        share = 100 * sums["bp_recorded_12m_n"] / sums["registered_n"]
        assert share.is_monotonic_increasing and share[5] - share[1] > least


def test_two_disadvantages_are_more_than_their_sum():
    sums = MONTHLY.assign(poor=MONTHLY["imd_quintile"] <= 2).groupby(["ethnicity", "poor"])[COUNTS].sum()
    rate = np.log(sums["at_target_n"] / (sums["bp_recorded_12m_n"] - sums["at_target_n"]))
    area, group = rate["White", True] - rate["White", False], rate["Black", False] - rate["White", False]
    assert rate["Black", True] - rate["White", False] < area + group - 0.15


def chart(measure, by=None):
    counts = A.case.counts(measure, "imd_quintile")
    counts = counts if by is None else counts[counts["group"].str.startswith(by)]
    sums = counts.groupby("month")[["numerator", "denominator"]].sum()
    return run_chart(sums["numerator"] / sums["denominator"], sums.index)


@pytest.mark.parametrize(
    "measure, by",
    [("bp_all_register", None), ("bp_all_register", "IMD 5"), ("bp_all_register", "IMD 1"), ("bp_dashboard", None)],
)
def test_the_charts_that_should_signal_do(measure, by):
    assert chart(measure, by).signal == "signal"


def test_the_chart_of_the_gap_says_wider_and_the_dashboard_s_gap_says_nothing():
    group = A.case.groups["imd_quintile"]
    assert gap_over_time(A.case.counts("bp_all_register"), group.worst, group.best).change == "wider"
    assert gap_over_time(A.case.counts("bp_dashboard"), group.worst, group.best).change in ("no signal", "watch")


def test_the_control_series_gives_no_signal():
    frame = A.tables["bp_noise"]
    assert len(frame) == 30
    assert run_chart(frame["at_target_n"] / frame["registered_n"], frame["month"]).signal == "watch"


def test_before_the_faults_the_practices_add_up_to_the_clean_table():
    mended = PRACTICES.copy()
    backwards = (mended["practice_id"] == "P07") & (mended["month"] < "2024-07")
    mended.loc[backwards, "imd_quintile"] = 6 - mended.loc[backwards, "imd_quintile"]
    sent = mended.groupby(["month", "imd_quintile"])[COUNTS].sum()
    clean = MONTHLY.groupby(["month", "imd_quintile"])[COUNTS].sum()
    missing = pd.to_datetime(["2024-08", "2024-09"])
    whole = ~clean.index.get_level_values("month").isin(missing)
    pd.testing.assert_frame_equal(sent[whole].astype("int64"), clean[whole])
    assert (sent[~whole] <= clean[~whole]).all().all()
    assert (sent[~whole].groupby("month").sum() < clean[~whole].groupby("month").sum()).all().all()


def test_p07_numbers_its_quintiles_backwards_in_six_months_and_nobody_else_does():
    registered = (
        PRACTICES.dropna()
        .astype({"registered_n": "int64"})
        .set_index(["practice_id", "imd_quintile", "month"])["registered_n"]
        .unstack()
    )
    changes = registered.T.nunique() > 1
    changed = set(changes[changes].index.get_level_values("practice_id"))
    assert changed == {"P07"}
    p07 = registered.loc["P07"]
    assert (p07.iloc[:, :6].to_numpy() == p07.iloc[::-1, 6:12].to_numpy()).all()


def test_p19_sends_blanks_and_not_zeros_in_months_8_and_9_and_nobody_else_does():
    blank = PRACTICES[PRACTICES[COUNTS].isna().any(axis=1)]
    assert set(blank["practice_id"]) == {"P19"} and sorted(blank["month"].dt.strftime("%Y-%m").unique()) == [
        "2024-08",
        "2024-09",
    ]
    assert blank[COUNTS].isna().all().all() and len(blank) == 10


def limit(people):
    return np.where(people["age_band"] == "80+", 150, 140) - 5 * (people["contact_route"] == "web")


def test_the_target_can_be_worked_out_from_every_reading_of_the_clean_snapshot():
    read = PEOPLE[PEOPLE["bp_recorded_12m"]]
    worked_out = (read["sbp"] < limit(read)) & (read["dbp"] < 90 - 5 * (read["contact_route"] == "web"))
    assert (worked_out == read["at_target"]).all()
    assert PEOPLE.loc[~PEOPLE["bp_recorded_12m"], ["sbp", "dbp", "at_target", "contact_route"]].isna().all().all()


def test_p13_holds_people_of_80_and_over_to_140_90_in_the_raw_snapshot_only():
    differs = RAW["at_target"].fillna(False) != PEOPLE["at_target"].fillna(False)
    wrong = PEOPLE[differs]
    assert set(wrong["practice_id"]) == {"P13"} and set(wrong["age_band"]) == {"80+"}
    assert wrong["at_target"].all() and (wrong["sbp"] >= limit(wrong) - 10).all()
    same = [column for column in RAW if column != "at_target"]
    pd.testing.assert_frame_equal(RAW[same], PEOPLE[same])


def test_no_digit_stands_in_a_heap_at_the_limit():
    clinic = PEOPLE[(PEOPLE["contact_route"] == "clinic") & (PEOPLE["age_band"] != "80+")]["sbp"].value_counts()
    assert 0.5 < clinic[139] / clinic[138] < 1.5 and 0.5 < clinic[140] / clinic[141] < 1.6


def test_ethnicity_is_missing_more_in_deprived_areas_and_the_groups_are_as_designed():
    registered = (
        MONTHLY[MONTHLY["month"] == "2024-01"].groupby(["imd_quintile", "ethnicity"])["registered_n"].sum().unstack()
    )
    assert registered.sum(axis=1).tolist() == [4800, 6000, 6600, 6600, 6000]
    missing = registered["Not recorded"] / registered.sum(axis=1)
    assert missing.is_monotonic_decreasing and round(missing[1], 2) == 0.15


def test_people_s_ids_carry_no_pattern():
    number = PEOPLE["person_id"].str[1:].astype(int)
    assert PEOPLE["person_id"].is_unique
    for column in ("imd_quintile", "sbp", "treatment_steps"):
        assert abs(number.corr(PEOPLE[column].astype(float))) < 0.04
