"""The checks of a whole project: every part by its own rules, and all parts about the same people, measure and days.

Source of the rules: the course's modules M6 to M15; that the parts agree is M13.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from equityqi.cases.case_lookup import has_data, measure_of, members
from equityqi.project.aim import check_aim, same_group
from equityqi.project.check_result import Check
from equityqi.project.commitment import check_commitment
from equityqi.project.cycle_log import check_cycles
from equityqi.project.drivers import check_drivers, decoys
from equityqi.project.ideas import check_ideas
from equityqi.project.measures import check_measures
from equityqi.project.parts import Project
from equityqi.project.sentences import printable
from equityqi.project.spread import check_spread
from equityqi.project.understanding import check_asked, check_problem, check_whys
from equityqi.typed_input import MOST_LETTERS, date, in_words, number, share_words, stems, words

if TYPE_CHECKING:
    from equityqi.cases.case import Case


def check_all(project: Project, today: dt.date, case: Case | None = None) -> list[Check]:
    """Return the checks of every part, each rule under the name of its part, the aim first and the whole last.

    >>> checks = check_all(Project(), dt.date(2026, 7, 1))
    >>> checks[0].rule, checks[-1].rule
    ('aim.date', 'whole.dates')
    """
    project = printable(project, MOST_LETTERS)
    parts = {
        "aim": check_aim(project.aim, today, case),
        "problem": check_problem(project.problem),
        "asked": check_asked(project.asked),
        "whys": check_whys(project.system.whys),
        "drivers": check_drivers(project.drivers) + decoys(project.drivers),
        "measures": check_measures(project.measures, project.aim, case),
        "ideas": check_ideas(project.ideas),
        "cycles": check_cycles(project.cycles, today, project.aim, case),
        "spread": check_spread(project.spread, case),
        "commitment": check_commitment(project.commitment, today),
        "whole": check_whole(project, today, case),
    }
    return [replace(check, rule=f"{part}.{check.rule}") for part, checks in parts.items() for check in checks]


def check_whole(project: Project, today: dt.date, case: Case | None = None) -> list[Check]:
    """Return whether the parts tell one story: the same group, the same measure, the same days."""
    return [
        same_people(project, case),
        same_in_tests(project, case),
        same_measure(project, case),
        same_diagram(project),
        same_days(project, today),
    ]


def same_people(project: Project, case: Case | None) -> Check:
    """Whether the problem is about the group of the aim."""
    group = _group_stems(project, case)
    met = group and stems(project.problem) & group
    name = project.aim.group or "the group in your aim"
    return Check.of(
        "group",
        met,
        "Your problem and your aim are about the same people.",
        f"Your problem and your aim don't name the same people. Say in the problem what happens to {name}.",
    )


def _group_stems(project: Project, case: Case | None) -> set[str]:
    """Return the stems of the words for the aim's group: its own words and those of the case."""
    measure = measure_of(case, project.aim.measure)
    who = members(case, measure, project.aim.group) if measure else None
    names = [project.aim.group, *(level for levels in (who or {}).values() for level in levels)]
    if who and has_data(case) and who == members(case, measure, case.names["group"]):
        names += [case.names["group"], case.names["group_short"]]
    return stems(" ".join(names))


def same_in_tests(project: Project, case: Case | None) -> Check:
    """Whether every test is with the group of the aim, or with those it is compared with."""
    other = project.aim.model_copy(update={"group": project.aim.comparator})
    for place, cycle in enumerate(project.cycles, 1):
        if (
            words(cycle.group)
            and not same_group(cycle.group, project.aim, case)
            and not same_group(cycle.group, other, case)
        ):
            return Check(
                "tests",
                False,
                f"{cycle.name or f'Test {place}'} is with {cycle.group}, but your aim is for {project.aim.group}. Name"
                " the same people in both.",
            )
    return Check("tests", True, "Your tests are with the people in your aim.")


def same_measure(project: Project, case: Case | None) -> Check:
    """Whether what the tests count is one of the measures, or a step toward one."""
    names = " ".join(
        f"{card.measure.replace('_', ' ')} {card.name} {card.numerator} {card.denominator}" for card in project.measures
    )
    for place, cycle in enumerate(project.cycles, 1):
        measure = measure_of(case, cycle.metric)
        metric = case.measures[measure].name if measure else cycle.metric
        if words(metric) and not share_words(metric, names):
            return Check(
                "measure",
                False,
                f"{cycle.name or f'Test {place}'} counts “{metric}”, but none of your measures does. Use the same name"
                " in both.",
            )
    return Check("measure", True, "Your tests count what your measures count.")


def same_diagram(project: Project) -> Check:
    """Whether the aim in the driver diagram has the target of the aim."""
    target = number(project.aim.target_group)
    diagram = " ".join(node.text for node in project.drivers.at(0))
    if not words(diagram) or target is None:
        return Check(
            "diagram",
            False,
            "We can't compare your diagram and your aim yet. Fill in the target in your aim, and write the aim in the"
            " diagram.",
        )
    met = f"{target:g}" in words(diagram.replace(".", "")) or f"{target:g}" in diagram
    return Check.of(
        "diagram",
        met,
        "Your diagram and your aim have the same target.",
        f"The target in your aim is {target:g}, but the diagram doesn't say so. Write the aim in the diagram again.",
    )


def same_days(project: Project, today: dt.date) -> Check:
    """Whether no test begins after the day of the aim."""
    end = date(project.aim.date)
    if end is None:
        return Check("dates", False, "We can't compare the dates yet. Fill in the date in your aim.")
    late = next((cycle for cycle in project.cycles if (start := date(cycle.start, today)) and start > end), None)
    return Check.of(
        "dates",
        late is None,
        "Your tests come before the date in your aim.",
        f"{late.name or 'A test' if late else ''} starts after the date in your aim, {in_words(end)}. Change one of"
        " them.",
    )
