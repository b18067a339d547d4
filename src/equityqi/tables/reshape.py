"""Tables laid side by side brought to one row a group and time: a column for each month, or for each group."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from equityqi.tables.columns import NUMBER, WORDS, Column, columns_of
from equityqi.tables.known_words import (
    folded,
    is_group_heading,
    is_known_group,
    is_note_heading,
    is_total,
    no_count,
    says_how_many,
    says_out_of,
)
from equityqi.tables.opposites import are_opposites, is_negated
from equityqi.tables.periods import is_period
from equityqi.tables.raw_table import Raw
from equityqi.tables.split_cells import numbers_apart

WHEN, GROUP, NUMBERS, FEWEST = "period", "group", "number of each", 2
_PARTS = re.compile(r"(: | [-–—|] |[ _/]+)")


def reshaped(raw: Raw) -> Raw:
    """Return the table with its months, its groups and its kinds of number below each other, where they were side by
    side or in one column; else as it is.
    """
    raw = months_to_rows(_turned(numbers_apart(_with_sections(raw))))
    return parts_to_columns(kinds_to_columns(groups_to_rows(raw)))


def _with_sections(raw: Raw) -> Raw:
    """Return the table with the headings between its rows as a column, where it has some."""
    if not raw.sections or len(raw.sections) != len(raw.frame):
        return raw
    name = "section" if "section" not in raw.frame else "section heading"
    return replace(raw, frame=raw.frame.assign(**{name: pd.Series(raw.sections, dtype="str")}), sections=[])


def _turned(raw: Raw) -> Raw:
    """Return one row for each group, where groups stand side by side and each row is a kind of number."""
    columns = columns_of(raw)
    numbers = [column for column in columns if column.kind == NUMBER]
    kinds = [column for column in columns if column.kind == WORDS and _names_kinds(column)]
    if len(kinds) != 1 or len(numbers) < FEWEST or any(_says_a_number(column.name) for column in numbers):
        return raw
    kept = [column.name for column in columns if column.kind != NUMBER]
    heading = GROUP if GROUP not in kept else "group of the column"
    blocks = [
        raw.frame[kept].assign(**{heading: column.name, NUMBERS: raw.frame[column.name].astype("str")})
        for column in numbers
    ]
    return replace(raw, frame=pd.concat(blocks, ignore_index=True), rows=np.tile(raw.rows, len(blocks)), sections=[])


def _names_kinds(column: Column) -> bool:
    """Whether the cells of a column say of each number whether it is how many, or out of how many."""
    texts = column.texts
    groups = is_group_heading(column.name) or sum(map(is_known_group, texts)) * 2 > len(texts)
    return (
        2 <= len(texts) <= 30
        and not groups
        and not (len(texts) == 2 and are_opposites(*texts))
        and any(says_out_of(text) > 1 or text.casefold() == "n" for text in texts)
        and any(says_how_many(text) or not says_out_of(text) for text in texts)
    )


def _says_a_number(name: str) -> bool:
    says = is_period(name) or says_out_of(name) > 1 or says_how_many(name) or no_count(name)
    return bool(says) and not is_known_group(name)


def _split(name: str) -> list[tuple[str, str]]:
    """Each way to part a heading in two: "Black: seen", "Apr 2024 seen", "Seen (men)"."""
    pieces = _PARTS.split(name)
    return [(_bare("".join(pieces[:place])), _bare("".join(pieces[place + 1 :]))) for place in range(1, len(pieces), 2)]


def _bare(part: str) -> str:
    """A part of a heading without the brackets round it."""
    found = re.fullmatch(r"\(([^()]*)\)|\[([^\[\]]*)\]", part)
    return found[1] or found[2] or "" if found else part


def _timed(name: str) -> tuple[str, str] | None:
    """The period of a heading, and the rest of it; None where it names no period."""
    if is_period(name):
        return name, ""
    both = [pair for one, other in _split(name) for pair in ((one, other), (other, one)) if is_period(pair[0])]
    return max(both, key=lambda pair: len(pair[0]), default=None)  # "2025_03: seen" is of March, not of 2025


def months_to_rows(raw: Raw) -> Raw:
    """Return one row for each period, from one column (or one of each kind) for each period.

    A time that is there twice gives its rows twice. A single time is enough where a column says of each row what kind
    of number it is.
    """
    names = [str(name) for name in raw.frame.columns]
    timed = {name: (*found, copy) for name in names for one, copy in [_copy(name, names)] if (found := _timed(one))}
    times = list(dict.fromkeys((when, copy) for when, _, copy in timed.values()))
    if len(times) < FEWEST and not (times and _one_time(raw, set(timed))):
        return raw
    kept = [name for name in names if name not in timed]
    kinds = list(dict.fromkeys(kind for _, kind, _ in timed.values()))
    blocks = []
    for when, copy in times:
        block = raw.frame[kept].copy()
        block[WHEN if WHEN not in kept else "period of the column"] = when
        for kind in kinds:
            name = next((name for name, found in timed.items() if found == (when, kind, copy)), None)
            block[kind or "count of each time"] = "" if name is None else raw.frame[name].astype("str")
        blocks.append(block)
    return replace(raw, frame=pd.concat(blocks, ignore_index=True), rows=np.tile(raw.rows, len(blocks)), sections=[])


def _copy(name: str, names: list[str]) -> tuple[str, str]:
    """A heading that stood there before, and which copy of it this is: "Mar 2025 (2)" of "Mar 2025"."""
    found = re.fullmatch(r"(.+) \((\d+)\)", name)
    return (found[1], found[2]) if found and found[1] in names else (name, "")


def _one_time(raw: Raw, timed: set[str]) -> bool:
    """Whether the only column of numbers is of one time, and another column says what kind each number is."""
    columns = columns_of(raw)
    numbers = {column.name for column in columns if column.kind == NUMBER}
    return numbers == timed and any(column.kind == WORDS and _names_kinds(column) for column in columns)


def groups_to_rows(raw: Raw) -> Raw:
    """Return one row for each group, from one column of each kind ("Black: seen", "Black: invited") for each group."""
    columns = columns_of(raw)
    numbers = [column.name for column in columns if column.kind == NUMBER]
    kept = [column.name for column in columns if column.kind != NUMBER]
    parted = _crossed(numbers)
    if parted is None:
        return raw
    names = dict.fromkeys(group for group, _ in parted.values())
    kinds = dict.fromkeys(kind for _, kind in parted.values())
    heading = GROUP if GROUP not in kept else "group of the column"
    blocks = []
    for group in names:
        block = raw.frame[kept].copy()
        block[heading] = group
        for kind in kinds:
            name = next(name for name, both in parted.items() if both == (group, kind))
            block[kind] = raw.frame[name].astype("str")
        blocks.append(block)
    return replace(raw, frame=pd.concat(blocks, ignore_index=True), rows=np.tile(raw.rows, len(blocks)), sections=[])


def _crossed(names: list[str]) -> dict[str, tuple[str, str]] | None:
    """Each heading parted into a group and a kind of number, where each group has each kind, one of them out of how
    many.
    """
    if len(names) < 4:
        return None
    for first in (True, False):
        kinds = {other if first else one for name in names for one, other in _split(name)}
        kinds = {kind for kind in kinds if sum(_ends(name, kind, first) for name in names) > 1}
        for some in _sets(kinds, names, first):
            parted = {name: both for name in names if (both := _part(name, some, first))}
            if len(parted) == len(names):
                groups = {both[0] for both in parted.values()}
                if len(groups) > 1 and len(set(parted.values())) == len(names) == len(groups) * len(some):
                    return parted
    return None


def _ends(name: str, kind: str, first: bool) -> bool:
    return any((other if first else one) == kind for one, other in _split(name))


def _part(name: str, kinds: tuple[str, ...], first: bool) -> tuple[str, str] | None:
    for one, other in _split(name):
        group, kind = (one, other) if first else (other, one)
        if kind in kinds and says_out_of(group) != 3:
            return group, kind
    return None


def _sets(kinds: set[str], names: list[str], first: bool) -> list[tuple[str, ...]]:
    """The sets of kinds to try: those in as many headings as each other, with one that says out of how many."""
    often: dict[int, list[str]] = {}
    for kind in sorted(kinds, key=len, reverse=True):
        often.setdefault(sum(_ends(name, kind, first) for name in names), []).append(kind)
    several = [(count, some) for count, every in often.items() for some in (every, _whole_kinds(every))]
    return [
        tuple(some[:size])
        for count, some in several
        for size in (len(names) // count,)
        if len(names) % count == 0
        and 2 <= size <= len(some)
        and any(map(says_out_of, some[:size]))
        and not all(map(_is_group, some[:size]))
        and not all(s in ("",) for s in some)
    ]


def _whole_kinds(kinds: list[str]) -> list[str]:
    """Without the ends of others: "seen" of "% seen"."""
    return [kind for kind in kinds if not any(re.search(rf"[ _/]{re.escape(kind)}$", other) for other in kinds)]


def _is_group(kind: str) -> bool:
    return is_known_group(kind) and not says_how_many(kind) and says_out_of(kind) < 2


def _keys(raw: Raw, others: list[str], kind: str, number: str) -> pd.DataFrame | None:
    """What tells the rows of one kind of number apart; None where nothing does. Copies of a row are told by their
    order, so that a table that was pasted twice stays one.
    """
    if not others:
        return None
    told = raw.frame[[*others, kind]].astype("str")
    twin = told.duplicated()
    if twin.sum() != raw.frame[[*others, kind, number]].astype("str").duplicated().sum():
        return None
    keys = told[others]
    return keys.assign(**{" copy": told.groupby([*told], dropna=False).cumcount()}) if twin.any() else keys


def kinds_to_columns(raw: Raw) -> Raw:
    """Return one column for each kind of number, where one column of words says of each number which kind it is."""
    columns = columns_of(raw)
    numbers = [column for column in columns if column.kind == NUMBER]
    if len(numbers) != 1:
        return raw
    number = numbers[0].name
    for column in [column for column in columns if column.kind == WORDS and _names_kinds(column)]:
        others = [
            other.name
            for other in columns
            if other.name not in (column.name, number) and not is_note_heading(other.name)
        ]
        keys = _keys(raw, others, column.name, number)
        if keys is None:
            continue
        place = keys.groupby([*keys], sort=False, dropna=False).ngroup().to_numpy()
        first = np.unique(place, return_index=True)[1]
        if len(first) * 2 > len(raw.frame):
            continue
        wide = raw.frame[others].iloc[first].reset_index(drop=True)
        for text in column.texts:
            rows = (column.words == text).to_numpy()
            cells = np.full(len(first), "", dtype=object)
            cells[place[rows]] = raw.frame[number].astype("str").to_numpy()[rows]
            wide[text if text not in wide else f"{text} (number)"] = cells
        return replace(
            raw, frame=wide.astype({text: "str" for text in wide.columns}), rows=raw.rows[first], sections=[]
        )
    return raw


def parts_to_columns(raw: Raw) -> Raw:
    """Return one row with the part that had it and the whole, where two rows are a thing and its opposite (attended,
    did not attend) and one column counts them.
    """
    columns = columns_of(raw)
    numbers = [column for column in columns if column.kind == NUMBER and column.why_not in ("", "no count of people")]
    if len(numbers) != 1 or sum(column.kind == NUMBER for column in columns) != 1:
        return raw
    number = numbers[0]
    for column in columns:
        texts = [text for text in column.texts if not is_total(text)]
        if column.kind != WORDS or is_group_heading(column.name) or len(texts) != 2 or not are_opposites(*texts):
            continue
        others = [
            other.name
            for other in columns
            if other.name not in (column.name, number.name) and not is_note_heading(other.name)
        ]
        keys = _keys(raw, others, column.name, number.name)
        if keys is None:
            continue
        yes, no = sorted(texts, key=lambda text: (is_negated(text), folded(text)))
        place = keys.groupby([*keys], sort=False, dropna=False).ngroup().to_numpy()
        first = np.unique(place, return_index=True)[1]
        values = np.full((2, len(first)), np.nan)
        for at, text in enumerate((yes, no)):
            rows = (column.words == text).to_numpy()
            values[at, place[rows]] = number.numbers.value[rows]
        named = f"{column.name} {yes}" if folded(yes) == "yes" else yes
        whole = values.sum(axis=0)
        wide = raw.frame[others].iloc[first].reset_index(drop=True)
        wide = wide.assign(**{named: values[0], f"out of {yes} and {no}": whole})
        return replace(raw, frame=wide, rows=raw.rows[first], sections=[])
    return raw
