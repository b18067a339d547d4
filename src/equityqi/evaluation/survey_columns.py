"""What the survey asks, known again in the headers and cells that people have: by name, by label, whatever the case and
spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from equityqi.workfolder.survey_sheets import Sheets, survey_sheets

CODE, ROLE, LATER = "code", "role", "later"
THREE_MONTHS_ON = "Three months on: how sure do you feel today, from 0 (not at all) to 10 (very)?"
WHEN = ("pre", "now", "then")  # the order in which a form asks one skill three times
NUMBERED = re.compile(r"^\s*q?\d+[a-z]?[.)]\s+", re.IGNORECASE)
NOTHING: Mapping[str, str] = {}
NO_ANSWER = ("", "n a", "na", "not applicable", "no answer", "blank", "not answered", "no response", "skipped")
SAME = {  # the usual other words for an answer, plain
    "strongly agree": ("agree strongly", "completely agree", "totally agree", "fully agree"),
    "agree": ("tend to agree", "somewhat agree"),
    "neither": (
        "neutral", "neither agree nor disagree", "neither agree or disagree", "neither disagree nor agree",
        "neither disagree or agree", "undecided",
    ),
    "disagree": ("tend to disagree", "somewhat disagree"),
    "strongly disagree": ("disagree strongly", "completely disagree", "totally disagree", "fully disagree"),
    "prefer not to say": ("prefer not to answer", "i d rather not say", "rather not say", "i prefer not to say"),
    "yes": ("y", "true", "yes i would", "yes definitely"),
    "no": ("n", "false", "no i would not", "no i wouldn t"),
    "about right": ("just right",),
    "too fast": ("too quick",),
}  # fmt: skip
EARLIER = {  # plain labels of forms made with an earlier survey
    "the notebooks were useful": "q6_notebooks_useful",
    "i know which tools of quality improvement help with inequity": "q2_tools",
}
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)  # no page can hold, or a reader see, these


@dataclass(frozen=True)
class Field:
    """One question of the survey: the name of its field, its sheet (pre, post, sliders, exit, later), its words, its
    options by code, and whether it is still asked.
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
    among them. The sheet ``later`` asks the six skills again on day 90.

    >>> survey_fields()["now_read_a_gap"].sheet, len(survey_fields())
    ('sliders', 39)
    """
    sheets = survey_sheets()
    found = {
        key: Field(key, name, column.label, section.prompt, column.options, section.asked)
        for name in Sheets.model_fields
        for section in getattr(sheets, name).sections
        for key, column in section.fields.items()
        if key != CODE
    }
    again = ((f"{LATER}_{key.removeprefix('now_')}", one) for key, one in found.items() if key.startswith("now_"))
    return found | {key: replace(one, key=key, sheet=LATER, prompt=THREE_MONTHS_ON) for key, one in again}


def plain(words: object) -> str:
    """Return words as they are compared: small letters and digits, one space between words, no number of a question in
    front.

    >>> plain("3.  Strongly\\u00a0 AGREE!"), plain("q2_tools")
    ('strongly agree', 'q2 tools')
    """
    return " ".join(re.sub(r"[\W_]+", " ", NUMBERED.sub("", str(words)).casefold()).split())


def answer_of(field: Field, given: object, meant: Mapping[str, str] = NOTHING) -> str | None:
    """Return an answer as the survey keeps it: the code of its option, or words on one line; "" for a blank, None where
    no option fits. ``meant``: what other words mean, as a trainer says it; "" for one to leave out.

    >>> asked = survey_fields()["q2_tools"]
    >>> (
    ...     answer_of(asked, " Strongly  Agree "),
    ...     answer_of(asked, "4. Agree;"),
    ...     answer_of(asked, ""),
    ...     answer_of(asked, "perhaps"),
    ... )
    ('strongly agree', 'agree', '', None)
    >>> answer_of(asked, "Neutral"), answer_of(asked, "perhaps", {"perhaps": "neither"})
    ('neither', 'neither')
    >>> answer_of(survey_fields()["now_read_a_gap"], "7.0"), answer_of(survey_fields()["now_read_a_gap"], "7 / 10")
    ('7', '7')
    """  # noqa: E501
    text = words_of(given)
    if not field.options:
        return text.rstrip("; ").replace(";", ", ") if text.endswith(";") else text
    text = re.sub(r"^(\d+)\.0+$", r"\1", text.rstrip("; "))
    if plain(text) in NO_ANSWER:
        return ""
    tried = [text, *_parts_of(text)]
    for words in map(plain, tried):
        code = _option(field, words)
        if code is not None:
            return code
    for words in map(plain, tried):
        if words in meant:
            return _option(field, meant[words]) if meant[words] else ""
    return None


def _option(field: Field, words: str) -> str | None:
    """The code of the option that plain words name: by its code, its label, or one of the usual other words."""
    for code, label in field.options.items():
        if words in (plain(code), plain(label)) or words in SAME.get(code, ()):
            return code
    return None


def _parts_of(text: str) -> list[str]:
    """What an answer may be without what stands beside it: "4 - Agree", "Agree (4)", "7/10"."""
    found = re.fullmatch(r"(\d{1,2})\s*(?:/|out of)\s*10", text, re.IGNORECASE)
    if found:
        return [found[1]]
    found = re.fullmatch(r"(\d{1,2})\s*[-–—:=.)(]+\s*(\D.*?)\)?", text) or re.fullmatch(r"(\D.*?)\s*\(([^()]*)\)", text)
    return list(found.groups()) if found else []


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


def columns_of(headers: Sequence[str], meant: Mapping[str, str] = NOTHING) -> dict[int, str]:
    """Return which column holds which field: by the field's name, its label, or prompt and label; also ``code`` and
    ``role``. ``meant``: the field of plain words that a trainer names, "" for a column to leave out.

    A label that stands several times is a skill that a form asks several times. Its columns are taken in the order of
    the survey, as the number tells that a form puts behind: before, now and looking back, or now and looking back.
    Alone, it is now when the table also holds answers from after the course, and before the course when it does not.

    >>> columns_of(["ID", "Read a gap between groups2", "Read a gap between groups", "How was the pace?", "Your code"])
    {3: 'q5_pace', 4: 'code', 1: 'then_read_a_gap', 2: 'now_read_a_gap'}
    """
    names, labels = _known()
    found: dict[int, str] = {}
    several: dict[str, list[tuple[int, int]]] = {}
    timed: list[tuple[int, str, str]] = []
    for place, header in enumerate(headers):
        tried = _names_in(header)
        key = next((key for words in tried if (key := meant.get(words, names.get(words)))), "")
        if any(meant.get(words) == "" for words in tried):
            continue
        if key:
            if key not in found.values():
                found[place] = key
            continue
        for words in tried:
            base, number = re.fullmatch(r"(.*?) ?(\d?)", words).groups()
            if skill := words if words in labels else base if base in labels else "":
                if when := _when(plain(header).replace(skill, " ")):
                    timed.append((place, skill, when))
                else:
                    several.setdefault(skill, []).append((int(number or 1), place))
                break
    after = any(key in survey_fields() and survey_fields()[key].sheet != "pre" for key in found.values())
    after = after or any(when != "before" for _, _, when in timed)
    for skill, places in several.items():
        asked = {1: ("now",) if after else ("pre",), 2: WHEN[1:], 3: WHEN}.get(len(places), ())
        given = {place: f"{when}_{labels[skill]}" for when, (_, place) in zip(asked, sorted(places), strict=False)}
        found |= {place: key for place, key in sorted(given.items()) if key not in found.values()}
    for place, skill, when in timed:
        if when != "before" or not after:
            key = f"{'pre' if when == 'before' else when}_{labels[skill]}"
            found |= {place: key} if key not in found.values() else {}
    return found


def _when(rest: str) -> str:
    """When a skill is scored by the words beside its label: now, then (looking back), before, later (day 90), or ""."""
    if re.search(r"\b(?:three months on|day 90|after 90 days)\b", rest):
        return LATER
    if re.search(r"\b(?:looking back|retrospect\w*)\b", rest):
        return "then"
    early, late = re.search(r"\b(?:before|at the start)\b", rest), re.search(r"\b(?:now|after|at the end)\b", rest)
    return "before" if early and not late else "now" if late and not early else ""


def _names_in(header: object) -> list[str]:
    """What a heading may name, plain: all of it; without brackets; what is in the last brackets; its last part."""
    text = words_of(header)
    tried = [text, re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*[.:*]*$", "", text)]
    tried += re.findall(r"[(\[]([^()\[\]]*)[)\]]\s*[.:*]*$", text)
    tried += [re.split(r"[.:?!|>»]\s*|\s[-–—]\s", text.rstrip(".:?!*"))[-1]]
    return list(dict.fromkeys(words for words in map(plain, tried) if words))


def field_of(header: object, meant: Mapping[str, str] = NOTHING) -> str:
    """Return the field that one heading, or one cell with a question, names; "" where it names none.

    >>> field_of("How far do you agree? [I felt safe to speak]"), field_of("Start time")
    ('q7_safe_to_speak', '')
    """
    return columns_of([words_of(header)], meant).get(0, "")


def course_names(shown: bool = False) -> dict[str, str]:
    """Return the name of each question, by its plain words, as a trainer writes it: its label, with the time where
    several have one label; ``shown``: as it is written, not plain. Also the names of the fields, when not ``shown``.

    >>> course_names()["i felt safe to speak"], course_names()["plan a pdsa test looking back"]
    ('q7_safe_to_speak', 'then_plan_a_pdsa')
    """
    times = {"pre": "before the course", "now": "now", "then": "looking back", LATER: "day 90"}
    shared, names = _known()[1], {}
    for key, asked in survey_fields().items():
        when = times.get(key.partition("_")[0], "") if plain(asked.label) in shared else ""
        names[f"{asked.label}, {when}" if when else asked.label] = key
    names |= {"Your code": CODE, "Your role": ROLE}
    if shown:
        return names
    return EARLIER | {plain(name): key for name, key in names.items()} | {plain(key): key for key in survey_fields()}


def option_names(shown: bool = False) -> dict[str, str]:
    """Return every answer that has words of its own, by its plain words; ``shown``: as it is written."""
    labels = [label for one in survey_fields().values() for label in one.options.values() if not label.isdigit()]
    scores = [] if shown else [str(score) for score in range(11)]
    return {label if shown else plain(label): label for label in [*labels, *scores]}


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Return the words that name one field, and the labels that several fields share, with the skill they speak of."""
    fields = survey_fields()
    shared = {plain(label) for label in _twice(field.label for field in fields.values())}
    names = {CODE: CODE, "your code": CODE, ROLE: ROLE, "your role": ROLE, **EARLIER}
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
