"""The files of a project that need Python alone, so that a browser can make them too: a page to print, and text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from equityqi.files import make_folder, write_atomically
from equityqi.poster.html_page import to_html
from equityqi.project.export_text import to_text
from equityqi.project.one_page_part import OnePage
from equityqi.project.parts import Project
from equityqi.typed_input import in_words
from equityqi.workfolder.project_from_answers import save_project
from equityqi.workfolder.session_date import typed_day

FOLDER = "my-project"  # beside the answers, for the team


def make_text_files(work: Path, typed: Mapping[str, str] | None = None) -> tuple[Project, Path]:
    """Write the project of a work folder as a page and as text; return the project and the folder with its files.

    ``typed``: ``title``, ``day`` and the fields of :class:`equityqi.project.one_page_part.OnePage`, which project.json
    keeps. A private commitment is in none of the files. Raises :class:`equityqi.files.CouldNotWrite`, ProjectError,
    AnswersError, or ValueError for a day that cannot be read, in one sentence.
    """
    project = _with(Project.read(save_project(work)), typed or {})
    project.write(work / "project.json")
    folder = work / FOLDER
    make_folder(folder)
    to_html(project, folder / "project.html")
    write_atomically(folder / "project.txt", to_text(project))
    return project, folder


def _with(project: Project, typed: Mapping[str, str]) -> Project:
    chosen = {name: typed[name].strip() for name in OnePage.model_fields if name in typed}
    update: dict = {"page": project.page.model_copy(update=chosen)}
    if typed.get("title"):
        update["title"] = typed["title"]
    if typed.get("day"):
        update["day"] = in_words(typed_day(typed["day"]))
    return project.model_copy(update=update)
