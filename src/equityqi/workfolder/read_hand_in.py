"""Intake: read a hand-in as bytes and nothing more. No link is followed, nothing is run, nothing is written."""

from __future__ import annotations

import os
import stat
import zipfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from equityqi.workfolder.hand_in import (
    ARCHIVE,
    BROKEN_ZIP,
    LARGE,
    LARGEST,
    LINK,
    MOST_DEEP,
    PACKED,
    SKIPPED,
    SPECIAL,
    TOO_MUCH,
    UNREADABLE,
    WANTED,
    HandIn,
    Reading,
    Source,
    TooMuch,
    kind_of,
    needed,
)
from equityqi.workfolder.unpack_hand_in import entries_into, entry_into, opened, spooled


def hand_ins_in(folder: Path, besides: tuple[Path, ...] = ()) -> list[Path]:
    """Return what stands in a folder of hand-ins, in order: zips, folders, single files; ``besides`` is left out.

    Raises :class:`OSError` where the folder cannot be read.
    """
    others = {os.path.realpath(path) for path in besides}
    return [path for path in sorted(folder.iterdir()) if path.is_symlink() or os.path.realpath(path) not in others]


def read_source(source: Source, pages: frozenset[str] = frozenset()) -> HandIn:
    """Read and open one person's hand-in, wherever it is. Whatever stands there, a HandIn comes back."""
    place, chain = source.place, list(source.chain)
    if chain and place.is_dir():
        place = place / chain.pop(0)
    if not chain:
        hand_in = read_hand_in(place, pages, source.without)
        return replace(opened(hand_in, pages, source.without), name=source.label)
    found = Reading(without=source.without)
    try:
        with ExitStack() as held:
            archive = zipfile.ZipFile(held.enter_context(place.open("rb")))
            for step in chain[:-1]:
                archive = zipfile.ZipFile(held.enter_context(spooled(archive, step)))
            if not chain[-1].endswith("/"):
                entry_into(archive, archive.getinfo(chain[-1]), chain[-1], found, pages, inner=True, packed=True)
            else:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
                entries_into(archive, entries, chain[-1], "", found, pages, inner=False)
    except TooMuch:
        return HandIn(source.label, trouble=f"{source.label} {TOO_MUCH}.")
    except (*BROKEN_ZIP, KeyError):
        return HandIn(source.label, trouble=f"{source.label} {UNREADABLE}.")
    if chain[-1].endswith("/"):
        return HandIn(source.label, tuple(found.files), tuple(found.left_out))
    if found.left_out:
        return HandIn(source.label, trouble=f"{source.label} {found.left_out[0][1]}.")
    return replace(opened(HandIn(chain[-1], tuple(found.files)), pages, source.without), name=source.label)


def read_hand_in(path: Path, pages: frozenset[str] = frozenset(), without: tuple[str, ...] = ()) -> HandIn:
    """Read one hand-in, a zip, a folder or a single file. ``pages`` names the exercises whose notebooks are needed, as
    for :func:`opened`; ``without`` what is passed over.

    Whatever stands there, a HandIn comes back and nothing is raised: what cannot be read is named in it.
    """
    found = Reading(without=without)
    try:
        kind = kind_of(os.lstat(path))
        if kind == "folder":
            _walk(str(path), "", 0, found, pages)
        elif kind != "file":
            return HandIn(path.name, trouble=f"{path.name} {LINK if kind == 'link' else SPECIAL}.")
        elif ARCHIVE.search(path.name):
            return HandIn(path.name, trouble=f"{path.name} {PACKED}.")
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


def _walk(folder: str, inside: str, depth: int, found: Reading, pages: frozenset[str]) -> None:
    if depth > MOST_DEEP:
        raise TooMuch
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if SKIPPED.match(entry.name):
            continue
        path = f"{inside}{entry.name}"
        if found.passes_over(path):
            continue
        found.counted()
        kind = kind_of(entry.stat(follow_symlinks=False))
        if kind == "folder":
            try:
                _walk(entry.path, f"{path}/", depth + 1, found, pages)
            except OSError:
                found.left_out.append((path, UNREADABLE))
        elif kind != "file":
            found.left_out.append((path, LINK if kind == "link" else SPECIAL))
        elif WANTED.search(entry.name):
            _read(entry.path, path, found, pages)


def _read(path: str, inside: str, found: Reading, pages: frozenset[str]) -> None:
    """Read one ordinary file; what became a link since it was looked at is not followed."""
    most = LARGEST[os.path.splitext(path)[1].lower()]
    if not needed(inside, pages):
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
