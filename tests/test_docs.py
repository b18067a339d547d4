"""What README, CONTRIBUTING and docs/ name is there: files, folders and links. Examples in CONTRIBUTING.md are true."""

import re
import subprocess
from fnmatch import fnmatch

import pytest

from equityqi.files import course_root

ROOT = course_root()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")])
ENDINGS = "py js css md yml yaml json toml lock csv ipynb html sql txt cfg cff"
NAMED = re.compile(rf"`([\w.*/-]+\.(?:{ENDINGS.replace(' ', '|')})|[\w.*-]+(?:/[\w.*-]+)*/)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
# What people, trainers or commands make: it is in no clone.
MADE = """my-work*/ wheels/ results/* paper-pack/ site/ calendar/ submitted/ autograded/ feedback/ .venv* .venv/*
    test-artefacts/ api/ marks.xlsx roll.csv settings.yml cohort.html verdicts.jsonl wall.html leader.* mail-30.txt
    survey/ survey-sheets.zip *.answers.json check-in* commitments-report.html manifest.json NN-name* */NN-name*
    hand-in-*.zip""".split()


def tracked():
    """The files of the clone, as paths below the root."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("This is no git checkout")
    return listed.stdout.splitlines()


@pytest.fixture(scope="module")
def files():
    return tracked()


def is_there(name, files):
    """Is a file or folder in the clone, by its path from the root, from src/equityqi or from some folder in either?"""
    pattern = f"*/{name}*" if name.endswith("/") else f"*/{name}"
    return any(fnmatch(f"/{path}", pattern) for path in files) or any(fnmatch(name, made) for made in MADE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_only_what_is_there(page, files):
    text = page.read_text("utf-8")
    assert sorted({name for name in NAMED.findall(text) if not is_there(name, files)}) == []
    assert sorted({link for link in LINK.findall(text) if not (page.parent / link).exists()}) == []


def test_a_name_that_is_not_there_is_noticed(files):
    assert is_there("questions/exercise_file.py", files) and is_there("solutions/*/questions.yml", files)
    assert is_there("start.py", files) and is_there("docs/", files) and is_there("results/gradebook", files)
    assert not is_there("questions/exercise_fil.py", files) and not is_there("lessons/work.py", files)
    assert NAMED.findall("`lessons/work.py`, `docs/`, `exercise_file`") == ["lessons/work.py", "docs/"]
