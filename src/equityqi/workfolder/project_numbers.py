"""The file of a project's numbers in a work folder: read, changed one step at a time, and every step undone.

It is beside a person's own data, so it goes into their own copy and never into a hand-in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from equityqi.cases.own_words import FOLDER
from equityqi.files import make_folder, next_free, write_atomically
from equityqi.project.numbers import NotANumber, Numbers, day_of
from equityqi.workfolder.answers_file import alone

SCHEMA, FILE = 1, "project-numbers.json"
MOST_STEPS = 30  # that can be undone
TAKEN = "my-project-only-for-me.json"
DAMAGED = "project-numbers-damaged-"
NOT_OURS = f"This file isn’t a project of this course. Choose the file {TAKEN}."
FAULTS = (ValueError, TypeError, AttributeError, LookupError)  # of a file that was cut short or changed by hand
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


def taken_away(numbers: Numbers) -> bytes:
    """Return the file to take away: all numbers as typed with the tests, for the person alone."""
    return _text(numbers, []).encode()


def cleared(work: Path) -> None:
    """Take the numbers off this computer, and damaged files kept beside them: they are in the file that was taken."""
    path = _path(work)
    with alone(path):
        for one in (path, *path.parent.glob(f"{DAMAGED}*.json")):
            one.unlink(missing_ok=True)


def taken_back(data: bytes) -> Numbers:
    """Return the numbers of a file that was taken away. Raises :class:`NotANumber` for any other file."""
    try:
        found, _ = _parsed(data)
    except NotANumber:
        raise
    except FAULTS:
        raise NotANumber(NOT_OURS) from None
    if not found.measures:
        raise NotANumber(NOT_OURS)
    return found


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
    except NotANumber:
        raise
    except FAULTS:
        if keep_damaged:
            write_atomically(next_free(path.parent, DAMAGED, ".json"), data)
        return Numbers(), []


def _parsed(data: bytes) -> tuple[Numbers, list[Any]]:
    held = json.loads(data)
    if held["schema"] > SCHEMA:
        raise NotANumber(NEWER)
    numbers = Numbers.model_validate(held["numbers"])
    for when in numbers.times:
        day_of(when)  # a ValueError for what is no day
    if numbers.measures and not (numbers.times and numbers.groups):
        raise ValueError("a table without rows or groups")
    return numbers, list(held.get("before") or [])


def _write(path: Path, numbers: Numbers, before: list[Any]) -> None:
    write_atomically(path, _text(numbers, before))


def _text(numbers: Numbers, before: list[Any]) -> str:
    held = {"schema": SCHEMA, "numbers": numbers.model_dump(exclude_defaults=True), "before": before}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"
