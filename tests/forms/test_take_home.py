"""The cards and the form of what people take home: files with the reply, nothing remembered unasked, nothing lost."""

import datetime as dt
import json
import sys

import pytest

from equityqi.forms.button_forms import SmallForms
from equityqi.forms.record_form import RecordForm
from equityqi.forms.take_home import WorkbookFile, certificate_card, take_home
from equityqi.settings import read_settings, write_settings
from equityqi.takehome.record import FILE, read_record
from equityqi.workfolder.answers_file import answers_name

TYPED = {"name": "Asha Example", "organisation": "Us", "sessions": "both", "session_date": "16 June 2026"}
TYPED |= {"second_date": "30 June 2026"}


def pressed(form, **typed):
    card, said = SmallForms(form), []
    card.send = lambda reply, files: said.append((reply, files))
    card.on_message(None, {"card": 0, "typed": typed}, None)
    return said[0]


def test_a_certificate_comes_with_the_reply_and_a_copy_is_kept(work):
    reply, files = pressed(certificate_card(work), **TYPED)
    assert reply["files"] == [{"says": "the certificate", "name": "certificate-asha-example.html"}]
    assert files == [(work / "take-home" / "certificate-asha-example.html").read_bytes()]


def test_name_and_organisation_are_remembered_only_if_asked_and_forgotten_if_not(work):
    before = read_settings(work)
    pressed(certificate_card(work), **TYPED)
    assert read_settings(work) == before
    pressed(certificate_card(work), **TYPED, remember="yes")
    assert {key: read_settings(work)[key] for key in ("full_name", "organisation", "name")} == {
        "full_name": "Asha Example",
        "organisation": "Us",
        "name": "asha",
    }
    assert certificate_card(work).fields[0][2] == "Asha Example"
    pressed(certificate_card(work), **TYPED)
    assert read_settings(work) == before


def test_a_date_typed_for_the_certificate_changes_no_date_that_answers_are_judged_by(work):
    write_settings(work, {**read_settings(work), "session_date": dt.date(2026, 6, 1)})
    pressed(certificate_card(work), **TYPED, remember="yes")
    assert read_settings(work)["session_date"] == dt.date(2026, 6, 1)


def test_a_workbook_before_a_word_is_written_is_a_sentence_and_no_file(work):
    reply, files = pressed(WorkbookFile(work))
    assert reply["said"].startswith("There is nothing in your own words yet") and files == []


def test_a_workbook_comes_as_word_file_and_as_page_and_says_where_it_names_somebody(work):
    saved = {"schema": 1, "exercise": "01-what-is-inequity", "case": "a-blood-pressure"}
    path = work / "exercises" / "01-what-is-inequity" / answers_name("01-what-is-inequity")
    path.write_text(json.dumps({**saved, "answers": {"own-example": "We rang Mrs Patel."}}), "utf-8")
    reply, files = pressed(WorkbookFile(work))
    assert [one["name"] for one in reply["files"]] == ["workbook-asha.docx", "workbook-asha.html"]
    assert files[0][:2] == b"PK" and b"We rang Mrs Patel." in files[1]
    assert "Your workbook looks like it names a person" in reply["said"]


def test_where_no_word_file_can_be_made_the_page_still_comes(work, monkeypatch):
    monkeypatch.setattr("equityqi.forms.downloads.find_spec", lambda name: None)
    form = bound(work)
    reply, files = told(form, "make", {"own:learn": "Mine."}, 1)
    assert [one["name"] for one in reply["files"]] == ["record.html"] and b"Mine." in files[0]


def bound(work):
    form = RecordForm()
    form.bind(work)
    return form


def told(form, do, changes, number, copy="a"):
    said = []
    form.send = lambda reply, files: said.append((reply, files))
    form.on_message(None, {"do": do, "changes": changes, "token": f"{copy}-{number}"}, None)
    return said[0]


def test_a_record_is_saved_field_by_field_and_found_again(work):
    told(bound(work), "save", {"own:learn": "One.", "name": "Asha"}, 1)
    told(bound(work), "save", {"own:benefit": "Two."}, 1, "b")
    assert read_record(work).own == {"learn": "One.", "benefit": "Two."}
    assert bound(work).saved == {
        "headings": "gphc",
        "name": "Asha",
        "sessions": "both",
        "own:learn": "One.",
        "own:benefit": "Two.",
    }


def test_a_change_that_was_overtaken_takes_nothing_back(work):
    form = bound(work)
    told(form, "save", {"own:learn": "newer"}, 3)
    reply, _ = told(form, "save", {"own:learn": "older"}, 2)
    assert reply["done"] == "save" and read_record(work).own == {"learn": "newer"}


def test_a_record_that_cannot_be_saved_says_so(work):
    (work / FILE).mkdir()
    (work / FILE / "in the way").touch()
    reply, _ = told(bound(work), "save", {"own:learn": "x"}, 1)
    assert reply["failed"] and "done" in reply


def test_a_record_that_names_somebody_says_so_and_is_saved(work):
    reply, _ = told(bound(work), "save", {"own:learn": "I rang Mrs Patel."}, 1)
    assert "looks like it names a person" in reply["note"] and read_record(work).own["learn"] == "I rang Mrs Patel."


def test_another_session_is_drafted_at_once(work):
    write_settings(
        work, {**read_settings(work), "session_date": dt.date(2026, 6, 16), "second_date": dt.date(2026, 6, 30)}
    )
    reply, _ = told(bound(work), "save", {"sessions": "first"}, 1)
    assert "Tuesday 16 June 2026: 3 hours 10 minutes" in reply["drafted"]["how"]


def test_without_a_browser_it_says_how_to_get_them(work, monkeypatch, capsys):
    monkeypatch.chdir(work / "course")
    take_home()
    assert "Open this page with start.py" in capsys.readouterr().out


@pytest.mark.slow
def test_the_page_needs_no_heavy_package_until_a_word_file_is_made():
    import subprocess

    heavy = ("numpy", "pandas", "scipy", "matplotlib", "docx", "lxml")
    code = f"import sys; import equityqi.forms.take_home; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
