"""Case C: practices and people tell opposite stories, the same switch is not the same care, and 19 people are not a
headline.
"""

import pandas as pd
import pytest
from shipped import Shipped

from equityqi.authoring.synthetic import practice_disadvantage
from equityqi.gaps import proportion
from equityqi.privacy import hide_small
from equityqi.variation import gap_over_time, run_chart

C = Shipped("c-asthma")
PEOPLE, MONTHLY, ITEMS = (C.tables[name] for name in ("asthma_people", "asthma_monthly", "asthma_items"))
GRT = "Gypsy, Roma and Traveller"
OTHERS = PEOPLE[PEOPLE["ethnicity"] != GRT].assign(
    over=lambda rows: rows["saba_12m"] >= 6,
    third=lambda rows: rows["practice_id"].map(pd.qcut(practice_disadvantage(), 3, labels=False)),
)
RECORDED = OTHERS[OTHERS["ethnicity"] != "Not recorded"].assign(asian=lambda rows: rows["ethnicity"] == "South Asian")
SWAPS, DONE = "2025-04", "2025-10"


@pytest.mark.parametrize("id", C.planted)
def test_a_planted_fact(id):
    C.check(id)


def test_practices_say_one_thing_and_people_inside_them_the_other():
    share = RECORDED.groupby("practice_id")[["asian", "over"]].mean()
    assert share["asian"].corr(share["over"]) >= 0.80
    up = down = 0.0  # Mantel and Haenszel, by hand
    for _, practice in RECORDED.groupby("practice_id"):
        asian, others = practice.loc[practice["asian"], "over"], practice.loc[~practice["asian"], "over"]
        up, down = (
            up + asian.sum() * (~others).sum() / len(practice),
            down + (~asian).sum() * others.sum() / len(practice),
        )
    assert 0.58 <= up / down <= 0.76
    thirds = RECORDED.groupby(["third", "asian"])["over"].mean().unstack()
    assert (thirds[True] < thirds[False]).all()
    assert RECORDED.groupby("asian")["over"].mean()[True] > thirds[True].min(), (
        "pooled over practices the group looks worse than it is"
    )


def test_the_culprit_is_what_practices_do():
    reviewed = OTHERS.groupby("third")["annual_review_done"].mean()
    assert reviewed.is_monotonic_decreasing and reviewed[0] - reviewed[2] > 0.17


def test_the_average_of_reviews_rises_and_the_gap_widens():
    chart = C.case.counts("review_done").groupby("month")[["numerator", "denominator"]].sum()
    rate = chart["numerator"] / chart["denominator"]
    assert rate[DONE:].mean() - rate[:"2025-03"].mean() > 0.035
    group = C.case.groups["imd_quintile"]
    assert gap_over_time(C.case.counts("review_done"), group.worst, group.best).change == "wider"
    assert run_chart(rate, rate.index).signal == "signal"


def test_flare_ups_rise_where_the_switch_came_without_an_appointment():
    switched = OTHERS[OTHERS["inhaler_switched"]].groupby("imd_quintile")["switch_with_appt"].mean()
    assert switched.is_monotonic_increasing and switched[5] > 2 * switched[1]
    same = OTHERS.groupby("imd_quintile")["inhaler_switched"].mean()
    assert same.max() - same.min() < 0.06, "the switch itself was the same everywhere"
    sums = [
        MONTHLY[keep].groupby("imd_quintile")[["exacerbations_n", "registered_n"]].sum()
        for keep in (MONTHLY["month"] < SWAPS, MONTHLY["month"] >= DONE)
    ]
    before, after = (frame["exacerbations_n"] / frame["registered_n"] for frame in sums)
    rise = after / before - 1
    assert rise[[1, 2]].mean() > rise[[4, 5]].mean() + 0.03


def test_carbon_falls_while_this_happens():
    carbon = MONTHLY.groupby("month")["carbon_kg"].sum()
    assert 0.30 < 1 - carbon[DONE:].mean() / carbon[:"2025-03"].mean() < 0.42


def test_ethnicity_is_missing_more_in_deprived_areas_and_the_missing_over_use_more():
    assert (OTHERS["ethnicity_recorded"] == (OTHERS["ethnicity"] != "Not recorded")).all()
    missing = 1 - OTHERS.groupby("imd_quintile")["ethnicity_recorded"].mean()
    assert missing.is_monotonic_decreasing and missing[1] > 0.3
    over = OTHERS.groupby("ethnicity_recorded")["over"].mean()
    assert over[False] - over[True] > 0.04


def test_two_inhalers_an_item_at_p11_and_one_elsewhere():
    each = (ITEMS["saba_inhalers"] / ITEMS["saba_items"]).set_axis(ITEMS["practice_id"])
    assert each.drop("P11").eq(1).all() and 1.95 < each["P11"] < 2.05 and len(ITEMS) == 24
    by_items, by_inhalers = (
        ITEMS.set_index("practice_id")[column].rank() for column in ("saba_items", "saba_inhalers")
    )
    assert by_items["P11"] + 5 < by_inhalers["P11"]


def test_nineteen_people_may_be_printed_by_the_rule_and_should_not_be():
    few = PEOPLE[PEOPLE["ethnicity"] == GRT]
    over = int((few["saba_12m"] >= 6).sum())
    assert (len(few), over) == (19, 11)
    shown = hide_small(pd.DataFrame({"over": [over], "not": [len(few) - over]}), ["over", "not"])
    assert shown.notna().all().all(), "the 1 to 7 rule hides neither 11 nor 8"
    told = proportion(11, 19, per=100)
    assert (round(float(told.value)), round(float(told.lower)), round(float(told.upper))) == (58, 36, 77)
    assert GRT not in C.case.groups["ethnicity"].levels
    assert "Allowed to print is not the same as right to print" in C.case.card


def test_the_card_says_what_is_invented():
    card = C.case.card
    assert (
        "All differences between ethnic groups here are invented" in card
        and "mistake in reasoning, not about a group" in card
    )
    assert "*higher* odds of admission" in card and "larger for teaching" in card


def test_sizes_and_shapes():
    assert (len(PEOPLE), len(MONTHLY)) == (7500, 150)
    assert PEOPLE["practice_id"].value_counts().isin([312, 313]).all()
    assert MONTHLY.groupby("imd_quintile")["registered_n"].first().tolist() == [3600, 4500, 5100, 5100, 4200]
    assert (MONTHLY.loc[MONTHLY["month"] < SWAPS, "switched_n"] == 0).all()
    assert PEOPLE.loc[~PEOPLE["inhaler_switched"], "switch_with_appt"].isna().all()
    assert PEOPLE.loc[PEOPLE["inhaler_switched"], "switch_with_appt"].notna().all()
