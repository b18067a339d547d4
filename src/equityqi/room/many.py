"""Many rooms in one process, on a server: trainers who have the organisation's opening key open rooms of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tornado.web import HTTPError

from equityqi.organisation import organisation
from equityqi.room import server
from equityqi.room.hub_service import serve_hub
from equityqi.room.network import Https, NoWay, https_of
from equityqi.room.opening import close_other_days, new_room
from equityqi.room.routes import Page
from equityqi.room.seats import LONG_ONLINE, same
from equityqi.room.server import RoomServer, serve
from equityqi.room.visitors import Visit

__all__ = ["NoWay", "https_of", "serve", "serve_hub", "serve_many"]
SHORTEST_KEY, FEWEST = 16, 8  # letters of the opening key; different ones among them
MOST_OPEN = 500  # rooms at once
ONLY_BEHIND = (
    "Many rooms need https by a proxy. Add --address, and leave out --certificate and --key. deploy/vm/README.md shows"
    " how."
)
TOO_EASY = (
    f"The opening key is too easy to guess. Use {SHORTEST_KEY} letters and digits or more, {FEWEST} of them different."
    " openssl rand -hex 12 makes one."
)
WRONG_KEY = "That isn't the opening key. Ask whoever looks after the rooms for it."
FULL = "Too many rooms are open. Ask whoever looks after the rooms, or wait until other sessions have ended."


class Open(Visit):
    """Open a room for a trainer who has the opening key, and say where their own page is."""

    def initialize(self, key: str, today: Callable[[], dt.date]) -> None:
        self.opening_key, self.today = key, today

    async def post(self) -> None:
        rooms, given = self.application, self.body().get("key")
        # A right key always passes, so that wrong ones lock no trainer out. The key has to be too long to be guessed.
        if not isinstance(given, str) or not same(given.strip(), self.opening_key):
            await self.wait_when_wrong()
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=WRONG_KEY)
        if sum(not one.ended for one in rooms.rooms.values()) >= MOST_OPEN:
            raise HTTPError(HTTPStatus.CONFLICT, reason=FULL)
        day = self.today()
        session = 2 if organisation().session_2_date == day else 1
        room = rooms.add(new_room(rooms.engine, None, day, session, LONG_ONLINE))
        self.finish({"to": rooms.address(room, "lead")})


def many_routes(key: str, today: Callable[[], dt.date]) -> list[tuple[Any, ...]]:
    """Return the routes by which rooms are opened."""
    given = {"key": key, "today": today}
    return [(r"/open", Page, {"name": "open.html"}), (r"/open/room", Open, given)]


def tidy(rooms: RoomServer, today: dt.date) -> None:
    """Delete what is past its date, and the votes of rooms of other days that nobody ended."""
    for code in close_other_days(rooms.engine, today):
        if room := rooms.rooms.get(code):
            room.ended, room.seats, room.writers = True, set(), {}
            room.changed()
    server.tidy(rooms, today)


async def serve_many(
    place: Path,
    today: Callable[[], dt.date],
    port: int | None,
    ready: Callable[[str], None],
    https: Https | None,
    site: Path | None,
    database: str,
    key: str,
) -> None:
    """Run the rooms of an organisation behind its proxy until somebody stops them; ``ready`` gets their address.

    ``key`` is what trainers type to open a room. Hand-ins aren't taken: nobody but IT could reach them here. What is
    past its date is deleted at the start, and once an hour. Raises :class:`equityqi.room.network.NoWay`.
    """
    if not https or https.is_own:
        raise NoWay(ONLY_BEHIND)
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST:
        raise NoWay(TOO_EASY)
    with server.opened(place, database) as engine:
        made = server.make_server(engine, port, 1.0, https, site)
        made.add_handlers(".*", many_routes(key, today))
        made.opens = f"{made.network.base}/open"
        server.add_known(made)
        tidy(made, today())
        ready(made.network.base)
        await server.every_hour(lambda: tidy(made, today()))
