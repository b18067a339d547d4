"""Exercise 02, measuring gaps: right answers earn all, each slip gets its own sentence, on every case."""

import shutil

import pytest

from equityqi.cases.case import load, titles
from equityqi.cases.case_figures import windows
from equityqi.files import course_root
from equityqi.gaps import difference, gap, proportion
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark

QUESTIONS = course_root() / "solutions" / "02-measuring-gaps" / "questions.yml"
CASES = tuple(titles())[:-1]  # without a team's own


def question(id, case=CASES[0]):
    return read_questions(QUESTIONS, case).question(id)


def marked(id, answer, case=CASES[0]):
    return mark(question(id, case), answer)


@pytest.mark.parametrize("case", CASES)
def test_the_model_answers_earn_full_marks_on_every_case(case):
    for asked in read_questions(QUESTIONS, case).questions:
        given = mark(asked, asked.model_answer())
        assert given.passed and given.points == asked.points, f"{asked.id}: {given.in_words()}"


@pytest.mark.parametrize("case", CASES)
def test_each_named_wrong_answer_gets_its_own_sentence_and_loses_the_mark(case):
    seen = 0
    for asked in read_questions(QUESTIONS, case).questions:
        if asked.kind == "number":
            for wrong in asked.wrong:
                given = mark(asked, wrong.answer)
                assert (given.misconception, given.sentence, given.points) == (wrong.name, wrong.sentence, 0), asked.id
                seen += 1
        if asked.kind == "choice":
            for code in set(asked.options) - set(asked.model):
                given = mark(asked, code)
                assert (given.misconception, given.sentence, given.points) == (
                    asked.wrong[code].name,
                    asked.wrong[code].sentence,
                    0,
                ), asked.id
                seen += 1
        if asked.kind == "sort":
            for key, item in asked.items.items():
                for code in set(asked.options) - set(item.model):
                    given = mark(asked, {**asked.model_answer(), key: code})
                    assert given.misconception and given.points < asked.points, (asked.id, key, code)
                    seen += 1
    assert seen > 100


# The numbers of the module's page, worked out here from its own counts.
@pytest.mark.parametrize(
    "id, sum",
    [
        ("flu-gap-before", 80 - 70), ("flu-gap-after", 84 - 75), ("flu-ratio-after", 75 / 84), ("flu-lack-ratio-after", 25 / 16),  # noqa: E501
        ("missing-low", 100 * 54 / 150), ("missing-high", 100 * 84 / 150), ("missing-white", 100 * (441 + 81 - 30) / (700 + 180 - 30)),  # noqa: E501
        ("simpson-face", 100 * 170 / 200 - 100 * 225 / 300), ("simpson-phone", 100 * 480 / 800 - 100 * 45 / 100), ("af-to-reach", 800 * (0.875 - 0.775)),  # noqa: E501
    ],
)  # fmt: skip
def test_a_number_that_is_worked_out_in_full_is_right(id, sum):
    assert marked(id, sum).points == 1


@pytest.mark.parametrize(
    "id, near, far",
    [
        ("flu-gap-after", 9.1, 9.11),
        ("flu-ratio-after", 0.903, 0.904),
        ("missing-low", 35.9, 35.89),
        ("flu-lack-ratio-after", 1.56, 1.55),
    ],
)
def test_a_tenth_of_a_point_and_a_hundredth_of_a_ratio_pass_and_no_more(id, near, far):
    assert marked(id, near).passed and not marked(id, far).passed


@pytest.mark.parametrize(
    "id, answer, name",
    [
        ("flu-statement", "good", "narrowing-is-good"), ("year-three-gap", "good", "narrowing-is-good"), ("flu-statement", "down", "levelling-down"),  # noqa: E501
        ("year-three-gap", "fair", "levelling-down"), ("big-group", "big", "big-percent-big-group"), ("overlap", "none", "overlapping-intervals"),  # noqa: E501
        ("adjust", "more", "adjust-until-gone"), ("simpson-proof", "adjust", "adjust-until-gone"), ("flu-gap-after", 0.89, "ratio-for-difference"),  # noqa: E501
        ("flu-gap-after", -9, "swapped-groups"), ("flu-ratio-after", 1.12, "swapped-groups"), ("flu-lack-ratio-after", 0.64, "swapped-groups"),  # noqa: E501
        ("missing-low", 54 / 10, "wrong-denominator"), ("missing-high", 70, "wrong-denominator"), ("missing-white", 70.3, "wrong-denominator"),  # noqa: E501
        ("case-denominator", "people with a reading in the last 12 months", "wrong-denominator"), ("quintile-label", "same", "quintile-direction"),  # noqa: E501
        ("case-right-gap", -15.2, "swapped-groups"), ("case-right-gap", 1.29, "ratio-for-difference"), ("case-ratio", 0.77, "swapped-groups"),  # noqa: E501
        ("case-ratio", 15.2, "difference-for-ratio"),
    ],
)  # fmt: skip
def test_each_misconception_of_the_module_is_met_by_name(id, answer, name):
    given = marked(id, answer)
    assert (given.misconception, given.points) == (name, 0)


@pytest.mark.parametrize("case", CASES)
def test_the_gaps_of_the_case_are_those_of_its_tables(case):
    chosen = load(case)
    for id, role in (("case-shown-gap", "shown"), ("case-right-gap", "right")):
        name = getattr(chosen.file.gap, role)
        measure, group = chosen.measures[name], chosen.groups[chosen.file.gap.by]
        latest, _ = windows(chosen.counts(name, chosen.file.gap.by))["latest"]
        sums = latest.groupby("group")[["numerator", "denominator"]].sum().reset_index()
        told = gap(sums, "group", group.worst, group.best, better=measure.better, per=measure.per)
        assert marked(id, told.absolute.value, case).points == 1
    assert marked("case-ratio", max(told.relative.value, 1 / told.relative.value), case).points == 1


@pytest.mark.parametrize("case", CASES)
def test_the_case_is_named_and_its_denominator_is_offered_once(case):
    asked = question("case-denominator", case)
    assert asked.model[0] == load(case).figures["right-denominator"] and asked.model[0] in asked.options
    assert len(set(asked.options.values())) == len(asked.options) >= 3


def test_a_case_with_other_names_and_figures_is_marked_by_them(tmp_path):
    work = tmp_path / "my-work"
    shutil.copytree(course_root() / "docs" / "new-case" / "f-falls", work / "cases" / "f-falls")
    page = work / "exercises" / "02-measuring-gaps"
    page.mkdir(parents=True)
    (work / "settings.yml").write_text("name: asha\ncase: f-falls\n", encoding="utf-8")
    shutil.copy(QUESTIONS, page)
    exercise = read_questions(page / "questions.yml", "f-falls")
    assert "people without a car" in exercise.question("case-right-gap").prompt
    for asked in exercise.questions:
        assert mark(asked, asked.model_answer()).points == asked.points, asked.id
    assert (
        mark(exercise.question("case-denominator"), "people who came to the first session").misconception
        == "wrong-denominator"
    )


@pytest.mark.parametrize("chosen", [["few", "record"], ["out", "few"], ["record", "out"], ["out", "record", "few"]])
def test_any_two_good_reasons_pass(chosen):
    assert marked("subgroup-trust", chosen).points == 1


@pytest.mark.parametrize(
    "chosen, name",
    [(["few"], "missed-one"), (["few", "news"], "bad-news-is-bad-data"), (["few", "out", "rank"], "league-table")],
)
def test_one_reason_or_a_poor_one_is_not_yet_enough(chosen, name):
    given = marked("subgroup-trust", chosen)
    assert not given.passed and given.misconception == name


def test_one_count_of_1_to_7_that_is_shown_is_not_yet_a_safe_table():
    safe = question("export-rule").model_answer()
    given = marked("export-rule", {**safe, "c": "5"})
    assert (given.passed, given.points, given.misconception) == (False, 2.5, "rounds-what-is-hidden")
    assert marked("export-rule", {**safe, "b": "0"}).misconception == "hidden-as-zero"
    assert marked("export-rule", {**safe, "d": "hidden"}).misconception == "hides-too-much"


def test_the_two_second_examples_of_the_open_answer_both_earn_the_point():
    asked = question("who-is-missing")
    assert [mark(asked, text).points for text in asked.model] == [1, 1]
    assert mark(asked, asked.prompt).points == 0 and mark(asked, "people without a reading").points == 0


def test_the_intervals_that_the_page_prints_are_those_of_the_method():
    six, hundred = (proportion(x, n, per=100) for x, n in ((3, 6), (50, 100)))
    printed = question("small-intervals").options
    assert (
        printed["wide"] == f"{six.lower:.0f} to {six.upper:.0f}%"
        and printed["middle"] == f"{hundred.lower:.0f} to {hundred.upper:.0f}%"
    )
    face, other, apart = proportion(225, 300, per=100), proportion(170, 200, per=100), difference(170, 200, 225, 300)
    words = question("overlap").prompt
    for estimate in (face, other, apart):
        assert f"{estimate.lower:.1f} to {estimate.upper:.1f}" in words
    assert face.upper > other.lower and apart.lower > 0
