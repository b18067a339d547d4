"""What comes of a cohort's hand-ins: verdicts, marks, feedback, formgrader's pages and the gradebook."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from behaviour_texts import files_in, notebook

SCORES = """SELECT s.student_id, b.name, c.name, c.type, g.auto_score, g.manual_score, g.needs_manual_grade
    FROM grade g JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id JOIN notebook b ON b.id = n.notebook_id"""
MOST = """SELECT b.name, c.name, c.type, g.max_score, g.cell_type
    FROM base_cell c JOIN notebook b ON b.id = c.notebook_id
    JOIN (SELECT id, max_score, cell_type FROM grade_cells
          UNION ALL SELECT id, max_score, cell_type FROM task_cells) g ON g.id = c.id"""
COMMENTS = """SELECT s.student_id, b.name, c.name, m.auto_comment, m.manual_comment
    FROM comment m JOIN base_cell c ON c.id = m.cell_id JOIN submitted_notebook n ON n.id = m.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id JOIN notebook b ON b.id = n.notebook_id"""
STUDENTS = "SELECT id, first_name, last_name, email FROM student"


def cohort(place) -> dict[str, str]:
    """Mark the hand-ins twice (the second run has nothing to do), and return all that is written."""
    held, out = place.scratch / "held", place.scratch / "results"
    shutil.copytree(place.hand_ins, held)
    roll = place.scratch / "roll.csv"
    (held / "roll.csv").replace(roll)
    found = {"the hand-ins themselves": _hash_of(held)}
    for run in ("first run", "second run"):
        found[run] = place.equityqi(
            "mark", held, "--roll", roll, "--out", out, "--course", place.tree, "--workers", 1, in_tree=True
        )
    found |= _verdicts(out / "verdicts") | _gradebook(out / "gradebook")
    for part in ("verdicts", "gradebook"):
        shutil.rmtree(out / part)
    found |= files_in(out)
    found["hand-ins are as they were"] = str(_hash_of(held) == found["the hand-ins themselves"])
    found |= _follow_up(place, held)
    return found


def _hash_of(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(place for place in folder.rglob("*") if place.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _verdicts(folder: Path) -> dict[str, str]:
    """Return each verdict; the hashes that a record keeps of code and work are left out."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        for verdict in [*record.pop("verdicts"), *record.pop("history")]:
            found[f"verdict {verdict['id']} {verdict['exercise']}"] = json.dumps(
                verdict, indent=1, ensure_ascii=False, sort_keys=True
            )
        found[f"record {path.name}"] = json.dumps(
            {"exercises": sorted(record.pop("keys")), "with a page": sorted(record.pop("work")), **record}, indent=1
        )
    return found


def _gradebook(folder: Path) -> dict[str, str]:
    """Return the gradebook's rows by person, and formgrader's pages without their import lines."""
    found: dict[str, str] = {}
    with closing(sqlite3.connect(folder / "gradebook.db")) as book:
        for name, query in (("scores", SCORES), ("most", MOST), ("comments", COMMENTS), ("students", STUDENTS)):
            for row in sorted(book.execute(query), key=str):
                key = f"gradebook {name} of {row[0]}"
                found[key] = f"{found.get(key, '')}{row}\n"
    for path in sorted(folder.rglob("*.ipynb")):
        name = path.relative_to(folder).as_posix()
        found[f"gradebook {name}"] = notebook(path.read_bytes())[0]
    config = folder / "nbgrader_config.py"
    return {**found, "gradebook nbgrader_config.py": config.read_text(encoding="utf-8")}


def _follow_up(place, held: Path) -> dict[str, str]:
    """Return what the commitments in the hand-ins become."""
    out = place.scratch / "follow-up"
    said = place.equityqi("commitments", held, "--out", out, "--leader", "Ms Okoro <b>")
    return {"follow-up said": said, **files_in(out, "follow-up ")}
