"""workfolder.people_in_hand_in, questions.note_on_people: what names somebody is said before a file leaves."""

import json

import pytest

from equityqi import answer
from equityqi.forms.button_forms import HandIn, SurveyFile
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.note_on_people import FREE_TEXT, note_on_people
from equityqi.workfolder.people_in_hand_in import people_in_hand_in
from equityqi.workfolder.survey_sheets import save_sheet


@pytest.fixture
def work(tmp_path):
    """A work folder with one exercise of a text and a choice, one page and no answer yet."""
    folder = tmp_path / "my-work-x" / "exercises" / "90-try"
    folder.mkdir(parents=True)
    (tmp_path / "my-work-x" / "settings.yml").write_text("name: asha\n")
    (folder / "questions.yml").write_text(
        "exercise: 90-try\ntitle: A try\nquestions:\n"
        "  - {id: what-helped, kind: text, part: core, prompt: What helped?, points: 1, model: [A list.]}\n"
        "  - id: my-whys\n    kind: text\n    part: core\n    prompt: Why?\n    points: 1\n"
        "    model: [Letters came late.]\n"
    )
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "Mrs Patel is in the course's own story."},
        {
            "cell_type": "code",
            "metadata": {"nbgrader": {"grade_id": "my-code", "solution": True}},
            "source": ["x = 1  # ", "943 476 5919"],
        },
    ]
    (folder / "90-try.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    return tmp_path / "my-work-x"


def typed(work, monkeypatch, id, words):
    monkeypatch.chdir(work / "exercises" / "90-try")
    answer(id, words)


def test_the_sentence_names_exercise_and_question_and_repeats_nothing(work, monkeypatch):
    typed(work, monkeypatch, "what-helped", "Her daughter rang Susan Okorafor on 07700 900123, so she came.")
    typed(work, monkeypatch, "my-whys", "The letters came too late and in English only.")
    save_sheet(work, "commitment", {"thing": "ring Mrs Patel", "checker": "Susan Smith", "private": "share"})
    assert people_in_hand_in(work) == [
        "Your answer to “What helped?” in exercise 90-try looks like it names a person (a name and a telephone number)."
        " Please take them out before you share it.",
        "The cell “my-code” in exercise 90-try looks like it names a patient (an NHS number). Please take it out before"
        " you share it.",
        "The commitment that you share looks like it names a person (a name). Please take it out before you share it.",
    ]


def test_the_hand_in_is_made_and_says_so(work, monkeypatch):
    typed(work, monkeypatch, "what-helped", "We rang the lady at 12 Windmill Road and she told us.")
    said = HandIn(work).act({"name": "asha"})
    assert (work / "hand-in-asha.zip").is_file() and said.startswith("Your hand-in is ready: hand-in-asha.zip")
    assert "“What helped?” in exercise 90-try looks like it names a person (a street address)" in said
    assert "Make it again once that is done, then send it." in said


def test_a_private_commitment_and_a_damaged_file_say_nothing(work):
    (work / "exercises" / "90-try" / "90-try.answers.json").write_text("{")
    (work / "exercises" / "90-try" / "90-try.ipynb").write_text("[]")
    save_sheet(work, "commitment", {"thing": "ring Mrs Patel"})
    assert people_in_hand_in(work) == []


def test_the_survey_file_does_not_say_it_holds_no_name_where_it_may(work):
    save_sheet(work, "post", {"q8_keep": "The stories"})
    form = SurveyFile(work)
    assert "There are no names in it." in form.act({})
    save_sheet(work, "post", {"q8_keep": "Mrs Whitfield's story"})
    said = form.act({})
    assert "One of the sheets looks like it names a person (a name)." in said and "no names in it" not in said


def test_a_typed_answer_is_saved_and_noted(work, monkeypatch, capsys):
    typed(work, monkeypatch, "what-helped", "I asked 943 476 5919 what got in the way of it.")
    said = capsys.readouterr().out
    assert said.startswith("Received") and "looks like it names a patient (an NHS number)." in said


def test_no_model_answer_of_the_course_looks_like_a_person():
    asked = [one for exercise in all_exercises().values() for one in exercise.questions if one.kind in FREE_TEXT]
    models = [(one.id, model) for one in asked for model in getattr(one, "model", [])]
    assert len(models) > 30 and [id for id, model in models if note_on_people_of(asked, id, model)] == []


def note_on_people_of(asked, id, model):
    return note_on_people(next(one for one in asked if one.id == id), model)
