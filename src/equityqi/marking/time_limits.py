"""Limits of time on each step of marking: in the work itself, and below Python as the last line of defence."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

SECONDS = 20  # an honest exercise takes far less than one
LAST_LINE = 2 * SECONDS  # until a worker that no longer gets on is ended
FOR_CODE = 240  # more, where there is code to run: two tries of a minute each, and two starts
T = TypeVar("T")
_ends = threading.Condition()
_end_of: dict[int, float] = {}  # when the work of each thread must be done


class TookTooLong(BaseException):
    """Time is up; no ``except Exception`` on the way may hold it."""


class Watchdog:
    """The last line of defence in a process that marks: it ends the process from below Python, where nothing feeds it
    in time.
    """

    _silent = None

    @classmethod
    def start(cls) -> None:
        """Watch this process from now on; without it, :meth:`feed` does nothing."""
        cls._silent = open(os.devnull, "wb")  # noqa: SIM115 (as long as the process lives)

    @classmethod
    def feed(cls, seconds: float = LAST_LINE) -> None:
        """Give the work so many seconds more."""
        if cls._silent:
            faulthandler.dump_traceback_later(seconds, exit=True, file=cls._silent)

    @classmethod
    def stop(cls) -> None:
        """Watch no more until it is fed again: there is no work that could get stuck."""
        faulthandler.cancel_dump_traceback_later()


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what ``work`` returns; :class:`TookTooLong` is raised in it when time is up. Works in any thread, on every
    system.
    """
    thread = threading.get_ident()
    with _ends:
        _end_of[thread] = time.monotonic() + seconds
        if len(_end_of) == 1:
            _ends.notify()
    _watcher()
    try:
        return work()
    finally:
        with _ends:
            _end_of.pop(thread, None)


@lru_cache(maxsize=1)
def _watcher() -> threading.Thread:
    """Start the one thread that looks, ten times a second, whose time is up: a thread for each exercise would cost more
    than its marks.
    """
    thread = threading.Thread(target=_watch, daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    while True:
        with _ends:
            _ends.wait_for(lambda: _end_of)
            for thread in [thread for thread, end in _end_of.items() if end < time.monotonic()]:
                del _end_of[thread]
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TookTooLong))
        time.sleep(0.1)
