"""A hand-in that comes over https: looked at, then written into the folder that ``equityqi mark`` takes."""

from __future__ import annotations

import io
import json
import zipfile
from itertools import count
from pathlib import Path
from threading import Lock

from equityqi.files import write_atomically
from equityqi.workfolder.hand_in import BROKEN_ZIP, COPY_MARK
from equityqi.workfolder.prepare import plain_name

HAND_INS = "hand-ins"  # the folder
ONE_AT_A_TIME = Lock()  # two of the same name at once would both find that name free
MOST_BYTES, MOST_HAND_INS = 2 * 2**20, 500  # of one hand-in; in the folder
MANIFEST, MOST_OF_IT = "manifest.json", 20_000
TOO_LARGE = (
    "This file is larger than 2 MB, so it isn't a hand-in that the course made. Press “Hand in” on your start page, and"
    " choose the file that it makes."
)
FULL = "The folder for hand-ins is full, so we couldn't take yours. Please tell your trainer, and keep your file."
NOT_ONE = (
    "This isn't a hand-in. Press “Hand in” on your start page. Then choose the file that it makes: its name begins with"
    " hand-in."
)
OWN_COPY = (
    "This is your own copy, with your private sheets in it, so we didn't take it. Press “Hand in” on your start page,"
    " and choose the file that it makes."
)


class NotTaken(ValueError):
    """A file isn't a hand-in; ``str()`` is what to do, in a sentence or two."""


def take(data: bytes, folder: Path) -> str:
    """Write a hand-in into a folder and return its file's name, which comes from the name in its manifest.

    The same bytes again are the same file; another hand-in of the same name gets a number. Raises :class:`NotTaken`, or
    :class:`equityqi.files.CouldNotWrite`.
    """
    stem = f"hand-in-{plain_name(whose(data))}"
    folder.mkdir(parents=True, exist_ok=True)
    with ONE_AT_A_TIME:
        for number in count(1):
            path = folder / (f"{stem}.zip" if number == 1 else f"{stem}-{number}.zip")
            if not path.exists():
                if sum(1 for _ in folder.glob("*.zip")) >= MOST_HAND_INS:
                    raise NotTaken(FULL)
                write_atomically(path, data)
                return path.name
            if path.read_bytes() == data:
                return path.name
    raise AssertionError("unreachable")


def put(data: bytes, path: Path) -> str:
    """Write a hand-in in the place of the same person's earlier one, and return its file's name. Raises as above."""
    whose(data)
    write_atomically(path, data)
    return path.name


def whose(data: bytes) -> str:
    """Return the name in a hand-in's manifest; nothing else of the file is unpacked. Raises :class:`NotTaken`."""
    if len(data) > MOST_BYTES:
        raise NotTaken(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if COPY_MARK in names:
                raise NotTaken(OWN_COPY)
            with archive.open(MANIFEST) as held:
                name = json.loads(held.read(MOST_OF_IT))["name"]
    except NotTaken:
        raise
    except (*BROKEN_ZIP, KeyError, TypeError, RecursionError):
        raise NotTaken(NOT_ONE) from None
    if not isinstance(name, str) or not name.strip():
        raise NotTaken(NOT_ONE)
    return name
