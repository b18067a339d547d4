"""The file of a project's numbers in a work folder: read, changed one step at a time, and every step undone.

It is beside a person's own data, so it goes into their own copy and never into a hand-in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from equityqi.cases.own_words import FOLDER
from equityqi.files import make_folder, next_free, write_atomically
from equityqi.project.numbers import NotANumber, Numbers
from equityqi.workfolder.answers_file import alone

SCHEMA, FILE = 1, "project-numbers.json"
MOST_STEPS = 30  # that can be undone
TAKEN = "my-project-only-for-me.json"
NEWER = "These numbers were saved by a newer version of the course. Update the course, then open them again."


def numbers_of(work: Path) -> Numbers:
    """Return the numbers of a work folder; none yet where there is no file, or one that can't be read."""
    return _read(work)[0]


def change(work: Path, how: Callable[[Numbers], Numbers]) -> Numbers:
    """Change the numbers and save them, so that the step can be undone. A damaged file is kept beside.

    Raises :class:`NotANumber` from ``how``, and CouldNotWrite; the file is then as it was.
    """
    path = _path(work)
    make_folder(path.parent)
    with alone(path):
        now, before = _read(work, keep_damaged=True)
        new = how(now)
        if new != now:
            _write(path, new, [*before, now.model_dump(exclude_defaults=True)][-MOST_STEPS:])
        return new


def undo(work: Path) -> Numbers:
    """Take the latest step back. Raises :class:`NotANumber` where there is none."""
    path = _path(work)
    make_folder(path.parent)
    with alone(path):
        _, before = _read(work)
        if not before:
            raise NotANumber("There’s nothing to undo.")
        last = Numbers.model_validate(before[-1])
        _write(path, last, before[:-1])
        return last


def taken_away(work: Path) -> bytes:
    """Return the file to take away: all numbers as typed, for the person alone."""
    return _text(numbers_of(work), []).encode()


def cleared(work: Path) -> None:
    """Take the numbers off this computer: they are in the file that was taken away."""
    path = _path(work)
    with alone(path):
        path.unlink(missing_ok=True)


def put_back(work: Path, data: bytes) -> Numbers:
    """Use the numbers of a file that was taken away; what was here can be brought back with one undo.

    Raises :class:`NotANumber` for any other file, and nothing is changed.
    """
    try:
        found, _ = _parsed(data)
    except (ValueError, TypeError, AttributeError):
        raise NotANumber(f"This file isn’t a project of this course. Choose the file {TAKEN}.") from None
    return change(work, lambda _: found)


def _path(work: Path) -> Path:
    return Path(work) / FOLDER / FILE


def _read(work: Path, keep_damaged: bool = False) -> tuple[Numbers, list[Any]]:
    path = _path(work)
    try:
        data = path.read_bytes()
    except OSError:
        return Numbers(), []
    try:
        return _parsed(data)
    except (ValueError, TypeError, AttributeError) as error:
        if isinstance(error, NotANumber):
            raise
        if keep_damaged:
            write_atomically(next_free(path.parent, "project-numbers-damaged-", ".json"), data)
        return Numbers(), []


def _parsed(data: bytes) -> tuple[Numbers, list[Any]]:
    held = json.loads(data)
    if held["schema"] > SCHEMA:
        raise NotANumber(NEWER)
    try:
        return Numbers.model_validate(held["numbers"]), list(held.get("before") or [])
    except (ValidationError, KeyError) as fault:
        raise ValueError(str(fault)) from None


def _write(path: Path, numbers: Numbers, before: list[Any]) -> None:
    write_atomically(path, _text(numbers, before))


def _text(numbers: Numbers, before: list[Any]) -> str:
    held = {"schema": SCHEMA, "numbers": numbers.model_dump(exclude_defaults=True), "before": before}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"
