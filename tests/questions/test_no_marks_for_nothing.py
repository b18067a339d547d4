"""A plan in which nobody says a thing earns nothing; a rule that has nothing to check is not met."""

import datetime as dt
import random
from string import ascii_lowercase

import pytest

from equityqi.cases.case import load
from equityqi.project.commitment import check_commitment
from equityqi.project.cycle_log import check_cycles
from equityqi.project.drivers import check_drivers, check_first_drivers
from equityqi.project.ideas import check_ideas
from equityqi.project.measures import check_measures
from equityqi.project.parts import Aim, Commitment, Drivers, Idea, MeasureCard, Node, PdsaCycle
from equityqi.project.understanding import check_whys
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.kinds.base import Mark
from equityqi.questions.kinds.number import Number
from equityqi.questions.kinds.real_words import makes_words, says_something
from equityqi.questions.mark import mark
from tools.plans_without_words import KINDS, SHARE, measure_nothing, plans_without_words, share

CASE = load("b-medication-reviews")
TODAY = dt.date(2026, 7, 1)
QUESTIONS = {question.id: question for exercise in all_exercises(CASE.id).values() for question in exercise.questions}
PLANS = {id: question for id, question in QUESTIONS.items() if question.judged}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "2 to 4" not in kind])
@pytest.mark.parametrize("id", PLANS)
def test_a_plan_without_words_earns_less_than_a_fifth(id, kind):
    question = PLANS[id]
    found = [(share(question, plan, CASE), plan) for plan in plans_without_words(question, kind)]
    assert len(found) >= 1 and max(found, key=lambda one: one[0])[0] < SHARE


def test_choices_alone_or_with_x_in_every_field_earn_nothing_at_all():
    for id, question in PLANS.items():
        for kind in ("empty plans", "one-letter plans", "pasted prompt"):
            assert {share(question, plan, CASE) for plan in plans_without_words(question, kind)} == {0.0}, (id, kind)


def test_it_is_so_on_every_case_and_gibberish_earns_next_to_nothing_in_the_mean():
    found = [one for one in measure_nothing(["a-blood-pressure", "e-second-mmr"]) if one.kind.startswith("gibberish")]
    shares = [share for one in found for share in one.shares]
    assert len(found) == 4 * len(PLANS) and sum(shares) / len(shares) < 0.02


def test_the_reply_says_kindly_what_to_do_and_no_check_is_met():
    said = mark(PLANS["my-first-test"], [{"question": "x", "who": "x", "told": "yes", "n": "x"}], CASE, TODAY)
    assert said.points == 0 and not said.passed and said.misconception == "no-words"
    assert "so there's nothing to check. Write a few in each field" in said.sentence
    assert not any(note.right for note in said.notes)


def test_a_field_that_says_nothing_is_read_as_empty_and_named():
    (right,) = PLANS["my-first-test"].model[:1]
    row = {**right[0], "where": "?"}
    said = mark(PLANS["my-first-test"], [row], CASE, TODAY)
    assert [note.item for note in said.notes if note.right is False] == ["place"]
    tips = [note.sentence for note in said.notes if note.item == "no-words"]
    assert len(tips) == 1 and tips[0].startswith("What you wrote in “Where” doesn't say anything yet")
    assert row["where"] == "?"


def test_the_label_of_a_field_and_the_whole_question_are_no_answer():
    asked = [{"who": "Who", "how": "phone", "when": "3 June", "said": "Too far away"}]
    assert mark(PLANS["my-asked"], asked, CASE).notes[0].right is False
    problem = PLANS["my-trigger"].prompt
    assert mark(PLANS["my-trigger"], [{"trigger": f"{problem} 50% for 3 months, we will meet"}], CASE).points == 0


def test_the_same_in_every_field_says_nothing():
    row = dict.fromkeys(("who", "how", "when", "said"), "our team")
    assert mark(PLANS["my-asked"], [row], CASE).points == 0
    assert mark(PLANS["my-asked"], [{**row, "how": "by phone"}], CASE).points == 1


@pytest.mark.parametrize(
    "text", "GP, Mo, 1, we, 51%, 3 June, 7/7/26, no, I'd, Ng, Llŷr, Oak, PCN 2, 我们, 药, سارة, C1, £, AAA".split(", ")
)
def test_short_honest_words_count(text):
    assert says_something(text)


@pytest.mark.parametrize("text", ["x", "X", "?", "...", "n/a", "N.A.", "tbc", "zzz", "qwe", "asdf", "-", "x y z", "é"])
def test_what_is_no_word_does_not_count(text):
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "Staff know",
        "bus",
        "No",
        "Cau'r bwlch",
        "yn y feddygfa",
        "Krzysztof Szczęsny",
        "Siân, Gwyn a Llinos",
        "kolejka, tłumacz, zaufanie, strach",
        "doodh khana paani",
        "预约太难",
        "GP; SMS",
    ],
)
def test_words_of_many_languages_are_words(text):
    assert makes_words(text)


def test_random_letters_are_seldom_words():
    dice = random.Random(1)
    texts = [" ".join("".join(dice.choices(ascii_lowercase, k=6)) for _ in range(5)) for _ in range(300)]
    assert sum(map(makes_words, texts)) <= 3 and not makes_words("31 March 2027") and not makes_words("")


# ---- Rules that have nothing to check


def met(checks):
    return [check.rule for check in checks if check.passed and not check.hint]


def test_an_aim_alone_is_an_aim_and_nothing_more():
    alone = Drivers(nodes=[Node(id="a", level=0, text="Close the gap")])
    assert met(check_drivers(alone)) == met(check_first_drivers(alone)) == ["aim"]
    said = {check.rule: check.sentence for check in check_drivers(alone)}
    assert said["links"].startswith("Nothing is linked yet") and said["orphans"].startswith("There is no driver")


def test_links_between_empty_boxes_are_none():
    boxes = [Node(id="a", level=0, text="Close the gap"), *(Node(id=f"p{n}", level=1) for n in range(3))]
    empty = Drivers(nodes=boxes, links=[["a", f"p{n}"] for n in range(3)])
    assert met(check_drivers(empty)) == ["aim"]


def test_measures_of_no_type_are_counted_by_nobody():
    checks = check_measures([MeasureCard(name="Reviews", frequency="monthly")], Aim())
    assert not {"frequency", "inverse", "aim-measure", "types"} & set(met(checks))


def test_ideas_without_their_words_have_no_order_and_no_effect():
    assert met(check_ideas([Idea(strength=5, effect="narrows", kind="targeted")])) == []


def test_one_why_goes_no_deeper_than_another():
    assert met(check_whys(["No slots"])) == []


def test_a_log_of_names_has_nothing_learned_adopted_or_widened():
    checks = check_cycles([PdsaCycle(name="C1"), PdsaCycle(name="C2")], TODAY, Aim())
    assert met(checks) == []


def test_no_commitment_is_not_a_short_one():
    assert met(check_commitment(Commitment(), TODAY)) == []


# ---- Never more than the maximum


@pytest.mark.parametrize("points, earned", [(99.0, 1.0), (-3.0, 0.0), (0.5, 0.5)])
def test_points_stay_between_nothing_and_the_maximum(monkeypatch, points, earned):
    monkeypatch.setattr(Number, "mark", lambda *_: Mark(points, 0, True, "Well."))
    number = Number(id="n", prompt="?", points=1, unit="years", model=[8], tolerance=0)
    assert mark(number, 8).points == earned


def test_letters_along_the_keyboard_before_all_patients_say_nobody_who_is_counted():
    assert unmet_on_the_card(counted="asdf all patients") == [("counted", "0:counted")]


def test_what_the_split_lacks_is_marked_at_the_split():
    assert unmet_on_the_card(split="practice") == [("group", "0:split"), ("not-recorded", "0:split")]


def unmet_on_the_card(**changed):
    asked = QUESTIONS["my-measure-card"]
    notes = mark(asked, [{**asked.model_answer()[0], **changed}], CASE).notes
    return [(note.item, note.at) for note in notes if note.right is False]
