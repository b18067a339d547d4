"""Intake: read a hand-in as bytes and nothing more. No link is followed, nothing is run, nothing is written."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

MOST_FILES = 2_000
MOST_DEEP = 12
MOST_BYTES = 100 * 2**20  # of a whole hand-in, unpacked
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
LARGE = "is too large, so it was not opened"
TOO_MUCH = "holds far more than a hand-in of this course, so it was not opened. Ask for the file that the course made"
WANTED = re.compile(r"\.(json|json\.txt|ipynb|zip)$", re.IGNORECASE)
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


@dataclass
class _Found:
    """What is gathered on the way, and the limits on it."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0
    bytes: int = 0

    def counted(self) -> None:
        self.count += 1
        if self.count > MOST_FILES:
            raise TooMuch

    def add(self, path: str, data: bytes) -> None:
        self.bytes += len(data)
        if self.bytes > MOST_BYTES:
            raise TooMuch
        self.files.append((path, data))


def hand_ins_in(folder: Path, besides: tuple[Path, ...] = ()) -> list[Path]:
    """Return what stands in a folder of hand-ins, in order: zips, folders, single files; ``besides`` and hidden files
    are left out.

    Raises :class:`OSError` where the folder cannot be read.
    """
    others = {os.path.realpath(path) for path in besides}
    return [
        path
        for path in sorted(folder.iterdir())
        if not SKIPPED.match(path.name) and (path.is_symlink() or os.path.realpath(path) not in others)
    ]


def read_hand_in(path: Path, pages: frozenset[str] | None = frozenset()) -> HandIn:
    """Read one hand-in, a zip, a folder or a single file. ``pages`` names the exercises whose notebooks are needed, as
    for :func:`opened`.

    Whatever stands there, a HandIn comes back and nothing is raised: what cannot be read is named in it.
    """
    found = _Found()
    try:
        kind = _kind(os.lstat(path))
        if kind == "folder":
            _walk(str(path), "", 0, found, pages)
        elif kind != "file":
            return HandIn(path.name, trouble=f"{path.name} {LINK if kind == 'link' else SPECIAL}.")
        elif not WANTED.search(path.name):
            return HandIn(
                path.name,
                trouble=(
                    f"{path.name} is no hand-in: that is a zip file, or a folder. Ask for the file hand-in-NAME.zip"
                    " that the course made."
                ),
            )
        else:
            _read(str(path), path.name, found, pages)
    except TooMuch:
        return HandIn(path.name, trouble=f"{path.name} {TOO_MUCH}.")
    except OSError:
        return HandIn(path.name, trouble=f"{path.name} {UNREADABLE}.")
    if kind == "file" and found.left_out:
        return HandIn(path.name, trouble=f"{path.name} {found.left_out[0][1]}.")
    return HandIn(path.name, tuple(found.files), tuple(found.left_out))


def _kind(status: os.stat_result) -> str:
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == getattr(
        stat, "IO_REPARSE_TAG_MOUNT_POINT", -1
    ):
        return "link"
    return "folder" if stat.S_ISDIR(status.st_mode) else "file" if stat.S_ISREG(status.st_mode) else "special"


def _walk(folder: str, inside: str, depth: int, found: _Found, pages: frozenset[str] | None) -> None:
    if depth > MOST_DEEP:
        raise TooMuch
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if SKIPPED.match(entry.name):
            continue
        found.counted()
        path, kind = f"{inside}{entry.name}", _kind(entry.stat(follow_symlinks=False))
        if kind == "folder":
            try:
                _walk(entry.path, f"{path}/", depth + 1, found, pages)
            except OSError:
                found.left_out.append((path, UNREADABLE))
        elif kind != "file":
            found.left_out.append((path, LINK if kind == "link" else SPECIAL))
        elif WANTED.search(entry.name):
            _read(entry.path, path, found, pages)


def _needed(path: str, pages: frozenset[str] | None) -> bool:
    if pages is None:
        return path.lower().endswith(("manifest.json", ".zip"))
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


def _read(path: str, inside: str, found: _Found, pages: frozenset[str] | None) -> None:
    """Read one ordinary file; what became a link since it was looked at is not followed."""
    most = LARGEST[os.path.splitext(path)[1].lower()]
    if not _needed(inside, pages):
        return found.add(inside, b"")
    try:
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return found.left_out.append((inside, SPECIAL))
            data = file.read(most + 1)
    except OSError:
        return found.left_out.append((inside, UNREADABLE))
    if len(data) > most:
        return found.left_out.append((inside, LARGE))
    found.add(inside, data)


def opened(hand_in: HandIn, pages: frozenset[str] | None = frozenset()) -> HandIn:
    """Return a hand-in with the zips in it unpacked, to memory only; a zip in a zip once. Pure: bytes in, bytes out.

    ``pages`` names the exercises whose notebooks are needed; None asks for what a hand-in says of itself, and leaves
    out all else.
    """
    found = _Found(left_out=list(hand_in.left_out))
    only = len(hand_in.files) == 1
    try:
        for path, data in hand_in.files:
            if not path.lower().endswith(".zip"):
                found.add(path, data)
            elif reason := _unzip(data, "" if only else f"{path}/", found, pages, inner=False):
                if only:
                    return replace(hand_in, files=(), trouble=f"{path} {reason}.")
                found.left_out.append((path, reason))
    except TooMuch:
        return replace(hand_in, files=(), trouble=f"{hand_in.name} {TOO_MUCH}.")
    return replace(hand_in, files=tuple(found.files), left_out=tuple(found.left_out))


def _unzip(data: bytes, inside: str, found: _Found, pages: frozenset[str] | None, inner: bool) -> str:
    """Gather what a zip holds; return why it cannot be read, or nothing."""
    if not data:
        return "is empty (0 bytes). Ask for it again"
    if data.lstrip()[:1] == b"<":
        return "is a web page and no zip file: perhaps a log-in page was saved in its place. Ask for it again"
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, OverflowError):
        return DAMAGED
    if entries and all(entry.flag_bits & 1 for entry in entries):
        return LOCKED
    for entry in entries:
        found.counted()
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or re.match("[A-Za-z]:", path) or ".." in path.split("/"):
            found.left_out.append((inside + path, OUTSIDE))
        elif stat.S_ISLNK(entry.external_attr >> 16):
            found.left_out.append((inside + path, LINK))
        elif WANTED.search(path) and not any(SKIPPED.match(part) for part in path.split("/")):
            _entry(archive, entry, inside + path, found, pages, inner)
    return ""


def _entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    path: str,
    found: _Found,
    pages: frozenset[str] | None,
    inner: bool,
) -> None:
    most, data, reason = LARGEST[os.path.splitext(path)[1].lower()], b"", ""
    if not _needed(path, pages):
        return found.add(path, b"")
    if entry.flag_bits & 1:
        reason = LOCKED
    elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        reason = UNUSUAL
    else:
        try:
            with archive.open(entry) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
            reason = DAMAGED
        if len(data) > most:
            reason = LARGE
    if not reason and path.lower().endswith(".zip"):
        reason = (
            "is a zip in a zip in a zip. Ask for the file that the course made"
            if inner
            else _unzip(data, f"{path}/", found, pages, inner=True)
        )
        if not reason:
            return
    if reason:
        found.left_out.append((path, reason))
    else:
        found.add(path, data)
