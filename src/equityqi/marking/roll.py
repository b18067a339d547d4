"""The roll: who is on the course, read from ``roll.csv``, and whose a hand-in is."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from equityqi.lessons.work import WorkError, plain_name
from equityqi.marking.verdict import MarkingError

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
    people: tuple[Person, ...]

    def find(self, text: str) -> Person | None:
        """Return the one person that a name fits: as written first, then whatever its capitals and signs; None where none or two do.

        >>> Roll((Person("p1", "Zoë O'Brien"), Person("p2", "Asha"))).find("zoë-o-brien").id
        'p1'
        """
        for same in (str, _folded, _plain):
            for part in ("id", "name", "email"):
                wanted = same(text)
                found = [person for person in self.people if wanted and same(getattr(person, part)) == wanted]
                if found:
                    return found[0] if len(found) == 1 else None
        return None

    def partners(self, person: Person, claimed: dict[str, list[str]]) -> list[Person]:
        """Return a person's partners by the roll; by their hand-ins (``claimed``: names that each id's hand-in gives) where it says nothing."""
        return [other for other in self.people if other != person and (self._joined(person, other) or self._claims(person, other, claimed))]

    def _joined(self, one: Person, other: Person) -> bool:
        if one.pair and _folded(one.pair) == _folded(other.pair):
            return True
        return any(a.pair and self.find(a.pair) == b for a, b in ((one, other), (other, one)))

    def _claims(self, one: Person, other: Person, claimed: dict[str, list[str]]) -> bool:
        if one.pair or other.pair:
            return False
        return any(self.find(name) == b for a, b in ((one, other), (other, one)) for name in claimed.get(a.id, []))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _plain(text: str) -> str:
    try:
        return plain_name(text)
    except WorkError:
        return ""


def read_roll(path: Path) -> Roll:
    """Read the roll: a CSV file with the column ``id`` and, if you like, ``name``, ``email``, ``pair`` and ``team``.

    Commas, semicolons and tabs are read, UTF-8 and what Excel saves. Raises :class:`MarkingError` with line and remedy.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise MarkingError(f"The roll {path} could not be read ({error.strerror}). Give the path of a CSV file with a column id.") from None
    if data.startswith((b"PK", b"\xd0\xcf")):
        raise MarkingError(f"The roll {Path(path).name} is an Excel file. Open it, choose “Save as”, take “CSV UTF-8”, and give that file.")
    text = _decoded(data, Path(path).name)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        heads = [_folded(head) for head in next(rows, [])]
        if "id" not in heads:
            raise MarkingError(f"The roll {Path(path).name} has no column id. Its first line is to name the columns: {', '.join(COLUMNS)}.")
        people = [person for row in rows if (person := _person(dict(zip(heads, row)), rows.line_num, path))]
    except csv.Error as error:
        raise MarkingError(f"The roll {Path(path).name} could not be read as CSV, line {rows.line_num} ({error}). Save it again as “CSV UTF-8”.") from None
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
        raise MarkingError(f"The roll {Path(path).name}, line {line}: there is no id. Give each person a name or code of their own in the column id.")
    return Person(**given)


def _each_once(people: list[Person], path: Path) -> tuple[Person, ...]:
    if not people:
        raise MarkingError(f"The roll {Path(path).name} names nobody. Add a line for each person below the names of the columns.")
    first: Callable[[str], int] = [person.id for person in people].index
    for place, person in enumerate(people):
        if first(person.id) != place:
            raise MarkingError(f"The roll {Path(path).name} has the id {person.id} twice. Give each person an id of their own.")
    return tuple(people)
