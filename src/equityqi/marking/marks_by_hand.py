"""Marks and words that a person gave in nbgrader's gradebook: read from it, and put into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from equityqi.marking.gradebook import FOLDER, in_a_sentence, students
from equityqi.reading.marks import ByHand, Place

WHERE = """submitted_notebook n JOIN submitted_assignment s ON s.id = n.assignment_id
    JOIN assignment a ON a.id = s.assignment_id JOIN base_cell c ON c.notebook_id = n.notebook_id"""
ONE = "s.student_id = ? AND a.name = ? AND c.name = ?"


def marks_by_hand(out: Path, ids: list[str]) -> dict[Place, ByHand]:
    """Return what was given by hand to those with these ids, by place; {} where there is no gradebook yet.

    Raises :class:`equityqi.marking.verdict.MarkingError`, in one sentence.
    """
    path = out / FOLDER / "gradebook.db"
    if not path.is_file() or not path.stat().st_size:
        return {}
    with in_a_sentence(path), closing(sqlite3.connect(path, timeout=20)) as book:
        if not book.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return {}
        marks = book.execute(
            "SELECT s.student_id, a.name, c.name, g.manual_score, g.needs_manual_grade FROM"
            f" {WHERE} JOIN grade g ON g.cell_id = c.id AND g.notebook_id = n.id WHERE g.manual_score IS NOT NULL"
        )
        found = {tuple(place): ByHand(mark, waits=bool(waits)) for *place, mark, waits in marks}
        said = book.execute(
            f"SELECT s.student_id, a.name, c.name, m.manual_comment FROM {WHERE}"
            " JOIN comment m ON m.cell_id = c.id AND m.notebook_id = n.id WHERE trim(m.manual_comment) != ''"
        )
        for *place, word in said:
            known = found.get(tuple(place), ByHand())
            found[tuple(place)] = ByHand(known.mark, word, known.waits)
    known_as = {name: id for id, name in students(ids).items()}
    return {(known_as[name], *rest): one for (name, *rest), one in found.items() if name in known_as}


def give_by_hand(out: Path, ids: list[str], given: Iterable[tuple[Place, ByHand, ByHand]]) -> None:
    """Put marks and words into the gradebook, each with what stood there when it was read: what somebody changed in
    formgrader since then stays, and so does a place that is not there.

    Raises :class:`equityqi.marking.verdict.MarkingError`, in one sentence.
    """
    path, names = out / FOLDER / "gradebook.db", students(ids)
    with in_a_sentence(path), closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as book:
        book.execute("BEGIN IMMEDIATE")
        for (id, exercise, cell), new, old in given:
            place = (names.get(id, ""), exercise, cell)
            if new.mark is not None:
                book.execute(
                    "UPDATE grade SET manual_score = ?, needs_manual_grade = ? WHERE id IN (SELECT g.id FROM"
                    f" {WHERE} JOIN grade g ON g.cell_id = c.id AND g.notebook_id = n.id WHERE {ONE})"
                    " AND manual_score IS ? AND (manual_score, needs_manual_grade) IS NOT (?, ?)",
                    [new.mark, new.waits, *place, old.mark, new.mark, new.waits],
                )
            if new.word and new.word != old.word:
                book.execute(
                    "UPDATE comment SET manual_comment = ? WHERE id IN (SELECT m.id FROM"
                    f" {WHERE} JOIN comment m ON m.cell_id = c.id AND m.notebook_id = n.id WHERE {ONE})"
                    " AND coalesce(manual_comment, '') = ?",
                    [new.word, *place, old.word],
                )
        book.execute("COMMIT")
