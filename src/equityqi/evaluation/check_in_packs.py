"""The check-in packs: a page and a mail text for each person and date, and one page for the leader who promised to
follow up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from typing import TYPE_CHECKING

from equityqi.documents.html_frame import scrolled, whole_page
from equityqi.evaluation.calendars import MEETINGS, QUESTIONS, due
from equityqi.evaluation.check_ins import DAYS, CheckIn
from equityqi.evaluation.wall import FLOWS
from equityqi.typed_input import in_words

if TYPE_CHECKING:
    from equityqi.evaluation.shared_commitment import SharedCommitment

BOXES = ("done", "part", "not"), (), (), ("yes", "no")
TOLD = {"done": "Done", "part": "Done in part", "not": "Not done"}
KIND = "You share only what you like. If you have stopped: that is news too."
CSS = """
.promise { border-left: 6px solid #1E88A8; padding: .2rem 1rem; font-size: 1.25rem; margin: .8rem 0; overflow-wrap: anywhere; }
.boxes span { margin-right: 2.5rem; font-size: 1.2rem; }
.rule { border-bottom: 1px solid #7E868F; height: 2.2rem; }
.small { font-size: .85rem; }
.people th:first-child { min-width: 9rem; }
.people td:nth-child(3) { white-space: nowrap; }
.people td:last-child { min-width: 14rem; }
td, th { overflow-wrap: anywhere; }
"""  # noqa: E501
UPRIGHT = """
@page { size: A4 portrait; margin: 18mm; }
@media print { :root { font-size: 12pt; } header { display: none; } .person + .person { break-before: page; } .person { break-inside: avoid; } }
"""  # noqa: E501


def check_in_page(day: int, written: Iterable[SharedCommitment], leader: str = "") -> str:
    """Return the pages of one date, one for each person: what they promised, and four questions."""
    sections = "".join(_person(one, day) for one in written)
    by = f"<p>{escape(leader)} follows up.</p>" if leader else ""
    about = (
        "<p>One page for each person, to print or to fill in on a call. Where no name is given, lay the pages out and"
        f" let people take their own. {KIND}</p>"
    )
    title = f"Check-in on day {day}"
    return whole_page(
        title,
        f"<header><h1>{title}</h1>{by}{about}</header>\n<main>{sections or '<p>Nobody has shared a commitment yet.</p>'}</main>",  # noqa: E501
        FLOWS + CSS + UPRIGHT,
    )


def _person(one: SharedCommitment, day: int) -> str:
    when = due(one.day, day)
    asked = "".join(
        f"<h3>{place}. {escape(question)}</h3>{_room(boxes)}"
        for place, (question, boxes) in enumerate(zip(QUESTIONS, BOXES, strict=True), 1)
    )
    return (
        f'<section class="person"><h2>Day {day}: <bdi>{escape(one.who)}</bdi></h2><p><strong>{when.words}</strong>'
        f' {escape(when.moved)}</p><p>On {in_words(one.day)} you wrote:</p><p class="promise"'
        f' dir="auto">{escape(one.sentence)}</p>{asked}<p>{KIND}</p><p class="small">Record'
        f" {one.record}</p></section>\n"
    )


def _room(boxes: tuple[str, ...]) -> str:
    """Return boxes to tick, and lines to write on."""
    ticks = f'<p class="boxes">{"".join(f"<span>☐ {word}</span>" for word in boxes)}</p>' if boxes else ""
    return ticks + '<div class="rule"></div>' * (2 if not boxes else 1)


def mail_texts(day: int, written: Iterable[SharedCommitment], calendars: Collection[str], leader: str = "") -> str:
    """Return a text for each person to copy into a mail, with the names of the calendar files to attach; nothing is
    sent.
    """
    texts = [f"Texts to copy for day {day}, one for each person. Nothing is sent by itself.\n"]
    for one in written:
        when = due(one.day, day)
        asked = "\n".join(f"{place}. {question}" for place, question in enumerate(QUESTIONS, 1))
        moved = f" {when.moved}" if when.moved else ""
        attach = ", ".join(name for what in (day, "asked") if (name := f"{one.file}-{what}.ics") in calendars)
        texts.append(
            f"To: {one.who} (record {one.record})\nAttach from the folder calendar: {attach}\nSubject: Day {day}: what"
            f" got in the way?\n\nHello{f' {one.promise.name}' if one.promise.name else ''},\n\non {in_words(one.day)}"
            f" you wrote down one thing:\n\n  {one.sentence}\n\nI would like to hear how it went, on"
            f" {when.words}.{moved}\n\n{asked}\n\n{KIND}\n\n{leader or '(your name)'}\n"
        )
    return f"\n{'-' * 60}\n\n".join(texts)


def leader_page(written: tuple[SharedCommitment, ...], check_ins: Iterable[CheckIn], leader: str = "") -> str:
    """Return the page of the leader who promised to follow up: the dates, all that people share,
    and what to unblock.
    """
    title = f"Follow-up: {leader}" if leader else "Follow-up"
    sessions = sorted({one.day for one in written})
    told = sorted(check_ins, key=lambda one: one.day)
    dates = "".join(
        '<tr><th scope="row">Day'
        f" {day}</th><td>{when.words}{f'<br>{when.moved}' if when.moved else ''}</td><td>{MEETINGS[day]}</td></tr>"
        for session in sessions
        for day in DAYS
        for when in [due(session, day)]
    )
    rows = "".join(_line(one, [each for each in told if each.record == one.record]) for one in written)
    body = (
        f"<header><h1>{escape(title)}</h1><p>You see only what people choose to share. Ask: “What got in the way?”"
        " Never ask: “Why not?” "
        "Use no red, amber or green.</p></header>\n<main><section><h2>Three dates</h2>"
        f"{_table('After the session', ('Day', 'Date', 'What happens'), dates)}<p>Bank holidays are not known here. If"
        " a date falls on one, move it in your diary.</p></section>"
        "<section><h2>What people"
        f" promised</h2>{_table('Shared commitments', ('Who', 'What they wrote', 'So far', 'What to unblock'), rows, 'people')}</section></main>"  # noqa: E501
    )
    return whole_page(title, body, FLOWS + CSS)


def _line(one: SharedCommitment, told: list[CheckIn]) -> str:
    so_far = "<br>".join(f"Day {each.day}: {TOLD[each.done]}" for each in told) or "No check-in yet"
    in_the_way = "<br>".join(f"Day {each.day}: {escape(each.in_the_way)}" for each in told if each.in_the_way)
    return (
        f'<tr><th scope="row"><bdi>{escape(one.who)}</bdi></th><td'
        f' dir="auto">{escape(one.sentence)}</td><td>{so_far}</td><td>{in_the_way}</td></tr>'
    )


def _table(caption: str, heads: tuple[str, ...], rows: str, kind: str = "") -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    look = f' class="{kind}"' if kind else ""
    return scrolled(
        f"<table{look}><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>", caption
    )
