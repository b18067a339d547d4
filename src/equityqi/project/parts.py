"""One project is one small JSON file that people can read; these are its parts.

Every part may be empty, so that an unfinished project is a valid file. Words and numbers stand as people typed
them; ``typed.number`` and ``typed.date`` read them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from equityqi.checked_yaml import Part
from equityqi.files import write_atomically
from equityqi.project.faults_in_words import fault_in_words
from equityqi.project.one_page_part import OnePage
from equityqi.typed_fields import Private, Text, Typed, YesNo

SCHEMA = 1
LEVELS = ("aim", "primary driver", "secondary driver", "change idea")
IDEA_NEEDED = "idea needed"
FLOOR = "no group more than 2 points worse"
# The largest fall that is accepted, in points or of today's figure:
FLOORS = (FLOOR, "no group more than a tenth worse")
SOURCES = ("lived_experience", "to_ask", "team", "data")
KINDS = ("universal", "targeted", "proportionate")
EFFECTS = ("narrows", "small", "widens")
ACTS = ("adapt", "adopt", "abandon")
CHECKLIST = tuple(
    "owner, standard work, chart by group, trigger rule, money, cover for leave, user voice, review date".split(", ")
)


class ProjectError(ValueError):
    """A project file that cannot be used; ``str()`` is one sentence that names the file, the fault and what to do."""


class Voice(Part):
    """One person or group who was asked, or will be."""

    who: Text = ""
    how: Text = ""
    when: Text = ""
    said: Text = ""


class Aim(Part):
    """An equity aim. ``measure``, ``group`` and ``comparator`` are ids or words of the case; for own data any words.

    The ``_n`` and ``_of`` pairs and ``direction`` ("up" or "down" is better) are for own data.
    """

    measure: Text = ""
    population: Text = ""
    place: Text = ""
    group: Text = ""
    comparator: Text = ""
    baseline_group: Typed = None
    baseline_comparator: Typed = None
    target_group: Typed = None
    target_comparator: Typed = None
    date: Text = ""
    floor: Text = ""
    direction: Text = ""
    baseline_group_n: Typed = None
    baseline_group_of: Typed = None
    baseline_comparator_n: Typed = None
    baseline_comparator_of: Typed = None


class Node(Part):
    """One box of a driver diagram; ``level`` 0 is the aim, 3 a change idea; ``card`` is its code in a given deck.

    ``source`` is one of SOURCES, with ``whom`` and ``when`` for "to_ask"; ``kind`` of an idea is one of KINDS.
    """

    id: str
    level: int = Field(ge=0, le=3)
    text: Text = ""
    card: Text = ""
    source: Text = ""
    whom: Text = ""
    when: Text = ""
    kind: Text = ""


class Drivers(Part):
    """A driver diagram: boxes, and links from each to the next level."""

    nodes: list[Node] = []
    links: list[list[str]] = []

    def at(self, level: int) -> list[Node]:
        """Return the nodes of one level, in their order."""
        return [node for node in self.nodes if node.level == level]

    def under(self, id: str) -> list[Node]:
        """Return the nodes that a node links to, in the order of the links."""
        by_id = {node.id: node for node in self.nodes}
        return [by_id[link[1]] for link in self.links if len(link) == 2 and link[0] == id and link[1] in by_id]


class Step(Part):
    """One step of the process map, with the share of each group, in %, that came through it of
    those who came so far.
    """

    step: Text = ""
    shares: dict[str, Typed] = {}


class Reason(Part):
    """One reason for a loss, with how many people of each group gave it."""

    reason: Text = ""
    counts: dict[str, Typed] = {}


class System(Part):
    """What the team understood: process map, Pareto, fishbone (theme to causes), five whys.

    ``steps_in_words``, ``causes_in_words`` and ``in_the_room`` are answers in the team's own words.
    """

    steps_in_words: Text = ""
    causes_in_words: Text = ""
    in_the_room: Text = ""
    steps: list[Step] = []
    reasons: list[Reason] = []
    causes: dict[str, list[Text]] = {}
    whys: list[Text] = []


class MeasureCard(Part):
    """One measure; ``measure`` is its id in the case, ``kind`` "share" or "ratio", ``direction`` "up" or "down"."""

    measure: Text = ""
    name: Text = ""
    type: Text = ""
    numerator: Text = ""
    denominator: Text = ""
    unit: Text = ""
    denominator_unit: Text = ""
    kind: Text = ""
    source: Text = ""
    frequency: Text = ""
    stratify: Text = ""
    small_numbers: Text = ""
    direction: Text = ""
    owner: Text = ""


class Idea(Part):
    """One change idea: ``strength`` 1 (weak) to 5, ``effect`` one of EFFECTS, ``kind`` one of KINDS."""

    idea: Text = ""
    strength: Typed = None
    effect: Text = ""
    kind: Text = ""
    why: Text = ""


class PdsaCycle(Part):
    """One PDSA cycle: of ``of`` people (the test's ``n``), ``low`` to ``high`` are predicted and ``observed`` seen.

    ``metric``: the id of a measure, or what is counted. ``data``: what is collected. ``told``: people know that it is
    a trial. ``lead_yes``: the clinical lead agreed. ``did``: what happened on the day. ``act``: one of ACTS.
    """

    name: Text = ""
    question: Text = ""
    metric: Text = ""
    group: Text = ""
    n: Typed = None
    low: Typed = None
    high: Typed = None
    of: Typed = None
    who: Text = ""
    where: Text = ""
    start: Text = ""
    end: Text = ""
    data: Text = ""
    stop: Text = ""
    told: YesNo = None
    lead_yes: YesNo = None
    did: Text = ""
    observed: Typed = None
    observed_of: Typed = None
    learning: Text = ""
    act: Text = ""
    id: Text = ""  # by which a team's own log knows it, whatever it is called and wherever it is


class Spread(Part):
    """Where a change goes first and why, how the gap could widen, the trigger, the sustain list (CHECKLIST)."""

    first: Text = ""
    why: Text = ""
    risk: Text = ""
    trigger: Text = ""
    checklist: dict[str, YesNo] = {}


class Commitment(Part):
    """One action or habit. In words: I will [verb] [thing] for [group] by [date], so that [issue]; [checker] asks on
    [check_date].

    ``place`` is where a habit happens. ``private`` stays True until the person chooses to share.
    """

    type: Text = ""
    verb: Text = ""
    thing: Text = ""
    group: Text = ""
    place: Text = ""
    date: Text = ""
    issue: Text = ""
    checker: Text = ""
    check_date: Text = ""
    name: Text = ""
    private: Private = True


class Project(Part):
    """A whole project. ``case`` is the name of a case or "own"; ``day`` is when it was written, as a date in words."""

    title: Text = ""
    case: Text = ""
    day: Text = ""
    problem: Text = ""
    asked: list[Voice] = []
    system: System = System()
    aim: Aim = Aim()
    drivers: Drivers = Drivers()
    measures: list[MeasureCard] = []
    ideas: list[Idea] = []
    cycles: list[PdsaCycle] = []
    spread: Spread = Spread()
    commitment: Commitment = Commitment()
    page: OnePage = OnePage()

    @classmethod
    def read(cls, path: Path) -> Project:
        """Read a project file.

        Raises :class:`ProjectError` when it is absent, damaged, newer, or holds what has no place here.

        >>> Project.read("no-such-project.json")
        Traceback (most recent call last):
        equityqi.project.parts.ProjectError: no-such-project.json could not be read (No such file or directory). Check its name and folder.
        """  # noqa: E501
        path = Path(path)
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise ProjectError(
                f"{path.name} could not be read ({error.strerror}). Check its name and folder."
            ) from None
        except (ValueError, RecursionError):
            raise ProjectError(
                f"{path.name} is damaged: it is not the JSON that a project is kept in. Use an earlier copy of it."
            ) from None
        return cls.from_data(data, path.name)

    @classmethod
    def from_data(cls, data: Any, name: str = "The project") -> Project:
        """Return the project that a JSON object holds; :class:`ProjectError`, as in :meth:`read`, says why not."""
        schema = data.get("schema") if isinstance(data, dict) else None
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            raise ProjectError(
                f"{name} is not a project of this course: it has no schema number. Choose a file that the course saved."
            )
        if schema > SCHEMA:
            raise ProjectError(
                f"{name} was saved by a newer version of this course. Update the course, then open it again."
            )
        try:
            return cls.model_validate({key: value for key, value in data.items() if key != "schema"})
        except ValidationError as fault:
            raise ProjectError(f"{name}: {fault_in_words(fault.errors())}") from None

    def to_data(self) -> dict[str, Any]:
        """Return the project as a JSON object; parts that say nothing are left out.

        >>> Project(title="Reviews for all").to_data()
        {'schema': 1, 'title': 'Reviews for all'}
        """
        return {"schema": SCHEMA, **self.model_dump(exclude_defaults=True)}

    def without_contact(self) -> dict[str, Any]:
        """Return all that is looked through for people: not the contact, who is named on purpose."""
        return self.model_dump() | {"page": {**self.page.model_dump(), "contact": ""}}

    def write(self, path: Path) -> None:
        """Write the project, atomically and readable. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
        text = json.dumps(self.to_data(), indent=1, ensure_ascii=False) + "\n"
        write_atomically(Path(path), text.encode("utf-8", "replace"))
