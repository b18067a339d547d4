"""The answer key of the paper pack: for each question the model answers and the sentences that help; for the trainer
only.
"""

from __future__ import annotations

from collections.abc import Iterable

from equityqi.documents.html import bullets, table_of
from equityqi.handouts.pages import paragraphs, part
from equityqi.handouts.question_sheets import in_order, labelled, signs, then_signs
from equityqi.handouts.run_pages import Cell, Page
from equityqi.html_tags import Child, Html, join, tag
from equityqi.pictures.words import as_sentences, listed
from equityqi.questions.plain_html import answer_html, in_words
from equityqi.questions.tree_picture import diagram

FOLDED = "<details"


def key_of(exercise, number: int, page: Page) -> Html:
    """Return the key of one exercise as a section: every question, then what the page shows after an answer.

    ``exercise`` is an :class:`equityqi.questions.exercise_file.Exercise`, ``number`` its own, ``page`` its page that
    has run.
    """
    keys = [
        (tag("h3", f"Question {place}"), paragraphs(question.prompt), KEYS[question.kind](question))
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


def _right(question, answer: str) -> Html:
    return join((tag("p", tag("strong", "A good answer:"), f" {answer}"), tag("p", question.right)))


def _helps(sentences: Iterable[str]) -> Child:
    """Return the sentences for answers that are not there yet."""
    listed = bullets(sentences)
    return (tag("p", "What helps when it is not there yet:"), listed) if listed else None


def _choice(question) -> Html:
    half = [f"Earns {share:.0%} of the points: {question.options[code]}" for code, share in question.part.items()]
    return join((_right(question, _either(question)), _helps([*half, *_of_options(question)])))


def _multi(question) -> Html:
    return join((_right(question, _either(question)), _helps(_of_options(question))))


def _either(question) -> str:
    return as_sentences(
        *(f"{'Or: ' if place else ''}{in_words(question, model)}" for place, model in enumerate(question.model))
    )


def _of_options(question) -> list[str]:
    return [f"“{question.options[code]}”: {wrong.sentence}" for code, wrong in question.wrong.items()]


def _sort(question) -> Html:
    marks = signs(question.options, beside="".join(question.items))
    rows = []
    for key, item in question.items.items():
        answer = listed((labelled(marks[code], question.options[code]) for code in item.model), "or")
        if item.part:
            answer += "; for a part of the points " + listed((marks[code] for code in item.part), "or")
        if item.then:
            then = then_signs(question)
            answer += "; then " + listed((f"{then[code]} – {question.then.options[code]}" for code in item.then), "or")
        helps = [f"For {marks[code]}: {wrong.sentence}" for code, wrong in item.wrong.items()]
        rows.append((f"{key}. {item.text}", (f"{answer}.", tag("br"), item.why), join(helps, tag("br"))))
    others = [
        f"{labelled(marks[code], question.options[code])}, where it does not fit: {wrong.sentence}"
        for code, wrong in question.wrong.items()
    ]
    heads = ("Card", "A good answer, and why", "What helps when it is not there yet")
    return join((table_of("Card by card", heads, rows), _helps(others), tag("p", question.right)))


def _rank(question) -> Html:
    tiers = bullets(
        f"{place}. {listed(question.options[code] for code in tier)}" for place, tier in enumerate(question.tiers, 1)
    )
    orders = [
        f"“{question.options[order.above]}” above “{question.options[order.below]}”: {order.sentence}"
        for order in question.wrong
    ]
    right = _right(question, "these, first to last; cards of one line may stand in any order.")
    return join((right, tiers, _helps(orders)))


def _number(question) -> Html:
    values = listed((f"{value:g}" for value in question.model), "or")
    right = _right(question, f"{values} {question.unit}{_near(question)}.")
    return join((right, _helps(f"{wrong.answer:g}{_near(wrong)}: {wrong.sentence}" for wrong in question.wrong)))


def _near(number) -> str:
    return f", give or take {number.tolerance:g}" if number.tolerance else ""


def _text(question) -> Html:
    models = [tag("p", tag("strong", "One good answer:"), f" {model}") for model in question.model]
    rubric = bullets(f"{score} point{'s' * (score != 1)}: {line}" for score, line in enumerate(question.rubric))
    read = (tag("p", "When a person reads it:"), rubric) if rubric else None
    return join((models, tag("p", question.right), read))


def _plan(question) -> Html:
    drawn = [diagram(question, model) for model in question.model] if question.kind == "tree" else []
    models = [
        (tag("p", tag("strong", "One good answer:")), Html(answer_html(question, model))) for model in question.model
    ]
    pictures = [Html(picture._repr_html_()) for picture in drawn if picture]
    return join((models, pictures, tag("p", question.right)))


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
