"""Excel templates for a team's own counts: filled in, they read back without a complaint."""

import datetime as dt
import subprocess
import sys

import openpyxl
import pytest

from equityqi import look
from equityqi.handouts.templates import COUNTS, GROUPS_PAGE, TEMPLATES, make_templates, workbook_of
from equityqi.tables.read_counts import GUIDE

SHARES = (("Needs an interpreter", 26, 50), ("Needs none", 66, 100), ("Not recorded", 12, 20))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return {path.name: path for path in make_templates(tmp_path_factory.mktemp("own") / "templates")}


def rows_of(name):
    months = [dt.date(2024 + month // 12, month % 12 + 1, 1) for month in range(24)]
    if name.startswith("one-"):
        return [("2025/26", group, 12 * x, 12 * n) for group, x, n in SHARES]
    places = [(1, "Practice A"), (2, "Practice B")] if "practice" in name else [(1,)]  # the second is twice as large
    return [
        (month, *place, group, size * x, size * n)
        for month in months
        for size, *place in places
        for group, x, n in SHARES
    ]


def test_there_are_three_and_they_are_the_same_each_time(made, tmp_path):
    assert sorted(made) == sorted(template.name for template in TEMPLATES) and len(made) == 3
    again = subprocess.run(
        [sys.executable, "-m", "equityqi", "make", "templates", "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert again.stdout.count("Written: ") == 3 and {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        name: path.read_bytes() for name, path in made.items()
    }
    for template in TEMPLATES:
        assert made[template.name].read_bytes() == workbook_of(template)


@pytest.mark.parametrize("name", [template.name for template in TEMPLATES])
def test_filled_in_it_reads_back_without_a_finding_that_it_should_not_have(made, name, tmp_path):
    path = tmp_path / name
    book = openpyxl.load_workbook(made[name])
    sheet = book[COUNTS]
    sheet.delete_rows(2, len(TEMPLATES[0].rows) + 1)
    for place, row in enumerate(rows_of(name), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(place, column, value)
    book.save(path)
    assert [ask.role for ask in look(path).asks] == ["better"]  # which "How many" cannot say
    seen = look(path, better=1)
    times = 3 if "practice" in name else 1
    assert (seen.aim.group, seen.aim.baseline_group, seen.aim.baseline_group_of) == (
        "Needs an interpreter",
        52.0,
        600 * times,
    )
    true = ["not stated"] if name.startswith("one-") else ["not stated", "same people each time"]
    assert [finding.kind for finding in seen.findings] == true, "only what is true of the counts is said"
    assert len(seen.pictures) == (1 if name.startswith("one-") else 2)


@pytest.mark.parametrize("name", [template.name for template in TEMPLATES])
def test_as_it_comes_it_asks_for_counts(made, name):
    seen = look(made[name])
    assert (
        seen.aim is None
        and "Type your own counts over them" in seen.sentence
        and [finding.kind for finding in seen.findings] == ["example rows"]
    )


@pytest.mark.parametrize("name", [template.name for template in TEMPLATES])
def test_excel_checks_every_column_that_is_typed(made, name):
    book = openpyxl.load_workbook(made[name])
    assert book.sheetnames == [COUNTS, GROUPS_PAGE, GUIDE]
    sheet = book[COUNTS]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    checks = {
        str(check.sqref).rstrip("0123456789").split("2:")[0]: check for check in sheet.data_validations.dataValidation
    }
    assert set(checks) == {letter for head, letter in heads.items() if head != "example"}
    above, below = heads["numerator"], heads["denominator"]
    assert (
        checks[heads["group"]].formula1 == "Groups!$A$2:$A$41"
        and f"{above}2<={below}2" in checks[above].formula1
        and f"{below}2=INT({below}2)" in checks[below].formula1
    )
    assert all(check.error and check.prompt and len(check.error) < 225 for check in checks.values())
    assert all("invented example" in str(sheet.cell(row, len(heads)).value) for row in range(2, 5))
    assert "How" in GUIDE and any("Never type a name" in str(row[0].value) for row in book[GUIDE].iter_rows())
