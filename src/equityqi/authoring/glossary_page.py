"""The page course/00-glossary.ipynb, made from datasets/glossary.yml."""

from __future__ import annotations

from pathlib import Path

from pydantic import model_validator

from equityqi.authoring.page import as_stored
from equityqi.checked_yaml import Part, YamlError, read_checked
from equityqi.files import course_root, write_atomically

FILE, PAGE = "datasets/glossary.yml", "course/00-glossary.ipynb"
HEAD = """# Glossary

Here's what the course's words mean, in plain English. If a word in a lesson is a link, it brings you here. Back to [the start page](00-start.ipynb)."""  # noqa: E501
READING = "## Further reading\n\n<!-- word: Center -->Titles to look for, listed by publisher."


class Term(Part):
    """One word, what it means here, and other words of the list to look at."""

    term: str
    meaning: str
    see: list[str] = []


class Source(Part):
    """Who publishes what."""

    publisher: str
    titles: list[str]


class Glossary(Part):
    """All words in the order of the alphabet, and what to read next."""

    terms: list[Term]
    reading: list[Source]

    @model_validator(mode="after")
    def _in_order(self) -> Glossary:
        names = [entry.term for entry in self.terms]
        for before, after in zip(names, names[1:], strict=False):
            if before.casefold() >= after.casefold():
                raise ValueError(
                    f"{after} comes after {before}. Put the terms in alphabetical order, each of them once"
                )
        for entry in self.terms:
            for name in entry.see:
                if name not in names or name == entry.term:
                    raise ValueError(
                        f"{entry.term} sends the reader to {name}, which is not another term of the list. Correct the"
                        " name under see"
                    )
        return self


def read_glossary(path: Path | None = None) -> Glossary:
    """Read and check the glossary. Raises :class:`equityqi.checked_yaml.YamlError` with file, line and reason.

    >>> read_glossary().terms[0].term
    'Absolute gap'
    """
    return read_checked(path or course_root() / FILE, Glossary, YamlError)


def page(glossary: Glossary) -> str:
    """Return the notebook as text: a cell for each letter, a heading for each term, and the reading list.

    >>> page(read_glossary()).count('"### ')
    80
    """
    letters: dict[str, list[str]] = {}
    for entry in glossary.terms:
        letters.setdefault(entry.term[0].upper(), []).append(_entry(entry))
    cells = [_cell("title", HEAD)] + [
        _cell(f"letter-{letter.lower()}", "\n\n".join([f"## {letter}", *entries]))
        for letter, entries in letters.items()
    ]
    cells.append(
        _cell(
            "reading",
            "\n".join(
                [READING, "", *(f"- {source.publisher}: *{'*; *'.join(source.titles)}*" for source in glossary.reading)]
            ),
        )
    )
    metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return as_stored({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def make_glossary(root: Path) -> Path:
    """Write the page into the course and return its path. Raises :class:`equityqi.files.CouldNotWrite`, in one
    sentence.
    """
    write_atomically(root / PAGE, page(read_glossary(root / FILE)))
    return root / PAGE


def _entry(entry: Term) -> str:
    links = ", ".join(f"[{name}](#{name.replace(' ', '-')})" for name in entry.see)
    return f"### {entry.term}\n\n{entry.meaning}" + (f" See also: {links}." if links else "")


def _cell(id: str, source: str) -> dict:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source.splitlines(keepends=True)}
