"""lessons.in_the_room, lessons.for_it, the clock's words: what a trainer has at hand."""

import datetime as dt
import re

import pytest

from equityqi.checked_yaml import read_checked
from equityqi.files import course_root
from equityqi.lessons.for_it import make_for_it
from equityqi.lessons.in_the_room import FILE, Room, RoomError, make_trainers_pages, read_room, sheet_html
from equityqi.lessons.lateness import OVER, clock_says
from equityqi.lessons.runsheet import read_runsheet
from equityqi.organisation import ANOTHER

SESSION = read_runsheet().session(1)
HELD = 'support_line: "Staff Support, 0300"\ncontact: "the improvement team"\nsession_1_date: 16 June 2026\n'


@pytest.fixture
def organised(tmp_path, monkeypatch):
    path = tmp_path / "organisation.yml"
    path.write_text(HELD, encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(path))


def test_each_hard_conversation_has_words_to_say_and_a_point_at_which_to_stop():
    assert [talk.id for talk in read_room().talks] == [
        "reverse", "tears", "racism", "director", "consulted", "mistake",
    ]  # fmt: skip
    assert all(talk.say and talk.then and talk.stop for talk in read_room().talks)


def test_local_support_is_the_organisations_and_else_a_line_to_write_on(organised, monkeypatch):
    sheet = read_room().sheet("when-to-stop")
    assert "Staff Support, 0300" in sheet_html(sheet)
    monkeypatch.setenv(ANOTHER, "tests/second-organisation/nobody.yml")
    assert "Staff Support" not in sheet_html(sheet) and "_" * 30 in sheet_html(sheet)


def test_the_card_for_a_latecomer_tells_what_the_blocks_before_minute_40_were_about():
    words = sheet_html(read_room().sheet("latecomer"))
    now = next(block for block in SESSION.blocks if block.start <= 40 < block.end)
    assert now.id == "m2" and "eight short examples" in words and "Equality means everybody gets the same" in words


def test_everything_for_the_room_is_printed_each_on_a_page_of_its_own(tmp_path, organised):
    made = make_trainers_pages(tmp_path)
    assert [path.name for path in made] == ["runsheet.html", "agenda.html", "room.html", "follow-up-hour.html"]
    page = made[2].read_text("utf-8")
    assert page.count("<h2>") == len(read_room().sheets) + 2 and "{" not in re.sub(
        r"<style>.*?</style>", "", page, flags=re.S
    )


@pytest.mark.parametrize(
    "before, after, words",
    [
        (
            "      - heading: Check it once\n        points:",
            "      - heading: Check it once\n        steps: [Look]\n        points:",
            "“Check it once” needs points, steps or rows, and only one of them",
        ),
        ("heads: [Where, What]", "heads: [Where]", "needs 1 cells, as many as it has heads"),
        ("    stop: If they can't go on", "    halt: If they can't go on", "this key is missing|not known here"),
    ],
)
def test_a_slip_in_the_file_is_told(tmp_path, before, after, words):
    text = (course_root() / FILE).read_text("utf-8")
    assert before in text
    path = tmp_path / "room.yml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(RoomError, match=words):
        read_checked(path, Room, RoomError)


def test_the_page_for_it_names_ports_contact_and_dates_and_loads_nothing(tmp_path, organised):
    page = make_for_it(tmp_path).read_text("utf-8")
    for words in ("127.0.0.1", "8888 to 8937", "not used for care", "the improvement team", "16 June 2026"):
        assert words in page
    assert "default-src 'none'" in page and "<h1>For IT" in page and page.count("<table") == 5


def test_the_page_for_it_says_the_ports_that_the_code_uses():
    from equityqi.lab.launch import FIRST_PORT, PORTS

    words = (course_root() / "course/trainer/for-it.md").read_text("utf-8")
    assert f"from {FIRST_PORT} to {FIRST_PORT + PORTS - 1}" in words


@pytest.mark.parametrize(
    "minutes, by_plan, day, said",
    [
        (-48, True, "2026-06-16", "The session begins in 48 minutes."),
        (43, True, "2026-06-16", "You are on time. This block ends 1:00 after the start."),
        (
            43,
            True,
            "2026-06-12",
            "Session 1 is on Tuesday 16 June 2026. To try the clock today, press “It begins now”.",
        ),
        (
            43,
            True,
            "2026-06-20",
            "Session 1 was on Tuesday 16 June 2026. To try the clock today, press “It begins now”.",
        ),
        (43, False, "2026-06-12", "You are on time. This block ends 1:00 after the start."),
        (211, True, "2026-06-16", OVER),
        (228, False, "2026-06-16", "You are 168 minutes late. Next cuts:"),
        (271, False, "2026-06-16", OVER),
    ],
)
def test_the_clock_is_sane_before_and_after_the_session(minutes, by_plan, day, said):
    block = "welcome" if minutes < 0 else "m2"
    assert clock_says(SESSION, minutes, block, None, by_plan, day, dt.date(2026, 6, 16)).startswith(said)
