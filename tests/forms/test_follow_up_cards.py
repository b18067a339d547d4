"""forms.follow_up_cards: the leader's page from chosen files, the worked year as a file, and slides for the hour."""

import json

import pytest

from equityqi.forms.button_forms import SmallForms
from equityqi.forms.follow_up_cards import TeamPage, WorkedYear
from equityqi.forms.slides_form import HourSlides
from equityqi.project.whole_project import read_whole, to_json, to_share
from equityqi.project.worked_year import year_file
from equityqi.settings import write_settings
from equityqi.workfolder.prepare import prepare


@pytest.fixture
def work(tmp_path):
    prepare(tmp_path / "my-work")
    return tmp_path / "my-work"


def press(card, files=(), names=()):
    shown, said = SmallForms(card), []
    shown.send = lambda reply, buffers=None: said.append((reply, buffers))
    shown.on_message(None, {"card": 0, "typed": {}, "names": list(names)}, list(files))
    return said[-1]


def test_the_chosen_files_give_one_page_for_screen_and_word(work):
    years = [read_whole(year_file(case).read_bytes()) for case in ("a-blood-pressure", "e-second-mmr")]
    card = TeamPage(work, [["projects", "Shared projects:", "", "projects"]])
    reply, buffers = press(card, [to_json(to_share(one, "course")) for one in years] + [to_json(years[0])])
    assert "2 shared projects." in reply["said"] and "has a team’s own numbers" in reply["said"]
    assert [file["name"] for file in reply["files"]] == ["projects.html", "projects.docx"]
    assert b"A second MMR dose" in bytes(buffers[0]) and (work.parent / "shared-projects/projects.docx").is_file()
    reply, _ = press(card)
    assert "Choose the files first" in reply["failed"]


def test_a_chosen_file_is_called_by_its_own_name_in_what_is_said_of_it(work):
    year, name = read_whole(year_file("a-blood-pressure").read_bytes()), "my-project-only-for-me.json"
    card = TeamPage(work, [["projects", "Shared projects:", "", "projects"]])
    damaged = to_json(year).replace(b'"times": [', b'"times": ["soon", ')
    reply, _ = press(card, [to_json(year), to_json(year), damaged], [name, name, "../From <Oak>.json"])
    title = year.plan.title[:30]
    assert [f"{one} (“{title}" in reply["said"] for one in (name, name.replace(".json", " (1).json"))] == [True] * 2
    assert "From -Oak-.json is damaged" in reply["said"] and "file-" not in reply["said"]


def test_the_worked_year_is_that_of_the_case_and_says_what_happens_in_it(work):
    write_settings(work, {"case": "d-missed-appointments"})
    card = WorkedYear(work)
    assert "by app only" in " ".join(card.lead)
    reply, buffers = press(card)
    assert [file["name"] for file in reply["files"]] == ["worked-year-d-missed-appointments.json"]
    assert json.loads(bytes(buffers[0]))["copy"] == "own"


def test_a_team_with_its_own_case_is_told_that_there_is_no_year(work):
    write_settings(work, {"case": "own"})
    card = WorkedYear(work)
    assert card.lead == ["Your own case has no worked year. Choose one of the course’s cases to get one."]
    assert "There’s no worked year" in press(card)[0]["failed"]


def test_the_slides_of_the_hour_are_about_the_case(work):
    write_settings(work, {"case": "c-asthma"})
    reply, _ = press(HourSlides(work))
    assert [file["name"] for file in reply["files"]] == ["follow-up-hour-c-asthma.pptx"]
