"""Rows that are in a table twice: pasted again, one time copied, or given again with other counts."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from equityqi.tables.asks import Ask
from equityqi.tables.finding import count_of, some_of
from equityqi.tables.known_words import is_total, is_unknown
from equityqi.tables.rows_with_notes import GroupRows

ONCE, ADD_COPIES = "Count each row once", "Add the copies up"
LAST_ROWS, ADD_ROWS = "Use the last row of each", "Add these rows up"
OF_ONE_FILE = frozenset((ONCE, ADD_COPIES, LAST_ROWS, ADD_ROWS))  # answers that next month's file must not inherit
NUMBERS = [f"{name}{bound}" for name in ("numerator", "denominator") for bound in ("", "_lower", "_upper")]


def without_copies(rows: GroupRows) -> GroupRows:
    """Ask whether rows that are in the table twice count once, and do what was chosen.

    Where most groups have several rows of one time with different counts, each row is a part of its group (a clinic,
    a practice): these are added up unasked, and said so.
    """
    return _added_up(_given_again(_copied(rows)))


def _copied(rows: GroupRows) -> GroupRows:
    frame, times = rows.frame, _times(rows)
    same = [*times, "group", *rows.keys, *NUMBERS]
    alone = [*times, "group", *NUMBERS]
    if rows.keys and frame.duplicated(alone, keep=False).all():
        same = alone  # one table under two titles
    copy = frame.duplicated(same)
    twin = frame.duplicated(same, keep=False)
    by = [frame[name] for name in times] or [pd.Series(0, index=frame.index)]
    whole = twin.groupby(by, sort=False).transform("all")  # every row of a time has a copy
    parts = frame[~copy].duplicated([*times, "group", *rows.keys], keep=False)
    if parts.any():
        copy &= whole  # two parts of one group may well have the same counts
    if not copy.any():
        return rows
    if ADD_COPIES in rows.picked:
        return rows
    if ONCE not in rows.picked:
        return replace(rows, asks=(Ask("rows", _are_copies(rows, twin, whole), (ONCE, ADD_COPIES)),))
    many = count_of(int(copy.sum()), "row", "rows")
    said = f"{many} repeat another row, with the same counts. As you chose, each row counts once."
    return replace(rows, frame=frame[~copy]).noted("counted once", said, f"{many} that repeat another")


def _are_copies(rows: GroupRows, twin: pd.Series, whole: pd.Series) -> str:
    """The question on rows that have a copy; it tells no counts, because it leaves the computer too."""
    frame = rows.frame
    if twin.all():
        what = "Every row of this table is there more than once, with the same counts, as if the table had been pasted"
        return f"{what} twice. Should each row count once, or do the copies add up?"
    if whole.any():
        labels = some_of(frame.loc[whole, "period_label"])
        what = f"Every row of {labels} is there more than once, with the same counts"
        return f"{what}. Should each row count once, or do the copies add up?"
    named = _named(frame[twin])
    return f"The same row is there more than once, with the same counts: {named}. Should it count once?"


def _given_again(rows: GroupRows) -> GroupRows:
    """Ask about the few groups that have two rows of one time, with other counts, where all the others have one."""
    if rows.asks:
        return rows
    key = [*_times(rows), "group", *rows.keys]
    frame, named = rows.frame, _are_named(rows)
    twin = frame.duplicated(key, keep=False) & named
    parts = frame[named & ~frame.duplicated(key)]
    if not twin.any() or 2 * twin[parts.index].sum() > len(parts) or ADD_ROWS in rows.picked:
        return rows
    if LAST_ROWS not in rows.picked:
        sentence = (
            f"These have more than one row, with different counts: {_named(frame[twin])}. The others have one. Is the"
            " last row the right one, or do the rows add up?"
        )
        return replace(rows, asks=(Ask("rows", sentence, (LAST_ROWS, ADD_ROWS)),))
    older = frame.duplicated(key, keep="last") & twin
    many = count_of(int(older.sum()), "row", "rows")
    said = f"{many} come before another row of the same group and time. As you chose, the last row of each is used."
    return replace(rows, frame=frame[~older]).noted("last row used", said, f"{many} that a later row replaces")


def _added_up(rows: GroupRows) -> GroupRows:
    """Say how many rows are added to another of the same group and time."""
    twin = rows.frame[_are_named(rows)].duplicated([*_times(rows), "group", *rows.keys])
    if rows.asks or not twin.any():
        return rows
    key = "group and time" if "start" in rows.frame else "group"
    said = f"{count_of(int(twin.sum()), 'row has', 'rows have')} the same {key} as a row before. We added them up."
    return rows.noted("added up", said)


def _are_named(rows: GroupRows) -> pd.Series:
    """Which rows are of a group that is known by name."""
    return rows.frame["group"].map(lambda name: not (name == "" or is_total(name) or is_unknown(name)))


def _times(rows: GroupRows) -> list[str]:
    return [name for name in ("start", "end") if name in rows.frame]


def _named(frame: pd.DataFrame) -> str:
    """The first few rows by their group and time."""
    if "period_label" not in frame:
        return some_of(frame["group"])
    return some_of(frame["group"].astype(str) + " in " + frame["period_label"].astype(str))
