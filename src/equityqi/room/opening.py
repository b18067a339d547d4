"""Which rooms there are: this day's, or a new one, and those of other days until their date."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, select

from equityqi.room import store
from equityqi.room.hub import FRESH, KEPT_DAYS, Room
from equityqi.room.seats import LONG, new_code
from equityqi.workfolder.prepare import case_here


def open_room(engine: Engine, case: str | None, today: dt.date, session: int = 1, long: int = LONG) -> Room:
    """Return the room of this day, or a new one. Rooms of other days lose their seats and votes; what is past its date
    is deleted. ``case`` is what the trainer named, ``long`` how long a new code is.
    """
    store.delete_rooms(engine, today)
    until = today + dt.timedelta(days=KEPT_DAYS)
    with store.reading(engine) as at:
        rooms = list(at.execute(select(store.room).where(~store.room.c.ended)).mappings())
    for one in rooms:
        if one["deletes_on"] != until:
            store.end_room(engine, one["code"], keep_notes=True)
    if now := next((one for one in rooms if one["deletes_on"] == until), None):
        if case:
            with store.writing(engine) as at:
                store.change_state(at, now["code"], case=case)
        return read_room(engine, now["code"])
    with store.writing(engine) as at:
        store.add_room(at, code := new_code(long), until, {**FRESH, "case": case or case_here(), "session": session})
    return read_room(engine, code)


def read_room(engine: Engine, code: str) -> Room:
    """Return a room as it is in the store."""
    with store.reading(engine) as at:
        held = at.execute(select(store.room).where(store.room.c.code == code)).mappings().one()
        seats = set(at.execute(select(store.seat.c.id).where(store.seat.c.room == code)).scalars())
    opened = held["deletes_on"] - dt.timedelta(days=KEPT_DAYS)
    return Room(engine, code, {**FRESH, **held["state"]}, held["ended"], opened, seats)
