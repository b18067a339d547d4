"""A learner's own project in the notebook: the one page from all answers, and the files for the team."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML, display

from equityqi.cases.case import Case
from equityqi.forms.button_forms import SmallForms
from equityqi.forms.notebook import has_browser
from equityqi.forms.project_card import project_card
from equityqi.html_tags import Html, join, lines, tag
from equityqi.project.canvas import Canvas, canvas
from equityqi.project.drawings_on_page import drawing_on_page
from equityqi.project.parts import Project, ProjectError
from equityqi.project.sentences import case_of, printable
from equityqi.questions.kinds.base import option_list
from equityqi.questions.note_on_people import note_on
from equityqi.settings import work_folder
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.project_from_answers import project_of

FOLDED = {"driver-diagram": "Show my driver diagram", "ideas": "Show my change ideas", "ramp": "Show my tests"}


def my_project() -> None:
    """Show the project of the work folder on one page, and a button that makes its files.

    In the course's own copy it says what will stand there. Nothing is saved by showing it.
    """
    work = work_folder(Path.cwd())
    if work is None:
        print("Your project stands here when you open this page with start.py: it is made from your own answers.")
        return
    try:
        project = printable(project_of(work))
        if note := note_on(project.without_contact(), "Your project"):
            display(HTML(tag("p", note)))
        case = case_of(project)
        display(HTML(join((page(canvas(project, case)), pictures(project, case)))))
    except (ProjectError, AnswersError) as error:
        print(error)
        return
    if has_browser():
        display(SmallForms(project_card(work, project)))


def page(told: Canvas) -> Html:
    """Return the one page as HTML: what is written, what does not agree yet, and the equity check."""
    left = {"style": "text-align:left"}
    rows = [
        tag("tr", tag("th", head, scope="row", **left), tag("td", lines("\n".join(words)), **left))
        for head, words in told.rows
    ]
    parts = [tag("table", tag("caption", "Your project on one page"), tag("tbody", rows))]
    if told.differs:
        parts += [tag("p", tag("strong", "Not yet in agreement:")), option_list(told.differs)]
    for stage in told.stages:
        says = [tag("p", "You say already:"), option_list(stage.says)] if stage.says else []
        still = [tag("p", "Still open:"), option_list(stage.open)] if stage.open else []
        asks = f"Equity check, {stage.name.lower()}: {stage.asks}"
        parts.append(tag("details", tag("summary", asks), says, still))
    return join(parts)


def pictures(project: Project, case: Case | None) -> Html:
    """Return the pictures that the project has enough for: the gap of the aim, and the others folded below it."""
    gap = drawing_on_page("gap", project, case)
    folded = [
        tag("details", tag("summary", says), drawn._repr_html_())
        for name, says in FOLDED.items()
        if (drawn := drawing_on_page(name, project, case))
    ]
    return join((gap._repr_html_() if gap else None, folded))
