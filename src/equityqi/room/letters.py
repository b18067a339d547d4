"""Votes as letters: what people typed into a call's chat, or a trainer typed while cards were held up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

# Teams puts the sender and the time before or above a message.
TIME = re.compile(r"^(?P<before>.*)\b\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b\.?)?(?P<message>.*)$", re.IGNORECASE)
FROM = re.compile(r"^[^:]{1,60}:\s*(?=\S{1,4}\s*$)")  # “Asha Patel: D”
MOST = 500
PASSED = "pass"


@dataclass(frozen=True)
class Letters:
    """``counts`` by option, ``passed``: how many passed, ``unknown``: the lines that weren't counted, as they came."""

    counts: dict[str, int]
    passed: int
    unknown: tuple[str, ...]


def letters_in(text: str, letters: Collection[str]) -> Letters:
    """Return how often each letter stands in a text that somebody typed or pasted.

    A line of single letters counts each of them; a name and a time before them are left out. A line with any other word
    counts nothing and is given back, so that a person reads it: in “I think D” the I is no vote. A line that ends with
    a time is the head of the message under it.

    >>> letters_in("D D I ? I", ["D", "I", "?"]).counts
    {'D': 2, 'I': 2, '?': 1}
    >>> letters_in("Asha Patel 10:14\\nd\\nSam: I.\\npass\\nI think D", ["D", "I", "?"])
    Letters(counts={'D': 1, 'I': 1, '?': 0}, passed=1, unknown=('I think D',))
    """
    known = {letter.casefold(): letter for letter in letters} | {PASSED: PASSED}
    counts: Counter[str] = Counter()
    unknown = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line, under in zip(lines, [*lines[1:], ""], strict=False):
        votes = _votes(_message(line), known)
        if votes is not None:
            counts.update(votes)
        elif not (_is_head(line) and under and not _is_head(under)):
            unknown.append(line)
    return Letters({letter: min(counts[letter], MOST) for letter in letters}, counts[PASSED], tuple(unknown))


def _message(line: str) -> str:
    """Return a line without the name and the time before what somebody wrote, or without the time after it."""
    if held := TIME.match(line):
        line = held["message"].lstrip(" ]):,–-") or held["before"].rstrip(" [(,–-")
    return FROM.sub("", line)


def _is_head(line: str) -> bool:
    held = TIME.match(line)
    return bool(held and not held["message"].strip(" ]):,–-"))


def _votes(message: str, known: Mapping[str, str]) -> list[str] | None:
    """Return the letters of a message, None where any word of it is no letter; a time alone has no letters."""
    votes = []
    for word in filter(None, re.split(r"[\s,;/|]+", message)):
        plain = word if word.casefold() in known else word.strip(".!()\"'“”‘’:")
        if plain.casefold() not in known:
            return None
        votes.append(known[plain.casefold()])
    return votes
