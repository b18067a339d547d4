"""Case D: the average falls and the points gap narrows while the ratio widens; the reminder has three answers; some are
gone.
"""

import pandas as pd
import pytest
from shipped import Shipped

from equityqi.variation import run_chart

D = Shipped("d-missed-appointments")
VISITS, RAW, DISCHARGED = D.tables["appts"], D.tables["appts_raw"], D.tables["discharged"]
REMINDERS, RULE = "2024-12", "2026-01"
HELD = VISITS[VISITS["outcome"].isin(["attended", "missed"])].assign(missed=lambda rows: rows["outcome"] == "missed")
BEFORE, AFTER = HELD[HELD["month"] < REMINDERS], HELD[(HELD["month"] >= REMINDERS) & (HELD["month"] < RULE)]


@pytest.mark.parametrize("id", D.planted)
def test_a_planted_fact(id):
    D.check(id)


def test_the_average_and_the_points_fall_while_the_ratio_rises():
    before, after = (frame.groupby("imd_quintile")["missed"].mean() for frame in (BEFORE, AFTER))
    assert AFTER["missed"].mean() < BEFORE["missed"].mean() - 0.02
    assert (after < before).all()
    assert after[1] - after[5] < before[1] - before[5] - 0.005
    assert after[1] / after[5] > before[1] / before[5] + 0.5


def odds(frame):
    return frame["missed"].mean() / (1 - frame["missed"].mean())


def test_the_reminder_has_three_answers_in_rising_order_of_trust():
    crude = odds(AFTER[AFTER["reminder_sent"]]) / odds(AFTER[~AFTER["reminder_sent"]])
    up = down = 0.0  # Mantel and Haenszel, by hand
    for _, q in AFTER.groupby("imd_quintile"):
        sent, others = q.loc[q["reminder_sent"], "missed"], q.loc[~q["reminder_sent"], "missed"]
        up, down = up + sent.sum() * (~others).sum() / len(q), down + (~sent).sum() * others.sum() / len(q)
    owners = odds(AFTER[AFTER["has_mobile"]]) / odds(BEFORE[BEFORE["has_mobile"]])
    assert crude < up / down < owners < 0.8


def test_owners_missed_less_before_there_was_any_reminder():
    assert not BEFORE["reminder_sent"].any()
    assert odds(BEFORE[BEFORE["has_mobile"]]) < 0.7 * odds(BEFORE[~BEFORE["has_mobile"]])


def test_a_reminder_goes_to_every_mobile_and_arrives_less_often_in_deprived_areas():
    assert (VISITS["reminder_sent"] == (VISITS["has_mobile"] & (VISITS["month"] >= REMINDERS))).all()
    assert (VISITS["reminder_sent"] | ~VISITS["reminder_delivered"]).all()
    sent = VISITS[VISITS["reminder_sent"]].groupby("imd_quintile")["reminder_delivered"].mean()
    assert sent.is_monotonic_increasing and sent[5] - sent[1] > 0.2


def test_discharge_follows_the_rule_and_nobody_has_a_row_after_it():
    last = VISITS.merge(DISCHARGED[["person_id", "month"]], on="person_id", suffixes=("", "_left"))
    assert (last["month"] <= last["month_left"]).all()
    misses = last[last["outcome"] == "missed"].groupby("person_id").size()
    assert (misses.reindex(DISCHARGED["person_id"]) >= 2).all() and DISCHARGED["month"].min() >= pd.Timestamp(RULE)
    seen = VISITS[VISITS["month"] >= RULE]
    twice = VISITS[VISITS["outcome"] == "missed"].groupby("person_id").size()
    stayed = set(twice[twice >= 2].index) & set(seen["person_id"]) - set(DISCHARGED["person_id"])
    assert not stayed, "whoever was seen from month 25 on with two misses was discharged"


def test_the_rate_hardly_moves_and_the_harm_is_who_is_gone():
    worst = HELD[HELD["imd_quintile"] == 1]
    rate = [
        worst[worst["month"].between(a, b)]["missed"].mean()
        for a, b in (("2024-12", "2025-12"), ("2026-01", "2026-06"))
    ]
    assert abs(rate[1] - rate[0]) < 0.025
    seen = VISITS[VISITS["month"] >= RULE].groupby("imd_quintile")["person_id"].nunique()
    gone = DISCHARGED.groupby("imd_quintile").size() / seen
    assert gone[1] > 0.13 and gone[5] < 0.025 and gone.is_monotonic_decreasing


def test_visits_and_people_tell_different_stories():
    people = (
        VISITS.assign(missed=VISITS["outcome"] == "missed")
        .groupby("person_id")
        .agg(q=("imd_quintile", "first"), any=("missed", "any"))
    )
    share = people.groupby("q")["any"].mean()
    assert share[1] > 2 * HELD[HELD["imd_quintile"] == 1]["missed"].mean()
    counted = D.case.counts("people_with_a_miss", "imd_quintile").set_index("group")
    month = VISITS["month"].max()
    held = HELD[HELD["month"] == month]
    people = held.groupby(["imd_quintile", "person_id"])["missed"].any().groupby("imd_quintile")
    latest = counted[counted["month"] == month]
    assert latest["numerator"].tolist() == people.sum().tolist()
    assert latest["denominator"].tolist() == people.size().tolist()


def test_clinic_c4_codes_its_own_cancellations_as_missed_in_the_raw_file_only():
    same = [column for column in VISITS if column != "outcome"]
    pd.testing.assert_frame_equal(RAW[same], VISITS[same])
    wrong = RAW["outcome"] != VISITS["outcome"]
    assert set(RAW.loc[wrong, "clinic_id"]) == {"C4"} and set(RAW.loc[wrong, "outcome"]) == {"missed"}
    assert set(VISITS.loc[wrong, "outcome"]) == {"cancelled_service"}
    cancelled = RAW.groupby("clinic_id")["outcome"].apply(lambda column: (column == "cancelled_service").mean())
    assert cancelled["C4"] == 0 and cancelled.drop("C4").between(0.03, 0.07).all()


def test_the_chart_of_all_appointments_gives_a_signal_and_no_clinic_is_odd():
    counts = D.case.counts("missed", "imd_quintile").groupby("month")[["numerator", "denominator"]].sum()
    assert run_chart(counts["numerator"] / counts["denominator"], counts.index, 11).signal == "signal"
    rates = HELD.groupby("clinic_id")["missed"].mean()
    assert rates.max() - rates.min() < 0.03


def test_sizes_and_people():
    people = VISITS.groupby("imd_quintile")["person_id"].nunique()
    assert people.tolist() == [1040] * 5 and abs(len(VISITS) - 18_000) <= 250
    assert (
        VISITS.groupby("person_id")[["imd_quintile", "has_mobile", "travel_min", "ethnicity"]].nunique().max().max()
        == 1
    )
    assert VISITS["travel_min"].between(5, 120).all()
