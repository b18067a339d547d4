"""What the survey asks, known again in the headers and cells that people have: by name, by label, whatever the case and
spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from equityqi.workfolder.survey_sheets import Sheets, survey_sheets

CODE, ROLE = "code", "role"
WHEN = ("pre", "now", "then")  # the order in which a form asks one skill three times
NUMBERED = re.compile(r"^\s*q?\d+[a-z]?[.)]\s+", re.IGNORECASE)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)  # no page can hold, or a reader see, these


@dataclass(frozen=True)
class Field:
    """One question of the survey: the name of its field, its sheet (pre, post, sliders, exit), its words, its options
    by code, and whether it is still asked.
    """

    key: str
    sheet: str
    label: str
    prompt: str
    options: Mapping[str, str]
    asked: bool = True


@lru_cache(maxsize=1)
def survey_fields() -> dict[str, Field]:
    """Return every question of the survey by the name of its field, in the order in which it is asked; the code is not
    among them.

    >>> survey_fields()["now_read_a_gap"].sheet, len(survey_fields())
    ('sliders', 33)
    """
    sheets = survey_sheets()
    return {
        key: Field(key, name, column.label, section.prompt, column.options, section.asked)
        for name in Sheets.model_fields
        for section in getattr(sheets, name).sections
        for key, column in section.fields.items()
        if key != CODE
    }


def plain(words: object) -> str:
    """Return words as they are compared: small letters and digits, one space between words, no number of a question in
    front.

    >>> plain("3.  Strongly\\u00a0 AGREE!"), plain("q2_tools")
    ('strongly agree', 'q2 tools')
    """
    return " ".join(re.sub(r"[\W_]+", " ", NUMBERED.sub("", str(words)).casefold()).split())


def answer_of(field: Field, given: object) -> str | None:
    """Return an answer as the survey keeps it: the code of its option, or words on one line; "" for a blank, None where
    no option fits.

    >>> said = survey_fields()["q2_tools"]
    >>> answer_of(said, " Strongly  Agree "), answer_of(said, ""), answer_of(said, "perhaps")
    ('strongly agree', '', None)
    >>> answer_of(survey_fields()["now_read_a_gap"], "7.0")
    '7'
    """
    text = words_of(given)
    if not text or not field.options:
        return text
    text = re.sub(r"^(\d+)\.0+$", r"\1", text)
    return next((code for code, label in field.options.items() if plain(text) in (plain(code), plain(label))), None)


def code_of(given: object) -> str:
    """Return a self-made code as it is compared: capital letters and digits alone.

    >>> code_of(" mi-07 ")
    'MI07'
    """
    return "".join(letter for letter in words_of(given) if letter.isalnum()).upper()


def words_of(given: object) -> str:
    """Return what a cell or a form holds as words on one line; anything but words and numbers is a blank."""
    known = isinstance(given, (str, int, float)) and not isinstance(given, bool) and given == given
    return " ".join(_UNSEEN.sub("", str(given)).split()) if known else ""


def columns_of(headers: Sequence[str]) -> dict[int, str]:
    """Return which column holds which field: by the field's name, its label, or prompt and label; also ``code`` and
    ``role``.

    A label that stands several times is a skill that a form asks several times. Its columns are taken in the order of
    the survey, as the number tells that a form puts behind: before, now and looking back, or now and looking back.
    Alone, it is now when the table also holds answers from after the course, and before the course when it does not.

    >>> columns_of(["ID", "Read a gap between groups2", "Read a gap between groups", "How was the pace?", "Your code"])
    {3: 'q5_pace', 4: 'code', 1: 'then_read_a_gap', 2: 'now_read_a_gap'}
    """
    names, labels = _known()
    found: dict[int, str] = {}
    several: dict[str, list[tuple[int, int]]] = {}
    for place, header in enumerate(headers):
        words = plain(header)
        base, number = re.fullmatch(r"(.*?) ?(\d?)", words).groups()
        if key := names.get(words):
            if key not in found.values():
                found[place] = key
        elif skill := words if words in labels else base if base in labels else "":
            several.setdefault(skill, []).append((int(number or 1), place))
    after = any(key in survey_fields() and survey_fields()[key].sheet != "pre" for key in found.values())
    for skill, places in several.items():
        asked = {1: ("now",) if after else ("pre",), 2: WHEN[1:], 3: WHEN}.get(len(places), ())
        given = {place: f"{when}_{labels[skill]}" for when, (_, place) in zip(asked, sorted(places), strict=False)}
        found |= {place: key for place, key in sorted(given.items()) if key not in found.values()}
    return found


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Return the words that name one field, and the labels that several fields share, with the skill they speak of."""
    fields = survey_fields()
    shared = {plain(label) for label in _twice(field.label for field in fields.values())}
    names = {CODE: CODE, "your code": CODE, ROLE: ROLE, "your role": ROLE}
    for key, field in fields.items():
        names |= {plain(key): key, plain(f"{field.prompt} {field.label}"): key}
        if plain(field.label) not in shared:
            names[plain(field.label)] = key
    skills = {
        plain(field.label): key.partition("_")[2] for key, field in fields.items() if plain(field.label) in shared
    }
    return names, skills


def _twice(labels: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {label for label in labels if label in seen or seen.add(label)}
