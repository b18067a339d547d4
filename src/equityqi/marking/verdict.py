"""A verdict: what marking says of one person's exercise, and how it is stored without a loss."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from equityqi.files import next_free, write_atomically

SCHEMA = 1
STATUS = {
    "graded": "Marked",
    "look": "Please open this one",
    "could_not_run": "Not marked yet",
    "grader_error": "Our own program had trouble",
}


class MarkingError(ValueError):
    """A cohort cannot be marked; ``str()`` says what is in the way and what to do."""


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """The mark of one question; ``blank`` is True where nothing was answered, ``not_yet`` holds a sentence for each
    item to look at again, and ``read`` is True for a text that a person reads. ``practice`` is True for a question that
    nobody has to answer: it counts once it is answered.
    """

    id: str
    asked: str
    points: float
    out_of: float
    passed: bool
    blank: bool
    sentence: str
    misconception: str | None = None
    not_yet: tuple[str, ...] = ()
    read: bool = False
    practice: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is part of what an exercise is out of."""
        return not (self.practice and self.blank)

    @property
    def so_far(self) -> str:
        """Return the word that a learner's own page shows."""
        if self.blank:
            return "No answer yet"
        return "Not yet" if not self.passed else "Received" if self.read else "Right"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What marking says of one exercise of one person.

    ``points`` is None where there is nothing to count; ``out_of`` is what can be earned without a reader: the core, and
    of what is there to practise only what was answered.
    ``handed_in`` is False for who is missing, ``on_roll`` for a hand-in that fits nobody on the roll.
    """

    id: str
    exercise: str
    status: Literal["graded", "look", "could_not_run", "grader_error"]
    points: float | None
    out_of: float
    sentence: str
    notes: tuple[str, ...] = ()
    marks: tuple[QuestionMark, ...] = ()
    handed_in: bool = True
    on_roll: bool = True


@dataclass(frozen=True)
class WrittenText:
    """A text that a person reads, in a cell of nbgrader's: its beginning, a hash of all of it, the case it is on."""

    cell: str
    text: str
    hash: str
    case: str


@dataclass(frozen=True)
class Record:
    """All verdicts of one person, each with the key of what it was made from; ``history`` keeps the earlier ones in
    order.

    For each exercise with a page for formgrader, ``work`` has a hash of what the person wrote, and ``texts`` has what
    a person reads.
    """

    id: str
    keys: dict[str, str]
    verdicts: tuple[Verdict, ...]
    history: tuple[Verdict, ...] = ()
    work: dict[str, str] = field(default_factory=dict)
    schema: int = SCHEMA
    texts: dict[str, tuple[WrittenText, ...]] = field(default_factory=dict)

    def of(self, exercise: str) -> Verdict | None:
        """Return the verdict on an exercise; None where there is none."""
        return next((verdict for verdict in self.verdicts if verdict.exercise == exercise), None)


VERDICTS = TypeAdapter(list[Verdict])
_RECORD = TypeAdapter(Record)


def read_record(path: Path, id: str) -> Record:
    """Read a person's record; an empty one where there is none. A damaged one is kept beside, as ``….damaged``.

    Raises :class:`MarkingError` where a newer version of the course made it, since that may hold what this one cannot.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Record(id, {}, ())
    try:
        record = _RECORD.validate_json(data)
        schema = record.schema
        if record.id == id and schema == SCHEMA:
            return record
    except ValidationError:
        schema = _schema(data)
    if schema > SCHEMA:
        raise MarkingError(
            f"{path} was made by a newer version of this course. Update the course on this computer, then mark again."
            " Nothing was overwritten."
        )
    kept = path.with_suffix(".damaged")
    os.replace(path, next_free(path.parent, f"{path.stem}-", ".damaged") if kept.exists() else kept)
    return Record(id, {}, ())


def _schema(data: bytes) -> int:
    """Return the version that a record says it has; 0 where it does not, whatever else is wrong with it."""
    try:
        found = json.loads(data).get("schema")
    except (ValueError, AttributeError, RecursionError):
        return 0
    return found if isinstance(found, int) else 0


def merge_verdicts(
    record: Record,
    keys: dict[str, str],
    new: list[Verdict],
    work: dict[str, str],
    texts: dict[str, tuple[WrittenText, ...]],
) -> Record:
    """Return the record with new verdicts in place of the old ones, which go to its history where they differ; an
    exercise without a key goes.
    """
    fresh = {verdict.exercise: verdict for verdict in new}
    standing = {verdict.exercise: verdict for verdict in record.verdicts}
    gone = tuple(
        old for old in record.verdicts if old.exercise in fresh and fresh[old.exercise] != old and old.handed_in
    )

    def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return {
            name: one for name, one in {**old, **new}.items() if name in keys and (name in new or name not in fresh)
        }

    return replace(
        record,
        keys=keys,
        verdicts=tuple(fresh.get(name) or standing[name] for name in keys),
        history=record.history + gone,
        work=merged(record.work, work),
        texts=merged(record.texts, texts),
    )


def mark_cache() -> Callable[[Record], Record]:
    """Return a function that keeps of a record what results are made from, so that a large cohort takes little memory:
    many people share one copy of equal marks and sentences, and what a record's own file holds is left there.
    """
    seen: dict[Any, Any] = {}

    def one_copy(value: Any) -> Any:
        return seen.setdefault(value, value)

    def shared(record: Record) -> Record:
        verdicts = tuple(
            replace(
                verdict,
                id=record.id,
                exercise=one_copy(verdict.exercise),
                sentence=one_copy(verdict.sentence),
                notes=one_copy(verdict.notes),
                marks=one_copy(tuple(map(one_copy, verdict.marks))),
            )
            for verdict in record.verdicts
        )
        work = {one_copy(name): record.work.get(name) or key for name, key in record.keys.items()}
        return Record(record.id, {}, verdicts, work=work)

    return shared


def write_record(path: Path, record: Record) -> None:
    """Write a person's record whole; one with a history waits for the disk, since no later run can make that again.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    write_atomically(path, _RECORD.dump_json(record, indent=1) + b"\n", synced=bool(record.history))
