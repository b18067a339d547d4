"""forms.checklist, forms.trainer_home: what is done, and what a tick or a button changes."""

import datetime as dt
import os
import subprocess

import pikepdf
import pytest

from equityqi.forms import checklist
from equityqi.forms.checklist import CARDS, STAYS, Checklist
from equityqi.forms.trainer_done import done_tasks
from equityqi.forms.trainer_home import TrainerHome
from equityqi.lessons.to_print import FOLDER, file_name
from equityqi.lessons.trainer_tasks import read_tasks
from equityqi.organisation import ANOTHER, organisation
from equityqi.settings import read_settings
from equityqi.workfolder.prepare import prepare


@pytest.fixture
def work(tmp_path, monkeypatch):
    path = tmp_path / "organisation.yml"
    path.write_text('name: "Hartwell"\nsession_1_starts: "09:15"\n', encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(path))
    prepare(tmp_path / "my-work")
    return tmp_path / "my-work"


@pytest.fixture
def listed(work):
    return Checklist(work, [task for task in read_tasks() if (task.door, task.session) == ("prepare", 1)])


def task(shown, id):
    return next(one for one in shown.tasks if one["id"] == id)


def press(shown, id, files=(), **typed):
    said = []
    shown.send = lambda reply, files=None: said.append(reply)
    shown.on_message(None, {"card": shown.by_button.index(id), "typed": typed}, list(files))
    return said[-1]


def test_a_tick_stays_and_can_be_taken_back(work, listed):
    listed.on_message(None, {"task": "call", "done": True}, [])
    assert task(listed, "call")["done"] and "call" in done_tasks(work)
    listed.on_message(None, {"task": "call", "done": False}, [])
    assert not task(listed, "call")["done"]


def test_the_dates_are_done_once_both_are_saved_and_nothing_else_of_the_organisation_changes(work, listed):
    assert not task(listed, "dates")["done"]
    reply = press(listed, "dates", session_1_date="16 June 2026", session_2_date="30 June 2026")
    assert reply["said"].startswith("Saved") and task(listed, "dates")["done"]
    assert organisation().name == "Hartwell" and organisation().session_1_starts == "09:15"
    assert task(listed, "print")["best"] == "best by Fri 12 June"


def test_a_tick_of_what_is_done_by_itself_comes_back_and_says_why(work, listed):
    (work.parent / "for-it.html").touch()
    listed.on_message(None, {}, [])
    said = []
    listed.send = said.append
    listed.on_message(None, {"task": "it", "done": False}, [])
    assert task(listed, "it")["done"] and said == [{"task": "it", "fault": STAYS}]
    listed.on_message(None, {"task": "call", "done": True}, [])
    assert said[1:] == [{"task": "call", "fault": ""}]


def test_the_next_course_begins_with_no_ticks_and_those_from_before_there_was_a_date_stay(work, listed):
    listed.on_message(None, {"task": "call", "done": True}, [])
    press(listed, "dates", session_1_date="16 June 2026", session_2_date="30 June 2026")
    assert {"call", "dates"} <= done_tasks(work)
    press(listed, "dates", session_1_date="15 June 2027", session_2_date="29 June 2027")
    assert done_tasks(work) == {"dates"}
    press(listed, "dates", session_1_date="16 June 2026", session_2_date="30 June 2026")
    assert "call" in done_tasks(work)


def test_a_file_of_the_course_before_does_not_count(work, listed):
    old = work.parent / "for-it.html"
    old.touch()
    os.utime(old, (made := dt.datetime(2026, 5, 20).timestamp(), made))
    assert "it" in done_tasks(work)
    press(listed, "dates", session_1_date="16 June 2026", session_2_date="30 June 2026")
    assert "it" in done_tasks(work)
    press(listed, "dates", session_1_date="15 September 2026", session_2_date="29 September 2026")
    assert "it" not in done_tasks(work)


def test_what_cannot_be_used_is_said_and_ticks_nothing(listed):
    assert "isn’t a date" in press(listed, "dates", session_1_date="soon")["failed"]
    assert not task(listed, "dates")["done"]


def test_the_page_for_it_is_made_beside_the_work_folder_and_ticked(work, listed):
    assert press(listed, "it")["said"].startswith("Ready: for-it.html.")
    assert (work.parent / "for-it.html").is_file() and task(listed, "it")["done"]


def test_choosing_a_case_ticks_it(work, listed):
    press(listed, "case", case="c-asthma")
    assert read_settings(work)["case"] == "c-asthma" and task(listed, "case")["done"]


@pytest.mark.parametrize(
    "file, id",
    [
        ("to-print/session-1.pdf", "print"),
        ("to-print/session-1-the-minimum.pdf", "print"),
        ("to-print/session-1-to-read-afterwards.pdf", None),
        ("to-print/session-2.pdf", "print-2"),
        ("slides/session-1-c-asthma.pptx", "slides"),
        ("words-to-send/words-to-send.html", "words"),
        ("course-site/index.html", "site"),
    ],
)
def test_what_was_made_by_a_command_counts_as_done(work, file, id):
    made = work.parent / file
    made.parent.mkdir()
    made.touch()
    assert done_tasks(work) == ({id} if id else set())


@pytest.mark.parametrize("what, done", [("name tents", False), ("session 1, large print 18", False),
                                        ("session 1", True), ("session 1, the minimum", True)])  # fmt: skip
def test_only_the_file_of_the_session_ticks_that_it_is_printed(work, listed, monkeypatch, what, done):
    def make(command, **_):
        path = work.parent / FOLDER / f"{file_name(what)}.pdf"
        path.parent.mkdir()
        path.touch()
        return subprocess.CompletedProcess(command, 0, f"{path.name}: 9 pages.\n", "")

    monkeypatch.setattr("equityqi.forms.run_command.subprocess.run", make)
    assert press(listed, "print", what=what)["said"].startswith("Ready: ")
    assert task(listed, "print")["done"] == done


def test_the_forms_are_made_in_one_zip_and_ticked(work, listed):
    assert press(listed, "forms")["said"].startswith("Ready: 9 files in one zip.")
    assert (work.parent / "forms-to-import" / "form-after.docx").is_file() and task(listed, "forms")["done"]


def test_certificates_are_made_from_the_roll_that_is_chosen_and_ticked(work):
    collect = Checklist(work, [task for task in read_tasks() if task.door == "collect"])
    assert press(collect, "certificates")["failed"].startswith("Choose your roll first")
    roll = b"id,name,sessions\np1,Asha Example,both\np2,Ben Example,none\n"
    assert "no date of session 1 and 2" in press(collect, "certificates", files=[roll])["failed"]
    organised = Checklist(work, [task for task in read_tasks() if task.id == "dates"])
    press(organised, "dates", session_1_date="16 June 2026", session_2_date="30 June 2026")
    said = press(collect, "certificates", files=[roll])
    assert said["said"].startswith("Written: 1 certificate.") and task(collect, "certificates")["done"]
    with pikepdf.open(work.parent / "certificates" / "certificates.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_making_the_mails_does_not_tick_that_they_were_sent(listed):
    assert press(listed, "words")["said"].startswith("Ready: ")
    assert task(listed, "words")["done"] and not task(listed, "joining")["done"] and not task(listed, "joining")["card"]


def test_a_list_shows_the_tasks_of_both_sessions_unless_one_is_named(work, monkeypatch):
    shown = []
    monkeypatch.chdir(work)
    monkeypatch.setattr(checklist, "has_browser", lambda: True)
    monkeypatch.setattr(checklist, "display", lambda made: shown.append([task.id for task in made.list]))
    checklist.checklist("collect")
    checklist.checklist("prepare", session=2)
    assert shown == [["tickets", "hand-ins", "surveys", "certificates", "commitments"], ["print-2", "before-2"]]


def test_every_button_belongs_to_a_task():
    assert set(CARDS) <= {one.id for one in read_tasks()}


def test_the_home_shows_the_day_it_is_told_and_goes_on_once_a_thing_is_done(work, listed):
    press(listed, "dates", session_1_date="16 June 2026", session_2_date="30 June 2026")
    home, said = TrainerHome(work), []
    home.send = lambda reply: said.append(reply["html"])
    home.on_message(None, {"day": "2026-06-16", "minutes": 522}, [])
    assert "Tuesday 16 June 2026, 08:42" in said[0] and "Next: try a laptop or phone" in said[0]
    home.on_message(None, {"day": "2026-06-16", "minutes": 522, "done": "try-one"}, [])
    assert "Next: set up the room" in said[1] and "try-one" in done_tasks(work)


def test_a_damaged_organisation_file_is_told_on_the_home(work, tmp_path):
    home, said = TrainerHome(work), []
    home.send = lambda reply: said.append(reply["html"])
    (tmp_path / "organisation.yml").write_text("session_1_date: soon\n", encoding="utf-8")
    home.on_message(None, {"day": dt.date(2026, 6, 16).isoformat(), "minutes": 1}, [])
    assert "organisation.yml, line 1" in said[0]
