"""docs/making-a-new-case.md: its example, copied as it says, passes the checks and every test that reads all cases."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from equityqi.files import course_root

pytestmark = pytest.mark.slow
ROOT = course_root()
PARTS = ("course", "datasets", "docs", "exercises", "solutions", "src", "tests", "tools")
READS_ALL_CASES = re.compile(r"titles\(\)|course_cases\(\)|\*/case\.yml")
ALL = "f-falls or five_cases or one_file or unknown_case or committed or heavy or ones_own or every_case"


@pytest.fixture(scope="module")
def with_the_example(tmp_path_factory):
    """A course with the example where the page says that it goes."""
    root = tmp_path_factory.mktemp("course")
    passed_over = shutil.ignore_patterns("__pycache__", "*.png", ".ipynb_checkpoints", "browser-*")
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=passed_over)
    for file in ("pyproject.toml", "course.yml", "nbgrader_config.py", "README.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / file, root)
    shutil.copytree(root / "docs" / "new-case" / "f-falls", root / "datasets" / "f-falls", dirs_exist_ok=True)
    return root


def run(root, *command):
    """Run Python in a course of its own."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )


CHECKS = """
from equityqi.authoring import datasets
from equityqi.authoring.leftovers import leftovers
from equityqi.authoring.lint.questions_check import questions_problems
from equityqi.files import course_root
folder = course_root() / "datasets" / "f-falls"
print(datasets.case_problems(folder), datasets.false_facts(folder), leftovers(folder, course_root()))
print(questions_problems(course_root()))
"""


def test_the_example_in_its_place_passes_the_checks(with_the_example):
    done = run(with_the_example, "-c", CHECKS)
    assert (done.returncode, done.stdout) == (0, "[] [] []\n[]\n"), done.stderr[-2000:] or done.stdout


def test_the_example_in_its_place_passes_every_test_that_reads_all_cases(with_the_example):
    tests = with_the_example / "tests"
    files = [path for path in sorted(tests.glob("*/test_*.py")) if READS_ALL_CASES.search(path.read_text("utf-8"))]
    files = [str(path.relative_to(with_the_example)) for path in files if path.name != "test_the_docs_example.py"]
    done = run(with_the_example, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", "-k", ALL, *files)
    assert done.returncode == 0, done.stdout[-4000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 20
