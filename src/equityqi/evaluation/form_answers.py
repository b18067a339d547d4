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
from equityqi.plain_words import listed
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
    "chart_by_group": ("Are you using a chart by group?", ("Yes", "No")),
    "confidence": ("How sure are you that it will last, from 0 (not at all) to 10 (very)?", TEN),
}
NOT_SHARED = "Please leave it off the wall and out of the leader's page. Whoever owns this form can still see it."
LACKS = (
    "{where} looks like answers to the form “{kind}”, but its headings don’t have {heads}, so we left it out. Write"
    " the question into the heading as it is in the form, then run this again."
)
NEITHER = (
    "{name} has no answers to the commitment form or the check-in form, and it isn’t a check-in sheet, so we left it"
    " out."
)
TAKEN_BACK = (
    "{where}: the same promise is in another row that says to leave it out, so it isn’t shared. If somebody else"
    " wants to share it, ask them to send it again in their own words."
)
ROLL = "roll.csv"  # often among the hand-ins
_Row = tuple[int, dict[str, str]]
_Table = tuple[str, list[_Row]]
NEEDED = {"commitment": {"verb", "thing", "private"}, "check-in": {"code", "day", "done"}}


@dataclass(frozen=True)
class FormAnswers:
    """What one table holds: ``promises``, each with where it is, the record made for it, and whether it is shared;
    ``check_ins``: rows as a check-in sheet has them; ``known``: whether a sheet is one of the two forms; ``notes``: a
    sentence on each trouble.
    """

    promises: tuple[tuple[str, str, Commitment], ...] = ()
    check_ins: tuple[tuple[str, dict[str, str]], ...] = ()
    known: bool = False
    notes: tuple[str, ...] = ()


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
    """Return the answers to the two forms, from every sheet of a table; None for the roll, and a file that is no table
    or that a program keeps beside one.
    """
    name = path.name.casefold()
    if path.suffix.lower() not in TABLES or name == ROLL or name.startswith(("~$", ".")):
        return None
    try:
        sheets = sheets_of(path)
    except ReadError as error:
        return FormAnswers(notes=(f"{error} {path.name} was left out.",))
    except OSError as error:
        return FormAnswers(notes=(f"{path.name} could not be read ({error.strerror}), so it was left out.",))
    forms = {"commitment": commitment_questions(), "check-in": ASKED_LATER}
    found: dict[str, list[_Table]] = {kind: [] for kind in forms}
    lacking = []
    for title, rows in sheets.items():
        where = f"{path.name}, sheet “{title}”" if len(sheets) > 1 else path.name
        for kind, asked in forms.items():
            held, missing = _rows(rows, asked, NEEDED[kind])
            if held is not None:
                found[kind].append((where, held))
            elif missing:
                lacking.append(
                    LACKS.format(where=where, kind=kind, heads=listed(f"“{asked[key][0]}”" for key in missing))
                )
    promises, notes = _promises(found["commitment"])
    check_ins = tuple(one for where, rows in found["check-in"] for one in _told(where, rows))
    known = any(found.values())
    notes = (*lacking, *notes) if known or lacking else (NEITHER.format(name=path.name),)
    return FormAnswers(promises, check_ins, known, notes)


def _rows(
    rows: Rows, asked: Mapping[str, tuple[str, tuple[str, ...]]], needed: set[str]
) -> tuple[list[_Row] | None, list[str]]:
    """Return each row's number and answers by field; None where the heading lacks a question that is needed, and which
    those are where it has others of the form.
    """
    names = {plain(question): key for key, (question, _) in asked.items()}
    heads = rows[0][1] if rows else []
    places = {names[plain(cell)]: place for place, cell in enumerate(heads) if plain(cell) in names}
    if missing := [key for key in asked if key in needed and key not in places]:
        return None, missing if places else []
    return [
        (number, {key: words_of(cells[place]) for key, place in places.items() if place < len(cells)})
        for number, cells in rows[1:]
    ], []


def _promises(tables: list[_Table]) -> tuple[tuple[tuple[str, str, Commitment], ...], tuple[str, ...]]:
    """Return the promises of one file, and a note on each that is taken back: whose words stand in another row that
    says to leave them out.
    """
    codes = {
        key: {plain(label): code for code, label in column.options.items()}
        for key, column in sheet_of(COMMITMENT).fields.items()
        if column.options and key != "private"
    }
    shared = plain(commitment_questions()["private"][1][1])
    found, kept_back = [], set()
    for where, rows in tables:
        seen: Counter[str] = Counter()  # for each sheet: one may be a copy of another
        for number, cells in rows:
            held = {key: codes[key].get(plain(text), "") if key in codes else text for key, text in cells.items()}
            private = plain(held.pop("private", "")) != shared
            said = json.dumps(held, sort_keys=True, ensure_ascii=False)
            seen[said] += 1  # two people may promise the same
            record = hashlib.sha256(f"{said}#{seen[said]}".encode("utf-8", "replace")).hexdigest()[:16]
            same = tuple(sorted((key, plain(text)) for key, text in held.items() if text))
            if private:
                kept_back.add(same)
            found.append((f"{where}, row {number}", record, held, private, same))
    notes = tuple(
        TAKEN_BACK.format(where=where) for where, _, _, private, same in found if not private and same in kept_back
    )
    return tuple(
        (where, record, read_part(Commitment, {**held, "private": private or same in kept_back}))
        for where, record, held, private, same in found
    ), notes


def _told(where: str, rows: list[_Row]) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple(
        (f"{where}, row {number}", {key: text for key, text in cells.items() if text}) for number, cells in rows
    )
