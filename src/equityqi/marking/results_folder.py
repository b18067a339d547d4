"""The folder of results: apart from the hand-ins, used by one run at a time, cleared of what a killed run left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from equityqi.files import SCRATCH, clear_scratch, is_within
from equityqi.marking.verdict import MarkingError

LOCK_SECONDS = 60
# The folders that marking makes in each folder of its own; below source and autograded every one is ours.
MADE = {
    ".": ("verdicts", "feedback", "gradebook"),
    "gradebook": ("source", "autograded"),
    "verdicts": (),
    "feedback": (),
}
AMONG = (
    "Results and hand-ins each need a folder of their own, or the next run would read results as somebody's work. But"
    " {out} is in the folder of hand-ins, {hand_ins}. Give a folder beside it, for example: --out {beside}. If you have"
    " results in {out} already, move them there first."
)
HELD = (
    "The hand-ins are in {hand_ins}, which is where results in {out} would be written. Move the hand-ins to a folder of"
    " their own, or give another folder with --out."
)


def keep_apart(hand_ins: Path, out: Path) -> None:
    """Raise :class:`MarkingError` where results in ``out`` would be among the hand-ins, or the hand-ins among them."""
    folders = [out / folder / name for folder, names in MADE.items() for name in names]
    if among := next((place for place in (out, *folders) if is_within(place, hand_ins)), None):
        real = Path(os.path.realpath(hand_ins))
        beside = real.parent / ("results" if real.name.lower() != "results" else "marks")
        raise MarkingError(AMONG.format(out=among, hand_ins=hand_ins, beside=beside))
    if any(is_within(hand_ins, folder) for folder in folders if folder.name != "gradebook"):
        raise MarkingError(HELD.format(out=out, hand_ins=hand_ins))


@contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Make the folder of results, keep a second run out of it, and clear what a killed run left half-written.

    Raises :class:`MarkingError` where another run is in it, or where it cannot be used.
    """
    lock = FileLock(out / ".lock", timeout=LOCK_SECONDS)
    try:
        for folder in ("verdicts", "feedback"):
            (out / folder).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise MarkingError(
            f"Another run is still marking into {out}. Wait until it has ended, then mark again."
        ) from None
    except OSError as error:
        raise MarkingError(
            f"The folder {out} can't be used ({error.strerror}). Give another folder with --out."
        ) from None
    try:
        _clear(out)
        yield
    finally:
        lock.release()


def _clear(out: Path) -> None:
    """Clear the folders that marking writes into; none behind a link, and none that somebody else has put there."""
    for folder, below, files in os.walk(out):
        if any(SCRATCH.fullmatch(name) for name in (*below, *files)):
            clear_scratch(Path(folder))
        ours = MADE.get(os.path.relpath(folder, out))
        below[:] = below if ours is None else [name for name in below if name in ours]
