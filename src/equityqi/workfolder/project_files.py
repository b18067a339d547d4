"""The files of a project for the team: Word, HTML, text, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from equityqi.poster.word_page import to_word
from equityqi.project.export_picture import to_picture
from equityqi.workfolder.project_text_files import make_text_files


def make_files(work: Path, typed: Mapping[str, str] | None = None) -> Path:
    """Write the project of a work folder for the team, and return the folder: Word, HTML, text, pictures, project.json.

    ``typed`` and what is raised: as in :func:`equityqi.workfolder.project_text_files.make_text_files`.
    """
    project, folder = make_text_files(work, typed)
    to_word(project, folder / "project.docx")
    to_picture(project, folder)
    return folder
