"""The certificate of attendance: what it says, and what it asks for rather than guess."""

import datetime as dt
import re

import pytest
import yaml

from equityqi.files import course_root
from equityqi.lessons.who import COURSE
from equityqi.takehome.attendance import BOTH, FIRST, LONGEST_NAME, SECOND, attendance, file_of
from equityqi.takehome.certificate import NOT, certificate, size_of

DAYS = {1: "16 June 2026", 2: "30/6/2026"}


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("</head>")[1]).replace("\N{NO-BREAK SPACE}", " ").split())


def test_both_sessions_take_the_time_of_the_runsheets_without_their_breaks():
    said = words(certificate(attendance("Asha Example", "Hartwell & Vale", BOTH, DAYS)))
    assert "Hartwell &amp; Vale Certificate of attendance Asha Example took part in" in said
    assert "on Tuesday 16 June 2026 and Tuesday 30 June 2026: 6 hours 20 minutes without breaks." in said
    assert said.endswith(NOT) and "Recorded by me" in said and "Trainer Name, role and date" in said


@pytest.mark.parametrize(("sessions", "number", "day"), [(FIRST, 1, "16 June"), (SECOND, 2, "30 June")])
def test_one_session_counts_its_own_hours_and_its_own_aims(sessions, number, day):
    said = words(certificate(attendance("Asha", "", sessions, DAYS)))
    assert f"took part in session {number} of {COURSE}" in said and "3 hours 10 minutes" in said
    assert f"Tuesday {day} 2026" in said and "In this half-day we learned to" in said
    assert ("measure a gap" in said, "plan a small test" in said) == (number == 1, number == 2)


def test_the_course_is_called_as_it_calls_itself():
    assert yaml.safe_load((course_root() / "course.yml").read_text("utf-8"))["title"] == COURSE


def test_a_name_is_printed_as_it_was_typed_and_never_as_a_tag():
    for name in ("Órla Ní Bhraonáin", "Cher", "عائشة", "Zoë 😀"):
        assert f"<bdi>{name}</bdi>" in certificate(attendance(name, "", BOTH, DAYS))
    html = certificate(attendance("<script>alert(1)</script>", "<b>us</b>", BOTH, DAYS))
    assert "<script" not in html and "&lt;b&gt;us" in html


def test_a_longer_name_is_smaller_and_one_that_no_page_holds_is_refused():
    sizes = [size_of(" ".join(["Featherstonehaugh"] * many)) for many in (1, 2, 3, 6)]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) > 2
    with pytest.raises(ValueError, match=f"at most {LONGEST_NAME} letters"):
        attendance("a" * 500, "", BOTH, DAYS)


@pytest.mark.parametrize(
    ("name", "sessions", "days", "says"),
    [
        (" \u202e ", BOTH, DAYS, "Type your name first"),
        ("Asha", BOTH, {1: "16 June 2026"}, "date of session 2.*If you were at only one session"),
        ("Asha", SECOND, {1: "16 June 2026", 2: " "}, "date of session 2"),
        ("Asha", BOTH, {1: "soon", 2: "30 June 2026"}, "“soon” is not a date"),
        ("Asha", BOTH, {1: "30 June 2026", 2: "16 June 2026"}, "before session 1"),
    ],
)
def test_what_is_missing_is_asked_for_and_never_guessed(name, sessions, days, says):
    with pytest.raises(ValueError, match=says):
        attendance(name, "", sessions, days)


def test_two_sessions_on_one_day_are_one_day():
    attended = attendance("Asha", "", BOTH, {1: "16 June 2026", 2: "16 June 2026"})
    assert (attended.on_days, attended.days[2]) == ("Tuesday 16 June 2026", dt.date(2026, 6, 16))


def test_the_file_bears_the_name_where_a_computer_can_hold_it():
    assert file_of("certificate", "Zoë O'Brien", "html") == "certificate-zoë-o-brien.html"
    assert file_of("certificate", "عائشة", "html") == "certificate-عائشة.html"
