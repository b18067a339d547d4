"""Carry a person's answers over to a newer version of the course, and say in words what an update did."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from equityqi import __version__
from equityqi.checked_yaml import YamlError
from equityqi.questions.exercise import FILE, Exercise
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import read_exercise


@dataclass
class Update:
    """What preparing a work folder did."""

    renewed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def add(self, more: Update) -> None:
        """Add what a part of it did."""
        for name, found in vars(more).items():
            getattr(self, name).extend(found)

    def in_words(self) -> str:
        """Return one sentence, or nothing when nothing changed."""
        parts = []
        if self.renewed:
            parts.append(f"{_count(self.renewed, 'page')} renewed")
        if self.kept:
            parts.append(f"{_count(self.kept, 'page')} that you had changed kept as {', '.join(self.kept)}")
        if self.aside:
            parts.append(
                f"{_count(self.aside, 'answer')} kept aside, because the question is gone or has changed"
                f" ({', '.join(self.aside)})"
            )
        sentence = (
            f"Your copy of the course was updated: {'; '.join(parts)}. Your answers are still there." if parts else ""
        )
        return " ".join([sentence, *self.said]).strip()


def _count(things: list, noun: str) -> str:
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"


def carry_answers(work: Path) -> Update:
    """Carry the answers of a work folder over to the questions that the course has now, and return what that did."""
    report = Update()
    for folder in sorted((work / "exercises").iterdir()):
        if (folder / FILE).is_file():
            _carry(folder, report)
    return report


def _carry(folder: Path, report: Update) -> None:
    try:
        store.clear_killed_saves(folder, folder.name)
        path = folder / store.answers_name(folder.name)
        if not path.is_file():
            return
        exercise = read_exercise(folder)
        with store.alone(path):
            old, said = store.read_answers(path, exercise.exercise)
            new, gone = carry_over(old, exercise)
            if new != old and not said:
                store.write_answers(path, new)
        report.said.extend([said] if said else [])
        report.aside.extend(gone)
    except (store.AnswersError, YamlError) as error:
        report.said.append(str(error))


def carry_over(old: store.Answers, exercise: Exercise) -> tuple[store.Answers, list[str]]:
    """Carry answers over to a new version of an exercise.

    An answer whose question is gone, or no longer fits it, goes under ``aside``; one that stands
    there and has its question back returns. Returns the answers and the ids put aside.
    """
    kept, aside, gone = {}, {}, []
    for id, value in {**old.aside, **old.answers}.items():
        question = exercise.question(id)
        if question and (not question.why_unreadable(value) or question.kind == "number"):
            kept[id] = value
        else:
            aside[id] = value
            if id in old.answers:
                gone.append(id)
                if id in old.aside:
                    aside[f"{id}-earlier"] = old.aside[id]
    return replace(old, exercise=exercise.exercise, course=__version__, answers=kept, aside=aside), gone
