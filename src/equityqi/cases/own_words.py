"""A team's own words: what its own data are about, kept beside them in the work folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field

from equityqi.cases.case import Case
from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.files import write_atomically
from equityqi.settings import work_folder

FOLDER, FILE = "own-data", "own.yml"


class OwnMeasure(Part):
    """The measure, the groups and the latest baseline of a team's own data.

    ``better``: 1 where more is better, -1 where less is. ``group`` is served least well, ``comparator`` is what it is
    compared with. The counts are those of ``period``; none of them stands for 1 to 7 people.
    """

    measure: str
    better: Literal[1, -1]
    groups: tuple[str, ...] = Field(strict=False)
    group: str
    comparator: str
    group_n: int
    group_of: int
    comparator_n: int
    comparator_of: int
    period: str

    @property
    def names(self) -> dict[str, str]:
        """Return the words that take the place of a case's names in the planning tools.

        >>> OwnMeasure(
        ...     measure="reviews done",
        ...     better=1,
        ...     groups=("A", "B"),
        ...     group="A",
        ...     comparator="B",
        ...     group_n=20,
        ...     group_of=50,
        ...     comparator_n=30,
        ...     comparator_of=50,
        ...     period="in 2025/26",
        ... ).names["group"]
        'A'
        """
        return {
            "measure": self.measure, "group": self.group, "group_short": self.group, "worst": self.group,
            "comparator": self.comparator, "comparator_short": self.comparator, "best": self.comparator,
        }  # fmt: skip


def read_own(work: Path | None) -> OwnMeasure | None:
    """Return the own words of a work folder; None where there are none, or none that can be read."""
    try:
        return read_checked(Path(work) / FOLDER / FILE, OwnMeasure) if work else None
    except (YamlError, FileNotFoundError):
        return None


def write_own(work: Path, own: OwnMeasure) -> None:
    """Keep the own words of a work folder. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    data = {**own.model_dump(), "groups": list(own.groups)}
    write_atomically(Path(work) / FOLDER / FILE, yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


@dataclass(frozen=True)
class OwnCase(Case):
    """The case ``own`` in the words of the team's own data, for tools that plan; its tables stay
    those of the example.
    """

    words: OwnMeasure | None = None

    @property
    def names(self) -> dict[str, str]:
        return {**super().names, **self.words.names}

    @property
    def plan(self) -> dict[str, Any]:
        """The example's project, without the ids of measures that the team does not have."""
        plan = dict(super().plan)
        if "measures" in plan:
            plan["measures"] = [
                (
                    {"name": self.measures[card["measure"]].name, **card, "measure": ""}
                    if card.get("measure") in self.measures
                    else card
                )
                for card in plan["measures"]
            ]
        return plan

    def _meaning(self, name: str) -> Any:
        if name == "measure-options":
            return {self.words.measure: self.words.measure}
        return {word: word for word in self.words.groups} if name == "group-options" else super()._meaning(name)


def in_own_words(case: Case, near: Path) -> Case:
    """Return the case ``own`` in the team's own words, once there are some in the work folder around ``near``; else the
    case as it is.
    """
    own = read_own(work_folder(Path(near).resolve())) if case.own else None
    return OwnCase(case.folder, True, words=own) if own else case
