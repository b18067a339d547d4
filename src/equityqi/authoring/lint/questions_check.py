"""Does every ``questions.yml`` hold what the course can ask? Its own reader reads it, on every case; each question has
its two cells, and its model answer earns every mark.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from equityqi.authoring.page import Problem
from equityqi.cases.case import load
from equityqi.cases.case_files import course_cases
from equityqi.checked_yaml import YamlError, line_in, read_tree
from equityqi.questions.exercise import FILE
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.kinds.base import Question
from equityqi.questions.mark import mark
from equityqi.settings import course_today
from equityqi.workfolder.prepare import ASKS

SCORES = re.compile(
    r"""^score\(\s*["']([a-z0-9-]+)["']\s*\)\s*\Z""", re.MULTILINE
)  # the last line, or nbgrader gives all
LINE = re.compile(r"line (\d+)(?:, |: )?")


def questions_problems(root: Path) -> list[Problem]:
    """Return what is wrong with the questions of every exercise, in order of path and line."""
    return [found for path in sorted(root.glob(f"solutions/*/{FILE}")) for found in _of_file(root, path)]


def _of_file(root: Path, path: Path) -> list[Problem]:
    where = path.relative_to(root).as_posix()
    unread: dict[str, Problem] = {}
    read = {}
    for case in course_cases():
        try:
            read[case] = read_questions(path, case).questions
        except YamlError as error:
            own = [sentence for sentence in error.faults if sentence.startswith(f"{path.parent.name}/{FILE}")]
            unread |= {sentence: _problem(where, path, sentence) for sentence in own}
    if unread or not read:  # a fault of a case is told where cases are checked
        return sorted(unread.values(), key=lambda problem: problem.line or 0)
    tree = read_tree(path)
    found = dict.fromkeys(
        (number, sentence)
        for case, questions in read.items()
        for number, question in enumerate(questions)
        for sentence in _model_earns(question, case)
    )
    found |= dict.fromkeys(_without_cells(path, next(iter(read.values()))))
    return [
        Problem(where, None, "questions", sentence, line_in(tree, "questions", number))
        for number, sentence in sorted(found)
    ]


def _problem(where: str, path: Path, sentence: str) -> Problem:
    said = sentence.removeprefix(f"{path.parent.name}/{FILE}").removeprefix(", ").strip()
    line = LINE.match(said)
    said = said[line.end() :] if line else said
    return Problem(where, None, "questions", said, int(line[1]) if line else None)


def _model_earns(question: Question, case: str) -> Iterator[str]:
    """Yield a sentence where the model answer does not earn every mark."""
    try:
        earned = mark(question, question.model_answer(), load(case), course_today())
    except YamlError as error:
        yield f"“{question.id}” can't be marked on {case}: {error}"
        return
    if earned.points < question.points:
        yield (
            f"The model answer of “{question.id}” earns {earned.points:g} of {question.points:g} marks:"
            f" {earned.sentence} Correct the model or the marks."
        )


def _without_cells(path: Path, questions: list[Question]) -> Iterator[tuple[int, str]]:
    """Yield a question's number, and a sentence on the cell of the notebook that it needs and has not."""
    page = path.with_name(f"{path.parent.name}.ipynb")
    cells = _code_cells(page)
    asked = Counter(id for source, _ in cells for id in ASKS.findall(source))
    scored = {id: settings for source, settings in cells for id in SCORES.findall(source.rstrip())}
    for number, question in enumerate(questions):
        id = question.id
        if not asked[id]:
            yield number, f'No cell of {page.name} asks “{id}”, so nobody ever sees it. Add a cell with ask("{id}").'
        if id not in scored:
            yield (
                number,
                f'No cell of {page.name} ends with score("{id}"), so it earns no marks. Add a locked test cell with'
                f' {question.points:g} points, and score("{id}") as its last line.',
            )
        elif (scored[id].get("grade"), scored[id].get("locked")) != (True, True):
            yield number, f'The cell with score("{id}") in {page.name} isn’t a locked test cell. Make it one.'
        elif scored[id].get("points") != question.points:
            yield (
                number,
                f"“{id}” has {question.points:g} points here and {scored[id].get('points'):g} in its cell of"
                f" {page.name}. Give both the same.",
            )


def _code_cells(page: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return the source of each code cell of a notebook, with nbgrader's settings; [] for one that cannot be read."""
    try:
        cells = json.loads(page.read_bytes())["cells"]
        return [
            ("".join(cell["source"]), cell["metadata"].get("nbgrader", {}))
            for cell in cells
            if cell["cell_type"] == "code"
        ]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []
