"""From a table as it was read to its counts: columns found or chosen, months laid side by side, template rows left
out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from equityqi.tables.all_findings import look_for
from equityqi.tables.counts import PERIOD, Counts, of_one_measure, of_single_groups
from equityqi.tables.finding import Finding
from equityqi.tables.periods import Period, all_periods, is_period, parse_column
from equityqi.tables.reading import Table

GUIDE = "How to fill this in"  # the page of the course's own Excel templates that no reader needs to hear of
OF_FILE = ("encoding", "other sheets", "titles and notes")  # findings that speak of the file, not of its rows
EXAMPLE = "invented example"  # what a row of a template says that nobody typed over
PER_CENT = re.compile(r"%|per ?cent|\brate\b|proportion|\bshare\b|uptake|\bpct\b", re.IGNORECASE)
BESIDE = re.compile(r".* (note|lower|upper)( \(\d+\))?")
RANKED = re.compile(r"decile|quintile|fifth|tenth|\bimd\b|band", re.IGNORECASE)  # numbers that name groups
NUMBERED = re.compile(r"\bid\b|\bno\b|number|patient|person", re.IGNORECASE)  # a column that tells people apart
OUT_OF = re.compile(
    r"denominator|eligible|invited|offered|due\b|booked|registered|referred|population|out of|total|list", re.IGNORECASE
)
OF_ONE_NUMBER = ("hidden numbers", "missing numbers", "several kinds of measure")  # findings of a column of two kinds
MOST_GROUPS, FEWEST_PEOPLE = 40, 20


def counts_in(table: Table, measure: str | None = None, columns: Mapping[str, str] | None = None) -> Counts:
    """Return the counts of a table of :func:`equityqi.tables.read_table`.

    ``measure``: which one, where the table holds several; ``columns``: which column holds the "group", the "numerator"
    and the "denominator", where their names do not tell. Nothing is raised: ``problem`` says what to do. What stands
    out is looked for again wherever the rows are not those of the table: without its examples, or laid out anew.
    """
    counts = _without_examples(table)
    months = {} if counts.problem else _month_columns(counts.frame)
    if months:
        counts = _from_months(counts, months)
    elif not counts.problem and not {"numerator", "denominator"} <= set(counts.frame):
        counts = _from_columns(counts, table.layout, columns or {})
    if not counts.problem:
        counts = of_one_measure(counts, measure)
    return counts if counts.problem else of_single_groups(counts)


def _without_examples(table: Table) -> Counts:
    """Return the table's rows and findings without the invented rows of a template."""
    frame = table.frame
    of_file = tuple(found for found in table.findings if found.kind in OF_FILE and f"'{GUIDE}'" not in found.sentence)
    of_rows = tuple(found for found in table.findings if found.kind not in OF_FILE)
    invented = pd.Series(False, index=frame.index)
    for name in frame.columns:
        if frame[name].dtype == "str":
            invented |= frame[name].str.casefold().str.startswith(EXAMPLE)
    if invented.any():
        frame = frame[~invented].reset_index(drop=True)
        sentence = (
            f"{int(invented.sum())} rows are invented examples of the template. They are left out: type over them, or"
            " delete them."
        )
        of_rows = (*(look_for(frame) if len(frame) else ()), Finding("example rows", sentence, "example"))
    counts = Counts(frame, findings=(*of_file, *of_rows))
    return (
        counts
        if len(frame)
        else counts.refused(
            "All rows are the invented examples of the template. Type your own counts over them, then try again."
        )
    )


# Months laid side by side: one column a month


def _month_columns(frame: pd.DataFrame) -> dict[str, tuple[str, Period]]:
    """Return each column that is a month (or "Apr 2024: seen") with the rest of its name and its period; {} below two
    periods.
    """
    names = [str(name) for name in frame.columns if not BESIDE.fullmatch(str(name))]
    parts = {name: sorted(name.split(": ", 1), key=lambda part: not is_period(part)) for name in names}
    timed = {name: both for name, both in parts.items() if is_period(both[0])}
    if len({both[0] for both in timed.values()}) < 2:
        return {}
    periods = parse_column([both[0] for both in timed.values()])
    return {name: ("".join(both[1:]), periods[both[0]]) for name, both in timed.items()}


def _from_months(counts: Counts, months: Mapping[str, tuple[str, Period]]) -> Counts:
    """Return one row a group and month, from one column a month."""
    frame = counts.frame
    words = [
        name
        for name in frame.columns
        if name not in months and not BESIDE.fullmatch(str(name)) and frame[name].dtype == "str"
    ]
    blocks = []
    for name, (what, period) in months.items():
        block = frame[words].assign(what=what, number=pd.to_numeric(frame[name], errors="coerce"))
        blocks.append(block.assign(**_period_columns([period] * len(block))))
    rows = pd.concat(blocks, ignore_index=True)
    rows = rows if rows["what"].nunique() == 2 else rows.drop(columns="what")
    return _from_two_kinds(counts, rows) or counts.refused(
        "Each month has one number only, so no gap can be told. Add a second row (or column) for each group, and name"
        " the two numerator and denominator."
    )


def _period_columns(periods: list[Period]) -> dict[str, Any]:
    return {
        "period_label": [period.label for period in periods],
        "start": pd.to_datetime([period.start for period in periods]),
        "end": pd.to_datetime([period.end for period in periods]),
        "kind": [period.kind for period in periods],
    }


def _from_two_kinds(counts: Counts, rows: pd.DataFrame) -> Counts | None:
    """Return the counts where a column says of each ``number`` which of two kinds it is, such as seen or invited; None
    without one.
    """
    words = [name for name in rows.columns if name not in (*PERIOD, "number") and rows[name].dtype.kind not in "iufM"]
    if rows.duplicated([*words, *(set(PERIOD) & set(rows))]).any():
        return None
    for kind in reversed(words):
        two = rows[kind].nunique() == 2 and (kind == "what" or OUT_OF.search(" ".join(rows[kind].unique())))
        pair = _smaller_first(rows, kind) if two else None
        if pair:
            break
    else:
        return None
    above, below = pair
    keys = [name for name in rows.columns if name not in (kind, "number")]
    if not keys:
        return None
    wide = rows.set_index([*keys, kind])["number"].unstack(kind).reset_index()
    wide = wide.rename(columns={above: "numerator", below: "denominator"}).rename_axis(columns=None)
    wide = wide.sort_values("start", kind="stable").reset_index(drop=True) if "start" in wide else wide
    groups = [name for name in words if name != kind and wide[name].nunique() > 1]
    if "group" not in wide and groups:
        wide = wide.rename(columns={groups[0]: "group"})
    before = tuple(found for found in counts.findings if found.kind not in OF_ONE_NUMBER)
    read_as = Finding("two kinds of number", f"“{above}” is read as how many, “{below}” as out of how many.", str(kind))
    return replace(counts, frame=wide, measure=f"{above}, of {below}", findings=(*before, read_as, *look_for(wide)))


def _smaller_first(rows: pd.DataFrame, kind: str) -> tuple[str, str] | None:
    """Return two kinds of number, the one that is smaller throughout first (how many, out of how many); None where
    neither is.
    """
    one, two = rows[kind].unique()
    first, second = (rows[rows[kind] == name]["number"].reset_index(drop=True) for name in (one, two))
    if first.sum() > second.sum():
        one, two, first, second = two, one, second, first
    return None if len(first) != len(second) or (first > second).any() else (str(one), str(two))


# Columns with names of their own


def _from_columns(counts: Counts, layout: str, columns: Mapping[str, str]) -> Counts:
    """Return the counts of a table whose columns have other names: those chosen, or the only ones that fit."""
    frame = _with_periods(counts.frame)
    known, numbers, whole, groups = _kinds_of_column(frame)
    people = any(NUMBERED.search(name) and frame[name].is_unique for name in known)
    if layout == "plain" and len(frame) >= FEWEST_PEOPLE and people:
        return counts.refused(
            "Each row seems to be one person. Count the people first, for each month and group: it is safer, and a gap"
            " needs counts."
        )
    if len(whole) == 1:
        time = list(set(PERIOD) & set(frame))
        found = _from_two_kinds(counts, frame[[*time, *groups]].assign(number=frame[whole[0]]))
        if found:
            return found
    offered = {"group": tuple(groups), "numerator": tuple(whole), "denominator": tuple(whole)}
    chosen = {role: name for role, name in columns.items() if name in offered.get(role, ())}
    if len(chosen) < len(offered):
        if len(whole) < 2 or not groups:
            return counts.refused(_lacking(numbers, whole, groups))
        chosen = chosen or _only_reading(frame, whole, groups)
    if len(chosen) < len(offered) or chosen["numerator"] == chosen["denominator"]:
        named = ", ".join(f"“{name}”" for name in whole[:6])
        return replace(counts, choices=offered).refused(
            f"Choose which column is the group, which says how many, and which says out of how many: {named}."
        )
    return replace(_with_roles(counts, frame, chosen), choices=offered, chosen=chosen)


def _with_periods(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its periods, where a column of words holds nothing else."""
    time = None if "start" in frame else next((name for name in frame if _is_time(frame[name])), None)
    if time is None:
        return frame
    periods = parse_column(frame[time])
    return frame.assign(**_period_columns([periods[text] for text in frame[time]]))


def _is_time(column: pd.Series) -> bool:
    return column.dtype.kind not in "iufM" and all_periods(column.unique())


def _kinds_of_column(frame: pd.DataFrame) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the names of the columns that are no periods and no notes, and of these: the numbers, the whole numbers
    that are no percentage, and the columns that can name groups.
    """
    known = [
        str(name)
        for name in frame.columns
        if str(name) not in PERIOD and not BESIDE.fullmatch(str(name)) and not _is_time(frame[name])
    ]
    numbers = [
        name
        for name in known
        if frame[name].dtype.kind in "iuf" and frame[name].notna().any() and not RANKED.search(name)
    ]
    whole = [name for name in numbers if not PER_CENT.search(name) and not (frame[name] % 1 > 0).any()]
    groups = [name for name in known if name not in numbers and 1 <= frame[name].nunique() <= MOST_GROUPS]
    return known, numbers, whole, groups


def _only_reading(frame: pd.DataFrame, whole: list[str], groups: list[str]) -> dict[str, str]:
    """Return the three columns where only one reading fits: two columns of counts, and one column of words."""
    groups = [name for name in groups if frame[name].nunique() > 1] or groups
    if len(whole) != 2 or len(groups) != 1:
        return {}
    above, below = sorted(whole, key=lambda name: frame[name].sum())
    fits = frame[above].sum() < frame[below].sum() and (frame[above] > frame[below]).mean() <= 0.1
    return {"group": groups[0], "numerator": above, "denominator": below} if fits else {}


def _with_roles(counts: Counts, frame: pd.DataFrame, chosen: Mapping[str, str]) -> Counts:
    """Return the counts of three columns, and say how they were read."""
    group, above, below = chosen["group"], chosen["numerator"], chosen["denominator"]
    rows = frame[[name for name in frame.columns if name in PERIOD or name in chosen.values()]]
    rows = rows.rename(columns={group: "group", above: "numerator", below: "denominator"})
    before = {found.sentence for found in counts.findings}
    counts = replace(counts, frame=rows, measure=f"{above}, of {below}").with_finding(
        "columns",
        f"“{above}” is read as how many, “{below}” as out of how many, and “{group}” as the group. If that is not so,"
        " choose other columns.",
        above,
    )
    more = (found for found in look_for(rows) if found.sentence not in before)
    return replace(counts, findings=(*counts.findings, *more))


def _lacking(numbers: list[str], whole: list[str], groups: list[str]) -> str:
    """Return what a table lacks to be read as counts."""
    if numbers and not whole:
        return (
            f"“{numbers[0]}” is a percentage, a rate or a score, and a gap needs the numerator and denominator. Ask for"
            " the counts: how many people, out of how many, for each group."
        )
    if len(whole) == 1:
        return (
            f"“{whole[0]}” is the only column of counts, so numerator and denominator cannot both be read. Add a column"
            " that says out of how many."
        )
    if not whole:
        return (
            "The table has no counts, so no numerator and denominator. If each row is one person, count the people of"
            " each group first. Save it with the columns month, group, numerator and denominator."
        )
    return (
        "The table has no column that says which group each row is about. Add one, such as ethnic group or fifth of"
        " deprivation."
    )
