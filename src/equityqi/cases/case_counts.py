"""How a case's tables are counted: one measure, by month or quarter and by group."""

from __future__ import annotations

import pandas as pd

from equityqi.cases.case_files import CaseError, Group
from equityqi.tables.periods import Period


def counts_of(case, measure: str, by: str | None = None, within: str | None = None) -> pd.DataFrame:
    """Do what :meth:`equityqi.cases.case.Case.counts` says."""
    if measure not in case.measures:
        raise CaseError(f"{case.folder.name} has no measure “{measure}”. It has: {', '.join(case.measures)}.")
    found = case.measures[measure]
    by = by or (case.file.gap.by if case.file.gap.by in found.by else found.by[0])
    for split in (by, *([within] if within else [])):
        if split not in found.by:
            raise CaseError(f"{measure} cannot be split by “{split}”. It can be split by: {', '.join(found.by)}.")
    splits = {"group": case.groups[by], **({"within": case.groups[within]} if within else {})}
    keys = {**({found.time: None} if found.time else {}), **splits}
    parts = [
        _counted(case, count, keys).rename(name)
        for name, count in (("numerator", found.numerator), ("denominator", found.denominator))
    ]
    table = (
        pd.concat(parts, axis=1)
        .fillna({"numerator": 0})
        .dropna()
        .astype({"numerator": int, "denominator": int})
        .reset_index()
    )
    table = table.sort_values(list(keys), kind="stable").astype(dict.fromkeys(splits, str)).reset_index(drop=True)
    return table.rename(columns={found.time: "month" if found.time == "month" else "quarter"})


def _counted(case, count, keys) -> pd.Series:
    frame = _table(case, count.table)
    splits = []
    for key, group in keys.items():
        column = _column(case, frame, group.column if group else key, count.table)
        if group:
            order = list(dict.fromkeys(group.levels.values()))
            column = pd.Categorical(
                column.astype("string").str.lower().map(_levels(group)), categories=order, ordered=True
            )
        elif column.dtype == "object" or isinstance(column.dtype, pd.StringDtype):
            column = _dates(column)
        splits.append(pd.Series(column, index=frame.index, name=key))
    if count.once is not None:
        codes = _column(case, frame, count.once, count.table).where(_rows(case, frame, count))
        return codes.groupby(splits, observed=True).nunique()
    if count.counts_rows:
        values = _rows(case, frame, count).astype(int)
    else:
        values = _column(case, frame, count.column, count.table)
    return values.groupby(splits, observed=True).sum(min_count=1)


def _rows(case, frame: pd.DataFrame, count) -> pd.Series:
    if count.column is None:
        return pd.Series(True, index=frame.index)
    column = _column(case, frame, count.column, count.table)
    chosen = column.notna()
    if count.values is not None:
        chosen &= column.isin(count.values)
    if count.at_least is not None:
        chosen &= (column >= count.at_least).fillna(False)
    if count.at_most is not None:
        chosen &= (column <= count.at_most).fillna(False)
    return chosen


def _table(case, name: str) -> pd.DataFrame:
    if name not in case.tables:
        raise CaseError(
            f"{case.folder.name}/case.yml counts in the table “{name}”, which is not there. There are:"
            f" {', '.join(case.tables)}."
        )
    return case.tables[name]


def _column(case, frame: pd.DataFrame, column: str, table: str) -> pd.Series:
    if column not in frame:
        raise CaseError(
            f"{case.folder.name}/case.yml needs the column “{column}” in {table}, which has: {', '.join(frame)}."
        )
    return frame[column]


def _levels(group: Group) -> dict[str, str]:
    # A column of yes and no is read as True and False.
    booleans = {"yes": "true", "no": "false"}
    return {booleans.get(key.lower(), key.lower()): words for key, words in group.levels.items()}


def _dates(column: pd.Series) -> pd.Series:
    return column.map({text: Period.parse(text).start for text in column.dropna().unique()})
