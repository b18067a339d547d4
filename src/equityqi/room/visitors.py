"""What every request goes through: the host, the room, who asks, how often, and the headers of each answer."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from tornado.iostream import StreamClosedError
from tornado.log import app_log
from tornado.web import HTTPError, RequestHandler

from equityqi.room.feeds import Feed
from equityqi.room.hub import Room
from equityqi.room.network import HERE
from equityqi.room.rules import NotAllowed
from equityqi.room.seats import WRONG_CODES, as_code, key_of, same

POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " object-src 'none'"
)
LOCAL = (HERE, "localhost")
MOST_LINES = 4  # that one visitor listens on at once
TOO_MANY_CODES = "Very many wrong codes are being typed just now. Look at yours again, then type it once more."
TOO_OFTEN = "That's very often. Wait a minute, then try again."
NO_ROOM = "There's no room with this code. Look at the code on the screen, and type it again."
NOT_IN = "You're not in this room yet. Type the code on the screen."
NOT_YOURS = "Only the trainer can open this. Start from the trainer's own page."
NO_HOST = (
    "Open https://{name}. If you did, the proxy has to send the room the header Host with that name in it."
    " docs/room.md shows how, under 'Over https'."
)
NO_HTTPS = (
    "Open https://{name}. If you did, the proxy has to send the room the header X-Forwarded-Proto: https."
    " docs/room.md shows how, under 'Over https'."
)


class Visit(RequestHandler):
    """One request. ``kind`` says who may make it: "", "seat", "screen" or "lead"."""

    kind = ""
    kind_of_body = "application/json"  # none that a form on another site could send
    needs_room = True
    needs_proxy = True  # where the room is behind one
    room: Room
    seat = ""

    def initialize(self, kind: str = "") -> None:
        self.kind = kind

    def set_default_headers(self) -> None:
        for name, value in {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
            "Server": "room",
        }.items():
            self.set_header(name, value)

    async def prepare(self) -> None:
        self._check_way()
        if self.request.method not in ("GET", "HEAD"):
            self.check_origin()
        code = self.path_kwargs.get("code")
        if self.needs_room and code is not None:
            await self._find(as_code(code))
        self._check_who()

    def _check_way(self) -> None:
        """Refuse another site that points here, and say what is missing where a proxy leaves it out."""
        network, host = self.application.network, self.request.host
        if not network.behind_proxy or not self.needs_proxy:
            if host not in network.hosts:
                raise HTTPError(HTTPStatus.BAD_REQUEST, reason="This address isn't the room's.")
        elif host != network.host:
            raise HTTPError(HTTPStatus.BAD_REQUEST, reason=NO_HOST.format(name=network.host))
        elif self.request.protocol != "https":
            raise HTTPError(HTTPStatus.BAD_REQUEST, reason=NO_HTTPS.format(name=network.host))

    def check_origin(self) -> None:
        """Turn away what a page of another site could have sent."""
        sent = self.request.headers
        if not sent.get("Content-Type", "").startswith(self.kind_of_body):
            raise HTTPError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, reason=f"Send {self.kind_of_body}.")
        origin = urlsplit(sent.get("Origin", "")).netloc
        if sent.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none") or origin not in (
            "",
            self.request.host,
        ):
            raise HTTPError(HTTPStatus.FORBIDDEN, reason="This came from another site.")

    async def _find(self, code: str) -> None:
        found = self.application.rooms.get(code)
        if not found:
            await self.wait_when_wrong()
            raise HTTPError(HTTPStatus.NOT_FOUND, reason=NO_ROOM)
        self.room = found

    async def wait_when_wrong(self) -> None:
        """Wait before the answer to a wrong code, or say at once that very many wait already.

        A right code never waits, so whoever guesses needn't either: the length of the codes keeps them out. The wait
        slows down people and simple scripts, and the limit keeps those who wait from using up connections.
        """
        rooms = self.application
        if rooms.waiting >= WRONG_CODES:
            raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS, reason=TOO_MANY_CODES)
        rooms.waiting += 1
        try:
            await asyncio.sleep(rooms.wait)
        finally:
            rooms.waiting -= 1

    def _check_who(self) -> None:
        if self.kind in ("lead", "screen"):
            key = self.get_signed_cookie(self.kind, max_age_days=2) or b""
            if not same(key.decode(), self.key(self.kind)):
                raise HTTPError(HTTPStatus.FORBIDDEN, reason=NOT_YOURS)
        if self.kind == "lead" and not self.is_trainers_way:
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=NOT_YOURS)
        if self.kind == "seat":
            code, _, seat = (self.get_signed_cookie("seat", max_age_days=2) or b"").decode().partition(":")
            if code != self.room.code or seat not in self.room.seats:
                raise HTTPError(HTTPStatus.FORBIDDEN, reason=NOT_IN)
            self.seat = seat
            if self.request.method != "GET" and not self.application.writes.allows(seat):
                raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS, reason=TOO_OFTEN)

    @property
    def is_safe_way(self) -> bool:
        """Whether people's own words may travel this way: on this computer, or over https."""
        return self.request.protocol == "https" or self._stays_here

    @property
    def is_trainers_way(self) -> bool:
        """Whether the trainer's page opens this way: behind a proxy over https, else on this computer alone."""
        return self.request.protocol == "https" if self.application.network.behind_proxy else self._stays_here

    @property
    def _stays_here(self) -> bool:
        """Whether the request never left this computer. Its Host can say anything, so the connection has to agree."""
        stream: Any = getattr(self.request.connection, "stream", None)
        arrived = stream and stream.socket and stream.socket.getsockname()[0]
        named = self.request.host_name in LOCAL and not self.application.network.behind_proxy
        return named and arrived == HERE

    def key(self, kind: str) -> str:
        """Return the key of the room's trainer or projector."""
        return key_of(self.application.secret, self.room.code, kind)

    def keep(self, name: str, value: str, path: str, strict: bool) -> None:
        """Set a signed cookie that no script reads."""
        secure = self.request.protocol == "https"
        same_site = "Strict" if strict else "Lax"  # Strict loses the seat when the link comes from Teams
        self.set_signed_cookie(name, value, expires_days=1, path=path, httponly=True, samesite=same_site, secure=secure)

    def body(self) -> dict[str, Any]:
        """Return what was sent."""
        try:
            sent = json.loads(self.request.body)
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict):
            raise HTTPError(HTTPStatus.BAD_REQUEST, reason="This can't be read. Load the page again.")
        return sent

    def write_error(self, status_code: int, **held: Any) -> None:
        error = held.get("exc_info", (None, None))[1]
        if isinstance(error, NotAllowed):
            self.set_status(HTTPStatus.CONFLICT)
            said = str(error)
        else:
            said = getattr(error, "reason", None) or "Something went wrong here. Load the page again."
        if self.request.method == "GET" and "text/html" in self.request.headers.get("Accept", ""):
            self.application.show_page(self, "sorry.html", said)
            return
        self.finish({"said": said})

    def send_error(self, status_code: int = 500, **held: Any) -> None:
        """Send a sentence; where the line broke in the middle of an answer, there is nobody left to tell."""
        if not self._headers_written:
            return super().send_error(status_code, **held)
        with suppress(StreamClosedError):
            if not self._finished:
                self.finish()

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log a fault of the program alone, and never who asked: Tornado's own words have the address in them."""
        if not isinstance(error, NotAllowed | HTTPError):
            app_log.error("The room couldn't answer", exc_info=(kind, error, trace))


class Listen(Visit):
    """The newest picture, again at each change, as server-sent events."""

    async def get(self, code: str) -> None:
        who = f"{self.kind}:{self.seat or self.room.code}"
        lines = self.application.lines
        if lines[who] >= MOST_LINES:
            raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS, reason="This room is open in too many windows. Close one.")
        lines[who] += 1
        feed: Feed = self.room.feeds["phone" if self.kind == "seat" else self.kind]
        feed.listeners += 1
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("X-Accel-Buffering", "no")
        seat, number, fresh = self.seat, -1, True
        try:
            self.write("retry: 1500\n\n")
            while not seat or seat in self.room.seats or self.room.ended:
                if fresh:
                    number = feed.number
                    self.write(b"data: " + feed.picture + b"\n\n")
                else:
                    self.write("event: here\ndata:\n\n")  # a page that hears nothing knows that it is cut off
                await self.flush()
                fresh = await feed.next_after(number)
        except StreamClosedError:
            pass
        finally:
            feed.listeners -= 1
            lines[who] -= 1
            if not lines[who]:
                del lines[who]


class Picture(Visit):
    """The newest picture once, where events don't come through."""

    def get(self, code: str) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(self.room.feeds["phone" if self.kind == "seat" else self.kind].picture)
