"""The roll: who is on the course, read from ``roll.csv``, and whose a hand-in is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from equityqi.marking.verdict import MarkingError
from equityqi.safe_text import one_line
from equityqi.workfolder.prepare import WorkError, plain_name

COLUMNS = ("id", "name", "email", "pair", "team", "sessions")
SEPARATORS = ",;\t"
BROKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # line breaks, NUL and other signs that steer and show nothing
# What Unicode calls "default ignorable": zero width, soft hyphen, byte order mark, signs for the direction of writing.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True)
class Person:
    """One line of the roll; ``pair`` is a partner's id or name, or a word that both partners have; ``sessions`` says
    which ones they were at, as somebody wrote it.
    """

    id: str
    name: str = ""
    email: str = ""
    pair: str = ""
    team: str = ""
    sessions: str = ""


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
    """Return a text as people read it: capitals, Unicode form, signs that nobody sees and wide spaces make no odds.

    >>> _folded("Ａsha\u200b\u00a0 K.") == _folded("asha k.")
    True
    """
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def _plain(text: str) -> str:
    try:
        return plain_name(text)
    except WorkError:
        return ""


STEPS = (str, _folded, _plain)  # how far two spellings of a name may differ


def read_roll(path: Path) -> Roll:
    """Read the roll: a CSV file with the column ``id`` and, if you like, the other :data:`COLUMNS`.

    Commas, semicolons and tabs are read, UTF-8, UTF-16 and what Excel saves. Whatever could lose or double a person
    is refused: raises :class:`MarkingError` with the line and a remedy.
    """
    name = Path(path).name
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise MarkingError(
            f"The roll {path} could not be read ({error.strerror}). Give the path of a CSV file with a column id."
        ) from None
    if data.startswith((b"PK", b"\xd0\xcf")):
        raise MarkingError(
            f"The roll {name} is an Excel file. Open it, choose “Save as”, take “CSV UTF-8”, and give that file."
        )
    try:
        text = re.sub(r"\r+\n", "\n", _decoded(data))
        return Roll(_people(text if "\n" in text else text.replace("\r", "\n")))  # old Mac line ends
    except _Fault as fault:
        raise MarkingError(f"The roll {name}{fault}") from None


class _Fault(ValueError):
    """What is wrong with a roll; ``str()`` goes on from its name."""


def _decoded(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        # Without a mark, the name of a column shows that a file is UTF-16: read the other way round, there is none.
        if marked or encoding in ("utf-8-sig", "cp1252") or "id" in text[:2_000].casefold():
            return text
    raise _Fault(" has letters that couldn't be read. Save it again as “CSV UTF-8”.")


def _people(text: str) -> tuple[Person, ...]:
    line, separators = 1, SEPARATORS
    if said := re.match(r'"?sep=([^"\n])"?[,;\t]*\n', text, re.IGNORECASE):  # Excel's own first line
        line, separators, text = 2, said[1], text[said.end() :]
    separator = max(separators, key=lambda one: _fit(text, one))
    rows = _rows(text, separator, line)
    heads = [_folded(head) for head in _checked(next(rows, (line, [])), {}, 1, separator)]
    if "id" not in heads:
        raise _Fault(f" has no column id. Its first line has to name the columns: {', '.join(COLUMNS)}.")
    if twice := next((name for name in COLUMNS if heads.count(name) > 1), None):
        raise _Fault(f" has two columns called {twice}. Delete one of them, or give it another name.")
    places = {name: heads.index(name) for name in COLUMNS if name in heads}
    people: list[Person] = []
    seen: dict[str, tuple[int, str]] = {}
    for line, row in rows:
        cells = _checked((line, row), places, len(heads), separator)
        given = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
        person = Person(**{"id": "", **given})
        if not (same := _folded(person.id)):
            raise _Fault(
                f", line {line}: there is no id. Give each person a name or code of their own in the column id."
            )
        if same in seen:
            raise _Fault(f", line {line}: {_twins(person.id, *seen[same])} Give each person an id of their own.")
        seen[same] = line, person.id
        people.append(person)
    if not people:
        raise _Fault(" names nobody. Add a line for each person below the names of the columns.")
    return tuple(people)


def _fit(text: str, separator: str) -> tuple[bool, int]:
    """Tell how well a separator fits the first line: whether there is an id, and how many columns."""
    try:
        heads = next(_rows(text, separator, 1), (1, []))[1]
    except _Fault:
        return False, 0
    return "id" in map(_folded, heads), len(heads)


def _rows(text: str, separator: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with something in it and its line. ``csv`` would take a quotation mark that nobody closes."""
    ends = rf"[\n{re.escape(separator)}]"
    cell = re.compile(rf'(?:"([^"]*(?:""[^"]*)*)"|([^"\n{re.escape(separator)}]*))(?={ends}|\Z)')
    at, row, begun = 0, [], line
    while at < len(text):
        found = cell.match(text, at)
        if not found:
            raise _Fault(
                f", line {line}: a quotation mark is opened but not closed, or is in the middle of a cell. Take it"
                " out, or save the file from Excel again as “CSV UTF-8”."
            )
        if "\r" in (found[2] or ""):
            raise _Fault(f", line {line}: the lines of this file end in two ways. Save it again as “CSV UTF-8”.")
        row.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        line += found[0].count("\n")
        at = found.end() + 1
        if text[at - 1 : at] != separator:
            if any(map(str.strip, row)):
                yield begun, row
            line, row = line + 1, []
            begun = line
    if any(map(str.strip, row)):
        yield begun, row


def _checked(found: tuple[int, list[str]], places: dict[str, int], width: int, separator: str) -> list[str]:
    """Return a row's cells; ``places`` are those of our columns, ``width`` is how many columns there are."""
    line, row = found
    for name, place in places.items():
        if place < len(row) and BROKEN.search(row[place].strip(" \t")):
            raise _Fault(
                f", line {line}: there is a line break or an invisible character in the column {name}. Type that"
                " cell again, on one line."
            )
    if places and any(map(str.strip, row[width:])):
        raise _Fault(
            f", line {line}: there are more cells than columns in the first line. Put quotation marks round a cell"
            f" with “{separator}” in it, or save the file from Excel again as “CSV UTF-8”."
        )
    # Two stray quotation marks can hide people in a column that is not read.
    if any(part.count(separator) >= max(width, len(row)) - 1 for cell in row for part in re.split("[\r\n]", cell)[1:]):
        raise _Fault(
            f", line {line}: a cell begins here that holds whole lines of the roll. Look for a quotation mark too many,"
            " or delete that column if you don't need it."
        )
    return row


def _twins(id: str, line: int, other: str) -> str:
    if id == other:
        return f"the id {one_line(id, 80)} is in line {line} already."
    return (
        f"the id {one_line(id, 80)} looks like {one_line(other, 80)} in line {line}: they differ only in capitals,"
        " spaces or invisible characters."
    )
