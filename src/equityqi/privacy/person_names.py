"""Names of people: known by the column's name, by a title, or by given names and surnames that are common."""

from __future__ import annotations

import re

from equityqi.privacy.column_words import PERSON_WORDS, Words, of_no_person
from equityqi.privacy.common_names import (
    DAYS_AND_MONTHS,
    EVERYDAY_SURNAMES,
    GIVEN,
    JOINING,
    ORGANISATION,
    ROLES,
    SURNAMES,
)

DOCTOR = re.compile(r"(?i)(dr|prof|doctor|professor)\b")
_SURE_NAMES = set(
    "surname forename forenames firstname lastname fullname familyname givenname patientname initials nok"
    " ptname".split()
)
_NAME_OF = set(
    "first last given family full middle maiden preferred birth known second christian legal sur fore".split()
)
_OPEN_TO_NAMES = set("name names who patient client person contact clinician prescriber staff nurse seen".split())
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Mx) ?\.? ?(?!and\b)[A-Z]('?[A-Za-z])*[a-z]")
_TITLE = re.compile(
    r"(?i)(mr|mrs|miss|ms|mx|master|sir|dame|rev|reverend|prof|professor|dr|doctor|sister|nurse)\b\.?\s+(?=\S)"
)
_SPACED = re.compile(r"[A-Za-z.,][ ,.]+[A-Za-z]|[ ,]")
_NAME_PART = re.compile(r"[^\W\d_]['\w-]*")


def has_names(name: Words, texts: list[str], numeric: bool) -> bool:
    """Names of people: by the column's name, by a title, or by given names and surnames that are common."""
    if numeric or of_no_person(name):
        return False
    lettered = [text for text in texts if sum(map(str.isalpha, text)) >= 2]
    if not lettered:
        return False
    called = bool(_SURE_NAMES & set(name)) or "name" in name and bool(_NAME_OF & set(name) or PERSON_WORDS & set(name))
    if called:
        plain = [text for text in lettered if not any(map(str.isdigit, text)) and not _of_organisation(text)]
        if len(plain) >= 0.5 * len(texts):
            return True
    titled = sum(bool(_TITLED.search(text)) for text in lettered)
    if titled and titled >= min(3, 0.2 * len(lettered)):
        return True
    open_to_names = bool(_OPEN_TO_NAMES & set(name))
    people = sum(map(is_person, lettered))
    if people >= (0.2 if open_to_names else 0.4) * len(texts):
        return True
    single = [word for word in (text.lower() for text in lettered) if word in GIVEN or word in SURNAMES]
    if set(single) <= DAYS_AND_MONTHS:
        return False
    return len(single) >= max(2 if open_to_names else 3, (0.35 if open_to_names else 0.6) * len(texts))


def is_person(text: str) -> bool:
    """Say whether a text of two words or more reads as one person's name."""
    if len(text) > 50 or any(map(str.isdigit, text)) or not _SPACED.search(text):
        return False
    titled = _TITLE.match(text)
    rest = text[titled.end() :] if titled else text
    comma = "," in rest
    parts = [part for part in re.split(r"[ ,.]+", rest.lower().replace("(", " ").replace(")", " ")) if part]
    if (
        not 1 <= len(parts) <= 5
        or JOINING & set(parts)
        or (ORGANISATION | DAYS_AND_MONTHS) & set(parts)
        or not all(map(_NAME_PART.fullmatch, parts))
    ):
        return False
    if titled:
        return not (ROLES & set(parts) and not (GIVEN | SURNAMES) & set(parts))
    if len(parts) < 2:
        return False
    first, last = parts[0], parts[-1]
    if comma:
        return len(parts) <= 4 and (
            last in GIVEN
            or parts[1] in GIVEN
            or (first in SURNAMES or first in EVERYDAY_SURNAMES)
            and text.index(",") > 0
        )
    initials = [part for part in parts if len(part) == 1]
    if initials and (len(first) == 1 or len(last) == 1):
        return (last if len(first) == 1 else first) in SURNAMES | EVERYDAY_SURNAMES
    halves = set(last.split("-"))
    return (
        first in GIVEN
        or last in SURNAMES
        or bool(halves & SURNAMES)
        or last in GIVEN
        and (first in SURNAMES or first in EVERYDAY_SURNAMES)
    )


def _of_organisation(text: str) -> bool:
    return bool(ORGANISATION & set(text.lower().replace("'", "").split()))
