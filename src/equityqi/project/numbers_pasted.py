"""A project's numbers pasted as a table: read row by row, and taken only as a whole."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from equityqi.project.numbers import (
    LONGEST,
    MOST_GROUPS,
    MOST_ROWS,
    NotANumber,
    Numbers,
    check_pair,
    time_in_words,
    time_typed,
    with_count,
    with_time,
)

HOW_TO_PASTE = "Paste four columns from Excel: month, group, how many, out of how many."
TWICE = (
    "Two rows are for {group}, {when}, so nothing was saved. Each group has one row for each time. Add them up, or keep"
    " the later one if you count the same people each time. Then try again."
)


def with_table(numbers: Numbers, id: str, rows: Sequence[tuple[str, str, str, str]]) -> Numbers:
    """Return the numbers with every row of a table put in: time, group, how many, out of how many.

    A row without counts changes none. Raises :class:`NotANumber` for two rows of one time and group: nobody can say
    here whether they are to be added up.
    """
    known, seen = {group.casefold(): group for group in numbers.groups}, set()
    for when, typed, count, of in rows:
        clean = " ".join(typed.split())[:LONGEST]
        group = known.setdefault(clean.casefold(), clean)
        if group not in numbers.groups:
            if len(numbers.groups) >= MOST_GROUPS:
                raise NotANumber(f"The table has more than {MOST_GROUPS} groups. Put some of them together first.")
            numbers = numbers.model_copy(update={"groups": [*numbers.groups, group]})
        numbers = with_time(numbers, when)
        if not (count.strip() or of.strip()):
            continue
        if (when, group) in seen:
            raise NotANumber(TWICE.format(group=group, when=time_in_words(when)))
        seen.add((when, group))
        numbers = with_count(numbers, id, when, group, count, of)
    return numbers


def table_pasted(text: str, numbers: Numbers) -> list[tuple[str, str, str, str]]:
    """Return the rows of a pasted table. Raises :class:`NotANumber` with a sentence; nothing is taken then.

    >>> table_pasted("Month\\tGroup\\tDone\\tBooked\\nMay 2026\\tCarers\\t2\\t3", Numbers())
    [('2026-05', 'Carers', '2', '3')]
    """
    mark = next((mark for mark in "\t;" if mark in text), ",")
    lines = [line for line in text.splitlines() if line.strip(f" {mark}")]
    if not lines:
        raise NotANumber(f"There’s no table in the box yet. {HOW_TO_PASTE}")
    if len(lines) > MOST_ROWS:
        raise NotANumber(f"This table has {len(lines)} rows. Paste at most {MOST_ROWS}.")
    try:
        cells = [[" ".join(cell.split()) for cell in row] for row in csv.reader(lines, delimiter=mark)]
    except csv.Error:
        raise NotANumber(f"We can’t read this table. {HOW_TO_PASTE}") from None
    return list(_rows(cells, numbers.every))


def _rows(cells: list[list[str]], every: str) -> Iterator[tuple[str, str, str, str]]:
    for place, row in enumerate(cells):
        if len(row) != 4:
            raise NotANumber(f"Row {place + 1} has {len(row)} cells, not 4. {HOW_TO_PASTE}")
        if place == 0 and not any(character.isdigit() for character in "".join(row[2:])):
            continue  # the headings
        when = time_typed(row[0], every)
        if not row[1]:
            raise NotANumber(f"Row {place + 1} names no group. Say who each row is about.")
        check_pair(row[2], row[3], f"Row {place + 1}")
        yield when, row[1], row[2], row[3]
