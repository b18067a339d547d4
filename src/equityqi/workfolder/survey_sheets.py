"""Sheets that each person fills in alone: the survey and the commitment. One small file a person, apart from all
answers.

A file's name is random, and a survey's file holds no name, no date and no order. Marking never reads these folders.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

from pydantic import Field

from equityqi import __version__
from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.files import course_root, write_atomically
from equityqi.organisation import organisation
from equityqi.project.labels import COMMITMENT as LABELS
from equityqi.questions.kinds.fields import Column
from equityqi.settings import second_date

SCHEMA = 1
SURVEY, COMMITMENT, COMMITMENTS = "survey", "commitment", "commitments"  # folders of a work folder
SURVEY_FILE = "course/survey.yml"
RECORD = re.compile(r"[0-9a-f]{16}")


class SheetError(ValueError):
    """A sheet cannot be used or kept; ``str()`` is one sentence."""


class Section(Part):
    """A part of a sheet: what it asks, and its fields. ``prefix`` stands before the name of each field.

    ``asked: false``: a survey asked this before, so answers to it are still read, but it is not asked again.
    """

    prompt: str
    asked: bool = True
    columns: dict[str, Column] = Field(min_length=1)
    prefix: str = ""

    @property
    def fields(self) -> dict[str, Column]:
        return {f"{self.prefix}{key}": column for key, column in self.columns.items()}


class Sheet(Part):
    """One sheet: ``about`` is what to know before the first question."""

    title: str
    about: str = ""
    sections: list[Section] = Field(min_length=1)

    @property
    def asked(self) -> list[Section]:
        return [section for section in self.sections if section.asked]

    @property
    def fields(self) -> dict[str, Column]:
        return {key: column for section in self.sections for key, column in section.fields.items()}


class Sheets(Part):
    pre: Sheet
    post: Sheet
    sliders: Sheet
    exit: Sheet


def _commitment() -> Sheet:
    more: dict[str, dict] = {
        "type": {
            "type": "choice",
            "options": {
                "action": "An action: I will … by a date",
                "habit": "A habit: at a place, until a date, I will …",
            },
        },
        "verb": {"hint": "A verb that others can see, such as split, show, ask or ring."},
        "group": {"hint": "A group by its name, or “each group” for a habit."},
        "place": {"hint": "Such as the monthly formulary meeting."},
        "date": {"type": "date", "hint": "At most 30 days from the session."},
        "check_date": {"type": "date"},
    }
    columns = {key: Column(label=label, **more.get(key, {})) for key, label in LABELS.items()}
    columns["private"] = Column(
        label="Who may see it",
        type="choice",
        options={"private": "Only I", "share": "Share it: it goes on the wall, and to the leader who follows up"},
    )
    columns["name"] = Column(label="A name or code for the wall, if you share it", hint="You need not give one.")
    prompt = (
        "Choose one thing you'll do, or one habit, to find an equity issue or test a change. Keep it small, put a date"
        " on it, and make it yours. It stays private until you choose to share it."
    )
    return Sheet(title="My commitment", sections=[Section(prompt=prompt, columns=columns)])


def survey_sheets() -> Sheets:
    """Return the three sheets of ``course/survey.yml``; :class:`YamlError` with its line when it breaks a rule.

    >>> len(survey_sheets().sliders.fields)
    14
    """
    return read_checked(course_root() / SURVEY_FILE, Sheets, YamlError)


def sheet_of(name: str) -> Sheet:
    """Return ``pre``, ``post``, ``sliders``, ``exit`` or ``commitment``.

    >>> sheet_of(COMMITMENT).title
    'My commitment'
    """
    if name == COMMITMENT:
        return _commitment()
    if name not in Sheets.model_fields:
        raise SheetError(
            f"There is no sheet called “{name}”. There are: {', '.join([*Sheets.model_fields, COMMITMENT])}."
        )
    return getattr(survey_sheets(), name)


def about_of(name: str) -> list[str]:
    """Return what to know before the first question of a sheet: its own words, and whom to ask what happens to it.

    >>> len(about_of("exit")) == bool(organisation().privacy_contact)  # the exit ticket has no words of its own
    True
    """
    asked = organisation().named_leader if name == COMMITMENT else organisation().privacy_contact
    whom = (
        f"If you share it, {asked} sees it and asks how it went."
        if name == COMMITMENT
        else (f"Want to know what happens to your answers? Ask {asked}.")
    )
    return [words for words in (sheet_of(name).about, whom if asked else "") if words]


def clean_answers(sheet: Sheet, answers: Any) -> dict[str, str]:
    """Return what the sheet asks for and a person gave, as text; anything else is left out.

    >>> clean_answers(
    ...     sheet_of("pre"), {"pre_read_a_gap": "7", "code": " mi07 ", "shoe size": "41", "pre_define_equity": "11"}
    ... )
    {'pre_read_a_gap': '7', 'code': 'MI07'}
    """
    kept = {}
    for key, column in sheet.fields.items():
        value = answers.get(key) if isinstance(answers, dict) else None
        text = (
            " ".join(str(value).split()) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
        )
        if key == "code":
            text = text.upper()
        if text and (not column.options or text in column.options):
            kept[key] = text
    return kept


def save_sheet(work: Path, name: str, answers: Any, record: str | None = None) -> str:
    """Write one person's sheet and return the random name of its file; with ``record`` that file is written anew.

    Raises :class:`equityqi.files.CouldNotWrite` or :class:`SheetError`, in one sentence.
    """
    if record is not None and not RECORD.fullmatch(str(record)):
        raise SheetError("We can’t find this sheet again. Press “Next person”, then fill it in once more.")
    record = record or secrets.token_hex(8)
    sheet = sheet_of(name)
    given = clean_answers(sheet, answers)
    folder = work / (COMMITMENTS if name == COMMITMENT else SURVEY)
    folder.mkdir(exist_ok=True)
    if name == COMMITMENT:
        private = given.pop("private", "private") != "share"
        data = {
            "schema": SCHEMA,
            "course": __version__,
            "day": second_date(work),
            "commitment": {**given, "private": private},
        }
    else:
        data = {"schema": SCHEMA, "sheet": name, "answers": given}
    path = folder / f"{record}.json"
    write_atomically(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    if name != COMMITMENT:
        os.utime(path, (0, 0))  # not even the file says when it was filled in
    return record


def is_begun(work: Path, name: str) -> bool:
    """Tell whether anybody has begun this sheet in a work folder."""
    if name == COMMITMENT:
        return any((work / COMMITMENTS).glob("*.json"))
    marked = f'"sheet": "{name}"'
    return any(marked in path.read_text("utf-8", "replace") for path in (work / SURVEY).glob("*.json"))


def commitments(work: Path) -> list[dict[str, Any]]:
    """Return the commitments of a work folder that their people chose to share, by the random name of the file."""
    found = []
    for path in sorted((work / COMMITMENTS).glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        held = data.get(COMMITMENT) if isinstance(data, dict) else None
        if isinstance(held, dict) and held.get("private") is False:
            found.append({**data, "record": path.stem})
    return found
