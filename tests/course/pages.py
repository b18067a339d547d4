"""Run every page of the course with nbval, in a copy that works on one case."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from equityqi.files import course_root
from equityqi.questions.exercise_file import read_questions

ROOT = course_root()
PARTS = ("course", "solutions", "exercises", "datasets")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for part in ("course", "solutions")
    for path in (ROOT / part).rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
# Pages whose words and pictures change with the case: all but the trainer's, the two to read and the analysts' own.
ON_NO_CASE = ("/trainer/", "glossary", "where-this-comes-from", "-analysts-")
ON_A_CASE = [page for page in PAGES if not any(name in page for name in ON_NO_CASE)]


@dataclass(frozen=True)
class Run:
    """What nbval said, and how it ended."""

    said: str
    errors: str
    code: int

    def wrong(self, page: str) -> list[str]:
        return [line for line in self.said.splitlines() if line.startswith(("FAILED", "ERROR")) and page in line]

    def passed(self, page: str) -> int:
        return sum(line.startswith("PASSED") and page in line for line in self.said.splitlines())


def run_pages(copy: Path, pages: list[str], case: str, own_cases: Path | None = None) -> Run:
    """Copy the course, choose a case, save each question's model answer, and run the pages from top to bottom."""
    for part in PARTS:
        shutil.copytree(
            ROOT / part,
            copy / part,
            ignore=shutil.ignore_patterns("*.answers.json*", ".ipynb_checkpoints", "__pycache__"),
        )
    if own_cases:
        shutil.copytree(own_cases, copy / "cases" / own_cases.name)
    (copy / "settings.yml").write_text(yaml.safe_dump({"name": "", "case": case, "session_date": "2026-07-01"}))
    for questions in sorted((copy / "solutions").glob("*/questions.yml")):
        exercise = read_questions(questions, case)
        answers = {question.id: question.model_answer() for question in exercise.questions}
        saved = {"schema": 1, "course": "1.0.0", "exercise": exercise.exercise, "case": case, "answers": answers}
        (questions.parent / f"{exercise.exercise}.answers.json").write_text(
            json.dumps(saved, ensure_ascii=False), encoding="utf-8"
        )
    (copy / "empty.ini").write_text("[pytest]\n")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "JPY_"))}
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1", "PYTHONPATH": str(Path(__file__).parent)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "nbval.plugin",
        "--nbval-lax",
        "--nbval-cell-timeout=120",
        "-p",
        "no:cacheprovider",
    ]
    command += ["-p", "warm_kernels"]
    command += ["-q", "-rA", "-c", str(copy / "empty.ini"), "--rootdir", str(copy), *pages]
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=1500
    )
    return Run(done.stdout.replace("\\", "/"), done.stderr, done.returncode)


def code_cells(page: str) -> int:
    return sum(cell["cell_type"] == "code" for cell in json.loads((ROOT / page).read_text(encoding="utf-8"))["cells"])
