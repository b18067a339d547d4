"""evaluation.survey_responses, survey_columns, survey_tables: the same sheets say the same in each format."""

import csv
import hashlib
import json
import random
import zipfile

import openpyxl
import pandas as pd
import pytest

from equityqi.documents.html import page_of as page
from equityqi.evaluation.feedback_sections import document
from equityqi.evaluation.survey_columns import columns_of, survey_fields
from equityqi.evaluation.survey_responses import EvaluationError, gather
from equityqi.evaluation.workshop import workshop_of
from equityqi.files import course_root

TYPED = course_root() / "datasets" / "feedback" / "feedback_synthetic.csv"
ROWS = pd.read_csv(TYPED, dtype=str, keep_default_na=False).to_dict("records")
COUNTS = [(17, 17), (13, 15), (16, 17), (18, 19)]


def sheets():
    """What the forms write: a name and a content for each sheet of each person."""
    for number, row in enumerate(ROWS):
        for sheet in ("pre", "post", "sliders"):
            answers = {key: row[key] for key, field in survey_fields().items() if field.sheet == sheet and row.get(key)}
            name = hashlib.sha256(f"{number} {sheet}".encode()).hexdigest()[:16]
            yield (
                f"survey/{name}.json",
                json.dumps({"schema": 1, "sheet": sheet, "answers": {**answers, "code": row["code"]}}),
            )


def as_form_files(folder):
    """Three computers: two zips of other names, and loose files; some sheets stand in two of them."""
    made = list(sheets())
    for name, part in (("survey-sheets.zip", made[:25]), ("survey-sheets (1).zip", made[20:40])):
        with zipfile.ZipFile(folder / name, "w") as archive:
            for path, text in part:
                archive.writestr(path, text)
    (folder / "survey").mkdir()
    for path, text in made[38:]:
        (folder / path).write_text(text)


def as_forms_export(folder, kind):
    """One form with all questions: labels as headers, a number behind a label that repeats, columns and rows in no
    order, answers as labels.
    """
    seen, columns = {}, [("Your code ", "code")]
    for key, field in survey_fields().items():
        if field.sheet not in ("exit", "later"):
            seen[field.label] = seen.get(field.label, 0) + 1
            columns.append((field.label + (str(seen[field.label]) if seen[field.label] > 1 else ""), key))
    columns = [("Name", None), ("Start time", None), *columns, ("ID", None), ("Email", None)]
    random.Random(1).shuffle(columns)
    rows = [[_cell(row, key, number) for _, key in columns] for number, row in enumerate(ROWS)]
    random.Random(2).shuffle(rows)
    headers = [header for header, _ in columns]
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for record in [headers, *rows]:
            book.active.append(record)
        book.save(folder / "Feedback(1-19).xlsx")
    else:
        with open(folder / "Feedback.csv", "w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file, delimiter=";").writerows([headers, *rows])


def _cell(row, key, number):
    if key is None:
        return f"asha{number}@example.org"
    text = row[key].lower() if key == "code" else row[key]
    options = survey_fields()[key].options if key in survey_fields() else {}
    label = options.get(text, text)
    return int(label) if label.isdigit() and key != "code" else f" {label.title()}  " if options and text else label


@pytest.fixture
def typed(tmp_path):
    folder = tmp_path / "typed"
    folder.mkdir()
    (folder / "typed.csv").write_bytes(TYPED.read_bytes())
    return gather(folder)


def figures(gathered):
    return workshop_of(gathered.responses, attended=24)


def test_typed_sheets_give_the_counts_of_the_card(typed):
    assert [(share.x, share.n) for share in figures(typed).headlines] == COUNTS
    assert (
        figures(typed).sheets == {"pre": 14, "post": 19, "sliders": 19, "exit": 0, "later": 0}
        and not typed.left_out
        and not typed.notes
    )


@pytest.mark.parametrize("way", ["form files", "xlsx", "csv"])
def test_each_way_gives_the_same_figures_and_the_same_page_to_the_byte(way, tmp_path, typed):
    folder = tmp_path / "other"
    folder.mkdir()
    as_form_files(folder) if way == "form files" else as_forms_export(folder, way)
    other = gather(folder)
    assert [(share.x, share.n) for share in figures(other).headlines] == COUNTS
    assert figures(other) == figures(typed)
    if way == "form files":
        assert any("came more than once" in note for note in other.notes)
    else:
        assert any("don’t keep them" in note and "Email" in note and "Start time" in note for note in other.notes)
        assert "example.org" not in str(other)
    if way == "form files":  # drawing takes its time, and the figures that a page is made from are compared above
        assert page(document([figures(other)], other.left_out)) == page(document([figures(typed)], typed.left_out))


def test_a_sheet_holds_no_name_date_or_place_in_a_file(typed):
    assert set(vars(typed.responses[0])) == {"sheet", "answers", "code", "role", "workshop", "tallied"}


def test_odd_answers_are_left_out_and_named_with_file_and_row(tmp_path):
    (tmp_path / "typed.csv").write_text(
        "code,q2_tools,now_read_a_gap,q8_keep\nMI07,perhaps,11,The game\nAB12,AGREE,10,\n"
    )
    found = gather(tmp_path)
    assert found.left_out == 2
    assert (
        "typed.csv, row 2, “I know which quality improvement tools help with inequity”, has “perhaps”, which isn’t"
        " one of its answers, so it was left out. Correct it there, or write what it means in feedback-words.csv."
        in found.notes
    )
    assert any("typed.csv, row 2, “Read a gap between groups”, has “11”" in note for note in found.notes)
    assert [dict(one.answers) for one in found.responses] == [
        {"q8_keep": "The game"},
        {"q2_tools": "agree"},
        {"now_read_a_gap": "10"},
    ]


def test_the_same_random_name_counts_once_and_the_fuller_sheet_counts(tmp_path):
    short, full = {"q2_tools": "agree"}, {"q2_tools": "disagree", "q5_pace": "too fast"}
    for place, answers in (("a", full), ("b", short), ("c", short)):
        (tmp_path / place).mkdir()
        (tmp_path / place / ("0123456789abcdef.json" if place != "c" else "0123456789abcdef (1).json")).write_text(
            json.dumps({"schema": 1, "sheet": "post", "answers": answers})
        )
    found = gather(tmp_path)
    assert [dict(one.answers) for one in found.responses] == [full]
    assert any("with other answers. The fuller one counts" in note for note in found.notes)


def test_the_same_table_twice_counts_once(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("q2_tools\nagree\n")
    found = gather(tmp_path)
    assert len(found.responses) == 1 and found.notes == ("b.csv is the same file as a.csv, so it counts once.",)


@pytest.mark.parametrize(
    "name, data, told",
    [
        ("cut.zip", b"PK\x03\x04 cut", "cut.zip is damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"0" * 99, "old.xls is an old Excel file"),
        ("bad.xlsx", b"PK\x03\x04 no book", "bad.xlsx cannot be opened as a workbook"),
        ("empty.csv", b"", "empty.csv is empty"),
        ("other.csv", b"month,count\nJan,5\n", "no survey sheet in them, so we left them out: other.csv"),
        ("answers.json", b'{"schema": 1, "exercise": "01", "answers": {"x": "1"}}', "left them out: answers.json"),
        ("deep.json", b"[" * 200_000, "left them out: deep.json"),
        (
            "0123456789abcdef.json",
            b'{"schema": 9, "sheet": "post", "answers": {"q2_tools": "agree"}}',
            "another version of the course",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_rest_is_read(name, data, told, tmp_path):
    (tmp_path / "good.csv").write_text("q2_tools\nagree\n")
    (tmp_path / name).write_bytes(data)
    found = gather(tmp_path)
    assert len(found.responses) == 1 and any(told in note for note in found.notes), found.notes


def test_a_folder_without_sheets_says_what_to_do(tmp_path):
    with pytest.raises(EvaluationError, match="Put survey-sheets.zip"):
        gather(tmp_path)
    with pytest.raises(EvaluationError, match="There is no folder"):
        gather(tmp_path / "nowhere")


def test_folders_that_each_hold_sheets_are_workshops_unless_sheets_stand_beside_them(tmp_path):
    for name in ("2026-02 Luton", "2026-01 Bedford"):
        (tmp_path / name / "survey").mkdir(parents=True)
        (tmp_path / name / "survey" / "typed.csv").write_text(f"q2_tools,q8_keep\nagree,{name}\n")
    found = gather(tmp_path)
    assert found.workshops == ("2026-01 Bedford", "2026-02 Luton") and "2 workshops" in found.notes[0]
    (tmp_path / "survey").mkdir()
    (tmp_path / "survey" / "late.csv").write_text("q2_tools\nagree\n")
    beside = gather(tmp_path)
    assert (
        beside.workshops == ("",)
        and len(beside.responses) == 3
        and "we count all of them as one workshop" in beside.notes[0]
    )


def test_a_label_that_stands_once_is_before_the_course_or_now():
    skill = "Plan a PDSA test"
    assert columns_of([skill, "Your code"]) == {1: "code", 0: "pre_plan_a_pdsa"}
    assert columns_of([skill, "The notebooks were useful"])[0] == "now_plan_a_pdsa"
    assert columns_of([skill, "The course pages were useful"])[0] == "now_plan_a_pdsa"
    assert columns_of([skill, skill]) == {0: "now_plan_a_pdsa", 1: "then_plan_a_pdsa"}
    asked = survey_fields()["then_plan_a_pdsa"]
    assert columns_of([f"{asked.prompt} [{asked.label}]"]) == {0: "then_plan_a_pdsa"}


def test_a_form_made_with_the_earlier_words_of_an_item_is_still_read():
    for words in ("The notebooks were useful", "The course pages were useful"):
        assert columns_of([words]) == {0: "q6_notebooks_useful"}
    for tools in ("tools of quality improvement", "quality improvement tools"):
        assert columns_of([f"How far do you agree? [I know which {tools} help with inequity]"]) == {0: "q2_tools"}
