"""From a table of survey answers to the sheets that it holds, and what a trainer should know of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import repeat

from equityqi.evaluation.survey_columns import CODE, ROLE, code_of, plain, survey_fields, words_of
from equityqi.evaluation.survey_found import Found, Response, some
from equityqi.evaluation.survey_layouts import Layout
from equityqi.tables.raw_table import shorten


def table_responses(layout: Layout, name: str, found: Found) -> Iterator[Response]:
    """Yield the sheets of each person, or one for each answer of a tally. ``name``: that of the file."""
    for row, cells in layout.people:
        yield from _row(cells, name, f"row {row}", found)
    for tally in layout.tallies:
        if answer := found.answer(tally.key, tally.answer, name, f"row {tally.row}"):
            one = Response(survey_fields()[tally.key].sheet, {tally.key: answer}, tallied=True)
            yield from repeat(one, tally.count)


def _row(cells: Mapping[str, str], name: str, place: str, found: Found) -> Iterator[Response]:
    """Part a row into the sheets that it holds; a sheet without an answer is none."""
    kept = {
        key: text
        for key, given in cells.items()
        if key not in (CODE, ROLE) and (text := found.answer(key, given, name, place))
    }
    for sheet in dict.fromkeys(one.sheet for one in survey_fields().values()):
        if mine := {key: text for key, text in kept.items() if survey_fields()[key].sheet == sheet}:
            yield Response(sheet, mine, code_of(cells.get(CODE)), words_of(cells.get(ROLE)))


def about_table(layout: Layout, name: str) -> Iterator[str]:
    """Yield what to know of one table: what was not read, what was taken in order, and that it is a tally."""
    if layout.unread:
        yield (
            f"{name}: these columns aren’t part of the survey, so we didn’t read them and don’t keep them:"
            f" {some([shorten(words_of(heading)) for heading in layout.unread])}."
        )
    if layout.tallies:
        yield (
            f"{name} is a tally: a count for each answer. It can’t say who gave which answers, so we don’t use it where"
            " we need two answers of one person. If the folder also has these people’s sheets, take one of the two out."
        )
    yield from (f"{name}, {note}" for note in layout.notes)
    yield from _by_order(layout, name)


def _by_order(layout: Layout, name: str) -> Iterator[str]:
    fields = survey_fields()
    labels = [fields[key].label for key in layout.headings if key in fields]
    alike = [
        heading for key, heading in layout.headings.items() if key in fields and labels.count(fields[key].label) > 1
    ]
    if by_order := [heading for heading in alike if plain(heading) not in {plain(key) for key in fields}]:
        yield (
            f"{name}: “{shorten(words_of(min(by_order, key=len)))}” and others like it are there more than once. We"
            " took them in the survey's order: now, then looking back (with three: before the course first). Check that"
            " the form asks in this order."
        )
