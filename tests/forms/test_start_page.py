"""The start page: one next thing to do, the two dates, the way through both sessions, and files one can fetch."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from equityqi.forms.button_forms import HandIn, SmallForms, SurveyFile
from equityqi.forms.progress_page import the_way, where_am_i
from equityqi.forms.project_card import ProjectFiles
from equityqi.forms.start_page import next_step, start_page
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import exercises_in
from equityqi.workfolder.prepare import prepare
from equityqi.workfolder.survey_sheets import save_sheet
from equityqi.workfolder.where_next import PageSoFar, pages_so_far


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    place = tmp_path_factory.mktemp("start") / "my-work"
    prepare(place, "asha")
    return place


def pages(*answered, of=3):
    """Two lessons of session 1 and the rest of session 2, each with so many of three questions answered."""
    return [
        PageSoFar(f"course/p{n}.ipynb", f"Page {n}", 1 if n < 3 else 2, n if n < 3 else n - 2, 2, done, of)
        for n, done in enumerate(answered, 1)
    ]


def action(so_far):
    html = next_step(so_far, "../")
    assert html.count("<a ") == 1  # one primary action
    return re.search(r'href="\.\./([^"]+)"', html)[1], re.sub(r"<[^>]+>", " ", html).split()


def test_nobody_has_begun_so_lesson_1_is_first(work):
    where, words = action(pages_so_far(work))
    assert where == "course/session-1/01-what-is-inequity.ipynb"
    assert " ".join(words).startswith("Start: What is inequity? Session 1, lesson 1 of 5. 7 questions.")


def test_a_page_with_a_question_left_is_gone_on_with_and_a_whole_one_leads_on():
    assert action(pages(1, 0, 0))[0] == "course/p1.ipynb"
    assert action(pages(3, 0, 0))[0] == "course/p2.ipynb"


def test_nobody_is_sent_back_to_what_they_left_open_before_they_have_been_everywhere():
    assert action(pages(2, 3, 0))[0] == "course/p3.ipynb"
    assert action(pages(2, 3, 3))[0] == "course/p1.ipynb"


def test_once_all_is_answered_the_project_is_next_and_a_word_of_praise():
    where, words = action(pages(3, 3, 3))
    assert where == "course/session-2/12-canvas-and-spread.ipynb" and "Well done" in " ".join(words)


def test_an_answer_to_a_core_question_is_counted_on_its_page_and_practice_is_not(work):
    path = work / "exercises/02-measuring-gaps/02-measuring-gaps.answers.json"
    answers, _ = store.read_answers(path, "02-measuring-gaps")
    before = next(page for page in pages_so_far(work) if "02-" in page.path)
    first = {}
    for question in exercises_in(work / "exercises")["02-measuring-gaps"].questions:
        first.setdefault(question.part, question.id)
    store.write_answers(path, replace(answers, answers={first["core"]: 1, first["practice"]: 1}))
    found = next(page for page in pages_so_far(work) if "02-" in page.path)
    path.unlink()
    assert (before.answered, found.answered) == (0, 1)
    assert found.place == "Session 1, lesson 2 of 5"


def test_the_commitment_and_the_survey_are_done_once_their_sheet_is_begun(work):
    done = lambda: [page.answered for page in pages_so_far(work) if Path(page.path).name[:2] in ("13", "14")]  # noqa: E731
    save_sheet(work, "pre", {"pre_read_a_gap": "3"})
    before = done()
    save_sheet(work, "commitment", {"verb": "ring"})
    save_sheet(work, "post", {"q5_pace": "about right"})
    assert (before, done()) == ([0, 0], [1, 1])


def test_an_answers_file_that_cannot_be_read_is_said_and_hides_no_page(work):
    path = work / "exercises/04-aim/04-aim.answers.json"
    path.write_text('{"schema": 99, "exercise": "04-aim", "answers": {}}', encoding="utf-8")
    found = pages_so_far(work)
    path.unlink()
    assert len(found) == 14 and "newer version" in next(page.trouble for page in found if "04-aim" in page.path)


def test_the_session_one_is_in_stands_open_and_says_you_are_here():
    html = the_way(pages(3, 3, 1), "../")
    first, second = html.split("</details>")[:2]
    assert "<details>" in first and "<details open>" in second
    assert "You’re here" in second and html.count("You’re here") == 1
    assert "1 of 3 answered" in second and "2 of 2 lessons answered" in first


def test_the_titles_of_the_sessions_are_those_of_the_runsheet():
    from equityqi.forms.progress_page import SESSIONS
    from equityqi.lessons.runsheet import read_runsheet

    titles = {session.number: session.title for session in read_runsheet().sessions}
    assert {number: words.split(": ")[1].lower() for number, words in SESSIONS.items()} == {
        number: title.lower() for number, title in titles.items()
    }


def test_the_course_s_own_copy_leads_to_lesson_1_and_says_how_to_begin(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    where_am_i()
    start_page()
    assert "Start the course with start.py" in capsys.readouterr().out
    assert action([])[0] == "course/session-1/01-what-is-inequity.ipynb"


def pressed(form, **typed):
    """Press the button of a card; return its reply and the files that came with it."""
    card, said = SmallForms(form), []
    card.send = lambda reply, files: said.append((reply, files))
    card.on_message(None, {"card": 0, "typed": typed}, None)
    return said[0]


def test_a_hand_in_comes_with_the_reply_and_its_folder_can_be_copied(work):
    reply, files = pressed(HandIn(work), name="Asha K")
    assert reply["files"] == [{"says": "the hand-in", "name": "hand-in-asha-k.zip"}]
    assert reply["folder"] == str(work) and reply["said"].startswith("Your hand-in is ready: hand-in-asha-k.zip.")
    assert files == [(work / "hand-in-asha-k.zip").read_bytes()]


def test_the_card_of_the_hand_in_says_what_of_counts_is_in_it_before_it_is_made(work):
    assert "take out any of 1 to 7 people first" in " ".join(HandIn(work).lead)


def test_where_nothing_was_made_no_file_comes_and_none_of_the_last_time(work):
    reply, files = pressed(HandIn(work), name="!!!")
    assert set(reply) == {"card", "failed"} and files == []
    form = SurveyFile(work)
    save_sheet(work, "pre", {"pre_read_a_gap": "3"})
    assert len(pressed(form)[1]) == 1
    for path in (work / "survey").glob("*.json"):
        path.unlink()
    reply, files = pressed(form)
    assert reply["said"] == "No sheet has been filled in here yet." and files == []


def test_the_survey_s_file_comes_apart_from_the_hand_in(work):
    save_sheet(work, "pre", {"pre_read_a_gap": "3"})
    reply, files = pressed(SurveyFile(work))
    assert [one["name"] for one in reply["files"]] == ["survey-sheets.zip"] and len(files) == 1


def test_a_project_comes_as_word_file_as_page_and_whole(work):
    reply, files = pressed(ProjectFiles(work), title="Readings for all")
    assert [one["name"] for one in reply["files"]] == ["project.docx", "project.html", "my-project.zip"]
    assert reply["folder"] == str(work / "my-project")
    with zipfile.ZipFile(io.BytesIO(files[2])) as archive:
        assert archive.read("my-project/project.docx") == files[0]
        assert archive.read("my-project/project.html") == files[1]
