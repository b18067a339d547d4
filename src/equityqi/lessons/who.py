"""Who runs the course, when it meets, and whom to ask: the words of ``organisation.yml`` on a page."""

from __future__ import annotations

from equityqi.cases.case import Case
from equityqi.html_tags import Html, bullets, join, tag
from equityqi.organisation import Organisation, organisation
from equityqi.working_days import on_day

COURSE = "Using Quality Improvement to Tackle Inequity"
SUMMARY = "Who runs this course, and who to ask"
NOBODY_YET = "Your trainer will tell you who runs this course, who to ask, and where to find support."


def who(case: Case | None = None) -> Html:
    """Return who runs the course and whom to ask, folded; the case does not matter.

    >>> "<summary>Who runs" in who()
    True
    """
    return tag("details", tag("summary", SUMMARY), known() or tag("p", NOBODY_YET))


def known() -> Html | None:
    """Return what is known of the organisation as a list; None where nobody has written anything yet."""
    held = organisation()
    lines = [
        ("Run by", held.named),
        ("Questions about the course", held.contact),
        ("What happens to your answers", held.privacy_contact and f"Ask {held.privacy_contact}."),
        ("Support, if a page touches you", held.support_line),
        ("Your named leader, who asks afterwards what got in the way", held.named_leader),
        *((f"Session {number}", when(held, number)) for number in (1, 2)),
    ]
    said = [join((tag("strong", f"{name}:"), " ", words)) for name, words in lines if words]
    return bullets(said) if said else None


def when(held: Organisation, number: int) -> str:
    """Return the day of a session and the time at which it starts, in words; "" while the day is not known.

    >>> import datetime as dt
    >>> when(Organisation(session_1_date=dt.date(2026, 12, 1), session_1_starts="13:00"), 1)
    'Tuesday 1 December 2026, from 13:00'
    """
    day = held.date(number)
    at = f", from {held.starts(number)}" if held.starts(number) else ""
    return f"{on_day(day)}{at}" if day else ""
