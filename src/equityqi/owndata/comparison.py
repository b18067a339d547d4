"""The groups of a table of counts side by side: over which time, which of them may be compared, which two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from equityqi.owndata.pictures import is_small, unknown
from equityqi.tables.finding import Finding

if TYPE_CHECKING:
    import pandas as pd

LATEST = 12  # months that the groups are compared on, so that one odd month does not decide
MANY = 10  # from more groups than this, the two furthest apart would be a league table


class NotCompared(ValueError):
    """No two groups can be compared; ``str()`` says why, and what to do."""


def latest_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the latest 12 months, or of the latest period of another kind."""
    if "start" not in frame or frame["start"].isna().all():
        return frame
    starts = sorted(frame["start"].dropna().unique())
    keep = starts[-LATEST:] if "kind" in frame and (frame["kind"] == "month").all() else starts[-1:]
    return frame[frame["start"].isin(keep)]


def span_of(frame: pd.DataFrame) -> str:
    """Return the time of some rows in words."""
    if "period_label" not in frame or "start" not in frame or frame["start"].isna().all():
        return "in this file"
    labels = frame.sort_values("start")["period_label"].astype(str)
    first, last = labels.iloc[0], labels.iloc[-1]
    return f"in {first}" if first == last else f"from {first} to {last}"


def by_group(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a group: counts, and the share in per cent with its interval."""
    from equityqi.gaps import proportion  # lazy: scipy costs 0.15 s

    sums = frame.groupby("group", sort=False)[["numerator", "denominator"]].sum().reset_index()
    shares = proportion(sums["numerator"].to_numpy(), sums["denominator"].to_numpy(), per=100)
    return sums.assign(value=shares.value, lower=shares.lower, upper=shares.upper)


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
            "No row counts people whose group is not recorded. Ask how many they are: who is missing may be those"
            " served least well."
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
    if len(names) > MANY:
        raise NotCompared(
            f"The file has {len(names)} groups. The two furthest apart would be a league table: choose two to compare,"
            " or put them into a few groups first, such as fifths of deprivation."
        )
    known = counts[~unknown(counts["group"])]
    if len(known) < 2:
        raise NotCompared(
            "Only one group is known by name, so there is nothing to compare it with. Ask for the same counts of"
            " another group."
        )
    shown = known[~is_small(known)]
    order = (shown if len(shown) > 1 else known).sort_values("value", ascending=better == 1)["group"]
    return order.iloc[0], order.iloc[-1]


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
