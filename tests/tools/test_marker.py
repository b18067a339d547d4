"""The marker is measured: right answers earn all, listed wrong ones get their own sentence, changed ones lose marks."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from equityqi.cases.case import load
from equityqi.questions.exercise_file import all_exercises, question_of
from equityqi.questions.mark import mark
from tools import marker_page
from tools.answer_mutants import mutants
from tools.marker import LEAST, OPEN, Measured, every_case, listed, measure, measure_question, problems, right_answers
from tools.plans_without_words import KINDS, SHARE, measure_nothing
from tools.plans_without_words import problems as problems_of_nothing

CASE = "a-blood-pressure"
QUESTIONS = {question.id: question for exercise in all_exercises(CASE).values() for question in exercise.questions}


@pytest.fixture(scope="module")
def found():
    return measure([CASE], most=3)


def changes(question, right=None):
    return Counter(mutant.change for mutant in mutants(question, right))


# ---- The course's questions


def test_nothing_is_left_to_mend_on_the_first_case(found):
    assert problems(found) == []
    assert {one.question for one in found} == set(QUESTIONS)


def test_each_task_with_many_right_answers_has_two_of_different_kinds(found):
    open_ones = [one for one in found if one.kind in OPEN]
    assert len(open_ones) >= 30 and all(one.right >= 2 for one in open_ones)


def test_listed_wrong_answers_are_all_marked(found):
    assert sum(one.named for one in found) > 300
    assert {one.question: one.named for one in found}["gap-years"] == 5


@pytest.mark.parametrize("case", every_case())
def test_on_every_case_a_gap_turned_round_is_told_so(case):
    for id in ("case-shown-gap", "case-right-gap"):
        question = next(
            question
            for exercise in all_exercises(case).values()
            for question in exercise.questions
            if question.id == id
        )
        assert mark(question, -question.model[0]).misconception == "swapped-groups"


def test_the_changes_that_the_course_teaches_about_are_among_the_mutants():
    wanted = {
        "gap-years": {
            "off by one",
            "sign turned round",
            "ratio in place of the sum asked for",
            "a number of the question",
        },
        "three-ways": {"one card moved", "two cards swapped", "all under one option"},
        "vignettes-1-8": {"another second answer", "second answer left out"},
        "plan-faults": {"one option less", "one option more", "one option swapped"},
        "idea-strength": {"two ranks of different tiers swapped", "order turned round"},
        "my-aim": {
            "levelling down",
            "target in the wrong direction",
            "reversed fifths",
            "another floor",
            "date in the past",
            "date too far",
            "share for per cent",
        },
        "card-diagram": {
            "a decoy used",
            "an orphan",
            "an idea without a driver",
            "a circle",
            "a link turned round",
            "nobody with lived experience",
        },
        "my-measures": {
            "numerator for denominator",
            "“not recorded” dropped",
            "counted too seldom",
            "no balancing measure",
        },
        "my-measure-card": {"visits for people", "only those who came", "“not recorded” dropped", "no harm expected"},
        "my-small-test": {"a prediction that cannot be wrong", "too many people", "too long", "no group"},
        "mend-plan": {"one card moved", "two cards swapped"},
        "my-first-test": {
            "a prediction that cannot be wrong",
            "too many people",
            "begins in the past",
            "what is predicted is not counted",
        },
        "my-trigger": {"nobody acts", "no number", "no time"},
        "close-the-gap": {"no small test", "no test studied", "a game not played to its end"},
        "aim-signed": {"the question pasted", "cut short"},
    }
    for id, names in wanted.items():
        assert names <= {
            change
            for model in right_answers(QUESTIONS[id])
            if QUESTIONS[id].kind in OPEN
            for change in changes(QUESTIONS[id], model)
        } | set(changes(QUESTIONS[id])), id


# ---- A mutant is an answer that is no longer right

NUMBER = question_of(
    dict(
        id="n",
        kind="number",
        prompt="80% and 70%. How wide is the gap?",
        points=1,
        unit="points",
        model=[10],
        tolerance=0.5,
    )
)
SORT = question_of(
    dict(
        id="s",
        kind="sort",
        prompt="Sort.",
        points=2,
        pass_points=2,
        options={"a": "A", "b": "B", "c": "C"},
        items={
            "1": {"text": "x", "model": ["a", "b"], "why": "w"},
            "2": {"text": "y", "model": ["b"], "shares": {"c": 0.5}, "why": "w"},
        },
        wrong={code: {"name": f"slip-{code}", "sentence": f"Look at {code}."} for code in "abc"},
    )
)
RANK = question_of(
    dict(
        id="r",
        kind="rank",
        prompt="Order.",
        points=1,
        options=dict.fromkeys("abcd", "x"),
        tiers=[["a", "b"], ["c", "d"]],
    )
)
MULTI = question_of(
    dict(
        id="m",
        kind="multi",
        prompt="Which?",
        points=1,
        rule="exactly",
        options=dict.fromkeys("abcd", "x"),
        model=[["a", "b"], ["a", "c"]],
        wrong={"d": {"name": "slip", "sentence": "No."}},
    )
)


def test_a_number_is_mutated_by_the_sums_that_people_make_and_never_into_a_right_one():
    made = mutants(NUMBER)
    assert {11, 9, -10, 0.1, 80, 70} <= {mutant.answer for mutant in made}
    assert {0.875, 1.1429, 12.5, 14.2857, 150} <= {
        mutant.answer for mutant in made
    }  # 70/80, 80/70, 10/80, 10/70, 80 + 70
    assert all(abs(mutant.answer - 10) > 0.5 for mutant in made)


def test_a_card_that_may_stand_there_too_two_of_one_tier_and_another_model_are_no_mutants():
    assert all(mutant.answer.get("1") != "b" or mutant.answer.get("2") != "b" for mutant in mutants(SORT))
    assert changes(RANK) == {"two ranks of different tiers swapped": 4, "order turned round": 1, "one card left out": 1}
    assert ["a", "c"] not in [sorted(mutant.answer) for mutant in mutants(MULTI)]


def test_no_mutant_stands_twice_and_none_is_the_answer_itself():
    for question in QUESTIONS.values():
        made = [repr(mutant.answer) for mutant in mutants(question)]
        assert (
            len(made) == len(set(made)) > 0
            and repr(question.model[0] if hasattr(question, "model") else None) not in made
        )


# ---- What is not as it should be is told


def told(question):
    return measure_question("01-a", question, load(CASE), None)


def test_a_marker_that_takes_nearly_all_is_told():
    lax = replace(NUMBER, tolerance=5.0)
    assert told(lax).passed == () and told(NUMBER).passed == ()  # the tolerance says what is right
    any_two = replace(MULTI, rule="any")
    found = told(any_two)
    assert "one option more" in found.passed
    assert "changed answers lose marks, which is under 95%" in problems([found])[-1]


def test_one_word_again_and_again_earns_nothing_also_where_a_text_may_repeat_itself():
    text = question_of(
        dict(
            id="t",
            kind="text",
            prompt="Say what you saw at the front desk today.",
            points=1,
            words=3,
            different=1,
            model=["The form has no box for the language."],
        )
    )
    assert told(text).passed == () and told(replace(text, different=5)).passed == ()


def test_a_sentence_that_two_slips_share_and_one_that_another_hides_are_told():
    two = {"b": {"name": "one", "sentence": "Look again."}, "c": {"name": "two", "sentence": "Look again."}}
    choice = question_of(
        dict(
            id="c", kind="choice", prompt="Which?", points=1, options=dict.fromkeys("abc", "x"), model=["a"], wrong=two
        )
    )
    assert told(choice).faults == ("one and two have the same sentence: Look again.",)
    hidden = replace(NUMBER, wrong=[slip("first", 12, 3), slip("second", 13, 0.1)])
    assert ["second" in fault for fault in told(hidden).faults] == [True]


def slip(name, answer, tolerance):
    from equityqi.questions.kinds.number import WrongNumber

    return WrongNumber(name=name, answer=answer, tolerance=tolerance, sentence=f"That is {name}.")


def test_a_right_answer_that_loses_marks_and_an_empty_one_that_earns_are_told(monkeypatch):
    from tools import marker

    real = marker.mark
    monkeypatch.setattr(
        marker,
        "mark",
        lambda question, answer, *rest: real(question, 99 if answer == 10 else 10 if answer == "" else answer, *rest),
    )
    faults = " ".join(told(NUMBER).faults)
    assert "A right answer loses marks: 10." in faults and "'' earns 1, and nothing was answered." in faults


def test_an_open_task_with_one_right_answer_asks_for_a_second():
    spread = QUESTIONS["my-spread"]
    assert told(spread).faults == ()
    assert told(replace(spread, model=spread.model[:1])).faults == (
        "There is one right answer only. Write a second one of another kind under model.",
    )


def test_a_part_of_the_points_is_as_listed():
    part = {wrong.answer["2"]: wrong.points for wrong in listed(SORT) if wrong.answer["1"] == "a"}
    assert part["c"] == 1.5 and part["a"] == 1.0
    assert told(SORT).faults == ()


def test_a_short_sample_is_the_same_each_time_and_needs_no_clock():
    one, again = (measure_question("04-aim", QUESTIONS["my-aim"], load(CASE), 5) for _ in range(2))
    assert one == again and one.mutants == 10
    assert mark(QUESTIONS["my-aim"], QUESTIONS["my-aim"].model[0], load(CASE), dt.date(2026, 7, 1)).passed


# ---- The page


def test_the_page_holds_every_exercise_its_command_and_enough_that_is_noticed():
    from equityqi.files import course_root

    text = (course_root() / marker_page.PAGE).read_text(encoding="utf-8")
    assert "`equityqi check marker --full`" in text
    rows = {
        cells[0]: cells
        for line in text.splitlines()
        if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("| ").split("|")]) == 6
    }
    assert {
        *all_exercises(),
        "15-analysts-gaps",
        "16-analysts-charts",
        "code",
        "table",
        "tree",
        "text",
        "game",
        "sort",
        "number",
    } <= set(rows)
    assert all(
        float(cells[5].rstrip("%")) >= 100 * LEAST for name, cells in rows.items() if name not in ("Exercise", "Kind")
    )


def test_what_was_not_noticed_is_shown_with_its_question():
    shown = marker_page.tables([Measured("01-a", "q", "number", CASE, 1, 0, 10, ("half", "half"))])
    assert "| 01-a     | q        | half   |     2 |" in shown and "80.0%" in shown
    assert "Every changed answer was noticed." in marker_page.tables([Measured("01-a", "q", "number", CASE, 1, 0, 10)])


def test_the_page_says_what_plans_without_words_earn():
    from equityqi.files import course_root

    text = (
        (course_root() / marker_page.PAGE).read_text(encoding="utf-8").partition("## What plans without words earn")[2]
    )
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    means = {cells[0]: float(cells[2].rstrip("%")) for cells in rows[1:]}
    assert set(means) == set(KINDS) and max(means.values()) < 100 * SHARE


def test_a_plan_question_that_pays_for_nothing_is_told(monkeypatch):
    found = measure_nothing([CASE])
    assert problems_of_nothing(found) == [] and {one.kind for one in found} == set(KINDS)
    monkeypatch.setattr("equityqi.questions.kinds.judged.read_words", lambda question, answer: (answer, []))
    told = problems_of_nothing(measure_nothing([CASE]))
    assert any("my-asked on a-blood-pressure: one-letter plans earns" in sentence for sentence in told)
