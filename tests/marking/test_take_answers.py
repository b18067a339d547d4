"""marking.take_answers, marking.course: over 200 damaged files get a verdict and a sentence each."""

import json
import random

import pytest

from equityqi.marking.take_answers import find, read
from equityqi.workfolder.hand_in import HandIn

ODD_VALUES = [
    None,
    True,
    0,
    -1,
    1e308,
    float("nan"),
    float("inf"),
    10**30,
    "",
    " ",
    "\u202e x",
    "\ud83d",
    "=1+1",
    [],
    [[]],
    [None],
    ["a", "a"],
    {},
    {"x": {"y": []}},
    [[[[[]]]]],
    "a" * 30_000,
]
EXCEL_CSV = b'{,,,\r\n "schema": 1,,,\r\n'
EXCEL_QUOTED = b'"{"\r\n" ""schema"": 1"\r\n" ""answers"": {}"\r\n"}"\r\n'


def damaged(cohort):
    """{name: bytes}, the same each time."""
    right, chance = cohort.answers(), random.Random(7)
    kinds = {}
    for number in range(20):
        kinds[f"cut-{number}"] = right[: chance.randrange(1, len(right))]
    for number in range(30):
        at = chance.randrange(len(right))
        kinds[f"flipped-{number}"] = right[:at] + bytes([right[at] ^ (1 << chance.randrange(8))]) + right[at + 1 :]
    for number in range(10):
        at = chance.randrange(len(right))
        kinds[f"twice-{number}"] = right[:at] + right[at // 2 :]
    for number, value in enumerate(ODD_VALUES):
        kinds[f"all-{number}"] = (
            cohort.answers(dict.fromkeys(cohort.right[cohort.exercise], value))
            if value != "\ud83d"
            else right.replace(b'"answers": {', b'"answers": {"x": "\\ud83d", ')
        )
        kinds[f"answers-{number}"] = json.dumps({"schema": 1, "answers": value}).encode()
        kinds[f"whole-{number}"] = json.dumps(value).encode()
    for name, value in {"text": "1", "none": None, "big": 99, "minus": -1, "half": 1.5, "list": [1]}.items():
        kinds[f"schema-{name}"] = cohort.answers(schema=value)
    for name in ("case", "session_date", "id", "course", "aside", "revisions", "exercise"):
        kinds[f"{name}-list"] = json.dumps({**json.loads(right), name: [1, {"a": None}]}).encode()
    kinds |= {
        "latin": right.replace(b"1f", "é".encode("latin-1")),
        "nul": b"\0" * 5_000,
        "deep": b'{"answers": {"which-counts": ' + b"[" * 400 + b"]" * 400 + b"}}",
        "deeper": b"[" * 200_000,
        "long-number": b'{"answers": {"agree-percent": ' + b"9" * 100_000 + b"}}",
        "twice-the-key": right.replace(b'"answers": {', b'"answers": {}, "answers": {'),
        "excel": EXCEL_CSV,
        "excel-quoted": EXCEL_QUOTED,
        "xlsx": b"PK\3\4" + b"x" * 400,
        "big": b" " * 2_000_000 + right,
    }
    return kinds


def damaged_pages(cohort):
    """{name: bytes} of pages with code, the same each time."""
    right = (cohort.course / "solutions" / cohort.code / f"{cohort.code}.ipynb").read_bytes()
    book, chance, kinds = json.loads(right), random.Random(8), {}
    for number in range(20):
        kinds[f"cut-{number}"] = right[: chance.randrange(1, len(right))]
    for number in range(8):
        at = chance.randrange(len(right))
        kinds[f"flipped-{number}"] = right[:at] + bytes([right[at] ^ (1 << chance.randrange(8))]) + right[at + 1 :]
    for number, value in enumerate(ODD_VALUES):
        words = json.dumps(value)
        kinds[f"cells-{number}"] = json.dumps({**book, "cells": value}).encode()
        kinds[f"cell-{number}"] = (
            f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {{}}, "cells": [{words}]}}'.encode()
        )
        kinds[f"source-{number}"] = (
            f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {words}, "cells": [{{"cell_type": "code", "metadata":'
            f' {words}, "source": {words}}}]}}'.encode()
        )
    version_3 = [{**cell, "input": cell["source"], "language": "python"} for cell in book["cells"]]
    return kinds | {
        "bom": b"\xef\xbb\xbf" + right,
        "utf-16": right.decode().encode("utf-16"),
        "v3": (
            json.dumps(
                {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": version_3}]}
            ).encode()
        ),
        "v2": (
            json.dumps(
                {"nbformat": 2, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": version_3}]}
            ).encode()
        ),
        "merge": right.replace(b'"cells": [', b'<<<<<<< HEAD\n"cells": [\n=======\n"cells": [\n>>>>>>> b\n', 1),
        "excel": EXCEL_CSV,
        "web": b"<!DOCTYPE html><title>Sign in</title>",
        "nul": b"\0" * 5_000,
        "deep": b'{"cells": ' + b"[" * 100_000,
        "empty": b"",
    }


@pytest.mark.slow
def test_each_damaged_page_gets_a_verdict_and_a_sentence(cohort):
    kinds = damaged_pages(cohort)
    assert len(kinds) + len(damaged(cohort)) >= 200
    for name, data in kinds.items():
        cohort.zip(name, cohort.files(**{f"exercises/{cohort.code}/{cohort.code}.ipynb": data}))
    found = cohort.mark()
    for name in kinds:
        verdict = found[name, cohort.code]
        assert verdict.status in ("graded", "look", "could_not_run"), (name, verdict)
        assert verdict.points is None or 0 <= verdict.points <= verdict.out_of == 12, (name, verdict)
        assert found[name, cohort.exercise].points == 9, "the form's marks stand whatever becomes of the page"
        for text in (verdict.sentence, *verdict.notes, *(mark.sentence for mark in verdict.marks)):
            assert text and len(text) <= 400 and text.isprintable() and "Traceback" not in text, (name, text)
    unread = {name for name in kinds if found[name, cohort.code].status == "could_not_run"}
    assert unread >= {"merge", "excel", "web", "nul", "deep", "empty", *(f"cut-{number}" for number in range(20))}
    assert [name for name in ("bom", "utf-16", "v3") if found[name, cohort.code].points != 12] == []


def test_each_damaged_file_gets_a_verdict_and_a_sentence(cohort):
    kinds = damaged(cohort)
    assert len(kinds) >= 130
    for name, data in kinds.items():
        cohort.zip(name, cohort.files(data))
    cohort.zip("whole")
    found = cohort.mark()
    for name in kinds:
        verdict = found[name, cohort.exercise]
        assert verdict.status in ("graded", "look", "could_not_run"), (name, verdict)
        assert (verdict.points is None) == (verdict.status == "could_not_run"), (name, verdict)
        assert verdict.points is None or 0 <= verdict.points <= verdict.out_of <= 9
        for text in (verdict.sentence, *verdict.notes, *(mark.sentence for mark in verdict.marks)):
            assert text and len(text) <= 400 and text.isprintable() and "Traceback" not in text, (name, text)
    unread = [name for name in kinds if found[name, cohort.exercise].status == "could_not_run"]
    assert set(unread) >= {
        "nul",
        "deep",
        "deeper",
        "long-number",
        "excel",
        "xlsx",
        "schema-big",
        "schema-text",
        *(name for name in kinds if name.startswith("whole-")),
    }
    assert all(f"cut-{number}" in unread for number in range(20))
    assert found["whole", cohort.exercise].points == found["twice-the-key", cohort.exercise].points == 9


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"  \r\n", "is empty"),
        (b"<html>", "web page"),
        (b'{"schema": 1, "answers": {\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}}', "two versions at once"),
        (b"<<<<<<< HEAD\n{}", "two versions at once"),
        (EXCEL_CSV, "saved by Excel"),
        (EXCEL_QUOTED, "saved by Excel"),
        (b"PK\3\4", "Excel or zip file"),
        (b'{"schema": 1, "answ', "cut short"),
        (b"[1, 2]", "no answers by question"),
        (b'{"schema": 2, "answers": {}}', "newer version"),
        (b'{"schema": "1", "answers": {}}', "which version"),
        (b'{"answers": ' + b"[" * 100_000, "no answers by question"),
    ],
)
def test_the_sentence_names_the_kind_of_damage_and_what_to_do(data, words):
    answers, sentence = read(data, "x.answers.json", "x")
    assert answers is None and words in sentence and sentence.startswith("x.answers.json")
    assert any(word in sentence for word in ("Ask ", "Update "))


def test_case_and_date_come_from_the_answers_file_alone(cohort):
    data = cohort.answers({"a": 1}, case="c-asthma", session_date="2026-12-01")
    answers, sentence = read(data, "x", "x")
    assert (answers.case, answers.session_date, answers.answers, sentence) == ("c-asthma", "2026-12-01", {"a": 1}, "")


def held(path, id, answers, revisions):
    content = {"schema": 1, "exercise": "14-feedback", "id": id, "answers": answers, "revisions": revisions}
    return path, json.dumps(content).encode()


def test_of_two_states_of_one_file_the_later_one_counts_also_with_an_answer_taken_back():
    older = held("a/14-feedback.answers.json", "one", {"x": 1, "y": 2}, {"x": 1, "y": 1})
    later = held("b/14-feedback.answers (1).json", "one", {"x": 3, "y": None}, {"x": 2, "y": 2})
    for files in ((older, later), (later, older)):
        found = find([HandIn("who", files)], "14-feedback")
        assert found.answers.answers == {"x": 3, "y": None} and found.look == ""


def test_of_two_files_that_nothing_sets_in_order_the_fuller_is_marked_and_a_person_looks():
    full = held("b/14-feedback.answers.json", "one", {"x": 1, "y": 2}, {"x": 1, "y": 1})
    often = held("a/14-feedback.answers.json", "two", {"x": 9}, {"x": 9})
    for files in ((full, often), (often, full)):
        found = find([HandIn("who", files)], "14-feedback")
        assert found.answers.answers == {"x": 1, "y": 2}
        assert found.look.startswith("Two files hold answers") and full[0] in found.look and often[0] in found.look
