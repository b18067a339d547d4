"""The projects that teams share with a named leader: which file of each counts, what comes next, and what a team needs.

A project is here because its team shared it; nothing is said of others. Files are read as
:mod:`equityqi.project.whole_project` describes them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from equityqi.evaluation.check_ins import CheckIn, Known, parse_check_in
from equityqi.evaluation.shared_commitment import SharedCommitment
from equityqi.plain_words import as_sentences
from equityqi.privacy.in_text import people_in, whom, without_people
from equityqi.project.numbers import AIM, Measured, Numbers, after, day_of
from equityqi.project.numbers_judged import gap_of
from equityqi.project.numbers_told import points
from equityqi.project.parts import PdsaCycle, ProjectError
from equityqi.project.sentences import printable
from equityqi.project.whole_project import WHAT, WholeProject, read_whole
from equityqi.safe_text import one_line
from equityqi.settings import chart_rules
from equityqi.typed_input import date, in_words, number, words
from equityqi.working_days import DAYS, due

NOT_SHARED = (
    "{where} has a team’s own numbers, as they were typed, so it was left out. Ask the team for the file that “A copy"
    " for my leader” makes."
)
DIFFERS = "{where} is another version of the project in {other}. We used the newer one, or the first of two alike."
SAME_ID = (
    "{where} and {other} began from one file, but their titles or groups differ, so both are shown. If they’re one"
    " project, take the older file out."
)
UNREADABLE = "{where} is damaged, so it was left out. Ask the team for it again."
NAMES = "{where}: the project looks like it names {whom}. The page says “removed” in its place."
LOOKED_AT = {
    "cycles": ("name", "question", "data", "stop", "learning", "low", "high", "of", "n", "observed"),
    "boards": ("learned", "next", "need", "by"),
    "check_ins": ("changed", "helped", "in_the_way"),
}  # the parts of a record whose words are looked through for people
ENOUGH = 100  # people in each group, so that rounded counts still give a gap to the nearest point or two


@dataclass(frozen=True)
class Next:
    """What comes next in a project, and on which day."""

    day: dt.date
    what: str

    @property
    def words(self) -> str:
        """The day in words."""
        return in_words(self.day)


@dataclass(frozen=True)
class TeamProject:
    """A shared project, with what a leader needs to know first; ``next`` is None where no day is known."""

    where: str
    whole: WholeProject
    next: Next | None
    need: str
    by: str
    learned: str
    then: str

    @property
    def title(self) -> str:
        """The project's title, or words that say that there is none."""
        return self.whole.plan.title or "A project without a title"

    @property
    def latest_test(self) -> PdsaCycle | None:
        """The latest test in the log that has begun to be studied, else the latest there is."""
        cycles = [cycle for cycle in self.whole.record.cycles if cycle.question or cycle.name]
        seen = [cycle for cycle in cycles if cycle.observed not in (None, "")]
        return (seen or cycles or [None])[-1]


def is_project(data: dict[str, Any]) -> bool:
    """Return whether a JSON object is a project file, own or shared."""
    return data.get("what") == WHAT


def team_projects(found: Iterable[tuple[str, dict]]) -> tuple[list[TeamProject], list[str]]:
    """Return the shared projects among JSON objects, each with where it is, and a sentence on each that was left out.

    Those whose team asks for help come first; then the next day decides, then the title. No result does.
    """
    notes: list[str] = []
    held: dict[tuple, tuple[str, WholeProject]] = {}
    for where, data in found:
        try:
            whole = read_whole(json.dumps(data).encode(), where)
        except ProjectError as error:
            notes.append(str(error))
            continue
        if not whole.shared:
            notes.append(NOT_SHARED.format(where=_named(where, whole)))
            continue
        key = (whole.id or where, whole.plan.title.casefold(), *whole.record.groups)
        if key not in held:
            if other := next((one for (id, *_), one in held.items() if id == whole.id), None):
                notes.append(SAME_ID.format(where=_named(where, whole), other=_named(*other)))
            held[key] = (where, whole)
        elif held[key][1] != whole:
            other = held[key]
            if whole.revision > other[1].revision:
                held[key] = (where, whole)
            notes.append(DIFFERS.format(where=_named(where, whole), other=other[0]))
    projects = []
    for where, whole in held.values():
        clean, names = looked_through(whole)
        try:
            projects.append(_project(where, clean))
        except (ValueError, OverflowError):  # a day that no calendar has
            notes.append(UNREADABLE.format(where=_named(where, whole)))
            continue
        notes += [NAMES.format(where=_named(where, clean), whom=names)] if names else []
    return sorted(projects, key=_order), notes


def _named(where: str, whole: WholeProject) -> str:
    """Return a file's name with its project's title, as every team's file has the same name."""
    title = one_line(without_people(whole.plan.title), 60)
    return f"{where} (“{title}”)" if title else where


def _order(one: TeamProject) -> tuple:
    return not one.need, one.next is None, one.next.day if one.next else dt.date.max, one.title.casefold(), one.where


def looked_through(whole: WholeProject) -> tuple[WholeProject, str]:
    """Return a project without what points to people in the words that the page prints, and whom it seemed to name; the
    contact and who runs a test are named on purpose.
    """
    whole = printable(whole)
    plan, record, texts = whole.plan, whole.record, []

    def clean(held):
        if isinstance(held, str):
            texts.append(held)
            return without_people(held)
        return [clean(one) for one in held] if isinstance(held, list) else held

    def cleaned(part, fields: Iterable[str]):
        return part.model_copy(update={field: clean(getattr(part, field)) for field in fields})

    looked_at = {name: [cleaned(part, of) for part in getattr(record, name)] for name, of in LOOKED_AT.items()}
    aim = cleaned(plan.aim, type(plan.aim).model_fields)
    page = cleaned(plan.page, ("next_date", "next_step"))
    update = {
        "plan": cleaned(plan, ("title",)).model_copy(update={"aim": aim, "page": page}),
        "record": record.model_copy(update=looked_at),
        "stop": clean(whole.stop),
        "found": {id: clean(said) for id, said in whole.found.items()},
    }
    named = people_in("\n".join(texts))
    return whole.model_copy(update=update), whom(named) if named else ""


def _project(where: str, whole: WholeProject) -> TeamProject:
    board = max(whole.record.boards, key=lambda one: day_of(one.month), default=None)
    need, by, learned, then = (board.need, board.by, board.learned, board.next) if board else ("", "", "", "")
    return TeamProject(where, whole, next_of(whole), need.strip(), by, learned, then or whole.plan.page.next_step)


def written_until(whole: WholeProject) -> dt.date:
    """Return the day up to which a team has written something down: nothing here comes from the clock.

    The latest month that is counted, or that has a board, may still run, so its own days aren't over.
    """
    record = whole.record
    counted = {one.when for measure in record.measures for one in measure.counts if one.count} & {*record.times}
    days = [day_of(when) - dt.timedelta(days=1) for when in (*counted, *(board.month for board in record.boards))]
    days += [found for cycle in record.cycles if cycle.observed not in (None, "") and (found := date(cycle.end))]
    if session := date(whole.session):
        days += [session, *(due(session, one.day).date for one in record.check_ins if one.day in DAYS)]
    return max(days, default=dt.date.min)


def next_of(whole: WholeProject) -> Next | None:
    """Return the first thing a project has planned after what it has written down: the next step, an answer to a need,
    a test that runs, a check-in; the day of the aim if nothing else is known.
    """
    until, page, record = written_until(whole), whole.plan.page, whole.record
    session = date(whole.session)
    found = [Next(day, page.next_step or "the next step") for day in [_day_after(page.next_date, session)] if day]
    asked = [_day_after(board.by, day_of(board.month)) for board in record.boards]
    found += [Next(day, "an answer to what they need") for day in asked if day]
    for place, cycle in enumerate(record.cycles, 1):
        name = cycle.name or f"Test {place}"
        if cycle.observed in (None, ""):
            found += [Next(day, f"{name} begins") for day in [date(cycle.start)] if day]
            found += [Next(day, f"{name} ends") for day in [date(cycle.end)] if day]
    if session:
        told = {one.day for one in record.check_ins}
        found += [Next(due(session, day).date, f"check-in on day {day}") for day in DAYS if day not in told]
    later = [one for one in found if one.day > until]
    if not later:
        later = [Next(day, "the day of their aim") for day in [date(whole.plan.aim.date)] if day and day > until]
    return min(later, key=lambda one: one.day, default=None)


def _day_after(text: str, near: dt.date | None) -> dt.date | None:
    """Return the day that a text names; one without a year is the nearest to three months after ``near``."""
    return date(text, near and near + dt.timedelta(days=90))


def check_ins_of(
    projects: Iterable[TeamProject], written: Sequence[SharedCommitment], known: Known
) -> Iterator[CheckIn]:
    """Yield the check-ins of projects, each as that of the one shared commitment its plan holds; others are left to the
    page of the projects.
    """
    for project in projects:
        record = _record_of(project.whole, written)
        for one in project.whole.record.check_ins if record else ():
            row = {
                key: one_line(str(value), 2_000) for key, value in one.model_dump().items() if value not in ("", None)
            }
            row |= {"record": record, "day": str(one.day)}
            row.setdefault("gap", gap_on(project.whole, one.day))
            if not one.chart_by_group and any(len(lines) > 1 for lines in project.whole.found.values()):
                row["chart_by_group"] = "yes"
            found = parse_check_in({key: value for key, value in row.items() if value}, known)
            if isinstance(found, CheckIn):
                yield found


def _record_of(whole: WholeProject, written: Sequence[SharedCommitment]) -> str:
    """Return the record of the shared commitment that is the plan's own; "" where none or more than one is."""
    own = whole.plan.commitment
    alike = [one.record for one in written if own.thing and _said(one.promise) == _said(own)]
    return alike[0] if len(alike) == 1 else ""


def _said(promise) -> tuple:
    return tuple(tuple(words(text)) for text in (promise.verb, promise.thing, promise.group, promise.date))


def gap_on(whole: WholeProject, day: int) -> str:
    """Return the gap of the aim's measure in the last month before a check-in, in words; "" for few people, or where it
    isn't known.
    """
    session = date(whole.session)
    if session is None or (measure := aim_measure(whole.record)) is None:
        return ""
    until = session + dt.timedelta(days=day)
    ended = [(when, day_of(after(when, whole.record.every)) - dt.timedelta(days=1)) for when in whole.record.times]
    times = [when for when, last_day in ended if last_day <= until]
    gap = gap_of(whole.record.model_copy(update={"times": times}), measure, chart_rules())
    if gap is None or gap.latest is None:
        return ""
    last = [one for one in measure.counts if one.when == gap.latest_at and one.group in (gap.least, gap.best)]
    if any((number(one.of) or 0) < ENOUGH for one in last):
        return ""
    return f"about {points(gap.latest[0])} in {in_words(day_of(gap.latest_at)).split(' ', 1)[1]}"


def aim_measure(record: Numbers) -> Measured | None:
    """Return the measure of the aim; None where there are no numbers yet."""
    return next((one for one in record.measures if one.role == AIM), None)


def in_short(projects: Sequence[TeamProject]) -> str:
    """Return how many projects there are, and how many ask for help."""
    many, asking = len(projects), sum(bool(one.need) for one in projects)
    return as_sentences(
        f"{many} shared project{'s' * (many != 1)}", f"{asking} ask{'s' * (asking == 1)} for help" if asking else ""
    )
