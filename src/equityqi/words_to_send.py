"""Words to send before, between and after the sessions: each as text to copy and as a draft mail, filled in from
``organisation.yml`` and the runsheet. Nothing is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from pydantic import Field

from equityqi.cases.opening import opening
from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.files import course_root, make_folder, write_atomically
from equityqi.html_tags import Child, Html, join, tag
from equityqi.lessons.runsheet import Runsheet, in_hours, in_minutes, read_runsheet
from equityqi.lessons.who import COURSE
from equityqi.organisation import Organisation, organisation
from equityqi.plain_words import listed, upper_first
from equityqi.working_days import DAYS, due, on_day

FILE = "course/trainer/words-to-send.yml"
FOLDER, PAGE = "words-to-send", "words-to-send.html"  # beside the work folder; what is opened first
FIELD, TO_FILL_IN = re.compile(r"\{(\w+)\}"), re.compile(r"\[[^\]\n]+\]")
RECORD = (
    "If you keep a reflective record, it needs one real example of somebody who was served better, however small."
    " You can then begin a CPD entry for the GPhC with it, or a reflective account for the NMC. The record is only"
    " for you. Please don't name patients in it. Name a colleague only if they've said yes."
)
RECORD_AGAIN = (
    "If somebody has been served better, write the example in your reflective record. Please don't name"
    " patients. Name a colleague only if they've said yes."
)
ABOUT = (
    "Copy an email from here, or open its draft: a double-click opens it in Outlook for Windows, ready to send. It has"
    " no address in it yet. Put the addresses of a group under Bcc, so nobody sees the others. We couldn't try Outlook"
    " here: if a draft won't open for you, copy the text.",
    "Fill in what's in [square brackets] before you send.",
)
NO_NAME = (
    "Some people share a commitment and give no name, so you can't write to them individually. You can still reach"
    " them with the day 30, 60 and 90 emails, if you send each one to everybody who was at session 2. Don't put"
    " anyone's commitment in it.",
    "When you meet, put the pages of check-in-30.html out and let people pick up their own.",
    "People who answer can copy the record at the foot of their page (16 letters and digits). It joins the answer to"
    " the commitment, and says nothing about who wrote it.",
)
CSS = """
.words { border: 1px solid #7E868F; padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.words mark { background: #FFF1B8; color: inherit; padding: 0 .1rem; }
@media print { main > section { break-before: auto; } main > section + section { break-before: page; } }
"""


class Text(Part):
    """One text: to whom it goes, and on which day, counted from a session."""

    id: str
    title: str
    to: str
    session: int = Field(ge=1, le=2)
    days: int
    subject: str
    text: str


class Texts(Part):
    """All texts, in the order in which they are sent."""

    texts: list[Text]


@dataclass(frozen=True)
class Mail:
    """A text that is filled in: ``when`` says on which day to send it, ``file`` is the name of its draft."""

    file: str
    title: str
    to: str
    when: str
    subject: str
    text: str

    @property
    def to_fill_in(self) -> tuple[str, ...]:
        """What its sender still writes: what is in square brackets, each once."""
        return tuple(dict.fromkeys(TO_FILL_IN.findall(f"{self.subject}\n{self.text}")))

    def draft(self) -> bytes:
        """Return the mail as a file that opens as a draft (``X-Unsent``); the same words make the same bytes."""
        mail = EmailMessage(policy=SMTP)
        mail["X-Unsent"] = "1"
        mail["Subject"] = self.subject
        mail["Content-Language"] = "en-GB"
        mail.set_content(self.text, charset="utf-8", cte="quoted-printable")
        return mail.as_bytes()


def mails(held: Organisation | None = None, runsheet: Runsheet | None = None) -> list[Mail]:
    """Return every text, filled in for an organisation; what it has not written is in square brackets.

    Raises :class:`equityqi.checked_yaml.YamlError` with file, line and reason where the texts cannot be used.

    >>> import datetime as dt
    >>> first = mails(Organisation(session_1_date=dt.date(2026, 12, 1)))[0]
    >>> first.file, first.when
    ('01-co-trainer.eml', 'Tuesday 27 October 2026')
    """
    held = held or organisation()
    fields = fields_of(held, runsheet or read_runsheet())

    def filled(words: str) -> str:
        return FIELD.sub(lambda found: _value(fields, found[1]), words)

    found = read_checked(course_root() / FILE, Texts, YamlError).texts
    return [
        Mail(
            f"{number:02}-{one.id}.eml",
            one.title,
            one.to,
            _when(held, one),
            " ".join(filled(one.subject).split()),
            filled(one.text).strip() + "\n",
        )
        for number, one in enumerate(found, 1)
    ]


def _value(fields: dict[str, str], name: str) -> str:
    if name not in fields:
        known = listed(sorted(fields))
        raise YamlError(f"{FILE}: there is no {{{name}}} to fill in. Write it in plain words, or use one of {known}.")
    return fields[name]


def fields_of(held: Organisation, runsheet: Runsheet) -> dict[str, str]:
    """Return the words for each {field} of a text; what is not known yet is in square brackets."""
    second = held.session_2_date
    between = (f"- {task.minutes} minutes: {task.what}. {task.how}" for task in runsheet.between)
    return {
        "course": COURSE,
        "organisation": held.name or "[your organisation]",
        "contact": held.contact or "[who to ask]",
        "leader": held.named_leader or "[your named leader]",
        "support": held.support_line or "[your support line]",
        "task": "\n".join(between),
        "record": RECORD,
        "opening_gap": f"{opening().gap:.1f}",
        "record_again": RECORD_AGAIN,
        "from": "\n".join(["[your name]", *filter(None, (held.name, held.contact))]),
        **{f"session_{number}": _meets(held, runsheet, number) for number in (1, 2)},
        **{
            f"day_{number}": on_day(day) if (day := held.date(number)) else f"[the date of session {number}]"
            for number in (1, 2)
        },
        **{
            f"day_{days}": due(second, days, held.holidays).words if second else f"[the date of day {days}]"
            for days in DAYS
        },
    }


def _meets(held: Organisation, runsheet: Runsheet, number: int) -> str:
    """Return when a session is held, from its first minute to its last."""
    day, starts = held.date(number), held.starts(number) or runsheet.starts
    dated = on_day(day) if day else f"[the date of session {number}]"
    return f"{dated}, {starts} to {in_hours(in_minutes(starts) + runsheet.session(number).minutes):0>5}"


def _when(held: Organisation, one: Text) -> str:
    """Return the day on which a text is sent, as a date or, while the session has none, counted from it."""
    if day := held.date(one.session):
        return due(day, one.days, held.holidays).words
    way = "before" if one.days < 0 else "after"
    return f"{abs(one.days)} {'day' if abs(one.days) == 1 else 'days'} {way} session {one.session}"


def words_files(held: Organisation | None = None) -> dict[str, bytes]:
    """Return the page with every text, and a draft of each, by the names of their files."""
    made = mails(held)
    return {PAGE: _page(made).encode("utf-8"), **{mail.file: mail.draft() for mail in made}}


def make_words(folder: Path) -> list[Path]:
    """Write the page and the drafts into a folder, and return their paths, the page first.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence, and what :func:`mails` raises.
    """
    made = words_files()
    make_folder(folder)
    for name, content in made.items():
        write_atomically(folder / name, content)
    return [folder / name for name in made]


def _page(made: list[Mail]) -> Html:
    title = "Words to send"
    sections = [
        tag(
            "section",
            tag("h2", mail.title),
            tag("p", tag("strong", "Send it on: " if _is_day(mail.when) else "Send it: "), mail.when),
            tag("p", tag("strong", "To: "), upper_first(mail.to)),
            tag("p", tag("strong", "Subject: "), mail.subject),
            tag("div", _marked(mail.text), class_="words"),
            tag("p", "Its draft: ", tag("a", mail.file, href=mail.file)),
        )
        for mail in made
    ]
    nobody = tag("section", tag("h2", "How to reach people who gave no name"), [tag("p", line) for line in NO_NAME])
    about = [tag("p", line) for line in ABOUT]
    return whole_page(title, (header(title, about), "\n", tag("main", join([*sections, nobody], "\n"))), CSS)


def _is_day(when: str) -> bool:
    return not when[0].isdigit()


def _marked(text: str) -> list[Child]:
    """Return a text in which what is still to be filled in can be seen."""
    parts: list[Child] = []
    at = 0
    for found in TO_FILL_IN.finditer(text):
        parts += [text[at : found.start()], tag("mark", found[0])]
        at = found.end()
    return [*parts, text[at:]]


def still_open(held: Organisation) -> list[str]:
    """Return what ``organisation.yml`` does not say yet and the texts need, in words."""
    wanted = {
        "session_1_date": "the date of session 1",
        "session_2_date": "the date of session 2",
        "contact": "who to ask",
        "named_leader": "the named leader",
        "support_line": "the support line",
    }
    return [words for key, words in wanted.items() if not getattr(held, key)]
