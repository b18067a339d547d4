"""The answer key of the paper pack: for each question the model answers and the sentences that help; for the trainer
only.
"""

from __future__ import annotations

from equityqi.handouts.pages import paragraphs, part
from equityqi.handouts.question_sheets import in_order
from equityqi.handouts.run_pages import Cell, Page
from equityqi.html_tags import Html, tag

FOLDED = "<details"


def key_of(exercise, number: int, page: Page) -> Html:
    """Return the key of one exercise as a section: every question, then what the page shows after an answer.

    ``exercise`` is an :class:`equityqi.questions.exercise_file.Exercise`, ``number`` its own, ``page`` its page that
    has run.
    """
    keys = [
        (tag("h3", f"Question {place}"), paragraphs(question.prompt), question.in_key())
        for place, question in enumerate(in_order(exercise, page), 1)
    ]
    later = [opened(cell.html) for cell in shown_later(page)]
    after = (tag("h3", "To show after the answers"), later) if any(later) else None
    heading = tag("h2", f"Exercise {number}: {exercise.title}", id=f"exercise-{number}")
    return part(heading, keys, after, kind="part key")


def shown_later(page: Page) -> list[Cell]:
    """Return what an exercise keeps shut until the answer is given, and the words just before it: no sheet of a learner
    may show them.
    """
    shut = [FOLDED in cell.html for cell in page.cells]
    return [
        cell
        for place, cell in enumerate(page.cells)
        if shut[place] or cell.kind == "words" and shut[place + 1 : place + 2] == [True]
    ]


def opened(html: Html) -> Html:
    """Return HTML in which what can be folded is open."""
    return Html(html.replace(FOLDED, f"{FOLDED} open"))
