"""Where a case's figure comes from: its measure, group and window, and what the table says there."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from equityqi.cases.case_files import CaseError
from equityqi.cases.case_losses import reasons_of, step_counts
from equityqi.checked_yaml import Part
from equityqi.tables.periods import Period

ALL = "all"


class FactSource(Part):
    """What ``of`` says in a fact.

    One of ``measure`` (its id), ``step`` or ``reason`` (in the case's words). ``group``: levels of the case in words;
    levels of two splits are crossed; none of them means everybody. ``window``: such as "2024-01 to 2024-12", or all.
    ``figure``: the share, or the gap or the ratio of the group and of those in ``against``.
    """

    measure: str | None = None
    step: str | None = None
    reason: str | None = None
    group: list[str] = []
    against: list[str] = []
    window: str = Field(ALL, pattern=r"^(all|\S+ to \S+)$")
    figure: Literal["share", "gap", "ratio"] = "share"

    @model_validator(mode="after")
    def _names_one_thing(self):
        if sum(map(bool, (self.measure, self.step, self.reason))) != 1:
            raise ValueError("name one of measure, step and reason")
        if (self.figure != "share") != bool(self.against):
            raise ValueError("a gap or a ratio needs against, and a share has none")
        return self


def figure_in_tables(case, of: FactSource) -> float:
    """Return what the case's tables give for a fact; :class:`CaseError` where they hold nothing of the kind.

    >>> from equityqi.cases.case import load
    >>> of = FactSource(measure="smr_offered", group=["IMD 1 (most deprived)"], window="2025-07 to 2026-06")
    >>> round(float(figure_in_tables(load("b-medication-reviews"), of)), 1)
    31.5
    """
    told = _share(case, of, of.group)
    if of.figure == "share":
        return told
    other = _share(case, of, of.against)
    better = case.measures[of.measure].better if of.measure else 1
    return better * (other - told) if of.figure == "gap" else max(told, other) / min(told, other)


def tables_of(case, of: FactSource) -> str:
    """Return the names of the files that a fact's figure is counted in."""
    if of.measure:
        found = case.measures[of.measure]
        names = dict.fromkeys((found.numerator.table, found.denominator.table))
    else:
        names = [(case.file.steps if of.step else case.file.reasons).table]
    return " and ".join(f"{name}.csv" for name in names)


def in_words(of: FactSource) -> str:
    """Return what a fact is of, in brackets of a sentence."""
    against = f"{of.figure} to {', '.join(of.against)}" if of.against else ""
    window = "all periods" if of.window == ALL else of.window
    parts = (of.measure or of.step or of.reason, ", ".join(of.group) or "everybody", against, window)
    return "; ".join(part for part in parts if part)


def _share(case, of: FactSource, group: list[str]) -> float:
    if of.measure:
        counts = _counts(case, of.measure, group)
        counts = counts if of.window == ALL else counts[_within(counts, of.window)]
        below = counts["denominator"].sum()
        if not below:
            raise CaseError(f"{case.folder.name}: there’s nothing in the tables about {in_words(of)}.")
        return case.measures[of.measure].per * counts["numerator"].sum() / below
    main = case.groups[case.file.gap.by]
    short = {main.worst: case.names["group_short"], main.best: case.names["comparator_short"]}
    ends = [short.get(level, level) for level in group] or list(short.values())
    if of.step:
        pairs = [counts[end] for step, counts in step_counts(case).items() for end in ends if step == of.step]
        return 100 * sum(through for _, through in pairs) / sum(came for came, _ in pairs)
    every = [(reason["reason"], reason["counts"][end]) for reason in reasons_of(case) for end in ends]
    return 100 * sum(n for reason, n in every if reason == of.reason) / sum(n for _, n in every)


def _counts(case, measure: str, group: list[str]):
    """Return the counts of the people in all of these levels, by period where the measure has a time."""
    if measure not in case.measures:
        raise CaseError(f"{case.folder.name} has no measure “{measure}”. It has: {', '.join(case.measures)}.")
    chosen: dict[str, list[str]] = {}
    for level in group:
        splits = [by for by in case.measures[measure].by if level in case.groups[by].levels.values()]
        if not splits:
            raise CaseError(f"{case.folder.name}: {measure} is not split by a group called “{level}”.")
        chosen.setdefault(splits[0], []).append(level)
    splits = list(chosen) or [None]
    counts = case.counts(measure, *splits)
    for column, levels in zip(("group", "within"), chosen.values(), strict=False):
        counts = counts[counts[column].isin(levels)]
    return counts


def _within(counts, window: str):
    first, last = (f"{Period.parse(end).start:%Y-%m-%d}" for end in window.split(" to "))
    times = counts[next(name for name in ("month", "quarter") if name in counts)]
    return times.astype("datetime64[ns]").between(first, last)
