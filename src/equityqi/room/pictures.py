"""The whole picture that each kind of visitor gets: phones, projector, trainer. What is not in it never leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy import Engine, func, select

from equityqi.lessons.runsheet import Block, Session, in_minutes, read_runsheet
from equityqi.lessons.runsheet_pages import page_link
from equityqi.organisation import organisation
from equityqi.room import store
from equityqi.room.polls import Poll
from equityqi.room.rules import MOST_ROUNDS, Result, in_words
from equityqi.room.seats import in_groups
from equityqi.room.walls import ASKS, WALLS, warning

ON_SCREEN = 9  # notes at once
A_FLOOD = 4  # notes of one phone that wait
SHEETS = {"pre": "First survey", "exit": "Exit ticket", "post": "After the course", "sliders": "Now and looking back"}


class Room(Protocol):
    """What a picture is drawn from: the room of ``hub.py``."""

    engine: Engine
    code: str
    state: dict[str, Any]
    ended: bool
    seats: set[str]
    warnings: dict[str, str]
    writers: dict[str, str]
    around: Callable[[], dict[str, Any]]

    @property
    def poll(self) -> Poll | None: ...

    def rounds(self) -> list[Mapping[str, Any]]: ...


def session_of(room: Room) -> Session:
    """Return the session that the room is in."""
    return read_runsheet().session(room.state["session"])


def block_of(room: Room) -> Block:
    """Return the block that the room is at."""
    session = session_of(room)
    return next((one for one in session.blocks if one.id == room.state["block"]), session.blocks[0])


def for_phone(room: Room) -> dict[str, Any]:
    """What every phone gets: the question, what was shown of it, and where the room is."""
    block = block_of(room)
    return {
        "code": in_groups(room.code),
        "ended": room.ended,
        "organisation": organisation().name,
        "block": {"id": block.id, "title": block.agenda, "page": _page(room, block)},
        "vote": _vote(room, counted=False),
        "wall": {"id": room.state["wall"], "title": WALLS[room.state["wall"]], "ask": ASKS[room.state["wall"]]},
        "sheet": {"name": name, "title": SHEETS[name]} if (name := room.state["sheet"]) else None,
        "hand_in": room.state["hand_in"],
    }


def _page(room: Room, block: Block) -> str:
    """Return where the block's page is in the course by a link: in this room, or where the trainer's address says."""
    site = room.around().get("learn") or room.state["site"]
    return (
        site.rstrip("/") + "/" + page_link(block).replace("../", "course/").replace(".ipynb", ".html")
        if (site and block.notebook)
        else ""
    )


def for_screen(room: Room) -> dict[str, Any]:
    """What the projector gets."""
    return {
        **_clock(room),
        "ended": room.ended,
        "view": room.state["screen"],
        "organisation": organisation().name,
        "phones": len(room.seats),
        "join": _join(room),
        "vote": _vote(room),
        "wall": _wall(room),
        "sheet": _sheet(room),
    }


def for_lead(room: Room) -> dict[str, Any]:
    """What the trainer gets: all of it, and never a vote."""
    with store.reading(room.engine) as at:
        asked = {one["question"] for one in store.rounds_of(at, room.code, room.state["case"])}
        feels = store.stickies_of(at, room.code, room.state["block"])
        waiting = select(store.note.c.id, store.note.c.wall, store.note.c.text, store.note.c.state)
        waiting = waiting.where(store.note.c.room == room.code).order_by(store.note.c.place, store.note.c.id)
        notes = [dict(one) for one in at.execute(waiting).mappings()]
    known, room.warnings = room.warnings, {}  # the search takes a while, so each text is looked through once
    for text in (one["text"] for one in notes):
        room.warnings[text] = known[text] if text in known else warning(text)
    floods = _floods(room, {one["id"] for one in notes if one["state"] == "waiting"})
    return {
        **_clock(room),
        "ended": room.ended,
        "state": {key: value for key, value in room.state.items() if key != "wall_page"},
        "phones": len(room.seats),
        "join": _join(room),
        "feels": {kind: feels.get(kind, 0) for kind in ("done", "minute", "stuck")},
        "vote": _vote(room),
        "asked": sorted(asked),
        "notes": [{**one, "warning": room.warnings[one["text"]], "flood": one["id"] in floods} for one in notes],
        "walls": WALLS,
        "wall_page": _wall(room)["page"],
        "sheets": sheet_counts(room),
        "around": room.around(),
    }


def _floods(room: Room, waiting: set[str]) -> set[str]:
    """Return the notes of phones that have very many waiting. Where it's fewer, the trainer isn't told which notes come
    from one phone: notes have no name.
    """
    by_phone = Counter(seat for id, seat in room.writers.items() if id in waiting)
    return {id for id in waiting if by_phone[room.writers.get(id, "")] >= A_FLOOD}


def _join(room: Room) -> dict[str, str] | None:
    address = room.around().get("shown")
    return {"code": in_groups(room.code), "address": address} if address and room.state["door"] else None


def _clock(room: Room) -> dict[str, Any]:
    """Where the session is by its runsheet; the time of day is read in the browser."""
    session, block = session_of(room), block_of(room)
    late = max(0, round((room.state["began"] or 0) - block.start)) if room.state["began"] is not None else 0
    rest = session.blocks[session.blocks.index(block) + 1 :]
    coming = next((one for one in rest if one.kind == "break"), None)
    starts = in_minutes(room.state["starts"] or read_runsheet().starts_at(session.number))
    end = coming.start if coming else session.minutes
    return {
        "session": session.number,
        "title": session.title,
        "starts": starts,
        "block": {"id": block.id, "title": block.agenda, "from": block.start, "to": block.end, "kind": block.kind},
        "next": {"title": "Break" if coming else "End", "at": starts + end + late},
    }


def _vote(room: Room, counted: bool = True) -> dict[str, Any] | None:
    """The question with its rounds: while one is open a count of answers, once it is shown its result."""
    poll, rounds = room.poll, room.rounds()
    if not poll or not rounds:
        return None
    drawn = [_round(room, one, counted) for one in rounds]
    said, left_out = in_words([shown for one in rounds if (shown := _shown(one))])
    more = {"said": said, "left_out": left_out, "may_ask_again": len(rounds) < MOST_ROUNDS}
    return {"question": poll.data(), "rounds": drawn, **more}


def _round(room: Room, one: Mapping[str, Any], counted: bool) -> dict[str, Any]:
    drawn: dict[str, Any] = {"id": one["id"], "round": one["round"], "state": one["state"]}
    if counted:
        drawn |= {"phones": _answered(room, one["id"]), "cards": one["cards"]}
    if shown := _shown(one):
        drawn["result"] = {"bars": shown.bars}
    return drawn


def _shown(one: Mapping[str, Any]) -> Result | None:
    return Result(**one["result"]) if one["state"] == "shown" and one["result"] else None


def _answered(room: Room, poll: int) -> int:
    """Return how many phones have answered; a pass is an answer."""
    with store.reading(room.engine) as at:
        return at.execute(select(func.count()).select_from(store.vote).where(store.vote.c.poll == poll)).scalar_one()


def _sheet(room: Room) -> dict[str, Any] | None:
    """The survey's sheet that everybody is asked to fill in, and how many have come by phone."""
    name = room.state["sheet"]
    return {"title": SHEETS[name], "many": sheet_counts(room).get(name, 0)} if name else None


def sheet_counts(room: Room) -> dict[str, int]:
    """Return how many of each sheet have come."""
    held = store.sheet.c
    with store.reading(room.engine) as at:
        counted = select(held.name, func.count()).where(held.room == room.code).group_by(held.name)
        return {name: many for name, many in at.execute(counted)}


def _wall(room: Room) -> dict[str, Any]:
    """The notes that are shown on the wall that the screen is at, so many at a time."""
    wall = room.state["wall"]
    here = (store.note.c.room == room.code, store.note.c.wall == wall, store.note.c.state == "shown")
    with store.reading(room.engine) as at:
        texts = list(at.execute(select(store.note.c.text).where(*here).order_by(store.note.c.place)).scalars())
    pages = max(1, -(-len(texts) // ON_SCREEN))
    page = min(room.state["wall_page"], pages - 1)
    notes = texts[page * ON_SCREEN : (page + 1) * ON_SCREEN]
    return {"id": wall, "title": WALLS[wall], "notes": notes, "page": page, "pages": pages, "many": len(texts)}
