"""Where the few inner names that a recording needs stand: in the newest layout first, then in older ones.

Whoever moves one of them adds its new place in front. All else is reached by the command line and by the
public names of the package, which stay.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from operator import methodcaller
from typing import Any

# A place is "module:name" below the package; ".name" is a method of the first thing that is handed over.
HOMES: dict[str, tuple[str, ...]] = {
    "mark": ("questions.mark:mark", "lessons.marks:mark"),
    "all_exercises": ("questions.exercise_file:all_exercises", "lessons.questions:all_exercises"),
    "model_answer": (
        "questions.exercise_file:model_answer", "lessons.questions:model_answer", ".model_answer",
    ),
    "plain_html": ("questions.plain_html:plain_html", "questions.plain_html:twin", "lessons.twin:twin"),
    "in_words": ("questions.plain_html:in_words", "lessons.twin:in_words", ".in_words"),
    "for_browser": (
        "questions.for_browser:for_browser", "forms.ask:_spec", "lessons.forms:_spec", ".for_browser",
    ),
    "titles": ("cases.case:titles", "tables.cases:titles"),
    "course_today": ("settings:course_today",),
    "prepare": ("workfolder.prepare:prepare", "lessons.work:prepare"),
    "hand_in": ("workfolder.make_hand_in:hand_in", "workfolder.hand_in:hand_in", "lessons.hand_in:hand_in"),
    "check_all": ("project.agreement:check_all", "project.whole:check_all"),
    "Project": ("project.parts:Project",),
    "to_word": (
        "poster.word_page:to_word", "project.export:to_word", "project.export_word:to_word",
        "project.project_files:to_word",
    ),
    "to_html": (
        "poster.html_page:to_html", "project.export:to_html", "project.export_html:to_html",
        "project.project_files:to_html",
    ),
    "to_text": ("project.export:to_text", "project.export_text:to_text", "project.project_files:to_text"),
    "to_picture": (
        "project.export:to_picture", "project.export_picture:to_picture", "project.project_files:to_picture",
    ),
    "own_data_form": ("forms.own_data_form:own_data_form", "lessons.own_data_form:own_data_form"),
    "clock": ("forms.session_clock:clock", "lessons.clock_page:clock"),
}  # fmt: skip


@cache
def home(name: str) -> Any:
    """Return what a name stands for in the tree that runs; LookupError says where it was looked for."""
    for place in HOMES[name]:
        module, _, inner = place.rpartition(":")
        if place.startswith("."):
            return lambda first, *more, method=place[1:]: methodcaller(method, *more)(first)
        try:
            return getattr(import_module(f"equityqi.{module}"), inner)
        except (ModuleNotFoundError, AttributeError):
            continue
    raise LookupError(f"“{name}” is in none of {', '.join(HOMES[name])}. Add its new place to HOMES in {__file__}.")
