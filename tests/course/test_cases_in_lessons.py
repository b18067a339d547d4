"""The chosen case fills words, numbers and model answers; a page that was begun stays on its case;
marking goes by it.
"""

import json
import re
import shutil

import pytest
import yaml

from equityqi.cases.case import CaseError, load
from equityqi.files import course_root
from equityqi.forms.ask import answer, ask, score
from equityqi.lessons.say import say, words_of
from equityqi.questions.exercise_file import QuestionsError, read_questions
from equityqi.workfolder import answers_file as store
from equityqi.workfolder import prepare as places
from equityqi.workfolder.find_question import find

EXERCISE = "02-test"
QUESTIONS = """
exercise: 02-test
title: A page about {service}
questions:
  - id: who
    kind: choice
    part: core
    prompt: Whom does it reach least?
    options: {a: "{group}", b: "{comparator}"}
    model: [a]
    points: 1
    wrong: {b: {name: swapped, sentence: "Look again at {group_short}."}}
  - id: share
    kind: number
    part: core
    prompt: How many per cent of {group} finish?
    unit: "%"
    points: 2
    model: ["{finished-of-referred-no-car}"]
    tolerance: 0.5
  - id: steps
    kind: multi
    part: core
    prompt: Where are people lost?
    options: "{steps}"
    rule: any
    model: [[start]]
    points: 1
    wrong: "{steps_wrong}"
"""
MORE = """
answers:
  steps: {start: before the first session, end: later}
  steps_wrong: {end: {name: later, sentence: "Count from the start, {group}."}}
"""


def case_folder(at, name, group, share):
    folder = shutil.copytree(course_root() / "docs" / "new-case" / "f-falls", at / name)
    for file in ("case.yml", "story.yml"):
        (folder / file).write_text(
            (folder / file).read_text().replace("f-falls", name).replace("people without a car", group)
        )
    (folder / "case.yml").write_text((folder / "case.yml").read_text() + MORE)
    facts = re.sub("^f-", f"{name[0]}-", (folder / "facts.yml").read_text(), flags=re.MULTILINE)
    (folder / "facts.yml").write_text(
        facts.replace("value: 36", f"value: {share}").replace("36% finished", f"{share}% finished")
    )
    return folder


@pytest.fixture
def work(tmp_path, monkeypatch):
    place = tmp_path / "my-work-test"
    page = place / "exercises" / EXERCISE
    page.mkdir(parents=True)
    (page / "questions.yml").write_text(QUESTIONS)
    (page / f"{EXERCISE}.ipynb").write_text(
        json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    for name, group, share in (("f-falls", "people without a car", 36), ("g-gardens", "people in flats", 41)):
        case_folder(place / "cases", name, group, share)
    monkeypatch.chdir(page)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    choose(place, "f-falls")
    return place


def choose(place, case):
    (place / "settings.yml").write_text(yaml.safe_dump({"name": "asha", "case": case}))


def saved(place):
    return json.loads((place / "exercises" / EXERCISE / f"{EXERCISE}.answers.json").read_text())


def test_a_question_speaks_of_the_chosen_case(work):
    assert find("who").question.options == {"a": "people without a car", "b": "people with a car"}
    assert find("share").question.model == [36]
    assert find("steps").question.options == {"start": "before the first session", "end": "later"}
    choose(work, "g-gardens")
    assert find("who").question.options["a"] == "people in flats"
    assert find("share").question.model == [41]


def test_help_for_a_wrong_answer_speaks_of_it_too(work, capsys):
    answer("steps", ["end"])
    assert "Count from the start, people without a car." in capsys.readouterr().out


def test_an_answer_records_its_case_and_is_marked_by_it(work):
    answer("share", 36)
    assert (saved(work)["case"], score("share")) == ("f-falls", 2.0)


def test_a_page_that_was_begun_stays_on_its_case(work):
    answer("share", 36)
    choose(work, "g-gardens")
    assert find("share").question.model == [36]
    assert score("share") == 2.0
    answer("who", "a")
    assert saved(work)["case"] == "f-falls"


def test_a_page_without_an_answer_moves_to_the_new_case(work):
    store.begin(find("share"))
    choose(work, "g-gardens")
    answer("share", 41)
    assert (saved(work)["case"], score("share")) == ("g-gardens", 2.0)


def test_a_case_that_is_not_there_is_said_in_one_sentence(work, capsys):
    choose(work, "h-hats")
    ask("who")
    assert "There is no case called “h-hats”. The cases are: a-blood-pressure" in capsys.readouterr().out


def test_a_question_with_an_unknown_word_names_it(work):
    page = work / "exercises" / EXERCISE / "questions.yml"
    page.write_text(QUESTIONS.replace("{service}", "{sevice}"))
    with pytest.raises(CaseError, match=r"no name or fact called \{sevice\}"):
        find("who")


def test_a_model_answer_of_the_wrong_kind_names_its_line(work):
    page = work / "exercises" / EXERCISE / "questions.yml"
    page.write_text(QUESTIONS.replace('["{finished-of-referred-no-car}"]', '["{group}"]'))
    with pytest.raises(
        QuestionsError,
        match=r"02-test/questions\.yml, line 19: questions\.1\.number\.model\.0: Input should be a valid number",
    ):
        read_questions(page, "f-falls")


def test_say_shows_the_words_of_the_chosen_case(work, capsys):
    assert "36% without a car finish" in words_of(load(), "problem")
    choose(work, "g-gardens")
    assert "41% without a car finish" in words_of(load(), "problem")
    say("nothing")
    assert "has no words called “nothing”. It has: story, safety, case, card, step-1" in capsys.readouterr().out


def test_with_an_own_case_the_words_say_whose_they_are(work):
    choose(work, "own")
    assert words_of(load(), "headline").startswith(
        "*You’re working on your own case. The words and numbers here are from the example, Blood pressure"
    )
    assert load().own


def test_the_command_line_chooses_a_case_and_refuses_one_that_is_not_there(work):
    places.prepare(work, "asha", case="g-gardens")
    assert yaml.safe_load((work / "settings.yml").read_text())["case"] == "g-gardens"
    with pytest.raises(places.WorkError, match="no case called “nowhere”"):
        places.prepare(work, "asha", case="nowhere")
    assert yaml.safe_load((work / "settings.yml").read_text())["case"] == "g-gardens"
