"""The words of a column's name, and its values as plain text: what people's details are looked for in."""

from __future__ import annotations

import re
from collections.abc import Collection

Words = tuple[str, ...]

PERSON_WORDS = frozenset(
    """patient patients pt pts client clients person people resident member nurse manager clinician consultant
    prescriber contact staff employee carer mother father parent relative nok kin home user author lead doctor
    pharmacist student learner service_user""".split()
)
BLANKED = re.compile(
    r"(?i)[\s*x#.\-–—?]*|\W*(redacted|removed|hidden|withheld|suppressed|none|null|n/?a|nan|nat|unknown|not"
    r" (known|stated|given|recorded))\W*"
)
_ORGANISATIONS = frozenset(
    """practice surgery area areas org organisation organization trust hospital site ward region icb icp pcn ccg pco
    stp ics council la lad utla ltla place town provider pharmacy msoa lsoa oa school office district locality
    neighbourhood service clinic county country borough subicb parent helpline helplines hotline switchboard reception
    freephone""".split()
)
_WITH_AN_ADDRESS = frozenset(  # the others are areas: a full postcode is of an address in them
    """practice surgery org organisation organization trust hospital site provider pharmacy school office service clinic
    council icb ccg pcn""".split()
)
_THINGS = frozenset(
    """indicator measure drug medicine chemical substance category ethnicity ethnic ethnicgroup dataset file group
    short display variable product brand field bnf descr description month period quarter day weekday type status
    code codes""".split()
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PLAIN = {ord("\u00a0"): " ", ord("\u2009"): " ", ord("\u202f"): " ", ord("\u200b"): None, ord("\ufeff"): None} | {
    ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"
} | {ord("’"): "'", ord("‘"): "'"}  # fmt: skip


def words_in(name: object) -> Words:
    """Return the words of a column's name: 'PatientNHSNo' and 'patient_nhs_no' give the same."""
    name = re.sub(r"(?i)\bd\.o\.b\b\.?", "dob", str(name)).replace("'", "").replace("’", "")
    return tuple(word.lower() for word in _WORD.findall(name.replace("NHSNo", "NHS No").replace("NHSNum", "NHS Num")))


_BLANKS = {code: " " for code in (9, 11, 12, 13, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000)} | {
    code: sign for code, sign in _PLAIN.items() if sign and sign != " "
}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def plain_text(text: str) -> tuple[str, range | list[int]]:
    """Return a text with plain blanks, dashes and quotes and no unseen letters; and where each letter stood before.

    >>> plain_text("943\u00a0476\u200b 5919")
    ('943 476 5919', [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12])
    """
    if text.isascii() and "\t" not in text:
        return text, range(len(text))
    plain = text.translate(_BLANKS)
    if not _UNSEEN.search(plain):
        return plain, range(len(text))
    places = [at for at, letter in enumerate(plain) if not _UNSEEN.match(letter)]
    return "".join(plain[at] for at in places), places


def tidy(value: object) -> str:
    """Return a value as one line of text, without the marks that Excel leaves."""
    text = str(value)
    if not text.isascii():
        text = text.translate(_PLAIN)
    text = " ".join(text.split()).lstrip("'").strip('"')
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def of_an_organisation(name: Collection[str]) -> bool:
    """Say whether a column's name says that its values belong to a practice, an area or the like."""
    return bool(set(name) & _ORGANISATIONS) and not set(name) & PERSON_WORDS


def with_an_address(name: Collection[str]) -> bool:
    """Say whether a column's name says that its values belong to an organisation, which has a postcode of its own."""
    return bool(set(name) & _WITH_AN_ADDRESS) and not set(name) & PERSON_WORDS


def of_no_person(name: Collection[str]) -> bool:
    """Say whether a column's name says that its values name anything but people."""
    return of_an_organisation(name) or bool(set(name) & _THINGS) and not set(name) & PERSON_WORDS
