"""A sandbox for a learner's code: bubblewrap around plain Python processes; nothing of a page outlives it.

In it there is no network, no other hand-in, no gradebook and no solution; the system and the course's data can only be
read, what is written goes to a small scratch space in memory, and time, memory, processes and file size are limited. A
worker keeps one sandbox warm, and each page runs in a fork of it with namespaces of its own
(:mod:`equityqi.sandbox.fork_server`); where the computer refuses those, each page gets a new sandbox.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from equityqi.files import course_root
from equityqi.sandbox import command
from equityqi.sandbox.command import bubblewrap, environment, place, python, scratch_place
from equityqi.sandbox.runner import START_SECONDS, NotIsolated, Ran, Runner

MEMORY = 3 * 2**30  # bytes for all of a page: its processes, and the files that it writes
SPARE = 64 * 2**20  # one process alone meets its own limit first: its cell stops, and the page goes on
LIMITS = {"processes": 64, "file_size": 20 * 2**20, "cpu": 120}
FLAGS = ("-s", "-P")  # Python without the user's own packages, and without the script's folder
TRIAL = "import equityqi, sys; open(sys.argv[1]).close(); print('in')"
RUN_PAGE = place(__file__).with_name("run_page.py")
NO_SANDBOX = (
    "Its code was not run, since this computer has no working sandbox. Install bubblewrap 0.8 or newer (on Debian and"
    " Ubuntu: sudo apt install bubblewrap; on Windows and macOS mark in WSL2 or in a podman container), then mark"
    " again."
)


def run(cells: list[dict], files: dict[str, str], seconds: float, trust: bool = False) -> Ran:
    """Run the cells of a page, each with its ``source`` and ``role`` ("course", "learner" or "test"), in the sandbox.

    Around each test two others run whose results are known: one that stops, and one that gives points. Where they came
    out otherwise, that test's result is ``odd``.

    ``files`` (base64 by path) lie in its folder; ``seconds`` is the time for all cells together. Only with ``trust`` is
    it run without a sandbox, where there is none or not. A page that takes too long is run once more while no other one
    runs, before that counts. Raises :class:`equityqi.sandbox.runner.SandboxTrouble` where it did not begin.
    """
    processes = MEMORY - 2 * command.SCRATCH
    limits = {"memory": processes - SPARE, **LIMITS} | ({"processes": None} if trust else {})
    word, points = secrets.token_hex(8), secrets.randbelow(10**9) / 8
    request = {"cells": cells, "files": files, "seconds": seconds, "limits": limits, "secret": secrets.token_hex(16)}
    request["memory"] = processes
    request["canaries"] = [f"assert False, {word!r}", repr(points)]
    with _turn(alone=False):
        ran = _once(request, trust)
    if ran.late:
        with _turn(alone=True):
            ran = _once(request, trust)
    for number, told in ran.cells.items():
        if cells[number]["role"] == "test":
            told["odd"] = told["odd"] or told.get("proof") != [[[word, None], [None, points]]] * 2
    return ran


@contextmanager
def _turn(alone: bool) -> Iterator[None]:
    """Share the computer with the other workers, or have it alone; files of the package stand for the two locks."""
    try:
        import fcntl  # lazy: Windows has none
    except ImportError:
        yield
        return
    with open(__file__, "rb") as door, open(RUN_PAGE, "rb") as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


def _once(request: dict, trust: bool) -> Ran:
    if trust:
        with tempfile.TemporaryDirectory(prefix="equityqi-", ignore_cleanup_errors=True) as scratch:
            return _alone(Runner([python(), *FLAGS, str(RUN_PAGE)], scratch, environment(scratch)), request)
    if not _WARM.get("refused"):
        try:
            return _warm(request)
        except NotIsolated:
            _WARM["refused"] = True  # this computer allows no sandbox in a sandbox: a new one for each page
    return _alone(Runner([*bubblewrap(), python(), *FLAGS, str(RUN_PAGE)]), request)


def _alone(runner: Runner, request: dict) -> Ran:
    try:
        return runner.run(request, b"", wait=False)
    finally:
        runner.end()


def _warm(request: dict) -> Ran:
    """Run a page in this process's warm sandbox; one that did not end by itself takes the sandbox with it."""
    if "runner" not in _WARM:
        _WARM["runner"] = Runner(
            [
                *bubblewrap(nested=True),
                python(),
                *FLAGS,
                str(RUN_PAGE.with_name("fork_server.py")),
                scratch_place(),
                str(command.SCRATCH),
            ]
        )
    try:
        return _WARM["runner"].run(request, b".", wait=True)
    finally:
        if not _WARM["runner"].ready:
            close()


def close() -> None:
    """End this process's warm sandbox, if there is one."""
    runner = _WARM.pop("runner", None)
    if runner:
        runner.end()


_WARM: dict = {}
atexit.register(close)


@cache
def works() -> bool:
    """Return whether this computer has a sandbox in which Python finds the course. Tried once."""
    if (
        not sys.platform.startswith("linux")
        or not shutil.which("bwrap")
        or (os.geteuid() == 0 and not shutil.which("setpriv"))
    ):
        return False
    try:
        tried = subprocess.run(
            [*bubblewrap(), python(), *FLAGS, "-c", TRIAL, str(place(course_root()) / "course.yml")],
            capture_output=True,
            timeout=START_SECONDS,
            env={},
            cwd="/",
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.stdout == b"in\n"
