"""Files that a form has made, on their way to the person's downloads: their bytes go with the reply, so it makes no
difference whether a server keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equityqi.files import stable_zip


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
    return {"files": files, "folder": str(folder)}, [one.data for one in made]
