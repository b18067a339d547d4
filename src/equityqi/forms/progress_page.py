"""Where am I: the pages of both sessions, and how many of their questions have an answer."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML, display

from equityqi.forms.assets import together
from equityqi.html_tags import Html, join, tag
from equityqi.settings import work_folder
from equityqi.workfolder.where_next import PageSoFar, go_on, pages_so_far

STYLE = Html(f"<style>{together('form.css', 'start.css')}</style>")
SESSIONS = {1: "Session 1: see the gap, understand the system", 2: "Session 2: test change, close the gap"}
_DONE = tag("path", d="m7.5 12.4 3 3 6-6.4", class_="eq-tick")
MARKS = {  # a shape for each state, beside the words that say it
    "done": (tag("circle", cx=12, cy=12, r=10, class_="eq-full"), _DONE),
    "begun": (tag("circle", cx=12, cy=12, r=8), tag("circle", cx=12, cy=12, r=4, class_="eq-full")),
    "open": (tag("circle", cx=12, cy=12, r=8, stroke_dasharray="2.2 3.14"),),
}


def where_am_i() -> None:
    """Show the pages of both sessions, each with how many of its questions are answered. The session that a person is
    in stands open, the other is folded.
    """
    work = work_folder(Path.cwd())
    if work is None:
        print("Start the course with start.py to see how far you are: this page is the course's own copy.")
        return
    up = "../" * len(Path.cwd().relative_to(work).parts)
    display(HTML(join((STYLE, the_way(pages_so_far(work, marked=True), up)))))


def the_way(pages: list[PageSoFar], up: str) -> Html:
    """Return the pages as two folded lists; ``up`` leads from the page that shows them to the work folder."""
    here = go_on(pages)
    now = here.session if here else 2
    sessions = []
    for number, title in SESSIONS.items():
        theirs = [page for page in pages if page.session == number]
        whole = sum(page.answered == page.asked for page in theirs)
        so_far = f"{whole} of {len(theirs)} lessons answered"
        summary = tag("summary", tag("span", tag("strong", title), " ", tag("small", so_far)))
        rows = tag("ol", (_row(page, page is here, up) for page in theirs))
        sessions.append(tag("details", summary, rows, open=number == now))
    return tag("div", sessions, class_="eq-start eq-way")


def _row(page: PageSoFar, here: bool, up: str) -> Html:
    state = "done" if page.answered == page.asked else "begun" if page.answered else "open"
    mark = tag("svg", MARKS[state], viewBox="0 0 24 24", aria_hidden="true", class_="eq-sign")
    right = f", {page.right} right" if page.right else ""
    far = page.trouble or f"{page.answered} of {page.asked} answered{right}"
    name = tag("span", tag("strong", page.title), " ", tag("span", "You’re here", class_="eq-here") if here else None)
    return tag("li", tag("a", mark, name, " ", tag("small", far), href=up + page.path, class_="eq-way-page"))
