"""Stock nbgrader marks the exercise: release, hand in, autograde, feedback; and why score is a plain float."""

import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from equityqi import answer, score
from equityqi.authoring.make import nbgrader_api
from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

EXERCISE = "01-what-is-inequity"
FILE = f"{EXERCISE}.answers.json"
QUESTIONS = all_exercises()[EXERCISE].questions
MODEL = {question.id: question.model_answer() for question in QUESTIONS}

# One listed wrong answer to each question, and its points worked out by hand.
WRONG = {
    "gap-years": (9, 0.0),
    "gap-ask-first": (["years", "interval", "within", "women", "blame"], 8 / 9),  # precision 4/5, recall 1
    "question-wall": ("Write two questions of your own about these two numbers, for the question wall.", 0.0),
    "three-ways": (MODEL["three-ways"] | {"c": "equity", "a": "justice"}, 6.5),  # c is half right, a is wrong
    "own-example": ("Too short.", 0.0),
    "vignettes-1-8": (
        MODEL["vignettes-1-8"] | {"3": ["?", "need"], "7": "I"},
        7.5,
    ),  # 9 less the pick of 3 and the label of 7
    "vignettes-9-16": (MODEL["vignettes-9-16"] | {"13": "D"}, 9.0),  # 10 less half the label and the pick of 13
    "vignettes-17-20": (MODEL["vignettes-17-20"] | {"17": "D"}, 0.0),  # these rows carry no points
    "why-two-rows": ("because because because because because because because because", 0.0),
    "causes": (MODEL["causes"] | {"5": ["habits", "In"], "9": ["laws", "C"]}, 18.0),  # a ring and a job
    "cause-chain": ("Because she forgot.", 0.0),
}


def answers_file(answers):
    return json.dumps(
        {
            "schema": 1,
            "course": "1.0.0",
            "exercise": EXERCISE,
            "case": "a-blood-pressure",
            "id": "0",
            "answers": answers,
            "aside": {},
        }
    )


HAND_INS = {
    "model": [MODEL],
    "wrong": [{id: value for id, (value, _) in WRONG.items()}],
    "damaged": ['{"schema": 1, "answers": '],
}

# A cell's last value, and what stock nbgrader gives it of 4 points.
LAST_VALUES = {
    "plain": ("0.0", 0),
    "half": ("2.0", 2),
    "whole": ("0", 0),
    "none": ("None", 4),
    "nothing": ("x = 0.0", 4),
    "true": ("True", 4),
    "numpy": ("import numpy\nnumpy.float64(0.0)", 4),
    "object": ("object()", 4),
    "words": ("'0.0'", 4),
    "negative": ("-1.0", 4),
    "error": ("assert False", 0),
    "warning": ("import sys\nprint('deprecated', file=sys.stderr)\n4.0", 0),
}


def locked(id, source, points):
    metadata = {
        "grade": True,
        "grade_id": id,
        "locked": True,
        "points": points,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return new_code_cell(source, id=id, metadata={"nbgrader": metadata})


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with two assignments and an author's answers file left behind; nothing is handed in yet."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(
        course_root() / "solutions", root / "solutions", ignore=shutil.ignore_patterns("*.answers.json*", ".*")
    )
    shutil.copy(course_root() / "nbgrader_config.py", root)
    (root / "solutions" / "traps").mkdir()
    nbformat.write(
        new_notebook(cells=[locked(id, source, 4) for id, (source, _) in LAST_VALUES.items()]),
        root / "solutions" / "traps" / "traps.ipynb",
    )
    api = nbgrader_api(root)
    for assignment in (EXERCISE, "traps"):
        made = api.generate_assignment(assignment)
        assert made["success"], made
    (root / "solutions" / EXERCISE / FILE).write_text(answers_file(MODEL), encoding="utf-8")
    return root, api


@pytest.fixture(scope="module")
def hand_in(course):
    """Return a function that hands in, grades once, and gives {cell: points} of the gradebook."""
    root, api = course
    graded = {}

    def marks_of(student, answers=None, assignment=EXERCISE, questions=None):
        if student not in graded:
            folder = root / "submitted" / student / assignment
            shutil.copytree(root / "exercises" / assignment, folder)
            if answers is not None:
                (folder / FILE).write_text(
                    answers if isinstance(answers, str) else answers_file(answers), encoding="utf-8"
                )
            if questions:
                (folder / "questions.yml").write_text(questions, encoding="utf-8")
            result = api.autograde(assignment, student)
            assert result["success"], result
            with api.gradebook as book:
                handed_in = book.find_submission(assignment, student)
                graded[student] = {grade.name: grade.score for page in handed_in.notebooks for grade in page.grades}
        return graded[student]

    return marks_of


def points(marks):
    return {
        name.removeprefix("points-"): score for name, score in marks.items() if not name.startswith("read-")
    }  # those a person gives


# ---- The round trip


@pytest.mark.slow
def test_untouched_earns_nothing_even_beside_an_author_s_answers(course, hand_in):
    marks = points(hand_in("untouched"))
    assert marks == {question.id: 0.0 for question in QUESTIONS}
    assert not (course[0] / "autograded" / "untouched" / EXERCISE / FILE).exists()


def test_model_answers_earn_full_marks(hand_in):
    assert points(hand_in("model", *HAND_INS["model"])) == {question.id: question.points for question in QUESTIONS}


def test_listed_wrong_answers_earn_their_exact_part(hand_in):
    assert set(WRONG) == {question.id for question in QUESTIONS}
    marks = points(hand_in("wrong", *HAND_INS["wrong"]))
    assert marks == pytest.approx({id: part for id, (_, part) in WRONG.items()}, abs=1e-3)


def test_a_damaged_hand_in_earns_nothing_and_stays_as_it_is(course, hand_in):
    assert set(hand_in("damaged", *HAND_INS["damaged"]).values()) == {0.0}
    folder = course[0] / "autograded" / "damaged" / EXERCISE
    assert sorted(path.name for path in folder.iterdir()) == sorted([FILE, f"{EXERCISE}.ipynb", "questions.yml"])


def test_questions_that_a_learner_changed_are_not_what_is_marked_by(hand_in):
    text = (course_root() / "exercises" / EXERCISE / "questions.yml").read_text(encoding="utf-8")
    easy = text.replace('model: ["{opening-gap}"]', "model: [1]")
    assert easy != text and points(hand_in("clever", {"gap-years": 1}, questions=easy))["gap-years"] == 0.0


@pytest.mark.parametrize("student", ["model", "wrong", "damaged"])
def test_the_answers_in_autograded_are_the_learner_s_to_the_byte(course, hand_in, student):
    hand_in(student, *HAND_INS[student])
    root = course[0]
    marked, handed_in = (root / part / student / EXERCISE / FILE for part in ("autograded", "submitted"))
    assert marked.read_bytes() == handed_in.read_bytes()


def test_answers_left_in_solutions_do_not_overwrite_a_learner_s(course, hand_in):
    root = course[0]
    assert (root / "solutions" / EXERCISE / FILE).exists()
    hand_in("wrong", *HAND_INS["wrong"])
    assert (
        json.loads((root / "autograded" / "wrong" / EXERCISE / FILE).read_text(encoding="utf-8"))["answers"][
            "gap-years"
        ]
        == 9
    )


def test_feedback_shows_what_was_answered_and_the_points(course, hand_in):
    hand_in("wrong", *HAND_INS["wrong"])
    root, api = course
    result = api.generate_feedback(EXERCISE, "wrong")
    assert result["success"], result
    page = (root / "feedback" / "wrong" / EXERCISE / f"{EXERCISE}.html").read_text(encoding="utf-8")
    assert "Answer: 9 years." in page and "Traceback (most recent" not in page


def test_typed_answers_make_the_same_file_as_clicked_ones(exercise_folder, tmp_path, monkeypatch, capsys):
    from equityqi.workfolder.answers_file import save_answer
    from equityqi.workfolder.find_question import find

    for id, value in MODEL.items():
        answer(id, value)
    assert "Not saved" not in capsys.readouterr().out
    typed = json.loads((exercise_folder / FILE).read_text(encoding="utf-8"))
    other = tmp_path / "clicked"
    other.mkdir()
    shutil.copy(exercise_folder / "questions.yml", other)
    for id, value in MODEL.items():
        if isinstance(value, dict):  # the form sends card after card
            for key, card in value.items():
                save_answer(find(id, other), {key: card}, patch=True)
        else:
            save_answer(find(id, other), value)
    clicked = json.loads((other / FILE).read_text(encoding="utf-8"))
    assert typed.pop("id") != clicked.pop("id")
    assert list(typed) == list(clicked)
    assert typed.pop("revisions").keys() == clicked.pop("revisions").keys()  # how often, not what
    assert typed == clicked
    assert {id: score(id) for id in MODEL} == {question.id: question.points for question in QUESTIONS}


# ---- What stock nbgrader makes of a cell's last value


@pytest.mark.parametrize("id", LAST_VALUES)
def test_stock_nbgrader_gives_full_marks_for_what_it_cannot_read(hand_in, id):
    """Nothing, True, numpy's float and any object earn all points: so score is always a plain float from 0 up."""
    assert hand_in("traps", assignment="traps")[id] == LAST_VALUES[id][1]


def states():
    yield "unanswered", None
    yield "answered", answers_file({"gap-years": 8.7})
    yield "wrong", answers_file({"gap-years": 9})
    yield "of another shape", answers_file({"gap-years": {"a": [True]}})
    yield "a huge number", answers_file({"gap-years": 10**400})
    yield "not a number", answers_file({"gap-years": float("nan")})
    yield "true", answers_file({"gap-years": True})
    yield "damaged", "{"
    yield "empty", ""
    yield "newer", '{"schema": 99, "answers": {"gap-years": 8.7}}'


@pytest.mark.parametrize("content", [content for _, content in states()], ids=[name for name, _ in states()])
def test_score_is_a_plain_float_and_prints_nothing(exercise_folder, capfd, recwarn, content):
    if content is not None:
        (exercise_folder / FILE).write_text(content)
    for question in QUESTIONS:
        points = score(question.id)
        assert type(points) is float and 0.0 <= points <= question.points
    assert score("gap-years") == (1.0 if content and "8.7" in content and "99" not in content else 0.0)
    assert capfd.readouterr() == ("", "") and not list(recwarn)
    before = ["questions.yml", f"{EXERCISE}.ipynb"] + ([FILE] if content is not None else [])
    assert sorted(path.name for path in exercise_folder.iterdir()) == sorted(before)


# ---- The notebook and its questions belong together


@pytest.mark.parametrize("exercise", all_exercises().values(), ids=lambda exercise: exercise.exercise)
def test_each_question_has_one_form_and_one_locked_cell_worth_its_points(exercise):
    page = nbformat.read(course_root() / "solutions" / exercise.exercise / f"{exercise.exercise}.ipynb", as_version=4)
    scored, asked = {}, []
    for cell in page.cells:
        if cell.cell_type != "code":
            continue
        data, last = cell.metadata.get("nbgrader", {}), cell.source.strip().splitlines()[-1]
        if data.get("grade"):
            id = data["grade_id"].removeprefix("points-")
            assert id not in scored and last == f'score("{id}")' and data["locked"] and not data["solution"]
            scored[id] = data["points"]
        elif last.startswith("ask(") and "read=True" not in last:  # the cell that shows a text to a reader asks nothing
            assert data.get("locked"), last
            asked.append(last)
    assert scored == {question.id: question.points for question in exercise.questions}
    assert sorted(asked) == sorted(f'ask("{question.id}")' for question in exercise.questions)
