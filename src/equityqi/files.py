"""Where things stand on this computer, and how they are written without losing what was there."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

SCRATCH = re.compile(r"\..+\.equityqi-[a-z0-9_]{8}\.part")  # what nobody else calls a file
WEB_TYPES = {  # said here: on Windows they would come from the registry, where other programs change them
    "": "application/octet-stream", ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm", ".zip": "application/zip",
    ".png": "image/png", ".jpeg": "image/jpeg", ".svg": "image/svg+xml",
}  # fmt: skip
TRIES_ON_A_HELD_FILE = 8  # a virus scanner or OneDrive holds a file for a second or two


class CouldNotWrite(OSError):
    """A file could not be written; ``str()`` is one sentence for the person at the screen."""


def in_browser() -> bool:
    """Tell whether Python itself runs in a browser: no other program is there, and no folder that a person could open.

    >>> in_browser()
    False
    """
    return sys.platform == "emscripten"


def course_root() -> Path:
    """Return the folder that holds ``course/``, ``solutions/`` and ``datasets/``.

    In a clone that is the repository, in an installed wheel the copy that the wheel carries.

    >>> course_root().joinpath("datasets").is_dir()
    True
    """
    shipped = Path(__file__).parent / "shipped"
    return shipped if shipped.is_dir() else Path(__file__).parents[2]


def stable_zip(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these files by name, text as UTF-8; the same files make the same bytes on every computer.

    >>> stable_zip({"a.txt": "1"}) == stable_zip({"a.txt": b"1"})
    True
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # dated 1980, the first day that a zip can hold
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, content)
    return held.getvalue()


def make_folder(folder: Path) -> None:
    """Make a folder where there is none. Raises :class:`CouldNotWrite`, in one sentence."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CouldNotWrite(
            f"The folder {folder} could not be made ({error.strerror}). Close other programs, then try again."
        ) from error


def why_not_into(folder: Path) -> str:
    """Return why nothing can be written into a folder that is there or is still to be made, in a sentence, or "".

    >>> why_not_into(Path("a-new-folder"))
    ''
    """
    place = Path(os.path.abspath(folder))
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        return f"{place} is a file, so nothing can be written into {folder}. Give another folder."
    try:
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as error:
        return (
            f"Nothing can be written into {folder} ({error.strerror or error}). Give another folder, one of your own."
        )


def next_free(folder: Path, before: str, after: str) -> Path:
    """Return the first of the names with 1, 2… between ``before`` and ``after`` that nothing in the folder has.

    >>> next_free(Path("no-such-folder"), "page-yours-", ".ipynb").name
    'page-yours-1.ipynb'
    """
    return next(path for number in count(1) if not (path := folder / f"{before}{number}{after}").exists())


def is_within(path: Path, folder: Path) -> bool:
    """Return whether a path is a folder or leads into it, whatever links, ``..`` and capitals it is written with.

    >>> is_within(Path("src/../src/new"), Path("src")), is_within(Path("src"), Path("src/new"))
    (True, False)
    """
    real = Path(os.path.realpath(path))
    if real.is_relative_to(os.path.realpath(folder)):
        return True
    with suppress(OSError):  # a folder that is not there holds nothing
        wanted = os.stat(folder)
        return any(os.path.samestat(os.stat(place), wanted) for place in (real, *real.parents) if place.exists())
    return False


def clear_scratch(folder: Path, name: str = "") -> None:
    """Remove what a killed :func:`write_atomically` left in a folder, of the file ``name`` or of any.

    No link is followed, and no folder below is looked into. Only for whoever keeps other writers away meanwhile.
    """
    # Version 1.0 called them .NAME.xxxxxxxx.part, which is ours for sure only where NAME is.
    ours = re.compile(rf"\.{re.escape(name)}\.(equityqi-)?[a-z0-9_]{{8}}\.part") if name else SCRATCH
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in [entry for entry in entries if ours.fullmatch(entry.name)]:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            elif entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    os.unlink(entry.path)


def write_atomically(path: Path, content: str | bytes, synced: bool = True) -> None:
    """Write text (as UTF-8 with plain line ends) or bytes: a reader sees the old file or the new one.

    ``synced`` waits until it has reached the disk; what the next run makes again anyway need not wait.
    Raises :class:`CouldNotWrite` with a sentence that tells a full disk, a read-only folder and a
    held file apart; the old file then still stands.
    """
    path = Path(path)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.equityqi-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        _replace(temporary, path)
        temporary = None
        if synced:
            _sync_name(path.parent)
    except OSError as error:
        raise CouldNotWrite(_why_not_written(error, path)) from error
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


def _sync_name(folder: Path) -> None:
    """Wait until the folder's list of names has reached the disk too, where the system can: Windows cannot."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace(temporary: str, path: Path) -> None:
    for attempt in range(TRIES_ON_A_HELD_FILE):
        try:
            return os.replace(temporary, path)
        except PermissionError:
            if os.name != "nt" or attempt == TRIES_ON_A_HELD_FILE - 1:
                raise
            time.sleep(0.05 * 2**attempt / 2)


def _why_not_written(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full, so {path.name} could not be saved. Make some space, then try again."
    if error.errno == errno.EROFS or (
        error.errno in (errno.EACCES, errno.EPERM) and not os.access(path.parent, os.W_OK)
    ):
        return (
            f"The folder {path.parent} is read-only, so {path.name} could not be saved. "
            "Move the course to a folder of your own, then try again."
        )
    if error.errno == errno.ENOENT:
        return f"The folder {path.parent} is no longer there, so {path.name} could not be saved."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EBUSY):
        return f"Another program holds {path.name}, so it could not be saved. Close it there, then try again."
    return f"{path.name} could not be saved ({error.strerror or error}). Try again, or ask your trainer."
