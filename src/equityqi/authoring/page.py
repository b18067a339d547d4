"""What the linter reads: notebooks, Markdown documents and questions, all as a page of cells."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
import yaml
from nbformat.validator import iter_validate

from equityqi.authoring.markdown_text import Block, Reading
from equityqi.checked_yaml import YamlError, read_tree


@dataclass(frozen=True)
class Problem:
    """One thing that an author has to put right."""

    path: str  #: relative to the root, with forward slashes
    cell: str | None  #: the cell's id, in questions.yml the path of keys, or None for the whole file
    rule: str
    sentence: str  #: what is wrong and what to do
    line: int | None = None  #: its line in a file that people read by lines; a notebook has none

    def __str__(self) -> str:
        places = (f"line {self.line}" if self.line else "", self.cell or "")
        where = ", ".join((self.path, *filter(None, places)))
        return f"{where}: {self.sentence} [{self.rule}]"


TAUGHT = re.compile(r"^\s*#\s*word:(.+)$", re.MULTILINE)  # a word that a file teaches about, or means to say
NAMES_FOR_THE_PROGRAM = ("id", "name", "exercise", "kind", "rule")  # keys of questions.yml that hold no prose

Finding = tuple[str | None, str]  # the cell's name (or None) and the sentence: what a rule yields


class CannotRead(Exception):
    """A file cannot be read; holds the rule's id and the sentence."""

    def __init__(self, rule: str, sentence: str):
        super().__init__(sentence)
        self.rule, self.sentence = rule, sentence


def as_stored(notebook: Mapping[str, Any]) -> str:
    """Return a notebook as Jupyter stores it, so that opening and saving it changes nothing."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Course:
    """What the rules know beyond the page: the root, the facts, the last lesson's path, the questions of all exercises
    by their ids, and the pages of ``course/`` that ask each of them.
    """

    root: Path
    facts: Mapping[str, Any] = field(default_factory=dict)
    last_lesson: str = ""
    questions: Mapping[str, list[Any]] = field(default_factory=dict)
    asked: Mapping[str, list[str]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One cell; ``name`` is its id, or its place when it has none."""

    name: str | None
    kind: str  # "markdown", "code" or "raw"
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    words_taught: frozenset[str] = frozenset()
    line: int | None = None

    @cached_property
    def reading(self) -> Reading:
        """The Markdown as a reader meets it; nothing for code."""
        return Reading(self.source if self.kind == "markdown" else "")

    @property
    def tags(self) -> list[str]:
        """The tags in its metadata."""
        return list(self.metadata.get("tags", []))

    def setting(self, group: str, key: str) -> Any:
        """``cell.setting("jupyter", "source_hidden")``; None when it is not there."""
        found = self.metadata.get(group)
        return found.get(key) if isinstance(found, Mapping) else None


@dataclass(frozen=True)
class Page:
    """One file. ``kind``: lesson, start, trainer, exercise, copy, document or questions."""

    course: Course
    path: str
    kind: str
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    data: bytes = b""

    @property
    def folder(self) -> PurePosixPath:
        """The folder that the file is in, from the top of the course."""
        return PurePosixPath(self.path).parent

    @property
    def markdown(self) -> list[Cell]:
        """Its cells of Markdown."""
        return [cell for cell in self.cells if cell.kind == "markdown"]

    @cached_property
    def blocks(self) -> list[tuple[Cell, Block]]:
        """Headings, paragraphs and list items of the whole page, in order."""
        return [(cell, block) for cell in self.markdown for block in cell.reading.blocks]

    @property
    def ours(self) -> Mapping[str, Any]:
        """The notebook's own metadata under ``equityqi``."""
        found = self.metadata.get("equityqi")
        return found if isinstance(found, Mapping) else {}


def read_notebook(path: Path) -> Mapping[str, Any]:
    """Return a notebook as it stands; raises :class:`CannotRead` when it is damaged or too old.

    ``nbformat.read`` would put in missing cell ids, which is what a rule looks for.
    """
    try:
        notebook = nbformat.reader.reads(path.read_text(encoding="utf-8"))
    except Exception as error:  # whatever nbformat stumbles over, the file is not a notebook
        reason = "it is not valid JSON" if _not_json(path) else "it doesn't have the parts of a notebook"
        raise CannotRead(
            "notebook-damaged", f"The notebook can't be read ({reason}). Take the last good version from git."
        ) from error
    version = notebook.get("nbformat"), notebook.get("nbformat_minor")
    if version[0] != 4 or not isinstance(version[1], int) or version[1] < 5:
        raise CannotRead(
            "notebook-version",
            f"The notebook has format {version[0]}.{version[1]}, which has no cell ids. "
            "Open it in JupyterLab 4 and save it, so that it becomes 4.5.",
        )
    repaired = copy.deepcopy(notebook)
    for number, cell in enumerate(repaired.get("cells", [])):
        cell["id"] = f"cell-{number}"
    for error in iter_validate(repaired, version=4, version_minor=5):
        place = "/".join(map(str, error.absolute_path)) or "the top"
        why = f" ({error.message})" if len(error.message) < 80 else ""
        raise CannotRead(
            "notebook-damaged", f"The notebook breaks its format at {place}{why}. Take the last good version from git."
        )
    return notebook


def _not_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return True
    return False


def notebook_page(course: Course, path: Path, kind: str) -> Page:
    """Read a notebook as a page."""
    notebook = read_notebook(path)
    cells = tuple(
        Cell(cell.get("id") or f"number {number}", cell["cell_type"], cell["source"], cell["metadata"], cell)
        for number, cell in enumerate(notebook["cells"], start=1)
    )
    return Page(course, _relative(course, path), kind, cells, notebook["metadata"], path.read_bytes())


def document_page(course: Course, path: Path) -> Page:
    """Read a Markdown file as a page with one cell."""
    return Page(course, _relative(course, path), "document", (Cell(None, "markdown", path.read_text("utf-8")),))


def questions_page(course: Course, path: Path) -> Page:
    """Read ``questions.yml`` as a page with one cell for each string, named by its path of keys."""
    try:
        tree = read_tree(path)
    except YamlError as error:
        raise CannotRead("questions-damaged", f"The questions can't be read. {error} Correct the YAML.") from error
    taught = frozenset(word.strip() for word in TAUGHT.findall(path.read_text("utf-8")))
    cells = tuple(
        Cell(keys, "markdown", value, words_taught=taught, line=line) for keys, value, line in strings_in(tree)
    )
    return Page(course, _relative(course, path), "questions", cells)


def strings_in(node: Any, keys: str = "") -> Iterator[tuple[str, str, int]]:
    """Yield each text of a YAML tree for people: its path of keys, the text, and its line."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag == "tag:yaml.org,2002:str":
            yield keys, node.value, node.start_mark.line + 1
    elif isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            if key.value not in NAMES_FOR_THE_PROGRAM:
                yield from strings_in(inner, f"{keys}.{key.value}" if keys else str(key.value))
    else:
        for number, inner in enumerate(node.value):
            ids = [value.value for key, value in inner.value if key.value == "id"] if _is_mapping(inner) else []
            yield from strings_in(inner, f"{keys}[{ids[0] if ids else number}]")


def _is_mapping(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode)


def _relative(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()
