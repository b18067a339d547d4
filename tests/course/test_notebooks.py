"""Every page runs from top to bottom, in a copy, and leaves the course as it was."""

import hashlib
import json
import shutil
import subprocess

import pytest
from pages import PAGES, PARTS, ROOT, code_cells, run_pages


def state():
    """Return a hash of every file of the course, and git's own words on the repository where git is."""
    files = [path for part in PARTS for path in sorted((ROOT / part).rglob("*")) if path.is_file()]
    hashes = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    if shutil.which("git") and (ROOT / ".git").exists():
        hashes["git status"] = subprocess.run(
            ["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True
        ).stdout
    return hashes


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run every page once on the first case; give what was said, and the course before and after."""
    before = state()
    return run_pages(tmp_path_factory.mktemp("pages"), PAGES, "a-blood-pressure"), before, state()


def test_there_are_pages():
    assert "course/00-start.ipynb" in PAGES and any(page.startswith("solutions/") for page in PAGES)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs_from_top_to_bottom(run, page):
    assert not run[0].wrong(page) and run[0].passed(page) == code_cells(page), (
        run[0].said[-3000:] + run[0].errors[-1000:]
    )


@pytest.mark.slow
def test_all_pages_together_pass(run):
    assert run[0].code == 0, run[0].said[-3000:] + run[0].errors[-1000:]


@pytest.mark.slow
def test_running_every_page_leaves_the_course_as_it_was(run):
    assert run[1] == run[2]


def test_no_answers_lie_in_the_course():
    left = [path for part in ("course", "solutions", "exercises") for path in (ROOT / part).rglob("*.answers.json*")]
    assert not left, f"Delete these: {left}"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_kept_without_outputs(page):
    cells = json.loads((ROOT / page).read_text(encoding="utf-8"))["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]
