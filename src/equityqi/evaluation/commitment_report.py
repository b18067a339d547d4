"""What became of the commitments: counts by date, people not heard from counted both ways, beside
a published figure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from equityqi.cases.facts import all_facts
from equityqi.documents.blocks import Block, Bullets, Document, Paragraph, Section, TableBlock
from equityqi.evaluation.check_ins import DAYS, CheckIn
from equityqi.evaluation.survey_shares import COUNTS_ONLY, Share, share_in_words
from equityqi.plain_words import listed

TITLE = "Commitments: what became of them"
PUBLISHED = ("commitments-returned-pharmacists", "commitments-done-pharmacists")


@dataclass(frozen=True)
class DayCounts:
    """Counts of commitments by one date. ``chart`` counts a yes among the ``chart_told`` who said yes or no."""

    day: int
    written: int
    returned: int
    done: int
    part: int
    not_done: int
    chart: int
    chart_told: int

    @property
    def shares(self) -> tuple[tuple[str, int, int], ...]:
        """The shares of this date: what is counted, how many, and of how many."""
        return (
            ("Check-in came back, of all", self.returned, self.written),
            ("Done, of those who told us", self.done, self.returned),
            ("Done, of all who committed", self.done, self.written),
            ("Done or in part, of those who told us", self.done + self.part, self.returned),
            ("Done or in part, of all who committed", self.done + self.part, self.written),
            ("A chart by group is in use, of those who said yes or no", self.chart, self.chart_told),
        )


def count_by_day(written: int, check_ins: Iterable[CheckIn]) -> tuple[DayCounts, ...]:
    """Return the counts of each date up to the last that somebody has told us of: later ones may not have come yet.

    >>> count_by_day(4, [CheckIn("0f", 30, "done"), CheckIn("1f", 30, "part", chart_by_group="no")])
    (DayCounts(day=30, written=4, returned=2, done=1, part=1, not_done=0, chart=0, chart_told=1),)
    """
    told = tuple(check_ins)
    last = max((one.day for one in told), default=0)
    counts = []
    for day in (day for day in DAYS if day <= last):
        theirs = [one for one in told if one.day == day]
        done, part, not_done = (sum(one.done == word for one in theirs) for word in ("done", "part", "not"))
        charts = [one.chart_by_group for one in theirs if one.chart_by_group]
        counts.append(DayCounts(day, written, len(theirs), done, part, not_done, charts.count("yes"), len(charts)))
    return tuple(counts)


def share(x: int, n: int) -> str:
    """Return a share in words, as the feedback report tells it."""
    return share_in_words(Share("", x, n)) if n else "nobody yet"


def report(written: int, check_ins: tuple[CheckIn, ...]) -> Document:
    """Return the report as a document: no name is in it."""
    about = (
        (
            f"People shared {written} {'commitment' if written == 1 else 'commitments'}. The ones they kept private"
            " aren't counted here."
        ),
        "There are no names in this report.",
    )
    counts = count_by_day(written, check_ins)
    if not counts:
        none = (
            "No check-in has come back yet. Type what people tell you into check-ins.xlsx, or put check-ins into the"
            " folder. Then run this again."
        )
        return Document(TITLE, about, (Section("What became of them", (Paragraph(none),)),))
    last = counts[-1]
    short = (
        f"By day {last.day}, {last.returned} of {last.written} told us how it went: {last.done} done, {last.part} in"
        f" part, {last.not_done} not done."
    )
    sections = [
        Section("What became of them", (Paragraph(short), _counts(counts))),
        Section("Shares, counted both ways", (_shares(counts), Bullets(tuple((0, line) for line in _how(counts))))),
        *_beside(last),
        Section("What people told us", tuple(_in_their_words(check_ins))),
    ]
    return Document(TITLE, about, tuple(sections))


def _counts(counts: tuple[DayCounts, ...]) -> TableBlock:
    lines = (
        ("Written and shared", [one.written for one in counts]),
        ("Check-in came back", [one.returned for one in counts]),
        ("Done", [one.done for one in counts]),
        ("Done in part", [one.part for one in counts]),
        ("Not done", [one.not_done for one in counts]),
        ("Not heard from", [one.written - one.returned for one in counts]),
    )
    return TableBlock(
        "Commitments by date",
        ("What is counted", *(f"Day {one.day}" for one in counts)),
        tuple((name, *map(str, counts)) for name, counts in lines),
    )


def _shares(counts: tuple[DayCounts, ...]) -> TableBlock:
    names = [name for name, _, _ in counts[0].shares]
    rows = tuple((name, *(share(*one.shares[place][1:]) for one in counts)) for place, name in enumerate(names))
    return TableBlock("Shares by date", ("What is counted", *(f"Day {one.day}" for one in counts)), rows)


def _how(counts: tuple[DayCounts, ...]) -> list[str]:
    lines = [
        (
            "“Of those who told us” leaves out the commitments we didn't hear about. It may look too good: people are"
            " happier to tell us when a plan worked."
        ),
        (
            "“Of all who committed” counts the ones we didn't hear about as not done. It may look too bad. The truth is"
            " between the two."
        ),
    ]
    totals = [n for one in counts for _, _, n in one.shares if n]
    if any(n >= COUNTS_ONLY for n in totals):
        lines.append(
            "The numbers after the per cent are a 95% interval (Wilson). Chance alone could give any share between"
            " them."
        )
    if any(n < COUNTS_ONLY for n in totals):
        lines.append(f"Where fewer than {COUNTS_ONLY} people are behind a share, we only show counts.")
    return lines


def _beside(ours: DayCounts) -> list[Section]:
    """Set the last date beside the published figures; nothing where those are not verified."""
    facts = [all_facts()[id] for id in PUBLISHED if id in all_facts()]
    if len(facts) < len(PUBLISHED) or any(one.value is None for one in facts):
        return []
    lines = [
        (
            f"Ours, by day {ours.day}: check-in came back, {share(ours.returned, ours.written)}; done, of those who"
            f" told us, {share(ours.done, ours.returned)}."
        ),
        *(f"{one.text} Source: {one.source}." for one in facts),
        (
            "That was another course. It gave people a different time, and it counted single changes. So read it as a"
            " landmark, not as a target."
        ),
    ]
    return [Section("Beside a published figure", (Bullets(tuple((0, line) for line in lines)),))]


def _in_their_words(check_ins: tuple[CheckIn, ...]) -> list[Block]:
    blocks: list[Block] = []
    for head, field in (
        ("What people have changed:", "changed"),
        ("What helped:", "helped"),
        ("What got in the way:", "in_the_way"),
        ("How wide the gap is now:", "gap"),
    ):
        lines = sorted(
            {text for one in check_ins if (text := getattr(one, field))}, key=lambda text: (text.casefold(), text)
        )
        if lines:
            blocks += [Paragraph(head), Bullets(tuple((0, line) for line in lines))]
    sure = [
        (day, sorted(one.confidence for one in check_ins if one.day == day and one.confidence is not None))
        for day in DAYS
    ]
    if any(given for _, given in sure):
        blocks.append(
            Paragraph(f"Confidence from 0 to 10: {listed(_confidence(day, given) for day, given in sure if given)}.")
        )
    return blocks or [Paragraph("Nobody has told us yet what helped or what got in the way.")]


def _confidence(day: int, given: list[int]) -> str:
    """Return how sure people are by one date: the middle and the ends; below ten answers only how many there are."""
    middle = given[len(given) // 2] if len(given) % 2 else sum(given[len(given) // 2 - 1 : len(given) // 2 + 1]) / 2
    return f"day {day}, {len(given)} told us" + (
        f", half of them {middle:g} or more (from {given[0]} to {given[-1]})" if len(given) >= COUNTS_ONLY else ""
    )


def figures(counts: tuple[DayCounts, ...]) -> bytes:
    """Return every share as CSV; per cent and interval only from ten on."""
    held = io.StringIO(newline="")
    rows = csv.writer(held, lineterminator="\n")
    rows.writerow(("day", "counted", "count", "of", "per cent", "lower", "upper"))
    for one in counts:
        rows.writerows(
            (one.day, name, number, "", "", "", "")
            for name, number in (("Not done", one.not_done), ("Not heard from", one.written - one.returned))
        )
        for name, x, n in one.shares:
            share = Share("", x, n).estimate
            rows.writerow(
                (one.day, name, x, n, *(f"{value:.1f}" for value in (share.value, share.lower, share.upper)))
                if share
                else (one.day, name, x, n, "", "", "")
            )
    return held.getvalue().encode("utf-8-sig")
