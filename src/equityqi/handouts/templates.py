"""Excel templates for a team's own counts: drop-down groups, checked numbers, invented example rows, a page that says
how.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from equityqi.files import CouldNotWrite, write_atomically
from equityqi.tables.read_counts import EXAMPLE, GUIDE

ROWS = 1500  # rows that are checked: 24 months of 60 groups
GROUPS = 40  # rows of the page Groups that the drop-down list offers
COUNTS, GROUPS_PAGE = "Counts", "Groups"
MARK = f"{EXAMPLE}: type over this row, or delete it"
FOLDER = "templates"
STANDING = ("Group 1 (type your own)", "Group 2 (type your own)", "Not recorded")
HEADS = {  # what a column is for: its width, and what a person sees on entering a cell
    "period": (14, "Month", "Type the month as 1/4/2026 or Apr 2026."),
    "practice": (16, "Practice", "The practice's code or name, never a person's."),
    "group": (34, "Group", "Choose from the list. The list stands on the page Groups."),
    "numerator": (13, "How many", "How many people had it. A whole number, or * where it is hidden."),
    "denominator": (14, "Out of how many", "How many people there were in all. A whole number, or *."),
    "example": (44, "", ""),
}


@dataclass(frozen=True)
class Template:
    """One template. ``periods``: "month", or "text" for a year or another stretch of time; ``rows``: invented, without
    the mark.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    periods: str
    rows: tuple[tuple, ...]


_APRIL, _MAY = dt.date(2026, 4, 1), dt.date(2026, 5, 1)
_SHARES = ((STANDING[0], 26, 50), (STANDING[1], 66, 100), (STANDING[2], 12, 20))
TEMPLATES = (
    Template(
        "counts-by-month-and-group.xlsx",
        "Counts by month and group",
        ("period", "group", "numerator", "denominator", "example"),
        "month",
        tuple((month, *row) for month in (_APRIL, _MAY) for row in _SHARES),
    ),
    Template(
        "counts-by-practice-and-group.xlsx",
        "Counts by practice and group",
        ("period", "practice", "group", "numerator", "denominator", "example"),
        "month",
        tuple((_APRIL, practice, *row) for practice in ("Practice 1", "Practice 2") for row in _SHARES),
    ),
    Template(
        "one-snapshot-by-group.xlsx",
        "One snapshot by group",
        ("period", "group", "numerator", "denominator", "example"),
        "text",
        tuple(("2025/26", *row) for row in _SHARES),
    ),
)
HOW = (
    "{title}: how to fill this in",
    (
        "1. Page Groups: type the names of your groups, one in each row, as your data have them. Keep a row for people"
        " whose group is not recorded."
    ),
    "2. Page Counts: one row for each {each}. Choose the group from the list.",
    "3. numerator: how many people had it, such as reviews done. denominator: out of how many, such as reviews booked.",
    "4. Both are whole numbers, 0 or more, and the numerator is never the larger one. Excel says so if it is.",
    "5. If a count is hidden from you, type * and not 0. A blank or a 0 says something else.",
    "6. Type over the rows that say “invented example”, or delete them. A row that still says so is left out.",
    "7. Counts only: never a name, an NHS number, a date of birth or a postcode. Never one row a person.",
    (
        "8. Save the file. Open the course's page “Monday morning: your own data”, choose this file, and press “Look at"
        " my table”."
    ),
    "Use data that you may lawfully use. If you are not sure, ask your information governance lead first.",
)


def make_templates(folder: Path) -> list[Path]:
    """Write the templates into a folder, made if it is absent, and return their paths; the same bytes each time.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CouldNotWrite(
            f"The folder {folder} could not be made ({error.strerror}). Choose another with --out."
        ) from error
    for template in TEMPLATES:
        write_atomically(folder / template.name, workbook_of(template))
    return [folder / template.name for template in TEMPLATES]


def workbook_of(template: Template) -> bytes:
    """Return a template as the bytes of an Excel file."""
    from openpyxl import Workbook

    from equityqi.safe_text import without_timestamps

    book = Workbook()
    book.properties.title, book.properties.creator, book.properties.language = template.title, "", "en-GB"
    counts, groups, guide = book.active, book.create_sheet(GROUPS_PAGE), book.create_sheet(GUIDE)
    counts.title = COUNTS
    _fill_counts(counts, template)
    _fill_lines(groups, ["group", *STANDING], 40)
    each = (
        "group"
        if template.periods == "text"
        else "month, practice and group"
        if "practice" in template.columns
        else "month and group"
    )
    _fill_lines(guide, [line.format(title=template.title, each=each) for line in HOW], 100)
    held = io.BytesIO()
    book.save(held)
    return without_timestamps(held.getvalue())


def _fill_counts(sheet, template: Template) -> None:
    from openpyxl.styles import Alignment, Font

    letters = dict(zip(template.columns, "ABCDEF", strict=False))
    for column, name in enumerate(template.columns, 1):
        cell = sheet.cell(1, column, name)
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
        sheet.column_dimensions[cell.column_letter].width = HEADS[name][0]
    for place, row in enumerate(template.rows, 2):
        for column, value in enumerate((*row, MARK), 1):
            sheet.cell(place, column, value).font = Font(italic=True)
    if template.periods == "month":
        for place in range(2, ROWS + 2):
            sheet.cell(place, 1).number_format = "mmm yyyy"
    sheet.freeze_panes = "A2"
    for name, check in _checks(letters, template.periods).items():
        _, check.promptTitle, check.prompt = HEADS[name]
        check.showErrorMessage = check.showInputMessage = True
        check.errorTitle = "Please look again"
        sheet.add_data_validation(check)
        check.add(f"{letters[name]}2:{letters[name]}{ROWS + 1}")


def _checks(letters: dict[str, str], periods: str) -> dict:
    """Return what Excel checks in each column."""
    from openpyxl.worksheet.datavalidation import DataValidation

    above, below = f"{letters['numerator']}2", f"{letters['denominator']}2"
    checks = {
        "period": DataValidation(
            type="date",
            operator="greaterThan",
            formula1="36525",
            error="This is not a month. Type it as 1/4/2026 or Apr 2026.",
        ),
        "group": DataValidation(
            type="list",
            formula1=f"{GROUPS_PAGE}!$A$2:$A${GROUPS + 1}",
            error="This group is not on the page Groups. Type it there first, then choose it here.",
        ),
        "numerator": DataValidation(
            type="custom",
            formula1=_whole(above, f'OR({below}="",{below}="*",{above}<={below})'),
            error="Type a whole number, 0 or more, that is not larger than the denominator; or * where it is hidden.",
        ),
        "denominator": DataValidation(
            type="custom",
            formula1=_whole(below, f'OR({above}="",{above}="*",{above}<={below})'),
            error="Type a whole number, 0 or more, that is not smaller than the numerator; or * where it is hidden.",
        ),
    }
    if periods == "text":
        checks["period"] = DataValidation(
            type="textLength",
            operator="between",
            formula1="4",
            formula2="40",
            error="Type the time that is counted, such as 2025/26 or Apr 2026.",
        )
    if "practice" in letters:
        checks["practice"] = DataValidation(
            type="textLength",
            operator="between",
            formula1="2",
            formula2="60",
            error="Type the code or the name of the practice.",
        )
    return checks


def _whole(cell: str, more: str) -> str:
    return f'OR({cell}="*",IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell}),{more}),FALSE))'


def _fill_lines(sheet, lines, width: int) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width = width
    for place, line in enumerate(lines, 1):
        cell = sheet.cell(place, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if place == 1:
            cell.font = Font(bold=True, size=14 if width > 60 else 11)
