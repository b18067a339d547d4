"""Sheets of one person alone: a small file with a random name, nothing that points to a person, and nothing that
travels unasked.
"""

import json

import pandas as pd
import pytest
import yaml

from equityqi.files import course_root
from equityqi.forms.sheet_form import PersonForm, check, sheet_form, sheet_twin
from equityqi.workfolder import survey_sheets
from equityqi.workfolder.make_hand_in import hand_in

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

GOOD = {
    "type": "action",
    "verb": "split",
    "thing": "our review completion by interpreter need",
    "group": "people who need an interpreter",
    "date": "14 July 2026",
    "issue": "who does not complete",
    "checker": "Asha",
    "check_date": "16 July 2026",
}


@pytest.fixture
def work(tmp_path):
    place = tmp_path / "my-work"
    (place / "exercises").mkdir(parents=True)
    (place / "settings.yml").write_text(
        yaml.safe_dump({"name": "asha", "case": "a-blood-pressure", "session_date": "2026-07-01"})
    )
    return place


def test_the_survey_asks_what_the_feedback_table_holds():
    asked = {key for name in ("pre", "post", "sliders") for key in survey_sheets.sheet_of(name).fields}
    held = pd.read_csv(course_root() / "datasets" / "feedback" / "feedback_synthetic.csv").columns
    assert asked == set(held)


def test_no_sheet_asks_a_thing_twice_and_what_an_earlier_one_asked_is_still_read():
    asked = {
        name: [key for section in survey_sheets.sheet_of(name).asked for key in section.fields]
        for name in ("pre", "post", "sliders")
    }
    assert [key for key in asked["post"] if "recommend" in key] == ["q4_recommend"]
    assert [name for name in asked if "code" in asked[name]] == ["pre", "sliders"]  # the two that are paired
    old = {"q4_recommend": "yes", "q4_recommend_scale": "agree"}
    assert survey_sheets.clean_answers(survey_sheets.sheet_of("post"), old) == old


def test_a_survey_file_holds_no_name_and_no_date(work):
    record = survey_sheets.save_sheet(work, "pre", {"pre_read_a_gap": "7", "code": "mi07", "name": "Asha"})
    path = work / "survey" / f"{record}.json"
    assert json.loads(path.read_text()) == {
        "schema": 1,
        "sheet": "pre",
        "answers": {"pre_read_a_gap": "7", "code": "MI07"},
    }
    assert path.stat().st_mtime == 0 and len(record) == 16


def test_the_next_person_gets_a_file_of_their_own_and_the_same_person_keeps_theirs(work):
    first = survey_sheets.save_sheet(work, "post", {"q5_pace": "too fast"})
    again = survey_sheets.save_sheet(work, "post", {"q5_pace": "about right"}, first)
    second = survey_sheets.save_sheet(work, "post", {"q5_pace": "too slow"})
    assert first == again != second
    assert {json.loads(path.read_text())["answers"]["q5_pace"] for path in (work / "survey").glob("*.json")} == {
        "about right",
        "too slow",
    }


@pytest.mark.parametrize("record", ["../settings", "x", "0" * 17, 5])
def test_a_name_that_no_course_made_is_refused(work, record):
    with pytest.raises(survey_sheets.SheetError, match="Next person"):
        survey_sheets.save_sheet(work, "pre", {}, record)
    assert yaml.safe_load((work / "settings.yml").read_text())["name"] == "asha"


def test_what_the_sheet_does_not_ask_is_left_out():
    pre = survey_sheets.sheet_of("pre")
    assert survey_sheets.clean_answers(
        pre, {"pre_read_a_gap": "11", "pre_write_an_aim": True, "pre_define_equity": 7, "other": "x"}
    ) == {"pre_define_equity": "7"}
    assert survey_sheets.clean_answers(pre, None) == survey_sheets.clean_answers(pre, []) == {}


def test_a_commitment_is_private_until_its_person_shares_it_and_only_then_travels(work):
    (work / "exercises").mkdir(exist_ok=True)
    survey_sheets.save_sheet(work, "commitment", GOOD)
    survey_sheets.save_sheet(work, "commitment", {**GOOD, "private": "private", "checker": "Tom"})
    shared = survey_sheets.save_sheet(work, "commitment", {**GOOD, "private": "share", "checker": "Mina"})
    survey_sheets.save_sheet(work, "post", {"q8_keep": "the game"})
    assert [one["commitment"]["checker"] for one in survey_sheets.commitments(work)] == ["Mina"]
    import zipfile

    names = zipfile.ZipFile(hand_in(work)).namelist()
    assert [name for name in names if name.startswith("commitments/")] == [f"commitments/{shared}.json"]
    assert not [name for name in names if "survey" in name]


def test_survey_files_are_handed_in_apart(work):
    import zipfile

    from equityqi.workfolder.make_hand_in import hand_in_survey

    assert hand_in_survey(work) is None
    record = survey_sheets.save_sheet(work, "post", {"q8_keep": "the game"})
    made = hand_in_survey(work)
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist() == [f"survey/{record}.json"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "asha" not in made.name


def test_the_checks_of_a_commitment_speak_of_the_session(work):
    assert all(passed for passed, _ in check(work, GOOD))
    assert [
        sentence
        for passed, sentence in check(work, {**GOOD, "date": "1 October 2026", "check_date": "2 October 2026"})
        if not passed
    ]
    (work / "settings.yml").write_text("name: asha\n")
    assert check(work, GOOD) == [
        [False, "To check its dates, we need the date of your session. Type it on the start page, then check again."]
    ]


def test_a_change_that_was_overtaken_takes_nothing_back(work):
    """Somebody chose to share and then thought better of it; on a busy computer the first word comes late."""
    form, said = PersonForm(sections=[], title="", key="", can_check=True), []
    form.bind(work, survey_sheets.COMMITMENT)
    form.send = said.append
    for token, private in (("a-1", "private"), ("a-3", "private"), ("a-2", "share")):
        form.on_message(
            None,
            {"do": "save", "answers": {**GOOD, "private": private}, "record": "0123456789abcdef", "token": token},
            None,
        )
    form.on_message(
        None,
        {"do": "save", "answers": {**GOOD, "private": "share"}, "record": "fedcba9876543210", "token": "a-1"},
        None,
    )  # another person's
    assert [reply["done"] for reply in said] == ["save"] * 4
    kept = {
        path.stem: json.loads(path.read_text("utf-8"))["commitment"]["private"]
        for path in (work / "commitments").glob("*.json")
    }
    assert kept == {"0123456789abcdef": True, "fedcba9876543210": False}


def test_the_paper_twin_names_every_field_and_holds_no_answer(capsys, monkeypatch, tmp_path):
    for name in ("pre", "post", "sliders", "commitment"):
        html = sheet_twin(name)
        for section in survey_sheets.sheet_of(name).asked:
            for column in section.fields.values():
                assert column.label.split("“")[0] in html.replace("&#x27;", "'")
    monkeypatch.chdir(tmp_path)
    sheet_form("nothing")
    assert "There is no sheet called “nothing”" in capsys.readouterr().out
