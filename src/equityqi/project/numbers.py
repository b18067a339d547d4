"""The numbers of a team's project as they come: each measure, group by group and time by time, as they were typed.

Beside them is what else a team writes down after the course: its log of tests, its check-ins, its story boards.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from equityqi.checked_yaml import Part
from equityqi.project.parts import PdsaCycle
from equityqi.tables.calendar_names import MONTHS
from equityqi.tables.periods import Period
from equityqi.typed_fields import Text
from equityqi.typed_input import in_words, months_after, number

MONTH, WEEK, CLINIC = "month", "week", "clinic"
AIM, PROCESS, BALANCING = "aim", "process", "balancing"
FEW_PEOPLE = 10  # fewer than these are told as "2 of 3", never as a percentage
PAST, MOST_ROWS, MOST_GROUPS, LONGEST = 12, 400, 10, 120
MOST_PEOPLE = 1_000_000_000
YEARS = range(1990, 2100)  # of a project's counts


class NotANumber(ValueError):
    """Numbers that cannot be used; ``str()`` says which, and what to do."""


class Count(Part):
    """How many, out of how many, as typed; ``when`` is 2026-05 for a month, and a day such as 2026-05-04 otherwise."""

    when: Text
    group: Text
    count: Text = ""
    of: Text = ""

    @property
    def numbers(self) -> tuple[int, int] | None:
        """Return both numbers; None where one is missing."""
        read = number(self.count), number(self.of)
        return None if None in read or not read[1] else (int(read[0] or 0), int(read[1]))


def _number_alone(typed: Any) -> str:
    """Return the number of "12%", as the sign is printed after it; what is no number is told later.

    >>> _number_alone("12 %"), _number_alone(12), _number_alone(None), _number_alone("a few")
    ('12', '12', '', 'a few')
    """
    typed = "" if typed is None else str(typed)
    return typed if (read := number(typed)) is None else f"{read:g}"


Percentage = Annotated[str, BeforeValidator(_number_alone)]


class Measured(Part):
    """One measure. ``role``: aim, process or balancing; ``better``: up or down; ``again``: whether the same people are
    counted each time, such as everyone on a register. ``target``, ``predicted`` (what the team thinks the first group
    reaches once its change works) and ``trigger`` (a balancing measure says stop) are in per cent.
    """

    id: str
    name: Text = ""
    role: Text = AIM
    better: Text = "up"
    again: bool = False
    target: Percentage = ""
    predicted: Percentage = ""
    trigger: Percentage = ""
    counts: list[Count] = []


class CheckIn(Part):
    """What the team says on ``day`` 30, 60 or 90. ``done``: done, part or not; ``chart_by_group``: yes or no.

    The fields are those of a check-in with the named leader (:class:`equityqi.evaluation.check_ins.CheckIn`).
    """

    day: int
    done: Text = ""
    changed: Text = ""
    helped: Text = ""
    in_the_way: Text = ""
    chart_by_group: Text = ""
    confidence: Text = ""


class Board(Part):
    """The words of one month's story board; ``month`` is 2026-06, each of the others has a thought on each line.

    ``need``: what a leader could do for the team; ``by``: until when.
    """

    month: Text
    learned: Text = ""
    next: Text = ""
    need: Text = ""
    by: Text = ""


class Numbers(Part):
    """All that a team adds after the course. ``times``: every row of the table, in order; ``compared``: the two groups
    that the gap compares, the one that is behind first, and nothing for the first two; ``cycles``: the log of tests,
    which is the team's own once ``own_log`` is true, and continues the plan of the exercise until then.
    """

    every: Text = MONTH
    groups: list[Text] = []
    compared: list[Text] = []
    times: list[Text] = []
    measures: list[Measured] = []
    cycles: list[PdsaCycle] = []
    own_log: bool = False
    check_ins: list[CheckIn] = []
    boards: list[Board] = []

    @property
    def pair(self) -> list[str]:
        """The groups that the gap compares; fewer than two where there is only one."""
        one_each = len({*self.compared} & {*self.groups}) == len(self.compared) == 2
        return list(self.compared if one_each else self.groups[:2])

    def measure(self, id: str) -> Measured:
        """Return a measure. Raises :class:`NotANumber` where there is none of this id."""
        found = next((one for one in self.measures if one.id == id), None)
        if found is None:
            raise NotANumber("This measure isn’t here any more. Load the page again.")
        return found


def day_of(when: str) -> dt.date:
    """Return the first day of a time."""
    return dt.date.fromisoformat(when if len(when) > 7 else f"{when}-01")


def time_in_words(when: str) -> str:
    """Return a time as people write it.

    >>> time_in_words("2026-05"), time_in_words("2026-05-04")
    ('May 2026', '4 May 2026')
    """
    day = day_of(when)
    return in_words(day) if len(when) > 7 else f"{MONTHS[day.month - 1]} {day.year}"


def time_typed(text: str, every: str) -> str:
    """Return the time that somebody typed. Raises :class:`NotANumber`.

    >>> time_typed("May 2026", "month"), time_typed("4/5/2026", "week")
    ('2026-05', '2026-05-04')
    """
    clean = " ".join(str(text).split())
    example = "May 2026" if every == MONTH else "4 May 2026"
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", clean):
            start, kind = dt.date.fromisoformat(clean), "day"
        elif found := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", clean):
            start, kind = dt.date(int(found[3]), int(found[2]), int(found[1])), "day"
        else:
            period = Period.parse(clean)
            start, kind = period.start, period.kind
    except ValueError:
        raise NotANumber(f"“{clean[:40]}” isn’t a date we can read. Write it like this: {example}.") from None
    if start.year not in YEARS:
        raise NotANumber(f"“{clean[:40]}” is too long ago or too far ahead. Check the year, such as: {example}.")
    if every == MONTH and kind in ("month", "day"):
        return f"{start:%Y-%m}"
    if every != MONTH and kind == "day":
        return start.isoformat()
    raise NotANumber(f"“{clean[:40]}” isn’t one {'month' if every == MONTH else 'day'}. Write it like this: {example}.")


def after(when: str, every: str, steps: int = 1) -> str:
    """Return the time so many steps on: a month, or seven days.

    >>> after("2026-12", "month"), after("2026-05-04", "week", -1)
    ('2027-01', '2026-04-27')
    """
    if every == MONTH:
        return f"{months_after(day_of(when), steps):%Y-%m}"
    return (day_of(when) + dt.timedelta(days=7 * steps)).isoformat()


def begun(first: str, every: str, groups: Sequence[str], measure: Measured) -> Numbers:
    """Return a table that begins with past times, so that there is a baseline on day one; clinics are added one by one.

    Raises :class:`NotANumber` for groups that cannot be told apart.
    """
    names = [name for group in groups if (name := " ".join(group.split())[:LONGEST])]
    if not names or len({name.casefold() for name in names}) < len(names) or len(names) > MOST_GROUPS:
        raise NotANumber(f"Name one to {MOST_GROUPS} groups, each on a line of its own and each with its own name.")
    start = time_typed(first, every)
    times = [after(start, every, step) for step in range(PAST if every != CLINIC else 1)]
    return Numbers(every=every, groups=names, times=times, measures=[measure])


def with_count(numbers: Numbers, id: str, when: str, group: str, count: str, of: str) -> Numbers:
    """Return the numbers with one count put in or corrected; both left empty takes it out.

    Raises :class:`NotANumber`.
    """
    if group not in numbers.groups or when not in numbers.times:
        raise NotANumber("This row or group isn’t in the table any more. Load the page again.")
    check_pair(count, of, f"{group}, {time_in_words(when)}")
    measure = numbers.measure(id)
    kept = [one for one in measure.counts if (one.when, one.group) != (when, group)]
    if count.strip() or of.strip():
        kept.append(Count(when=when, group=group, count=count.strip(), of=of.strip()))
    return _with_measure(numbers, measure.model_copy(update={"counts": kept}))


def with_time(numbers: Numbers, when: str) -> Numbers:
    """Return the numbers with a row for one more time, in its place."""
    if len(numbers.times) >= MOST_ROWS:
        raise NotANumber(f"This table has {MOST_ROWS} rows, which is as many as it can hold.")
    return numbers.model_copy(update={"times": sorted({*numbers.times, when}, key=day_of)})


def with_about(numbers: Numbers, measure: Measured) -> Numbers:
    """Return the numbers with what a measure is about changed, or with one more measure; its counts stay."""
    if not measure.name.strip():
        raise NotANumber("What do you count? Give the measure a name, such as: reviews done, of those booked.")
    for text, what, example in (
        (measure.trigger, "trigger", 12),
        (measure.target, "target", 60),
        (measure.predicted, "prediction", 58),
    ):
        if text.strip() and number(text) is None:
            raise NotANumber(f"“{text[:40]}” isn’t a percentage. Write the {what} as a number, such as {example}.")
    return _with_measure(numbers, measure)


def _with_measure(numbers: Numbers, measure: Measured) -> Numbers:
    others = [measure if one.id == measure.id else one for one in numbers.measures]
    return numbers.model_copy(update={"measures": others if measure in others else [*others, measure]})


def check_pair(count: str, of: str, where: str) -> None:
    """Raise :class:`NotANumber` for how many and out of how many that cannot be; ``where`` they are, in words."""
    for text in (count, of):
        read = number(text)
        if text.strip() and (read is None or "%" in text or read < 0 or read != int(read) or read > MOST_PEOPLE):
            raise NotANumber(f"{where}: “{text[:40]}” isn’t a number of people. Type a whole number, such as 26.")
    many, out_of = number(count), number(of)
    if None not in (many, out_of) and (many or 0) > (out_of or 0):
        raise NotANumber(f"{where}: {many:g} is more than the {out_of:g} it’s out of. Did the two get swapped?")
