"""What the four rule sets say of every chart of every case, and how often each gives a false alarm."""

from __future__ import annotations

import json
from pathlib import Path

from equityqi.cases.case import load
from equityqi.cases.case_charts import NUMBERS, rule_figures
from equityqi.cases.case_files import course_cases
from equityqi.cases.chart_words import ALARMS, rule_words
from equityqi.files import write_atomically
from equityqi.project.floor import CANNOT_TELL, HELD, WORSE, floor_verdict, largest_fall
from equityqi.project.model_project import model_project
from equityqi.settings import RULE_SETS
from equityqi.variation.simulate import chance_of_signal

LENGTHS = (24, 30)  # points of the charts that the pages speak of: a year after the baseline, and the case's own
PAGE = "chart-rules.md"
SHIFT = 1.0  # standard deviations


def alarms_file() -> str:
    """Return what is in ``datasets/false_alarms.json``: of 100 charts, how many give a signal by each rule set.

    ``one-24``: false ones on charts of 24 points; ``five-24``: on any of five; ``found-24``: where there is a lasting
    shift of one standard deviation. From 20,000 simulated charts for each length (see
    :func:`equityqi.variation.simulate.chance_of_signal`).
    """
    found = {}
    for rules in RULE_SETS:
        rates = {f"one-{n}": chance_of_signal(n, rules) for n in LENGTHS}
        rates |= {f"five-{n}": 1 - (1 - rates[f"one-{n}"]) ** 5 for n in LENGTHS}
        rates |= {f"found-{n}": chance_of_signal(n, rules, SHIFT) for n in LENGTHS}
        if rules == "course":
            rates["six-30"] = chance_of_signal(30, rules, run_length=6)
        found[rules] = {name: round(100 * rate) for name, rate in rates.items()}
    return json.dumps(found, indent=1) + "\n"


HEAD = """# Charts by rule set

A command makes this page. Please don't change it by hand: run `equityqi make cases` again. A test compares it with the tables.

Your organisation chooses how charts over time are judged, with one line in `organisation.yml`: `chart_rules: course`, `ihi`, `making-data-count` or
`anhoej`. Keys, hints, replies, triggers and the sentence on false alarms follow it. Nobody types a verdict. To look at the course under another
rule set without changing the file, set `EQUITYQI_CHART_RULES`, such as `EQUITYQI_CHART_RULES=ihi equityqi site`. The answers of people who have
begun stay as they are, but their marks are worked out again by the rule set you choose. So choose before the first session.

| Name in `organisation.yml` | Rule set | Line | A run of |
|---|---|---|---:|
{sets}

That's the run that a trigger waits for. By Anhøj's rules it depends on the number of points: 9 holds for 23 to 45.

## How often each gives a false alarm

Of 100 charts, or sets of five charts, of chance alone; and of 100 charts with a lasting shift of one standard deviation after point 12. 20,000 simulated
charts for each figure, with a fixed seed. [False signals and detection, by rule](false-signals.md) has more lengths and sizes.

| Rule set | One chart, 24 points | One, 30 | Any of five, 24 | Any of five, 30 | Shift found, 24 | Shift found, 30 |
|---|---:|---:|---:|---:|---:|---:|
{alarms}

## What each says of the five charts of lesson 11

Charts 1 to 3 are everybody, the group that is served best and the group that the case is about. Nothing changes in charts 4 and 5: chart 4 has 22 people and
one low month, and in chart 5 chance makes a run of six by the course's own line. The last column is the gap's own chart.

| Case | Rule set | 1 | 2 | 3 | 4 | 5 | The gap |
|---|---|---|---|---|---|---|---|
{charts}

## What each case's trigger does on its own data

| Case | Rule set | Trigger | On the case's data |
|---|---|---|---|
{triggers}

## The floor of each case

A floor is judged by the interval of a group's change, and no rule set of charts changes it.

| Case | Held | Worse | Can't tell yet |
|---|---|---|---|
{floors}
"""  # noqa: E501
VERDICTS = {"signal": "signal", "watch": "watch", "none": "no signal"}
GAPS = {"wider": "wider", "closing": "narrower", "cannot": "no signal"}


def chart_rules_page() -> str:
    """Return ``docs/chart-rules.md``: case by chart by rule set, triggers and floors, worked out from the tables."""
    cases = [case for name in course_cases() if (case := load(name)).file.charts]  # an added case may have none
    judged = {(case.id, rules): rule_figures(case, rules) for case in cases for rules in RULE_SETS}
    rates = json.loads(alarms_file())
    order = [f"{key}-{n}" for key in ("one", "five", "found") for n in LENGTHS]
    words = {rules: rule_words(rules) for rules in RULE_SETS}
    return HEAD.format(
        sets=_rows((f"`{rules}`", said["name"], said["line"], said["run"]) for rules, said in words.items()),
        alarms=_rows((words[rules]["name"], *(rates[rules][key] for key in order)) for rules in RULE_SETS),
        charts=_rows(
            (
                id[0].upper(),
                rules,
                *(VERDICTS[says[f"chart-{number}-model"][0]] for number in NUMBERS),
                GAPS[says["chart-gap-model"][0]],
            )
            for (id, rules), says in judged.items()
        ),
        triggers=_rows(
            (id[0].upper(), rules, _trigger(says), says["trigger-said"]) for (id, rules), says in judged.items()
        ),
        floors=_rows((case.id[0].upper(), *_floor(case)) for case in cases),
    )


def _rows(rows) -> str:
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def _trigger(says: dict) -> str:
    run = says["trigger-run"]
    return f"{says['trigger-line']:g}, " + (f"{run} months running" if run > 1 else "in any one quarter")


def _floor(case) -> list[str]:
    """Return the groups of a case by the verdict on their floor: kept its level, got worse, can't tell yet."""
    aim, main = model_project(case).aim, case.file.gap
    measure = case.measures[main.right]
    found: dict[str, list[str]] = {HELD: [], WORSE: [], CANNOT_TELL: []}
    for group, before, after in case.first_and_latest:
        fall = largest_fall(aim.floor, before[0] / before[1], measure.per)
        if fall is not None:
            found[floor_verdict(before, after, fall, measure.better)].append(group)
    return [", ".join(groups) or "–" for groups in found.values()]


def make_alarms(root: Path) -> Path:
    """Write the false alarms of each rule set, which the figures of the cases need, and return the file."""
    path = root / "datasets" / ALARMS
    write_atomically(path, alarms_file())
    return path


def make_page(docs: Path) -> Path:
    """Write the page into a folder, and return it."""
    write_atomically(docs / PAGE, chart_rules_page())
    return docs / PAGE
