"""A project as a Word file."""

from __future__ import annotations

from pathlib import Path

from equityqi.files import write_atomically
from equityqi.project.document import document
from equityqi.project.parts import Project
from equityqi.typed_input import date


def to_word(project: Project, path: Path) -> None:
    """Write the project as a Word file. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    write_atomically(Path(path), word_of(project))


def word_of(project: Project) -> bytes:
    """Return the project as the bytes of a Word file, dated by the project's own day and never by the clock."""
    from equityqi.documents.word import word_file  # lazy: python-docx costs 0.07 s

    return word_file(document(project), date(project.day))
