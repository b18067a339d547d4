"""From a table as it stands in its file to its counts: roles found or chosen, time read, rows that are no groups left
out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from equityqi.tables.all_findings import look_for
from equityqi.tables.cells import SUPPRESSED, Numbers
from equityqi.tables.columns import Column, columns_of
from equityqi.tables.counts import Counts, of_areas, of_one_measure, of_single_groups
from equityqi.tables.finding import Finding, count_of
from equityqi.tables.known_words import (
    is_breakdown_heading,
    is_measure_heading,
    is_place_heading,
    is_total,
    plain_words,
    says_how_many,
    says_out_of,
)
from equityqi.tables.layouts import recognise
from equityqi.tables.period_words import is_to_date
from equityqi.tables.published import with_full_names
from equityqi.tables.raw_table import Raw
from equityqi.tables.reading import about_the_file
from equityqi.tables.reshape import reshaped
from equityqi.tables.roles import Roles, determines, roles_of
from equityqi.tables.stocks import may_be_added
from equityqi.tables.tidy import bounds, each_is, join_notes, words
from equityqi.tables.times import NoTime, coarser, times_of
from equityqi.tables.understood import Reading

GUIDE = "How to fill this in"  # the page of the course's own Excel templates that no reader needs to hear of
EXAMPLE = "invented example"  # what a row of a template says that nobody typed over
PUBLISHED = ("fingertips", "openprescribing", "list-sizes", "emergency")  # layouts that say all of it by their columns
SHOWN = 4  # rows of the file that are shown with the reading
FEWEST_PEOPLE = 20
COUNT_THEM = (
    "Each row seems to be one person. Count the people first, for each month and group: it is safer, and a gap"
    " needs counts."
)
_NUMBERED = re.compile(
    r"(?:(?:patient|person|case|record|row|study|pseudo|client|hospital|unit|nhs|spell|episode) ?)?(?:id|no"
    r"|number|nr|ref)|patient|person"
)
_NUMBERS_ROWS = re.compile(r"(?:row|line|record)? ?(?:id|no|number|nr|ref)?")


def counts_in(raw: Raw, choose: Mapping[str, str] | None = None) -> Counts:
    """Return the counts of a table as it stands in its file.

    ``choose``: what a person chose, by role: the columns "group", "period", "count" and "of", one "measure" of several,
    and "rows" (answers to what was asked of rows, joined by "; "). Nothing is guessed: what is not sure stands in
    ``asks``, and what is missing in ``problem``. Raises :class:`equityqi.tables.ReadError` where a column that was
    chosen is not there.
    """
    choose = {role: text for role, text in (choose or {}).items() if text}
    layout = recognise(raw)
    of_file = tuple(found for found in about_the_file(raw) if f"'{GUIDE}'" not in found.sentence)
    if layout.name in PUBLISHED:
        columns = layout.columns(raw.frame.columns)
        frame, found = layout.arrange(raw, columns)
        frame = with_full_names(frame, raw, columns["category"]) if "category" in columns else frame
        reading = _reading(raw, [], Roles())
        return _published(Counts(frame, findings=(*of_file, *found, *_noticed(frame)), reading=reading), choose)
    raw, examples = _without_examples(raw)
    counts = Counts(raw.frame, findings=(*of_file, *examples))
    if not len(raw.frame):
        return counts.refused(
            "All rows are invented examples from the template. Type your own counts over them, then try again."
        )
    return _by_roles(counts, raw, choose)


def _published(counts: Counts, choose: Mapping[str, str]) -> Counts:
    if not {"numerator", "denominator"} <= set(counts.frame):
        return counts.refused(
            "The table gives a percentage, a rate or a score, and a gap needs the numerator and denominator. Ask"
            " for the"
            " counts: how many people, out of how many, for each group."
            if "numerator" not in counts.frame
            and "value" in counts.frame
            and counts.frame.get("unit", pd.Series(["%"])).ne("registered patients").all()
            else "The table says how many, but not out of how many. Add a column that says out of how many."
        )
    counts = of_one_measure(counts, choose.get("measure", ""))
    counts = counts if counts.asks else of_areas(counts, _picked(choose))
    return counts if counts.problem or counts.asks else of_single_groups(counts, (), _picked(choose))


def _picked(choose: Mapping[str, str]) -> frozenset[str]:
    return frozenset(part.strip() for part in choose.get("rows", "").split(";"))


def _without_examples(raw: Raw) -> tuple[Raw, tuple[Finding, ...]]:
    """Return the table without the invented rows of a template, and what is said of them."""
    invented = np.zeros(len(raw.frame), dtype=bool)
    for place in range(raw.frame.shape[1]):
        cells = raw.frame.iloc[:, place]
        if cells.dtype.kind not in "iufM":
            invented |= each_is(cells, lambda text: text.casefold().startswith(EXAMPLE))
    if not invented.any():
        return raw, ()
    sentence = (
        f"{int(invented.sum())} rows are invented examples from the template. We left them out. Type over them, or"
        " delete them."
    )
    frame = raw.frame[~invented].reset_index(drop=True)
    sections = [section for section, odd in zip(raw.sections, invented, strict=False) if not odd]
    return replace(raw, frame=frame, rows=raw.rows[~invented], sections=sections), (
        Finding("example rows", sentence, "example"),
    )


def _by_roles(counts: Counts, raw: Raw, choose: Mapping[str, str]) -> Counts:
    first, raw = raw, reshaped(raw)
    columns = columns_of(raw)
    roles = _without_numbers_of_rows(roles_of(columns, choose), columns, len(raw.frame))
    counts = replace(counts, reading=_reading(first, columns, roles), asks=roles.asks)
    if _are_people(columns, len(raw.frame), bool(roles.count and roles.of)):
        return counts.refused(COUNT_THEM)
    if roles.problem:
        return counts.refused(roles.problem)
    frame = _rows(raw, {column.name: column for column in columns}, roles)
    measured = _measure_column(frame, roles) if roles.group and roles.count and roles.of else ""
    if measured:
        counts = of_one_measure(replace(counts, frame=frame), choose.get("measure", ""), measured)
        frame = counts.frame
    if counts.asks:
        return replace(counts, measure="")
    own = says_how_many(roles.count) == 3 and says_out_of(roles.of) == 3
    name = counts.measure if measured else "" if own else counts.reading.columns_counted
    return _timed(replace(counts, frame=frame, measure=name), raw, roles, measured, choose)


def _without_numbers_of_rows(roles: Roles, columns: list[Column], rows: int) -> Roles:
    """Return the roles without a column that only numbers the rows: it would tell a row from its own copy."""
    number = {
        column.name for column in columns if len(column.texts) == rows and _NUMBERED.fullmatch(plain_words(column.name))
    }
    return replace(roles, keys=tuple(key for key in roles.keys if key not in number))


def _are_people(columns: list[Column], rows: int, counted: bool) -> bool:
    """Whether each row seems to be one person: a column of its own numbers them (not only the rows of counts)."""
    return rows >= FEWEST_PEOPLE and any(
        len(column.texts) == rows
        and _NUMBERED.fullmatch(plain_words(column.name))
        and not (counted and _NUMBERS_ROWS.fullmatch(plain_words(column.name)))
        for column in columns
    )


def _timed(counts: Counts, raw: Raw, roles: Roles, measured: str, choose: Mapping[str, str]) -> Counts:
    """Return the counts with the time of each row, without rows that add up times, ready to be compared."""
    frame = counts.frame
    if roles.period:
        try:
            times, total = times_of(raw.frame, roles.period, raw.rows, frame.index)
        except NoTime as error:
            return counts.refused(str(error))
        frame = frame.assign(**{str(name): times[name] for name in times})
        longer = coarser(frame[~total]).reindex(frame.index, fill_value=False)
        left = total | longer
        if left.any() and not left.all():
            labels = list(dict.fromkeys(frame.loc[longer, "period_label"])) or ["all times together"]
            said = f"{', '.join(labels[:3])} adds up other rows, so we leave it out of the comparison."
            counts = counts.with_finding("times added up", said, roles.period[0])
            reading = replace(counts.reading, left_out=(f"{count_of(int(left.sum()), 'row', 'rows')} of longer times",))
            counts, frame = replace(counts, reading=reading), frame[~left]
    counts = replace(counts, frame=frame)
    keys = tuple(key for key in roles.keys if key != measured)
    compared = of_single_groups(counts, keys, _picked(choose))
    if not compared.problem and not compared.asks:
        so_far = [text for name in roles.period for text in raw.frame[name].iloc[frame.index].unique()]
        compared = may_be_added(compared, _picked(choose), any(map(is_to_date, so_far)))
    noticed = _noticed(compared.frame.drop(columns=[key for key in keys if key in compared.frame]))
    return replace(compared, findings=(*counts.findings, *noticed, *compared.findings[len(counts.findings) :]))


def _noticed(frame: pd.DataFrame) -> tuple[Finding, ...]:
    """What stands out in a table; what is done with repeated rows is said where it is done (copied_rows.py)."""
    return tuple(finding for finding in look_for(frame) if finding.kind != "repeated rows")


def _rows(raw: Raw, named: Mapping[str, Column], roles: Roles) -> pd.DataFrame:
    """Return the group, the other columns that split the rows, and both numbers with their bounds."""
    columns: dict[str, object] = {"group": named[roles.group].words} if roles.group else {}
    columns |= {key: named[key].words for key in roles.keys if key in named and key not in ("group", roles.group)}
    notes = None
    for role, name in (("numerator", roles.count), ("denominator", roles.of)):
        if not name:
            continue
        numbers = named[name].numbers
        columns[role] = numbers.value
        columns |= bounds(role, numbers)
        if role == "denominator":
            columns |= _unbound(numbers)
        notes = join_notes(notes, f"“{name}” is ", numbers)
    if notes is not None and notes.astype(bool).any():
        columns["note"] = notes
    frame = pd.DataFrame(columns, index=range(len(raw.frame)))
    frame = frame.astype({name: "str" for name in frame.columns if frame[name].dtype == object})
    numbers = [name for name in ("numerator", "denominator") if name in frame]
    if len(numbers) == 2:
        note = frame["note"] if "note" in frame else pd.Series("", index=frame.index)
        empty = frame[numbers].isna().all(axis=1) & ~each_is(note, lambda text: "suppressed" in text)
        frame = frame[~empty]
    return frame


def _unbound(numbers: Numbers) -> dict[str, np.ndarray]:
    """The bounds of out of how many, without those of a bare mark: it may hide any number that gives another away."""
    bare = [reason.startswith(SUPPRESSED) and not any(map(str.isdigit, reason)) for reason in numbers.reasons]
    hidden = np.array(bare)[numbers.reason]
    if not hidden.any():
        return {}
    limits = {"denominator_lower": numbers.lower, "denominator_upper": numbers.upper}
    return {name: np.where(hidden, np.nan, limit) for name, limit in limits.items()}


def _measure_column(frame: pd.DataFrame, roles: Roles) -> str:
    """Return the column whose names are measures: its heading says so, or each of its names has the same people."""
    for key in roles.keys:
        if key not in frame or frame[key].nunique() < 2:
            continue
        names = [name for name in frame[key].unique() if name]
        if any(map(is_total, names)):
            continue
        if is_measure_heading(key) or (is_breakdown_heading(key) and determines(frame["group"], frame[key])):
            return key
        others = ["group", *(other for other in roles.keys if other in frame and other not in (key, "group"))]
        same = frame[frame[key].isin(names)].groupby(others)["denominator"]
        if (
            len(names) > 1
            and not is_place_heading(key)  # two places may well be of one size
            and (same.nunique() == 1).all()
            and (same.size() > 1).all()
            and frame["denominator"].nunique() > 1
        ):
            return key
    return ""


def _reading(raw: Raw, columns: list[Column], roles: Roles) -> Reading:
    role_of = {roles.group: "group", **dict.fromkeys(roles.period, "period"), roles.count: "count", roles.of: "of"}
    told = tuple((column.name, role_of.get(column.name, "")) for column in columns)
    sample = tuple(tuple(row) for row in _cells(columns))
    rows = (int(raw.rows[0]), int(raw.rows[-1])) if len(raw.rows) else (0, 0)
    return Reading(
        sheet=raw.sheet if raw.other_sheets or raw.sheet not in ("", "Sheet", "Sheet1") else "",
        rows=rows, group=roles.group, period=" and ".join(roles.period), count=roles.count, of=roles.of,
        columns=told, sample=sample,
    )  # fmt: skip


def _cells(columns: list[Column]) -> list[tuple[str, ...]]:
    first = [column.cells.iloc[:SHOWN] for column in columns]
    return (
        list(
            zip(
                *([words(cells) if cells.dtype.kind not in "iuf" else cells.astype(str) for cells in first]),
                strict=True,
            )
        )
        if columns
        else []
    )
