"""Votes as letters: what people typed into a call's chat, or a trainer typed while cards were held up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Teams puts the sender and the time before or above a message: “Asha Patel 10:14”, “[10:14] Asha Patel”, or a name with
# the time under it.
CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?"
TIME = re.compile(rf"^(?P<before>.*)\b{CLOCK}(?P<message>.*)$", re.IGNORECASE)
DAY = r"(?:(?:to|yester|mon|tues|wednes|thurs|fri|satur|sun)day|at|[\d/.,–-]+)"
TIME_ALONE = re.compile(rf"[\[(]?(?:{DAY}\s+)*{CLOCK}[\])]?", re.IGNORECASE)
TIME_AND_NAME = re.compile(rf"(?:{DAY}\s+)*\[(?:{DAY}\s+)*{CLOCK}\]\s*(?P<name>[^:]+)", re.IGNORECASE)
FROM = re.compile(r"^[^:]{1,60}:\s*(?=\S{1,4}\s*$)")  # “Asha Patel: D”
SMALL_WORDS = (
    "de",
    "la",
    "le",
    "da",
    "dos",
    "di",
    "van",
    "von",
    "der",
    "den",
    "ter",
    "al",
    "el",
    "bin",
    "of",
    "and",
    "the",
)
MOST = 500
PASSED = "pass"


@dataclass(frozen=True)
class Letters:
    """``counts`` by option, ``passed``: how many passed, ``unknown``: the lines that weren't counted, as they came."""

    counts: dict[str, int]
    passed: int
    unknown: tuple[str, ...]


def letters_in(text: str, letters: Collection[str]) -> Letters:
    """Return how often each letter is in a text that somebody typed or pasted.

    A line of single letters counts each of them; a name and a time before them are left out. A line with any other word
    counts nothing and is given back, so that a person reads it: in “I think D” the I is no vote. A line with the name
    or the time of the message under it is neither counted nor given back.

    >>> letters_in("D D I ? I", ["D", "I", "?"]).counts
    {'D': 2, 'I': 2, '?': 1}
    >>> letters_in("[10:14] Asha Patel\\nd\\nSam Lee\\n10:15\\nI.\\npass\\nI think D", ["D", "I", "?"])
    Letters(counts={'D': 1, 'I': 1, '?': 0}, passed=1, unknown=('I think D',))
    """
    known = {letter.casefold(): letter for letter in letters} | {PASSED: PASSED}
    counts: Counter[str] = Counter()
    unknown = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for place, line in enumerate(lines):
        votes = _votes(_message(line), known)
        if votes is not None:
            counts.update(votes)
        elif not _is_head(line, lines[place - 1] if place else "", lines[place + 1 : place + 3], known):
            unknown.append(line)
    return Letters({letter: min(counts[letter], MOST) for letter in letters}, counts[PASSED], tuple(unknown))


def _message(line: str) -> str:
    """Return a line without the name and the time before what somebody wrote, or without the time after it."""
    if held := TIME.match(line):
        line = held["message"].lstrip(" ]):,–-") or held["before"].rstrip(" [(,–-")
    return FROM.sub("", line)


def _is_head(line: str, above: str, under: Sequence[str], known: Mapping[str, str]) -> bool:
    """Tell whether a line says who wrote the message under it. ``under``: the next two lines, as far as there are any.

    In doubt it doesn't, so that a person reads the line.
    """
    if not under:
        return False
    if _ends_in_time(line):
        held = TIME.match(line)
        return not _ends_in_time(under[0]) and (
            bool(TIME_ALONE.fullmatch(line)) or _is_name(held["before"] if held else "")
        )
    if held := TIME_AND_NAME.fullmatch(line):
        return not TIME.match(under[0]) and _is_name(held["name"]) and not _has_letter(held["name"], known)
    over_time = len(under) == 2 and TIME_ALONE.fullmatch(under[0])
    return bool(over_time) and not TIME_ALONE.fullmatch(above) and _is_name(line) and not _has_letter(line, known)


def _is_name(words: str) -> bool:
    """Tell whether words may be a person's name as Teams shows it, such as “PATEL, Asha (Luton Trust)”.

    >>> _is_name("Asha van der Berg"), _is_name("Not sure")
    (True, False)
    """
    return all(
        word in SMALL_WORDS or not word[0].islower() for word in re.split(rf"(?:\s|{DAY})+", words.strip()) if word
    )


def _ends_in_time(line: str) -> bool:
    held = TIME.match(line)
    return bool(held and not held["message"].strip(" ]):,–-"))


def _has_letter(line: str, known: Mapping[str, str]) -> bool:
    return any(_letter(word, known) for word in _words(line))


def _votes(message: str, known: Mapping[str, str]) -> list[str] | None:
    """Return the letters of a message, None where any word of it is no letter; a time alone has no letters."""
    votes = [_letter(word, known) for word in _words(message)]
    return None if None in votes else [one for one in votes if one]


def _words(line: str) -> Iterator[str]:
    return filter(None, re.split(r"[\s,;/|]+", line))


def _letter(word: str, known: Mapping[str, str]) -> str | None:
    plain = word if word.casefold() in known else word.strip(".!()\"'“”‘’:")
    return known.get(plain.casefold())
