"""A whole project as one JSON file that opens anywhere: the plan, the numbers, the log, check-ins, story boards.

There are two kinds, told apart by ``copy``. ``own`` is for the team: counts as they were typed. ``shared`` is for
others, such as the named leader: of what was counted, :func:`to_share` hides 1 to 7 people and rounds the rest to 5, as
everywhere in the course, and nothing in it leads back to them. Predictions and sizes of tests are plans, and stay. A
leader's folder holds ``shared`` files; the course puts back only ``own`` ones.

The file, UTF-8::

    what      "equityqi-project", by which the file is recognised
    schema    2; a file with a higher number is refused, as a newer course wrote it
    copy      "own" or "shared"
    id        16 hex digits, the same in each file of one project; "" if it has none
    revision  how often the project was changed; of two files of one id, the higher one is newer
    session   the day of session 2, such as "2026-12-01", from which days 30, 60 and 90 are counted; "" if not known
    plan      equityqi.project.parts.Project: case, title, aim, drivers, measures, page (organisation, contact,
              next_date, next_step), a commitment only if its person shares it. Its cycles are empty.
    record    equityqi.project.numbers.Numbers: groups, times, measures with their counts, cycles (the log: each test
              with what was predicted and seen), check_ins (day 30, 60, 90), boards (a month's words: learned, next,
              need, by)
    stop      of a shared file: a sentence for each balancing measure that is past its trigger now; read them first
    found     of a shared file: by the id of a measure, what the team's own charts say, a sentence for each line

Empty parts are left out. A count in a shared file is a multiple of 5, "0" or "hidden"; ``Count.numbers`` is None for a
hidden one. Nothing in a file comes from the clock. Schema 1 had the numbers and the log only, and is still read.
"""

from __future__ import annotations

import json

from pydantic import ValidationError

from equityqi.checked_yaml import Part
from equityqi.plain_words import listed, upper_first
from equityqi.privacy.hiding_rules import as_passed_on
from equityqi.project.faults_in_words import fault_in_words
from equityqi.project.numbers import Count, Measured, Numbers, day_of, time_in_words
from equityqi.project.numbers_judged import group_lines, past_trigger
from equityqi.project.numbers_told import sentence_of
from equityqi.project.parts import Project, ProjectError
from equityqi.project.sentences import cycle_to_pass_on, project_to_pass_on
from equityqi.typed_fields import Text
from equityqi.typed_input import number
from equityqi.working_days import DAYS

WHAT, SCHEMA = "equityqi-project", 2
OWN, SHARED = "own", "shared"
HIDDEN = "hidden"
LAST_YEAR = 2200
MOST_BYTES = 5 * 2**20  # an honest file has some 50 KB


class WholeProject(Part):
    """One project file; the module says what each part is."""

    copy_for: Text = OWN
    id: Text = ""
    revision: int = 0
    session: Text = ""
    plan: Project = Project()
    record: Numbers = Numbers()
    stop: list[Text] = []
    found: dict[str, list[Text]] = {}

    @property
    def shared(self) -> bool:
        """Whether this is a copy for others, with small numbers hidden."""
        return self.copy_for != OWN


def to_json(whole: WholeProject) -> bytes:
    """Return the file of a project. The same project makes the same bytes.

    >>> read_whole(to_json(WholeProject(id="0f", plan=Project(title="Reviews for all")))).plan.title
    'Reviews for all'
    """
    held = whole.model_dump(exclude_defaults=True)
    held.pop("copy_for", None)
    head = {"what": WHAT, "schema": SCHEMA, "copy": whole.copy_for}
    return (json.dumps(head | held, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def read_whole(data: bytes, name: str = "This file") -> WholeProject:
    """Return the project in a file, own or shared, all of it checked.

    A file that an earlier version took away, with numbers and log only, is read too. Raises
    :class:`~equityqi.project.parts.ProjectError`, in one sentence, for any other file, whatever its bytes are.

    >>> read_whole(b"hello")
    Traceback (most recent call last):
    equityqi.project.parts.ProjectError: This file isn’t a project of this course. Choose the file that “Take my project” made.
    """  # noqa: E501
    not_ours = f"{name} isn’t a project of this course. Choose the file that “Take my project” made."
    try:
        held = json.loads(data) if len(data) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict) or not isinstance(schema := held.pop("schema", None), int):
        raise ProjectError(not_ours)
    known = held.pop("what", None) == WHAT or isinstance(held.get("numbers"), dict)
    if known and schema > SCHEMA:
        raise ProjectError(f"{name} was saved by a newer version of the course. Update the course, then open it again.")
    if not known:
        raise ProjectError(not_ours)
    if "numbers" in held:  # of an earlier version
        held = {"record": held["numbers"]}
    held["copy_for"] = held.pop("copy", OWN)
    try:
        whole = WholeProject.model_validate(held)
        check_record(whole.record)
        _check_days(whole.record)
    except ValidationError as fault:
        raise ProjectError(f"{name} is damaged: {fault_in_words(fault.errors())}") from None
    except (ValueError, TypeError, AttributeError, LookupError):
        raise ProjectError(f"{name} is damaged, so nothing was changed. Use an earlier copy of it.") from None
    return whole


def check_record(record: Numbers) -> None:
    """Raise ValueError for numbers that no table can show: a time that is no day, a measure without rows or groups."""
    for when in [*record.times, *(board.month for board in record.boards)]:
        day_of(when)
    if record.measures and not (record.times and record.groups):
        raise ValueError("a table without rows or groups")


def _check_days(record: Numbers) -> None:
    """Raise ValueError for a time or a check-in that no calendar of this course reaches."""
    days = [day_of(when) for when in [*record.times, *(board.month for board in record.boards)]]
    if any(day.year > LAST_YEAR for day in days) or any(one.day not in DAYS for one in record.check_ins):
        raise ValueError("a day that no calendar reaches")


def to_share(whole: WholeProject, rules: str) -> WholeProject:
    """Return the copy for others: what was counted is hidden for 1 to 7 people and otherwise rounded to 5, and what the
    team's own charts say is in sentences without counts.
    """
    record = whole.record
    return whole.model_copy(
        update={
            "copy_for": SHARED,
            "plan": project_to_pass_on(whole.plan),
            "record": record_to_share(record),
            "stop": [one for measure in record.measures if (one := stop_sentence(record, measure))],
            "found": {measure.id: found_in(record, measure, rules) for measure in record.measures},
        }
    )


def record_to_share(record: Numbers) -> Numbers:
    """Return numbers and log as they may leave this computer. What is hidden once stays hidden.

    >>> counts = [
    ...     Count(when="2026-05", group="A", count="3", of="50"),
    ...     Count(when="2026-05", group="B", count="26", of="50"),
    ... ]
    >>> shared = record_to_share(Numbers(measures=[Measured(id="m1", counts=counts)]))
    >>> [(one.count, one.of) for one in shared.measures[0].counts]
    [('hidden', '50'), ('25', '50')]
    """  # noqa: E501
    measures = [
        one.model_copy(update={"counts": [_count_to_share(count) for count in one.counts]}) for one in record.measures
    ]
    return record.model_copy(
        update={"measures": measures, "cycles": [cycle_to_pass_on(cycle) for cycle in record.cycles]}
    )


def _count_to_share(count: Count) -> Count:
    many, of = number(count.count), number(count.of)
    if many is None or of is None or not 0 <= many <= of:  # half a pair, or hidden before
        return count.model_copy(update={"count": HIDDEN, "of": HIDDEN if of is None else str(_whole_group(of))})
    told = as_passed_on(many, of)
    return count.model_copy(update={"count": _shown(told[0]), "of": _shown(told[1])})


def _whole_group(of: float) -> int | str:
    return HIDDEN if (told := as_passed_on(0, of)[1]) is None else told


def _shown(told: int | None) -> str:
    return HIDDEN if told is None else str(told)


def stop_sentence(record: Numbers, measure: Measured) -> str:
    """Return that a measure is past its trigger now, in which groups and when, without counts; "" where it isn't."""
    now = [past for past in past_trigger(record, measure) if past.latest]
    if not now:
        return ""
    each = listed([f"{past.group} in {time_in_words(past.when)}" for past in now])
    return f"{upper_first(measure.name)}: past the trigger of {measure.trigger}% for {each}."


def found_in(record: Numbers, measure: Measured, rules: str) -> list[str]:
    """Return what the charts of a measure say of each group, in a sentence without counts."""
    lines = group_lines(record, measure, rules)
    return [sentence_of(line, record.times, measure.better) for line in lines if line.points]
