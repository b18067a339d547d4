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
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path

from equityqi.marking.mark_exercise import Submission, trouble_of_ours
from equityqi.marking.submission_page import Marked, mark_all
from equityqi.marking.verdict import VERDICTS, Record

CHUNK, CODE_CHUNK = 50, 10  # people a piece of work, without code and with it


@dataclass(frozen=True)
class PendingWork:
    """A submission that is to be marked, and what its verdicts go into."""

    submission: Submission
    keys: dict[str, str]
    record: Record
    path: Path


def chunks(works: Iterable[PendingWork]) -> Iterator[list[PendingWork]]:
    """Yield the pieces of work; they are smaller where there may be code to run, which takes long."""
    chunk = []
    for work in works:
        chunk.append(work)
        if len(chunk) >= (CODE_CHUNK if any(task.has_code for task in work.submission.tasks) else CHUNK):
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def in_chunks(works: Iterable[PendingWork], workers: int) -> Iterator[tuple[PendingWork, Marked]]:
    """Yield each person's work with what came of it. Few chunks wait at a time, so memory stays flat however many there
    are.
    """
    if workers <= 1:
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
    """Mark each person of a chunk whose worker died; who ends a process of their own gets a verdict that says so."""
    pool = _pool(1)
    try:
        for work in chunk:
            try:
                yield work, pool.submit(mark_all, [work.submission]).result()[0]
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(1)
                yield work, lost(work)
    finally:
        pool.shutdown(cancel_futures=True)


def lost(work: PendingWork) -> Marked:
    """Return what is said of a person whose work ended the process that marked it."""
    return Marked(
        VERDICTS.dump_json(
            [trouble_of_ours(work.submission, task, "its process ended") for task in work.submission.tasks]
        ),
        {},
    )


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent is gone, even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gone = multiprocessing.parent_process().sentinel
    threading.Thread(target=lambda: (connection.wait([gone]), os._exit(1)), daemon=True).start()
