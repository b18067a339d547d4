"""Case E: a part of the gap is missing records; bounds, clinic hours, children on no list; every fault is where the
card says.
"""

import pandas as pd
import pytest
from shipped import Shipped

from equityqi.privacy import hide_small
from equityqi.variation import gap_over_time, run_chart

E = Shipped("e-second-mmr")
CHILDREN, RAW, TRUTH = (E.tables[name] for name in ("mmr_children", "mmr_children_raw", "mmr_children_trainer"))
QUINTILE, PRACTICES, HOUSING = (E.tables[name] for name in ("mmr_quintile", "mmr_quarterly", "temporary_housing"))
KNOWN = CHILDREN.merge(TRUTH, on="child_id").assign(on_record=lambda rows: rows["record_status"] == "complete")


@pytest.mark.parametrize("id", E.planted)
def test_a_planted_fact(id):
    E.check(id)


def test_the_record_shows_a_wider_gap_than_there_is():
    on_record, truly = (KNOWN.groupby("imd_quintile")[column].mean() for column in ("on_record", "true_done"))
    assert on_record.is_monotonic_increasing and truly[5] - truly[1] > 0.12
    assert 0.02 < (on_record[5] - on_record[1]) - (truly[5] - truly[1]) < 0.06


def test_nobody_is_on_record_who_was_not_vaccinated_and_unknown_hides_both():
    assert KNOWN.loc[KNOWN["on_record"], "true_done"].all()
    unknown = KNOWN[KNOWN["record_status"] == "unknown"]
    assert 0.2 < unknown["true_done"].mean() < 0.8
    assert not KNOWN.loc[KNOWN["record_status"] == "incomplete", "true_done"].any()


def test_the_truth_of_imd_1_lies_between_the_bounds():
    worst = KNOWN[KNOWN["imd_quintile"] == 1]
    low, high = worst["on_record"].mean(), (worst["record_status"] != "incomplete").mean()
    assert low < worst["true_done"].mean() < high


def test_records_are_missing_for_children_who_moved():
    share = KNOWN.groupby("moved_from_abroad")[["on_record", "true_done"]].mean()
    assert share.loc[True, "true_done"] - share.loc[True, "on_record"] > 0.10
    assert share.loc[False, "true_done"] - share.loc[False, "on_record"] < 0.03


def test_an_evening_clinic_goes_with_more_children_vaccinated_at_every_level():
    born_here = KNOWN[~KNOWN["moved_from_abroad"]]
    for quintiles in ([1, 2], [3, 4, 5]):
        share = born_here[born_here["imd_quintile"].isin(quintiles)].groupby("evening_clinic")["true_done"].mean()
        assert share[True] > share[False]
    open_practices = CHILDREN.groupby("practice_id")["evening_clinic"].nunique()
    assert (open_practices == 1).all() and set(CHILDREN.loc[CHILDREN["evening_clinic"], "practice_id"]) == {
        f"P{n:02d}" for n in range(1, 11)
    }


def test_a_quarter_wobbles_and_no_chart_gives_a_signal():
    for quintile in range(1, 6):
        rows = QUINTILE[QUINTILE["imd_quintile"] == quintile]
        assert run_chart((rows["two_doses_n"] / rows["turned_five_n"]).tolist(), baseline=None).signal != "signal"
    group = E.case.groups["imd_quintile"]
    assert gap_over_time(E.case.counts("mmr2_recorded"), group.worst, group.best, baseline=None).change in (
        "no signal",
        "watch",
        "cannot tell",
    )


def test_children_in_temporary_housing_are_in_no_denominator():
    assert (HOUSING["children_n"].sum(), HOUSING["two_doses_known_n"].sum(), len(HOUSING)) == (60, 27, 10)
    assert len(CHILDREN) == 3600 and (QUINTILE["turned_five_n"] == 72).all() and len(QUINTILE) == 50


def test_p03_stores_unknown_as_no_dose_and_nobody_else_does():
    differs = RAW["record_status"] != CHILDREN["record_status"]
    assert set(RAW.loc[differs, "practice_id"]) == {"P03"} and set(CHILDREN.loc[differs, "record_status"]) == {
        "unknown"
    }
    assert set(RAW.loc[differs, "record_status"]) == {"incomplete"} and RAW.loc[differs, "dose2_date"].isna().all()
    unknown = PRACTICES.groupby("practice_id")["unknown_n"].sum()
    assert unknown[unknown == 0].index.tolist() == ["P03"]


def test_two_practices_report_by_quarter_of_birth_and_fit_after_five_years():
    early = PRACTICES[PRACTICES["quarter"] < "2024"]
    late = PRACTICES[(PRACTICES["quarter"] >= "2024") & PRACTICES["practice_id"].isin(["P15", "P20"])]
    assert set(early["practice_id"]) == {"P15", "P20"} and late.empty and len(PRACTICES) == 240
    mended = PRACTICES.assign(
        quarter=[
            f"{int(q[:4]) + 5}{q[4:]}" if p in ("P15", "P20") else q
            for q, p in zip(PRACTICES["quarter"], PRACTICES["practice_id"], strict=False)
        ]
    )
    whole = mended.groupby("quarter")[["turned_five_n", "two_doses_n"]].sum()
    pd.testing.assert_frame_equal(whole, QUINTILE.groupby("quarter")[["turned_five_n", "two_doses_n"]].sum())


def test_ward_w07_is_split_from_quarter_6_and_joins_again():
    wards = CHILDREN.groupby("ward")["quarter_turned_five"].agg(["min", "max"])
    assert (wards.loc["W07", "max"], wards.loc["W07A", "min"], wards.loc["W07B", "min"]) == (
        "2025-Q1",
        "2025-Q2",
        "2025-Q2",
    )
    joined = CHILDREN["ward"].str.rstrip("AB").value_counts()
    assert len(joined) == 15 and abs(joined["W07"] - 240) < 50


def test_dates_fit_the_record_and_the_older_schedule():
    complete = CHILDREN["record_status"] == "complete"
    assert (CHILDREN["dose2_date"].notna() == complete).all() and CHILDREN.loc[complete, "dose1_date"].notna().all()
    assert CHILDREN.loc[CHILDREN["record_status"] == "unknown", "dose1_date"].isna().all()
    five = pd.PeriodIndex(CHILDREN["quarter_turned_five"], freq="Q").to_timestamp()
    age = ((CHILDREN["dose2_date"] - five).dt.days / 365.25 + 5)[complete]
    assert age.between(3.2, 4.2).all(), "the second dose was due at 3 years 4 months"
    assert (CHILDREN["registered_date"] < five + pd.Timedelta(days=92)).all()


def test_seven_children_are_hidden_by_the_rule():
    counted = CHILDREN.groupby("ethnicity").size().rename("children").reset_index()
    hidden = hide_small(counted, ["children"])
    assert counted.set_index("ethnicity")["children"]["Gypsy, Roma and Traveller"] == 7
    assert pd.isna(hidden.set_index("ethnicity")["children"]["Gypsy, Roma and Traveller"])


def test_the_card_says_how_counting_and_caring_differ_and_what_changed_in_2026():
    card = " ".join(E.case.card.split())
    for words in (
        'unknown is not "unvaccinated"',
        "should be offered vaccine",
        "From 1 January 2026",
        "3 years 4 months",
        "Check this again every year",
    ):
        assert words in card
