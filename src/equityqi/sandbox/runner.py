"""Hand a page to a program that runs it, and gather what it tells, cell by cell, until it ends or its time is up."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from equityqi.sandbox import memory

START_SECONDS = 60  # until the first cell begins, on a slow computer
GRACE = 3  # seconds that a cell has to end by itself once its time is up
MOST_TOLD = 64 * 2**20  # bytes that a page may tell in all
LOOK = 0.1  # seconds from one look at the memory to the next
NOT_ISOLATED = 77  # how fork_server.py ends where it cannot set a page apart


class SandboxTrouble(Exception):
    """The sandbox itself did not start; nothing is known of the page."""


class NotIsolated(Exception):
    """A page could not be set apart inside the warm sandbox."""


@dataclass
class Ran:
    """What came of a page: each cell's result by its place, and how it ended: "done", "died" (Python was stopped),
    "stuck" (killed) or "full" (killed, since it held too much memory).
    """

    cells: dict[int, dict] = field(default_factory=dict)
    end: str = "died"

    @property
    def late(self) -> bool:
        """Whether a cell ran out of its time."""
        return self.end == "stuck" or any(cell["late"] for cell in self.cells.values())


def _is_result(line: dict) -> bool:
    """Whether a line has the shape of a cell's result: code that found the secret may tell anything."""
    error, at = line.get("error"), line.get("at")
    return (
        (error is None or (type(error) is list and list(map(type, error)) == [str, str]))
        and (at is None or (type(at) is list and list(map(type, at)) == [int, int]))
        and type(line.get("points")) in (int, float, type(None))
        and all(type(line.get(name)) is bool for name in ("late", "asked", "odd"))
        and type(line.get("outputs")) is list
    )


class Runner:
    """A program that runs pages, and what it tells: itself on its output, its page on what is left of its errors."""

    def __init__(self, command: list[str], folder: str = "/", environment: dict[str, str] | None = None):
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment or {},
            start_new_session=True,
        )
        self._told: queue.Queue = queue.Queue()
        self._left = MOST_TOLD
        self._ears = [
            threading.Thread(target=self._hear, args=(pipe,), daemon=True)
            for pipe in (self._process.stdout, self._process.stderr)
        ]
        for ear in self._ears:
            ear.start()

    def _hear(self, pipe: IO[bytes]) -> None:
        """Put each line into the queue, and at the end None; what is no JSON object is left out."""
        own = pipe is self._process.stdout
        with suppress(OSError, ValueError):  # closed by end()
            while self._left > 0 and (data := pipe.readline(self._left)):
                self._left -= len(data)
                with suppress(ValueError, RecursionError):
                    line = json.loads(data)
                    if isinstance(line, dict):
                        self._told.put((own, line))
        self._told.put((own, None))

    def run(self, request: dict, start: bytes, wait: bool) -> Ran:
        """Hand a page over and gather what it tells; with ``wait`` until the program says that all of the page is gone.

        A page that holds more than ``request["memory"]`` bytes, together with all that it started, is given up. It is
        looked at ten times a second, and fifty times once it holds half of that. A core of a laptop fills some 2 GB a
        second, so between two looks four cores take at most 0.8 GB in the first half, and 0.2 GB beyond the limit. A
        process that hands its memory on to a new one while the others are read may be missed in one look, not in many.

        ``self.ready`` is True afterwards where it can take another page.
        """
        self._left, self.ready = MOST_TOLD, False
        try:
            self._process.stdin.write(start + json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            pass  # it has ended already, and the silence says so
        ran, begun, over, until, look = Ran(), None, False, time.monotonic() + START_SECONDS, 0.0
        while True:
            now = time.monotonic()
            if now >= look:
                held = memory.held(self._process.pid, request["memory"])
                if held > request["memory"]:
                    ran.end = "full"
                    return ran
                often = LOOK if held < request["memory"] / 2 else LOOK / 5
                look = now + max(often, 5 * (time.monotonic() - now))
            try:
                own, line = self._told.get(timeout=max(min(until, look) - time.monotonic(), 0.001))
            except queue.Empty:
                if time.monotonic() < until:
                    continue
                if begun is None:
                    raise SandboxTrouble("it did not start in time") from None
                self.ready = over
                if ran.end != "done" and not over:
                    ran.end = "stuck"
                return ran
            if own and line and "ended" in line:
                if line["ended"] == NOT_ISOLATED and begun is None:
                    raise NotIsolated
                if ran.end == "done":
                    self.ready = True
                    return ran
                over, until = True, time.monotonic() + 0.5  # what the page has told before may still be on its way
            elif own:
                continue
            elif line is None:
                if begun is None:
                    raise SandboxTrouble("it did not start")
                return ran
            elif line.get("secret") != request["secret"]:
                continue
            elif line.get("done"):
                ran.end, self.ready = "done", over
                if over or not wait:
                    return ran
                until = time.monotonic() + GRACE
            elif line.get("ready"):
                begun = time.monotonic()
            elif "limit" in line and begun is not None and not over:
                until = min(time.monotonic() + line["limit"], begun + request["seconds"]) + GRACE
            elif line.get("cell") in range(len(request["cells"])) and _is_result(line):
                ran.cells[line["cell"]] = line

    def end(self) -> None:
        """Kill what still runs. In a sandbox all goes with its first process; without one, what shares its session."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, 9)
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()
        for ear in self._ears:
            ear.join(GRACE)  # the pipes close when the last process is gone
