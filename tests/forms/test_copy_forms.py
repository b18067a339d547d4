"""forms.copy_forms: the cards that keep a copy of a person's work and take one up."""

import pytest

from equityqi.forms.copy_forms import KeepCopy, TakeUpCopy, copy_forms
from equityqi.settings import write_settings
from equityqi.workfolder.answers_file import Answers, read_answers, write_answers

NAME = "04-aim"


def work_with(place, who, revision=1):
    """Make a work folder with one answer."""
    path = place / "exercises" / NAME / f"{NAME}.answers.json"
    path.parent.mkdir(parents=True)
    write_settings(place, {"name": "Asha"})
    write_answers(path, Answers(NAME, id="ab12", answers={"who": who}, revisions={"who": revision}))
    return place


def copy_of(work):
    card = KeepCopy(work)
    said = card.act({})
    return card.made[0], said


def taken(work, data):
    card = TakeUpCopy(work)
    card.given = [data]
    return card, card.act({})


def test_a_copy_is_a_download_for_the_person_alone(tmp_path):
    made, said = copy_of(work_with(tmp_path / "there", "all"))
    assert made.name == "my-copy-asha.zip" and "Put it somewhere that only you can open." in said
    assert "for you, not for your trainer" in KeepCopy(tmp_path).lead[0]


def test_a_copy_is_taken_up_and_what_is_not_used_can_be_downloaded(tmp_path):
    made, _ = copy_of(work_with(tmp_path / "there", "all"))
    here = work_with(tmp_path / "here", "some")
    card, said = taken(here, made.data)
    assert read_answers(here / "exercises" / NAME / f"{NAME}.answers.json", NAME)[0].answers == {"who": "some"}
    assert "You answered who in 04-aim differently in both places." in said
    assert [b"all" in one.data for one in card.made] == [True]


def test_without_a_file_it_says_which_to_choose(tmp_path):
    with pytest.raises(ValueError, match="Its name begins with my-copy"):
        TakeUpCopy(tmp_path).act({})


def test_without_a_browser_it_says_the_commands(capsys):
    copy_forms()
    assert "python start.py keep-copy" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("case", "name", "sentence"),
    [
        ("c-asthma", "Asha", "Open the course on the case of the copy"),
        ("", "Ben", "and type that name, then choose the copy there"),
    ],
)
def test_in_a_browser_it_says_where_a_copy_can_be_taken_up(tmp_path, monkeypatch, case, name, sentence):
    made, _ = copy_of(work_with(tmp_path / "there", "all"))
    (tmp_path / "here" / "exercises").mkdir(parents=True)
    write_settings(tmp_path / "here", {"name": name, **({"case": case} if case else {})})
    monkeypatch.setattr("equityqi.workfolder.take_up.in_browser", lambda: True)
    with pytest.raises(ValueError, match=sentence):
        taken(tmp_path / "here", made.data)
