"""The files of a project for the team: Word, HTML, text, pictures."""

from __future__ import annotations

from pathlib import Path

from equityqi.files import make_folder, write_atomically
from equityqi.poster.html_page import to_html
from equityqi.poster.word_page import to_word
from equityqi.project.export_picture import to_picture
from equityqi.project.export_text import to_text
from equityqi.project.parts import Project
from equityqi.workfolder.project_from_answers import save_project

FOLDER = "my-project"  # beside the answers, for the team


def make_files(work: Path, title: str = "") -> Path:
    """Write the project of a work folder for the team, and return the folder: Word, HTML, text, pictures, project.json.

    A private commitment is in none of them. Raises :class:`equityqi.files.CouldNotWrite`, ProjectError or
    AnswersError, in one sentence.
    """
    project = Project.read(save_project(work))
    if title and title != project.title:
        project = project.model_copy(update={"title": title})
        project.write(work / "project.json")
    folder = work / FOLDER
    make_folder(folder)
    to_word(project, folder / "project.docx")
    to_html(project, folder / "project.html")
    write_atomically(folder / "project.txt", to_text(project))
    to_picture(project, folder)
    return folder
