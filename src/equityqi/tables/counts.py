"""Counts of one measure by group and period: what a look compares, or one sentence on what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from equityqi.tables.finding import Finding

PERIOD = ("period_label", "start", "end", "kind")
TOTALS = set(
    "all|total|totals|grand total|everyone|everybody|all patients|all people|overall|england|persons".split("|")
)
SPLITS = {"sex": "sexes", "age": "ages", "area_type": "kinds of area", "breakdown": "ways to split"}


@dataclass(frozen=True)
class Counts:
    """Counts of one measure: ``frame`` has group, numerator, denominator and, where known, the period's columns.

    ``problem``: one sentence where no counts could be found. ``choices``: what a person can choose, each a key of
    ``look`` ("measure", or a column: "group", "numerator", "denominator") with the names to choose from; ``chosen``:
    which were read.
    """

    frame: pd.DataFrame
    measure: str = ""
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)

    def refused(self, problem: str) -> Counts:
        """Return them with the one sentence that says why they cannot be compared, and what to do."""
        return replace(self, problem=problem)

    def with_finding(self, kind: str, sentence: str, where: str) -> Counts:
        """Return them with one more thing to mind."""
        return replace(self, findings=(*self.findings, Finding(kind, sentence, where)))


def of_one_measure(counts: Counts, measure: str | None) -> Counts:
    """Return the rows of one measure; a table of several is refused until ``measure`` names one."""
    frame = counts.frame
    if "measure" not in frame or frame["measure"].nunique() == 0:
        return counts
    names = tuple(str(name) for name in frame["measure"].dropna().unique() if str(name))
    if len(names) > 1:
        counts = replace(counts, choices={"measure": names})
        if measure not in names:
            return counts.refused(
                f"The file holds {len(names)} measures. Choose one, for example measure={names[0]!r}."
            )
        counts = replace(counts, chosen={"measure": measure})
    name = measure if measure in names else next(iter(names))
    return replace(counts, frame=frame[frame["measure"] == name], measure=name)


def of_single_groups(counts: Counts) -> Counts:
    """Return one row for each group and period that has both counts: totals, hidden and blank rows are left out.

    Refused: a table that counts people twice, has one group only, or holds no whole counts of people.
    """
    for name, what in SPLITS.items():
        if name in counts.frame and counts.frame[name].nunique() > 1:
            some = ", ".join(str(value) or "none" for value in counts.frame[name].unique()[:3])
            return counts.refused(
                f"The table holds several {what} ({some}), so people are counted twice. Keep the rows of one of them,"
                " then look again."
            )
    counts = _without_totals(counts)
    if "group" not in counts.frame or counts.frame["group"].nunique() < 2:
        return counts.refused(
            "The file speaks of one group only. Ask for the same counts split by group, such as deprivation or"
            " ethnicity."
        )
    counts = _without_blanks(counts)
    problem = _no_counts_of_people(counts.frame)
    if problem:
        return counts.refused(problem)
    columns = [column for column in (*PERIOD, "group", "numerator", "denominator") if column in counts.frame]
    return replace(counts, frame=counts.frame[columns].reset_index(drop=True))


def _without_totals(counts: Counts) -> Counts:
    """Name the groups (areas, where these are what differs), and leave out the rows of everybody together."""
    frame = counts.frame
    several = "group" in frame and frame["group"].nunique() > 1
    name = "area" if "area" in frame and not several else "group"
    if name not in frame:
        return counts
    frame = frame.assign(group=frame[name].astype(str))
    total = frame["group"].str.casefold().str.strip().isin(TOTALS)
    if not total.any() or total.all():
        return replace(counts, frame=frame)
    sentence = f"“{frame.loc[total, 'group'].iloc[0]}” is everybody together, so it is not compared with the groups."
    return replace(counts, frame=frame[~total]).with_finding("totals", sentence, "group")


def _without_blanks(counts: Counts) -> Counts:
    """Leave out the rows that lack a count or have nobody to count, and name the groups that lack one."""
    frame = counts.frame
    blank = frame["numerator"].isna() | frame["denominator"].isna()
    if blank.any() and not blank.all():
        many = int(blank.sum())
        who = ", ".join(dict.fromkeys(frame.loc[blank, "group"]))
        counts = counts.with_finding(
            "left out",
            f"In {many} row{'s' * (many != 1)} ({who}) a count is hidden or blank. They are left out of the comparison;"
            " counts of a quarter or a year would be complete.",
            "group",
        )
    return replace(counts, frame=frame[~blank & (frame["denominator"] > 0)])


def _no_counts_of_people(frame: pd.DataFrame) -> str:
    """Return why the rows are no shares of people; empty where they are."""
    numbers = frame[["numerator", "denominator"]]
    if not len(frame):
        return (
            "No row has both a numerator and a denominator above 0, so no gap can be told. Ask for counts of a longer"
            " time, which need no hiding."
        )
    if ((numbers < 0) | (numbers % 1 != 0)).any(axis=None):
        return (
            "Some counts are below 0 or not whole numbers, so they are not counts of people. Ask for how many people,"
            " out of how many."
        )
    if (frame["numerator"] > frame["denominator"]).any():
        return (
            "Some numerators are larger than their denominators, so these are not shares of people. Ask for a numerator"
            " that is part of its denominator, or have an analyst compare them as rates, with the library"
            " equityqi.gaps."
        )
    return ""
