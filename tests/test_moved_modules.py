"""Pages of version 1 are in work folders and hand-ins: what they import goes on working, without a word.

The lines are those of every page of version 1 in course/ and solutions/.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import equityqi
from equityqi.moved_modules import MOVED

VERSION_1 = """
from equityqi import ask, case_form, draw, fact, hand_in_form, load, my_project, say, score, session_form, sheet_form
from equityqi import show, survey_file_form, view, where_am_i
from equityqi.game.play import Log
from equityqi.gaps import difference, gap, proportion, slope, standard_error
from equityqi.lessons.clock_page import clock
from equityqi.lessons.game_view import board
from equityqi.lessons.own_data_form import own_data_form
from equityqi.lessons.runsheet_pages import show_rescue_lines, show_session
from equityqi.pictures import Picture, dots, rings, three_ways
from equityqi.pictures.game import GameBoard
from equityqi.pictures.plain_run import plain_run
from equityqi.pictures.plans import Cycle, ramp, two_by_two
from equityqi.pictures.tree import Box, driver_diagram
from equityqi.tables.case_figures import windows
from equityqi.variation import run_chart, spc
""".strip().splitlines()
MOVED_LINES = [line for line in VERSION_1 if line.split()[1] in MOVED]


@pytest.mark.parametrize("lines", [VERSION_1, *([line] for line in MOVED_LINES)], ids=lambda lines: lines[-1])
def test_a_page_of_version_1_imports_in_silence(lines):
    done = subprocess.run([sys.executable, "-W", "always", "-c", "\n".join(lines)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    own = [line for line in done.stderr.splitlines() if "equityqi" in line]
    assert own == []


def test_a_notebook_sees_nothing_on_stderr():
    """As a kernel imports, with the warnings that Python shows by default."""
    done = subprocess.run([sys.executable, "-c", "\n".join(VERSION_1)], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_each_moved_module_is_needed_and_leads_to_a_module():
    assert {line.split()[1] for line in MOVED_LINES} == set(MOVED), "a moved name that no page of version 1 imports"
    package = Path(equityqi.__file__).parent
    for old, new in MOVED.items():
        assert find_spec(new), new
        assert not (package / f"{old.removeprefix('equityqi.').replace('.', '/')}.py").exists(), old
