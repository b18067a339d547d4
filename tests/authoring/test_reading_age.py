"""authoring.lint.reading_age, authoring.lint.syllables: syllables as they are spoken, prose only, and every page within
what the course promises.
"""

from statistics import median

import pytest

from equityqi.authoring.lint.reading_age import MEDIAN, OLDEST, case_ages, exercise_ages, lesson_ages, reading_age
from equityqi.authoring.lint.syllables import syllables

# Counts as dictionaries give them.
SAID = {
    1: "gap through helped makes don't scale league charge works rule",
    2: (
        "people table wanted places didn't trying going question centre equal social careful patient something handled"
        " quiet statement reaches"
    ),
    3: "equity however idea area period ratio usual radio anyone everyone influence behaviour element racism",
    4: (
        "inequity variation deprivation everybody society experience January medication evaluate reliable associate"
        " seriously interpreter's well-intentioned"
    ),
    5: "inequality association university international",
    6: "responsibility",
}


@pytest.mark.parametrize(("word", "count"), [(word, count) for count, words in SAID.items() for word in words.split()])
def test_a_word_has_the_syllables_that_are_heard(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"), [("NHS", 3), ("QI", 2), ("WHO", 5), ("Equity", 3), ("go-and-see", 3), ("Don’t", 1)]
)
def test_capitals_hyphens_and_apostrophes(word, count):
    assert syllables(word) == count


def test_the_formula_is_the_published_one_plus_five():
    # 0.39 × 11 words a sentence + 11.8 × 2 syllables a word − 15.59 = grade 12.3 (Kincaid and others, 1975)
    told = reading_age("a", ["The inequity between people who need medication has many causes today."])
    assert (told.words, told.sentences, told.syllables) == (11, 1, 22)
    assert told.age == pytest.approx(17.3)


@pytest.mark.parametrize(
    "left_out",
    [
        "## A terrifyingly sesquipedalian heading",
        "| Incomprehensibility | Institutionalisation |\n|---|---|\n| interdisciplinary | 12 |",
        "```\nuncharacteristically\n```",
        "`uncharacteristically`",
        '<button type="button">Incomprehensibilities</button>',
        "*9 minutes: tell 2, show 1, do 5, review 1*",
        "![Incomprehensibility](picture.png)",
        "12.5% 3,000 2026",
        "<!-- fact: an-incomprehensible-name -->",
    ],
)
def test_what_is_no_prose_is_not_counted(left_out):
    alone = reading_age("a", ["The cat sat on the mat."])
    assert reading_age("a", [f"The cat sat on the mat.\n\n{left_out}"]) == alone


def test_the_words_of_a_link_count_and_its_address_does_not():
    assert reading_age("a", ["See [the next page](a-very-long-address.html) now."]).words == 5


def test_points_and_paragraphs_are_sentences_and_a_decimal_point_ends_none():
    told = reading_age("a", ["Two things:\n\n- the first\n- the second: it is 3.5 wide. Look!\n\nDone"])
    assert told.sentences == 5


def test_words_of_the_glossary_are_left_out_in_the_plural_too():
    terms = ["Denominator", "Relative gap"]
    assert reading_age("a", ["Name both denominators and the relative gap."], terms) == reading_age(
        "a", ["Name both and the."]
    )


def test_each_lesson_is_for_a_reader_of_fourteen_or_younger_and_the_middle_one_of_thirteen():
    ages = {told.page: round(told.age, 1) for told in lesson_ages()}
    assert len(ages) == 14 and min(ages.values()) > 4  # a page whose prose is lost would seem to be for a small child
    assert {page: age for page, age in ages.items() if age > OLDEST} == {}
    assert median(ages.values()) <= MEDIAN


@pytest.mark.parametrize("ages", [exercise_ages, case_ages])
def test_questions_and_cases_too(ages):
    told = {page.page: round(page.age, 1) for page in ages()}
    assert len(told) >= 5 and {page: age for page, age in told.items() if not 4 < age <= OLDEST} == {}
