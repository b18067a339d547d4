"""Votes as letters: what people typed into a call's chat, or a trainer typed while cards were held up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

# Teams puts the sender and the time before or above a message. A line with a time in it is never a vote.
TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b|^\s*\[|\b(?:yesterday|today)\b", re.IGNORECASE)
FROM = re.compile(r"^[^:]{1,60}:\s*(?=\S{1,4}\s*$)")  # “Asha Patel: D”
MOST = 500


@dataclass(frozen=True)
class Letters:
    """``counts`` by option, ``passed``: how many passed, ``unknown``: what was no letter of this question."""

    counts: dict[str, int]
    passed: int
    unknown: tuple[str, ...]


def letters_in(text: str, letters: Collection[str]) -> Letters:
    """Return how often each letter stands in a text that somebody typed or pasted.

    A line of single letters counts each of them; a name before a colon and a line with a time are left out. What is no
    letter of the question is given back, so that a person can look at it.

    >>> letters_in("D D I ? I", ["D", "I", "?"]).counts
    {'D': 2, 'I': 2, '?': 1}
    >>> letters_in("Asha Patel 10:14\\nd\\nSam: I.\\npass\\nhello", ["D", "I", "?"])
    Letters(counts={'D': 1, 'I': 1, '?': 0}, passed=1, unknown=('hello',))
    """
    known = {letter.casefold(): letter for letter in letters}
    counts: Counter[str] = Counter()
    passed, unknown = 0, []
    for line in text.splitlines():
        if TIME.search(line):
            continue
        for word in re.split(r"[\s,;/|]+", FROM.sub("", line).strip()):
            plain = word if word.casefold() in known else word.strip(".!()\"'“”‘’:")
            if letter := known.get(plain.casefold()):
                counts[letter] += 1
            elif plain.casefold() == "pass":
                passed += 1
            elif word:
                unknown.append(word[:40])
    return Letters({letter: min(counts[letter], MOST) for letter in letters}, passed, tuple(unknown[:20]))
