"""Many rooms in one process behind a proxy: trainers open their own with a key, and a day that is over is tidied."""

import asyncio
import datetime as dt
from contextlib import suppress

import pytest
from sqlalchemy.exc import DatabaseError

from equityqi.room import many, server
from equityqi.room.network import Https, NoWay
from tests.room.conftest import DAY, Visitor, alone, rows

KEY = "rowan-tea-kettle-482"
HOST = "room.example.org"


@pytest.fixture
def rooms(tmp_path, monkeypatch):
    """Run a test's coroutine while many rooms are served; ``days`` is the day that the program believes it is."""
    kept, days = {}, [DAY]
    make = many.server.make_server
    monkeypatch.setattr(many.server, "make_server", lambda *given: kept.update(made=make(*given)) or kept["made"])

    def _run(work, **given):
        async def within():
            ready = asyncio.Event()
            given_ = {"https": Https(HOST), "site": None, "database": "", "key": KEY, **given}
            serving = asyncio.create_task(
                many.serve_many(tmp_path, lambda: days[0], None, lambda base: ready.set(), *given_.values())
            )
            done, _ = await asyncio.wait(
                {serving, waiting := asyncio.create_task(ready.wait())}, return_when="FIRST_COMPLETED"
            )
            if serving in done:
                waiting.cancel()
                return serving.result()
            kept["made"].wait = 0
            try:
                return await work(kept["made"], days)
            finally:
                serving.cancel()
                with suppress(asyncio.CancelledError):
                    await serving
                await kept["made"].network.close()

        return alone(within())

    return _run


class Trainer(Visitor):
    """Somebody who comes by the proxy."""

    async def ask(self, path, body=None, method=None, headers=(), host=None):
        return await super().ask(path, body, method, (*headers, ("X-Forwarded-Proto", "https")), host or HOST)


async def open_one(made):
    trainer = Trainer(made, None)
    reply = await trainer.ask("/open/room", {"key": f" {KEY} "})
    code, key = reply.held["to"].removeprefix(f"https://{HOST}/r/").split("/lead#")
    trainer.room = made.rooms[code]
    assert key == made.key(trainer.room, "lead")
    return await trainer.enter("lead")


def test_two_trainers_open_rooms_of_their_own_and_see_nothing_of_each_other(rooms):
    async def work(made, days):
        page = await Trainer(made, None).ask("/open")
        assert page.code == 200 and b"The opening key" in page.body
        one, other = await open_one(made), await open_one(made)
        assert one.room is not other.room and len(one.room.code) == 8
        assert (await one.act("ask", question="vignettes-1-8/6")).code == 200
        assert (await other.ask("lead/state")).held["vote"] is None
        assert (await one.ask(f"/r/{other.room.code}/lead/state")).code == 403
        phone = await Trainer(made, one.room).join()
        assert (await phone.vote("D")).code == 200
        assert "Secure" in (await phone.ask("join", {})).headers["Set-Cookie"]

    rooms(work)


def test_the_address_that_a_trainer_kept_opens_the_walls_in_another_browser_for_30_days(rooms):
    async def work(made, days):
        trainer = await open_one(made)
        await trainer.act("note", wall="commitments", text="I will ask who is missing")
        back = (await trainer.ask("lead/polls")).held["back"]
        many.tidy(made, DAY + dt.timedelta(days=29))
        code, key = back.removeprefix(f"https://{HOST}/r/").split("/lead#")
        other = Trainer(made, made.rooms[code])
        assert (await other.ask("lead/enter", {"key": key})).code == 200
        assert b"ask who is missing" in (await other.ask("lead/print/commitments")).body
        for page in ("lead", "lead/state", "lead/print/commitments"):  # nobody else gets it
            assert key.encode() not in (await Trainer(made, made.rooms[code]).ask(page)).body

    rooms(work)


@pytest.mark.parametrize("key", ["", "rowan-tea-kettle-483", None, 7])
def test_without_the_key_no_room_opens(rooms, key):
    async def work(made, days):
        reply = await Trainer(made, None).ask("/open/room", {"key": key})
        assert reply.code == 403 and "isn't the opening key" in reply.held["said"] and not made.rooms

    rooms(work)


def test_the_next_day_votes_are_gone_and_after_30_days_the_room(rooms):
    async def work(made, days):
        trainer = await open_one(made)
        phone = await Trainer(made, trainer.room).join()
        await trainer.act("ask", question="vignettes-1-8/6")
        await phone.vote("D")
        await phone.ask("wall", {"wall": "questions", "text": "Who is missing?"})
        await phone.ask("sheet", {"sheet": "pre", "answers": {"pre_read_a_gap": "7"}})
        many.tidy(made, DAY)
        assert trainer.room.seats and not trainer.room.ended
        many.tidy(made, DAY + dt.timedelta(days=1))
        assert rows(made.engine) == {"room": 1, "seat": 0, "poll": 0, "vote": 0, "sticky": 0, "note": 1, "sheet": 1}
        said = (await trainer.act("door", open=True)).held["said"]  # no window in which to start a room again
        assert said == f"This session is over. Open a new room at https://{HOST}/open."
        assert trainer.room.ended and (await phone.ask("state")).code == 403
        many.tidy(made, DAY + dt.timedelta(days=30))
        assert not any(rows(made.engine).values()) and not made.rooms and (await phone.ask("")).code == 404

    rooms(work)


def test_after_a_restart_every_room_goes_on(rooms):
    cookies = {}

    async def before(made, days):
        trainer = await open_one(made)
        phone = await Trainer(made, trainer.room).join()
        await open_one(made)
        cookies.update(code=trainer.room.code, lead=trainer.cookies, phone=phone.cookies)

    async def after(made, days):
        assert len(made.rooms) == 2
        for name, path in (("lead", "lead/state"), ("phone", "state")):
            visitor = Trainer(made, made.rooms[cookies["code"]])
            visitor.cookies = cookies[name]
            assert (await visitor.ask(path)).code == 200

    rooms(before)
    rooms(after)


def test_it_needs_https_by_a_proxy_and_a_key_that_nobody_guesses(rooms):
    with pytest.raises(NoWay, match="need https by a proxy"):
        rooms(None, https=None)
    for key in ("room", "a" * 16, "roomroomroomroom"):
        with pytest.raises(NoWay, match="too easy to guess"):
            rooms(None, key=key)


def test_an_hourly_tidying_that_fails_is_tried_again_and_ends_nothing(monkeypatch):
    tries, again = [], []

    async def waited(_):
        if len(again) == 2:
            raise asyncio.CancelledError
        again.append(1)

    def work():
        tries.append(1)
        if len(tries) == 1:
            raise DatabaseError("DELETE", {}, Exception("database is locked"))

    monkeypatch.setattr(server.asyncio, "sleep", waited)
    with pytest.raises(asyncio.CancelledError):
        alone(server.every_hour(work))
    assert len(tries) == 2
