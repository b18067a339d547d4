"""The file of a project's numbers in a work folder: read, changed one step at a time, and every step undone.

It is beside a person's own data, so it goes into their own copy and never into a hand-in. It holds what the team adds
after the course, and the plan of a project that was taken to this computer in a file.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from equityqi.cases.own_words import FOLDER
from equityqi.files import make_folder, next_free, write_atomically
from equityqi.project.numbers import NotANumber, Numbers
from equityqi.project.parts import Project
from equityqi.project.whole_project import OWN, SCHEMA, WholeProject, check_record, read_whole
from equityqi.settings import course_today, read_day, second_date
from equityqi.workfolder.answers_file import alone

FILE = "project-numbers.json"
MOST_STEPS = 30  # that can be undone
DAMAGED = "project-numbers-damaged-"
FAULTS = (ValueError, TypeError, AttributeError, LookupError)  # of a file that was cut short or changed by hand
NEWER = "These numbers were saved by a newer version of the course. Update the course, then open them again."
TO_SHARE = (
    "This is a copy for others: its small numbers are hidden, so it can’t be your own project. Choose the file that"
    " “Take my project” made."
)


@dataclass(frozen=True)
class Held:
    """What the file holds. ``numbers`` and ``plan`` as JSON objects; ``plan``: of a project that came in a file, or
    nothing. ``before``: the same two and ``id`` for each step that can be undone.
    """

    numbers: dict[str, Any]
    plan: dict[str, Any]
    before: tuple[dict[str, Any], ...] = ()
    id: str = ""
    revision: int = 0

    @property
    def state(self) -> dict[str, Any]:
        """What one step changes."""
        return {"numbers": self.numbers, "plan": self.plan, "id": self.id}


NOTHING = Held({}, {})


def numbers_of(work: Path) -> Numbers:
    """Return the numbers of a work folder; none yet where there is no file, or one that can't be read.

    Raises :class:`NotANumber` where a newer course wrote it.
    """
    return Numbers.model_validate(_read(work).numbers)


def id_of(work: Path) -> str:
    """Return the id of the project in a work folder; "" before anything of it is saved."""
    try:
        return _read(work).id
    except NotANumber:
        return ""


def is_kept(work: Path) -> bool:
    """Return whether a project is on disk, also where it can't be read."""
    return _path(work).exists()


def begun_near(work: Path) -> dt.date:
    """Return the day near which the tests of a work folder begin: that of session 2, else that of the examples."""
    return read_day(second_date(work)) or course_today()


def plan_that_came(work: Path) -> Project | None:
    """Return the plan of a project that was put back on this computer; None where none was, or a newer course did."""
    try:
        plan = _read(work).plan
    except NotANumber:
        return None
    return Project.from_data(plan) if plan else None


def change(work: Path, how: Callable[[Numbers], Numbers]) -> Numbers:
    """Change the numbers and save them, so that the step can be undone. A damaged file is kept beside.

    Raises :class:`NotANumber` from ``how``, and CouldNotWrite; the file is then as it was.
    """
    with _locked(work) as path:
        held = _read(work, keep_damaged=True)
        now = Numbers.model_validate(held.numbers)
        new = how(now)
        if new != now:
            _write(path, held, {"numbers": new.model_dump(exclude_defaults=True)})
        return new


def undo(work: Path) -> Numbers:
    """Take the latest step back. Raises :class:`NotANumber` where there is none."""
    with _locked(work) as path:
        held = _read(work)
        if not held.before:
            raise NotANumber("There’s nothing to undo.")
        last = replace(held, **held.before[-1], before=held.before[:-1], revision=held.revision + 1)
        _put(path, last)
        return Numbers.model_validate(last.numbers)


def whole_of(work: Path, project: Project) -> WholeProject:
    """Return the whole project of a work folder, whose plan and log are those of ``project``; for the team alone."""
    held = _read(work)
    record = Numbers.model_validate(held.numbers).model_copy(update={"cycles": project.cycles, "own_log": True})
    plan = project.model_copy(update={"cycles": []})
    return WholeProject(id=held.id, revision=held.revision, session=second_date(work), plan=plan, record=record)


def put_back(work: Path, data: bytes) -> Numbers:
    """Put the project of a file into a work folder, so that the step can be undone, and return its numbers.

    Its plan shows wherever no exercise is answered here. Raises ProjectError or :class:`NotANumber` for a file that
    can't be put back; nothing was changed then.
    """
    found = read_whole(data)
    if found.copy_for != OWN:
        raise NotANumber(TO_SHARE)
    with _locked(work) as path:
        held = _read(work, keep_damaged=True)
        new = {"numbers": found.record.model_dump(exclude_defaults=True), "plan": {}, "id": found.id}
        if found.plan != Project():
            new["plan"] = found.plan.to_data()
        _write(path, replace(held, revision=max(held.revision, found.revision)), new)
        return found.record


def cleared(work: Path) -> None:
    """Take the numbers off this computer, and damaged files kept beside them: they are in the file that was taken."""
    path = _path(work)
    with alone(path):
        for one in (path, *path.parent.glob(f"{DAMAGED}*.json")):
            one.unlink(missing_ok=True)


def _path(work: Path) -> Path:
    return Path(work) / FOLDER / FILE


@contextmanager
def _locked(work: Path) -> Iterator[Path]:
    path = _path(work)
    make_folder(path.parent)
    with alone(path):
        yield path


def _read(work: Path, keep_damaged: bool = False) -> Held:
    path = _path(work)
    try:
        data = path.read_bytes()
    except OSError:
        return NOTHING
    try:
        return _parsed(data)
    except NotANumber:
        raise
    except FAULTS:
        if keep_damaged:
            write_atomically(next_free(path.parent, DAMAGED, ".json"), data)
        return NOTHING


def _parsed(data: bytes) -> Held:
    held = json.loads(data)
    if held["schema"] > SCHEMA:
        raise NotANumber(NEWER)
    plan = held.get("plan") or {}
    check_record(Numbers.model_validate(held["numbers"]))
    if plan:
        Project.from_data(plan)
    before = (one if "numbers" in one else {"numbers": one, "plan": {}} for one in held.get("before") or ())
    return Held(held["numbers"], plan, tuple(before), str(held.get("id") or ""), int(held.get("revision") or 0))


def _write(path: Path, held: Held, new: dict[str, Any]) -> None:
    before = (*held.before, held.state)[-MOST_STEPS:]
    _put(path, replace(held, **new, before=before, revision=held.revision + 1))


def _put(path: Path, held: Held) -> None:
    held = replace(held, id=held.id or secrets.token_hex(8))
    text = json.dumps({"schema": SCHEMA, **vars(held)}, ensure_ascii=False) + "\n"  # an indent would cost 50 ms a save
    write_atomically(path, text.encode("utf-8", "replace"))
