"""Whose a hand-in is: by the name of its file or folder, else by its own word, against the roll."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from equityqi.marking.roll import Person, Roll
from equityqi.safe_text import one_line
from equityqi.workfolder.read_hand_in import HandIn, opened, read_hand_in

TWO_NAMES = (
    "The name of the hand-in fits {one}, but inside it says {other}. It was marked for {one}; please check whose it is."
)
NOBODY = (
    "This hand-in fits nobody on the roll, or more than one person. Check its name against the roll, then mark again."
)


@dataclass
class Work:
    """One person and the places of what they and their partners handed in."""

    id: str
    name: str
    own: list[Path] = field(default_factory=list)
    partners: list[Work] = field(default_factory=list)
    look: str = ""
    on_roll: bool = True


def works_on(places: list[Path], roll: Roll) -> list[Work]:
    """Return the work on each person: the roll in its order, then hand-ins of nobody on it."""
    works = {person.id: Work(person.id, person.name or person.id) for person in roll.people}
    claimed: dict[str, list[str]] = {}
    strangers: dict[str, Work] = {}
    for place in places:
        named, pair = _manifest(opened(read_hand_in(place, None), None))
        person, look = whose(place.name, named, roll)
        if person is None:
            id = one_line(place.name, 120) or "?"
            strangers.setdefault(id, Work(id, id, look=NOBODY, on_roll=False)).own.append(place)
            continue
        works[person.id].own.append(place)
        works[person.id].look = works[person.id].look or look
        claimed.setdefault(person.id, []).extend([pair] if pair else [])
    for id, partners in roll.partners(claimed).items():
        works[id].partners = [works[other.id] for other in partners]
    taken = {id for id in strangers if id in works}
    return [
        *works.values(),
        *(stranger for id, stranger in strangers.items() if id not in taken),
        *(_renamed(strangers[id]) for id in sorted(taken)),
    ]


def _renamed(stranger: Work) -> Work:
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


def whose(outside: str, inside: str, roll: Roll) -> tuple[Person | None, str]:
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
