"""The trainer's routes: each act is one small message."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from sqlalchemy import select
from tornado.web import HTTPError

from equityqi.cases.case import load
from equityqi.cases.case_files import course_cases
from equityqi.html_tags import plain_table
from equityqi.lessons.lateness import clock_says
from equityqi.lessons.runsheet import CLOCK, read_runsheet
from equityqi.organisation import organisation
from equityqi.room import store, voting
from equityqi.room.network import NoWay, cards
from equityqi.room.notes import delete_waiting, moderate, mute, write
from equityqi.room.pictures import SHEETS, block_of, session_of
from equityqi.room.polls import Poll, polls_in_block, polls_of
from equityqi.room.routes import Enter, Page
from equityqi.room.rules import NotAllowed, Result, in_words
from equityqi.room.sheets import sheets_zip
from equityqi.room.visitors import Listen, Picture, Visit
from equityqi.room.walls import WALLS, answer, commitments_zip, printed, results_page

LETTERS_OF_SITE = 200
SCREENS = ("welcome", "vote", "wall", "sheet")
ONLY_SECURE = (
    "A hand-in has a name on it, so it needs https. On this Wi-Fi, collect hand-ins as before: by email or in Teams."
)


class Polls(Visit):
    """Every question to vote on, which block asks which, and the runsheet's blocks."""

    def get(self, code: str) -> None:
        case = self.room.state["case"]
        sessions = [
            {
                "number": session.number,
                "title": session.title,
                "starts": read_runsheet().starts_at(session.number),
                "blocks": [
                    {
                        "id": block.id,
                        "title": block.title,
                        "from": block.start,
                        "to": block.end,
                        "say": block.say,
                        "activity": block.activity,
                        "polls": polls_in_block(case, block.id),
                    }
                    for block in session.blocks
                ],
            }
            for session in read_runsheet().sessions
        ]
        cases = {name: load(name).title for name in course_cases()}
        polls = {id: poll.data() for id, poll in polls_of(case).items()}
        screen = f"/r/{self.room.code}/screen#{self.key('screen')}"
        # The page takes the key out of the browser's line, and behind a proxy no window of this program shows it.
        back = self.application.address(self.room, "lead") if self.application.network.behind_proxy else ""
        self.finish(
            {"case": case, "cases": cases, "polls": polls, "sessions": sessions, "screen": screen, "back": back}
        )


class Act(Visit):
    """One act of the trainer."""

    def post(self, code: str, act: str) -> None:
        if self.room.ended:
            opens = self.application.opens
            again = f"Open a new room at {opens}." if opens else "Start the room again for the next one."
            raise NotAllowed(f"This session is over. {again}")
        sent = self.body()
        said = getattr(self, f"_{act}")(sent)
        self.finish({"done": True, **(said or {})})

    def _ask(self, sent: dict[str, Any]) -> None:
        voting.ask(self.room, sent.get("question"))

    def _back(self, sent: dict[str, Any]) -> None:
        voting.go_back(self.room, sent.get("question"))

    def _round(self, sent: dict[str, Any]) -> None:
        if sent.get("act") not in ("close", "reopen", "show"):
            raise NotAllowed("That can't be done with a vote.")
        voting.act(self.room, sent["act"])

    def _count(self, sent: dict[str, Any]) -> None:
        voting.count(self.room, sent.get("round"), sent.get("cards"))

    def _letters(self, sent: dict[str, Any]) -> dict[str, Any]:
        return voting.read_letters(self.room, sent.get("text"))

    def _go(self, sent: dict[str, Any]) -> None:
        """Go to a block; ``began`` is minutes since the session began, None where that isn't known."""
        number = sent.get("session", self.room.state["session"])
        if number not in (1, 2):
            raise NotAllowed("There are sessions 1 and 2.")
        session = read_runsheet().session(number)
        block = sent.get("block", session.blocks[0].id)
        if block not in [one.id for one in session.blocks]:
            raise NotAllowed("This block isn't in the runsheet. Load the page again.")
        began = sent.get("began")
        new = {"session": number, "block": block, "by_plan": sent.get("by_plan") is True}
        if number != self.room.state["session"]:
            new["starts"] = read_runsheet().starts_at(number)
        self.room.set(began=began if isinstance(began, int | float) else None, **new)

    def _starts(self, sent: dict[str, Any]) -> None:
        if not isinstance(sent.get("at"), str) or not CLOCK.fullmatch(sent["at"]):
            raise NotAllowed("Type the time at which the session began, such as 09:30.")
        self.room.set(starts=sent["at"], by_plan=False, began=None)

    def _clock(self, sent: dict[str, Any]) -> dict[str, Any]:
        minutes = sent.get("minutes")
        if not isinstance(minutes, int | float):
            raise NotAllowed("The time can't be read.")
        session, held = session_of(self.room), self.room.state
        day, date = str(sent.get("day", "")), organisation().date(session.number)
        return {"said": clock_says(session, minutes, block_of(self.room).id, held["began"], held["by_plan"], day, date)}

    def _screen(self, sent: dict[str, Any]) -> None:
        view, wall, page = sent.get("view"), sent.get("wall", self.room.state["wall"]), sent.get("page", 0)
        if view not in SCREENS or wall not in list(WALLS) or not isinstance(page, int) or page < 0:
            raise NotAllowed("There is no such screen.")
        self.room.set(screen=view, wall=wall, wall_page=page)

    def _case(self, sent: dict[str, Any]) -> None:
        if sent.get("case") not in list(course_cases()):
            raise NotAllowed("There is no such case.")
        self.room.set(case=sent["case"])

    def _site(self, sent: dict[str, Any]) -> None:
        site = str(sent.get("site", "")).strip()
        if site and (not site.startswith(("https://", "http://")) or len(site) > LETTERS_OF_SITE or " " in site):
            raise NotAllowed("Paste the whole address of the course, from https:// on.")
        self.room.set(site=site.partition("#")[0])

    def _note(self, sent: dict[str, Any]) -> dict[str, Any]:
        said = write(self.room, sent.get("wall"), sent.get("text"), "", sent.get("sure") is True, shown=True)
        return {**answer(said), "done": not said}

    def _moderate(self, sent: dict[str, Any]) -> None:
        moderate(self.room, sent.get("id"), sent.get("what"), sent.get("text"))
        if sent.get("what") in ("show", "delete"):
            self.room.writers.pop(str(sent.get("id")), None)

    def _drop(self, sent: dict[str, Any]) -> None:
        delete_waiting(self.room, sent.get("ids"))

    def _mute(self, sent: dict[str, Any]) -> None:
        mute(self.room, sent.get("id"))

    def _door(self, sent: dict[str, Any]) -> None:
        self.room.set(door=sent.get("open") is True)

    def _again(self, sent: dict[str, Any]) -> None:
        self.room.everybody_joins_again()

    def _phones(self, sent: dict[str, Any]) -> None:
        network = self.application.network
        try:
            if not network.behind_proxy:
                network.let_in(str(sent.get("address") or next((one.address for one in cards()), "")))
        except NoWay as error:
            raise NotAllowed(str(error)) from None
        self.room.set(door=True, card=network.card)

    def _sheet(self, sent: dict[str, Any]) -> None:
        """Ask one of the survey's sheets of everybody; "" ends that."""
        name = sent.get("sheet")
        if name not in ("", *SHEETS):
            raise NotAllowed("There is no such sheet. Load the page again.")
        self.room.set(sheet=name, screen="sheet" if name else "welcome")

    def _collect(self, sent: dict[str, Any]) -> None:
        if not self.application.network.is_secure or not self.application.hand_ins:
            raise NotAllowed(ONLY_SECURE)
        self.room.set(hand_in=sent.get("open") is True)

    def _end(self, sent: dict[str, Any]) -> None:
        self.room.end()


ACTS = "|".join(sorted(name[1:] for name in vars(Act) if name.startswith("_") and not name.startswith("__")))


class Print(Visit):
    """The votes that were shown, or a wall, as a page to print."""

    def get(self, code: str, what: str) -> None:
        self.set_header("Content-Security-Policy", "default-src 'none'; img-src data:; style-src 'unsafe-inline'")
        self.finish(
            _votes(self.room) if what == "votes" else printed(what, (text for _, text in notes(self.room, what)))
        )


class Sheets(Visit):
    """The survey's sheets, as the file that the feedback report reads."""

    def get(self, code: str) -> None:
        held = sheets_zip(self.room)
        if not held:
            raise HTTPError(HTTPStatus.NOT_FOUND, reason="Nobody has sent a sheet yet.")
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", 'attachment; filename="survey-sheets.zip"')
        self.finish(held)


class Commitments(Visit):
    """The wall of commitments as records for the follow-up."""

    def get(self, code: str) -> None:
        held = notes(self.room, "commitments")
        if not held:
            raise HTTPError(HTTPStatus.NOT_FOUND, reason="Nothing is on the wall of commitments yet.")
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", 'attachment; filename="commitments-from-the-wall.zip"')
        self.finish(commitments_zip(held))


def notes(room: Any, wall: str) -> list[tuple[str, str]]:
    """Return id and text of each note that is shown on a wall."""
    held = store.note.c
    here = (held.room == room.code, held.wall == wall, held.state == "shown")
    with store.reading(room.engine) as at:
        return [(id, text) for id, text in at.execute(select(held.id, held.text).where(*here).order_by(held.place))]


def _votes(room: Any) -> str:
    """Return all votes that were shown: first and second vote of each question on one case beside each other."""
    by_poll: dict[tuple[str, Poll], list[Result]] = {}
    with store.reading(room.engine) as at:
        for one in store.rounds_of(at, room.code):
            poll = polls_of(one["case"]).get(one["question"])
            if poll and one["state"] == "shown" and one["result"]:
                by_poll.setdefault((one["case"], poll), []).append(Result(**one["result"]))
    cases = {case for case, _ in by_poll}
    rows = []
    for (case, poll), results in by_poll.items():
        heads = ("Answer", *(("First vote", "Second vote")[: len(results)]))
        cells = [(f"{one.letter}: {one.words}", *(_cell(held, one.code) for held in results)) for one in poll.options]
        caption = poll.about
        if len(cases) > 1:  # the case was changed on the way: two votes with the same words aren't first and second
            caption = f"The case: {load(case).title}. {caption}".strip()
        said, left_out = in_words(results)
        rows.append((poll.text, plain_table(caption or "Votes", heads, cells), " ".join([*said, left_out]).strip()))
    return results_page(rows)


def _cell(held: Result, option: str) -> str:
    return "too few" if held.bars is None and held.hidden else str((held.bars or {}).get(option, 0))


def lead_routes() -> list[tuple[Any, ...]]:
    """Return the trainer's routes."""
    at, lead = r"/r/(?P<code>[^/]+)/lead", {"kind": "lead"}
    return [
        (at, Page, {"name": "lead.html"}),
        (rf"{at}/enter", Enter, {"enters": "lead"}),
        (rf"{at}/events", Listen, lead),
        (rf"{at}/state", Picture, lead),
        (rf"{at}/polls", Polls, lead),
        (rf"{at}/print/(?P<what>votes|{'|'.join(WALLS)})", Print, lead),
        (rf"{at}/commitments\.zip", Commitments, lead),
        (rf"{at}/survey-sheets\.zip", Sheets, lead),
        (rf"{at}/(?P<act>{ACTS})", Act, lead),
    ]
