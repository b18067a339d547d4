"""The lesson linter: holds every page of the course to the conventions for authors.

Each rule is a small function, a page in, findings out. :func:`lint` reads the course and calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from equityqi.authoring.leftovers import shared_terms
from equityqi.authoring.lint import asked, facts, hygiene, lesson, links, slides_up_to_date, words
from equityqi.authoring.page import (
    CannotRead,
    Course,
    Finding,
    Page,
    Problem,
    document_page,
    notebook_page,
    questions_page,
)

__all__ = ["Problem", "lint"]

Rule = Callable[[Page], Iterable[Finding]]

HYGIENE: dict[str, Rule] = {
    "cell-id": hygiene.cell_ids,
    "outputs": hygiene.outputs,
    "notebook-metadata": hygiene.notebook_metadata,
    "cell-metadata": hygiene.cell_metadata,
    "line-ends": hygiene.line_ends,
    "as-jupyter-writes": hygiene.as_jupyter_writes,
    "own-computer": hygiene.own_computer,
    "no-description": hygiene.no_description,
}
LESSON: dict[str, Rule] = {
    "title": lesson.title,
    "objectives": lesson.objectives,
    "objectives-listed": lesson.objectives_listed,
    "minutes": lesson.minutes,
    "section-minutes": lesson.section_minutes,
    "key-points": lesson.key_points,
    "trainers-notes": lesson.trainers_notes,
    "end-links": links.end_links,
    "asked-in-time": asked.asked_in_time,
    "fact-missing": facts.fact_missing,
    "slides": slides_up_to_date.slides,
}
START: dict[str, Rule] = {"run-all": lesson.run_all}
FOLDING: dict[str, Rule] = {"folded-code": lesson.folded_code, "friendly-comment": lesson.friendly_comment}
WORDS: dict[str, Rule] = {"spelling": words.spelling, "words-to-avoid": words.words_to_avoid}
VOICE: dict[str, Rule] = {"words-to-settle": words.words_to_settle, "dialect": words.dialect}
READING: dict[str, Rule] = {
    **WORDS,
    "heading-order": lesson.heading_order,
    "link-text": links.link_text,
    "link-target": links.link_target,
    "image-alt": links.image_alt,
    "fact-place": facts.fact_place,
    "fact-unknown": facts.fact_unknown,
    "fact-status": facts.fact_status,
    "fact-value": facts.fact_value,
}
COURSE_PAGE: dict[str, Rule] = {
    **READING,
    **VOICE,
    "trainers-notes-folded": lesson.trainers_notes_folded,
    "asked-where-it-belongs": asked.asked_where_it_belongs,
    "another-case": words.another_case,
}

# The rules for each kind of page.
RULES: dict[str, dict[str, Rule]] = {
    "lesson": {**HYGIENE, **COURSE_PAGE, **START, **FOLDING, **LESSON},
    "start": {**HYGIENE, **COURSE_PAGE, **FOLDING},
    "trainer": {**HYGIENE, **COURSE_PAGE},
    "exercise": {
        **HYGIENE,
        **READING,
        **VOICE,
        **START,
        **FOLDING,
        "another-case": words.another_case,
        "rubric-cells": lesson.rubric_cells,
        "exercise-asks-all": asked.exercise_asks_all,
        "next-page": links.next_page,
    },
    "copy": HYGIENE,  # exercises/ is made from solutions/
    "document": READING,
    "questions": {
        **WORDS,
        **VOICE,
        "another-case": words.another_case,
        "question-part": asked.has_a_part,
        "asked-once": asked.asked_once,
    },
}


def lint(root: Path) -> list[Problem]:
    """Return what is wrong with the pages of the course, in order of path; an empty list when all is well.

    ``root`` is the folder that holds ``course/``, ``solutions/``, ``exercises/`` and ``datasets/``.
    Nothing is raised for a damaged file: that is a problem like the others.
    """
    root = Path(root)
    facts, problems = _facts(root)
    lessons = [path for path, kind, _ in _files(root) if kind == "lesson"]
    last = lessons[-1].relative_to(root).as_posix() if lessons else ""
    questions, unread = asked.listed_in(root)
    course = Course(root, facts, last, questions, asked.asked_on(root), unread, shared_terms(root))
    problems += _answers_files(root)
    for path, kind, read in _files(root):
        try:
            page = read(course, path, kind)
        except (CannotRead, UnicodeDecodeError) as error:
            problems.append(_unreadable(path.relative_to(root).as_posix(), error))
        else:
            problems += _problems(page)
    return sorted(problems, key=lambda problem: problem.path)


def _problems(page: Page) -> Iterator[Problem]:
    lines = {cell.name: cell.line for cell in page.cells}
    for cell in page.cells if page.kind == "questions" else ():  # a question's own id has the line of its first text
        lines.setdefault(str(cell.name).partition("[")[2].partition("]")[0], cell.line)
    for name, rule in RULES[page.kind].items():
        for cell, sentence in rule(page):
            yield Problem(page.path, cell, name, sentence, lines.get(cell))


def _unreadable(path: str, error: Exception) -> Problem:
    if isinstance(error, CannotRead):
        return Problem(path, None, error.rule, error.sentence)
    return Problem(path, None, "not-utf-8", "The file is not in UTF-8. Save it as UTF-8.")


def _files(root: Path) -> Iterator[tuple[Path, str, Callable[[Course, Path, str], Page]]]:
    """Each file to read, its kind of page, and how it is read."""
    for path in sorted(root.glob("course/**/*.ipynb")):
        if not _left_by_jupyter(path):
            yield path, _kind(path.relative_to(root / "course").as_posix()), notebook_page
    for folder, kind in (("solutions", "exercise"), ("exercises", "copy")):
        for path in sorted(root.glob(f"{folder}/**/*.ipynb")):
            if not _left_by_jupyter(path):
                yield path, kind, notebook_page
    for path in sorted(root.glob("solutions/*/questions.yml")):
        yield path, "questions", lambda course, file, _: questions_page(course, file)
    for pattern in ("README.md", "CONTRIBUTING.md", "docs/*.md"):
        for path in sorted(root.glob(pattern)):
            yield path, "document", lambda course, file, _: document_page(course, file)


def _kind(path: str) -> str:
    if path.startswith("trainer/"):
        return "trainer"
    return "lesson" if "/" in path else "start"  # pages beside the sessions: start, glossary


def _left_by_jupyter(path: Path) -> bool:
    return ".ipynb_checkpoints" in path.parts


def _answers_files(root: Path) -> Iterator[Problem]:
    for folder in ("course", "solutions", "exercises"):
        for path in sorted((root / folder).rglob("*.answers.json")):
            yield Problem(
                path.relative_to(root).as_posix(),
                None,
                "answers-file",
                "This file holds answers, and they would overwrite a learner's own. Delete it.",
            )


def _facts(root: Path) -> tuple[Mapping[str, Any], list[Problem]]:
    path = root / "datasets" / "facts.yml"
    if not path.exists():
        return {}, []
    try:
        facts = yaml.safe_load(path.read_text("utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        facts = str(error).splitlines()[0]
    if isinstance(facts, Mapping):
        return facts, []
    problem = Problem(
        "datasets/facts.yml",
        None,
        "facts-damaged",
        f"The facts can't be read as names with values ({str(facts)[:80]}). Put the YAML right.",
    )
    return {}, [problem]
