"""lessons.runsheet, lessons.runsheet_pages: what the data refuse, how late a trainer is, and what the pages hold."""

import re

import pytest

from equityqi.checked_yaml import YamlError
from equityqi.files import course_root
from equityqi.forms.session_clock import Clock, clock
from equityqi.lessons.in_the_room import show_sheet
from equityqi.lessons.lateness import cuts_left, lateness
from equityqi.lessons.runsheet import FILE, RunsheetError, read_runsheet
from equityqi.lessons.runsheet_pages import (
    agenda_page,
    make_pages,
    runsheet_page,
    session_table,
    show_rescue_lines,
    show_session,
)

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

RUNSHEET = read_runsheet()
ONE, TWO = RUNSHEET.sessions
TEXT = (course_root() / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "minutes, block, began, sentence",
    [
        (-30, "welcome", None, "The session begins in 30 minutes."),
        (-1.2, "welcome", None, "The session begins in 1 minute."),
        (0, "welcome", 0, "You are on time. This block ends 0:12 after the start."),
        (12.3, "welcome", None, "You are on time. This block ends 0:12 after the start."),
        (40, "m2", 37, "You are on time. This block ends 1:00 after the start."),
        (40, "m2", None, "You are on time. This block ends 1:00 after the start."),
        (30, "m2", None, "You are 7 minutes early. Give people that time, and don't fill it with talk."),
        (45, "m2", 43, "You are 6 minutes late. Next cut: use the slack (saves 8 minutes)."),
        (45, "m2", 45, "You are 8 minutes late. Next cut: use the slack (saves 8 minutes)."),
        (66, "m2", 37, "You are 6 minutes late. Next cut: use the slack (saves 8 minutes)."),
        (61, "m2", None, "You are 1 minute late. Next cut: use the slack (saves 8 minutes)."),
        (
            47,
            "m2",
            47,
            (
                "You are 10 minutes late. Next cuts: use the slack (saves 8 minutes), then do three scenarios in M5"
                " (saves 5 minutes)."
            ),
        ),
        (
            57,
            "m2",
            57,
            (
                "You are 20 minutes late. Next cuts: use the slack (saves 8 minutes), then do three scenarios in M5"
                " (saves 5 minutes), then just show M3 (saves 7 minutes)."
            ),
        ),
        (
            140,
            "m6",
            142,
            (
                "You are 10 minutes late. Next cut: use the slack (saves 8 minutes). To make up the other 2"
                " minutes, talk less, let people do just as much, and keep every break."
            ),
        ),
        (
            205,
            "close",
            205,
            "You are 5 minutes late. There's nothing left to cut. Talk less, let people do just as much, and"
            " keep every break.",
        ),
    ],
)
def test_the_sentence_names_the_minutes_and_the_next_cut(minutes, block, began, sentence):
    assert lateness(ONE, minutes, block, began) == sentence


def test_a_block_that_began_late_stays_late_and_one_that_runs_over_is_later_still():
    said = [lateness(TWO, now, "m10", 77) for now in (77, 88, 93, 97)]
    assert [int(re.search(r"\d+", words)[0]) for words in said] == [5, 5, 5, 9]


def test_a_cut_is_offered_until_its_block_is_over():
    assert [cut.block for cut in cuts_left(ONE, "m5")] == ["slack-1", "m5"]
    assert [cut.block for cut in cuts_left(ONE, "break-2")] == ["slack-1"]
    assert [cut.block for cut in cuts_left(TWO, "reconnect")] == ["slack-2", "m13-m14", "game", "m10"]


def test_an_unknown_block_is_named():
    with pytest.raises(KeyError, match="Session 1 has no block “m9”. It has: welcome, "):
        lateness(ONE, 0, "m9")


@pytest.mark.parametrize(
    "before, after, words",
    [
        (
            'clock: "0:12"',
            'clock: "0:13"',
            r"line \d+: sessions.0.blocks.1.clock: The opening number begins at 0:13, but the blocks before it",
        ),
        (
            'clock: "0:12"',
            'clock: "12"',
            r"line \d+: sessions.0.blocks.1.clock: “12” is no time\. Write hours and minutes from the start",
        ),
        ("tell: 4\n", "tell: 5\n", "Welcome takes 12 minutes, but tell, show, do and review add up to 13"),
        ("title: Break\n", "title: Break\n        do: 5\n", "Break is a break, so it has no minutes of tell"),
        (
            "check: Everyone has worked out the gap in years.",
            'check: ""',
            "The opening number needs a notebook, something to say, an activity and a check",
        ),
        ("minutes: 210", "minutes: 211", "session 1 takes 211 minutes, but its blocks end at 210"),
        (
            "saves: 7",
            "saves: 11",
            "the cut “just show M3” saves 11 minutes, but m3 is not a block of this session that is as long",
        ),
        ("{block: m3, cut", "{block: m10, cut", "but m10 is not a block of this session"),
        ("{block: m3, cut", "{block: m7, cut", "m7 is under never_cut and under cuts"),
        (
            "[break-1, break-2, break-3, break-4]",
            "[break-1, break-2, break-3]",
            "break-4 is a break, so it is never cut",
        ),
        ("id: m9\n", "id: m8b\n", "the block m8b is there twice"),
        ("blocks: [m1]", "blocks: [m0]", "there’s no block m0"),
        ("sessions:", "starts: 9:30\nsessions:", r"line 6: starts: "),
        ("saves: 7}", "saves: 7, why: late}", r"cuts.2.why: this key is not known here"),
    ],
)
def test_a_slip_in_the_file_is_told_in_plain_words(tmp_path, before, after, words):
    assert before in TEXT
    (tmp_path / "runsheet.yml").write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(RunsheetError, match=words):
        read_runsheet(tmp_path / "runsheet.yml")


def test_the_printed_runsheet_holds_every_block_cut_and_rescue_line():
    page = runsheet_page(RUNSHEET)
    words = re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'")
    for session in RUNSHEET.sessions:
        for block in session.blocks:
            for text in (block.title, block.clock, *block.say, block.activity, block.check, *block.materials):
                assert text in words
        for cut in session.cuts:
            assert f"{cut.cut} (saves {cut.saves} minutes)" in words
    for line in RUNSHEET.rescue:
        assert line.heard in words and line.answer in words
    assert page.count("pharmacist checks this line") == sum(line.to_check for line in RUNSHEET.rescue) == 1
    assert (
        'lang="en-GB"' in page
        and page.count('scope="col"') == 13
        and "http:" not in page
        and "https:" not in page
        and ".ipynb" not in page
    )


def test_the_agenda_tells_learners_when_and_nothing_of_the_trainer():
    page = agenda_page(RUNSHEET)
    for time, what in (
        ("09:30", "Welcome and a short survey"),
        ("10:30", "Break"),
        ("11:22", "A game: close the gap"),
        ("13:00", "End"),
    ):
        assert f'<th scope="row">{time}</th><td>{what}</td>' in page
    assert "60 minutes of work time" in page and "Nobody will ask why" in page
    assert not any(word in page for word in (" late", "Rescue", "Check:", "T 4"))


def test_the_notebook_table_opens_the_page_at_its_section():
    assert 'href="../session-1/01-what-is-inequity.ipynb#Inequality-or-inequity?"' in session_table(
        RUNSHEET, ONE, linked=True
    )
    assert 'href="../session-1/05-drivers.ipynb#' in session_table(RUNSHEET, TWO, linked=True)


def test_both_pages_are_written(tmp_path):
    assert [path.name for path in make_pages(tmp_path)] == ["runsheet.html", "agenda.html"]
    assert (tmp_path / "agenda.html").read_text(encoding="utf-8") == agenda_page(RUNSHEET)


def test_the_clock_answers_minutes_and_keeps_no_time():
    form, said = Clock(title="Session 1: how late are we?"), []
    form.bind(ONE)
    form.send = said.append
    form.on_message(form, {"minutes": 45.4, "began": 43.0, "block": "m2"}, [])
    form.on_message(form, {"minutes": 45.4, "began": None, "block": "m2"}, [])
    assert [reply["said"][:23] for reply in said] == ["You are 6 minutes late.", "You are on time. This b"]
    assert repr(form) == "The clock for Session 1: how late are we?"
    assert not {"minutes", "began", "block"} & set(form.keys)


@pytest.mark.parametrize(
    "show", [lambda: show_session(1), show_rescue_lines, lambda: show_sheet("kit"), lambda: clock(1)]
)
def test_a_slip_that_a_trainer_types_into_a_file_is_one_sentence_on_the_page(show, capsys, monkeypatch):
    def damaged(*_):
        raise YamlError("trainer/runsheet.yml, line 29: write a value with a colon in it in quotes.")

    for module in ("lessons.runsheet_pages.read_runsheet", "lessons.in_the_room.read_room"):
        monkeypatch.setattr(f"equityqi.{module}", damaged)
    monkeypatch.setattr("equityqi.forms.session_clock.read_runsheet", damaged)
    monkeypatch.setattr("equityqi.forms.session_clock.has_browser", lambda: True)
    show()
    assert capsys.readouterr().out == "trainer/runsheet.yml, line 29: write a value with a colon in it in quotes.\n"


def test_without_a_browser_the_clock_says_where_it_runs(capsys, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    clock(2)
    assert capsys.readouterr().out.startswith("The clock of session 2 runs in the browser: ")
