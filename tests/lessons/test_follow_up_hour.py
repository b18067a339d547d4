"""The follow-up hour: an hour by blocks that people can do, its printed page, and its slides on a worked year."""

import io
import json
import re

import pytest
from pptx import Presentation

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.lessons.follow_up_hour import FILE, PAGE, HourError, hour_page, read_hour
from equityqi.lessons.hour_deck import hour_deck, hour_slides, make_hour_deck
from equityqi.lessons.year_charts import year_aim, year_harm, year_start
from equityqi.project.worked_year import year_cases

HOUR = read_hour()


def test_the_hour_has_sixty_minutes_more_than_half_of_them_for_doing():
    assert HOUR.only.minutes == 60
    assert sum(block.do for block in HOUR.only.blocks) >= 30
    assert HOUR.only.block("help").do >= 8 and not any(cut.block in ("own", "help") for cut in HOUR.only.cuts)


def test_it_starts_by_its_own_clock_and_not_with_a_session(tmp_path, monkeypatch):
    path = tmp_path / "organisation.yml"
    path.write_text("session_1_starts: 13:00\nsession_2_starts: 09:15\n", encoding="utf-8")
    monkeypatch.setenv("EQUITYQI_ORGANISATION", str(path))
    assert HOUR.time_of(1, 6) == "12:06"


def test_its_page_has_the_words_to_say_and_is_the_one_that_the_command_makes():
    page = hour_page(HOUR)
    assert (course_root() / "course/trainer" / PAGE).read_text(encoding="utf-8") == page, "Run: equityqi make runsheet"
    for block in HOUR.only.blocks:
        assert all(line.replace("’", "’") in page for line in block.say), block.id


def test_where_a_block_leads_is_there():
    for block in HOUR.only.blocks:
        book = json.loads((course_root() / "course" / f"{block.notebook}.ipynb").read_text(encoding="utf-8"))
        assert f"## {block.section}" in "".join("".join(cell["source"]) + "\n" for cell in book["cells"]), block.id


def test_a_slip_in_the_file_is_named_with_its_line(tmp_path):
    text = (course_root() / FILE).read_text(encoding="utf-8")
    path = tmp_path / "follow-up-hour.yml"
    path.write_text(text.replace("minutes: 14\n", "minutes: 15\n", 1), encoding="utf-8")
    with pytest.raises(HourError, match="line .*A worked year"):
        read_hour(path)


def test_the_hour_has_five_to_eight_slides_in_the_order_of_its_blocks_with_the_words_to_say():
    slides, blocks = hour_slides(load("e-second-mmr")), [block.id for block in HOUR.only.blocks]
    assert 5 <= len(slides) <= 8
    order = [blocks.index(one.block) for one in HOUR.slides]
    assert order == sorted(order)
    notes = " ".join(slide.notes for slide in slides)
    assert all(line in notes for block in HOUR.only.blocks[:-1] for line in block.say)
    assert any("We talk again at 12:41." in slide.point for slide in slides)


@pytest.mark.parametrize("case", year_cases())
def test_its_charts_are_of_the_years_of_the_case_and_the_first_one_ends_in_september(case):
    start, aim, harm = (chart(load(case)) for chart in (year_start, year_aim, year_harm))
    assert "July 2025 to September 2026" in start.alt
    lines = [[*line.get_ydata()] for line in harm.figure.axes[0].get_lines()]
    assert "Dashed: the trigger" in harm.alt and any(f"{line[0]:g}%, dashed" in harm.sentence for line in lines)
    assert "July 2025 to June 2027" in aim.alt and "The trigger is" in harm.sentence
    assert all("Invented data." in one.sentence for one in (start, aim, harm))


def test_the_file_opens_says_what_is_invented_and_comes_out_the_same_each_time(tmp_path):
    data = hour_deck(load("a-blood-pressure"))
    assert data == hour_deck(load("a-blood-pressure"))
    first = Presentation(io.BytesIO(data)).slides[0]
    words = " ".join(shape.text_frame.text for shape in first.shapes if shape.has_text_frame)
    assert "Follow-up hour" in words and not re.search(r"Session \d", words)
    assert "All its data are invented" in first.notes_slide.notes_text_frame.text
    (made,) = make_hour_deck(tmp_path / "slides", load("a-blood-pressure"))
    assert made.read_bytes() == data
