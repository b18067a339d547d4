"""The survey's sheets and the exit ticket in a room: what a phone is asked, and the file for the feedback report.

A sheet has a random id and no seat. What people write in their own words goes over https only: over plain http anybody
on the same Wi-Fi could read it.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from sqlalchemy import func, insert, select, update

from equityqi.files import stable_zip
from equityqi.room import store
from equityqi.room.hub import Room
from equityqi.room.pictures import SHEETS
from equityqi.room.rules import NotAllowed
from equityqi.room.seats import is_own_id
from equityqi.room.walls import NotSaved, cleaned, warning
from equityqi.workfolder.survey_sheets import SCHEMA, SURVEY, about_of, clean_answers, sheet_of

LONGEST, MOST_SHEETS = 400, 1000
CHOICE = "choice"
ON_PAPER = (
    "We leave out what you'd write in your own words, because other people on this Wi-Fi could read it. Please write it"
    " on the paper sheet, or on the course's own page."
)
NOT_HERE = (
    "This one is in your own words, and other people on this Wi-Fi could read them. Please use the paper slip, or the"
    " exit ticket on the course's own page."
)


def asked(name: str, secure: bool) -> dict[str, Any]:
    """Return a sheet as a phone asks it: without fields for people's own words where the way isn't secure."""
    sheet, sections = sheet_of(name), []
    for section in sheet.asked:
        fields = [
            {"key": key, "label": column.label, "hint": column.hint, "long": column.type == "long"}
            | ({"options": column.options} if column.type == CHOICE else {})
            for key, column in section.fields.items()
            if secure or column.type == CHOICE
        ]
        if fields:
            sections.append({"prompt": section.prompt.replace("*", ""), "fields": fields})
    left_out = not secure and any(one.type != CHOICE for part in sheet.asked for one in part.fields.values())
    said = ON_PAPER if left_out and sections else NOT_HERE if left_out else ""
    return {"sheet": name, "title": sheet.title, "about": about_of(name), "sections": sections, "left_out": said}


def fill_in(room: Room, name: Any, answers: Any, id: Any, secure: bool, sure: bool = False) -> NotSaved | None:
    """Save one sheet, and return why it wasn't saved, or None.

    ``id`` is the writer's own: the same sheet sent again takes the place of the first.
    """
    if room.ended or not isinstance(name, str) or name not in SHEETS:  # one that somebody began is taken, even late
        raise NotAllowed("This sheet is closed. Is there a paper one? Your trainer takes that too.")
    sheet = sheet_of(name)
    given = clean_answers(sheet, answers)
    words = {key: text for key, text in given.items() if sheet.fields[key].type != CHOICE}
    if words and not secure:
        raise NotAllowed(ON_PAPER)
    if not given:
        return NotSaved("Nothing is filled in yet. Leave out what you like, but answer one thing, or close this.")
    if any(len(text) > LONGEST for text in words.values()):
        return NotSaved(f"One answer is longer than {LONGEST} letters. Please make it shorter.")
    if not sure and (said := warning(" ".join(words.values()))):
        return NotSaved(said, warning=True)
    answers = {key: cleaned(text, LONGEST) if key in words else text for key, text in given.items()}
    held = store.sheet.c
    with store.writing(room.engine) as at:
        mine = (held.id == id, held.room == room.code)
        if is_own_id(id) and at.execute(select(held.id).where(*mine)).first():
            at.execute(update(store.sheet).where(*mine).values(name=name, answers=answers))
            return None
        if at.execute(select(func.count()).where(held.room == room.code)).scalar_one() >= MOST_SHEETS:
            raise NotAllowed("The room can't take more sheets. Please use paper, and tell your trainer.")
        new = {"id": id if is_own_id(id) else secrets.token_hex(8), "room": room.code, "name": name, "answers": answers}
        at.execute(insert(store.sheet).values(new))
    room.changed("lead", "screen")
    return None


def has_sheet(room: Room, id: Any) -> bool:
    """Tell whether a sheet with this id has come."""
    held = store.sheet.c
    with store.reading(room.engine) as at:
        return is_own_id(id) and bool(at.execute(select(held.id).where(held.id == id, held.room == room.code)).first())


def sheets_zip(room: Room) -> bytes | None:
    """Return the sheets as ``survey-sheets.zip``, which ``equityqi evaluate`` reads; None where there are none. They
    are in the order of their random names.
    """
    held = store.sheet.c
    with store.reading(room.engine) as at:
        rows = list(
            at.execute(select(held.id, held.name, held.answers).where(held.room == room.code).order_by(held.id))
        )
    files = {f"{SURVEY}/{id}.json": _record(name, answers) for id, name, answers in rows}
    return stable_zip(files) if files else None


def _record(name: str, answers: dict[str, str]) -> str:
    return json.dumps({"schema": SCHEMA, "sheet": name, "answers": answers}, indent=1, ensure_ascii=False) + "\n"
