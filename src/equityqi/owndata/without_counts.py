"""Measures that have no counts behind them, such as life expectancy or a rate: told as what they are, with no aim."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from equityqi.owndata.comparison import gap_functions
from equityqi.plain_words import listed
from equityqi.tables.columns import NUMBER, PERIOD, WORDS, Column, columns_of
from equityqi.tables.known_words import folded, is_total, is_unknown, plain_words, says_out_of
from equityqi.tables.raw_table import Raw
from equityqi.tables.times import NoTime, times_of

OWN_KINDS = ("a number of years", "a rate", "a score", "an average")
NEVER_COUNTED = ("a number of years", "an average")
FEWEST = 3  # groups that a slope needs
_LOWER, _UPPER = re.compile(r"\b(?:lower|lcl|lci)\b"), re.compile(r"\b(?:upper|ucl|uci)\b")
_Z = 1.959964


def told_without_counts(raw: Raw) -> str:
    """Return what a table says of one measure without counts, by group; "" where it holds none, or more than one.

    Where the groups have an order and there is a column of people, that is the slope index of inequality with its
    interval, else the lowest and the highest value.
    """
    columns = columns_of(raw)
    measures = [column for column in columns if column.kind == NUMBER and column.why_not in OWN_KINDS]
    groups = [column for column in columns if column.kind == WORDS and column.could_group and len(column.texts) > 1]
    if len(measures) != 1 or len(groups) != 1:
        return _one_at_a_time(measures, groups)
    measure, group = measures[0], groups[0]
    people = [column for column in columns if column.could_count and says_out_of(column.name)]
    frame = pd.DataFrame({"group": group.words, "value": measure.numbers.value})
    frame["people"] = people[0].numbers.value if len(people) == 1 else np.nan
    for name, pattern in (("lower", _LOWER), ("upper", _UPPER)):
        limits = [column for column in columns if column.kind == NUMBER and pattern.search(plain_words(column.name))]
        frame[name] = limits[0].numbers.value if len(limits) == 1 else np.nan
    frame, when = _latest(raw, columns, frame)
    others = frozenset(map(folded, group.texts))
    odd = frame["group"].map(lambda name: is_total(name) or is_unknown(name, others, group.name))
    frame = frame[~odd.astype(bool) & frame["value"].notna()]
    if frame["group"].duplicated().any() or len(frame) < 2:
        return ""
    return f"“{measure.name}” is {measure.why_not} and has no counts behind it. {_told(frame, group.name)}{when}"


def _one_at_a_time(measures: list[Column], groups: list[Column]) -> str:
    """What to keep of a table with several measures, or several ways to split them, for which nobody has counts."""
    if not measures or not groups or any(column.why_not not in NEVER_COUNTED for column in measures):
        return ""
    names = listed([f"“{column.name}”" for column in measures])
    has = "have" if len(measures) > 1 else "has"
    keep = [f"one of the columns {names}"] if len(measures) > 1 else []
    if len(groups) > 1:
        few = min(groups, key=lambda column: len(column.texts))
        keep.append(f"the rows of one of “{few.name}”, such as {few.texts[0]}")
    them = "them" if len(measures) > 1 else "it"
    return f"{names} {has} no counts behind {them}. Keep {' and '.join(keep)}, then look again."


def _latest(raw: Raw, columns: list[Column], frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The rows of the latest time, and that they are."""
    times = [column.name for column in columns if column.kind == PERIOD]
    if len(times) != 1:
        return frame, ""
    try:
        told, total = times_of(raw.frame, (times[0],), raw.rows, frame.index)
    except NoTime:
        return frame, ""
    last = told.loc[~total, "start"].max()
    latest = ~total & (told["start"] == last)
    return frame[latest], f" This is for {told.loc[latest, 'period_label'].iloc[0]}, the latest time."


def _told(frame: pd.DataFrame, heading: str) -> str:
    order = _order(list(frame["group"]))
    if order is None:
        low, high = frame.loc[frame["value"].idxmin()], frame.loc[frame["value"].idxmax()]
        return (
            f"It goes from {low['value']:g} ({low['group']}) to {high['value']:g} ({high['group']}). We can’t see an"
            " order in the groups, so we don’t work out a slope across them or draft an aim."
        )
    frame = frame.iloc[order]
    first, last = frame.iloc[0], frame.iloc[-1]
    ends = (
        f"From the first to the last of {len(frame)} groups ({_under(heading, first['group'])} to {last['group']}) it"
        f" goes from {first['value']:g} to {last['value']:g}: {abs(last['value'] - first['value']):.1f} apart."
    )
    if len(frame) < FEWEST or not (frame["people"] > 0).all():
        return (
            f"{ends} That leaves out all the groups in between. Add a column of how many people each has, and we can"
            " work out the slope."
        )
    known = frame[["lower", "upper"]].notna().all(axis=None) and (frame["upper"] > frame["lower"]).all()
    se = (frame["upper"] - frame["lower"]).to_numpy() / (2 * _Z) if known else None
    sii = gap_functions().slope(frame["value"].to_numpy(), frame["people"].to_numpy(), se).sii
    return (
        f"{ends} Across all groups, by their people, it is {sii.value:.1f} (95% interval {sii.lower:.1f} to"
        f" {sii.upper:.1f}): the slope index of inequality, as gaps.slope works it out. We don’t draft an aim from it."
    )


def _under(heading: str, name: str) -> str:
    """The name of a group with its heading before it, unless it says it itself."""
    return name if folded(name).startswith(folded(heading)) else f"{heading} {name}"


def _order(names: list[str]) -> list[int] | None:
    """The places of groups in their order: numbered from 1, or from most to least deprived as they stand; else None."""
    numbers = [int(found[0]) if (found := re.search(r"\d+", name)) else 0 for name in names]
    if sorted(numbers) == list(range(1, len(names) + 1)):
        return [int(place) for place in np.argsort(numbers)]
    ends = folded(names[0]), folded(names[-1])
    if "deprived" in ends[0] and "deprived" in ends[1] and {end.split()[0] for end in ends} == {"most", "least"}:
        return list(range(len(names)))
    return None
