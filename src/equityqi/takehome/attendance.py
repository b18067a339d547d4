"""Who took part in what: the sessions, their days, and the time without breaks, from the runsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from equityqi.lessons.runsheet import read_runsheet
from equityqi.plain_words import listed
from equityqi.safe_text import one_line
from equityqi.workfolder.prepare import WorkError, plain_name
from equityqi.workfolder.session_date import typed_day
from equityqi.working_days import on_day

BOTH, FIRST, SECOND = "both", "first", "second"
SESSIONS = {BOTH: "Both sessions", FIRST: "Session 1 only", SECOND: "Session 2 only"}
NUMBERS = {BOTH: (1, 2), FIRST: (1,), SECOND: (2,)}
LONGEST_NAME = 120  # letters
AIMS = {  # by session, from its outcomes
    1: (
        "tell equality, equity and justice apart",
        "measure a gap, and see who is missing",
        "find the step where each group gets lost",
        "write an aim that says who must not lose",
    ),
    2: (
        "build a driver diagram and its measures",
        "plan a small test, with a prediction",
        "tell signal from noise, group by group",
        "make one commitment, with a date",
    ),
}


@dataclass(frozen=True)
class Attendance:
    """A person's name as they typed it, their organisation, if they said, and the day of each session they were at."""

    name: str
    organisation: str
    days: Mapping[int, dt.date]

    @property
    def minutes(self) -> int:
        """Minutes of the sessions without their breaks."""
        sessions = [read_runsheet().session(number) for number in self.days]
        breaks = sum(block.minutes for session in sessions for block in session.blocks if block.kind == "break")
        return sum(session.minutes for session in sessions) - breaks

    @property
    def time(self) -> str:
        """The same in words, such as "6 hours 20 minutes"."""
        return hours_and_minutes(self.minutes)

    @property
    def on_days(self) -> str:
        """The days in words, each once."""
        return listed(dict.fromkeys(on_day(day) for day in self.days.values()))

    @property
    def aims(self) -> list[str]:
        """What was learned in these sessions, in short lines."""
        return [aim for number in self.days for aim in AIMS[number]]


def attendance(name: str, organisation: str, sessions: str, days: Mapping[int, str]) -> Attendance:
    """Return who took part in what, as it was typed; a day of a session that they were not at is left out.

    Raises ValueError, in one sentence, where something is missing or does not agree. Nothing is guessed.

    >>> attendance("Asha", "", "first", {1: "16 June 2026"}).time
    '3 hours 10 minutes'
    """
    name = one_line(name, LONGEST_NAME + 1)
    if not name:
        raise ValueError("Type your name first, the way you’d like to see it on the page.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"That name is too long for the page. Please use at most {LONGEST_NAME} letters.")
    found = {}
    for number in NUMBERS[sessions if sessions in NUMBERS else BOTH]:
        if not days.get(number, "").strip():
            other = " If you were at only one session, choose that one." if sessions == BOTH else ""
            raise ValueError(f"Type the date of session {number}, such as 1 December 2026.{other}")
        found[number] = typed_day(days[number])
    if len(found) == 2 and found[2] < found[1]:
        raise ValueError(
            f"Session 2, on {on_day(found[2])}, would be before session 1, on {on_day(found[1])}. Check both dates."
        )
    return Attendance(name, one_line(organisation, LONGEST_NAME), found)


def hours_and_minutes(minutes: int) -> str:
    """Return a time in words.

    >>> hours_and_minutes(380), hours_and_minutes(60), hours_and_minutes(1)
    ('6 hours 20 minutes', '1 hour', '1 minute')
    """
    parts = [(minutes // 60, "hour"), (minutes % 60, "minute")]
    return " ".join(f"{number} {unit}{'s' * (number != 1)}" for number, unit in parts if number)


def file_of(what: str, name: str, kind: str) -> str:
    """Return the name of a file of a person's, with theirs in it where a computer can hold it.

    >>> file_of("certificate", "Asha Example", "html"), file_of("certificate", "😀", "html")
    ('certificate-asha-example.html', 'certificate.html')
    """
    try:
        return f"{what}-{plain_name(name)}.{kind}"
    except WorkError:  # no letter and no number
        return f"{what}.{kind}"
