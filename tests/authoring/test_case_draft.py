"""``equityqi make case``: a case drafted from a table, with what is still to do named by ``check``."""

import random
import re

import openpyxl
import pytest
from typer.testing import CliRunner

from equityqi.authoring.case_check import case_problems, to_do
from equityqi.cases.case import Case
from equityqi.checked_yaml import read_checked
from equityqi.cli.app import app
from equityqi.files import course_root
from equityqi.questions.exercise_file import ExerciseFile


@pytest.fixture
def workbook(tmp_path):
    """A workbook as a data team sends it: a title above, a total below, months as people write them."""
    path, draw = tmp_path / "foot checks.xlsx", random.Random(3)
    sheet = openpyxl.Workbook()
    rows = sheet.active
    rows.append(["Foot checks by month and language, printed 3 November"])
    rows.append([])
    rows.append(["Month", "First language", "Invited", "Came"])
    for at in range(24):
        month = f"{'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()[(6 + at) % 12]} {2024 + (6 + at) // 12}"
        for group, many, share in (("English", 220, 0.72), ("Another language", 90, 0.48), ("Not recorded", 30, 0.6)):
            rows.append([month, group, many, sum(draw.random() < share for _ in range(many))])
    rows.append(["Total", "", 8160, 5200])
    sheet.save(path)
    return path


def make(*words):
    return CliRunner().invoke(app, ["make", "case", *map(str, words)])


@pytest.fixture
def draft(workbook, tmp_path):
    told = make(workbook, "--name", "g-feet", "--out", tmp_path / "cases")
    assert told.exit_code == 0, told.output
    return tmp_path / "cases" / "g-feet", told.output


def test_a_draft_has_all_that_the_table_says(draft):
    folder, told = draft
    assert "Group: First language (2 groups, 1 not recorded). Period: Month (24 months" in told
    case = Case(folder)
    assert (case.groups["first_language"].worst, case.groups["first_language"].best) == ("Another language", "English")
    assert case.groups["first_language"].not_recorded == "Not recorded"
    assert len(case.tables["counts"]) == 72 and case.tables["counts"]["invited_n"].sum() == 24 * 340
    assert (case.measures["main"].better, case.measures["main"].time) == (1, "month")
    latest = case.figures["right-worst-latest"], case.figures["right-best-latest"]
    assert (case.facts["worst-latest"].value, case.facts["best-latest"].value) == latest


def test_nothing_in_a_draft_is_wrong_but_what_is_still_to_do(draft):
    folder, told = draft
    found = case_problems(folder)
    open_still = [text for text in found if "still to do: " in text]
    assert open_still == list(dict.fromkeys(to_do(folder)))
    assert f"{len(to_do(folder))} places still say TO DO" in told
    others = [text for text in found if "still to do: " not in text]
    assert all(text.startswith("g-feet/project.json, line ") for text in others), others


def test_every_question_of_the_course_can_be_asked_on_a_draft(draft):
    case = Case(draft[0])
    for path in sorted(course_root().glob("solutions/*/questions.yml")):
        assert read_checked(path, ExerciseFile, fill=case.filled).questions


def test_each_place_to_do_is_named_with_its_line(draft):
    folder, _ = draft
    lines = (folder / "case.yml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if line.startswith("  team:"))
    assert f"g-feet/case.yml, line {at}: still to do: your team, such as a clinic team" in to_do(folder)


def test_a_second_draft_writes_over_nothing(draft, workbook, tmp_path):
    folder, _ = draft
    (folder / "case.yml").write_text("# mine\n", encoding="utf-8")
    (folder / "card.md").unlink()
    told = make(workbook, "--name", "g-feet", "--out", tmp_path / "cases").output
    assert (folder / "case.yml").read_text(encoding="utf-8") == "# mine\n"
    assert "case.yml is there already, so we left it as it is." in told and (folder / "card.md").is_file()


def test_what_is_not_sure_is_asked_and_nothing_is_written(workbook, tmp_path):
    book = openpyxl.load_workbook(workbook)
    sheet = book.active
    sheet["C3"], sheet["D3"] = "Number 1", "Number 2"
    book.save(workbook)
    told = make(workbook, "--name", "g-feet", "--out", tmp_path / "cases")
    assert told.exit_code == 2 and not (tmp_path / "cases").exists()
    answers = re.findall(r'--choose (\w+)="([^"]+)"', told.output)
    assert answers, told.output


@pytest.mark.parametrize("name", ['=cmd("/C calc")', "+Another", "@language"])
def test_a_group_that_excel_takes_for_a_formula_is_refused(workbook, tmp_path, name):
    book = openpyxl.load_workbook(workbook)
    for (cell,) in book.active.iter_rows(min_col=2, max_col=2):
        if cell.value == "Another language":
            cell.value, cell.data_type = name, "s"
    book.save(workbook)
    told = make(workbook, "--name", "g-feet", "--out", tmp_path / "cases")
    assert told.exit_code == 1 and "Excel would take the name of a group for a formula" in " ".join(told.output.split())
    assert not (tmp_path / "cases").exists()


@pytest.mark.parametrize(
    ("name", "said"), [("Feet", "can't be the name of a case"), ("a-feet", "The letter a belongs to a-blood-pressure")]
)
def test_a_name_that_no_case_may_have_is_refused(workbook, tmp_path, name, said):
    told = make(workbook, "--name", name, "--out", tmp_path / "cases")
    assert told.exit_code == 1 and said in told.output
