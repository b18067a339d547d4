"""The model project of a case: what its exercises show as a good answer."""

from __future__ import annotations

from equityqi.cases.case import Case
from equityqi.project.parts import Project
from equityqi.settings import chart_rules


def model_project(case: Case) -> Project:
    """Return the model project of a case, parsed once for each case.

    Raises :class:`equityqi.cases.case.CaseError` when the file is not JSON, and
    :class:`equityqi.project.ProjectError` when it is absent or no project.

    >>> from equityqi.cases.case import load
    >>> model_project(load("a-blood-pressure")).case
    'a-blood-pressure'
    """
    return case.once(
        ("model project", chart_rules()), lambda: Project.from_data(case.plan, f"{case.folder.name}/project.json")
    )
