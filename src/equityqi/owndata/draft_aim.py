"""A gap in words, and the draft aim that the counts of two groups give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equityqi.owndata.shown_counts import shown_share
from equityqi.plain_words import listed
from equityqi.project.parts import FLOOR, Aim
from equityqi.tables.hidden_counts import SMALLEST_SHOWN

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps import Gap


def gap_in_words(compared: pd.DataFrame, gap: Gap, period: str) -> str:
    """Return one or two sentences on the gap; without a number where too few people tell it."""
    worst, best = _row(compared, gap.worst), _row(compared, gap.best)
    if _too_small(compared, gap):
        return (
            f"The counts of {gap.worst} or {gap.best} are too small to print or to judge {period}. "
            "Put several months together, or fewer groups, before you speak of a gap."
        )
    points, digits = gap.absolute.value, digits_of(compared, gap)
    ahead = (
        f" Here {gap.worst} is ahead of {gap.best}: change the two over, or ask whether more is better."
        if points < 0
        else ""
    )
    return (
        f"{gap.worst}: {worst['value']:.{digits}f}%, and {gap.best}: {best['value']:.{digits}f}%, {period}. The gap is"
        f" {points:.{digits}f} percentage points ({_interval(gap, digits)}), the ratio"
        f" {gap.relative.value:.2f}. {_chance(gap)}{ahead}"
    )


def apart_in_words(compared: pd.DataFrame, gap: Gap, period: str) -> str:
    """Return how far two groups lie apart, without a word on which of them is served less well."""
    if _too_small(compared, gap):
        return gap_in_words(compared, gap, period)
    digits = digits_of(compared, gap)
    shares = [f"{name}: {_row(compared, name)['value']:.{digits}f}%" for name in (gap.worst, gap.best)]
    return (
        f"{', and '.join(shares)}, {period}. They lie {gap.absolute.value:.{digits}f} percentage points apart"
        f" ({_interval(gap, digits)}). {_chance(gap)}"
    )


def _interval(gap: Gap, digits: int) -> str:
    ends = (f"{round(limit, digits) + 0.0:.{digits}f}" for limit in (gap.absolute.lower, gap.absolute.upper))
    return f"95% interval {' to '.join(ends)}"  # + 0.0: never "-0.0"


def _chance(gap: Gap) -> str:
    if gap.absolute.lower * gap.absolute.upper > 0:
        return "The interval leaves out 0."
    return "The interval holds 0, so it may be chance."


def bounds_in_words(compared: pd.DataFrame, worst: str, best: str, bounds: tuple[float, float], period: str) -> str:
    """Return what is said of a gap of which hidden counts leave only a range."""
    told = [_open_share(_row(compared, name)) for name in (worst, best)]
    return (
        f"Some counts are hidden, so there is no one figure. {worst}: {told[0]}, and {best}: {told[1]}, {period}."
        f" The gap is"
        f" somewhere from {bounds[0]:.1f} to {bounds[1]:.1f} percentage points. Ask for counts of a whole year,"
        f" which need"
        " less hiding."
    )


def _open_share(row: pd.Series) -> str:
    if row["least"] == row["most"]:
        return f"{row['value']:.1f}%"
    return f"between {row['least']:.1f}% and {row['most']:.1f}%"


def digits_of(compared: pd.DataFrame, gap: Gap) -> int:
    """Return how many decimals a share of these groups is told with: more would give exact counts back."""
    return 1 if _row(compared, gap.best)["value"] >= 2 else 3


def aim_of_counts(compared: pd.DataFrame, gap: Gap, measure: str, better: int) -> Aim | None:
    """Return the aim's fields that the counts fill; None where the gap is below a point, or told by few people."""
    if not gap.absolute.value >= 1 or _too_small(compared, gap):
        return None
    sides = {"group": _row(compared, gap.worst), "comparator": _row(compared, gap.best)}
    numbers = {f"baseline_{side}": round(float(row["value"]), 1) for side, row in sides.items()}
    numbers |= {f"baseline_{side}_n": int(row["numerator"]) for side, row in sides.items()}
    numbers |= {f"baseline_{side}_of": int(row["denominator"]) for side, row in sides.items()}
    return Aim(
        measure=measure,
        group=gap.worst,
        comparator=gap.best,
        direction="up" if better == 1 else "down",
        floor=FLOOR,
        **numbers,
    )


def aim_in_words(aim: Aim, gap: float, period: str, groups: pd.DataFrame) -> str:
    """Return a draft aim in words, with [square brackets] round what people still have to say.

    ``gap``: in percentage points, not yet rounded; ``groups``: one row a group. The counts are told as the table of
    groups shows them, so that no two of them give an
    exact one; the exact ones are in the project's file.
    """
    now, other, better = aim.baseline_group, aim.baseline_comparator, 1 if aim.direction == "up" else -1
    counts = [
        f"about {shown} for {name}" for name in (aim.group, aim.comparator) if (shown := shown_share(groups, name))
    ]
    baseline = f" The baseline is {listed(counts)}, {period}." if counts else ""
    return (
        f"By [date], in [place], move {aim.measure or '[measure]'} for {aim.group} from {now:g}% to [about"
        f" {now + better * gap / 2:.0f}%], while {aim.comparator} stays at {other:g}% or better, so that the gap goes"
        f" from {round(gap, 1):g} percentage points to [{gap / 2:.0f}], with {FLOOR}.{baseline}"
        " Change what stands in [brackets] together with people it is about."
    )


def _too_small(compared: pd.DataFrame, gap: Gap) -> bool:
    """Say whether one of the two has fewer than 8 people with, or without, the outcome: too few to
    print or to judge.
    """
    ends = compared[compared["group"].isin([gap.worst, gap.best])]
    return bool(min(ends["numerator"].min(), (ends["denominator"] - ends["numerator"]).min()) < SMALLEST_SHOWN)


def _row(compared: pd.DataFrame, name: object) -> pd.Series:
    return compared[compared["group"] == name].iloc[0]
