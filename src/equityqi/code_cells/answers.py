"""A learner's answers among the cells of a page: by label, or by what they define; also where an answer cell was split,
copied, moved or turned into text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from equityqi.code_cells.source import parsed, squeezed
from equityqi.code_cells.whole_answer import MOST_PARTS, defined, is_whole, read_together

FENCE = re.compile(r"\A\s*```[ \w]*\n(.*?)\n?```\s*\Z", re.DOTALL)
INDENTED = (" ", "\t")
LOST = "A cell had lost its label or had that of another one; it was found by what it defines."
SPLIT = "An answer cell had been split; its parts were put together again."
TEXT = "An answer cell had been turned into text; it was marked as the code that it is."
TWICE = "A cell was there twice; the first one counted."
TWICE_AND_BLANK = "A cell was there twice; the one with something written in it counted."
ELSEWHERE = "A cell answers more than one question; it counted for each of them."
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
        return is_whole(source, self.names)


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
    spare = [at for at in free if at not in labelled and not any(at in own for own in parts.values())]
    needs = {one.id: _need(one, parts[one.id], cells) for one in slots if one.id in parts}
    found: dict[str, Answer] = {}
    for one in sorted((one for one in slots if one.id in parts), key=lambda one: needs[one.id]):
        answer = _joined(one, parts[one.id], _loose_parts(one, parts, needs, loose, spare, cells), cells)
        loose = [at for at in loose if at not in answer.cells]
        spare = [at for at in spare if at not in answer.cells]
        found[one.id] = replace(answer, notes=(LOST, *answer.notes)) if answer.first in lost else answer
    for one in slots:
        if one.id not in found or one.is_blank(found[one.id].source):
            held = found.get(one.id, Answer("", -1, frozenset()))
            others = [other for id, other in found.items() if id != one.id]
            if one.names and any(one.names <= defined(other.source) for other in others):
                found[one.id] = replace(held, source="", notes=(*held.notes, ELSEWHERE))
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


def _is_indented(cell: dict) -> bool:
    return code_in(cell).lstrip("\r\n")[:1] in INDENTED


def _need(one: Slot, own: list[int], cells: list[dict]) -> int:
    """Return who may take loose cells first: 0 for what was begun and cannot be read, 1 for a function that gives
    nothing back, 2 for one that does, 3 for what is blank.
    """
    written = [at for at in own if _written(one, cells[at])]
    whole = [code_in(cells[at]) for at in written if one.is_whole(code_in(cells[at]))]
    if not written or not whole:
        return 0 if written else 3
    last = parsed(whole[0]).body[-1]
    return 1 if isinstance(last, (ast.FunctionDef, ast.AsyncFunctionDef)) and not _ends(last) else 2


def _ends(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return isinstance(function.body[-1], (ast.Return, ast.Raise))


def _loose_parts(
    one: Slot, parts: dict[str, list[int]], needs: dict[str, int], loose: list[int], spare: list[int], cells: list[dict]
) -> list[list[int]]:
    """Return which other cells may belong to an answer, the most likely first: cells after it that cannot be read by
    themselves, and, where it cannot be read either, the one with its beginning.

    One that can be read, or is blank, takes indented lines only, that come before the next answer in need of some.
    """
    own, need = parts[one.id], needs[one.id]
    after, ahead = [at for at in loose if at > own[0]], []
    if need:
        rivals = [held[0] for id, held in parts.items() if id != one.id and (need > 1 or needs[id] <= 1)]
        end = min((at for at in rivals if at > own[-1]), default=len(cells))
        after = [at for at in after if at < end and _is_indented(cells[at])]
    else:
        ahead = [at for at in spare if at < own[0] and one.names and one.names <= _defines(cells[at])][-1:]
    after = after[:MOST_PARTS]
    return [[*start, *after[:number]] for number in range(len(after), -1, -1) for start in (ahead, [])]


def _joined(one: Slot, own: list[int], more: list[list[int]], cells: list[dict]) -> Answer:
    """Return the answer that one or more cells hold together; ``more`` are other cells that may be parts of it."""
    written = [at for at in own if _written(one, cells[at])]
    code = [at for at in own if cells[at]["kind"] == "code"]
    begun = [at for at in written if at in code]
    rest = [at for at in written if at in begun or (begun and _is_indented(cells[at]))]
    for held in (rest or written, begun or written, written, code, own):
        pieces = list(_without_copies(one, held, cells))
        for others in more:
            group = sorted([*pieces, *others])
            source = read_together([code_in(cells[at]) for at in group], one.names)
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
