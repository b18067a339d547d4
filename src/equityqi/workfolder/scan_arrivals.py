"""See what has arrived, a file or a folder with zips in it, as a tree of names, with the manifests in it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile

from equityqi.workfolder.hand_in import (
    BROKEN_ZIP,
    COPY_MARK,
    DAMAGED,
    IS_COPY,
    LARGEST,
    LINK,
    MOST_ARCHIVE,
    MOST_DEEP,
    SPECIAL,
    TOO_MUCH,
    UNREADABLE,
    WANTED,
    Source,
    TooMuch,
    kind_of,
)
from equityqi.workfolder.unpack_hand_in import leads_out, spooled

MANIFEST = "manifest.json"
LITTER = re.compile(
    r"\._.*|~\$.*|\.~lock.*|__MACOSX|\.(DS_Store|Spotlight-.*|Trashes|fseventsd|TemporaryItems|git|ipynb_checkpoints)"
    r"|desktop\.ini|(eh)?thumbs\.db",
    re.IGNORECASE,
)  # what computers leave in folders by themselves
MOST_ENTRIES = 200_000  # of 500 people with 400 files each
NESTED = 3  # zips in zips that are looked into: an archive of archives of people's zips


File = io.BufferedIOBase | SpooledTemporaryFile[bytes]


@dataclass(frozen=True)
class Manifest:
    """What a hand-in says of itself: whose it is, and the partner; "" where it does not say."""

    name: str
    pair: str


@dataclass
class Node:
    """A file, folder or zip that has arrived, and what is in it.

    ``holds`` is True for a file that may hold answers; ``trouble`` says why a zip or folder cannot be looked into.
    """

    name: str
    source: Source
    nodes: list[Node] = field(default_factory=list)
    manifest: Manifest | None = None
    container: bool = False
    holds: bool = False
    trouble: str = ""
    digest: str = ""
    size: int = 0

    def below(self) -> Iterator[Node]:
        """Yield each node in this one, itself first."""
        yield self
        for node in self.nodes:
            yield from node.below()


@dataclass
class _Left:
    """How many entries and bytes of one place may still be looked at."""

    entries: int = MOST_ENTRIES
    bytes: int = MOST_ARCHIVE

    def take(self, entries: int, size: int = 0) -> None:
        self.entries, self.bytes = self.entries - entries, self.bytes - size
        if self.entries < 0 or self.bytes < 0:
            raise TooMuch


def scanned(place: Path) -> Node:
    """Return what stands at a place as a tree. Nothing is raised, whatever it is: ``trouble`` says what is wrong."""
    node = Node(place.name, Source(place))
    try:
        status = os.lstat(place)
        kind = kind_of(status)
        if kind == "folder":
            _look_into_folder(node, place, "", 0, _Left())
        elif kind != "file":
            node.trouble = LINK if kind == "link" else SPECIAL
        else:
            node.size = status.st_size
            if node.size > MOST_ARCHIVE:
                raise TooMuch
            if place.suffix.lower() == ".zip":
                with open(place, "rb") as file:
                    _look_into_zip(node, file, 1, _Left())
            else:
                node.holds = bool(WANTED.search(place.name))
    except TooMuch:
        return Node(place.name, Source(place), container=True, trouble=TOO_MUCH)
    except OSError:
        node.trouble = node.trouble or UNREADABLE
    for one in node.below():
        if any(child.name == COPY_MARK for child in one.nodes):  # a person's own: what is in it is not looked at
            one.nodes, one.manifest, one.trouble = [], None, IS_COPY
    return node


def _look_into_folder(node: Node, folder: Path, inside: str, depth: int, left: _Left) -> None:
    node.container = True
    if depth > MOST_DEEP:
        node.trouble = TOO_MUCH
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        left.take(1)
        status = entry.stat(follow_symlinks=False)
        kind = kind_of(status)
        place, path = node.source.place, inside + entry.name
        if kind == "folder":
            child = Node(entry.name, Source(place, (f"{path}/",)))
            if not LITTER.fullmatch(entry.name):
                try:
                    _look_into_folder(child, Path(entry.path), f"{path}/", depth + 1, left)
                except OSError:
                    child.trouble = UNREADABLE
        else:
            child = Node(entry.name, Source(place, (path,)), size=status.st_size)
            if kind == "file":
                _look_at_file(node, child, partial(open, entry.path, "rb"), 1, left)
        node.nodes.append(child)


def _look_at_file(
    folder: Node, file: Node, opened: Callable[[], AbstractContextManager[File]], nested: int, left: _Left
) -> None:
    """Look at one file in a folder or zip: a manifest names the folder's person, a zip has more in it."""
    if LITTER.fullmatch(file.name):
        return
    file.holds = bool(WANTED.search(file.name)) and not file.name.lower().endswith(".zip")
    try:
        if file.name.lower() == MANIFEST:
            with opened() as held:
                folder.manifest = _manifest(held.read(LARGEST[".json"])) or folder.manifest
        elif file.name.lower().endswith(".zip") and nested <= NESTED:
            with opened() as held:
                _look_into_zip(file, held, nested, left)
    except TooMuch:  # this one zip's, whatever else is beside it
        file.nodes, file.trouble = [], TOO_MUCH
    except BROKEN_ZIP:
        file.trouble = file.trouble or DAMAGED


def _look_into_zip(node: Node, file: File, nested: int, left: _Left) -> None:
    node.container = True
    node.digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except BROKEN_ZIP:
        node.trouble = DAMAGED
        return
    folders = {"": node}
    for entry in entries:
        left.take(1)
        path = entry.filename.replace("\\", "/")
        parts = path.split("/")
        if leads_out(path) or stat.S_ISLNK(entry.external_attr >> 16) or any(map(LITTER.fullmatch, parts[:-1])):
            continue
        chain = node.source.chain
        for at in range(1, min(len(parts), MOST_DEEP + 1)):
            inside = "/".join(parts[:at]) + "/"
            if inside not in folders:
                folder = Node(parts[at - 1], Source(node.source.place, (*chain, inside)), container=True)
                folders["".join(f"{part}/" for part in parts[: at - 1])].nodes.append(folder)
                folders[inside] = folder
        if len(parts) > MOST_DEEP + 1:
            folders[inside].trouble = TOO_MUCH
            continue
        child = Node(parts[-1], Source(node.source.place, (*chain, entry.filename)), size=entry.file_size)
        above = folders["".join(f"{part}/" for part in parts[:-1])]
        above.nodes.append(child)
        _look_at_file(above, child, partial(_unpacked, archive, entry, left), nested + 1, left)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: _Left) -> closing:
    file = spooled(archive, entry.filename, left.bytes)
    left.take(0, file.seek(0, os.SEEK_END))
    file.seek(0)
    return closing(file)


def _manifest(data: bytes) -> Manifest | None:
    """Return what a manifest says; None where it is no manifest of a hand-in."""
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or "name" not in held:
        return None
    name, pair = (held.get(key) for key in ("name", "pair"))
    return Manifest(*(text.strip() if isinstance(text, str) else "" for text in (name, pair)))
