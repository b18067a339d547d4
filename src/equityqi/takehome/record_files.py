"""The files of a reflective record: a page for A4, and a Word file to go on writing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from equityqi.html_tags import Html, lines, tag
from equityqi.takehome.attendance import Attendance
from equityqi.takehome.record import Box, Headings, day_words
from equityqi.takehome.sheet import sheet_page
from equityqi.working_days import Due

YOURS = "Yours to change. We don’t send it anywhere."
DAYS = "Days to come back to this"
ROOM = 3  # empty lines of a Word file for what is written later


@dataclass(frozen=True)
class Filled:
    """All that a record's files show: the headings, the words of each box, who and when, and the days to come."""

    asked: Headings
    words: dict[str, str]
    name: str
    attended: Attendance | None
    days: Sequence[Due]
    known: str

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Name, days and time, as far as they are known."""
        when = self.attended
        found = [
            ("Name", self.name),
            ("Took part on", when.on_days if when else ""),
            ("Without breaks", when.time if when else ""),
        ]
        return [(label, value) for label, value in found if value]


def record_page(filled: Filled) -> Html:
    """Return a record as a page of HTML that prints on A4 and loads nothing."""
    organisation = filled.attended.organisation if filled.attended else ""
    facts = [tag("div", tag("span", label), tag("bdi", value)) for label, value in filled.facts]
    days = [
        tag("div", tag("i", aria_hidden="true"), tag("p", day, tag("span", asks)))
        for day, asks in map(day_words, filled.days)
    ]
    sheet = tag(
        "main",
        tag("p", tag("span", organisation), tag("span", YOURS), class_="top"),
        tag("h1", filled.asked.title),
        tag("div", facts, class_="facts") if facts else None,
        [_box(box, filled.words[box.key]) for box in filled.asked.boxes],
        tag("section", days, class_="days", aria_label=DAYS) if days else None,
        tag("p", filled.known, class_="end"),
        class_="sheet rec",
    )
    return sheet_page(filled.asked.title, sheet, "record.css")


def _box(box: Box, words: str) -> Html:
    written = [tag("p", lines(part)) for part in words.split("\n\n") if part.strip()]
    room = tag("div", written, class_="box" if written else "box empty")
    kind = None if written else "grow"
    return tag("section", tag("h2", box.asks), tag("p", box.hint, class_="hint"), room, class_=kind)


def record_word(filled: Filled) -> bytes:
    """Return a record as the bytes of a Word file."""
    from equityqi.takehome.word_pages import WordPages  # lazy: python-docx costs 0.1 s

    word = WordPages(filled.asked.title)
    word.small(YOURS)
    for label, value in filled.facts:
        word.labelled(label, value)
    for box in filled.asked.boxes:
        word.heading(box.asks)
        word.small(box.hint)
        word.words(filled.words[box.key] or "\n\n" * ROOM)
    if filled.days:
        word.heading(DAYS)
        for day, asks in map(day_words, filled.days):
            word.words(f"☐ {day}. {asks}")
    word.small(filled.known)
    return word.packed()
