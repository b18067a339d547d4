"""What a case's files may say: ``case.yml``, ``story.yml`` and ``datapackage.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from equityqi.checked_yaml import NotFilled, Part, WrongPart, YamlError, all_of, faults_in, read_checked, read_tree
from equityqi.files import course_root

NAMES = ("area", "team", "people", "service", "measure", "group", "group_short", "comparator", "comparator_short")
WORDS = ("headline", "problem", "hidden", "missing", "next")


class CaseError(YamlError):
    """A case that cannot be used; ``str()`` says which file, where, and what to do."""


class UnknownWord(CaseError, NotFilled):
    """Words in {braces} that the case has no name and no figure for."""

    @classmethod
    def of(cls, case: str, word: str) -> UnknownWord:
        """Return what is said of a word that a case does not know."""
        where = "Add it under names in case.yml, or to the facts."
        return cls(f"{case} has no name or fact called {word}. {where}", word=word)


class Group(Part):
    """One way to split people: a column, its values in words, and the two ends of the gap.

    Two values may have the same words; they are then counted together. ``worst`` and ``best`` are words.
    """

    column: str
    name: str
    levels: dict[str, str] = Field(min_length=2)
    worst: str
    best: str
    not_recorded: str | None = None

    @model_validator(mode="after")
    def _ends_are_levels(self):
        for what in ("worst", "best", "not_recorded"):
            if (word := getattr(self, what)) is not None and word not in self.levels.values():
                raise WrongPart(f"{what} is {word!r}, which is not one of the words in levels", what)
        if self.worst == self.best:
            raise WrongPart(f"worst and best are both {self.worst!r}", "best")
        return self


class Count(Part):
    """What is counted: a column of counts is added up; a table of people or visits is counted by row.

    ``column`` alone adds up a column. With ``values``, ``at_least`` or ``at_most`` the rows are counted
    whose column holds one of these. Without a column every row counts. ``once`` names a column of codes, such
    as person_id: each code is then counted once, however many of its rows there are.
    """

    table: str
    column: str | None = None
    values: list[str | bool | int] | None = None
    at_least: float | None = None
    at_most: float | None = None
    once: str | None = None

    @property
    def counts_rows(self) -> bool:
        conditions = (self.values, self.at_least, self.at_most, self.once)
        return self.column is None or any(given is not None for given in conditions)

    @model_validator(mode="after")
    def _condition_has_a_column(self):
        if self.column is None and (self.values is not None or self.at_least is not None or self.at_most is not None):
            raise ValueError("a condition needs a column")
        return self


class Measure(Part):
    """One measure of a case, as its card describes it.

    ``same_people``: each period counts the same people again, so that a year's counts are no more people than one's.
    """

    name: str
    numerator: Count
    denominator: Count
    numerator_words: str
    denominator_words: str
    better: Literal[1, -1]
    type: Literal["outcome", "process", "balancing"]
    unit: str = "people"
    per: Literal[100, 1000] = 100
    time: str | None = None
    by: list[str] = Field(min_length=1)
    inverse_of: str | None = None
    same_people: bool = False
    note: str = ""


class MainGap(Part):
    """The gap that the case is about: the dashboard's measure hides it, the right one shows it."""

    shown: str
    right: str
    by: str


class Losses(Part):
    """Where people are lost, or why, for the groups of the main gap: a table, and the words for whom it counts.

    Steps have the columns step_no, step, the group's, before_n and through_n; reasons have reason, the group's and
    people_n.
    """

    table: str
    about: str


class Trigger(Part):
    """The trigger rule of the case's project, for the aim's own measure, which is ``gap.right``, and the group that the
    case is about: a limit that one period passes, or without one a run that is as long as the rule set says."""

    limit: float | None = None


class Due(Part):
    """A table of who fell due in each month, for charts: a measure that looks back does not fit their rules."""

    table: str
    numerator: str
    denominator: str
    name: str


class Charts(Part):
    """The five charts of lesson 11. Charts 1 to 3 show ``due``, or without it the measure ``gap.right``; charts 4 and 5
    show ``share`` in a small group and at a place where nothing changes, from the table ``due_in_two_places``.

    ``event``: a month and what began in it, where events.csv does not say so.
    """

    due: Due | None = None
    share: str
    small: str
    site: str
    event: tuple[str, str] | None = Field(None, strict=False)


class CaseFile(Part):
    """A whole ``case.yml``."""

    case: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    names: dict[str, str]
    safety: list[str] = Field(min_length=1)
    checked: str = Field(pattern=r"^\d{4}-\d{2}$")
    groups: dict[str, Group] = Field(min_length=1)
    measures: dict[str, Measure] = Field(min_length=1)
    gap: MainGap
    trigger: Trigger | None = None
    steps: Losses | None = None
    reasons: Losses | None = None
    charts: Charts | None = None
    answers: dict[str, Any] = {}

    @model_validator(mode="after")
    def _names_agree(self):
        if absent := [name for name in NAMES if not self.names.get(name)]:
            raise ValueError(f"names lacks {', '.join(absent)}")
        for key, measure in self.measures.items():
            for group in measure.by:
                if group not in self.groups:
                    raise WrongPart(f"{key} is split by {group!r}, which is not one of groups", "measures", key, "by")
            if (other := measure.inverse_of) is not None and other not in self.measures:
                raise ValueError(f"the measure {key} is the inverse of {other!r}, which is not one of measures")
        for role, what in (("shown", self.gap.shown), ("right", self.gap.right)):
            if what not in self.measures:
                raise WrongPart(f"gap names {what!r}, which is not one of measures", "gap", role)
        if self.gap.by not in self.groups:
            raise WrongPart(f"gap is split by {self.gap.by!r}, which is not one of groups", "gap", "by")
        return self


class Step(Part):
    """A guided step: what to do, and what to look for."""

    title: str
    do: str
    look_for: str


class Reveal(Part):
    """A reveal: what the first look says, what is there, and what to ask."""

    title: str
    seen: str
    shown: str
    ask: str


class IfTheySay(Part):
    they_say: str
    you_ask: str


class Story(Part):
    """A whole ``story.yml``. Words in {braces} are names and facts of the case."""

    case: str
    story: str
    steps: list[Step] = Field(min_length=6, max_length=6)
    reveals: list[Reveal] = Field(min_length=4, max_length=4)
    trainer: list[IfTheySay] = Field(min_length=3)
    words: dict[str, str]

    @model_validator(mode="after")
    def _words_are_there(self):
        if absent := [id for id in WORDS if not self.words.get(id)]:
            raise ValueError(f"words lacks {', '.join(absent)}")
        if len(self.story.split()) > 450:
            raise ValueError(f"the story has {len(self.story.split())} words: one page holds at most 450")
        return self


class Column(Part, extra="allow"):
    name: str
    type: Literal["string", "integer", "number", "boolean", "date", "yearmonth"]
    description: str = Field(min_length=3)
    unit: str | None = None
    constraints: dict[str, Any] = {}
    missingValues: list[str] | None = None

    @property
    def required(self) -> bool:
        return bool(self.constraints.get("required"))


class Schema(Part, extra="allow"):
    fields: list[Column] = Field(min_length=1)
    missingValues: list[str] = [""]


class Resource(Part, extra="allow"):
    name: str
    path: str
    description: str
    # "schema" is taken by pydantic's own BaseModel
    table_schema: Schema = Field(alias="schema")

    @model_validator(mode="after")
    def _path_stays_inside(self):
        if Path(self.path).name != self.path:
            raise ValueError(f"the path {self.path!r} must be the name of a file in the case's folder")
        return self


class Package(Part, extra="allow"):
    name: str
    resources: list[Resource] = Field(min_length=1)


def read_case_file(folder: Path) -> CaseFile:
    """Read ``case.yml``; :class:`CaseError` with its line when it breaks a rule."""
    case = read_checked(folder / "case.yml", CaseFile, CaseError)
    if case.case != folder.name:
        raise CaseError(f"{folder.name}/case.yml says case: {case.case}. It must be the folder's name, {folder.name}.")
    return case


def read_story(folder: Path, fill=None) -> Story:
    """Read ``story.yml``, with the words that ``fill`` puts in; :class:`CaseError` with the line of each fault."""
    return read_checked(folder / "story.yml", Story, CaseError, fill)


def read_package(folder: Path) -> Package:
    """Read ``datapackage.json`` (Data Package 2); :class:`CaseError` when it breaks a rule."""
    where = f"{folder.name}/datapackage.json"
    try:
        return Package.model_validate(json.loads((folder / "datapackage.json").read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise CaseError(f"{where} is missing. It says what each column of the case's tables holds.") from None
    except ValidationError as error:
        tree = read_tree(folder / "datapackage.json", CaseError)
        raise all_of(faults_in(tree, error), where, CaseError) from None
    except ValueError as error:
        line = f", line {error.lineno}," if isinstance(error, json.JSONDecodeError) else ""
        raise CaseError(f"{where}{line} cannot be read as JSON: {error}.") from None


def course_cases() -> list[str]:
    """Return the names of the course's own cases, in order.

    >>> course_cases()[0]
    'a-blood-pressure'
    """
    return sorted(path.parent.name for path in (course_root() / "datasets").glob("*/case.yml"))
