"""Check-ins: what became of a commitment by day 30, 60 and 90, as small records or as rows of a sheet that is typed on
a call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equityqi.documents.excel import excel_file, set_widths, write_row
from equityqi.plain_words import listed
from equityqi.safe_text import FORMULA, one_line
from equityqi.tables.raw_table import ReadError
from equityqi.tables.reading import raw_of
from equityqi.tables.text_rows import read_bytes
from equityqi.typed_input import number
from equityqi.working_days import DAYS

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from equityqi.evaluation.shared_commitment import SharedCommitment

DONE = {
    "done": "done",
    "yes": "done",
    "part": "part",
    "in part": "part",
    "partly": "part",
    "not": "not",
    "not yet": "not",
    "not done": "not",
    "no": "not",
}
CHART = {"yes": "yes", "y": "yes", "no": "no", "n": "no"}
ANSWERS = ("done", "helped", "in_the_way", "chart_by_group", "confidence", "gap", "changed")
COLUMNS = ("record", "name", "promise", "day", "date", *ANSWERS)
WIDTHS = {
    "record": 20,
    "name": 20,
    "promise": 60,
    "day": 6,
    "date": 26,
    "done": 9,
    "helped": 40,
    "in_the_way": 40,
    "chart_by_group": 16,
    "confidence": 12,
    "gap": 16,
    "changed": 40,
}
HINTS = {
    "done": "Choose done, part or not.",
    "helped": "What helped?",
    "in_the_way": "What got in the way? Never ask “why not?”",
    "chart_by_group": "Are they using a chart by group? Choose yes or no.",
    "confidence": "0 to 10, only if the person wants to say.",
    "gap": "How wide is the gap now, with its unit? Only if they know.",
    "changed": "What have they changed in how they work?",
}

CHOICES = {"done": ["done", "part", "not"], "chart_by_group": ["yes", "no"]}

Row = dict[str, str]


@dataclass(frozen=True)
class CheckIn:
    """What somebody tells of one commitment by one date. ``done`` is "done", "part" or "not"; what they did not tell is
    "".
    """

    record: str
    day: int
    done: str
    helped: str = ""
    in_the_way: str = ""
    chart_by_group: str = ""
    confidence: int | None = None
    gap: str = ""
    changed: str = ""


@dataclass(frozen=True)
class Known:
    """The records that check-ins may speak of, by record and by name or code; and those that are nobody's business
    here.
    """

    records: Mapping[str, str]
    private: frozenset[str]

    @classmethod
    def of(cls, names: Mapping[str, str], private: Iterable[str] = ()) -> Known:
        """Return what is known of records and their names; a name that two have points to neither."""
        folded = [_folded(name) for name in names.values()]
        by_name = {_folded(name): record for record, name in names.items() if name and folded.count(_folded(name)) == 1}
        return cls({**by_name, **{record: record for record in names}}, frozenset(private))

    def hidden(self, row: Row) -> bool:
        """Return whether a row is about a commitment that its person keeps private."""
        return _folded(row.get("record", "")) in self.private

    def find(self, row: Row) -> str | None:
        """Return the record of a row: by the first of the columns record, code and name that is filled."""
        return self.records.get(_folded(_who(row)))


def _who(row: Row) -> str:
    return next((row[column] for column in ("record", "code", "name") if row.get(column)), "")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def parse_check_in(row: Row, known: Known) -> CheckIn | str | None:
    """Return the check-in of a row, or one sentence on what it lacks; None where nothing was told, or where it is not
    to be counted.

    >>> parse_check_in({"code": "Asha", "day": "30", "done": "In part"}, Known.of({"0f": "asha"})).done
    'part'
    >>> parse_check_in({"record": "0f", "day": "31", "done": "done"}, Known.of({"0f": ""}))
    'the day is “31”. Write 30, 60 or 90.'
    """
    if known.hidden(row) or not any(row.get(key) for key in ANSWERS):
        return None
    record = known.find(row)
    if record is None and not _who(row):
        return "it has no code, so we can't tell whose promise it is about, and it isn't counted."
    if record is None:
        return (
            f"“{one_line(_who(row), 40)}” fits no commitment that is shared here, or fits more than one. Copy the"
            " record from the sheet, or delete this line if the commitment was taken back."
        )
    day = re.sub(r"^day\s*", "", _folded(row.get("day", "")))
    if number(day) not in DAYS:
        return f"the day is “{one_line(row.get('day', ''), 40)}”. Write {listed(DAYS, 'or')}."
    done, chart = _folded(row.get("done", "")), _folded(row.get("chart_by_group", ""))
    if done not in DONE:
        return f"under done it says “{one_line(row.get('done', ''), 40)}”. Choose done, part or not."
    if chart and chart not in CHART:
        return (
            f"under chart_by_group it says “{one_line(row['chart_by_group'], 40)}”. Choose yes or no, or leave it"
            " blank."
        )
    confidence = number(row.get("confidence", ""))
    if row.get("confidence") and confidence not in range(11):
        return (
            f"the confidence is “{one_line(row['confidence'], 40)}”. Write a whole number from 0 to 10, or leave it"
            " blank."
        )
    helped, in_the_way, gap, changed = (row.get(key, "") for key in ("helped", "in_the_way", "gap", "changed"))
    return CheckIn(
        record,
        int(number(day)),
        DONE[done],
        helped,
        in_the_way,
        CHART.get(chart, ""),
        None if confidence is None else int(confidence),
        gap,
        changed,
    )


def read_rows(path: Path) -> list[tuple[str, Row]]:
    """Return the rows of a check-in sheet, CSV or Excel, each with where it stands.

    Raises :class:`equityqi.tables.ReadError`, in one sentence, for a file that is no such sheet.
    """
    raw = raw_of(path.name, read_bytes(path))
    heads = [re.sub(r"[\s-]+", "_", column.strip().casefold()) for column in raw.frame.columns]
    if not {"record", "code", "name"} & set(heads) or not {"day", "done"} <= set(heads):
        raise ReadError(
            f"{path.name} needs the columns record (or code), day and done. Give these names to its columns, as in the"
            " sheet check-ins.xlsx."
        )
    rows = [
        {head: _plain(cell) for head, cell in zip(heads, cells, strict=True)}
        for cells in raw.frame.itertuples(index=False, name=None)
    ]
    return [
        (f"{path.name}, row {place}", {head: cell for head, cell in row.items() if cell})
        for place, row in zip(raw.rows, rows, strict=True)
    ]


def _plain(cell: object) -> str:
    """Return a cell's words, without the apostrophe that kept a spreadsheet from taking them for a formula."""
    text = one_line(cell if isinstance(cell, str) else "", 2_000)
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def sheet_rows(
    written: Iterable[SharedCommitment],
    dates: Mapping[tuple[str, int], str],
    check_ins: Iterable[CheckIn],
    typed: Iterable[Row],
) -> list[list]:
    """Return the sheet: its heads, then a row for each commitment and date, with what was told already.

    ``dates`` holds the date in words by record and day. What somebody ``typed`` into the sheet stays as it
    was typed, with columns of their own; rows that fit no commitment stand last.
    """
    told = {
        (one.record, str(one.day)): {
            key: str(getattr(one, key)) for key in ANSWERS if getattr(one, key) not in (None, "")
        }
        for one in check_ins
    }
    rows, strange = {}, []
    for one in written:
        for day in DAYS:
            about = {
                "record": one.record,
                "name": one.promise.name,
                "promise": one.sentence,
                "day": str(day),
                "date": dates[one.record, day],
            }
            rows[one.record, str(day)] = {**about, **told.get((one.record, str(day)), {})}
    for row in typed:
        theirs = {key: value for key, value in row.items() if key not in COLUMNS or key in ANSWERS}
        if (place := (row.get("record", ""), row.get("day", ""))) in rows:
            rows[place] |= theirs
        elif theirs:
            strange.append(row)
    listed = [*rows.values(), *strange] or [{"name": "Nobody yet", "promise": "Nobody has shared a commitment yet."}]
    heads = list(dict.fromkeys([*COLUMNS, *(key for row in listed for key in row)]))
    return [
        heads,
        *(
            [int(row[head]) if head == "day" and row.get(head, "").isdecimal() else row.get(head) for head in heads]
            for row in listed
        ),
    ]


def sheet_file(rows: list[list]) -> bytes:
    """Return the sheet as an Excel file with lists to choose from; the same rows make the same bytes."""

    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Check-ins")
        cell = {"text_wrap": True, "valign": "top"}
        write_row(sheet, 0, rows[0], book.add_format({**cell, "bold": True, "bg_color": "#CBE0F0"}))
        look = book.add_format(cell)
        for line, row in enumerate(rows[1:], 1):
            write_row(sheet, line, row, look)
        set_widths(sheet, (WIDTHS.get(head, 20) for head in rows[0]))
        for column, head in enumerate(rows[0]):
            if head in HINTS:
                sheet.data_validation(1, column, max(len(rows), 2) + 49, column, _check(head))
        sheet.freeze_panes(1, 3)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.75, 0.75, 1, 1)
        sheet.repeat_rows(0)

    return excel_file(fill)


def _check(head: str) -> dict[str, Any]:
    """Return what Excel says and checks where somebody types into a column."""
    hint = {"input_title": head, "input_message": HINTS[head], "error_message": HINTS[head]}
    if head in CHOICES:
        return {"validate": "list", "source": CHOICES[head], **hint}
    if head == "confidence":
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 10, **hint}
    return {"validate": "any", "show_error": False, **hint}
