"""What came back after the session: the commitments and projects that people share, and their check-ins. What is
private is passed over without a word.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from equityqi.evaluation.check_ins import CheckIn, Known, Row, parse_check_in, read_rows
from equityqi.evaluation.form_answers import FormAnswers, form_answers
from equityqi.evaluation.shared_commitment import SharedCommitment
from equityqi.evaluation.team_projects import TeamProject, check_ins_of, is_project, team_projects
from equityqi.organisation import organisation
from equityqi.privacy.in_text import NAMES_ASKED, Identifier, people_in, whom, without_people
from equityqi.project.parts import Commitment
from equityqi.safe_text import one_line
from equityqi.settings import read_day
from equityqi.tables.raw_table import ReadError
from equityqi.typed_fields import read_part
from equityqi.typed_input import in_words
from equityqi.workfolder.hand_in import WANTED, HandIn
from equityqi.workfolder.read_hand_in import hand_ins_in, read_source
from equityqi.workfolder.split_by_person import hand_ins_at
from equityqi.workfolder.survey_sheets import COMMITMENT, RECORD, SCHEMA
from equityqi.working_days import on_day

TABLE = re.compile(r"check-?ins?\b.*\.(csv|xlsx|ods)", re.IGNORECASE)
IN_WORDS = ("helped", "in_the_way", "gap", "changed")  # of a check-in
OURS = re.compile(r"commitment|check-?in", re.IGNORECASE)


class CannotFollowUp(ValueError):
    """The follow-up cannot be made; ``str()`` is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Gathered:
    """What was found: commitments by name, check-ins, projects, and a sentence on each trouble.

    ``typed`` holds the rows of the check-in sheet as somebody typed them; None where there is a sheet that cannot be
    read.
    """

    written: tuple[SharedCommitment, ...]
    check_ins: tuple[CheckIn, ...]
    typed: tuple[Row, ...] | None = ()
    notes: tuple[str, ...] = ()
    projects: tuple[TeamProject, ...] = ()


@dataclass
class _Found:
    """What is gathered on the way. ``private`` holds the records that somebody keeps to themselves in any copy."""

    shared: dict[str, tuple[str, dt.date | None, Commitment]] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    check_ins: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    projects: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def gather(folder: Path, out: Path, sheet: Path, day: dt.date | None = None) -> Gathered:
    """Read a folder of hand-ins, work folders, loose records and check-in sheets; nothing is run and no link is
    followed.

    ``out`` is left out, save the check-in ``sheet`` in it. ``day`` is the day of session 2 for all records; without
    it, each counts from its own. Raises :class:`CannotFollowUp` in one sentence: no folder, or no day.
    """
    found, tables = _everything(folder, out)
    shared = {record: held for record, held in found.shared.items() if record not in found.private}
    days = _days({record: own for record, (_, own, _) in shared.items()}, day, found.notes)
    written = tuple(
        sorted(
            (SharedCommitment(record, days[record], promise) for record, (_, _, promise) in shared.items()), key=_order
        )
    )
    return _with_check_ins(written, found, tables, sheet)


def gather_projects(folder: Path, out: Path) -> Gathered:
    """Return the shared projects in a folder, and a sentence on each trouble; nothing else in it is looked at."""
    found, _ = _everything(folder, out)
    projects, notes = team_projects(found.projects)
    return Gathered((), (), (), tuple(notes), tuple(projects))


def _everything(folder: Path, out: Path) -> tuple[_Found, list[Path]]:
    try:
        places = hand_ins_in(folder, (out,))
    except OSError as error:
        raise CannotFollowUp(
            f"The folder {folder} could not be read ({error.strerror}). Give the folder that holds the hand-ins."
        ) from None
    found, tables = _Found(), []
    for place in places:
        if answers := form_answers(place) if place.is_file() else None:
            if TABLE.fullmatch(place.name) and not answers.known:
                tables.append(place)  # as somebody types it, not as the form gives it
            else:
                _take_form(answers, found)
        elif place.is_dir() or WANTED.search(place.name):
            for path, data in _records(place, found.notes):
                _take(path, data, found)
    return found, tables


def _days(own: dict[str, dt.date | None], day: dt.date | None, notes: list[str]) -> dict[str, dt.date]:
    """Return the day that each record counts from: ``day`` where it was given, else its own, and session 2's of the
    organisation in place of session 1's or of none. ``notes`` gets a sentence on each that is not its own.
    """
    held = organisation()
    if day:
        if others := sum(one not in (None, day) for one in own.values()):
            notes.append(f"{in_words(day)} counts for every commitment, as --day says; {_carry(others)} another date.")
        return dict.fromkeys(own, day)
    second = held.session_2_date
    if (dateless := sum(one is None for one in own.values())) and second is None:
        raise CannotFollowUp(
            f"{_carry(dateless)} no date of the session, so no check-in can be dated. Write the date of session 2 into"
            " organisation.yml, or add it to the command, such as --day 2026-12-01."
        )
    from_there = (
        f"so day 30, 60 and 90 count from session 2, on {on_day(second)}, as organisation.yml says" if second else ""
    )
    if dateless:
        notes.append(f"{_carry(dateless)} no date of the session, {from_there}.")
    early = {record for record, one in own.items() if second and one and one == held.session_1_date != second}
    if early:
        notes.append(f"{_carry(len(early))} the date of session 1, {from_there}.")
    dated = ((record, second if record in early else one or second) for record, one in own.items())
    return {record: one for record, one in dated if one}  # all of them: without a second date none is dateless


def _carry(many: int) -> str:
    return "1 commitment carries" if many == 1 else f"{many} commitments carry"


def _order(one: SharedCommitment) -> tuple:
    return not one.promise.name, one.promise.name.casefold(), one.record


def _records(place: Path, notes: list[str]) -> Iterator[tuple[str, dict]]:
    """Yield the JSON records below a place, each with where it stands; what cannot be read has its sentence."""
    arrived, lines = hand_ins_at(place, lambda _: None)
    notes.extend(line.sentence for line in lines if line.matters)
    for one in arrived:
        yield from _records_in(read_source(one.source), notes)


def _records_in(hand_in: HandIn, notes: list[str]) -> Iterator[tuple[str, dict]]:
    if hand_in.trouble:
        notes.append(hand_in.trouble)
    notes.extend(f"{hand_in.name}: {path} {reason}." for path, reason in hand_in.left_out)
    for path, data in hand_in.files:
        where = hand_in.name if path == hand_in.name else f"{hand_in.name}/{path}"
        if path.lower().endswith(".ipynb"):
            continue
        try:
            held = json.loads(data)
        except (ValueError, RecursionError):
            if OURS.search(where) or path == hand_in.name:
                notes.append(f"{where} is damaged, so it was left out. Ask for it again.")
            continue
        if isinstance(held, dict):
            yield where, held


def _take(where: str, data: dict, found: _Found) -> None:
    """Sort one record: a project, a commitment, a check-in, or nothing of ours."""
    if is_project(data):
        found.projects.append((where, data))
        return
    held = data.get(COMMITMENT)
    if isinstance(held, dict):
        record = _record_of(where, data)
        if held.get("private") is not False:
            found.private.add(record)
        elif data.get("schema") != SCHEMA:
            found.notes.append(
                f"{where} was made by another version of the course, so it was left out. Update the course, then run"
                " this again."
            )
        else:
            _share(record, where, read_day(data.get("day")), _cleaned(held), found)
    elif "record" in data and "done" in data and data.get("share") is True:
        found.check_ins.append((where, data))


def _take_form(answers: FormAnswers, found: _Found) -> None:
    found.notes.extend(answers.notes)
    found.check_ins.extend(answers.check_ins)
    for where, record, promise in answers.promises:
        if promise.private:
            found.private.add(record)
        else:
            _share(record, where, None, promise, found)


def _record_of(where: str, data: dict) -> str:
    """Return the random name of a record, also where a mail program has changed its file's name."""
    named = RECORD.search(where.rsplit("/", 1)[-1])
    return named[0] if named else hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def _cleaned(held: dict) -> Commitment:
    promise = read_part(Commitment, held)
    return promise.model_copy(update={key: one_line(value) for key, value in promise if isinstance(value, str)})


def _share(record: str, where: str, day: dt.date | None, promise: Commitment, found: _Found) -> None:
    if not (promise.verb or promise.thing):
        found.notes.append(f"{where} doesn’t say yet what the person will do, so we left it out.")
        return
    named, promise = _looked_through(promise)
    if record not in found.shared:
        found.shared[record] = (where, day, promise)
        if named:
            found.notes.append(
                f"{where}: the commitment looks like it names {whom(named)}. The wall, the pages, the emails and the"
                " calendars say “removed” in its place. Ask the person to write it again without that."
            )
    elif found.shared[record][1:] != (day, promise):
        found.notes.append(
            f"{where} has another version of what's in {found.shared[record][0]}. We used the one"
            f" in {found.shared[record][0]}. Delete the one that's out of date, then run this again."
        )


def _looked_through(promise: Commitment) -> tuple[tuple[Identifier, ...], Commitment]:
    """Return what points to people in a commitment, and the commitment without it; who asks may be named."""
    texts = {key: value for key, value in promise if isinstance(value, str)}
    named = tuple(one for key, text in texts.items() for one in people_in(text, key in NAMES_ASKED))
    return named, promise.model_copy(
        update={key: without_people(text, key in NAMES_ASKED) for key, text in texts.items()}
    )


def _with_check_ins(written: tuple[SharedCommitment, ...], found: _Found, tables: list[Path], sheet: Path) -> Gathered:
    known = Known.of({one.record: one.promise.name for one in written}, found.private)
    rows = [
        (where, {key: one_line(str(value), 2_000) for key, value in data.items() if value is not None})
        for where, data in found.check_ins
    ]
    for path in tables:
        rows += _rows(path, found.notes, "so we left it out. Correct it, then run this again.") or []
    typed = (
        _rows(sheet, found.notes, "so we left it as it is. Correct it or delete it, then run this again.")
        if sheet.exists()
        else []
    )
    kept: dict[tuple[str, int], tuple[str, CheckIn]] = {}
    for where, row in [*rows, *(typed or [])]:
        one = parse_check_in(row, known)
        if isinstance(one, str):
            found.notes.append(f"{where}: {one}")
            continue
        if one and (named := people_in("\n".join(getattr(one, key) for key in IN_WORDS))):
            one = replace(one, **{key: without_people(getattr(one, key)) for key in IN_WORDS})
            found.notes.append(
                f"{where}: it looks like it names {whom(named)}. The leader's page and the report say “removed” in its"
                " place."
            )
        if one and kept.setdefault((one.record, one.day), (where, one))[1] != one:
            found.notes.append(
                f"{where} differs from {kept[one.record, one.day][0]}, and we used the one there. Make both alike, then"
                " run this again."
            )
    projects, notes = team_projects(found.projects)
    for one in check_ins_of(projects, written, known):  # what a person told counts before what their team wrote
        kept.setdefault((one.record, one.day), ("", one))
    in_sheet = None if typed is None else tuple(row for _, row in typed if not known.hidden(row))
    told = tuple(one for _, one in kept.values())
    return Gathered(written, told, in_sheet, (*found.notes, *notes), tuple(projects))


def _rows(path: Path, notes: list[str], then: str) -> list[tuple[str, Row]] | None:
    """Return the rows of a check-in sheet; None, and a sentence in ``notes``, where it cannot be read."""
    try:
        return read_rows(path)
    except ReadError as error:
        notes.append(f"{error} {path.name} cannot be used as it is, {then}")
        return None
