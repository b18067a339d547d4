"""Where the last marking's gradebook is, so that a trainer's Lab can open it."""

from __future__ import annotations

import json
from pathlib import Path

from equityqi.files import write_atomically
from equityqi.lab.launch import CouldNotStart

LAST = "last-marking.json"  # in the folder that holds the work folders
NONE_YET = "There is no marking yet. Run python start.py mark first, then press the button again."
GONE = "The gradebook of the last marking has gone from {gradebook}. Mark the hand-ins again."


def remember_marking(folder: Path, gradebook: Path) -> None:
    """Keep where the last gradebook is, in a file in ``folder``, which holds the work folders.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / LAST, json.dumps({"gradebook": str(gradebook.resolve())}) + "\n")


def last_gradebook(folder: Path) -> Path:
    """Return where the last gradebook is. Raises :class:`CouldNotStart` where there is none."""
    try:
        gradebook = Path(json.loads((folder / LAST).read_text(encoding="utf-8"))["gradebook"])
    except (OSError, ValueError, KeyError, TypeError):
        raise CouldNotStart(NONE_YET) from None
    if not (gradebook / "gradebook.db").is_file():
        raise CouldNotStart(GONE.format(gradebook=gradebook))
    return gradebook
