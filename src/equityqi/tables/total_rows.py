"""Rows that add others up, by their name or by their counts; and rows that are the parts of one whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from equityqi.tables.asks import Ask
from equityqi.tables.finding import some_of
from equityqi.tables.known_words import are_nations, folded, is_country, is_total, says_whole
from equityqi.tables.opposites import are_opposites
from equityqi.tables.rows_with_notes import GroupRows

MOST_PARTS = 60  # groups among which one is looked for that adds others up


def without_totals(rows: GroupRows) -> GroupRows:
    """Leave out the rows of everybody together: by their name, or because they add the others up."""
    names = [name for name in rows.frame["group"].unique() if name]
    known = {folded(name) for name in names}
    total = [name for name in names if is_total(name)]
    rest = [name for name in names if name not in total]
    if not rest or (len(rest) == 1 and len(total) == len(names)):
        return rows
    countries = [name for name in rest if is_country(name) and len(rest) > 2]
    if countries and are_nations(known):
        countries = [
            name
            for name in countries
            if folded(name) in ("uk", "united kingdom", "great britain", "gb", "britain", "england and wales")
        ]
    total += countries if len(rest) - len(countries) > 1 else []
    rest = [name for name in rest if name not in total]
    sums, sure = _sums(rows, rest) if 3 <= len(rest) <= MOST_PARTS else ({}, False)
    doubtful = [name for name in sums if not sure]
    leave, keep = f"Leave out {', '.join(doubtful)}", f"Keep {', '.join(doubtful)} as a group"
    if doubtful and not rows.picked & {leave, keep}:
        name = doubtful[0]
        sentence = (
            f"The counts of “{name}” are those of {some_of(pd.Series(sums[name]))} added up. Is it those groups"
            f" together?"
        )
        return replace(rows, asks=(Ask("rows", sentence, (leave, keep)),))
    if keep in rows.picked:
        sums = {}
    total += list(sums)
    if not total or len(names) - len(total) < 1:
        return rows
    left = rows.frame["group"].isin(total)
    many = int(left.sum())
    rows = replace(rows, frame=rows.frame[~left])
    told = ", ".join(f"“{name}”" for name in total)
    verb = (
        "is everybody together"
        if len(total) == 1 and total[0] not in sums
        else "adds other rows up"
        if len(total) == 1
        else "add other rows up"
    )
    return rows.noted(
        "totals",
        f"{told} {verb}, so we don’t compare it with the groups.",
        f"{many} total row{'s' * (many != 1)} ({', '.join(total)})",
    )


def _sums(rows: GroupRows, names: list[str]) -> tuple[dict[str, list[str]], bool]:
    """Return each name whose counts are those of others added up, with these, and whether chance can't have done it."""
    strata = [key for key in ("start", *rows.keys) if key in rows.frame]
    frame = rows.frame[rows.frame["group"].isin(names)]
    place = frame.groupby(strata, sort=False).ngroup() if strata else pd.Series(0, index=frame.index)
    wide = [
        frame.assign(place=place)
        .pivot_table(
            index="place", columns="group", values=value, aggfunc=lambda cells: cells.sum(skipna=False), dropna=False
        )
        .reindex(columns=names)
        for value in ("numerator", "denominator")
    ]
    cells = np.concatenate([part.to_numpy(dtype=float) for part in wide])
    if np.isnan(cells).any() or not cells.any():
        return {}, False
    found: dict[str, list[str]] = {}
    for at, name in enumerate(names):
        others = [spot for spot in range(len(names)) if spot != at]
        for parts in _runs(others, at):
            if np.array_equal(cells[:, parts].sum(axis=1), cells[:, at]) and cells[: len(cells) // 2, at].any():
                found[name] = [names[part] for part in parts]
                break
    if len(found) == len(names):
        return {}, False
    exact = [value for name in found for value in cells[:, names.index(name)]]
    sure = len(exact) > 2 * len(found) or any(value % 10 for value in exact) or all(is_country(name) for name in found)
    return found, sure


def _runs(others: list[int], at: int) -> list[list[int]]:
    """All others; and each run of two or more that ends before, or begins after, the place ``at``."""
    after, before = [spot for spot in others if spot > at], [spot for spot in others if spot < at]
    runs = [others] if len(others) > 1 else []
    runs += [after[:length] for length in range(2, len(after) + 1)]
    return runs + [before[-length:] for length in range(2, len(before) + 1)]


def without_other_totals(rows: GroupRows) -> GroupRows:
    """In the other columns: keep the rows of everybody together where each group has them, else their parts."""
    for key in rows.keys:
        frame = rows.frame
        names = [name for name in frame[key].unique() if name]
        total = [name for name in names if is_total(name) or (is_country(name) and len(names) > 2)]
        if not total:
            total = list(_key_sums(rows, key, names))
        if not total or len(total) == len(names):
            continue
        keep = [name for name in ("start", "group", *rows.keys) if name in frame and name != key]
        top = max(total, key=lambda name: frame.loc[frame[key] == name, "denominator"].sum())
        full = frame[frame[key] == top]
        if len(full.drop_duplicates(keep)) == len(frame.drop_duplicates(keep)):
            rows = replace(rows, frame=full)
            rows = rows.noted(
                "totals",
                f"Of “{key}”, only the rows “{top}” are used: the other rows count the same people again.",
                f"{len(frame) - len(full)} rows of single values of {key}",
            )
        else:
            left = frame[key].isin(total)
            rows = replace(rows, frame=frame[~left])
            rows = rows.noted(
                "totals",
                f"In “{key}”, “{top}” adds other rows up, so we leave it out.",
                f"{int(left.sum())} total rows of {key}",
            )
    return rows


def _key_sums(rows: GroupRows, key: str, names: list[str]) -> dict[str, list[str]]:
    if not 3 <= len(names) <= MOST_PARTS:
        return {}
    turned = replace(rows, frame=rows.frame.rename(columns={"group": key, key: "group"}))
    found, sure = _sums(turned, names)
    return found if sure else {}


def no_shares(rows: GroupRows) -> GroupRows:
    """Refuse rows that share one denominator and add up to it: they are parts of one whole, and no gap is between
    them.
    """
    frame = rows.frame
    by = ["start"] if "start" in frame else []
    sums = frame.groupby([*by, "group"], sort=False)[["numerator", "denominator"]].sum(min_count=1).reset_index()
    place = sums.groupby(by).ngroup() if by else pd.Series(0, index=sums.index)
    if sums["group"].nunique() < 2 or sums[["numerator", "denominator"]].isna().any(axis=None):
        return rows
    each = sums.groupby(place)
    whole = each["denominator"].agg(["min", "max"])
    if (
        not ((whole["min"] == whole["max"]) & ((each["numerator"].sum() - whole["max"]).abs() <= 0)).all()
        or not (each.size() > 1).any()
    ):
        return rows
    names = list(sums["group"].unique())
    different = len(
        sums.assign(place=place).pivot_table(index="place", columns="group", values="numerator").drop_duplicates()
    )
    if len(names) == 2 and different < 3 and not are_opposites(*names) and not says_whole(rows.of):
        return rows
    return replace(
        rows,
        problem=(
            f"These rows are parts of one whole: the counts of {some_of(pd.Series(names))} add up to the same"
            f" {'total' if len(whole) > 1 else format(float(whole['max'].iloc[0]), ',.0f')} that each is out of."
            f" They say how"
            " people are spread, not how well each group is served, so they can’t show a gap. Ask how many people in"
            " each group had the care, out of how many in that group."
        ),
    )
