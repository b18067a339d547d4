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
    close_other_days(engine, today)
    with store.reading(engine) as at:
        mine = store.room.c.deletes_on == today + dt.timedelta(days=KEPT_DAYS), ~store.room.c.ended
        now = at.execute(select(store.room.c.code).where(*mine)).scalar()
    if not now:
        return new_room(engine, case, today, session, long)
    if case:
        with store.writing(engine) as at:
            store.change_state(at, now, case=case)
    return read_room(engine, now)


def new_room(engine: Engine, case: str | None, today: dt.date, session: int, long: int) -> Room:
    """Open one more room on this day."""
    state = {**FRESH, "case": case or case_here(), "session": session}
    with store.writing(engine) as at:
        store.add_room(at, code := new_code(long), today + dt.timedelta(days=KEPT_DAYS), state)
    return read_room(engine, code)


def close_other_days(engine: Engine, today: dt.date) -> list[str]:
    """Delete the seats and votes of rooms of other days that nobody ended; return their codes."""
    with store.reading(engine) as at:
        other = store.room.c.deletes_on != today + dt.timedelta(days=KEPT_DAYS), ~store.room.c.ended
        codes = list(at.execute(select(store.room.c.code).where(*other)).scalars())
    for code in codes:
        store.end_room(engine, code, keep_notes=True)
    return codes


def read_room(engine: Engine, code: str) -> Room:
    """Return a room as it is in the store."""
    with store.reading(engine) as at:
        held = at.execute(select(store.room).where(store.room.c.code == code)).mappings().one()
        seats = set(at.execute(select(store.seat.c.id).where(store.seat.c.room == code)).scalars())
    opened = held["deletes_on"] - dt.timedelta(days=KEPT_DAYS)
    return Room(engine, code, {**FRESH, **held["state"]}, held["ended"], opened, seats)
