"""The course's own questions as polls: each choice, and each item of a sort, in the words of any case."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from string import ascii_uppercase

from equityqi.files import course_root
from equityqi.lessons.runsheet import Block, read_runsheet
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.kinds.base import Question
from equityqi.questions.kinds.choice import Choice
from equityqi.questions.kinds.sort import Sort
from equityqi.workfolder.asked_in import asked_in

LETTERED = re.compile(r"\s*[–-]\s+")  # “D – a difference”: the letter is the option's own


@dataclass(frozen=True)
class Option:
    """``code`` is the option of the question, ``letter`` what is on a card, ``words`` what it says."""

    code: str
    letter: str
    words: str


@dataclass(frozen=True)
class Poll:
    """One thing to vote on. ``id`` is the question's, with the item's key after a slash; ``text`` is read aloud,
    ``about`` is the small print beside it, ``name`` a few words for the trainer's list.
    """

    id: str
    exercise: str
    name: str
    text: str
    about: str
    options: tuple[Option, ...]

    def data(self) -> dict:
        """Return the poll as a page needs it."""
        return asdict(self)


@lru_cache(maxsize=8)
def polls_of(case: str) -> dict[str, Poll]:
    """Return every poll of the course by its id, on one case.

    >>> polls = polls_of("a-blood-pressure")
    >>> polls["vignettes-1-8/6"].text
    'Long-term opioid prescribing is twice as high in the most deprived fifth of areas.'
    >>> [(one.letter, one.words) for one in polls["vignettes-1-8/6"].options][:2]
    [('D', 'a difference, not an inequity'), ('I', 'an inequity')]
    """
    found = {}
    for name, exercise in all_exercises(case).items():
        for question in exercise.questions:
            for poll in _polls(name, question):
                found[poll.id] = poll
    return found


def _polls(exercise: str, question: Question) -> list[Poll]:
    if isinstance(question, Choice):
        text, _, more = question.prompt.partition("\n\n")
        name = question.label or _short(text)
        return [Poll(question.id, exercise, name, _one(text), _one(more), _options(question.options))]
    if isinstance(question, Sort):
        about, options = question.prompt.partition("\n\n")[0], _options(question.options)
        asks = re.match(r"[^?]+\?", about)  # “Difference, inequity, or cannot tell yet? Rows 1 to 8, for the room.”
        return [
            Poll(
                f"{question.id}/{key}",
                exercise,
                _short(item.text),
                _one(item.text),
                _one(asks[0] if asks else about),
                options,
            )
            for key, item in question.items.items()
        ]
    return []


def _options(options: dict[str, str]) -> tuple[Option, ...]:
    own = all(len(code) == 1 and LETTERED.match(words[1:]) and words[0] == code for code, words in options.items())
    letters = options if own else ascii_uppercase
    return tuple(
        Option(code, letter, LETTERED.sub("", words[1:], 1) if own else words)
        for (code, words), letter in zip(options.items(), letters, strict=False)
    )


def _one(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def _short(text: str) -> str:
    words = _one(text)
    return words if len(words) <= 72 else f"{words[:70].rsplit(' ', 1)[0]} …"


@lru_cache(maxsize=1)
def questions_by_block() -> dict[str, tuple[str, ...]]:
    """Return the ids of the questions that each block of the runsheet asks, whatever their kind; what is read aloud
    comes first.

    >>> questions_by_block()["m2"]
    ('vignettes-1-8',)
    """
    blocks = [block for session in read_runsheet().sessions for block in session.blocks if block.notebook]
    return {block.id: tuple(dict.fromkeys(_asked(block))) for block in blocks}


def _asked(block: Block) -> list[str]:
    aloud = [doing.question for doing in block.doing if doing.kind == "aloud"]
    return aloud + asked_in(course_root() / "course" / f"{block.notebook}.ipynb", block.section)


def polls_in_block(case: str, block: str) -> list[str]:
    """Return the ids of the polls that a block's questions give, in the order in which they are asked.

    >>> len(polls_in_block("a-blood-pressure", "m2")), polls_in_block("a-blood-pressure", "break-1")
    (8, [])
    """
    asked = questions_by_block().get(block, ())
    polls = polls_of(case)
    return [id for question in asked for id in polls if id.partition("/")[0] == question]
