"""Find a question by its id, in the words of the case that it is answered on.

A work folder keeps its questions, checked and filled, as one JSON for each case beside the exercises, so that a page
starts without pydantic and YAML. The JSON says what it was made of, and is passed over once any of that has changed.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import equityqi
from equityqi.files import course_root, in_browser, write_atomically
from equityqi.questions.exercise import FILE, Exercise
from equityqi.settings import FIRST_CASE, OWN, chart_rules, chosen_case, work_folder
from equityqi.workfolder.answers_file import AnswersError, Asked, answers_name, read_answers

FILLED = ".questions"  # the folder of these JSON files in a work folder


def find(id: str, folder: Path | None = None) -> Asked:
    """Find a question by its id, as seen from a notebook's folder: a page may ask a question of any exercise.

    An exercise's own folder comes first, then the exercises of the work folder around it, then the
    course itself. Raises :class:`AnswersError` when no exercise has it.
    """
    folder = Path(folder or Path.cwd()).resolve()
    work, places = work_folder(folder), []
    if (folder / FILE).is_file():
        places = [(read_exercise(folder), folder)]
    elif not work:
        from equityqi.questions.exercise_file import all_exercises  # lazy: pydantic costs 0.1 s

        places = [(exercise, folder) for exercise in all_exercises().values()]
    if work and not any(exercise.question(id) for exercise, _ in places):
        places = _in_work(id, work)
    for exercise, place in places:
        if question := exercise.question(id):
            path = place / answers_name(exercise.exercise)
            return Asked(question, exercise.exercise, path, _refusal(path), *numbered(exercise, question))
    known = ", ".join(question.id for exercise, _ in places for question in exercise.questions)
    raise AnswersError(f"There is no question “{id}” here. The questions are: {known}.")


def numbered(exercise: Exercise, question: Any) -> tuple[int, int]:
    """Return the number of a question in its exercise, and of how many on the page of its lesson (0: of no lesson)."""
    of = sum(other.part == "core" for other in exercise.questions) if question.part == "core" else 0
    return exercise.questions.index(question) + 1, of


def _in_work(id: str, work: Path) -> list[tuple[Exercise, Path]]:
    """Return the exercise of a work folder that has a question, or all of them where none is known to have it."""
    folder, case = work / "exercises", chosen_case(work)
    filled = {case: _filled(work / FILLED / f"{case}.json", _stamp(work, case))}
    for name, exercise in filled[case].items():
        if exercise.question(id) and (folder / name / FILE).is_file():
            return [(_read(folder / name, filled), folder / name)]
    return [(exercise, folder / name) for name, exercise in exercises_in(folder).items()]


def case_of(path: Path) -> str:
    """Return the case that an answers file records, once there is an answer in it; else the chosen one.

    So a page that was begun stays on its case when the settings change.
    """
    try:
        return read_answers(path, path.parent.name, keep_damaged=False)[0].case
    except AnswersError:
        return chosen_case(path.parent)


def read_exercise(folder: Path) -> Exercise:
    """Read the exercise of a folder, with the words of the case that it is answered on."""
    return _read(folder, {})


def exercises_in(folder: Path) -> dict[str, Exercise]:
    """Return every exercise that is in a folder, by the name of its own folder."""
    filled: dict[str, dict[str, Exercise]] = {}
    read = {path.parent.name: _read(path.parent, filled) for path in sorted(folder.glob(f"*/{FILE}"))}
    for case in [case for case, data in filled.items() if not data]:
        write_filled(folder.parent, case)  # for the next page
    return read


def _read(folder: Path, filled: dict[str, dict[str, Exercise]]) -> Exercise:
    """Read one exercise; ``filled`` holds the exercises of each case whose JSON was read already."""
    case = case_of(folder / answers_name(folder.name))
    work = work_folder(folder)
    if work and folder.parent == work / "exercises":
        if case not in filled:
            filled[case] = _filled(work / FILLED / f"{case}.json", _stamp(work, case))
        if exercise := filled[case].get(folder.name):
            return exercise
    from equityqi.questions.exercise_file import read_questions  # lazy: pydantic costs 0.1 s

    return read_questions(folder / FILE, case)


def write_filled(work: Path, case: str) -> None:
    """Write the questions of a work folder on one case, unless they are there and still fit.

    Raises what :func:`equityqi.questions.exercise_file.read_questions` raises; where the file cannot be written,
    pages start without it.
    """
    path, stamp = work / FILLED / f"{case}.json", _stamp(work, case)
    if _filled(path, stamp):
        return
    from equityqi.questions.exercise_file import as_json, read_folder  # lazy: pydantic costs 0.1 s

    text = as_json(read_folder(work / "exercises", case), stamp)
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, text, synced=False)


def _filled(path: Path, stamp: str) -> dict[str, Exercise]:
    """Return the exercises of a JSON by name; {} where there is none that was made of what is here now."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return {}
    made_of, exercises = _parsed(path, changed)
    return exercises if made_of == stamp else {}


@lru_cache(maxsize=2)
def _parsed(path: Path, changed: int) -> tuple[str, dict[str, Exercise]]:
    """Return what a JSON says that it was made of, and its exercises by name: a page asks for them at each cell."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return data["stamp"], {name: Exercise.from_data(held) for name, held in data["exercises"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return "", {}


def _stamp(work: Path, case: str) -> str:
    """Return one word for the state of all that a case's questions are made of: course, case, own words, this code, and
    the rule set of charts.
    """
    if in_browser():  # the questions and the code came together, and nobody changes either
        return equityqi.__version__
    folder, package = FIRST_CASE if case == OWN else case, Path(equityqi.__file__).parent
    data = course_root() / "datasets"
    places = [data, data / folder, work / "cases" / folder, work / "own-data", package / "cases"]
    places += [package / "questions", package / "questions" / "kinds"]
    files = sorted((work / "exercises").glob(f"*/{FILE}"))
    files += [path for place in places if place.is_dir() for path in sorted(place.iterdir()) if path.is_file()]
    stats = [path.stat() for path in files]
    seen = [(path.parts[-2:], stat.st_mtime_ns, stat.st_size) for path, stat in zip(files, stats, strict=True)]
    return hashlib.sha256(repr((equityqi.__version__, chart_rules(), seen)).encode()).hexdigest()


def _refusal(path: Path) -> str | None:
    if in_browser():  # there is neither there
        return None
    root = course_root().resolve()
    if any(path.is_relative_to(root / name) for name in ("course", "exercises", "solutions")):
        return (
            "This is the course's own copy, so nothing is saved here. "
            "Start the course with start.py and answer on your own page, in my-work."
        )
    if "autograded" in path.parts:
        return "This is a page that is being marked, so nothing is saved here."
    return None
