"""Does each block of the runsheet fit its minutes? What it asks of people, at fixed rates, beside its minutes to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from equityqi.checked_yaml import YamlError, line_in, read_tree
from equityqi.files import course_root
from equityqi.lessons.follow_up_hour import FILE as HOUR
from equityqi.lessons.follow_up_hour import read_hour
from equityqi.lessons.runsheet import FILE, Block, Doing, Runsheet, Session, read_runsheet
from equityqi.plain_words import listed
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.kinds.base import Question
from equityqi.settings import FIRST_CASE
from equityqi.workfolder.asked_in import asked_in

PAGE = "docs/minutes.md"
RATES = {"choice": 45, "card": 20, "cell": 30, "box": 40, "text": 120, "swap": 180, "recall": 120}  # seconds
RATES["turn"] = 3 * RATES["card"] + RATES["choice"] + 2 * RATES["cell"]  # three cards, a group, from where to where
WORDS_A_MINUTE = 150  # read aloud
SLOW = 1.25  # a room that takes a quarter longer, which the cuts have to make up for
SAYS = {
    "choice": ("choice or sum", "choices or sums"),
    "card": ("card", "cards"),
    "cell": ("form cell", "form cells"),
    "box": ("box of their own", "boxes of their own"),
    "text": ("text", "texts"),
    "swap": ("swap", "swaps"),
    "recall": ("recall", "recalls"),
    "turn": ("turn of the game", "turns of the game"),
}


@dataclass(frozen=True)
class Asked:
    """One thing that a block asks of people: in words, how often at which rate, and for how many seconds."""

    what: str
    seconds: float
    parts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """A block beside what it asks; ``needs`` and ``slow`` are minutes, the second at a quarter more."""

    block: Block
    asked: tuple[Asked, ...]

    @property
    def needs(self) -> float:
        return sum(one.seconds for one in self.asked) / 60

    @property
    def slow(self) -> float:
        return self.needs * SLOW


def fits(session: Session) -> list[Fit]:
    """Return what each block of work asks, in order. Raises KeyError for a question that is in no exercise."""
    questions = questions_of_course()
    work = [block for block in session.blocks if block.kind == "work"]
    return [Fit(block, tuple(_asked(block, questions))) for block in work]


def questions_of_course() -> dict[str, Question]:
    """Return every question of the course by its id, on the first case."""
    return {one.id: one for exercise in all_exercises(FIRST_CASE).values() for one in exercise.questions}


def _asked(block: Block, questions: dict[str, Question]) -> Iterator[Asked]:
    for id in asked_in(course_root() / "course" / f"{block.notebook}.ipynb", block.section):
        yield asked_by(questions[id])
    for doing in block.doing:
        yield _beside(doing, questions)


def asked_by(question: Question) -> Asked:
    """Return what answering a question takes.

    >>> from equityqi.questions.exercise_file import question_of
    >>> asked_by(question_of({"kind": "text", "id": "who", "prompt": "Who?", "points": 1, "model": ["Men"]}))
    Asked(what='who', seconds=120, parts={'text': 1})
    """
    asked: Any = question
    if question.kind == "text":
        parts = {"text": 1}
    elif question.kind == "sort":
        parts = {"card": len(asked.items) * (2 if asked.then else 1)}  # a second question is a second choice a card
    elif question.kind == "rank":
        parts = {"card": len(asked.options)}
    elif question.kind == "table":
        rows = asked.rows or min(len(model) for model in asked.model)
        boxes = rows * sum(column.type == "long" for column in asked.columns.values())
        parts = {"box": boxes, "cell": rows * len(asked.columns) - boxes}
    elif question.kind == "tree":
        parts = {"box": min(len(model["nodes"]) for model in asked.model)}
    elif question.kind == "game":
        parts = {"turn": len(asked.model[0]["game"]["turns"]) - 1}  # the first is played together, on the screen
    else:
        parts = {"choice": 1}
    parts = {rate: many for rate, many in parts.items() if many}
    return Asked(question.id, sum(many * RATES[rate] for rate, many in parts.items()), parts)


def _beside(doing: Doing, questions: dict[str, Question]) -> Asked:
    if doing.kind == "timed":
        return Asked(f"{doing.what}: {doing.minutes:g} min", doing.minutes * 60)
    if doing.kind == "aloud":
        cards: Any = questions[doing.question]
        words = sum(len(item.text.split()) for item in cards.items.values())
        return Asked(f"{doing.what}: {words} words read aloud", words / WORDS_A_MINUTE * 60)
    return Asked(f"{doing.what}: {_count(doing.times, doing.kind)}", doing.times * RATES[doing.kind])


def _count(many: int, rate: str) -> str:
    return f"{many} {SAYS[rate][many != 1]}"


def problems(runsheet: Runsheet | None = None) -> list[str]:
    """Return a sentence, with its file and line, for each block of a session or of the follow-up hour that asks too
    much, and for a session that its cuts cannot bring home; for a file that cannot be read, one for each of its faults.
    """
    try:
        sheets = {FILE: runsheet or read_runsheet(), HOUR: read_hour()}
        questions = questions_of_course()
        trees = {file: read_tree(course_root() / file) for file in sheets}
    except YamlError as error:
        return list(error.faults)
    return [
        f"{file}, line {line_in(trees[file], 'sessions', place, *at)}, {sentence}"
        for file, sheet in sheets.items()
        for place, session in enumerate(sheet.sessions)
        for at, sentence in _of_session(session, questions)
    ]


def _of_session(session: Session, questions: dict[str, Question]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield where in its session a fault is, and what it is."""
    fit, asks = [], {}
    for number, block in enumerate(session.blocks):
        at = ("blocks", number, "id")
        if unknown := [doing.question for doing in block.doing if doing.question and doing.question not in questions]:
            yield at, f"{block.title} reads “{unknown[0]}” aloud, which is in no questions.yml. Put the id right."
        elif block.kind == "work":
            try:
                asks[number] = Fit(block, tuple(_asked(block, questions)))
            except KeyError as error:
                yield at, f"{block.title}: its page asks {error}, which is in no questions.yml. Put the id right."
            except OSError:
                yield at, f"{block.title}: there is no page course/{block.notebook}.ipynb. Put notebook right."
    for number, one in asks.items():
        fit.append(one)
        if one.needs > one.block.do:
            yield (
                ("blocks", number, "do"),
                f"{one.block.title} asks for {one.needs:.1f} minutes and has {one.block.do} to do. Make a question"
                " practice, or move minutes in runsheet.yml.",
            )
        if (told := _told(one.block)) > one.block.tell:
            yield (
                ("blocks", number, "tell"),
                f"{one.block.title}: what the trainer says takes {told:.1f} minutes and there are {one.block.tell}"
                " to tell. Say less, or move minutes in runsheet.yml.",
            )
    if (late := _late(fit)) > (saved := _saved(session)):
        yield (
            ("cuts",),
            f"session {session.number} runs {late:.1f} minutes late in a slow room, and its cuts save {saved}"
            " without the slack. List more cuts, or ask less.",
        )


def _told(block: Block) -> float:
    return sum(len(line.split()) for line in block.say) / WORDS_A_MINUTE


def _late(fit: list[Fit]) -> float:
    """Return how late a slow room gets: minutes left over in one block don't pay for the next one."""
    return sum(max(0.0, one.slow - one.block.do) for one in fit)


def _saved(session: Session) -> int:
    """Return what the cuts save in blocks of work; slack is never spent on doing."""
    return sum(cut.saves for cut in session.cuts if session.block(cut.block).kind == "work")


def table(session: Session) -> str:
    """Return one session as a table of Markdown, and what happens in a slow room."""
    fit = fits(session)
    lines = ["| Block | What it asks | Do (min) | Needs (min) | In a slow room |", "|---|---|---|---|---|"]
    for one in fit:
        asks = "; ".join(_in_words(one.asked))
        lines.append(f"| {one.block.title} | {asks} | {one.block.do} | {one.needs:.1f} | {one.slow:.1f} |")
    needs, slow, do = (
        sum(values) for values in zip(*((one.needs, one.slow, one.block.do) for one in fit), strict=True)
    )
    lines.append(f"| **All** | | **{do}** | **{needs:.1f}** | **{slow:.1f}** |")
    late, saved = _late(fit), _saved(session)
    lines += [
        "",
        f"A slow room takes {SLOW:g} times as long. Then this session runs {late:.1f} minutes late, block by block."
        f" Its cuts save {saved} minutes without touching the slack.",
    ]
    return "\n".join(lines)


def _in_words(asked: tuple[Asked, ...]) -> Iterator[str]:
    """Yield the questions of a block as one count, and each thing beside them."""
    parts = sum((Counter(one.parts) for one in asked), Counter())
    if parts:
        yield f"on the page {listed([_count(many, rate) for rate, many in parts.items()])}"
    yield from (one.what for one in asked if not one.parts)


def page() -> str:
    """Return the page of the docs."""
    rates = ", ".join(f"{SAYS[name][0]} {seconds}" for name, seconds in RATES.items() if name != "turn")
    runsheet, hour = read_runsheet(), read_hour().only
    parts = [
        "# Does the course fit its minutes?",
        "Made by `equityqi check minutes --write`. `equityqi check` compares every block of the runsheet with what it"
        " asks of people, and stops when a block asks for more than its minutes to do.",
        f"The rates are fixed, in seconds: {rates}. Reading aloud is {WORDS_A_MINUTE} words a minute. A turn of the"
        f" game is three cards, a group, and from where to where: {RATES['turn']} seconds. These are judgements; nobody"
        " has timed learners yet. We don't count slack, breaks or review as time for doing. Practice questions"
        " aren't counted.",
        *(f"## Session {one.number}: {one.title}\n\n{table(one)}" for one in runsheet.sessions),
        f"## {hour.title}\n\n{table(hour)}",
    ]
    return "\n\n".join(parts) + "\n"
