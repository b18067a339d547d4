"""The answers file: the one place where an answer lives, and how it is changed without a loss."""

from __future__ import annotations

import json
import os
import secrets
import threading
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from equityqi import __version__
from equityqi.files import CouldNotWrite, clear_scratch, in_browser, next_free, write_atomically
from equityqi.settings import FIRST_CASE, case_and_date

SCHEMA = 1
JUDGED_BY = ("case", "session_date", "aim_measure")  # parts of an answers file
AIM = "04-aim"  # the exercise with the person's own aim
LOCK_SECONDS = 5
_in_this_process = threading.RLock()


class AnswersError(ValueError):
    """Something is in the way of an answer; ``str()`` is one sentence for the learner."""


@dataclass(frozen=True)
class Answers:
    """What an answers file holds. ``revisions`` counts the changes of each answer, ``checked`` says at which of
    them its person last asked for the mark. The mark itself is never kept: it is made anew.

    ``case``, ``session_date`` (a day such as 2026-12-01, or "") and ``aim_measure`` (what the person's own aim counts,
    or "") are what its answers are judged by. ``more`` is what another version of the course keeps beside them.
    """

    exercise: str
    case: str = FIRST_CASE
    course: str = __version__
    id: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    aside: dict[str, Any] = field(default_factory=dict)
    session_date: str = ""
    schema: int = SCHEMA
    checked: dict[str, int] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    aim_measure: str = ""

    def revision(self, id: str) -> int:
        return self.revisions.get(id, 0)

    def was_checked(self, id: str) -> bool:
        """Return whether this very answer was checked: not one before it, and not one that is gone."""
        return id in self.answers and self.checked.get(id) == self.revision(id)


_KNOWN = {part.name for part in fields(Answers)} - {"more"}


@dataclass(frozen=True)
class Asked:
    """A question, its exercise and the file that keeps its answer."""

    question: Any
    exercise: str
    path: Path
    refusal: str | None = None
    number: int = 0  # of the question in its exercise, from 1
    of: int = 0  # of how many on the page of its lesson; 0 for a question of no lesson


def answers_name(exercise: str) -> str:
    return f"{exercise}.answers.json"


def read_answers(path: Path, exercise: str, keep_damaged: bool = True) -> tuple[Answers, str | None]:
    """Read an answers file; a missing one is an empty one.

    Returns the answers and, when the file was damaged, one sentence. The damaged file is then kept
    aside under another name (unless ``keep_damaged`` is False: a marker changes no hand-in).
    Raises :class:`AnswersError` when a newer course wrote it, since saving would lose its news.
    """
    case, day = case_and_date(path.parent)
    fresh = Answers(exercise, case=case, session_date=day)
    try:
        return from_json(json.loads(path.read_bytes()), fresh), None  # UTF-8 or UTF-16, as the marker reads it
    except FileNotFoundError:
        return fresh, None
    except OSError as error:
        raise AnswersError(
            f"{path.name} could not be read ({error.strerror}). Close it in other programs, then try again."
        ) from None
    except (ValueError, TypeError, RecursionError) as error:
        if isinstance(error, AnswersError):
            raise
        if not keep_damaged:
            return fresh, f"{path.name} is damaged and could not be read."
        kept = _set_aside(path)
        return fresh, f"{path.name} was damaged. We kept it as {kept.name} and started a new file."


def from_json(data: Any, fresh: Answers) -> Answers:
    """Return the answers in a parsed answers file, over ``fresh``; TypeError where it is none, AnswersError where a
    newer course wrote it.
    """
    if not isinstance(data, dict) or not isinstance(data.get("answers"), dict):
        raise TypeError("not an answers file")
    schema = data.get("schema", 0)
    if not isinstance(schema, int):
        raise TypeError("schema is not a number")
    if schema > SCHEMA:
        raise AnswersError(
            "Your answers were saved by a newer version of this course. Update the course, then start it again; nothing"
            " was changed."
        )
    known = {name: data[name] for name in (*JUDGED_BY, "course", "id") if isinstance(data.get(name), str)}
    parts = {name: data[name] for name in ("answers", "aside") if isinstance(data.get(name), dict)}
    if not data["answers"]:
        known = {name: known[name] for name in known if name not in JUDGED_BY}
    counts = {name: _counts(data.get(name)) for name in ("revisions", "checked")}
    more = {name: data[name] for name in data if name not in _KNOWN}
    return replace(fresh, **known, **parts, **counts, more=more)


def _counts(data: Any) -> dict[str, int]:
    return {key: count for key, count in data.items() if isinstance(count, int)} if isinstance(data, dict) else {}


def _set_aside(path: Path) -> Path:
    kept = next_free(path.parent, path.name.replace(".answers.json", ".damaged-"), ".json")
    try:
        path.replace(kept)
    except OSError as error:
        raise AnswersError(
            f"{path.name} is damaged and another program holds it ({error.strerror}). Close it there, then try again."
        ) from None
    return kept


@contextmanager
def alone(path: Path):
    """Keep other kernels and other threads away from one answers file; what is yielded tells whether kernels are.

    Some shared drives have no locks. There two kernels may write at the same moment, each a whole file, and the answer
    of one may be lost: the later save counts.
    """
    if in_browser():  # there the page holds one lock over all of its windows
        yield True
        return
    from filelock import FileLock, Timeout  # lazy: filelock costs 15 ms and asyncio

    with _in_this_process:
        lock = FileLock(path.with_name(path.name + ".lock"), timeout=LOCK_SECONDS)
        try:
            lock.acquire()
        except Timeout:
            raise AnswersError(
                f"Another program holds {path.name}. Close other pages of the course, then try again."
            ) from None
        except OSError:
            lock = None  # no lock can be made here: the write itself will say why
        try:
            yield lock is not None
        finally:
            if lock:
                lock.release()


def clear_killed_saves(folder: Path, exercise: str) -> None:
    """Remove what saves that were killed left beside an answers file; none that is still being written."""
    path = folder / answers_name(exercise)
    if any(name.endswith(".part") for name in os.listdir(folder)):
        with alone(path) as locked:
            if locked:
                clear_scratch(folder, path.name)


def write_answers(path: Path, answers: Answers) -> None:
    """Write an answers file whole, atomically."""
    shown = (
        "schema",
        "course",
        "exercise",
        "case",
        *(name for name in JUDGED_BY[1:] if getattr(answers, name)),
        "id",
        "answers",
        "revisions",
        *(["checked"] if answers.checked else []),
        "aside",
    )
    data = asdict(answers)
    try:
        text = json.dumps({**{key: data[key] for key in shown}, **data["more"]}, indent=1, ensure_ascii=False) + "\n"
    except TypeError:
        raise AnswersError(
            "A value of this kind cannot be kept. Please give numbers, words, or lists of them."
        ) from None
    write_atomically(path, text.encode("utf-8", "replace"))  # half an emoji, cut by a paste, becomes a question mark


def begin(asked: Asked) -> tuple[Answers, str | None]:
    """Make sure that the answers file stands and has its id; return it and what there is to say."""
    with alone(asked.path):
        answers, said = read_answers(asked.path, asked.exercise)
        if not answers.id:
            answers = replace(answers, id=secrets.token_hex(8))
            write_answers(asked.path, answers)
        return answers, said


class Conflict(AnswersError):
    """An answer kept in the browser is older than the one in the file; ``saved`` is the file's."""

    def __init__(self, saved: Any, revision: int):
        super().__init__("Another answer was saved since.")
        self.saved, self.revision = saved, revision


def save_answer(
    asked: Asked, value: Any, *, patch: bool = False, base: int | None = None
) -> tuple[Answers, str | None]:
    """Save one answer by read, merge and atomic replace.

    ``patch`` merges single cards of a sort into what is saved, a card with None is taken out.
    ``base`` is the revision that an answer kept in a browser was based on: when the file has moved
    on since and says something else, nothing is written and :class:`Conflict` is raised.
    Returns the new answers and, when the old file was damaged, one sentence.
    """
    if asked.refusal:
        raise AnswersError(asked.refusal)
    id = asked.question.id
    with alone(asked.path):
        answers, said = read_answers(asked.path, asked.exercise)
        saved = answers.answers.get(id)
        if patch:
            merged = {**(saved if isinstance(saved, dict) else {}), **value}
            value = {key: item for key, item in merged.items() if item is not None}
        if value == saved and answers.id:
            return answers, said
        if base is not None and answers.revision(id) > base:
            raise Conflict(saved, answers.revision(id))
        changed = replace(
            answers,
            id=answers.id or secrets.token_hex(8),
            course=__version__,
            answers={**answers.answers, id: value},
            revisions={**answers.revisions, id: answers.revision(id) + 1},
        )
        changed = by_own_aim(asked, changed)
        write_answers(asked.path, changed)
        return changed, said


def save_checked(asked: Asked, answers: Answers) -> Answers:
    """Save that an answer was checked, unless it has changed since; return the newest answers.

    Where the file cannot be changed now, nothing is saved or said: a check does not depend on it.
    """
    id = asked.question.id
    try:
        with alone(asked.path):
            now, _ = read_answers(asked.path, asked.exercise)
            if id not in now.answers or now.revision(id) != answers.revision(id):
                return now
            changed = by_own_aim(asked, replace(now, checked={**now.checked, id: now.revision(id)}))
            if changed != now:
                write_answers(asked.path, changed)
            return changed
    except (AnswersError, CouldNotWrite):
        return answers


def by_own_aim(asked: Asked, answers: Answers) -> Answers:
    """Return the answers with the measure of the person's own aim, where the question is judged by it."""
    if getattr(asked.question, "judge", "") != "measures":
        return answers
    try:
        aims, _ = read_answers(asked.path.parent.parent / AIM / answers_name(AIM), AIM, keep_damaged=False)
    except AnswersError:
        return answers
    rows = aims.answers.get("my-aim")
    row = rows[0] if isinstance(rows, list) and rows else None
    measure = row.get("measure") if isinstance(row, dict) else None
    return replace(answers, aim_measure=measure if isinstance(measure, str) else "")
