"""Whose work is in what has arrived? A zip or folder may hold one person's hand-in, or thirty people's.

The manifests decide, then the names of folders and files. Two names are never put together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from equityqi.safe_text import one_line
from equityqi.workfolder.hand_in import ARCHIVE, IS_COPY, MOST_PEOPLE, PACKED, Source
from equityqi.workfolder.scan_arrivals import LITTER, MANIFEST, Manifest, Node, scanned

NOT_ONE = "isn't a hand-in, so nobody was marked for it. A hand-in is the file hand-in-NAME.zip that the course makes"
COMPUTERS = "isn't a hand-in: computers put such files into folders by themselves"
WHOSE = "may be part of a hand-in, but nothing says whose. Put it into a folder with the person's name, then mark again"
TOO_MANY = (
    f"holds more than {MOST_PEOPLE} hand-ins. Unpack it into a folder among the hand-ins, then mark again; a folder may"
    " hold as many as you like"
)
Known = Callable[[str], str | None]  # the person that the name of a file or folder is known by


@dataclass(frozen=True)
class Arrived:
    """One hand-in: where it is, the person that its file or folder is named after (None without), what it says itself,
    and whether there is anything in it.
    """

    source: Source
    outside: str | None
    manifest: Manifest = Manifest("", "")
    readable: bool = True


@dataclass(frozen=True)
class Line:
    """A sentence on something that is no hand-in; ``matters`` is False where no work can be in it."""

    sentence: str
    matters: bool = True


def hand_ins_at(place: Path, known: Known) -> tuple[list[Arrived], list[Line]]:
    """Return each person's hand-in at a place, and a line on each thing there that is none."""
    node = scanned(place)
    found = list(_split(node, known))
    hand_ins = [one for one in found if isinstance(one, Arrived)]
    if len(hand_ins) > MOST_PEOPLE and not place.is_dir():
        return [], [_line(node, TOO_MANY)]
    return hand_ins, [one for one in found if isinstance(one, Line)]


def _split(node: Node, known: Known, top: bool = True) -> Iterator[Arrived | Line]:
    person = known(node.name)
    if not node.container:
        yield from _file(node, person, top)
    elif LITTER.fullmatch(node.name):
        yield _line(node, COMPUTERS, matters=False)
    elif node.trouble == IS_COPY:
        yield _line(node, IS_COPY)
    elif node.manifest or person:
        yield from _one_person(node, person, known)
    elif len(_parts(node, known)) > 1 or any(part is not node for part in _parts(node, known)):
        for child in node.nodes:
            yield from _split(child, known, top=False)
    elif any(one.holds for one in node.below()):
        yield _arrived(node, None)
    elif node.trouble or not node.nodes:
        yield _line(node, node.trouble or NOT_ONE)
    else:
        for child in node.nodes:
            yield from _split(child, known, top=False)


def _file(node: Node, person: str | None, top: bool) -> Iterator[Arrived | Line]:
    if LITTER.fullmatch(node.name):
        yield _line(node, COMPUTERS, matters=False)
    elif node.name.lower() == MANIFEST:
        return
    elif person or (node.holds and top):
        yield _arrived(node, person)
    elif node.trouble:
        yield _line(node, node.trouble)
    else:
        yield _line(node, WHOSE if node.holds else PACKED if ARCHIVE.search(node.name) else NOT_ONE)


def _one_person(node: Node, person: str | None, known: Known) -> Iterator[Arrived | Line]:
    """Yield one person's hand-in, and what is in the middle of it but somebody else's."""
    inside = node.manifest or next(iter(_manifests(node)), Manifest("", ""))
    mine = {_folded(inside.name), inside.name and known(inside.name), person} - {None, ""}
    named = {_folded(manifest.name) for manifest in _manifests(node)}
    if person and not node.manifest and len(named) > 1:  # its name stands for those that agree
        mine, inside = {person}, Manifest("", "")
    others = [child for child in _theirs(node, known, mine, len(named) > 1)]
    without = tuple(other.source.label.removeprefix(node.source.label + "/") + "/" for other in others)
    source = replace(node.source, without=without)
    yield Arrived(replace(source, digest=node.digest, size=_size(node)), person, inside, _readable(node))
    for other in others:
        yield from _split(other, known, top=False)


def _theirs(node: Node, known: Known, mine: set, several: bool) -> Iterator[Node]:
    """Yield the topmost folders and zips below a person's hand-in that are somebody else's, or a private copy."""
    for child in node.nodes:
        if not child.container:
            continue
        named = known(child.name)
        says = child.manifest.name if child.manifest else ""
        another = several and says and not {_folded(says), known(says)} & mine
        if another or (named and named not in mine) or child.trouble == IS_COPY:
            yield child
        else:
            yield from _theirs(child, known, mine, several)


def _parts(node: Node, known: Known) -> list[Node]:
    """Return the nodes below one without a name that are hand-ins of their own; the node itself where nothing says
    that it holds several.
    """
    named = [one for one in node.below() if one is not node and (one.manifest or known(one.name))]
    if named:
        return named
    holding = [child for child in node.nodes if child.container and any(one.holds for one in child.below())]
    files = [{one.name.lower() for one in child.below() if ".answers" in one.name.lower()} for child in holding]
    return holding if any(one & other for one, other in combinations(files, 2)) else [node]


def _manifests(node: Node) -> list[Manifest]:
    return [one.manifest for one in node.below() if one.manifest and one.manifest.name]


def _arrived(node: Node, person: str | None) -> Arrived:
    return Arrived(
        replace(node.source, digest=node.digest, size=_size(node)), person, readable=node.holds or _readable(node)
    )


def _readable(node: Node) -> bool:
    """Is there a file in it that may hold answers, besides the manifest?"""
    return any(one.holds and one.name.lower() != MANIFEST for one in node.below())


def _size(node: Node) -> int:
    return node.size or sum(child.size for child in node.below())


def _line(node: Node, what: str, matters: bool = True) -> Line:
    return Line(f"{one_line(node.source.label, 160)} {what}.", matters)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
