"""Words that were left over from another case: its names, its sentences, and what only the example tells of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path

import yaml

from equityqi.authoring.page import TAUGHT, strings_in
from equityqi.checked_yaml import YamlError, read_tree

EXAMPLE = "docs/new-case"  # the case that authors copy
NAMES = re.compile(
    r"names\.|title$|groups\.\w+\.(name|levels)|measures\.\w+\.(name|numerator_words|denominator_words)$"
)
SAME_FOR_ALL = re.compile(r"\.(stratify|small_numbers)$")  # what projects say in the same words
WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
SMALL = frozenset("a an the no not of and or in with without for to by".split())
SENTENCE = 8  # words: as many are no chance any more
CALLED = ("names.area", "names.team", "names.service")
OFTEN, MORE = 3, 50  # how often the example uses a word of its own, and how much more so than the course's pages


@dataclass(frozen=True)
class Text:
    """One text of a case: its file, its line, its keys, and what it says."""

    file: str
    line: int
    keys: str
    says: str

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.says.lower())


def leftovers(folder: Path, root: Path) -> list[str]:
    """Return one sentence for each text of a case that holds a name, a sentence or a word of another."""
    others = [path for path in _folders(root) if path.name != folder.name]
    mine, excused = texts_of(folder), _excused(folder)
    found: dict[tuple[str, int], str] = {}

    def tell(text: Text, word: str, other: str) -> None:
        if word not in excused:
            place = f"{folder.name}/{text.file}, line {text.line + _lines_before(text, word)}"
            found.setdefault(
                (text.file, text.line),
                f"{place}: “{word}” seems to be left over from {other}. Write your own words, or a line"
                f' "# word: {word}" in case.yml if it belongs here.',
            )

    for other in others:
        sentences = {_plain(text.says) for text in texts_of(other) if _is_a_sentence(text)}
        names = [name for name in own_terms(root).get(other.name, ()) if name not in names_of(folder)]
        rest = [path for path in others if path != other]
        told = _told_only_in(other, rest, root) if other.parent == root / EXAMPLE else set()
        own = {word for name in names_of(folder) - names_of(other) for word in WORD.findall(name)}
        for text in mine:
            if _is_a_sentence(text) and _plain(text.says) in sentences:
                tell(text, " ".join(text.says.split()[:4]) + " …", other.name)
            for name in names:
                if holds(text.says, name):
                    tell(text, name, other.name)
            for word in sorted(told):
                if not {*word.split()} & own and holds(text.says, word):
                    tell(text, word, other.name)
    return list(found.values())


@lru_cache(maxsize=8)
def own_terms(root: Path) -> dict[str, list[str]]:
    """Return the names of each case that no other has, in small letters: those of two words or more that say something.

    >>> from equityqi.files import course_root
    >>> "a mobile" in own_terms(course_root())["d-missed-appointments"]
    False
    """
    names = {path.name: names_of(path) for path in _folders(root)}
    times = Counter(chain.from_iterable(names.values()))
    return {
        case: [name for name in sorted(own) if times[name] == 1 and len(set(WORD.findall(name)) - SMALL) > 1]
        for case, own in names.items()
    }


def shared_terms(root: Path) -> dict[str, str]:
    """Return the case of each name that only one of the course's cases has: pages for all cases use a placeholder."""
    own = {path.parent.name for path in root.glob("datasets/*/case.yml")}
    return {name: case for case, names in own_terms(root).items() if case in own for name in names}


def holds(says: str, name: str) -> bool:
    """Tell whether a text holds a name as whole words."""
    says = says.lower()
    return name in says and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", says) is not None


def names_of(folder: Path) -> frozenset[str]:
    """Return what a case calls its team, people, groups and measures, in small letters."""
    return frozenset(
        text.says.lower() for text in texts_of(folder) if text.file == "case.yml" and NAMES.match(text.keys)
    )


def texts_of(folder: Path) -> tuple[Text, ...]:
    """Return every text for people in a case's files; a file that cannot be read has none, and others name it."""
    stamp = tuple(path.stat().st_mtime_ns for path in sorted(folder.glob("*.[yjm]*")))
    return _texts_of(folder, stamp)


@lru_cache(maxsize=64)
def _texts_of(folder: Path, stamp: tuple[int, ...]) -> tuple[Text, ...]:
    found = []
    for file in ("case.yml", "story.yml", "project.json", "facts.yml"):
        try:
            tree = read_tree(folder / file)
        except (YamlError, FileNotFoundError):
            continue
        found += [Text(file, line, keys, says) for keys, says, line in strings_in(tree) if isinstance(tree, yaml.Node)]
    card = folder / "card.md"
    lines = card.read_text(encoding="utf-8", errors="replace").splitlines() if card.is_file() else []
    return (*found, *(Text("card.md", number, "", line) for number, line in enumerate(lines, 1)))


def _folders(root: Path) -> list[Path]:
    return [path.parent for place in ("datasets", EXAMPLE) for path in sorted(root.glob(f"{place}/*/case.yml"))]


def _is_a_sentence(text: Text) -> bool:
    return (
        len(text.words) >= SENTENCE
        and text.file in ("story.yml", "project.json", "facts.yml")
        and not SAME_FOR_ALL.search(text.keys)
    )


def _plain(says: str) -> str:
    return " ".join(says.lower().split())


def _told_only_in(example: Path, others: list[Path], root: Path) -> set[str]:
    """Return the things that the example names again and again, no other case does, and pages hardly do; and each two
    words of its names that stand together in no other case.
    """
    elsewhere, pages = {word for other in others for word in _every_word(other)}, _on_pages(root)
    mine = Counter(_every_word(example))
    often = [word for word, times in mine.items() if times >= OFTEN and word.isalpha()]
    things = {word for word in often if not _is_a_verb(word, mine)}
    rare = {word for word in things if mine[word] / mine.total() > MORE * (pages[word] + 1) / (pages.total() + 1)}
    names = [
        text.says.lower() for text in texts_of(example) if text.keys in ("names.area", "names.team", "names.service")
    ]
    says = [text.says for other in others for text in texts_of(other)]
    pairs = {" ".join(two) for name in names for two in pairwise(WORD.findall(name)) if not {*two} & SMALL}
    return rare - elsewhere | {pair for pair in pairs if not any(holds(text, pair) for text in says)}


def _is_a_verb(word: str, among: Counter[str]) -> bool:
    return word.endswith("ed") or f"{word}ed" in among or f"{word}ing" in among


def _every_word(folder: Path) -> Iterator[str]:
    return (word for text in texts_of(folder) for word in text.words if len(word) > 2)


@lru_cache(maxsize=8)
def _on_pages(root: Path) -> Counter[str]:
    """Return how often the course's own pages and questions use each word."""
    paths = [*root.glob("course/**/*.ipynb"), *root.glob("solutions/*/*")]
    texts = (path.read_text(encoding="utf-8", errors="replace").lower() for path in sorted(paths) if path.is_file())
    return Counter(chain.from_iterable(map(WORD.findall, texts)))


def _excused(folder: Path) -> set[str]:
    path = folder / "case.yml"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return {word.strip().lower() for word in TAUGHT.findall(text)}


def _lines_before(text: Text, word: str) -> int:
    """Return how many lines of a text of several come before a word."""
    before = text.says.lower().partition(word)[0]
    return before.count("\n") + ("\n" in text.says.rstrip("\n")) if word in text.says.lower() else 0
