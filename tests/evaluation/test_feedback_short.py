"""evaluation.feedback_short: one slide for a meeting, and half a page for a newsletter."""

import io

import pandas as pd
import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Pt

from equityqi.documents.slide_room import BODY, LINE, height_of
from equityqi.evaluation import report
from equityqi.evaluation.feedback_short import NEWS, NEWS_IN_WORD, SLIDES, TITLE
from equityqi.files import course_root

TABLE = pd.read_csv(
    course_root() / "datasets" / "feedback" / "feedback_synthetic.csv", dtype=str, keep_default_na=False
)
WORDS = TABLE["q8_keep"][TABLE["q8_keep"] != ""].tolist()


def made_of(tmp_path, table, folder="sheets", attended=None):
    place = tmp_path / folder
    place.mkdir(parents=True, exist_ok=True)
    table.to_csv(place / "typed.csv", index=False)
    return report(tmp_path / "sheets", attended, tmp_path / "out")


def deck(tmp_path):
    return Presentation(io.BytesIO((tmp_path / "out" / SLIDES).read_bytes()))


def shown(slide):
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return " ".join(texts + [cell.text for table in tables for row in table.rows for cell in row.cells]).replace(
        "\xa0", " "
    )


def test_the_slide_has_the_four_counts_who_answered_and_when_as_people_write_dates(tmp_path, second_organisation):
    made = made_of(tmp_path, TABLE, attended=24)
    assert {path.name for path in made.files} >= {SLIDES, NEWS, NEWS_IN_WORD}
    (slide,) = deck(tmp_path).slides
    said = shown(slide)
    assert slide.shapes.title.text == f"{TITLE} on 2 December 2026"
    notes = slide.notes_slide.notes_text_frame.text
    assert "most of 19" in said and "18 of 19" not in said and "19 sheets came back, of 24 people." in said
    assert "Run by NHS Mid Dale & Firth on 3 November 2026 and 2 December 2026. 19 sheets" in notes
    table = next(shape for shape in slide.shapes if shape.has_table)
    line = slide.placeholders[1]
    assert line.top >= table.top + table.height
    (run,) = line.text_frame.paragraphs[0].runs
    size = int(run.font.size / Pt(1)) if run.font.size else LINE
    assert size >= 28 and line.top / Pt(1) + height_of([run.text], size) <= BODY.bottom  # the last row can read it


def test_the_newsletter_has_counts_and_nobody_s_words_and_fits_half_a_page(tmp_path, second_organisation):
    made_of(tmp_path, TABLE, attended=24)
    text = (tmp_path / "out" / NEWS).read_text(encoding="utf-8")
    word = Document(io.BytesIO((tmp_path / "out" / NEWS_IN_WORD).read_bytes()))
    paragraphs = [paragraph.text.replace("\xa0", " ") for paragraph in word.paragraphs]
    assert "• I would recommend this training (yes or no): most of 19" in text.splitlines()
    assert "Where 1 to 7 people agreed, or didn't, we give words" in text
    assert [line.removeprefix("• ") for line in text.splitlines() if line] == paragraphs
    assert len(text.split()) < 220 and "improvement@middale.example" in text
    assert WORDS and not any(words in text or words in shown(deck(tmp_path).slides[0]) for words in WORDS)


def test_below_ten_answers_there_are_counts_alone(tmp_path):
    made_of(tmp_path, TABLE.head(4))
    notes = deck(tmp_path).slides[0].notes_slide.notes_text_frame.text
    said = notes + shown(deck(tmp_path).slides[0]) + (tmp_path / "out" / NEWS).read_text(encoding="utf-8")
    assert "%" not in said.replace("95%", "") and " of 4" not in said and "fewer than 8 people answered" in said
    made_of(tmp_path, pd.concat([TABLE[TABLE["q4_recommend"] == "yes"].head(1)] * 8))
    said = (tmp_path / "out" / NEWS).read_text(encoding="utf-8")
    assert "(yes or no): 8 of 8" in said and "counts and no per cent" in said and "%" not in said


@pytest.mark.parametrize("names", [("march", "june")])
def test_of_several_workshops_each_has_a_slide_of_its_own(tmp_path, names):
    for number, name in enumerate(names):
        made_of(tmp_path, TABLE.iloc[number::2], f"sheets/{name}")
    assert [slide.shapes.title.text for slide in deck(tmp_path).slides] == [
        f"{TITLE}: {name}" for name in sorted(names)
    ]
