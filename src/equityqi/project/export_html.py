"""A project as one HTML page that loads nothing from elsewhere, is read well aloud, and prints on A4 on its side."""

from __future__ import annotations

from pathlib import Path

from equityqi.documents.html import page_of
from equityqi.files import write_atomically
from equityqi.project.document import document
from equityqi.project.parts import Project


def to_html(project: Project, path: Path) -> None:
    """Write the project as one HTML page. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    write_atomically(Path(path), page_of(document(project)))
