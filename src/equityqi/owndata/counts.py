"""From a table as it was read to counts by period and group: columns found or chosen, months laid side by side, totals
left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from equityqi.tables.finding import Finding

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.tables.reading import Table

GUIDE = "How to fill this in"  # the page of the course's own Excel templates that no reader needs to hear of
OF_FILE = ("encoding", "other sheets", "titles and notes")  # findings that speak of the file, not of its rows
EXAMPLE = "invented example"  # what a row of a template says that nobody typed over
TOTALS = {
    "all",
    "total",
    "totals",
    "grand total",
    "everyone",
    "everybody",
    "all patients",
    "all people",
    "overall",
    "england",
    "persons",
}
PER_CENT = re.compile(r"%|per ?cent|\brate\b|proportion|\bshare\b|uptake|\bpct\b", re.IGNORECASE)
BESIDE = re.compile(r".* (note|lower|upper)( \(\d+\))?")
RANKED = re.compile(r"decile|quintile|fifth|tenth|\bimd\b|band", re.IGNORECASE)  # numbers that name groups
NUMBERED = re.compile(r"\bid\b|\bno\b|number|patient|person", re.IGNORECASE)  # a column that tells people apart
OUT_OF = re.compile(
    r"denominator|eligible|invited|offered|due\b|booked|registered|referred|population|out of|total|list", re.IGNORECASE
)
PERIOD = ("period_label", "start", "end", "kind")
WANTED = "Save it with the columns month, group, numerator and denominator."
MOST_GROUPS = 40


@dataclass(frozen=True)
class Counts:
    """Counts of one measure: ``frame`` has group, numerator, denominator and, where known, the period's columns.

    ``problem``: one sentence where no counts could be found. ``choices``: what a person can choose, each a key of
    ``look`` ("measure", or a column: "group", "numerator", "denominator") with the names to choose from; ``chosen``:
    which were read.
    """

    frame: pd.DataFrame | None
    measure: str = ""
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)


def counts_in(table: Table, measure: str | None = None, columns: Mapping[str, str] | None = None) -> Counts:
    """Return the counts of a table of :func:`equityqi.tables.read_table`.

    ``measure``: which one, where the table holds several; ``columns``: which column holds the "group", the "numerator"
    and the "denominator", where their names do not tell. Nothing is raised: ``problem`` says what to do.
    """
    frame, found = _without_examples(table.frame)
    of_file = [
        finding for finding in table.findings if finding.kind in OF_FILE and f"'{GUIDE}'" not in finding.sentence
    ]
    of_rows = (
        [finding for finding in table.findings if finding.kind not in OF_FILE]
        if not found
        else _again(frame)
        if len(frame)
        else []
    )
    findings = [*of_file, *of_rows, *found]
    if not len(frame):
        return Counts(
            None,
            findings=tuple(findings),
            problem=(
                "All rows are the invented examples of the template. Type your own counts over them, then try again."
            ),
        )
    read = Counts(frame, findings=tuple(findings))
    months = _months(frame)
    if months:
        read = _from_months(read, months)
    elif not {"numerator", "denominator"} <= set(frame):
        read = _from_columns(read, table.layout, dict(columns or {}))
    return read if read.problem else _of_groups(_of_measure(read, measure))


def _without_examples(frame):
    import pandas as pd

    text = [name for name in frame.columns if frame[name].dtype == "str"]
    invented = pd.Series(False, index=frame.index)
    for name in text:
        invented |= frame[name].str.casefold().str.startswith(EXAMPLE)
    if not invented.any():
        return frame, []
    sentence = (
        f"{int(invented.sum())} rows are invented examples of the template. They are left out: type over them, or"
        " delete them."
    )
    return frame[~invented].reset_index(drop=True), [Finding("example rows", sentence, "example")]


# Months laid side by side: one column a month


def _months(frame) -> dict[str, tuple[str, object]]:
    """Return each column that is a month (or "Apr 2024: seen") with the rest of its name and its period; {} below two
    periods.
    """
    from equityqi.tables.periods import parse_column

    names = [str(name) for name in frame.columns if not BESIDE.fullmatch(str(name))]
    parts = {name: sorted(name.split(": ", 1), key=lambda part: not _is_period(part)) for name in names}
    timed = {name: both for name, both in parts.items() if _is_period(both[0])}
    if len({both[0] for both in timed.values()}) < 2:
        return {}
    periods = parse_column([both[0] for both in timed.values()])
    return {name: ("".join(both[1:]), periods[both[0]]) for name, both in timed.items()}


def _is_period(text: str) -> bool:
    from equityqi.tables.periods import Period

    try:
        return bool(Period.parse(text))
    except ValueError:
        return False


def _from_months(read: Counts, months) -> Counts:
    """Return one row a group and month, from one column a month."""
    import pandas as pd

    frame = read.frame
    labels = [
        name
        for name in frame.columns
        if name not in months and not BESIDE.fullmatch(str(name)) and frame[name].dtype == "str"
    ]
    blocks = []
    for name, (what, period) in months.items():
        block = frame[labels].assign(what=what, number=pd.to_numeric(frame[name], errors="coerce"))
        blocks.append(
            block.assign(
                period_label=period.label,
                start=pd.Timestamp(period.start),
                end=pd.Timestamp(period.end),
                kind=period.kind,
            )
        )
    rows = pd.concat(blocks, ignore_index=True)
    rows = rows if rows["what"].nunique() == 2 else rows.drop(columns="what")
    return _two_kinds(read, rows) or replace(
        read,
        problem=(
            "Each month has one number only, so no gap can be told. Add a second row (or column) for each group, and"
            " name the two numerator and denominator."
        ),
    )


def _two_kinds(read: Counts, rows) -> Counts | None:
    """Return the counts where a column says of each ``number`` which of two kinds it is, such as seen or invited; None
    without one.
    """
    words = [name for name in rows.columns if name not in (*PERIOD, "number") and rows[name].dtype.kind not in "iufM"]
    kinds = [
        name
        for name in words
        if rows[name].nunique() == 2 and (name == "what" or OUT_OF.search(" ".join(rows[name].unique())))
    ]
    kind = next(
        (
            name
            for name in reversed(kinds)
            if not rows.duplicated([*words, *(set(PERIOD) & set(rows))]).any() and _above(rows, name)
        ),
        None,
    )
    if kind is None:
        return None
    above, below = _above(rows, kind)
    keys = [name for name in rows.columns if name not in (kind, "number")]
    if not keys:
        return None
    wide = (
        rows.set_index([*keys, kind])["number"]
        .unstack(kind)
        .reset_index()
        .rename(columns={above: "numerator", below: "denominator"})
    )
    wide.columns.name = None
    wide = wide.sort_values("start", kind="stable").reset_index(drop=True) if "start" in wide else wide
    groups = [name for name in words if name != kind and wide[name].nunique() > 1]
    if "group" not in wide and groups:
        wide = wide.rename(columns={groups[0]: "group"})
    said = Finding("two kinds of number", f"“{above}” is read as how many, “{below}” as out of how many.", str(kind))
    kept = [
        finding
        for finding in read.findings
        if finding.kind not in ("hidden numbers", "missing numbers", "several kinds of measure")
    ]
    return replace(read, frame=wide, measure=f"{above}, of {below}", findings=(*kept, said, *_again(wide)))


def _above(rows, kind) -> tuple[str, str] | None:
    """Return which of two kinds of number is the smaller one throughout: how many, out of how many."""
    one, two = rows[kind].unique()
    first, second = (rows[rows[kind] == name]["number"].reset_index(drop=True) for name in (one, two))
    if first.sum() > second.sum():
        one, two, first, second = two, one, second, first
    return None if len(first) != len(second) or (first > second).any() else (str(one), str(two))


def _again(frame) -> list[Finding]:
    from equityqi.tables.all_findings import look_for

    return look_for(frame)


# Columns with names of their own


def _from_columns(read: Counts, layout: str, columns: dict[str, str]) -> Counts:
    """Return the counts of a table whose columns have other names: those chosen, or the only ones that fit."""
    frame = _timed(read.frame)
    known = [
        str(name)
        for name in frame.columns
        if str(name) not in PERIOD and not BESIDE.fullmatch(str(name)) and not _all_periods(frame[name])
    ]
    numbers = [
        name
        for name in known
        if frame[name].dtype.kind in "iuf" and frame[name].notna().any() and not RANKED.search(name)
    ]
    whole = [name for name in numbers if not PER_CENT.search(name) and not (frame[name] % 1 > 0).any()]
    groups = [name for name in known if name not in numbers and 1 <= frame[name].nunique() <= MOST_GROUPS]
    if (
        layout == "plain"
        and len(frame) >= 20
        and any(NUMBERED.search(name) and frame[name].is_unique for name in known)
    ):
        return replace(
            read,
            problem=(
                "Each row seems to be one person. Count the people first, for each month and group: it is safer, and a"
                " gap needs counts."
            ),
        )
    if len(whole) == 1 and (
        found := _two_kinds(read, frame[[*(set(PERIOD) & set(frame)), *groups]].assign(number=frame[whole[0]]))
    ):
        return found
    offered = {"group": tuple(groups), "numerator": tuple(whole), "denominator": tuple(whole)}
    chosen = {role: name for role, name in columns.items() if name in offered.get(role, ())}
    if set(chosen) != set(offered):
        if len(whole) < 2 or not groups:
            return replace(read, problem=_lacking(numbers, whole, groups))
        chosen = chosen or _guessed(frame, whole, groups)
    if set(chosen) != set(offered) or chosen["numerator"] == chosen["denominator"]:
        named = ", ".join(f"“{name}”" for name in whole[:6])
        return replace(
            read,
            choices=offered,
            problem=f"Choose which column is the group, which says how many, and which says out of how many: {named}.",
        )
    above, below = chosen["numerator"], chosen["denominator"]
    kept = [name for name in frame.columns if name in PERIOD or name in chosen.values()]
    new = frame[kept].rename(columns={chosen["group"]: "group", above: "numerator", below: "denominator"})
    said = Finding(
        "columns",
        f"“{above}” is read as how many, “{below}” as out of how many, and “{chosen['group']}” as the group. If that is"
        " not so, choose other columns.",
        above,
    )
    before = {finding.sentence for finding in read.findings}
    more = [finding for finding in _again(new) if finding.sentence not in before]
    return replace(
        read,
        frame=new,
        measure=f"{above}, of {below}",
        choices=offered,
        chosen=chosen,
        findings=(*read.findings, said, *more),
    )


def _timed(frame):
    """Return the table with its periods, where a column of words holds nothing else."""
    import pandas as pd

    from equityqi.tables.periods import parse_column

    time = next((name for name in frame.columns if _all_periods(frame[name])), None)
    if "start" in frame or time is None:
        return frame
    periods = parse_column(frame[time])
    read = [periods[text] for text in frame[time]]
    return frame.assign(
        period_label=[period.label for period in read], start=pd.to_datetime([period.start for period in read]),
        end=pd.to_datetime([period.end for period in read]), kind=[period.kind for period in read],
    )  # fmt: skip


def _all_periods(column) -> bool:
    return column.dtype.kind not in "iufM" and column.notna().all() and all(map(_is_period, column.unique()))


def _guessed(frame, whole, groups) -> dict[str, str]:
    """Return the three columns where only one reading fits: two columns of counts, and one column of words."""
    groups = [name for name in groups if frame[name].nunique() > 1] or groups
    if len(whole) != 2 or len(groups) != 1:
        return {}
    above, below = sorted(whole, key=lambda name: frame[name].sum())
    fits = frame[above].sum() < frame[below].sum() and (frame[above] > frame[below]).mean() <= 0.1
    return {"group": groups[0], "numerator": above, "denominator": below} if fits else {}


def _lacking(numbers, whole, groups) -> str:
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
            f" each group first. {WANTED}"
        )
    return (
        "The table has no column that says which group each row is about. Add one, such as ethnic group or fifth of"
        " deprivation."
    )


# One measure, one row a group and period


def _of_measure(read: Counts, measure: str | None) -> Counts:
    frame = read.frame
    if "measure" not in frame or frame["measure"].nunique() == 0:
        return read
    names = [str(name) for name in frame["measure"].dropna().unique() if str(name)]
    if len(names) > 1 and measure not in names:
        return replace(
            read,
            problem=f"The file holds {len(names)} measures. Choose one, for example measure={names[0]!r}.",
            choices={"measure": tuple(names)},
        )
    name = measure if measure in names else names[0]
    return replace(
        read,
        frame=frame[frame["measure"] == name],
        measure=name,
        **({"choices": {"measure": tuple(names)}, "chosen": {"measure": name}} if len(names) > 1 else {}),
    )


def _of_groups(read: Counts) -> Counts:
    """Return the rows of single groups that have both counts."""
    if read.problem:
        return read
    frame = read.frame
    for name, what in (
        ("sex", "sexes"),
        ("age", "ages"),
        ("area_type", "kinds of area"),
        ("breakdown", "ways to split"),
    ):
        if name in frame and frame[name].nunique() > 1:
            some = ", ".join(str(value) or "none" for value in frame[name].unique()[:3])
            return replace(
                read,
                problem=(
                    f"The table holds several {what} ({some}), so people are counted twice. Keep the rows of one of"
                    " them, then look again."
                ),
            )
    name = "group" if "group" in frame and frame["group"].nunique() > 1 else "area" if "area" in frame else "group"
    if name in frame:
        frame = frame.assign(group=frame[name].astype(str))
        total = frame["group"].str.casefold().str.strip().isin(TOTALS)
        if total.any() and not total.all():
            word = frame.loc[total, "group"].iloc[0]
            said = Finding("totals", f"“{word}” is everybody together, so it is not compared with the groups.", "group")
            read, frame = replace(read, findings=(*read.findings, said)), frame[~total]
    if name not in frame or frame["group"].nunique() < 2:
        return replace(
            read,
            problem=(
                "The file speaks of one group only. Ask for the same counts split by group, such as deprivation or"
                " ethnicity."
            ),
        )
    blank = frame["numerator"].isna() | frame["denominator"].isna()
    if blank.any() and not blank.all():
        who = ", ".join(dict.fromkeys(frame.loc[blank, "group"]))
        rows = f"{int(blank.sum())} row{'s' * (int(blank.sum()) != 1)}"
        read = replace(
            read,
            findings=(
                *read.findings,
                Finding(
                    "left out",
                    f"In {rows} ({who}) a count is hidden or blank. They are left out of the comparison; counts of a"
                    " quarter or a year would be complete.",
                    "group",
                ),
            ),
        )
    frame = frame[~blank & (frame["denominator"] > 0)]
    if not len(frame):
        return replace(
            read,
            problem=(
                "No row has both a numerator and a denominator above 0, so no gap can be told. Ask for counts of a"
                " longer time, which need no hiding."
            ),
        )
    counts = frame[["numerator", "denominator"]]
    if ((counts < 0) | (counts % 1 != 0)).any(axis=None):
        return replace(
            read,
            problem=(
                "Some counts are below 0 or not whole numbers, so they are not counts of people. Ask for how many"
                " people, out of how many."
            ),
        )
    if (frame["numerator"] > frame["denominator"]).any():
        return replace(
            read,
            problem=(
                "Some numerators are larger than their denominators, so these are not shares of people. Ask for a"
                " numerator that is part of its denominator, or have an analyst compare them as rates, with the library"
                " equityqi.gaps."
            ),
        )
    kept = [column for column in (*PERIOD, "group", "numerator", "denominator") if column in frame]
    return replace(read, frame=frame[kept].reset_index(drop=True))
