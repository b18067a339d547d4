"""Details of people in free text: found, said in one sentence, taken out where they must not be shown.

Pure functions of plain Python: a learner's page, the marker and the follow-up use the same. No search finds everything:
it stands beside the sentence on data protection, not in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from equityqi.plain_words import listed
from equityqi.privacy.birth_dates import births_in
from equityqi.privacy.column_words import plain_text
from equityqi.privacy.names_in_text import names_in
from equityqi.privacy.numbers_in_text import (
    emails_in,
    insurance_numbers_in,
    nhs_numbers_in,
    phones_in,
    postcodes_in,
    record_numbers_in,
    streets_in,
)

NAMES = "names of people"
# What is looked for, in this order: of two finds on the same letters the first counts.
FINDERS = (
    ("e-mail addresses", emails_in),
    ("National Insurance numbers", insurance_numbers_in),
    ("NHS numbers", nhs_numbers_in),
    ("dates of birth", births_in),
    ("hospital or record numbers", record_numbers_in),
    ("telephone numbers", phones_in),
    ("full postcodes", postcodes_in),
    ("street addresses", streets_in),
    (NAMES, names_in),
)
ONE_OF = {
    "e-mail addresses": "an e-mail address",
    "National Insurance numbers": "a National Insurance number",
    "NHS numbers": "an NHS number",
    "dates of birth": "a date of birth",
    "hospital or record numbers": "a hospital or record number",
    "telephone numbers": "a telephone number",
    "full postcodes": "a full postcode",
    "street addresses": "a street address",
    NAMES: "a name",
}
OF_PATIENTS = frozenset(("NHS numbers", "dates of birth", "hospital or record numbers"))
# Fields of the course's forms that ask for the name of a colleague or of oneself.
NAMES_ASKED = frozenset("name who owner checker leader trigger pair".split())


@dataclass(frozen=True)
class Identifier:
    """What may point to one person: its kind, as in :data:`ONE_OF`, and where it begins and ends in the text."""

    kind: str
    start: int
    end: int


def people_in(text: str, names_asked: bool = False) -> tuple[Identifier, ...]:
    """Return what in a text may point to one person, in the order of the text.

    ``names_asked``: the form asks for a name here, such as that of the person who follows up; a name is then no find,
    and everything else still is.

    >>> text = "Ring Mrs Patel, NHS number 943 476 5919"
    >>> [(found.kind, text[found.start : found.end]) for found in people_in(text)]
    [('names of people', 'Mrs Patel'), ('NHS numbers', '943 476 5919')]
    >>> people_in("Ask Susan Smith on 14 July 2026", names_asked=True)
    ()
    """
    plain, places = plain_text(text)
    found: list[Identifier] = []
    for kind, finder in FINDERS:
        if not (names_asked and kind == NAMES):
            found += [Identifier(kind, start, end) for start, end in finder(plain)]
    apart, end = [], 0
    for one in sorted(found, key=lambda one: one.start):  # sorting keeps the order of the kinds
        if one.start >= end:
            apart.append(one)
            end = one.end
    return tuple(Identifier(one.kind, places[one.start], places[one.end - 1] + 1) for one in apart)


def sentence_on(found: tuple[Identifier, ...], what: str = "This") -> str:
    """Return one sentence for the person who wrote it, which repeats nothing of it; "" where nothing was found.

    >>> sentence_on(people_in("Ring 943 476 5919"))
    'This looks like it names a patient (an NHS number). Please take it out before you share it.'
    """
    if not found:
        return ""
    them = "it" if len({one.kind for one in found}) == 1 else "them"
    return f"{what} looks like it names {whom(found)}. Please take {them} out before you share it."


def whom(found: tuple[Identifier, ...]) -> str:
    """Return whom the finds point to, and by what, as a sentence needs it.

    >>> whom(people_in("Ring 943 476 5919"))
    'a patient (an NHS number)'
    """
    kinds = dict.fromkeys(ONE_OF[one.kind] for one in found)
    of_a_patient = any(one.kind in OF_PATIENTS for one in found)
    return f"{'a patient' if of_a_patient else 'a person'} ({listed(kinds)})"


def without_people(text: str, names_asked: bool = False) -> str:
    """Return a text with what may point to a person taken out, and said in its place.

    >>> without_people("Ring Mrs Patel about her tablets")
    'Ring [removed: a name] about her tablets'
    """
    for one in reversed(people_in(text, names_asked)):
        text = f"{text[: one.start]}[removed: {ONE_OF[one.kind]}]{text[one.end :]}"
    return text


def people_in_answer(answer: Any) -> tuple[Identifier, ...]:
    """Return what people_in finds in every text of an answer, a plan or a record, whatever its shape.

    >>> [
    ...     one.kind
    ...     for one in people_in_answer([{"who": "Tom Baker", "said": "Mr Baker sees to it"}, {"owner": "Asha Rao"}])
    ... ]
    ['names of people', 'names of people']
    """
    return tuple(one for text, asked in _texts(answer) for one in people_in(text, asked))


def _texts(answer: Any, asked: bool = False) -> Iterator[tuple[str, bool]]:
    if isinstance(answer, str):
        yield answer, asked
    elif isinstance(answer, dict):
        for key, value in answer.items():  # "who" beside "said" is somebody who was asked: a role or a group, no name
            yield from _texts(value, key in NAMES_ASKED and not (key == "who" and "said" in answer))
    elif isinstance(answer, (list, tuple)):
        for value in answer:
            yield from _texts(value, asked)
