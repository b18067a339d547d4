"""A second organisation from its file to everything that people get: its name is on each, and not a word of the first
place. What its site says: live/test_site.py.
"""

import datetime as dt
import io
import re
from html import unescape
from pathlib import Path

import docx
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Pt
from read_pdf import ReadPdf

from equityqi.cases import opening
from equityqi.cases.case import Case, load
from equityqi.documents.html import page_of
from equityqi.documents.pdf import Part, pdf_of
from equityqi.documents.slide_room import height_of
from equityqi.documents.word import word_file
from equityqi.documents.word_of_sheets import word_of_sheets
from equityqi.evaluation import commitment_report, feedback_sections
from equityqi.evaluation.check_in_packs import check_in_page, leader_page, mail_texts
from equityqi.evaluation.shared_commitment import SharedCommitment
from equityqi.evaluation.wall import wall
from equityqi.evaluation.workshop import workshop_of
from equityqi.forms.sheet_form import sheet_twin
from equityqi.handouts.pages import framed
from equityqi.handouts.paper_game import paper_game
from equityqi.handouts.paper_pack import survey_to_print
from equityqi.handouts.print_session import make_print, session_pdf
from equityqi.handouts.print_sets import SETS
from equityqi.handouts.printable import Course
from equityqi.lessons import slide_deck
from equityqi.lessons.runsheet import read_runsheet
from equityqi.lessons.runsheet_pages import agenda_page, runsheet_page
from equityqi.lessons.say import words_of
from equityqi.organisation import ANOTHER, Organisation, organisation
from equityqi.project.parts import Commitment
from equityqi.settings import FIRST_CASE
from equityqi.takehome.attendance import attendance
from equityqi.takehome.certificate import certificate

BOARD = "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board"
SECOND = Path(__file__).with_name("second-organisation")
FIRST_PLACE = r"BLMK|Bedford|Luton|Milton Keynes|East London|improvement@(?!middale)"


def promised():
    said = {"verb": "ring", "thing": "three people", "date": "16 December 2026", "checker": "Tom", "name": "Asha"}
    return SharedCommitment("0f" * 8, dt.date(2026, 12, 2), Commitment(**said))


def attended():
    return attendance("Asha", "", "both", {1: "3 November 2026", 2: "2 December 2026"})


def report():
    return feedback_sections.document([workshop_of([])])


PAGES = {
    "agenda": lambda: agenda_page(read_runsheet()),
    "runsheet": lambda: runsheet_page(read_runsheet()),
    "wall": lambda: wall([promised()]),
    "check-in": lambda: check_in_page(30, [promised()]),
    "leader": lambda: leader_page((promised(),), ()),
    "certificate": lambda: certificate(attended()),
    "feedback report": lambda: page_of(report()),
    "commitments report": lambda: page_of(commitment_report.report(1, ())),
    "start page": lambda: words_of(load(FIRST_CASE), "who"),
    "mails": lambda: mail_texts(30, [promised()], organisation().named_leader),
    "game on paper": paper_game,
    "survey on paper": lambda: framed("Survey", survey_to_print("pre")),
}
WITH_LOGO = (
    "agenda", "runsheet", "wall", "feedback report", "commitments report", "certificate", "survey on paper",
    "game on paper",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_each_page_names_who_runs_the_course_and_none_names_another(either_organisation, name):
    held, html = either_organisation, PAGES[name]()
    assert ("NHS Mid Dale & Firth" in unescape(html)) == bool(held.name)
    if name == "wall":  # its head is not printed, so each card says it too
        assert ('class="of">NHS Mid Dale' in html) == bool(held.name)
    if name != "feedback report":  # it tells of the first workshop, as history
        assert not re.search(FIRST_PLACE, html)
    if name in WITH_LOGO:
        assert ("data:image/svg+xml;base64," in html) == bool(held.logo)


def test_the_survey_on_screen_asks_its_own_contact(second_organisation):
    assert "the information team" in sheet_twin("pre") and not re.search(FIRST_PLACE, sheet_twin("pre"))


# ---- Word, PowerPoint, print


def described(word):
    return [shape._inline.docPr.get("descr") for shape in word.inline_shapes]


def test_a_report_in_word_has_the_name_and_the_logo_with_words_for_it(either_organisation):
    word = docx.Document(io.BytesIO(word_file(report(), None)))
    assert ("NHS Mid Dale & Firth, Mid Dale" in [line.text for line in word.paragraphs]) == bool(
        either_organisation.name
    )
    assert described(word)[:1] == (["Logo of NHS Mid Dale & Firth"] if either_organisation.logo else [])
    sheets = docx.Document(io.BytesIO(word_of_sheets("Large print", [], {}, 18)))
    assert described(sheets) == described(word)[:1]


def test_a_logo_that_cannot_be_drawn_leaves_the_name_in_word(tmp_path, monkeypatch):
    (tmp_path / "organisation.yml").write_text("name: Mid Dale\nlogo: mark.svg\n", encoding="utf-8")
    (tmp_path / "mark.svg").write_text("<svg <", encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(tmp_path / "organisation.yml"))
    word = docx.Document(io.BytesIO(word_file(report(), None)))
    assert described(word) == [] and "Mid Dale" in [line.text for line in word.paragraphs]


def test_the_slides_begin_with_the_name_the_day_and_the_logo_and_end_with_who_asks(either_organisation, monkeypatch):
    held = either_organisation
    made = slide_deck.deck_of(2, load(FIRST_CASE), held.session_2_date)
    slides = Presentation(io.BytesIO(made)).slides
    cover = slides[0]
    under = cover.placeholders[1].text_frame.text
    assert ("NHS Mid Dale & Firth\nWednesday 2 December 2026" in under) == bool(held.name)
    logos = [shape._element.nvPicPr.cNvPr.get("descr") for shape in cover.shapes if shape.shape_type == 13]
    assert logos == (["Logo of NHS Mid Dale & Firth"] if held.logo else [])
    told = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert ("Who asks: Morag Reid" in told) == bool(held.named_leader)
    assert ("Day 30: Tuesday 5 January 2027" in told) == bool(held.name)  # 2 January's holiday is Scotland's own
    assert not re.search(FIRST_PLACE, told)


@pytest.mark.parametrize("name", [BOARD, "NHS Dale " * 22])
def test_a_long_name_stays_in_its_box_on_the_first_slide(name, monkeypatch):
    held = Organisation(name=name.strip(), session_2_date=dt.date(2026, 12, 2))
    monkeypatch.setattr(slide_deck, "organisation", lambda: held)
    under = Presentation(io.BytesIO(slide_deck.deck_of(2, load(FIRST_CASE)))).slides[0].placeholders[1]
    texts = [paragraph.text for paragraph in under.text_frame.paragraphs]
    size = under.text_frame.paragraphs[0].runs[0].font.size / Pt(1)
    assert 18 <= size < 28 and height_of(texts, size, under.width / Pt(1)) <= under.height / Pt(1)
    assert (under.top + under.height) / Pt(1) <= 530


def test_the_slides_of_its_own_two_places_say_nothing_of_the_first(second_organisation, monkeypatch):
    monkeypatch.setattr(opening, "FILE", str(SECOND / "opening.yml"))
    slides = slide_deck.slides_of(1, Case(load(FIRST_CASE).folder))  # anew: what a case has worked out is kept
    told = " ".join(slide.title + slide.notes + " ".join(line.text for line in slide.lines) for slide in slides)
    assert "Mid Dale public health report" in told and not re.search(FIRST_PLACE, told)


def on_paper(held):
    return Course(None, read_runsheet(), load(FIRST_CASE), held.session_2_date)


@pytest.mark.parametrize("logo", ["mid-dale.svg", "mark.png", "mark.jpg"])
def test_print_says_on_its_first_page_and_each_foot_who_runs_the_course(logo, tmp_path, monkeypatch):
    text = (SECOND / "organisation.yml").read_text("utf-8").replace("mid-dale.svg", logo)
    (tmp_path / "organisation.yml").write_text(text, encoding="utf-8")
    if logo == "mid-dale.svg":
        (tmp_path / logo).write_bytes((SECOND / logo).read_bytes())
    else:
        Image.new("RGB", (40, 20), "navy").save(tmp_path / logo)
    monkeypatch.setenv(ANOTHER, str(tmp_path / "organisation.yml"))
    course = on_paper(organisation())
    monkeypatch.setattr("equityqi.handouts.print_session.sets_of", lambda course, session: [SETS["name tents"](course)])
    page = ReadPdf(session_pdf(course, 2).pdf.data)
    said = "Run by NHS Mid Dale & Firth, Mid Dale. Questions: the improvement team, improvement@middale.example."
    assert said in page.tree.text
    assert [figure.alt for figure in page.tree.all("Figure")][:1] == ["Logo of NHS Mid Dale & Firth"]
    feet = [one.words for one in page.letters if one.words.startswith("NHS Mid Dale & Firth ·")]
    assert len(feet) == 2, page.letters


@pytest.mark.parametrize(
    ("name", "large", "shown"), [(BOARD, 0, True), (BOARD, 24, False), ("NHS Dale " * 22, 0, False)]
)
def test_a_foot_with_a_long_name_stays_on_its_sheet(name, large, shown, monkeypatch):
    monkeypatch.setattr("equityqi.documents.pdf.organisation", lambda: Organisation(name=name.strip()))
    part = Part("one", "Cards", [{"t": "p", "k": "", "c": ["Hello"]}], foot="Session 1: a set of cards " * 2)
    read = ReadPdf(pdf_of("Cards", [part], {}, large).data)
    said = "".join(one.words for one in read.letters)
    assert (name.split(",")[0].strip() in said) == shown and "1 of 1" in said


@pytest.mark.parametrize("letters", [100, 150, 200])
def test_the_follow_up_slide_stays_one_page_with_a_long_contact(letters, tmp_path, monkeypatch):
    held = Organisation(
        contact=("the improvement team of the dale " * 9)[:letters], session_2_date=dt.date(2026, 12, 2)
    )
    monkeypatch.setattr("equityqi.handouts.print_sets.organisation", lambda: held)
    ((_, says),) = make_print(tmp_path, lambda: on_paper(held), only="follow-up slide")
    assert says.startswith("1 page")


def test_the_follow_up_slide_is_one_page_with_the_dates_of_the_country(either_organisation, tmp_path):
    ((path, says),) = make_print(tmp_path, lambda: on_paper(either_organisation), only="follow-up slide")
    told = ReadPdf(path.read_bytes()).tree.text
    assert says.startswith("1 page")
    assert ("Day 30: Tuesday 5 January 2027" in told) == bool(either_organisation.name)
    assert ("Questions? Ask the improvement team, improvement@middale.example" in told) == bool(
        either_organisation.contact
    )
