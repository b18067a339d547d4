"""project.measure_card and project.small_test: a card with four cells, and a first test in five boxes."""

import pytest

from equityqi.cases.case import load
from equityqi.project.measure_card import cards_of, check_card
from equityqi.project.model_project import model_project
from equityqi.project.parts import Aim, MeasureCard, PdsaCycle
from equityqi.project.small_test import check_small_test, five_boxes

B = load("b-medication-reviews")
AIM = model_project(B).aim
CARD = {
    "counted": "people whose review was completed",
    "out_of": "all eligible people, invited or not",
    "split": "interpreter need, and “not recorded”",
    "harm": "falls within 90 days",
}
TEST = {
    "try": "Asha rings and books the interpreter, at Oak practice, on Tuesday",
    "with_whom": "4 people who need an interpreter",
    "predict": "2 to 3 of 4 come",
    "count": "Asha ticks off who came",
    "stop": "anyone is upset by the call",
}


def unmet(checks):
    return [check.rule for check in checks if not check.passed]


def card(**changed):
    return unmet(check_card([{**CARD, **changed}], AIM, B))


def test_a_whole_card_meets_every_check():
    assert card() == []


@pytest.mark.parametrize(
    "changed, rules",
    [
        ({"counted": "visits that went as planned"}, ["counted"]),
        ({"counted": ""}, ["counted"]),
        ({"counted": "all patients"}, ["counted"]),
        ({"counted": "everyone on the"}, ["counted"]),
        ({"out_of": "people who came"}, ["everyone"]),
        ({"out_of": "people booked in June"}, ["everyone"]),
        ({"out_of": "people whose review was completed"}, ["out_of"]),
        ({"out_of": ""}, ["out_of", "everyone"]),
        ({"split": "practice"}, ["group", "not-recorded"]),
        ({"split": "interpreter need"}, ["not-recorded"]),
        ({"harm": "none expected"}, ["harm"]),
        ({"harm": "no"}, ["harm"]),
    ],
)
def test_what_the_draft_got_wrong_is_named(changed, rules):
    assert card(**changed) == rules


@pytest.mark.parametrize(
    "counted, out_of",
    [
        ("people who missed an appointment", "people with an appointment, attended or missed"),
        ("flare-ups in the month", "all people registered with asthma"),
        ("children with two doses", "registered children who turned five"),
        ("pobl a ddaeth", "pawb ar y rhestr"),
        ("done", "everyone due"),
        ("patients at target", "the whole register"),
    ],
)
def test_honest_cards_in_few_words_pass(counted, out_of):
    assert card(counted=counted, out_of=out_of) == []


def test_the_split_is_named_as_the_form_names_it_so_that_its_note_is_at_the_field():
    said = {check.rule: check.sentence for check in check_card([{**CARD, "split": "practice"}], AIM, B)}
    assert said["group"].startswith("Add ") and said["not-recorded"].startswith("Add “not recorded”")
    assert all("“Split by”" in said[rule] for rule in ("group", "not-recorded"))


def test_a_card_becomes_the_aims_measure_and_what_to_watch():
    known = MeasureCard(name="Reviews completed", type="process")
    own, harm = cards_of([CARD], AIM, known)
    assert (own.measure, own.name, own.type) == (AIM.measure, "Reviews completed", "process")
    assert (own.numerator, own.denominator, own.stratify) == (CARD["counted"], CARD["out_of"], CARD["split"])
    assert (harm.type, harm.name) == ("balancing", "falls within 90 days")


@pytest.mark.parametrize("nothing", [None, "x", [], [{}], [{"counted": " "}], {"nodes": []}], ids=str)
def test_nothing_written_makes_no_measure_and_no_test(nothing):
    assert cards_of(nothing, Aim()) == [] and five_boxes(nothing) == PdsaCycle()


def boxes(**changed):
    return unmet(check_small_test([{**TEST, **changed}]))


def test_a_whole_small_test_meets_every_check():
    assert boxes() == []


@pytest.mark.parametrize(
    "changed, rules",
    [
        ({"try": "Texts"}, ["try"]),
        ({"try": "We send texts to everyone for six months"}, ["days"]),
        ({"try": "We ring people over two weeks"}, ["days"]),
        ({"with_whom": "people who need an interpreter"}, ["with_whom"]),
        ({"with_whom": "40 people who need an interpreter", "predict": "20 of 40"}, ["with_whom"]),
        ({"with_whom": "4 patients"}, ["group"]),
        ({"with_whom": "4 of all our patients"}, ["group"]),
        ({"predict": "staff will like it"}, ["predict"]),
        ({"predict": "0 to 4 of 4 come"}, ["predict"]),
        ({"predict": "3 to 2 of 4 come"}, ["predict"]),
        ({"predict": "75% come"}, ["predict"]),
        ({"predict": "2 of 3 come"}, ["predict"]),
        ({"count": ""}, ["count"]),
        ({"stop": "no"}, ["stop"]),
    ],
)
def test_what_is_missing_in_a_box_is_named(changed, rules):
    assert boxes(**changed) == rules


def test_an_empty_first_box_is_asked_for_a_day_and_not_called_too_long():
    said = {check.rule: check.sentence for check in check_small_test([{**TEST, "try": ""}])}
    assert said["days"] == "When will you try it? Add the day in “We try”."


@pytest.mark.parametrize(
    "whom, predicted, read",
    [
        ("three Roma families", "one or two of three come", (3, 1, 2, 3)),
        ("5 people in IMD 1", "2-3 out of 5 pick up the phone", (5, 2, 3, 5)),
        ("4 people who need an interpreter", "by 7 July 3 of the 4 come", (4, 3, 3, 4)),
        ("2 Welsh speakers", "both come, so 2 of 2", (2, 2, 2, 2)),
        ("4 people who need an interpreter", "2 to 3", (4, 2, 3, 4)),
        ("4 people who need an interpreter", "2 people come of 4", (4, 2, 2, 4)),
        ("women aged 50 to 64, 5 of them", "2 to 3 of 5 come", (5, 2, 3, 5)),
        ("two to three people who need an interpreter", "1 to 2 of 3 come", (3, 1, 2, 3)),
    ],
)
def test_numbers_are_read_as_people_write_them(whom, predicted, read):
    test = five_boxes([{**TEST, "with_whom": whom, "predict": predicted}])
    assert (test.n, test.low, test.high, test.of) == read
    assert boxes(with_whom=whom, predict=predicted) == []
