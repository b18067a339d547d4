"""marking.time_limits, marking.pool: whatever one person's work does to a process that marks, others are marked."""

import json
import os
import subprocess
import sys

import pytest

from equityqi.marking import pool, submission_page

STUCK = """
import re
from equityqi.marking.time_limits import Watchdog
Watchdog.start()
Watchdog.feed(0.5)
re.match(r"(a+)+$", "a" * 60 + "b")  # years, and Python is not asked meanwhile
"""


def test_a_worker_that_hangs_below_python_is_ended():
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


BUSY = """
import time
from equityqi.marking.time_limits import Watchdog
Watchdog.start()
for _ in range(3):
    Watchdog.feed(2)
    time.sleep(0.9)
Watchdog.stop()
print("done")
"""


def test_a_worker_that_works_on_is_left_alone():
    done = subprocess.run([sys.executable, "-c", BUSY], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "done\n")


class Deadly(str):
    """The name of an exercise that ends the process that unpacks it."""

    def __reduce__(self):
        return os._exit, (9,)


def test_only_the_exercise_that_ends_a_worker_goes_unmarked(cohort, monkeypatch):
    from dataclasses import replace

    from equityqi.marking import cohort as cohort_module

    jobs = []
    cohort.zip("asha")
    monkeypatch.setattr(cohort_module, "in_chunks", lambda found, workers: jobs.extend(found) or iter(()))
    with pytest.raises(KeyError):
        cohort.mark()
    one = jobs[0].submission
    tasks = tuple(replace(task, content=Deadly()) if task.name == cohort.long else task for task in one.tasks)
    found = list(pool.in_chunks([replace(jobs[0], submission=replace(one, tasks=tasks))], 1))
    status = {verdict["exercise"]: verdict["status"] for verdict in json.loads(found[0][1].verdicts)}
    assert status == {cohort.exercise: "graded", cohort.long: "grader_error", cohort.code: "graded"}


def test_a_page_past_its_limit_is_left_out_with_a_note_and_the_marks_count(cohort, monkeypatch):
    monkeypatch.setattr(submission_page, "MOST_BYTES", 1_000)
    cohort.zip("asha")
    verdict = cohort.mark()["asha", cohort.exercise]
    assert verdict.points == 9 and "Formgrader has no page for this" in " ".join(verdict.notes)
    assert not list(cohort.out.rglob("gradebook/autograded/**/*.ipynb"))


def test_pieces_of_work_are_smaller_where_people_handed_in_much(cohort, monkeypatch):
    monkeypatch.setattr(pool, "MOST_BYTES", 100)
    for number in range(3):
        cohort.zip(f"p{number}")
    seen = []
    real = pool.mark_all
    monkeypatch.setattr(pool, "mark_all", lambda submissions: seen.append(len(submissions)) or real(submissions))
    cohort.mark()
    assert seen == [1, 1, 1]
