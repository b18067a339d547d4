"""A learner's answers among the cells of a page: by label, or by what they define; also where an answer cell was split,
copied, moved or turned into text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from equityqi.code_cells.source import parsed, squeezed

DEFINES = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)
FENCE = re.compile(r"\A\s*```[ \w]*\n(.*?)\n?```\s*\Z", re.DOTALL)
MOST_PARTS, MOST_JOINED = 6, 20_000  # cells, and letters in them: trying what fits together takes its time
INDENTED = (" ", "\t")
LOST = "A cell had lost its label or had that of another one; it was found by what it defines."
SPLIT = "An answer cell had been split; its parts were put together again."
TEXT = "An answer cell had been turned into text; it was marked as the code that it is."
TWICE = "A cell was there twice; the first one counted."
TWICE_AND_BLANK = "A cell was there twice; the one with something written in it counted."
APART = (
    "An answer cell had been split, and its parts don't fit together, so the points may be too low. Please open the"
    " page."
)
NO_PYTHON = (
    "An answer cell had been turned into text, and what it says isn't Python, so the points may be too low. Please open"
    " the page."
)


@dataclass(frozen=True)
class Slot:
    """A place for an answer: its grade id, its source as it was handed out, the names that an answer defines."""

    id: str
    given: str
    names: frozenset[str]

    def is_blank(self, source: str) -> bool:
        """Whether a source is as it was handed out."""
        return squeezed(source) == squeezed(self.given)

    def is_whole(self, source: str) -> bool:
        """Whether a source can be an answer by itself: it can be read, and defines what the slot asks for."""
        return _is_whole(self.names, source)


@lru_cache(maxsize=1024)
def _is_whole(names: frozenset[str], source: str) -> bool:
    return names <= defined(source) and parsed(source) is not None


@dataclass(frozen=True)
class Answer:
    """What was found for a slot: its source, the place of its first cell in the page, every cell that was written for
    it, what to tell the trainer.
    """

    source: str
    first: int
    cells: frozenset[int]
    notes: tuple[str, ...] = ()
    look: str = ""


def slot(id: str, given: str) -> Slot:
    """Return the place for an answer."""
    return Slot(id, given, defined(given))


def defined(source: str) -> frozenset[str]:
    """Return the functions and classes that a source defines, whether or not it can be read as Python."""
    return frozenset(DEFINES.findall(source))


def may_answer(cell: dict, slots: Iterable[Slot]) -> bool:
    """Return whether a cell may hold an answer: all code may, and text that has an answer's label or defines one."""
    if cell["kind"] == "code":
        return True
    source = code_in(cell)
    return any(
        one.id == cell["nbgrader"].get("grade_id") or (one.names and one.is_whole(source) and not one.is_blank(source))
        for one in slots
    )


def code_in(cell: dict) -> str:
    """Return a cell's code; of a cell of text without the marks that Markdown puts around code."""
    fenced = FENCE.match(cell["source"]) if cell["kind"] != "code" else None
    return fenced[1] if fenced else cell["source"]


def find_answers(
    slots: list[Slot], cells: list[dict], free: list[int], is_late: Callable[[Slot, int], bool]
) -> dict[str, Answer]:
    """Return the answers by grade id. ``free`` are the cells of the page that are none of the course's own; ``is_late``
    tells whether a cell of the page comes after a slot's test.

    A cell counts by its label, else by what it defines where nothing else was written for that slot. Parts of one
    answer are joined where only together they can be read, or where they have one label. Of copies the first counts.
    """
    labelled = {at: id for at in free if (id := _labelled(cells[at], slots))}
    loose = [at for at in free if at not in labelled and _is_loose(cells[at])]
    parts, lost = {}, set()
    for one in slots:
        own = [at for at in free if labelled.get(at) == one.id]
        if not any(_written(one, cells[at]) for at in own):
            # Beside a blank cell with the label, one that runs before the test does its work where it is.
            other = [
                at
                for at in free
                if at not in labelled and one.names and one.names <= _defines(cells[at])
                if not own or is_late(one, at) or at in loose or at + 1 in loose or cells[at]["kind"] != "code"
            ]
            other = [at for at in other if cells[at]["kind"] == "code"] or other
            lost, own = lost | set(other), sorted([*own, *other])
        if own:
            parts[one.id] = own
    loose = [at for at in loose if not any(at in own for own in parts.values())]
    found = {}
    for one in sorted((one for one in slots if one.id in parts), key=lambda one: _need(one, parts[one.id], cells)):
        answer = _joined(one, parts, loose, cells)
        loose = [at for at in loose if at not in answer.cells]
        found[one.id] = replace(answer, notes=(LOST, *answer.notes)) if answer.first in lost else answer
    return found


def _defines(cell: dict) -> frozenset[str]:
    return defined(code_in(cell))


def _written(one: Slot, cell: dict) -> bool:
    return not one.is_blank(code_in(cell))


def _labelled(cell: dict, slots: list[Slot]) -> str:
    """Return the slot that a cell's label names, or nothing where the cell plainly answers another one."""
    label = cell["nbgrader"].get("grade_id")
    own = next((one for one in slots if one.id == label), None)
    if own is None:
        return ""
    other = any(one.names and one.names <= _defines(cell) for one in slots if one is not own)
    return "" if other and not own.names <= _defines(cell) else own.id


def _is_loose(cell: dict) -> bool:
    """Whether a cell of code cannot be read by itself, and so may be a part of another one."""
    return cell["kind"] == "code" and parsed(cell["source"]) is None


def _need(one: Slot, own: list[int], cells: list[dict]) -> int:
    """Return who may take loose cells first: 0 for what was begun and cannot be read, 1 for what can be read, 2 for
    what is blank.
    """
    written = [at for at in own if _written(one, cells[at])]
    return 2 if not written else int(any(one.is_whole(code_in(cells[at])) for at in written))


def _loose_parts(one: Slot, parts: dict[str, list[int]], loose: list[int], cells: list[dict]) -> list[list[int]]:
    """Return which loose cells may belong to an answer, the most likely first. One that can be read, or is blank, takes
    indented lines only, that come before the next answer.
    """
    own = parts[one.id]
    if _need(one, own, cells):
        end = min((held[0] for id, held in parts.items() if id != one.id and held[0] > own[-1]), default=len(cells))
        after = [at for at in loose if own[0] < at < end and cells[at]["source"][:1] in INDENTED]
        ahead = []
    else:
        after = [at for at in loose if at > own[0]]
        ahead = [at for at in loose if at < own[0] and one.names and one.names <= _defines(cells[at])][-1:]
    after = after[:MOST_PARTS]
    return [[*start, *after[:number]] for number in range(len(after), -1, -1) for start in (ahead, [])]


def _joined(one: Slot, parts: dict[str, list[int]], loose: list[int], cells: list[dict]) -> Answer:
    """Return the answer that one or more cells hold together."""
    own = parts[one.id]
    written = [at for at in own if _written(one, cells[at])]
    code = [at for at in own if cells[at]["kind"] == "code"]
    begun = [at for at in written if at in code]
    rest = [at for at in written if at in begun or (begun and code_in(cells[at])[:1] in INDENTED)]
    for held in (rest or written, begun or written, written, code, own):
        pieces = list(_without_copies(one, held, cells))
        for more in _loose_parts(one, parts, loose, cells):
            group = sorted([*pieces, *more])
            source = _read_together(one, [code_in(cells[at]) for at in group])
            if source is not None and not one.is_blank(source):
                return _answer(one, source, group, own, cells)
    chosen = (begun or written or own)[0]
    answer = _answer(one, code_in(cells[chosen]), [chosen], own, cells)
    apart = len(list(_without_copies(one, written, cells))) > 1
    return replace(answer, look=APART) if apart and not answer.look else answer


def _answer(one: Slot, source: str, group: list[int], own: list[int], cells: list[dict]) -> Answer:
    notes, look, blank = [], "", one.is_blank(source)
    if len(group) > 1:
        notes.append(SPLIT)
    if not blank and any(cells[at]["kind"] != "code" for at in group):
        unread = parsed(source) is None
        notes, look = [*notes, *([] if unread else [TEXT])], NO_PYTHON if unread else ""
    others = {squeezed(code_in(cells[at])) for at in own if at not in group and cells[at]["kind"] == "code"}
    if others - {squeezed(code_in(cells[at])) for at in group}:
        notes.append(TWICE_AND_BLANK if all(map(one.is_blank, others)) else TWICE)
    return Answer(source, group[0], frozenset([*own, *group]), tuple(notes), look)


def _without_copies(one: Slot, held: list[int], cells: list[dict]) -> Iterator[int]:
    """Yield cells, leaving out a later one that answers the same once more."""
    kept: list[str] = []
    for at in held:
        source = code_in(cells[at])
        if not any(one.is_whole(other) and _is_copy(one, other, source) for other in kept):
            kept.append(source)
            yield at


def _is_copy(one: Slot, first: str, other: str) -> bool:
    if one.names:
        return one.names <= defined(other)
    lines = [line.strip() for line in other.splitlines() if line.strip()]
    return 2 * sum(line in first for line in lines) >= len(lines)


def _read_together(one: Slot, sources: list[str]) -> str | None:
    """Return sources as one that can be an answer: line after line, else where a cell was cut within a line."""
    if not 0 < len(sources) <= MOST_PARTS or (len(sources) > 1 and sum(map(len, sources)) > MOST_JOINED):
        return None
    within = ("\n", "") if len(sources) < 4 else ("\n",)
    for glue in product(within, repeat=len(sources) - 1):
        source = "".join(part for pair in zip(sources, (*glue, ""), strict=True) for part in pair)
        if one.is_whole(source):
            return source
    return None


@lru_cache(maxsize=1024)
def bound(source: str) -> frozenset[str]:
    """Return the names that a cell gives, where it does no more than import, define and set plain values."""
    tree = parsed(source)
    plain = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign)
    if tree is None or not all(isinstance(one, plain) for one in tree.body):
        return frozenset()
    if any(isinstance(part, ast.Call) for one in tree.body if isinstance(one, ast.Assign) for part in ast.walk(one)):
        return frozenset()
    names = {alias.asname or alias.name.split(".")[0] for one in tree.body for alias in getattr(one, "names", ())}
    names |= {one.name for one in tree.body if hasattr(one, "name")}
    targets = [target for one in tree.body if isinstance(one, ast.Assign) for target in one.targets]
    return frozenset(names | {part.id for one in targets for part in ast.walk(one) if isinstance(part, ast.Name)})


def used(source: str) -> frozenset[str]:
    """Return the names that a source uses."""
    return frozenset(part.id for part in ast.walk(parsed(source) or ast.Module([], [])) if isinstance(part, ast.Name))
