"""game.system, game.groups_and_ideas, game.plans, game.scores: the model, held to the table that the course's page
prints.
"""

from itertools import combinations
from math import inf

import numpy as np
import pytest
from scipy import special

from equityqi.game import GROUPS, IDEAS, PLANS, Choices, outcome_met, run, score, start, step, system
from equityqi.game.plans import Plan, at_once

# Month 12 without noise: all, A+B, gap, wait, score; as printed on the page.
PRINTED = {
    "nothing": (60.9, 40.1, 36.9, 4, 15),
    "text-posters": (65.4, 42.1, 40.1, 4, 26),
    "phone-only": (62.1, 36.9, 43.3, 4, 18),
    "discharge": (59.2, 35.8, 41.1, 4, 0),
    "pop-up": (54.4, 33.0, 39.0, 12, 0),
    "three": (65.0, 49.9, 28.2, 4, 60),
    "nine": (63.7, 48.5, 29.3, 12, 37),
    "r": (66.8, 54.3, 24.3, 4.0, 69),
    "r-slots": (66.5, 53.8, 24.6, 4.4, 67),
    "r-text": (69.3, 53.9, 28.6, 5.1, 65),
    "r-room": (66.5, 53.7, 24.8, 4.0, 68),
}


def total(state):
    return score(state).set_index("part")["points"]["Total"]


@pytest.mark.parametrize("name", PRINTED)
def test_month_12_is_what_the_page_prints(name):
    state = run(PLANS[name].choices())
    now = state.history[-1].outcome("chance")
    everyone, least, gap, wait, points = PRINTED[name]
    assert (now.everyone, now.least, now.gap, state.wait) == pytest.approx((everyone, least, gap, wait), abs=0.06)
    assert total(state) == pytest.approx(points, abs=0.5)


def test_every_plan_of_the_page_is_here():
    assert set(PLANS) == set(PRINTED)


def test_the_discharge_rule_shows_better_figures_than_are_true():
    last = run(PLANS["discharge"].choices()).history[-1]
    assert (last.outcome("shown").everyone, last.outcome("shown").gap) == pytest.approx((63.4, 37.0), abs=0.06)
    assert last.outcome("true") == last.outcome("chance")


def test_the_groups_start_at_29_45_64_and_77_per_cent():
    assert [round(value) for value in run(PLANS["nothing"].choices()).history[0].outcome("chance").groups] == [
        29,
        45,
        64,
        77,
    ]
    assert sum(group.eligible for group in GROUPS) == 700


def test_nine_ideas_cost_74_and_a_half_units_of_overload():
    assert sum(month.over for month in run(PLANS["nine"].choices()).history) == 74.5


def test_no_set_of_ideas_at_once_beats_60_points_and_the_clash_would_reach_56_6():
    best, clash = {}, -inf
    for size in range(len(IDEAS) + 1):
        for ideas in combinations(IDEAS, size):
            points = total(run(Plan("", "", at_once(*ideas)).choices()))
            if {"phone-only", "ask-mode"} <= set(ideas):
                clash = max(clash, points if size == 5 else -inf)
            else:
                best[ideas] = points
    top = max(best, key=best.get)
    assert set(top) == {"need-first", "interpreter", "ask-mode"} and best[top] == pytest.approx(60, abs=0.5)
    assert clash == pytest.approx(56.6, abs=0.06)


def test_what_is_learned_acts_from_the_next_month_and_study_comes_before_codesign():
    place = list(IDEAS).index("calls")
    state = step(start(), Choices({"calls": 0.05}, "codesign", study=True))
    assert state.history[0].steps[0][0] == pytest.approx(1 / (1 + 3 / 7 * np.exp(-0.05 * 0.5)))
    studied = 0.5 + 0.35 * 0.5
    assert state.fit[place] == pytest.approx(studied + 0.3 * (1 - studied) + 0.1)
    assert step(start(), Choices({"calls": 1}, study=True)).fit == start().fit, "nothing small was tested"
    other = step(start(), Choices({}, "codesign")).fit
    assert [id for id, fit, was in zip(IDEAS, other, start().fit, strict=False) if fit > was] == [
        id for id, idea in IDEAS.items() if idea.codesign
    ]
    assert step(start(), Choices({}, "map")).fit == start().fit


def test_a_wait_grows_with_overload_and_shrinks_without():
    state = step(start(), Choices({"pop-up": 1}))
    assert (state.history[0].load, state.wait) == (8, 5)
    assert step(state, Choices()).wait == 4.75
    for _ in range(11):
        state = step(state, Choices({"pop-up": 1}))
    assert state.wait == 12


def test_a_seed_gives_the_same_counts_everywhere_and_choices_do_not_move_the_luck():
    first = run(PLANS["nothing"].choices(), seed=1)
    assert [month.completed for month in first.history[:3]] == KNOWN
    other = run(PLANS["pop-up"].choices(), seed=1)
    assert [month.completed for month in other.history[:2]] == KNOWN[:2]
    assert run(PLANS["nothing"].choices(), seed=2) != first


KNOWN = [(10, 53, 185, 164), (12, 54, 199, 158), (11, 57, 191, 153)]


def test_months_wobble_as_the_page_says():
    rows = np.array(
        [month.outcome("true").groups for seed in range(300) for month in run(PLANS["nothing"].choices(), seed).history]
    )
    assert rows.std(axis=0) == pytest.approx([6.1, 4.7, 3.3, 3.3], abs=0.3)  # by arithmetic 6.2, 4.7, 3.3, 3.3
    assert rows.mean(axis=0) == pytest.approx([29.4, 44.6, 64.1, 76.9], abs=0.4)


def test_harm_to_one_group_takes_all_points_for_equity():
    parts = score(run(PLANS["phone-only"].choices())).set_index("part")
    assert (
        parts.loc["Equity", "points"] == 0
        and "Group A ended more than 2 percentage points worse" in parts.loc["Equity", "sentence"]
    )
    assert score(run(PLANS["discharge"].choices())).set_index("part").loc["Discharge rule", "points"] == -15
    assert [name for name, plan in PLANS.items() if outcome_met(run(plan.choices()))] == [
        "three",
        "nine",
        "r",
        "r-slots",
        "r-text",
        "r-room",
    ]


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        (Choices({"leaflets": 1}), "no idea 'leaflets'"),
        (Choices({"text": 1.5}), "from 0 to 1"),
        (Choices({}, "party"), "not to 'party'"),
    ],
)
def test_a_choice_that_does_not_exist_is_refused(choices, sentence):
    with pytest.raises(ValueError, match=sentence):
        step(start(), choices)


def test_there_is_no_thirteenth_month_and_no_score_before_the_first():
    with pytest.raises(ValueError, match="ends with month 12"):
        step(run(PLANS["nothing"].choices()), Choices())
    with pytest.raises(ValueError, match="nothing to score"):
        score(start())


def test_counts_and_chances_are_those_of_scipy():
    random = np.random.default_rng(20260701)
    for _ in range(2000):
        people, chance, at = int(random.choice([group.eligible for group in GROUPS])), random.random(), random.random()
        assert system.count(people, chance, at) == min(
            np.searchsorted(special.bdtr(np.arange(people + 1), people, chance), at), people
        )
    odds = random.normal(0, 3, 100)
    assert system._chances((odds.tolist(),))[0] == pytest.approx(special.expit(odds), rel=1e-14)
    assert np.array(system.LOG_ODDS) == pytest.approx(special.logit([group.base for group in GROUPS]), rel=1e-14)
