"""Case B: equal offers hide unequal need, the phone makes a gap, and one code hides three things."""

import pytest
from shipped import Shipped

from equityqi.variation import gap_over_time, run_chart

B = Shipped("b-medication-reviews")
OFFER, MONTHLY, SLICE = B.tables["smr_offer"], B.tables["smr_monthly"], B.tables["smr_slice"]
OPIOIDS, PEOPLE = (
    B.tables["opioid_monthly"],
    B.tables["smr_people"].merge(B.tables["smr_people_trainer"], on="person_id"),
)
PHONE_BECOMES_USUAL, TARGET_BEGINS = "2024-10", "2025-01"


@pytest.mark.parametrize("id", B.planted)
def test_a_planted_fact(id):
    B.check(id)


def completed(frame):
    sums = frame.groupby("interpreter_needed")[["completed_n", "booked_n"]].sum()
    return 100 * sums["completed_n"] / sums["booked_n"]


def test_the_offer_is_equal_and_the_need_is_not():
    sums = OFFER.groupby("imd_quintile")[["eligible_n", "high_need_n", "invited_n", "high_need_invited_n"]].sum()
    offered, in_need = sums["invited_n"] / sums["eligible_n"], sums["high_need_invited_n"] / sums["high_need_n"]
    assert offered.max() - offered.min() < 0.012
    assert in_need.is_monotonic_increasing and in_need[5] - in_need[1] > 0.19


def test_the_slice_is_the_exact_simpson_table_of_the_lesson():
    cells = SLICE.set_index(["interpreter_needed", "mode"])[["completed_n", "booked_n"]]
    assert cells.to_dict("index") == {
        (True, "face-to-face"): {"completed_n": 225, "booked_n": 300},
        (True, "phone"): {"completed_n": 45, "booked_n": 100},
        (False, "face-to-face"): {"completed_n": 170, "booked_n": 200},
        (False, "phone"): {"completed_n": 480, "booked_n": 800},
    }
    together = completed(SLICE)
    assert (together[True], together[False]) == (67.5, 65.0)
    for _, mode in SLICE.groupby("mode"):
        apart = completed(mode)
        assert apart[False] - apart[True] in (10, 15)


def test_the_phone_took_away_what_protected_the_group():
    early, late = MONTHLY[MONTHLY["month"] < PHONE_BECOMES_USUAL], MONTHLY[MONTHLY["month"] >= PHONE_BECOMES_USUAL]
    assert completed(early)[True] > completed(early)[False]
    assert completed(late)[False] - completed(late)[True] > 11
    for frame in (early, late):
        for _, mode in frame.groupby("mode"):
            assert completed(mode)[True] < completed(mode)[False]
    phone = (
        late[late["mode"] == "phone"].groupby("interpreter_needed")["booked_n"].sum()
        / late.groupby("interpreter_needed")["booked_n"].sum()
    )
    assert abs(phone[True] - 0.80) < 0.03 and abs(phone[False] - 0.80) < 0.01


def test_equal_offers_still_end_in_a_gap():
    done = MONTHLY.groupby("imd_quintile")["completed_n"].sum() / OFFER.groupby("imd_quintile")["eligible_n"].sum()
    assert done.is_monotonic_increasing and 2.4 < 100 * (done[5] - done[1]) < 4


def test_the_chart_of_the_gap_says_wider_and_the_chart_of_all_reviews_is_pulled_down_by_few():
    group = B.case.groups["interpreter_needed"]
    gap = gap_over_time(
        B.case.counts("smr_completed_of_booked", "interpreter_needed"), group.worst, group.best, baseline=9
    )
    assert gap.change == "wider"
    others = B.case.counts("smr_completed_of_booked", "interpreter_needed").query("group == @group.best")
    assert run_chart(others["numerator"] / others["denominator"], others["month"], 9).signal in ("no signal", "watch")


def test_a_baseline_typed_as_the_lesson_has_it_is_within_a_point_of_the_data():
    latest = MONTHLY[MONTHLY["month"] >= "2025-07"]
    assert abs(completed(latest)[True] - 51) <= 1 and abs(completed(latest)[False] - 65) <= 1


def test_fewer_people_on_a_high_dose_and_more_harm():
    before, after = OPIOIDS[OPIOIDS["month"] < TARGET_BEGINS], OPIOIDS[OPIOIDS["month"] >= TARGET_BEGINS]
    monthly = OPIOIDS.groupby("month")["high_dose_long_term_n"].sum()
    assert monthly.iloc[-1] < 0.88 * monthly.iloc[0]
    pain = [
        frame.groupby("imd_quintile")[["pain_gp_contacts_n", "adults_n"]].sum().eval("pain_gp_contacts_n / adults_n")
        for frame in (before, after)
    ]
    assert ((pain[1] / pain[0] - 1)[[1, 2]].min()) > (pain[1] / pain[0] - 1)[[4, 5]].max()
    few = before[before["imd_quintile"] == 1]["unplanned_withdrawal_n"]
    assert few.mean() < 3, "monthly counts are too small to chart: pool quarters"


def test_the_code_declined_merges_three_things():
    declined = PEOPLE[PEOPLE["declined_code"]]
    assert set(declined["true_outcome"]) == {"declined", "no reply", "not reached"}
    assert set(PEOPLE.loc[~PEOPLE["declined_code"], "true_outcome"]) == {"accepted"}
    coded = PEOPLE.groupby("imd_quintile")["declined_code"].mean()
    truly = PEOPLE.assign(no=PEOPLE["true_outcome"] == "declined").groupby("imd_quintile")["no"].mean()
    assert coded.is_monotonic_decreasing and coded[1] - coded[5] > 0.15 and truly.max() - truly.min() < 0.05


def test_the_learner_s_table_does_not_hold_the_truth():
    assert "true_outcome" not in B.tables["smr_people"]


def test_eleven_practices_leave_the_interpreter_flag_blank_and_the_others_never():
    blank = PEOPLE.groupby("practice_id")["interpreter_flag"].apply(lambda column: column.isna().mean())
    assert sorted(blank.unique()) == [0, 1] and (blank == 1).sum() == 11
    known = PEOPLE[PEOPLE["interpreter_flag"].notna()]
    assert ((known["language"] != "English") == known["interpreter_flag"].astype(bool)).all()


def test_small_cells_stay_below_eight_in_imd_5():
    few = MONTHLY[MONTHLY["interpreter_needed"] & (MONTHLY["imd_quintile"] == 5)].groupby("month")["booked_n"].sum()
    assert few.max() < 8 and len(few) == 30


def test_counts_fit_into_each_other():
    assert (OFFER["high_need_invited_n"] <= OFFER[["high_need_n", "invited_n"]].min(axis=1)).all()
    assert (OFFER[["high_need_n", "invited_n"]].max(axis=1) <= OFFER["eligible_n"]).all()
    booked = MONTHLY.groupby(["month", "imd_quintile", "interpreter_needed"])["booked_n"].sum()
    assert (booked <= OFFER.set_index(["month", "imd_quintile", "interpreter_needed"])["invited_n"]).all()
    for more, fewer in (
        ("booked_n", "attended_n"),
        ("attended_n", "completed_n"),
        ("completed_n", "deprescribing_action_n"),
    ):
        assert (MONTHLY[fewer] <= MONTHLY[more]).all()
    assert (len(OFFER), len(MONTHLY), len(OPIOIDS), len(PEOPLE)) == (300, 600, 150, 4000)


def test_high_need_is_what_the_card_says():
    need = PEOPLE["ten_plus_meds"] | PEOPLE["frailty"].isin(["moderate", "severe"])
    assert (PEOPLE.loc[need, "high_need"]).all()
    assert need.sum() / PEOPLE["high_need"].sum() > 0.9, "the rest are on a long-term high-dose opioid"
