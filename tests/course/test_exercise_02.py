"""Exercise 02, measuring gaps: right answers earn all, each slip gets its own sentence, on every case."""

import json
import re
import shutil

import pytest

from equityqi.cases.case import load, titles
from equityqi.cases.case_figures import windows
from equityqi.files import course_root
from equityqi.gaps import difference, gap, proportion
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark

QUESTIONS = course_root() / "solutions" / "02-measuring-gaps" / "questions.yml"
LESSON = course_root() / "course" / "session-1" / "02-measuring-gaps.ipynb"
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
                told = (wrong.name, wrong.sentence, wrong.points)
                assert (given.misconception, given.sentence, given.points) == told and not given.passed, asked.id
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


# Who is not in this table: every figure is worked out from the counts that the page prints.


def cell(id):
    """Return the text of one cell of the lesson."""
    (found,) = (one for one in json.loads(LESSON.read_text(encoding="utf-8"))["cells"] if one["id"] == id)
    return "".join(found["source"])


def printed(text):
    """Return the rows of the tables in a text, below their heads, as lists of words."""
    lines = [[part.strip() for part in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [row for row in lines if not set(row[0]) <= {"-"}]


COUNTS = {row[0]: (int(row[1]), int(row[2])) for row in printed(cell("missing-do"))[1:]}


def test_the_best_statement_on_the_flu_jab_holds_both_gaps_and_both_ratios_of_the_table():
    rows = {row[0]: [int(cell.strip("%")) for cell in row[1:]] for row in printed(cell("two-gaps-do"))[1:]}
    (best_before, best_after), (worst_before, worst_after) = rows["Least deprived"], rows["Most deprived"]
    said = question("flu-statement").options["both"]
    assert f"from {best_before - worst_before} to {best_after - worst_after} percentage points" in said
    assert f"{(100 - worst_after) / (100 - best_after):.2f} times as likely to have missed out" in said
    assert f"It was {(100 - worst_before) / (100 - best_before):.2f}." in said


def rates(black, at_target, white_at_target=None, white=None):
    """Return the rates of White and Black patients, with so many of those without a record Black and at target."""
    (hit_white, all_white), (hit_black, all_black), (hit_missing, missing) = COUNTS.values()
    more = hit_missing - at_target if white_at_target is None else white_at_target
    below = all_white + (missing - black if white is None else white)
    return 100 * (hit_white + more) / below, 100 * (hit_black + at_target) / (all_black + black)


def turns(**others):
    """Return the fewest Black people among the missing, all at target, with whom Black patients are ahead."""
    return next(n for n in range(COUNTS["Not recorded"][0] + 1) if rates(n, n, **others)[1] > rates(n, n, **others)[0])


def test_what_the_missing_records_do_is_worked_out_from_the_table_of_the_page():
    three, turning = printed(cell("missing-turn-read"))[1:], printed(cell("missing-turn"))[1:]
    for row, black in zip(three, (0, 15, 30), strict=True):
        white, other = rates(30, black)
        assert row[1:] == [f"{white:.1f}%", f"{other:.1f}%", f"{white - other:.1f}"]
    assert [int(row[0]) for row in turning] == [30, 35, 36, 81]
    for many, *said in turning:
        white, black = rates(int(many), int(many))
        behind = "Black patients" if black < white else "White patients"
        assert said == [f"{white:.1f}%", f"{black:.1f}%", behind]


def test_it_takes_36_to_turn_the_gap_round_and_28_where_the_others_at_target_are_a_third_group():
    hit, missing = COUNTS["Not recorded"]
    third = {"white_at_target": 0, "white": missing - hit}  # White: only those without a record who are not at target
    assert (turns(), turns(**third)) == (36, 28)
    said = cell("missing-turn-read")
    assert f"With {turns()} it flips. " in said and f"you may only need {turns(**third)}" in said
    asked = question("missing-turn")
    assert asked.model == [turns()] and f"it's {turns()}," in question("missing-direction").options["direction"]
    (other,) = (wrong for wrong in asked.wrong if wrong.name == "third-group")
    assert other.answer == turns(**third) and f"that leaves {hit - turns(**third)} of the {hit}" in other.sentence
    for many in (30, 40):
        white, black = rates(many, many)
        assert re.search(rf"{many}[.,] .*?{black:.1f}%.*? {white:.1f}%", asked.prompt), many
    for many, sentence in ((35, asked.wrong[0].sentence), (36, asked.right)):
        white, black = rates(many, many)
        assert f"With {many} it's {black:.1f}% and {white:.1f}%" in sentence


@pytest.mark.parametrize("answer, points", [(36, 1), (35, 0.5), (37, 0.5), (40, 0.5), (28, 0.5), (6, 0.5), (81, 0)])
def test_a_number_that_shows_good_thinking_about_the_missing_earns_half(answer, points):
    assert marked("missing-turn", answer).points == points


def test_nobody_who_answered_before_loses_the_mark_and_sure_about_the_missing_is_met_by_name():
    assert marked("missing-direction", "direction").points == 1
    assert marked("missing-direction", "always").misconception == "sure-about-the-missing"


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
    figures = chosen.figures  # a learner divides the two rates that the page prints
    low, high = sorted((figures["right-worst-latest"], figures["right-best-latest"]))
    assert marked("case-ratio", high / low, case).points == 1
    assert abs(high / low - max(told.relative.value, 1 / told.relative.value)) < 0.1


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
