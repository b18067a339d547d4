"""Unpack the zips in a hand-in, to memory only: bytes in, bytes out."""

from __future__ import annotations

import io
import os
import re
import stat
import tempfile
import zipfile
from dataclasses import replace

from equityqi.workfolder.hand_in import (
    BROKEN_ZIP,
    COPY_MARK,
    DAMAGED,
    IN_MEMORY,
    IS_COPY,
    LARGE,
    LARGEST,
    LINK,
    LOCKED,
    MOST_ARCHIVE,
    OUTSIDE,
    SKIPPED,
    TOO_MUCH,
    UNUSUAL,
    WANTED,
    HandIn,
    Reading,
    TooMuch,
    needed,
)


def opened(hand_in: HandIn, pages: frozenset[str] = frozenset(), without: tuple[str, ...] = ()) -> HandIn:
    """Return a hand-in with the zips in it unpacked, to memory only; a zip in a zip once. Pure: bytes in, bytes out.

    ``pages`` names the exercises whose notebooks are needed; ``without`` what is passed over.
    """
    found = Reading(left_out=list(hand_in.left_out), without=without)
    only = len(hand_in.files) == 1 and (not without or hand_in.files[0][0] == hand_in.name)
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


def _unzip(data: bytes, inside: str, found: Reading, pages: frozenset[str], inner: bool) -> str:
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
    if any(entry.filename.replace("\\", "/").rpartition("/")[2] == COPY_MARK for entry in entries):
        return IS_COPY
    if entries and all(entry.flag_bits & 1 for entry in entries):
        return LOCKED
    entries_into(archive, entries, "", inside, found, pages, inner)
    return ""


def entries_into(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    below: str,
    inside: str,
    found: Reading,
    pages: frozenset[str],
    inner: bool,
) -> None:
    """Gather the entries ``below`` a folder of the zip; ``inside`` stands before their paths."""
    for entry in entries:
        whole = entry.filename.replace("\\", "/")
        path = whole.removeprefix(below)
        if not whole.startswith(below) or found.passes_over(inside + path):
            continue
        found.counted()
        if leads_out(whole):
            found.left_out.append((inside + path, OUTSIDE))
        elif stat.S_ISLNK(entry.external_attr >> 16):
            found.left_out.append((inside + path, LINK))
        elif WANTED.search(path) and not any(SKIPPED.match(part) for part in path.split("/")):
            entry_into(archive, entry, inside + path, found, pages, inner)


def leads_out(path: str) -> bool:
    """Does a path in a zip lead out of it?

    >>> leads_out("../roll.csv"), leads_out("C:/x"), leads_out("exercises/a.json")
    (True, True, False)
    """
    return path.startswith("/") or bool(re.match("[A-Za-z]:", path)) or ".." in path.split("/")


def entry_into(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    path: str,
    found: Reading,
    pages: frozenset[str],
    inner: bool,
    packed: bool = False,
) -> None:
    """Read one entry. A zip is unpacked, unless it is ``packed``: the hand-in itself, which is opened later."""
    most, data, reason = LARGEST[os.path.splitext(path)[1].lower()], b"", ""
    if not needed(path, pages):
        return found.add(path, b"")
    if entry.flag_bits & 1:
        reason = LOCKED
    elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        reason = UNUSUAL
    else:
        try:
            with archive.open(entry) as file:
                data = file.read(most + 1)
        except BROKEN_ZIP:
            reason = DAMAGED
        if len(data) > most:
            reason = LARGE
    if not reason and path.lower().endswith(".zip") and not packed:
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


def spooled(archive: zipfile.ZipFile, name: str, most: int = MOST_ARCHIVE) -> tempfile.SpooledTemporaryFile[bytes]:
    """Return a zip inside a zip as a file to read; in memory while it is small.

    Raises :class:`TooMuch` past ``most`` bytes, else what zipfile raises.
    """
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (whoever asks for it closes it)
    with archive.open(name) as packed:
        while data := packed.read(IN_MEMORY):
            file.write(data)
            if file.tell() > most:
                file.close()
                raise TooMuch
    file.seek(0)
    return file
