"""The workbook: a person's answers to take home, and nothing that is private."""

import json
import re

import pytest

from equityqi.handouts.workbook import make_workbook, workbook
from equityqi.questions.exercise_file import all_exercises
from equityqi.workfolder import survey_sheets
from equityqi.workfolder.answers_file import answers_name
from equityqi.workfolder.prepare import WorkError

COMMITMENT = {
    "type": "action",
    "verb": "ring",
    "thing": "ten people from the secret list",
    "group": "people who need an interpreter",
}


@pytest.fixture
def answered(work):
    """A work folder with the model answers of four exercises, two surveys and one commitment that is private."""
    for name in ("01-what-is-inequity", "04-aim", "05-drivers", "08-change-ideas"):
        given = {question.id: question.model_answer() for question in all_exercises()[name].questions}
        text = json.dumps(
            {"schema": 1, "course": "1.0.0", "exercise": name, "case": "a-blood-pressure", "answers": given},
            ensure_ascii=False,
        )
        (work / "exercises" / name / answers_name(name)).write_text(text, encoding="utf-8")
    survey_sheets.save_sheet(work, "pre", {"code": "MI07", "pre_read_a_gap": "3"})
    survey_sheets.save_sheet(work, "exit", {"exit_muddy": "I never understood the slope index"})
    survey_sheets.save_sheet(work, "commitment", COMMITMENT | {"private": "private"})
    return work


def words_of(document):
    return json.dumps(
        [[section.title, [repr(block) for block in section.blocks]] for section in document.sections],
        ensure_ascii=False,
    )


def test_each_answer_stands_in_words_with_the_sentence_that_was_said(answered):
    told = {section.title: section.blocks for section in workbook(answered).sections}
    rows = {row[0]: row[1:] for row in told["What is inequity?"][0].rows}
    gap = next(value for prompt, value in rows.items() if "How many years is the gap?" in prompt)
    assert gap == ("8.7 years", "Nearly nine years of good health, between two places a short drive apart.")
    sort = next(value for prompt, value in rows.items() if prompt.startswith("Equality, equity or justice?"))
    assert "Equity: People who need an interpreter get a double slot." in sort[0].split("\n")
    assert len(rows) == len(all_exercises()["01-what-is-inequity"].questions)


def test_a_diagram_is_drawn_and_the_project_stands_on_one_page(answered):
    told = workbook(answered)
    assert [section.title for section in told.sections][:2] == ["Certificate", "On one page"]
    assert any(
        type(block).__name__ == "Figure"
        for section in told.sections
        if section.title == "Drivers"
        for block in section.blocks
    )


def test_the_certificate_says_who_and_what_was_done_and_no_mark(answered):
    first = workbook(answered).sections[0]
    assert first.blocks[0].text.startswith("asha took part in the course “Using Quality Improvement")
    rows = dict(first.blocks[1].rows)
    assert rows["What is inequity?"] == "11 of 11" and set(rows) == {
        "What is inequity?",
        "An aim with an equity part",
        "Drivers",
        "Change ideas",
    }
    assert not re.search("point|passed|not yet|mark", repr(first).lower())


def test_without_a_name_none_is_made_up(tmp_path, monkeypatch):
    from equityqi.workfolder.prepare import prepare

    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    prepare(tmp_path / "my-work")
    first = workbook(tmp_path / "my-work").sections[0]
    assert (
        first.blocks[0].text.startswith("The person who holds this page took part")
        and "No question is answered yet" in first.blocks[1].text
    )


def test_no_survey_answer_and_no_private_commitment_is_ever_in_it(answered):
    html, word = make_workbook(answered, word=True)
    from docx import Document

    words = Document(word)
    inside = "\n".join(
        [
            html.read_text(encoding="utf-8"),
            *(cell.text for table in words.tables for row in table.rows for cell in row.cells),
            *(line.text for line in words.paragraphs),
        ]
    )
    for private in ("MI07", "slope index", "secret list"):
        assert private not in inside
    survey_sheets.save_sheet(answered, "commitment", COMMITMENT | {"private": "share"})
    assert "secret list" in words_of(workbook(answered))  # shared by choice, so it stands on the one page


@pytest.mark.slow
def test_the_word_file_says_what_the_page_says(answered):
    from docx import Document

    html, word = make_workbook(answered, word=True)
    words = Document(word)
    heads = [line.text for line in words.paragraphs if line.style.name in ("Title", "Heading 1")]
    assert heads == [
        "My workbook",
        *(title for title in re.findall("<h2>(.*?)</h2>", html.read_text(encoding="utf-8"))),
    ]
    assert words.tables[-1].rows[0].cells[1].text == "My answer"
    before = word.read_bytes()
    assert make_workbook(answered, word=True)[1].read_bytes() == before


def test_a_folder_without_work_is_one_sentence(tmp_path):
    with pytest.raises(WorkError, match="There is no work yet in .* Start the course with start.py first."):
        make_workbook(tmp_path)
