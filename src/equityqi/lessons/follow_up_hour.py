"""The follow-up hour: sixty minutes for teams that have begun, as a runsheet by blocks and as slides."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.files import course_root, write_atomically
from equityqi.html_tags import Html, scrolled, tag
from equityqi.lessons.runsheet import Runsheet, Session
from equityqi.lessons.runsheet_pages import late, session_table, show

FILE, PAGE = "course/trainer/follow-up-hour.yml", "follow-up-hour.html"
NAME, CAPTION = "follow-up-hour", "The hour, block by block"
ABOUT = (
    "T, S, D, R: minutes for telling, showing, doing, reviewing. Times are for a start at {starts}. People need their"
    " own project on a phone, a laptop or paper, and nobody has to show theirs."
)


class HourError(YamlError):
    """The follow-up hour cannot be used; ``str()`` says which line, and why."""


class HourSlide(Part):
    """One slide: its ``block`` and ``title``, ``text`` in Markdown, a ``picture`` of the worked year, and the ``point``
    in the band, with the time ``until`` which the room works.
    """

    block: str
    title: str
    text: str = ""
    picture: Literal["", "year-start", "year-aim", "year-harm"] = ""
    point: str = ""
    until: bool = False


class Hour(Runsheet):
    """The hour is a runsheet of one session, with its slides; it starts when the trainer says, not with a session."""

    slides: list[HourSlide] = Field(min_length=5, max_length=8)

    @property
    def only(self) -> Session:
        """The hour itself."""
        return self.sessions[0]

    def starts_at(self, number: int) -> str:
        """Return when the hour starts; the organisation's times are those of the sessions."""
        return self.starts


def read_hour(path: Path | None = None) -> Hour:
    """Read and check the follow-up hour. Raises :class:`HourError` with file, line and reason.

    >>> read_hour().only.minutes
    60
    """
    return read_checked(path or course_root() / FILE, Hour, HourError)


def hour_page(hour: Hour) -> Html:
    """Return the runsheet of the hour as HTML to print."""
    session = hour.only
    main = tag(
        "main",
        tag("section", late(hour, session), scrolled(session_table(hour, session, caption=CAPTION), session.title)),
    )
    head = header(session.title, tag("p", ABOUT.format(starts=hour.starts)))
    return whole_page(session.title, (head, "\n", main))


def make_hour_page(folder: Path) -> Path:
    """Write the printed runsheet of the hour into a folder."""
    write_atomically(folder / PAGE, hour_page(read_hour()))
    return folder / PAGE


def show_hour() -> None:
    """Show the runsheet of the hour in the trainer's notebook, with links to its pages."""

    def parts() -> list[Html]:
        hour = read_hour()
        return [session_table(hour, hour.only, True, CAPTION), late(hour, hour.only)]

    show(parts)
