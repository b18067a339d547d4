"""A question on paper: what it asks, room to answer by hand, and its lettered cards to cut out."""

from __future__ import annotations

from equityqi.handouts.pages import paragraphs, part
from equityqi.html_tags import Html, bullets, join, tag
from equityqi.questions.kinds.paper import OWN_SIGN


def in_order(exercise, page) -> list:
    """Return the questions of an exercise as its page asks them: the order in which sheets and key number them."""
    return [
        exercise.question(cell.source) for cell in page.cells if cell.kind == "asks" and exercise.question(cell.source)
    ]


def question_sheet(question, number: int) -> Html:
    """Return a question as a sheet to fill in by hand; no key is in it.

    >>> from equityqi.questions.kinds.number import Number
    >>> question_sheet(
    ...     Number(id="a", kind="number", prompt="How many?", points=1, unit="years", model=[8.7], tolerance=0), 1
    ... )
    '<section class="question"><h3>Question 1</h3><p>How many?</p><p>Answer: <span class="write"></span> years</p></section>'
    """  # noqa: E501
    return part(tag("h3", f"Question {number}"), paragraphs(question.prompt), question.on_paper(), kind="question")


def lettered_cards(question) -> Html:
    """Return the options of a sort as lettered cards, to lay on the table instead of holding up a hand."""
    marks = question.signs()
    return bullets(
        (
            join((tag("span", marks[code], class_="sign"), OWN_SIGN.sub("", label)))
            for code, label in question.options.items()
        ),
        "cards",
    )
