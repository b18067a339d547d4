"""Answers that come back from the forms of commitments and check-ins, as a table that Microsoft Forms gives or somebody
types. Only what the form asks is read: names, mail addresses and times that a program adds are not.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from equityqi.evaluation.survey_columns import plain, words_of
from equityqi.evaluation.survey_tables import TABLES, Rows, sheets_of
from equityqi.project.parts import Commitment
from equityqi.questions.kinds.fields import Column
from equityqi.tables.raw_table import ReadError
from equityqi.typed_fields import read_part
from equityqi.workfolder.survey_sheets import COMMITMENT, sheet_of

TEN = tuple(map(str, range(11)))
ASKED_LATER: Mapping[str, tuple[str, tuple[str, ...]]] = {  # by the column of a check-in: the question, its answers
    "code": ("Your code (the name or code on your card, or the record at the foot of your check-in page)", ()),
    "day": ("Which date is this for?", ("Day 30", "Day 60", "Day 90")),
    "done": ("What did you do?", ("Done", "In part", "Not yet")),
    "changed": ("What have you changed in how you work?", ()),
    "helped": ("What helped?", ()),
    "in_the_way": ("What got in the way?", ()),
    "gap": ("How wide is the gap now, with its unit?", ()),
    "chart_by_group": ("Is a chart by group in use?", ("Yes", "No")),
    "confidence": ("How sure are you that it will last, from 0 (not at all) to 10 (very)?", TEN),
}
NOT_SHARED = "Please leave it off the wall and out of the leader's page. Whoever owns this form can still see it."
NEEDED = {"commitment": {"verb", "thing", "private"}, "check-in": {"code", "day", "done"}}


@dataclass(frozen=True)
class FormAnswers:
    """What one table holds: ``promises``, each with where it is, the record made for it, and whether it is shared;
    ``check_ins``: rows as a check-in sheet has them.
    """

    promises: tuple[tuple[str, str, Commitment], ...] = ()
    check_ins: tuple[tuple[str, dict[str, str]], ...] = ()


def commitment_questions() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return what the form of the commitment asks, by field: the question, and the answers to choose from."""
    fields = sheet_of(COMMITMENT).fields
    fields = {key: (_with_hint(key, column), tuple(column.options.values())) for key, column in fields.items()}
    question, (_, share) = fields["private"]
    return {**fields, "private": (question, (NOT_SHARED, share))}


def _with_hint(key: str, column: Column) -> str:
    hint = {"thing": "What you’ll split, show, ask or ring."}.get(key, column.hint)
    return f"{column.label}. {hint}" if hint else column.label


def form_answers(path: Path) -> FormAnswers | None:
    """Return the answers to one of the two forms; None for a table, or a file, that holds neither."""
    if path.suffix.lower() not in TABLES:
        return None
    try:
        sheets = sheets_of(path)
    except (ReadError, OSError):
        return None
    for rows in sheets.values():
        for kind, asked in (("commitment", commitment_questions()), ("check-in", ASKED_LATER)):
            if found := _rows(rows, asked, NEEDED[kind]):
                return _promises(path, found) if kind == "commitment" else FormAnswers(check_ins=_told(path, found))
    return None


def _rows(rows: Rows, asked: Mapping[str, tuple[str, tuple[str, ...]]], needed: set[str]) -> list:
    """Return each row's number and answers by field; nothing where the heading lacks a question that is needed."""
    names = {plain(question): key for key, (question, _) in asked.items()}
    places = {names[plain(cell)]: place for place, cell in enumerate(rows[0][1]) if plain(cell) in names}
    if not needed <= set(places):
        return []
    return [
        (number, {key: words_of(cells[place]) for key, place in places.items() if place < len(cells)})
        for number, cells in rows[1:]
    ]


def _promises(path: Path, rows: list[tuple[int, dict[str, str]]]) -> FormAnswers:
    codes = {
        key: {plain(label): code for code, label in column.options.items()}
        for key, column in sheet_of(COMMITMENT).fields.items()
        if column.options and key != "private"
    }
    shared = plain(commitment_questions()["private"][1][1])
    seen: Counter[str] = Counter()
    found = []
    for number, cells in rows:
        held = {key: codes[key].get(plain(text), "") if key in codes else text for key, text in cells.items()}
        private = plain(held.pop("private", "")) != shared
        said = json.dumps(held, sort_keys=True, ensure_ascii=False)
        seen[said] += 1  # two people may promise the same
        record = hashlib.sha256(f"{said}#{seen[said]}".encode("utf-8", "replace")).hexdigest()[:16]
        found.append((f"{path.name}, row {number}", record, read_part(Commitment, {**held, "private": private})))
    return FormAnswers(promises=tuple(found))


def _told(path: Path, rows: list[tuple[int, dict[str, str]]]) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple(
        (f"{path.name}, row {number}", {key: text for key, text in cells.items() if text}) for number, cells in rows
    )
