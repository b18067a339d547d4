"""The slides for PowerPoint: 12 to 20 for each session and case, readable from the last row and by a screen reader."""

import datetime as dt
import io
import re
import zipfile

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from equityqi.cases.case import load, titles
from equityqi.documents.powerpoint import COVER, LANGUAGE, Line, Slide, powerpoint_file
from equityqi.documents.slide_room import BODY, LINE, TABLE_SIZES, grid_of, height_of, picture_room
from equityqi.files import course_root
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.slide_deck import DeckError, deck_of, make_decks, read_deck, slides_of

CASES = [case for case in titles() if (course_root() / "datasets" / case).is_dir()]
SESSIONS = (1, 2)
POINT = 12700


@pytest.fixture(scope="module")
def decks():
    return {number: Presentation(io.BytesIO(deck_of(number, load("c-asthma")))) for number in SESSIONS}


def all_slides(decks):
    return [slide for number in SESSIONS for slide in decks[number].slides]


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("number", SESSIONS)
def test_each_session_has_twelve_to_twenty_slides_and_all_of_it_fits(case, number):
    slides = slides_of(number, load(case))
    assert 12 <= len(slides) + 1 <= 20
    for slide in slides:
        words = [line.text for line in slide.lines]
        room = BODY.height
        if slide.picture:
            figure = slide.picture.figure
            place, below = picture_room(words, figure.get_figwidth() / figure.get_figheight())
            assert place.height > BODY.height / 2
            assert height_of(words, width=below.width) <= below.height + 1
            continue
        if slide.table:
            room -= sum(grid_of(slide.table, words).heights)
        assert height_of(words) <= room, slide.title


def test_a_screen_reader_meets_a_title_of_its_own_first_on_each_slide(decks):
    for number in SESSIONS:
        names = []
        for slide in decks[number].slides:
            first = slide.shapes[0]
            assert first.is_placeholder
            assert first.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
            names.append(first.text_frame.text)
        assert all(names)
        assert len(set(names)) == len(names)


def test_the_words_below_a_picture_are_read_after_it(decks):
    slide = next(slide for slide in all_slides(decks) if "both groups over time" in slide.shapes.title.text)
    assert [shape.name.split(" ")[0] for shape in slide.shapes] == ["Title", "Picture", "Content"]


def test_no_placeholder_is_left_empty(decks):
    assert [words for slide in all_slides(decks) for words in texts(slide) if not words.strip()] == []


def test_each_picture_and_table_says_in_words_what_it_shows(decks):
    drawn = [shape for slide in all_slides(decks) for shape in slide.shapes if not shape.has_text_frame]
    assert len(drawn) > 6
    for shape in drawn:
        assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 20


def test_each_slide_has_the_runsheets_words_as_notes(decks):
    for number in SESSIONS:
        notes = [slide.notes_slide.notes_text_frame.text for slide in decks[number].slides]
        assert all(notes)
        blocks = [block for block in read_runsheet().session(number).blocks if block.kind == "work"]
        assert [block.title for block in blocks if not any(block.say[0] in note for note in notes)] == []


def test_every_run_of_words_is_in_british_english():
    with zipfile.ZipFile(io.BytesIO(deck_of(1, load("c-asthma")))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    slides = [xml for name, xml in parts.items() if re.match(r"ppt/(slides|notesSlides)/", name)]
    assert len(slides) > 24
    for xml in slides:
        assert xml.count("<a:t>") <= len(re.findall(rf'<a:rPr lang="{LANGUAGE}"', xml))
    assert {lang for xml in parts.values() for lang in re.findall(r' lang="([^"]+)"', xml)} == {LANGUAGE}
    assert LANGUAGE in parts["docProps/core.xml"]


def test_no_letter_is_smaller_than_28_points_but_in_a_wide_table(decks):
    for slide in all_slides(decks):
        for shape in slide.shapes:
            if shape.has_text_frame:
                sizes = [run.font.size for line in shape.text_frame.paragraphs for run in line.runs if run.font.size]
                assert min(sizes, default=LINE * POINT) >= LINE * POINT
            if shape.has_table:
                sizes = [run.font.size for run in shape.table.cell(0, 0).text_frame.paragraphs[0].runs]
                assert sizes[0] >= min(TABLE_SIZES) * POINT
    body = decks[1].slide_master.element.find(qn("p:txStyles")).find(qn("p:bodyStyle"))
    assert body.find(qn("a:lvl1pPr")).find(qn("a:defRPr")).get("sz") == str(LINE * 100)


def test_words_and_numbers_are_those_of_the_lesson_and_the_case(decks):
    said = "\n".join(words for slide in decks[1].slides for words in texts(slide))
    assert "Equity: people get what they need to have a fair chance at the same result." in said
    assert "67.9 years in good health" in said
    assert "fact:" not in said
    assert "**" not in said
    assert load("c-asthma").title in said


def test_the_look_is_of_the_theme_so_that_it_can_be_changed_in_one_place():
    with zipfile.ZipFile(io.BytesIO(deck_of(1, load("c-asthma")))) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        slide = archive.read("ppt/slides/slide3.xml").decode()
    assert '<a:accent1><a:srgbClr val="1D4F91"/>' in theme
    assert "srgbClr" not in slide
    assert "typeface" not in slide


def test_the_same_case_makes_the_same_bytes_in_files_named_by_session(tmp_path):
    first, second = (make_decks(tmp_path / name, load("e-second-mmr")) for name in ("one", "two"))
    assert [path.name for path in first] == ["session-1-e-second-mmr.pptx", "session-2-e-second-mmr.pptx"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_follow_up_has_its_dates_once_session_2_has_one_and_else_room_to_write():
    case = load("c-asthma")
    title = "When somebody asks how it went"
    dated, plain = (
        next(slide for slide in slides_of(2, case, day) if slide.title == title)
        for day in (dt.date(2026, 11, 25), None)
    )
    assert [line.text for line in dated.lines][0] == "Day 30: Tuesday 29 December 2026"  # Christmas and after: no work
    assert "____" in plain.lines[0].text
    assert dated.lines[-1].text.startswith("Whom to contact:")


def test_two_slides_of_one_title_are_refused():
    slide = Slide("Aim", (Line((("Words", False),)),))
    with pytest.raises(ValueError, match="Two slides are called “Aim”"):
        powerpoint_file("Course", ("Session 1",), [slide, slide])


def test_a_cell_that_is_not_there_is_named(tmp_path, monkeypatch):
    listed = (course_root() / "course/trainer/slides.yml").read_text(encoding="utf-8")
    path = tmp_path / "slides.yml"
    path.write_text(listed.replace("[three-ways 0]", "[three-lanes 0]"), encoding="utf-8")
    wrong = read_deck(path)
    monkeypatch.setattr("equityqi.lessons.slide_deck.read_deck", lambda: wrong)
    with pytest.raises(DeckError, match="asks for the words of the cell three-lanes of session-1/01-what-is-inequity"):
        slides_of(1, load("a-blood-pressure"))


def test_the_cover_has_the_largest_letters(decks):
    layout = decks[1].slides[0].slide_layout
    assert f'sz="{COVER * 100}"' in str(layout.placeholders[0]._element.xml)
