"""The trainer's clock: how late a session is, and what to cut next. No clock is read here."""

from __future__ import annotations

import datetime as dt

from equityqi.lessons.runsheet import Cut, Session, in_hours
from equityqi.working_days import on_day

OVERRUN = 60  # minutes after the planned end from which a session counts as over, whatever was pressed
OVER = "The session is over. You'll find what comes next on your home page."


def clock_says(
    session: Session, minutes: float, block: str, began: float | None, by_plan: bool, day: str, date: dt.date | None
) -> str:
    """Say what the clock shows: before the session, in it or after it.

    ``by_plan``: nobody has pressed anything yet, so ``block`` is the one of the plan. ``day`` is the browser's, such as
    ``"2026-06-16"``, and ``date`` the one of the session, if it is known.

    >>> from equityqi.lessons.runsheet import read_runsheet
    >>> clock_says(read_runsheet().session(1), 43, "m2", None, True, "2026-06-15", dt.date(2026, 6, 16))
    'Session 1 is on Tuesday 16 June 2026. To try the clock today, press “It begins now”.'
    """
    if by_plan and date and day != date.isoformat():
        tense = "is" if day < date.isoformat() else "was"
        return f"Session {session.number} {tense} on {on_day(date)}. To try the clock today, press “It begins now”."
    if minutes > session.minutes + (0 if by_plan else OVERRUN):
        return OVER
    return lateness(session, minutes, block, began)


def lateness(session: Session, minutes: float, block: str, began: float | None = None) -> str:
    """Say how late a trainer is who is in ``block`` now, and what to cut next.

    ``minutes`` is the time since the session began, ``began`` when the block began, if that is known;
    both in minutes. A block that began late is late until its end, one that runs over is later still.
    Without ``began``, a block that is not over is on time. No clock is read here.

    >>> from equityqi.lessons.runsheet import read_runsheet
    >>> session = read_runsheet().session(1)
    >>> lateness(session, 66, "m2")
    'You are 6 minutes late. Next cut: use the slack (saves 8 minutes).'
    >>> lateness(session, 50, "m2")
    'You are on time. This block ends 1:00 after the start.'
    """
    now = session.block(block)
    if minutes < 0 and began is None:
        return f"The session begins in {_count(round(-minutes))}."
    late = round(max((min(minutes, now.start) if began is None else began) - now.start, minutes - now.end))
    if late < 0:
        return f"You are {_count(-late)} early. Give people that time, and don't fill it with talk."
    if late == 0:
        return f"You are on time. This block ends {in_hours(now.end)} after the start."
    return f"You are {_count(late)} late. {_cuts(cuts_left(session, block), late)}"


def cuts_left(session: Session, block: str) -> list[Cut]:
    """Return what can still be cut when ``block`` is the present one, first things first."""
    to_come = {later.id for later in session.blocks[session.blocks.index(session.block(block)) :]}
    return [cut for cut in session.cuts if cut.block in to_come]


def _cuts(left: list[Cut], late: int) -> str:
    taken: list[Cut] = []
    while left[len(taken) :] and sum(cut.saves for cut in taken) < late:
        taken.append(left[len(taken)])
    rest = late - sum(cut.saves for cut in taken)
    if not taken:
        return "There's nothing left to cut. Talk less, let people do just as much, and keep every break."
    cuts = ", then ".join(f"{cut.cut} (saves {_count(cut.saves)})" for cut in taken)
    more = (
        f" To make up the other {_count(rest)}, talk less, let people do just as much, and keep every break."
        if rest > 0
        else ""
    )
    return f"Next cut{'s' * (len(taken) > 1)}: {cuts}.{more}"


def _count(minutes: int) -> str:
    return f"{minutes} minute{'s' * (minutes != 1)}"
