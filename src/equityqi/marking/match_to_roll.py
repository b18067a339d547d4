"""Match hand-ins to the roll: whose each is, by the name of its file or folder, else by the name in its manifest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from equityqi.marking.roll import Person, Roll
from equityqi.safe_text import one_line
from equityqi.workfolder.read_hand_in import HandIn, opened, read_hand_in

MOST_HELD = 32 * 2**20  # bytes of hand-ins that are held in memory: those of some 600 people with every exercise
TWO_NAMES = (
    "The name of the hand-in fits {one}, but inside it says {other}. It was marked for {one}; please check whose it is."
)
NOBODY = (
    "This hand-in fits nobody on the roll, or more than one person. Check its name against the roll, then mark again."
)


class HandInReader:
    """Reads hand-ins for marking, each one once: its manifest, its content and a partner's use come from one reading.

    A cohort whose hand-ins are larger than ``MOST_HELD`` together would fill the memory, so what comes after that is
    read again when its turn comes. ``pages`` names the exercises whose notebooks are needed.
    """

    def __init__(self, pages: frozenset[str]):
        self._pages, self._held, self._left = pages, {}, MOST_HELD

    def __call__(self, path: Path) -> HandIn:
        if path in self._held:
            return self._held[path]
        hand_in = read_hand_in(path, self._pages)
        size = sum(len(data) for _, data in hand_in.files)
        if size <= self._left:
            self._held[path] = hand_in
            self._left -= size
        return hand_in


@dataclass
class Learner:
    """One person, and the places of what they and their partners handed in."""

    id: str
    name: str
    own: list[Path] = field(default_factory=list)
    partners: list[Learner] = field(default_factory=list)
    look: str = ""
    on_roll: bool = True


def learners_of(places: list[Path], roll: Roll, read: HandInReader) -> list[Learner]:
    """Return each person with their hand-ins: the roll in its order, then hand-ins of nobody on it."""
    learners = {person.id: Learner(person.id, person.name or person.id) for person in roll.people}
    claimed: dict[str, list[str]] = {}
    strangers: dict[str, Learner] = {}
    for place in places:
        named, pair = _manifest(opened(read(place), None))
        person, look = match(place.name, named, roll)
        if person is None:
            id = one_line(place.name, 120) or "?"
            strangers.setdefault(id, Learner(id, id, look=NOBODY, on_roll=False)).own.append(place)
            continue
        learners[person.id].own.append(place)
        learners[person.id].look = learners[person.id].look or look
        claimed.setdefault(person.id, []).extend([pair] if pair else [])
    for id, partners in roll.partners(claimed).items():
        learners[id].partners = [learners[other.id] for other in partners]
    taken = {id for id in strangers if id in learners}
    return [
        *learners.values(),
        *(stranger for id, stranger in strangers.items() if id not in taken),
        *(_renamed(strangers[id]) for id in sorted(taken)),
    ]


def _renamed(stranger: Learner) -> Learner:
    stranger.id = f"{stranger.id} (not on the roll)"
    return stranger


def _manifest(hand_in: HandIn) -> tuple[str, str]:
    """Return the name and the partner that a hand-in gives inside, or nothing."""
    found = sorted(
        (path.count("/"), path, data) for path, data in hand_in.files if path.rsplit("/", 1)[-1] == "manifest.json"
    )
    try:
        data = json.loads(found[0][2]) if found else {}
    except (ValueError, RecursionError):
        return "", ""
    texts = [data.get(key) if isinstance(data, dict) else None for key in ("name", "pair")]
    return tuple(text.strip() if isinstance(text, str) else "" for text in texts)


def match(outside: str, inside: str, roll: Roll) -> tuple[Person | None, str]:
    """Return the person of a hand-in: by the name of its file or folder, else by its own word; and why to look, or
    nothing.
    """
    stem = re.sub(r"\.(zip|json|ipynb)$", "", outside, flags=re.IGNORECASE)
    short = re.sub(r"( \(\d+\)| - Copy)$", "", re.sub(r"^hand-in-", "", stem))
    by_name = next((person for text in dict.fromkeys((outside, stem, short)) if (person := roll.find(text))), None)
    by_word = roll.find(inside) if inside else None
    if by_name and by_word and by_name != by_word:
        return by_name, TWO_NAMES.format(one=by_name.id, other=by_word.id)
    return by_name or by_word, ""
