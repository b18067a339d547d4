"""The routes by which people fill in a sheet of the survey, and send their hand-in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, stream_request_body

from equityqi.files import CouldNotWrite
from equityqi.room.hand_ins import MOST_BYTES, TOO_LARGE, NotTaken, take
from equityqi.room.rules import NotAllowed
from equityqi.room.seats import HAND_INS
from equityqi.room.sheets import asked, fill_in, has_sheet
from equityqi.room.visitors import Visit
from equityqi.room.walls import answer

OVER_HTTPS = (
    "A hand-in has your name on it, so the room takes it over https only. Send it to your trainer as you agreed: by"
    " email, or in Teams."
)
ENOUGH_SHEETS = "This sheet was sent from this phone several times. Please use another phone, or a sheet on paper."
ENOUGH_HAND_INS = (
    f"We've had {HAND_INS} hand-ins from here today, and your trainer has them. To send another one, ask your trainer."
)


class OneSheet(Visit):
    """The sheet that the room is at: ask it, and take it filled in."""

    def get(self, code: str) -> None:
        name = self.room.state["sheet"]
        if not name:
            raise NotAllowed("Nothing needs filling in just now.")
        self.finish(asked(name, self.is_safe_way))

    def post(self, code: str) -> None:
        sent = self.body()
        sure = sent.get("sure") is True
        of, again = f"{self.seat}:{sent.get('sheet')}", has_sheet(self.room, sent.get("id"))
        if not again and self.application.sheets_sent.is_reached(of):
            raise NotAllowed(ENOUGH_SHEETS)
        said = fill_in(self.room, sent.get("sheet"), sent.get("answers"), sent.get("id"), self.is_safe_way, sure)
        if not said and not again:
            self.application.sheets_sent.allows(of)
        self.finish(answer(said))


@stream_request_body
class Received(Visit):
    """A request with one hand-in, as the course made it."""

    kind_of_body = "application/zip"

    def initialize(self, **given: Any) -> None:
        super().initialize(**given)
        self.parts: list[bytes] = []

    def allow_size(self) -> None:
        """Let a body be as large as a hand-in may be."""
        if int(self.request.headers.get("Content-Length", 0)) > MOST_BYTES:
            raise HTTPError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason=TOO_LARGE)
        self.request.connection.set_max_body_size(MOST_BYTES)

    def data_received(self, chunk: bytes) -> None:
        self.parts.append(chunk)

    async def keep_it(self, write: Callable[[bytes, Path], str], place: Path) -> None:
        """Have it written by ``take`` or ``put``, and answer with its file's name."""
        try:
            name = await asyncio.to_thread(write, b"".join(self.parts), place)
        except (NotTaken, CouldNotWrite) as error:
            raise NotAllowed(str(error)) from None
        self.finish({"saved": True, "name": name})


class HandIn(Received):
    """One hand-in, into the folder that is marked."""

    async def prepare(self) -> None:
        await super().prepare()
        if not self.is_safe_way:
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=OVER_HTTPS)
        if not self.room.state["hand_in"] or self.room.ended or not self.application.hand_ins:
            raise NotAllowed("Your trainer isn't collecting hand-ins just now. Ask them, or send it later.")
        if self.application.hand_ins_sent.is_reached(self.seat):
            raise NotAllowed(ENOUGH_HAND_INS)
        self.allow_size()

    async def put(self, code: str) -> None:
        await self.keep_it(take, self.application.hand_ins)
        self.application.hand_ins_sent.allows(self.seat)
        self.room.changed("lead")


def sheet_routes() -> list[tuple[Any, ...]]:
    """Return these routes."""
    at, seat = r"/r/(?P<code>[^/]+)", {"kind": "seat"}
    return [(rf"{at}/sheet", OneSheet, seat), (rf"{at}/hand-in", HandIn, seat)]
