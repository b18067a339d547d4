"""Two groups' counts as people type or paste them: read, or refused with a sentence at each field; and kept."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path

from equityqi.cases.own_words import FOLDER
from equityqi.files import make_folder, write_atomically
from equityqi.owndata.two_groups import Group
from equityqi.plain_words import listed
from equityqi.typed_input import number

FILE = "two-groups.json"  # in the folder of own data of a work folder
WORDS = ("measure", "better", "period")
FIELDS = ("one_name", "one_count", "one_of", "two_name", "two_count", "two_of")
MOST, LONGEST, MOST_PASTED = 1_000_000_000, 120, 20_000  # people; letters of a name or a measure; letters of a table
HEADING = re.compile(r"[^\d%]*[^\W\d_]{3}[^\d%]*")  # of a column: words, not a number and not a sign for a hidden one
NOT_ONE_TABLE = "This page reads two groups, a row for each: the group, how many, out of how many."


class NotRead(ValueError):
    """What was typed cannot be used. ``faults``: a sentence for each field by its name; ``str()`` for all of it."""

    def __init__(self, sentence: str, faults: Mapping[str, str] | None = None):
        super().__init__(sentence)
        self.faults = dict(faults or {})


def groups_typed(typed: Mapping[str, str]) -> tuple[Group, Group]:
    """Return both groups from the fields ``one_name``, ``one_count``, ``one_of`` and the same of ``two``.

    Raises :class:`NotRead` with a sentence for each field that needs another look.
    """
    faults: dict[str, str] = {}
    read = [_group(typed, side, faults) for side in ("one", "two")]
    one, two = ((" ".join(str(typed.get(f"{side}_name") or "").split())).casefold() for side in ("one", "two"))
    if one and one == two:
        faults["two_name"] = "Both groups have the same name. Give the second group another one."
    if faults:
        many = "1 field needs" if len(faults) == 1 else f"{len(faults)} fields need"
        raise NotRead(f"{many} another look.", faults)
    return read[0], read[1]


def _group(typed: Mapping[str, str], side: str, faults: dict[str, str]) -> Group | None:
    name = " ".join(str(typed.get(f"{side}_name") or "").split())
    if not name:
        faults[f"{side}_name"] = "Who is this group? Give it a name, such as: interpreter needed."
    elif len(name) > LONGEST:
        faults[f"{side}_name"] = f"This name is very long. Use up to {LONGEST} letters."
    count, of = (_whole(typed, f"{side}_{part}", faults) for part in ("count", "of"))
    if of == 0:
        faults[f"{side}_of"] = "This is 0, so there’s nobody to compare. Type how many people there are in all."
    elif count is not None and of is not None and count > of:
        faults[f"{side}_count"] = f"{count:,} is more than the {of:,} it’s out of. Did the two numbers get swapped?"
    return None if count is None or of is None else Group(name, count, of)


def _whole(typed: Mapping[str, str], field: str, faults: dict[str, str]) -> int | None:
    """Return a count of people; where it cannot be one, say why in ``faults``."""
    text = str(typed.get(field) or "").strip()
    read = number(text)
    if not text:
        faults[field] = "Type a number of people here."
    elif "%" in text:
        faults[field] = f"{_quoted(text)} is a percentage. Type the number of people instead."
    elif read is None:
        faults[field] = (
            f"{_quoted(text)} isn’t a number. If it’s hidden because it’s small, put several months together."
        )
    elif read < 0 or read != int(read) or read >= MOST:
        faults[field] = f"{_quoted(text)} can’t be a number of people. Type a whole number, such as 26."
    else:
        return int(read)
    return None


def groups_pasted(text: str) -> tuple[dict[str, str], str]:
    """Return the fields that a small pasted table fills, and a sentence that says what was understood.

    The table has a row for each of two groups, its name and its two counts, parted by tabs, semicolons or commas; a
    row of headings above may be there. The numbers are handed on as they were written. Raises :class:`NotRead`.

    >>> fields, understood = groups_pasted("Group\\tDone\\tBooked\\nCarers\\t26\\t50\\nOthers\\t66\\t100")
    >>> fields["one_name"], fields["two_of"]
    ('Carers', '100')
    >>> understood.split(". ")[1:3]
    ['Carers: 26 out of 50', 'Others: 66 out of 100']
    """
    rows = _rows(text)
    head = rows.pop(0) if len(rows) == 3 and all(HEADING.fullmatch(cell) for cell in rows[0][1:]) else None
    if len(rows) != 2:
        names = listed([_quoted(row[0]) for row in rows[:5]] + (["more"] if len(rows) > 5 else []))
        found = f"Here there are {len(rows)}: {names}" if len(rows) > 1 else f"Here there is only one: {names}"
        raise NotRead(f"{NOT_ONE_TABLE} {found}. Paste just the two rows that you want to compare.")
    for row in rows:
        if odd := [cell for cell in row[1:] if number(cell) is None or "%" in cell]:
            what = (
                f"{_quoted(odd[0])} in the row {_quoted(row[0])}" if odd[0] else f"A cell of the row {_quoted(row[0])}"
            )
            raise NotRead(f"{what} isn’t a number of people. Paste counts, not percentages or hidden numbers.")
    fields = dict(zip(FIELDS, (cell for row in rows for cell in row), strict=True))
    read = " ".join(f"{name}: {count} out of {of}." for name, count, of in rows)
    left = f" The first row ({', '.join(head)}) is taken as headings." if head else ""
    return fields, f"I read two groups. {read}{left} Is that right? If so, press “Work out the gap”; if not, change it."


def _rows(text: str) -> list[list[str]]:
    """Return the rows of a pasted table, each of three cells."""
    if not text.strip():
        raise NotRead("There’s no table in the box yet. Copy the cells in Excel, then press Ctrl+V in the box.")
    if len(text) > MOST_PASTED:
        raise NotRead(f"{NOT_ONE_TABLE} This is far longer. Paste just the two rows that you want to compare.")
    mark = next((mark for mark in "\t;" if mark in text), ",")
    lines = [line for line in text.splitlines() if line.strip(f" {mark}")]
    try:
        read = list(csv.reader(lines, delimiter=mark, skipinitialspace=True))
    except csv.Error:
        raise NotRead(f"{NOT_ONE_TABLE} What you pasted isn’t one. Copy the cells in Excel again.") from None
    rows = [[" ".join(cell.split()) for cell in row] for row in read]
    for row in rows:
        while len(row) > 3 and not row[-1]:
            row.pop()
        if len(row) != 3:
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            comma = " Is a comma inside a number? Then copy from Excel instead." if mark == "," and len(row) > 3 else ""
            raise NotRead(f"{NOT_ONE_TABLE} The row that begins with {_quoted(row[0])} has {cells}, not 3.{comma}")
    return rows


def _quoted(words: str) -> str:
    return f"“{words if len(words) <= 40 else f'{words[:39]}…'}”"


def keep_typed(work: Path, typed: Mapping[str, str]) -> None:
    """Keep what was typed in a work folder. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    make_folder(work / FOLDER)
    kept = {name: str(typed.get(name) or "") for name in (*FIELDS, *WORDS)}
    write_atomically(work / FOLDER / FILE, f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n")


def kept_typed(work: Path) -> dict[str, str]:
    """Return what was typed before, by field; {} where nothing was, or what is there cannot be read."""
    try:
        kept = json.loads((work / FOLDER / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: kept[name] for name in (*FIELDS, *WORDS) if isinstance(kept.get(name), str)}
