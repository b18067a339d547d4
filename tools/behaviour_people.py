"""People made up for a recording: work folders with their answers, in the format of the answers files."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from behaviour_answers import answers, data_of
from behaviour_homes import home

CASES = ("a-blood-pressure", "b-medication-reviews", "c-asthma", "d-missed-appointments", "e-second-mmr")
DAY = "2026-07-01"
ACTION = {
    "type": "action", "verb": "split", "thing": "our review completion by interpreter need",
    "group": "people who need an interpreter", "date": "14 July 2026", "issue": "who does not complete",
    "checker": "Asha", "check_date": "16 July 2026",
}  # fmt: skip
HABIT = {
    "type": "habit", "place": "each formulary meeting", "verb": "ask", "thing": "“for whom?”",
    "group": "each group", "date": "31 July 2026", "checker": "Tom", "check_date": "3 August",
}  # fmt: skip


def save(work: Path, exercise: str, case: str, given: dict[str, Any], day: str = DAY, id: str = "1f") -> None:
    """Write the answers file of one exercise in a work folder, in the format of version 1."""
    data = {
        "schema": 1,
        "course": "1.0.0",
        "exercise": exercise,
        "case": case,
        "session_date": day,
        "id": id,
        "answers": given,
    }
    data |= {"revisions": dict.fromkeys(given, 1), "aside": {}}
    path = work / "exercises" / exercise / f"{exercise}.answers.json"
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def model_answers(case: str) -> dict[str, dict[str, Any]]:
    """Return the model answer of every question on a case, by exercise and question."""
    held = home("all_exercises")(case).values()
    return {one.exercise: {question.id: home("model_answer")(question) for question in one.questions} for one in held}


def varied(case: str, dice: random.Random, right: float, none: float) -> dict[str, dict[str, Any]]:
    """Return answers by chance: the model with chance ``right``, nothing with ``none``, else any other."""
    found: dict[str, dict[str, Any]] = {}
    for exercise in home("all_exercises")(case).values():
        found[exercise.exercise] = given = {}
        for question in exercise.questions:
            model, throw = home("model_answer")(question), dice.random()
            if throw < right:
                given[question.id] = f"{model} ({dice.randrange(1000)})" if question.kind == "text" else model
            elif throw < 1 - none:
                given[question.id] = dice.choice(_kept(question, model))
    return found


_listed: dict[str, list] = {}


def _kept(question, model: Any) -> list:
    """Return the answers to a question that have nearly its shape; each question is listed once."""
    key = json.dumps(data_of(question))
    if key not in _listed:
        _listed[key] = [answer for name, answer in answers(question, model) if not name.startswith("no shape")]
    return _listed[key]


def person(work: Path, name: str, case: str, given: dict[str, dict[str, Any]], day: str = DAY) -> Path:
    """Prepare a work folder with these answers, as somebody who has worked through the course."""
    home("prepare")(work, name, case, day)
    for exercise, held in given.items():
        save(work, exercise, case, held, day)
    return work


def share(work: Path, record: str, private: bool = False, **more: Any) -> None:
    """Write a commitment into a work folder."""
    folder = work / "commitments"
    folder.mkdir(exist_ok=True)
    (folder / f"{record}.json").write_text(commitment(record, private, **more), encoding="utf-8")


def commitment(record: str, private: bool = False, **more: Any) -> str:
    """Return the file of one commitment: an action or a habit, by its record."""
    held = {**(ACTION if int(record[0], 16) % 2 else HABIT), "private": private, **more}
    return (
        json.dumps({"schema": 1, "course": "1.0.0", "day": DAY, "commitment": held}, indent=1, ensure_ascii=False)
        + "\n"
    )
