"""A room's data in PostgreSQL: for rooms on a server, where several machines or many rooms share one database."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from equityqi.room.store import make_tables

OURS = 5_837_201  # the number of the advisory lock that a room's program holds
WAIT = {"connect_timeout": 10}  # seconds
NOT_AN_ADDRESS = (
    "The word after --database has to be the address of a PostgreSQL database, such as postgresql://user@server/room."
    " “{given}” isn't one."
)
NO_DRIVER = (
    "This Python has no psycopg, which the room needs for PostgreSQL. Install it with: pip install"
    " 'equityqi[postgresql]'"
)
NO_ANSWER = (
    "The room can't use its database on {host}: {why}. Check the address after --database, the password, and that the"
    " database is running. Then start the room again."
)
TAKEN = "Another room program is using this database. Stop that one first, or give this one its own database."


class NoDatabase(OSError):
    """The database can't be used; ``str()`` is one sentence, without the password."""


def database_url(given: str) -> URL:
    """Return the address of a PostgreSQL database. Raises :class:`NoDatabase`.

    >>> database_url("postgres://room@db.example/rooms").drivername
    'postgresql+psycopg'
    """
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # what follows the last @ holds no password
        raise NoDatabase(NOT_AN_ADDRESS.format(given=given.rpartition("@")[2])) from None
    if url.drivername.partition("+")[0] not in ("postgresql", "postgres") or not url.database:
        raise NoDatabase(NOT_AN_ADDRESS.format(given=url.render_as_string(hide_password=True)))
    return url.set(drivername="postgresql+psycopg")


class Alone:
    """What keeps a database for this program: an advisory lock. It's gone where PostgreSQL restarts, so each new
    connection of the program takes it again. ``lost`` is called where another program was faster.
    """

    def __init__(self, url: URL):
        # Where the network broke, PostgreSQL drops the connection, and the lock with it, after a minute.
        drops = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
        self._engine = create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={**WAIT, "options": drops}
        )
        self._held: Connection | None = None
        self.lost: Callable[[], object] | None = None

    def take(self) -> None:
        """Take the lock, if this program doesn't hold it. Raises :class:`NoDatabase` where another one does."""
        if self._held:
            try:
                self._held.execute(select(1))
                return
            except DBAPIError:
                self.close()
        held = self._engine.connect()
        if not held.execute(select(func.pg_try_advisory_lock(OURS))).scalar_one():
            held.close()
            if self.lost:
                self.lost()
            raise NoDatabase(TAKEN)
        self._held = held

    def close(self) -> None:
        """Let another program have the database."""
        if self._held:
            self._held.close()
        self._held = None


def open_database(given: str) -> tuple[Engine, Alone]:
    """Open a database with the room's tables, and return it with what keeps it for this program alone.

    A commit returns once the vote is on the server's disk. Raises :class:`NoDatabase`.
    """
    url = database_url(given)
    safe = {**WAIT, "options": "-c synchronous_commit=on"}
    try:
        engine = create_engine(url, pool_pre_ping=True, connect_args=safe)  # a ping: the server may have restarted
        alone = Alone(url)
        event.listen(engine, "connect", lambda *_: alone.take())
        make_tables(engine)
    except ModuleNotFoundError:
        raise NoDatabase(NO_DRIVER) from None
    except DBAPIError as error:
        why = str(error.orig).strip().splitlines()[-1].rstrip(".")
        raise NoDatabase(NO_ANSWER.format(host=url.host or "this computer", why=why)) from None
    return engine, alone
