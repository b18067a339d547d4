"""The notes of a room's walls: written by phones or by the trainer, read by the trainer before they show."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from equityqi.room import store
from equityqi.room.hub import Room
from equityqi.room.rules import NotAllowed
from equityqi.room.seats import is_own_id
from equityqi.room.walls import LONGEST, MOST_NOTES, WALLS, NotSaved, cleaned, warning


def write(room: Room, wall: Any, text: Any, id: Any = "", sure: bool = False, shown: bool = False) -> NotSaved | None:
    """Put a note on a wall, and return why it wasn't saved, or None.

    ``id`` is the writer's own: the same note sent twice is one note, in the words that came last while it waits.
    """
    if not isinstance(wall, str) or wall not in WALLS or not isinstance(text, str):
        raise NotAllowed("There is no such wall. Load the page again.")
    text = cleaned(text)
    if not text:
        return NotSaved("Write a few words first.")
    if len(text) > LONGEST:
        return NotSaved(f"That's longer than {LONGEST} letters. Please make it shorter.")
    if not sure and (said := warning(text)):
        return NotSaved(said, warning=True)
    id = id if is_own_id(id) else secrets.token_hex(8)
    here = store.note.c.room == room.code
    mine = (here, store.note.c.id == id)
    with store.writing(room.engine) as at:
        if at.execute(select(func.count()).where(here)).scalar_one() >= MOST_NOTES:
            raise NotAllowed("The walls are full. Please tell your trainer.")
        known = at.execute(select(store.note.c.text, store.note.c.state).where(*mine)).first()
        if known and known.text != text and known.state != "waiting":
            raise NotAllowed("Your first words are on the wall already. To add these, press Write another one.")
        if known:
            at.execute(update(store.note).where(*mine).values(text=text))
        else:
            state, place = ("shown", _place(room, at)) if shown else ("waiting", 0)
            new = {"id": id, "room": room.code, "wall": wall, "text": text, "state": state, "place": place}
            at.execute(insert(store.note).values(new))
    room.changed("lead", "screen")
    return None


def _place(room: Room, at) -> int:
    last = select(func.max(store.note.c.place)).where(store.note.c.room == room.code)
    return (at.execute(last).scalar() or 0) + 1


def moderate(room: Room, id: Any, what: Any, text: Any = None) -> None:
    """Show a note, take it off the screen, delete it, or give it other words: it waits as before, so that the
    trainer sees what the search for people says of them. Only the words that the trainer read are shown: ``text``.
    """
    mine = (store.note.c.id == id, store.note.c.room == room.code)
    with store.writing(room.engine) as at:
        if what == "delete":
            at.execute(delete(store.note).where(*mine))
        elif what in ("show", "hide"):
            values: dict[str, Any] = {"state": "shown" if what == "show" else "waiting"}
            if what == "show":
                if at.execute(select(store.note.c.text).where(*mine)).scalar() != text:
                    raise NotAllowed("This note has changed since you read it. Read it again, then press Show it.")
                values["place"] = _place(room, at)
            at.execute(update(store.note).where(*mine).values(values))
        elif what == "edit" and isinstance(text, str) and cleaned(text):
            at.execute(update(store.note).where(*mine).values(text=cleaned(text)[:LONGEST]))
    room.changed("lead", "screen")


def delete_waiting(room: Room, ids: Any) -> None:
    """Delete the notes with these ids that the trainer has seen and not shown; what has come since then stays."""
    seen = [id for id in ids if isinstance(id, str)] if isinstance(ids, list) else []
    held = store.note.c
    with store.writing(room.engine) as at:
        at.execute(delete(store.note).where(held.room == room.code, held.id.in_(seen), held.state == "waiting"))
    for id in seen:
        room.writers.pop(id, None)
    room.changed("lead", "screen")


def mute(room: Room, id: Any) -> None:
    """Take no more notes from the phone that wrote this one, and delete all of its notes that wait. Nobody learns whose
    phone it is: it may vote as before.
    """
    seat = room.writers.get(id) if isinstance(id, str) else None
    if not seat:
        raise NotAllowed("The room no longer knows which phone this came from. You can still delete the note.")
    room.muted.add(seat)
    ids = [note for note, writer in room.writers.items() if writer == seat]
    held = store.note.c
    with store.writing(room.engine) as at:
        at.execute(delete(store.note).where(held.room == room.code, held.id.in_(ids), held.state == "waiting"))
    for one in ids:
        del room.writers[one]
    room.changed("lead", "screen")
