"""Survey sheets as they come back: from the forms' files, from a table that a form gives, or typed from paper. Nothing
that points to a person is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from equityqi.evaluation.survey_columns import (
    CODE,
    ROLE,
    answer_of,
    code_of,
    columns_of,
    plain,
    survey_fields,
    words_of,
)
from equityqi.evaluation.survey_files import sheet_files
from equityqi.evaluation.survey_tables import TABLES, rows_of
from equityqi.tables.raw_table import ReadError, shorten
from equityqi.workfolder.hand_in import COPY_MARK
from equityqi.workfolder.survey_sheets import SCHEMA, SURVEY

LARGEST = 2**20  # bytes of one sheet; an honest one has two thousand
MOST_IN_A_ZIP = 5_000
MOST_NAMED = 10
IS_COPY = (
    "is a person's own copy of their work, so it was not read. Delete it, and ask them for survey-sheets.zip: the"
    " survey's card on the start page makes it"
)
SHEET_NAME = re.compile(r"([0-9a-f]{16})(?![0-9a-f])")


class EvaluationError(ValueError):
    """A folder cannot be evaluated; ``str()`` says why, and what to do."""


@dataclass(frozen=True)
class Response:
    """One sheet of one person: which sheet it is (pre, post, sliders, exit), the answers by field, the self-made code,
    and a role if a table has one.
    """

    sheet: str
    answers: Mapping[str, str]
    code: str = ""
    role: str = ""
    workshop: str = ""


@dataclass(frozen=True)
class Gathered:
    """All sheets of a folder, how many answers could not be used, and one sentence on each thing to know."""

    responses: tuple[Response, ...]
    left_out: int
    notes: tuple[str, ...]

    @property
    def workshops(self) -> tuple[str, ...]:
        """The names of the workshops, in order."""
        return tuple(sorted({one.workshop for one in self.responses}))


@dataclass
class _Found:
    """What is gathered on the way."""

    responses: list[Response] = field(default_factory=list)
    by_name: dict[str, tuple[str, list[Response]]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    again: int = 0
    changed: int = 0


def gather(folder: Path) -> Gathered:
    """Read every survey sheet in a folder and the folders in it: zips and files of the forms, CSV and Excel tables.
    Nothing is written.

    Folders that each hold sheets are workshops, by the name of the folder, unless sheets also stand outside them. A
    file of a form that comes twice counts once. Raises :class:`EvaluationError`, in one or two sentences, where there
    is no folder or no sheet in it.
    """
    if not folder.is_dir():
        raise EvaluationError(f"There is no folder {folder}. Check its name, then try again.")
    found = _Found()
    for path in sheet_files(folder):
        inside = path.relative_to(folder)
        top = inside.parts[0] if len(inside.parts) > 1 and inside.parts[0] != SURVEY else ""
        try:
            _read(path, inside.as_posix(), top, found)
        except ReadError as error:
            found.notes.append(str(error))
        except OSError:
            found.notes.append(
                f"{inside.as_posix()} could not be read: another program holds it, or it is locked. Close it there,"
                " then try again."
            )
    responses = found.responses + [one for _, given in found.by_name.values() for one in given]
    if not responses:
        nothing = (
            f"There is no survey sheet with an answer in {folder}. Put survey-sheets.zip, or a table of answers, into"
            " it, then try again."
        )
        raise EvaluationError(" ".join([*found.notes, nothing]))
    tops = sorted({one.workshop for one in responses})
    if "" in tops or len(tops) == 1:
        responses = [replace(one, workshop="") for one in responses]
    return Gathered(tuple(responses), len(found.odd), tuple(_notes(found, tops)))


def _read(path: Path, name: str, top: str, found: _Found) -> None:
    kind = path.suffix.lower()
    if path.name == COPY_MARK:
        found.notes.append(f"{name.removesuffix(f'/{COPY_MARK}')} {IS_COPY}.")
    elif kind in TABLES:
        _table(path, name, top, found)
    elif kind == ".json":
        _sheet(path.read_bytes()[: LARGEST + 1], name, path.stem, top, found)
    else:
        _zip(path, name, top, found)


# ---- Files of the forms


def _zip(path: Path, name: str, top: str, found: _Found) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if any(Path(inside).name == COPY_MARK for inside in archive.namelist()):
                found.notes.append(f"{name} {IS_COPY}.")
                return
            entries = [
                entry
                for entry in archive.infolist()
                if entry.filename.lower().endswith(".json") and not entry.filename.startswith("__MACOSX")
            ]
            for entry in entries[:MOST_IN_A_ZIP]:
                with archive.open(entry) as file:
                    _sheet(file.read(LARGEST + 1), f"{name}, {entry.filename}", Path(entry.filename).stem, top, found)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError):
        found.notes.append(
            f"{name} is damaged, cut short or locked with a password, so not all of it was read. Ask for it again."
        )


def _sheet(data: bytes, name: str, stem: str, top: str, found: _Found) -> None:
    """Take in one file of a form; one with the same random name counts once, and the fuller of two is used."""
    try:
        told = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        told = None
    sheet, answers = (told.get("sheet"), told.get("answers")) if isinstance(told, dict) else (None, None)
    asked = {key: one for key, one in survey_fields().items() if one.sheet == sheet}
    if not asked or not isinstance(answers, dict):
        found.strange.append(name)
        return
    if told.get("schema") != SCHEMA:
        found.notes.append(
            f"{name} was made by another version of the course, so it was left out. Bring the course up to date, then"
            " try again."
        )
        return
    kept = {key: text for key in asked if (text := _answer(key, answers.get(key), name, found))}
    given = [Response(sheet, kept, code_of(answers.get(CODE)), workshop=top)] if kept else []
    if not (known := SHEET_NAME.match(stem)):
        found.responses += given
    elif not (before := found.by_name.get(known[1])):
        found.by_name[known[1]] = (known[1], given)
    else:
        same = [dict(one.answers) for one in before[1]] == [dict(one.answers) for one in given]
        found.again += same
        found.changed += not same
        found.by_name[known[1]] = (known[1], max(before[1], given, key=_fullness))


def _fullness(given: list[Response]) -> tuple:
    return (len(given[0].answers), sorted(given[0].answers.items())) if given else (0, [])


def _answer(key: str, given: object, where: str, found: _Found) -> str:
    """Return an answer, or "" where it is blank or fits no option; the latter is named."""
    asked = survey_fields()[key]
    answer = answer_of(asked, given)
    if answer is None:
        found.odd.append(
            f"{where}, “{asked.label}”: “{shorten(words_of(given))}” is none of its answers, so it was left out. Check"
            " the sheet."
        )
    return answer or ""


# ---- Tables


def _table(path: Path, name: str, top: str, found: _Found) -> None:
    data = hashlib.sha256(path.read_bytes()).hexdigest()
    if first := found.tables.get(data):
        found.notes.append(f"{name} is the same file as {first}, so it counts once.")
        return
    found.tables[data] = name
    numbered = rows_of(path)
    start = max(range(min(len(numbered), 20)), key=lambda row: (len(columns_of(numbered[row][1])), -row), default=None)
    columns = columns_of(numbered[start][1]) if start is not None else {}
    if not set(columns.values()) - {CODE, ROLE}:
        found.strange.append(name)
        return
    headers = numbered[start][1]
    for row, cells in numbered[start + 1 :]:
        held = {key: cells[place] if place < len(cells) else "" for place, key in columns.items()}
        found.responses += _row(held, f"{name}, row {row}", top, found)
    found.notes += _about_columns(name, headers, columns)


def _row(cells: Mapping[str, str], where: str, top: str, found: _Found) -> Iterator[Response]:
    """Part a row into the sheets that it holds; a sheet without an answer is none."""
    kept = {
        key: text
        for key, given in cells.items()
        if key not in (CODE, ROLE) and (text := _answer(key, given, where, found))
    }
    for sheet in dict.fromkeys(one.sheet for one in survey_fields().values()):
        if mine := {key: text for key, text in kept.items() if survey_fields()[key].sheet == sheet}:
            yield Response(sheet, mine, code_of(cells.get(CODE)), words_of(cells.get(ROLE)), top)


def _about_columns(name: str, headers: Sequence[str], columns: Mapping[int, str]) -> Iterator[str]:
    if unread := [
        shorten(words_of(header)) for place, header in enumerate(headers) if place not in columns and words_of(header)
    ]:
        yield (
            f"{name}: these columns are no part of the survey, so they were not read and are not kept: {_some(unread)}."
        )
    fields = survey_fields()
    labels = [fields[key].label for key in columns.values() if key in fields]
    alike = [headers[place] for place, key in columns.items() if key in fields and labels.count(fields[key].label) > 1]
    if by_order := [header for header in alike if plain(header) not in {plain(key) for key in fields}]:
        yield (
            f"{name}: “{shorten(words_of(min(by_order, key=len)))}” and its like stand more than once, so they were"
            " taken in the survey's order: now, then looking back (with three: before the course first). Check that"
            " the form asks in this order."
        )


# ---- What to know


def _notes(found: _Found, tops: Sequence[str]) -> Iterator[str]:
    if "" in tops and len(tops) > 1:
        yield (
            "Sheets stand both beside the folders and in them, so all count as one workshop. To compare workshops, give"
            " each one a folder."
        )
    elif len(tops) > 1:
        yield (
            f"{len(tops)} workshops, one for each folder: {_some(tops)}. If these are computers of one workshop, put"
            " their files into one folder."
        )
    if found.again:
        yield f"{found.again} sheet{'s' if found.again > 1 else ''} came more than once, unchanged. Each counts once."
    if found.changed:
        yield (
            f"{found.changed} sheet{'s' if found.changed > 1 else ''} came again with other answers. The fuller one"
            " counts."
        )
    yield from found.notes
    if found.strange:
        yield f"These files hold no survey sheet, so they were left out: {_some(found.strange)}."
    yield from found.odd[:MOST_NAMED]
    if len(found.odd) > MOST_NAMED:
        yield (
            f"{len(found.odd) - MOST_NAMED} more answers fit none of their options and were left out. Mend the ones"
            " above first; they may have one cause."
        )


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
