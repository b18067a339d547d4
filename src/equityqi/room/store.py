"""What a room keeps, in one SQLite file or in PostgreSQL: no names, no addresses and no times of day of votes.

A note on a wall and a sheet of the survey have a random id and no seat: a running number would pair them with the
order in which people joined.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.pool import StaticPool

tables = MetaData()


def _of_room(in_key: bool = False) -> Column:
    of = ForeignKey("room.code", ondelete="CASCADE")
    return Column("room", String(8), of, primary_key=in_key, nullable=False, index=True)


setting = Table("setting", tables, Column("name", String(20), primary_key=True), Column("value", String(200)))
room = Table(
    "room",
    tables,
    Column("code", String(8), primary_key=True),
    Column("deletes_on", Date, nullable=False),
    Column("ended", Boolean, nullable=False, default=False),
    Column("state", JSON, nullable=False),  # what the trainer chose: session, block, door, what is on the screen …
)
_IN_NO_ORDER = {"sqlite_with_rowid": False}  # SQLite's own running numbers would keep who came, voted and wrote first
seat = Table("seat", tables, Column("id", String(22), primary_key=True), _of_room(), **_IN_NO_ORDER)
poll = Table(
    "poll",
    tables,
    Column("id", Integer, primary_key=True),
    _of_room(),
    Column("case", String(60), nullable=False),  # a question has other words and items on another case
    Column("question", String(120), nullable=False),
    Column("round", Integer, nullable=False),
    Column("state", String(6), nullable=False),
    Column("cards", JSON, nullable=False),
    Column("result", JSON),  # as it was when it was shown: nothing that comes later changes it
)
vote = Table(
    "vote",
    tables,
    Column("poll", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("seat", String(22), primary_key=True),
    Column("choice", String(120), nullable=False),
    **_IN_NO_ORDER,
)
sticky = Table(
    "sticky",
    tables,
    Column("seat", String(22), primary_key=True),
    Column("block", String(30), primary_key=True),
    _of_room(),
    Column("feels", String(8), nullable=False),
    **_IN_NO_ORDER,
)
note = Table(
    "note",
    tables,
    Column("id", String(22), primary_key=True),  # the writer's own, so another room may have the same
    _of_room(in_key=True),
    Column("wall", String(12), nullable=False),
    Column("text", String(400), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, shown
    Column("place", Integer, nullable=False),  # on the wall, as the trainer showed them; 0 until then
    **_IN_NO_ORDER,
)

sheet = Table(
    "sheet",
    tables,
    Column("id", String(22), primary_key=True),
    _of_room(in_key=True),
    Column("name", String(8), nullable=False),  # pre, post, sliders, exit
    Column("answers", JSON, nullable=False),
    **_IN_NO_ORDER,
)


def open_store(path: Path | None) -> Engine:
    """Open the file, or a store in memory; a vote is on the disk before it is acknowledged.

    >>> with reading(open_store(None)) as at:
    ...     at.execute(select(func.count()).select_from(room)).scalar()
    0
    """
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}") if path else create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _safe(connection, _):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    make_tables(engine)
    return engine


def make_tables(engine: Engine) -> None:
    """Make the tables that aren't there yet. Notes and sheets of an older version, whose key was the id alone, move
    into new tables: all of them or none.
    """
    with engine.begin() as at:
        held = inspect(at)
        for table in (note, sheet):
            key = held.get_pk_constraint(table.name)["constrained_columns"] if held.has_table(table.name) else None
            if key == ["id"]:
                rows = [dict(row) for row in at.execute(select(table)).mappings()]
                at.execute(delete(table))  # begins SQLite's transaction, which the next two lines alone wouldn't
                table.drop(at)
                table.create(at)
                for row in rows:
                    at.execute(insert(table).values(row))
        tables.create_all(at)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of it is on the disk at the end, or none of it."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to read with."""
    with engine.connect() as connection:
        yield connection


def put(at: Connection, table: Table, key: Mapping[str, Any], **values: Any) -> None:
    """Change the row with this key, or add it."""
    mine = [table.c[name] == value for name, value in key.items()]
    if not at.execute(update(table).where(*mine).values(values)).rowcount:
        at.execute(insert(table).values({**key, **values}))


def secret(at: Connection, name: str, fresh: str) -> str:
    """Return a secret of this store, made at its first use."""
    held = at.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
    if held is None:
        at.execute(insert(setting).values(name=name, value=fresh))
    return held or fresh


def put_vote(at: Connection, poll_id: int, seat_id: str, choice: str) -> None:
    """Write one seat's vote, in place of an earlier one in the same round."""
    put(at, vote, {"poll": poll_id, "seat": seat_id}, choice=choice)


def put_sticky(at: Connection, code: str, seat_id: str, block: str, feels: str) -> None:
    """Write how one seat is doing in a block; "" takes it back."""
    if not feels:
        at.execute(delete(sticky).where(sticky.c.seat == seat_id, sticky.c.block == block))
        return
    put(at, sticky, {"seat": seat_id, "block": block}, room=code, feels=feels)


def votes_of(at: Connection, poll_id: int) -> dict[str, str]:
    """Return the choice of each seat in a round."""
    return {
        seat: choice for seat, choice in at.execute(select(vote.c.seat, vote.c.choice).where(vote.c.poll == poll_id))
    }


def stickies_of(at: Connection, code: str, block: str) -> dict[str, int]:
    """Return how many seats are done, need a minute or are stuck in a block."""
    counted = select(sticky.c.feels, func.count()).where(sticky.c.room == code, sticky.c.block == block)
    return {feels: many for feels, many in at.execute(counted.group_by(sticky.c.feels))}


def rounds_of(at: Connection, code: str, case: str = "", question: str = "") -> list[Mapping[str, Any]]:
    """Return the rounds of a room in order, or those on one case, or those of one question on it."""
    of = select(poll).where(poll.c.room == code).order_by(poll.c.id)
    of = of.where(poll.c.case == case) if case else of
    return list(at.execute(of.where(poll.c.question == question) if question else of).mappings())


def change_state(at: Connection, code: str, **new: Any) -> dict[str, Any]:
    """Change what the trainer chose, and return all of it."""
    held = {**at.execute(select(room.c.state).where(room.c.code == code)).scalar_one(), **new}
    at.execute(update(room).where(room.c.code == code).values(state=held))
    return held


def end_room(engine: Engine, code: str, keep_notes: bool = False) -> None:
    """End a session: seats, votes, how people were doing and notes are deleted; counts that were shown and
    sheets of the survey stay until the date.

    ``keep_notes``: of a room that nobody ended, so that its walls can still be printed until its date.
    """
    with writing(engine) as at:
        ids = select(poll.c.id).where(poll.c.room == code).scalar_subquery()
        at.execute(delete(vote).where(vote.c.poll.in_(ids)))
        at.execute(delete(poll).where(poll.c.room == code, poll.c.state != "shown"))
        for table in (sticky, seat) if keep_notes else (sticky, seat, note):
            at.execute(delete(table).where(table.c.room == code))
        at.execute(update(room).where(room.c.code == code).values(ended=True))
    clean(engine)


def delete_rooms(engine: Engine, today: dt.date | None = None) -> list[str]:
    """Delete each room whose date has come, or every room where ``today`` is None; return their codes."""
    with writing(engine) as at:
        due = (
            at.execute(select(room.c.code).where(room.c.deletes_on <= today if today else text("1=1"))).scalars().all()
        )
        for table in (note, sticky, sheet):
            at.execute(delete(table).where(table.c.room.in_(due)))
        at.execute(delete(room).where(room.c.code.in_(due)))
    if due:
        clean(engine)
    return list(due)


def clean(engine: Engine) -> None:
    """Leave nothing of what was deleted in the file or in the log beside it, or in the files of PostgreSQL's tables."""
    with engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        if engine.dialect.name == "sqlite":
            plain.execute(text("VACUUM"))
            plain.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            return
        for table in tables.sorted_tables:
            plain.execute(text(f"VACUUM (FULL, ANALYZE) {table.name}"))  # without FULL deleted rows stay in the file


def add_room(at: Connection, code: str, deletes_on: dt.date, state: dict[str, Any]) -> None:
    """Add a room."""
    at.execute(insert(room).values(code=code, deletes_on=deletes_on, state=state, ended=False))
