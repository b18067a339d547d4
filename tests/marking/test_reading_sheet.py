"""reading, marking.texts_to_read, marking.marks_by_hand: texts that a person reads are marked in one Excel sheet, and
no mark that was given is ever lost.
"""

import csv
import json
import shutil
from dataclasses import replace

import openpyxl
import pytest

from equityqi.marking.course import tasks_of
from equityqi.marking.texts_to_read import asked_in, read_by_a_person, texts_of
from equityqi.reading import together
from equityqi.reading.marks import ByHand, Given, merged, read_kept
from equityqi.reading.sheet import HEADS, TypedRow, typed_marks

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
WALL = "Which people were asked, and who was left out of it altogether?"
OTHER = "Whom did nobody ask, and what would they have said to us?"
FORMULA = '=HYPERLINK("http://x","y")'


def hand_in(cohort, id, on_roll=True, **answers):
    place = f"exercises/{cohort.long}/{cohort.long}.answers.json"
    files = cohort.files(**{place: cohort.answers({"question-wall": WALL, **answers}, cohort.long)})
    if on_roll:
        cohort.person(id, name=id.title())
    cohort.zip(id, files, on_roll=False, outside=f"hand-in-{id}.zip")


def sheet_of(cohort):
    return cohort.out / "texts-to-read.xlsx"


def rows(cohort):
    """{(person, prompt's beginning): {head: value}} of the sheet."""
    head, *lines = openpyxl.load_workbook(sheet_of(cohort)).active.iter_rows(values_only=True)
    return {line[0]: dict(zip(head, line, strict=True)) for line in lines}


def fill(cohort, id, marks=None, word=None, **more):
    """What a trainer does: type into the row of a person, and save."""
    book = openpyxl.load_workbook(sheet_of(cohort))
    for row in book.active.iter_rows(min_row=2):
        if row[0].value == id:
            for head, value in {"marks": marks, "comment": word, **more}.items():
                if value is not None:
                    row[HEADS.index(head)].value = value
    book.save(sheet_of(cohort))


def gradebook(cohort):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{cohort.out}/gradebook/gradebook.db", "equityqi")


def in_gradebook(cohort, id, cell="read-question-wall"):
    """(marks by hand, comment, waits for a person) as nbgrader itself reads them."""
    with gradebook(cohort) as book:
        grade = book.find_grade(cell, cohort.long, cohort.long, id)
        comment = book.find_comment(cell, cohort.long, cohort.long, id)
        return grade.manual_score, comment.manual_comment, bool(grade.needs_manual_grade)


def in_formgrader(cohort, id, points, word=None, cell="read-question-wall"):
    """What formgrader does when a person types points and a comment."""
    with gradebook(cohort) as book:
        grade = book.find_grade(cell, cohort.long, cohort.long, id)
        grade.manual_score, grade.needs_manual_grade = points, False
        if word:
            book.find_comment(cell, cohort.long, cohort.long, id).manual_comment = word
        book.db.commit()


@pytest.fixture
def marked(cohort):
    """Two people with one text each that a person reads, and one who answered nothing."""
    hand_in(cohort, "asha"), hand_in(cohort, "ben")
    cohort.zip("cy")
    cohort.mark()
    return cohort


# ---- The sheet


def test_each_text_has_a_row_with_its_question_and_how_to_mark_it(marked):
    found = rows(marked)
    assert list(found) == ["asha", "ben"], "who wrote nothing has no row"
    row = found["asha"]
    asked = next(question for question in marked_questions(marked) if question.id == "question-wall")
    assert (row["name"], row["exercise"], row["answer"], row["out of"]) == ("Asha", marked.long, WALL, 3)
    assert row["prompt"] == asked.prompt.strip() and all(line in row["rubric"] for line in asked.rubric)
    assert row["marks"] is None and row["comment"] is None


def marked_questions(cohort):
    from equityqi.questions.exercise_file import read_questions

    return read_questions(cohort.course / "solutions" / cohort.long / "questions.yml").questions


def test_only_the_cells_to_fill_in_are_open_and_marks_have_limits(marked):
    sheet = openpyxl.load_workbook(sheet_of(marked)).active
    assert sheet.protection.sheet
    for row in sheet.iter_rows(min_row=2):
        open_cells = [head for head, cell in zip(HEADS, row, strict=True) if not cell.protection.locked]
        assert open_cells == ["marks", "comment"]
        assert {row[HEADS.index(head)].fill.fgColor.rgb for head in open_cells} == {"FFFFF4CC"}
    (limits,) = sheet.data_validations.dataValidation
    assert (limits.type, limits.formula1, limits.formula2, str(limits.sqref)) == ("decimal", "0", "$G2", "H2:H3")
    assert sheet.column_dimensions["K"].hidden, "what tells rows apart is not shown"


def test_it_is_printed_one_page_wide_with_its_heads(marked):
    sheet = openpyxl.load_workbook(sheet_of(marked)).active
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0 and sheet.print_title_rows == "$1:$1"
    assert sheet.print_area.split("!")[1] == "$A$1:$J$3" and sheet.freeze_panes == "C2"
    assert all(cell.alignment.wrap_text for cell in sheet[2][:10])


def test_no_word_of_a_learner_s_is_a_formula_in_it(cohort):
    hand_in(cohort, "asha", **{"question-wall": FORMULA + " and so on, whom did we never ask about it?"})
    cohort.people[0]["name"] = "+cmd"
    cohort.mark()
    sheet = openpyxl.load_workbook(sheet_of(cohort)).active
    assert not [cell.value for row in sheet for cell in row if cell.data_type == "f"]
    row = rows(cohort)["asha"]
    assert row["name"] == "'+cmd" and row["answer"].startswith("'=HYPERLINK")


# ---- What comes back


def test_marks_and_words_go_to_the_gradebook_the_marks_and_the_feedback(marked):
    with gradebook(marked) as book:
        before = book.find_submission(marked.long, "asha").score
    fill(marked, "asha", 2, "A good question: ask it on Tuesday.")
    marked.mark()
    assert in_gradebook(marked, "asha") == (2, "A good question: ask it on Tuesday.", False)
    assert in_gradebook(marked, "ben") == (None, None, True)
    with gradebook(marked) as book:
        assert book.find_submission(marked.long, "asha").score == before + 2
    head, out_of, *lines = openpyxl.load_workbook(marked.out / "marks.xlsx")["Marks"].iter_rows(values_only=True)
    at = [head.index(name) for name in ("read by a person", "read out of", "texts to read")]
    assert [[line[column] for column in at] for line in lines] == [[2, 12, None], [None, 12, 1], [None, 12, None]]
    with open(marked.out / "marks.csv", encoding="utf-8-sig", newline="") as file:
        given = {(row["id"], row["exercise"]): row["read by a person"] for row in csv.DictReader(file)}
    assert float(given["asha", marked.long]) == 2 and given["ben", marked.long] == ""
    page = next((marked.out / "feedback").glob("asha-*.html")).read_text("utf-8")
    assert "2 of 3" in page and "A good question: ask it on Tuesday." in page
    assert "1 text is still to be read" in next((marked.out / "feedback").glob("ben-*.html")).read_text("utf-8")


def test_a_run_with_nothing_new_changes_no_byte(marked, snapshot):
    fill(marked, "asha", 2.5, "Good")
    marked.mark(), marked.mark()
    before = snapshot(marked.out)
    marked.mark()
    assert snapshot(marked.out) == before


@pytest.mark.parametrize(
    ("typed", "marks"), [("2,5", 2.5), ("2.5 ", 2.5), ("2½", 2.5), ("½", 0.5), (0, 0), ("3 marks", 3), ("=1+1", None)]
)
def test_marks_are_read_as_people_type_them(typed, marks):
    assert typed_marks(typed, 3) == marks


@pytest.mark.parametrize("typed", ["four", 4, -1, 2.3, "50%", True, "3/3", "#REF!", "nan", "2e0", "1,000"])
def test_what_is_no_mark_is_not_taken_for_one(typed):
    assert typed_marks(typed, 3) is None


@pytest.mark.parametrize("typed", ["four", 4, True])
def test_what_is_no_mark_is_said_with_its_row_and_stays_as_it_was_typed(marked, typed):
    fill(marked, "asha", 2)
    marked.mark()
    fill(marked, "asha", typed)
    marked.mark()
    (said,) = read_kept(marked.out)[0].said
    shown = str(typed)
    assert said.startswith("Row 2 of texts-to-read.xlsx: ") and shown in said and "from 0 to 3" in said
    row = rows(marked)["asha"]
    assert str(row["marks"]).lstrip("'") == shown and "is not a mark" in row["note"]
    assert in_gradebook(marked, "asha")[0] == 2, "the mark that was given stays"
    fill(marked, "asha", 3)
    marked.mark()
    assert (
        in_gradebook(marked, "asha")[0] == 3 and not read_kept(marked.out)[0].said and not rows(marked)["asha"]["note"]
    )


def test_a_formula_that_comes_to_nothing_is_said_or_taken_for_words(marked):
    fill(marked, "asha", "=1+1", "=good, ask again")  # as no program has worked them out
    marked.mark()
    assert in_gradebook(marked, "asha") == (None, "=good, ask again", True)
    assert "“=1+1” is not a mark" in read_kept(marked.out)[0].said[0] and rows(marked)["asha"]["marks"] == "'=1+1"


def test_a_sheet_made_before_has_its_comments_under_a_word_back(marked):
    book = openpyxl.load_workbook(sheet_of(marked))
    book.active.cell(1, HEADS.index("comment") + 1).value = "a word back"
    book.save(sheet_of(marked))
    fill(marked, "asha", 2, "Good")
    marked.mark()
    assert in_gradebook(marked, "asha") == (2, "Good", False) and rows(marked)["asha"]["comment"] == "Good"


def test_an_emptied_cell_takes_nothing_away(marked):
    fill(marked, "asha", 2, "Good")
    marked.mark()
    fill(marked, "asha", "", "")
    marked.mark()
    assert in_gradebook(marked, "asha") == (2, "Good", False) and rows(marked)["asha"]["marks"] == 2


def test_a_mark_for_an_older_text_is_kept_shown_and_asked_again(marked):
    fill(marked, "asha", 2, "Good")
    marked.mark()
    hand_in(marked, "asha", on_roll=False, **{"question-wall": OTHER})
    marked.mark()
    row = rows(marked)["asha"]
    assert row["answer"] == OTHER and row["marks"] is None and row["comment"] == "Good"
    assert row["note"] == "The text has changed since you gave 2 of 3 for the older one. Please read it again."
    assert in_gradebook(marked, "asha") == (2, "Good", True)
    assert "2 of 3, for the text as it was before" in next((marked.out / "feedback").glob("asha-*.html")).read_text(
        "utf-8"
    )
    fill(marked, "asha", 2)
    marked.mark()
    assert in_gradebook(marked, "asha") == (2, "Good", False) and not rows(marked)["asha"]["note"]


def test_a_mark_is_for_the_text_that_was_read_when_a_new_one_comes_with_it(marked):
    fill(marked, "asha", 2)
    hand_in(marked, "asha", on_roll=False, **{"question-wall": OTHER})
    marked.mark()
    assert rows(marked)["asha"]["note"].startswith("The text has changed since you gave 2 of 3")
    assert in_gradebook(marked, "asha")[::2] == (2, True)


def test_another_answer_that_changes_does_not_ask_again(marked):
    fill(marked, "asha", 2)
    marked.mark()
    hand_in(marked, "asha", on_roll=False, **{"gap-years": 1})
    marked.mark()
    assert in_gradebook(marked, "asha")[::2] == (2, False) and not rows(marked)["asha"]["note"]


def test_the_row_of_somebody_who_left_is_kept_below(marked):
    fill(marked, "asha", 3, "Well asked")
    marked.mark()
    marked.people = [person for person in marked.people if person["id"] != "asha"]
    (marked.hand_ins / "hand-in-asha.zip").unlink()
    for _ in range(2):
        marked.mark()
        assert list(rows(marked)) == ["ben", "asha"]
        row = rows(marked)["asha"]
        assert (row["marks"], row["comment"], row["answer"]) == (3, "Well asked", WALL)
        assert "has gone" in row["note"]
    hand_in(marked, "asha")
    marked.mark()
    assert in_gradebook(marked, "asha") == (3, "Well asked", False), "and the mark is there when they come back"


def test_without_the_sheet_or_without_the_gradebook_nothing_is_lost(marked):
    fill(marked, "asha", 2, "Good")
    marked.mark()
    sheet_of(marked).unlink()
    shutil.rmtree(marked.out / "gradebook")
    marked.mark()
    assert in_gradebook(marked, "asha") == (2, "Good", False) and rows(marked)["asha"]["marks"] == 2
    (marked.out / "reading.json").write_text("{", encoding="utf-8")
    marked.mark()
    assert in_gradebook(marked, "asha") == (2, "Good", False) and rows(marked)["asha"]["marks"] == 2
    assert "could not be read" in read_kept(marked.out)[0].said[0] and list(marked.out.glob("reading-*.damaged"))


def test_rows_may_be_sorted_and_columns_moved(marked):
    fill(marked, "asha", 1), fill(marked, "ben", 3)
    book = openpyxl.load_workbook(sheet_of(marked))
    head, *lines = list(book.active.iter_rows(values_only=True))
    book.active.delete_rows(1, 9)
    for line in (head, *reversed(lines)):
        book.active.append([line[at] for at in (10, 7, 8, *range(7))])
    book.save(sheet_of(marked))
    marked.mark()
    assert [in_gradebook(marked, id)[0] for id in ("asha", "ben")] == [1, 3]


def test_two_rows_on_one_text_and_a_row_on_none_are_said_and_kept_aside(marked):
    book = openpyxl.load_workbook(sheet_of(marked))
    first = [cell.value for cell in book.active[2]]
    for marks, code in ((1, first[10]), (3, first[10]), (2, None)):
        book.active.append([*first[:7], marks, None, None, code])
    book.save(sheet_of(marked))
    marked.mark()
    said = " ".join(read_kept(marked.out)[0].said)
    assert "Rows 4 and 5 of texts-to-read.xlsx are about the same text. Row 4 counts" in said
    assert "Row 6 of texts-to-read.xlsx does not say which text" in said
    assert in_gradebook(marked, "asha")[0] == 1 and list(marked.out.glob("texts-to-read-*.xlsx"))


def test_a_sheet_that_cannot_be_read_is_left_as_it_is(marked):
    fill(marked, "asha", 2)
    marked.mark()
    for content in (b"not a sheet", b"PK\x03\x04 half"):
        sheet_of(marked).write_bytes(content)
        marked.mark()
        assert sheet_of(marked).read_bytes() == content and in_gradebook(marked, "asha")[0] == 2
        assert "texts-to-read.xlsx could not be read" in read_kept(marked.out)[0].said[0]


def test_a_sheet_that_is_open_elsewhere_is_said_and_its_marks_are_kept(marked, monkeypatch):
    fill(marked, "asha", 2)
    real = together.write_atomically

    def held(path, *rest, **more):
        if path.name == "texts-to-read.xlsx":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **more)

    monkeypatch.setattr(together, "write_atomically", held)
    hand_in(marked, "ben", on_roll=False, **{"question-wall": OTHER})
    before = sheet_of(marked).read_bytes()
    marked.mark()
    assert sheet_of(marked).read_bytes() == before and in_gradebook(marked, "asha")[0] == 2
    assert "is open in another program" in read_kept(marked.out)[0].said[-1]
    monkeypatch.undo()
    marked.mark()
    assert rows(marked)["ben"]["answer"] == OTHER and rows(marked)["asha"]["marks"] == 2


# ---- With formgrader


def test_what_is_given_in_formgrader_comes_into_the_sheet(marked):
    in_formgrader(marked, "asha", 1, "Ask whom?")
    marked.mark()
    row = rows(marked)["asha"]
    assert (row["marks"], row["comment"], row["note"]) == (1, "Ask whom?", None)
    fill(marked, "asha", 3, "Ask whom? Better now.")
    marked.mark()
    assert in_gradebook(marked, "asha") == (3, "Ask whom? Better now.", False), "what changed later counts"
    in_formgrader(marked, "asha", 2)
    marked.mark()
    assert rows(marked)["asha"]["marks"] == 2 and in_gradebook(marked, "asha")[0] == 2


def test_where_both_changed_formgrader_s_counts_and_the_sheet_says_so(marked):
    fill(marked, "asha", 3, "From the sheet"), in_formgrader(marked, "asha", 1, "From formgrader")
    for _ in range(2):
        marked.mark()
        assert in_gradebook(marked, "asha") == (1, "From formgrader\nFrom the sheet", False)
        row = rows(marked)["asha"]
        assert row["marks"] == 3 and row["note"].startswith("Formgrader has 1 for this text, and this sheet has 3.")
        assert read_kept(marked.out)[0].said[0].startswith("Row 2 of texts-to-read.xlsx: Formgrader has 1")
    fill(marked, "asha", 1)
    marked.mark()
    assert not read_kept(marked.out)[0].said and rows(marked)["asha"]["note"] is None


def test_a_mark_that_changes_in_formgrader_during_a_run_stays():
    now = Given("asha", "04-aim", "read-why", "", "", "", "", 3, text="h1")
    first = merged(None, now, TypedRow(2, {}, 3, 2, "", "c.h1.read-why"), None)
    stale = TypedRow(2, {}, 3, 2, "", "c.h1.read-why")  # the sheet could not be written anew
    second = merged(first, now, stale, ByHand(1.0))
    assert second.mark == 1 and merged(second, now, stale, ByHand(1.0)).mark == 1


# ---- Other courses, and many people


def test_a_text_in_a_cell_of_the_page_is_read_too(tmp_path):
    """A course of stock nbgrader's: an answer in Markdown with points that a person gives."""
    label = {"grade_id": "m1", "grade": True, "solution": True, "points": 4, "locked": False, "task": False}
    asked = {"cell_type": "markdown", "metadata": {}, "source": "Why is the sky blue?"}
    for part, text in (("source", "Light scatters."), ("release", "YOUR ANSWER HERE")):
        (tmp_path / part / "ps1").mkdir(parents=True)
        cell = {"cell_type": "markdown", "metadata": {"nbgrader": {**label, "schema_version": 3}}, "source": text}
        page = {"cells": [asked, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / part / "ps1" / "ps1.ipynb").write_text(json.dumps(page), encoding="utf-8")
    (task,) = tasks_of(tmp_path)
    assert [(cell.id, cell.points) for cell in read_by_a_person(task)] == [("m1", 4)]
    asked = asked_in(task, "a-blood-pressure")["m1"]
    assert (asked.prompt, asked.rubric, asked.out_of) == ("Why is the sky blue?", "A model answer: Light scatters.", 4)
    given = {"m1": "YOUR ANSWER HERE"}
    (text,) = texts_of(task, "", {}, {}, {"m1": "Rays scatter.\nBlue most."}, given)
    assert text.text == "Rays scatter.\nBlue most." and texts_of(task, "", {}, {}, given, given) == ()


def test_all_answers_to_a_question_stand_together_however_many_there_are(tmp_path):
    def texts():
        for person in range(300):
            for cell in ("read-a", "read-b"):
                yield Given(f"p{person}", "01", cell, "", cell, "Words.", "", 3, text="h")

    order = [("01", "read-a"), ("01", "read-b")]
    together.bring_together(tmp_path, texts(), order, {})
    sheet = openpyxl.load_workbook(tmp_path / "texts-to-read.xlsx").active
    prompts = [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert prompts == ["read-a"] * 300 + ["read-b"] * 300
    assert read_kept(tmp_path)[0].count == 600
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_more_texts_than_excel_holds_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(together, "MOST_ROWS", 5)
    texts = [Given(f"p{n}", "01", "read-a", "", "", "Words.", "", 3, text="h") for n in range(9)]
    together.bring_together(tmp_path, iter(texts), [("01", "read-a")], {})
    assert openpyxl.load_workbook(tmp_path / "texts-to-read.xlsx").active.max_row == 5
    assert "Excel takes no more" in read_kept(tmp_path)[0].said[-1]


def test_a_course_without_such_texts_gets_no_sheet(tmp_path):
    together.bring_together(tmp_path, iter(()), [], {})
    assert list(tmp_path.iterdir()) == []


def test_a_kept_mark_reads_as_it_was_written(tmp_path):
    text = Given("asha", "01", "read-a", "Asha", "Why?", "Words.", "0: none", 3, text="h")
    together.bring_together(tmp_path, iter([text]), [("01", "read-a")], {text.place: ByHand(2.0, "Good")})
    (kept,) = read_kept(tmp_path)[0].texts
    assert replace(kept, book=None, book_word="") == replace(text, mark=2.0, read="h", word="Good")
