"""The trainer's home on a day: the next thing to do, and the four doors behind it."""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.lessons.trainer_tasks import Now, Task, best_day, coming, from_now, next_task, short_day
from equityqi.working_days import DAYS, due, on_day

MOST_ROWS = 5
DATES = "follow-up.ipynb#Days-30,-60-and-90"
LATER = "Nothing to do today"


@dataclass(frozen=True)
class Row:
    """One line behind a door: what it is, what is known of it, and where it leads."""

    words: str
    state: str
    link: str


@dataclass(frozen=True)
class Next:
    """What to do first: its heading, a line on it, the button, a way out, and the task that can be said to be done."""

    title: str
    words: str
    button: str
    link: str
    other: str = ""
    other_link: str = ""
    task: str = ""


@dataclass(frozen=True)
class DoorNow:
    """One of the four doors; ``here`` is the one where the next thing is."""

    name: str
    state: str
    rows: tuple[Row, ...]
    button: str
    link: str
    here: bool = False


def what_is_next(tasks: list[Task], now: Now) -> Next:
    """Return what to do first on a day, in words."""
    task = next_task(tasks, now)
    if task:
        takes = f"It takes {_minutes(task.minutes)}. " if task.minutes else ""
        words = f"{takes}{task.why} {_when(task, now)}".strip()
        title = f"Next: {task.what[0].lower()}{task.what[1:]}"
        way_out = task.other, task.other_link
        return Next(title, words, task.button, task.link, *way_out, task=task.id if task.tickable else "")
    if soon := coming(tasks, now):
        later, day = soon
        words = f"Next comes “{later.what}”, on {on_day(day)}, {from_now(day, now.day)}."
        return Next(LATER, words, later.button, later.link)
    return Next(
        "Everything is done", "Thank you. Is there a next team? Start again with a call.", "Prepare a session",
        "prepare.ipynb",
    )  # fmt: skip


def doors(tasks: list[Task], now: Now) -> list[DoorNow]:
    """Return the four doors on a day."""
    task = next_task(tasks, now)
    soon = None if task else coming(tasks, now)
    here = task.door if task else soon[0].door if soon else "prepare"
    made = {"prepare": _prepare, "run": _run, "collect": _collect, "follow-up": _follow_up}
    return [build(tasks, now, name == here) for name, build in made.items()]


def _minutes(count: int) -> str:
    return f"{count} minute{'s' * (count != 1)}"


def _when(task: Task, now: Now) -> str:
    date, number = now.held.date(task.session), task.session
    if task.session == 1 and now.is_over(1) and not now.is_over(2) and now.held.date(2):
        date, number = now.held.date(2), 2
    if date is None:
        return "Session 1 has no date yet." if number == 1 and task.id != "dates" else ""
    if date == now.day and not now.is_over(number):
        started = now.minutes >= now.start(number)
        return f"Session {number} {'started' if started else 'starts'} at {now.runsheet.starts_at(number)}."
    if task.day in DAYS and number == 2:
        day = due(date, task.day, now.held.holidays)
        return f"Day {task.day} {'is' if day.date >= now.day else 'was'} on {day.words}."
    return f"Session {number} is on {on_day(date)}, {from_now(date, now.day)}." if date > now.day else ""


def _prepare(tasks: list[Task], now: Now, here: bool) -> DoorNow:
    number = 2 if now.is_over(1) else 1
    mine = [task for task in tasks if task.door == "prepare" and task.session == number]
    done = [task for task in mine if task.id in now.done]
    left = sorted((task for task in mine if task not in done), key=lambda task: not now.is_open(task))
    shown = [*left, *reversed(done)][:MOST_ROWS]
    rows = [Row(task.what, "done" if task in done else _minutes(task.minutes), task.link) for task in shown]
    state = "Both sessions are over" if now.is_over(2) else f"{len(done)} of {len(mine)} done"
    if number == 2 and not now.is_over(2):
        state = f"Session 2: {state}"
    return DoorNow("Prepare", state, tuple(rows), "Prepare a session", "prepare.ipynb#Your-checklist", here)


def _run(tasks: list[Task], now: Now, here: bool) -> DoorNow:
    number = 2 if now.is_over(1) else 1
    date, session = now.held.date(number), now.runsheet.session(number)
    times = f"{now.runsheet.starts_at(number)} to {now.runsheet.time_of(number, session.minutes)}"
    if now.is_over(2):
        state = "Both sessions are over"
    elif date is None:
        state = f"Session {number} has no date yet"
    else:
        state = f"Session {number} {'today' if date == now.day else f'on {short_day(date)}'}, {times}"
    rows = (
        Row("Clock and what to cut", f"{len(session.blocks)} blocks", f"session.ipynb#Session-{number}"),
        Row("Slides", "PowerPoint", "session.ipynb#Slides"),
        Row("If someone comes late", "card", "facilitators.ipynb#If-someone-comes-late"),
        Row("Hard conversations", "scripts", "hard-conversations.ipynb"),
        Row("Some people on Teams", "how to", "on-teams.ipynb"),
    )
    return DoorNow("Run", state, rows, f"Run session {number}", f"session.ipynb#Session-{number}", here)


def _collect(tasks: list[Task], now: Now, here: bool) -> DoorNow:
    mine = [task for task in tasks if task.door == "collect"]
    open_now = [task for task in mine if now.is_open(task)]
    done = sum(task.id in now.done for task in mine)
    some = f"{len(open_now)} to do" if open_now else f"{done} of {len(mine)} done" if done else "Nothing to collect yet"
    rows = tuple(Row(task.what, _day_of(task, now), task.link) for task in mine)
    return DoorNow("Collect", some, rows, "Collect and read", "collect.ipynb#To-collect", here)


def _follow_up(tasks: list[Task], now: Now, here: bool) -> DoorNow:
    date = now.held.date(2)
    days = {day: due(date, day, now.held.holidays).date for day in DAYS} if date else {}
    to_come = {day: when for day, when in days.items() if when >= now.day}
    if not days:
        state = "Session 2 has no date yet"
    elif to_come:
        day, when = next(iter(to_come.items()))
        state = f"{'First date' if day == DAYS[0] else f'Next: day {day},'} {short_day(when)}"
    else:
        state = "All three dates are past"
    found = {task.day: task for task in tasks if task.session == 2 and task.day in DAYS}
    rows = [Row(f"Day {day}", _day_of(found[day], now), DATES) for day in DAYS if day in found]
    leader = Row("Named leader", "chosen" if now.held.named_leader else "not yet", "prepare.ipynb#Your-checklist")
    tidy = [Row("Tidy up", _day_of(task, now), task.link) for task in tasks if task.id == "tidy"]
    return DoorNow("Follow up", state, (*rows, leader, *tidy), "Follow up", "follow-up.ipynb#To-follow-up", here)


def _day_of(task: Task, now: Now) -> str:
    if task.id in now.done:
        return "done"
    day = best_day(task, now.held)
    if day is None:
        return f"after session {task.session}"
    return "today" if day == now.day else short_day(day) if day > now.day else "open" if now.is_open(task) else "past"
