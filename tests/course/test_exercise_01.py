"""Exercise 01: what an expert can defend is held, a lazy answer is not, and figures are those of the tables."""

import pandas as pd
import pytest

from equityqi.cases.facts import fact
from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark

QUESTIONS = read_questions(course_root() / "solutions" / "01-what-is-inequity" / "questions.yml", "a-blood-pressure")


def question(id):
    return QUESTIONS.question(id)


def points(id, key, given):
    """Return what one card earns by itself."""
    return mark(question(id), {key: given}).points


@pytest.mark.parametrize("row", ["2", "5", "8"])
def test_asking_first_is_as_good_as_calling_it_an_inequity_and_the_reply_says_why(row):
    assert points("vignettes-1-8", row, "I") == points("vignettes-1-8", row, "?") == 1
    why = question("vignettes-1-8").items[row].why
    assert "“I” is right" in why and "“?” is right too" in why


def test_the_opening_number_may_be_called_unfair_or_asked_about():
    for label in "I?":
        assert mark(question("vignettes-17-20"), {"17": label}).notes[0].right


@pytest.mark.parametrize("id", ["vignettes-1-8", "vignettes-9-16", "vignettes-17-20"])
def test_a_question_mark_on_every_row_is_not_yet_a_pass(id):
    asked = question(id)
    assert not mark(asked, dict.fromkeys(asked.items, "?")).passed


@pytest.mark.parametrize(
    "cause, rings, jobs",
    [
        ("5", {"care": 1, "living": 1}, {"In", "E"}),  # a pharmacy is a shop in the street too
        ("6", {"living": 1, "care": 0.5}, {"In", "C", "E"}),  # we choose where the clinic is
        ("10", {"living": 1, "laws": 1}, {"In", "E"}),  # the NHS is an employer
    ],
)
def test_rings_and_jobs_that_can_be_defended_earn_their_marks(cause, rings, jobs):
    asked = question("causes")
    for ring in asked.options:
        assert points("causes", cause, ring) == rings.get(ring, 0), ring
    best = max(rings, key=rings.get)
    assert {job for job in asked.then.options if points("causes", cause, [best, job]) == 2} == jobs


def test_every_reply_to_a_card_is_a_sentence_of_its_own_and_none_says_that_we_know_better():
    for asked in QUESTIONS.questions:
        said = [wrong.sentence for wrong in getattr(asked, "wrong", {}).values()] if asked.kind == "sort" else []
        said += [wrong.sentence for item in getattr(asked, "items", {}).values() for wrong in item.wrong.values()]
        assert not [sentence for sentence in said if "You know enough" in sentence or "You can say more" in sentence]


def test_the_reviews_of_row_5_are_those_that_exercise_2_splits():
    text = question("vignettes-1-8").items["5"].text
    page = course_root() / "solutions" / "02-measuring-gaps" / "questions.yml"
    phone = read_questions(page, "a-blood-pressure").question("simpson-phone").prompt
    for count in ("45 of 100", "480 of 800"):
        assert count in text and count in phone


def test_the_blood_pressure_of_row_2_is_that_of_the_tables_and_age_hardly_matters():
    text = question("vignettes-1-8").items["2"].text
    table = pd.read_csv(course_root() / "datasets" / "a-blood-pressure" / "bp_monthly.csv")
    year = table[table["month"].isin(sorted(table["month"].unique())[-12:])]
    people = pd.read_csv(course_root() / "datasets" / "a-blood-pressure" / "bp_snapshot.csv")
    ages = people["age_band"].value_counts(normalize=True)
    for name, ethnicity, fifths in (
        ("a-black-imd-1-2-after", "Black", (1, 2)),
        ("a-white-imd-4-5-after", "White", (4, 5)),
    ):
        group = year[(year["ethnicity"] == ethnicity) & year["imd_quintile"].isin(fifths)]
        rate = 100 * group["at_target_n"].sum() / group["registered_n"].sum()
        assert f"{rate:.0f}% of {ethnicity} patients" in text and round(rate, 1) == fact(name).value
        one = people[(people["ethnicity"] == ethnicity) & people["imd_quintile"].isin(fifths)]
        hit = one["at_target"].eq("yes")
        same_ages = sum(share * hit[one["age_band"] == age].mean() for age, share in ages.items())
        assert abs(100 * (same_ages - hit.mean())) < 0.5  # percentage points
