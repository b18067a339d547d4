"""words_to_send: the mails of the course, as texts to copy and as drafts."""

import datetime as dt
import email
import re
from email.policy import default

import pytest
from typer.testing import CliRunner

from equityqi import words_to_send
from equityqi.cases.opening import opening
from equityqi.checked_yaml import YamlError
from equityqi.cli.app import app
from equityqi.organisation import Organisation
from equityqi.words_to_send import PAGE, mails, words_files

HELD = Organisation(
    name="Mid Dale & Firth",
    contact="the improvement team, qi@dale.example",
    named_leader="Morag Reid",
    support_line="staff support, extension 4040",
    session_1_date=dt.date(2026, 11, 26),
    session_1_starts="13:00",
    session_2_date=dt.date(2026, 12, 10),
)
WANTED = ("co-trainer joining manager after-session-1 after-session-2 thank-you day-30 day-60 day-90 next-team").split()


@pytest.fixture(scope="module")
def made():
    return {mail.file[3:].removesuffix(".eml"): mail for mail in mails(HELD)}


def test_there_is_a_text_for_each_moment_in_the_order_in_which_they_are_sent(made):
    assert list(made) == WANTED
    assert [mail.when for mail in made.values()] == [
        "Thursday 22 October 2026", "Thursday 12 November 2026", "Thursday 12 November 2026",
        "Friday 27 November 2026", "Friday 11 December 2026", "Thursday 17 December 2026", "Monday 11 January 2027",
        "Monday 1 February 2027", "Wednesday 3 March 2027", "Wednesday 17 March 2027",
    ]  # fmt: skip


def test_dates_times_and_names_come_from_the_organisation_and_the_runsheet(made):
    assert "Session 1: Thursday 26 November 2026, 13:00 to 16:30" in made["joining"].text
    assert "Session 2: Thursday 10 December 2026, 09:30 to 13:00" in made["joining"].text
    assert "Morag Reid asks how it went on Monday 11 January 2027" in made["manager"].text
    assert "extension 4040" in made["after-session-2"].text and "Mid Dale & Firth" in made["next-team"].text
    assert "15 minutes: Go and see." in made["after-session-1"].text


def test_joining_has_the_two_minute_check_and_each_date_asks_for_a_real_example(made):
    assert f"Type {opening().gap:.1f} into the first field" in made["joining"].text
    assert "one real example of somebody who was served better" in made["day-30"].text
    assert "Name a colleague only if they've said yes" in made["day-30"].text
    for day in (60, 90):
        assert "write the example in your reflective record." in made[f"day-{day}"].text
        assert (
            "a colleague only if they've said yes" in made[f"day-{day}"].text and "CPD" not in made[f"day-{day}"].text
        )


def test_a_draft_opens_unsent_with_no_address_and_the_same_words(made):
    for mail in made.values():
        read = email.message_from_bytes(mail.draft(), policy=default)
        assert read["X-Unsent"] == "1" and read["To"] is None and read["Date"] is None
        assert read["Subject"] == mail.subject
        assert read.get_content().replace("\r\n", "\n") == mail.text
    odd = words_to_send.Mail("1.eml", "", "", "", "Zoë’s Größe", "Grüße أحمد\n")
    read = email.message_from_bytes(odd.draft(), policy=default)
    assert (read["Subject"], read.get_content().strip()) == ("Zoë’s Größe", "Grüße أحمد")


def test_what_nobody_has_written_yet_is_in_square_brackets_and_can_be_seen():
    first = mails(Organisation())
    joining = next(mail for mail in first if "joining" in mail.file)
    assert joining.when == "14 days before session 1"
    assert {"[the date of session 1]", "[who to ask]", "[the link to the course]"} <= set(joining.to_fill_in)
    page = words_files(Organisation())[PAGE].decode()
    assert "<mark>[the date of session 1]</mark>" in page and "{" not in "".join(mail.text for mail in first)


def test_the_page_has_every_text_to_copy_links_each_draft_and_says_how_to_reach_those_without_a_name():
    files = words_files(HELD)
    page = files[PAGE].decode()
    assert set(re.findall(r'href="([^"]+)"', page)) == set(files) - {PAGE}
    assert page.count('class="words"') == len(WANTED) and "How to reach people who gave no name" in page
    assert files == words_files(HELD)


def test_words_in_braces_that_mean_nothing_are_named(monkeypatch, tmp_path):
    text = words_to_send.Text(id="a", title="A", to="all", session=1, days=1, subject="{nobody}", text="Hello")
    monkeypatch.setattr(words_to_send, "read_checked", lambda *_: words_to_send.Texts(texts=[text]))
    with pytest.raises(YamlError, match=r"there is no \{nobody\} to fill in"):
        mails(HELD)


def test_a_subject_on_two_lines_becomes_one(monkeypatch):
    text = words_to_send.Text(id="a", title="A", to="all", session=1, days=1, subject="Hello\nto {course}\n", text="Hi")
    monkeypatch.setattr(words_to_send, "read_checked", lambda *_: words_to_send.Texts(texts=[text]))
    (mail,) = mails(HELD)
    assert mail.subject.startswith("Hello to ") and b"Subject: Hello to " in mail.draft()


def test_the_command_writes_the_folder_and_says_what_the_organisation_file_lacks(tmp_path):
    told = CliRunner().invoke(app, ["make", "words", "--out", str(tmp_path / "words")])
    assert told.exit_code == 0 and "Open" in told.output
    assert len(list((tmp_path / "words").glob("*.eml"))) == len(WANTED)


def test_the_command_says_which_dates_are_missing(tmp_path, monkeypatch):
    monkeypatch.setattr("equityqi.cli.make_for_people.organisation", Organisation)
    told = CliRunner().invoke(app, ["make", "words", "--out", str(tmp_path / "words")])
    assert "the date of session 1, the date of session 2, who to ask" in told.output
