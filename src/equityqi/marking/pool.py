"""Work through submissions in chunks, in this process or in several: a worker that dies, Ctrl-C and a
power cut lose nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from multiprocessing import connection
from pathlib import Path

from equityqi.marking.mark_exercise import Submission, trouble_of_ours
from equityqi.marking.submission_page import Marked, mark_all
from equityqi.marking.time_limits import Watchdog
from equityqi.marking.verdict import VERDICTS, Record

CHUNK, CODE_CHUNK = 50, 10  # people a piece of work, without code and with it
MOST_BYTES = 32 * 2**20  # of hand-ins in a piece of work
MOST_MEMORY = 4 * 2**30  # of a worker, where the system keeps to such a limit


@dataclass(frozen=True)
class PendingWork:
    """A submission that is to be marked, and what its verdicts go into."""

    submission: Submission
    keys: dict[str, str]
    record: Record
    path: Path


def chunks(works: Iterable[PendingWork]) -> Iterator[list[PendingWork]]:
    """Yield the pieces of work; they are smaller where there may be code to run, which takes long, and where people
    handed in much.
    """
    chunk, size = [], 0
    for work in works:
        chunk.append(work)
        size += work.submission.size
        most = CODE_CHUNK if any(task.has_code for task in work.submission.tasks) else CHUNK
        if len(chunk) >= most or size >= MOST_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def in_chunks(works: Iterable[PendingWork], workers: int) -> Iterator[tuple[PendingWork, Marked]]:
    """Yield each person's work with what came of it. Few chunks wait at a time, and they hold paths and no content, so
    memory stays flat however many there are. Without workers (0), this process marks.
    """
    if not workers:
        for chunk in chunks(works):
            yield from zip(chunk, mark_all([work.submission for work in chunk]), strict=False)
        return
    pool, waiting = _pool(workers), deque()
    try:
        for chunk in chunks(works):
            try:
                sent = pool.submit(mark_all, [work.submission for work in chunk])
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(workers)
                sent = pool.submit(mark_all, [work.submission for work in chunk])
            waiting.append((chunk, sent))
            if len(waiting) > workers:
                yield from _received(*waiting.popleft())
        while waiting:
            yield from _received(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _received(chunk: list[PendingWork], sent: Future) -> Iterator[tuple[PendingWork, Marked]]:
    try:
        yield from zip(chunk, sent.result(), strict=False)
    except BrokenProcessPool:
        yield from _one_by_one(chunk)


def _one_by_one(chunk: list[PendingWork]) -> Iterator[tuple[PendingWork, Marked]]:
    """Mark each person of a chunk whose worker died, and each exercise of who ends a worker again: only what ends it
    gets a verdict that says so.
    """
    for work in chunk:
        if marked := _in_its_own(work.submission):
            yield work, marked
            continue
        singly = [replace(work.submission, tasks=(task,)) for task in work.submission.tasks]
        parts = [_in_its_own(one) or lost(one) for one in singly]
        verdicts = [verdict for part in parts for verdict in VERDICTS.validate_json(part.verdicts)]
        yield (
            work,
            Marked(VERDICTS.dump_json(verdicts), {name: page for part in parts for name, page in part.pages.items()}),
        )


def _in_its_own(submission: Submission) -> Marked | None:
    """Mark one submission in a worker of its own; None where it ends the worker."""
    pool = _pool(1)
    try:
        return pool.submit(mark_all, [submission]).result()[0]
    except BrokenProcessPool:
        return None
    finally:
        pool.shutdown(cancel_futures=True)


def lost(submission: Submission) -> Marked:
    """Return what is said where a piece of work ended the process that marked it."""
    ended = [trouble_of_ours(submission, task, "its process ended") for task in submission.tasks]
    return Marked(VERDICTS.dump_json(ended), {})


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent is gone, even if it was killed, or when one
    piece of work takes for ever or all the memory.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Watchdog.start()
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    gone = multiprocessing.parent_process().sentinel
    threading.Thread(target=lambda: (connection.wait([gone]), os._exit(1)), daemon=True).start()
