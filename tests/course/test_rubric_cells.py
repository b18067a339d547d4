"""Each text that a person reads has its rubric, and a cell where stock nbgrader takes the person's 0 to 3 points."""

import json
import shutil

import nbformat
import pytest

from equityqi import ask
from equityqi.authoring.lint.lint_course import lint
from equityqi.authoring.make import nbgrader_api
from equityqi.files import course_root
from equityqi.questions.exercise_file import all_exercises

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

EXERCISE = "10-close-the-gap"
ANSWER = "The average rose & the gap grew. I would ask for whom our reminders arrive."
READ = {
    exercise: [question for question in found.questions if question.kind == "text" and question.rubric]
    for exercise, found in all_exercises().items()
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("read")
    shutil.copytree(
        course_root() / "solutions" / EXERCISE,
        root / "solutions" / EXERCISE,
        ignore=shutil.ignore_patterns("*.answers.json*", ".*"),
    )
    shutil.copy(course_root() / "nbgrader_config.py", root)
    api = nbgrader_api(root)
    made = api.generate_assignment(EXERCISE)
    assert made["success"], made
    for student, answers in (("asha", {"game-surprise": ANSWER}), ("blank", {})):
        folder = root / "submitted" / student / EXERCISE
        shutil.copytree(root / "exercises" / EXERCISE, folder)
        saved = {
            "schema": 1,
            "course": "1.0.0",
            "exercise": EXERCISE,
            "case": "a-blood-pressure",
            "id": "0",
            "answers": answers,
            "aside": {},
        }
        (folder / f"{EXERCISE}.answers.json").write_text(json.dumps(saved), encoding="utf-8")
        graded = api.autograde(EXERCISE, student)
        assert graded["success"], graded
    return root, api


def grades(api, student):
    with api.gradebook as book:
        handed_in = book.find_submission(EXERCISE, student)
        return (
            handed_in.score,
            handed_in.needs_manual_grade,
            {
                grade.name: (grade.score, grade.max_score, grade.needs_manual_grade)
                for page in handed_in.notebooks
                for grade in page.grades
            },
        )


def page_cells(part, exercise):
    return {
        cell.id: cell
        for cell in nbformat.read(course_root() / part / exercise / f"{exercise}.ipynb", as_version=4).cells
    }


# ---- The pages


def test_texts_are_read_in_each_exercise_that_a_person_marks():
    assert [exercise[:2] for exercise, found in READ.items() if found] == [
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "12",
    ]
    assert all(
        question.rubric for found in all_exercises().values() for question in found.questions if question.kind == "text"
    )


@pytest.mark.parametrize("exercise", READ)
def test_each_rubric_has_its_cell_worth_three_points_and_the_other_way_round(exercise):
    cells = page_cells("solutions", exercise)
    assert {f"read-{question.id}" for question in READ[exercise]} == {id for id in cells if id.startswith("read-")}
    for question in READ[exercise]:
        read, shown = cells[f"read-{question.id}"].metadata.nbgrader, cells[f"show-to-reader-{question.id}"]
        assert (
            read.task
            and read.points == 3
            and read.grade_id == f"read-{question.id}"
            and not read.grade
            and not read.solution
        )
        assert shown.source.endswith(f'\nask("{question.id}", read=True)') and shown.metadata.jupyter.source_hidden
        order = list(cells)
        assert order[order.index(f"points-{question.id}") :][1:3] == [
            f"show-to-reader-{question.id}",
            f"read-{question.id}",
        ]


@pytest.mark.parametrize("exercise", [exercise for exercise, found in READ.items() if found])
def test_the_learner_s_copy_holds_the_same_cells(exercise):
    made, source = page_cells("exercises", exercise), page_cells("solutions", exercise)
    for id in source:
        if id.startswith(("read-", "show-to-reader-")):
            assert made[id].source == source[id].source, f"Run: equityqi make exercises ({id})"


def test_the_linter_names_a_rubric_without_its_cell_and_a_cell_without_its_rubric(tmp_path):
    folder = tmp_path / "solutions" / EXERCISE
    shutil.copytree(
        course_root() / "solutions" / EXERCISE, folder, ignore=shutil.ignore_patterns("*.answers.json*", ".*")
    )
    page = folder / f"{EXERCISE}.ipynb"
    text = page.read_text(encoding="utf-8")

    def said(changed):
        page.write_text(changed, encoding="utf-8")
        return [problem.sentence for problem in lint(tmp_path) if problem.rule == "rubric-cells"]

    assert said(text) == []
    assert said(text.replace('"points": 3,\n     "schema_version"', '"points": 2,\n     "schema_version"')) == [
        "A person reads “game-surprise”, so it needs a task cell “read-game-surprise” with 3 points. Add it after its"
        " points."
    ]
    found = said(text.replace("read-game-surprise", "read-another"))
    assert len(found) == 2 and "“read-another” has no rubric" in found[1]


# ---- What stock nbgrader does with them


def test_a_person_has_to_read_and_until_then_it_earns_nothing(course):
    score, open_still, found = grades(course[1], "asha")
    assert found["read-game-surprise"] == (0.0, 3.0, True) and open_still
    assert found["points-game-surprise"] == (1.0, 1.0, False) and score == 1.0
    assert grades(course[1], "blank")[2]["read-game-surprise"] == (0.0, 3.0, True)


def test_the_points_that_a_person_gives_count_and_survive_another_marking(course):
    root, api = course
    with api.gradebook as book:
        grade = book.find_grade("read-game-surprise", EXERCISE, EXERCISE, "asha")
        grade.manual_score, grade.needs_manual_grade = 2, False  # as formgrader saves it
        book.db.commit()
    assert grades(api, "asha")[0] == 3.0
    assert api.autograde(EXERCISE, "asha", force=True)["success"]
    score, _, found = grades(api, "asha")
    assert score == 3.0 and found["read-game-surprise"][0] == 2.0


def test_formgrader_shows_the_answer_with_its_rubric_and_a_box_for_the_points(course):
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader import handlers

    root, _ = course
    page = nbformat.read(root / "autograded" / "asha" / EXERCISE / f"{EXERCISE}.ipynb", as_version=4)
    exporter = HTMLExporter(template_name="formgrade", extra_template_basedirs=[str(handlers.template_path)])
    html, _ = exporter.from_notebook_node(
        page,
        resources={
            "base_url": "",
            "notebook_id": EXERCISE,
            "assignment_id": EXERCISE,
            "submission_id": "1",
            "index": 0,
            "total": 1,
        },
    )
    assert '<input class="score tabbable" id="read-game-surprise"' in html and "/ 3.0" in html
    assert "The average rose &amp; the gap grew." in html
    assert all(line in html for line in READ[EXERCISE][0].rubric)


def test_the_page_that_goes_back_shows_the_points(course):
    root, api = course
    assert api.generate_feedback(EXERCISE, "asha", force=True)["success"]
    html = (root / "feedback" / "asha" / EXERCISE / f"{EXERCISE}.html").read_text(encoding="utf-8")
    assert "read-game-surprise" in html and "Traceback (most recent" not in html


# ---- What a page shows


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / EXERCISE
    shutil.copytree(
        course_root() / "exercises" / EXERCISE, folder, ignore=shutil.ignore_patterns("*.answers.json*", ".*")
    )
    monkeypatch.chdir(folder)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return folder


def shown(monkeypatch):
    from IPython import display

    told = []
    monkeypatch.setattr(display, "display", told.append)
    ask("game-surprise", read=True)
    return "".join(one.data for one in told)


@pytest.mark.parametrize(
    ("saved", "told"),
    [
        (None, "not answered yet"),
        ('{"schema": 1, "answers": {"game-surprise": "<b>bold</b>"}}', "&lt;b&gt;bold"),
        ("{", "is damaged"),
        ('{"schema": 99, "answers": {}}', "newer version"),
    ],
    ids=["nothing", "an answer", "a damaged file", "a newer file"],
)
def test_without_a_browser_the_answer_stands_above_its_rubric_whatever_the_file_is(folder, monkeypatch, saved, told):
    if saved:
        (folder / f"{EXERCISE}.answers.json").write_text(saved, encoding="utf-8")
    html = shown(monkeypatch)
    assert told in html and html.index(told) < html.index("Nothing has surprised them yet.") and "<b>bold" not in html


def test_in_a_browser_only_the_rubric_stands_there_since_the_form_holds_the_answer(folder, monkeypatch):
    (folder / f"{EXERCISE}.answers.json").write_text(
        '{"schema": 1, "answers": {"game-surprise": "An older answer."}}', encoding="utf-8"
    )
    monkeypatch.setenv("JPY_SESSION_NAME", "page")
    html = shown(monkeypatch)
    assert "An older answer." not in html and "Nothing has surprised them yet." in html
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"{EXERCISE}.answers.json", f"{EXERCISE}.ipynb", "questions.yml"]
    )
