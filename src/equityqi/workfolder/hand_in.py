"""What a hand-in is once it has been read: contents by path, and what may be in it."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

MOST_FILES = 2_000
MOST_DEEP = 12
MOST_BYTES = 100 * 2**20  # of a whole hand-in, unpacked
MOST_PEOPLE = 500  # in one archive
MOST_ARCHIVE = 2 * 2**30  # bytes of it, unpacked
LARGEST = {
    ".json": 2**20,
    ".txt": 2**20,
    ".ipynb": 40 * 2**20,
    ".zip": 50 * 2**20,
}  # an honest answers file has some 20 KB
LINK = "is a link to another place, so it was not opened"
SPECIAL = "is no ordinary file, so it was not opened"
UNREADABLE = "could not be read: another program holds it, or it is locked"
OUTSIDE = "has a path that leads out of the hand-in, so it was left out"
LOCKED = "is locked with a password. Ask for it without one"
DAMAGED = "is damaged or was cut short. Ask for it again"
UNUSUAL = "is packed in a way that is not read here. Ask for an ordinary zip file"
PACKED = (
    "is packed in a way that can't be opened here. Ask for the file hand-in-NAME.zip, just as the course made it, or"
    " unpack it yourself into a folder with the person's name"
)
LARGE = "is too large, so it was not opened"
TOO_MUCH = "holds far more than a hand-in of this course, so it was not opened. Ask for the file that the course made"
COPY_MARK = "my-copy.json"  # in a person's own copy of their work, which nobody else opens
IS_COPY = (
    "is a person's own copy of their work, with private sheets in it, so it was not opened. Delete it, and ask them for"
    " the file hand-in-NAME.zip: “Hand in” on the start page makes it"
)
WANTED = re.compile(r"\.(json|json\.txt|ipynb|zip)$", re.IGNORECASE)
ARCHIVE = re.compile(r"\.(rar|7z|tar|gz|tgz|bz2|xz)$", re.IGNORECASE)
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)
IN_MEMORY = 8 * 2**20  # bytes of an inner zip; a larger one waits in a file without a name
SKIPPED = re.compile(r"^(\.|__MACOSX$)")


class TooMuch(Exception):
    """A hand-in goes past a limit."""


@dataclass(frozen=True)
class HandIn:
    """A hand-in as it was read: content by path, what was left out and why, and why the whole could not be read.

    A notebook that nobody needs for marking is named, but its content is left out (b"").
    """

    name: str
    files: tuple[tuple[str, bytes], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Source:
    """Where one hand-in is: in a file or folder (``place``), or somewhere inside it.

    ``chain`` has a step for each zip on the way; the last one is a zip, or a folder where it ends in "/". ``without``
    holds what is below it and somebody else's. ``digest`` is a hash of what it holds, ``size`` its bytes.

    >>> Source(Path("OneDrive.zip"), ("Documents/hand-in-asha.zip",)).label
    'OneDrive.zip/Documents/hand-in-asha.zip'
    """

    place: Path
    chain: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    digest: str = ""
    size: int = 0

    @property
    def label(self) -> str:
        """Its name for people: the place, and the path inside."""
        return "/".join((self.place.name, *self.chain)).rstrip("/")


@dataclass
class Reading:
    """What is gathered on the way, and the limits on it."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0
    bytes: int = 0
    without: tuple[str, ...] = ()

    def passes_over(self, path: str) -> bool:
        """Is this somebody else's, in the middle of one person's hand-in?"""
        return bool(self.without) and f"{path}/".startswith(self.without)

    def counted(self) -> None:
        self.count += 1
        if self.count > MOST_FILES:
            raise TooMuch

    def add(self, path: str, data: bytes) -> None:
        self.bytes += len(data)
        if self.bytes > MOST_BYTES:
            raise TooMuch
        self.files.append((path, data))


def needed(path: str, pages: frozenset[str]) -> bool:
    """Is the content of this file wanted? A notebook's only where it is the page of one of the exercises ``pages``."""
    return not path.lower().endswith(".ipynb") or any(about(name, path) for name in pages)


def about(exercise: str, path: str) -> bool:
    """Tell whether a path has a step that begins with an exercise's name, so ``ps1`` is not found in ``ps10``.

    >>> about("04-aim", "asha/04-aim (1)/a.json"), about("ps1", "ps10/ps10.ipynb")
    (True, False)
    """
    return bool(_step(exercise).search(path))


@lru_cache(maxsize=256)
def _step(exercise: str) -> re.Pattern[str]:
    return re.compile(rf"(^|/){re.escape(exercise)}(?![^\W_])", re.IGNORECASE)


def kind_of(status: os.stat_result) -> str:
    """Return "folder", "file", "link" or "special"; a junction of Windows is a link."""
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == getattr(
        stat, "IO_REPARSE_TAG_MOUNT_POINT", -1
    ):
        return "link"
    return "folder" if stat.S_ISDIR(status.st_mode) else "file" if stat.S_ISREG(status.st_mode) else "special"
