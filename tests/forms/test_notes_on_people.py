"""What a form says where an answer seems to name somebody: the answer is saved, and one calm sentence is beside it."""

import json

from equityqi.forms.game_form import GameForm
from equityqi.forms.project_card import ProjectFiles
from equityqi.forms.project_page import my_project
from equityqi.forms.question_form import Form
from equityqi.forms.sheet_form import PersonForm
from equityqi.game.moves import new_answer
from equityqi.project import Project
from equityqi.questions.exercise_file import all_exercises, question_of
from equityqi.workfolder.answers_file import Asked, read_answers, save_answer

NAMED = "She is Mrs Whitfield, 943 476 5919."
NOTE = "This looks like it names a patient (a name and an NHS number). Please take them out before you share it."
TEXT = question_of(dict(id="why", kind="text", prompt="Why?", points=1, model=["Letters came too late for many."]))
GAME = next(one for exercise in all_exercises().values() for one in exercise.questions if one.kind == "game")


def bound(form, asked):
    form.bind(asked, None, set())
    form.replies = []
    form.send = form.replies.append
    return form


def asked(question, tmp_path):
    return Asked(question, "90-try", tmp_path / "90-try.answers.json")


def test_a_text_is_saved_and_said_and_the_check_says_it_again(tmp_path):
    form = bound(Form(spec={}, key="k"), asked(TEXT, tmp_path))
    form.on_message(None, {"do": "save", "token": "a-1", "value": NAMED}, [])
    form.on_message(None, {"do": "check", "token": "a-2"}, [])
    saved, checked = form.replies
    assert saved["done"] == "save" and saved["saved"] == NAMED and saved["said"] == NOTE
    assert checked["done"] == "check" and checked["said"] == f"Saved. {NOTE}"
    assert read_answers(tmp_path / "90-try.answers.json", "90-try")[0].answers == {"why": NAMED}


def test_an_answer_that_names_nobody_says_nothing_more(tmp_path):
    form = bound(Form(spec={}, key="k"), asked(TEXT, tmp_path))
    form.on_message(None, {"do": "save", "token": "a-1", "value": "The letters came too late for many of them."}, [])
    form.on_message(None, {"do": "check", "token": "a-2"}, [])
    assert [reply["said"] for reply in form.replies] == ["", ""]


def test_the_words_after_a_game_are_looked_at(tmp_path):
    place = asked(GAME, tmp_path)
    save_answer(place, new_answer(1))
    form = GameForm(prompt="", key="k")
    form.draw = lambda *_: None
    bound(form, place).on_message(None, {"do": "words", "given": NAMED, "at": [0, 0, False], "token": "t"}, [])
    assert form.replies[-1]["said"] == f"Saved. {NOTE}"


def test_a_commitment_is_saved_and_said_and_may_name_who_asks(tmp_path):
    form, replies = PersonForm(sections=[], title="", key="", can_check=True), []
    form.bind(tmp_path, "commitment")
    form.send = replies.append
    answers = {"verb": "ring", "thing": NAMED, "checker": "Susan Smith", "name": "Tom Baker"}
    for words in (answers, {**answers, "thing": "five people"}):
        form.on_message(None, {"do": "save", "token": "a-1", "record": "0" * 16, "answers": words}, [])
    assert [reply["said"] for reply in replies] == [NOTE, ""]


def test_a_project_says_it_on_its_page_and_before_its_files_are_passed_on(tmp_path, monkeypatch, capsys):
    work = tmp_path / "my-work"
    (work / "exercises").mkdir(parents=True)
    (work / "settings.yml").write_text("name: asha\n")
    Project(title="Reviews", problem=NAMED).write(work / "project.json")
    monkeypatch.chdir(work)
    shown = []
    monkeypatch.setattr("equityqi.forms.project_page.display", lambda html: shown.append(html.data))
    my_project()
    said = ProjectFiles(work).act({})
    assert any(f"<p>{NOTE.replace('This looks', 'Your project looks')}" in html for html in shown)
    assert said.startswith("Your files are ready") and said.endswith("Please take them out before you share it.")
    for name in ("project.html", "project.txt"):
        made = (work / "my-project" / name).read_text(encoding="utf-8")
        assert "This document looks like it names a patient" in made and "has no details of patients" not in made
    assert json.loads((work / "project.json").read_text())["problem"] == NAMED
