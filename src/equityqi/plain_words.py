"""Words joined as people join them: lists and sentences."""

from __future__ import annotations

from collections.abc import Iterable


def as_sentences(*parts: str) -> str:
    """Join parts into sentences, each closed by one full stop.

    >>> as_sentences("A chart", "", "It rose.")
    'A chart. It rose.'
    """
    closed = (" ".join(part.split()) for part in parts if part and part.strip())
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in closed)


def closed(words: str) -> str:
    """Return words that stand before others, closed by a colon unless they end in a sign already.

    >>> closed("Causes"), closed("Why?")
    ('Causes:', 'Why?')
    """
    return words if words.endswith((".", "?", "!", ":")) else f"{words}:"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return names as a list in a sentence.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    names = [str(name) for name in names]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def shortened(text: str, most: int = 70) -> str:
    """Return a text that is no longer than ``most`` letters, with three dots where it was cut: after a word, if it can.

    >>> shortened("Need-first call list", 10), shortened("Need-first call list", 18)
    ('Need-fi...', 'Need-first call...')
    """
    return text if len(text) <= most else f"{text[: most - 2].rpartition(' ')[0] or text[: most - 3]}..."
