"""Join what blind readers wrote with the keys: who agrees, and what a key missed. :mod:`tools.blind_page` tells it.

``python -m tools.blind_join`` prints the sheet with its keys for the reader who argues against each of them; ten are
wrong on purpose.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from equityqi.plain_words import shortened
from equityqi.typed_input import number as read_number
from tools.blind_keys import FOLDER, SEED, Decision, as_text, saved_sheet

PLANTED, MOST = 10, 20
FULL, PART, NO = "full", "part", "no"
MANY = 3  # of five readers


@dataclass(frozen=True)
class Read:
    """What one reader wrote on one decision, in the key's own codes; ``verdict`` is what the key gives it."""

    role: str
    number: str
    answer: str
    confidence: int
    second: str
    reason: str


def readings(folder: Path = FOLDER) -> list[Read]:
    """Return what every reader wrote. Raises ValueError naming a line that cannot be read."""
    sheet, found = saved_sheet(folder), []
    for path in sorted(folder.glob("reader-*.csv")):
        role = path.stem.split("-", 2)[2].replace("-", " ")
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                decision = sheet[row["number"]]
                answer, second = (in_codes(decision, row[name]) for name in ("answer", "second"))
                if not answer:
                    raise ValueError(f"{path.name}, {row['number']}: {row['answer']!r} is not one of the letters.")
                found.append(Read(role, row["number"], answer, int(row["confidence"]), second, row["reason"]))
    return found


def in_codes(decision: Decision, letters: str) -> str:
    """Return an answer in letters as the key writes it; "" where there is none.

    >>> in_codes(Decision("at", "", "multi", "", "", "", "", {"A": "no", "B": "yes"}, {}, ["yes"], []), "ba")
    'no yes'
    """
    if not decision.letters:
        value = read_number(letters.strip())
        return "" if value is None else f"{value:g}"
    codes = [decision.letters[letter] for letter in letters.upper() if letter in decision.letters]
    return " ".join(codes if decision.kind == "rank" else sorted(codes))


def verdict(decision: Decision, answer: str) -> str:
    """Return what the key says of an answer: full, part or no."""
    if decision.kind == "number":
        near = any(abs(float(answer) - float(right)) <= decision.tolerance + 1e-9 for right in decision.full)
        return FULL if near else NO
    if decision.kind == "rank":
        share = _in_order(decision.full[0], answer.split())
        return FULL if share == 1 else PART if share >= 0.8 else NO
    if decision.kind == "multi":
        return _of_several(decision, set(answer.split()))
    return FULL if answer in decision.full else PART if answer in decision.part else NO


def _of_several(decision: Decision, chosen: set[str]) -> str:
    models, rule = [set(model.split()) for model in decision.full], decision.part[0]
    if rule == "any":
        return FULL if any(chosen & model for model in models) else NO
    if any(chosen == model for model in models):
        return FULL
    share = max(2 * len(chosen & model) / (len(chosen) + len(model)) for model in models)
    return PART if rule == "f1" and share >= 0.8 else NO


def _in_order(tiers: str, order: list[str]) -> float:
    ranked = [tier.split() for tier in tiers.split(" > ")]
    pairs = [(a, b) for place, tier in enumerate(ranked) for a in tier for later in ranked[place + 1 :] for b in later]
    return sum(order.index(a) < order.index(b) for a, b in pairs) / len(pairs)


def with_wrong_keys(sheet: dict[str, Decision]) -> dict[str, Decision]:
    """Return the decisions of a sheet whose key is wrong on purpose, by number: an option that was no part."""
    chance = random.Random(f"{SEED} wrong keys")
    first = {decision.at: number for number, decision in reversed(sheet.items())}
    fit = [number for number in sorted(first.values()) if sheet[number].kind in ("choice", "sort")]
    wrong = {}
    for number in chance.sample(fit, len(fit)):
        decision = sheet[number]
        others = sorted(set(decision.labels) - set(decision.full) - set(decision.part))
        if others and len(wrong) < PLANTED:
            wrong[number] = replace(decision, full=[chance.choice(others)], part=[])
    return wrong


@dataclass(frozen=True)
class Contest:
    """How far readers and key are apart on one decision; ``then`` has the key as it stood when it was read."""

    decision: Decision
    then: Decision
    number: str
    reads: tuple[Read, ...]

    def against(self) -> int:
        """Return how many readers today's key would mark wrong."""
        return sum(verdict(self.decision, read.answer) == NO for read in self.reads)

    @property
    def seconds(self) -> int:
        """Return how many readers could defend a second answer that today's key marks wrong."""
        return sum(bool(read.second) and verdict(self.decision, read.second) == NO for read in self.reads)

    @property
    def heat(self) -> tuple[int, int]:
        """Return how contested it is: answers and second answers without marks when it was read, then all doubts."""
        wrong = sum(verdict(self.then, read.answer) == NO for read in self.reads)
        defended = sum(bool(read.second) and verdict(self.then, read.second) == NO for read in self.reads)
        return 2 * wrong + defended, sum(bool(read.second) + 5 - read.confidence for read in self.reads)


def contests(reads: Iterable[Read], sheet: dict[str, Decision], now: Iterable[Decision]) -> list[Contest]:
    """Return each decision of the course with what readers wrote, most contested first.

    One whose words have changed since is left out.
    """
    told = {}
    for read in reads:
        told.setdefault(read.number, []).append(read)
    first = {decision.at: (number, decision) for number, decision in reversed(sheet.items())}
    found = []
    for decision in now:
        number, read = first.get(decision.at, ("", None))
        if read and words_of(read) == words_of(decision) and number in told:
            found.append(Contest(decision, read, number, tuple(told[number])))
    return sorted(found, key=lambda one: (one.heat, one.number), reverse=True)


def words_of(decision: Decision) -> tuple:
    """Return what a reader decides on: the card, or where there is none the question, and its options."""
    return decision.card or decision.prompt, decision.labels


def changed_minds(reads: list[Read], sheet: dict[str, Decision]) -> tuple[int, int]:
    """Return how many answers a reader gave otherwise when asked once more, and how many were asked twice."""
    first, changed, twice = {}, 0, 0
    for read in sorted(reads, key=lambda read: (read.role, read.number)):
        key = (read.role, sheet[read.number].at)
        if key in first:
            twice += 1
            changed += first[key] != read.answer
        first.setdefault(key, read.answer)
    return changed, twice


def key_sheet() -> str:
    """Return every decision with its key, ten of them wrong, for the reader who argues against each."""
    sheet = saved_sheet()
    wrong = with_wrong_keys(sheet)
    asked = {}
    for number, decision in sheet.items():
        asked.setdefault(decision.at, (number, wrong.get(number, decision)))
    lines = []
    for number, decision in asked.values():
        lines += [f"**{number}** {decision.prompt}", decision.card]
        lines += ["; ".join(f"{letter}: {decision.labels[code]}" for letter, code in decision.letters.items())]
        lines += [f"KEY: {as_text(decision)}"]
    return "\n\n".join(line for line in lines if line) + "\n"


def table(head: list[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("\n", " ") for cell in line) + " |" for line in lines)


def short(text: str, most: int = 90) -> str:
    return shortened(" ".join(text.split()), most)


if __name__ == "__main__":
    print(key_sheet())
