"""Which column is the group, the period, how many, and out of how many: what is sure, and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from equityqi.tables.asks import MOST_ASKED, Ask
from equityqi.tables.calendar_names import MONTH_NUMBERS
from equityqi.tables.columns import NUMBER, PERIOD, WORDS, Column
from equityqi.tables.count_roles import counts_among
from equityqi.tables.known_words import (
    are_nations,
    folded,
    is_country,
    is_group_heading,
    is_known_group,
    is_measure_heading,
    is_place_heading,
    is_total,
    is_unknown,
    names_time,
    plain_words,
)
from equityqi.tables.periods import Period
from equityqi.tables.raw_table import ReadError

_SERIAL = re.compile(r"(?:\w+ )?(?:month|date|period|quarter|year|week)(?: \w+)?")  # numbers under it are Excel's days


@dataclass(frozen=True)
class Roles:
    """Which column has which role; ``period`` may be two columns, a year and its month. ``keys``: other columns of
    words that tell rows apart, such as specialty. ``asks``: what is not sure; ``problem``: one sentence where a role
    is missing.
    """

    group: str = ""
    period: tuple[str, ...] = ()
    count: str = ""
    of: str = ""
    keys: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    problem: str = ""


def roles_of(columns: Sequence[Column], choose: Mapping[str, str]) -> Roles:
    """Return the role of each column: as chosen, or as its heading and its cells say.

    Raises :class:`ReadError` where a column that was chosen is not there.
    """
    named = {column.name: column for column in columns}
    for role in ("group", "period", "count", "of"):
        if choose.get(role) and choose[role] not in named:
            known = ", ".join(list(named)[:MOST_ASKED])
            raise ReadError(f"There is no column called “{choose[role]}”. The columns are: {known}.")
    period, asks = _period(columns, choose)
    taken = {*period, *(choose[role] for role in ("count", "of") if choose.get(role))}
    group, keys, asked = _group([column for column in columns if column.name not in taken], choose.get("group", ""))
    count, of, more, problem = counts_among([column for column in columns if column.name != group], choose)
    if not period and not asks:
        problem = problem or _unread_time([column for column in columns if column.name not in (count, of)], group)
    roles = Roles(
        group, period, count, of, tuple(key for key in keys if key not in (count, of)), (*asks, *asked, *more)
    )
    if problem:
        return replace(roles, problem=problem, asks=())
    if not group and not asked:
        return replace(roles, problem=_no_group(columns), asks=())
    return roles


# Time


def _period(columns: Sequence[Column], choose: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Ask, ...]]:
    if choose.get("period"):
        return (choose["period"],), ()
    times = [column for column in columns if column.kind == PERIOD and column.name not in choose.values()]
    years = [
        column for column in times if all(re.fullmatch(r"(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?", t) for t in column.texts)
    ]
    parts = [column for column in columns if _is_part_of_year(column)]
    if years and len(years) == len(times) and len(parts) == 1:
        return (years[0].name, parts[0].name), ()
    if len(times) < 2:
        return tuple(column.name for column in times), ()
    finest = max(times, key=lambda column: len(column.texts))
    if all(determines(finest.words, other.words) for other in times):
        same = [column for column in times if determines(column.words, finest.words)]
        return tuple(column.name for column in same[:2]), ()
    options = tuple(column.name for column in times)
    return (), (Ask("period", "Which column says which month, quarter or year each row is about?", options),)


def _unread_time(columns: Sequence[Column], group: str) -> str:
    """Return why the times of a table cannot be read; empty where it has none, or only months of one year."""
    for column in columns:
        words = [text for text in column.texts if not is_total(text)]
        timed = column.kind in (WORDS, NUMBER) and column.name != group and names_time(column.name) and len(words) > 1
        timed = timed and (column.kind == WORDS or bool(_SERIAL.fullmatch(plain_words(column.name))))
        if timed and not _is_part_of_year(column):
            return (
                f"We can’t tell which time “{words[0]}” is, in the column “{column.name}”, so we don’t know which is"
                " the latest. Write each one as Jan 2024, 2019/20 Q1 or 2019/20; or keep one time only."
            )
    return ""


def _is_part_of_year(column: Column) -> bool:
    """Whether a column has names of months, or a quarter or a number of the month under a heading that says so."""
    plain = plain_words(column.name)
    if column.kind == WORDS:
        return all(
            text.casefold().rstrip(".") in MONTH_NUMBERS or re.fullmatch(r"(?i)q(?:uarter ?)?[1-4]", text)
            for text in column.texts
        )
    most = 12 if re.search(r"\bmonth\b", plain) else 4 if re.search(r"\b(?:quarter|qtr)\b", plain) else 0
    return (
        column.kind == NUMBER and bool(most) and all(text.isdigit() and 1 <= int(text) <= most for text in column.texts)
    )


def determines(one: pd.Series, other: pd.Series) -> bool:
    """Whether each value of one column has one value of another beside it.

    >>> determines(pd.Series(["a", "b", "a"]), pd.Series(["x", "x", "x"]))
    True
    """
    pairs = pd.factorize(one)[0].astype(np.int64) * (len(other) + 1) + pd.factorize(other)[0]
    return len(np.unique(pairs)) == one.nunique()


# Groups


def known_names(column: Column) -> list[str]:
    """Return the different names of a column's groups, folded, without totals and people whose group is not known."""
    names = frozenset(folded(text) for text in column.texts)
    country_is_all = len(names) > 2 and not are_nations(names)
    groups = (name for name in names if not is_total(name) and not (country_is_all and is_country(name)))
    return sorted(name for name in groups if not is_unknown(name, names, column.name))


def _group(columns: Sequence[Column], chosen: str) -> tuple[str, list[str], tuple[Ask, ...]]:
    """Return the column of groups, the other columns that split the rows, and what must be asked."""
    able = [column for column in columns if column.could_group]
    split = [column for column in able if column.kind == WORDS and len(column.texts) > 1]
    if chosen:
        return chosen, [column.name for column in split if column.name != chosen], ()
    able = [column for column in able if len(known_names(column)) > 1]
    able = [column for column in able if not is_measure_heading(column.name) or is_group_heading(column.name)] or able
    able = _without_codes(able)
    best = _plainest(able)
    if best is None:
        options = tuple(column.name for column in able)
        asks = (Ask("group", "Which column says which group each row is about?", options),) if able else ()
        return "", [column.name for column in split], asks
    same = {column.name for column in split if _same(column, best)}
    return best.name, [column.name for column in split if column.name not in same], ()


def _same(one: Column, other: Column) -> bool:
    return determines(one.words, other.words) and determines(other.words, one.words)


def _without_codes(able: list[Column]) -> list[Column]:
    """Leave out columns that name the same groups by another word, such as a code beside each name."""
    kept: list[Column] = []
    for column in sorted(
        able, key=lambda column: (bool(re.search(r"code|\bid\b", plain_words(column.name))), column.kind != WORDS)
    ):
        coded = re.search(r"code|\bid\b", plain_words(column.name))
        if not any(_same(column, other) or (coded and determines(other.words, column.words)) for other in kept):
            kept.append(column)
    return [column for column in able if column in kept]


def _plainest(able: list[Column]) -> Column | None:
    """Return the one column that names groups; None where two or more could."""
    if len(able) < 2:
        return able[0] if able else None
    exact = [column for column in able if plain_words(column.name) in ("group", "groups", "population group")]
    if len(exact) == 1:
        return exact[0]
    people = [
        column
        for column in able
        if is_group_heading(column.name) or sum(map(is_known_group, known_names(column))) * 2 > len(known_names(column))
    ]
    people = [column for column in people if not is_place_heading(column.name) or is_group_heading(column.name)]
    return people[0] if len(people) == 1 else None


def _no_group(columns: Sequence[Column]) -> str:
    few = next(
        (
            column
            for column in columns
            if column.could_group and len(known_names(column)) == 1 and len(column.texts) > 1
        ),
        None,
    )
    if few:
        return (
            f"In the column “{few.name}” only one group has a name, so there’s nothing to compare it with. Ask for the"
            " same counts for another group."
        )
    one = next((column for column in columns if column.kind == WORDS and len(column.texts) == 1), None)
    every = next((column for column in columns if column.kind == WORDS and not known_names(column)), None)
    if column := one or every:
        return (
            f"We can only find one group in this file: “{column.texts[0]}”, in the column “{column.name}”. Ask for the"
            " same counts split by group, such as deprivation or ethnicity."
        )
    return (
        "The table has no column that says which group each row is about. Add one, such as ethnic group or fifth of"
        " deprivation."
    )


def joined_time(year: str, part: str) -> str:
    """Return one period's text from a year and its month or quarter, each in a column of its own.

    >>> joined_time("2024/25", "February"), joined_time("2024", "3"), joined_time("2024/25", "Q2")
    ('2025-02', '2024-03', '2024/25 Q2')
    """
    month = MONTH_NUMBERS.get(part.casefold().rstrip(".")) or (int(part) if part.isdigit() else 0)
    if not month:
        return f"{year} Q{part[-1]}"
    start = Period.parse(year).start
    return f"{start.year + (start.month == 4 and month < 4)}-{month:02d}"
