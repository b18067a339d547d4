"""The layouts in which survey answers come: a row a person, a row an answer, or a tally (a count for each answer) with
the questions down or across.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from equityqi.evaluation.survey_columns import (
    CODE,
    ROLE,
    answer_of,
    columns_of,
    field_of,
    plain,
    survey_fields,
    words_of,
)
from equityqi.evaluation.survey_tables import Rows
from equityqi.evaluation.survey_tallies import (
    BLANKS,
    NOT_COUNTS,
    Tally,
    count_in,
    counted,
    is_total,
    without_percentages,
)
from equityqi.evaluation.survey_words import Words

FIRST_ROWS = 20  # in which the heading is looked for
FEWEST = 2
COUNTS = (
    "count", "counts", "n", "number", "how many", "responses", "people", "frequency", "votes", "number of people",
    "no", "number of answers", "tally", "answers given",
)  # fmt: skip
PEOPLE = re.compile(
    r"\b(?:id|ids|respondents?|participants?|persons?|response id|user|no|number|nr)\b|^#$", re.IGNORECASE
)
_ENDS = re.compile(r"\b([15])\s*(?:=|is|means|:|[-–])\s*(strongly disagree|strongly agree)", re.IGNORECASE)
_NO_QUESTION = re.compile(
    r"\b(?:id|e-?mail\w*|names?|surname|forename|username|time|timestamp|date|started|completed|submitted|duration"
    r"|language|ip|address|collector|points|feedback -|score|quiz|browser|device|status|progress|finished|phone"
    r"|total|average|mean|response type|link)\b|%|^#$",
    re.IGNORECASE,
)
AGREEMENT = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")


@dataclass(frozen=True)
class Layout:
    """What one table holds: ``people``, each with the number of the row and the cells by field; or ``tallies``;
    ``headings`` by field, ``unread``: the columns or questions that are no part of the survey; ``notes``; ``seen``:
    where nothing of the survey is in it, what may be its questions.
    """

    people: tuple[tuple[int, Mapping[str, str]], ...] = ()
    tallies: tuple[Tally, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not read and may be a question in other words: no name, address, time or number of a person."""
        return tuple(heading for heading in self.unread if not _NO_QUESTION.search(heading))

    @property
    def found(self) -> int:
        """How many of the survey's questions it holds."""
        return len({*self.headings} - {CODE, ROLE})


def layout_of(rows: Rows, words: Words) -> Layout:
    """Return what a table holds, in the layout that holds most of the survey's questions."""
    headings, below = _heading(rows, words)
    columns = columns_of(headings, words.columns)
    body = rows[below:]
    layouts = [_questions_down(rows, words)]
    if {*columns.values()} - {CODE, ROLE}:
        across = _questions_across(headings, columns, body, words)
        layouts.append(across or _wide(headings, columns, body, words, _scale(rows[:below])))
    best = max(layouts, key=lambda layout: layout.found)
    return best if best.found else replace(best, seen=_may_be_questions(rows, words))


def _may_be_questions(rows: Rows, words: Words) -> tuple[str, ...]:
    """The headings of a table, or, where these are answers, what is down its first column."""
    headings = [words_of(cell) for cell in rows[0][1]] if rows else []
    options = [key for key, asked in survey_fields().items() if asked.options]
    answers = [heading for heading in headings if any(_is_answer(key, heading, words) for key in options)]
    down = [words_of(cells[0]) for _, cells in rows[1:]] if len(answers) >= FEWEST else headings
    return tuple(text for text in dict.fromkeys(down) if text and not is_total(text) and not _NO_QUESTION.search(text))


def _heading(rows: Rows, words: Words) -> tuple[int, list[str], int]:
    """The heading, and where the rows below it start: of one row or of two, whichever names more of the questions."""
    best, found = (rows[0][1] if rows else [], 1), -1
    for place in range(min(len(rows), FIRST_ROWS)):
        one = rows[place][1]
        choices = [(one, place + 1)]
        if place + 1 < len(rows):
            choices.append((_joined(one, rows[place + 1][1]), place + 2))
        for headings, below in choices:
            named = len(columns_of(headings, words.columns))
            if named > found:
                best, found = (headings, below), named
    return best


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Two rows of headings as one: what is above stands for the blanks beside it."""
    joined, last = [], ""
    for place in range(max(len(above), len(below))):
        top, under = (words_of(row[place]) if place < len(row) else "" for row in (above, below))
        last = top or last
        joined.append(f"{last} [{under}]" if under else last if top else "")
    return joined


def _scale(rows: Rows) -> dict[str, str]:
    """What 1 to 5 mean where a heading says it ("5 = strongly agree"); nothing where none does."""
    said = {digit: plain(meant) for _, cells in rows for cell in cells for digit, meant in _ENDS.findall(cell)}
    up = {digit: AGREEMENT[0 if digit == "1" else -1] for digit in said}
    if not said or (said != up and said != {digit: AGREEMENT[-1 if digit == "1" else 0] for digit in said}):
        return {}
    order = AGREEMENT if said == up else AGREEMENT[::-1]
    return {str(number): answer for number, answer in enumerate(order, 1)}


def _is_answer(key: str, cell: str, words: Words) -> bool:
    """Whether a cell may answer a question that has options; any words may answer one that has none."""
    asked = survey_fields().get(key)
    return bool(asked and words_of(cell) and answer_of(asked, cell, words.answers))


def _tally(tallies: list[Tally], notes: list[str], headings: Mapping[str, str], unread: tuple[str, ...]) -> Layout:
    kept, said = without_percentages(tallies, notes)
    return Layout((), kept, headings, unread, said)


# ---- A row a person


def _wide(headings: Sequence[str], columns: Mapping[int, str], body: Rows, words: Words, scale: dict) -> Layout:
    people = []
    for row, cells in body:
        held = {key: cells[place] if place < len(cells) else "" for place, key in columns.items()}
        people.append((row, {key: _scaled(key, text, scale) for key, text in held.items()}))
    unread = tuple(
        heading
        for place, heading in enumerate(map(words_of, headings))
        if heading and place not in columns and not words.left_out(heading)
    )
    return Layout(tuple(people), (), {key: headings[place] for place, key in columns.items()}, unread)


def _scaled(key: str, text: str, scale: Mapping[str, str]) -> str:
    """A number on a scale of agreement as its words, where the file says what the numbers mean."""
    agreement = key in survey_fields() and AGREEMENT[0] in survey_fields()[key].options
    return scale.get(re.sub(r"\.0+$", "", words_of(text)), text) if agreement else text


# ---- Questions down: a tally, or a row an answer


def _questions_down(rows: Rows, words: Words) -> Layout:
    """Return a table in which one column holds the questions; nothing where none does."""
    width = max((len(cells) for _, cells in rows), default=0)
    named = [_named([cells[place] if place < len(cells) else "" for _, cells in rows], words) for place in range(width)]
    place = max(range(width), key=lambda place: len(set(named[place])), default=0)
    keys = named[place] if width else []
    if len({*keys} - {"", CODE, ROLE}) < 1 or sum(map(bool, keys)) < FEWEST:
        return Layout()
    first = next(number for number, key in enumerate(keys) if key)
    headings = [words_of(cell) for cell in rows[first - 1][1]] if first else []
    headings += [""] * (width - len(headings))
    body, unread = [], []
    key = ""
    for (row, cells), found in zip(rows[first:], keys[first:], strict=True):
        text = words_of(cells[place]) if place < len(cells) else ""
        if text and not found and not is_total(text):
            unread.append(text)
        key = found if text else key  # a merged cell names the question once
        if key not in ("", CODE, ROLE):
            body.append((row, key, [*map(words_of, cells), *[""] * (width - len(cells))]))
    asked = {key: survey_fields()[key].label for _, key, _ in body}
    answers = [
        other
        for other in range(width)
        if other != place
        and sum(_is_answer(key, cells[other], words) for _, key, cells in body) * 2 > len(body)
        and not all(count_in(cells[other]) is not None for _, _, cells in body)
    ]
    options = {other: heading for other, heading in enumerate(headings) if other != place and heading}
    if answers:
        return _row_an_answer(headings, body, answers[0], place, asked, tuple(unread))
    known = [o for o, heading in options.items() if any(_is_answer(key, heading, words) for key in asked)]
    if len(known) < FEWEST:
        return Layout()
    tallies, notes = [], []
    for row, key, cells in body:
        given = {heading: cells[other] for other, heading in options.items() if not NOT_COUNTS.search(heading)}
        tallies += counted(row, key, given, notes)
    return _tally(tallies, notes, asked, tuple(unread))


def _named(cells: Sequence[str], words: Words) -> list[str]:
    """The field that each cell of a column names, "" where none; the same words name the same field."""
    texts = list(dict.fromkeys(map(words_of, cells)))
    keys = columns_of(texts, words.columns)
    known = {text: keys.get(place, "") for place, text in enumerate(texts)}
    return [known[words_of(cell)] for cell in cells]


def _row_an_answer(headings, body, answer: int, place: int, asked, unread) -> Layout:
    """A row for each answer: of a person, where a column says whose it is; else as a tally, with its count or one."""
    counts = [
        other
        for other, heading in enumerate(headings)
        if other not in (answer, place)
        and plain(heading) in COUNTS
        and all(count_in(cells[other]) is not None for _, _, cells in body)
        and not NOT_COUNTS.search(heading)
    ]
    whose = [
        other
        for other, heading in enumerate(headings)
        if other not in (answer, place, *counts[:1])
        and (field_of(heading) == CODE or PEOPLE.search(heading))
        and all(cells[other] for _, _, cells in body)
    ]
    if counts or not whose:
        tallies, notes = [], []
        for row, key, cells in body:
            if not is_total(cells[answer]):
                tallies += counted(row, key, {cells[answer]: cells[counts[0]] if counts else "1"}, notes)
        return _tally(tallies, notes, asked, unread)
    people: dict[str, tuple[int, dict[str, str]]] = {}
    code = field_of(headings[whose[0]]) == CODE
    for row, key, cells in body:
        _, held = people.setdefault(cells[whose[0]], (row, {CODE: cells[whose[0]]} if code else {}))
        held.setdefault(key, cells[answer])
    return Layout(tuple(people.values()), (), asked, unread)


# ---- Questions across, answers down: a tally


def _scale_in_order(heading: str, numbers: list[int]) -> bool:
    """Whether numbers down a column are a scale from 0 or 1, and neither people's numbers nor each person's score."""
    scale = list(range(min(numbers), max(numbers) + 1))
    return bool(words_of(heading)) and not PEOPLE.search(heading) and numbers in (scale, scale[::-1]) and scale[0] <= 1


def _questions_across(headings: Sequence[str], columns: Mapping[int, str], body: Rows, words: Words) -> Layout | None:
    """Return a tally whose first column holds the answers; None where the table has a row for each person."""
    asked = {place: key for place, key in columns.items() if key not in (CODE, ROLE) and survey_fields()[key].options}
    width = max((len(cells) for _, cells in body), default=0)
    full = [(row, [*map(words_of, cells), *[""] * (width - len(cells))]) for row, cells in body]
    for place in range(width):
        cells = [row[place] for _, row in full]
        answers = [
            cell for cell in cells if not is_total(cell) and plain(cell) not in BLANKS and not NOT_COUNTS.search(cell)
        ]
        heading = headings[place] if place < len(headings) else ""
        if place in columns or len(answers) < FEWEST or len(set(answers)) < len(answers):
            continue
        if not all(any(_is_answer(key, cell, words) for key in asked.values()) for cell in answers):
            continue
        counts = [row[column] for column in asked for _, row in full if row[place] in answers]
        if not all(not count or count_in(count) is not None for count in counts):
            continue  # a row for each person
        if all(map(str.isdigit, answers)) and not _scale_in_order(heading, [int(cell) for cell in answers]):
            continue
        tallies, notes = [], []
        for column, key in asked.items():
            told = {cells[place]: cells[column] for _, cells in full if not NOT_COUNTS.search(cells[place])}
            tallies += counted(full[0][0], key, told, notes)
        unread = tuple(
            words_of(heading)
            for other, heading in enumerate(headings)
            if words_of(heading) and other not in (*columns, place) and not is_total(heading)
        )
        labels = {key: words_of(headings[column]) for column, key in asked.items()}
        return _tally(tallies, notes, labels, unread)
    return None
