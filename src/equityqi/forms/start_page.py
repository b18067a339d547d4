"""The top of the start page: the one thing to do next, then the case, the dates of the sessions and the hand-in."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML, display

from equityqi.cases.case import CaseError
from equityqi.files import in_browser
from equityqi.forms.button_forms import SmallForms, case_card, dates_card, hand_in_card
from equityqi.forms.notebook import has_browser
from equityqi.forms.progress_page import STYLE
from equityqi.html_tags import Html, join, tag
from equityqi.settings import work_folder
from equityqi.workfolder.where_next import PageSoFar, go_on, pages_so_far

ARROW = tag("svg", tag("path", d="M5 12h14m-6-6 6 6-6 6"), class_="eq-arrow", viewBox="0 0 24 24", aria_hidden="true")
GAPS = ((22, 28), (46, 78), (72, 128), (97, 178), (121, 228), (151, 282))  # where each line of the picture begins
FIRST_LESSON, PROJECT = "course/session-1/01-what-is-inequity.ipynb", "course/session-2/12-canvas-and-spread.ipynb"
DONE = "You’ve answered every question. Well done: that’s both sessions. Your certificate is below, in “Take home”."


def start_page() -> None:
    """Show where to go on, then the cards of the case, the dates and the hand-in.

    Without a browser, or in the course's own copy, only the links and the words.
    """
    work = work_folder(Path.cwd())
    up = "../" * len(Path.cwd().relative_to(work).parts) if work else "../"
    display(HTML(join((STYLE, next_step(pages_so_far(work) if work else [], up)))))
    try:
        if work and has_browser():
            case = [] if in_browser() else [case_card(work)]  # a site is about one case
            display(SmallForms(*case, dates_card(work), hand_in_card(work)))
    except CaseError as error:
        print(error)


def next_step(pages: list[PageSoFar], up: str) -> Html:
    """Return the one button of the start page and the line below it; ``up`` leads to the work folder."""
    here = go_on(pages)
    if here is None:
        done = bool(pages)
        where, words = (PROJECT, "See your project on one page") if done else (FIRST_LESSON, "Start with lesson 1")
        line = DONE if done else None
    else:
        begun = any(page.answered for page in pages)
        where, words = here.path, f"{'Go on' if begun else 'Start'}: {here.title}"
        at = f"You stopped at question {here.first_open}." if here.answered else f"{here.asked} questions."
        line = f"{here.place}. {at}"
    button = tag("a", words, ARROW, href=up + where, class_="eq-next")
    line = tag("p", line, class_="eq-next-line") if line else None
    return tag("div", tag("p", button), line, _closing_gaps(), class_="eq-start eq-first")


def _closing_gaps() -> Html:
    """Return the picture beside the title, gaps that close. It only decorates."""
    drawn = [tag("circle", cx=168, cy=282, r=36, class_="eq-sun")]
    for left, y in GAPS:
        drawn += [
            tag("path", d=f"M{left} {y}H{336 - left}"),
            tag("circle", cx=left, cy=y, r=12, class_="eq-least"),
            tag("circle", cx=336 - left, cy=y, r=12, class_="eq-best"),
        ]
    return tag("svg", drawn, viewBox="0 0 336 320", aria_hidden="true", class_="eq-gaps")
