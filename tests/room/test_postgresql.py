"""The room on PostgreSQL: the same session as on a file, what is deleted, and what a wrong address says."""

import asyncio
import datetime as dt
import subprocess
import sys

import pytest
from sqlalchemy import func, select, text

from equityqi.room import notes, store, voting
from equityqi.room.hub import KEPT_DAYS
from equityqi.room.network import NoWay
from equityqi.room.opening import open_room, read_room
from equityqi.room.postgresql import NoDatabase, database_url, open_database
from equityqi.room.server import opened, serve
from tests.room.conftest import CASE, DAY, alone, rows

SIX, NOTE = "vignettes-1-8/6", "Who is missing from this table?"


def a_session(engine):
    """Hold a session with seven phones; return what the room says, before and after its end and its date."""
    room = open_room(engine, CASE, DAY)
    seats = [room.join() for _ in range(7)]
    voting.ask(room, SIX)
    poll = room.rounds()[0]["id"]
    for seat, choice in zip(seats, "DDDDDI?", strict=True):
        voting.vote(room, seat, poll, choice)
    voting.vote(room, seats[0], poll, "I")
    room.feel(seats[1], "welcome", "stuck")
    room.feel(seats[2], "welcome", "minute")
    room.feel(seats[2], "welcome", "")
    notes.write(room, "questions", NOTE, "0123456789abcdef")
    notes.write(room, "questions", NOTE, "0123456789abcdef")
    voting.act(room, "close")
    voting.act(room, "show")
    with store.reading(engine) as at:
        feels = store.stickies_of(at, room.code, "welcome")
        written = at.execute(select(func.count()).select_from(store.note)).scalar()
    again = read_room(engine, room.code)
    seen = [dict(room.rounds()[0]["result"]), feels, written, again.seats == set(seats), again.state == room.state]
    room.end()
    after = [rows(engine), read_room(engine, room.code).ended, dict(room.rounds()[0]["result"]) == seen[0]]
    store.delete_rooms(engine, DAY + dt.timedelta(days=KEPT_DAYS - 1))
    kept = rows(engine)
    store.delete_rooms(engine, DAY + dt.timedelta(days=KEPT_DAYS))
    return seen, after, kept, rows(engine)


if sys.platform == "linux":  # where the test can start a server of its own

    @pytest.mark.slow
    def test_a_session_is_the_same_on_a_file_and_on_postgresql_and_nothing_deleted_stays(tmp_path, postgresql):
        on_file = a_session(store.open_store(tmp_path / "room.db"))
        engine, alone = open_database(postgresql.database())
        try:
            assert a_session(engine) == on_file
            seen, after, kept, gone = on_file
            assert seen[0]["phones"] == {"D": 4, "I": 2, "?": 1} and seen[1:] == [{"stuck": 1}, 1, True, True]
            assert after[0]["vote"] == after[0]["seat"] == after[0]["note"] == 0 and after[0]["poll"] == 1
            assert kept == after[0] and not any(gone.values())
            with engine.connect() as at:
                at.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
                places = at.execute(text("SELECT pg_relation_filepath('note'), pg_relation_filepath('vote')")).one()
            assert [(postgresql.folder / "data" / place).stat().st_size for place in places] == [0, 0]
        finally:
            alone.close()
            engine.dispose()

    @pytest.mark.slow
    def test_after_postgresql_restarts_one_program_keeps_the_database_and_the_other_stops(tmp_path, postgresql):
        database = postgresql.database()

        async def work():
            with opened(tmp_path, database) as engine:
                rows(engine)
                postgresql.crash()
                postgresql.start()
                rows(engine)  # goes on, and takes the lock again
                with pytest.raises(NoDatabase, match="Another room program is using this database"):
                    open_database(database)
                postgresql.crash()
                postgresql.start()
                _, other = open_database(database)  # is faster this time
                with pytest.raises(NoDatabase, match="Another room program"):
                    rows(engine)
                try:
                    await asyncio.sleep(60)  # as the program waits for its next tidying
                finally:
                    other.close()

        with pytest.raises(NoWay, match="Another room program"):
            alone(work())


@pytest.mark.parametrize(
    "given", ["room.db", "sqlite:///room.db", "mysql://root:geheim@db/room", "postgresql://db", ""]
)
def test_another_address_is_refused_without_its_password(given):
    with pytest.raises(NoDatabase, match="has to be the address of a PostgreSQL database") as refused:
        database_url(given)
    assert "geheim" not in str(refused.value)


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path):
    place = "postgresql://room:geheim@127.0.0.1:1/room"
    with pytest.raises(NoWay, match="can't use its database on 127.0.0.1") as refused:
        alone(serve(tmp_path, CASE, lambda: DAY, None, print, database=place))
    assert "geheim" not in str(refused.value) and "Then start the room again." in str(refused.value)


def test_the_driver_is_loaded_only_for_a_database():
    code = "import sys, equityqi.room.server; print('psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
