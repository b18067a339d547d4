"""A gap in words, and the draft aim that the counts of two groups of a table give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equityqi.owndata.shown_counts import shown_share
from equityqi.owndata.two_groups import Group, TwoGroups, aim_of, aim_sentences, apart_sentences, gap_sentences
from equityqi.project.parts import Aim

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps import Gap


def gap_in_words(compared: pd.DataFrame, gap: Gap, period: str) -> str:
    """Return what the gap is in a few sentences; without a number where too few people tell it."""
    return gap_sentences(_two(compared, gap), period)


def apart_in_words(compared: pd.DataFrame, gap: Gap, period: str) -> str:
    """Return how far two groups lie apart, without a word on which of them is served less well."""
    return apart_sentences(_two(compared, gap), period)


def bounds_in_words(compared: pd.DataFrame, worst: str, best: str, bounds: tuple[float, float], period: str) -> str:
    """Return what is said of a gap of which hidden counts leave only a range."""
    told = [_open_share(_row(compared, name)) for name in (worst, best)]
    return (
        f"Some counts are hidden, so we can’t give one figure. {worst}: {told[0]}, and {best}: {told[1]}, {period}."
        f" The gap is somewhere between {bounds[0]:.1f} and {bounds[1]:.1f} percentage points. Ask for counts of a"
        " whole year, where fewer need hiding."
    )


def _open_share(row: pd.Series) -> str:
    if row["least"] == row["most"]:
        return f"{row['value']:.1f}%"
    return f"between {row['least']:.1f}% and {row['most']:.1f}%"


def digits_of(compared: pd.DataFrame, gap: Gap) -> int:
    """Return how many decimals a share of these groups is told with: more would give exact counts back."""
    return _two(compared, gap).digits


def aim_of_counts(compared: pd.DataFrame, gap: Gap, measure: str, better: int) -> Aim | None:
    """Return the aim's fields that the counts fill; None where the gap is below a point, or told by few people."""
    return aim_of(_two(compared, gap), measure, better)


def aim_in_words(aim: Aim, period: str, groups: pd.DataFrame) -> str:
    """Return a draft aim in words, with [square brackets] round what people still have to say.

    ``groups``: one row a group. The counts are told as they may be passed on.
    """
    return aim_sentences(aim, period, {name: shown_share(groups, name) for name in (aim.group, aim.comparator)})


def _two(compared: pd.DataFrame, gap: Gap) -> TwoGroups:
    absolute, relative = gap.absolute, float(gap.relative.value)
    points = (float(value) for value in (absolute.value, absolute.lower, absolute.upper))
    known = None if relative != relative else relative  # nobody in the best group has the outcome
    return TwoGroups(_group(compared, gap.worst), _group(compared, gap.best), *points, known)


def _group(compared: pd.DataFrame, name: object) -> Group:
    row = _row(compared, name)
    return Group(str(name), int(row["numerator"]), int(row["denominator"]))


def _row(compared: pd.DataFrame, name: object) -> pd.Series:
    return compared[compared["group"] == name].iloc[0]
