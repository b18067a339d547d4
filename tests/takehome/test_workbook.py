"""The workbook: a person's own words to take home, and nothing else."""

import json
import re
from io import BytesIO

import pytest

from equityqi.questions.exercise_file import all_exercises
from equityqi.settings import read_settings, write_settings
from equityqi.takehome.record import keep_record
from equityqi.takehome.workbook import make_workbook, workbook, workbook_page, workbook_word
from equityqi.workfolder import survey_sheets
from equityqi.workfolder.answers_file import answers_name
from equityqi.workfolder.prepare import WorkError

COMMITMENT = {"type": "action", "verb": "ring", "thing": "ten people from the secret list", "group": "people"}
PRIVATE = ("MI07", "slope index", "secret list", "secret thought")


def save(work, name, given):
    saved = {"schema": 1, "course": "1.0.0", "exercise": name, "case": "a-blood-pressure", "answers": given}
    (work / "exercises" / name / answers_name(name)).write_text(json.dumps(saved, ensure_ascii=False), "utf-8")


@pytest.fixture
def answered(work):
    """A work folder with the model answers of four exercises, two surveys, a shared commitment and a record."""
    for name in ("01-what-is-inequity", "04-aim", "05-drivers", "08-change-ideas"):
        save(work, name, {question.id: question.model_answer() for question in all_exercises()[name].questions})
    survey_sheets.save_sheet(work, "pre", {"code": "MI07", "pre_read_a_gap": "3"})
    survey_sheets.save_sheet(work, "exit", {"exit_muddy": "I never understood the slope index"})
    survey_sheets.save_sheet(work, "commitment", COMMITMENT | {"private": "share"})
    keep_record(work, {"benefit": "a secret thought"})
    return work


def words_in_word(data):
    from docx import Document

    return "\n".join(line.text for line in Document(BytesIO(data)).paragraphs)


def test_each_text_is_there_in_full_under_the_lead_of_what_was_asked(answered):
    first = workbook(answered).chapters[0]
    told = {entry.lead: entry.text for entry in first.entries}
    asked = "Give one example of equality, equity or justice from your own work, and say which of the three it is."
    assert told[asked] == all_exercises()["01-what-is-inequity"].question("own-example").model_answer()
    assert first.small == "You also answered 7 questions here by choosing, sorting or working out."


def test_a_plan_is_there_field_by_field_and_a_diagram_as_picture_and_as_list(answered):
    chapters = {chapter.title: chapter for chapter in workbook(answered).chapters}
    [(name, fields)] = chapters["An aim with an equity part"].entries[0].rows
    assert name == "" and ("Now, for the group", "52%") in [(line.label, line.words) for line in fields]
    tree = chapters["Drivers"].entries[1]
    assert tree.picture.count("<svg") == 2 and {line.depth for line in tree.rows[0][1]} == {0, 1, 2, 3}
    assert [line.label for line in tree.rows[0][1]][:2] == ["Aim", "Primary driver"]
    assert any(line.words.endswith("(Lived experience)") for line in tree.rows[0][1])


def test_a_nought_is_an_answer_and_a_blank_is_none(work):
    save(work, "04-aim", {"my-aim": [{"baseline_group": 0, "place": " "}]})
    [(_, fields)] = workbook(work).chapters[0].entries[0].rows
    assert [(line.label, line.words) for line in fields] == [("Now, for the group", "0%")]


def test_no_mark_no_sentence_of_the_course_and_no_empty_question_is_in_it(answered):
    html = workbook_page(workbook(answered))
    plain = re.sub(r"<[^>]+>", "\n", html.split("</head>")[1])
    assert not re.search(r"\bmarks?\b|\d points?\b(?! worse)|Not yet|not answered|not written|Passed|Thank you", plain)
    for question in (one for exercise in all_exercises().values() for one in exercise.questions):
        if question.right not in ("That’s it.", "Thank you."):
            assert question.right not in plain
    save(answered, "04-aim", {"my-aim": [{"measure": "", "place": " "}], "aim-signed": "  "})
    assert "An aim with an equity part" not in [chapter.title for chapter in workbook(answered).chapters]


def test_nothing_private_is_ever_in_it(answered):
    html, word = make_workbook(answered, word=True)
    inside = html.read_text("utf-8") + words_in_word(word.read_bytes())
    assert not [words for words in PRIVATE if words in inside]


def test_an_answer_of_any_letters_is_kept_and_is_never_a_tag(answered):
    odd = "Órla <b>bold</b> 😀\x00\n\nhttp://x.y & ŵyl"
    save(answered, "01-what-is-inequity", {"own-example": odd})
    book = workbook(answered)
    assert "Órla &lt;b&gt;bold&lt;/b&gt; 😀" in workbook_page(book) and "ŵyl" in workbook_page(book)
    assert "Órla <b>bold</b> 😀\nhttp://x.y & ŵyl" in words_in_word(workbook_word(book))


def test_the_word_file_says_what_the_page_says_and_the_same_each_time(answered):
    html, word = make_workbook(answered, word=True)
    from docx import Document

    words = Document(word)
    heads = [line.text for line in words.paragraphs if line.style.name in ("Title", "Heading 1")]
    assert heads == ["My workbook", *re.findall("<h2>(.*?)</h2>", html.read_text("utf-8"))]
    page = words.sections[0]
    assert page.page_width < page.page_height
    before = word.read_bytes()
    assert make_workbook(answered, word=True)[1].read_bytes() == before


def test_the_name_is_the_one_that_its_person_asked_us_to_remember(answered):
    assert workbook(answered).name == "asha"
    write_settings(answered, {**read_settings(answered), "full_name": "Asha Example"})
    assert workbook(answered).name == "Asha Example"


def test_before_a_word_is_written_it_says_so(work):
    assert "There is nothing in your own words yet." in workbook_page(workbook(work))


def test_a_folder_without_work_is_one_sentence(tmp_path):
    with pytest.raises(WorkError, match=r"There is no work yet in .* Start the course with start.py first."):
        make_workbook(tmp_path)
