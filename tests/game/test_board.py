"""What a page shows of a game: one gap with one name, cards in their lanes, and at the end what luck did."""

import re

import pytest

from equityqi.game import IDEAS
from equityqi.game.cards import CARDS, LANES, THIS_TURN, refusals
from equityqi.game.luck import luck_in_words, luck_of
from equityqi.game.play import Log, Turn, replay
from equityqi.game.system import outcome
from equityqi.game.view import KINDS, view

THREE = ("need-first", "interpreter", "ask-mode")


def game(*changes, seed=1, turn_months=2):
    turns = [Turn(changes=change, group="A", low=20, high=45, studied=True) for change in changes]
    return Log(seed=seed, turn_months=turn_months, turns=turns)


def seen(log, kind="shown"):
    return view({"game": log.to_json(), "earlier": []}, kind)


GOOD = game(*(dict.fromkeys(THREE, scale) for scale in (5, 25, 100)), {}, {})
HARMFUL = game({"discharge": 100}, {}, {}, {}, {})


def test_every_idea_is_a_card_and_so_are_the_two_months_together():
    assert set(CARDS) == {*IDEAS, "codesign", "map"} and list(LANES) == [0, 5, 25, 100, THIS_TURN]
    assert all(THIS_TURN not in CARDS[id].lanes for id in IDEAS)
    assert CARDS["map"].lanes == CARDS["codesign"].lanes == (0, THIS_TURN)


def test_what_cannot_be_done_has_a_sentence_that_names_the_cards():
    told = refusals()
    assert told["clashes"] == [("phone-only", "ask-mode", told["clashes"][0][2])] and told["most"] == 3
    assert all(CARDS[id].name in told["clashes"][0][2] for id in ("phone-only", "ask-mode"))


def test_the_gap_of_a_turn_is_that_of_its_months_together_everywhere():
    months = replay(GOOD).history
    last = f"{outcome(months[-2:]).gap:.1f}"
    shown = seen(GOOD)
    assert shown["strip"][-1] == ["11–12", last] and f"{last} in months 11 and 12" in shown["picture"]
    assert f"is {last} percentage points" in shown["sentence"] and shown["table"][0][-2:] == [
        "Wait, weeks",
        "Staff time above 6, units",
    ]


def test_the_strip_names_the_turn_to_come_and_has_a_place_for_each():
    assert seen(game({}))["strip"][2:] == [["5–6", "next"], ["7–8", ""], ["9–10", ""], ["11–12", ""]]
    assert [months for months, _ in seen(game({}, turn_months=1))["strip"]][:3] == ["1–2", "3", "4"]
    assert len(seen(game({}, turn_months=1))["strip"]) == 11


@pytest.mark.parametrize("log", [GOOD, HARMFUL, game(*[{}] * 5), game(*[{}] * 10, turn_months=1)])
def test_luck_is_what_is_left_of_the_shown_gap_and_its_sums_add_up_with_the_strip_and_the_score(log):
    luck, shown = luck_of(log), seen(log)
    first, last = (float(shown["strip"][place][1]) for place in (0, -1))
    assert luck.shown == pytest.approx(first - last)
    was, now = re.findall(
        r"was ([\d.]+) percentage points before you started, and ([\d.]+) in month 12", shown["score"][0][3]
    )[0]
    assert luck.chance == pytest.approx(float(was) - float(now))
    words = " ".join(luck_in_words(log))
    assert f"{abs(first - last):.1f} percentage points" in words and f"In {luck.narrower} of those games" in words
    assert f"by {abs(luck.true - luck.chance):.1f} percentage points" in words


def test_doing_nothing_stays_as_it_was_without_luck_and_looks_good_now_and_then():
    luck = luck_of(game(*[{}] * 5))
    assert "without it, the gap would have stayed as it was" in " ".join(luck_in_words(game(*[{}] * 5)))
    assert 5 <= luck.narrower <= 25 and luck_of(GOOD).narrower > 80


def test_people_taken_out_of_the_figures_are_no_luck():
    assert "is only because people were taken out of the figures" in " ".join(luck_in_words(HARMFUL))
    assert "taken out" not in " ".join(luck_in_words(GOOD))
    assert [kind for kind, _ in seen(HARMFUL)["kinds"]] == list(KINDS)
    assert [kind for kind, _ in seen(GOOD)["kinds"]] == ["shown", "chance"]


def test_before_the_end_there_is_no_score_no_luck_and_no_other_figures():
    begun = seen(game({"discharge": 100}), "chance")
    assert begun["kind"] == "shown" and not {"score", "luck", "rules", "kinds"} & set(begun)
