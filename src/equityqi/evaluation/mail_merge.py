"""A table and a text for mail merge in Word: one mail for each person who shared a promise and gave a name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from equityqi.evaluation.check_in_packs import mail_text
from equityqi.evaluation.survey_tables import sheets_of
from equityqi.safe_text import escape_formula
from equityqi.tables.raw_table import ReadError
from equityqi.typed_input import in_words
from equityqi.working_days import DAYS, due

if TYPE_CHECKING:
    from equityqi.evaluation.shared_commitment import SharedCommitment

TABLE, TEXT = "mail-merge.csv", "mail-merge.txt"
HEADS = ("record", "name", "email", "promise", "wrote_on", *(f"day_{day}" for day in DAYS), "diary_file")
RECORD_IN = {  # where the record of a row is, by column: Excel keeps the name of a file as it is
    "diary_file": re.compile(r".*-([0-9a-f]{16})\.ics\s*").fullmatch,
    "record": re.compile(r"\s*([0-9a-f]{16})\s*").fullmatch,
}
HOW = """How to send everybody their own email at once. You send it yourself.

1. Open {table} in Excel, and type each person's address into the column email. Save it. Your addresses stay when you
   run the command again.
2. In Word, copy one of the emails below into a new document. Choose Mailings, Start Mail Merge, E-mail Messages.
3. Select Recipients, Use an Existing List: choose {table}.
4. Replace each name in «these marks» with Word's own field (Insert Merge Field).
5. Cut the line that begins with “Subject:” from the text. Choose Finish & Merge, Send E-mail Messages. Under To
   choose email, and paste the subject into Subject line.

Word's merge can't attach files, so send each person their diary file once, by hand. It has all three dates in it, and
is in the folder calendar. You'll find its name in the column diary_file.

People who didn't give a name aren't in the table. words-to-send.html explains how to reach them.
"""


def addresses(path: Path) -> dict[str, str] | None:
    """Return the addresses that somebody typed into the table, by record; None where there is a table that cannot be
    read, or an address in a row whose record nobody can tell.

    Excel shortens a record of digits alone, or one such as 1230000000000e00, to 1.23E+15. The name of the diary file
    holds it too.
    """
    if not path.exists():
        return {}
    try:
        rows = [cells for _, cells in next(iter(sheets_of(path).values()), [])]
    except (ReadError, OSError):
        return None
    if not rows or not {"record", "email"} <= set(rows[0]):
        return None
    found = {}
    for row in rows[1:]:
        cells = dict(zip(rows[0], row, strict=False))
        if email := cells.get("email", "").strip():
            record = next(filter(None, (whole(cells.get(key, "")) for key, whole in RECORD_IN.items())), None)
            if record is None:
                return None
            found[record[1]] = email
    return found


def table(written: Iterable[SharedCommitment], typed: Mapping[str, str]) -> bytes:
    """Return the table as CSV that Excel and Word read: a row for each person who gave a name."""
    held = io.StringIO(newline="")
    rows = csv.writer(held, lineterminator="\r\n")
    rows.writerow(HEADS)
    for one in written:
        if one.promise.name:
            dates = (due(one.day, day).words for day in DAYS)
            about = (one.record, one.promise.name, typed.get(one.record, ""), one.sentence, in_words(one.day))
            rows.writerow(map(escape_formula, (*about, *dates, f"{one.file}.ics")))
    return held.getvalue().encode("utf-8-sig")


def text(leader: str = "") -> str:
    """Return how a merge is done, and the mail of each date with the names of the table's columns in it."""
    mails = (mail_text(day, "Hello «name»", "«wrote_on»", "«promise»", f"«day_{day}».", leader) for day in DAYS)
    return f"\n{'-' * 60}\n\n".join([HOW.format(table=TABLE), *mails])
