"""What a trainer does, from the first call to day 90, as data; and what comes next on a day. No clock is read here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.files import course_root
from equityqi.lessons.runsheet import Runsheet, in_minutes
from equityqi.organisation import Organisation
from equityqi.tables.calendar_names import WEEKDAYS
from equityqi.typed_input import in_words
from equityqi.working_days import due

FILE = "course/trainer/tasks.yml"
SOON = 30  # minutes before a session from which nothing else comes first
DAY = dt.timedelta(days=1)
Door = Literal["prepare", "run", "collect", "follow-up"]


class TasksError(YamlError):
    """The list of tasks cannot be used; ``str()`` says which line, and why."""


class Task(Part):
    """One thing to do; the comment at the head of the file says what each field means."""

    id: str
    door: Door
    session: Literal[1, 2] = 1
    what: str
    minutes: int = Field(0, ge=0)
    day: int
    opens: int | None = None
    until: int
    morning: bool = False
    why: str
    link: str
    button: str
    other: str = ""
    other_link: str = ""

    @property
    def tickable(self) -> bool:
        """Whether a person says that it is done; a session is over by the clock."""
        return self.door != "run"


class Tasks(Part):
    """All tasks, first things first."""

    tasks: list[Task] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Tasks:
        ids = [task.id for task in self.tasks]
        if twice := {id for id in ids if ids.count(id) > 1}:
            raise ValueError(f"the task {min(twice)} is in the list twice. Give each task its own id")
        return self


def read_tasks() -> list[Task]:
    """Read and check the tasks. Raises :class:`TasksError` with file, line and reason.

    >>> read_tasks()[0].what
    "Call the team's lead"
    """
    return read_checked(course_root() / FILE, Tasks, TasksError).tasks


def best_day(task: Task, held: Organisation) -> dt.date | None:
    """Return the working day on which a task is best done, or None where its session has no date."""
    date = held.date(task.session)
    return due(date, task.day, held.holidays).date if date else None


@dataclass(frozen=True)
class Now:
    """A moment, and what is known of the course then: who runs it, the runsheet, which tasks are done."""

    day: dt.date
    minutes: int  # since midnight
    held: Organisation
    runsheet: Runsheet
    done: Collection[str] = ()

    def session_today(self) -> int:
        """Return the session of this day, or 0."""
        return next((number for number in (1, 2) if self.held.date(number) == self.day), 0)

    def start(self, number: int) -> int:
        """Return when session 1 or 2 starts, in minutes since midnight."""
        return in_minutes(self.runsheet.starts_at(number))

    def end(self, number: int) -> int:
        """Return when session 1 or 2 ends, in minutes since midnight."""
        return self.start(number) + self.runsheet.session(number).minutes

    def is_over(self, number: int) -> bool:
        """Return whether session 1 or 2 is over; one without a date is not."""
        date = self.held.date(number)
        return date is not None and (date < self.day or (date == self.day and self.minutes > self.end(number)))

    def is_open(self, task: Task) -> bool:
        """Return whether a task is not done, and this is its time."""
        if task.id in self.done:
            return False
        date, second = self.held.date(task.session), self.held.date(2)
        if date is None:
            return task.session == 1 and task.door == "prepare" and not task.morning
        days, best = (self.day - date).days, (due(date, task.day, self.held.holidays).date - date).days
        if days > max(task.until, best):  # a task that is moved off a weekend takes its time along
            return False
        if task.opens is not None and days < (best if task.opens == task.day else min(task.opens, best)):
            return False
        if task.session == 1 and second and self.day > second:
            return False
        if self.day == date and task.door == "prepare":
            return task.morning and self.minutes < self.start(task.session)
        if self.day == date and task.door != "run":
            return self.is_over(task.session)
        return task.door != "run" or not self.is_over(task.session)


def next_task(tasks: list[Task], now: Now) -> Task | None:
    """Return what to do first now, or None where nothing is to be done on this day. Shortly before a session and while
    it runs that is the session itself.
    """
    open_now = [task for task in tasks if now.is_open(task)]
    number = now.session_today()
    if number and now.minutes >= now.start(number) - SOON:
        open_now.sort(key=lambda task: task.door != "run" or task.session != number)
    return open_now[0] if open_now else None


def coming(tasks: list[Task], now: Now) -> tuple[Task, dt.date] | None:
    """Return the next task of a later day, and that day; None where nothing comes any more."""
    later = [
        (date, place, task)
        for place, task in enumerate(tasks)
        if task.id not in now.done and (date := best_day(task, now.held)) and date > now.day
    ]
    date, _, task = min(later, default=(None, 0, None))
    return (task, date) if task and date else None


def short_day(day: dt.date) -> str:
    """Return a day as it fits beside other words.

    >>> short_day(dt.date(2026, 7, 30)), short_day(dt.date(2026, 9, 1))
    ('Thu 30 July', 'Tue 1 Sept')
    """
    _, month, _ = in_words(day).split()
    short = month if len(month) < 5 else "Sept" if month == "September" else month[:3]
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {short}"


def from_now(day: dt.date, today: dt.date) -> str:
    """Return how far a day is away, in words.

    >>> today = dt.date(2026, 6, 16)
    >>> [from_now(today + days * DAY, today) for days in (0, 1, 12)]
    ['today', 'tomorrow', 'in 12 days']
    """
    days = (day - today).days
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
