"""Mark a cohort: read what was handed in, mark what is new or changed, and write verdicts and results."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from equityqi.files import CouldNotWrite
from equityqi.marking.course import Task, tasks_of
from equityqi.marking.intake import HandIn, hand_ins_in, read_hand_in
from equityqi.marking.pool import CHUNK, Job, in_chunks
from equityqi.marking.results import write_results
from equityqi.marking.roll import read_roll
from equityqi.marking.units import Unit
from equityqi.marking.verdict import VERDICTS, MarkingError, Verdict, file_name, read_record, renewed, write_record
from equityqi.marking.whose import Work, works_on

LOCK_SECONDS = 60


def mark_cohort(hand_ins: Path, roll: Path, out: Path, course: Path = Path("."), workers: int | None = None) -> list[Verdict]:
    """Mark everyone on the roll, and write verdicts, marks and feedback pages to ``out``.

    ``hand_ins`` is a folder of zips or folders, or nbgrader's ``submitted/``; ``course`` holds ``solutions/``;
    ``workers`` is how many processes mark (the number of cores without one). Returns a verdict for each exercise of
    each person on the roll, in its order, then those that fit nobody. What was marked before and has not changed
    is not marked again. No hand-in is changed and none of its code is run.
    Raises :class:`MarkingError` or :class:`equityqi.files.CouldNotWrite`, in one sentence; a run that was
    stopped goes on where it was when it is started again.
    """
    hand_ins, out = Path(hand_ins), Path(out)
    people, tasks = read_roll(Path(roll)), tasks_of(Path(course))
    try:
        places = hand_ins_in(hand_ins, (out, Path(roll)))
    except OSError as error:
        raise MarkingError(f"The folder {hand_ins} could not be read ({error.strerror}). Give the folder that holds the hand-ins.") from None
    with _alone(out):
        works = works_on(places, people)
        records = _all_marked(works, tasks, out / "verdicts", workers or os.cpu_count() or 1)
        verdicts = [verdict for work in works for verdict in records[work.id]]
        write_results(out, people, tasks, verdicts)
    return verdicts


class _alone:
    """Keep a second run out of the folder of results, and clear what a killed run left half-written."""

    def __init__(self, out: Path):
        from filelock import FileLock

        self._out, self._lock = out, FileLock(out / ".lock", timeout=LOCK_SECONDS)

    def __enter__(self) -> None:
        from filelock import Timeout

        try:
            for folder in ("verdicts", "feedback"):
                (self._out / folder).mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise MarkingError(f"Another run is still marking into {self._out}. Wait until it has ended, then mark again.") from None
        except OSError as error:
            raise MarkingError(f"The folder {self._out} cannot be used ({error.strerror}). Give a folder of your own with --out.") from None
        for folder in (self._out, self._out / "verdicts", self._out / "feedback"):
            for left in folder.glob(".*.part"):
                left.unlink(missing_ok=True)

    def __exit__(self, *_: Any) -> None:
        self._lock.release()


def _all_marked(works: list[Work], tasks: list[Task], folder: Path, workers: int) -> dict[str, tuple[Verdict, ...]]:
    """Mark what is new or changed and return everyone's verdicts by id; each record is written as soon as it is there."""
    from rich.console import Console
    from rich.progress import Progress

    done: dict[str, tuple[Verdict, ...]] = {}
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("Marking", total=len(works))

        def jobs() -> Iterator[Job]:
            for work in works:
                job = _job(work, tasks, folder)
                if job.unit.tasks or set(job.keys) != {verdict.exercise for verdict in job.record.verdicts}:
                    yield job
                else:
                    done[work.id] = job.record.verdicts
                    progress.advance(bar)

        for job, new in in_chunks(jobs(), min(workers, -(-len(works) // CHUNK))):
            record = renewed(job.record, job.keys, VERDICTS.validate_json(new))
            write_record(job.path, record)
            done[job.record.id] = record.verdicts
            progress.advance(bar)
    return done


def _job(work: Work, tasks: list[Task], folder: Path) -> Job:
    """Read a person's hand-ins and tell which exercises have to be marked."""
    pages = frozenset(task.name for task in tasks if task.has_code)
    own = tuple(read_hand_in(path, pages) for path in work.own)
    partners = tuple((partner.name, tuple(read_hand_in(path, pages) for path in partner.own)) for partner in work.partners)
    held = _hash((own, partners, work.look, work.on_roll))
    keys = {task.name: hashlib.sha256(f"{held} {task.content}".encode()).hexdigest() for task in tasks}
    path = folder / f"{file_name(work.id)}.json"
    try:
        record = read_record(path, work.id)
    except OSError as error:
        raise CouldNotWrite(f"{path} could not be read ({error.strerror}). Close it in other programs, then mark again.") from None
    todo = tuple(task for task in tasks if record.keys.get(task.name) != keys[task.name] or not record.of(task.name))
    return Job(Unit(work.id, own, partners, todo, look=work.look, on_roll=work.on_roll), keys, record, path)


def _hash(held: Any) -> str:
    """Return a hash of hand-ins: names, contents and what was left out."""
    found = hashlib.sha256()

    def feed(value: Any) -> None:
        if isinstance(value, HandIn):
            value = (value.name, value.files, value.left_out, value.trouble)
        if isinstance(value, tuple):
            found.update(b"(%d" % len(value))
            for item in value:
                feed(item)
        else:
            data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
            found.update(b"%d:" % len(data) + data)

    feed(held)
    return found.hexdigest()
