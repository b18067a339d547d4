"""Names of people inside sentences: known by a title, by given names and surnames that are common, by what is said
before them.

A single given name is no finding: nobody can tell whose it is. A name of an organisation, a place or a person whom
everybody may name is none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from equityqi.privacy.common_names import (
    AFTER_AN_ORGANISATION,
    COUNTED,
    DAYS_AND_MONTHS,
    EVERYDAY_GIVEN,
    EVERYDAY_SURNAMES,
    GIVEN,
    JOINING,
    NOT_NAMES,
    ORGANISATION,
    PUBLIC_NAMES,
    PUBLIC_SURNAMES,
    ROLES,
    SURNAMES,
)

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_TITLES = frozenset("mr mrs miss ms mx".split())
_OF_OFFICE = frozenset("dr prof professor doctor sir dame rev reverend sister nurse matron".split())
_STOP = ORGANISATION | JOINING | DAYS_AND_MONTHS | ROLES | NOT_NAMES
_KNOWN = SURNAMES | EVERYDAY_SURNAMES
_ENDS_A_NAME = _STOP - _KNOWN
_FIRST_OR_LAST = GIVEN | SURNAMES
_NAMES_OF_PEOPLE = GIVEN - DAYS_AND_MONTHS
_SMALL_STARTS = _TITLES | _OF_OFFICE | GIVEN  # words that begin a name even in small letters
_NO_TITLE_BEFORE = frozenset("st saint queen king princess prince lord lady".split())
_CITED = re.compile(r"(?i),? (?:et al|\(?(?:19|20)\d\d\b)|, [A-Z][a-z]+ [A-Z]{1,2}\b")
_RELATIONS = frozenset("daughter son wife husband mother father mum dad carer neighbour sister brother partner".split())
# Words before a name: after the sure ones any two words with a capital are a name, after the others common ones.
_SURE_CUES = _RELATIONS | frozenset("rang phoned telephoned texted ringing phoning nok surname forename".split())
_SURE_PAIRS = frozenset(
    (*((verb, by) for verb in "spoke spoken speaking talked talking chatted".split() for by in ("to", "with")),
    *(("message", by) for by in ("for", "from", "with")), ("voicemail", "for"), ("discussed", "with"), ("name", "is"),
    ("of", "kin"), *((one, by) for one in _RELATIONS for by in ("is", "called", "named")))
)  # fmt: skip
_OF_A_PATIENT = frozenset("pt pts patient client resident".split())
_CUES = frozenset(
    """ring phone text call called calls saw seen see visit visited met mailed emailed ask asked told review reviewed
    contact contacted named name for with from by to about and as signed re""".split()
)
_MET = frozenset("saw seen called call met told".split())
_PARTICLES = frozenset("de da do dos del di van von der den ter bin ibn al el le la".split())
_OF_THEIRS = re.compile(
    r"(?i)'s (?:daughter|son|wife|husband|mother|father|mum|dad|carer|sister|brother|neighbour|partner|family|blood|"
    r"medicines|tablets|notes|appointment|prescription|discharge|results)\b"
)
_PERSONAL = re.compile(
    r"(?i),? (?:is housebound|lives?\b|aged \d|\(?\d\d?(?: ?y\b| ?yo\b|-year| years)|needs an interpreter|was born|"
    r"declined|dna\b|dna'd|did not (?:attend|answer)|didn't (?:attend|answer|want|come)|refused|"
    r"has (?:diabetes|copd|asthma|dementia)|(?:takes|collected|stopped|missed) (?:her|his)|"
    r"in clinic|at home|twice|again|yesterday|today|this (?:morning|afternoon))"
)
_A_PROJECT = re.compile(r"(?:'s)? (?:[Pp]roject|review|chart|test|score|report)s?\b")  # of a person, not of their name
MOST_INITIALS = 4


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text of one line names a person.

    >>> text = "Rang David Patel twice; Elizabeth Ward and Oliver Street Surgery know."
    >>> [text[start:end] for start, end in names_in(text)]
    ['David Patel']
    """
    words = [(found[0], *found.span()) for found in _WORD.finditer(text)]
    free = 0  # the first word that is part of no name yet
    for at, (word, start, _) in enumerate(words):
        if at < free or word[0].islower() and word not in _SMALL_STARTS:
            continue
        if found := _name_at(text, words, at):
            _, last = found
            yield start, words[last][1] + len(_bare(words[last][0]))
            free = last + 1


def _name_at(text: str, words: Sequence, at: int) -> tuple[int, int] | None:
    """Return the first and last word of the name that begins at a word, or None."""
    word = words[at][0]
    low = _bare(word).lower()
    if low in _TITLES or low in _OF_OFFICE:
        return _titled(text, words, at, low)
    if len(word) == 1:
        return _with_initials(text, words, at) if word.isupper() else None
    if not word[0].isupper():
        return _in_small_letters(text, words, at, low)
    if low in _STOP and low not in _KNOWN and low not in GIVEN:
        return None
    if at and words[at - 1][0].lower() in _NO_TITLE_BEFORE and _joined(text, words, at - 1):
        return None
    last = _last_of_name(text, words, at)
    if low in GIVEN and last > at:
        return _given_and_surname(text, words, at, last, low)
    if low in SURNAMES and (found := _surname_first(text, words, at)):
        return found
    return _by_what_is_said(text, words, at, last, low)


def _titled(text: str, words: Sequence, at: int, title: str) -> tuple[int, int] | None:
    if at + 1 >= len(words) or not re.fullmatch(r"\.? ?", text[words[at][2] : words[at + 1][1]]):
        return None
    shouted = words[at][0].isupper() and len(words[at][0]) > 1
    first = at + 1
    while first - at < MOST_INITIALS and words[first][0] in _PARTICLES and _joined(text, words, first):
        first += 1
    while first - at < MOST_INITIALS and len(words[first][0]) == 1 and _joined(text, words, first, dotted=True):
        first += 1
    name = words[first][0]
    low = _bare(name).lower()
    if not name[0].isupper():
        return (
            (at, first)
            if title in ("mr", "mrs") and low in _KNOWN or title in ("ms", "dr") and low in SURNAMES
            else None
        )
    if words[at][0] in ("ms", "mx"):  # milliseconds
        return None
    last = _last_of_name(text, words, first)
    known = any(_bare(words[one][0]).lower() in _FIRST_OR_LAST for one in range(first, last + 1))
    everyday = title in ("mr", "mrs", "ms") and low in EVERYDAY_SURNAMES
    if (shouted or title in ("sister", "nurse", "matron", "doctor")) and not known:
        return None
    if low in _STOP and not known and not everyday or len(name) == 1:
        return None
    named_after = last > first and _bare(words[last][0]).lower() in ORGANISATION  # Sister Agnes Ward
    if title in _OF_OFFICE and (named_after or _is_public(words, at, last)):
        return None
    theirs = title in _TITLES and _A_PROJECT.match(text, words[last][1] + len(_bare(words[last][0])))
    return None if _organisation_after(text, words, last) and not theirs else (at, last)


def _given_and_surname(text, words, at, last, low) -> tuple[int, int] | None:
    """A given name with words behind it: one with a surname that is known, or that nothing speaks against."""
    surname = _bare(words[last][0]).lower()
    theirs = _A_PROJECT.match(text, words[last][2] - 2) and words[last][0].lower().endswith("'s")
    if _is_public(words, at, last) or _organisation_after(text, words, last) and not theirs:
        return None
    for one in range(last, at, -1):  # Susan Smith DNA
        if (surname := _bare(words[one][0]).lower()) in SURNAMES or surname.split("-")[-1] in SURNAMES:
            return at, one
    surname = _bare(words[last][0]).lower()
    cue = _cue_before(text, words, at)
    told = cue or _PERSONAL.match(text, words[last][2]) or _OF_THEIRS.match(text, words[last][1] + len(surname))
    if surname in EVERYDAY_SURNAMES:
        unsure = surname in ORGANISATION or low in EVERYDAY_GIVEN
        return (at, last) if told and (not unsure or cue == "sure") else None
    if surname in _STOP or low in EVERYDAY_GIVEN and not told:
        return None
    return (at, last) if not words[last][0].isupper() or told else None


def _by_what_is_said(text, words, at, last, low) -> tuple[int, int] | None:
    """Any names behind a word for talking to somebody, and common ones behind a word for a patient."""
    cue = _cue_before(text, words, at)
    if last == at:
        theirs = words[at][0].lower().endswith("'s") and _OF_THEIRS.match(text, words[at][2] - 2)
        if low not in SURNAMES or low in _STOP or not (theirs or cue in ("sure", "patient")):
            return None
        return None if _organisation_after(text, words, at) else (at, at)
    personal = _PERSONAL.match(text, words[last][2])
    if not cue and not personal:
        return None
    starts = text[max(0, words[at][1] - 3) : words[at][1]].rstrip(" ")[-1:] in ("", *".!?;:\n-")
    lows = [_bare(words[one][0]).lower() for one in range(at, last + 1)]
    if any(one in _STOP for one in lows) or any(words[one][0].isupper() for one in (at, last)):
        return None
    if (
        lows[-1] not in SURNAMES
        and cue not in ("sure", "patient")
        and not (personal and (cue and words[at - 1][0].lower() in _MET or starts))
    ):
        return None
    if lows[-1] not in SURNAMES and cue == "patient" and words[at - 1][0].lower() in ("patient", "client", "resident"):
        return None  # a patient transport service
    return None if _is_public(words, at, last) or _organisation_after(text, words, last) else (at, last)


def _cue_before(text, words, at) -> str:
    """Return what is said before a name: "sure" after talking to somebody, "patient" after "pt" and its like, "maybe"
    after other words that a name may follow; else "".
    """
    if not at:
        return ""
    before, gap = words[at - 1][0], text[words[at - 1][2] : words[at][1]]
    low = before.lower()
    if low == "bed":
        return "patient" if re.fullmatch(r" \w{1,3}[\s:,.(-]{1,4}", gap) else ""
    if len(gap) > 3 or gap.strip(" \n:,(-") not in ("", "." if low in _OF_A_PATIENT else ""):
        return ""
    two_before = (words[at - 2][0].lower(), low) if at > 1 else ("", "")
    if two_before in _SURE_PAIRS or low in _SURE_CUES and before != "Sister":
        return "sure"
    if low in _OF_A_PATIENT and (len(low) < 4 or before.islower()):
        return "patient"
    return "maybe" if low in _CUES else ""


def _surname_first(text, words, at) -> tuple[int, int] | None:
    """A surname, a comma and a given name; one in capitals needs no comma. Or an initial, where more is said."""
    if at + 1 >= len(words):
        return None
    given, gap = words[at + 1][0], text[words[at][2] : words[at + 1][1]]
    if len(given) == 1 and given.isupper() and gap in (" ", ", ") and _PERSONAL.match(text, words[at + 1][2]):
        return at, at + 1
    shouted = gap == " " and words[at][0].isupper() and not given.isupper()
    if gap not in (", ", ",") and not shouted:
        return None
    if not given[0].isupper() or given.lower() not in _NAMES_OF_PEOPLE:
        return None
    return at, at + 1


def _with_initials(text, words, at) -> tuple[int, int] | None:
    """Initials and a surname: with dots anywhere, without them where the letter is no other thing's."""
    last = at
    while last - at < MOST_INITIALS and len(words[last][0]) == 1 and _joined(text, words, last, dotted=True):
        last += 1
    surname = words[last][0]
    low, last = _bare(surname).lower(), _last_of_name(text, words, last) if last > at else last
    if last == at or len(surname) == 1 or not surname[0].isupper():
        return None
    cued = _cue_before(text, words, at) in ("sure", "patient")
    if low not in SURNAMES and not (cued and (low not in _STOP or low in EVERYDAY_SURNAMES)):
        return None
    dotted = text[words[at][2] : words[at][2] + 1] == "."
    if not dotted and not cued and (words[at][0] in "AI" or at and words[at - 1][0].lower() in COUNTED):
        return None
    if _CITED.match(text, words[last][2]) or _organisation_after(text, words, last) or _is_public(words, at, last):
        return None
    return at, last


def _in_small_letters(text, words, at, low) -> tuple[int, int] | None:
    """A given name and a surname that are common, both in small letters."""
    if low not in GIVEN or at + 1 >= len(words) or not _joined(text, words, at):
        return None
    surname = _bare(words[at + 1][0]).lower()
    if low in EVERYDAY_GIVEN and _cue_before(text, words, at) != "sure":
        return None
    if surname not in SURNAMES or surname in _STOP or _is_public(words, at, at + 1):
        return None
    return None if _organisation_after(text, words, at + 1) else (at, at + 1)


def _last_of_name(text, words, at) -> int:
    """Return the last of up to four words with a capital that stand side by side; initials with dots among them."""
    last = at
    while last + 1 < len(words) and last - at < 3 and not words[last][0].lower().endswith("'s"):
        following = words[last + 1][0]
        if not _joined(text, words, last, dotted=len(words[last][0]) == 1) or not following[0].isupper():
            break
        if len(following) == 1 and (last + 2 >= len(words) or not words[last + 2][0][0].isupper()):
            break
        if _bare(following).lower() in _ENDS_A_NAME:
            break
        last += 1
    return last


def _joined(text, words, at, dotted=False) -> bool:
    gap = text[words[at][2] : words[at + 1][1]] if at + 1 < len(words) else "?"
    return gap in (" ", "  ") or dotted and gap in (".", ". ")


def _organisation_after(text, words, last) -> bool:
    end = words[last][1] + len(_bare(words[last][0]))
    after = text[end : end + 14]
    after = after[2:] if after[:2] in ("'s", "'S") else after
    if after[:3] == " & " or after[1:4] == "and" and re.match(r"(?i) and (?:partners?|sons?|co)\b", after):
        return True
    if after[:1] not in (" ", "-") or last + 1 >= len(words):
        return False
    if not after[1:2].isalpha():
        return False
    run = last + 1
    while run - last < 4 and words[run][0][0].isupper() and _joined(text, words, run):  # Lea Vale Medical Group
        if _bare(words[run][0]).lower() in AFTER_AN_ORGANISATION:
            return True
        run += 1
    return _bare(words[run][0]).lower() in AFTER_AN_ORGANISATION


def _is_public(words, first, last) -> bool:
    lows = [_bare(words[one][0]).lower() for one in range(first, last + 1)]
    pairs = {f"{one} {other}" for one, other in zip(lows, lows[1:], strict=False)}
    return bool(pairs & PUBLIC_NAMES) or lows[-1] in PUBLIC_SURNAMES


def _bare(word: str) -> str:
    return word[:-2] if word[-2:].lower() == "'s" else word
