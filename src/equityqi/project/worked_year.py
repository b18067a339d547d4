"""A worked year: an invented project of a case with twelve months of numbers after the course, for trainers to open.

``datasets/worked-years/`` has two files for each case. The YAML file is written by hand: the tests, check-ins and story
boards of the year, and how its numbers behave. ``equityqi make years`` draws the counts and writes the project file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.files import course_root
from equityqi.project.numbers import Board, CheckIn
from equityqi.project.parts import PdsaCycle

FOLDER = "datasets/worked-years"
FIRST, LAST, COURSE = "2025-07", "2027-06", "2026-07"  # the first and last month, and the one in which the tests begin
WORKS, WIDENS = "works", "widens"
PAST = 12  # months before the tests begin


class YearError(YamlError):
    """A worked year cannot be used; ``str()`` says which file and line, and why."""


class Change(Part):
    """What is planted in a measure: the chances, in per cent and group by group, from one month to another."""

    what: Literal["works", "widens"]
    begins: str
    ends: str
    per_cent: list[float]


class Series(Part):
    """A measure of the year: ``people`` a month and the ``usual`` chances in per cent, group by group."""

    id: str
    name: str
    role: str
    better: str
    target: str = ""
    trigger: str = ""
    people: list[int]
    usual: list[float]
    changes: list[Change] = []


class InShort(Part):
    """What happens in the year, in a sentence each: what works, what fails, and what widens the gap."""

    works: str
    fails: str
    widens: str


class WorkedYear(Part):
    """The source of a worked year. ``weeks``: by how many weeks the tests of the model project move, so that they come
    after the course.
    """

    seed: int
    weeks: int
    in_short: InShort
    groups: list[str] = Field(min_length=2, max_length=2)
    measures: list[Series]
    cycles: list[PdsaCycle]
    check_ins: list[CheckIn]
    boards: list[Board]

    def of_role(self, role: str) -> Series:
        """Return the first measure of a role: aim, process or balancing."""
        return next(one for one in self.measures if one.role == role)


def read_year(case: str) -> WorkedYear:
    """Read and check the source of a case's worked year. Raises :class:`YearError` with file, line and reason.

    >>> read_year("a-blood-pressure").of_role("balancing").trigger
    '18'
    """
    return read_checked(course_root() / FOLDER / f"{case}.yml", WorkedYear, YearError)


def year_cases() -> list[str]:
    """Return the cases that have a worked year, in order; a case of a team's own may have none.

    >>> year_cases()[0]
    'a-blood-pressure'
    """
    return sorted(path.stem for path in (course_root() / FOLDER).glob("*.yml"))


def year_file(case: str) -> Path:
    """Return the project file of a case's worked year."""
    return course_root() / FOLDER / f"{case}.json"
