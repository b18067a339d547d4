"""The reflective record: the headings that a regulator asks under, drafts from a person's own plan, and what they made
of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from equityqi.cases.facts import fact
from equityqi.files import next_free, write_atomically
from equityqi.lessons.who import COURSE
from equityqi.project.parts import Aim, Project
from equityqi.project.sentences import aim_sentence, case_of, group_words, prediction
from equityqi.project.shares import BLANK, aim_to_pass_on, gap_sentence
from equityqi.settings import read_settings, session_days
from equityqi.takehome.attendance import BOTH, NUMBERS, SESSIONS, Attendance
from equityqi.workfolder.answers_file import alone, answers_name, read_answers
from equityqi.workfolder.project_from_answers import project_of
from equityqi.working_days import Due, due

SCHEMA = 1
FILE = "reflective-record.json"  # in the work folder; a hand-in never holds it
STORY = "06-reconnect", "my-story"  # where people write what they saw between the sessions
GPHC, NMC = "gphc", "nmc"
LEARNED = (
    "to measure a gap between groups of people, to write an aim that says who must not lose, and to plan a small test"
    " with a prediction"
)
ASKS = {30: "any example yet?", 60: "what has changed?", 90: "who is better off?"}


@dataclass(frozen=True)
class Box:
    """One answer of a record: what is asked, and what to think of. A ``later`` one stays empty until it is true."""

    key: str
    asks: str
    hint: str
    later: bool = False


@dataclass(frozen=True)
class Headings:
    """What one regulator asks: its title, how a choice of it reads, its boxes, and what to know before one copies."""

    title: str
    chosen: str
    boxes: tuple[Box, ...]
    fact: str
    copy: str


RECORDS = {
    GPHC: Headings(
        "Reflective record: planned CPD",
        "GPhC: a planned CPD entry",
        (
            Box(
                "learn",
                "What are you planning to learn?",
                "Say why it matters in your role, and how it will affect the people who use your services.",
            ),
            Box("how", "How are you planning to learn it?", "Say which ways you chose, and why."),
            Box(
                "benefit",
                "An example of how this learning has benefited the people who use your services",
                (
                    "Leave this empty until you have a real example, because a plan isn’t a benefit yet. Don’t name"
                    " anybody."
                ),
                later=True,
            ),
        ),
        "gphc-cpd-entries",
        "Check the questions in your own record with the GPhC before you copy your words into it, because they may"
        " have changed.",
    ),
    NMC: Headings(
        "Reflective record: reflective account",
        "NMC: a reflective account",
        (
            Box("nature", "What was the nature of the CPD activity?", "Say what you took part in, and when."),
            Box("learned", "What did you learn from it?", "Choose what matters most for your own practice."),
            Box(
                "changed",
                "How did you change or improve your practice as a result?",
                (
                    "Leave this empty until something has really changed, because a plan isn’t a change yet. Don’t"
                    " name anybody."
                ),
                later=True,
            ),
            Box(
                "code",
                "How is this relevant to the Code?",
                "Choose one or more of its four themes, and say why: prioritise people, practise effectively, preserve"
                " safety, promote professionalism and trust.",
                later=True,
            ),
        ),
        "nmc-reflective-accounts",
        "Copy your words into the NMC’s own form, and check its questions there, because they may have changed.",
    ),
}


@dataclass(frozen=True)
class Record:
    """A record as its person keeps it: which headings, their name if they wish, the sessions they were at, and their
    own words by box. A box that they have not touched has none.
    """

    headings: str = GPHC
    name: str = ""
    sessions: str = BOTH
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> Headings:
        return RECORDS[self.headings]


def read_record(work: Path) -> Record:
    """Return the record of a work folder; an empty one where there is none that can be read."""
    data = _read(work / FILE) or {}
    own = _own(data)
    headings, sessions = data.get("headings"), data.get("sessions")
    return Record(
        headings if headings in RECORDS else GPHC,
        str(data.get("name") or read_settings(work).get("full_name") or ""),
        sessions if sessions in SESSIONS else BOTH,
        {box: text for box, text in own.items() if isinstance(text, str)},
    )


def keep_record(work: Path, changes: Mapping[str, Any]) -> None:
    """Keep changed fields of a record: headings, name, sessions, or the words of a box.

    The file is read again first, so two windows take nothing from each other unless they change the same field.
    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence.
    """
    path = work / FILE
    known = {box.key for asked in RECORDS.values() for box in asked.boxes}
    with alone(path):
        data = _read(path)
        if data is None and path.is_file():
            path.replace(next_free(work, f"{path.stem}.damaged-", path.suffix))
        data = data or {}
        typed = {key: str(value) for key, value in changes.items()}
        plain = {key: value for key, value in typed.items() if key in ("headings", "name", "sessions")}
        boxes = {key: value for key, value in typed.items() if key in known}
        data = {**data, "schema": SCHEMA, **plain, "own": {**_own(data), **boxes}}
        write_atomically(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _own(data: dict[str, Any]) -> dict[str, Any]:
    own = data.get("own")
    return own if isinstance(own, dict) else {}


def attended(work: Path, record: Record) -> Attendance | None:
    """Return when the person took part; None while a day of their sessions is not known."""
    settings = read_settings(work)
    days = {number: session_days(work)[number] for number in NUMBERS[record.sessions]}
    known = {number: day for number, day in days.items() if day}
    return Attendance(record.name, str(settings.get("organisation") or ""), known) if len(known) == len(days) else None


def days_to_come(work: Path) -> list[Due]:
    """Return days 30, 60 and 90 after session 2; none while its date is not known."""
    second = session_days(work)[2]
    return [due(second, day) for day in ASKS] if second else []


def words_of(record: Record, drafted: Mapping[str, str]) -> dict[str, str]:
    """Return what each box of the chosen headings holds: the person's own words, or the draft where they left it."""
    return {box.key: record.own.get(box.key, drafted.get(box.key, "")) for box in record.asked.boxes}


def drafts(work: Path, record: Record) -> dict[str, str]:
    """Return a draft for each box that can have one, from a person's own plan and nothing else.

    Raises what :func:`equityqi.workfolder.project_from_answers.project_of` raises.
    """
    project, when = project_of(work), attended(work, record)
    course = f"“{COURSE}”, a course of two half-days"
    if when:
        course += f". I took part on {when.on_days}: {when.time} without breaks"
    between = _between(work, project)
    plan = _plan(project)
    return {
        "learn": _paragraphs(f"I want to learn {LEARNED}.", *plan),
        "how": _paragraphs(f"{course}.", *between, _first_test(project)),
        "nature": _paragraphs(f"{course}.", *between),
        "learned": _paragraphs(f"I learned {LEARNED}.", *plan, _first_learning(project)),
    }


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))


def _plan(project: Project) -> list[str]:
    """Return the problem and the aim, which says the gap; the gap alone while the aim is not whole."""
    case = case_of(project)
    told = aim_to_pass_on(project.aim)
    aim = "" if project.aim == Aim() else aim_sentence(told, case)
    whole = aim and BLANK not in aim
    return [_whole(project.problem), f"My aim: {aim}" if whole else gap_sentence(told, case)]


def _between(work: Path, project: Project) -> list[str]:
    """Return what was done between the sessions: how many people were heard, and the person's own story."""
    heard = sum(bool(voice.said.strip()) and "not heard yet" not in voice.said.lower() for voice in project.asked)
    name, id = STORY
    answers, _ = read_answers(work / "exercises" / name / answers_name(name), name, keep_damaged=False)
    story = answers.answers.get(id)
    people = f"{heard} {'person' if heard == 1 else 'people'}"
    return [
        f"Between the sessions I listened to {people} who use the service or work in it." if heard else "",
        _whole(story) if isinstance(story, str) else "",
    ]


def _first_test(project: Project) -> str:
    """Return the first test and what it predicts, as far as they are written."""
    for cycle in project.cycles:
        predicted = prediction(cycle)
        who = group_words(cycle.group, case_of(project))
        parts = [
            f"The question of my first test: {_whole(cycle.question)}" if cycle.question.strip() else "",
            f"We try it with {cycle.n} people{f' ({who})' if who else ''}." if cycle.n not in (None, "") else "",
            f"I predict {predicted}." if predicted != BLANK else "",
        ]
        if any(parts):
            return " ".join(filter(None, parts))
    return ""


def _first_learning(project: Project) -> str:
    return next((_whole(f"From a test: {cycle.learning}") for cycle in project.cycles if cycle.learning.strip()), "")


def _whole(text: str) -> str:
    """Return a text that ends as a sentence does.

    >>> _whole(" We see fewer people "), _whole("Do we?"), _whole("")
    ('We see fewer people.', 'Do we?', '')
    """
    text = text.strip()
    return text if not text or text[-1] in ".!?…”\"'" else f"{text}."


def known_of(headings: Headings) -> str:
    """Return what to know before one copies a record, in a sentence or two."""
    return f"{fact(headings.fact).text} {headings.copy}"


def day_words(when: Due) -> tuple[str, str]:
    """Return a day of the follow-up in words, and what to ask on it.

    >>> import datetime as dt
    >>> from equityqi.working_days import due
    >>> day_words(due(dt.date(2026, 7, 7), 60))
    ('Monday 7 September 2026', 'Day 60, moved to a working day: what has changed?')
    """
    return when.words, f"Day {when.day}{', moved to a working day' if when.moved else ''}: {ASKS[when.day]}"
