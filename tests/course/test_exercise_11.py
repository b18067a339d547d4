"""Exercise 11, run charts by group: the key against the shipped tables, the rule of the pass, and a sentence for each
misconception.
"""

import json
from itertools import product
from statistics import mean, median

import pytest

from equityqi.cases.case import load, titles
from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark
from equityqi.variation import false_signals, run_chart

CASES = tuple(titles())[:-1]  # without a team's own
PAGE = course_root() / "solutions" / "11-run-charts" / "questions.yml"
LESSON = course_root() / "course" / "session-2" / "11-run-charts.ipynb"
VERDICT = {"signal": "signal", "watch": "watch", "no signal": "none"}
KEY = {"1": "signal", "2": "signal", "3": "signal", "4": "none", "5": "watch"}


def question(id, case="a-blood-pressure"):
    found = read_questions(PAGE, case).question(id)
    assert found is not None, id
    return found


def chart(number):
    """Return one of the five charts, worked out from the shipped tables."""
    case = load("a-blood-pressure")
    counts = case.counts("bp_all_register", "imd_quintile")
    table = {"4": "bp_small_group", "5": "bp_noise"}.get(number)
    if table:
        counts = case.tables[table].rename(columns={"at_target_n": "numerator", "registered_n": "denominator"})
    elif number != "1":
        counts = counts[counts["group"] == {"2": "IMD 5 (least deprived)", "3": "IMD 1 (most deprived)"}[number]]
    people = counts.groupby("month")[["numerator", "denominator"]].sum()
    return run_chart(100 * people["numerator"] / people["denominator"], people.index)


def shares(number):
    return chart(number).points["value"].round(1).tolist()


@pytest.mark.parametrize("case", CASES)
def test_every_model_answer_earns_full_marks(case):
    asked = read_questions(PAGE, case).questions
    assert sum(one.points for one in asked) == 10
    for one in asked:
        for answer in [one.model_answer()] if one.kind == "sort" else one.model:
            got = mark(one, answer)
            assert got.passed and got.points == one.points, (one.id, answer, got)


# ---- The key, from the tables


@pytest.mark.parametrize("number", KEY)
def test_the_key_is_what_the_course_s_rule_says_of_the_shipped_table(number):
    item = question("five-charts").items[number]
    assert item.model[0] == KEY[number] == VERDICT[chart(number).signal]
    assert ("none" in item.model) == (number in "45")  # on chart 5 “no signal” is right too


def test_the_sentences_tell_the_truth_about_the_tables():
    rise = {number: mean(shares(number)[18:]) - mean(shares(number)[:12]) for number in "23"}
    assert round(rise["2"]) == 6 and round(rise["3"]) == 2
    small = shares("4")
    assert (
        small[16] == round(900 / 22, 1) and min(small[:16] + small[17:]) > small[16] + 5
    )  # May 2025, the lowest of all
    assert round(small[17]) == 68  # June
    assert round(100 / 22, 1) == 4.5
    assert load("a-blood-pressure").tables["bp_noise"]["registered_n"].unique().tolist() == [240]


# ---- Four of five, and chart 4 among them


def test_four_of_five_pass_only_with_chart_4():
    asked = question("five-charts")
    for labels in product(asked.options, repeat=5):
        answer = dict(zip(KEY, labels, strict=True))
        right = {card for card, label in answer.items() if label in asked.items[card].model}
        assert mark(asked, answer).passed == (len(right) >= 4 and "4" in right), answer


def test_whoever_says_signal_each_time_does_not_pass():
    got = mark(question("five-charts"), dict.fromkeys(KEY, "signal"))
    assert not got.passed and got.misconception == "one-point-is-a-signal"


@pytest.mark.parametrize(
    "card, label, name",
    [
        ("3", "none", "small-is-noise"),
        ("4", "watch", "one-point-is-a-signal"),
        ("5", "signal", "six-is-a-signal"),
        ("1", "none", "everything-is-noise"),
    ],
)
def test_each_slip_on_a_chart_has_its_own_sentence(card, label, name):
    assert mark(question("five-charts"), KEY | {card: label}).misconception == name


# ---- Is the gap closing: feedback, no mark


def test_the_gap_question_gives_feedback_and_no_points():
    asked = question("gap-closing")
    assert {card: item.model for card, item in asked.items.items()} == {
        "1": ["cannot"],
        "2": ["wider"],
        "3": ["wider"],
        "4": ["cannot"],
        "5": ["cannot"],
    }
    got = mark(asked, dict.fromkeys(asked.items, "closing"))
    assert (got.points, got.out_of, got.passed, got.misconception) == (0, 0, False, "average-shows-the-gap")
    assert not any(note.right for note in got.notes) and len({note.sentence for note in got.notes}) >= 4


# ---- The line and the run of chart 5


def test_the_twelve_months_in_the_prompt_are_those_of_the_table():
    listed = ", ".join(f"{share:.1f}" for share in shares("5")[:12])
    assert listed in " ".join(question("baseline-median").prompt.split())


def test_the_numbers_are_those_of_the_chart():
    worked = chart("5")
    assert mark(question("baseline-median"), round(worked.median, 1)).passed
    assert mark(question("longest-run"), worked.longest_run).passed and worked.longest_run == 6
    side = worked.points["side"].tolist()
    assert side[11:18] == [1] * 7 and side[10] == -1  # seven, if a month of the baseline is counted


def test_each_likely_slip_with_the_median_is_the_number_that_the_slip_gives():
    first, every = shares("5")[:12], shares("5")
    slips = {"mean-for-median": mean(first), "not-in-order": mean(first[5:7]), "median-of-all-months": median(every)}
    for name, number in slips.items():
        got = mark(question("baseline-median"), round(number, 1))
        assert (got.points, got.misconception) == (0, name)
    for number in sorted(first)[5:7]:
        assert mark(question("baseline-median"), number).misconception == "one-of-two-middles"


@pytest.mark.parametrize(
    "given, name",
    [(7, "counted-into-the-baseline"), (5, "second-longest"), (14, "all-points-above"), (18, "all-months")],
)
def test_each_likely_slip_with_the_run_has_its_own_sentence(given, name):
    assert mark(question("longest-run"), given).misconception == name


@pytest.mark.parametrize(
    "id, given, name",
    [("low-month", "explain", "two-point-comparison"), ("low-month", "red", "red-amber-green"), ("low-month", "redraw", "recalculated-median"),  # noqa: E501
     ("board-page", "own-scales", "own-axis-for-each-group"), ("board-page", "two-months", "two-point-comparison"),
     ("board-page", "tiles", "red-amber-green"), ("board-page", "new-line", "recalculated-median")],
)  # fmt: skip
def test_each_misconception_has_its_own_sentence(id, given, name):
    got = mark(question(id), given)
    assert (got.points, got.misconception) == (0, name) and got.sentence == question(id).wrong[given].sentence


# ---- What the lesson prints


def test_the_lesson_s_table_is_what_the_course_s_own_simulation_gives():
    cell = next(
        cell for cell in json.loads(LESSON.read_text(encoding="utf-8"))["cells"] if cell["id"] == "charts-eight"
    )
    printed = [
        [int(part) for part in line.split("|")[2:5]]
        for line in cell["source"]
        if line.startswith(("| Noise", "| A true"))
    ]
    rules = ["course with runs of 6", "course with runs of 7", "course: run of 8 after the baseline"]
    found = false_signals(rules, n=(24, 30), step=(0, 1), series=10_000, seed=11).set_index(["rule", "n", "step"])
    rows = [(24, 0, "one_chart"), (24, 0, "five_charts"), (30, 0, "one_chart"), (30, 1, "one_chart")]
    assert len(printed) == len(rows)
    for line, (n, step, column) in zip(printed, rows, strict=True):
        for number, rule in zip(line, rules, strict=True):
            assert number == pytest.approx(100 * found.loc[(rule, n, step), column], abs=2.5), (rule, n, step, column)


def test_the_optional_part_for_analysts_gives_the_same_twice():
    cell = next(
        cell for cell in json.loads(LESSON.read_text(encoding="utf-8"))["cells"] if cell["id"] == "analysts-runs"
    )
    *before, last = "".join(cell["source"]).splitlines()
    names: dict = {}
    exec("\n".join(before), names)
    table = eval(last, names)
    assert (
        table["median"].tolist()
        == table["median (library)"].tolist()
        == [round(chart(number).median, 1) for number in "123"]
    )
    assert (
        table["longest run"].tolist()
        == table["longest run (library)"].tolist()
        == [chart(number).longest_run for number in "123"]
    )
