"""What README, CONTRIBUTING and docs/ name is there: files, folders and links. Examples in CONTRIBUTING.md are true."""

import re
import subprocess
import sys
import textwrap
from fnmatch import fnmatch

import pytest

from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.kinds import KINDS
from equityqi.questions.mark import mark

ROOT = course_root()
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md"), *ROOT.glob(".github/**/*.md")]
)
ENDINGS = "py js css md yml yaml json toml lock csv ipynb html sql txt cfg cff"
NAMED = re.compile(rf"`([\w.*/-]+\.(?:{ENDINGS.replace(' ', '|')})|[\w.*-]+(?:/[\w.*-]+)*/)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
# What people, trainers or commands make: it is in no clone.
MADE = """
    how-to.html paper-counts-* form-*.docx
    wheels/ results/* paper-pack/ course-site/ calendar/ submitted/ autograded/ feedback/ .venv* .venv/*
    test-artefacts/ api/ marks.* roll.csv feedback-* follow-up/ my-work* settings.yml cohort.html
    verdicts.jsonl wall.html leader.* mail-30.txt survey/ survey-sheets.zip *.answers.json check-in*
    commitments-report.html manifest.json NN-name* */NN-name* hand-in-*.zip HAND_INS-projects/
    site-files.txt to-print/ slides/ have-ready/ words-to-send/ words-to-send.html mail-merge.* forms-to-import/
    certificates/ room-files/ room-files/* shared-projects/ FOLDER-follow-up/ projects.html
""".split()


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
    missing = {name for name in NAMED.findall(text) if not is_there(name, files)}
    missing |= {link for link in LINK.findall(text) if not (page.parent / link).exists()}
    assert not missing, f"it names {', '.join(sorted(missing))}"


def test_a_name_that_is_not_there_is_noticed(files):
    assert is_there("questions/exercise_file.py", files) and is_there("solutions/*/questions.yml", files)
    assert is_there("start.py", files) and is_there("docs/", files) and is_there("results/gradebook", files)
    assert not is_there("questions/exercise_fil.py", files) and not is_there("lessons/work.py", files)
    assert NAMED.findall("`lessons/work.py`, `docs/`, `exercise_file`") == ["lessons/work.py", "docs/"]


# ---- The examples of CONTRIBUTING.md ----

EXAMPLES = re.findall(
    r"^ *```yaml\n(.*?)^ *```",
    (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## How to add a question")[2].partition("\n## ")[0],
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """All examples in one file of questions, read as the course reads it."""
    file = tmp_path_factory.mktemp("example") / "questions.yml"
    entries = "".join(textwrap.indent(textwrap.dedent(example), "  ") for example in EXAMPLES)
    file.write_text(f"exercise: 99-examples\ntitle: Examples\nquestions:\n{entries}", encoding="utf-8")
    return read_questions(file).questions


def test_each_kind_has_an_example_and_a_form_too(examples):
    assert len(EXAMPLES) == len(examples)
    assert {question.kind for question in examples} == set(KINDS)
    assert [question.id for question in examples if question.kind == "table" and question.rows == 1] == ["example-form"]


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_the_model_answer_of_an_example_earns_every_mark(examples, place):
    question = examples[place]
    earned = mark(question, question.model_answer())
    assert (earned.points, earned.passed) == (question.points, True), earned.sentence


def test_a_listed_wrong_answer_of_an_example_earns_its_sentence(examples):
    by_id = {question.id: question for question in examples}
    assert mark(by_id["example-number"], 0.87).misconception == "ratio-for-difference"
    assert mark(by_id["example-choice"], "percent").misconception == "points-or-percent"
    assert mark(by_id["example-rank"], ["training", "default", "poster"]).misconception == "training-is-strong"


# ---- The API pages ----


@pytest.mark.slow
def test_the_api_pages_can_be_made_of_every_docstring(tmp_path):
    """The search index holds each docstring, signature and annotation; two pages stand for the others, for time."""
    script = (
        "import sys; from pathlib import Path; from pdoc import render; from tools import api_pages\n"
        "modules = api_pages.documented()\n"
        "searched = render.search_index(modules)\n"
        "assert all(name in searched for name in modules)\n"
        "api_pages.documented = lambda: {name: modules[name] for name in sys.argv[2:]}\n"
        "api_pages.make_api_pages(Path(sys.argv[1]))"
    )
    pages = ["equityqi.gaps.slopes", "equityqi.questions.mark"]
    command = [sys.executable, "-W", "error::UserWarning", "-c", script, str(tmp_path), *pages]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html")}
    assert made == {"equityqi/gaps/slopes.html", "equityqi/questions/mark.html", "index.html"}
