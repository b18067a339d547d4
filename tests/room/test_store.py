"""What the room keeps: two rooms side by side in one store, and a store that an older version of the course made."""

import datetime as dt
import sqlite3

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError

from equityqi.room import notes, sheets, store
from equityqi.room.network import NoWay
from equityqi.room.opening import new_room, read_room
from equityqi.room.server import opened
from tests.room.conftest import CASE, DAY

SAME = "0123456789abcdef"
OLDER = """
CREATE TABLE room (code VARCHAR(8) NOT NULL PRIMARY KEY, deletes_on DATE NOT NULL, ended BOOLEAN NOT NULL,
    state JSON NOT NULL);
CREATE TABLE note (id VARCHAR(22) NOT NULL, room VARCHAR(8) NOT NULL REFERENCES room (code) ON DELETE CASCADE,
    wall VARCHAR(12) NOT NULL, text VARCHAR(400) NOT NULL, state VARCHAR(8) NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (id)) WITHOUT ROWID;
CREATE INDEX ix_note_room ON note (room);
CREATE TABLE sheet (id VARCHAR(22) NOT NULL, room VARCHAR(8) NOT NULL REFERENCES room (code) ON DELETE CASCADE,
    name VARCHAR(8) NOT NULL, answers JSON NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID;
CREATE INDEX ix_sheet_room ON sheet (room);
INSERT INTO room VALUES ('K7M4RP', '2026-07-16', 0, '{"case": "a-blood-pressure"}');
INSERT INTO note VALUES ('0123456789abcdef', 'K7M4RP', 'questions', 'Who is missing?', 'shown', 1);
INSERT INTO sheet VALUES ('0123456789abcdef', 'K7M4RP', 'post', '{"q5_pace": "about right"}');
"""


@pytest.fixture
def older(tmp_path):
    """The folder of a room that an older version made: a note's and a sheet's key was the id alone."""
    (tmp_path / "room-files").mkdir()
    held = sqlite3.connect(tmp_path / "room-files/room.db")
    held.executescript(OLDER)
    held.close()
    return tmp_path


def written(engine):
    """Return the words of each note and the answers of each sheet, by room."""
    with store.reading(engine) as at:
        found = list(at.execute(select(store.note.c.room, store.note.c.text)))
        found += [
            (code, held["q5_pace"]) for code, held in at.execute(select(store.sheet.c.room, store.sheet.c.answers))
        ]
    return sorted(map(tuple, found))


def test_what_one_room_sends_never_changes_another_rooms_even_under_the_same_id():
    engine = store.open_store(None)
    one, other = (new_room(engine, CASE, DAY, 1, 6) for _ in range(2))
    for room, words, pace in ((one, "Who is missing?", "too fast"), (other, "Who else?", "too slow")):
        assert notes.write(room, "questions", words, SAME) is None
        assert sheets.fill_in(room, "post", {"q5_pace": pace}, SAME, secure=True) is None
    one_s, others = [(one.code, "Who is missing?"), (one.code, "too fast")], [(other.code, "Who else?")]
    assert written(engine) == sorted([*one_s, *others, (other.code, "too slow")])
    notes.moderate(other, SAME, "delete")
    assert written(engine) == sorted([*one_s, (other.code, "too slow")])


def test_a_store_of_an_older_version_opens_with_all_that_was_in_it(older):
    for _ in range(2):  # the second time there is nothing left to move
        with opened(older, "") as engine:
            assert written(engine) == [("K7M4RP", "Who is missing?"), ("K7M4RP", "about right")]
            assert inspect(engine).get_pk_constraint("note")["constrained_columns"] == ["id", "room"]
            assert read_room(engine, "K7M4RP").opened == dt.date(2026, 6, 16)
            engine.dispose()
    with opened(older, "") as engine:
        notes.write(new_room(engine, CASE, DAY, 1, 6), "questions", "Who else?", SAME)
        with store.reading(engine) as at:
            assert at.execute(select(func.count()).select_from(store.note)).scalar() == 2
        engine.dispose()


def test_a_move_that_breaks_off_loses_nothing(older, monkeypatch):
    path = older / "room-files/room.db"

    def breaks(at):
        raise IntegrityError("INSERT", {}, Exception("disk I/O error"))

    monkeypatch.setattr(store.sheet, "create", breaks)
    with pytest.raises(NoWay, match="can't be read"), opened(older, ""):
        pass
    held = sqlite3.connect(path)
    assert held.execute("SELECT text FROM note").fetchall() == [("Who is missing?",)]
    assert held.execute("SELECT count(*) FROM sheet").fetchall() == [(1,)]
    held.close()


def test_a_store_that_lacks_a_column_is_refused_with_what_to_do_and_stays_as_it_is(older):
    path = older / "room-files/room.db"
    held = sqlite3.connect(path)
    held.execute("ALTER TABLE note DROP COLUMN place")
    held.commit()
    held.close()
    with pytest.raises(NoWay, match="another version of the course. Nothing in it was changed"), opened(older, ""):
        pass
    held = sqlite3.connect(path)
    assert held.execute("SELECT text FROM note").fetchall() == [("Who is missing?",)]
    held.close()
