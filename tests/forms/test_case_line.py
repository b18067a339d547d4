"""The line that says which case a page is about, and the way back where pages differ."""

import re
from dataclasses import replace

import pytest

from equityqi.forms import case_line as lines
from equityqi.forms.button_forms import SmallForms, case_card
from equityqi.settings import chosen_case
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.prepare import prepare

PRESSURE = "Blood pressure: the average went up"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    place = tmp_path_factory.mktemp("case") / "my-work"
    prepare(place, "asha")
    return place


@pytest.fixture
def work(prepared, monkeypatch):
    monkeypatch.chdir(prepared / "course/session-1")
    monkeypatch.setenv("JPY_SESSION_NAME", "a page in a browser")
    choose(prepared, "a-blood-pressure")
    yield prepared
    for path in prepared.glob("exercises/*/*.answers.json"):
        path.unlink()


def choose(work, case):
    SmallForms(case_card(work)).forms[0].act({"case": case})


def answered(work, exercise):
    path = work / "exercises" / exercise / store.answers_name(exercise)
    answers, _ = store.read_answers(path, exercise)
    store.write_answers(path, replace(answers, answers={"any": "1"}))


def seen(monkeypatch, exercise):
    """What the page of an exercise says, and the form with the way back, if there is one."""
    shown = []
    monkeypatch.setattr(lines, "display", shown.append)
    lines.case_line(exercise)
    html = re.sub(r"<style>.*</style>", "", shown[0].data, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", html), shown[1] if shown[1:] else None


def test_a_page_says_its_case_and_where_to_change_it(work, monkeypatch):
    assert seen(monkeypatch, "02-measuring-gaps") == (f"Your case: {PRESSURE}. Change it on the start page", None)


def test_after_a_change_both_pages_say_so_and_one_press_goes_back(work, monkeypatch):
    answered(work, "02-measuring-gaps")
    choose(work, "c-asthma")
    begun, form = seen(monkeypatch, "02-measuring-gaps")
    assert begun.startswith(f"Your case: {PRESSURE}.") and "before you changed to “Asthma" in begun
    fresh, again = seen(monkeypatch, "04-aim")
    assert fresh.startswith("Your case: Asthma") and f"still about “{PRESSURE}”" in fresh

    assert form.cards[0]["button"] == again.cards[0]["button"] == f"Go back to “{PRESSURE}”"
    again.send = lambda reply, files: None
    again.on_message(None, {"card": 0, "typed": {}}, None)
    assert chosen_case(work) == "a-blood-pressure"
    assert seen(monkeypatch, "04-aim") == (f"Your case: {PRESSURE}. Change it on the start page", None)


def test_the_course_s_own_copy_names_the_case_and_offers_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert seen(monkeypatch, "04-aim") == (f"The case on this page: {PRESSURE}.", None)


def test_an_answers_file_that_cannot_be_read_hides_no_line(work, monkeypatch):
    (work / "exercises/04-aim/04-aim.answers.json").write_text('{"schema": 99, "exercise": "04-aim", "answers": {}}')
    assert seen(monkeypatch, "04-aim")[0].startswith(f"Your case: {PRESSURE}.")
