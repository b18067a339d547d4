"""The walls of a room: notes made harmless, looked through for people, printed, and handed on to the follow-up."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from equityqi import __version__
from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.files import stable_zip
from equityqi.html_tags import Html, join, tag
from equityqi.organisation import organisation
from equityqi.privacy.in_text import people_in, sentence_on
from equityqi.safe_text import one_line
from equityqi.workfolder.survey_sheets import COMMITMENT, COMMITMENTS, SCHEMA

LONGEST, MOST_NOTES = 280, 300
WALLS = {"questions": "The wall of questions", "surprises": "What surprised you?", "commitments": "Our commitments"}
ASKS = {
    "questions": "What would you like to ask?",
    "surprises": "What surprised you?",
    "commitments": "One thing I will do",
}
I_WILL = re.compile(r"^\s*I(?:\s+will|[’']ll)\s+", re.IGNORECASE)
CSS = """
.note { break-inside: avoid; border: 3px solid #1D2A33; padding: .6rem 1rem; margin: .8rem 0; }
.note { font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere; }
main > section:first-child { break-after: auto; }
"""


def cleaned(text: str, longest: int = LONGEST) -> str:
    """Return a note on one line, without what can't be seen and with at most two marks on a letter; one that is longer
    than ``longest`` letters comes back with one letter too many.

    >>> cleaned("who\\u202e asked\\n them?"), len(cleaned("a" + chr(0x301) * 200))
    ('who asked them?', 3)
    """
    kept, marks = [], 0
    for letter in unicodedata.normalize("NFC", text[: 4 * longest]):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= 2 and unicodedata.category(letter) != "Cf":
            kept.append(letter)
    return one_line("".join(kept), 4 * longest)[: longest + 1]


def warning(text: str) -> str:
    """Return one sentence where a note may point to a person, or "".

    >>> warning("Why did Mrs Patel not come?")
    'This looks like it names a person (a name). Please take it out before you share it.'
    """
    return sentence_on(people_in(text))


@dataclass(frozen=True)
class NotSaved:
    """Why somebody's words weren't saved: ``said`` is one sentence for them. After a ``warning`` they may send the same
    words again, and be sure.
    """

    said: str
    warning: bool = False


def answer(not_saved: NotSaved | None) -> dict[str, Any]:
    """Return what a page is told of words that it sent.

    >>> answer(None), answer(NotSaved("Write a few words first."))["saved"]
    ({'saved': True, 'said': '', 'warning': False}, False)
    """
    said, warned = (not_saved.said, not_saved.warning) if not_saved else ("", False)
    return {"saved": not not_saved, "said": said, "warning": warned}


def printed(wall: str, notes: Iterable[str]) -> Html:
    """Return a wall as one page to print."""
    title = WALLS[wall]
    cards = [tag("p", text, class_="note", dir="auto") for text in notes]
    body = tag("main", tag("section", cards or tag("p", "Nothing is on this wall yet.")))
    return whole_page(title, (header(title), "\n", body), CSS)


def commitments_zip(notes: Sequence[tuple[str, str]]) -> bytes:
    """Return the wall of commitments as the records that ``equityqi commitments`` reads; ``notes``: id and text.

    The day is session 2's where the organisation has it. Nobody's name is in them.
    """
    day = organisation().session_2_date
    return stable_zip({f"{COMMITMENTS}/{id}.json": _record(text, day and day.isoformat()) for id, text in notes})


def _record(text: str, day: str | None) -> str:
    promise = {"type": "action", "thing": I_WILL.sub("", text), "private": False}
    data = {"schema": SCHEMA, "course": __version__, "day": day, COMMITMENT: promise}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def results_page(rows: Iterable[tuple[str, Html, str]]) -> Html:
    """Return the votes that were shown as one page to print: the question, its table, and what is said of it."""
    parts = [tag("section", tag("h2", text), table, tag("p", said), class_="vote") for text, table, said in rows]
    css = ".vote { break-inside: avoid; break-after: auto !important; }"
    body = tag("main", join(parts) or tag("p", "No vote was shown."))
    return whole_page("Our votes", (header("Our votes"), "\n", body), css)
