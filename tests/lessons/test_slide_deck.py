"""The slides for PowerPoint: 12 to 20 for each session and case, readable from the last row and by a screen reader."""

import datetime as dt
import io
import itertools
import re
import zipfile

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from equityqi.cases.case import load, titles
from equityqi.documents.powerpoint import LANGUAGE, THEME, Line, Slide, powerpoint_file
from equityqi.documents.slide_master import COVER, TITLE
from equityqi.documents.slide_room import BAND_SIZES, BODY, LINE, TABLE_SIZES, grid_of, height_of, picture_room
from equityqi.files import course_root
from equityqi.lessons.hour_deck import hour_slides
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.slide_deck import DeckError, deck_of, make_decks, read_deck, slides_of
from equityqi.organisation import ANOTHER
from equityqi.pictures.style import course_style
from equityqi.svg.text_widths import SLACK, lines_of

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

CASES = [case for case in titles() if (course_root() / "datasets" / case).is_dir()]
SESSIONS = (1, 2)
POINT = 12700


@pytest.fixture(scope="module")
def files():
    return {number: deck_of(number, load("c-asthma")) for number in SESSIONS}


@pytest.fixture(scope="module")
def decks(files):
    return {number: Presentation(io.BytesIO(data)) for number, data in files.items()}


def all_slides(decks):
    return [slide for number in SESSIONS for slide in decks[number].slides]


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.fixture(scope="module")
def shown():
    """The slides of both sessions and of the follow-up hour on every case, each with where it is."""
    made = [(case, number, slide) for case in CASES for number in SESSIONS for slide in slides_of(number, load(case))]
    return made + [(case, "hour", slide) for case in CASES for slide in hour_slides(load(case))]


def picture_of(slide):
    """Return a picture's figure, and by how much it is shown smaller or larger than drawn."""
    figure = slide.picture.figure
    width, height = figure.get_figwidth(), figure.get_figheight()
    room, _ = picture_room([line.text for line in slide.lines], width / height, slide.room)
    return figure, min(room.width / width, room.height / height) / 72


def test_each_session_has_twelve_to_twenty_slides_on_each_case(shown):
    for case in CASES:
        for number in SESSIONS:
            assert 12 <= 1 + sum(one[:2] == (case, number) for one in shown) <= 20
    assert [slide.title for _, _, slide in shown if "(continued" in slide.title] == []


def test_nothing_is_higher_than_its_place(shown):
    for where in shown:
        slide = where[2]
        words, room = [line.text for line in slide.lines], slide.room.height
        if slide.picture:
            figure, _ = picture_of(slide)
            _, below = picture_room(words, figure.get_figwidth() / figure.get_figheight(), slide.room)
            assert height_of(words, width=below.width) <= below.height + 1, where
            continue
        if slide.table:
            room -= sum(grid_of(slide.table, words, slide.room).heights) + 14 * bool(words)
        assert height_of(words) <= room, where


def test_titles_and_sentences_take_two_lines_at_most_and_the_point_one(shown):
    for where in shown:
        slide = where[2]
        assert len(lines_of(slide.title, BODY.width - 15, TITLE, bold=True)) <= 2, where
        assert len(lines_of(slide.point, BODY.width * SLACK, BAND_SIZES[-1], bold=True)) <= 1, where
        for line in slide.lines:
            for sentence in re.split(r"(?<=[.?!]) ", line.text):
                assert len(lines_of(sentence, (BODY.width - 42) * SLACK, LINE)) <= 2, (where[:2], sentence)


@pytest.fixture(scope="module")
def drawn(shown):
    """Each picture on a slide with where it is, its scale, its words, and their boxes when drawn."""
    found = []
    for where in shown:
        if where[2].picture:
            figure, scale = picture_of(where[2])
            with course_style():
                FigureCanvasAgg(figure).draw()
                words = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
                found.append((where[:2], figure, scale, [(text, text.get_window_extent()) for text in words]))
    assert len(found) == len(CASES) * (6 + 3)
    return found


def test_charts_have_letters_of_28_points_as_shown_and_no_word_is_cut(drawn):
    for where, figure, scale, words in drawn:
        assert min(text.get_fontsize() for text, _ in words) * scale > LINE - 0.2, where
        for text, box in words:
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
            assert inside, (where, text.get_text())


def test_no_two_words_of_a_chart_lie_on_each_other(drawn):
    for where, _, _, words in drawn:
        for (one, box), (other, beside) in itertools.combinations(words, 2):
            overlap = box.shrunk(0.98, 0.9).overlaps(beside.shrunk(0.98, 0.9))
            assert not overlap, (where, one.get_text(), other.get_text())


def test_a_break_and_a_task_say_when_the_room_talks_again_by_the_organisations_time(tmp_path, monkeypatch):
    path = tmp_path / "organisation.yml"
    path.write_text("session_1_starts: 13:00\nsession_2_starts: 9.15\n", encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(path))
    first, second = (slides_of(number, load("c-asthma")) for number in SESSIONS)
    assert [slide.title for slide in first if "start again" in slide.title] == [
        "We start again at 14:10", "We start again at 15:12",
    ]  # fmt: skip
    assert [slide.title for slide in second if "start again" in slide.title] == [
        "We start again at 10:27", "We start again at 11:37",
    ]  # fmt: skip
    task = next(slide for slide in first if slide.title.startswith("Difference, inequity"))
    assert task.point == "You can pass. We talk again at 13:54."


def test_each_break_of_the_runsheet_has_its_slide():
    for number in SESSIONS:
        breaks = [block.id for block in read_runsheet().session(number).blocks if block.kind == "break"]
        assert [one.block for one in read_deck().sessions[number - 1].slides if one.block.startswith("break")] == breaks


def contrast(one, other):
    def light(colour):
        parts = [int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_stand_out_from_their_ground(shown):
    grounds = [(THEME["dk1"], THEME["lt1"]), (THEME["accent1"], THEME["lt2"]), (THEME["lt1"], THEME["dk2"])]
    grounds += [(THEME["lt1"], THEME["accent1"])]  # the heads of a table
    for _, _, slide in shown:
        words = slide.picture.figure.findobj(Text) if slide.picture else []
        grounds += [(to_hex(text.get_color()), "#FFFFFF") for text in words if text.get_text().strip()]
    assert [pair for pair in set(grounds) if contrast(*pair) < 4.5] == []


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
    slide = next(slide for slide in all_slides(decks) if "is the gap closing" in slide.shapes.title.text)
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


def test_every_run_of_words_is_in_british_english(files):
    with zipfile.ZipFile(io.BytesIO(files[1])) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    slides = [xml for name, xml in parts.items() if re.match(r"ppt/(slides|notesSlides)/", name)]
    assert len(slides) > 24
    for xml in slides:
        assert xml.count("<a:t>") <= len(re.findall(rf'<a:rPr lang="{LANGUAGE}"', xml))
    assert {lang for xml in parts.values() for lang in re.findall(r' lang="([^"]+)"', xml)} == {LANGUAGE}
    assert LANGUAGE in parts["docProps/core.xml"]


def test_no_letter_is_smaller_than_28_points(decks):
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
    assert "Systematic: it is a pattern, not luck." in said
    table = next(shape.table for slide in decks[1].slides for shape in slide.shapes if shape.has_table)
    assert [cell.text for cell in table.rows[1].cells] == ["Most deprived", "620", "800", "77.5%"]
    assert "On our dashboard, the gap is 28.3 percentage points" in said
    assert "fact:" not in said
    assert "**" not in said
    assert load("c-asthma").title in said


def test_the_look_is_of_the_theme_so_that_it_can_be_changed_in_one_place(files):
    with zipfile.ZipFile(io.BytesIO(files[1])) as archive:
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
    title = "You’ll be asked three times how it went"
    dated, plain = (
        next(slide for slide in slides_of(2, case, day) if slide.title == title)
        for day in (dt.date(2026, 11, 25), None)
    )
    assert [line.text for line in dated.lines][0] == "Day 30: Tuesday 29 December 2026"  # Christmas and after: no work
    assert "____" in plain.lines[0].text
    assert dated.lines[-1].text.startswith("Who asks: ")


def test_two_slides_of_one_title_are_refused():
    slide = Slide("Aim", (Line((("Words", False),)),))
    with pytest.raises(ValueError, match="Two slides are called “Aim”"):
        powerpoint_file("Course", ("Session 1",), [slide, slide])


def test_a_cell_that_is_not_there_is_named(tmp_path, monkeypatch):
    listed = (course_root() / "course/trainer/slides.yml").read_text(encoding="utf-8")
    path = tmp_path / "slides.yml"
    path.write_text(listed.replace("[two-gaps-example 1]", "[two-lanes 1]"), encoding="utf-8")
    wrong = read_deck(path)
    monkeypatch.setattr("equityqi.lessons.slide_deck.read_deck", lambda: wrong)
    with pytest.raises(DeckError, match="asks for the words of the cell two-lanes of session-1/02-measuring-gaps"):
        slides_of(1, load("a-blood-pressure"))


def test_the_cover_has_the_largest_letters(decks):
    layout = decks[1].slides[0].slide_layout
    assert f'sz="{COVER * 100}"' in str(layout.placeholders[0]._element.xml)
