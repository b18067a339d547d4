"""A learner's own project in the notebook: the one page from all answers, and the files for the team."""

from __future__ import annotations

from html import escape
from pathlib import Path

from equityqi.forms.button_forms import ProjectFiles
from equityqi.forms.notebook import has_browser
from equityqi.project.canvas import Canvas, canvas
from equityqi.project.parts import ProjectError
from equityqi.project.sentences import case_of, printable
from equityqi.settings import work_folder
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.project_from_answers import project_of


def my_project() -> None:
    """Show the project of the work folder on one page, and a button that makes its files.

    In the course's own copy it says what will stand there. Nothing is saved by showing it.
    """
    from IPython.display import HTML, display

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
        form = ProjectFiles(fields=[["title", "A title for your project:", project.title]])
        form.attach(work)
        display(form)


def page(told: Canvas) -> str:
    """Return the one page as HTML: what is written, what does not agree yet, and the equity check."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(head)}</th><td'
        f' style="text-align:left">{"<br>".join(map(escape, lines))}</td></tr>'
        for head, lines in told.rows
    )
    parts = [f"<table><caption>Your project on one page</caption><tbody>{rows}</tbody></table>"]
    if told.differs:
        parts.append("<p><strong>Not yet in agreement:</strong></p>" + _list(told.differs))
    for stage in told.stages:
        parts.append(f"<details><summary>Equity check, {escape(stage.name.lower())}: {escape(stage.asks)}</summary>")
        parts.append(
            (f"<p>You say already:</p>{_list(stage.says)}" if stage.says else "")
            + (f"<p>Still open:</p>{_list(stage.open)}" if stage.open else "")
            + "</details>"
        )
    return "".join(parts)


def _list(items) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
