"""The check-in packs: a page and a mail text for each person and date, and one page for the leader who promised to
follow up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.evaluation.calendars import EXAMPLE, MEETINGS, questions_on
from equityqi.evaluation.check_ins import DAYS, CheckIn
from equityqi.evaluation.wall import FLOWS, NOBODY
from equityqi.html_tags import Child, Html, join, table_of, tag
from equityqi.organisation import organisation
from equityqi.plain_words import as_sentences
from equityqi.typed_input import in_words
from equityqi.working_days import due, holidays_avoided

if TYPE_CHECKING:
    from equityqi.evaluation.shared_commitment import SharedCommitment

BOXES = ("done", "in part", "not yet"), (), (), ("yes", "no"), (), ()
TOLD = {"done": "Done", "part": "Done in part", "not": "Not yet"}
FROM_MEMORY = (
    "If you have six minutes, open exercise 14, “Day 30: from memory”, and see what you still remember. It has eight"
    " questions and no marks."
)
KIND = "You choose what you share. If you’ve stopped, that’s worth knowing too."
ONE_EACH = (
    "There's a page for each person, to print or to fill in on a call. If somebody gave no name, put the pages out"
    f" and let people pick up their own. {KIND}"
)
LEADER = (
    "You see only what people choose to share. Ask “What got in the way?”, and never “Why not?” Don't rate anyone"
    " red, amber or green, because people stop telling you things."
)
CSS = """
.promise {
  border-left: 6px solid #1E88A8; padding: .2rem 1rem; font-size: 1.25rem; margin: .8rem 0; overflow-wrap: anywhere;
}
.boxes span { margin-right: 2.5rem; font-size: 1.2rem; }
.rule { border-bottom: 1px solid #7E868F; height: 2.2rem; }
.small { font-size: .85rem; }
.people th:first-child { min-width: 9rem; }
.people td:nth-child(3) { white-space: nowrap; }
.people td:last-child { min-width: 14rem; }
td, th { overflow-wrap: anywhere; }
"""
UPRIGHT = """
@page { size: A4 portrait; margin: 14mm 18mm; }
@media print {
  :root { font-size: 12pt; }
  header { display: none; }
  .person + .person { break-before: page; }
  .person { break-inside: avoid; display: flex; flex-direction: column; height: 267mm; }
  .person h3 { margin: 2mm 0 0; }
  .person > p, .person h2 { margin: 0 0 2mm; }
  .person .rule { flex: 1 1 11mm; height: auto; min-height: 6mm; max-height: 14mm; }
  .person .rule + p { margin-top: 4mm; }
  .person .promise { margin: 1mm 0 2mm; }
}
"""


def check_in_page(day: int, written: Iterable[SharedCommitment], leader: str = "") -> Html:
    """Return the pages of one date, one for each person: what they promised, and the questions."""
    title = f"Check-in on day {day}"
    about = (tag("p", leader, " follows up.") if leader else None, tag("p", ONE_EACH))
    people = join(_person(one, day) for one in written) or tag("p", NOBODY)
    return whole_page(title, (header(title, about), "\n", tag("main", people)), FLOWS + CSS + UPRIGHT)


def _person(one: SharedCommitment, day: int) -> Html:
    when = due(one.day, day)
    asked = [
        (tag("h3", f"{place}. {question}"), _room(boxes))
        for place, (question, boxes) in enumerate(zip(questions_on(day), BOXES, strict=False), 1)
    ]
    section = tag(
        "section",
        tag("h2", f"Day {day}: ", tag("bdi", one.who)),
        tag("p", tag("strong", when.words), " ", when.moved),
        tag("p", f"On {in_words(one.day)} you wrote:"),
        tag("p", one.sentence, class_="promise", dir="auto"),
        asked,
        tag("p", KIND, " ", EXAMPLE),
        tag("p", " · ".join(filter(None, (organisation().name, f"Record {one.record}"))), class_="small"),
        class_="person",
    )
    return join((section, "\n"))


def _room(boxes: tuple[str, ...]) -> Child:
    """Return boxes to tick, and lines to write on."""
    rule = tag("div", class_="rule")
    return (tag("p", [tag("span", f"☐ {word}") for word in boxes], class_="boxes"), rule) if boxes else (rule, rule)


def mail_texts(day: int, written: Iterable[SharedCommitment], leader: str = "") -> str:
    """Return a text for each person to copy into a mail, with the calendar file to attach; nothing is sent."""
    texts = [f"Emails to copy for day {day}, one for each person. You send them yourself.\n"]
    for one in written:
        when = due(one.day, day)
        hello = f"Hello {one.promise.name}" if one.promise.name else "Hello"
        text = mail_text(day, hello, in_words(one.day), one.sentence, as_sentences(when.words, when.moved), leader)
        to = f"To: {one.who} (record {one.record})"
        if not one.promise.name:
            to += "\nWe can't tell whose this is. words-to-send.html says how to reach people who gave no name."
        texts.append(f"{to}\nAttach from the folder calendar: {one.file}.ics\n{text}")
    return f"\n{'-' * 60}\n\n".join(texts)


def mail_text(day: int, hello: str, wrote_on: str, promise: str, when: str, leader: str = "") -> str:
    """Return the mail of one date: its subject, and what it says. ``when`` ends in its own stop."""
    asked = "\n".join(f"{place}. {question}" for place, question in enumerate(questions_on(day), 1))
    held = organisation()
    from_whom = "\n".join(filter(None, (leader or "(your name)", held.name, held.contact)))
    last = "\n\n".join(filter(None, (KIND, EXAMPLE, FROM_MEMORY if day == DAYS[0] else "")))
    return (
        f"Subject: Day {day}: what got in the way?\n\n{hello},\n\nOn {wrote_on} you wrote down one thing:\n\n"
        f"  {promise}\n\nI'd like to hear how it went, on {when}\n\n{asked}\n\n{last}\n\n{from_whom}\n"
    )


def leader_page(written: tuple[SharedCommitment, ...], check_ins: Iterable[CheckIn], leader: str = "") -> Html:
    """Return the page of the leader who promised to follow up: the dates, all that people share,
    and what to unblock.
    """
    title = f"Follow-up: {leader}" if leader else "Follow-up"
    told = sorted(check_ins, key=lambda one: one.day)
    dates = [
        (f"Day {day}", (when.words, (tag("br"), when.moved) if when.moved else None), MEETINGS[day])
        for session in sorted({one.day for one in written})
        for day in DAYS
        for when in [due(session, day)]
    ]
    people = [_line(one, [each for each in told if each.record == one.record]) for one in written]
    main = tag(
        "main",
        tag(
            "section",
            tag("h2", "Three dates"),
            table_of("After the session", ("Day", "Date", "What happens"), dates),
            tag("p", holidays_avoided()),
        ),
        tag(
            "section",
            tag("h2", "What people promised"),
            table_of("Shared commitments", ("Who", "What they wrote", "So far", "What's in the way"), people, "people"),
        ),
    )
    return whole_page(title, (header(title, tag("p", LEADER)), "\n", main), FLOWS + CSS)


def _line(one: SharedCommitment, told: list[CheckIn]) -> tuple[Child, ...]:
    so_far = join((f"Day {each.day}: {TOLD[each.done]}" for each in told), tag("br")) or "No check-in yet"
    in_the_way = join((f"Day {each.day}: {each.in_the_way}" for each in told if each.in_the_way), tag("br"))
    return (tag("bdi", one.who), tag("td", one.sentence, dir="auto"), so_far, in_the_way)
