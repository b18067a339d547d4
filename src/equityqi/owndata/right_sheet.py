"""Which sheet of a workbook holds the counts: the one that can be read, or a question; tables of people are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from equityqi.owndata.filled_names import names_filled
from equityqi.owndata.hidden_cells import hidden_in
from equityqi.owndata.without_counts import told_without_counts
from equityqi.privacy import refuse_people
from equityqi.tables.asks import Ask
from equityqi.tables.counts import Counts
from equityqi.tables.finding import Finding
from equityqi.tables.plain_layout import plain
from equityqi.tables.raw_table import Raw, ReadError
from equityqi.tables.read_counts import GUIDE, counts_in
from equityqi.tables.reading import raws_of
from equityqi.tables.workbooks import never_calculated

NOT_CALCULATED = (
    "The formulas in this workbook were never calculated, so its cells have no numbers yet. Open it in Excel, save it,"
    " then choose it again."
)
SOME_NOT_CALCULATED = (
    "Some formulas in this workbook were never calculated. Their cells have no numbers yet, so we read them as blank."
    " Open it in Excel, save it, then choose it again."
)


def read_file(name: str, data: bytes, choose: Mapping[str, str]) -> Counts:
    """Return the counts of a file: of the sheet that was chosen, of the only one that can be read, or a question.

    Raises :class:`equityqi.tables.ReadError`, and :class:`equityqi.privacy.PeopleInTable` where the sheet that is read
    seems to hold people's details: a contact's address on a cover sheet does not matter, a person's in the data does.
    """
    raws = raws_of(name, data)
    counts = _read(raws, choose)
    for raw in raws if len(raws) == 1 else [raw for raw in raws if raw.sheet == counts.reading.sheet]:
        counts = replace(counts, findings=(*counts.findings, *hidden_in(data, raw, counts.reading.group)))
    if never_calculated(data):
        if counts.problem:
            return counts.refused(NOT_CALCULATED)
        counts = replace(counts, findings=(*counts.findings, Finding("never calculated", SOME_NOT_CALCULATED, name)))
    if counts.problem and len(raws) == 1 and (told := told_without_counts(raws[0])):
        return counts.refused(told)
    return counts


def _read(raws: list[Raw], choose: Mapping[str, str]) -> Counts:
    wanted = choose.get("sheet", "")
    if wanted:
        raws = [raw for raw in raws if raw.sheet == wanted] or _no_such_sheet(wanted, raws)
    if len(raws) == 1:
        refuse_people(_as_columns(raws[0]))
        return _counts_in(raws[0], choose)
    read = [(raw, _tried(raw, choose)) for raw in raws if raw.sheet != GUIDE]
    able = [(raw, counts) for raw, counts in read if not counts.problem and not counts.asks]
    asking = [(raw, counts) for raw, counts in read if counts.asks and not counts.problem]
    for some in (able, asking):
        if len(some) == 1:
            refuse_people(_as_columns(some[0][0]))
            return some[0][1]
        if some:
            return _which_sheet(some)
    raw, counts = max(read, key=lambda pair: len(pair[0].frame))
    refuse_people(_as_columns(raw))
    return counts


def _counts_in(raw: Raw, choose: Mapping[str, str]) -> Counts:
    raw, found = names_filled(raw)
    counts = counts_in(raw, choose)
    return replace(counts, findings=(*counts.findings, *found))


def _tried(raw: Raw, choose: Mapping[str, str]) -> Counts:
    """The counts of one of several sheets; a sheet without a column that was chosen is one that cannot be read."""
    try:
        return _counts_in(raw, choose)
    except ReadError as error:
        return Counts(raw.frame, problem=str(error))


def _which_sheet(some: list[tuple[Raw, Counts]]) -> Counts:
    for raw, _ in some:
        refuse_people(_as_columns(raw))
    titles = tuple(raw.sheet for raw, _ in some)
    sentence = f"{len(titles)} sheets of this workbook hold counts. Which one do you want to look at?"
    first = some[0][1]
    return replace(first, problem="", asks=(Ask("sheet", sentence, titles),), findings=())


def _no_such_sheet(wanted: str, raws: list[Raw]) -> list[Raw]:
    titles = ", ".join(f"“{raw.sheet}”" for raw in raws)
    raise ReadError(f"There is no sheet called “{wanted}” with a table. The sheets are: {titles}.")


def _as_columns(raw: Raw):
    """The table with numbers as numbers, as the search for people's details wants it."""
    return plain(raw, {})[0]
