"""The chart of the one page as plain shapes, so that its SVG and its PNG show the same: two groups, and the gap."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.cases.case import Case
from equityqi.cases.case_lookup import measure_of
from equityqi.plain_words import as_sentences, upper_first
from equityqi.poster.chart_shapes import Ends, Shapes, over_time, two_times
from equityqi.poster.latest import Pair, at_both_ends, pairs_of
from equityqi.poster.short_names import short_name
from equityqi.project import sentences, shares
from equityqi.project.parts import Project
from equityqi.project.shares import HIDDEN, Scale
from equityqi.settings import chart_rules
from equityqi.tables.calendar_names import MONTHS
from equityqi.typed_input import number

SHOWN = 24  # periods at most
NEEDS = "No chart yet. It needs the numbers of both groups, now and as a target: you write them in exercise 4."


@dataclass(frozen=True)
class GapChart:
    """A chart in two shapes, for paper and laptops and for a phone, with its alt text."""

    wide: Shapes
    narrow: Shapes
    alt: str


@dataclass(frozen=True)
class Reading:
    """A chart, the finding that is its heading, and the small print below it."""

    chart: GapChart | None
    finding: str
    note: str


def chart_of(project: Project, case: Case | None, now: Pair | None) -> Reading:
    """Return the gap over time where the case holds it, else the gap now and at the target, else why there is none.

    ``now``: the numbers of both groups that the aim starts from, if they are known.

    >>> chart_of(Project(), None, None).chart
    """
    aim = project.aim
    id = measure_of(case, aim.measure)
    series = case.series(id) if case and id and at_both_ends(aim, case) else {}
    return _over_time(project, case, series, now) if series else _two_times(project, case, now)


def _over_time(project: Project, case: Case, series: dict, now: Pair | None) -> Reading:
    aim, scale = project.aim, shares.scale_of(project.aim, case)
    pair = now or pairs_of(case, aim.measure, aim)[0]
    many, per = min(SHOWN, len(series["periods"])), pair.per
    least, best = (tuple(per * n / of for n, of in series[end][-many:]) for end in ("worst", "best"))
    periods = series["periods"][-many:]
    words = shares.baselines(aim, case) if now else tuple(map(scale.share, pair.shares))
    apart = shares.gap_of(aim.baseline_group, aim.baseline_comparator) if now else None
    gap = abs(pair.shares[0] - pair.shares[1]) if apart is None else apart
    interval = " to ".join(scale.bare(end).replace("-", "−") for end in pair.interval)
    ends = Ends(words, _names(project, case), f"gap {scale.bare(gap)}", f"(95% interval {interval})")
    happened = [(month, label) for month, label in case.events if month >= periods[0][:7]]
    events = [(sum(day[:7] <= month for day in periods) - 1, label) for month, label in happened]
    titles = tuple(f"{MONTHS[int(day[5:7]) - 1][:3]} {day[:4]}" for day in (periods[0], periods[-1]))
    wide, narrow = (over_time(least, best, titles, events, ends, scale.unit, phone) for phone in (False, True))
    first, last = (scale.span(scale.share(of[0]), words[place]) for place, of in enumerate((least, best)))
    alt = as_sentences(
        f"Two lines from {titles[0]} to {titles[1]}",
        f"{upper_first(ends.names[0])}: {first}",
        f"{upper_first(ends.names[1])}: {last}",
        f"The gap, {pair.period}: {scale.apart(gap)}, 95% interval {interval}",
        *(f"{_month(month)}: {label}" for month, label in happened),
    )
    note = as_sentences(_change(series, scale), pair.denominators(), _starts_at(wide, scale))
    return Reading(GapChart(wide, narrow, alt), _finding(series, gap, scale), note)


def _month(day: str) -> str:
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def _finding(series: dict, gap: float, scale: Scale) -> str:
    before = scale.bare(series["median"])
    verb = {"wider": "grown", "narrower": "narrowed"}.get(series["change"])
    if verb and before != scale.bare(gap):
        return f"The gap has {verb} from {before} to {scale.apart(gap)}"
    return f"The gap is {scale.apart(gap)}"


def _change(series: dict, scale: Scale) -> str:
    """Return in a sentence what the chart of the gap says, by the rule set of the course."""
    times = f"first {12 if len(series['periods']) > 12 else len(series['periods'])} {series['time']}s"
    before = f"the median gap of the {times} was {scale.bare(series['median'])}"
    run = chart_rules() == "course"
    since = {"wider": ("above it", "it has grown since"), "narrower": ("below it", "it has narrowed since")}
    signal = {
        change: f"a run of {series['time']}s since then is {side}" if run else f"the chart gives a signal: {moved}"
        for change, (side, moved) in since.items()
    }
    return {
        **{change: f"{upper_first(before)}, and {says}" for change, says in signal.items()},
        "changed": f"The chart gives a signal, and doesn't say which way: {before}",
        "no signal": f"There is no sign of a change: {before}",
        "watch": f"It may be changing, and it's too early to tell: {before}",
    }.get(series["change"], "It's too early to tell if the gap is changing")


def _starts_at(shapes: Shapes, scale: Scale) -> str:
    return f"The scale starts at {scale.share(shapes.starts_at)}" if shapes.starts_at else ""


def _names(project: Project, case: Case | None) -> tuple[str, str]:
    aim = project.aim
    return tuple(
        short_name(sentences.group_words(name, case) or other)
        for name, other in ((aim.group, "the group"), (aim.comparator, "compared with"))
    )


def _two_times(project: Project, case: Case | None, now: Pair | None) -> Reading:
    aim, scale = project.aim, shares.scale_of(project.aim, case)
    gap_now, gap_then = shares.gaps_in_words(aim, case)
    if not gap_now:
        hidden = HIDDEN in shares.baselines(aim, case)
        return Reading(None, "", "No chart: one of the numbers comes from only 1 to 7 people." if hidden else NEEDS)
    values = tuple(
        number(end) for end in (aim.baseline_group, aim.target_group, aim.baseline_comparator, aim.target_comparator)
    )
    (least, best), (later_least, later_best) = shares.baselines(aim, case), shares.targets(aim, case)
    names, when = _names(project, case), ("Now", "Target")
    then = shares.gap_of(aim.target_group, aim.target_comparator)
    ends = Ends((later_least, later_best), names, f"gap {scale.bare(then)}", "if we reach our target")
    start = Ends((least, best), names, "", "")
    wide, narrow = (two_times(values[:2], values[2:], when, start, ends, phone) for phone in (False, True))
    alt = as_sentences(
        f"Two groups now and at the target. {upper_first(names[0])}: {least} now, target {later_least}",
        f"{upper_first(names[1])}: {best} now, target {later_best}",
        f"The gap: {gap_now} now, target {gap_then}",
    )
    from_ = gap_now.split()[0] if "percentage point" in gap_now else gap_now
    narrows = number(aim.target_group) is not None and shares.gap_of(*values[::2]) > then
    finding = f"Our target: the gap {'narrows' if narrows else 'goes'} from {from_} to {gap_then}"
    note = [f"The gap now: 95% interval {' to '.join(map(scale.bare, now.interval))}"] if now else []
    return Reading(
        GapChart(wide, narrow, alt),
        finding,
        as_sentences(*note, now.denominators() if now else "", _starts_at(wide, scale)),
    )
