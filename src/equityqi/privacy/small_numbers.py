"""Small numbers hidden by rule, and others with them, so that no total gives a hidden number back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from equityqi.privacy.hiding_rules import RULES
from equityqi.privacy.totals import find_lines, protect
from equityqi.tables.cells import SUPPRESSED


class CannotHide(ValueError):
    """The table cannot be made safe as asked; ``str()`` says what is wrong, where, and what to do."""


def hide_small(
    frame: pd.DataFrame, counts: Any, rule: str = "hes", totals: Any = (), *, national: Any = ()
) -> pd.DataFrame:
    """Return a copy of a table with small counts hidden, so that no total in it gives one back.

    A hidden count is empty (NaN), never 0; beside each column of counts a new one, ``<column>_reason``, says
    why, and is blank where the count is shown. The reason is the same for a small count and for one that is
    hidden to protect it. Hide counts first and work out percentages from the result: other columns are left
    as they are, and a percentage beside its denominator would give a hidden numerator back.

    ``frame``: a table of counts, either one row for each group, or a cross table. ``counts``: the column of counts,
    or a list of columns. In a cross table, the columns that add up to a total. ``rule``: ``"hes"``: 1 to 7 are
    hidden, other counts are rounded to the nearest 5. ``"under-5"``: 1 to 4 are hidden. ``"opensafely"``: 0 to 7 are
    shown as 0, others are rounded to the nearest 5. ``"none"``: nothing is changed. ``totals``: the names of what
    holds totals: a column that is the sum of the other counts in its row (``"All"``), or a label of rows that are the
    sum of other rows (``"England"``, ``"Persons"``). Rows are summed where every other label is the same, such as the
    month. ``national``: labels of rows that hold national counts, which the rules leave as they are.

    Returns a new table; counts become floats. Hiding again what is hidden changes nothing, if the same arguments are
    given. Raises :class:`CannotHide`: a rule, column or total that is not there, a count that is not a whole number
    or is below 0.

    Every sum shows all of its counts or leaves out two at least. Then it is checked, for each hidden count in a
    table of rows, or of rows and columns, that two or more whole numbers fit all that is shown, by linear
    programming; with three directions or more its bounds need not be whole numbers. Where nothing is left
    to hide, a whole sum is hidden with its total. Each table is made safe on its own: two tables of the same
    people, or the same table a month later, can still be subtracted.

    Source: NHS Digital, disclosure control for HES and ECDS, from September 2018; OpenSAFELY ``ehrql``,
    ``measures/disclosure_control.py``; secondary suppression after Cox (1980) and Gusfield (1988).

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["Asian", "Black", "White", "All"], "seen": [41, 3, 96, 140]})
    >>> hide_small(table, "seen")["seen"].tolist()
    [40.0, nan, 95.0, 140.0]
    >>> hide_small(table, "seen", totals="All")["seen"].tolist()
    [nan, nan, 95.0, 140.0]
    >>> hide_small(table, "seen", rule="opensafely")["seen"].tolist()
    [40.0, 0.0, 95.0, 140.0]
    """
    counts, totals, national = _listed(counts), _listed(totals), _listed(national)
    if not isinstance(rule, str) or rule not in RULES:
        raise CannotHide(f"rule is {rule!r}, which is not known. Choose one of {', '.join(map(repr, RULES))}.")
    columns = _count_columns(frame, counts, totals)
    how = RULES[rule]
    values = np.column_stack([_numbers(frame, column) for column in columns])
    exempt = np.zeros(values.shape, bool) | _labelled(frame, columns, national)[:, None]
    if national and not exempt.any():
        raise CannotHide(f"No row is labelled {_quoted(national)}. Give 'national' as it is written in the table.")
    lines = find_lines(frame, columns, totals)
    unmatched = [name for name in totals if name not in columns and not _labelled(frame, columns, [name]).any()]
    if unmatched:
        raise CannotHide(
            f"No column or row label is {_quoted(unmatched)}. Give 'totals' as it is written in the table."
        )

    known = ~np.isnan(values)
    small = known & ~exempt & (values >= 1) & (values <= how.largest)
    shown = np.where(exempt, values, _rounded(values, how))
    lower, upper = _bounds(values, shown, exempt, how)
    if rule == "none":
        hidden = np.zeros(values.shape, bool)
    else:
        hidden = protect(lines, values, lower, upper, small, how.as_zero)
    return _as_shown(frame, columns, shown, hidden, small, known, rule)


def _rounded(values, how):
    """Return what is shown of each count: small ones are NaN, or 0 where the rule shows them so."""
    shown = values if not how.nearest else how.nearest * np.rint(values / how.nearest)
    return np.where((values >= 1) & (values <= how.largest), 0.0 if how.as_zero else np.nan, shown)


def _bounds(values, shown, exempt, how):
    """Return the least and the most that a reader knows each count to be, were it shown by the rule."""
    lower, upper = values.copy(), values.copy()
    if how.nearest:
        half = how.nearest // 2
        near = ~exempt & (values > how.largest)
        lower = np.where(near, np.maximum(shown - half, how.largest + 1), lower)
        upper = np.where(near, shown + half, upper)
    small = ~exempt & (values >= 1) & (values <= how.largest)
    lower, upper = np.where(small, 1.0, lower), np.where(small, float(how.largest), upper)
    if how.as_zero:
        none = ~exempt & (values <= how.largest)
        lower, upper = np.where(none, 0.0, lower), np.where(none, float(how.largest), upper)
    return np.where(np.isnan(values), 0.0, lower), np.where(np.isnan(values), np.inf, upper)


def _as_shown(frame, columns, shown, hidden, small, known, rule):
    """Return the table as it may be shown, with a column of reasons beside each column of counts."""
    how, table = RULES[rule], frame.copy()
    reason = f"{SUPPRESSED}: 1 to {how.largest}, or hidden so that no such count can be worked out (rule '{rule}')"
    if how.as_zero:
        reason = f"{SUPPRESSED}: hidden so that no count of 1 to {how.largest} can be worked out (rule '{rule}')"
    for at, column in enumerate(columns):
        name = f"{column}_reason"
        before = (
            table[name].fillna("").astype(str).to_numpy(object) if name in table else np.full(len(table), "", object)
        )
        why = np.where(hidden[:, at] & known[:, at], reason, np.where(known[:, at], "", before))
        numbers = np.where(hidden[:, at], np.nan, shown[:, at])
        table[column] = numbers
        if name in table:
            table[name] = why
        else:
            table.insert(table.columns.get_loc(column) + 1, name, why)
    return table


def _count_columns(frame, counts, totals):
    if not counts:
        raise CannotHide("counts is empty. Say which column holds the counts, such as counts='numerator'.")
    missing = [name for name in counts if name not in frame.columns]
    if missing:
        raise CannotHide(f"There is no column {_quoted(missing)}. The table has the columns {_quoted(frame.columns)}.")
    columns = list(dict.fromkeys([*counts, *(name for name in totals if name in frame.columns)]))
    doubled = [name for name in columns if list(frame.columns).count(name) > 1]
    if doubled:
        raise CannotHide(f"More than one column is called {_quoted(doubled)}. Give each its own name.")
    return columns


def _numbers(frame, column):
    """Return a column as floats, or refuse the first value that is not a count."""
    series = frame[column]
    numbers = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.isnan(numbers) & series.notna().to_numpy()
    if pd.api.types.is_bool_dtype(series.dtype) or wrong.any():
        at = int(np.argmax(wrong))
        raise CannotHide(
            f"Column '{column}', row {frame.index[at]}: {series.tolist()[at]!r} is not a count. "
            "Read the file with read_table, which keeps such marks beside the numbers, then try again."
        )
    size = np.nan_to_num(numbers, posinf=1e300, neginf=-1e300)
    wrongs = (
        (size < 0, "is below 0"),
        (size > 1e15, "is too large to be right"),
        (size % 1 != 0, "is not a whole number"),
    )
    for bad, what in wrongs:
        if bad.any():
            at = int(np.argmax(bad))
            where = f"Column '{column}', row {frame.index[at]}"
            raise CannotHide(f"{where}: {numbers[at]:g} {what}. Give counts of people or events, then try again.")
    return numbers


def _labelled(frame, columns, names):
    """Say for each row whether one of its labels is among ``names``."""
    marked = np.zeros(len(frame), bool)
    if not names:
        return marked
    for level in range(frame.index.nlevels):
        marked |= np.asarray(frame.index.get_level_values(level).isin(names))
    for column in frame.columns:
        if column not in columns:
            marked |= frame[column].isin(names).to_numpy()
    return marked


def _listed(names: Any) -> list:
    if isinstance(names, tuple) and not names:
        return []
    return [names] if isinstance(names, (str, int, tuple)) else list(names)


def _quoted(names):
    return ", ".join(f"'{name}'" for name in names)
