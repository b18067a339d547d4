"""Exercise 03, audit to five whys: right answers earn all, each listed slip has its own sentence, the edge of a pass is
where it is said.
"""

import pytest

from equityqi.cases.case import titles
from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark

CASES = tuple(titles())[:-1]  # without a team's own
PAGE = course_root() / "solutions" / "03-understand-the-system" / "questions.yml"


def question(id, case="a-blood-pressure"):
    found = read_questions(PAGE, case).question(id)
    assert found is not None, id
    return found


def models(asked):
    """Return every right answer that the file gives."""
    return [asked.model_answer()] if asked.kind == "sort" else asked.model


@pytest.mark.parametrize("case", CASES)
def test_every_model_answer_earns_full_marks(case):
    asked = read_questions(PAGE, case).questions
    assert sum(one.points for one in asked) == 27
    for one in asked:
        for answer in models(one):
            got = mark(one, answer)
            assert got.passed and got.points == one.points, (one.id, answer, got)


@pytest.mark.parametrize("case", CASES)
def test_the_problem_in_one_line_speaks_of_the_case(case):
    from equityqi.cases.case import load

    names = load(case).names
    assert all(names["group"] in line and names["comparator"] in line for line in question("my-problem", case).model)


# ---- M5: nine scenarios, 7 right are a pass

KEY = {"1": "A", "2": "R", "3": "Q", "4": "S", "5": "E", "6": "Q", "7": "A", "8": "R", "9": "Q"}


def key_of(asked):
    return {card: KEY[card] for card in asked.items}


def nine(**other):
    """Mark both sorts with the module's key, save for the cards given."""
    answer = KEY | {card.removeprefix("card"): label for card, label in other.items()}
    first = mark(question("kinds-1-5"), {card: answer[card] for card in "12345"})
    return first, mark(question("kinds-6-9"), {card: answer[card] for card in "6789"})


def test_the_nine_scenarios_have_the_key_of_the_module():
    assert [part.points for part in nine()] == [5, 4]


def test_seven_of_nine_pass_and_six_do_not_yet():
    first, second = nine(card1="S", card6="A")
    assert first.passed and second.passed and first.points + second.points == 7
    assert not nine(card1="S", card2="E")[0].passed
    assert not nine(card6="A", card7="Q")[1].passed


@pytest.mark.parametrize("card", ["3", "6"])
def test_qi_is_no_audit_with_nicer_charts(card):
    asked = question("kinds-1-5" if card in "12345" else "kinds-6-9")
    got = mark(asked, key_of(asked) | {card: "A"})
    assert (
        got.misconception == "audit-with-nicer-charts"
        and {"3": "a new way of working", "6": "what are they testing"}[card] in got.sentence
        and got.points == asked.points - 1
    )


def test_each_wrong_label_of_each_scenario_loses_a_point_and_is_told_why():
    for id in ("kinds-1-5", "kinds-6-9"):
        asked = question(id)
        for card in asked.items:
            for label in set("ARESQ") - {KEY[card]}:
                got = mark(asked, key_of(asked) | {card: label})
                half = 0.5 if (card, label) == ("7", "Q") else 0  # an audit that made a change is on the way to QI
                assert got.points == asked.points - 1 + half and got.misconception and f"card {card}:" in got.sentence


@pytest.mark.parametrize(
    "card, name",
    [("costs", "qi-is-cost-cutting"), ("audit", "audit-with-nicer-charts"), ("ethics", "qi-needs-no-ethics")],
)
def test_each_misconception_about_qi_has_its_own_sentence(card, name):
    asked = question("true-of-qi")
    got = mark(asked, ["small", "some", "together", card])
    assert (got.misconception, got.sentence) == (name, asked.wrong[card].sentence) and got.points < 1 and not got.passed


# ---- M6: step loss. The table by arithmetic, then three fair answers.

WORST, BEST = (0.70, 0.60, 0.70), (0.92, 0.88, 0.95)


def test_the_step_table_is_the_arithmetic_of_the_six_shares():
    now = WORST[0] * WORST[1] * WORST[2]
    for id, worked in {
        "behind-at-attend": 100 * (BEST[1] - WORST[1]),
        "lost-at-reach": 100 * (1 - WORST[0]),
        "gained-at-attend": 100 * (WORST[0] * BEST[1] * WORST[2] - now),
    }.items():
        got = mark(question(id), worked)
        assert got.passed and got.points == 1, (id, worked)
    assert (
        question("gained-at-attend").model == [13.7]
        and question("lost-at-reach").model == [30]
        and question("behind-at-attend").model == [28]
    )


@pytest.mark.parametrize("pair", [["behind", "attend"], ["lost", "reach"], ["gained", "attend"], ["attend", "gained"]])
def test_three_pairs_of_measure_and_step_are_fair(pair):
    got = mark(question("largest-step"), pair)
    assert got.passed and got.points == 2


@pytest.mark.parametrize(
    "pair, name",
    [
        (["lost", "attend"], "step-of-another-measure"),
        (["behind", "reach"], "step-of-another-measure"),
        (["gained", "reach"], "most-lost-for-every-question"),
        (["behind", "complete"], "last-step-first"),
        (["lost", "complete"], "last-step-first"),
        (["gained", "complete"], "last-step-first"),
        (["reach"], "missed-one"),
        (["lost"], "missed-one"),
    ],
)
def test_a_step_that_does_not_fit_its_measure_is_not_there_yet(pair, name):
    got = mark(question("largest-step"), pair)
    assert (got.passed, got.points, got.misconception) == (False, 0, name)


def test_most_people_lost_is_answered_kindly_where_the_question_names_reviews_gained():
    got = mark(question("most-reviews"), "reach")
    assert (
        not got.passed
        and got.misconception == "most-lost-for-every-question"
        and "You lose the most people at reach" in got.sentence
    )
    assert mark(question("most-reviews"), "complete").misconception == "last-step-first"


# ---- M6: Pareto. Reason: most deprived areas of 100, others of 200.

COUNTS = {"forgot": (15, 105), "hours": (27, 48), "language": (38, 16), "travel": (12, 18), "trust": (8, 13)}


def test_the_pareto_numbers_are_those_of_the_table():
    here = {reason: pair[0] for reason, pair in COUNTS.items()}
    everyone = {reason: sum(pair) for reason, pair in COUNTS.items()}
    assert sum(here.values()) == 100 and sum(everyone.values()) == 300
    top = sorted(here, key=here.get, reverse=True)
    assert mark(question("top-reason-all"), 100 * max(everyone.values()) / 300).passed
    assert mark(question("top-reason-group"), max(here.values())).passed
    assert here[top[0]] < 60 <= here[top[0]] + here[top[1]]
    assert mark(question("reasons-together"), here[top[0]] + here[top[1]]).passed
    assert mark(question("reasons-set"), top[:2]).passed


def test_the_table_on_the_page_holds_these_counts():
    page = PAGE.with_name("03-understand-the-system.ipynb").read_text(encoding="utf-8")
    for here, others in COUNTS.values():
        assert f"| {here} | {others} | {here + others} |" in page


@pytest.mark.parametrize(
    "id, answer, name",
    [
        ("behind-at-attend", -28, "wrong-way-round"),
        ("behind-at-attend", 60 / 88, "ratio-for-difference"),
        ("lost-at-reach", 70, "reached-for-lost"),
        ("lost-at-reach", 22, "behind-for-lost"),
        ("lost-at-reach", 8, "swapped-groups"),
        ("gained-at-attend", 28, "points-for-people"),
        ("gained-at-attend", 100 * 0.7 * 0.28, "left-out-the-last-step"),
        ("gained-at-attend", 43.1, "total-for-gain"),
        ("top-reason-all", 120, "count-for-share"),
        ("top-reason-all", 0.4, "fraction-for-per-cent"),
        ("top-reason-all", 105 / 2, "another-denominator"),
        ("top-reason-group", 18, "average-for-group"),
        ("top-reason-group", 40, "average-for-group"),
        ("top-reason-group", 38 / 3, "another-denominator"),
        ("top-reason-group", 15, "top-reason-overall"),
        ("reasons-together", 38, "one-cause"),
        ("reasons-together", 43, "average-for-group"),
        ("reasons-together", 80, "too-many-reasons"),
    ],
)
def test_each_likely_slip_in_a_number_has_its_own_sentence(id, answer, name):
    got = mark(question(id), answer)
    assert (got.misconception, got.points) == (name, 0)


@pytest.mark.parametrize("code, name", [("forgot", "top-reason-overall"), ("careless", "missed-visit-is-careless")])
def test_the_reasons_set_answers_each_decoy(code, name):
    got = mark(question("reasons-set"), ["language", code])
    assert got.misconception == name and 0 < got.points < 1


@pytest.mark.parametrize(
    "id, answer, name",
    [
        ("reminder-helps", "deprived", "top-reason-overall"),
        ("reminder-helps", "same", "same-for-all"),
        ("co-production", "after", "consultation-after-the-decision"),
        ("co-production", "survey", "survey-is-a-voice"),
    ],
)
def test_each_other_choice_says_what_to_look_at(id, answer, name):
    got = mark(question(id), answer)
    assert (got.misconception, got.points, got.passed) == (name, 0, False)


@pytest.mark.parametrize("id", ["my-steps", "in-the-room", "my-problem", "fishbone-causes"])
def test_a_text_is_marked_only_for_being_there(id):
    asked = question(id)
    assert mark(asked, "We have seen that the letter comes too late for some.").points == 1
    assert mark(asked, "Too late").misconception == "too-short"
    assert mark(asked, asked.prompt).misconception == "pasted-prompt"
