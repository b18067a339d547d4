"""A small course, and a maker of hand-ins: honest ones, and every kind of trouble that needs no code to run."""

import json
import shutil
from pathlib import Path

import pytest

from equityqi.files import course_root, stable_zip
from equityqi.marking import mark_cohort
from equityqi.questions.exercise_file import read_questions

EXERCISE, LONG, CODE = "14-feedback", "01-what-is-inequity", "15-analysts-gaps"


class Cohort:
    """Hand-ins in a folder and their roll; ``mark()`` gives {(id, exercise): verdict}."""

    exercise, long, code = EXERCISE, LONG, CODE

    def __init__(self, root: Path, course: Path):
        self.root, self.course = root, course
        self.hand_ins, self.roll, self.out = root / "hand-ins", root / "roll.csv", root / "results"
        self.hand_ins.mkdir()
        self.people = []
        self.right = {
            name: {
                question.id: question.model_answer()
                for question in read_questions(course / "solutions" / name / "questions.yml").questions
            }
            for name in (EXERCISE, LONG)
        }

    def person(self, id, **more):
        self.people.append({"id": id, "name": "", "pair": "", "team": "", **more})
        return id

    def page(self, exercise):
        return (self.course / "exercises" / exercise / f"{exercise}.ipynb").read_bytes()

    def answers(self, answers=None, exercise=EXERCISE, **more):
        held = {
            "schema": 1,
            "course": "1.0.0",
            "exercise": exercise,
            "case": "a-blood-pressure",
            "id": "1f",
            "answers": self.right[exercise] if answers is None else answers,
            "aside": {},
        }
        return json.dumps({**held, **more}, ensure_ascii=False).encode()

    def files(self, answers=None, **changed):
        """What an honest hand-in holds; ``answers`` are the bytes of the answers file of EXERCISE, None for the right
        ones.
        """
        whole = {f"exercises/{name}/{name}.ipynb": self.page(name) for name in (EXERCISE, LONG, CODE)}
        whole[f"exercises/{EXERCISE}/{EXERCISE}.answers.json"] = self.answers() if answers is None else answers
        whole |= changed
        return {path: data for path, data in whole.items() if data is not None}

    def zip(self, id, files=None, name=None, pair=None, outside=None, on_roll=True):
        if on_roll:
            self.person(id)
        manifest = {"schema": 1, "course": "1.0.0", "case": "a-blood-pressure", "name": name or id, "pair": pair}
        place = self.hand_ins / (outside or f"hand-in-{id}.zip")
        place.write_bytes(
            stable_zip({"manifest.json": json.dumps(manifest).encode(), **(self.files() if files is None else files)})
        )
        return place

    def folder(self, id, files=None, outside=None):
        """As nbgrader keeps it: submitted/ID/EXERCISE/."""
        self.person(id)
        place = self.hand_ins / (outside or id)
        for path, data in (self.files() if files is None else files).items():
            target = place / path.removeprefix("exercises/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return place

    def mark(self, **more):
        import csv

        with open(self.roll, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", "name", "email", "pair", "team"])
            writer.writeheader()
            writer.writerows(self.people)
        found = mark_cohort(self.hand_ins, self.roll, self.out, self.course, **{"workers": 1, **more})
        by_place = {(verdict.id, verdict.exercise): verdict for verdict in found}
        assert len(by_place) == len(found), "two verdicts on one exercise of one person"
        return by_place


def all_bytes(folder):
    """Every file below a folder and its content; of a link where it leads, of other things only that they stand."""
    found = {}
    for path in sorted(folder.rglob("*")):
        found[str(path)] = path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else None
    return found


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for part in ("solutions", "exercises"):
        for name in (EXERCISE, LONG, CODE):
            shutil.copytree(
                course_root() / part / name, root / part / name, ignore=shutil.ignore_patterns("*.answers.json*", ".*")
            )
    return root


@pytest.fixture
def cohort(tmp_path, small_course):
    return Cohort(tmp_path, small_course)


@pytest.fixture
def snapshot():
    return all_bytes


@pytest.fixture
def zip_of():
    return stable_zip
