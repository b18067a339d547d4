"""``look``: from a file of counts to what is wrong with it, the groups, the gap over time, pictures and a draft aim."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from equityqi.html_tags import Html, join, tag
from equityqi.owndata.bands import FIFTHS, in_fifths
from equityqi.owndata.chance_spread import spread_by_chance
from equityqi.owndata.comparison import (
    NotCompared,
    bounds_of,
    by_group,
    gap_functions,
    people_missing,
    span_of,
    worst_and_best,
)
from equityqi.owndata.direction import ask_for, better_in
from equityqi.owndata.draft_aim import apart_in_words, bounds_in_words, digits_of
from equityqi.owndata.pictures import NOT_FOLLOWED, points_over_time
from equityqi.owndata.right_sheet import read_file
from equityqi.owndata.telling import NOT_SURE, to_pass_on, two_told
from equityqi.privacy.in_text import people_in_answer, sentence_on
from equityqi.project.parts import Aim
from equityqi.tables.asks import Ask
from equityqi.tables.counts import Counts
from equityqi.tables.finding import Finding
from equityqi.tables.text_rows import read_bytes
from equityqi.tables.times import latest_rows
from equityqi.tables.understood import Reading

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps import Gap
    from equityqi.pictures import Picture


@dataclass(frozen=True)
class Look:
    """What a table of counts says, as far as it could be read.

    ``reading`` is how it was read, ``asks`` what was not sure; ``findings`` speak of the table; ``counts`` is one row a
    group and period, ``groups`` one row a group (numerator, denominator, value in per cent with its interval) over the
    latest year, ``period`` says which; ``two`` are the groups compared; ``gap``, ``aim`` and ``draft_aim`` are None
    when no gap could be told, and ``sentence`` then says why and what to do. ``bounds``: the least and the most that
    the gap can be, in percentage points, where hidden counts leave it open; ``added``: whether several times may be
    added up; ``better``: 1 where more is better, -1 where less is, 0 where that is not known, and ``why_better`` the
    words that say so. ``draw`` draws the pictures.
    """

    file: str
    findings: tuple[Finding, ...]
    sentence: str
    groups: pd.DataFrame | None = None
    gap: Gap | None = None
    draft_aim: str | None = None
    aim: Aim | None = None
    counts: pd.DataFrame | None = None
    measure: str = ""
    better: int = 1
    why_better: str = ""
    period: str = ""
    reading: Reading = Reading()
    asks: tuple[Ask, ...] = ()
    bounds: tuple[float, float] | None = None
    added: bool = True
    two: tuple[str, str] | None = None
    draw: Callable[[], tuple[Picture | None, ...]] = tuple

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The groups, and the gap over time where there is time enough; drawn when they are first asked for."""
        return tuple(picture for picture in self.draw() if picture)

    @property
    def picture(self) -> Picture | None:
        """The last picture: the gap over time, or else the groups; None without one."""
        return self.pictures[-1] if self.pictures else None

    def __str__(self) -> str:
        parts = [f"{self.file}: {self.reading}", *(f"- {finding.sentence}" for finding in self.findings), self.sentence]
        parts += [f"The picture shows: {picture.sentence}" for picture in self.pictures]
        return "\n".join([*parts, *([f"Draft aim: {self.draft_aim}"] if self.draft_aim else [])])

    __repr__ = __str__

    def _repr_html_(self) -> Html:
        findings = [tag("li", finding.sentence) for finding in self.findings]
        parts = [
            tag("p", tag("strong", self.file), f": {self.reading}"),
            tag("ul", findings) if findings else None,
            tag("p", tag("strong", self.sentence)),
            *(picture._repr_html_() for picture in self.pictures),
            tag("p", tag("strong", "Draft aim:"), f" {self.draft_aim}") if self.draft_aim else None,
        ]
        return join(parts)

    def to_json(self) -> dict:
        """Return everything in words and numbers, as it may be passed on: small counts hidden, all others rounded."""
        return _as_json(self.to_pass_on)

    @cached_property
    def to_pass_on(self) -> Look:
        """The same as it may leave this computer; see :func:`equityqi.owndata.telling.to_pass_on`."""
        return to_pass_on(self)


def _as_json(seen: Look) -> dict:
    rows = [] if seen.groups is None else seen.groups[["group", "numerator", "denominator"]].to_dict("records")
    return {
        "file": seen.file,
        "reading": str(seen.reading),
        "asks": [{"role": ask.role, "sentence": ask.sentence, "options": list(ask.options)} for ask in seen.asks],
        "bounds": seen.bounds,
        "findings": [
            {"kind": finding.kind, "where": str(finding.where), "sentence": finding.sentence}
            for finding in seen.findings
        ],
        "groups": [{key: _plain(value) for key, value in row.items()} for row in rows],
        "gap": (
            None
            if seen.gap is None
            else {
                "worst": str(seen.gap.worst),
                "best": str(seen.gap.best),
                "points": round(seen.gap.absolute.value, digits_of(seen.groups, seen.gap)),
            }
        ),
        "alt": seen.picture.alt if seen.picture else None,
        "sentence": seen.sentence,
        "draft_aim": seen.draft_aim,
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
    choose: Mapping[str, str] | None = None,
    groups: tuple | None = None,
    better: int | None = None,
    called: str = "",
) -> Look:
    """Look at a file of counts by period and group: how it was read, what to mind, how wide the gap is, a draft aim.

    ``path``: a CSV or Excel file, in any layout that people use; ``choose``: what a person chose, by role: "sheet", the
    columns "group", "period", "count" (how many) and "of" (out of how many), one "measure" of several, "rows" (answers
    to a question on rows, joined by "; ") and "better" ("more is better" or "less is better"); ``groups``: the two to
    compare, the one served least well first (by default the two that lie furthest apart; people whose group is not
    known are never one of them); ``better``: 1 where more is better, -1 where less is, by default as the words of the
    table say; ``called``: the measure in words.

    The groups are compared over the latest year: twelve months, four quarters, or the last year given. Where the
    reading is not sure, ``asks`` says what to choose, and there is no gap and no aim.
    Raises :class:`equityqi.tables.ReadError` when the file cannot be read or holds nothing of a chosen name, and
    :class:`equityqi.privacy.PeopleInTable` when it seems to hold people.
    """
    path = Path(path)
    return look_at(path.name, read_bytes(path), choose=choose, groups=groups, better=better, called=called)


def look_at(
    name: str,
    data: bytes,
    *,
    choose: Mapping[str, str] | None = None,
    groups: tuple | None = None,
    better: int | None = None,
    called: str = "",
) -> Look:
    """Look at the bytes of a file; as :func:`look`. What is pasted so stays in memory. ``name``: that of the file."""
    choose = choose or {}
    counts = read_file(name, data, choose)
    if all(group in FIFTHS for group in groups or ()):
        counts = in_fifths(counts, name, data, choose)
    if named := people_in_answer([name, called or counts.measure]):
        sentence = sentence_on(named, "The name of the file or of the measure")
        counts = replace(counts, findings=(*counts.findings, Finding("people in words", sentence, "measure")))
    measure = called.strip() or (counts.measure if counts.measure != counts.reading.columns_counted else "")
    by_words = better_in(counts.reading, measure, choose)
    better, why = (better, "") if better else by_words
    seen = Look(
        name,
        counts.findings,
        counts.problem or _questions(counts),
        reading=counts.reading,
        asks=counts.asks,
        measure=called.strip() or counts.measure,
        better=better,
        why_better=why,
        added=counts.added,
    )
    return seen if counts.problem or counts.asks else _compared(seen, counts.frame, groups)


def _questions(counts: Counts) -> str:
    return " ".join([NOT_SURE, *(ask.sentence for ask in counts.asks)])


def _compared(seen: Look, frame: pd.DataFrame, groups: tuple | None) -> Look:
    """Return the look with its groups compared: the gap or its bounds, the pictures and the draft aim."""
    better = seen.better
    latest = latest_rows(frame, seen.added)
    compared, period = by_group(latest), span_of(latest)
    findings = (*seen.findings, *people_missing(compared), *spread_by_chance(compared))
    asking, seen = seen, replace(seen, findings=findings, groups=compared, counts=frame, period=period)
    try:
        worst, best = worst_and_best(compared, groups, better)
    except NotCompared as problem:
        return replace(seen, sentence=str(problem))
    if not better:
        low, high = sorted(
            (worst, best), key=lambda name: compared.set_index("group").loc[name, ["least", "most"]].sum()
        )
        bounds = bounds_of(compared, low, high, 1)
        told = (
            bounds_in_words(compared, low, high, bounds, period)
            if bounds
            else apart_in_words(compared, gap_functions().gap(compared, "group", low, high), period)
        )
        ask = ask_for(seen.reading.count)
        return replace(asking, asks=(ask,), sentence=f"{told} {ask.sentence}")
    followed = points_over_time(frame, worst, best)
    if followed is None and "start" in frame and frame["start"].nunique() > 1:
        seen = replace(seen, findings=(*findings, Finding("not over time", NOT_FOLLOWED, "period")))
    seen = replace(seen, two=(worst, best))
    return two_told(seen, seen.two, by_group(latest_rows(frame, added=False)), followed)
