"""Draw the counts of the worked years, and write each as a project file that *My project* opens.

A count is drawn like those of the cases (:mod:`equityqi.authoring.synthetic`), so that a seed gives the same bytes on
every computer. The seed is the first for which :func:`not_found` finds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from equityqi.authoring.synthetic import Draws
from equityqi.cases.case import load
from equityqi.files import write_atomically
from equityqi.project.floor import WORSE
from equityqi.project.model_project import model_project
from equityqi.project.numbers import AIM, BALANCING, PROCESS, Count, Measured, Numbers, after
from equityqi.project.numbers_judged import Judged, floor_of, gap_of, group_lines, past_trigger
from equityqi.project.parts import FLOOR, PdsaCycle
from equityqi.project.whole_project import WholeProject, to_json
from equityqi.project.worked_year import FIRST, WIDENS, WORKS, Series, WorkedYear, read_year, year_cases, year_file
from equityqi.settings import RULE_SETS, course_today
from equityqi.typed_input import date, in_words

MONTHS = tuple(after(FIRST, "month", step) for step in range(24))
SEEDS_AT_MOST = 1000
LOOKED_FOR = 2  # months, of those in which something widens the gap, in which the trigger has to be passed


def chances(series: Series, planted: bool = True) -> np.ndarray:
    """Return the chance of each month (rows) and group (columns); without what is planted, the usual one throughout."""
    found = np.tile(np.asarray(series.usual) / 100, (len(MONTHS), 1))
    for change in series.changes if planted else ():
        places = [at for at, month in enumerate(MONTHS) if change.begins <= month <= change.ends]
        found[places] = np.asarray(change.per_cent) / 100
    return found


def drawn(year: WorkedYear, case: str, seed: int, planted: bool = True) -> list[Measured]:
    """Return the measures of a case's year with counts of one seed."""
    return [_measured(one, year.groups, Draws(seed, f"{case} {one.id}"), planted) for one in year.measures]


def _measured(series: Series, groups: Sequence[str], draws: Draws, planted: bool) -> Measured:
    chance = chances(series, planted)
    people = np.maximum(draws.poisson(np.broadcast_to(np.asarray(series.people, float), chance.shape)), 1)
    met = draws.binomial(people, chance)
    counts = [
        Count(when=month, group=group, count=str(met[row, column]), of=str(people[row, column]))
        for row, month in enumerate(MONTHS)
        for column, group in enumerate(groups)
    ]
    about = series.model_dump(include={"id", "name", "role", "better", "target", "trigger"})
    return Measured(**about, counts=counts)


def record_of(year: WorkedYear, case: str, seed: int, planted: bool = True) -> Numbers:
    """Return what a team has written down by the end of the year: its numbers, tests, check-ins and story boards."""
    before = [moved(cycle, year.weeks) for cycle in model_project(load(case)).cycles]
    return Numbers(
        groups=year.groups,
        times=list(MONTHS),
        measures=drawn(year, case, seed, planted),
        cycles=[*before, *year.cycles],
        own_log=True,
        check_ins=year.check_ins,
        boards=year.boards,
    )


def moved(cycle: PdsaCycle, weeks: int) -> PdsaCycle:
    """Return a test so many weeks later, on the same days of the week.

    >>> moved(PdsaCycle(start="Monday 11 May 2026", end="15 May 2026"), 8).start
    'Monday 6 July 2026'
    """

    def later(text: str) -> str:
        found = date(text)
        if found is None:
            return text
        day = found + dt.timedelta(weeks=weeks)
        return f"{day:%A} {in_words(day)}"

    return cycle.model_copy(update={"start": later(cycle.start), "end": later(cycle.end)})


def worked(case: str) -> WholeProject:
    """Return the worked year of a case as a team would take it away, but without an id: whoever opens it gets one.

    Raises :class:`YearError`.
    """
    year, plan = read_year(case), model_project(load(case))
    return WholeProject(
        revision=1,
        session=course_today().isoformat(),
        plan=plan.model_copy(update={"title": f"{plan.title} (an invented year)", "cycles": []}),
        record=record_of(year, case, year.seed),
    )


def make_years(folder: Path | None = None) -> list[Path]:
    """Write the project file of each case's year, and return the files."""
    made = []
    for case in year_cases():
        path = year_file(case) if folder is None else folder / year_file(case).name
        write_atomically(path, to_json(worked(case)))
        made.append(path)
    return made


def differences() -> list[str]:
    """Return a sentence for each file that is not what its source makes, to the byte, and each signal not found."""
    found = []
    for case in year_cases():
        path, whole = year_file(case), worked(case)
        if not path.is_file() or path.read_bytes() != to_json(whole):
            found.append(f"{path.name} isn’t what {case}.yml makes. Make it again: equityqi make years.")
        found += [f"{path.name}: {sentence}" for sentence in not_found(read_year(case), whole.record)]
    return found


def find_seed(case: str) -> int:
    """Return the first of the seeds 1, 2, 3 … in whose year everything that is planted is found."""
    year = read_year(case)
    for seed in range(1, SEEDS_AT_MOST + 1):
        if not not_found(year, record_of(year, case, seed)):
            return seed
    raise ValueError(f"None of {SEEDS_AT_MOST} seeds gives a year of {case} in which everything planted is found.")


def not_found(year: WorkedYear, record: Numbers) -> list[str]:
    """Return a sentence for each thing planted that the chart rules don't find, or find where it isn't.

    What works is a signal for the better by each rule set, and a narrower gap by the interval. What fails gives no
    signal. What widens the gap passes the trigger of its measure in those months only, and in the first group only.
    """
    aim, process, harm = (record.measure(year.of_role(role).id) for role in (AIM, PROCESS, BALANCING))
    faults = [
        f"what works is no signal by the rules {rules}"
        for rules in RULE_SETS
        if not _better(group_lines(record, aim, rules)[0], year.of_role(AIM))
    ]
    for line in (*group_lines(record, aim, "course")[1:], *group_lines(record, process, "course")):
        if line.phase and line.phase.signal == "signal":
            faults.append(f"chance alone made a signal in {line.name}")
    gap = gap_of(record, aim, "course")
    if gap is None or gap.narrowed is None or gap.narrowed[1] <= 0:
        faults.append("the gap of the aim isn’t surely narrower")
    if any(one.verdict == WORSE for one in floor_of(record, aim, FLOOR)):
        faults.append("a group is worse on the measure of the aim")
    while_it_ran = {month for change in year.of_role(BALANCING).changes for month in MONTHS if _runs(change, month)}
    past = past_trigger(record, harm)
    if len(past) < LOOKED_FOR or any(one.when not in while_it_ran or one.group != year.groups[0] for one in past):
        faults.append("the trigger isn’t passed in the months in which something widens the gap, and only then")
    if gap and not _widened(gap.line, while_it_ran):
        faults.append("the gap of the aim is no wider while something widens it")
    return faults


def _runs(change, month: str) -> bool:
    return change.what == WIDENS and change.begins <= month <= change.ends


def _better(line: Judged, series: Series) -> bool:
    """Return whether a line has a signal for the better after what works began."""
    begins = next(MONTHS.index(change.begins) for change in series.changes if change.what == WORKS)
    ways = ("up", "above") if series.better == "up" else ("down", "below")
    found = line.phase.findings if line.phase else ()
    return any(
        one.rule not in ("watch",) and one.last > begins and (one.side in ways or one.rule == "crossings")
        for one in found
    )


def _widened(gap: Judged, months: set[str]) -> bool:
    """Return whether the mean gap was wider in these months than in the others since what works began."""
    since = [
        (month in months, value)
        for month, value in zip(MONTHS, gap.values, strict=True)
        if month >= "2026-10" and value is not None
    ]
    inside, outside = ([value for yes, value in since if yes is wanted] for wanted in (True, False))
    return bool(inside and outside) and sum(inside) / len(inside) > sum(outside) / len(outside)
