"""When people are asked, and the calendar files that say so: all-day events, dated by the commitment and never by the
clock.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from equityqi.evaluation.check_ins import DAYS
from equityqi.typed_input import date
from equityqi.working_days import due

if TYPE_CHECKING:
    from equityqi.evaluation.shared_commitment import SharedCommitment

QUESTIONS = (
    "Have you done it, done part of it, or not done it yet?",
    "What helped?",
    "What got in the way?",
    "Are you using a chart by group, yes or no? And what's next?",
)
LAST = ("How wide is the gap now, with its unit?", "What have you changed in how you work?")  # on the last day only
EXAMPLE = (
    "If somebody has been served better, write the example in your reflective record. Please don’t name"
    " patients. Name a colleague only if they’ve said yes."
)
_MEETINGS = (
    "45 minutes with the named leader and an improvement adviser. If you’d like to, tell us what you did, what you"
    " learned, what got in the way and what’s next. We sort out what we can there and then.",
    "A 30-minute drop-in with the improvement adviser. People bring a run chart by group, and the log of one test.",
    "60 minutes with everybody, to decide whether to adapt, adopt or stop, and to share one thing that didn’t work.",
)
MEETINGS = dict(zip(DAYS, _MEETINGS, strict=True))


def questions_on(day: int) -> tuple[str, ...]:
    """Return what people are asked on one of the dates.

    >>> [len(questions_on(day)) for day in DAYS]
    [4, 4, 6]
    """
    return (*QUESTIONS, *(LAST if day == DAYS[-1] else ()))


def personal_calendar(one: SharedCommitment, leader: str = "") -> bytes:
    """Return one person's calendar file: three check-ins, and the day on which somebody of their choice asks."""
    asks = f"{leader} asks" if leader else "We ask"
    events = []
    for day in DAYS:
        when = due(one.day, day)
        asked = "\n".join(f"{place}. {question}" for place, question in enumerate(questions_on(day), 1))
        about = (one.sentence, asked, EXAMPLE, "You choose what you share.", when.moved)
        words = "\n\n".join(filter(None, about))
        title = f"Day {day}: {asks} what got in the way"
        events.append(_event(f"{one.record}-{day}", one.day, when.date, title, words))
    when_asked = date(one.promise.check_date, near=one.day)
    if one.promise.checker and when_asked:
        title = f"{one.promise.checker} asks me about my commitment"
        events.append(_event(f"{one.record}-asked", one.day, when_asked, title, one.sentence))
    return _calendar(*events)


def leader_calendar(sessions: list[dt.date]) -> bytes:
    """Return the leader's calendar file: the three dates after each session."""
    events = []
    for session in sessions:
        for day in DAYS:
            when = due(session, day)
            words = "\n\n".join(
                filter(None, (MEETINGS[day], when.moved, "Ask what got in the way, and never “why not?”."))
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


def _event(uid: str, stamp: dt.date, day: dt.date, summary: str, description: str) -> dict[str, object]:
    return {
        "uid": f"{uid}@equityqi",
        "dtstamp": dt.datetime.combine(stamp, dt.time(), dt.UTC),
        "dtstart": day,
        "dtend": day + dt.timedelta(days=1),
        "summary": summary,
        "description": description,
        "transp": "TRANSPARENT",  # it takes no time in a diary
    }


def _calendar(*events: dict[str, object]) -> bytes:
    from icalendar import Calendar, Event  # lazy: icalendar costs 0.07 s

    calendar = Calendar()
    calendar.add("prodid", "-//equityqi//commitments//EN")
    calendar.add("version", "2.0")
    for held in events:
        event = Event()
        for key, value in held.items():
            event.add(key, value)
        calendar.add_component(event)
    return calendar.to_ical()
