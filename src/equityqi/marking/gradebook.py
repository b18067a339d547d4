"""nbgrader's gradebook, filled from verdicts, and the folder in which formgrader shows it. What a person gave by hand
is never touched.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from equityqi.files import write_atomically
from equityqi.marking.course import Task
from equityqi.marking.roll import Person
from equityqi.marking.verdict import MarkingError, Record, Verdict
from equityqi.safe_text import file_name, words_only

FOLDER, COURSE = "gradebook", "equityqi"
HIDDEN = "equityqi-hide-input"  # the tag of a cell whose code formgrader does not show
SCHEMA = Path(__file__).with_suffix(".sql")
CONFIG = f'''"""Made by equityqi mark: formgrader shows what is in this folder."""

from pathlib import Path

c = get_config()  # noqa: F821 (nbgrader hands it in)

c.CourseDirectory.course_id = "{COURSE}"
c.CourseDirectory.root = str(Path(__file__).parent)
c.Exchange.root = c.CourseDirectory.root  # nothing is released from here; without a folder, formgrader warns of it
c.FormgradeExtension.debug = False
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_input_tags = {{"{HIDDEN}"}}
'''
PLAIN = re.compile(
    r"[^\W_](?:[\w .,'@()+&=-]{0,78}[\w)'])?"
)  # a name that can be a folder on every computer; nbgrader loses one with [ in it
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
NOT_SAVED = {  # by a word of what SQLite says
    "locked": "The gradebook {path} is in use. Close Formgrader and other programs that have it open, then mark again.",
    "is full": "The disk is full, so the gradebook {path} is as it was before. Make some space, then mark again.",
    "readonly": "The gradebook {path} is read-only. Allow writing to it, or give another folder with --out.",
    "": "The gradebook {path} can’t be read ({error}). It may have marks in it that somebody gave by hand, so we"
    " left it as it is. Move it to another place, then mark again.",
}


def students(ids: list[str]) -> dict[str, str]:
    """Return the name in the gradebook, and of the folder there, of each id: the id itself where every computer can
    take it.

    >>> students(["asha", "o'brien", "..", "Asha"])
    {'asha': 'asha', "o'brien": "o'brien", '..': 'person-5ec1f7e700', 'Asha': 'asha-504222d042'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id in ids:
        plain = PLAIN.fullmatch(id) and not RESERVED.match(id) and id.casefold() not in taken
        found[id] = id if plain else file_name(id)
        taken.add(found[id].casefold())
    return found


def page_path(out: Path, student: str, exercise: str, notebook: str = "") -> Path:
    """Return where formgrader looks for a student's page of an exercise; ``notebook`` is its own name."""
    return out / FOLDER / "autograded" / student / exercise / f"{notebook or exercise}.ipynb"


def fill_gradebook(out: Path, people: dict[str, Person], tasks: list[Task], records: dict[str, Record]) -> None:
    """Bring ``out/gradebook`` up to the verdicts in ``records`` of ``people``, by id; all of it or, when it is stopped,
    nothing.

    Points that a person gave, extra points and comments stay as they are; where the work or its points changed since,
    the cell waits for a person again. Raises :class:`MarkingError` or :class:`equityqi.files.CouldNotWrite`, in one
    sentence.
    """
    folder, names = out / FOLDER, students(list(people))
    folder.mkdir(exist_ok=True)
    pages = {
        folder / "source" / task.name / task.given.name: task.given.read_bytes() for task in tasks if task.given
    }  # formgrader lists these
    for place, content in {folder / "nbgrader_config.py": CONFIG.encode(), **pages}.items():
        if not place.is_file() or place.read_bytes() != content:
            place.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(place, content)
    path = folder / "gradebook.db"
    with in_a_sentence(path), closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as book:
        book.execute("BEGIN IMMEDIATE")
        if not book.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            for line in SCHEMA.read_text(encoding="utf-8").split(";\n"):
                book.execute(line)
        columns = {task.name: columns for task in tasks if (columns := _course(book, task))}
        book.executemany(
            _renewing("student", "id", "first_name", "last_name", "email"),
            [(names[id], *_shown(person)) for id, person in people.items()],
        )
        gone = _fill(book, columns, {names[id]: records[id] for id in people})
        book.execute("COMMIT")
    notebooks = {task.name: task.notebook for task in tasks}
    for student, exercise in gone:
        page = page_path(out, student, exercise, notebooks[exercise])
        page.unlink(missing_ok=True)
        with suppress(OSError):  # a folder with something else in it stays
            page.parent.rmdir()
            page.parent.parent.rmdir()


@contextmanager
def in_a_sentence(path: Path) -> Iterator[None]:
    """Say in one sentence why a gradebook cannot be used: raise :class:`MarkingError` for what SQLite raises."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        said = next(NOT_SAVED[word] for word in NOT_SAVED if word in str(error))
        raise MarkingError(said.format(path=path, error=error)) from None


def _shown(person: Person) -> tuple[str, str, str | None]:
    """Return first name, last name and e-mail as formgrader can show them: its pages do not escape a name."""
    name = words_only(person.name)
    first, _, last = name.rpartition(" ")
    return first, last or words_only(person.id), words_only(person.email) or None


@dataclass(frozen=True)
class _Columns:
    """The ids of an assignment, its notebook and its cells with points: (cell, where its points come from)."""

    assignment: str
    notebook: str
    cells: list[tuple[str, str]]
    told: list[str]  # cells that a comment can be given on


def _new(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _id(book: sqlite3.Connection, table: str, **values: str) -> str:
    """Return the id of a row with these values; the row is made where there is none."""
    found = book.execute(
        f"SELECT id FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in values)}", list(values.values())
    ).fetchone()
    id = found[0] if found else _new(table, *values.values())
    if not found:
        book.execute(
            f"INSERT INTO {table} (id, {', '.join(values)}) VALUES (?{', ?' * len(values)})", [id, *values.values()]
        )
    return id


def _renewing(table: str, key: str, *rest: str) -> str:
    """Return what writes a row, and touches one that is there only where it differs."""
    theirs, ours = (", ".join(f"{whose}.{name}" for name in rest) for whose in (table, "excluded"))
    setting = ", ".join(f"{name} = excluded.{name}" for name in rest)
    return (
        f"INSERT INTO {table} ({key}, {', '.join(rest)}) VALUES (?{', ?' * len(rest)}) ON CONFLICT ({key}) DO UPDATE"
        f" SET {setting} WHERE ({theirs}) IS NOT ({ours})"
    )


def _course(book: sqlite3.Connection, task: Task) -> _Columns | None:
    """Make or renew the rows of an exercise; a cell that has gone from it goes, unless somebody gave points by hand for
    it.
    """
    if not task.cells:
        return None
    book.execute("INSERT OR IGNORE INTO course (id) VALUES (?)", [COURSE])
    assignment = _id(book, "assignment", name=task.name, course_id=COURSE)
    notebook = _id(book, "notebook", name=task.notebook, assignment_id=assignment)
    cells, told, kept = [], [], set()
    for cell in task.cells:
        for part in cell.parts:
            id = _id(book, "base_cell", name=cell.id, notebook_id=notebook, type=part)
            kept.add(id)
            if part == "SolutionCell":
                book.execute("INSERT OR IGNORE INTO solution_cells (id) VALUES (?)", [id])
            else:
                table = "grade_cells" if part == "GradeCell" else "task_cells"
                book.execute(_renewing(table, "id", "max_score", "cell_type"), [id, cell.points, cell.kind])
                cells.append((id, cell.mark))
            if part != "GradeCell":
                told.append(id)
    by_hand = (
        "SELECT cell_id FROM grade WHERE manual_score IS NOT NULL OR extra_credit IS NOT NULL UNION SELECT cell_id FROM"
        " comment WHERE manual_comment IS NOT NULL"
    )
    for (id,) in book.execute(
        f"SELECT id FROM base_cell WHERE notebook_id = ? AND id NOT IN ({by_hand})", [notebook]
    ).fetchall():
        if id not in kept:
            for table, column in (
                ("grade", "cell_id"),
                ("comment", "cell_id"),
                ("grade_cells", "id"),
                ("solution_cells", "id"),
                ("task_cells", "id"),
                ("base_cell", "id"),
            ):
                book.execute(f"DELETE FROM {table} WHERE {column} = ?", [id])
    return _Columns(assignment, notebook, cells, told)


def _fill(book: sqlite3.Connection, columns: dict[str, _Columns], records: dict[str, Record]) -> list[tuple[str, str]]:
    """Write every submission, one after the other, so that memory stays flat; return (student, exercise) of those that
    went.
    """
    for student, record in records.items():
        for verdict in filter(lambda one: one.handed_in and one.exercise in columns, record.verdicts):
            work = record.work[verdict.exercise]
            _fill_one(book, columns[verdict.exercise], student, verdict, work)
    names = {column.assignment: name for name, column in columns.items()}

    def wanted(student: str, exercise: str) -> bool:
        verdict = records[student].of(exercise) if student in records else None
        return bool(verdict and verdict.handed_in)

    left = [
        (id, student, names.get(assignment, ""))
        for id, student, assignment in book.execute("SELECT id, student_id, assignment_id FROM submitted_assignment")
        if not wanted(student, names.get(assignment, ""))
    ]
    return [(student, exercise) for id, student, exercise in left if _taken_out(book, id) and exercise]


def _fill_one(book: sqlite3.Connection, column: _Columns, student: str, verdict: Verdict, work: str) -> None:
    """Write one submission. Where the work or its points changed, a cell with points by hand waits for a person."""
    submission = _id(book, "submitted_assignment", assignment_id=column.assignment, student_id=student)
    page = _id(book, "submitted_notebook", notebook_id=column.notebook, assignment_id=submission)
    book.execute("UPDATE submitted_notebook SET flagged = 0 WHERE id = ? AND flagged IS NULL", [page])
    before = book.execute("SELECT work FROM equityqi_filled WHERE submission_id = ?", [submission]).fetchone()
    changed = before != (work,)
    book.executemany(
        "INSERT INTO grade (id, notebook_id, cell_id, auto_score, needs_manual_grade) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (cell_id, notebook_id) DO UPDATE SET auto_score = excluded.auto_score, needs_manual_grade ="
        " manual_score IS NOT NULL OR excluded.needs_manual_grade WHERE ? OR auto_score IS NOT excluded.auto_score",
        [
            (_new("grade", page, cell), page, cell, auto, _waits(verdict, auto), changed)
            for cell, auto in _scores(column, verdict)
        ],
    )
    book.executemany(
        "INSERT OR IGNORE INTO comment (id, notebook_id, cell_id) VALUES (?, ?, ?)",
        [(_new("comment", page, cell), page, cell) for cell in column.told],
    )
    if changed:
        book.execute("INSERT OR REPLACE INTO equityqi_filled (submission_id, work) VALUES (?, ?)", [submission, work])


def _scores(column: _Columns, verdict: Verdict) -> Iterator[tuple[str, float | None]]:
    """Yield each cell and its points by machine: None where a person gives them, and where nothing was marked."""
    points = {mark.id: mark.points for mark in verdict.marks}
    for cell, mark in column.cells:
        yield cell, points.get(mark)


def _waits(verdict: Verdict, auto: float | None) -> bool:
    return auto is None or verdict.status == "look"


def _taken_out(book: sqlite3.Connection, submission: str) -> bool:
    """Take a submission out that has no hand-in any more. One with points or words by hand stays, without points by
    machine; then return False.
    """
    pages = "SELECT id FROM submitted_notebook WHERE assignment_id = ?"
    by_hand = (
        f"SELECT 1 FROM grade WHERE notebook_id IN ({pages}) AND (manual_score IS NOT NULL OR extra_credit IS NOT NULL)"
    )
    said = f"SELECT 1 FROM comment WHERE notebook_id IN ({pages}) AND manual_comment IS NOT NULL"
    book.execute("DELETE FROM equityqi_filled WHERE submission_id = ?", [submission])
    if book.execute(f"{by_hand} UNION ALL {said}", [submission, submission]).fetchone():
        book.execute(
            f"UPDATE grade SET auto_score = NULL, needs_manual_grade = 1 WHERE notebook_id IN ({pages})", [submission]
        )
        return False
    for table in ("grade", "comment"):
        book.execute(f"DELETE FROM {table} WHERE notebook_id IN ({pages})", [submission])
    book.execute("DELETE FROM submitted_notebook WHERE assignment_id = ?", [submission])
    book.execute("DELETE FROM submitted_assignment WHERE id = ?", [submission])
    return True
