"""evaluation.forms_to_import, form_answers: forms for Microsoft Forms and sheets of counts, and both read back."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from docx import Document
from typer.testing import CliRunner

from equityqi.cli.app import app
from equityqi.evaluation.follow_up import commitments
from equityqi.evaluation.form_answers import NOT_SHARED, form_answers
from equityqi.evaluation.forms_to_import import PAGE, form_in_word, forms, make_forms, sheet_of_counts
from equityqi.evaluation.survey_responses import gather

DAY = dt.date(2026, 12, 1)
FORMS_OWN = ["ID", "Start time", "Completion time", "Email", "Name"]
SECRET = [1, dt.datetime(2026, 12, 1, 12, 3), dt.datetime(2026, 12, 1, 12, 9), "asha.patel@dale.example", "Asha Patel"]
PROMISE = {
    0: "An action: I will … by a date", 1: "split", 2: "our review completion", 3: "people who need an interpreter",
    5: "14 December 2026", 6: "who does not complete", 10: "Asha P",
    9: "Share it: it goes on the wall, and to the leader who follows up",
}  # fmt: skip


def export(path, name, *answers, own=SECRET):
    """What Forms saves for Excel: its own columns, then one for each question."""
    book = openpyxl.Workbook()
    questions = [question.words for question in forms()[name][1]]
    book.active.append([*FORMS_OWN, *questions])
    for given in answers:
        book.active.append([*own, *(given.get(place) for place in range(len(questions)))])
    book.save(path)
    return path


def lines(data):
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("name", forms())
def test_a_form_has_a_title_numbered_questions_and_lettered_options_and_nothing_else(name):
    title, questions = forms()[name]
    found = [line for line in lines(form_in_word(title, questions)) if line]
    assert found.pop(0) == title
    for number, question in enumerate(questions, 1):
        assert found.pop(0) == f"{number}. {question.words}"
        for letter, option in zip("ABCDEFGHIJK", question.options, strict=False):
            assert found.pop(0) == f"{letter}. {option}"
    assert not found
    assert len({question.words for question in questions}) == len(questions)


@pytest.mark.parametrize(
    ("name", "sheets"), [("before", {"pre"}), ("after", {"post", "sliders"}), ("exit-ticket", {"exit"})]
)
def test_what_forms_saves_is_read_back_by_evaluate_without_names_addresses_and_times(tmp_path, name, sheets):
    questions = forms()[name][1]
    answers = {place: one.options[-1] if one.options else "MI07" for place, one in enumerate(questions)}
    export(tmp_path / "Survey(1-1).xlsx", name, answers)
    found = gather(tmp_path)
    assert {one.sheet for one in found.responses} == sheets and found.left_out == 0
    given = sum(len(one.answers) for one in found.responses) + any("Your code" in one.words for one in questions)
    assert given == len(questions)
    assert "asha" not in repr(found.responses).casefold() and "2026" not in repr(found.responses)
    if name != "exit-ticket":
        assert {one.code for one in found.responses} == {"MI07"}


def test_now_and_looking_back_are_kept_apart(tmp_path):
    questions = [one.words for one in forms()["after"][1]]
    now, then = (
        next(p for p, w in enumerate(questions) if w.startswith(s)) for s in ("How sure do you", "Looking back")
    )
    export(tmp_path / "a.xlsx", "after", {now: "8", then: "3"})
    (found,) = gather(tmp_path).responses
    assert found.answers == {"now_define_equity": "8", "then_define_equity": "3"}


@pytest.mark.parametrize("name", ["before", "after"])
def test_a_sheet_of_counts_takes_only_counts_and_is_read_back_as_a_tally(tmp_path, name):
    title, questions = forms()[name]
    path = tmp_path / f"paper-counts-{name}.xlsx"
    path.write_bytes(sheet_of_counts(title, questions))
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet.protection.sheet and all(cell.protection.locked for row in (sheet[1], sheet[2]) for cell in row)
    asked = [one for one in questions if one.options]
    heads = [cell.value for cell in sheet[2]]
    for row, question in enumerate(asked, 3):
        assert sheet.cell(row, 1).value == question.words and sheet.cell(row, 1).protection.locked
        for place, option in enumerate(question.options):
            cell = sheet.cell(row, heads.index(option) + 1)
            assert not cell.protection.locked
            cell.value = place + 2
    book.save(path)
    found = gather(tmp_path)
    assert all(one.tallied for one in found.responses) and found.left_out == 0
    counted = [answer for one in found.responses for answer in one.answers.items()]
    assert len({key for key, _ in counted}) == len(asked)
    assert len(counted) == sum(sum(range(2, len(one.options) + 2)) for one in asked)


@pytest.mark.parametrize("not_shared", [NOT_SHARED, "Nobody: please leave it out"])  # as a form of an older course says
def test_shared_promises_come_back_from_the_form_and_others_do_not(tmp_path, not_shared):
    folder = tmp_path / "in"
    folder.mkdir()
    private = {**PROMISE, 9: not_shared, 2: "a secret thing"}
    export(folder / "My commitment(1-4).xlsx", "commitment", PROMISE, PROMISE, private, {1: "ring", 2: "two people"})
    found = commitments(folder, day=DAY)
    assert [one.promise.name for one in found.written] == ["Asha P"] * 2
    assert len({one.record for one in found.written}) == 2  # two people may promise the same
    assert found.written[0].sentence.startswith("I will split our review completion for people who need an interpreter")
    assert [one.record for one in commitments(folder, day=DAY).written] == [one.record for one in found.written]
    for path in (tmp_path / "in-follow-up").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"@dale.example" not in data and b"secret" not in data and b"Asha Patel" not in data


def test_day_90_is_joined_to_its_promise_by_code_or_record_and_what_changed_is_in_the_report(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    export(folder / "promises.xlsx", "commitment", PROMISE, {**PROMISE, 10: "", 1: "ask"})
    named, nameless = sorted(commitments(folder, day=DAY).written, key=lambda one: not one.promise.name)
    told = {1: "Day 90", 2: "In part", 3: "We ring first", 5: "No time", 6: "9 percentage points", 7: "Yes", 8: "7"}
    export(
        folder / "How did it go(1-3).xlsx", "day-30-60-90", {0: "asha p", **told}, {0: nameless.record, **told}, told
    )
    found = commitments(folder, day=DAY)
    assert {(one.record, one.day, one.done, one.changed, one.gap, one.confidence) for one in found.check_ins} == {
        (record, 90, "part", "We ring first", "9 percentage points", 7) for record in (named.record, nameless.record)
    }
    assert [note for note in found.notes if "has no code" in note] == [
        "How did it go(1-3).xlsx, row 4: it has no code, so we can't tell whose promise it is about, and it isn't"
        " counted."
    ]
    report = (tmp_path / "in-follow-up" / "commitments-report.html").read_text(encoding="utf-8")
    assert "What people have changed:" in report and "We ring first" in report and "Asha" not in report


def test_a_promise_that_is_taken_back_in_the_same_words_is_shared_by_neither_row(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    again = {**PROMISE, 9: "Nobody: please leave it out", 2: "Our review  completion"}
    export(folder / "My commitment(1-3).xlsx", "commitment", PROMISE, again, {**PROMISE, 10: "Tom"})
    found = commitments(folder, day=DAY)
    assert [one.promise.name for one in found.written] == ["Tom"]
    (note,) = found.notes
    assert note.startswith(
        "My commitment(1-3).xlsx, row 2: the same promise is in another row that says to leave it out"
    )
    assert "Asha" not in note and "review" not in note


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "My commitment(1-5).xlsx",
            b"PK\x03\x04 broken",
            "cannot be opened as a workbook: it is damaged or has a password",
        ),
        ("check-ins.xlsx", b"PK\x03\x04 broken", "check-ins.xlsx"),
        ("people.csv", b"id,name\np1,Asha\n", "people.csv has no answers to the commitment form or the check-in"),
        ("empty.csv", b"", "empty.csv is empty"),
    ],
)
def test_a_table_that_cannot_be_read_or_is_of_another_kind_is_named(tmp_path, name, data, says):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (note,) = commitments(folder, day=DAY).notes
    assert says in note and ("left out" in note or "left it out" in note)
    (folder / name).rename(folder / f"~${name}")  # what Excel leaves while a file is open
    assert not commitments(folder, day=DAY).notes


def test_a_heading_that_somebody_changed_is_named(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    book = openpyxl.load_workbook(export(folder / "a.xlsx", "commitment", PROMISE))
    heads = [cell.value for cell in book.active[1]]
    (private,) = (cell for cell in book.active[1] if cell.value == forms()["commitment"][1][9].words)
    private.value = "Share?"
    book.save(folder / "a.xlsx")
    (note,) = commitments(folder, day=DAY).notes
    assert f"its headings don’t have “{heads[private.column - 1]}”, so we left it out" in note


def test_every_sheet_of_a_workbook_is_gathered_whatever_its_file_is_called(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    book = openpyxl.load_workbook(export(folder / "promises.xlsx", "commitment", PROMISE))
    copy = book.copy_worksheet(book.active)  # a copy gives nobody twice
    later = book.create_sheet("More")
    later.append([cell.value for cell in copy[1]])
    later.append([*SECRET, *({**PROMISE, 10: "Tom"}.get(place) for place in range(len(copy[1]) - len(SECRET)))])
    book.save(folder / "promises.xlsx")
    told = {0: "Asha P", 1: "Day 30", 2: "Done"}
    export(folder / "check-ins day 30.xlsx", "day-30-60-90", told)
    found = commitments(folder, day=DAY)
    assert {one.promise.name for one in found.written} == {"Asha P", "Tom"} and len(found.written) == 2
    assert [(one.day, one.done) for one in found.check_ins] == [(30, "done")] and not found.notes


def test_the_roll_and_a_file_that_is_no_table_hold_no_answers(tmp_path):
    (tmp_path / "notes.txt").write_text("Ring Asha")
    (tmp_path / "roll.csv").write_text("id,name\np1,Asha\n")
    assert form_answers(tmp_path / "notes.txt") is None and form_answers(tmp_path / "roll.csv") is None


def test_the_command_makes_every_file_that_its_page_names_and_the_page_says_what_was_not_tried(tmp_path):
    told = CliRunner().invoke(app, ["make", "forms", "--out", str(tmp_path / "out")])
    assert told.exit_code == 0, told.output
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    page = made.pop(PAGE).decode()
    assert set(re.findall(r"[\w-]+\.(?:docx|xlsx)", page)) == set(made)
    assert "try the import here, because it needs a Microsoft account" in page
    assert {path.name: path.read_bytes() for path in make_forms(tmp_path / "out")} == {PAGE: page.encode(), **made}
    counted = tmp_path / "out/paper-counts-before.xlsx"
    counted.write_bytes(b"with counts typed in")
    make_forms(tmp_path / "out")
    assert counted.read_bytes() == b"with counts typed in"
