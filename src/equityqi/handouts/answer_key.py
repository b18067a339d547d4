"""The answer key of the paper pack: for each question the model answers and the sentences that help; for the trainer
only.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape, unescape

from equityqi.handouts.pages import points, table
from equityqi.handouts.question_sheets import (
    in_order,
    labelled,
    prompt,
    signs,
    then_signs,
)
from equityqi.handouts.run_pages import Cell, Page
from equityqi.pictures.words import as_sentences, listed
from equityqi.questions.plain_html import answer_html, in_words
from equityqi.questions.tree_picture import diagram

FOLDED = "<details"


def key_of(exercise, number: int, page: Page) -> str:
    """Return the key of one exercise as a section: every question, then what the page shows after an answer.

    ``exercise`` is an :class:`equityqi.questions.exercise_file.Exercise`, ``number`` its own, ``page`` its page that
    has run.
    """
    told = "".join(
        f"<h3>Question {place}</h3>{prompt(question)}{KEYS[question.kind](question)}"
        for place, question in enumerate(in_order(exercise, page), 1)
    )
    later = "".join(opened(cell.html) for cell in shown_later(page))
    after = f"<h3>To show after the answers</h3>{later}" if later else ""
    return (
        f'<section class="part key"><h2 id="exercise-{number}">Exercise {number}:'
        f" {escape(exercise.title)}</h2>{told}{after}</section>\n"
    )


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


def opened(html: str) -> str:
    return html.replace(FOLDED, f"{FOLDED} open")


def _right(question, said: str) -> str:
    return f"<p><strong>A good answer:</strong> {said}</p><p>{escape(question.right)}</p>"


def _helps(lines: Iterable[str]) -> str:
    """Return the sentences for answers that are not there yet; the lines are plain words."""
    told = points(escape(line) for line in lines)
    return f"<p>What helps when it is not there yet:</p>{told}" if "<li>" in told else ""


def _choice(question) -> str:
    half = [f"Earns {share:.0%} of the points: {question.options[code]}" for code, share in question.part.items()]
    return _right(question, _either(question, question.model)) + _helps([*half, *_of_options(question)])


def _multi(question) -> str:
    return _right(question, _either(question, question.model)) + _helps(_of_options(question))


def _either(question, models) -> str:
    return escape(
        as_sentences(*(f"{'Or: ' if place else ''}{in_words(question, model)}" for place, model in enumerate(models)))
    )


def _of_options(question) -> list[str]:
    return [f"“{question.options[code]}”: {wrong.sentence}" for code, wrong in question.wrong.items()]


def _sort(question) -> str:
    marks = signs(question.options, beside="".join(question.items))
    rows = []
    for key, item in question.items.items():
        answer = listed((unescape(labelled(marks[code], question.options[code])) for code in item.model), "or")
        if item.part:
            answer += "; for a part of the points " + listed((marks[code] for code in item.part), "or")
        if item.then:
            then = then_signs(question)
            answer += "; then " + listed((f"{then[code]} – {question.then.options[code]}" for code in item.then), "or")
        helps = [f"For {marks[code]}: {wrong.sentence}" for code, wrong in item.wrong.items()]
        rows.append(
            (
                escape(f"{key}. {item.text}"),
                escape(f"{answer}.") + f"<br>{escape(item.why)}",
                "<br>".join(map(escape, helps)),
            )
        )
    told = table("Card by card", ("Card", "A good answer, and why", "What helps when it is not there yet"), rows)
    others = [
        f"{unescape(labelled(marks[code], question.options[code]))}, where it does not fit: {wrong.sentence}"
        for code, wrong in question.wrong.items()
    ]
    return f"{told}{_helps(others)}<p>{escape(question.right)}</p>"


def _rank(question) -> str:
    tiers = points(
        escape(f"{place}. {listed(question.options[code] for code in tier)}")
        for place, tier in enumerate(question.tiers, 1)
    )
    orders = [
        f"“{question.options[order.above]}” above “{question.options[order.below]}”: {order.sentence}"
        for order in question.wrong
    ]
    return (
        f"{_right(question, 'these, first to last; cards of one line may stand in any order.')}{tiers}{_helps(orders)}"
    )


def _number(question) -> str:
    near = f", give or take {question.tolerance:g}" if question.tolerance else ""
    return _right(
        question, escape(f"{listed((f'{value:g}' for value in question.model), 'or')} {question.unit}{near}.")
    ) + _helps(
        f"{wrong.answer:g}{f', give or take {wrong.tolerance:g}' if wrong.tolerance else ''}: {wrong.sentence}"
        for wrong in question.wrong
    )


def _text(question) -> str:
    told = "".join(f"<p><strong>One good answer:</strong> {escape(model)}</p>" for model in question.model)
    rubric = points(escape(f"{score} point{'s' * (score != 1)}: {line}") for score, line in enumerate(question.rubric))
    return (
        f"{told}<p>{escape(question.right)}</p>{f'<p>When a person reads it:</p>{rubric}' if question.rubric else ''}"
    )


def _plan(question) -> str:
    drawn = [diagram(question, model) for model in question.model] if question.kind == "tree" else []
    told = "".join(
        f"<p><strong>One good answer:</strong></p>{answer_html(question, model)}" for model in question.model
    )
    return f"{told}{''.join(picture._repr_html_() for picture in drawn if picture)}<p>{escape(question.right)}</p>"


KEYS = {
    "choice": _choice,
    "multi": _multi,
    "sort": _sort,
    "rank": _rank,
    "number": _number,
    "text": _text,
    "table": _plan,
    "tree": _plan,
    "game": _plan,
}
