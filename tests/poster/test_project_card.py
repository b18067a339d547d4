"""forms.button_forms: the card of a project's files asks little, keeps it, and prints words only with consent."""

import pytest
import yaml

from equityqi.forms.project_card import project_card
from equityqi.poster.html_page import page_of
from equityqi.project import Project
from equityqi.workfolder.project_from_answers import project_of

SAID = "They book me for ten minutes. We need thirty."


@pytest.fixture
def work(tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "settings.yml").write_text(yaml.safe_dump({"case": "a-blood-pressure"}), encoding="utf-8")
    voices = [{"who": "An interpreter", "said": SAID}, {"who": "A receptionist", "said": ""}]
    Project.from_data({"schema": 1, "problem": "Some miss theirs.", "asked": voices}).write(tmp_path / "project.json")
    return tmp_path


def page_made(work, **typed):
    card = project_card(work, project_of(work))
    said = card.act({field[0]: field[2] for field in card.fields} | typed)
    return said, (work / "my-project" / "project.html").read_text(encoding="utf-8").partition('class="rest"')[0]


def test_words_are_printed_only_once_somebody_says_that_their_speaker_said_yes(work):
    field = next(field for field in project_card(work, project_of(work)).fields if field[0] == "quotation")
    assert field[2] == "" and [value for value, _ in field[3]] == ["", SAID]
    assert field[3][1][1] == f"“{SAID}” They said yes"
    assert SAID not in page_made(work)[1]
    assert SAID in page_made(work, quotation=SAID)[1]
    assert SAID in page_made(work)[1]  # kept
    assert SAID not in page_made(work, quotation="")[1]


def test_words_that_were_changed_since_need_a_new_yes(work):
    page_made(work, quotation=SAID)
    other = project_of(work).model_dump(exclude_defaults=True) | {"schema": 1}
    other["asked"][0]["said"] = "They book me for five minutes."
    Project.from_data(other).write(work / "project.json")
    for page in (page_of(project_of(work)).partition('class="rest"')[0], page_made(work)[1]):
        assert SAID not in page and "five minutes" not in page


def test_what_was_typed_is_kept_and_the_organisation_and_day_are_asked_for_once(work):
    typed = {"organisation": "Northgate practice", "day": "29/11/2026", "contact": "Medicines lead, lead@example.org"}
    said, page = page_made(work, title="Reviews for all", next_date="14 January 2027", next_step="We meet.", **typed)
    for words in ("Northgate practice", "29 November 2026", "lead@example.org", "14 January 2027", "We meet."):
        assert words in page
    assert "Please take" not in said  # a contact is named on purpose
    fields = {field[0]: field[2] for field in project_card(work, project_of(work)).fields}
    assert set(fields) == {"title", "quotation", "contact", "next_date", "next_step"}
    assert fields["contact"] == typed["contact"] and fields["title"] == "Reviews for all"


def test_a_day_that_cannot_be_read_is_said_and_nothing_is_made(work):
    with pytest.raises(ValueError, match="soonish"):
        page_made(work, day="soonish")
    assert not (work / "my-project").exists()
