"""The texts that a person reads, at each run: what came back in the sheet and what formgrader holds are brought
together and kept; then the sheet is made anew.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO

from equityqi.files import CouldNotWrite, next_free, write_atomically
from equityqi.reading.marks import ByHand, Given, Kept, Place, merged, read_kept, write_kept
from equityqi.reading.sheet import MOST_ROWS, SheetError, SheetRow, TypedRow, read_sheet, reading_sheet

SHEET = "texts-to-read.xlsx"
CODE = re.compile(r"[0-9a-f]{16}\.[0-9a-f]*\..+")
GONE = ("", "")  # the place in the order of texts that are no longer there: the end
MOST_SAID = 12  # sentences about single rows
TWICE = "Rows {one} and {other} of {sheet} are about the same text. Row {one} counts; the sheet as it was is {aside}."
STRANGE = "Row {one} of {sheet} does not say which text it is about, so its marks were not taken; see {aside}."
OPEN = "{sheet} is open in another program, so it does not show yet what is new. Close it, then mark again. {why}"
TOO_MANY = "{sheet} holds the first {most} texts only, since Excel takes no more. Read the others in formgrader."


@dataclass(frozen=True)
class Reading:
    """What a person gave for texts, by person and exercise, how many wait to be read, and what the gradebook is to
    hold: each place with what stands there.
    """

    given: dict[str, dict[str, list[Given]]] = field(default_factory=dict)
    waiting: dict[str, dict[str, int]] = field(default_factory=dict)
    for_book: list[tuple[Place, ByHand, ByHand]] = field(default_factory=list)

    def of(self, id: str, exercise: str) -> tuple[list[Given], int]:
        """Return what was given for a person's texts in an exercise, and how many wait."""
        return self.given.get(id, {}).get(exercise, []), self.waiting.get(id, {}).get(exercise, 0)


def bring_together(
    out: Path, texts: Iterable[Given], order: Iterable[tuple[str, str]], by_hand: Mapping[Place, ByHand]
) -> Reading:
    """Take the marks that came back, keep them in ``out/reading.json``, and write ``out/texts-to-read.xlsx`` anew.

    ``texts`` are those there are now, without marks; ``order`` has the (exercise, cell) of each question in the order
    of the sheet; ``by_hand`` is what the gradebook holds. A sheet that cannot be read or replaced stays as it is; the
    next run tries again. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    sheet = out / SHEET
    kept, said = read_kept(out)
    old = {_code(one.place): one for one in kept.texts}
    wanted = {_code(place) for place in by_hand} | set(old)
    typed, readable = {}, True
    try:
        if wanted <= set(old) and sheet.is_file() and _hash(sheet.read_bytes()) == kept.sheet:
            rows = [_as_shown(one) for one in kept.texts]  # nobody saved it since: to read it would take long
        else:
            rows = read_sheet(sheet, wanted)
        typed, troubles = _by_code(rows, sheet)
    except SheetError as error:
        troubles, readable = [str(error)], False
    found = _Found()
    with tempfile.TemporaryDirectory(dir=out, prefix=f".{SHEET}.equityqi-", suffix=".part") as scratch:
        spool = _Spool(Path(scratch))
        for now in texts:
            code = _code(now.place)
            one = merged(old.pop(code, None), now, typed.pop(code, None), by_hand.get(now.place))
            found.add(one, by_hand)
            spool.add(now.place[1:], one.row(code))
        for code in [*old, *(code for code in typed if code not in old)]:  # of who or what has gone
            now = replace(old[code], text="") if code in old else _from_sheet(typed[code])
            one = merged(old.get(code), now, typed.get(code), by_hand.get(now.place))
            if one.has_something:
                found.add(one, by_hand)
                spool.add(GONE, one.row(code))
        content = reading_sheet(_noted(spool.rows([*order, GONE]), troubles), scratch)
    if found.count > MOST_ROWS:
        troubles.append(TOO_MANY.format(sheet=SHEET, most=MOST_ROWS))
    said += troubles[:MOST_SAID]
    if len(troubles) > MOST_SAID:
        said.append(f"{len(troubles) - MOST_SAID} more rows have a note.")
    made = Kept(tuple(found.texts), tuple(said), found.count, found.waiting, found.older, _hash(content))
    write_kept(out, made)  # before the sheet: what was typed is safe when its cell is emptied
    if readable and (made.count or made.texts or sheet.exists()):
        try:
            if not sheet.is_file() or sheet.read_bytes() != content:
                write_atomically(sheet, content)
        except (CouldNotWrite, PermissionError) as error:
            write_kept(out, replace(made, said=(*said, OPEN.format(sheet=SHEET, why=error))))
    return found.reading


class _Found:
    """What a run has come across so far."""

    def __init__(self):
        self.reading, self.texts = Reading(), []
        self.count = self.waiting = self.older = 0

    def add(self, one: Given, by_hand: Mapping[Place, ByHand]) -> None:
        self.count += bool(one.text)
        self.older += one.older
        if one.waits:
            self.waiting += 1
            waiting = self.reading.waiting.setdefault(one.id, {})
            waiting[one.exercise] = waiting.get(one.exercise, 0) + 1
        if one.has_something:
            self.texts.append(one)
            self.reading.given.setdefault(one.id, {}).setdefault(one.exercise, []).append(one)
            new = ByHand(one.mark, one.word, one.read != one.text)
            self.reading.for_book.append((one.place, new, by_hand.get(one.place, ByHand())))


class _Spool:
    """Rows that wait in files, one for each question, so that all answers to one question stand together in the sheet
    however many people there are.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._files: dict[tuple[str, ...], IO[str]] = {}

    def add(self, key: tuple[str, ...], row: SheetRow) -> None:
        if key not in self._files:
            path = self._folder / f"{len(self._files)}.rows"
            self._files[key] = path.open("w+", encoding="utf-8")
        self._files[key].write(json.dumps(asdict(row)) + "\n")

    def rows(self, order: Iterable[tuple[str, ...]]) -> Iterator[SheetRow]:
        for key in order:
            if key in self._files:
                with self._files[key] as file:
                    file.seek(0)
                    yield from (SheetRow(**json.loads(line)) for line in file)


def _noted(rows: Iterator[SheetRow], troubles: list[str]) -> Iterator[SheetRow]:
    """Yield the rows that fit into a sheet; say what is amiss in the marks of one, with its line."""
    for line, row in enumerate(rows, 2):
        if line > MOST_ROWS:
            return
        if row.note and row.marks is not None:
            troubles.append(f"Row {line} of {SHEET}: {row.note}")
        yield row


def _code(place: Place) -> str:
    return hashlib.sha256("\0".join(place).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _as_shown(one: Given) -> TypedRow:
    row = one.row(_code(one.place))
    return TypedRow(0, {}, row.out_of, row.marks, row.word, row.code)


def _by_code(rows: list[TypedRow], sheet: Path) -> tuple[dict[str, TypedRow], list[str]]:
    """Return rows by their code, and what is said of those that cannot be told apart; then the sheet is kept aside."""
    found: dict[str, TypedRow] = {}
    odd: list[tuple[str, int, int]] = []
    for row in rows:
        code = row.code.partition(".")[0]
        if not CODE.fullmatch(row.code):
            odd.append((STRANGE, row.line, 0))
        elif code not in found:
            found[code] = row
        elif (found[code].marks, found[code].word) != (row.marks, row.word):
            odd.append((TWICE, found[code].line, row.line))
    if not odd:
        return found, []
    aside = next_free(sheet.parent, f"{sheet.stem}-", sheet.suffix)
    shutil.copy(sheet, aside)
    return found, [said.format(one=one, other=other, sheet=sheet.name, aside=aside.name) for said, one, other in odd]


def _from_sheet(row: TypedRow) -> Given:
    """Return a text that is known from the sheet only."""
    person, name, exercise, prompt, answer, rubric = (
        row.shown.get(head, "") for head in ("person", "name", "exercise", "prompt", "answer", "rubric")
    )
    cell = row.code.split(".", 2)[2]
    return Given(person, exercise, cell, name, prompt, answer, rubric, row.out_of, "")
