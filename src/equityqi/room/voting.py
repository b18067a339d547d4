"""Votes in a room: ask, vote, close, talk, ask again, show. What may be shown is decided in ``rules.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, update

from equityqi.room import store
from equityqi.room.hub import Room
from equityqi.room.letters import MOST, letters_in
from equityqi.room.polls import polls_of
from equityqi.room.rules import MOST_ROUNDS, PASS, NotAllowed, after, result


def vote(room: Room, seat: str, poll: Any, choice: Any) -> None:
    """Save one phone's vote. Raises :class:`NotAllowed` where that round isn't open."""
    rounds, asked = room.rounds(), room.poll
    if not asked or not rounds or rounds[-1]["id"] != poll or rounds[-1]["state"] != "open":
        raise NotAllowed("This vote has closed, so your last choice stays as it was.")
    if choice != PASS and choice not in [option.code for option in asked.options]:
        raise NotAllowed("That isn't one of the answers. Load the page again.")
    with store.writing(room.engine) as at:
        store.put_vote(at, poll, seat, choice)
    room.changed("lead", "screen")


def ask(room: Room, question: Any) -> None:
    """Put a question to the room, or ask it a second time once its first round is closed."""
    rounds = _rounds_of(room, question)
    if rounds and rounds[-1]["state"] == "open":
        raise NotAllowed("This vote is open already.")
    if len(rounds) >= MOST_ROUNDS:
        raise NotAllowed("This question has had both its votes. Press Back to it to see them.")
    new = {"room": room.code, "case": room.state["case"], "question": question, "round": len(rounds) + 1}
    _turn_to(room, question, {**new, "state": "open", "cards": {}})


def go_back(room: Room, question: Any) -> None:
    """Turn to a question that was asked before, with what was shown of it, and ask nothing."""
    if not _rounds_of(room, question):
        raise NotAllowed("This question hasn't been asked yet.")
    _turn_to(room, question)


def _rounds_of(room: Room, question: Any) -> list[Mapping[str, Any]]:
    if not isinstance(question, str) or question not in polls_of(room.state["case"]):
        raise NotAllowed("This question isn't in the course. Load the page again.")
    with store.reading(room.engine) as at:
        return store.rounds_of(at, room.code, room.state["case"], question)


def _turn_to(room: Room, question: str, new: Mapping[str, Any] | None = None) -> None:
    """Make this the room's question, with a new round if there is one; a vote on any other question closes."""
    other = (store.poll.c.room == room.code, store.poll.c.question != question, store.poll.c.state == "open")
    with store.writing(room.engine) as at:
        at.execute(update(store.poll).where(*other).values(state="closed"))
        if new:
            at.execute(insert(store.poll).values(new))
        room.state = store.change_state(at, room.code, question=question, screen="vote")
    room.changed()


def act(room: Room, act: str) -> None:
    """Close, reopen or show the newest round; a second round that is shown shows the first one too."""
    rounds, asked = room.rounds(), room.poll
    if not rounds or not asked:
        raise NotAllowed("Choose a question first.")
    new = after(act, rounds[-1]["state"])
    with store.writing(room.engine) as at:
        votes = [store.votes_of(at, one["id"]) for one in rounds]
        if act == "reopen" and not votes[-1].keys() <= room.seats:
            raise NotAllowed("Everybody has joined again since, and would vote a second time. Show it as it is.")
        for place, one in enumerate(rounds):
            values: dict[str, Any] = {"state": new}
            if new == "shown":
                codes = [option.code for option in asked.options]
                before = votes[place - 1] if place else None
                values["result"] = asdict(result(codes, votes[place], one["cards"], before))
            if one is rounds[-1] or (new == "shown" and one["state"] == "closed"):
                at.execute(update(store.poll).where(store.poll.c.id == one["id"]).values(values))
        room.state = store.change_state(at, room.code, screen="vote")
    room.changed()


def count(room: Room, round_: Any, cards: Any) -> None:
    """Save hands, cards and letters by option for a round. After it was shown only these numbers change: everybody
    saw them anyway.
    """
    asked = room.poll
    held = next((one for one in room.rounds() if one["round"] == round_), None)
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
    with store.writing(room.engine) as at:
        at.execute(update(store.poll).where(store.poll.c.id == held["id"]).values(values))
    room.changed()


def read_letters(room: Room, text: Any) -> dict[str, Any]:
    """Return the counts of letters that the trainer typed or pasted, by option."""
    asked = room.poll
    if not asked or not isinstance(text, str):
        raise NotAllowed("Choose a question first.")
    found = letters_in(text, [option.letter for option in asked.options])
    cards = {option.code: found.counts[option.letter] for option in asked.options}
    return {"cards": cards, "passed": found.passed, "unknown": list(found.unknown)}
