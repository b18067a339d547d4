"""What stands around and between the counts: titles, notes, covers, columns of codes, ranks and limits."""

from dataclasses import replace
from math import sqrt

from tests.tables.corpus.sheets import Sheet


def between(sheet, above=(), below=(), *, indent=0):
    """The sheet with text above and below its table, and with empty columns on the left."""
    rows = [[None] * indent + [text] for text in above]
    rows += [[None] * indent + list(row) for row in sheet.rows]
    rows += [[None] * indent + [text] for text in below]
    down = len(above)
    merges = tuple((t + down, left + indent, b + down, right + indent) for t, left, b, right in sheet.merges)
    return replace(sheet, rows=rows, merges=merges, out_of_sight=tuple(at + down for at in sheet.out_of_sight))


def with_column(sheet, heading, value, at=None):
    """The sheet with one more column: a constant, or a function of the row's number and the row."""
    rows = [list(row) for row in sheet.rows]
    at = len(rows[0]) if at is None else at
    for number, row in enumerate(rows):
        given = value(number - 1, sheet.rows[number]) if callable(value) and number else value
        row.insert(at, given if number else heading)
    return replace(sheet, rows=rows)


def codes(sheet, column, form, heading):
    """The sheet with a column of codes before the names in ``column``: E54000040, RXX01."""
    names = list(dict.fromkeys(row[column] for row in sheet.rows[1:]))
    return with_column(sheet, heading, lambda _, row: form.format(names.index(row[column]) + 10), column)


def limits(sheet, seen, of, headings=("Lower 95% limit", "Upper 95% limit")):
    """The sheet with the limits of the percentage, from the counts in these columns."""
    for heading, sign in zip(headings, (-1, 1), strict=True):
        sheet = with_column(sheet, heading, lambda _, row, sign=sign: _limit(row[seen], row[of], sign))
    return sheet


def _limit(seen, of, sign):
    share = seen / of
    return round(100 * (share + sign * 1.96 * sqrt(share * (1 - share) / of)), 2)


def blank_rows(sheet, column):
    """The sheet with an empty row wherever the value of a column changes, as people space a table out."""
    rows = [sheet.rows[0]]
    for before, row in zip(sheet.rows, sheet.rows[1:], strict=False):
        if before is not sheet.rows[0] and before[column] != row[column]:
            rows.append([None] * len(row))
        rows.append(row)
    return replace(sheet, rows=rows)


def headings_again(sheet, column):
    """The sheet with its headings once more wherever the value of a column changes, as printed reports have them."""
    rows = [sheet.rows[0]]
    for before, row in zip(sheet.rows, sheet.rows[1:], strict=False):
        if before is not sheet.rows[0] and before[column] != row[column]:
            rows.append(list(sheet.rows[0]))
        rows.append(row)
    return replace(sheet, rows=rows)


COVER = Sheet(
    "Cover",
    [
        ["Uptake by group, England, April 2025 to March 2026"],
        [None],
        ["Published", "14 May 2026"],
        ["Next publication", "August 2026"],
        ["Status", "Official statistics"],
        ["Collected by", "A public body"],
    ],
)
CONTACT = Sheet(
    "Information",
    [
        ["Title", "Uptake by group"],
        ["Summary", "Counts by group and month"],
        ["Basis", "Commissioner"],
        ["Source", "Local system extract"],
        ["Contact", "statistics@example.org"],
        ["Telephone", "0300 000 0000"],
    ],
)
CONTENTS = Sheet(
    "Contents",
    [
        ["Table", "Title", "Rows"],
        ["1", "Uptake by group", 24],
        ["2", "Notes", 10],
        ["3", "Definitions", 6],
    ],
)  # fmt: skip
NOTES = Sheet(
    "Notes",
    [
        ["Note number", "Note text"],
        [1, "Counts are of people, not of appointments."],
        [2, "People who moved away during the year are left out."],
        [3, "Figures are revised each quarter."],
    ],
)
LOOKUP = Sheet(
    "Lookup", [["Code", "Practices", "List size"], ["00L", 43, 330100], ["00N", 21, 154200], ["00P", 40, 282300]]
)
CHANGES = Sheet(
    "Version",
    [["Version", "Date", "By", "Change"], [1, "01/05/2026", "Analyst", "First"], [2, "14/05/2026", "Analyst", "Title"]],
)
