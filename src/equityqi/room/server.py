"""The room's own server: never a part of Jupyter's, and it keeps no log of who asked for what."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError
from tornado.httpserver import HTTPServer
from tornado.log import gen_log
from tornado.web import Application, RequestHandler

from equityqi.organisation import organisation
from equityqi.room import store
from equityqi.room.hub import Room
from equityqi.room.lead_routes import lead_routes
from equityqi.room.network import HERE, Network, NoWay, addresses
from equityqi.room.opening import open_room, read_room
from equityqi.room.postgresql import NoDatabase, open_database
from equityqi.room.routes import routes
from equityqi.room.seats import WRITES, WRONG_CODES, Limit, key_of
from equityqi.working_days import on_day

__all__ = ["NoWay", "RoomServer", "make_server", "serve"]
BODY = 4 * 1024
EVERY_HOUR = 3600.0
OPEN_ALREADY = "The room is open already. The window in which you started it shows its address."
NOT_READ = (
    "The room's file, {file}, can't be read: it's damaged, or from another version of the course. Nothing in it was"
    " changed. Give the folder {folder} another name, then start the room again."
)
FOLDER, FILE = "room-files", "room.db"


class RoomServer(Application):
    """The application: all rooms of one process, its pages, its limits."""

    network: Network
    http: HTTPServer

    def __init__(self, engine: Engine, wait: float = 1.0):
        self.engine, self.wait = engine, wait
        with store.writing(engine) as at:
            self.secret = store.secret(at, "secret", secrets.token_urlsafe(32))
        self.rooms: dict[str, Room] = {}
        self.lines: Counter[str] = Counter()
        self.wrong_codes, self.writes = Limit(WRONG_CODES), Limit(WRITES)
        folder = files("equityqi.room") / "pages"
        self.pages = {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.is_file()}
        super().__init__([*lead_routes(), *routes()], cookie_secret=self.secret, log_function=lambda _: None)

    def add(self, room: Room) -> Room:
        """Let a room be visited."""
        room.around = self.around
        self.rooms[room.code] = room
        return room

    def around(self) -> dict[str, Any]:
        """What a trainer's page says of the computer: how phones come in, and rooms of other days."""
        earlier = [
            {"code": one.code, "day": on_day(one.opened), "key": self.key(one, "lead")}
            for one in self.rooms.values()
            if one.ended and one.opened
        ]
        return {"open": self.network.address, "cards": addresses(), "earlier": earlier}

    def key(self, room: Room, kind: str) -> str:
        """Return the key of a room's trainer or projector."""
        return key_of(self.secret, room.code, kind)

    def address(self, room: Room, kind: str) -> str:
        """Return the address of a room's page on this computer, with its key where no server sees it."""
        return f"http://{HERE}:{self.network.port}/r/{room.code}/{kind}#{self.key(room, kind)}"

    def show_page(self, visit: RequestHandler, name: str, said: str = "") -> None:
        """Answer with one of the pages, with the organisation's name in it."""
        page = self.pages[name].replace("{said}", escape(said)).replace("{organisation}", escape(organisation().name))
        visit.set_header("Content-Type", "text/html; charset=utf-8")
        visit.finish(page)


def make_server(engine: Engine, port: int | None = None, wait: float = 1.0) -> RoomServer:
    """Return the application, listening on this computer alone. Raises :class:`equityqi.room.network.NoWay`."""
    gen_log.setLevel(logging.WARNING)  # below it Tornado writes whose request it couldn't read
    made = RoomServer(engine, wait)
    server = HTTPServer(made, max_body_size=BODY, max_buffer_size=64 * 1024, idle_connection_timeout=120)
    made.http, made.network = server, Network(server, port)
    gc.collect()
    gc.freeze()  # a search through everything that was loaded would hold a vote up for 50 ms now and then
    return made


async def serve(
    place: Path,
    case: str,
    today: Callable[[], dt.date],
    port: int | None,
    ready: Callable[[str], None],
    database: str | None = None,
) -> None:
    """Open the room of this day and run it until somebody stops it; ``ready`` gets the trainer's address.

    ``database``: the address of a PostgreSQL database, instead of a file. What is past its date is deleted at the
    start, and once an hour. Raises :class:`equityqi.room.network.NoWay`, also where a room of this folder or database
    runs already: two programs would each know half of the votes.
    """
    alone = FileLock(place / FOLDER / "room.lock", timeout=0)
    try:
        (place / FOLDER).mkdir(parents=True, exist_ok=True)
        alone.acquire()
    except Timeout:
        raise NoWay(OPEN_ALREADY) from None
    number = 2 if organisation().session_2_date == today() else 1
    try:
        # the connection holds a lock on the database, so it has to live as long as the server
        engine, _held = open_database(database) if database else (store.open_store(place / FOLDER / FILE), None)
        made = make_server(engine, port)
        room = made.add(open_room(engine, case, today(), number))
        with store.reading(engine) as at:
            held = store.room.c
            for code in list(at.execute(select(held.code).where(held.code != room.code)).scalars()):
                made.add(read_room(engine, code))
    except NoDatabase as error:
        raise NoWay(str(error)) from None
    except DatabaseError:
        raise NoWay(NOT_READ.format(file=FILE, folder=FOLDER)) from None
    ready(made.address(room, "lead"))
    while True:
        await asyncio.sleep(EVERY_HOUR)
        for code in store.delete_rooms(engine, today()):
            made.rooms.pop(code, None)
