"""A room while it runs: what the trainer, the phones and the projector do, and the picture each of them gets."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update

from equityqi.room import pictures, store
from equityqi.room.feeds import Feed
from equityqi.room.letters import MOST, letters_in
from equityqi.room.polls import Poll, polls_of
from equityqi.room.rules import MOST_ROUNDS, PASS, NotAllowed, after, result
from equityqi.room.seats import MOST_SEATS, new_code, new_id
from equityqi.room.walls import LONGEST, MOST_NOTES, WALLS, cleaned, warning

FEELS = ("done", "minute", "stuck")
KEPT_DAYS = 30
FRESH: Mapping[str, Any] = {
    "session": 1, "block": "welcome", "began": None, "by_plan": True, "starts": "", "door": True, "screen": "welcome",
    "question": None, "wall": "questions", "wall_page": 0, "site": "",
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

    def vote(self, seat: str, poll: Any, choice: Any) -> None:
        """Save one phone's vote. Raises :class:`NotAllowed` where that round isn't open."""
        rounds, asked = self.rounds(), self.poll
        if not asked or not rounds or rounds[-1]["id"] != poll or rounds[-1]["state"] != "open":
            raise NotAllowed("This vote has closed, so your last choice stays as it was.")
        if choice != PASS and choice not in [option.code for option in asked.options]:
            raise NotAllowed("That isn't one of the answers. Load the page again.")
        with store.writing(self.engine) as at:
            store.put_vote(at, poll, seat, choice)
        self.changed("lead", "screen")

    def feel(self, seat: str, block: Any, feels: Any) -> None:
        """Save how one phone is doing in the block that the room is at."""
        if block != self.state["block"] or feels not in (*FEELS, ""):
            raise NotAllowed("The room has moved on. Please choose again.")
        with store.writing(self.engine) as at:
            store.put_sticky(at, self.code, seat, block, feels)
        self.changed("lead")

    def write(self, wall: Any, text: Any, id: Any = "", sure: bool = False, shown: bool = False) -> str:
        """Put a note on a wall, and return "" or a sentence to answer first, with which nothing was saved.

        ``id`` is the writer's own: the same note sent twice is one note.
        """
        if not isinstance(wall, str) or wall not in WALLS or not isinstance(text, str):
            raise NotAllowed("There is no such wall. Load the page again.")
        text = cleaned(text)
        if not text:
            return "Write a few words first."
        if len(text) > LONGEST:
            return f"That's longer than {LONGEST} letters. Please make it shorter."
        if not sure and (said := warning(text)):
            return said
        own = isinstance(id, str) and len(id) == 16 and set(id) <= set("0123456789abcdef")
        id = id if own else secrets.token_hex(8)
        with store.writing(self.engine) as at:
            here = store.note.c.room == self.code
            if at.execute(select(func.count()).where(here)).scalar_one() >= MOST_NOTES:
                raise NotAllowed("The walls are full. Please tell your trainer.")
            known = at.execute(select(store.note.c.id).where(store.note.c.id == id)).first()
            if not known:
                state = "shown" if shown else "waiting"
                place = self._place(at)
                new = {"id": id, "room": self.code, "wall": wall, "text": text, "state": state, "place": place}
                at.execute(insert(store.note).values(new))
        self.changed("lead", "screen")
        return ""

    def _place(self, at) -> int:
        last = select(func.max(store.note.c.place)).where(store.note.c.room == self.code)
        return (at.execute(last).scalar() or 0) + 1

    # ---- The trainer ----

    def ask(self, question: Any) -> None:
        """Put a question to the room, or ask it a second time once its first round is closed."""
        rounds = self._rounds_of(question)
        if rounds and rounds[-1]["state"] == "open":
            raise NotAllowed("This vote is open already.")
        if len(rounds) >= MOST_ROUNDS:
            raise NotAllowed("This question has had both its votes. Press Back to it to see them.")
        new = {"room": self.code, "case": self.state["case"], "question": question, "round": len(rounds) + 1}
        self._turn_to(question, {**new, "state": "open", "cards": {}})

    def go_back(self, question: Any) -> None:
        """Turn to a question that was asked before, with what was shown of it, and ask nothing."""
        if not self._rounds_of(question):
            raise NotAllowed("This question hasn't been asked yet.")
        self._turn_to(question)

    def _rounds_of(self, question: Any) -> list[Mapping[str, Any]]:
        if not isinstance(question, str) or question not in polls_of(self.state["case"]):
            raise NotAllowed("This question isn't in the course. Load the page again.")
        with store.reading(self.engine) as at:
            return store.rounds_of(at, self.code, self.state["case"], question)

    def _turn_to(self, question: str, new: Mapping[str, Any] | None = None) -> None:
        """Make this the room's question, with a new round if there is one; a vote on any other question closes."""
        other = (store.poll.c.room == self.code, store.poll.c.question != question, store.poll.c.state == "open")
        with store.writing(self.engine) as at:
            at.execute(update(store.poll).where(*other).values(state="closed"))
            if new:
                at.execute(insert(store.poll).values(new))
            self.state = store.change_state(at, self.code, question=question, screen="vote")
        self.changed()

    def act(self, act: str) -> None:
        """Close, reopen or show the newest round; a second round that is shown shows the first one too."""
        rounds, asked = self.rounds(), self.poll
        if not rounds or not asked:
            raise NotAllowed("Choose a question first.")
        new = after(act, rounds[-1]["state"])
        with store.writing(self.engine) as at:
            votes = [store.votes_of(at, one["id"]) for one in rounds]
            if act == "reopen" and not votes[-1].keys() <= self.seats:
                raise NotAllowed("Everybody has joined again since, and would vote a second time. Show it as it is.")
            for place, one in enumerate(rounds):
                values: dict[str, Any] = {"state": new}
                if new == "shown":
                    codes = [option.code for option in asked.options]
                    before = votes[place - 1] if place else None
                    values["result"] = asdict(result(codes, votes[place], one["cards"], before))
                if one is rounds[-1] or (new == "shown" and one["state"] == "closed"):
                    at.execute(update(store.poll).where(store.poll.c.id == one["id"]).values(values))
            self.state = store.change_state(at, self.code, screen="vote")
        self.changed()

    def count(self, round_: Any, cards: Any) -> None:
        """Save hands, cards and letters by option for a round. After it was shown only these numbers change: everybody
        saw them anyway.
        """
        asked = self.poll
        held = next((one for one in self.rounds() if one["round"] == round_), None)
        if not asked or held is None or not isinstance(cards, dict):
            raise NotAllowed("Choose a question first.")
        counts = {}
        for option in asked.options:
            many = cards.get(option.code, 0)
            if not isinstance(many, int) or isinstance(many, bool) or not 0 <= many <= MOST:
                raise NotAllowed(f"Type a whole number from 0 to {MOST} for each answer.")
            counts[option.code] = many
        values: dict[str, Any] = {"cards": counts}
        if held["result"]:
            values["result"] = {**held["result"], "cards": counts}
        with store.writing(self.engine) as at:
            at.execute(update(store.poll).where(store.poll.c.id == held["id"]).values(values))
        self.changed()

    def read_letters(self, text: Any) -> dict[str, Any]:
        """Return the counts of letters that the trainer typed or pasted, by option."""
        asked = self.poll
        if not asked or not isinstance(text, str):
            raise NotAllowed("Choose a question first.")
        found = letters_in(text, [option.letter for option in asked.options])
        cards = {option.code: found.counts[option.letter] for option in asked.options}
        return {"cards": cards, "passed": found.passed, "unknown": list(found.unknown)}

    def moderate(self, id: Any, what: Any, text: Any = None) -> None:
        """Show a note, take it off the screen, delete it, or give it other words: it waits as before, so that the
        trainer sees what the search for people says of them.
        """
        mine = (store.note.c.id == id, store.note.c.room == self.code)
        with store.writing(self.engine) as at:
            if what == "delete":
                at.execute(delete(store.note).where(*mine))
            elif what in ("show", "hide"):
                values: dict[str, Any] = {"state": "shown" if what == "show" else "waiting"}
                if what == "show":
                    values["place"] = self._place(at)
                at.execute(update(store.note).where(*mine).values(values))
            elif what == "edit" and isinstance(text, str) and cleaned(text):
                at.execute(update(store.note).where(*mine).values(text=cleaned(text)[:LONGEST]))
        self.changed("lead", "screen")

    def everybody_joins_again(self) -> None:
        """Take all seats away, with their votes in a round that is open: where there are more phones than people."""
        with store.writing(self.engine) as at:
            open_ = [one["id"] for one in store.rounds_of(at, self.code) if one["state"] == "open"]
            at.execute(delete(store.vote).where(store.vote.c.poll.in_(open_)))
            for table in (store.sticky, store.seat):  # votes of closed rounds stay, under seats that are gone
                at.execute(delete(table).where(table.c.room == self.code))
        self.seats.clear()
        self.changed()

    def end(self) -> None:
        """End the session: seats, votes and notes are deleted, the counts that were shown stay until the date."""
        store.end_room(self.engine, self.code)
        self.ended, self.seats = True, set()
        self.changed()


def open_room(engine: Engine, case: str, today: dt.date, session: int = 1) -> Room:
    """Return the room of this day, or a new one. Rooms of other days lose their seats and votes; what is past its date
    is deleted.
    """
    store.delete_rooms(engine, today)
    until = today + dt.timedelta(days=KEPT_DAYS)
    with store.reading(engine) as at:
        rooms = list(at.execute(select(store.room).where(~store.room.c.ended)).mappings())
    for one in rooms:
        if one["deletes_on"] != until:
            store.end_room(engine, one["code"], keep_notes=True)
    if now := next((one for one in rooms if one["deletes_on"] == until), None):
        return read_room(engine, now["code"])
    with store.writing(engine) as at:
        store.add_room(at, code := new_code(), until, {**FRESH, "case": case, "session": session})
    return read_room(engine, code)


def read_room(engine: Engine, code: str) -> Room:
    """Return a room as it is in the store."""
    with store.reading(engine) as at:
        held = at.execute(select(store.room).where(store.room.c.code == code)).mappings().one()
        seats = set(at.execute(select(store.seat.c.id).where(store.seat.c.room == code)).scalars())
    opened = held["deletes_on"] - dt.timedelta(days=KEPT_DAYS)
    return Room(engine, code, {**FRESH, **held["state"]}, held["ended"], opened, seats)


def _bytes(picture: dict[str, Any]) -> bytes:
    return json.dumps(picture, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
