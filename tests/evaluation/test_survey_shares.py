"""evaluation.survey_shares, evaluation.workshop, evaluation.first_workshop: counts and pairs of those who answered."""

import pytest

from equityqi.evaluation.first_workshop import counts_that_fit
from equityqi.evaluation.survey_responses import Response
from equityqi.evaluation.survey_shares import Share, came_back, share_in_words, target
from equityqi.evaluation.workshop import (
    codes_twice,
    from_before,
    headlines,
    looking_back,
    spread_of,
    texts,
    workshop_of,
)


def post(role="", **answers):
    return Response("post", answers, role=role)


def test_thirteen_of_fifteen_has_the_interval_of_the_evaluation_paper():
    found = Share("", 13, 15).estimate
    assert (round(found.value, 1), round(found.lower, 1), round(found.upper, 1)) == (86.7, 62.1, 96.3)


def test_a_blank_is_not_a_no_and_prefer_not_to_say_is_no_answer():
    sheets = [
        post(q2_tools="agree"),
        post(q2_tools="prefer not to say"),
        post(q3_apply="agree"),
        post(q2_tools="disagree"),
    ]
    _, tools, apply, recommend = headlines(sheets)
    assert (tools.x, tools.n) == (1, 2) and (apply.x, apply.n) == (1, 1) and recommend.n == 0
    spread = spread_of(sheets, "q2_tools")
    assert dict(spread.counts)["Prefer not to say"] == 1 and spread.blank == 1


def test_all_three_counts_those_who_answered_all_three():
    three = {"q1a_inequality": "agree", "q1b_equity": "strongly agree"}
    sheets = [
        post(**three, q1c_quality_improvement="agree"),
        post(**three, q1c_quality_improvement="neither"),
        post(**three),
        post(**three, q1c_quality_improvement="prefer not to say"),
    ]
    assert (headlines(sheets)[0].x, headlines(sheets)[0].n) == (1, 2)


def test_an_item_that_is_no_longer_asked_is_shown_only_where_it_was():
    new, old = [post(q4_recommend="yes")], [post(q4_recommend="yes", q4_recommend_scale="agree")]
    scale = "I would recommend this training to a colleague (scale)"
    shown = [[share.name for share in workshop_of(sheets).items] for sheets in (new, old, new + old)]
    assert [scale in names for names in shown] == [False, True, True]
    spreads = [[spread.key for spread in workshop_of(sheets).spreads] for sheets in (new, old)]
    assert ["q4_recommend_scale" in keys for keys in spreads] == [False, True]


def test_the_headline_on_recommending_is_the_yes_or_no():
    sheets = [
        post(q4_recommend="yes", q4_recommend_scale="disagree"),
        post(q4_recommend="no", q4_recommend_scale="agree"),
        post(q4_recommend_scale="agree"),
    ]
    assert (headlines(sheets)[3].x, headlines(sheets)[3].n) == (1, 2)


@pytest.mark.parametrize(
    "n, words",
    [
        (9, "8 of 9"),
        (10, "9 of 10 (90%; 60 to 98%)"),
        (19, "18 of 19 (94.7%; 75 to 99%)"),
        (20, "95% (19 of 20; 76 to 99%)"),
    ],
)
def test_below_twenty_counts_lead_and_below_ten_they_stand_alone(n, words):
    assert " ".join(share_in_words(Share("", n - 1, n)).split()) == words


def test_targets_are_counts_where_few_answered():
    assert [Share("", 12, 12, goal).needed for goal in (95, 85, 90)] == [12, 11, 11]
    assert target(Share("", 10, 12, 85)) == "11 of 12 (85%): not yet"
    assert "%" not in target(Share("", 8, 9, 85)) and "%" not in came_back(8, 9)


def test_the_response_rate_never_passes_the_room():
    assert came_back(19, 24) == "19 sheets came back after the course, of 24 people in the room (79%)."
    assert "more than the 12 people" in came_back(19, 12)


def sheet(kind, code, before, now=None):
    return Response(
        kind,
        (
            {"pre_write_an_aim": str(before)}
            if kind == "pre"
            else {"then_write_an_aim": str(before), "now_write_an_aim": str(now)}
        ),
        code,
    )


def test_before_and_now_are_paired_by_code_and_a_code_used_twice_pairs_nobody():
    sheets = [
        sheet("pre", "AA11", 4),
        sheet("pre", "BB22", 6),
        sheet("pre", "CC33", 9),
        sheet("pre", "DD44", 1),
        sheet("pre", "", 0),
    ]
    sheets += [
        sheet("sliders", "AA11", 2, 7),
        sheet("sliders", "BB22", 3, 6),
        sheet("sliders", "CC33", 8, 8),
        sheet("sliders", "DD44", 1, 9),
        sheet("sliders", "DD44", 1, 2),
        sheet("sliders", "", 0, 5),
    ]
    aim = next(change for change in from_before(sheets) if change.skill == "Write an aim")
    assert (
        aim.pairs == ((4, 7), (6, 6), (9, 8))
        and [aim.count(way) for way in (1, 0, -1)] == [1, 1, 1]
        and aim.median == 0
    )
    back = next(change for change in looking_back(sheets) if change.skill == "Write an aim")
    assert len(back.pairs) == 6 and back.median == 4 and codes_twice(sheets) == 1


def test_words_do_not_depend_on_the_order_of_the_sheets():
    sheets = [post(q8_keep="the game"), post(q8_keep="A break"), post(q8_keep="Zest")]
    assert texts(sheets, "q8_keep") == texts(sheets[::-1], "q8_keep") == ("A break", "the game", "Zest")
    assert workshop_of(sheets) == workshop_of(sheets[::-1])


FULL = {
    "q1a_inequality": "agree",
    "q1b_equity": "agree",
    "q1c_quality_improvement": "agree",
    "q2_tools": "agree",
    "q3_apply": "agree",
    "q4_recommend": "yes",
}


@pytest.mark.parametrize(
    "others, split", [(["Nurse"] * 10, True), (["Nurse"] * 9, False), (["Nurse"] * 10 + [""], False), ([""] * 10, True)]
)
def test_a_role_is_split_off_only_where_each_cell_holds_ten(others, split):
    shop = workshop_of([post("Pharmacist", **FULL)] * 10 + [post(role, **FULL) for role in others])
    assert shop.roles and bool(shop.by_role) == split


@pytest.mark.parametrize("against, split", [(0, True), (1, False), (7, False), (8, True), (12, False)])
def test_no_role_is_split_off_where_few_of_it_gave_one_answer(against, split):
    """The whole minus the other role would give the few back, so no role is shown."""
    nurses = [post("Nurse", **FULL)] * (16 - against) + [post("Nurse", **{**FULL, "q3_apply": "disagree"})] * against
    shop = workshop_of([post("Pharmacist", **FULL)] * 10 + nurses)
    assert shop.roles and bool(shop.by_role) == split


def test_roles_that_differ_in_capitals_are_one():
    shop = workshop_of([post("Nurse", **FULL)] * 6 + [post("nurse", **FULL)] * 6)
    assert [(role, shares[1].n) for role, shares in shop.by_role] == [("Nurse", 12)]


def test_every_count_that_fits_the_published_per_cents():
    assert (
        counts_that_fit(86.7) == [(13, 15), (26, 30)]
        and counts_that_fit(94.1) == [(16, 17), (32, 34)]
        and counts_that_fit(94.7) == [(18, 19), (36, 38)]
    )
    assert counts_that_fit(100) == [(n, n) for n in range(1, 41)]
