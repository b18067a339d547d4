"""The routes of phones, of the projector and of the pages themselves."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from tornado.web import HTTPError

from equityqi.files import WEB_TYPES
from equityqi.room.network import qr
from equityqi.room.notes import write
from equityqi.room.rules import NotAllowed
from equityqi.room.seats import is_own_id, same
from equityqi.room.visitors import NOT_YOURS, Listen, Picture, Visit
from equityqi.room.voting import vote
from equityqi.room.walls import answer

NO_MORE_NOTES = (
    "Your trainer takes no more notes from this phone. You can still vote. Would you like to say something? Tell them."
)
ENOUGH_NOTES = "This phone has sent as many notes as it can today. Please tell your trainer the rest."
MANY_JOIN = "Very many phones are joining just now. Wait a minute, then press the button again."


class Page(Visit):
    """One of the pages; what it shows comes later, as data."""

    def initialize(self, name: str) -> None:
        self.name = name

    def get(self, code: str = "") -> None:
        self.application.show_page(self, self.name)


class File(Visit):
    """A style sheet or a script of the pages."""

    needs_room = False

    def get(self, name: str) -> None:
        kind = PurePosixPath(name).suffix
        if name not in self.application.pages or kind not in (".js", ".css"):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.set_header("Content-Type", WEB_TYPES[kind])
        self.finish(self.application.pages[name])


class Short(Visit):
    """The short address on the screen leads to the room, and so does one without its slash."""

    def get(self, code: str) -> None:
        self.redirect(f"/r/{self.room.code}/")


class Health(Visit):
    """Whether the server runs, and how many phones it has: the trainer's page *Prepare* asks."""

    needs_proxy = False

    def get(self) -> None:
        self.finish({"room": True, "phones": sum(len(one.seats) for one in self.application.rooms.values())})


class Join(Visit):
    """A phone comes in; one that has a seat keeps it."""

    def post(self, code: str) -> None:
        held = (self.get_signed_cookie("seat", max_age_days=2) or b"").decode().partition(":")[2]
        joins, code_ = self.application.joins, self.room.code
        if held in self.room.seats:
            seat = held
        elif joins.is_reached(code_):
            raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS, reason=MANY_JOIN)
        else:
            seat = self.room.join()
            joins.allows(code_)  # who wasn't let in doesn't count
        path = f"/r/{self.room.code}/"
        self.keep("seat", f"{self.room.code}:{seat}", path, strict=False)
        self.finish({"to": path})


class Mine(Visit):
    """What this phone gave."""

    def get(self, code: str) -> None:
        self.finish(self.room.mine(self.seat))


class Vote(Visit):
    """Save a vote."""

    def put(self, code: str) -> None:
        sent = self.body()
        vote(self.room, self.seat, sent.get("poll"), sent.get("choice"))
        self.finish({"saved": True})


class Feel(Visit):
    """Save how somebody is doing."""

    def put(self, code: str) -> None:
        sent = self.body()
        self.room.feel(self.seat, sent.get("block"), sent.get("feels"))
        self.finish({"saved": True})


class Write(Visit):
    """Put a note on the wall; it waits there for the trainer."""

    def post(self, code: str) -> None:
        sent = self.body()
        if self.room.ended:
            raise HTTPError(HTTPStatus.CONFLICT, reason="This session is over.")
        if self.seat in self.room.muted:
            raise NotAllowed(NO_MORE_NOTES)
        id = sent["id"] if is_own_id(sent.get("id")) else secrets.token_hex(8)
        new = id not in self.room.writers
        if new and self.application.notes_sent.is_reached(self.seat):
            raise NotAllowed(ENOUGH_NOTES)
        self.room.writers.setdefault(id, self.seat)  # before the trainer's page hears of the note
        said = write(self.room, sent.get("wall"), sent.get("text"), id, sent.get("sure") is True)
        if new and said:
            del self.room.writers[id]
        elif new:
            self.application.notes_sent.allows(self.seat)
        self.finish(answer(said))


class Enter(Visit):
    """The key from the address becomes a cookie, so that it is in no history and no log."""

    def initialize(self, enters: str) -> None:
        self.enters = enters

    def post(self, code: str) -> None:
        from_page = self.body().get("key")
        allowed = self.enters != "lead" or self.is_trainers_way
        if not allowed or not isinstance(from_page, str) or not same(from_page, self.key(self.enters)):
            raise HTTPError(HTTPStatus.FORBIDDEN, reason=NOT_YOURS)
        self.keep(self.enters, self.key(self.enters), f"/r/{self.room.code}/{self.enters}", strict=True)
        self.finish({"in": True})


class Code(Visit):
    """The picture that opens the room on a phone."""

    def get(self, code: str) -> None:
        base = self.application.network.base
        if not base:
            raise HTTPError(HTTPStatus.NOT_FOUND, reason="Phones can't join yet.")
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(qr(f"{base}/{self.room.code}"))


def routes() -> list[tuple[Any, ...]]:
    """Return the routes of everybody but the trainer."""
    at = r"/r/(?P<code>[^/]+)"
    seat, screen = {"kind": "seat"}, {"kind": "screen"}
    return [
        (r"/", Page, {"name": "phone.html"}),
        (r"/health", Health),
        (r"/files/(?P<name>[^/]+)", File),
        (at, Short),
        (rf"{at}/", Page, {"name": "phone.html"}),
        (rf"{at}/join", Join),
        (rf"{at}/events", Listen, seat),
        (rf"{at}/state", Picture, seat),
        (rf"{at}/mine", Mine, seat),
        (rf"{at}/vote", Vote, seat),
        (rf"{at}/sticky", Feel, seat),
        (rf"{at}/wall", Write, seat),
        (rf"{at}/screen", Page, {"name": "screen.html"}),
        (rf"{at}/screen/enter", Enter, {"enters": "screen"}),
        (rf"{at}/screen/events", Listen, screen),
        (rf"{at}/screen/state", Picture, screen),
        (rf"{at}/screen/qr.svg", Code, screen),
        (r"/(?P<code>[A-Za-z0-9]{3,12})", Short),
    ]
