"""A room while it runs: what the trainer chose, who has joined, and the picture that each kind of visitor gets. Votes
are in ``voting.py``, the notes on its walls in ``notes.py``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from equityqi.room import pictures, store
from equityqi.room.feeds import Feed
from equityqi.room.polls import Poll, polls_of
from equityqi.room.rules import NotAllowed
from equityqi.room.seats import MOST_SEATS, new_id

FEELS = ("done", "minute", "stuck")
KEPT_DAYS = 30
FRESH: Mapping[str, Any] = {
    "session": 1, "block": "welcome", "began": None, "by_plan": True, "starts": "", "door": True, "screen": "welcome",
    "question": None, "wall": "questions", "wall_page": 0, "site": "",
    "sheet": "", "hand_in": False, "card": "", "port": 0,
}  # fmt: skip


@dataclass
class Room:
    """One room: what the trainer chose (``state``), who has joined, and a feed for each kind of visitor."""

    engine: Engine
    code: str
    state: dict[str, Any]
    ended: bool = False
    opened: dt.date | None = None
    seats: set[str] = field(default_factory=set)
    warnings: dict[str, str] = field(default_factory=dict)  # by the text of a note
    writers: dict[str, str] = field(default_factory=dict)  # the seats of notes that wait: in memory, and no longer
    muted: set[str] = field(default_factory=set)  # seats whose notes aren't taken any more
    around: Callable[[], dict[str, Any]] = dict  # what the process knows: network, earlier rooms
    feeds: dict[str, Feed] = field(init=False)
    _rounds: list[Mapping[str, Any]] | None = None  # of the question, as the store has them; None after each act

    def __post_init__(self) -> None:
        draws = {"phone": pictures.for_phone, "screen": pictures.for_screen, "lead": pictures.for_lead}
        self.feeds = {kind: Feed(lambda draw=draw: _bytes(draw(self))) for kind, draw in draws.items()}

    def changed(self, *kinds: str) -> None:
        """Tell those who listen: of these kinds, or all of them after an act of the trainer."""
        if not kinds:
            self._rounds = None
        for kind in kinds or self.feeds:
            self.feeds[kind].changed()

    @property
    def poll(self) -> Poll | None:
        """The question that the room is at."""
        return polls_of(self.state["case"]).get(self.state["question"] or "")

    def rounds(self) -> list[Mapping[str, Any]]:
        """The rounds of that question, in order."""
        if self._rounds is None:
            with store.reading(self.engine) as at:
                asked = self.state["question"]
                self._rounds = store.rounds_of(at, self.code, self.state["case"], asked) if asked else []
        return self._rounds

    def set(self, **new: Any) -> None:
        """Change what the trainer chose."""
        with store.writing(self.engine) as at:
            self.state = store.change_state(at, self.code, **new)
        self.changed()

    # ---- Phones ----

    def join(self) -> str:
        """Give a new phone a seat, and return its id. Raises :class:`NotAllowed` in a sentence."""
        if self.ended:
            raise NotAllowed("This session is over. Thank you for coming.")
        if not self.state["door"]:
            raise NotAllowed("The room is closed to new phones. Ask your trainer, or hold up your card.")
        if len(self.seats) >= MOST_SEATS:
            raise NotAllowed("The room is full. Please tell your trainer, and hold up your card.")
        new = new_id()
        with store.writing(self.engine) as at:
            at.execute(insert(store.seat).values(id=new, room=self.code))
        self.seats.add(new)
        self.changed("lead", "screen")
        return new

    def mine(self, seat: str) -> dict[str, Any]:
        """Return what one phone has given: its vote in the newest round, and how it is doing in this block."""
        rounds = self.rounds()
        with store.reading(self.engine) as at:
            votes = store.votes_of(at, rounds[-1]["id"]) if rounds else {}
            here = store.sticky.c.seat == seat, store.sticky.c.block == self.state["block"]
            feels = at.execute(select(store.sticky.c.feels).where(*here)).scalar()
        poll = rounds[-1]["id"] if rounds else None
        return {"poll": poll, "choice": votes.get(seat), "block": self.state["block"], "feels": feels}

    def feel(self, seat: str, block: Any, feels: Any) -> None:
        """Save how one phone is doing in the block that the room is at."""
        if block != self.state["block"] or feels not in (*FEELS, ""):
            raise NotAllowed("The room has moved on. Please choose again.")
        with store.writing(self.engine) as at:
            store.put_sticky(at, self.code, seat, block, feels)
        self.changed("lead")

    # ---- The trainer ----

    def everybody_joins_again(self) -> None:
        """Take all seats away, with their votes in a round that is open: where there are more phones than people."""
        with store.writing(self.engine) as at:
            open_ = [one["id"] for one in store.rounds_of(at, self.code) if one["state"] == "open"]
            at.execute(delete(store.vote).where(store.vote.c.poll.in_(open_)))
            for table in (store.sticky, store.seat):  # votes of closed rounds stay, under seats that are gone
                at.execute(delete(table).where(table.c.room == self.code))
        self.seats.clear()
        self.writers.clear()
        self.changed()

    def end(self) -> None:
        """End the session: seats, votes and notes are deleted, the counts that were shown stay until the date."""
        store.end_room(self.engine, self.code)
        self.ended, self.seats, self.writers = True, set(), {}
        self.changed()


def _bytes(picture: dict[str, Any]) -> bytes:
    return json.dumps(picture, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
