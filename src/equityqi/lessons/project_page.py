"""A learner's own project in the notebook: the one page from all answers, and the files for the team."""

from __future__ import annotations

from html import escape
from pathlib import Path

from equityqi.files import CouldNotWrite, write_atomically
from equityqi.lessons.answers import AnswersError
from equityqi.lessons.plan import project_of, save_project
from equityqi.project.canvas import Canvas, canvas
from equityqi.project.parts import ProjectError
from equityqi.project.said import case_of, printable
from equityqi.settings import work_folder

FOLDER = "my-project"  # beside the answers, for the team


def my_project() -> None:
    """Show the project of the work folder on one page, and a button that makes its files.

    In the course's own copy it says what will stand there. Nothing is saved by showing it.
    """
    from IPython.display import HTML, display

    from equityqi.lessons.forms import has_browser

    work = work_folder(Path.cwd())
    if work is None:
        print("Your project stands here when you open this page with start.py: it is made from your own answers.")
        return
    try:
        project = printable(project_of(work))
        display(HTML(page(canvas(project, case_of(project)))))
    except (ProjectError, AnswersError) as error:
        print(error)
        return
    if has_browser():
        from equityqi.lessons.small_forms import ProjectFiles

        form = ProjectFiles(fields=[["title", "A title for your project:", project.title]])
        form.attach(work)
        display(form)


def page(told: Canvas) -> str:
    """Return the one page as HTML: what is written, what does not agree yet, and the equity check."""
    rows = "".join(f'<tr><th scope="row" style="text-align:left">{escape(head)}</th><td style="text-align:left">{"<br>".join(map(escape, lines))}</td></tr>' for head, lines in told.rows)
    parts = [f"<table><caption>Your project on one page</caption><tbody>{rows}</tbody></table>"]
    if told.differs:
        parts.append("<p><strong>Not yet in agreement:</strong></p>" + _list(told.differs))
    for stage in told.stages:
        parts.append(f"<details><summary>Equity check, {escape(stage.name.lower())}: {escape(stage.asks)}</summary>")
        parts.append((f"<p>You say already:</p>{_list(stage.says)}" if stage.says else "") + (f"<p>Still open:</p>{_list(stage.open)}" if stage.open else "") + "</details>")
    return "".join(parts)


def _list(items) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def make_files(work: Path, title: str = "") -> Path:
    """Write the project of a work folder for the team, and return the folder: Word, HTML, text, pictures, project.json.

    A private commitment is in none of them. Raises :class:`equityqi.files.CouldNotWrite`, ProjectError or
    AnswersError, in one sentence.
    """
    from equityqi.project.export import to_html, to_picture, to_text, to_word
    from equityqi.project.parts import Project

    project = Project.read(save_project(work))
    if title and title != project.title:
        project = project.model_copy(update={"title": title})
        project.write(work / "project.json")
    folder = work / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CouldNotWrite(f"The folder {folder} could not be made ({error.strerror}). Close other programs, then try again.") from error
    to_word(project, folder / "project.docx")
    to_html(project, folder / "project.html")
    write_atomically(folder / "project.txt", to_text(project))
    to_picture(project, folder)
    return folder
