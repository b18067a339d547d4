"""Importing the course is quick, and fetches nothing heavy before it is needed."""

import subprocess
import sys

HEAVY = ("pandas", "matplotlib", "numpy", "pydantic", "anywidget", "nbformat", "IPython")


def test_importing_the_course_imports_nothing_heavy():
    script = f"import sys, equityqi; print([name for name in {HEAVY!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


def test_an_unknown_name_is_told_in_one_sentence():
    said = subprocess.run(
        [sys.executable, "-c", "import equityqi; equityqi.aks"], capture_output=True, text=True
    ).stderr
    assert "equityqi has no name 'aks'. It has: answer, ask," in said
