"""Runs that are killed at seeded moments and started again: ``equityqi check marking`` on a small cohort."""

import sys

import pytest

from equityqi.files import course_root
from tools import marking_kills


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_runs_come_right_and_leave_nothing():
    found = list(marking_kills.killed_runs(2, people=55, seed=3, with_code=False))
    assert marking_kills.problems(found) == [] and len(found) == 2
    assert any(kill.marked > 0 for kill in found) and all(kill.right for kill in found)


def test_a_run_that_went_amiss_is_told():
    said = marking_kills.problems([marking_kills.Kill(3, 60, False, 2, 1), marking_kills.Kill(3, 60, True, 0, 0)])
    assert len(said) == 1 and all(
        part in said[0] for part in ("3 of 60", "differ", "processes left: 2", "files left: 1")
    )


def test_the_page_is_that_of_a_full_check():
    shown = (course_root() / marking_kills.PAGE).read_text(encoding="utf-8")
    total = next(line for line in shown.splitlines() if line.startswith("| All"))
    assert [cell.strip() for cell in total.strip("|").split("|")[1:]] == ["50", "50", "0", "0"]
