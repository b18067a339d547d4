"""What there is to mark: the exercises of a course, each with its questions and its cells of code."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import equityqi
from equityqi.files import course_root
from equityqi.marking.verdict import MarkingError
from equityqi.organisation import organisation_path
from equityqi.plain_words import listed
from equityqi.questions.exercise import Exercise
from equityqi.questions.exercise_file import FILE, read_questions

SOURCES = {"solutions": "exercises", "source": "release"}  # where the model stands, and what learners were given
SCORED = re.compile(
    r"""^score\(\s*["']([a-z0-9-]+)["']\s*\)\s*$""", re.MULTILINE
)  # a cell that only gives a form's points


@dataclass(frozen=True)
class GradedCell:
    """A cell of a page as a gradebook knows it, with the parts that nbgrader gives it ("GradeCell", "SolutionCell",
    "TaskCell").

    ``mark`` names the question or the test that its points come from; "" where a person gives them, or it has none.
    """

    id: str
    kind: str
    parts: tuple[str, ...]
    points: float
    mark: str


@dataclass(frozen=True)
class Task:
    """One exercise to mark: its questions file or None, the points of its cells of code, how many texts a person reads.

    ``given`` is the learner's page as it was handed out, or None; ``content`` is a hash of all that its marks rest on;
    ``cells`` are the cells of its page that a gradebook keeps; ``notebook`` is the page's name, which in nbgrader may
    be another than the assignment's.
    """

    name: str
    questions: Path | None
    code_points: float
    to_read: int
    given: Path | None
    content: str
    cells: tuple[GradedCell, ...] = ()
    notebook: str = ""

    @property
    def has_code(self) -> bool:
        """Whether points are given for code."""
        return self.code_points > 0

    @property
    def written(self) -> bool:
        """Whether learners write texts into the page itself."""
        return any(cell.kind == "markdown" and "SolutionCell" in cell.parts for cell in self.cells)


def tasks_of(course: Path) -> list[Task]:
    """Return the exercises of a course, in order. Raises :class:`MarkingError` where there is none."""
    found = next((name for name in SOURCES if (course / name).is_dir()), None)
    if found is None:
        raise MarkingError(f"There is no folder “solutions” or “source” in {course}. Give the folder of the course.")
    folders = [path for path in sorted((course / found).iterdir()) if path.is_dir() and not path.name.startswith(".")]
    ours = rules()
    tasks = [task for folder in folders if (task := _task(folder, course / SOURCES[found] / folder.name, ours))]
    if not tasks:
        raise MarkingError(
            f"There is no exercise in {course / found}. Each has a folder with its notebook, its questions.yml, or"
            " both."
        )
    return tasks


def _task(folder: Path, given: Path, rules: str) -> Task | None:
    questions, page = folder / FILE, _page_in(folder, given)
    given /= page.name
    parts = [path for path in (questions, page, given) if path.is_file()]
    if not parts:
        return None
    cells = cells_of(page.read_bytes()) if page.is_file() else []
    graded = [
        cell
        for cell in cells
        if cell["nbgrader"].get("grade") and cell["kind"] == "code" and not SCORED.search(cell["source"])
    ]
    points = sum(float(cell["nbgrader"].get("points") or 0) for cell in graded)
    read = sum(bool(cell["nbgrader"].get("task")) for cell in cells)
    content = hashlib.sha256(b"\0".join([rules.encode(), *(path.read_bytes() for path in parts)])).hexdigest()
    return Task(
        folder.name,
        questions if questions.is_file() else None,
        points,
        read,
        given if given.is_file() else None,
        content,
        tuple(_graded(cells)),
        page.stem,
    )


def _page_in(folder: Path, given: Path) -> Path:
    """Return the page of an exercise: the notebook with cells to mark, of several the one that was handed out in
    ``given``; without any, the one with the folder's name, or the only one.
    """
    pages = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    marked = [path for path in pages if any(_is_marked(cell["nbgrader"]) for cell in _readable(path))]
    marked = [path for path in marked if (given / path.name).is_file()] or marked
    if len(marked) > 1:
        raise MarkingError(
            f"The exercise {folder} has {len(marked)} notebooks with cells to mark:"
            f" {listed(page.name for page in marked)}. Give each a folder of its own, then mark again."
        )
    named = folder / f"{folder.name}.ipynb"
    alone = len(pages) == 1 and not (given / named.name).is_file()
    return marked[0] if marked else pages[0] if alone else named


def _is_marked(label: dict) -> bool:
    return bool(label.get("grade") or label.get("solution") or label.get("task"))


def _readable(page: Path) -> list[dict]:
    try:
        return cells_of(page.read_bytes())
    except ValueError:
        return []


def _graded(cells: list[dict]) -> Iterator[GradedCell]:
    for cell in cells:
        label = cell["nbgrader"]
        parts = tuple(
            name
            for part, name in (("grade", "GradeCell"), ("solution", "SolutionCell"), ("task", "TaskCell"))
            if label.get(part)
        )
        if parts and label.get("grade_id"):
            scored = SCORED.search(cell["source"])
            mark = "" if parts != ("GradeCell",) else scored[1] if scored else label["grade_id"]
            yield GradedCell(label["grade_id"], cell["kind"], parts, float(label.get("points") or 0), mark)


def rules() -> str:
    """Return a hash of what every mark rests on: the package's code, the cases and the course's day."""
    found, package, root = hashlib.sha256(), Path(equityqi.__file__).parent, course_root()
    wanted = {package: (".py", ".yml"), root / "datasets": (".yml", ".csv", ".json")}
    files = [
        os.path.join(folder, name)
        for place, endings in wanted.items()
        for folder, _, names in os.walk(place)
        for name in names
        if name.endswith(endings)
    ]
    for path in (*sorted(set(files)), root / "course.yml", *filter(Path.is_file, [organisation_path()])):
        with open(path, "rb", buffering=0) as file:
            found.update(os.path.basename(path).encode() + b"\0" + file.read())
    return found.hexdigest()


def cells_of(data: bytes) -> list[dict]:
    """Return the cells of a notebook as data: kind, source, and what nbgrader keeps in each ({} without).

    Raises ValueError where it cannot be read as a notebook.
    """
    try:
        book = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    sheets = book.get("worksheets") if isinstance(book, dict) else None
    cells = book.get("cells") if isinstance(book, dict) else None
    if cells is None and isinstance(sheets, list):  # the old format 3
        cells = [
            cell
            for sheet in sheets
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise ValueError("no cells")
    return [{"kind": cell.get("cell_type"), "source": _source(cell), "nbgrader": _label(cell)} for cell in cells]


def _source(cell: dict) -> str:
    source = cell.get("source", cell.get("input", ""))
    return (
        source
        if isinstance(source, str)
        else "".join(line for line in source if isinstance(line, str))
        if isinstance(source, list)
        else ""
    )


def _label(cell: dict) -> dict:
    metadata = cell.get("metadata")
    label = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return label if isinstance(label, dict) else {}


@cache
def questions_of(task: Task, case: str) -> Exercise:
    """Return an exercise's questions in the words of a case, read once; errors as
    :func:`read_questions` raises them.
    """
    return read_questions(task.questions, case)
