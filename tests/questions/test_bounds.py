"""An answer of whatever shape and length is marked, written out and drawn within bounds, and nothing saved is cut."""

import copy
import json

import pytest

from equityqi.cases.case import load
from equityqi.project import Project
from equityqi.project.agreement import check_all
from equityqi.project.document import document
from equityqi.project.drawings import drawing
from equityqi.project.drivers import check_drivers, drivers_of
from equityqi.project.parts import Idea
from equityqi.questions.exercise_file import all_exercises, question_of
from equityqi.questions.mark import MOST_LETTERS, mark
from equityqi.questions.plain_html import answer_html, in_words
from equityqi.questions.tree_picture import diagram
from equityqi.settings import course_today

CASE = load("b-medication-reviews")
QUESTIONS = {question.id: question for exercise in all_exercises(CASE.id).values() for question in exercise.questions}
TREE = QUESTIONS["my-drivers"]
LEVELS = {"aim": 0, "p": 1, "s": 2, "i": 3}


def boxes(*ids):
    return [{"id": id, "level": LEVELS[id.rstrip("0123456789")], "text": f"Box {id}"} for id in ids]


def tree(ids, *links):
    return {"nodes": boxes(*ids.split()), "links": [link.split() for link in links]}


def wide(many, parents, letters=20):
    """A diagram of so many boxes; each has so many links into it from the level before, where there are enough."""
    left = many - 1
    levels = [["aim"], *([f"{name}{place}" for place in range(left // 3)] for name in "psi")]
    nodes = boxes(*(id for ids in levels for id in ids))
    links = [
        [levels[depth - 1][(place + step) % len(levels[depth - 1])], id]
        for depth in (1, 2, 3)
        for place, id in enumerate(levels[depth])
        for step in range(min(parents, len(levels[depth - 1])))
    ]
    return {"nodes": [{**node, "text": f"{node['id']} " + "word " * (letters // 5)} for node in nodes], "links": links}


@pytest.mark.parametrize(
    "odd, sentence",
    [
        ({"nodes": wide(61, 1)["nodes"] + boxes("i99"), "links": []}, "Please keep to 60 boxes; there are 62."),
        (
            tree("aim p1", "aim p1", "aim p1"),
            "Please link “Box aim” to “Box p1” once only; here they are linked twice.",
        ),
        (tree("aim p1", "p1 p1"), "Please take out the link from “Box p1” to itself."),
        (tree("p1 s1 i1", "p1 s1", "s1 i1", "i1 p1"), "Please take out the link that leads back to the left: “Box"),
        (
            tree("p1 p2 p3 p4 p5 s1", *(f"p{place} s1" for place in range(1, 6))),
            "Please keep to 4 links into one box; “Box s1” has more.",
        ),
    ],
)
def test_a_tree_beyond_its_bounds_is_refused_in_a_kind_sentence(odd, sentence):
    said = mark(TREE, odd, CASE)
    assert said.sentence.startswith(sentence) and said.points == 0


def test_sixty_boxes_with_four_links_into_each_are_read():
    full = wide(58, 4)
    full["nodes"] += boxes("i98", "i99")
    assert len(full["nodes"]) == 60 and TREE.why_unreadable(full) is None
    assert len(answer_html(TREE, full)) < 30_000 and len(in_words(TREE, full)) < 20_000


def test_each_box_is_written_out_once_and_then_see_above():
    two_parents = tree("aim p1 p2 s1 i1", "aim p1", "aim p2", "p1 s1", "p2 s1", "s1 i1")
    words = in_words(TREE, two_parents)
    assert words == (
        "Aim: Box aim [Primary driver: Box p1 [Secondary driver: Box s1 [Change idea: Box i1]]; "
        "Primary driver: Box p2 [Secondary driver: Box s1 (see above)]]"
    )
    html = answer_html(TREE, two_parents)
    assert html.count("Box s1") == 2 and html.count("(see above)") == html.count("Box i1") == 1


REPEATED = tree(
    "aim " + " ".join(f"s{place}" for place in range(24)),
    *[f"s{place} s{place + 1}" for place in range(23) for _ in range(3)],
)
CIRCLE = tree("aim p1 s1", "p1 s1", "s1 p1")
CHAIN = {
    "nodes": [{"id": str(place), "level": 1, "text": f"Box {place}."} for place in range(5_000)],
    "links": [[str(place), str(place + 1)] for place in range(4_999)],
}
TWINS = {
    "nodes": [{"id": "a", "level": 1, "text": "One"}, {"id": "a", "level": 1, "text": "Two"}],
    "links": [["a", "a"]] * 9,
}


@pytest.mark.parametrize("bad", [REPEATED, CIRCLE, CHAIN, TWINS], ids=["repeated", "circle", "chain", "twins"])
def test_a_bad_tree_is_written_out_in_full_and_in_little_and_checked(bad):
    words = in_words(TREE, bad)
    assert all(f": {node['text']}" in words for node in bad["nodes"]) and len(words) < 200 * len(bad["nodes"])
    assert TREE.answer_html(bad).count("<li>") <= len(bad["nodes"]) + len(bad["links"])
    assert diagram(TREE, bad) is None
    if len(bad["nodes"]) < 100:
        assert check_drivers(drivers_of(bad))


def test_the_document_of_a_project_writes_each_box_once():
    many = tree("aim p1 p2 s1 i1", *["aim p1", "aim p2", "p1 s1", "p2 s1", "s1 i1"] * 9)
    items = next(
        block.items
        for section in document(Project(drivers=drivers_of(many))).sections
        for block in section.blocks
        if section.title == "Driver diagram" and hasattr(block, "items")
    )
    assert [text.split(": ")[1] for _, text in items] == [
        "Box aim",
        "Box p1",
        "Box s1",
        "Box i1",
        "Box p2",
        "Box s1 (see above)",
    ]


# ---- Long texts

LONG = "1" * (MOST_LETTERS + 400)


def test_what_goes_past_4000_letters_earns_nothing_and_is_kept():
    question = QUESTIONS["my-trigger"]
    rule = "If IMD 1 is below 50% for 3 months running, the lead brings it to the next team meeting."
    late = [{"trigger": f"{'x' * MOST_LETTERS} {rule}"}]
    before = copy.deepcopy(late)
    said = mark(question, late, CASE)
    assert said.points == 0 and mark(question, [{"trigger": rule}], CASE).points == 4
    assert said.sentence.endswith("We read the first 4,000 letters of “Trigger rule”.") and late == before


def test_check_names_the_box_or_the_row_whose_text_is_too_long():
    nodes = [*boxes("aim", "p1"), {"id": "p2", "level": 1, "text": LONG}]
    assert (
        "We read the first 4,000 letters of the box “1111" in mark(TREE, {"nodes": nodes, "links": []}, CASE).sentence
    )
    rows = [{"why": "Few come"}, {"why": "word " * 900}]
    assert mark(QUESTIONS["my-whys"], rows, CASE).sentence.endswith("of “Because” of Why 2.")
    text = question_of({"id": "t", "kind": "text", "prompt": "Why?", "points": 1, "model": ["Men"]})
    enough = "one two three four five six seven eight"
    assert mark(text, enough).passed and "4,000" not in mark(text, enough).sentence
    assert not mark(text, "a" * MOST_LETTERS + enough).passed
    assert mark(text, "a" * MOST_LETTERS + enough).sentence.endswith("We read the first 4,000 letters of your answer.")


def test_long_boxes_that_are_alike_are_near_copies():
    one = "Word of it arrives in a form that people can use, " * 80
    alike = {"nodes": [*boxes("aim"), *({"id": f"p{n}", "level": 1, "text": f"{one}{n}"} for n in (1, 2))], "links": []}
    assert not next(check for check in check_drivers(drivers_of(alike)) if check.rule == "copies").passed
    other = {"id": "p2", "level": 1, "text": "Nobody has to come twice, or to tell it all again. " * 80}
    apart = {**alike, "nodes": [*alike["nodes"][:2], other]}
    assert next(check for check in check_drivers(drivers_of(apart)) if check.rule == "copies").passed


def test_pictures_of_pages_of_words_stay_small_and_nothing_of_the_project_is_cut():
    project = Project(ideas=[Idea(idea=LONG, strength=3, effect="narrows")] * 3)
    before = project.to_data()
    assert len(drawing("ideas", project).alt) < 2_000 and project.to_data() == before
    assert check_all(project, course_today()) and project.to_data() == before
    assert len(diagram(TREE, wide(58, 1, letters=4_000)).alt) < 20_000


# ---- Huge numbers, huge codes


@pytest.mark.parametrize("value", [10**400, -(10**400), 1e308, float("nan"), float("inf"), "9" * 500])
def test_a_huge_number_is_marked_and_said(value):
    number = question_of(
        {"id": "n", "kind": "number", "prompt": "?", "points": 1, "unit": "years", "model": [8], "tolerance": 0}
    )
    assert mark(number, value).points == 0 and in_words(number, value) and answer_html(number, value)
    for id in ("my-aim", "my-first-test", "my-measures"):
        question = QUESTIONS[id]
        row = {key: value for key, column in question.columns.items() if column.type != "choice"}
        assert mark(question, [row], CASE).points < question.points / 5 and answer_html(question, [row])


def test_a_sentence_never_repeats_a_code_of_a_million_letters():
    code = "x" * 1_000_000
    odd = {
        "choice": code,
        "multi": [code],
        "rank": [code],
        "sort": {"a": code},
        "table": [{code: 1}],
        "tree": {"nodes": [{"id": code, "level": 9}]},
    }
    kinds = {question.kind: question for question in QUESTIONS.values()}
    for kind, answer in odd.items():
        assert len(mark(kinds[kind], answer, CASE).sentence) < 5_000, kind


def test_no_model_answer_meets_a_bound():
    for question in QUESTIONS.values():
        if question.judged:
            assert all(
                "We read" not in mark(question, json.loads(json.dumps(one)), CASE).sentence for one in question.model
            )
