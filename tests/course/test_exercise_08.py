"""Exercise 08, change ideas: the tiers and the key of the module, the edges of both passes, and a sentence for each
misconception.
"""

from itertools import combinations, permutations

import pytest

from equityqi.cases.case import load, titles
from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark

CASES = tuple(titles())[:-1]  # without a team's own
PAGE = course_root() / "solutions" / "08-change-ideas" / "questions.yml"
TIERS = [
    {"interpreter", "need-list"},
    {"evening"},
    {"mode", "connector", "reminder", "checklist"},
    {"memo"},
    {"training", "poster"},
]
KEY = dict(
    a="widens",
    b="narrows",
    c="depends",
    d="widens",
    e="narrows",
    f="depends",
    g="narrows",
    h="depends",
    i="narrows",
    j="depends",
    k="narrows",
)


def question(id, case="a-blood-pressure"):
    found = read_questions(PAGE, case).question(id)
    assert found is not None, id
    return found


def order(*first):
    """Return the experts' order with some cards moved to the front."""
    return [*first, *(card for card in question("idea-strength").model_answer() if card not in first)]


@pytest.mark.parametrize("case", CASES)
def test_every_model_answer_earns_full_marks(case):
    asked = read_questions(PAGE, case).questions
    assert sum(one.points for one in asked) == 25
    for one in asked:
        for answer in one.model if one.kind in ("choice", "text") else [one.model_answer()]:
            got = mark(one, answer, load(case))
            assert got.passed and got.points == one.points, (one.id, answer, got)


# ---- Ten cards in five tiers: 37 pairs, 30 pass


def test_the_ten_cards_stand_in_the_five_tiers_of_the_module():
    asked = question("idea-strength")
    assert [set(tier) for tier in asked.tiers] == TIERS
    tier = {card: place for place, cards in enumerate(asked.tiers) for card in cards}
    assert sum(tier[a] != tier[b] for a, b in combinations(asked.options, 2)) == 37


def test_cards_of_one_tier_may_stand_in_any_order():
    asked = question("idea-strength")
    for middle in permutations(["mode", "connector", "reminder", "checklist"]):
        answer = ["need-list", "interpreter", "evening", *middle, "memo", "poster", "training"]
        assert mark(asked, answer).points == asked.points


def test_30_of_37_pairs_pass_and_29_do_not():
    asked = question("idea-strength")
    seven_lost, eight_lost = (
        mark(asked, order("memo")),
        mark(asked, order("training")),
    )  # a memo on top: 7 pairs; training on top: 8
    assert (seven_lost.points, seven_lost.passed) == (pytest.approx(10 * 30 / 37, abs=1e-4), True)
    assert (eight_lost.points, eight_lost.passed) == (pytest.approx(10 * 29 / 37, abs=1e-4), False)


def test_the_cards_are_not_offered_in_the_experts_order():
    asked = question("idea-strength")
    assert not mark(asked, list(asked.options)).passed


@pytest.mark.parametrize("top, name", [("training", "training-is-strong"), ("poster", "poster-reaches-all")])
def test_a_weak_card_on_top_gets_its_own_sentence(top, name):
    assert mark(question("idea-strength"), order(top)).misconception == name


# ---- Eleven cards by effect on the gap: 8 pass


def test_the_eleven_cards_have_the_key_of_the_module():
    asked = question("idea-effect")
    assert {card: item.model[0] for card, item in asked.items.items()} == KEY
    assert asked.items["d"].text == "Booking through an app only"
    others = {item.text for card, item in asked.items.items() if card != "d"}
    assert others == set(question("idea-strength").options.values())


def test_evening_slots_may_narrow_the_gap_or_depend():
    asked = question("idea-effect")
    assert [mark(asked, KEY | {"g": label}).points for label in ("narrows", "depends", "widens")] == [11, 11, 10]


def test_eight_of_eleven_pass_and_seven_do_not():
    asked = question("idea-effect")
    eight = KEY | {"a": "narrows", "c": "narrows", "d": "narrows"}
    assert (mark(asked, eight).points, mark(asked, eight).passed) == (8, True)
    assert not mark(asked, eight | {"b": "widens"}).passed


@pytest.mark.parametrize(
    "card, label, name",
    [("b", "widens", "targeted-is-unfair"), ("e", "widens", "targeted-is-unfair"), ("i", "widens", "targeted-is-unfair"),  # noqa: E501
     ("d", "narrows", "technology-is-neutral"), ("d", "depends", "technology-is-neutral"), ("c", "narrows", "training-is-strong"),  # noqa: E501
     ("a", "narrows", "poster-reaches-all")],
)  # fmt: skip
def test_each_misconception_about_the_gap_has_its_own_sentence(card, label, name):
    asked = question("idea-effect")
    got = mark(asked, KEY | {card: label})
    assert (got.points, got.misconception) == (10, name)
    assert asked.items[card].wrong[label].sentence in got.sentence


@pytest.mark.parametrize("card", "abeik")
def test_a_card_that_can_be_argued_two_ways_accepts_both_and_says_why_both_are_held(card):
    asked = question("idea-effect")
    got = mark(asked, KEY | {card: "depends"})
    assert (got.points, got.passed) == (11, True)
    why = asked.items[card].why.casefold()
    assert "“it depends” is right too" in why


def test_an_expert_who_sees_two_sides_of_every_arguable_card_passes_and_who_never_decides_does_not():
    asked = question("idea-effect")
    assert mark(asked, KEY | dict.fromkeys("abeik", "depends")).points == 11
    never = mark(asked, dict.fromkeys(KEY, "depends"))
    assert not never.passed and asked.items["d"].wrong["depends"].sentence in never.sentence


def test_more_ideas_are_not_more_change():
    got = mark(question("idea-first"), "all")
    assert (got.points, got.misconception) == (0, "more-ideas-more-change") and "which one helped" in got.sentence


def test_the_argued_exception_is_marked_only_for_being_there():
    asked = question("idea-exception")
    assert not mark(asked, asked.prompt).passed and not mark(asked, "I do not agree").passed
    assert mark(asked, "The connector is stronger than the form with us since nobody fills the form in.").points == 1
