"""The room's own server: never a part of Jupyter's, and it keeps no log of who asked for what."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError
from tornado.log import app_log, gen_log

from equityqi.files import write_atomically
from equityqi.organisation import organisation
from equityqi.room import seats, store
from equityqi.room.hand_ins import HAND_INS
from equityqi.room.hub import Room
from equityqi.room.lead_routes import lead_routes
from equityqi.room.learn import learn_path, site_routes
from equityqi.room.network import HERE, Https, Network, NoWay, cards, https_of, is_free, servers
from equityqi.room.opening import open_room, read_room
from equityqi.room.page_server import PageServer
from equityqi.room.postgresql import TAKEN, NoDatabase, open_database
from equityqi.room.routes import routes
from equityqi.room.seats import LONG, LONG_ONLINE, Limit, key_of
from equityqi.room.sheet_routes import sheet_routes
from equityqi.working_days import on_day

__all__ = ["NoWay", "RoomServer", "https_of", "make_server", "serve"]
BODY = 4 * 1024
EVERY_HOUR = 3600.0
OPEN_ALREADY = "The room is open already. The window in which you started it shows its address."
NOT_READ = (
    "The room's file, {file}, can't be read: it's damaged, or from another version of the course. Nothing in it was"
    " changed. Give the folder {folder} another name, then start the room again."
)
GONE = "The room's database stopped answering. Check that it runs, then start the room again."
FOLDER, FILE = "room-files", "room.db"
ADDRESS = "address.txt"  # of the trainer's page, for the course on this computer; only while the room is open


class RoomServer(PageServer):
    """The application: all rooms of one process, its pages, its limits."""

    network: Network
    opens = ""  # the address at which trainers open rooms of their own, on a server for many

    def __init__(self, engine: Engine, wait: float = 1.0, site: Path | None = None, hand_ins: Path | None = None):
        self.engine, self.wait, self.site, self.hand_ins = engine, wait, site, hand_ins
        with store.writing(engine) as at:
            self.secret = store.secret(at, "secret", secrets.token_urlsafe(32))
        self.rooms: dict[str, Room] = {}
        self.lines: Counter[str] = Counter()
        self.waiting = 0  # for the answer to a wrong code
        self.writes, self.joins = Limit(seats.WRITES), Limit(seats.JOINS)
        self.notes_sent, self.sheets_sent = Limit(seats.NOTES, seats.A_DAY), Limit(seats.SHEETS, seats.A_DAY)
        self.hand_ins_sent = Limit(seats.HAND_INS, seats.A_DAY)
        super().__init__([*lead_routes(), *sheet_routes(), *site_routes(), *routes()], self.secret)

    def add(self, room: Room) -> Room:
        """Let a room be visited."""
        room.around = lambda: self.around(room)
        self.rooms[room.code] = room
        return room

    def around(self, room: Room) -> dict[str, Any]:
        """What a room's pages say of the computer: how phones come in, where the course's pages are, how many hand-ins
        came, and rooms of other days. Behind a proxy, rooms of other days may be other trainers'.
        """
        network = self.network
        earlier = [
            {"code": one.code, "day": on_day(one.opened), "key": self.key(one, "lead")}
            for one in self.rooms.values()
            if one.ended and one.opened and one is not room and not network.behind_proxy
        ]
        return {
            "shown": network.shown,
            "card": network.card,
            "proxy": network.behind_proxy,
            "opens": self.opens,
            "secure": network.is_secure,
            "cards": [{"address": one.address, "name": one.name, "connected": one.connected} for one in cards()],
            "learn": learn_path(self.site, room.state["case"]) if self.site and network.is_secure else "",
            "hand_ins": self.hand_ins.name if self.hand_ins else "",
            "handed_in": len(list(self.hand_ins.glob("*.zip"))) if self.hand_ins and self.hand_ins.is_dir() else 0,
            "earlier": earlier,
        }

    def key(self, room: Room, kind: str) -> str:
        """Return the key of a room's trainer or projector."""
        return key_of(self.secret, room.code, kind)

    def address(self, room: Room, kind: str) -> str:
        """Return the address of a room's page, with its key where no server sees it: on this computer, or online."""
        base = self.network.base if self.network.behind_proxy else f"http://{HERE}:{self.network.port}"
        return f"{base}/r/{room.code}/{kind}#{self.key(room, kind)}"


def make_server(
    engine: Engine,
    port: int | None = None,
    wait: float = 1.0,
    https: Https | None = None,
    site: Path | None = None,
    hand_ins: Path | None = None,
) -> RoomServer:
    """Return the application, listening on this computer alone. ``site`` is a folder with the course by a link,
    ``hand_ins`` the folder for hand-ins. Raises :class:`equityqi.room.network.NoWay`.
    """
    gen_log.setLevel(logging.WARNING)  # below it Tornado writes whose request it couldn't read
    made = RoomServer(engine, wait, site, hand_ins)
    plain, secure = servers(made, https, max_body_size=BODY, max_buffer_size=64 * 1024, idle_connection_timeout=120)
    made.network = Network(plain, port, https, secure)
    gc.collect()
    gc.freeze()  # a search through everything that was loaded would hold a vote up for 50 ms now and then
    return made


@contextmanager
def opened(place: Path, database: str) -> Iterator[Engine]:
    """The store of this folder, or the PostgreSQL database, for one program alone: two would each know half of the
    votes. Raises :class:`equityqi.room.network.NoWay`.
    """
    try:
        (place / FOLDER).mkdir(parents=True, exist_ok=True)
        alone = FileLock(place / FOLDER / "room.lock", timeout=0).acquire()
    except Timeout:
        raise NoWay(OPEN_ALREADY) from None
    with alone:
        try:
            if not database:
                yield store.open_store(place / FOLDER / FILE)
                return
            engine, held = open_database(database)
            task, lost = asyncio.current_task(), []
            held.lost = lambda: (lost.append(True), task and task.cancel())
            with closing(held):
                try:
                    yield engine
                except asyncio.CancelledError:
                    if lost:
                        raise NoDatabase(TAKEN) from None
                    raise
        except NoDatabase as error:
            raise NoWay(str(error)) from None
        except DatabaseError:
            raise NoWay(GONE if database else NOT_READ.format(file=FILE, folder=FOLDER)) from None


def add_known(made: RoomServer) -> None:
    """Let every room be visited that is in the store."""
    with store.reading(made.engine) as at:
        codes = list(at.execute(select(store.room.c.code)).scalars())
    for code in codes:
        if code not in made.rooms:
            made.add(read_room(made.engine, code))


def tidy(rooms: RoomServer, today: dt.date) -> None:
    """Delete the rooms that are past their date."""
    for code in store.delete_rooms(rooms.engine, today):
        rooms.rooms.pop(code, None)


async def every_hour(work: Callable[[], None]) -> None:
    """Do this once an hour, for as long as the program runs; what fails is logged and tried an hour later."""
    while True:
        await asyncio.sleep(EVERY_HOUR)
        try:
            work()
        except DatabaseError:
            app_log.warning("We couldn't delete what is past its date. We'll try again in an hour.")


async def serve(
    place: Path,
    case: str | None,
    today: Callable[[], dt.date],
    port: int | None,
    ready: Callable[[str], None],
    https: Https | None = None,
    site: Path | None = None,
    database: str = "",
) -> None:
    """Open the room of this day and run it until somebody stops it; ``ready`` gets the trainer's address.

    ``case`` is None where nobody named one: a room that goes on keeps its own. Phones that were let in before a restart
    find the room again, at the same port and network card. What is past its date is deleted at the start, and once an
    hour. ``database``: the address of a PostgreSQL database, instead of a file. Raises
    :class:`equityqi.room.network.NoWay`, also where a room of this folder or database runs already.
    """
    number = 2 if organisation().session_2_date == today() else 1
    long = LONG_ONLINE if https and not https.is_own else LONG
    with opened(place, database) as engine:
        room = open_room(engine, case, today(), number, long)
        before = room.state["port"]
        made = make_server(engine, port or (before if is_free(before) else None), 1.0, https, site, place / HAND_INS)
        made.add(room)
        add_known(made)
        with suppress(NoWay):  # where that network is gone, the trainer's page says so
            if room.state["card"]:
                made.network.let_in(room.state["card"])
        room.set(port=made.network.port)
        address = made.address(room, "lead")
        write_atomically(place / FOLDER / ADDRESS, address + "\n")
        ready(address)
        try:
            await every_hour(lambda: tidy(made, today()))
        finally:
            (place / FOLDER / ADDRESS).unlink(missing_ok=True)
