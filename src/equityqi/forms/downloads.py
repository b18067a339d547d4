"""Files that a form has made, on their way to the person's downloads: their bytes go with the reply, so it makes no
difference whether a server keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from equityqi.files import in_browser, make_folder, stable_zip, write_atomically

TAKE_HOME = "take-home"  # the folder with a copy of what a person downloads in their own name


@dataclass(frozen=True)
class Download:
    """One file: what its link says after "Download", its name there, and its bytes."""

    says: str
    name: str
    data: bytes


def download_of(says: str, path: Path) -> Download:
    """Return a file of the work folder as a download."""
    return Download(says, path.name, path.read_bytes())


def everything_in(folder: Path) -> Download:
    """Return all files of a folder, in one zip of its name."""
    files: dict[str, str | bytes] = {
        f"{folder.name}/{path.name}": path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()
    }
    return Download("everything in one zip", f"{folder.name}.zip", stable_zip(files))


def as_reply(made: Sequence[Download], folder: Path) -> tuple[dict[str, Any], list[bytes]]:
    """Return what a reply says of its files, the first of which is saved at once, and their bytes in the same order.

    >>> as_reply([Download("the Word file", "project.docx", b"...")], Path("my-work"))
    ({'files': [{'says': 'the Word file', 'name': 'project.docx'}], 'folder': 'my-work'}, [b'...'])
    """
    if not made:
        return {}, []
    files = [{"says": one.says, "name": one.name} for one in made]
    return {"files": files, "folder": "" if in_browser() else str(folder)}, [one.data for one in made]


def word_file(name: str, make: Callable[[], bytes]) -> list[Download]:
    """Return a Word file, or nothing where no Word file can be made, as in a browser alone."""
    return [Download("the Word file", name, make())] if find_spec("docx") else []


def keep_copies(work: Path, made: Sequence[Download]) -> Path:
    """Write files into the folder of what is taken home, and return it. Raises CouldNotWrite, in one sentence."""
    folder = work / TAKE_HOME
    make_folder(folder)
    for one in made:
        write_atomically(folder / one.name, one.data)
    return folder
