"""A page of the site: the words of its notebook, and each form around its twin to read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from equityqi.documents.html_frame import logo_of
from equityqi.documents.html_frame import page as whole
from equityqi.forms.start_page import next_step
from equityqi.handouts.pages_to_read import TITLE, asked, file_of, linked, part_of, ways
from equityqi.handouts.run_pages import Cell, Page, Ran
from equityqi.html_tags import Child, Html, join, tag
from equityqi.organisation import organisation
from equityqi.workfolder.find_question import numbered

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
)
WHY = (
    "You can read and print this page. To answer on it, open the course at its web address, in a browser with"
    " JavaScript. Your trainer has the address. Opened as a file, a page can’t save anything."
)
BEFORE_YOU_GO = (
    "Before you go: your answers are only in this browser, and some browsers forget them when you close. On the start"
    " page you can",
    "hand in, or keep a copy for yourself",
)
SOON = "You’ll see a form here once the page is ready."
RUNS = (
    "copy_forms(",
    "hand_in_form(",
    "my_project(",
    "page_end(",
    "project_board(",
    "project_numbers(",
    "project_tests(",
    "session_form(",
    "sheet_form(",
    "start_page(",
    "survey_file_form(",
    "take_home(",
    "two_groups_form(",
    "where_am_i(",
)
PRACTICE = re.compile(r"## +(\d+ more to practise)\s*$", re.MULTILINE)
SESSION = re.compile(r"/session-(\d+)/")
ASK = 'from equityqi import ask\n\nask("{id}")'


def entries(pages: Sequence[Page]) -> list[dict[str, Any]]:
    """Return what the bar says of pages: the start, the lessons, their exercises, then the rest."""
    start, *others = pages
    order = [
        *(page for page in others if SESSION.search(page.path)),
        *(page for page in others if page.path.startswith("exercises/")),
        *(page for page in others if not SESSION.search(page.path) and not page.path.startswith("exercises/")),
    ]
    return [_entry(page) for page in (start, *order)]


def _entry(page: Page) -> dict[str, Any]:
    session = SESSION.search(page.path)
    ids = list(dict.fromkeys(cell.source for cell in page.cells if cell.kind == "asks"))
    return {"path": page.path, "title": page.title, "session": int(session[1]) if session else 0, "ids": ids}


def live_page(
    page: Page, ran: Ran, before: Page | None, after: Page | None, shared: str, course: str, app: bool = True
) -> Html:
    """Return a page as a whole file. ``shared`` is the folder of what all pages load, ``course`` the JSON for it;
    ``app`` says that a device may keep the site as an app.
    """
    root = "../" * (len(PurePosixPath(page.path).parts) - 1)
    body = linked(_body(page, ran), page, ran.pages)
    main = tag(
        "main", "\n", tag("p", WHY, class_="eq-site-why", role="note"), body, _before_you_go(page, ran, root), "\n",
        id="main", tabindex=-1, class_="eq-site-main", data_path=page.path, data_root=root or "./",
    )  # fmt: skip
    around = (
        tag("a", "Skip to the text", class_="skip", href="#main"), "\n",
        ways(page, before, after, "Course", "eq-site-ways"), "\n", main, "\n",
        ways(page, before, after, "Go on", "eq-site-ways"), "\n", run_by(),
        tag("script", Html(course.replace("<", "\\u003c")), type="application/json", id="eq-site-course"),
    )  # fmt: skip
    label = page.label if page.title == TITLE else f"{page.label} – {TITLE}"
    as_app = (
        tag("link", rel="manifest", href=f"{root}manifest.json"),
        tag("link", rel="apple-touch-icon", href=f"{root}{shared}/icon-192.png"),
    )
    return framed(label, around, f"{root}{shared}", alive=True, more=join(as_app) if app else None)


def run_by() -> Html | None:
    """Return who runs the course and whom to ask, for the foot of each page; None where nobody has said."""
    held = organisation()
    said = [
        held.named and f"Run by {held.named}.",
        held.contact and f"Questions: {held.contact}.",
        held.support_line and f"Support: {held.support_line}.",
    ]
    words = " ".join(filter(None, said))
    return tag("footer", logo_of(held), tag("p", words), class_="eq-site-by") if words else None


def _before_you_go(page: Page, ran: Ran, root: str) -> Html | None:
    """Return what the last page of a session says to somebody who closes it."""
    session = SESSION.search(page.path)
    if not session or page is not [one for one in ran.pages if session[0] in one.path][-1]:
        return None
    there = tag("a", BEFORE_YOU_GO[1], href=root + file_of(ran.pages[0]))
    return tag("div", tag("p", BEFORE_YOU_GO[0], " ", there, "."), class_="eq-page-note")


def framed(title: str, body: Child, shared: str, alive: bool = False, more: Child = None, policy: str = POLICY) -> Html:
    """Return a whole file with the site's look, which loads nothing from elsewhere; ``alive`` with page.js, which wakes
    its forms.
    """
    head = (
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("script", src=f"{shared}/early.js"),
        tag("link", rel="stylesheet", href=f"{shared}/page.css"),
        tag("script", type="module", src=f"{shared}/page.js") if alive else None,
        more,
    )
    return whole(title, body, "", join(head))


def _body(page: Page, ran: Ran) -> Html:
    """Return the parts of a page; what is more to practise stands in a part of its own, which the page can fold."""
    parts: list[Html] = []
    practice: list[Html] = []
    found = ""
    for cell in page.cells:
        words = cell.kind == "words"
        if found and words and cell.source.lstrip().startswith("## "):
            parts.append(tag("div", practice, class_="eq-site-practice", data_practice=found))
            found = ""
        (practice if found else parts).append(_part(cell, ran))
        if words and (heading := PRACTICE.search(cell.source)):
            found = heading[1]
    if found:
        parts.append(tag("div", practice, class_="eq-site-practice", data_practice=found))
    return join(parts, "\n")


def _until(cell: Cell) -> Html:
    """Return what stands in a cell until Python is up; for a sheet, the sheet to read."""
    if cell.kind == "follows":
        return Html()
    return tag("div", cell.html or tag("p", SOON), class_="eq-twin")


def _part(cell: Cell, ran: Ran) -> Html:
    place = f"cell-{cell.id}"
    exercise = next((one for one in ran.exercises.values() if cell.kind == "asks" and one.question(cell.source)), None)
    if exercise:
        question = exercise.question(cell.source)
        number, of = numbered(exercise, question)
        spec = {**question.for_browser(), "number": number, "of": of}
        return tag(
            "div", asked(question), class_="eq-site-cell eq-site-form", id=place, data_exercise=exercise.exercise,
            data_source=ASK.format(id=question.id),
            data_spec=json.dumps(spec, ensure_ascii=False) if question.kind != "game" else None,
        )  # fmt: skip
    if any(call in cell.source for call in RUNS) and cell.kind != "words":
        twin = next_step([], "../") if "start_page(" in cell.source else _until(cell)
        return tag("div", twin, class_="eq-site-cell eq-site-form", id=place, data_source=cell.source)
    return tag("div", part_of(cell, ran), class_="eq-site-cell eq-site-text")
