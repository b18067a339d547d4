"""When people are asked, and the calendar files that say so: all-day events, dated by the commitment and never by the
clock.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equityqi.evaluation.bank_holidays import DAY, bank_holidays, is_weekend
from equityqi.evaluation.check_ins import DAYS
from equityqi.plain_words import listed
from equityqi.tables.calendar_names import WEEKDAYS
from equityqi.typed_input import date, in_words

if TYPE_CHECKING:
    from icalendar import Event

    from equityqi.evaluation.shared_commitment import SharedCommitment

QUESTIONS = (
    "What did you do: done, part, or not?",
    "What helped?",
    "What got in the way?",
    "Is a chart by group in use, yes or no? And what is next?",
)
MEETINGS = {
    30: (
        "45 minutes, the leader and a coach. Each person who wishes says: what I did, what I learned, what got in the"
        " way, what is next. Clear the way on the spot."
    ),
    60: "30 minutes, a drop-in with the coach. People bring a run chart by group, and the log of one test.",
    90: "60 minutes, everybody. Decide: adapt, adopt or stop. Share one thing that did not work.",
}


@dataclass(frozen=True)
class Due:
    """A date of the follow-up: so many days after the session; one on a weekend or a bank holiday of England and Wales
    is moved to the next working day.
    """

    day: int
    counted: dt.date
    date: dt.date

    @property
    def words(self) -> str:
        return on_day(self.date)

    @property
    def moved(self) -> str:
        """One sentence on why the date is not the one that was counted; "" where it is."""
        if self.date == self.counted:
            return ""
        closed = {day: name for day in self._skipped if (name := bank_holidays(day.year).get(day))}
        falls = f"Day {self.day} falls on {on_day(self.counted)}"
        if not closed:
            return f"{falls}, so it is moved to the Monday after."
        if name := closed.pop(self.counted, ""):
            falls += f", which is {name}"
        if closed:
            falls += f". {listed(f'{on_day(day)} is {name}' for day, name in closed.items())}"
        return f"{falls}, so the check-in is on {self.words}."

    @property
    def _skipped(self) -> list[dt.date]:
        return [self.counted + days * DAY for days in range((self.date - self.counted).days)]


def on_day(day: dt.date) -> str:
    """Return a day with its weekday, in words.

    >>> on_day(dt.date(2026, 7, 31))
    'Friday 31 July 2026'
    """
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


def due(session: dt.date, day: int) -> Due:
    """Return the date so many days after a session.

    >>> due(dt.date(2026, 7, 1), 60).words
    'Tuesday 1 September 2026'
    """
    counted = working = session + day * DAY
    while is_weekend(working) or working in bank_holidays(working.year):
        working += DAY
    return Due(day, counted, working)


def personal_calendars(one: SharedCommitment, leader: str = "") -> dict[str, bytes]:
    """Return the calendar files of one person by name: three check-ins, and the day on which somebody of their choice
    asks.
    """
    about = (
        f"{one.sentence}\n\n"
        + "\n".join(f"{place}. {question}" for place, question in enumerate(QUESTIONS, 1))
        + "\n\nYou share only what you like."
    )
    asks = f"{leader} asks" if leader else "We ask"
    made = {}
    for day in DAYS:
        when = due(one.day, day)
        words = "\n\n".join(filter(None, (about, when.moved)))
        made[f"{one.file}-{day}.ics"] = _calendar(
            _event(f"{one.record}-{day}", one.day, when.date, f"Day {day}: {asks} what got in the way", words)
        )
    asked = date(one.promise.check_date, near=one.day)
    if one.promise.checker and asked:
        event = _event(
            f"{one.record}-asked", one.day, asked, f"{one.promise.checker} asks me about my commitment", one.sentence
        )
        made[f"{one.file}-asked.ics"] = _calendar(event)
    return made


def leader_calendar(sessions: list[dt.date]) -> bytes:
    """Return the leader's calendar file: the three dates after each session."""
    events = []
    for session in sessions:
        for day in DAYS:
            when = due(session, day)
            words = "\n\n".join(
                filter(None, (MEETINGS[day], when.moved, "Ask what got in the way, and never why not."))
            )
            events.append(
                _event(
                    f"leader-{session.isoformat()}-{day}",
                    session,
                    when.date,
                    f"Day {day} after the session: commitments",
                    words,
                )
            )
    return _calendar(*events)


def _event(uid: str, stamp: dt.date, day: dt.date, summary: str, description: str) -> Event:
    from icalendar import Event  # lazy: icalendar costs 0.07 s

    event = Event()
    event.add("uid", f"{uid}@equityqi")
    event.add("dtstamp", dt.datetime.combine(stamp, dt.time(), dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")  # it takes no time in a diary
    return event


def _calendar(*events: Event) -> bytes:
    from icalendar import Calendar  # lazy: icalendar costs 0.07 s

    calendar = Calendar()
    calendar.add("prodid", "-//equityqi//commitments//EN")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()
