"""marking.gradebook, marking.submission_page: points as formgrader shows them, and none that a person gave is lost."""

import json
import os
import re
import sqlite3
import sys
import types
from html.parser import HTMLParser
from pathlib import Path

import pytest

from equityqi.marking import MarkingError, gradebook
from equityqi.marking.gradebook import SCHEMA, page_path, students

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)"> $\\href{javascript:alert(3)}{x}$'
ODD = ["o'brien [x]", "Zoë أحمد 😀", "a b+c", "..", "CON", "x" * 200, "a/b"]


def book(cohort):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{cohort.out}/gradebook/gradebook.db", "equityqi")


def grades(cohort, id, exercise=None):
    """{cell: (points by machine, by hand, waits for a person)} of a person's exercise, as nbgrader itself reads it."""
    name = exercise or cohort.long
    with book(cohort) as opened:
        page = opened.find_submission_notebook(name, name, students([id])[id])
        return {
            grade.name: (grade.auto_score, grade.manual_score, bool(grade.needs_manual_grade)) for grade in page.grades
        }


def by_hand(cohort, id, cell, points):
    """What formgrader does when a person types points."""
    with book(cohort) as opened:
        grade = opened.find_grade(cell, cohort.long, cohort.long, id)
        grade.manual_score, grade.needs_manual_grade = points, False
        opened.db.commit()


def hand_in(cohort, id, answers=None, on_roll=True):
    place = f"exercises/{cohort.long}/{cohort.long}.answers.json"
    cohort.zip(
        id,
        cohort.files(**{place: cohort.answers(answers or cohort.right[cohort.long], cohort.long)}),
        on_roll=on_roll,
        outside=None if on_roll else f"hand-in-{id}.zip",
    )


@pytest.mark.slow
def test_the_empty_gradebook_is_the_one_that_nbgrader_makes(tmp_path, monkeypatch):
    from nbgrader.api import Gradebook

    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    Gradebook(f"sqlite:///{tmp_path}/theirs.db", "equityqi").close()
    ours, theirs = sqlite3.connect(":memory:"), sqlite3.connect(tmp_path / "theirs.db")
    ours.executescript(SCHEMA.read_text(encoding="utf-8"))
    shape = [
        {
            re.sub(r"\s+", "", sql)
            for (sql,) in made.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'equityqi_filled'"
            )
        }
        for made in (ours, theirs)
    ]
    versions = [made.execute("SELECT version_num FROM alembic_version").fetchall() for made in (ours, theirs)]
    theirs.close()
    assert shape[0] == shape[1] and versions[0] == versions[1]


@pytest.mark.slow
def test_each_cell_has_the_points_of_the_verdict_and_texts_wait_for_a_person(cohort):
    hand_in(cohort, "asha")
    cohort.person("dee")
    found = cohort.mark()
    verdict = found["asha", cohort.long]
    cells = grades(cohort, "asha")
    assert sum(auto for auto, _, _ in cells.values() if auto is not None) == verdict.points == 53
    assert (
        {name for name, cell in cells.items() if cell == (None, None, True)}
        == {name for name in cells if name.startswith("read-")}
        != set()
    )
    assert all(not waits for name, (_, _, waits) in cells.items() if name.startswith("points-"))
    assert {cell[0] for cell in grades(cohort, "asha", cohort.code).values()} == {0}, (
        "a page of code that nobody wrote in"
    )
    with book(cohort) as opened:
        assert [one.student.id for one in opened.assignment_submissions(cohort.long)] == ["asha"], (
            "who is missing has no submission"
        )
        assert opened.find_submission(cohort.long, "asha").max_score == 53 + 4 * 3
        assert {one.name for one in opened.assignments} == {cohort.exercise, cohort.long, cohort.code}
        assert opened.find_submission_notebook(cohort.long, cohort.long, "asha").comments, (
            "a person can write a comment"
        )


def test_points_by_hand_stay_and_are_looked_at_again_only_when_the_work_changed(cohort):
    hand_in(cohort, "asha"), hand_in(cohort, "ben")
    cohort.mark()
    by_hand(cohort, "asha", "read-question-wall", 2)
    cohort.mark()
    assert grades(cohort, "asha")["read-question-wall"] == (None, 2, False), "nothing changed"
    hand_in(
        cohort,
        "asha",
        {"gap-years": 1, "question-wall": "Which people were asked, and who was left out of it altogether?"},
        on_roll=False,
    )
    cohort.mark()
    changed = grades(cohort, "asha")
    assert changed["read-question-wall"] == (None, 2, True) and changed["points-gap-years"] == (0, None, False)
    assert grades(cohort, "ben")["points-gap-years"] == (1, None, False)


def test_old_points_never_stand_for_a_hand_in_that_cannot_be_read(cohort):
    hand_in(cohort, "asha")
    cohort.mark()
    cohort.zip("asha", cohort.files(**{f"exercises/{cohort.long}/{cohort.long}.answers.json": b"{"}), on_roll=False)
    cohort.mark()
    assert {cell for cell in grades(cohort, "asha").values()} == {(None, None, True)}


def test_a_hand_in_that_went_takes_its_points_along_but_not_those_by_hand(cohort):
    from nbgrader.api import MissingEntry

    for id in ("asha", "ben", "chi"):
        hand_in(cohort, id)
    cohort.mark()
    by_hand(cohort, "asha", "read-question-wall", 3)
    for place in cohort.hand_ins.iterdir():
        if "chi" not in place.name:
            place.unlink()
    cohort.mark()
    assert grades(cohort, "asha")["read-question-wall"] == (None, 3, True) and grades(cohort, "asha")[
        "points-gap-years"
    ] == (None, None, True)
    with pytest.raises(MissingEntry):
        grades(cohort, "ben")
    assert (
        not page_path(cohort.out, "ben", cohort.long).exists() and page_path(cohort.out, "asha", cohort.long).is_file()
    )


def test_everybody_has_a_page_whatever_their_name(cohort):
    for number, id in enumerate(ODD):
        cohort.person(id)
        cohort.zip(id, on_roll=False, outside=f"{number}.zip")
    cohort.mark()
    names = students(ODD)
    assert len({name.casefold() for name in names.values()}) == len(ODD) and names["a b+c"] == "a b+c"
    root = cohort.out / "gradebook" / "autograded"
    assert sorted(path.name for path in root.iterdir()) == sorted(names.values())
    assert all(page_path(cohort.out, name, cohort.exercise).is_file() for name in names.values())
    with book(cohort) as opened:
        assert {(one.id, one.last_name, one.score) for one in opened.students} == {
            (name, id.replace("'", "’"), 9) for id, name in names.items()
        }
    assert not set("".join(names.values())) & set("[]*?"), "nbgrader takes these for patterns and loses who has them"


HARM = [
    "Bob <script>alert(1)</script> O'Neil",
    '"><img src=x onerror=alert(2)> Ng',
    "Ann '-alert(3)-' Lee",
    "Cy &lt;script&gt;alert(4)&lt;/script&gt; Day",
    "Di $\\href{javascript:alert(5)}{x}$ Fry",
    "Ed </script><svg/onload=alert(6)> Gray",
    "{{7*7}} `Hal`",
]


def formgrade(student, first, last):
    """The page of a submission as nbgrader's own template writes it, with these names."""
    from nbconvert.exporters import HTMLExporter
    from nbformat.v4 import new_notebook
    from nbgrader.server_extensions.formgrader import handlers

    exporter = HTMLExporter(template_name="formgrade", extra_template_basedirs=[str(handlers.template_path)])
    about = {"base_url": "", "notebook_id": "n", "assignment_id": "n", "submission_id": "1", "index": 0, "total": 1}
    about |= {"student": student, "first_name": first, "last_name": last}
    return exporter.from_notebook_node(new_notebook(), resources=about)[0]


def test_no_name_on_the_roll_is_more_than_words_in_formgrader(cohort):
    for number, name in enumerate(HARM):
        cohort.zip(f"p{number}", on_roll=False)
        cohort.person(f"p{number}", name=name, email=f"{name}@example.org")
    for id in ("o'brien", "a&b", "a&lt", "(c)+d=e@f"):
        cohort.zip(id)
    cohort.mark()
    plain = Tags(formgrade("ann", "Ann", "Lee")).found
    with book(cohort) as opened:
        people = [(one.id, one.first_name, one.last_name, one.email or "") for one in opened.students]
    assert not set("".join(part for person in people for part in person[1:])) & set("<>&\"'`$\\")
    for id, first, last, _ in people:
        page = formgrade(id, first, last)
        assert Tags(page).found == plain, (id, first, last)
        assert "alert(" not in "".join(re.findall(r"<script.*?</script>", page, re.DOTALL))
    shown = dict(zip((id for id, *_ in people), people, strict=True))
    assert shown["p0"][1:3] == ("Bob scriptalert(1)/script", "O’Neil"), "a name that means no harm stays readable"


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.calm, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_shows_what_was_answered_and_runs_none_of_it(cohort):
    hand_in(cohort, "asha", {**cohort.right[cohort.long], "question-wall": SCRIPT})
    page = json.loads((cohort.course / "solutions" / cohort.code / f"{cohort.code}.ipynb").read_bytes())
    for cell in page["cells"]:
        cell["metadata"].setdefault("tags", []).append("skip-execution")
        cell.pop("outputs", None)
    page["cells"].insert(1, {"cell_type": "markdown", "metadata": {}, "source": SCRIPT})
    place = f"exercises/{cohort.code}/{cohort.code}.ipynb"
    cohort.zip("ben", cohort.files(**{place: json.dumps(page).encode()}))
    cohort.mark()
    shown = json.loads(page_path(cohort.out, "asha", cohort.long).read_bytes())
    asked = next(
        cell
        for cell in shown["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "show-to-reader-question-wall"
    )
    html = asked["outputs"][0]["data"]["text/html"]
    tags = Tags(html)
    assert SCRIPT in "".join(tags.words) and not [
        tag for tag, attributes in tags.found if tag in ("script", "img") or "onerror" in attributes
    ]
    assert tags.found[0][1]["class"].split() == ["tex2jax_ignore", "mathjax_ignore"], "no formula of a learner's is set"
    told = next(
        cell for cell in shown["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "points-gap-years"
    )
    assert told["outputs"][0]["text"].startswith("Right: 1 of 1 mark.")
    code = page_path(cohort.out, "ben", cohort.code).read_text("utf-8")
    assert "backwards = " in code, "the learner's own code"
    assert "skip-execution" not in code and "alert(1)" not in code
    given, made = (
        [cell["metadata"].get("nbgrader") for cell in json.loads(text)["cells"]]
        for text in (cohort.page(cohort.code), code)
    )
    assert given == made, "the labels are the course's own"


def test_a_second_run_changes_no_byte_and_a_lost_page_comes_back(cohort, snapshot):
    hand_in(cohort, "asha")
    first = cohort.mark()
    before = snapshot(cohort.out / "gradebook")
    assert cohort.mark() == first and snapshot(cohort.out / "gradebook") == before
    page_path(cohort.out, "asha", cohort.long).unlink()
    assert cohort.mark() == first and snapshot(cohort.out / "gradebook") == before


def test_a_gradebook_that_cannot_be_read_is_left_as_it_is(cohort):
    hand_in(cohort, "asha")
    cohort.mark()
    path = cohort.out / "gradebook" / "gradebook.db"
    path.write_bytes(b"not a gradebook" * 100)
    with pytest.raises(MarkingError, match="may have marks in it that somebody gave by hand"):
        cohort.mark()
    assert path.read_bytes() == b"not a gradebook" * 100


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("PRAGMA max_page_count = 1", "The disk is full, so the gradebook .* is as it was before. Make some space"),
        ("PRAGMA query_only = 1", "is read-only. Allow writing to it"),
    ],
)
def test_a_gradebook_that_cannot_be_written_is_said_and_stays_as_it_was(cohort, monkeypatch, trouble, words):
    hand_in(cohort, "asha")
    cohort.mark()
    before = (cohort.out / "gradebook" / "gradebook.db").read_bytes()

    def connected(*given, **more):
        book = sqlite3.connect(*given, **more)
        book.execute(trouble)
        return book

    for number in range(60):
        cohort.person(f"p{number} with a rather long name" * 5)
    monkeypatch.setattr(gradebook, "sqlite3", types.SimpleNamespace(**vars(sqlite3) | {"connect": connected}))
    with pytest.raises(MarkingError, match=words):
        cohort.mark()
    assert (cohort.out / "gradebook" / "gradebook.db").read_bytes() == before


def test_points_by_hand_for_a_task_that_left_the_course_stay(cohort, tmp_path):
    import shutil

    shutil.copytree(cohort.course, tmp_path / "course")
    cohort.course = tmp_path / "course"
    hand_in(cohort, "asha")
    cohort.mark()
    by_hand(cohort, "asha", "read-question-wall", 3)
    for folder in ("solutions", "exercises"):
        path = cohort.course / folder / cohort.long / f"{cohort.long}.ipynb"
        page = json.loads(path.read_text("utf-8"))
        page["cells"] = [
            cell
            for cell in page["cells"]
            if cell["metadata"].get("nbgrader", {}).get("grade_id") not in ("read-question-wall", "read-own-example")
        ]
        path.write_text(json.dumps(page), encoding="utf-8")
    cohort.mark()
    left = grades(cohort, "asha")
    assert left["read-question-wall"][1] == 3 and "read-own-example" not in left
