"""Two groups of a table told: the gap or its range in words, the pictures, the draft aim. What stays on the screen
tells the counts of the table, and what leaves tells the rounded ones.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from equityqi.owndata.chance_spread import CHANCE_SPREAD, spread_by_chance
from equityqi.owndata.comparison import MANY, bounds_of, by_group, gap_functions, span_of, with_shares
from equityqi.owndata.draft_aim import aim_in_words, aim_of_counts, apart_in_words, bounds_in_words, gap_in_words
from equityqi.owndata.pictures import gap_picture, groups_picture, is_small, points_over_time, unknown
from equityqi.owndata.shown_counts import hidden
from equityqi.owndata.two_groups import too_small
from equityqi.tables.finding import Finding
from equityqi.tables.row_findings import not_stated
from equityqi.tables.stocks import SAME_PEOPLE
from equityqi.tables.times import latest_rows

if TYPE_CHECKING:
    import pandas as pd

    from equityqi.gaps import Gap

Look = Any  # an equityqi.owndata.look.Look, whose module imports this one

NOT_SURE = "I’m not sure how to read this table, so I won’t guess."
EXACT = ("not stated", CHANCE_SPREAD, "step that others do not share")  # findings that tell exact shares
TOO_CLOSE = (
    "Rounded to the nearest 5, the counts of {worst} and {best} no longer show which group is behind: there are too"
    " few people for this gap. Put several months together, then make the file again."
)
OVER_TIME_STAYS = (
    "The picture over time stays on your own computer. Some of its points come from few people, and with the totals"
    " somebody could work out small counts."
)


def two_told(seen: Look, two: tuple[str, str], last: pd.DataFrame, followed: tuple[str, pd.DataFrame] | None) -> Look:
    """Return a look with two of its groups told: the gap or its bounds, the pictures and the draft aim.

    ``two``: the group served least well, and the one it is compared with; ``last``: the groups in the last time alone;
    ``followed``: both over time, as :func:`equityqi.owndata.pictures.points_over_time` gives them.
    """
    compared, period, better, (worst, best) = seen.groups, seen.period, seen.better, two
    drawn = compared if len(compared) <= MANY + 1 else compared[compared["group"].isin(two)]
    if bounds := bounds_of(compared, worst, best, better):
        return replace(
            seen,
            bounds=bounds,
            draw=lambda: (groups_picture(drawn, f"Groups compared, {period}", better),),
            sentence=bounds_in_words(compared, worst, best, bounds, period),
        )
    gap = gap_functions().gap(compared, "group", worst, best, better=better)
    aim = aim_of_counts(compared, gap, seen.measure, better)
    return replace(
        seen,
        gap=gap,
        aim=aim,
        draw=lambda: (
            groups_picture(drawn, f"Groups compared, {period}", better),
            gap_picture(followed, worst, best, better) if followed else None,
        ),
        draft_aim=aim and aim_in_words(aim, period, compared),
        sentence=" ".join(
            filter(None, [gap_in_words(compared, gap, period), _last_alone(seen, gap, last), _taken(seen)])
        ),
    )


def _last_alone(seen: Look, gap: Gap, last: pd.DataFrame) -> str:
    """The gap of the last time alone, where the same people may be counted each time; else nothing."""
    if not any(finding.kind == SAME_PEOPLE for finding in seen.findings):
        return ""
    alone = gap_functions().gap(last, "group", gap.worst, gap.best, better=seen.better)
    told = apart_in_words(last, alone, span_of(latest_rows(seen.counts, added=False)))
    return f"If the same people are counted each time, look at the last time alone: {told}"


def _taken(seen: Look) -> str:
    why = f", because it says “{seen.why_better}”" if seen.why_better else ""
    return f"Here {'more' if seen.better == 1 else 'less'} counts as better{why}."


def to_pass_on(seen: Look) -> Look:
    """Return a look as it may leave this computer: every count, share, sentence, picture and aim in it comes from
    counts that are hidden or rounded by the course's rule.
    """
    if seen.asks:
        return replace(seen, sentence=" ".join([NOT_SURE, *(ask.sentence for ask in seen.asks)]))
    if seen.groups is None:
        return seen
    groups = with_shares(hidden(seen.groups))
    out = replace(seen, groups=groups, findings=_findings(seen, groups), draw=tuple)
    if not seen.two:
        return out
    ends = seen.groups[seen.groups["group"].isin(seen.two)]
    if is_small(ends).any():
        return replace(out, gap=None, bounds=None, sentence=too_small(*seen.two, seen.period))
    over_time = points_over_time(seen.counts, *seen.two)
    followed = points_over_time(seen.counts, *seen.two, to_pass_on=True)
    if over_time and not followed:
        out = replace(out, findings=(*out.findings, Finding("not over time", OVER_TIME_STAYS, "period")))
    last = by_group(latest_rows(seen.counts, added=False))
    few = is_small(last[last["group"].isin(seen.two)]).any()  # then no number is told of it
    told = two_told(out, seen.two, last if few else hidden(last), followed)
    if told.gap and told.gap.absolute.value <= 0 < seen.gap.absolute.value:
        sentence = TOO_CLOSE.format(worst=seen.two[0], best=seen.two[1])
        return replace(out, gap=None, aim=None, draft_aim=None, sentence=sentence)
    return told


def _findings(seen: Look, groups: pd.DataFrame) -> tuple[Finding, ...]:
    """The findings without exact shares of people: those are told of the rounded counts."""
    said = [finding for finding in seen.findings if finding.kind not in EXACT]
    kinds = {finding.kind for finding in seen.findings}
    said += spread_by_chance(groups) if CHANCE_SPREAD in kinds else []
    odd = groups[unknown(groups["group"])]
    if any(finding.kind == "not stated" for finding in seen.findings) and odd[["numerator", "denominator"]].notna().all(
        axis=None
    ):
        return (*not_stated(groups[groups["denominator"].notna()]), *said)
    return tuple(said)
