"""Every page runs from top to bottom, in a copy, and leaves the course as it was."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest

from equityqi.files import course_root
from equityqi.lessons.questions import all_exercises, model_answer

ROOT = course_root()
PARTS = ("course", "solutions", "exercises", "datasets")
PAGES = sorted(path.relative_to(ROOT).as_posix() for part in ("course", "solutions") for path in (ROOT / part).rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def state():
    """Return a hash of every file of the course, and git's own words on the repository where git is."""
    files = [path for part in PARTS for path in sorted((ROOT / part).rglob("*")) if path.is_file()]
    hashes = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    if shutil.which("git") and (ROOT / ".git").exists():
        hashes["git status"] = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True).stdout
    return hashes


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run nbval once on a copy of all pages; give its words for each page, and the course before and after."""
    copy = tmp_path_factory.mktemp("pages")
    before = state()
    for part in PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("*.answers.json*", ".ipynb_checkpoints", "__pycache__"))
    for name, exercise in all_exercises().items():
        answers = {question.id: model_answer(question) for question in exercise.questions}
        text = json.dumps({"schema": 1, "course": "1.0.0", "exercise": name, "answers": answers}, ensure_ascii=False)
        (copy / "solutions" / name / f"{name}.answers.json").write_text(text, encoding="utf-8")
    (copy / "empty.ini").write_text("[pytest]\n")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "JPY_"))}
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "nbval.plugin", "--nbval-lax", "--nbval-cell-timeout=120", "-p", "no:cacheprovider"]
    command += ["-q", "-rA", "-c", str(copy / "empty.ini"), "--rootdir", str(copy), *PAGES]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=900)
    return done, before, state()


def test_there_are_pages():
    assert "course/00-start.ipynb" in PAGES and any(page.startswith("solutions/") for page in PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs_from_top_to_bottom(run, page):
    said = run[0].stdout.replace("\\", "/")
    wrong = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR")) and page in line]
    cells = [cell for cell in json.loads((ROOT / page).read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    ran = [line for line in said.splitlines() if line.startswith("PASSED") and page in line]
    assert not wrong and len(ran) == len(cells), said[-3000:] + run[0].stderr[-1000:]


def test_all_pages_together_pass(run):
    assert run[0].returncode == 0, run[0].stdout[-3000:] + run[0].stderr[-1000:]


def test_running_every_page_leaves_the_course_as_it_was(run):
    assert run[1] == run[2]


def test_no_answers_lie_in_the_course():
    left = [path for part in ("course", "solutions", "exercises") for path in (ROOT / part).rglob("*.answers.json*")]
    assert not left, f"Delete these: {left}"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_kept_without_outputs(page):
    cells = json.loads((ROOT / page).read_text(encoding="utf-8"))["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]
