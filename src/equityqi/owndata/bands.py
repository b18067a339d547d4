"""Many areas or practices put into fifths by a column of deprivation that stands in their table, so that a gap is not
told of the two furthest of many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from equityqi.owndata.comparison import MANY
from equityqi.owndata.pictures import unknown
from equityqi.tables.asks import Ask
from equityqi.tables.columns import NUMBER, Column, columns_of
from equityqi.tables.counts import Counts, summed
from equityqi.tables.known_words import folded, plain_words
from equityqi.tables.reading import raws_of
from equityqi.tables.reshape import reshaped

FIFTHS = ("Fifth 1 (most deprived)", "Fifth 2", "Fifth 3", "Fifth 4", "Fifth 5 (least deprived)")
NO_FIFTH = "Deprivation not recorded"
_DEPRIVATION = re.compile(r"\b(?:imd|simd|wimd|nimdm|deprivation|townsend|carstairs|jarman)\b")
_HIGH_IS_MOST, _LOW_IS_MOST = re.compile(r"\b(?:score|index|pct|percent|share)\b"), re.compile(r"\b(?:rank|ranking)\b")


def in_fifths(counts: Counts, name: str, data: bytes, choose: Mapping[str, str]) -> Counts:
    """Return counts of more than ten groups by fifths of deprivation, where one column of the table has a score or a
    rank for each group; as they are where there is none, or where somebody chose the column of groups.

    ``name`` and ``data``: the file. Which end is the most deprived is asked where the heading does not say it.
    """
    heading = counts.reading.group
    names = [] if counts.problem or counts.asks or "group" not in counts.frame else counts.frame["group"].unique()
    if len(names) <= MANY or choose.get("group") or not heading:
        return counts
    raws = raws_of(name, data)
    raws = raws if len(raws) == 1 else [raw for raw in raws if raw.sheet == counts.reading.sheet]
    columns = {column.name: column for raw in raws[:1] for column in columns_of(reshaped(raw))}
    found = [
        (column, values)
        for column in columns.values()
        if column.kind == NUMBER
        and heading in columns
        and column.name not in (counts.reading.count, counts.reading.of)
        and _DEPRIVATION.search(plain_words(column.name))
        and (values := _of_each(columns[heading], column)) is not None
    ]
    if not found:
        return counts
    picked = {part.strip() for part in choose.get("rows", "").split(";")}
    column, values = found[0]
    if len(found) > 1 and not all(_same_order(found[0], other) for other in found[1:]):
        by = {f"Fifths by “{column.name}”": (column, values) for column, values in found}
        if not picked & {*by}:
            sentence = f"There are {len(names)} groups, so we put them into fifths of deprivation. By which column?"
            return replace(counts, asks=(Ask("rows", sentence, tuple(by)),))
        column, values = next(pair for text, pair in by.items() if text in picked)
    options = {f"High “{column.name}” is the most deprived": -1, f"Low “{column.name}” is the most deprived": 1}
    sign = _sign(column.name) or next((sign for text, sign in options.items() if text in picked), 0)
    if not sign:
        sentence = (
            f"There are {len(names)} groups, so we put them into fifths by “{column.name}”. Which end of it is the most"
            " deprived?"
        )
        return replace(counts, asks=(Ask("rows", sentence, tuple(options)),))
    return _by_fifth(counts, column.name, sign * values)


def _same_order(one: tuple[Column, pd.Series], other: tuple[Column, pd.Series]) -> bool:
    """Whether two columns put the groups in one order, such as a score and the rank made from it."""
    (first, values), (second, others) = one, other
    signs = _sign(first.name) * _sign(second.name)
    both = pd.concat([values, others], axis=1, join="inner")
    return bool(signs) and both.iloc[:, 0].rank().equals((signs * both.iloc[:, 1]).rank())


def _sign(heading: str) -> int:
    """1 where a low number is the most deprived, -1 where a high one is, 0 where the heading does not say."""
    plain = plain_words(heading)
    return 1 if _LOW_IS_MOST.search(plain) else -1 if _HIGH_IS_MOST.search(plain) else 0


def _of_each(groups: Column, column: Column) -> pd.Series | None:
    """The number of each group, by its folded name; None where a group has two, or fewer than ten have one."""
    pairs = pd.DataFrame({"group": groups.words.map(folded), "value": column.numbers.value}).dropna().drop_duplicates()
    if pairs["group"].duplicated().any() or pairs["value"].nunique() <= MANY:
        return None
    return pairs.set_index("group")["value"]


def _by_fifth(counts: Counts, heading: str, order: pd.Series) -> Counts:
    """``order``: the number of each group by its folded name, the most deprived lowest."""
    frame = counts.frame
    names = pd.Series(frame["group"].unique())
    given = names.map(folded).map(order).where(~unknown(names))
    place = np.ceil(5 * (given.rank() - 0.5) / given.notna().sum())
    fifth = [
        name if odd else NO_FIFTH if at != at else FIFTHS[int(at) - 1]
        for name, odd, at in zip(names, unknown(names), place, strict=True)
    ]
    kept = [name for name in ("period_label", "start", "end", "kind") if name in frame]
    banded = frame.assign(group=frame["group"].map(dict(zip(names, fifth, strict=True))))
    reading = replace(
        counts.reading,
        group=f"{counts.reading.group}, in fifths by {heading}",
        groups=tuple(sorted(set(fifth))),
        unknown=tuple(sorted({name for name in fifth if unknown(pd.Series([name])).item()})),
    )
    sizes = ", ".join(str(fifth.count(name)) for name in FIFTHS if name in fifth)
    sentence = (
        f"{given.notna().sum()} groups are too many to compare one by one, so we put them into fifths by “{heading}”,"
        f" the most deprived first ({sizes} in each). To compare the groups themselves, choose"
        f" “{counts.reading.group}” as the group."
    )
    return replace(counts, frame=summed(banded, [*kept, "group"]), reading=reading).with_finding(
        "in fifths", sentence, "group"
    )
