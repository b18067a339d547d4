"""Plain and fair words in British spelling; the words themselves stand in ``words.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from equityqi.authoring.leftovers import holds
from equityqi.authoring.markdown_text import plain
from equityqi.authoring.page import Cell, Finding, Page

# For each family of words.yml: American ending -> British ending.
_IZE = ("ize", "izes", "ized", "izing", "izer", "izers", "ization", "izations", "izational", "izationally", "izable")
FAMILIES = {
    "ize": {ending: ending.replace("z", "s") for ending in _IZE},
    "yze": {ending: ending.replace("z", "s") for ending in ("yze", "yzes", "yzed", "yzing", "yzer", "yzers")},
    "or": {
        f"or{more}": f"our{more}"
        for more in (
            "",
            "s",
            "ed",
            "ing",
            "al",
            "ally",
            "able",
            "ably",
            "ful",
            "fully",
            "less",
            "ite",
            "ites",
            "er",
            "ers",
            "hood",
            "hoods",
            "ly",
            "y",
        )
    },
    "single-l": {ending: f"l{ending}" for ending in ("ed", "ing", "ings", "er", "ers")},
    "er": {"er": "re", "ers": "res", "ered": "red", "ering": "ring"},
}


@lru_cache
def _words() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))


@lru_cache
def american_words() -> dict[str, str]:
    """Each American spelling in small letters with its British one.

    >>> [american_words()[word] for word in ("behaviors", "organization", "centered", "pediatric")]
    ['behaviours', 'organisation', 'centred', 'paediatric']
    """
    made = {
        stem + american: stem + british
        for family, endings in FAMILIES.items()
        for stem in _words()[family]
        for american, british in endings.items()
    }
    return made | _words()["spelling"]


@lru_cache
def _words_to_avoid() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(word["find"], word.get("case", False)), word["use"]) for word in _words()["avoid"])


def _pattern(find: str, case: bool) -> re.Pattern[str]:
    space_or_hyphen = find.replace(" ", r"[\s-]")
    return re.compile(rf"(?<!\w)(?:{space_or_hyphen})(?!\w)", re.MULTILINE | (0 if case else re.IGNORECASE))


def spelling(page: Page) -> Iterator[Finding]:
    """Prose is spelt the British way."""
    names = re.compile("|".join(map(re.escape, _words()["names"])))
    for cell in page.markdown:
        taught = {word.lower() for word in _taught(cell)}
        for word in _once(re.findall(r"[A-Za-z]+", names.sub(" ", _prose(cell)))):
            if (british := american_words().get(word.lower())) and word.lower() not in taught:
                yield cell.name, f'"{word}" is American spelling. Write "{british}".'


def words_to_avoid(page: Page) -> Iterator[Finding]:
    """Prose speaks of people as they would wish."""
    for cell in page.markdown:
        for pattern, better in _words_to_avoid():
            found = pattern.search(_prose(cell))
            if found and not any(pattern.search(word) for word in _taught(cell)):
                word = plain(found[0])
                excuse = f'a line "# word: {word}"' if page.kind == "questions" else f"<!-- word: {word} -->"
                yield (
                    cell.name,
                    (
                        f'"{word}" is a word to avoid. Write "{better}". If the page '
                        f"teaches about the word, add {excuse}."
                    ),
                )


def another_case(page: Page) -> Iterator[Finding]:
    """A page for every case calls nobody by the names of one: it uses a placeholder."""
    for cell in page.markdown:
        if cell.setting("equityqi", "illustrative") is True or _about_one_case(page, str(cell.name)):
            continue
        prose = _prose(cell)
        for term, case in page.course.terms.items():
            if term not in _words()["taught_with"] and holds(prose, term) and term not in _taught_lower(cell):
                excuse = f'a line "# word: {term}"' if page.kind == "questions" else f"<!-- word: {term} -->"
                yield (
                    cell.name,
                    f"The words “{term}” belong to {case}, and this page is for every case. Use a placeholder such as"
                    f" {{group}}, or say(…); or, where the page teaches with these words, add {excuse}.",
                )


def _about_one_case(page: Page, cell: str) -> bool:
    """Tell whether a text is of a question that is always asked on the same case."""
    found = page.course.questions.get(cell.partition("[")[2].partition("]")[0], ()) if page.kind == "questions" else ()
    return any(listed.case for listed in found)


def _taught_lower(cell: Cell) -> set[str]:
    return {word.lower() for word in _taught(cell)}


def _taught(cell: Cell) -> set[str]:
    return cell.reading.words_taught | cell.words_taught


def _prose(cell: Cell) -> str:
    """Prose without facts and addresses."""
    return re.sub(r"⟦fact:[^⟧]*⟧|(?:https?://|www\.)\S+|\S+@\S+\.\w+", " ", cell.reading.prose)


def _once(words: list[str]) -> list[str]:
    return list({word.lower(): word for word in words}.values())
