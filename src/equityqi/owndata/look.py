"""``look``: from a file of counts to what is wrong with it, the groups, the gap over time, pictures and a draft aim."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from equityqi.html_tags import Html, join, tag
from equityqi.owndata.comparison import (
    MANY,
    NotCompared,
    by_group,
    latest_rows,
    people_missing,
    span_of,
    worst_and_best,
)
from equityqi.owndata.draft_aim import aim_in_words, aim_of_counts, digits_of, gap_in_words
from equityqi.owndata.pictures import NOT_FOLLOWED, gap_picture, groups_picture
from equityqi.owndata.shown_counts import hidden
from equityqi.privacy import refuse_people
from equityqi.privacy.in_text import people_in_answer, sentence_on
from equityqi.project.parts import Aim
from equityqi.tables.finding import Finding
from equityqi.tables.read_counts import counts_in
from equityqi.tables.reading import Table, read_table

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps import Gap
    from equityqi.pictures import Picture


@dataclass(frozen=True)
class Look:
    """What a table of counts says, as far as it could be read.

    ``findings`` speak of the table; ``counts`` is one row a group and period, ``groups`` one row a group (numerator,
    denominator, value in per cent with its interval) over the latest months, ``period`` says which; ``gap``, ``aim``
    and ``draft_aim`` are None when no gap could be told, and ``sentence`` then says why and what to do. ``pictures``:
    the groups, and the gap over time where there is time enough. ``choices``: what a person can choose to be read
    otherwise, ``chosen``: what was.
    """

    file: str
    layout: str
    findings: tuple[Finding, ...]
    sentence: str
    groups: pd.DataFrame | None = None
    gap: Gap | None = None
    pictures: tuple[Picture, ...] = ()
    draft_aim: str | None = None
    aim: Aim | None = None
    counts: pd.DataFrame | None = None
    measure: str = ""
    better: int = 1
    period: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def picture(self) -> Picture | None:
        """The last picture: the gap over time, or else the groups; None without one."""
        return self.pictures[-1] if self.pictures else None

    def __str__(self) -> str:
        parts = [
            f"{self.file}, read as: {self.layout}.",
            *(f"- {finding.sentence}" for finding in self.findings),
            self.sentence,
        ]
        parts += [f"The picture says: {picture.sentence}" for picture in self.pictures]
        return "\n".join([*parts, *([f"Draft aim: {self.draft_aim}"] if self.draft_aim else [])])

    __repr__ = __str__

    def _repr_html_(self) -> Html:
        findings = [tag("li", finding.sentence) for finding in self.findings]
        parts = [
            tag("p", tag("strong", self.file), f", read as: {self.layout}."),
            tag("ul", findings) if findings else None,
            tag("p", tag("strong", self.sentence)),
            *(picture._repr_html_() for picture in self.pictures),
            tag("p", tag("strong", "Draft aim:"), f" {self.draft_aim}") if self.draft_aim else None,
        ]
        return join(parts)

    def to_json(self) -> dict:
        """Return everything in words and numbers, small counts hidden."""
        rows = [] if self.groups is None else hidden(self.groups).to_dict("records")
        return {
            "file": self.file,
            "layout": self.layout,
            "findings": [
                {"kind": finding.kind, "where": str(finding.where), "sentence": finding.sentence}
                for finding in self.findings
            ],
            "groups": [{key: _plain(value) for key, value in row.items()} for row in rows],
            "gap": (
                None
                if self.gap is None
                else {
                    "worst": str(self.gap.worst),
                    "best": str(self.gap.best),
                    "points": round(self.gap.absolute.value, digits_of(self.groups, self.gap)),
                }
            ),
            "alt": self.picture.alt if self.picture else None,
            "sentence": self.sentence,
            "draft_aim": self.draft_aim,
        }


def _plain(value: object) -> str | float | None:
    if isinstance(value, str) or value is None:
        return value
    number = float(value) if hasattr(value, "__float__") else value
    if isinstance(number, float):
        return None if math.isnan(number) else round(number, 4)
    return str(value)


def look(
    path,
    *,
    measure: str | None = None,
    groups: tuple | None = None,
    better: int = 1,
    columns: Mapping[str, str] | None = None,
    called: str = "",
) -> Look:
    """Look at a file of counts by period and group: what to mind, how wide the gap is, a draft aim.

    ``path``: a CSV or Excel file, in any layout that :func:`equityqi.tables.read_table` knows, or with one column a
    month; ``measure``: which one, where the file holds several; ``groups``: the two to compare, the one served least
    well first (by default the two that lie furthest apart; people whose group is not known are never one of them);
    ``better``: 1 where more is better, -1 where less is; ``columns``: which column is the "group", the "numerator" and
    the "denominator", where they have other names; ``called``: the measure in words.

    The groups are compared over the latest 12 months, or the latest period of another kind.
    Raises :class:`equityqi.tables.ReadError` when the file cannot be read, and
    :class:`equityqi.privacy.PeopleInTable` when it seems to hold people.
    """
    return look_at(
        read_table(path), Path(path).name, measure=measure, groups=groups, better=better, columns=columns, called=called
    )


def look_at(
    table: Table,
    name: str,
    *,
    measure: str | None = None,
    groups: tuple | None = None,
    better: int = 1,
    columns: Mapping[str, str] | None = None,
    called: str = "",
) -> Look:
    """Look at a table that is read already; as :func:`look`. ``name``: that of its file."""
    from equityqi.gaps import gap as gap_of  # lazy: scipy costs 0.15 s

    refuse_people(table.frame)
    read = counts_in(table, measure, columns)
    if named := people_in_answer([name, called or read.measure]):
        sentence = sentence_on(named, "The name of the file or of the measure")
        read = replace(read, findings=(*read.findings, Finding("people in words", sentence, "measure")))
    seen = Look(
        name,
        table.layout,
        read.findings,
        read.problem,
        measure=called.strip() or read.measure,
        better=better,
        choices=read.choices,
        chosen=read.chosen,
    )
    if read.problem:
        return seen
    latest = latest_rows(read.frame)
    compared, period = by_group(latest), span_of(latest)
    findings = (*read.findings, *people_missing(compared))
    seen = replace(seen, findings=findings, groups=compared, counts=read.frame, period=period)
    try:
        worst, best = worst_and_best(compared, groups, better)
    except NotCompared as problem:
        return replace(seen, sentence=str(problem))
    gap = gap_of(compared, "group", worst, best, better=better)
    aim = aim_of_counts(compared, gap, seen.measure, better)
    drawn = compared if len(compared) <= MANY else compared[compared["group"].isin([worst, best])]
    followed = gap_picture(read.frame, worst, best, better)
    if followed is None and "start" in read.frame and read.frame["start"].nunique() > 1:
        findings = (*findings, Finding("not over time", NOT_FOLLOWED, "period"))
    pictures = (groups_picture(drawn, f"Groups compared, {period}", better), followed)
    return replace(
        seen,
        findings=findings,
        gap=gap,
        pictures=tuple(picture for picture in pictures if picture),
        aim=aim,
        draft_aim=aim and aim_in_words(aim, period, compared),
        sentence=f"{gap_in_words(compared, gap, period)} Here {'more' if better == 1 else 'less'} is taken as better.",
    )
