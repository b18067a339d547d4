"""Match hand-ins to the roll: whose each is, by the name of its file or folder, else by the name in its manifest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from equityqi.marking.roll import Person, Roll
from equityqi.safe_text import one_line
from equityqi.workfolder.hand_in import HandIn, Source
from equityqi.workfolder.read_hand_in import read_source
from equityqi.workfolder.split_by_person import Arrived, Line, hand_ins_at

TWO_NAMES = (
    "The name of the hand-in fits {one}, but inside it says {other}. It was marked for {one}; please check whose it is."
)
NOBODY = "This hand-in matches nobody on the roll, or more than one person. Check the name, then mark again."
NOT_USED = (
    "{label} says inside that it is by {id}, but {other} has that name outside, so {other} was marked. If both are by"
    " {id}, put them into one folder named {id}, then mark again."
)
ONE_SIDED = (
    "This hand-in names {name} as a partner, but {name}'s own hand-in doesn't say so, so only what is in this one"
    " counts. If they did work together, write that in the roll's column pair, then mark again."
)
ENDING = re.compile(
    r"\.(zip|json|ipynb|txt|rar|7z|tar|gz|tgz|bz2|xz|docx?|odt|rtf|pdf|xlsx?|csv|pptx?|html?|png|jpe?g|heic|answers"
    r"|part|partial|crdownload|download|tmp|filepart)$",
    re.IGNORECASE,
)
HAND_IN = re.compile(r"^hand[-_ ]?in[-_ ]", re.IGNORECASE)
COPY = re.compile(r" ?\(\d+\)$| - copy( \(\d+\))?$| copy( \d+)?$", re.IGNORECASE)


@dataclass
class Learner:
    """One person, and the places of what they and their partners handed in."""

    id: str
    name: str
    own: list[Source] = field(default_factory=list)
    partners: list[Learner] = field(default_factory=list)
    look: str = ""
    notes: tuple[str, ...] = ()
    on_roll: bool = True


def learners_of(places: list[Path], roll: Roll, pages: frozenset[str]) -> tuple[list[Learner], list[Line]]:
    """Return each person with their hand-ins: the roll in its order, then hand-ins of nobody on it; and a line on each
    thing that was not marked.

    ``pages`` names the exercises whose notebooks are read.
    """
    named = cache(lambda name: _id(by_name(name, roll)))
    arrived, lines = [], []
    for place in places:
        more, said = hand_ins_at(place, named)
        arrived += more
        lines += said
    learners = {person.id: Learner(person.id, person.name or person.id) for person in roll.people}
    theirs, strangers = _whose(arrived, roll)
    claimed: dict[str, list[str]] = {}
    for id, fitting in theirs.items():
        used = _used(fitting, roll)
        for one in fitting:
            if one not in used:
                label = one_line(one.source.label, 120)
                lines.append(Line(NOT_USED.format(label=label, id=id, other=one_line(used[0].source.label, 120))))
            elif (other := _says(one, roll)) not in (None, id):
                learners[id].look = learners[id].look or TWO_NAMES.format(one=id, other=other)
        learners[id].own = [_with_digest(one.source, pages) for one in used]
        claimed[id] = [one.manifest.pair for one in used if one.manifest.pair]
    partners = roll.partners({id: pairs for id, pairs in claimed.items() if theirs[id]})
    for id, learner in learners.items():
        learner.partners = [learners[other.id] for other in partners[id]]
        learner.notes = tuple(
            ONE_SIDED.format(name=other.name or other.id)
            for other in filter(None, map(roll.find, claimed.get(id, ())))
            if other.id != id and theirs.get(other.id) and other not in partners[id]
        )
    return [*learners.values(), *_strangers(strangers, set(learners), pages)], lines


def _id(person: Person | None) -> str | None:
    return person and person.id


def _whose(arrived: list[Arrived], roll: Roll) -> tuple[dict[str, list[Arrived]], list[Arrived]]:
    """Sort hand-ins by person: by the name outside, else by their own word."""
    theirs: dict[str, list[Arrived]] = {}
    strangers = []
    for one in arrived:
        id = one.outside or _says(one, roll)
        if id is None:
            strangers.append(one)
        else:
            theirs.setdefault(id, []).append(one)
    return theirs, strangers


def _says(one: Arrived, roll: Roll) -> str | None:
    """Return whom a hand-in itself names."""
    return _id(roll.find(one.manifest.name)) if one.manifest.name else None


def _used(fitting: list[Arrived], roll: Roll) -> list[Arrived]:
    """Return a person's hand-ins that count: those with the name outside and no other inside; else those with the name
    outside; else those that say it inside.
    """
    outside = [one for one in fitting if one.outside]
    agreeing = [one for one in outside if _says(one, roll) in (None, one.outside)]
    readable = [one for one in agreeing if one.readable]
    return readable and agreeing or (outside if any(one.readable for one in outside) else fitting)


def _with_digest(source: Source, pages: frozenset[str]) -> Source:
    """Return where a hand-in is with a hash of its content; a zip has one already."""
    if source.digest:
        return source
    hand_in = read_source(source, pages)
    return replace(source, digest=hash_of(hand_in))


def hash_of(value: object) -> str:
    """Return a hash of hand-ins and of what else a person's marks rest on, in tuples."""
    found = hashlib.sha256()

    def feed(value: object) -> None:
        if isinstance(value, HandIn):
            value = (value.name, value.files, value.left_out, value.trouble)
        if isinstance(value, Source):
            value = (value.label, value.without, value.digest)
        if isinstance(value, tuple):
            found.update(b"(%d" % len(value))
            for item in value:
                feed(item)
        else:
            data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
            found.update(b"%d:" % len(data) + data)

    feed(value)
    return found.hexdigest()


def _strangers(arrived: list[Arrived], taken: set[str], pages: frozenset[str]) -> list[Learner]:
    """Return a learner for each hand-in of nobody on the roll, under a name that nobody on it has."""
    found: dict[str, Learner] = {}
    for one in arrived:
        id = one_line(one.source.label, 120) or "?"
        id = f"{id} (not on the roll)" if id in taken else id
        learner = found.setdefault(id, Learner(id, id, look=NOBODY, on_roll=False))
        learner.own.append(_with_digest(one.source, pages))
    return sorted(found.values(), key=lambda learner: learner.id.endswith("(not on the roll)"))


def by_name(outside: str, roll: Roll) -> Person | None:
    """Return the one person that the name of a file or folder fits, whatever its ending and whatever a download, a copy
    or a form has put round it.

    >>> roll = Roll((Person("asha", "Asha Patel"), Person("ben")))
    >>> [by_name(name, roll).id for name in ("hand-in-asha (1).zip", "Ben.rar", "hand-in-x_Asha Patel.zip")]
    ['asha', 'ben', 'asha']
    """
    texts = [outside, outside.lstrip(".")]
    while ENDING.search(texts[-1]):
        texts.append(ENDING.sub("", texts[-1]))
    for text in texts:
        plain = COPY.sub("", HAND_IN.sub("", text))
        if person := roll.find(text) or roll.find(plain):
            return person
    # Forms puts the name of who sent it after the file's own, Moodle before a number
    parts = [*plain.rsplit("_", 1), plain.split("_", 1)[0]] if "_" in plain else []
    people = {person for part in parts if (person := roll.find(COPY.sub("", part)))}
    return people.pop() if len(people) == 1 else None
