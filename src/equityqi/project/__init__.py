"""A team's QI project: its parts, the checks of its parts, and its exports. No widget, no learner's file."""

from equityqi.project.agreement import check_all as check
from equityqi.project.check_result import Check
from equityqi.project.parts import Project, ProjectError

__all__ = ["Check", "Project", "ProjectError", "check"]
