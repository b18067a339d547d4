"""The roll: who is on the course, read from ``roll.csv``, and whose a hand-in is."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from equityqi.marking.verdict import MarkingError
from equityqi.workfolder.prepare import WorkError, plain_name

COLUMNS = ("id", "name", "email", "pair", "team")


@dataclass(frozen=True)
class Person:
    """One line of the roll; ``pair`` is a partner's id or name, or a word that both partners have."""

    id: str
    name: str = ""
    email: str = ""
    pair: str = ""
    team: str = ""


@dataclass(frozen=True)
class Roll:
    """Everyone who is on the course, in the order of the file."""

    people: tuple[Person, ...]

    @cached_property
    def _named(self) -> dict[tuple[int, str, str], Person | None]:
        """Who is meant by a text, at each step of :meth:`find`; None where two are."""
        found: dict[tuple[int, str, str], Person | None] = {}
        for step, same in enumerate(STEPS):
            for person in self.people:
                for part in ("id", "name", "email"):
                    if text := same(getattr(person, part)):
                        key = (step, part, text)
                        found[key] = None if key in found else person
        return found

    def find(self, text: str) -> Person | None:
        """Return the one person that a name fits: as written first, then whatever its capitals and signs; None where
        none or two do.

        >>> Roll((Person("p1", "Zoë O'Brien"), Person("p2", "Asha"))).find("zoë-o-brien").id
        'p1'
        """
        for step, same in enumerate(STEPS):
            wanted = same(text)
            for part in ("id", "name", "email"):
                if (step, part, wanted) in self._named:
                    return self._named[step, part, wanted]
        return None

    def partners(self, claimed: dict[str, list[str]]) -> dict[str, list[Person]]:
        """Return the partners of each id, whose work counts for them: by the roll; where it says nothing, those whose
        hand-ins name them (``claimed``: the names that each id's hand-in gives). Work may be given and not taken.
        """
        joined: dict[str, set[str]] = {person.id: set() for person in self.people}
        same_word: dict[str, list[Person]] = {}
        for person in self.people:
            if person.pair:
                same_word.setdefault(_folded(person.pair), []).append(person)
            for name in [person.pair] if person.pair else claimed.get(person.id, []):
                other = self.find(name)
                if other and (person.pair or not other.pair):
                    joined[other.id].add(person.id)
                    if person.pair:
                        joined[person.id].add(other.id)
        for group in same_word.values():
            for person in group:
                joined[person.id].update(other.id for other in group)
        place = {person.id: at for at, person in enumerate(self.people)}
        return {
            id: [self.people[at] for at in sorted(place[other] for other in others - {id})]
            for id, others in joined.items()
        }


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _plain(text: str) -> str:
    try:
        return plain_name(text)
    except WorkError:
        return ""


STEPS = (str, _folded, _plain)  # how far two spellings of a name may differ


def read_roll(path: Path) -> Roll:
    """Read the roll: a CSV file with the column ``id`` and, if you like, ``name``, ``email``, ``pair`` and ``team``.

    Commas, semicolons and tabs are read, UTF-8 and what Excel saves. Raises :class:`MarkingError` with line and remedy.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise MarkingError(
            f"The roll {path} could not be read ({error.strerror}). Give the path of a CSV file with a column id."
        ) from None
    if data.startswith((b"PK", b"\xd0\xcf")):
        raise MarkingError(
            f"The roll {Path(path).name} is an Excel file. Open it, choose “Save as”, take “CSV UTF-8”, and give that"
            " file."
        )
    text = _decoded(data, Path(path).name)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        heads = [_folded(head) for head in next(rows, [])]
        if "id" not in heads:
            raise MarkingError(
                f"The roll {Path(path).name} has no column id. Its first line is to name the columns:"
                f" {', '.join(COLUMNS)}."
            )
        people = [
            person for row in rows if (person := _person(dict(zip(heads, row, strict=False)), rows.line_num, path))
        ]
    except csv.Error as error:
        raise MarkingError(
            f"The roll {Path(path).name} could not be read as CSV, line {rows.line_num} ({error}). Save it again as"
            " “CSV UTF-8”."
        ) from None
    return Roll(_each_once(people, path))


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MarkingError(f"The letters of the roll {name} could not be read. Save it again as “CSV UTF-8”.")


def _person(row: dict[str, str], line: int, path: Path) -> Person | None:
    given = {key: (row.get(key) or "").strip() for key in COLUMNS}
    if not any(given.values()):
        return None
    if not given["id"]:
        raise MarkingError(
            f"The roll {Path(path).name}, line {line}: there is no id. Give each person a name or code of their own in"
            " the column id."
        )
    return Person(**given)


def _each_once(people: list[Person], path: Path) -> tuple[Person, ...]:
    if not people:
        raise MarkingError(
            f"The roll {Path(path).name} names nobody. Add a line for each person below the names of the columns."
        )
    twice = next((id for id, count in Counter(person.id for person in people).items() if count > 1), None)
    if twice is not None:
        raise MarkingError(f"The roll {Path(path).name} has the id {twice} twice. Give each person an id of their own.")
    return tuple(people)
