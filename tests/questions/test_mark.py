"""Marks: every kind against sums done by hand, every question of the course against its module page."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises, question_of
from equityqi.questions.mark import NO_ANSWER, Mark, mark
from equityqi.typed_input import number as read_number

# ---- Each kind, with small questions and sums done by hand

FAIR = {"a": "A", "b": "B", "c": "C", "d": "D"}


def slip(name):
    return {"name": name, "sentence": f"Think about {name}."}


def choice(**more):
    return question_of(
        dict(
            id="q",
            kind="choice",
            prompt="Which?",
            points=2,
            options=FAIR,
            model=["a", "b"],
            shares={"c": 0.25},
            wrong={"c": slip("near"), "d": slip("far")},
            **more,
        )
    )


def multi(rule, model, points=1):
    named = {code for codes in model for code in codes}
    wrong = {code: slip(f"picked-{code}") for code in FAIR if code not in named}
    return question_of(
        dict(id="q", kind="multi", prompt="Which?", points=points, options=FAIR, rule=rule, model=model, wrong=wrong)
    )


def sort(*, after=(), passes=None, **more):
    """Three cards worth 1 each; cards 2 and 3 lead to a second question worth a half each."""
    items = {
        "1": {"text": "one", "model": ["yes"], "why": "It is.", "wrong": {"no": slip("own-hint")}},
        "2": {"text": "two", "model": ["maybe", "yes"], "why": "Either.", "then": ["who", "when"]},
        "3": {"text": "three", "model": ["maybe"], "shares": {"no": 0.5}, "why": "Who knows?", "then": ["when"]},
    }
    then = {
        "prompt": "What would you ask?",
        "options": {"who": "Who?", "when": "When?", "why": "Why?"},
        "points": 0.5,
        "after": list(after),
        "sentence": "Ask something else.",
    }
    wrong = {code: slip(f"said-{code}") for code in ("yes", "no", "maybe")}
    rule = passes or {"pass_points": 3}
    return question_of(
        {
            "id": "q",
            "kind": "sort",
            "prompt": "Sort.",
            "points": 4,
            "options": {"yes": "Yes", "no": "No", "maybe": "?"},
            "items": items,
            "then": then,
            "wrong": wrong,
            **rule,
            **more,
        }
    )


def rank(pass_share=0.8, wrong=()):
    options = {"a": "Design", "b": "Standard", "c": "Poster", "d": "Email"}
    return question_of(
        {
            "id": "q",
            "kind": "rank",
            "prompt": "Strongest first.",
            "points": 5,
            "options": options,
            "tiers": [["a"], ["b", "c"], ["d"]],
            "pass_share": pass_share,
            "wrong": list(wrong),
        }
    )


def number(**more):
    wrong = [{"name": "percent", "answer": 10, "tolerance": 0.5, "points": 0.5, "sentence": "Divide by a hundred."}]
    return question_of(
        {
            "id": "q",
            "kind": "number",
            "prompt": "How many?",
            "unit": "years",
            "points": 2,
            "model": [0.1, 0.2],
            "tolerance": 0.01,
            "wrong": wrong,
        }
        | more
    )


def text(prompt="What would you ask your own team about this?"):
    return question_of(dict(id="q", kind="text", prompt=prompt, points=1, model=["x"]))


@pytest.mark.parametrize(
    "answer, points, passed", [("a", 2, True), ("b", 2, True), ("c", 0.5, False), ("d", 0, False), ("z", 0, False)]
)
def test_a_choice_earns_all_a_part_or_nothing(answer, points, passed):
    result = mark(choice(), answer)
    assert (result.points, result.out_of, result.passed) == (points, 2, passed)


@pytest.mark.parametrize(
    "answer, points",
    [
        (["a", "b"], 1),  # both found, nothing else
        (["a"], 2 / 3),  # precision 1, recall 1/2
        (["a", "c"], 1 / 2),  # precision 1/2, recall 1/2
        (["a", "b", "c", "d"], 2 / 3),  # precision 1/2, recall 1
        (["c"], 0),
    ],
)
def test_several_choices_are_marked_by_f1(answer, points):
    result = mark(multi("f1", [["a", "b"]]), answer)
    assert result.points == pytest.approx(points, abs=1e-4) and result.passed == (points == 1)


def test_f1_takes_the_better_of_two_right_sets():
    assert mark(multi("f1", [["a", "b"], ["c", "d"]]), ["d", "c"]).passed
    assert mark(multi("f1", [["a", "b"], ["c"]]), ["c"]).points == 1


@pytest.mark.parametrize("answer, points", [(["a"], 1), (["b", "c"], 1), (["c", "d"], 0)])
def test_any_listed_choice_passes(answer, points):
    assert mark(multi("any", [["a", "b"]]), answer).points == points


@pytest.mark.parametrize("answer, points", [(["b", "a"], 1), (["a"], 0), (["a", "b", "c"], 0)])
def test_exactly_these_and_no_others(answer, points):
    assert mark(multi("exactly", [["a", "b"]]), answer).points == points


@pytest.mark.parametrize("rule, answer", [("exactly", ["a", "b"]), ("f1", ["a", "b", "c"])])
def test_too_many_right_choices_are_never_called_zero_more_to_find(rule, answer):
    model = [["a"], ["b"]] if rule == "exactly" else [["a", "b"], ["a", "c"]]
    result = mark(multi(rule, model), answer)
    assert not result.passed and "0 more to find" not in result.sentence and "Right so far" not in result.sentence


def test_a_choice_given_twice_is_not_counted_twice():
    assert mark(multi("f1", [["a", "b"]]), ["a", "a"]).points == 0


def test_a_sort_adds_up_its_cards():
    # 1 right (1); 2 right with a good question (1.5); 3 wrong (0)
    result = mark(sort(after=["maybe"]), {"1": "yes", "2": ["maybe", "who"], "3": "yes"})
    assert (result.points, result.passed, result.misconception) == (2.5, False, "said-yes")
    assert [note.right for note in result.notes] == [True, True, False]


def test_a_card_may_earn_a_part():
    # 1 right (1); 2 right, no question needed after yes (1.5); 3 half right (0.5)
    assert mark(sort(after=["maybe"]), {"1": "yes", "2": "yes", "3": "no"}).points == 3.0


def test_the_second_question_is_asked_after_its_option_only():
    only_after = sort(after=["maybe"])
    assert mark(only_after, {"2": "yes"}).points == 1.5  # right, and no question was put
    assert mark(only_after, {"2": "maybe"}).points == 1.0  # the question is still open
    assert mark(only_after, {"2": ["maybe", "why"]}).points == 1.0  # a wrong pick leaves the label's point
    assert mark(only_after, {"2": ["maybe", "when"]}).points == 1.5
    assert mark(only_after, {"2": ["no", "when"]}).points == 0  # no question stands after a wrong label


def test_a_second_question_that_is_always_asked_counts_alone():
    always = sort(after=[])
    assert mark(always, {"2": ["no", "when"]}).points == 0.5
    assert mark(always, {"2": ["yes", "why"]}).points == 1.0
    assert mark(always, {"2": "yes"}).points == 1.0
    assert mark(always, {"1": "yes", "2": ["yes", "who"], "3": ["maybe", "when"]}).points == 4.0


@pytest.mark.parametrize(
    "passes, answer, passed",
    [
        ({"pass_points": 3}, {"1": "yes", "2": "yes", "3": "no"}, True),  # 3.0 points, 2 labels
        ({"pass_points": 3.5}, {"1": "yes", "2": "yes", "3": "no"}, False),
        ({"pass_labels": 2}, {"1": "yes", "2": ["maybe", "why"]}, True),  # picks do not count
        ({"pass_labels": 3}, {"1": "yes", "2": "yes", "3": "no"}, False),  # half right is not a right label
    ],
)
def test_a_sort_passes_by_points_or_by_labels(passes, answer, passed):
    assert mark(sort(after=["maybe"], passes=passes), answer).passed is passed


def test_a_card_s_own_hint_goes_before_the_hint_for_all_cards():
    assert mark(sort(), {"1": "no"}).misconception == "own-hint"
    assert mark(sort(), {"1": "maybe"}).misconception == "said-maybe"


def test_a_sort_that_is_right_so_far_says_how_many_are_left():
    assert "You still have 2 cards to place" in mark(sort(after=["maybe"]), {"1": "yes"}).sentence
    assert "You still have 1 card to place" in mark(sort(after=["maybe"]), {"1": "yes", "2": "yes"}).sentence


@pytest.mark.parametrize(
    "order, right_pairs",  # 6 pairs, of which b and c are in one tier: 5 count
    [("abcd", 5), ("acbd", 5), ("bacd", 4), ("bcad", 3), ("abdc", 4), ("dcba", 0), ("dabc", 2)],
)
def test_a_rank_counts_pairs_of_different_tiers(order, right_pairs):
    result = mark(rank(), list(order))
    assert result.points == right_pairs and result.passed == (right_pairs / 5 >= 0.8)


def test_a_rank_names_its_misconception_or_the_two_cards_to_compare():
    order = {"above": "d", "below": "a", "name": "tell-them-again", "sentence": "An email is the weakest."}
    named = mark(rank(wrong=[order]), list("dabc"))
    assert (named.misconception, named.sentence) == ("tell-them-again", "An email is the weakest.")
    assert "You put “Standard” above “Design”" in mark(rank(wrong=[order]), list("bacd")).sentence


def test_a_rank_that_is_not_finished_says_what_is_missing():
    result = mark(rank(), ["a", "b"])
    assert result.points == 0 and "You’ve placed 2 so far" in result.sentence


@pytest.mark.parametrize(
    "answer, points",
    [
        (0.1, 2),
        (0.11, 2),
        (0.09, 2),
        (0.2, 2),
        (0.1101, 0),
        (10, 0.5),
        (10.5, 0.5),
        (10.6, 0),
        ("0.1 years", 2),
        ("10%", 0.5),
    ],
)
def test_a_number_is_right_within_its_tolerance(answer, points):
    result = mark(number(), answer)
    assert result.points == points and result.passed == (points == 2)


@pytest.mark.parametrize("answer, word", [(99, "too large"), (-3, "too small"), (0.15, "not it")])
def test_a_number_that_nobody_foresaw_gets_a_direction(answer, word):
    assert word in mark(number(), answer).sentence


EIGHT = "who missed out and what did we change"


@pytest.mark.parametrize(
    "answer, passed, name",
    [
        (EIGHT, True, None),
        (EIGHT.rsplit(" ", 1)[0], False, "too-short"),  # seven words
        ("ask them why ask them why ask them", False, "repeated-words"),  # eight words, three different
        ("ask them why here now, ask them why", True, None),  # eight words, five different
        ("ask them why here, ask them why here", False, "repeated-words"),  # eight words, four different
        ("What would you ask your own team about this?", False, "pasted-prompt"),
        ("what would you ask your own team about this thing", False, "pasted-prompt"),
        ("… … … … … … … …", False, "too-short"),  # signs are not words
        ("   ", False, "too-short"),
    ],
)
def test_a_text_needs_eight_words_five_different_and_is_not_the_prompt(answer, passed, name):
    result = mark(text(), answer)
    assert (result.passed, result.misconception, result.points) == (passed, name, float(passed))


def test_a_very_long_text_is_marked_at_once(benchmark_seconds=5):
    import time

    began = time.process_time()
    mark(text(), "who missed out and what did we change? " * 2000)
    assert time.process_time() - began < benchmark_seconds


# ---- Numbers as people type them


@pytest.mark.parametrize(
    "typed, number",
    [
        (8.7, 8.7), (9, 9.0), ("8.7", 8.7), (" 8.7 ", 8.7), ("8.7 years", 8.7), ("8.7years.", 8.7), (".5", 0.5), ("+3", 3.0),  # noqa: E501
        ("8,7", 8.7), ("0,875", 0.875), ("1,148", 1148.0), ("1,148,000.5", 1148000.5), ("1 148", 1148.0), ("1\u00a0148", 1148.0),  # noqa: E501
        ("−8.7", -8.7), ("-8.7", -8.7), ("46%", 46.0), ("£12.50", 12.5), ("12 per 1000", None), ("87.5 percentage points", 87.5),  # noqa: E501
        ("about", None), ("", None), ("   ", None), ("about 9", None), ("8.7.1", None), ("1,2,3", None), ("1,234,5", None), ("8-9", None), ("--3", None), ("-", None), (",", None),  # noqa: E501
        ("nan", None), ("inf", None), ("-Infinity", None), ("1e400", None), ("9" * 400, None), (10**400, None),
        (float("nan"), None), (float("inf"), None), (True, None), (False, None), (None, None), ([8.7], None), ({"a": 1}, None),  # noqa: E501
    ],
    ids=lambda value: repr(value)[:24],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(typed, number):
    assert read_number(typed) == number


# ---- Every question of the course

QUESTIONS = {question.id: question for exercise in all_exercises().values() for question in exercise.questions}
CASE = load("a-blood-pressure")  # the case that all_exercises() fills in
SORTS = {id: question for id, question in QUESTIONS.items() if question.kind == "sort"}
each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


@each_question
def test_the_model_answer_gives_full_marks_and_passes(question):
    result = mark(question, question.model_answer(), CASE)
    assert (result.points, result.passed, result.misconception) == (question.points, True, None)
    assert result.sentence.endswith(question.right)


@each_question
def test_every_other_right_answer_gives_full_marks_too(question):
    if question.kind == "sort":
        for key, item in question.items.items():
            for label in item.model:
                asked = item.then and (not question.then.after or label in question.then.after)
                for given in [[label, pick] for pick in item.then] if asked else [label]:
                    assert mark(question, question.model_answer() | {key: given}).points == question.points
    else:
        models = question.model if question.kind != "rank" else [question.model_answer()]
        for answer in models:
            assert mark(question, answer, CASE).passed, answer


@each_question
@pytest.mark.parametrize("untouched", [None, "", [], {}], ids=repr)
def test_untouched_gives_nothing_and_says_so(question, untouched):
    assert mark(question, untouched) == Mark(0.0, float(question.points), False, NO_ANSWER)
    assert mark(question, untouched).in_words() == "No answer yet."


def listed_wrong_answers():
    """Yield question, answer, points by first principles, sentence and name of each listed slip."""
    for question in QUESTIONS.values():
        if question.kind == "sort":
            yield from wrong_cards(question)
        elif question.kind == "number":
            for wrong in question.wrong:
                for answer in (wrong.answer, wrong.answer + wrong.tolerance, wrong.answer - wrong.tolerance):
                    yield question, answer, wrong.points, wrong.sentence, wrong.name
        elif question.kind == "multi":
            for code, wrong in question.wrong.items():
                right = question.model[0]
                precision = len(right) / (len(right) + 1)  # all of them, and one too many
                share = 2 * precision / (precision + 1) if question.rule == "f1" else float(question.rule == "any")
                if share < 1 and code not in right:
                    yield question, [*right, code], question.points * share, wrong.sentence, wrong.name
                if any(code in model for model in question.model):  # right beside another choice, wrong beside this one
                    other = next(
                        one
                        for model in question.model
                        if code not in model
                        for one in model
                        if not any({one, code} <= set(held) for held in question.model)
                    )
                    yield question, [code, other], 0.0, wrong.sentence, wrong.name
                else:
                    yield question, [code], 0.0, wrong.sentence, wrong.name
        elif question.kind == "choice":
            for code, wrong in question.wrong.items():
                yield question, code, question.points * question.shares.get(code, 0), wrong.sentence, wrong.name
        elif question.kind == "rank":
            for wrong in question.wrong:
                yield question, *wrong_order(question, wrong)
        elif question.kind == "text":  # plans and games have rules of their own, with their own tests
            yield question, question.prompt, 0.0, "the question itself", "pasted-prompt"
            yield question, "Too short.", 0.0, "at least 8 words", "too-short"
            yield question, "fair fair fair fair fair fair fair fair", 0.0, "over and over", "repeated-words"


def wrong_cards(question):
    full = sum(item.fullmarks for item in map(lambda item: Worth(question, item), question.items.values()))
    for key, item in question.items.items():
        for label in question.options:
            if label in item.model:
                continue
            wrong = item.wrong.get(label) or question.wrong[label]
            given = question.model_answer()[key]
            always = question.then and item.then and not question.then.after
            answer = [label, given[1]] if always else label
            lost = question.item_points * (1 - item.shares.get(label, 0))
            if question.then and item.then and not always:
                lost += question.then.points  # no second question stands after a wrong label
            points = full - lost if question.points else 0.0
            yield question, question.model_answer() | {key: answer}, points, wrong.sentence, wrong.name


class Worth:
    def __init__(self, question, item):
        self.fullmarks = question.item_points + (question.then.points if question.then and item.then else 0)


def wrong_order(question, wrong):
    order = [code for code in question.model_answer() if code != wrong.above]
    order.insert(order.index(wrong.below), wrong.above)
    tier = {code: place for place, codes in enumerate(question.tiers) for code in codes}
    pairs = [(a, b) for at, a in enumerate(order) for b in order[at + 1 :] if tier[a] != tier[b]]
    share = sum(tier[a] < tier[b] for a, b in pairs) / len(pairs)
    return order, question.points * share, wrong.sentence, wrong.name


LISTED = list(listed_wrong_answers())


@pytest.mark.parametrize(
    "question, answer, points, sentence, name",
    LISTED,
    ids=[f"{case[0].id}-{case[4]}-{at}" for at, case in enumerate(LISTED)],
)
def test_each_listed_wrong_answer_gets_its_own_sentence_and_its_exact_points(question, answer, points, sentence, name):
    result = mark(question, answer)
    assert sentence in result.sentence
    assert (result.points, result.misconception) == (pytest.approx(points, abs=1e-4), name)
    assert type(result.points) is float and (question.kind == "sort" or not result.passed)


def test_every_wrong_option_of_every_question_was_tried():
    tried = {(question.id, name) for question, _, _, _, name in LISTED}
    for question in QUESTIONS.values():
        for item in [question, *getattr(question, "items", {}).values()]:
            wrong = getattr(item, "wrong", {})
            named = (
                wrong
                if isinstance(wrong, list)
                else wrong.values()
                if question.kind != "sort" or item is not question
                else []
            )
            assert all((question.id, slip.name) in tried for slip in named)


# ---- The keys of M1 to M3, typed in a second time from the module pages

M1 = dict(a="equality", b="equity", c="justice", d="equality", e="equity", f="justice", g="equality", h="equity")
M2 = (
    "1 D, 2 I?, 3 ?, 4 D, 5 I?, 6 ?I, 7 D, 8 I?, 9 ?, 10 I?, 11 D, 12 I, 13 ?I, 14 ?, 15 D?, 16 I, 17 I?, 18 I, 19 ?D,"
    " 20 I"
)
HALF = {"1": "?", "12": "?", "13": "D", "18": "?"}  # labels that an expert can defend for half of the marks
PICKS = {
    "3": {"bigger-sample"},
    "6": {"need", "pathway"},
    "9": {"bigger-sample"},
    "13": {"need", "pathway", "who-is-missing", "what-next"},
    "14": {"who-is-missing"},
    "15": {"informed-choice", "who-is-missing", "what-next"},
    "19": {"what-next", "bigger-sample", "need"},
}
C_ROWS = {"1", "2", "3", "4"}
M3 = {
    "5": ({"care", "living"}, {"In", "E"}),
    "6": ({"living"}, {"In", "C", "E"}),
    "7": ({"living"}, {"In", "E"}),
    "8": ({"social", "care"}, {"In", "C", "E"}),
    "9": ({"laws", "care"}, {"E", "In"}),
    "10": ({"living", "laws"}, {"E", "In"}),
} | {row: ({"care"}, {"C", "In"}) for row in C_ROWS}
ROWS = {"vignettes-1-8": range(1, 9), "vignettes-9-16": range(9, 17), "vignettes-17-20": range(17, 21)}


def test_m1_has_the_module_s_key_and_equity_or_equality_is_half_right_on_c_and_f():
    cards = SORTS["three-ways"]
    assert {key: item.model for key, item in cards.items.items()} == {key: [label] for key, label in M1.items()}
    for key in M1:
        for label in cards.options:
            wanted = 1.0 if label == M1[key] else 0.5 if key in "cf" else 0.0
            assert mark(cards, {key: label}).points == wanted, (key, label)
    assert mark(cards, M1 | {"c": "equity", "f": "equity"}).points == 7
    assert mark(cards, M1 | {"a": "equity", "b": "justice"}).passed  # six points
    assert not mark(cards, M1 | {"a": "equity", "b": "justice", "c": "equity"}).passed  # five and a half


@pytest.mark.parametrize("id, rows", ROWS.items(), ids=ROWS)
def test_m2_has_the_module_s_key(id, rows):
    key = {row: set(labels) for row, labels in (pair.split() for pair in M2.split(", "))}
    question = SORTS[id]
    assert {row: set(item.model) for row, item in question.items.items()} == {str(row): key[str(row)] for row in rows}
    assert {row: set(item.then) for row, item in question.items.items() if item.then} == {
        row: PICKS[row] for row in PICKS if int(row) in rows
    }
    assert {row: set(item.shares) for row, item in question.items.items() if item.shares} == {
        row: {HALF[row]} for row in HALF if int(row) in rows
    }


@pytest.mark.parametrize("row", PICKS)
def test_m2_a_wrong_pick_never_takes_the_label_s_point_away(row):
    id = next(id for id, rows in ROWS.items() if int(row) in rows)
    question = replace(SORTS[id], points=SORTS[id].full_points())  # rows 17 to 20 carry none
    for pick in question.then.options:
        points = mark(question, {row: ["?", pick]}).points
        assert points == (1.5 if pick in PICKS[row] else 1.0)
    assert mark(question, {row: "?"}).points == 1.0


@pytest.mark.parametrize("row, labels", [("6", "?I"), ("13", "?I"), ("15", "D?"), ("19", "?D")])
def test_m2_rows_with_two_right_labels_give_all_points_for_either(row, labels):
    id = next(id for id, rows in ROWS.items() if int(row) in rows)
    question = replace(SORTS[id], points=SORTS[id].full_points())
    for label in labels:
        pick = sorted(PICKS[row])[0]
        given = [label, pick] if label == "?" else label
        assert mark(question, question.model_answer() | {row: given}).points == question.points
    other = next(iter(set("DI?") - set(labels)))
    assert mark(question, {row: other}).points == (0.5 if HALF.get(row) == other else 0)


def test_m2_six_labels_of_rows_1_to_8_pass_and_five_do_not():
    question = SORTS["vignettes-1-8"]
    right = {"1": "D", "2": "I", "3": "?", "4": "D", "5": "I", "6": "I"}
    assert mark(question, right).passed
    assert not mark(question, right | {"6": "D"}).passed


def test_m2_the_optional_rows_carry_no_points():
    question = SORTS["vignettes-17-20"]
    result = mark(question, question.model_answer())
    assert (result.points, result.out_of, result.passed) == (0.0, 0.0, True)


def test_m3_has_the_module_s_two_keys():
    causes = SORTS["causes"]
    assert {row: (set(item.model), set(item.then)) for row, item in causes.items.items()} == M3


@pytest.mark.parametrize("row", sorted(C_ROWS))
def test_m3_control_or_influence_both_pass_on_the_four_rows_of_our_own(row):
    causes = SORTS["causes"]
    assert [mark(causes, {row: ["care", job]}).points for job in ("C", "In", "E")] == [2.0, 2.0, 1.0]


def test_m3_sixteen_of_twenty_pass_and_fifteen_do_not():
    causes, right = SORTS["causes"], SORTS["causes"].model_answer()
    four_lost = {"5": ["habits", "C"], "7": ["habits", "C"]}
    assert (mark(causes, right | four_lost).points, mark(causes, right | four_lost).passed) == (16.0, True)
    five_lost = four_lost | {"10": ["laws", "C"]}
    assert (mark(causes, right | five_lost).points, mark(causes, right | five_lost).passed) == (15.0, False)


# ---- Whatever the answer is


def anything():
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(CODES)
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(st.text(max_size=8) | st.sampled_from(CODES), inner, max_size=5)
        ),
    )


SMALL = [
    choice(),
    multi("f1", [["a", "b"], ["c"]]),
    multi("any", [["a"]]),
    multi("exactly", [["a"], ["b"]]),
    sort(),
    sort(after=["maybe"]),
    rank(),
    number(),
    text(),
]
ANY = [*SMALL, *QUESTIONS.values()]
CODES = sorted(
    {code for question in ANY for part in ("options", "items") for code in getattr(question, part, {})}
    | {"who", "when", "need", "C", "In"}
)


@pytest.mark.parametrize("question", ANY, ids=lambda question: f"{question.kind}-{question.id}")
@settings(max_examples=60, deadline=None)
@given(answer=anything())
@example(answer=10**400)
@example(answer="1,234,5")
@example(answer="9" * 400)
@example(answer="\ud83d")
@example(answer=[[]])
@example(answer={"1": []})
@example(answer={"1": ["?"]})
@example(answer={"1": ["?", None]})
@example(answer={"1": [["?", "need"], "need"]})
@example(answer=float("nan"))
@example(answer="recorded")  # an option of the question missing-direction
def test_no_answer_of_any_shape_breaks_the_marking(question, answer):
    result = mark(question, answer)
    assert type(result.points) is float and type(result.out_of) is float
    assert 0.0 <= result.points <= result.out_of == question.points
    assert result.sentence.strip() and "Traceback (" not in result.sentence
    assert result.in_words().strip()
    assert all(note.sentence.strip() or note.at for note in result.notes)  # a choice's reply is said once, by the mark


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_sort_of_real_cards_breaks_the_marking(data):
    question = data.draw(st.sampled_from([sort(), sort(after=["maybe"]), *SORTS.values()]))
    labels = st.sampled_from(list(question.options))
    picks = st.sampled_from(list(question.then.options)) if question.then else st.none()
    answer = data.draw(
        st.dictionaries(st.sampled_from(list(question.items)), labels | st.tuples(labels, picks).map(list))
    )
    result = mark(question, answer)
    assert 0.0 <= result.points <= result.out_of and result.sentence
    assert json.loads(json.dumps(result.points)) == result.points


def test_marking_does_not_change_the_answer_or_the_question():
    question = SORTS["vignettes-1-8"]
    answer = question.model_answer()
    before = json.dumps(answer), repr(question)
    mark(question, answer)
    assert (json.dumps(answer), repr(question)) == before


def test_the_course_has_questions():
    assert len(QUESTIONS) >= 10 and (course_root() / "solutions").is_dir()


@pytest.mark.parametrize("case", ["a-blood-pressure", "e-second-mmr"])
def test_asking_and_marking_every_answer_loads_no_pandas_scipy_or_matplotlib(case):
    """Each page has a Python of its own: on an old laptop pandas alone doubles the time until a page can be used, and
    its memory.
    """
    told = (
        "import sys\nfrom equityqi.forms import ask, button_forms, game_form, question_form\nfrom"
        " equityqi.questions.mark import mark\nfrom equityqi.questions.exercise_file import all_exercises"
        "\nfrom equityqi.questions.plain_html import in_words\nfrom equityqi.cases.case import load\ncase"
        f" = load({case!r})\nasked = [question for exercise in all_exercises(case.id).values() for question in"
        " exercise.questions]\npassed = [mark(question, question.model_answer(), case).passed and"
        " bool(in_words(question, question.model_answer())) for question in asked]\nassert all(passed) and len(passed)"
        " > 100\nprint(sorted({'pandas', 'scipy', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
