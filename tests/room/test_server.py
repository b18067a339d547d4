"""The room over http: every route for every kind of visitor, limits, headers, and whole votes."""

import asyncio
import datetime as dt
import json
import logging
import re
import zipfile
from html import unescape
from io import BytesIO

import pytest

from equityqi.cases.case import load
from equityqi.cases.case_files import course_cases
from equityqi.room import store
from equityqi.room.hub import KEPT_DAYS
from equityqi.room.notes import write
from equityqi.room.opening import open_room, read_room
from equityqi.room.voting import ask, vote

SIX = "vignettes-1-8/6"
LEFT_OUT = "Fewer than five voted by phone in a vote, so those aren't shown."
DAY = dt.date(2026, 6, 16)
ACTS = "ask back round count letters go starts clock screen case site note moderate door again phones".split()
ACTS += ["sheet", "collect", "drop", "mute"]
# What each kind of visitor gets: nobody, a phone of this room, one of another, the projector, the trainer.
ROUTES = [
    ("GET", "/", None, (200, 200, 200, 200, 200)),
    ("GET", "/health", None, (200, 200, 200, 200, 200)),
    ("GET", "/files/phone.js", None, (200, 200, 200, 200, 200)),
    ("GET", "/files/shared.js", None, (200, 200, 200, 200, 200)),
    ("GET", "/files/..%2f..%2fstore.py", None, (404, 404, 404, 404, 404)),
    ("GET", "/CODE", None, (302, 302, 302, 302, 302)),
    ("GET", "/r/CODE", None, (302, 302, 302, 302, 302)),
    ("GET", "/WRONG7", None, (404, 404, 404, 404, 404)),
    ("GET", "", None, (200, 200, 200, 200, 200)),
    ("POST", "join", {}, (200, 200, 200, 200, 200)),
    ("GET", "state", None, (403, 200, 403, 403, 403)),
    ("GET", "mine", None, (403, 200, 403, 403, 403)),
    ("PUT", "vote", {"poll": 1, "choice": "D"}, (403, 200, 403, 403, 403)),
    ("PUT", "sticky", {"block": "welcome", "feels": "stuck"}, (403, 200, 403, 403, 403)),
    ("POST", "wall", {"wall": "questions", "text": "Who is missing?"}, (403, 200, 403, 403, 403)),
    ("GET", "sheet", None, (403, 409, 403, 403, 403)),
    ("POST", "sheet", {"sheet": "pre", "answers": {"pre_read_a_gap": "7"}}, (403, 200, 403, 403, 403)),
    ("PUT", "hand-in", b"PK", (403, 409, 403, 403, 403)),
    ("GET", "/learn/index.html", None, (404, 404, 404, 404, 404)),
    ("GET", "screen", None, (200, 200, 200, 200, 200)),
    ("POST", "screen/enter", {"key": "x"}, (403, 403, 403, 403, 403)),
    ("GET", "screen/state", None, (403, 403, 403, 200, 403)),
    ("GET", "screen/qr.svg", None, (403, 403, 403, 404, 403)),
    ("GET", "lead", None, (200, 200, 200, 200, 200)),
    ("POST", "lead/enter", {"key": "x"}, (403, 403, 403, 403, 403)),
    ("GET", "lead/state", None, (403, 403, 403, 403, 200)),
    ("GET", "lead/polls", None, (403, 403, 403, 403, 200)),
    ("GET", "lead/print/votes", None, (403, 403, 403, 403, 200)),
    ("GET", "lead/print/questions", None, (403, 403, 403, 403, 200)),
    ("GET", "lead/survey-sheets.zip", None, (403, 403, 403, 403, 200)),
    ("GET", "lead/commitments.zip", None, (403, 403, 403, 403, 404)),
    *(("POST", f"lead/{act}", {}, (403, 403, 403, 403, None)) for act in ACTS),
    ("POST", "lead/nothing", {}, (404, 404, 404, 404, 404)),
    ("GET", "events", None, (403, None, 403, 403, 403)),
    ("GET", "screen/events", None, (403, 403, 403, None, 403)),
    ("GET", "lead/events", None, (403, 403, 403, 403, None)),
    ("POST", "lead/end", {}, (403, 403, 403, 403, 200)),
]


@pytest.mark.slow
def test_every_route_for_every_kind_of_visitor(run):
    async def work(new):
        lead, other = await new().enter("lead"), new()
        assert (await lead.act("ask", question=SIX)).code == 200
        with store.writing(other.room.engine) as at:
            store.add_room(at, "QQQ777", other.room.opened + dt.timedelta(KEPT_DAYS), dict(other.room.state))
        other.server.add(read_room(other.room.engine, "QQQ777"))
        assert (await other.ask("/r/QQQ777/join", {})).code == 200
        visitors = [new(), await new().join(), other, await new().enter("screen"), lead]
        wrong = []
        for method, path, body, expected in ROUTES:
            for place, (visitor, code) in enumerate(zip(visitors, expected, strict=True)):
                if code is None:
                    continue
                kept = dict(visitor.cookies)
                kind = (("Content-Type", "application/zip"),) if isinstance(body, bytes) else ()
                reply = await visitor.ask(path.replace("CODE", visitor.room.code), body, method, kind)
                visitor.cookies = kept
                if reply.code != code:
                    wrong.append((method, path, place, reply.code, code))
        assert wrong == []

    run(work)


def test_every_route_is_in_that_table(run):
    async def work(new):
        served = {rule.matcher.regex.pattern for rule in new().server.wildcard_router.rules}
        tried = {path.replace("CODE", "K7M4RP") for _, path, _, _ in ROUTES}
        full = {path if path.startswith("/") else f"/r/K7M4RP/{path}" for path in tried}
        assert [one for one in served if not any(re.fullmatch(one.rstrip("$"), path) for path in full)] == []

    run(work)


@pytest.mark.parametrize(
    "headers, host, code",
    [
        ((), "evil.example:80", 400),
        ((), "127.0.0.1:1", 400),
        ((("Origin", "http://evil.example"),), None, 403),
        ((("Sec-Fetch-Site", "cross-site"),), None, 403),
        ((("Sec-Fetch-Site", "same-site"),), None, 403),
        ((("Content-Type", "text/plain"),), None, 415),
    ],
)
def test_other_sites_are_turned_away(run, headers, host, code):
    async def work(new):
        visitor = await new().join()
        reply = await visitor.ask("sticky", {"block": "welcome", "feels": "done"}, "PUT", headers, host)
        assert reply.code == code

    run(work)


def test_headers_cookies_and_bodies_are_safe_and_nothing_is_logged(run, caplog):
    async def work(new):
        visitor = new()
        reply = await visitor.ask("join", {})
        cookie = reply.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and f"Path=/r/{visitor.room.code}/" in cookie
        lead = new()
        entered = await lead.ask("lead/enter", {"key": lead.server.key(lead.room, "lead")})
        assert "SameSite=Strict" in entered.headers["Set-Cookie"]
        assert "default-src 'self'" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff" and reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        big = await visitor.ask("wall", {"wall": "questions", "text": "x" * 5000})
        assert big.code in (400, 413, 599)
        assert (await visitor.ask("wall", b"[" * 3000)).code == 400

    with caplog.at_level(logging.INFO):
        run(work)
    assert not [line for line in caplog.records if "127.0.0.1" in line.getMessage()]


def test_a_right_code_passes_while_many_wrong_ones_wait_and_only_so_many_wait_at_once(run, monkeypatch):
    monkeypatch.setattr("equityqi.room.visitors.WRONG_CODES", 5)

    async def work(new):
        server = new().server
        server.wait = 0.5
        tries = [asyncio.create_task(new().ask("/r/AAAAAA/join", {})) for _ in range(8)]
        while not server.waiting:
            await asyncio.sleep(0.01)
        await new().join()
        assert server.waiting == 5  # not one of them has its answer yet
        codes = [reply.code for reply in await asyncio.gather(*tries)]
        assert codes.count(404) == 5 and codes.count(429) == 3 and not server.waiting

    run(work)


def test_one_phone_cannot_write_without_end(run):
    async def work(new):
        visitor, other = await new().join(), await new().join()
        codes = [(await visitor.ask("sticky", {"block": "welcome", "feels": "done"}, "PUT")).code for _ in range(35)]
        assert codes.count(200) == 30 and codes[-1] == 429
        assert (await other.ask("sticky", {"block": "welcome", "feels": "done"}, "PUT")).code == 200

    run(work)


def test_the_trainers_key_never_travels_over_the_network_in_the_open(run):
    async def work(new):
        visitor = new()
        visitor.server.network.card = "192.0.2.7"
        host = f"192.0.2.7:{visitor.server.network.port}"
        key = {"key": visitor.server.key(visitor.room, "lead")}
        assert (await visitor.ask("lead/enter", key, host=host)).code == 403
        lead = await new().enter("lead")
        assert (await lead.ask("lead/state", host=host)).code == 403 and (await lead.ask("lead/state")).code == 200

    run(work)


# ---- Votes ----


async def phones(new, many):
    return [await new().join() for _ in range(many)]


def test_vote_talk_vote_again_and_how_the_room_moved(run):
    async def work(new):
        lead, screen, people = await new().enter("lead"), await new().enter("screen"), await phones(new, 5)
        await lead.act("ask", question=SIX)
        for person, choice in zip(people, "DDDI?", strict=True):
            assert (await person.vote(choice)).held == {"saved": True}
        shown = (await screen.ask("screen/state")).held["vote"]["rounds"][0]
        assert shown["phones"] == 5 and "result" not in shown  # a count, and no bars while it is open
        for picture in ("lead/state", "screen/state"):
            text = (await (lead if picture.startswith("lead") else screen).ask(picture)).body.decode()
            assert '"result"' not in text and all(seat not in text for seat in lead.room.seats)
        await lead.act("round", act="close")
        assert (await people[0].ask("vote", {"poll": shown["id"], "choice": "I"}, "PUT")).code == 409
        await lead.act("ask", question=SIX)
        for person, choice in zip(people, "IIII?", strict=True):
            await person.vote(choice)
        await lead.act("count", round=2, cards={"D": 2, "I": 1, "?": 0})
        await lead.act("round", act="close")
        assert (await lead.act("round", act="show")).code == 200
        held = (await people[0].ask("state")).held["vote"]
        first, second = held["rounds"]
        assert first["result"]["bars"] == {"D": 3, "I": 1, "?": 1}
        assert second["result"]["bars"] == {"D": 2, "I": 5, "?": 1}
        said = ["5 votes first, then 8.", "3 of the 5 who voted by phone changed."]
        assert (held["said"], held["left_out"]) == (said, "")
        assert (await lead.act("round", act="reopen")).code == 409
        await lead.act("count", round=2, cards={"D": 0, "I": 1, "?": 0})  # cards were miscounted: only they change
        assert (await screen.ask("screen/state")).held["vote"]["rounds"][1]["result"]["bars"]["D"] == 0

    run(work)


def test_a_first_vote_that_was_shown_stays_as_it_was_whoever_answers_the_second(run):
    async def work(new):
        lead, people = await new().enter("lead"), await phones(new, 5)
        await lead.act("ask", question=SIX)
        for person in people:
            await person.vote("D")
        await lead.act("round", act="close")
        await lead.act("round", act="show")
        first = (await people[0].ask("state")).held["vote"]
        await lead.act("ask", question=SIX)
        late = await new().join()
        for person, choice in zip([*people, late], ["I", "D", "D", "D", "D", "pass"], strict=True):
            await person.vote(choice)
            assert (await late.ask("state")).held["vote"]["rounds"][0] == first["rounds"][0]
        await lead.act("round", act="close")
        await lead.act("round", act="show")
        both = (await late.ask("state")).held["vote"]
        assert both["rounds"][0] == first["rounds"][0]
        assert both["said"] == ["5 votes each time."]  # "1 of 5 changed" would say that it was the late one who passed

    run(work)


def test_four_phones_stay_hidden_and_a_passed_vote_may_open_again(run):
    async def work(new):
        lead, people = await new().enter("lead"), await phones(new, 5)
        await lead.act("ask", question=SIX)
        for person in people[:4]:
            await person.vote("D")
        await people[4].vote("pass")
        await lead.act("round", act="close")
        await lead.act("round", act="reopen")  # nothing was shown, so nothing can be subtracted
        await lead.act("round", act="close")
        await lead.act("round", act="show")
        held = (await lead.ask("lead/state")).held["vote"]
        assert held["rounds"][0]["phones"] == 5 and held["rounds"][0]["result"]["bars"] is None
        assert held["said"] == [] and held["left_out"] == "Fewer than five voted, so no result is shown."

    run(work)


def test_a_vote_can_change_until_it_closes_and_phones_that_left_cannot_vote(run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await lead.act("ask", question=SIX)
        await person.vote("D")
        await person.vote("I")
        assert (await person.ask("mine")).held["choice"] == "I"
        assert (await person.vote("X")).code == 409
        await lead.act("again")
        assert (await person.ask("mine")).code == 403
        assert (await lead.ask("lead/state")).held["vote"]["rounds"][0]["phones"] == 0
        await lead.act("door", open=False)
        assert (await person.ask("join", {})).code == 409

    run(work)


def test_without_any_phone_cards_and_chat_show_the_shift(run):
    async def work(new):
        lead, screen = await new().enter("lead"), await new().enter("screen")
        for letters in ("D D D I ?", "D I I I I"):
            await lead.act("ask", question=SIX)
            cards = (await lead.act("letters", text=letters)).held["cards"]
            number = len((await lead.ask("lead/state")).held["vote"]["rounds"])
            await lead.act("count", round=number, cards=cards)
            await lead.act("round", act="close")
        await lead.act("round", act="show")
        held = (await screen.ask("screen/state")).held["vote"]
        bars = [one["result"]["bars"] for one in held["rounds"]]
        assert bars == [{"D": 3, "I": 1, "?": 1}, {"D": 1, "I": 4, "?": 0}] and held["said"] == ["5 votes each time."]
        assert (await screen.ask("screen/state")).held["join"] is None

    run(work)


def test_after_everybody_joined_again_a_closed_vote_stays_closed(run):
    async def work(new):
        lead, people = await new().enter("lead"), await phones(new, 3)
        await lead.act("ask", question=SIX)
        for person in people:
            await person.vote("D")
        await lead.act("round", act="close")
        await lead.act("again")
        reply = await lead.act("round", act="reopen")  # the same three would vote a second time, and make six
        assert reply.code == 409 and "would vote a second time" in reply.held["said"]
        await lead.act("round", act="show")
        held = (await lead.ask("lead/state")).held["vote"]
        assert held["rounds"][0]["phones"] == 3 and held["rounds"][0]["result"]["bars"] is None

    run(work)


def test_going_back_to_a_question_asks_nothing_and_only_asking_again_is_a_second_vote(run):
    async def work(new):
        lead, other = await new().enter("lead"), "vignettes-1-8/5"
        await lead.act("ask", question=SIX)
        await lead.act("round", act="close")
        await lead.act("round", act="show")
        await lead.act("ask", question=other)
        assert (await lead.act("back", question="vignettes-1-8/4")).code == 409
        assert (await lead.act("back", question=SIX)).code == 200
        picture = (await lead.ask("lead/state")).held
        assert picture["vote"]["question"]["id"] == SIX and len(picture["vote"]["rounds"]) == 1
        assert picture["asked"] == [other, SIX]
        await lead.act("back", question=other)
        assert (await lead.ask("lead/state")).held["vote"]["rounds"][0]["state"] == "closed"
        await lead.act("ask", question=other)
        assert len((await lead.ask("lead/state")).held["vote"]["rounds"]) == 2
        assert (await lead.act("round", act="close")).code == 200
        assert (await lead.act("ask", question=other)).code == 409  # two votes are all

    run(work)


def test_votes_on_one_case_are_none_on_another(run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await lead.act("ask", question=SIX)
        await person.vote("D")
        await lead.act("case", case=next(one for one in course_cases() if one != lead.room.state["case"]))
        picture = (await lead.ask("lead/state")).held
        assert picture["vote"] is None and picture["asked"] == []
        await lead.act("ask", question=SIX)
        (held,) = (await lead.ask("lead/state")).held["vote"]["rounds"]
        assert held["round"] == 1 and held["phones"] == 0

    run(work)


# ---- How are we doing, walls, where the room is ----


def test_how_people_are_doing_reaches_the_trainer_alone_at_any_number(run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await person.ask("sticky", {"block": "welcome", "feels": "stuck"}, "PUT")
        assert (await lead.ask("lead/state")).held["feels"] == {"done": 0, "minute": 0, "stuck": 1}
        assert "stuck" not in (await person.ask("state")).body.decode()
        await lead.act("go", block="m2", began=37)
        assert (await lead.ask("lead/state")).held["feels"]["stuck"] == 0
        assert (await person.ask("sticky", {"block": "welcome", "feels": "done"}, "PUT")).code == 409

    run(work)


def test_a_note_waits_for_the_trainer_and_one_that_names_somebody_is_asked_about(run):
    async def work(new):
        lead, screen, (person,) = await new().enter("lead"), await new().enter("screen"), await phones(new, 1)
        asked = await person.ask("wall", {"wall": "questions", "text": "Why did Mrs Patel not come?", "id": "0" * 16})
        assert not asked.held["saved"] and asked.held["warning"] and "a name" in asked.held["said"]
        for _ in range(2):  # sent twice, it is one note
            await person.ask(
                "wall", {"wall": "questions", "text": "<img src=x onerror=alert(1)> who?\u202e", "id": "1" * 16}
            )
        await person.ask("wall", {"wall": "questions", "text": "Why did Mrs Patel not come?", "sure": True})
        notes = (await lead.ask("lead/state")).held["notes"]
        assert sorted(bool(one["warning"]) for one in notes) == [
            False,
            True,
        ]  # in no order: that would say who wrote when
        assert (await screen.ask("screen/state")).held["wall"]["notes"] == []
        await lead.act("moderate", id="1" * 16, what="show", text="<img src=x onerror=alert(1)> who?")
        assert (await screen.ask("screen/state")).held["wall"]["notes"] == ["<img src=x onerror=alert(1)> who?"]
        assert b"&lt;img" in (await lead.ask("lead/print/questions")).body
        long = (await person.ask("wall", {"wall": "questions", "text": "x" * 300})).held
        assert not long["saved"] and not long["warning"]  # pressing the button again doesn't help
        by_trainer = (await lead.act("note", wall="questions", text="Ask Mrs Patel")).held
        assert by_trainer["warning"] and not by_trainer["done"]

    run(work)


def test_notes_that_wait_have_no_running_number_and_get_one_as_the_trainer_shows_them(run):
    async def work(new):
        lead, screen, (person,) = await new().enter("lead"), await new().enter("screen"), await phones(new, 1)
        for id, text in (("b" * 16, "When is the break?"), ("c" * 16, "Who else?"), ("a" * 16, "Who is missing?")):
            await person.ask("wall", {"wall": "questions", "text": text, "id": id})
        with store.reading(lead.room.engine) as at:
            assert set(at.execute(store.select(store.note.c.place)).scalars()) == {0}
        assert [one["id"][0] for one in (await lead.ask("lead/state")).held["notes"]] == ["a", "b", "c"]
        for id, text in (("c" * 16, "Who else?"), ("a" * 16, "Who is missing?")):
            await lead.act("moderate", id=id, what="show", text=text)
        assert (await screen.ask("screen/state")).held["wall"]["notes"] == ["Who else?", "Who is missing?"]

    run(work)


def test_a_note_goes_on_the_wall_that_its_writer_saw(run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await lead.act("screen", view="wall", wall="commitments")
        assert (await person.ask("wall", {"wall": "questions", "text": "When is the break?"})).held["saved"]
        (note,) = (await lead.ask("lead/state")).held["notes"]
        assert note["wall"] == "questions"
        for wall in (None, [], "other"):
            assert (await person.ask("wall", {"wall": wall, "text": "When?"})).code == 409

    run(work)


def test_a_note_gets_other_words_where_it_stands_and_still_waits(run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await person.ask("wall", {"wall": "questions", "text": "Why did Mrs Patel not come?", "sure": True})
        (before,) = (await lead.ask("lead/state")).held["notes"]
        await lead.act("moderate", id=before["id"], what="edit", text="")  # no words change nothing
        await lead.act("moderate", id=before["id"], what="edit", text="Why did a patient not come?")
        (after,) = (await lead.ask("lead/state")).held["notes"]
        assert after == {**before, "text": "Why did a patient not come?", "warning": ""} and after["state"] == "waiting"

    run(work)


def test_a_session_begins_when_the_organisation_says(run, monkeypatch):
    monkeypatch.setattr("equityqi.lessons.runsheet.Runsheet.starts_at", lambda self, number: "10:15")

    async def work(new):
        lead = await new().enter("lead")
        assert (await lead.ask("lead/state")).held["starts"] == 10 * 60 + 15

    run(work)


@pytest.mark.parametrize("sent", [[], {}, 1, None])
def test_what_is_no_word_is_refused_and_no_address_is_logged(run, caplog, sent):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await lead.act("ask", question=SIX)
        poll = (await person.ask("state")).held["vote"]["rounds"][0]["id"]
        assert (await person.ask("vote", {"poll": poll, "choice": sent}, "PUT")).code == 409
        assert (await person.ask("sticky", {"block": "welcome", "feels": sent}, "PUT")).code == 409
        for act, name in (("ask", "question"), ("screen", "view"), ("go", "block"), ("case", "case"), ("round", "act")):
            assert (await lead.act(act, **{name: sent})).code in (200, 409), act
        assert (await person.ask("/r/%FF/")).code in (400, 404)
        assert (await person.ask("/r/%FF/state")).code in (400, 404)

    with caplog.at_level(logging.INFO):
        run(work)
    assert not [one for one in caplog.records if "127.0.0.1" in one.getMessage()]


@pytest.mark.slow
def test_the_wall_of_commitments_is_read_by_the_follow_up(run, tmp_path, second_organisation):
    from equityqi.evaluation.follow_up import commitments

    async def work(new):
        lead = await new().enter("lead")
        await lead.act("note", wall="commitments", text="I will split our review completion by group")
        held = (await lead.ask("lead/commitments.zip")).body
        zipfile.ZipFile(BytesIO(held)).extractall(tmp_path / "in")

    run(work)
    found = commitments(tmp_path / "in", tmp_path / "out")
    assert [one.promise.thing for one in found.written] == ["split our review completion by group"]
    assert "I will split our review completion by group" in (tmp_path / "out" / "wall.html").read_text("utf-8")


def test_phones_are_offered_the_page_that_the_room_is_at(nobodys_organisation, run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await lead.act("go", block="m2", began=43)
        assert (await person.ask("state")).held["block"]["page"] == ""
        assert (await lead.act("site", site="javascript:alert(1)")).code == 409
        await lead.act("site", site="https://course.example/eq")
        block = (await person.ask("state")).held["block"]
        assert block["title"] == "Is it only a difference, or is it unfair?"
        page = "https://course.example/eq/course/session-1/01-what-is-inequity.html#Inequality-or-inequity?"
        assert block["page"] == page
        said = (await lead.act("clock", minutes=66, day="2026-06-16")).held["said"]
        assert said.startswith("You are 6 minutes late.")
        assert (await lead.ask("lead/state")).held["next"] == {"title": "Break", "at": 9 * 60 + 30 + 66}

    run(work)


# ---- The newest picture, and what is deleted ----


def test_listeners_get_the_newest_picture_and_never_a_queue(run, monkeypatch):
    monkeypatch.setattr("equityqi.room.feeds.SLOWEST", 2.0)

    async def work(new):
        lead, screen = await new().enter("lead"), await new().enter("screen")
        await lead.act("ask", question=SIX)
        reader, writer = await asyncio.open_connection("127.0.0.1", lead.server.network.port)
        cookie = f"screen={screen.cookies['screen']}"
        head = f"GET /r/{lead.room.code}/screen/events HTTP/1.1\r\nHost: 127.0.0.1:{lead.server.network.port}\r\n"
        writer.write(f"{head}Cookie: {cookie}\r\n\r\n".encode())
        await reader.readuntil(b"data: ")
        for n in range(20):
            await lead.act("count", round=1, cards={"D": n, "I": 0, "?": 0})
        pictures = []
        while not pictures or pictures[-1]["vote"]["rounds"][0]["cards"].get("D") != 19:
            text = await asyncio.wait_for(reader.readuntil(b"\n\n"), 10)
            if b'{"session"' in text:
                start = text.index(b'{"session"')
                pictures.append(json.loads(text[start:].split(b"\n")[0]))
        assert len(pictures) < 20
        writer.close()

    run(work)


def test_one_question_on_two_cases_is_printed_as_two_votes_and_never_as_a_first_and_a_second(run):
    async def work(new):
        lead, people = await new().enter("lead"), await phones(new, 5)
        for case, letter in (("a-blood-pressure", "I"), ("b-medication-reviews", "E")):
            await lead.act("case", case=case)
            await lead.act("ask", question=SIX)
            for person in people:
                await person.vote(letter)
            await lead.act("round", act="close")
            await lead.act("round", act="show")
        printed = (await lead.ask("lead/print/votes")).body.decode()
        assert printed.count("First vote") == 2 and "Second vote" not in printed
        assert all(f"The case: {load(case).title}." in printed for case in ("a-blood-pressure", "b-medication-reviews"))

    run(work)


@pytest.mark.parametrize(
    "by_phone, cards, cells, said",
    [
        (0, {}, ["0", "0", "0"], "Nobody has voted."),
        (3, {}, ["too few"] * 3, "Fewer than five voted, so no result is shown."),
        (
            3,
            {"D": 8, "I": 3},
            ["8", "3", "0"],
            "11 votes. Fewer than five voted by phone in a vote, so those aren't shown.",
        ),
        (5, {"D": 8}, ["8", "5", "0"], "13 votes."),
    ],
    ids=["nobody", "three phones", "three phones beside cards", "five phones beside cards"],
)
def test_a_printed_vote_says_what_the_screen_says(run, by_phone, cards, cells, said):
    async def work(new):
        lead, people = await new().enter("lead"), await phones(new, by_phone)
        await lead.act("ask", question=SIX)
        for person in people:
            await person.vote("I")
        await lead.act("count", round=1, cards=cards)
        await lead.act("round", act="close")
        await lead.act("round", act="show")
        held = (await lead.ask("lead/state")).held["vote"]
        assert " ".join([*held["said"], held["left_out"]]).strip() == said
        printed = unescape((await lead.ask("lead/print/votes")).body.decode())
        assert re.findall(r"<td>(.*?)</td>", printed.partition("<tbody>")[2]) == cells and f"<p>{said}</p>" in printed

    run(work)


def test_the_end_deletes_seats_votes_and_notes_and_keeps_the_counts(run, tmp_path):
    path = tmp_path / "room.db"

    async def work(new):
        lead, people = await new().enter("lead"), await phones(new, 5)
        await lead.act("ask", question=SIX)
        for person in people:
            await person.vote("I")
        await lead.act("round", act="close")
        await lead.act("round", act="show")
        await lead.act("note", wall="questions", text="Zebrafish are missing here")
        seat = next(iter(lead.room.seats))
        assert (await lead.act("end")).code == 200
        assert (await people[0].ask("state")).code == 403
        printed = (await lead.ask("lead/print/votes")).body.decode()
        assert "Long-term opioid prescribing" in printed and ">5<" in printed
        return seat

    seat = run(work, path)
    left = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"Zebrafish" not in left and seat.encode() not in left


def test_a_room_of_another_day_loses_its_votes_and_all_of_it_at_its_date(tmp_path):
    engine, day = store.open_store(tmp_path / "room.db"), dt.date(2026, 6, 16)
    room = open_room(engine, "a-blood-pressure", day)
    ask(room, SIX)
    seat = room.join()
    vote(room, seat, room.rounds()[0]["id"], "D")
    write(room, "questions", "Who is missing?", shown=True)
    assert open_room(engine, "a-blood-pressure", day).code == room.code  # the same day goes on
    new = open_room(engine, "a-blood-pressure", day + dt.timedelta(1))
    old = read_room(engine, room.code)
    assert new.code != room.code and old.ended and not old.seats and not old.rounds()
    with store.reading(engine) as at:
        assert at.execute(store.select(store.note.c.text)).scalars().all() == ["Who is missing?"]
    assert store.delete_rooms(engine, day + dt.timedelta(KEPT_DAYS)) == [room.code]
    with store.reading(engine) as at:
        assert at.execute(store.select(store.note.c.text)).scalars().all() == []


def test_a_note_sent_again_in_other_words_is_one_note_until_it_is_on_the_wall(run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        note = {"wall": "questions", "id": "a" * 16}
        for text in ("Who is mising?", "Who is missing?"):
            assert (await person.ask("wall", {**note, "text": text})).held["saved"]
        (held,) = (await lead.ask("lead/state")).held["notes"]
        assert held["text"] == "Who is missing?"
        unread = await lead.act("moderate", id="a" * 16, what="show", text="Who is mising?")
        assert unread.code == 409 and "has changed since you read it" in unread.held["said"]
        assert (await lead.ask("lead/state")).held["notes"][0]["state"] == "waiting"
        await lead.act("moderate", id="a" * 16, what="show", text="Who is missing?")
        reply = await person.ask("wall", {**note, "text": "Who else?"})
        assert reply.code == 409 and "Write another one" in reply.held["said"]

    run(work)


def test_nobody_fills_a_room_from_one_window_and_who_was_not_let_in_locks_nobody_out(run):
    async def work(new):
        lead = await new().enter("lead")
        await lead.act("door", open=False)
        assert {(await new().ask("join", {})).code for _ in range(125)} == {409}
        await lead.act("door", open=True)
        codes = [(await new().ask("join", {})).code for _ in range(125)]
        assert codes.count(200) == 120 and codes[-1] == 429
        await (await new().enter("lead")).ask("lead/state")

    run(work)


def test_a_second_start_takes_the_case_that_is_named_and_leads_to_other_days(run, tmp_path):
    path = tmp_path / "room.db"
    engine = store.open_store(path)
    first = open_room(engine, "a-blood-pressure", DAY - dt.timedelta(1))
    write(first, "questions", "Who is missing?", shown=True)
    open_room(engine, "a-blood-pressure", DAY)
    assert open_room(engine, None, DAY).state["case"] == "a-blood-pressure"
    assert open_room(engine, "c-asthma", DAY).state["case"] == "c-asthma"

    async def work(new):
        lead = await new().enter("lead")
        lead.server.add(read_room(lead.room.engine, first.code))
        (other,) = (await lead.ask("lead/state")).held["around"]["earlier"]
        assert other["code"] == first.code
        old = new()
        old.room = lead.server.rooms[first.code]
        assert (await old.ask("lead/enter", {"key": other["key"]})).code == 200
        assert (await old.ask("lead/state")).held["notes"][0]["state"] == "shown"
        assert b"Who is missing?" in (await old.ask("lead/print/questions")).body

    run(work, path)


def test_one_phone_cannot_fill_the_walls_and_the_trainer_takes_no_more_from_it(run):
    async def work(new):
        lead, (loud, quiet) = await new().enter("lead"), await phones(new, 2)

        async def sends(phone, number):
            note = {"wall": "questions", "text": f"Why is it so, number {number}?", "id": f"{number:016x}"}
            return await phone.ask("wall", note)

        async def waiting():
            return (await lead.ask("lead/state")).held["notes"]

        codes = [(await sends(loud, number)).code for number in range(22)]
        assert codes == [200] * 20 + [409] * 2
        assert (await sends(quiet, 30)).held["saved"]
        assert sum(one["flood"] for one in await waiting()) == 20
        seen = (await lead.ask("lead/state")).body.decode()
        assert not any(seat in seen for seat in lead.room.seats)
        assert (await lead.act("mute", id=f"{30:016x}")).code == 200  # one note more, and nobody says whose
        assert (await sends(quiet, 31)).code == 409 and len(await waiting()) == 20
        await lead.act("moderate", id=f"{0:016x}", what="show", text="Why is it so, number 0?")
        assert (await lead.act("mute", id=f"{0:016x}")).code == 409  # of a note that was read nobody knows the phone
        assert (await lead.act("mute", id=f"{1:016x}")).code == 200
        assert [one["state"] for one in await waiting()] == ["shown"]
        await lead.act("ask", question=SIX)
        assert (await loud.vote("D")).code == 200

    run(work)


def test_all_notes_of_a_wall_that_wait_are_deleted_at_once_and_the_others_stay(run):
    async def work(new):
        lead, (person,) = await new().enter("lead"), await phones(new, 1)
        await lead.act("note", wall="questions", text="Who is missing?")
        for wall in ("questions", "questions", "surprises"):
            await person.ask("wall", {"wall": wall, "text": "So many?"})
        seen = [one["id"] for one in (await lead.ask("lead/state")).held["notes"] if one["wall"] == "questions"]
        await person.ask("wall", {"wall": "questions", "text": "While you read that?"})
        assert (await lead.act("drop", ids=seen)).code == 200
        left = [(one["wall"], one["text"]) for one in (await lead.ask("lead/state")).held["notes"]]
        stays = [("questions", "While you read that?"), ("questions", "Who is missing?"), ("surprises", "So many?")]
        assert sorted(left) == stays

    run(work)
