"""Excel templates for a team's own counts: drop-down groups, checked numbers, invented example rows, a page that says
how.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equityqi.documents.excel import excel_file, set_widths, write_row
from equityqi.files import CouldNotWrite, write_atomically
from equityqi.tables.read_counts import EXAMPLE, GUIDE

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ROWS = 1500  # rows that are checked: 24 months of 60 groups
GROUPS = 40  # rows of the page Groups that the drop-down list offers
COUNTS, GROUPS_PAGE = "Counts", "Groups"
MARK = f"{EXAMPLE}: type over this row, or delete it"
FOLDER = "templates"
STANDING = ("Group 1 (type your own)", "Group 2 (type your own)", "Not recorded")
HEADS = {  # what a column is for: its width, and what a person sees on entering a cell
    "period": (14, "Month", "Type the month as 1/4/2026 or Apr 2026."),
    "practice": (16, "Practice", "The practice's code or name, never a person's."),
    "group": (34, "Group", "Choose from the list. The list is on the page Groups."),
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
        " whose group isn’t recorded."
    ),
    "2. Page Counts: one row for each {each}. Choose the group from the list.",
    "3. numerator: how many people had it, such as reviews done. denominator: out of how many, such as reviews booked.",
    "4. Both are whole numbers, 0 or more, and the numerator is never the larger one. Excel says so if it is.",
    "5. If a count is hidden from you, type * and not 0, because a blank or a 0 means something else.",
    "6. Type over the rows that say “invented example”, or delete them. A row that still says so is left out.",
    (
        "7. Use counts only. Never type a name, an NHS number, a date of birth or a postcode, and never one row for"
        " each person."
    ),
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
            f"The folder {folder} couldn’t be made ({error.strerror}). Choose another with --out."
        ) from error
    for template in TEMPLATES:
        write_atomically(folder / template.name, workbook_of(template))
    return [folder / template.name for template in TEMPLATES]


def workbook_of(template: Template) -> bytes:
    """Return a template as the bytes of an Excel file."""
    each = (
        "group"
        if template.periods == "text"
        else "month, practice and group"
        if "practice" in template.columns
        else "month and group"
    )
    guide = [line.format(title=template.title, each=each) for line in HOW]

    def fill(book: Workbook) -> None:
        _fill_counts(book, template)
        _fill_lines(book, GROUPS_PAGE, ["group", *STANDING], 40, 11)
        _fill_lines(book, GUIDE, guide, 100, 14)
        for sheet in book.worksheets():
            sheet.set_margins(0.75, 0.75, 1, 1)

    return excel_file(fill, title=template.title)


def _fill_counts(book: Workbook, template: Template) -> None:
    sheet = book.add_worksheet(COUNTS)
    write_row(sheet, 0, template.columns, book.add_format({"bold": True, "valign": "top"}))
    set_widths(sheet, (HEADS[name][0] for name in template.columns))
    example = book.add_format({"italic": True})
    for line, row in enumerate(template.rows, 1):
        write_row(sheet, line, (*row, MARK), example)
    if template.periods == "month":
        month = {"num_format": "mmm yyyy"}
        example, plain = book.add_format({**month, "italic": True}), book.add_format(month)
        for line in range(1, ROWS + 1):
            held = template.rows[line - 1][:1] if line <= len(template.rows) else (None,)
            write_row(sheet, line, held, example if line <= len(template.rows) else plain)
    sheet.freeze_panes(1, 0)
    letters = dict(zip(template.columns, "ABCDEF", strict=False))
    for name, check in _checks(letters, template.periods).items():
        _, title, prompt = HEADS[name]
        hints = {"input_title": title, "input_message": prompt, "error_title": "Please look again"}
        place = f"{letters[name]}2:{letters[name]}{ROWS + 1}"
        sheet.data_validation(place, {**check, **hints, "ignore_blank": False})


def _checks(letters: dict[str, str], periods: str) -> dict[str, dict[str, Any]]:
    """Return what Excel checks in each column."""
    above, below = f"{letters['numerator']}2", f"{letters['denominator']}2"
    checks = {
        "period": {
            "validate": "date",
            "criteria": ">",
            "value": dt.date(1999, 12, 31),
            "error_message": "This isn’t a month. Type it as 1/4/2026 or Apr 2026.",
        },
        "group": {
            "validate": "list",
            "source": f"={GROUPS_PAGE}!$A$2:$A${GROUPS + 1}",
            "error_message": "This group isn’t on the page Groups. Type it there first, then choose it here.",
        },
        "numerator": _whole(above, f'OR({below}="",{below}="*",{above}<={below})', "larger than the denominator"),
        "denominator": _whole(below, f'OR({above}="",{above}="*",{above}<={below})', "smaller than the numerator"),
    }
    if periods == "text":
        checks["period"] = _length(4, 40, "Type the time that is counted, such as 2025/26 or Apr 2026.")
    if "practice" in letters:
        checks["practice"] = _length(2, 60, "Type the code or the name of the practice.")
    return checks


def _whole(cell: str, more: str, never: str) -> dict[str, Any]:
    return {
        "validate": "custom",
        "value": f'=OR({cell}="*",IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell}),{more}),FALSE))',
        "error_message": f"Type a whole number, 0 or more, that is not {never}; or * where it is hidden.",
    }


def _length(least: int, most: int, error: str) -> dict[str, Any]:
    return {"validate": "length", "criteria": "between", "minimum": least, "maximum": most, "error_message": error}


def _fill_lines(book: Workbook, name: str, lines: list[str], width: int, size: int) -> None:
    sheet = book.add_worksheet(name)
    set_widths(sheet, (width,))
    wrapped = {"text_wrap": True, "valign": "top"}
    head, look = book.add_format({**wrapped, "bold": True, "font_size": size}), book.add_format(wrapped)
    for line, text in enumerate(lines):
        write_row(sheet, line, (text,), look if line else head)
