"""The same pieces of work on a Dask cluster. Its workers need the installed package and nothing else: the course's
pages travel with the work.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from equityqi.marking.course import Task, rules
from equityqi.marking.mark_exercise import Submission
from equityqi.marking.pool import PendingWork, chunks, lost
from equityqi.marking.submission_page import Marked, mark_all
from equityqi.marking.verdict import MarkingError

SECONDS = 20  # until a scheduler must have answered
NOT_INSTALLED = (
    "A cluster needs one more package. Install it with: pip install equityqi[cluster]. Or leave --scheduler out to mark"
    " on this computer."
)
NO_ANSWER = (
    "No cluster answers at {address} ({error}). Check the address, start the scheduler and its workers, or leave"
    " --scheduler out to mark on this computer."
)
NO_WORKER = "The scheduler at {address} has no worker. Start one with: dask worker {address}. Then mark again."
OTHER = "A worker of the cluster has another version of this course. Install the same one everywhere, then mark again."
STOPPED = "The cluster stopped answering. What was marked is saved. Mark again to carry on."


def in_chunks_on(address: str, works: Iterable[PendingWork], course: Path) -> Iterator[tuple[PendingWork, Marked]]:
    """Yield each person's work with what came of it, in order, as :func:`equityqi.marking.pool.in_chunks` does.

    Raises :class:`MarkingError` where the cluster cannot be used, in one sentence.
    """
    try:
        import distributed  # lazy: an extra that few install
    except ImportError:
        raise MarkingError(NOT_INSTALLED) from None
    try:
        client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise MarkingError(NO_ANSWER.format(address=address, error=type(error).__name__)) from None
    with client:
        try:
            ours = rules()
            theirs = client.run(rules)
            if not theirs:
                raise MarkingError(NO_WORKER.format(address=address))
            if set(theirs.values()) != {ours}:
                raise MarkingError(OTHER)
            pages = client.scatter(_pages_of(course), broadcast=True, hash=False)
            most, waiting = 2 * sum(client.nthreads().values()), deque()

            def received() -> Iterator[tuple[PendingWork, Marked]]:
                chunk, sent = waiting.popleft()
                try:
                    yield from zip(chunk, sent.result(), strict=False)
                except distributed.scheduler.KilledWorker:
                    yield from ((work, lost(work.submission)) for work in chunk)

            for chunk in chunks(works):
                waiting.append(
                    (
                        chunk,
                        client.submit(
                            _on_worker, [work.submission.loaded() for work in chunk], course, pages, pure=False
                        ),
                    )
                )
                if len(waiting) > most:
                    yield from received()
            while waiting:
                yield from received()
        except (distributed.comm.core.CommClosedError, distributed.client.FutureCancelledError, TimeoutError):
            raise MarkingError(STOPPED) from None


def _pages_of(course: Path) -> dict[str, bytes]:
    """Return the files of the exercises, by their path in the course; nobody's answers, nothing hidden."""
    folders = [course / name for name in ("solutions", "exercises", "source", "release")]
    files = [path.relative_to(course) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.as_posix(): (course / path).read_bytes()
        for path in files
        if not any(part.startswith(".") for part in path.parts) and ".answers." not in path.name
    }


def _on_worker(submissions: list[Submission], course: Path, pages: dict[str, bytes]) -> list[Marked]:
    """Mark on a worker, with the course's pages in the worker's own folder, which goes when the worker ends."""
    from distributed import get_worker  # lazy: an extra that few install

    own = _placed(Path(get_worker().local_directory), pages)
    return mark_all(
        [
            replace(submission, tasks=tuple(_moved(task, course, own) for task in submission.tasks))
            for submission in submissions
        ]
    )


def _placed(folder: Path, pages: dict[str, bytes]) -> Path:
    """Write the pages once; return where they stand."""
    name = hashlib.sha256(
        repr(sorted((path, hashlib.sha256(data).hexdigest()) for path, data in pages.items())).encode()
    ).hexdigest()[:16]
    place = folder / f"course-{name}"
    if not place.is_dir():
        fresh = Path(tempfile.mkdtemp(dir=folder))
        for path, data in pages.items():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        try:
            os.replace(fresh, place)
        except OSError:  # another thread was first
            pass
    return place


def _moved(task: Task, course: Path, place: Path) -> Task:
    return replace(
        task,
        **{name: place / path.relative_to(course) for name in ("questions", "given") if (path := getattr(task, name))},
    )
