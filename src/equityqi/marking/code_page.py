"""A learner's cells of code, put into the course's own page. No label, tag or output of theirs travels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from equityqi.marking.course import SCORED, SOURCES, Task, cells_of
from equityqi.marking.take_answers import ASK
from equityqi.workfolder.hand_in import HandIn, about

MOST_CELLS, MOST_CODE = 500, 2**20  # of an honest page there are some twenty, of a few thousand letters
DEFINES = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)
TWO_PAGES = (
    "Two pages of this exercise hold code, and they differ: {0} and {1}. The first one was marked. Please open both."
)
BLANK_AND_WORK = "{0} is as it was handed out, and {1} holds code. The second one was marked. Please open both."


@dataclass(frozen=True)
class Cell:
    """A cell of code of the course's page: its source with the hidden tests, and as it was handed out; what it is for;
    its points.
    """

    id: str
    role: str  # "course", "learner" or "test"
    source: str
    given: str
    points: float = 0


@dataclass(frozen=True)
class Page:
    """A learner's page: "missing", "trouble" (with a sentence), "untouched" or "changed"; its cells of code, and what
    is to be said.
    """

    state: str
    sentence: str = ""
    cells: tuple[dict, ...] = ()
    notes: tuple[str, ...] = ()
    look: str = ""


@dataclass(frozen=True)
class FilledPage:
    """The page to run, each cell with its ``id``, ``role`` and ``source``; the learner's cells that are as they were
    handed out.
    """

    cells: tuple[dict, ...]
    blank: frozenset[str]
    notes: tuple[str, ...]


def course_cells(task: Task) -> list[Cell]:
    """Return the cells of code of the course's own page. Raises OSError or ValueError where there is none that can be
    read.
    """
    root, found = task.given.parents[2], {given: name for name, given in SOURCES.items()}[task.given.parents[1].name]
    model = cells_of((root / found / task.name / task.given.name).read_bytes())
    given = {cell["nbgrader"].get("grade_id"): cell["source"] for cell in cells_of(task.given.read_bytes())}
    cells = []
    for cell in model:
        label, source = cell["nbgrader"], cell["source"]
        if cell["kind"] != "code" or SCORED.search(source):
            continue
        role = "learner" if label.get("solution") else "test" if label.get("grade") else "course"
        points = float(label.get("points") or 0) if role == "test" else 0.0
        cells.append(
            Cell(
                label.get("grade_id") or "",
                role,
                source,
                given.get(label["grade_id"], source) if label.get("grade_id") else source,
                points,
            )
        )
    return cells


def find_page(hand_ins: Iterable[HandIn], task: Task, course: list[Cell]) -> Page:
    """Return the page of an exercise from what somebody handed in: by its right name, else by one
    that is nearly right.
    """
    files = [(path, data) for hand_in in hand_ins for path, data in hand_in.files if path.lower().endswith(".ipynb")]
    found = [
        (path, data) for path, data in files if about(task.name, path) and about(task.notebook, path.rsplit("/", 1)[-1])
    ] or [(path, data) for path, data in files if data and about(task.name, path)]
    left = [
        f"{path} {reason}."
        for hand_in in hand_ins
        for path, reason in hand_in.left_out
        if path.lower().endswith(".ipynb") and about(task.name, path)
    ]
    if not found:
        return Page("trouble", left[0]) if left else Page("missing")
    exact = f"{task.notebook}.ipynb".lower()
    pages, damaged = [], []
    for path, data in sorted(found, key=lambda one: one[0].rsplit("/", 1)[-1].lower() != exact):
        try:
            cells = [cell for cell in cells_of(data) if cell["kind"] == "code" and cell["source"].strip()]
        except ValueError:
            damaged.append(f"{path} is empty, damaged or no notebook. {ASK}")
            continue
        if len(cells) > MOST_CELLS or sum(len(cell["source"]) for cell in cells) > MOST_CODE:
            damaged.append(f"{path} holds far more code than a page of this course, so it was not run. Please open it.")
            continue
        pages.append(
            (path, cells, {squeezed(cell["source"]) for cell in cells} - {squeezed(cell.given) for cell in course})
        )
    if not pages:
        return Page("trouble", damaged[0])
    changed = [page for page in pages if page[2]]
    if not changed:
        return Page("untouched", notes=tuple(damaged))
    path, cells, code = changed[0]
    notes = () if path.rsplit("/", 1)[-1].lower() == exact else (f"The code was found in {path}.",)
    look = BLANK_AND_WORK.format(pages[0][0], path) if pages[0][0] != path else ""
    other = next((page[0] for page in changed[1:] if page[2] != code), None)
    return Page("changed", "", tuple(cells), (*notes, *damaged), TWO_PAGES.format(path, other) if other else look)


def fill_page(course: list[Cell], mine: Iterable[dict]) -> FilledPage:
    """Put a learner's cells into the course's page.

    A cell of theirs counts by its grade id, else by the function that it defines, else by its place between the
    course's cells. Copies and changed copies of the course's cells are left behind; of two answers to one task the
    first counts; any other cell of theirs stays in its place.
    """
    slots = {cell.id: place for place, cell in enumerate(course) if cell.role == "learner"}
    names = {id: frozenset(DEFINES.findall(course[place].given)) for id, place in slots.items()}
    locked = {cell.id: place for place, cell in enumerate(course) if cell.role == "test"}
    ours = {squeezed(cell.given): place for place, cell in enumerate(course) if cell.role != "learner"}
    filled: dict[str, str] = {}
    extra: dict[int, list[str]] = {}
    notes, place = [], -1
    labelled = {id for cell in mine for id in [_labelled(cell, slots, names)] if id}
    for cell in mine:
        source, label = cell["source"], cell["nbgrader"].get("grade_id")
        id = _labelled(cell, slots, names) or next(
            (id for id in slots if names[id] and id not in labelled and names[id] <= set(DEFINES.findall(source))), ""
        )
        if squeezed(source) in ours:
            place = ours[squeezed(source)]
        elif id:
            place = slots[id]
            if id in filled and filled[id] != source:
                notes.append("A cell was there twice; the first one counted.")
            filled.setdefault(id, source)
            if id not in labelled:
                notes.append("A cell had lost its label or had that of another one; it was found by what it defines.")
        elif isinstance(label, str) and label in locked:
            place = locked[label]
            notes.append("A locked cell had been changed; the course's own was used.")
        else:
            extra.setdefault(place, []).append(source)
    blank = frozenset(
        id for id, at in slots.items() if squeezed(filled.get(id, course[at].given)) == squeezed(course[at].given)
    )
    cells = [{"id": "", "role": "learner", "source": source} for source in extra.get(-1, [])]
    for at, cell in enumerate(course):
        source = filled.get(cell.id, cell.given) if cell.role == "learner" else cell.source
        cells.append({"id": cell.id, "role": cell.role, "source": source})
        cells += [{"id": "", "role": "learner", "source": source} for source in extra.get(at, [])]
    return FilledPage(tuple(cells), blank, tuple(dict.fromkeys(notes)))


def _labelled(cell: dict, slots: dict[str, int], names: dict[str, frozenset[str]]) -> str:
    """Return the task that a cell's label names, or nothing where the cell plainly answers another one."""
    label = cell["nbgrader"].get("grade_id")
    if not isinstance(label, str) or label not in slots:
        return ""
    defined = set(DEFINES.findall(cell["source"]))
    other = any(names[id] and names[id] <= defined for id in slots if id != label)
    return "" if other and not names[label] <= defined else label


def squeezed(source: str) -> str:
    """Return a source without what a save or a copy may change at its ends and line ends."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
