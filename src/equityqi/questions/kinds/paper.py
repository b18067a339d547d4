"""What sheets and keys on paper share: signs for options, room to write, good answers, sentences that help."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_uppercase

from equityqi.html_tags import Child, Html, bullets, join, tag
from equityqi.plain_words import listed
from equityqi.settings import course_today
from equityqi.typed_input import in_words

OWN_SIGN = re.compile(r"(\S) – ")  # “D – a difference” brings its own letter
BLANK = tag("span", class_="write")
RULE = tag("div", class_="rule")
ROWS = 5  # of a table that is to be filled in


def signs(options: dict[str, str], beside: str = "") -> dict[str, str]:
    """Return the letter or number to write for each option: its own, or one that no card ``beside`` it bears.

    >>> signs({"D": "D – a difference", "I": "I – an inequity"}), signs({"low": "Low", "high": "High"}, beside="ab")
    ({'D': 'D', 'I': 'I'}, {'low': '1', 'high': '2'})
    """
    own = {code: found[1] for code, label in options.items() if (found := OWN_SIGN.match(label))}
    if len(own) == len(options):
        return own
    if any(sign.isalpha() for sign in beside):
        return {code: str(number) for number, code in enumerate(options, 1)}
    return dict(zip(options, ascii_uppercase, strict=False))


def labelled(sign: str, label: str) -> str:
    """Return an option with its sign.

    >>> labelled("D", "D – a difference"), labelled("1", "Equality")
    ('D – a difference', '1 – Equality')
    """
    return label if OWN_SIGN.match(label) else f"{sign} – {label}"


def one_of(marks: Iterable[str]) -> str:
    """Return signs to choose from.

    >>> one_of("ABCD"), one_of("DI")
    ('A to D', 'D or I')
    """
    first, *_, last = marks = list(marks)
    in_order = len(marks) > 3 and (first, last) == (min(marks), max(marks))
    return f"{first} to {last}" if in_order else listed(marks, "or")


def ticks(labels: Iterable[str]) -> Html:
    """Return options with a box to tick beside each."""
    return bullets((f"☐ {label}" for label in labels), "ticks")


def boxed(labels: Iterable[str]) -> str:
    """Return options in a line, each with a box to tick; a line ends only between two of them.

    >>> boxed(["Yes", "Not yet"])
    '☐\\xa0Yes \\u2002☐\\xa0Not\\xa0yet'
    """
    return " \u2002".join(f"☐ {label}".replace(" ", "\N{NO-BREAK SPACE}") for label in labels)


def blank_rows(rows: int, cells: int) -> list[tuple[str, ...]]:
    """Return rows that have a number, and room to write in each cell after it."""
    return [(str(row), *[""] * cells) for row in range(1, rows + 1)]


def good_answer(answer: str, right: str) -> Html:
    """Return a good answer and what is said of it."""
    return join((tag("p", tag("strong", "A good answer:"), f" {answer}"), tag("p", right)))


def what_helps(sentences: Iterable[str]) -> Child:
    """Return the sentences for answers that are not there yet."""
    shown = bullets(sentences)
    return (tag("p", "What helps when it isn’t there yet:"), shown) if shown else None


def key_of_plans(question) -> Html:
    """Return the model answers of a plan or a game as they are shown, with their pictures."""
    shown = [
        question.answer_html(model) or tag("p", f"{question.in_words(model).rstrip('.')}.") for model in question.model
    ]
    models = [(tag("p", tag("strong", "One good answer:")), model) for model in shown]
    pictures = [question.picture_html(model) for model in question.model]
    return join((models, pictures, tag("p", question.right), _on_its_dates(question)))


def _on_its_dates(question) -> Html | None:
    """Return what to know of the dates of a model answer that go by the session; None where there are none."""
    dated = any(column.type == "date" for column in getattr(question, "columns", {}).values())
    if not dated or question.case:
        return None
    today = in_words(course_today())
    return tag(
        "p", f"Its dates fit a session on {today}, the day we use for the cases. Move them to fit your own session."
    )
