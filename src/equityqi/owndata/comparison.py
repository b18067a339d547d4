"""The groups of a table of counts side by side: over which time, which of them may be compared, which two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from equityqi.owndata.pictures import is_small, unknown
from equityqi.tables.counts import summed
from equityqi.tables.finding import Finding

WIDEST = 50.0  # percentage points that hidden counts may leave open before a group is not compared at all
MANY = 10  # from more groups than this, the two furthest apart would be a league table


class NotCompared(ValueError):
    """No two groups can be compared; ``str()`` says why, and what to do."""


def gap_functions():
    """Return the room of what is calculated."""
    from equityqi import gaps  # lazy: scipy costs 0.15 s

    return gaps


def span_of(frame: pd.DataFrame) -> str:
    """Return the time of some rows in words."""
    if "period_label" not in frame or "start" not in frame or frame["start"].isna().all():
        return "in this file"
    labels = frame.sort_values("start")["period_label"].astype(str)
    first, last = labels.iloc[0], labels.iloc[-1]
    return f"in {first}" if first == last else f"from {first} to {last}"


def by_group(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a group: counts, and the share in per cent with its interval.

    Where a count is hidden, counts and share are NaN; ``least`` and ``most`` are the shares that its bounds leave open.
    """
    return with_shares(summed(frame, ["group"]))


def with_shares(sums: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of groups with their shares, as :func:`by_group` does."""
    known = sums["numerator"].notna() & sums["denominator"].notna()
    shares = pd.DataFrame({"value": np.nan, "lower": np.nan, "upper": np.nan}, index=sums.index)
    if known.any():
        told = gap_functions().proportion(
            *(sums.loc[known, name].to_numpy() for name in ("numerator", "denominator")), per=100
        )
        for name in shares:
            shares.loc[known, name] = getattr(told, name)
    sums = sums.assign(**shares)
    least = 100 * sums["numerator_lower"] / sums["denominator_upper"]
    most = (100 * sums["numerator_upper"] / sums["denominator_lower"]).clip(upper=100)
    return sums.assign(least=sums["value"].fillna(least), most=sums["value"].fillna(most))


def people_missing(counts: pd.DataFrame) -> list[Finding]:
    """Return what to know of the groups: who is too few to show, and whether those without a group are counted.

    ``counts``: one row a group, as :func:`by_group` gives them.
    """
    found = []
    few = list(counts.loc[is_small(counts), "group"])
    if few:
        sentence = f"Too few people to show: {', '.join(few)}. Put several months or groups together."
        found.append(Finding("small numbers", sentence, "group"))
    if len(few) != len(counts) <= MANY and not unknown(counts["group"]).any():
        sentence = (
            "No row counts people whose group isn’t recorded. Ask how many they are: they may be the people served"
            " least well."
        )
        found.append(Finding("nobody not recorded", sentence, "group"))
    return found


def worst_and_best(counts: pd.DataFrame, groups: Sequence | None, better: int) -> tuple[str, str]:
    """Return the group served least well and the one to compare it with: those named, or the two furthest apart.

    ``counts``: one row a group, as :func:`by_group` gives them; ``better``: 1 where more is better, -1 where less is.
    Raises :class:`NotCompared`.
    """
    names = list(counts["group"])
    if groups is not None:
        return _named(names, [str(name) for name in groups])
    known = counts[~unknown(counts["group"])]
    if len(known) > MANY:
        raise NotCompared(
            f"The file has {len(known)} groups. Comparing the two furthest apart would be a league table. Choose two"
            " to compare, or put them into a few groups first, such as fifths of deprivation. Add a column with the"
            " IMD score of each, and we’ll make the fifths for you."
        )
    if len(known) < 2:
        raise NotCompared(
            "Only one group has a name, so there’s nothing to compare it with. Ask for the same counts for another"
            " group."
        )
    known = known[known["most"] - known["least"] <= WIDEST]
    if len(known) < 2:
        raise NotCompared(
            "Too many counts are hidden to work out how far apart the groups are. Ask for counts over a longer time,"
            " where none need hiding."
        )
    shown = known[~is_small(known)]
    known = shown if len(shown) > 1 else known
    order = known.assign(middle=(known["least"] + known["most"]) / 2).sort_values("middle", ascending=better == 1)[
        "group"
    ]
    return order.iloc[0], order.iloc[-1]


def by_share(counts: pd.DataFrame, *names: str) -> list[str]:
    """Return groups by their share, or the middle of what it may be, the lowest first."""
    ends = counts.set_index("group").loc[list(names), ["least", "most"]]
    return list(ends.sum(axis=1).sort_values(kind="stable").index)


def bounds_of(counts: pd.DataFrame, worst: str, best: str, better: int) -> tuple[float, float] | None:
    """Return the least and the most that the gap can be, in percentage points, where hidden counts leave it open; else
    None.
    """
    ends = counts.set_index("group").loc[[worst, best]]
    if ends["value"].notna().all():
        return None
    least, most = ends["least"].tolist(), ends["most"].tolist()
    low, high = (least[1] - most[0], most[1] - least[0]) if better == 1 else (least[0] - most[1], most[0] - least[1])
    return round(low, 2), round(high, 2)


def _named(names: list[str], two: list[str]) -> tuple[str, str]:
    """Return the two groups that a person named, if the table has them."""
    odd = [name for name in two if name not in names]
    if odd:
        raise NotCompared(f"The file has no group {odd[0]!r}. Its groups are: {', '.join(names)}.")
    if len(two) != 2:
        raise NotCompared("Name two groups to compare.")
    if two[0] == two[1]:
        raise NotCompared(f"Both groups are {two[0]!r}. Choose two different groups.")
    return two[0], two[1]
