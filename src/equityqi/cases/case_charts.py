"""The five charts of lesson 11 on a case: what each shows, and a rule set's verdict, so that no key is typed."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import mean, median
from typing import Any

import pandas as pd

from equityqi.cases.case_files import CaseError, Measure
from equityqi.cases.case_trigger import trigger_figures
from equityqi.cases.chart_words import rule_words
from equityqi.plain_words import listed
from equityqi.settings import NHS
from equityqi.variation import GapOverTime, RunChart, chart_by, gap_over_time
from equityqi.variation.plain_counting import runs_of

NUMBERS = (1, 2, 3, 4, 5)
CODES = {"signal": "signal", "watch": "watch", "no signal": "none"}
GAP_CODES = {"wider": "wider", "narrower": "closing"}
YEAR = 12
NORMAL = 1.96  # standard errors, for 95%


@dataclass(frozen=True)
class CaseChart:
    """One of the five charts: its group, what it counts, the counts by month, and per how many."""

    number: int
    group: str
    measure: str
    counts: pd.DataFrame
    per: int
    better: int

    @property
    def shares(self) -> pd.Series:
        return self.per * self.counts["numerator"] / self.counts["denominator"]

    def judged(self, rules: str) -> RunChart:
        return chart_by(rules, self.shares, self.counts["month"])

    def said(self, figure: float) -> str:
        return f"{figure:.0f}%" if self.per == 100 else f"{figure:.1f} per {self.per:,}"


def case_chart(case, number: int) -> CaseChart:
    """Return one of the five charts of a case. Raises :class:`CaseError` for a case that has none.

    >>> from equityqi.cases.case import load
    >>> case_chart(load("a-blood-pressure"), 3).group
    'people in the most deprived areas'
    """
    charts = case.file.charts
    if charts is None:
        raise CaseError(f"{case.folder.name}/case.yml has no charts.")
    if number > 3:
        table = case.tables["due_in_two_places"]
        counts = table[table["chart"] == ("small" if number == 4 else "site")]
        counts = counts.rename(columns={"met_n": "numerator", "due_n": "denominator"}).reset_index(drop=True)
        return CaseChart(number, charts.small if number == 4 else charts.site, charts.share, counts, 100, 1)
    by, measure = case.groups[case.file.gap.by], case.measures[case.file.gap.right]
    counts, end = chart_counts(case), {2: by.best, 3: by.worst}.get(number)
    counts = counts if end is None else counts[counts["group"] == end]
    group = {1: "everybody", 2: case.names["comparator"], 3: case.names["group"]}[number]
    sums = counts.groupby("month")[["numerator", "denominator"]].sum().reset_index()
    name = charts.due.name if charts.due else measure.name
    per, better = (100, 1) if charts.due else (measure.per, measure.better)
    return CaseChart(number, group, name, sums, per, better)


def chart_counts(case) -> pd.DataFrame:
    """Return the counts by month and group behind the charts of a case."""
    main, due = case.file.gap, case.file.charts.due if case.file.charts else None
    if due is None:
        return case.counts(main.right, main.by)
    group, table = case.groups[main.by], case.tables[due.table]
    named = table.assign(group=table[group.column].astype(str).map(group.levels))
    named = named.rename(columns={due.numerator: "numerator", due.denominator: "denominator"})
    return named[["month", "group", "numerator", "denominator"]]


def chart_measure(case) -> Measure:
    """Return the measure of charts 1 to 3, in the words of the case."""
    measure, due = case.measures[case.file.gap.right], case.file.charts.due if case.file.charts else None
    return measure if due is None else measure.model_copy(update={"name": due.name, "same_people": False})


def chart_gap(case, rules: str) -> GapOverTime:
    """Return the gap between charts 2 and 3 over time."""
    by = case.groups[case.file.gap.by]
    return gap_over_time(chart_counts(case), by.worst, by.best, better=chart_measure(case).better, rules=rules)


def chart_event(case) -> list[tuple[str, str]]:
    """Return the note on the charts where events.csv has none: a month and words."""
    charts = case.file.charts
    return [charts.event] if charts and charts.event else []


def rule_figures(case, rules: str) -> dict[str, Any]:
    """Return what a rule set says of the case's five charts and of its trigger, as the exercises ask for it.

    For each chart ``chart-1-text``, ``-model``, ``-shares``, ``-why``, ``-wrong`` of the verdict. Of the question on
    the gap ``chart-gap-model`` and ``-why``, of chart 4 its low month, and of chart 5 the line and the run.
    """
    if case.file.charts is None:
        return trigger_figures(case, rules)
    charts, words = [case_chart(case, number) for number in NUMBERS], rule_words(rules)
    judged = {chart.number: chart.judged(rules) for chart in charts}
    codes = {number: CODES[run.signal] for number, run in judged.items()}
    signals = [number for number, code in codes.items() if code == "signal"]
    found: dict[str, Any] = {}
    for chart in charts:
        number, code = chart.number, codes[chart.number]
        model = ["watch", "none"] if code == "watch" else [code]
        none = number == 4 or [number] == signals  # whoever says the same of each chart does not pass
        found |= {
            f"chart-{number}-text": f"Chart {number}: {chart.group}",
            f"chart-{number}-model": model,
            f"chart-{number}-shares": {} if none else {o: 0.5 for o in words["options"] if o not in model},
            f"chart-{number}-why": f"{finding(judged[number])} {_teaches(chart, charts, code)}",
            f"chart-{number}-wrong": _wrong(chart, code, words),
        }
    return found | _gap_figures(case, charts, rules) | _by_hand(charts, judged[5], words) | trigger_figures(case, rules)


def finding(run: RunChart) -> str:
    """Return what a rule set found in a chart, or the longest run where it found nothing, as one sentence."""
    points, line = run.points, run.line_name
    if run.signal == "no signal":
        if run.rule == NHS:
            return "The chart meets none of the four rules."
        row = run.phases.iloc[-1]
        crossed = f", and the points cross the line {row['crossings']} times" if run.rule == "anhoej" else ""
        after = " after the baseline" if run.rule == "course" and run.baseline else ""
        return f"The longest run{after} has {run.longest_run} point{'s' * (run.longest_run != 1)}{crossed}."
    kept = run.findings[run.findings["rule"] != "watch"] if run.signal == "signal" else run.findings
    late = kept[kept["last"] > len(points) / 2]
    last = (late if len(late) else kept).pipe(lambda some: some.loc[some["length"].idxmax()])
    first, end = (f"{points['date'].iloc[last[name] - 1]:%B %Y}" for name in ("first", "last"))
    span = f"from {first} to {end}"
    if last["rule"] == "crossings":
        return f"The points cross the line only {last['length']} times. By chance you’d expect more."
    if last["rule"] == "trend":
        return f"{last['length']} points in a row go {last['side']}, {span}."
    if last["rule"] == "outside":
        return f"A point is beyond the limit, in {first}."
    if last["rule"] == "two in three":
        return f"Two of three points are close to the limit, {span}."
    return f"{last['length']} points in a row are {last['side']} the {line}, {span}."


def _ends(chart: CaseChart) -> tuple[float, float]:
    """Return the mean share of the first and of the latest 12 months."""
    sums = [part[["numerator", "denominator"]].sum() for part in (chart.counts[:YEAR], chart.counts[-YEAR:])]
    return tuple(chart.per * part["numerator"] / part["denominator"] for part in sums)  # type: ignore[return-value]


def _by_two_years(best: CaseChart, worst: CaseChart) -> str:
    """Return how the gap moved from the first 12 months to the latest 12, "" where chance alone may do it (95%)."""
    gaps, variance = [], 0.0
    for first in (True, False):
        shares = []
        for chart in (best, worst):
            part = chart.counts[:YEAR] if first else chart.counts[-YEAR:]
            people = part["denominator"].sum()
            share = part["numerator"].sum() / people
            variance += share * (1 - share) / people
            shares.append(share)
        gaps.append(abs(shares[0] - shares[1]))
    moved = gaps[1] - gaps[0]
    return "" if abs(moved) <= NORMAL * sqrt(variance) else "wider" if moved > 0 else "closing"


def _moved(chart: CaseChart) -> str:
    """Return from where to where a chart went, in words."""
    first, last = (chart.said(end) for end in _ends(chart))
    return f"it stayed at {first}" if first == last else f"it went from {first} to {last}"


def _teaches(chart: CaseChart, charts: list[CaseChart], code: str) -> str:
    if chart.number == 1:
        return f"Overall {_moved(chart)}, although you can't see from this chart for whom."
    if chart.number == 2:
        return f"In this group {_moved(chart)}."
    if chart.number == 3:
        return f"In this group {_moved(chart)}. In the group of chart 2, {_moved(charts[1])}."
    if chart.number == 4:
        return "One low month isn't a signal here, because with 22 people each person is nearly five percentage points."
    said = (
        "Nothing had changed in this place, so it's a false alarm"
        if code == "signal"
        else "Nothing had changed in this place"
    )
    return f"{said}. You can't see that from the chart, so the only way to find out is to ask."


def _wrong(chart: CaseChart, code: str, words: dict[str, Any]) -> dict[str, Any]:
    """Return the slips that have a sentence of their own on this chart, by option."""
    own = {
        (3, "none"): ("small-is-noise", "small-rise", code == "signal"),
        (4, "signal"): ("one-point-is-a-signal", "low-signal", code == "none"),
        (4, "watch"): ("one-point-is-a-signal", "low-watch", code == "none"),
        (5, "signal"): ("six-is-a-signal", "site-signal", code != "signal"),
        (5, "none"): ("nothing-changed", "site-none", code == "signal"),
    }
    return {
        option: {"name": name, "sentence": words[key]}
        for (number, option), (name, key, fits) in own.items()
        if number == chart.number and fits and key in words
    }


def _gap_figures(case, charts: list[CaseChart], rules: str) -> dict[str, Any]:
    gap, best, worst = chart_gap(case, rules), charts[1], charts[2]
    code, ends = GAP_CODES.get(gap.change, "cannot"), list(zip(_ends(best), _ends(worst), strict=True))
    first, last = (worst.said(abs(one - two)).replace("%", " percentage points") for one, two in ends)
    verdict = {
        "wider": "The gap’s own chart shows a signal: the gap grew",
        "closing": "The gap’s own chart shows a signal: the gap narrowed",
    }
    said = verdict.get(code, "The gap’s own chart shows no signal, so we can’t tell yet")
    if gap.change == "changed":
        said = "The gap’s own chart shows a signal, but not which way it went"
    why = f"{said}. The two groups were {first} apart in the first year and {last} in the latest."
    model = [code]
    if code == "cannot" and (moved := _by_two_years(best, worst)):
        model.append(moved)
        why += " If you compare only the two years, though, the difference is more than chance."
        why += " The chart’s rule takes longer to notice, so we accept both answers."
    both = f"for {worst.group} {_moved(worst)}, and for {best.group} {_moved(best)}"
    if code == "cannot":
        story = [
            f"{worst.measure}: {both}. We can’t tell yet if the gap has changed. We keep counting and ask the people.",
            f"Two groups: {both}. The gap’s chart has no signal yet, so before we act, we’ll ask who was left out.",
        ]
    else:
        grew = "grew" if code == "wider" else "narrowed"
        story = [
            f"{worst.measure}: {both}, so the gap {grew}. Next we’ll ask who was left out and what would help them.",
            f"There are two stories behind our average: {both}. The gap {grew}. Before we do more of the same, who"
            " haven’t we heard from?",
        ]
    return {"chart-gap-model": model, "chart-gap-why": why, "chart-stories": story}


def _by_hand(charts: list[CaseChart], run: RunChart, words: dict[str, Any]) -> dict[str, Any]:
    """Return what the questions ask that are worked out with a pencil: the low month of chart 4, chart 5 by hand."""
    small, shares = charts[3].counts["numerator"].tolist(), charts[4].shares.round(1).tolist()
    low = small.index(min(small))
    first = shares[:YEAR]
    middle = sorted(first)[YEAR // 2 - 1 : YEAR // 2 + 1]
    slips = [
        ("mean-for-median", mean(first), "You’ve worked out the mean, because you added them all up and divided by twelve. For the median, put them in order and take the middle."),  # noqa: E501
        ("one-of-two-middles", middle[0], "You’re nearly there, because that’s one of the two in the middle. With twelve values, go half way between the sixth and the seventh."),  # noqa: E501
        ("one-of-two-middles", middle[1], "You’re nearly there, because that’s one of the two in the middle. With twelve values, go half way between the sixth and the seventh."),  # noqa: E501
        ("not-in-order", mean(first[5:7]), "You took the middle of the list as it is. Put the twelve in order of size first, and then take the middle."),  # noqa: E501
        ("median-of-all-months", median(shares), f"That’s the median of all {len(shares)} months. {words['take']}"),
    ]  # fmt: skip
    line = round(median(first), 2)
    return {
        "chart-low": f"{min(small)} of {charts[3].counts['denominator'].iloc[low]}",
        "chart-low-next": f"{charts[3].shares.iloc[low + 1]:.0f}%",
        "chart-5-first": listed([f"{share:.1f}" for share in first]),
        "chart-5-line": [line],
        "chart-5-line-wrong": _numbers(slips, line, 0.05),
        "chart-5-run": [run.longest_run],
        "chart-5-run-wrong": _run_slips(run),
    }


def _run_slips(run: RunChart) -> list[dict[str, Any]]:
    points = run.points
    counted = points["side"].where(points["counted"], 0).to_numpy()
    lengths = sorted({length for _, _, _, length in runs_of(counted)})
    every = max(length for _, _, _, length in runs_of(points["side"].to_numpy()))
    above = int((counted > 0).sum())
    months = int(points["counted"].sum() if run.rule != "course" else (~points["in_baseline"]).sum())
    slips = [
        ("counted-into-the-baseline", every, "That’s a run, but part of it is in the baseline. If you begin after it, how many do you get?"),  # noqa: E501
        ("second-longest", lengths[-2] if len(lengths) > 1 else 0, "Yes, there’s a run that long, but it isn’t the longest. Can you find another one?"),  # noqa: E501
        ("all-points-above", above, "You’ve counted all the points above the line. How many of them come one after another?"),  # noqa: E501
        ("all-months", months, "You’ve counted all the months there are. How many in a row stay on one side?"),
    ]  # fmt: skip
    return _numbers(slips, run.longest_run, 0)


def _numbers(slips: list[tuple], right: float, tolerance: float) -> list[dict[str, Any]]:
    """Return likely wrong numbers as a question takes them; none that is right, and none twice."""
    found: dict[float, dict[str, Any]] = {}
    for name, answer, sentence in slips:
        answer = round(float(answer), 2)
        if abs(answer - right) > max(0.15, tolerance) and not any(
            abs(answer - other) <= 2 * tolerance for other in found
        ):
            found[answer] = {"name": name, "answer": answer, "tolerance": tolerance, "sentence": sentence}
    return list(found.values())
