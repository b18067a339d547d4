"""Marks for code: the course's page with a learner's cells runs in the sandbox, and its tests give marks."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from equityqi.code_cells.inner_workings import inner_workings
from equityqi.code_cells.what_stopped import what_stopped
from equityqi.marking.code_page import Cell, FilledPage, Page, course_cells, fill_page, find_page
from equityqi.marking.course import Task
from equityqi.marking.verdict import QuestionMark, Verdict
from equityqi.safe_text import one_line
from equityqi.sandbox import sandbox
from equityqi.sandbox.command import SCRATCH
from equityqi.sandbox.runner import SandboxTrouble
from equityqi.workfolder.hand_in import HandIn

SECONDS = 60  # for all cells of a page together; an honest one takes two or three
Partners = list[tuple[str, list[HandIn]]]  # each with their name and what they handed in
UNTOUCHED = "Nothing is written yet: the cells of code are as they were handed out."
NO_PAGE = "The page with the code is not in the hand-in. Ask for it."
NOT_READY = (
    "The course's own page of this exercise is not ready: make it with nbgrader's generate_assignment, then mark again."
)
CHANGED = (
    "Something that the tests rely on changed while this page ran, so its marks may be wrong. Please open the page."
)
OURS_STOPPED = (
    "A cell of the course's own stopped before any code of the learner's ran, so the marks may be wrong. Please open"
    " the page, and run that cell yourself."
)
NOT_INSTALLED = (
    "This page uses statsmodels, which is not installed on this computer, so its marks may be too low. In the folder"
    " of the course run “.venv/bin/python -m pip install statsmodels”, then mark again."
)
TOO_MANY = "A test gave more marks than it can, so the marks may be wrong. Please open the page and look at that test."
INNER = (
    "This page uses Python's inner workings ({0}), which an answer here doesn't need, so its marks may be wrong. Please"
    " open the page."
)
ENDED = {
    "died": "Its code wasn’t marked: it stopped Python while the page ran. Please open the page.",
    "stuck": (
        "Its code wasn’t marked: a cell never finished, so we stopped the page after two tries. Please open the page."
    ),
    "full": (
        f"Its code wasn’t marked: the page took more than {sandbox.MEMORY / 2**30:g} GB of memory in all, and was"
        " stopped. Please open the page."
    ),
}
DID_NOT_START = (
    "The sandbox did not start for this page; the learner did nothing wrong. Mark again. If it happens again,"
    " tell the authors of the course."
)


def with_code(verdict: Verdict, task: Task, own: list[HandIn], partners: Partners, trust: bool) -> Verdict:
    """Add the marks of the code to a verdict on the form; the marks of the form stand whatever becomes of the code."""
    if task.given is None:
        return _not_yet(verdict, NOT_READY)
    try:
        course = course_cells(task)
    except (OSError, ValueError, KeyError):
        return _not_yet(verdict, NOT_READY)
    page, note = page_that_counts(task, own, partners, course)
    if page.state == "missing" and (not verdict.handed_in or verdict.status == "could_not_run"):
        return verdict
    if not verdict.handed_in:
        verdict = replace(verdict, status="graded", sentence="", handed_in=True)
    verdict = replace(verdict, out_of=verdict.out_of + task.code_points, notes=(*verdict.notes, *note, *page.notes))
    if verdict.status == "grader_error" or (page.state == "untouched" and verdict.status == "could_not_run"):
        return verdict
    if page.state == "untouched":
        return _sum(
            verdict,
            tuple(_mark(cell, True, None) for cell in course if cell.role == "test"),
            UNTOUCHED if not verdict.sentence else "",
        )
    if page.state != "changed":
        return _not_yet(verdict, page.sentence or NO_PAGE)
    if not trust and not sandbox.works():
        return _not_yet(verdict, sandbox.NO_SANDBOX)
    return _marked(verdict, task, course, page, trust)


def _not_yet(verdict: Verdict, sentence: str) -> Verdict:
    return replace(verdict, status="could_not_run", sentence=f"{verdict.sentence} {sentence}".strip())


def page_that_counts(
    task: Task, own: list[HandIn], partners: Partners, course: list[Cell]
) -> tuple[Page, tuple[str, ...]]:
    """Return the page that counts: a partner's where one's own holds no code."""
    page = find_page(own, task, course)
    for name, theirs in partners if page.state != "changed" else ():
        other = find_page(theirs, task, course)
        if other.state == "changed" or (page.state == "missing" and other.state != "missing"):
            return other, (f"The code counted from the pair's hand-in, which came from {name}.",)
    return page, ()


def _marked(verdict: Verdict, task: Task, course: list[Cell], page: Page, trust: bool) -> Verdict:
    filled = fill_page(course, page.cells)
    verdict = replace(verdict, notes=(*verdict.notes, *filled.notes))
    try:
        ran = sandbox.run(
            [{"source": cell["source"], "role": cell["role"]} for cell in filled.cells], _files(task), SECONDS, trust
        )
    except SandboxTrouble:
        return replace(_not_yet(verdict, DID_NOT_START), status="grader_error")
    if ran.end != "done":
        return _not_yet(verdict, ENDED[ran.end])
    if len(ran.cells) < len(filled.cells):
        return _not_yet(verdict, ENDED["died"])
    results = [ran.cells[place] for place in range(len(filled.cells))]
    marks = tuple(_marks(course, filled, results))
    passed = sum(mark.passed for mark in marks)
    points, out_of = sum(mark.points for mark in marks), sum(mark.out_of for mark in marks)
    verdict = replace(verdict, notes=(*verdict.notes, *_notes(results)))
    verdict = _sum(
        verdict, marks, f"{round(points, 2):g} of {out_of:g} marks for code; {passed} of {len(marks)} tests passed."
    )
    given = takewhile(lambda pair: pair[0]["role"] == "course", zip(filled.cells, results, strict=False))
    words = inner_workings(_written(filled), [cell.source for cell in course if cell.role == "test"])
    most = {cell.id: cell.points for cell in course if cell.role == "test"}
    tests = [(cell["id"], one["points"]) for cell, one in zip(filled.cells, results, strict=True) if cell["id"] in most]
    troubles = {
        NOT_INSTALLED: any(_lacks_statsmodels(result["error"]) for result in results),
        CHANGED: any(one["odd"] for one in results),
        INNER.format(", ".join(words[:3])): bool(words),
        TOO_MANY: any(given is not None and not given <= most[id] for id, given in tests),
        OURS_STOPPED: any(result["error"] for _, result in given),
    }
    look = next((sentence for sentence, there in troubles.items() if there), filled.look or page.look)
    return replace(verdict, status="look", sentence=look) if look and verdict.status in ("graded", "look") else verdict


def _lacks_statsmodels(error: list[str] | None) -> bool:
    """Is this what an import of statsmodels says where it is not installed? The course itself does not need it."""
    return error == ["ModuleNotFoundError", "No module named 'statsmodels'"]


def _written(filled: FilledPage) -> list[str]:
    """Return what the learner wrote: their own cells, and the answers that are not as they were handed out."""
    return [cell["source"] for cell in filled.cells if cell["role"] == "learner" and cell["id"] not in filled.blank]


def _marks(course: list[Cell], filled: FilledPage, results: list[dict]) -> Iterator[QuestionMark]:
    """Yield the mark of each test; a test is blank where no cell before it, back to the last test, was written in."""
    tests, blank, stopped = {cell.id: cell for cell in course if cell.role == "test"}, True, None
    for cell, result in zip(filled.cells, results, strict=True):
        if cell["role"] == "learner":
            blank = blank and (cell["id"] in filled.blank)
            stopped = result if cell["id"] and result["error"] else stopped
        elif cell["role"] == "test":
            yield _mark(tests[cell["id"]], blank, result, _sentence(tests[cell["id"]], result, stopped, filled))
            blank, stopped = True, None


def _sentence(test: Cell, result: dict, stopped: dict | None, filled: FilledPage) -> str:
    """Return what to tell of a test that stopped; where the answer's own cell stopped before it, of that."""
    if not result["error"]:
        return ""
    page = "\n".join(_written(filled))
    if stopped and result["error"][0] == "NameError":
        return what_stopped(stopped["error"], _own_line(stopped, filled) or "", test.source, page)
    return what_stopped(result["error"], _own_line(result, filled), test.source, page)


def _own_line(result: dict, filled: FilledPage) -> str | None:
    """Return the learner's own line that an error came from, or None where it came from no cell of theirs."""
    place, line = result["at"] or (-1, 0)
    if not 0 <= place < len(filled.cells) or filled.cells[place]["role"] != "learner":
        return None
    lines = filled.cells[place]["source"].splitlines()
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _mark(cell: Cell, blank: bool, result: dict | None, stopped: str = "") -> QuestionMark:
    """Return a test's mark as nbgrader counts: none where it stopped, the number that its last line gives, else all,
    and never more than there are. A warning costs nothing.
    """
    given, error = (result or {}).get("points"), (result or {}).get("error")
    points = 0.0 if result is None or error else float(given) if given is not None and given >= 0 else cell.points
    points = min(points, cell.points)
    asked = re.sub(r"^#+\s*", "", cell.given.strip().splitlines()[0]) if cell.given.strip() else cell.id
    if result is None or (blank and error):
        sentence = "Nothing is written here yet."
    elif not error:
        sentence = "The test passes." if points >= cell.points else "The test passes in part."
    elif result["late"]:
        sentence = "It ran too long and was stopped. Look for a loop that never ends."
    else:
        sentence = stopped
    return QuestionMark(
        cell.id, one_line(asked, 160), points, cell.points, points >= cell.points, blank, one_line(sentence)
    )


def _notes(results: list[dict]):
    late, asked = sum(one["late"] for one in results), any(one["asked"] for one in results)
    if late:
        yield f"{late} cell{'s' * (late != 1)} ran too long and {'were' if late != 1 else 'was'} stopped."
    if asked:
        yield "A cell asked somebody to type, and nobody is there to type while a page is marked."


def _sum(verdict: Verdict, marks: tuple[QuestionMark, ...], sentence: str) -> Verdict:
    points = round((verdict.points or 0.0) + sum(mark.points for mark in marks), 4)
    return replace(
        verdict, points=points, marks=(*verdict.marks, *marks), sentence=f"{verdict.sentence} {sentence}".strip()
    )


def _files(task: Task) -> dict[str, str]:
    """Return what lies beside the page as it was handed out, so that a cell finds the course's data and never the
    learner's copy of it.
    """
    folder, left, files = task.given.parent, SCRATCH // 2, {}
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and path.suffix != ".ipynb"
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        ):
            left -= path.stat().st_size
            if left >= 0:
                files[path.relative_to(folder).as_posix()] = base64.b64encode(path.read_bytes()).decode()
    return files
