"""The runsheet: both sessions as data, how late a trainer is, and what to cut next."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from equityqi.checked_yaml import Part, WrongPart, YamlError, read_checked
from equityqi.files import course_root
from equityqi.organisation import organisation

FILE = "course/trainer/runsheet.yml"
KINDS = ("tell", "show", "do", "review")
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")


class RunsheetError(YamlError):
    """A runsheet cannot be used; ``str()`` says which line, and why."""


class Doing(Part):
    """What a block asks of people beside the questions of its page: ``times`` at the fixed rate of its ``kind``, a
    ``question`` whose cards are read aloud, or minutes by the clock.
    """

    what: str
    kind: Literal["choice", "card", "cell", "box", "text", "swap", "recall", "aloud", "timed"]
    times: int = Field(1, gt=0)
    question: str = ""
    minutes: float = 0

    @model_validator(mode="after")
    def _is_whole(self) -> Doing:
        if (self.kind == "aloud") != bool(self.question) or (self.kind == "timed") != bool(self.minutes):
            raise ValueError(
                f"“{self.what}”: name a question for what is read aloud, minutes for what is timed, and neither"
                " elsewhere"
            )
        return self


class Block(Part):
    """One block of a session. ``minutes`` is all of it; a block of work shares it out over ``tell`` to ``review``.

    ``materials`` are printed, ``bring`` is what no printer makes.
    """

    id: str
    clock: str
    kind: Literal["work", "break", "slack"] = "work"
    title: str
    agenda: str
    minutes: int = Field(gt=0)
    tell: int = 0
    show: int = 0
    do: int = 0
    review: int = 0
    notebook: str = ""
    section: str = ""
    exercise: str = ""
    doing: list[Doing] = []
    materials: list[str] = []
    bring: list[str] = []
    say: list[str] = []
    activity: str = ""
    check: str = ""

    @field_validator("clock")
    @classmethod
    def _reads(cls, clock: str) -> str:
        if not CLOCK.fullmatch(clock):
            raise ValueError(f'“{clock}” is no time. Write hours and minutes from the start, in quotes, such as "0:12"')
        return clock

    @model_validator(mode="after")
    def _adds_up(self) -> Block:
        parts = sum(self.parts.values())
        if self.kind == "work" and parts != self.minutes:
            raise ValueError(
                f"{self.title} takes {self.minutes} minutes, but tell, show, do and review add up to {parts}. Make them"
                " agree"
            )
        if self.kind == "work" and not (self.notebook and self.say and self.activity and self.check):
            raise ValueError(
                f"{self.title} needs a notebook, something to say, an activity and a check. Add what is missing"
            )
        if self.kind != "work" and parts:
            raise ValueError(
                f"{self.title} is a {self.kind}, so it has no minutes of tell, show, do or review. Take them out"
            )
        return self

    @property
    def parts(self) -> dict[str, int]:
        """Minutes of each kind of teaching."""
        return {kind: getattr(self, kind) for kind in KINDS}

    @property
    def start(self) -> int:
        """Minutes from the start of the session."""
        return in_minutes(self.clock)

    @property
    def end(self) -> int:
        """Minutes from the start of the session to the end of the block."""
        return self.start + self.minutes


class Cut(Part):
    """What may be shortened when the trainer is late, and how many minutes that saves."""

    block: str
    cut: str
    saves: int = Field(gt=0)


class Session(Part):
    """One half-day: its blocks in order, and what to cut, first things first."""

    number: int
    title: str
    minutes: int
    blocks: list[Block] = Field(min_length=1)
    cuts: list[Cut]

    @model_validator(mode="after")
    def _in_step(self) -> Session:
        at = 0
        for number, block in enumerate(self.blocks):
            if block.start != at:
                raise WrongPart(
                    f"{block.title} begins at {block.clock}, but the blocks before it end at {in_hours(at)}. Make them"
                    " agree",
                    *("blocks", number, "clock"),
                )
            at = block.end
        if at != self.minutes:
            raise ValueError(
                f"session {self.number} takes {self.minutes} minutes, but its blocks end at {at}. Make them agree"
            )
        for number, cut in enumerate(self.cuts):
            if cut.saves > next((block.minutes for block in self.blocks if block.id == cut.block), 0):
                raise WrongPart(
                    f"the cut “{cut.cut}” saves {cut.saves} minutes, but {cut.block} is not a block of this session"
                    " that is as long. Put the cut right",
                    *("cuts", number),
                )
        return self

    def block(self, id: str) -> Block:
        """Return one block. Raises KeyError, in one sentence, for an unknown id."""
        for block in self.blocks:
            if block.id == id:
                return block
        raise KeyError(
            f"Session {self.number} has no block “{id}”. It has: {', '.join(block.id for block in self.blocks)}."
        )


class NeverCut(Part):
    """What is never cut, and the blocks that hold it."""

    what: str
    blocks: list[str]


class Rescue(Part):
    """What a trainer may hear, and what helps then; ``to_check`` marks general knowledge that a pharmacist has still to
    check.
    """

    heard: str
    answer: str
    blocks: list[str]
    to_check: bool = False


class Task(Part):
    """A part of the task between the sessions."""

    minutes: int
    what: str
    how: str


class Runsheet(Part):
    """Both sessions, and what belongs to them. ``starts`` holds where the organisation gives no time of its own."""

    starts: str = "09:30"
    sessions: list[Session]
    never_cut: list[NeverCut]
    rescue: list[Rescue]
    between: list[Task]

    @field_validator("starts")
    @classmethod
    def _reads(cls, starts: str) -> str:
        if not CLOCK.fullmatch(starts):
            raise ValueError(f'“{starts}” is no time of day. Write hours and minutes, in quotes, such as "09:30"')
        return starts

    @model_validator(mode="after")
    def _keeps_its_promises(self) -> Runsheet:
        blocks = [block for session in self.sessions for block in session.blocks]
        ids = [block.id for block in blocks]
        if twice := {id for id in ids if ids.count(id) > 1}:
            raise ValueError(f"the block {min(twice)} is there twice. Give each block its own id")
        if unknown := {id for part in (*self.never_cut, *self.rescue) for id in part.blocks} - set(ids):
            raise ValueError(f"there’s no block {min(unknown)}. Correct the name under never_cut and rescue")
        never = {id for part in self.never_cut for id in part.blocks}
        if cut := {cut.block for session in self.sessions for cut in session.cuts} & never:
            raise ValueError(f"{min(cut)} is under never_cut and under cuts. Take it out of one of the two")
        if lost := {block.id for block in blocks if block.kind == "break"} - never:
            raise ValueError(f"{min(lost)} is a break, so it is never cut. Add it under never_cut")
        return self

    def session(self, number: int) -> Session:
        """Return session 1 or 2."""
        return self.sessions[number - 1]

    def starts_at(self, number: int) -> str:
        """Return the time of day at which session 1 or 2 starts, such as ``"09:30"``."""
        return organisation().starts(number) or self.starts

    def time_of(self, number: int, minutes: int) -> str:
        """Return the planned time of day so many minutes after session 1 or 2 began, such as ``"09:42"``."""
        at = in_minutes(self.starts_at(number)) + minutes
        return f"{at // 60:02}:{at % 60:02}"


def read_runsheet(path: Path | None = None) -> Runsheet:
    """Read and check the course's runsheet. Raises :class:`RunsheetError` with file, line and reason.

    >>> read_runsheet().session(1).block("m2").parts
    {'tell': 3, 'show': 2, 'do': 12, 'review': 6}
    """
    return read_checked(path or course_root() / FILE, Runsheet, RunsheetError)


def in_minutes(clock: str) -> int:
    """Return ``"1:20"`` as minutes.

    >>> in_minutes("1:20")
    80
    """
    hours, minutes = CLOCK.fullmatch(clock).groups()
    return int(hours) * 60 + int(minutes)


def in_hours(minutes: int) -> str:
    """Return minutes as hours and minutes.

    >>> in_hours(80)
    '1:20'
    """
    return f"{minutes // 60}:{minutes % 60:02}"
