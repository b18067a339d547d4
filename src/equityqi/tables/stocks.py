"""Counts that may not be added up over time: the same people each month, and counts of a year to date."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from equityqi.tables.asks import Ask
from equityqi.tables.counts import Counts
from equityqi.tables.known_words import plain_words
from equityqi.tables.period_words import is_to_date

TO_DATE = "year to date"  # in a heading of counts that are kept
SAME_PEOPLE = "same people each time"
LAST, ADD = "Use the last time only", "Add the times up"
_STOCK = re.compile(
    r"\b(?:regist(?:er|ers|ered|rations?)|list|lists|list size|caseload|population|pop|waiting|waits|snapshot|prevalent"
    r"|on the books|current)\b"
)
FEWEST, GROWS, STEADY, SLOW = 3, 2.5, 0.01, 0.05


def may_be_added(counts: Counts, picked: frozenset[str], to_date: bool = False) -> Counts:
    """Return the counts with ``added`` false where times may not be added up, and say so; a doubt is asked.

    ``to_date``: whether the times of the file say that each counts the year so far.
    """
    frame = counts.frame
    if (
        "start" not in frame
        or frame["start"].nunique() < 2
        or not set(frame["kind"].unique()) <= {"month", "quarter", "day"}
    ):
        return counts
    heads = plain_words(f"{counts.reading.count} {counts.reading.of} {counts.reading.period}")
    if to_date or is_to_date(heads):
        return _last_only(counts, "Each row counts the year to date, so we don’t add the months up.")
    of = frame.pivot_table(index="start", columns="group", values="denominator", aggfunc="sum")
    if len(of) < FEWEST or of.isna().any(axis=None) or (of <= 0).any(axis=None):
        return counts
    if _only_grows(of) and ADD not in picked:
        if LAST in picked:
            return _last_only(counts, "Each time includes the ones before it, so we don’t add them up.")
        sentence = "The counts only grow, as a year to date does. Does each time include the ones before it too?"
        return replace(counts, asks=(*counts.asks, Ask("rows", sentence, (LAST, ADD))))
    change = (of.diff().abs() / of.shift()).iloc[1:].to_numpy().max()
    stock = ADD not in picked and bool(_STOCK.search(plain_words(counts.reading.of)))
    if stock and change <= SLOW:
        said = (
            f"“{counts.reading.of}” hardly changes: these seem to be the same people each time, so we don’t add the"
            " times up."
        )
        return _last_only(counts, said)
    if change <= STEADY:
        sentence = (
            "Out of how many hardly changes from one time to the next. If the same people are counted each time, the"
            " interval of the whole year is too narrow: look at the last one alone."
        )
        return counts.with_finding(SAME_PEOPLE, sentence, counts.reading.of)
    if stock:
        sentence = (
            f"“{counts.reading.of}” may count the same people each time. If it does, the interval of the whole year is"
            " too narrow: look at the last one alone."
        )
        return counts.with_finding(SAME_PEOPLE, sentence, counts.reading.of)
    return counts


def _last_only(counts: Counts, why: str) -> Counts:
    return replace(counts, added=False).with_finding("not added up", f"{why} We use the last one.", counts.reading.of)


def _only_grows(of: pd.DataFrame) -> bool:
    """Whether each group's people only grow from time to time, within each financial year, to far more than at
    first.
    """
    times = pd.DatetimeIndex(of.index)
    year = times.year - (times.month < 4)
    parts = [part for _, part in of.groupby(year) if len(part) > 1]
    grows = all((part.diff().iloc[1:] > 0).all(axis=None) for part in parts)
    longest = max(parts, key=len, default=None)
    return (
        longest is not None
        and grows
        and len(longest) > FEWEST
        and bool((longest.iloc[-1] > GROWS * longest.iloc[0]).all())
    )
