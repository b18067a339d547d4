"""Read the keys blind: write every question that has a key as a sheet without it, in a random order of its options, and
join what readers wrote afterwards.

``python -m tools.blind_keys`` writes ``tools/blind/sheet.md`` for readers and ``sheet.json`` for
:mod:`tools.blind_join`, which reads what they wrote.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat

from equityqi.cases.case import load
from equityqi.files import course_root, write_atomically
from equityqi.questions.exercise_file import all_exercises
from equityqi.settings import FIRST_CASE
from tools.marker import every_case

SEED, AGAIN = 2026, 30
FOLDER = Path(__file__).parent / "blind"
PICTURES = (
    "five-own-charts",
    "own-gap-closing",
    "run-by-hand",
)  # hang on a picture, and their keys are worked out by the rule
KEYED = ("choice", "multi", "sort", "rank", "number")
LETTERS = "ABCDEFGHIJKLMNOP"
ASKED = re.compile(r'^ask\("([a-z0-9-]+)"', re.MULTILINE)
TAGS = re.compile(r"<[^>]+>")
NOT_ASKED = ("Back to the lesson", "Your trainer reads this answer", "Safe to try")
HOW = {
    "choice": "Pick one letter.",
    "multi": "Pick all the letters that belong; write them together, such as ACD.",
    "rank": "Put all the letters in order, first to last; write them together.",
    "sort": "Pick one letter for each card.",
}


@dataclass(frozen=True)
class Decision:
    """One thing that a reader decides: a question, or one card of a sort.

    ``letters``: the code behind each letter; empty for a number. ``full``: the answers that earn all, ``part`` those
    that earn some, written in codes.
    """

    at: str
    exercise: str
    kind: str
    case: str
    prompt: str
    card: str
    unit: str
    letters: dict[str, str]
    labels: dict[str, str]
    full: list[str]
    part: list[str]
    tolerance: float = 0.0


def decisions() -> list[Decision]:
    """Return every decision of the course that has a key, once each; one that reads otherwise on a case is there for
    that case too.
    """
    found: dict[tuple, Decision] = {}
    for case in every_case():
        for exercise in all_exercises(case).values():
            for question in exercise.questions:
                if question.kind in KEYED and question.id not in PICTURES:
                    for decision in _of(exercise.exercise, question, case):
                        same = (decision.exercise, decision.prompt, decision.card, repr(decision.full))
                        found.setdefault(same, decision)
    return list(found.values())


def _of(exercise: str, question, case: str) -> Iterator[Decision]:
    at = f"{exercise[:2]} {question.id}" + ("" if case == FIRST_CASE else f" ({case[0].upper()})")
    codes = list(getattr(question, "options", {}))
    random.Random(f"{SEED} {question.id}").shuffle(codes)
    letters = dict(zip(LETTERS, codes, strict=False))
    labels = {code: question.options[code] for code in codes}

    def decision(place: str, card: str, full: list[str], part: list[str]) -> Decision:
        unit, near = getattr(question, "unit", ""), getattr(question, "tolerance", 0.0)
        return Decision(
            place, exercise, question.kind, case, question.prompt, card, unit, letters, labels, full, part, near
        )

    if question.kind == "sort":
        for key, item in question.items.items():
            yield decision(f"{at} / {key}", item.text, item.model, [code for code in item.shares if item.shares[code]])
        if question.then:
            codes = list(question.then.options)
            random.Random(f"{SEED} {question.id} then").shuffle(codes)
            letters = dict(zip(LETTERS, codes, strict=False))
            labels = {code: question.then.options[code] for code in codes}
            prompt = f"The same cards once more. {question.then.prompt}"
            for key, item in question.items.items():
                if item.then:
                    place = f"{at} then / {key}"
                    yield Decision(place, exercise, "sort", case, prompt, item.text, "", letters, labels, item.then, [])
    elif question.kind == "choice":
        yield decision(at, "", question.model, [code for code in question.shares if question.shares[code]])
    elif question.kind == "multi":
        yield decision(at, "", [" ".join(sorted(model)) for model in question.model], [question.rule])
    elif question.kind == "rank":
        yield decision(at, "", [" > ".join(" ".join(tier) for tier in question.tiers)], [])
    else:
        yield decision(at, "", [f"{model:g}" for model in question.model], [])


def sheet() -> tuple[str, dict[str, Decision]]:
    """Return the sheet in Markdown, and each decision by its number on it; some are asked again at its end."""
    asked = decisions()
    told = {(decision.exercise, decision.at.split(" / ")[0]): decision for decision in asked}
    numbered: dict[str, Decision] = {}
    lines = []
    for exercise in dict.fromkeys(decision.exercise for decision in asked):
        lines.append(f"# Exercise {exercise[:2]}: {exercise[3:].replace('-', ' ')}")
        for before, at in _pages(exercise, [key[1] for key in told if key[0] == exercise]):
            lines += before
            these = [decision for decision in asked if decision.at.split(" / ")[0] == at]
            lines += _asks(these, numbered)
    lines += ["# Asked once more", "Please answer these afresh. Don't look back."]
    for decision in random.Random(SEED).sample([one for one in asked if one.letters], AGAIN):
        codes = list(decision.letters.values())
        random.Random(f"again {decision.at}").shuffle(codes)
        again = {**asdict(decision), "letters": dict(zip(LETTERS, codes, strict=False))}
        lines += _asks([Decision(**again)], numbered)
    return "\n\n".join(lines) + "\n", numbered


def _pages(exercise: str, wanted: list[str]) -> Iterator[tuple[list[str], str]]:
    """Yield the words that stand before each question on its page, and the question; those of other cases follow."""
    book = nbformat.read(course_root() / "solutions" / exercise / f"{exercise}.ipynb", 4)
    case, before, rest = load(FIRST_CASE), [], list(wanted)
    for cell in book.cells:
        if cell.cell_type == "markdown":
            words = TAGS.sub("", case.filled(cell.source)).lstrip("# ")
            if not any(start in words for start in NOT_ASKED):
                before.append(words)
        elif found := ASKED.search(cell.source):
            at = f"{exercise[:2]} {found[1]}"
            for one in [one for one in rest if one == at or one.startswith(f"{at} (")]:
                rest.remove(one)
                yield before, one
                before = []
                for then in [other for other in rest if other == f"{one} then"]:
                    rest.remove(then)
                    yield [], then
    for one in rest:
        yield [], one


def _asks(these: list[Decision], numbered: dict[str, Decision]) -> list[str]:
    first = these[0]
    where = "" if first.case == FIRST_CASE else f" (on another case: {load(first.case).title})"
    lines = [f"**{first.prompt.strip()}**{where}"]
    lines += [f"- {letter}: {first.labels[code]}" for letter, code in first.letters.items()]
    lines.append(HOW.get(first.kind) or f"A number, in {first.unit}.")
    for decision in these:
        number = f"Q{len(numbered) + 1:03}"
        numbered[number] = decision
        lines.append(f"**{number}** {decision.card}".rstrip())
    return ["\n".join(lines[:1]), "\n".join(lines[1 : -len(these)]), *lines[-len(these) :]]


def saved_sheet(folder: Path = FOLDER) -> dict[str, Decision]:
    """Return each decision by its number on the sheet that readers had."""
    told = json.loads((folder / "sheet.json").read_text(encoding="utf-8"))
    return {number: Decision(**decision) for number, decision in told.items()}


def as_text(decision: Decision) -> str:
    """Return a key in letters, or as a number."""
    if not decision.letters:
        return f"{' or '.join(decision.full)} {decision.unit}"
    letter = {code: letter for letter, code in decision.letters.items()}
    full = [" ".join(letter.get(code, code) for code in model.split()) for model in decision.full]
    part = [letter[code] for code in decision.part if code in letter]
    return " or ".join(full) + (f" (in part: {', '.join(part)})" if part else "")


if __name__ == "__main__":
    words, numbered = sheet()
    told = {number: asdict(one) for number, one in numbered.items()}
    write_atomically(FOLDER / "sheet.md", words)
    write_atomically(FOLDER / "sheet.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(numbered)} decisions on the sheet for readers, in {FOLDER.name}")
