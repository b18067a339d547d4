"""Counts of one measure by group and period: what a look compares, or one sentence on what is in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from equityqi.tables.asks import MOST_ASKED, Ask
from equityqi.tables.blank_counts import without_blanks
from equityqi.tables.finding import Finding, count_of, some_of
from equityqi.tables.group_rows import of_groups
from equityqi.tables.known_words import is_country, is_total
from equityqi.tables.rows_with_notes import GroupRows
from equityqi.tables.understood import Reading

PERIOD = ("period_label", "start", "end", "kind")
NUMBERS = tuple(f"{name}{bound}" for name in ("numerator", "denominator") for bound in ("", "_lower", "_upper"))
SPLITS = {"breakdown": "ways to split", "sex": "sexes", "age": "ages", "area_type": "kinds of area"}


@dataclass(frozen=True)
class Counts:
    """Counts of one measure: ``frame`` has group, numerator, denominator, the bounds of both and, where known, the
    period's columns.

    ``problem``: one sentence where no counts could be found; ``asks``: what must be asked before they can be compared;
    ``reading``: what was understood; ``added``: whether the counts of several times may be added up.
    """

    frame: pd.DataFrame
    measure: str = ""
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    asks: tuple[Ask, ...] = ()
    reading: Reading = Reading()
    added: bool = True

    def refused(self, problem: str) -> Counts:
        """Return them with the one sentence that says why they cannot be compared, and what to do."""
        return replace(self, problem=problem)

    def with_finding(self, kind: str, sentence: str, where: str) -> Counts:
        """Return them with one more thing to mind."""
        return replace(self, findings=(*self.findings, Finding(kind, sentence, where)))


def of_one_measure(counts: Counts, measure: str, column: str = "measure") -> Counts:
    """Return the rows of one measure; where a table holds several, ``measure`` names one, or it is asked for."""
    frame = counts.frame
    if column not in frame or frame[column].nunique() == 0:
        return counts
    names = tuple(str(name) for name in frame[column].dropna().unique() if str(name))
    if len(names) > 1 and measure not in names:
        sentence = f"The file has {len(names)} measures. Which one do you want to look at?"
        return replace(counts, asks=(*counts.asks, Ask("measure", sentence, names[: 5 * MOST_ASKED])))
    name = measure if measure in names else "".join(names)
    reading = replace(counts.reading, measure=name) if len(names) > 1 else counts.reading
    return replace(counts, frame=frame[frame[column] == name], measure=name, reading=reading)


def of_areas(counts: Counts, picked: frozenset[str] = frozenset()) -> Counts:
    """Name the groups of a published table (its areas, where these are what differs); ask where it counts people
    twice, in more than everybody and one way to split them.
    """
    frame, left = counts.frame, counts.reading.left_out
    for name, what in SPLITS.items():
        if name not in frame or frame[name].nunique() < 2:
            continue
        values = list(map(str, frame[name].unique()))
        parts = [value for value in values if value and not is_total(value) and not is_country(value)]
        only = [value for value in values if f"Only {value or 'everybody'}" in picked]
        if not only and len(parts) == 1 and name in ("breakdown", "area_type"):
            only = parts
        if len(only) != 1:
            options = tuple(f"Only {value or 'everybody'}" for value in values)
            sentence = f"The table has several {what}, so people would be counted twice. Which do you want to look at?"
            return replace(counts, asks=(Ask("rows", sentence, options[: 5 * MOST_ASKED]),))
        kept = frame[name].astype(str) == only[0]
        left, frame = (
            (*left, count_of(int((~kept).sum()), f"row of other {what}", f"rows of other {what}")),
            frame[kept],
        )
    counts = replace(counts, frame=frame, reading=replace(counts.reading, left_out=left))
    several = "group" in frame and frame["group"].nunique() > 1
    name = "area" if "area" in frame and not several else "group"
    if name not in frame:
        return counts.refused("The table has no column that says which group each row is about.")
    reading = replace(counts.reading, group=name, count="numerator", of="denominator", period="period")
    return replace(counts, frame=frame.assign(group=frame[name].astype(str)), reading=reading)


def of_single_groups(counts: Counts, keys: tuple[str, ...] = (), picked: frozenset[str] = frozenset()) -> Counts:
    """Return rows of groups only: totals are left out, each group has one name, and a hidden count has its bounds.

    Refused: a table of one group only, or without whole counts of people. What is not sure is asked.
    """
    frame = counts.frame
    for name in ("numerator", "denominator"):
        for bound in ("_lower", "_upper"):
            limits = frame.get(f"{name}{bound}", frame[name])
            frame = frame.assign(**{f"{name}{bound}": limits.where(frame[name].isna(), frame[name])})
    rows = of_groups(GroupRows(frame, counts.reading.group, counts.reading.of, keys, picked))
    counts = replace(
        counts, frame=rows.frame, findings=(*counts.findings, *rows.findings), asks=(*counts.asks, *rows.asks)
    )
    reading = replace(counts.reading, left_out=(*counts.reading.left_out, *rows.left_out), unknown=rows.unknown)
    counts = replace(counts, reading=replace(reading, groups=tuple(rows.frame["group"].unique())))
    if rows.asks or rows.problem:
        return counts.refused(rows.problem)
    if rows.frame["group"].nunique() < 2:
        return counts.refused(
            f"We can only find one group in this file: “{some_of(rows.frame['group'])}”. Ask for the same counts split"
            " by group, such as deprivation or ethnicity."
        )
    rows = without_blanks(replace(rows, frame=rows.frame, findings=(), left_out=()))
    left_out = (*counts.reading.left_out, *rows.left_out)
    counts = replace(
        counts,
        frame=rows.frame[~(rows.frame["denominator"] <= 0)],  # nobody to count
        findings=(*counts.findings, *rows.findings),
        asks=rows.asks,
        reading=replace(counts.reading, left_out=left_out),
    )
    problem = "" if rows.asks else _no_counts_of_people(counts.frame)
    if problem:
        return counts.refused(problem)
    columns = [column for column in (*PERIOD, "group", *NUMBERS, "note") if column in counts.frame]
    frame = counts.frame[columns].reset_index(drop=True)
    return replace(counts, frame=frame, reading=_with_span(counts.reading, frame))


def _with_span(reading: Reading, frame: pd.DataFrame) -> Reading:
    if "start" not in frame or not len(frame):
        return reading
    ordered = frame.sort_values("start", kind="stable")
    labels = ordered["period_label"].astype(str)
    kinds = frame["kind"].unique()
    many, kind = frame["start"].nunique(), kinds[0] if len(kinds) == 1 else "period"
    span = labels.iloc[-1] if many == 1 else f"{labels.iloc[0]} to {labels.iloc[-1]}"
    return replace(reading, periods=f"{many} {kind}{'s' * (many != 1)}", span=span)


def _no_counts_of_people(frame: pd.DataFrame) -> str:
    """Return why the rows are no shares of people; empty where they are."""
    numbers = frame[["numerator", "denominator"]]
    if not len(frame) or frame["denominator_upper"].isna().all() or numbers.isna().all().any():
        return (
            "No row has both a numerator and a denominator above 0, so we can’t work out a gap. Ask for counts over a"
            " longer time, where none need hiding."
        )
    if ((numbers < 0) | (numbers % 1 != 0) & numbers.notna()).any(axis=None):
        return (
            "Some counts are below 0 or not whole numbers, so they can’t be counts of people. Ask for how many people,"
            " out of how many."
        )
    if (frame["numerator_lower"] > frame["denominator_upper"]).any():
        return (
            "Some numerators are larger than their denominators, so these can’t be shares of people. Ask for a"
            " numerator"
            " that is part of its denominator, or have an analyst compare them as rates, with the library"
            " equityqi.gaps."
        )
    return ""


def summed(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the sums of the counts and of their bounds; a sum is NaN where a part of it is hidden."""
    known = frame.groupby(by, sort=False)[[name for name in NUMBERS if name in frame]].sum()
    hidden = frame[["numerator", "denominator"]].isna().groupby([frame[name] for name in by], sort=False).any()
    known[["numerator", "denominator"]] = known[["numerator", "denominator"]].where(~hidden)
    return known.reset_index()
