"""How much memory a program holds together with all that it started."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress

RESIDENT = re.compile(r"^Vm(?:RSS|Swap):\s*(\d+)", re.MULTILINE)
SHARE = re.compile(r"^(?:Pss|SwapPss):\s*(\d+)", re.MULTILINE)


def held(pid: int, most: int) -> int:
    """Return how many bytes a process and all below it hold in memory or swap; 0 where the system does not say.

    A page that several of them share counts for each of them, unless that comes to more than ``most``: only then it is
    worth the time to count it once.

    >>> held(os.getpid(), 2**40) > 2**20 or not os.path.exists("/proc/self/status")
    True
    """
    family = list(_family(pid))
    files = sum(_files_in_memory(family).values())
    quick = files + sum(_kilobytes(one, "status", RESIDENT) for one in family) * 1024
    if quick <= most:
        return quick
    exact = [_kilobytes(one, "smaps_rollup", SHARE) or _kilobytes(one, "status", RESIDENT) for one in family]
    return files + sum(exact) * 1024


def _family(pid: int) -> Iterator[int]:
    left = [pid]
    while left:
        one = left.pop()
        yield one
        with suppress(OSError):
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children", encoding="ascii") as file:
                    left += map(int, file.read().split())


def _kilobytes(pid: int, name: str, wanted: re.Pattern) -> int:
    with suppress(OSError), open(f"/proc/{pid}/{name}", encoding="ascii", errors="replace") as file:
        return sum(map(int, wanted.findall(file.read())))
    return 0


def _files_in_memory(family: list[int]) -> dict[int, int]:
    """Return the bytes of files that are only in memory and have no name, each once: they need not be mapped."""
    found = {}
    for pid in family:
        with suppress(OSError):
            for number in os.listdir(f"/proc/{pid}/fd"):
                place = f"/proc/{pid}/fd/{number}"
                with suppress(OSError):
                    if os.readlink(place).startswith("/memfd:"):
                        file = os.stat(place)
                        found[file.st_ino] = file.st_blocks * 512
    return found
