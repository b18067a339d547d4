"""What a power cut does to marking: runs are killed at random moments and started again, and everything has to come
right.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.sandbox import sandbox

PAGE = "docs/marking.md"
SEED, FULL, SHORT = 7, 50, 5  # how many runs are killed
PEOPLE, MOST_WAIT = 60, 1.5  # hand-ins in a run; seconds that a kill may come later
FORMS, CODE = ("04-aim", "14-feedback"), "16-analysts-charts"
RUN = (
    "import sys\nfrom equityqi.marking import mark_cohort\nif __name__ == '__main__':\n    mark_cohort(*sys.argv[1:5],"
    " workers=2)\n"
)
GONE_SECONDS = 20  # until every process of a killed run must be gone
HEAD = """# Marking that is cut off

A command makes this page. Please don't change it by hand: run `equityqi check marking --full` again. The command marks {people} hand-ins
in two processes, {with_code} of them with code{sandboxed}. It kills the run with SIGKILL at a random moment, as a power cut would, and starts it again.
That is done {kills} times, and `equityqi check marking` does it {short} times.

- **Killed when**: how many people had a verdict by then. The results and the gradebook are written when all have one.
- **Right in the end**: runs after which every verdict, the marks, the feedback pages and the gradebook were those of a run that nobody
  killed, and nobody had been marked twice.
- **Left**: processes that were still there {seconds} seconds after the kill, and half-written or scratch files after the second run.
"""  # noqa: E501
MARKS_FOR_CODE = """
## What marks for code show

A test that passes shows that the learner's code gave the right results to the course's own tests. It ran with the
trainer's copy of the course, in a sandbox, and nothing that the learner changed in a test counts.

It doesn't show who wrote the code, or that they meant well. The learner's code and the tests run in the same Python, so
somebody who sets out to fool the tests can. We can't prevent that. These four checks make it show:

- what the tests rely on is compared after each test, and a change is reported
- tests with known results run in the same way before and after each test, and a different result is reported
- words that no honest answer needs, such as `_getframe`, are reported, also where a page puts them together from parts
- a message reaches the feedback page only if the test itself could have written it, so no page can copy out hidden
  tests

Such a page gets the status `look`, and a sentence that says what to open. The sentence accuses nobody, because a page
can trip a check by accident. Use these marks to help people learn. Don't use them alone to decide who passes.
"""


@dataclass(frozen=True)
class Kill:
    """What came of one killed run: how many of how many people were marked by then, and what was amiss later."""

    marked: int
    people: int
    right: bool
    processes: int
    files: int


def killed_runs(kills: int, people: int = PEOPLE, seed: int = SEED, with_code: bool = True) -> Iterator[Kill]:
    """Kill a run at each of ``kills`` moments, start it again, and yield what came of it; ``people`` are marked in
    each.

    Works where there is SIGKILL, so not on Windows. Nothing stays of what it writes.
    """
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="equityqi-kills-") as held:
        root = Path(held)
        _hand_ins(root, people, with_code and sandbox.works())
        _start(root, "whole").wait()
        whole = state_of(root / "whole")
        for number in range(kills):
            out = f"killed-{number}"
            yield _killed(root, out, dice.randint(0, people), dice.uniform(0, MOST_WAIT), people, whole)
            shutil.rmtree(root / out)


def _killed(root: Path, out: str, marked: int, wait: float, people: int, whole: dict) -> Kill:
    """Kill a run ``wait`` seconds after ``marked`` people have a verdict."""
    run = _start(root, out)
    while run.poll() is None and _marked(root / out) < marked:
        time.sleep(0.002)
    with suppress(subprocess.TimeoutExpired):
        run.wait(wait)
    processes = _family(run.pid)
    run.send_signal(signal.SIGKILL)
    run.wait()
    by_then = _marked(root / out)
    left = _left(processes)
    again = _start(root, out)
    again.wait()
    files = [path for path in (root / out).rglob("*") if path.name.endswith((".part", "-journal", "-wal"))]
    return Kill(
        by_then,
        people,
        again.returncode == 0 and state_of(root / out) == whole,
        left,
        len(files) + len(list((root / "scratch").iterdir())),
    )


def _marked(out: Path) -> int:
    return len(list((out / "verdicts").glob("*.json")))


def _hand_ins(root: Path, people: int, with_code: bool) -> None:
    """Make a course of three exercises, a roll, and a hand-in for each person: right answers, one in three of them
    partly; every tenth with code.
    """
    (root / "hand-ins").mkdir()
    (root / "scratch").mkdir()
    for part in ("solutions", "exercises"):
        for name in (*FORMS, *([CODE] if with_code else [])):
            shutil.copytree(
                course_root() / part / name,
                root / "course" / part / name,
                ignore=shutil.ignore_patterns("*.answers.json*", ".*"),
            )
    right = {
        name: {
            question.id: question.model_answer()
            for question in read_questions(course_root() / "solutions" / name / "questions.yml").questions
        }
        for name in FORMS
    }
    ids = [f"p{number:03}" for number in range(people)]
    (root / "roll.csv").write_text("\n".join(["id", *ids]) + "\n", encoding="utf-8")
    for number, id in enumerate(ids):
        files = {}
        for name, answers in right.items():
            given = dict(list(answers.items())[: len(answers) if number % 3 else len(answers) // 2])
            saved = {
                "schema": 1,
                "course": "1.0.0",
                "exercise": name,
                "case": "a-blood-pressure",
                "session_date": "2026-07-01",
                "id": id,
                "answers": given,
            }
            files[f"exercises/{name}/{name}.answers.json"] = json.dumps(saved).encode()
        if with_code and number % 10 == 5:
            files[f"exercises/{CODE}/{CODE}.ipynb"] = (
                course_root() / "solutions" / CODE / f"{CODE}.ipynb"
            ).read_bytes()
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for path, data in files.items():
                archive.writestr(path, data)
        (root / "hand-ins" / f"hand-in-{id}.zip").write_bytes(held.getvalue())


def _start(root: Path, out: str) -> subprocess.Popen:
    places = [str(root / name) for name in ("hand-ins", "roll.csv", out, "course")]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *places],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(root / "scratch")},
    )


def state_of(out: Path) -> dict:
    """Return all that a run leaves: files by path, the gradebook by its rows."""
    found = {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.suffix != ".db" and path.name != ".lock"
    }
    with closing(sqlite3.connect(out / "gradebook" / "gradebook.db")) as book:
        return {**found, "gradebook": sorted(book.iterdump())}


def _family(pid: int) -> list:
    """Return a run's processes, sandboxes and what runs in them included."""
    import psutil

    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _left(processes: list) -> int:
    """Return how many processes of a killed run are still there once they have had time to go; those are ended."""
    import psutil

    left = psutil.wait_procs(processes, timeout=GONE_SECONDS)[1]
    for process in left:
        process.kill()
    return len(left)


def problems(found: list[Kill]) -> list[str]:
    """Return a sentence for each killed run that did not come right.

    >>> problems([Kill(3, 60, False, 0, 1)])
    ['Killed when 3 of 60 people were marked: its results differ from those of a whole run, files left: 1.']
    """
    said = []
    for kill in found:
        amiss = [] if kill.right else ["its results differ from those of a whole run"]
        amiss += [
            f"{what} left: {count}" for what, count in (("processes", kill.processes), ("files", kill.files)) if count
        ]
        if amiss:
            said.append(f"Killed when {kill.marked} of {kill.people} people were marked: {', '.join(amiss)}.")
    return said


def table(found: list[Kill]) -> str:
    """Return a table in Markdown, by how many had been marked when the run was killed.

    >>> print(table([Kill(3, 60, True, 0, 0)]))
    | Killed when         | Runs | Right in the end | Processes left | Files left |
    |---------------------|-----:|-----------------:|---------------:|-----------:|
    | up to half were     |    1 |                1 |              0 |          0 |
    | All                 |    1 |                1 |              0 |          0 |
    """
    rows = {
        "nobody was marked": [kill for kill in found if not kill.marked],
        "up to half were": [kill for kill in found if 0 < kill.marked <= kill.people / 2],
        "more than half were": [kill for kill in found if kill.people / 2 < kill.marked < kill.people],
        "everybody was": [kill for kill in found if kill.marked == kill.people],
        "All": found,
    }
    lines = [
        "| Killed when         | Runs | Right in the end | Processes left | Files left |",
        "|---------------------|-----:|-----------------:|---------------:|-----------:|",
    ]
    for name, some in rows.items():
        counts = (
            sum(kill.right for kill in some),
            sum(kill.processes for kill in some),
            sum(kill.files for kill in some),
        )
        lines += [f"| {name:19} | {len(some):4} | {counts[0]:16} | {counts[1]:14} | {counts[2]:10} |"] if some else []
    return "\n".join(lines)


def page(found: list[Kill]) -> str:
    """Return docs/marking.md."""
    with_code = len(range(5, PEOPLE, 10)) if sandbox.works() else 0
    head = HEAD.format(
        people=PEOPLE,
        with_code=with_code,
        sandboxed=", which runs in the sandbox" if with_code else "",
        kills=len(found),
        short=SHORT,
        seconds=GONE_SECONDS,
    )
    return f"{head}\n{table(found)}\n{MARKS_FOR_CODE}"
