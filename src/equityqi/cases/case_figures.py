"""The figures that a case's tables give for its main gap, so that every lesson can name them for every case."""

from __future__ import annotations

import hashlib
import json
from itertools import combinations
from typing import Any

from equityqi.cases.case_files import CaseError
from equityqi.cases.case_losses import loss_figures
from equityqi.cases.case_series import events_of, series_of
from equityqi.cases.chart_words import WORDS, alarms_said, rule_words
from equityqi.cases.opening import opening_figures
from equityqi.files import course_root, in_browser
from equityqi.settings import FIRST_CASE, RULE_SETS, chart_rules

FILE = "figures.json"
YEAR = {"month": 12, "quarter": 4}  # periods in the first and in the latest window, where the table is long enough


def figures_of(case) -> dict[str, float | str]:
    """Return the figures and words of a case's main gap, by id.

    For the dashboard's measure (``shown-``) and the one that shows the gap (``right-``): ``worst``, ``best`` and
    ``all`` (in per cent, or per 1,000), ``gap`` (points, above 0 where the worst-served group is behind) and ``ratio``
    (the larger divided by the smaller), each for the ``first`` and the ``latest`` 12 months (4 quarters, or half of a
    shorter table), rounded as printed; ``worst``, ``best`` and ``all`` also with their unit
    (``right-worst-latest-said``). Words: ``name``, ``numerator``, ``denominator``, ``unit`` of each measure;
    ``first-period``, ``latest-period``, ``worst``, ``best``, ``split``; and ``problem-step``, the step at which the
    group is furthest behind.

    >>> from equityqi.cases.case import load
    >>> figures = figures_of(load("a-blood-pressure"))
    >>> figures["right-gap-first"], figures["right-gap-latest"], figures["latest-period"]
    (11.7, 15.2, 'Jul 2025 to Jun 2026')
    """
    main = case.file.gap
    group = case.groups[main.by]
    found: dict[str, float | str] = {"worst": group.worst, "best": group.best, "split": group.name}
    for role, id in (("shown", main.shown), ("right", main.right)):
        measure = case.measures[id]
        by = main.by if main.by in measure.by else measure.by[0]
        words = {"name": measure.name, "numerator": measure.numerator_words, "denominator": measure.denominator_words}
        found |= {f"{role}-{key}": text for key, text in words.items()}
        found[f"{role}-unit"] = "%" if measure.per == 100 else f"in {measure.per:,}"
        found[f"{role}-gap-unit"] = "percentage points" if measure.per == 100 else f"in {measure.per:,}"
        ends = (case.groups[by].worst, case.groups[by].best)
        for when, (frame, period) in windows(case.counts(id, by)).items():
            found[f"{when}-period"] = period
            figures = _summary(frame, ends, measure.per, measure.better)
            found |= {f"{role}-{key}-{when}": value for key, value in figures.items()}
            found |= {
                f"{role}-{key}-{when}-said": f"{figures[key]:g}{'%' if measure.per == 100 else f' per {measure.per:,}'}"
                for key in ("worst", "best", "all")
            }
    return found | loss_figures(case)


def all_figures(case, shipped: dict[str, dict], load) -> dict[str, Any]:
    """Return the figures of a case, with what the rule set of charts says of its charts and its trigger, and the words
    of the rule set itself (``rules-name``, ``rules-hint`` ...), and the two places of lesson 1 (``opening-gap`` ...).

    ``shipped``: what ``figures.json`` holds; ``load`` gives the first case, whose charts a case without its own shows.
    """
    rules = chart_rules()
    found = shipped.get("figures") or figures_of(case)
    judged = shipped.get("rules", {}).get(rules) or rules_of(case, rules)
    others = {} if case.file.charts else load(FIRST_CASE).figures
    words = {"rules-alarm": alarms_said(rules), **{f"rules-{name}": says for name, says in rule_words(rules).items()}}
    charts = {name: says for name, says in others.items() if name.startswith("chart")}
    return charts | found | judged | words | opening_figures()


def rules_of(case, rules: str) -> dict[str, Any]:
    """Return what a rule set says of a case; see :func:`equityqi.cases.case_charts.rule_figures`."""
    from equityqi.cases.case_charts import rule_figures  # lazy: pandas and scipy cost 0.5 s

    return rule_figures(case, rules)


def latest_counts(case, measure: str, splits: tuple[str, ...]) -> list[list] | None:
    """Return each group's counts over the latest 12 months (4 quarters, or all without a time): [group, numerator,
    denominator].

    With two ``splits`` a row begins with two groups. None where the measure cannot be split so.

    >>> from equityqi.cases.case import load
    >>> latest_counts(load("b-medication-reviews"), "smr_completed_of_booked", ("interpreter_needed",))
    [['interpreter needed', 341, 667], ['not needed', 12439, 19229]]
    """
    try:
        counts = case.counts(measure, *splits)
    except (CaseError, KeyError):
        return None
    for time, many in YEAR.items():
        if time in counts:
            counts = counts[counts[time].isin(sorted(counts[time].unique())[-many:])]
    sums = (
        counts.groupby(["group", "within"][: len(splits)], sort=False)[["numerator", "denominator"]].sum().reset_index()
    )
    return [list(row) for row in zip(*(sums[name].tolist() for name in sums), strict=False)]


def first_and_latest(case) -> list[list]:
    """Return each group's counts of the main gap's right measure in the first and in the latest window: [group,
    [numerator, denominator], [numerator, denominator]]. Of people who are counted every month, a month's.

    >>> from equityqi.cases.case import load
    >>> first_and_latest(load("b-medication-reviews"))[0]
    ['interpreter needed', [401, 2821], [341, 2888]]
    """
    main = case.file.gap
    same = case.measures[main.right].same_people
    sums = {}
    for when, (frame, _) in windows(case.counts(main.right, main.by)).items():
        time = next((name for name in YEAR if name in frame), None)
        months = frame[time].nunique() if same and time else 1
        sums[when] = frame.groupby("group", sort=False)[["numerator", "denominator"]].sum() // months
    both = (sums["first"], sums["latest"])
    return [[str(group), *([int(n) for n in side.loc[group]] for side in both)] for group in sums["first"].index]


def read_figures(case) -> dict[str, dict]:
    """Return the case's ``figures.json``: what :func:`figures_of`, :func:`latest_counts`, :func:`first_and_latest` and
    :mod:`equityqi.cases.case_series` give. {} where that is not of the tables as they stand.

    So a page can name a figure, and check an aim, without pandas, which takes longer to load than all the rest of an
    exercise.
    """
    try:
        found = json.loads((case.folder / FILE).read_text(encoding="utf-8"))
        return (
            found if in_browser() or found["of"] == _seal(case) else {}
        )  # a site has the figures without their tables
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def figures_file(case) -> str:
    """Return what stands in ``figures.json``, with a hash of the files that it comes from."""
    latest = {
        id: {
            " ".join(splits): latest_counts(case, id, splits)
            for many in (1, 2)
            for splits in combinations(measure.by, many)
        }
        for id, measure in case.measures.items()
    }
    lines = [f" {json.dumps(id)}: {json.dumps(rows, ensure_ascii=False)}" for id, rows in latest.items()]
    figures = json.dumps(figures_of(case), indent=1, ensure_ascii=False)
    joined = ",\n".join(f" {json.dumps(id)}: {json.dumps(series_of(case, id))}" for id in case.measures)
    floor = json.dumps(first_and_latest(case), ensure_ascii=False)
    judged = {rules: rules_of(case, rules) for rules in RULE_SETS}
    rules = [f" {json.dumps(id)}: {json.dumps(says, indent=1, ensure_ascii=False)}" for id, says in judged.items()]
    events = json.dumps(events_of(case), ensure_ascii=False)
    return (
        f'{{"of": "{_seal(case)}",\n"figures": {figures},\n"latest": {{\n' + ",\n".join(lines) + "\n},\n"
        f'"floor": {floor},\n"events": {events},\n"rules": {{\n' + ",\n".join(rules) + '\n},\n"series": {\n'
        f"{joined}\n}}}}\n"
    )


def _seal(case) -> str:
    found = hashlib.sha256()
    for path in (case.folder / "case.yml", course_root() / "datasets" / WORDS, *case.tables.files):
        found.update(path.read_bytes())
    return found.hexdigest()


def windows(counts):
    """Return the rows and the words of the first and the latest window."""
    time = next((name for name in YEAR if name in counts), None)
    if time is None:
        return {"first": (counts, "in this table"), "latest": (counts, "in this table")}
    times = sorted(counts[time].unique())
    long = min(YEAR[time], len(times) // 2) or 1
    spans = {"first": times[:long], "latest": times[-long:]}
    return {when: (counts[counts[time].isin(of_span)], _span(of_span, time)) for when, of_span in spans.items()}


def _span(times, time: str) -> str:
    import pandas as pd  # lazy: pandas costs 0.4 s

    words = [
        f"{at:%b %Y}" if time == "month" else f"{at.year} Q{at.quarter}"
        for at in (pd.Timestamp(times[0]), pd.Timestamp(times[-1]))
    ]
    return " to ".join(dict.fromkeys(words))


def _summary(frame, ends: tuple[str, str], per: int, better: int) -> dict[str, float]:
    sums = frame.groupby("group")[["numerator", "denominator"]].sum()
    digits = 1 if per == 100 else 2
    worst, best = (
        round(float(per * sums.loc[end, "numerator"] / sums.loc[end, "denominator"]), digits) for end in ends
    )
    whole = round(float(per * sums["numerator"].sum() / sums["denominator"].sum()), digits)
    gap = round(better * (best - worst), digits)
    ratio = round(max(worst, best) / min(worst, best), 2) if min(worst, best) > 0 else float("nan")
    return {"worst": worst, "best": best, "all": whole, "gap": gap, "ratio": ratio}


def printed(figure: float | str) -> str:
    """Return a figure as the pages print it.

    >>> printed(15.2), printed(1.05), printed("IMD 1 (most deprived)")
    ('15.2', '1.05', 'IMD 1 (most deprived)')
    """
    return figure if isinstance(figure, str) else f"{figure:g}"
