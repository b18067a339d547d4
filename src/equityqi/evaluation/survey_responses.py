"""Survey sheets as they come back: from the forms' files, from a table that a form gives, or typed from paper. Nothing
that points to a person is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from equityqi.evaluation.survey_columns import CODE, code_of, survey_fields
from equityqi.evaluation.survey_files import sheet_files
from equityqi.evaluation.survey_found import Found, Response, some
from equityqi.evaluation.survey_layouts import layout_of
from equityqi.evaluation.survey_rows import about_table, table_responses
from equityqi.evaluation.survey_tables import TABLES, sheets_of
from equityqi.evaluation.survey_words import Words, words_in
from equityqi.tables.raw_table import ReadError
from equityqi.workfolder.hand_in import COPY_MARK
from equityqi.workfolder.survey_sheets import SCHEMA, SURVEY

LARGEST = 2**20  # bytes of one sheet; an honest one has two thousand
MOST_IN_A_ZIP = 5_000
IS_COPY = (
    "is a person's own copy of their work, so we didn't read it. Delete it, and ask them for survey-sheets.zip,"
    " which they can make on the start page"
)
SHEET_NAME = re.compile(r"([0-9a-f]{16})(?![0-9a-f])")


class EvaluationError(ValueError):
    """A folder cannot be evaluated; ``str()`` says why, and what to do. ``questions`` and ``answers``: words in it that
    are not known yet.
    """

    words: Words = Words()
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """All sheets of a folder, how many answers could not be used, and one sentence on each thing to know. ``words``,
    ``questions``, ``answers``: what a trainer said is meant, and which words are not known yet.
    """

    responses: tuple[Response, ...]
    left_out: int
    notes: tuple[str, ...]
    words: Words = Words()
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def workshops(self) -> tuple[str, ...]:
        """The names of the workshops, in order."""
        return tuple(sorted({one.workshop for one in self.responses}))


def gather(folder: Path) -> Gathered:
    """Read every survey sheet in a folder and the folders in it: zips and files of the forms, CSV and Excel tables.
    Nothing is written.

    Folders that each hold sheets are workshops, by the name of the folder, unless sheets also stand outside them. A
    file of a form that comes twice counts once. Raises :class:`EvaluationError`, in one or two sentences, where there
    is no folder or no sheet in it.
    """
    if not folder.is_dir():
        raise EvaluationError(f"There is no folder {folder}. Check its name, then try again.")
    words, said = words_in(folder)
    found = Found(words, notes=said)
    for path in sheet_files(folder):
        inside = path.relative_to(folder)
        top = inside.parts[0] if len(inside.parts) > 1 and inside.parts[0] != SURVEY else ""
        try:
            _read(path, inside.as_posix(), top, found)
        except ReadError as error:
            found.notes.append(str(error))
        except OSError:
            found.notes.append(
                f"{inside.as_posix()} couldn't be read, because another program has it open or it's locked. Close it"
                " there, then try again."
            )
    responses = found.responses + [one for _, given in found.by_name.values() for one in given]
    if not responses:
        nothing = (
            f"There is no survey sheet with an answer in {folder}. Put survey-sheets.zip, or a table of answers, into"
            " it, then try again."
        )
        error = EvaluationError(" ".join([*found.notes, *found.odd_answers(), nothing]))
        error.words, error.questions, error.answers = words, tuple(found.questions), tuple(found.answers)
        raise error
    tops = sorted({one.workshop for one in responses})
    if "" in tops or len(tops) == 1:
        responses = [replace(one, workshop="") for one in responses]
    notes = tuple(_notes(found, tops))
    return Gathered(tuple(responses), found.left_out, notes, words, tuple(found.questions), tuple(found.answers))


def _read(path: Path, name: str, top: str, found: Found) -> None:
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


def _zip(path: Path, name: str, top: str, found: Found) -> None:
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


def _sheet(data: bytes, name: str, stem: str, top: str, found: Found) -> None:
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
    kept = {key: text for key in asked if (text := found.answer(key, answers.get(key), name))}
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


# ---- Tables


def _table(path: Path, name: str, top: str, found: Found) -> None:
    data = hashlib.sha256(path.read_bytes()).hexdigest()
    if first := found.tables.get(data):
        found.notes.append(f"{name} is the same file as {first}, so it counts once.")
        return
    found.tables[data] = name
    sheets = {title: layout_of(rows, found.words) for title, rows in sheets_of(path).items()}
    title, layout = max(sheets.items(), key=lambda one: one[1].found, default=("", None))
    if not layout or not layout.found:
        found.strange.append(name)
        seen = next(iter(sheets.values())).seen if sheets else ()
        found.questions += seen
        if seen:
            found.notes.append(
                f"{name}: we found none of the survey’s questions in it. It has: {some(seen)}. The survey asks, for"
                " instance, “I felt safe to speak” or “How was the pace?”."
            )
        return
    told = table_responses(layout, name, found)
    found.responses += [replace(one, workshop=top) for one in told]
    found.notes += about_table(layout, name)
    found.questions += layout.unknown
    if others := [other for other, read in sheets.items() if other != title and read.found]:
        found.notes.append(
            f"{name}: the sheet “{title}” was read. {some(others)} may hold answers too: if they are of other people,"
            " save each as a file of its own."
        )


# ---- What to know


def _notes(found: Found, tops: Sequence[str]) -> Iterator[str]:
    if "" in tops and len(tops) > 1:
        yield (
            "There are sheets both beside the folders and in them, so we count all of them as one workshop. To"
            " compare workshops, give each one its own folder."
        )
    elif len(tops) > 1:
        yield (
            f"{len(tops)} workshops, one for each folder: {some(tops)}. If these are computers of one workshop, put"
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
        yield f"These files have no survey sheet in them, so we left them out: {some(found.strange)}."
    yield from found.odd_answers()
