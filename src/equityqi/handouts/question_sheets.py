"""A question on paper: what it asks, and room to answer by hand; its cards to cut out."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase

from equityqi.documents.html import bullets, table_of
from equityqi.handouts.pages import paragraphs, part
from equityqi.html_tags import Html, join, tag
from equityqi.pictures.words import listed

OWN_SIGN = re.compile(r"(\S) – ")  # “D – a difference” brings its own letter
MOST_ACROSS = 5  # columns of a table on A4; with more the fields stand one below the other
LINES, ROWS, BLANKS = 5, 5, 3  # room for a text, for rows, and for rows whose fields stand below each other
BLANK = tag("span", class_="write")
RULE = tag("div", class_="rule")


def signs(options: dict[str, str], beside: str = "") -> dict[str, str]:
    """Return the letter or number to write for each option: its own, or one that no card ``beside`` it bears.

    >>> signs({"D": "D – a difference", "I": "I – an inequity"}), signs({"low": "Low", "high": "High"}, beside="ab")
    ({'D': 'D', 'I': 'I'}, {'low': '1', 'high': '2'})
    """
    own = {code: found[1] for code, label in options.items() if (found := OWN_SIGN.match(label))}
    if len(own) == len(options):
        return own
    row = (
        ascii_uppercase
        if not any(sign.isalpha() for sign in beside)
        else [str(number) for number in range(1, len(options) + 1)]
    )
    return dict(zip(options, row, strict=False))


def then_signs(question) -> dict[str, str]:
    """Return the letter to write for each answer to a sort's second question."""
    return dict(
        zip(
            question.then.options,
            ascii_uppercase if any(key.isalpha() for key in question.items) else ascii_lowercase,
            strict=False,
        )
    )


def labelled(sign: str, label: str) -> str:
    """Return an option with its sign.

    >>> labelled("D", "D – a difference"), labelled("1", "Equality")
    ('D – a difference', '1 – Equality')
    """
    return label if OWN_SIGN.match(label) else f"{sign} – {label}"


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
    return part(
        tag("h3", f"Question {number}"), paragraphs(question.prompt), FORMS[question.kind](question), kind="question"
    )


def _ticks(question) -> Html:
    return bullets((f"☐ {label}" for label in question.options.values()), "ticks")


def _choice(question) -> Html:
    return join((tag("p", "Tick one."), _ticks(question)))


def _sort(question) -> Html:
    marks = signs(question.options, beside="".join(question.items))
    parts = [bullets(labelled(marks[code], label) for code, label in question.options.items())]
    heads = ["Card", "What it says", _one_of(marks)]
    if question.then:
        marks = then_signs(question)
        parts.append(tag("p", question.then.prompt))
        parts.append(bullets(labelled(marks[code], label) for code, label in question.then.options.items()))
        after = ", ".join(signs(question.options)[code] for code in question.then.after)
        heads.append(f"{f'Only after {after}: ' if after else ''}{_one_of(marks)}")
    rows = [(key, item.text, *[""] * (len(heads) - 2)) for key, item in question.items.items()]
    return join((*parts, table_of("Your answers", heads, rows, "narrow")))


def _one_of(marks: dict[str, str]) -> str:
    first, *_, last = marks.values()
    return (
        f"{first} to {last}"
        if len(marks) > 3 and (first, last) == (min(marks.values()), max(marks.values()))
        else listed(marks.values(), "or")
    )


def _rank(question) -> Html:
    rows = [(label, "") for label in question.options.values()]
    return table_of("Your order", ("Card", f"Place, from 1 to {len(rows)}"), rows)


def _number(question) -> Html:
    return tag("p", "Answer: ", BLANK, f" {question.unit}")


def _text(question) -> Html:
    return join([RULE] * LINES)


def asked(column) -> str:
    """Return what a field of a form asks, with its choices, in plain words."""
    more = " / ".join(column.options.values()) or column.hint.rstrip(".")
    return f"{column.label}{f', in {column.unit}' if column.unit else ''}{f' ({more})' if more else ''}"


def _table(question) -> Html:
    fields = [asked(column) for column in question.columns.values()]
    if question.rows == 1:
        return table_of("Write beside each", ("Field", "Write here"), [(field, "") for field in fields], "room")
    if len(fields) <= MOST_ACROSS:
        rows = min(question.rows or ROWS, question.most)
        return table_of("Write in each row", (question.row_name, *fields), _blank_rows(rows, len(fields)), "room")
    blanks = min(question.rows or BLANKS, question.most)
    heads = ("Field", *(f"{question.row_name} {number + 1}" for number in range(blanks)))
    return table_of("Write in each column", heads, [(field, *[""] * blanks) for field in fields], "room")


def _tree(question) -> Html:
    given = "Use the cards to cut out, and lay them on a large sheet. A card may stay out."
    fields = {asked(column): level.name for level in question.levels for column in level.fields.values()}
    heads = ("Line", *(level.name for level in question.levels))
    rows = _blank_rows(ROWS + 3, len(question.levels))
    return join(
        (
            tag("p", given) if question.deck else None,
            table_of("One line from the aim outward", heads, rows, "room"),
            tag("p", "Beside each, write:") if fields else None,
            bullets(f"{level}: {field}" for field, level in fields.items()),
        )
    )


def _blank_rows(rows: int, cells: int) -> list[tuple[str, ...]]:
    """Return rows that have a number, and room to write in each cell after it."""
    return [(str(row), *[""] * cells) for row in range(1, rows + 1)]


def _game(question) -> Html:
    how = "Play it with the sheets of “Close the Gap: the game on paper”. Then write your score."
    return join((tag("p", how), tag("p", "Score: ", BLANK, " of 100")))


FORMS = {
    "choice": _choice,
    "multi": _ticks,
    "sort": _sort,
    "rank": _rank,
    "number": _number,
    "text": _text,
    "table": _table,
    "tree": _tree,
    "game": _game,
}


def lettered_cards(question) -> Html:
    """Return the options of a sort as lettered cards, to lay on the table instead of holding up a hand."""
    marks = signs(question.options, beside="".join(question.items))
    return bullets(
        (
            join((tag("span", marks[code], class_="sign"), OWN_SIGN.sub("", label)))
            for code, label in question.options.items()
        ),
        "cards",
    )


def cards(question) -> list[str]:
    """Return what stands on each card of a question, in plain words; [] for one without cards.

    A card that may be used more than once is there as often as the model answer uses it.
    """
    if question.kind == "sort":
        return [f"{key}. {item.text}" for key, item in question.items.items()]
    if question.kind == "rank":
        return list(question.options.values())
    if question.kind == "tree":
        used = [node.get("card") for node in question.model[0]["nodes"]]
        return [text for card, text in question.deck.items() for _ in range(max(1, used.count(card)))]
    return []
