"""What a chart over time says, as a person would say it: one sentence to read, and the words for alt text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from equityqi.pictures.words import dated_notes, difference, number_in_words, plain_notes, when
from equityqi.plain_words import as_sentences, upper_first
from equityqi.settings import NHS

if TYPE_CHECKING:
    from equityqi.pictures.timeline import Timeline
    from equityqi.variation import GapOverTime, RunChart, Spc

ASSURED = {"pass": "will meet", "fail": "will miss", "hit or miss": "may meet or miss"}


def of_run(result: RunChart, unit: str, better: int, time: Timeline) -> str:
    """Return what the rule found in a run chart."""
    found = result.findings[result.findings["phase"] == result.phases["phase"].iloc[-1]]
    median = f"the {result.line_name} of {number_in_words(result.median, unit)}"
    if result.constant:
        return f"{_all_alike(result.median, unit)}."
    if result.rule == NHS and result.signal == "no signal":
        return "Common cause: no point is special by the NHS rules, so nothing here goes beyond chance."
    if result.signal == "no signal":
        if not result.longest_run:
            return f"It is too early to look for a signal: no point after the baseline lies off {median}."
        return (
            f"No signal: the longest run on one side of {median} has {_points(result.longest_run)}, as chance alone"
            " gives."
        )
    last = found[found["rule"] != "watch"].iloc[-1] if result.signal == "signal" else found.iloc[-1]
    ends = f"{time.say(last['first'] - 1)} to {time.say(last['last'] - 1)}"
    if last["rule"] == "trend":
        way = "rise" if last["side"] == "up" else "fall"
        return f"{_signal(result)}: {last['length']} points in a row {way}, {ends}, so something has changed."
    if last["rule"] == "crossings":
        return (
            f"A signal: the line crosses {median} only {last['length']} times, fewer than chance gives, so something"
            " has changed."
        )
    if last["rule"] in ("outside", "two in three"):
        limit = "upper limit" if last["side"] == "above" else "lower limit"
        where = f"beyond the {limit}" if last["rule"] == "outside" else f"two are close to the {limit}"
        when = time.say(last["first"] - 1) if last["length"] == 1 else ends
        one = "point lies" if last["length"] == 1 else "points lie"
        found = f"{last['length']} {one} {where}" if last["rule"] == "outside" else f"of three points in a row, {where}"
        return f"{_signal(result)}: {found}, {when}, so ask what happened."
    run = f"{last['length']} points in a row lie {last['side']} {median}, {ends}"
    if last["rule"] == "watch":
        return f"One to watch, not a signal: {run}."
    way = {0: "", 1: " for the better", -1: " for the worse"}[better * (1 if last["side"] == "above" else -1)]
    return f"{_signal(result)}: {run}, so something has changed{way}."


def _signal(result: RunChart) -> str:
    return "Special cause" if result.rule == NHS else "A signal"


def of_spc(result: Spc, unit: str, time: Timeline) -> str:
    """Return what the NHS rules found at the latest point, and what the process does about its target."""
    points = result.points
    last = points[points["value"].notna() & ~points["excluded"]].iloc[-1]
    side = "above" if last["way"] > 0 else "below"
    why = {
        "outside": f"{side} the {'upper' if last['way'] > 0 else 'lower'} limit",
        "trend": f"part of 7 points in a row that {'rise' if last['way'] > 0 else 'fall'}",
        "two in three": f"two of three points close to the {'upper' if last['way'] > 0 else 'lower'} limit",
        "shift": f"part of 7 or more points in a row {side} the centre line",
    }.get(last["signal"], "")
    kind = {
        "improvement": "a change for the better",
        "concern": "a change for the worse",
        "high": "a change, higher than usual",
        "low": "a change, lower than usual",
    }.get(result.variation, "no more than chance gives")
    words = f"The latest point, {number_in_words(last['value'], unit)} at {time.say(last['point'] - 1)}, is {kind}"
    words = words.replace(" at ", " in ", 1) if time.monthly else words
    words += f" ({why})" if why else ""
    words = _all_alike(last["value"], unit) if result.constant else words
    if result.assurance:
        words += (
            f", and the process as it is {ASSURED[result.assurance]} the target of"
            f" {number_in_words(result.target, unit)}"
        )
    return words + "."


def of_gap(result: GapOverTime, time: Timeline) -> str:
    """Return what became of the gap, and how wide it is now."""
    verdict = {
        "wider": "has become wider", "narrower": "has become narrower", "changed": "has changed",
        "watch": "is one to watch, not a signal yet", "no signal": "shows no signal of change",
    }.get(result.change)  # fmt: skip
    pair = f"{result.worst} and {result.best}"
    if verdict is None:
        return f"Nobody can tell whether the gap between {pair} has changed: the numbers are too small."
    return f"The gap between {pair} {verdict}: {_gap_at(result, time)}."


def _gap_at(result: GapOverTime, time: Timeline, last: bool = True) -> str:
    frame = result.frame
    known = frame.index[frame["absolute"].notna()]
    row = frame.loc[known[-1 if last else 0]]
    worst, best = (100 * row[f"{name}_numerator"] / row[f"{name}_denominator"] for name in ("worst", "best"))
    side = "below" if worst < best else "above"
    apart = f"{difference(worst - best, '%')} {side}" if abs(worst - best) >= 0.05 else "level with"
    at = f"{'in' if time.monthly else 'at'} {time.say(row.name)}"
    return (
        f"{at} {result.worst} {'stands' if last else 'stood'} at {number_in_words(worst, '%')}, {apart} {result.best}"
        f" at {number_in_words(best, '%')}"
    )


def alt_of_run(result: RunChart, title: str, unit: str, time: Timeline, reading: str, notes: Sequence) -> str:
    values = result.points["value"]
    medians = [
        f"{number_in_words(row.median, unit)} from {time.say(row.first - 1)}" for row in result.phases.itertuples()
    ]
    line = (
        f"The {result.line_name} is {number_in_words(result.median, unit)}"
        if len(medians) == 1
        else f"The {result.line_name}s are {', '.join(medians)}"
    )
    line += f", from the first {result.baseline} points" if result.baseline and len(medians) == 1 else ""
    if result.rule == NHS and (last := result.points.iloc[-1])["upper"] == last["upper"]:
        line += f", limits {number_in_words(last['lower'], unit)} to {number_in_words(last['upper'], unit)}"
    return as_sentences(
        f"Run chart. {title}", _span(values, unit, time), line, reading, *result.notes, *_changes(notes, time)
    )


def alt_of_spc(result: Spc, title: str, unit: str, time: Timeline, reading: str, notes: Sequence) -> str:
    points, last = result.points, result.points.iloc[-1]
    limits = (
        f", limits {number_in_words(last['lower'], unit)} to {number_in_words(last['upper'], unit)}"
        if last["upper"] == last["upper"]
        else ", no limits"
    )
    types = points["type"][points["value"].notna() & ~points["excluded"]]
    signals = (types != "common cause").sum()
    counted = f"{signals} of {_points(len(types))} {'is' if signals == 1 else 'are'} marked as a change"
    starts = points["date"][points["segment"].diff().fillna(0) > 0]
    rebased = [f"New limits start {'in' if time.monthly else 'at'} {when(date, time.monthly)}" for date in starts]
    return as_sentences(
        f"Shewhart chart, kind {result.kind}. {title}",
        _span(points["value"], unit, time),
        f"Centre line {number_in_words(last['centre'], unit)}{limits}",
        *rebased,
        counted,
        reading,
        *result.notes,
        *_changes(notes, time),
    )


def alt_of_gap(result: GapOverTime, title: str, time: Timeline, reading: str, notes: Sequence) -> str:
    frame = result.frame
    row = frame.loc[frame["absolute"].last_valid_index()]
    absolute = (
        f"Absolute gap then {number_in_words(row['absolute'])} percentage points (95% interval"
        f" {number_in_words(row['absolute_lower'])} to {number_in_words(row['absolute_upper'])})"
    )
    relative = (
        f"relative gap {number_in_words(row['relative'], 'ratio')} (95% interval"
        f" {number_in_words(row['relative_lower'], 'ratio')} to {number_in_words(row['relative_upper'], 'ratio')})"
    )
    first = f"Two charts, one below the other: the absolute and the relative gap, {len(frame)} points. {title}"
    return as_sentences(
        first,
        upper_first(_gap_at(result, time, last=False)),
        upper_first(_gap_at(result, time)),
        f"{absolute}, {relative}",
        reading,
        *result.notes,
        *_changes(notes, time),
    )


def _span(values, unit: str, time: Timeline) -> str:
    known = values.dropna()
    ends = (
        f"{number_in_words(known[i], unit)} {'in' if time.monthly else 'at'} {time.say(i)}"
        for i in (known.index[0], known.index[-1])
    )
    missing = f", {len(values) - len(known)} missing" if len(known) < len(values) else ""
    low, high = number_in_words(known.min(), unit), number_in_words(known.max(), unit)
    return f"{_points(len(values))}{missing}: from {' to '.join(ends)}; the lowest is {low}, the highest {high}"


def _changes(notes: Sequence, time: Timeline) -> list[str]:
    changes = [
        f"{when(pd.Timestamp(date) if time.dated else date, time.monthly)}: {words}"
        for date, words in dated_notes(notes)
    ]
    return ([f"Changes noted: {'; '.join(changes)}"] if changes else []) + plain_notes(notes)


def _all_alike(value: float, unit: str) -> str:
    return f"Every point is {number_in_words(value, unit)}, so there is no variation to judge"


def _points(number: int) -> str:
    return f"{number} point{'s' * (number != 1)}"
