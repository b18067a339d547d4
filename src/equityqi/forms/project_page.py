"""A learner's own project in the notebook: the one page from all answers, and the files for the team."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML, display

from equityqi.cases.case import Case
from equityqi.documents.html_frame import style_of
from equityqi.forms.button_forms import SmallForms
from equityqi.forms.notebook import has_browser
from equityqi.forms.project_card import project_card
from equityqi.html_tags import Html, join, tag
from equityqi.plain_words import closed
from equityqi.poster.html_page import sheet_of
from equityqi.poster.page import poster_of
from equityqi.project.canvas import Canvas, canvas
from equityqi.project.drawings_on_page import drawing_on_page
from equityqi.project.labels import CANVAS
from equityqi.project.parts import Project, ProjectError
from equityqi.project.sentences import case_of, printable
from equityqi.questions.kinds.base import option_list
from equityqi.questions.note_on_people import note_on
from equityqi.settings import work_folder
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.project_from_answers import project_of

ON_ONE_PAGE, FILES = "Show my project on one page", "Make the files for my team"
FOLDED = {"driver-diagram": "Show my driver diagram", "ideas": "Show my change ideas", "ramp": "Show my tests"}


def my_project(fold: bool = False) -> None:
    """Show the project of the work folder on one page, and a button that makes its files; with ``fold`` only the aim
    shows until one line is pressed.

    In the course's own copy it says what will stand there. Nothing is saved by showing it.
    """
    work = work_folder(Path.cwd())
    if work is None:
        print("You’ll see your project here when you open this page with start.py. We make it from your own answers.")
        return
    try:
        project = printable(project_of(work))
        if note := note_on(project.without_contact(), "Your project"):
            display(HTML(tag("p", note)))
        case = case_of(project)
        shown = join((sheet(project, case), page(canvas(project, case)), pictures(project, case)))
        display(HTML(folded(project, case, shown) if fold else shown))
    except (ProjectError, AnswersError) as error:
        print(error)
        return
    if has_browser():
        display(SmallForms(project_card(work, project), fold=FILES if fold else ""))


def folded(project: Project, case: Case | None, shown: Html) -> Html:
    """Return the aim in one sentence, with what is shown of the project folded below it."""
    aim = poster_of(project, case).aim
    first = aim.words if aim.missing else tag("strong", aim.words)
    return join([tag("p", first), tag("details", tag("summary", ON_ONE_PAGE), shown, class_="eq-part-fold")])


def sheet(project: Project, case: Case | None) -> Html:
    """Return the one page as the files show it."""
    css = style_of("equityqi.poster", "poster.css")
    # Nested, its rules win over those of a host for headings, lists and tables: an id weighs more than a class.
    style = tag("style", Html(f".pp-holder {{ container-type: inline-size; }}\n.pp-holder, #pp-sheet {{\n{css}}}"))
    return tag("div", style, sheet_of(poster_of(project, case)), role="group", aria_label="Your project on one page")


def page(told: Canvas) -> Html:
    """Return what the one page does not say: what does not agree yet, the risk, the commitment, the equity check."""
    parts = [
        tag("p", tag("b", closed(head)), " ", " ".join(words))
        for head, words in told.rows
        if head in (CANVAS["spread"], CANVAS["commitment"])
    ]
    if told.differs:
        parts += [tag("p", tag("strong", "What doesn’t agree yet:")), option_list(told.differs)]
    for stage in told.stages:
        says = [tag("p", "What you’ve said already:"), option_list(stage.says)] if stage.says else []
        still = [tag("p", "Still open:"), option_list(stage.open)] if stage.open else []
        asks = f"Equity check, {stage.name.lower()}: {stage.asks}"
        parts.append(tag("details", tag("summary", asks), says, still, class_="eq-part-fold"))
    return join(parts)


def pictures(project: Project, case: Case | None) -> Html:
    """Return the pictures that the project has enough for, each folded."""
    folded = [
        tag("details", tag("summary", says), drawn._repr_html_(), class_="eq-part-fold")
        for name, says in FOLDED.items()
        if (drawn := drawing_on_page(name, project, case))
    ]
    return join(folded)
