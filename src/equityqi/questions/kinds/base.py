"""What every kind of question is and answers, and what marking one answer gives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from equityqi.html_tags import Html, tag
from equityqi.plain_words import shortened

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NO_ANSWER = "No answer yet."
NO_DAY = (
    "Your answer is saved. To check its dates, we need the date of your session. Type it on the start page, then"
    " check again."
)
OPEN, SAVED, RIGHT, AGAIN, RECEIVED = "open", "saved", "right", "again", "received"  # the states of an answer


@dataclass(frozen=True)
class Note:
    """A sentence on an item of a sort, or on a check of a plan; ``right`` is None for a hint, which costs nothing.

    ``at`` is the field that it is about, as the form names it: a card, an option, "0:date" in a table, "" for none.
    Without a ``sentence`` it only shows where to look: what helps is in the sentence of the mark.
    """

    item: str
    right: bool | None
    sentence: str
    at: str = ""


@dataclass(frozen=True)
class Mark:
    """What an answer earned, and the one sentence that helps.

    ``points`` and ``out_of`` are plain floats, ``misconception`` is the name of the likely slip or None, ``notes``
    are about single items. ``read``: a person reads the answer, so nothing here says that it is right. ``so_far``:
    how much of it is there.
    """

    points: float
    out_of: float
    passed: bool
    sentence: str
    misconception: str | None = None
    notes: tuple[Note, ...] = ()
    read: bool = False
    so_far: str = ""

    @property
    def state(self) -> str:
        """Return the state of the answer: open, saved, right, again or received."""
        if self.sentence.startswith(NO_ANSWER):
            return OPEN
        if self.sentence.startswith(NO_DAY):
            return SAVED
        return AGAIN if not self.passed else RECEIVED if self.read else RIGHT

    @property
    def heading(self) -> str:
        """Return the few words above the sentence; "" where there is nothing to say of the answer yet."""
        if self.state == RIGHT:
            return "Right" if self.points >= self.out_of else "Mostly right"
        return {AGAIN: "Not yet", RECEIVED: "Received: your trainer reads it"}.get(self.state, "")

    def in_words(self) -> str:
        """Return what a learner reads: right or not yet, the marks, and the sentence.

        >>> Mark(1.0, 1.0, True, "That’s it.").in_words()
        'Right, 1 of 1 mark. That’s it.'
        >>> Mark(1.0, 1.0, True, "Talk about it with your partner.", read=True).in_words()
        'Received: your trainer reads it. Talk about it with your partner.'
        """
        if not self.heading:
            return self.sentence
        if not self.out_of or self.state == RECEIVED:
            return f"{self.heading}. {self.sentence}"
        marks = f"{round(self.points, 2):g} of {self.out_of:g} mark{'s' * (self.out_of != 1)}"
        return f"{self.heading}, {marks}. {self.sentence}"


@dataclass(frozen=True)
class Place:
    """Where a person types: how a sentence calls it, what is asked for, and what the form itself shows there.

    ``type`` is that of a :class:`~equityqi.questions.kinds.fields.Column`, or "card" for words that were given.
    """

    name: str
    type: str
    shown: tuple[str, ...] = ()


Change = Callable[[Place, Any], Any]


class FromYaml:
    """A dataclass that comes from YAML: no key too many, no value of another kind. It says so to pydantic, which only
    :mod:`equityqi.questions.exercise_file` imports.
    """

    __pydantic_config__: ClassVar = {"strict": True, "extra": "forbid"}

    @classmethod
    def __get_pydantic_core_schema__(cls, source, handler):
        return {**handler(source), "strict": False}  # a mapping makes one; its fields stay strict


@dataclass(frozen=True)
class Wrong(FromYaml):
    """A likely wrong answer: the name of the misconception and the one sentence that helps."""

    name: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Question(FromYaml):
    """What every question has and can do; a kind of question is a class of its own below this one.

    An ``answer`` has the shape that the answers file keeps. Methods that are given one which
    :meth:`why_unreadable` refuses may raise anything, save :meth:`in_words`, :meth:`is_blank` and :meth:`as_saved`.

    ``part``: "core" is asked in the lesson, "between" is work for between the sessions, "practice" is there for whoever
    wants more; a file of questions names one for each. ``label``: what a list of the page calls it, in a few words.
    """

    judged: ClassVar[bool] = False  # marked by the rules of a plan, on a case and by a day

    id: str
    kind: str
    prompt: str
    points: float
    part: Literal["core", "between", "practice"] | None = None
    label: str = ""
    right: str = "That’s it."

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Question:
        """Return the question that :func:`dataclasses.asdict` made ``data`` of; nothing is checked again."""
        return cls(**data)

    def check(self) -> None:
        """Raise ValueError, with what is wrong, for a question that no author may hand out."""
        if not ID.fullmatch(self.id):
            raise BadPart(f"String should match pattern '^{ID.pattern}$'", "id")
        least(self.points, 0, "points")

    def is_blank(self, answer: Any) -> bool:
        """Tell whether nothing was answered."""
        return answer is None or answer in ("", [], {})

    def why_unreadable(self, answer: Any) -> str | None:
        """Return one sentence when an answer does not have the question's shape, else None."""
        raise NotImplementedError

    def as_saved(self, value: Any) -> Any:
        """Return a typed or clicked value in the shape that the answers file keeps; what is unreadable stays."""
        if isinstance(value, dict):
            return {str(key): list(item) if isinstance(item, tuple) else item for key, item in value.items()}
        return list(value) if isinstance(value, tuple) else value

    def with_texts(self, answer: Any, change: Change) -> Any:
        """Return a readable answer with all that was typed put through ``change(place, value)``; choices stay."""
        return answer

    def mark(self, answer: Any, case=None, today: dt.date | None = None) -> Mark:
        """Return what a readable answer earned. ``case`` and ``today`` count for plans only."""
        raise NotImplementedError

    def in_words(self, answer: Any) -> str:
        """Return an answer as a person would say it, in plain text; any answer, readable or not."""
        return str(answer)

    def asked_html(self) -> list[Html]:
        """Return what is asked beside the prompt (options, cards, fields) as HTML. No key is in it."""
        return []

    def answer_html(self, answer: Any) -> Html | None:
        """Return a readable answer of several parts as HTML; None where a sentence says it."""
        return None

    def picture_html(self, answer: Any) -> Html:
        """Return the picture of a readable answer, if this kind has one."""
        return Html()

    def for_browser(self) -> dict[str, Any]:
        """Return what the browser needs to draw the form: no key, no hint."""
        return {"id": self.id, "kind": self.kind, "prompt": self.prompt, "label": self.label or self.prompt}

    def in_lines(self, answer: Any) -> str:
        """Return a readable answer with a line for each card, choice or field."""
        return self.in_words(answer)

    def on_paper(self) -> Html:
        """Return the room to answer by hand, below the prompt. No key is in it."""
        raise NotImplementedError

    def cards(self) -> list[str]:
        """Return what is on each card to cut out, in plain words; a card is there as often as it is needed."""
        return []

    def in_key(self) -> Html:
        """Return good answers and the sentences that help, for the trainer's key."""
        raise NotImplementedError

    def model_answer(self) -> Any:
        """Return one right answer."""
        return self.model[0]  # type: ignore[attr-defined]


class BadPart(ValueError):
    """A part of a question breaks a rule; ``at`` is the way to it from the question on."""

    def __init__(self, sentence: str, *at: str | int):
        super().__init__(sentence)
        self.at = at


def known(what: str, codes: Iterable[str], options: Collection[str]) -> None:
    """Raise ValueError for the first code that is no option."""
    for code in codes:
        if code not in options:
            raise ValueError(f"{what} names {code!r}, which is not one of its options")


def helped(what: str, codes: set[str], wrong: Collection[str]) -> None:
    """Raise ValueError, with all of them, where wrong options have no sentence."""
    if bare := sorted(codes - set(wrong)):
        options = f"option{'s' * (len(bare) > 1)} {', '.join(map(repr, bare))}"
        raise ValueError(f"{what} has no sentence under wrong for the {options}")


def least(value: float, bound: float, *at: str | int) -> None:
    """Raise :class:`BadPart` for a number below its bound."""
    if value < bound:
        raise BadPart(f"Input should be greater than or equal to {bound}", *at)


def fewest(values: Collection, bound: int, *at: str | int) -> None:
    """Raise :class:`BadPart` for a list or mapping with too few items."""
    if len(values) < bound:
        kind, items = "Dictionary" if isinstance(values, dict) else "List", f"item{'s' * (bound > 1)}"
        raise BadPart(f"{kind} should have at least {bound} {items} after validation, not {len(values)}", *at)


def unknown(codes: Iterable[Any], options: Collection[str]) -> str | None:
    """Return one sentence for the first code that is no option, else None."""
    for code in codes:
        if not isinstance(code, str) or code not in options:
            return f"{shortened(repr(code))} is not one of the choices: {', '.join(options)}."
    return None


def label_of(options: dict[str, str], code: Any) -> str:
    """Return the words of an option; of an unknown one its code."""
    return options.get(str(code), str(code))


def option_list(labels: Iterable[str]) -> Html:
    """Return labels as a list."""
    return tag("ul", [tag("li", label) for label in labels])
