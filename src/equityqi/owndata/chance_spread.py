"""How far chance alone spreads many groups: said with the gap, because the two furthest apart of many always differ."""

from __future__ import annotations

import pandas as pd

from equityqi.owndata.comparison import MANY, gap_functions
from equityqi.owndata.pictures import is_small, unknown
from equityqi.tables.finding import Finding

CHANCE_SPREAD = "chance spread"  # the kind of the finding
FUNNEL, WIDE = 0.998, 5.0  # the limits of the funnel; percentage points from which whole per cents are enough
MOST_NAMED = 3


def spread_by_chance(compared: pd.DataFrame) -> list[Finding]:
    """Return what chance explains of the spread of more than ten groups; nothing where there are fewer.

    ``compared``: one row a group, as :func:`equityqi.owndata.comparison.by_group` gives them. Groups of few people,
    with hidden counts, or of people whose group is not recorded are left out of it.
    """
    known = compared[~unknown(compared["group"])]
    shown = known[known["value"].notna() & ~is_small(known)]
    share = shown["numerator"].sum() / max(shown["denominator"].sum(), 1)
    if len(known) <= MANY or len(shown) <= MANY or not 0 < share < 1:
        return []
    gaps = gap_functions()
    low, high = gaps.chance_range(shown["denominator"].to_numpy(), share, per=100)
    signals = gaps.funnel(shown["numerator"].to_numpy(), shown["denominator"].to_numpy(), confidence=FUNNEL).frame[
        "signal"
    ]
    digits = 0 if high - low >= WIDE else 1  # no more than needed: a decimal of few people would give a count back
    outside = {side: list(shown["group"][signals.str.startswith(side).to_numpy()]) for side in ("low", "high")}
    sentence = (
        f"With {len(shown)} groups, some are always far apart. If all had the same share, {100 * share:.{digits}f}%,"
        f" chance alone would spread groups of these sizes from {low:.{digits}f}% to {high:.{digits}f}%. They run from"
        f" {shown['value'].min():.{digits}f}% to {shown['value'].max():.{digits}f}%. {_outside(outside, len(shown))}"
    )
    return [Finding(CHANCE_SPREAD, sentence, "group")]


def _outside(outside: dict[str, list[str]], groups: int) -> str:
    many = sum(map(len, outside.values()))
    if not many:
        return "No group is further out than chance can explain for its size, so the two ends tell you nothing."
    if many > groups / 2:
        return (
            "Most are further out than chance can explain, so something besides chance sets them apart. The two ends"
            " alone don’t show what it is: put the groups into fifths of deprivation first."
        )
    told = [
        f"{where} the others: {', '.join(names[:MOST_NAMED])}"
        + (f" and {len(names) - MOST_NAMED} more" * (len(names) > MOST_NAMED))
        for where, names in (("below", outside["low"]), ("above", outside["high"]))
        if names
    ]
    lie = f"{many} are" if many > 1 else "One is"
    return f"{lie} further out than chance can explain for their size: {'; '.join(told)}."
