"""Where people are lost in a case, and why, for the two ends of its main gap: what its tables say."""

from __future__ import annotations

from equityqi.cases.case_files import CaseError


def steps_of(case) -> list[dict]:
    """Return the steps, as a project keeps them: the share of each end of the gap that gets through.

    In per cent, with one decimal; [] where ``case.yml`` names no steps.

    >>> from equityqi.cases.case import load
    >>> steps_of(load("c-asthma"))[0]
    {'step': 'Switched with an appointment', 'shares': {'IMD 1': 24.7, 'IMD 5': 69.6}}
    """
    return [
        {"step": step, "shares": {end: round(100 * through / before, 1) for end, (before, through) in counts.items()}}
        for step, counts in step_counts(case).items()
    ]


def step_counts(case) -> dict[str, dict[str, tuple[int, int]]]:
    """Return, by step and by short name of each end, how many came to it and how many of them got through.

    Raises :class:`CaseError` where somebody comes to a step who did not get through the one before.
    """
    found, before = {}, {}
    for step, rows in _by(case, case.file.steps, "step", ["before_n", "through_n"]).items():
        for end, (came, through) in rows.items():
            if through > came or before.get(end, came) != came:
                raise CaseError(
                    f"{case.folder.name}, step “{step}”: {came} came to it and {through} got through, after"
                    f" {before.get(end, came)} at the step before. Correct the table {case.file.steps.table}."
                )
            before[end] = through
        found[step] = rows
    return found


def reasons_of(case) -> list[dict]:
    """Return the reasons, as a project keeps them: how many people of each end of the gap gave each.

    >>> from equityqi.cases.case import load
    >>> reasons_of(load("c-asthma"))[0]
    {'reason': 'Nobody showed me how', 'counts': {'IMD 1': 34, 'IMD 5': 26}}
    """
    rows = _by(case, case.file.reasons, "reason", ["people_n"])
    return [{"reason": reason, "counts": {end: n for end, (n,) in counts.items()}} for reason, counts in rows.items()]


def loss_figures(case) -> dict[str, str]:
    """Return what pages say of steps and reasons: ``problem-step``, the step at which the group is furthest behind."""
    steps = step_counts(case)
    if not steps:
        return {"problem-step": f"how we offer {case.names['service']}"}
    shares = {step: [100 * through / came for came, through in counts.values()] for step, counts in steps.items()}
    step = max(shares, key=lambda step: shares[step][1] - shares[step][0])
    worst, best = shares[step]
    return {"problem-step": f"“{step}” ({worst:.0f}% of people who get that far get through it, against {best:.0f}%)"}


def losses_not_in_project(case) -> str:
    """Return one sentence where the model project's steps or reasons are not those of the tables; "" where they are."""
    for part, told in (("steps", steps_of), ("reasons", reasons_of)):
        if getattr(case.file, part) and case.plan.get("system", {}).get(part) != (right := told(case)):
            return (
                f"{case.folder.name}/project.json, {part}: they are not what {getattr(case.file, part).table}.csv"
                f" says. It says: {right}"
            )
    return ""


def _by(case, losses, name: str, columns: list[str]) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return counts by a column, in the table's order, and by the short name of each end of the main gap."""
    if losses is None:
        return {}
    if losses.table not in case.tables:
        raise CaseError(f"{case.folder.name}/case.yml names the table “{losses.table}”, which is not there.")
    frame, group = case.tables[losses.table], case.groups[case.file.gap.by]
    if absent := [column for column in (name, group.column, *columns) if column not in frame]:
        raise CaseError(f"{case.folder.name}, table {losses.table}: it has no column {', '.join(absent)}.")
    ends = {}
    for key, level in group.levels.items():
        for end, of_case in (("group", group.worst), ("comparator", group.best)):
            if level == of_case:
                ends[{"yes": "true", "no": "false"}.get(key, key)] = case.names[f"{end}_short"]
    order = {end: {} for end in (case.names["group_short"], case.names["comparator_short"])}
    found = {}
    for row in frame.to_dict("records"):
        if end := ends.get(str(row[group.column]).lower()):
            found.setdefault(row[name], dict(order))[end] = tuple(int(row[column]) for column in columns)
    return found
