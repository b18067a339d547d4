"""A learner's cells of code, put into the course's own page. No label, tag or output of theirs travels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from equityqi.code_cells.answers import Answer, Slot, code_in, find_answers, may_answer, slot
from equityqi.code_cells.source import squeezed
from equityqi.code_cells.whole_answer import bound, used
from equityqi.marking.course import SCORED, SOURCES, Task, cells_of
from equityqi.marking.take_answers import ASK
from equityqi.workfolder.hand_in import HandIn, about

MOST_CELLS, MOST_CODE = 500, 2**20  # of an honest page there are some twenty, of a few thousand letters
MOVED = "An answer cell had been moved; it was put back before its test."
TWO_PAGES = (
    "Two pages of this exercise hold code, and they differ: {0} and {1}. The first one was marked. Please open both."
)
BLANK_AND_WORK = "{0} hasn’t been changed, and {1} has code in it. We marked the second one. Please open both."


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
    look: str = ""


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
    slots = [slot(cell.id, cell.given) for cell in course if cell.role == "learner"]
    texts = {cell.id for cell in task.cells if cell.kind == "markdown"}
    pages, damaged = [], []
    for path, data in sorted(found, key=lambda one: one[0].rsplit("/", 1)[-1].lower() != exact):
        try:
            cells = [cell for cell in cells_of(data) if cell["source"].strip() and _counts(cell, slots, texts)]
        except ValueError:
            damaged.append(f"{path} is empty, damaged or no notebook. {ASK}")
            continue
        if len(cells) > MOST_CELLS or sum(len(cell["source"]) for cell in cells) > MOST_CODE:
            damaged.append(
                f"{path} has far more code in it than a page of this course, so we didn’t run it. Please open it."
            )
            continue
        pages.append(
            (path, cells, {squeezed(code_in(cell)) for cell in cells} - {squeezed(cell.given) for cell in course})
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


def _counts(cell: dict, slots: list[Slot], texts: set[str]) -> bool:
    """Return whether a cell is code, or text that holds some; a text that a person reads is none, whatever its kind."""
    return may_answer(cell, slots) and not (cell["kind"] == "code" and cell["nbgrader"].get("grade_id") in texts)


def fill_page(course: list[Cell], mine: Iterable[dict]) -> FilledPage:
    """Put a learner's cells into the course's page.

    An answer counts wherever it is (:func:`equityqi.code_cells.answers.find_answers`). Copies and changed copies of
    the course's cells are left behind; any other cell of theirs stays in its place between the course's cells.
    """
    cells, slots = list(mine), [slot(cell.id, cell.given) for cell in course if cell.role == "learner"]
    places = {cell.id: place for place, cell in enumerate(course) if cell.role != "course"}
    ours = _matched(course, cells)
    tests = [place for place, cell in enumerate(course) if cell.role == "test"]
    known = ours | {
        at: places[label]
        for at, cell in enumerate(cells)
        if at not in ours and isinstance(label := cell["nbgrader"].get("grade_id"), str) and label in places
    }

    def is_late(one: Slot, at: int) -> bool:
        test = next((place for place in tests if place > places[one.id]), len(course))
        return any(before < at and place >= test for before, place in known.items())

    answers = find_answers(slots, cells, [at for at in range(len(cells)) if at not in ours], is_late)
    used_up = frozenset().union(*(answer.cells for answer in answers.values()))
    changed = [at for at in known if at not in ours and at not in used_up and course[known[at]].role == "test"]
    marks = ours | {at: known[at] for at in changed} | {one.first: places[id] for id, one in answers.items()}
    order = _in_order(sorted(marks.items()))
    extra: dict[int, int] = {}
    for at, cell in enumerate(cells):
        if at not in ours and at not in used_up and at not in changed and cell["kind"] == "code":
            extra[at] = max((place for before, place in order.items() if before < at), default=-1)
    notes = [note for id in places if id in answers for note in answers[id].notes]
    notes += ["A locked cell had been changed; the course's own was used."] if changed else []
    for id, answer in answers.items():
        if answer.first not in order and course[places[id]].given != answer.source:
            notes.append(MOVED)
            _bring_along(answer, places[id] - 1, extra, cells)
    filled = {id: answer.source for id, answer in answers.items()}
    blank = frozenset(one.id for one in slots if one.is_blank(filled.get(one.id, one.given)))
    page = [{"id": "", "role": "learner", "source": cells[at]["source"]} for at, place in extra.items() if place == -1]
    for place, cell in enumerate(course):
        source = filled.get(cell.id, cell.given) if cell.role == "learner" else cell.source
        page.append({"id": cell.id, "role": cell.role, "source": source})
        page += [
            {"id": "", "role": "learner", "source": cells[at]["source"]} for at, held in extra.items() if held == place
        ]
    look = next((answer.look for answer in answers.values() if answer.look), "")
    return FilledPage(tuple(page), blank, tuple(dict.fromkeys(notes)), look)


def _matched(course: list[Cell], cells: list[dict]) -> dict[int, int]:
    """Return which cells of a page are the course's own, and each one's place in the course's page."""
    left: dict[str, list[int]] = {}
    for place, cell in enumerate(course):
        if cell.role != "learner":
            left.setdefault(squeezed(cell.given), []).append(place)
    found = {}
    for at, cell in enumerate(cells):
        same = left.get(squeezed(cell["source"])) if cell["kind"] == "code" else None
        if same:
            found[at] = same.pop(0) if len(same) > 1 else same[0]
    return found


def _in_order(marks: list[tuple[int, int]]) -> dict[int, int]:
    """Return the most of the cells that still follow each other as in the course's page; the others were moved.

    >>> _in_order([(0, 0), (1, 3), (2, 1), (3, 2)])
    {0: 0, 2: 1, 3: 2}
    """
    best: list[tuple[tuple[int, int], ...]] = []
    for at, place in marks:
        before = max((chain for chain in best if chain[-1][1] < place), key=len, default=())
        best.append((*before, (at, place)))
    return dict(max(best, key=len, default=()))


def _bring_along(answer: Answer, place: int, extra: dict[int, int], cells: list[dict]) -> None:
    """Put before a moved answer what it rests on: other cells of the learner's that import or define what it uses."""
    wanted, more = used(answer.source), True
    while more:
        more = [at for at, held in extra.items() if held > place and bound(cells[at]["source"]) & wanted]
        for at in more:
            extra[at], wanted = place, wanted | used(cells[at]["source"])
