"""Which files in a trainer's folder may hold survey sheets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from equityqi.evaluation.survey_tables import TABLES
from equityqi.evaluation.survey_words import WORDS
from equityqi.workfolder.hand_in import COPY_MARK

OURS = ("feedback-figures.csv", WORDS)


def sheet_files(folder: Path) -> Iterator[Path]:
    """Yield the files that may hold sheets, in an order that no computer changes. No link is followed."""
    for place, folders, names in os.walk(folder):
        if COPY_MARK in names:
            folders[:] = []
            yield Path(place) / COPY_MARK  # in its stead: what is in a private copy is not read
            continue
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            path = Path(place) / name
            wanted = (
                path.suffix.lower() in (".zip", ".json", *TABLES)
                and not name.startswith((".", "~$"))
                and name not in OURS
            )
            if wanted and path.is_file() and not path.is_symlink():
                yield path
