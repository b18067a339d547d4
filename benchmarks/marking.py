"""Mark the same 40 hand-ins with ``nbgrader autograde`` and with ``equityqi mark``, start-up counted; then 10,000
form-only hand-ins.

Run from the repository: ``python benchmarks/marking.py``. It takes some half an hour, nearly all of them nbgrader's. It
needs bubblewrap for the exercise with code. CPU-seconds are those of all processes of a run; memory is the largest
process's.

What is asked, and told at the end whether it holds: 40 hand-ins with every exercise of forms, and 10,000 with one each,
cost at least 500 times less CPU than with nbgrader; the 10,000 take under 30 s on two cores, and four times as many
hand-ins take at most 1.5 times four times as long and 60 MB more; code takes at least 5 times less wall time; the
points are the same. Nothing is asked of 40 hand-ins with one form each: there the time is what Python needs to start.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from equityqi.files import course_root
from equityqi.marking.course import tasks_of
from equityqi.questions.exercise_file import all_exercises

FORM, CODE = "14-feedback", "15-analysts-gaps"
SAME, SIZES = 40, (2_500, 5_000, 10_000)
LEAST_CPU, LEAST_WALL, MOST_SECONDS, STRAY, MORE_MB = 500, 5, 30, 1.5, 60
NBGRADER = "import sys; from nbgrader.apps.nbgraderapp import main; sys.exit(main())"
OURS = (
    "import sys\nfrom equityqi.marking import mark_cohort\nif __name__ == '__main__':\n   "
    " mark_cohort(*sys.argv[1:5])\n"
)


def run(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Run a program; return its wall seconds, the CPU-seconds of all its processes, and the
    megabytes of the largest.
    """
    report = folder / "used.json"
    watch = (
        "import json, os, resource, subprocess, sys; code = subprocess.run(sys.argv[2:]).returncode; used ="
        " resource.getrusage(resource.RUSAGE_CHILDREN);open(sys.argv[1], 'w').write(json.dumps([used.ru_utime +"
        " used.ru_stime, used.ru_maxrss / 1024])); sys.exit(code)"
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    usual = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # Python keeps what it has compiled, as on people's computers
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", watch, str(report), *command],
        cwd=folder,
        env={**usual, "PATH": path},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wall = time.perf_counter() - began
    return (wall, *json.loads(report.read_text("utf-8")))


def forms() -> list[str]:
    """Return every exercise that has no code."""
    return [task.name for task in tasks_of(course_root()) if not task.has_code]


def course_of(root: Path, *exercises: str) -> Path:
    for exercise in exercises:
        for part in ("solutions", "exercises"):
            shutil.copytree(
                course_root() / part / exercise,
                root / part / exercise,
                ignore=shutil.ignore_patterns("*.answers.json*", ".*"),
            )
    shutil.copy(course_root() / "nbgrader_config.py", root)
    return root


@cache
def hand_in(exercise: str, number: int) -> dict[str, bytes]:
    """Return the files of a hand-in: right answers, or the author's code; every other one leaves out the last."""
    if exercise == CODE:
        page = json.loads((course_root() / "solutions" / CODE / f"{CODE}.ipynb").read_bytes())
        if number % 2:
            given = json.loads((course_root() / "exercises" / CODE / f"{CODE}.ipynb").read_bytes())
            last = [
                place
                for place, cell in enumerate(page["cells"])
                if cell["metadata"].get("nbgrader", {}).get("solution")
            ][-1]
            page["cells"][last] = given["cells"][last]
        return {f"{CODE}.ipynb": json.dumps(page).encode()}
    questions = all_exercises()[exercise].questions
    answers = {
        question.id: f"{question.model_answer()} ({number})" if question.kind == "text" else question.model_answer()
        for question in questions
    }  # no two write the same
    if number % 2:
        answers.popitem()
    saved = {
        "schema": 1,
        "course": "1.0.0",
        "exercise": exercise,
        "case": "a-blood-pressure",
        "session_date": "2026-07-01",
        "id": str(number),
        "answers": answers,
    }
    return {
        f"{exercise}.ipynb": (course_root() / "exercises" / exercise / f"{exercise}.ipynb").read_bytes(),
        f"{exercise}.answers.json": json.dumps(saved).encode(),
    }


def points(gradebook: Path) -> dict[tuple[str, str, str], float]:
    """Return the points by machine of each student's cells."""
    query = """
        SELECT s.student_id, b.name, c.name, g.auto_score
        FROM grade g JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
        JOIN submitted_assignment s ON s.id = n.assignment_id JOIN notebook b ON b.id = n.notebook_id
    """
    with closing(sqlite3.connect(gradebook)) as book:
        return {(student, page, cell): score for student, page, cell, score in book.execute(query)}


def handed_in(held: Path, *exercises: str) -> Path:
    """Make a course of these exercises, to which everyone has handed in all of them."""
    root = course_of(held, *exercises)
    for number in range(SAME):
        for exercise in exercises:
            place = root / "submitted" / f"p{number:02}" / exercise
            place.mkdir(parents=True)
            for name, data in hand_in(exercise, number).items():
                (place / name).write_bytes(data)
    (root / "roll.csv").write_text("\n".join(["id", *(f"p{number:02}" for number in range(SAME))]), encoding="utf-8")
    return root


def ours(root: Path, out: str = "results") -> tuple[float, float]:
    return run([sys.executable, "-c", OURS, "submitted", "roll.csv", out, "."], root)[:2]


def stock(root: Path, exercise: str) -> tuple[float, float]:
    run([sys.executable, "-c", NBGRADER, "generate_assignment", exercise, "--force"], root)
    return run([sys.executable, "-c", NBGRADER, "autograde", exercise], root)[:2]


def same_forty(held: Path) -> Iterator[tuple[str, tuple[float, float], tuple[float, float], bool]]:
    """Mark the same hand-ins both ways: one form each, all forms, one exercise with code; yield what each took, and
    whether every cell got the same points.
    """
    all_forms, code = handed_in(held / "forms", *forms()), handed_in(held / CODE, CODE)
    took, runs = (
        {FORM: ours(handed_in(held / FORM, FORM)), CODE: ours(code)},
        [ours(all_forms, out) for out in ("results", "second", "third")],
    )
    each = {exercise: stock(all_forms, exercise) for exercise in forms()}
    runs += [ours(all_forms, out) for out in ("fourth", "fifth", "sixth")]
    took["forms"] = tuple(
        sum(part) / len(runs) for part in zip(*runs, strict=False)
    )  # before nbgrader's and after: a computer is not as quick all the time
    theirs, mine = points(all_forms / "gradebook.db"), points(all_forms / "results" / "gradebook" / "gradebook.db")
    form = points(held / FORM / "results" / "gradebook" / "gradebook.db")
    yield FORM, each[FORM], took[FORM], form == {key: score for key, score in theirs.items() if key[1] == FORM}
    yield f"all {len(each)} forms", tuple(map(sum, zip(*each.values(), strict=False))), took["forms"], theirs == mine
    yield (
        CODE,
        stock(code, CODE),
        took[CODE],
        points(code / "gradebook.db") == points(code / "results" / "gradebook" / "gradebook.db"),
    )


def many(held: Path, people: int) -> tuple[float, float, float]:
    """Mark the zips of so many people, one form each."""
    root = course_of(held / str(people), FORM)
    (root / "hand-ins").mkdir()
    for number in range(people):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in hand_in(FORM, number % 2).items():
                archive.writestr(f"exercises/{FORM}/{name}", data)
        (root / "hand-ins" / f"hand-in-p{number:05}.zip").write_bytes(packed.getvalue())
    (root / "roll.csv").write_text("\n".join(["id", *(f"p{number:05}" for number in range(people))]), encoding="utf-8")
    took = run([sys.executable, "-c", OURS, "hand-ins", "roll.csv", "results", "."], root)
    assert len(list((root / "results" / "verdicts").iterdir())) == people
    return took


def main(folder: Path) -> int:
    """Print the tables; return 1 when one of the asks does not hold. Nothing in the folder is deleted meanwhile: some
    disks then make files slowly for minutes.
    """
    asks: dict[str, bool] = {}
    print(f"The same {SAME} hand-ins, start-up counted; seconds a hand-in")
    print("                       nbgrader: wall    CPU   ours: wall    CPU   ratio: wall    CPU   same points")
    stock_cpu = 0.0
    for what, theirs, took, same in same_forty(folder):
        wall, cpu = theirs[0] / took[0], theirs[1] / took[1]
        print(
            f"{what:20} {theirs[0] / SAME:16.2f} {theirs[1] / SAME:6.2f} {took[0] / SAME:12.3f} {took[1] / SAME:6.3f}"
            f" {wall:13.0f} {cpu:6.0f}   {'yes' if same else 'NO'}",
            flush=True,
        )
        stock_cpu = stock_cpu or theirs[1] / SAME
        asks[f"{what}: the same points"] = same
        if what == CODE:
            asks[f"{what}: {LEAST_WALL} times less wall time"] = wall >= LEAST_WALL
        elif what != FORM:
            asks[f"{what}: {LEAST_CPU} times less CPU"] = cpu >= LEAST_CPU
    print(f"\n{FORM}, one a hand-in, start-up counted")
    took = {people: many(folder, people) for people in SIZES}
    for people, (wall, cpu, memory) in took.items():
        print(
            f"{people:6,} hand-ins: {wall:5.1f} s, {1000 * cpu / people:5.2f} CPU-ms a hand-in,"
            f" {stock_cpu * people / cpu:5.0f} times less than nbgrader, {memory:4.0f} MB"
        )
    least, most = took[SIZES[0]], took[SIZES[-1]]
    times = SIZES[-1] / SIZES[0]
    asks |= {
        f"{SIZES[-1]:,} hand-ins: {LEAST_CPU} times less CPU": stock_cpu * SIZES[-1] / most[1] >= LEAST_CPU,
        f"{SIZES[-1]:,} hand-ins: under {MOST_SECONDS} s": most[0] < MOST_SECONDS,
        "time in proportion": most[0] / least[0] < STRAY * times,
        "flat memory": most[2] - least[2] < MORE_MB,
    }
    print(f"{times:g} times as many: {most[0] / least[0]:.1f} times as long, {most[2] - least[2]:+.0f} MB")
    print("\n" + "\n".join(f"{'holds' if holds else 'DOES NOT HOLD'}: {ask}" for ask, holds in asks.items()))
    return int(not all(asks.values()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="equityqi-bench-") as held:
        code = main(Path(held))
    sys.exit(code)
