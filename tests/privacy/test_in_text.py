"""privacy.in_text, names_in_text, numbers_in_text: details of people in free text are found, said and taken out."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equityqi.privacy.in_text import ONE_OF, people_in, people_in_answer, sentence_on, without_people


def found(text, **more):
    return [text[one.start : one.end] for one in people_in(text, **more)]


@pytest.mark.parametrize(
    "text, parts",
    [
        ("ring Mrs Patel 943 476 5919", ["Mrs Patel", "943 476 5919"]),
        ("NHS no. 943 476 5918 (she thinks)", ["943 476 5918"]),
        ("her dob is 3.8.1940, LU1 2AB", ["3.8.1940", "LU1 2AB"]),
        ("the hospital number H7554931 twice", ["H7554931"]),
        ("susan dot smith at mail dot com", ["susan dot smith at mail dot com"]),
        ("Bed 4 - Okonkwo - awaiting medicines", ["Okonkwo"]),
        ("spoke to susan smith", ["susan smith"]),
        ("Mr O’Brien’s daughter and Mrs Wójcik", ["Mr O’Brien", "Mrs Wójcik"]),
        ("Mrs Smith of 12 High Street", ["Mrs Smith", "12 High Street"]),
        ("Mrs Patel’s project", ["Mrs Patel"]),
        ("Mrs Patel's Project: Jane Smith’s project", ["Mrs Patel", "Jane Smith"]),
        ("The Smith project, Mr Patel and Sons, Parkinson’s reviews, Goodhart’s law, St James’s project", []),
        ("Dr & Mrs at the practice; Dr Patel & Partners", []),
    ],
)
def test_what_is_found_is_exactly_the_part_that_points_to_a_person(text, parts):
    assert found(text) == parts


def test_a_number_with_odd_blanks_and_unseen_letters_is_found_where_it_stands():
    text = "é ring 943\u00a0476\u200b\u20095919 now"
    assert found(text) == ["943\u00a0476\u200b\u20095919"]


def test_where_a_name_is_asked_for_it_is_no_find_and_a_number_still_is():
    text = "Susan Smith, NHS number 943 476 5919"
    assert found(text, names_asked=True) == ["943 476 5919"] and len(found(text)) == 2


def test_the_sentence_says_what_and_never_repeats_it():
    text = "Mrs Patel, 943 476 5919, dob 3.8.1940"
    sentence = sentence_on(people_in(text))
    assert sentence == (
        "This looks like it names a patient (a name, an NHS number and a date of birth)."
        " Please take them out before you share it."
    )
    assert sentence_on(people_in("tel 07700 900123")).startswith("This looks like it names a person (a telephone")
    assert sentence_on(()) == ""


def test_what_is_taken_out_is_said_in_its_place_and_the_rest_stays():
    assert without_people("Ring Mrs Patel on 07700 900123, please.") == (
        "Ring [removed: a name] on [removed: a telephone number], please."
    )
    assert without_people("Split the list by 14 July 2026.") == "Split the list by 14 July 2026."


def test_every_text_of_a_plan_is_looked_through_and_fields_for_colleagues_may_name_them():
    plan = {
        "aim": {"place": "LU1 2AB"},
        "cycles": [{"who": "Susan Smith"}],
        "asked": [{"who": "Mrs Patel", "said": ""}],
    }
    assert Counter(one.kind for one in people_in_answer(plan)) == {"full postcodes": 1, "names of people": 1}


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("Mr@.at dot+0123456789 J'-\u200b(")))
def test_any_text_gives_finds_inside_it_that_do_not_overlap(text):
    end = 0
    for one in people_in(text):
        assert end <= one.start < one.end <= len(text) and one.kind in ONE_OF
        end = one.end
