"""The page docs/worked-years.md: how often chance alone gives a signal in a worked year, beside the published rate.

The counts of each year are drawn again with nothing planted. A chart is a group's line of a measure, of 24 months, and
all charts of a year are judged at once (one look) or each month after the course (twelve looks).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from equityqi.authoring.worked_years import MONTHS, drawn
from equityqi.plain_words import listed
from equityqi.project.numbers import BALANCING, Measured, Numbers
from equityqi.project.numbers_judged import judged, past_trigger
from equityqi.project.worked_year import PAST, WorkedYear, read_year, year_cases
from equityqi.settings import RULE_SETS
from equityqi.variation.simulate import BY_RULES, chance_of_signal

PAGE = "docs/worked-years.md"
FULL, SHORT = 200, 20
FIRST_SEED = 10_000  # of the redraws: no seed of a worked year
SERIES = 20_000
POINTS = len(MONTHS)
LOOKS = (1, POINTS - PAST)
CHARTS = 6  # of a year: three measures, two groups
STANDARD_ERRORS = 3


@dataclass(frozen=True)
class Alarms:
    """How many of the ``redraws`` of a case gave a false signal on any of its ``charts``, by a rule set and so many
    ``looks``; ``published``: the chance of it.
    """

    case: str
    rules: str
    looks: int
    charts: int
    redraws: int
    found: int
    published: float

    @property
    def off(self) -> float:
        """How far the share found is from the published one, in standard errors."""
        error = math.sqrt(self.published * (1 - self.published) / self.redraws)
        return (self.found / self.redraws - self.published) / error


def alarms(redraws: int, rule_sets=RULE_SETS, cases=None) -> list[Alarms]:
    """Return the false alarms of each case, rule set and number of looks, any chart of a year; then those of one chart,
    over all years.
    """
    found = []
    for rules in rule_sets:
        one_chart = []
        for case in cases or year_cases():
            year = read_year(case)
            redrawn = [
                [_signals(line, rules) for line in _lines(year, case, FIRST_SEED + number)] for number in range(redraws)
            ]
            one_chart += [line for lines in redrawn for line in lines]
            found += [_counted(case, rules, looks, [_any(lines) for lines in redrawn]) for looks in LOOKS]
        found += [_counted("", rules, looks, one_chart) for looks in LOOKS]
    return found


def _any(lines: list[list[bool]]) -> list[bool]:
    """Return at each look whether any of the lines is a signal."""
    return [any(at_look) for at_look in zip(*lines, strict=True)]


def _counted(case: str, rules: str, looks: int, signals: list[list[bool]]) -> Alarms:
    charts = CHARTS if case else 1
    published = 1 - (1 - published_rate(rules, looks)) ** charts
    return Alarms(case, rules, looks, charts, len(signals), sum(any(one[-looks:]) for one in signals), published)


def _lines(year: WorkedYear, case: str, seed: int) -> list[list[float]]:
    return [line for measure in drawn(year, case, seed, planted=False) for line in _shares(measure, year.groups)]


def _shares(measure: Measured, groups: list[str]) -> list[list[float]]:
    return [
        [100 * one.numbers[0] / one.numbers[1] for one in measure.counts if one.group == group and one.numbers]
        for group in groups
    ]


def _signals(line: list[float], rules: str) -> list[bool]:
    """Return at each monthly look after the course whether a line is a signal."""
    phases = (
        judged("", list(line[:points]), [None] * points, PAST, rules).phase for points in range(PAST + 1, POINTS + 1)
    )
    return [phase is not None and phase.signal == "signal" for phase in phases]


@cache
def published_rate(rules: str, looks: int) -> float:
    """Return the chance that noise alone gives a signal on one chart of 24 points: the rate of docs/false-signals.md
    for one look, and the same simulation looked at each month for more.
    """
    if looks == 1 or rules == "course":  # a run beside a frozen line stays a run
        return chance_of_signal(POINTS, rules)
    y = np.random.default_rng([2026, POINTS]).standard_normal((SERIES, POINTS))
    found = np.zeros(SERIES, bool)
    for points in range(POINTS - looks + 1, POINTS + 1):
        found |= BY_RULES[rules](y[:, :points])
    return float(found.mean())


def triggers_passed(case: str, redraws: int) -> int:
    """Return in how many redraws a count passed its trigger though nothing was planted."""
    year, many = read_year(case), 0
    for number in range(redraws):
        measures = drawn(year, case, FIRST_SEED + number, planted=False)
        record = Numbers(groups=year.groups, times=list(MONTHS), measures=measures)
        many += any(past_trigger(record, one) for one in measures if one.role == BALANCING)
    return many


HEAD = """# The worked years: what is planted, and how often chance looks like it

`equityqi check years --full` makes this page; please don't change it by hand. A worked year is an invented project with twelve months of
numbers before the course and twelve after it. Trainers open it in a follow-up hour. All of it is invented: never cite it.

## What is planted

A test looks for each of these with the chart rules of *My project*.

{planted}

## False alarms

We drew the counts of each year {redraws} times more with nothing planted, so each signal here is a false one. A year has {charts} charts: three
measures for two groups, 24 months each. *One look* judges them once, at the end. *Twelve looks* judges them each month after the course, as a team
does. The rate we expect comes from [false signals](false-signals.md): charts of 24 points, so many at once; for twelve looks, the same simulation
looked at each month. By the course's rule a run of 8 stays a run of 8, so more looks give no more false alarms. Other rules draw their line
again at each look, and then they do.

*Off* says how far what we found is from what we expect, in standard errors. Three or less is what chance gives. **Bold** is more than that: {beyond}

Even so, read the first table with care: by the course's rule, one year in three shows a false signal on one of its {charts} charts. So ask
people, and wait for the next months, before you believe one chart.

{tables}

## The trigger

A balancing measure has a trigger, because harm shouldn't wait for a run. With nothing planted, a count passed it in {triggers}.
"""  # noqa: E501
NAMES = {"course": "The course's rule", "ihi": "IHI", "making-data-count": "Making Data Count", "anhoej": "Anhøj"}


def page(found: list[Alarms]) -> str:
    """Return the whole page in Markdown."""
    far = [one for one in found if abs(one.off) > STANDARD_ERRORS]
    beyond = "no row has it." if not far else "we haven't measured why, so don't rely on the rate we expect there."
    years = {case: read_year(case).in_short for case in year_cases()}
    planted = "\n".join(
        f"- **Case {case[0].upper()}.** {one.works} {one.fails} {one.widens}" for case, one in years.items()
    )
    triggers = [f"{triggers_passed(case, FULL)} of {FULL} redraws of case {case[0].upper()}" for case in year_cases()]
    return HEAD.format(
        planted=planted, redraws=found[0].redraws, charts=CHARTS, beyond=beyond, tables=tables(found),
        triggers=listed(triggers),
    )  # fmt: skip


def tables(found: list[Alarms]) -> str:
    """Return a table for each rule set, in Markdown.

    >>> print(tables([Alarms("a-case", "course", 1, 6, 200, 66, 0.33)]))
    ### The course's rule
    <BLANKLINE>
    | Year | Charts | Looks | Redraws with a false signal | Found (%) | Expected (%) | Off |
    |---|---|---|---|---|---|---|
    | a-case | 6 | 1 | 66 of 200 | 33.0 | 33.0 | 0.0 |
    """
    parts = []
    for rules in dict.fromkeys(one.rules for one in found):
        lines = [
            f"### {NAMES[rules]}",
            "",
            "| Year | Charts | Looks | Redraws with a false signal | Found (%) | Expected (%) | Off |",
            "|---|---|---|---|---|---|---|",
        ]
        for one in (one for one in found if one.rules == rules):
            off = f"{one.off + 0:.1f}".replace("-0.0", "0.0")
            off = f"**{off}**" if abs(one.off) > STANDARD_ERRORS else off
            share, published = 100 * one.found / one.redraws, 100 * one.published
            lines.append(
                f"| {one.case or 'All, chart by chart'} | {one.charts} | {one.looks} | {one.found:,} of"
                f" {one.redraws:,} | {share:.1f} | {published:.1f} | {off} |"
            )
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
