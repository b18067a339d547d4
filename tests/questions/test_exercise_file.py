"""questions.yml: a good file reads, each slip is named with its line, and no key reaches the browser."""

import json
import os
import shutil
from dataclasses import asdict

import pytest

from equityqi.files import course_root
from equityqi.questions import exercise_file
from equityqi.questions.exercise_file import QuestionsError, all_exercises, question_of, read_questions
from equityqi.questions.kinds.sort import Sort
from equityqi.questions.plain_html import plain_html

GOOD = """\
exercise: 01-first
title: First
questions:
  - id: size
    kind: number
    part: core
    prompt: How large is the gap?
    unit: years
    points: 1
    model: [8.7]
    tolerance: 0.05
  - id: word
    kind: choice
    part: core
    prompt: Which word fits?
    points: 1
    options:
      fair: Fair
      unfair: Unfair
      unsure: Not sure
    model: [unfair]
    wrong:
      fair:
        name: all-is-well
        sentence: Who is missing?
      unsure:
        name: no-verdict
        sentence: You know enough.
  - id: cards
    kind: sort
    part: core
    prompt: Sort the cards.
    points: 2
    pass_points: 2
    options:
      D: Difference
      I: Inequity
    wrong:
      D: {name: not-chosen, sentence: Who chose it.}
      I: {name: any-difference, sentence: Try the three tests.}
    items:
      "1":
        text: One
        model: [D]
        why: Chosen.
      "2":
        text: Two
        model: [I]
        why: Our own process.
  - id: say
    kind: text
    part: core
    prompt: What would you ask?
    points: 1
    model: [Who is not in these numbers and why is that so]
"""


def write(folder, text):
    path = folder / "questions.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def line_of(words):
    return GOOD[: GOOD.index(words)].count("\n") + 1


def test_a_good_file_is_read(tmp_path):
    exercise = read_questions(write(tmp_path, GOOD))
    assert (exercise.exercise, [question.kind for question in exercise.questions]) == (
        "01-first",
        ["number", "choice", "sort", "text"],
    )
    assert exercise.question("cards").items["2"].model == ["I"] and exercise.question("gone") is None


@pytest.mark.parametrize(
    "dressed", [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()], ids=["BOM", "CRLF"]
)
def test_a_file_saved_on_windows_is_read(tmp_path, dressed):
    assert read_questions(write(tmp_path, dressed)).question("size").unit == "years"


SLIPS = {
    "unknown key": (
        "    unit: years\n",
        "    unit: years\n    unti: years\n",
        "    unit: years",
        "this key is not known here",
    ),
    "a key with a typing slip": (
        "    unit: years",
        "    unti: years",
        "    unit: years",
        "unti: this key is not known here",
    ),
    "unknown key deep inside": (
        "        why: Our own process.",
        "        why: Our own process.\n        wy: x",
        "why: Our own",
        "this key is not known here",
    ),
    "missing field": ("    prompt: Sort the cards.\n", "", "- id: cards", "this key is missing"),
    "an unknown part": ("part: core", "part: later", "part: core", "Input should be 'core', 'between' or 'practice'"),
    "unknown kind": ("kind: number", "kind: nomber", "- id: size", "nomber"),
    "text where a number stands": ("points: 2", "points: two", "points: 2", "valid number"),
    "points as quoted text": ("points: 2", 'points: "2"', "points: 2", "valid number"),
    "number where text stands": ("title: First", "title: 2026", "title", "valid string"),
    "true where a number stands": ("tolerance: 0.05", "tolerance: yes", "tolerance", "valid number"),
    "no as an option code": ("      unsure: Not sure", "      no: Not sure", "unsure: Not sure", "no"),
    "number as an item": ('      "2":', "      2:", '"2":', "2"),
    "no as a model": ("model: [unfair]", "model: [no]", "model: [unfair]", "valid string"),
    "one model that is no list": ("model: [D]", "model: D", "model: [D]", "valid list"),
    "key twice": ("    unit: years", "    unit: years\n    unit: days", "points: 1", "stands twice"),
    "option twice": ("      unfair: Unfair", "      fair: Unfair", "unfair: Unfair", "'fair' stands twice"),
    "model that is no option": ("model: [unfair]", "model: [unfare]", "- id: word", "unfare"),
    "item's model that is no option": ("model: [D]", "model: [X]", "- id: cards", "'X'"),
    "option without a sentence": (
        "      unsure:\n        name: no-verdict\n        sentence: You know enough.\n",
        "",
        "- id: word",
        "no sentence under wrong for the option 'unsure'",
    ),
    "item's option without a sentence": (
        "      D: {name: not-chosen, sentence: Who chose it.}\n",
        "",
        "- id: cards",
        "item 2 has no sentence under wrong for the option 'D'",
    ),
    "points that do not add up": (
        "points: 2",
        "points: 3",
        "- id: cards",
        "its points are 3, but its items add up to 2",
    ),
    "no rule for passing": ("    pass_points: 2\n", "", "- id: cards", "either pass_points or pass_labels"),
    "an id with capitals": ("id: size", "id: Size", "- id: size", "pattern"),
    "tab": ("    unit: years", "\tunit: years", "unit: years", "cannot start any token"),
    "colon in a sentence": (
        "prompt: What would you ask?",
        "prompt: Ask: who is missing?",
        "prompt: What would",
        "mapping values are not allowed",
    ),
    "quote that is not closed": ("title: First", 'title: "First', "title: First", ""),
    "alias without its anchor": ("unit: years", "unit: *years", "unit: years", "undefined alias"),
    "a tag that runs code": (
        "unit: years",
        "unit: !!python/name:os.system",
        "unit: years",
        "could not determine a constructor",
    ),
}


@pytest.mark.parametrize("good, bad, place, reason", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_named_with_file_line_and_reason(tmp_path, good, bad, place, reason):
    assert GOOD.count(good) >= 1
    with pytest.raises(QuestionsError) as said:
        read_questions(write(tmp_path, GOOD.replace(good, bad, 1)))
    words = str(said.value)
    assert reason in words and "\n" not in words and "pydantic" not in words
    line = int(words.split("line ")[1].split(":")[0])
    first = line_of(place)
    # An open quote is only noticed where the file goes wrong; a new key stands below the good one.
    last = GOOD.count("\n") + 1 if "quote" in reason or bad == 'title: "First' else first + bad.count("\n")
    assert "/questions.yml, line " in words and first <= line <= last, words


def test_an_id_that_stands_twice_is_named(tmp_path):
    with pytest.raises(QuestionsError, match="questions.yml, line .*the id size stands twice"):
        read_questions(write(tmp_path, GOOD.replace("id: word", "id: size")))


def test_an_id_that_stands_twice_has_its_line(tmp_path):
    with pytest.raises(QuestionsError, match=f"line {line_of('- id: word')}:"):
        read_questions(write(tmp_path, GOOD.replace("id: word", "id: size")))


ODD = {
    "empty": b"",
    "only a remark": b"# nothing here\n",
    "a list": b"- a\n- b\n",
    "a word": b"hello",
    "two documents": b"a: 1\n---\nb: 2\n",
    "Latin-1": "title: caf\u00e9".encode("latin-1"),
    "UTF-16": GOOD.encode("utf-16"),
    "a control character": b"title: \x00",
    "a loop": b"title: &a [*a]\n",
    "a date that does not exist": GOOD.replace("title: First", "title: 2024-13-45").encode(),
    "a picture": bytes(range(256)),
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_whatever_the_file_holds_one_sentence_comes_back(tmp_path, content):
    with pytest.raises(QuestionsError) as said:
        read_questions(write(tmp_path, content))
    assert "/questions.yml" in str(said.value) and "\n" not in str(said.value)


def test_a_file_that_is_not_utf_8_says_so(tmp_path):
    with pytest.raises(QuestionsError, match="questions.yml is not saved as UTF-8"):
        read_questions(write(tmp_path, ODD["Latin-1"]))


def test_a_changed_file_is_read_again(tmp_path):
    path = write(tmp_path, GOOD)
    assert read_questions(path).title == "First"
    write(tmp_path, GOOD.replace("title: First", "title: Later"))
    os.utime(path, ns=(1, 2))  # the same length, another time
    assert read_questions(path).title == "Later"


def test_a_rank_needs_each_option_in_one_tier_and_no_empty_tier():
    rank = {"id": "q", "kind": "rank", "prompt": "Order.", "points": 1, "options": {"a": "A", "b": "B"}}
    question_of(rank | {"tiers": [["a"], ["b"]]})
    for tiers in ([["a"]], [["a"], ["a", "b"]], [["a"], ["c"]], [["a", "b"], []]):
        with pytest.raises(ValueError):
            question_of(rank | {"tiers": tiers})


# ---- The course's own questions


def test_ids_are_unique_over_all_exercises():
    ids = [question.id for exercise in all_exercises().values() for question in exercise.questions]
    assert len(ids) == len(set(ids)) > 0


def test_each_exercise_is_named_like_its_folder():
    assert all(exercise.exercise == folder for folder, exercise in all_exercises().items())


def test_the_learner_s_questions_are_the_course_s():
    for name in all_exercises():
        same = [(course_root() / part / name / "questions.yml").read_bytes() for part in ("solutions", "exercises")]
        assert same[0] == same[1]


# ---- The key is not shown before an answer

CHOICE = question_of(
    dict(
        id="c",
        kind="choice",
        prompt="Which?",
        points=1,
        options={"a": "One", "b": "Two", "c": "Three"},
        model=["a"],
        shares={"b": 0.375},
        wrong={
            "b": {"name": "slip-b", "sentence": "Look again at two."},
            "c": {"name": "slip-c", "sentence": "Not three."},
        },
        right="One it is.",
    )
)
RANK = question_of(dict(
    id="r", kind="rank", prompt="Order.", points=1, options={"b": "Second", "a": "First"}, tiers=[["a"], ["b"]],
    wrong=[{"name": "slip-r", "sentence": "First goes first.", "above": "b", "below": "a"}], right="In order.",
))  # fmt: skip
QUESTIONS = [CHOICE, RANK, *(question for exercise in all_exercises().values() for question in exercise.questions)]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
KEYS = {
    "model",
    "wrong",
    "why",
    "right",
    "shares",
    "part",
    "tiers",
    "tolerance",
    "points",
    "item_points",
    "pass_points",
    "pass_labels",
    "pass_share",
    "sentence",
    "name",
    "answer",
    "rule",
}


def secrets(question):
    """Return every sentence of a question that belongs to its key."""
    data = asdict(question)
    found = [data["right"]]
    wrong = data.get("wrong") or {}
    slips = list(wrong.values() if isinstance(wrong, dict) else wrong)
    for item in data.get("items", {}).values():
        found.append(item["why"])
        slips += item["wrong"].values()
    found += [slip[part] for slip in slips for part in ("name", "sentence")]
    found += [data["then"]["sentence"]] if data.get("then") else []
    found += [str(part) for part in data.get("shares", {}).values()]
    found += map(str, data["model"]) if question.kind in ("number", "text") else []
    return found


def keys(tree):
    if isinstance(tree, dict):
        yield from tree
        tree = tree.values()
    if not isinstance(tree, str) and hasattr(tree, "__iter__"):
        for part in tree:
            yield from keys(part)


@each_question
def test_what_the_browser_receives_holds_no_key(question):
    spec = question.for_browser()
    sent = json.dumps(spec, ensure_ascii=False)
    assert not [secret for secret in secrets(question) if secret in sent]
    assert not KEYS & set(keys(spec))


@each_question
def test_the_browser_receives_all_that_it_must_show(question):
    spec = json.dumps(question.for_browser(), ensure_ascii=False)
    shown = [
        question.prompt,
        *getattr(question, "options", {}).values(),
        *(item.text for item in getattr(question, "items", {}).values()),
    ]
    assert all(json.dumps(words, ensure_ascii=False) in spec for words in shown)


@each_question
@pytest.mark.parametrize("asleep", [True, False])
def test_the_twin_of_an_unanswered_question_holds_no_key(question, asleep):
    page = plain_html(question, asleep=asleep)
    assert not [secret for secret in secrets(question) if secret in page]
    assert "not answered yet" in page


def test_cards_come_in_the_order_of_the_file_and_not_of_the_key():
    cards = next(question for question in QUESTIONS if isinstance(question, Sort))
    spec = cards.for_browser()
    assert [code for code, _ in spec["items"]] == list(cards.items) and [code for code, _ in spec["options"]] == list(
        cards.options
    )
    assert [code for code, _ in RANK.for_browser()["options"]] == ["b", "a"]


def test_a_course_without_its_answers_has_the_same_questions(tmp_path, monkeypatch):
    """As on a Hub: the image leaves solutions/ out, and the room and pages ask the same questions there."""
    shutil.copytree(course_root() / "exercises", tmp_path / "exercises", ignore=shutil.ignore_patterns("*.ipynb"))
    whole = all_exercises()
    monkeypatch.setattr(exercise_file, "course_root", lambda: tmp_path)
    assert all_exercises() == whole and whole
