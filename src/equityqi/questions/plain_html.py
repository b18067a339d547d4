"""A question and its answer as plain HTML: for nbgrader, formgrader, the site and paper."""

from __future__ import annotations

from typing import Any

from equityqi.html_tags import Child, Html, join, tag
from equityqi.questions.kinds.base import Question

# The twin sleeps under a live form, which marks its output area (form.js). A page that was re-opened
# but not started shows the twin instead of Lab's error. It rests on Lab's class names; a browser test
# guards it.
STYLE = Html("""<style>
.jp-OutputArea.eq-live .jp-OutputArea-child:has(.eq-twin),
.jp-OutputArea:not(.eq-live):has(.eq-asleep) .jp-OutputArea-child:not(:has(.eq-twin)) { display: none; }
.eq-twin { border-left: 4px solid #5b6b7a; padding: .25em 1em; max-width: 46em; }
.eq-twin ul { margin: .3em 0; }
.eq-twin dt { font-weight: 600; }
.eq-twin dd { margin: 0 0 .3em 1em; }
.eq-twin th, .eq-twin td { text-align: left; vertical-align: top; }
</style>""")


# Lab runs a page by itself and hides this; elsewhere the person does it.
NO_LAB = tag("span", " In VS Code or Jupyter Notebook, press Run All.", class_="eq-run-all")


def in_words(question: Question, value: Any) -> str:
    """Return an answer as a person would say it, in plain text.

    >>> from equityqi.questions.kinds import Number
    >>> in_words(Number(id="a", prompt="?", points=1, unit="years", model=[8.7], tolerance=0), 8.7)
    '8.7 years'
    """
    return "not answered yet" if question.is_blank(value) else question.in_words(value)


def answer_html(question: Question, value: Any) -> Html:
    """Return an answer as a person would read it on a page: a form as a list, rows as a table, a tree as a nested list.

    Every other answer, and one that does not fit its question, is a sentence.

    >>> from equityqi.questions.kinds import Number
    >>> answer_html(Number(id="a", prompt="?", points=1, unit="years", model=[8.7], tolerance=0), 8.7)
    '<p>8.7 years.</p>'
    """
    readable = not question.is_blank(value) and not question.why_unreadable(value)
    shown = question.answer_html(value) if readable else None
    return tag("p", f"{in_words(question, value).rstrip('.')}.") if shown is None else shown


def plain_html(question: Question, value: Any = None, *, asleep: bool = False, said: str | None = None) -> Html:
    """Return the question, its options and what was answered as plain, escaped HTML.

    ``asleep`` adds what to press on a page that was opened again; ``said`` is a sentence to show
    above it. A tree that is answered shows its picture too, unless the page is asleep. No key is in it.
    """
    parts = [tag("p", said) if said else None]
    parts += [tag("p", tag("strong", line), class_="eq-asked") for line in question.prompt.strip().split("\n\n")]
    parts += question.asked_html()
    if asleep:
        parts.append(tag("p", "This form isn’t ready yet.", NO_LAB))
    label = "Your saved answer" if asleep else "Answer"
    if (question.judged or question.kind == "game") and not question.is_blank(value):
        parts += [tag("p", f"{label}:"), answer_html(question, value)]
        parts.append(None if asleep else question.picture_html(value))
    else:
        parts.append(tag("p", f"{label}: {in_words(question, value).rstrip('.')}."))
    return in_frame(parts, asleep=asleep)


def in_frame(*parts: Child, asleep: bool = False) -> Html:
    """Return parts in the frame of every plain form, with its style; one that is ``asleep`` hides under a live form."""
    return join((STYLE, tag("div", parts, class_="eq-twin eq-asleep" if asleep else "eq-twin")))
