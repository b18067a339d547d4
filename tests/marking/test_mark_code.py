"""marking.mark_code, marking.code_page: code is marked as stock nbgrader marks it, and the right page is found."""

import json
import shutil
import subprocess
import sys

import pytest

from equityqi.authoring.make import nbgrader_api
from equityqi.files import course_root
from equityqi.marking.code_page import course_cells, fill_page
from equityqi.marking.course import cells_of, tasks_of
from equityqi.marking.mark_code import NOT_INSTALLED
from equityqi.sandbox import sandbox
from equityqi.sandbox.sandbox import NO_SANDBOX

ANALYSTS = ("15-analysts-gaps", "16-analysts-charts")
needs_sandbox = pytest.mark.skipif(not sandbox.works(), reason="this computer has no working bubblewrap")
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nprint('drawn')\nplt.gca().get_title()"


def model(exercise):
    """{grade id: the author's code} for the cells where a learner writes."""
    cells = cells_of((course_root() / "solutions" / exercise / f"{exercise}.ipynb").read_bytes())
    return {cell["nbgrader"]["grade_id"]: cell["source"] for cell in cells if cell["nbgrader"].get("solution")}


def written(page, code, extra=None, change=lambda data: None):
    """A page as a learner saved it: code by grade id, and one more cell at its end."""
    data = json.loads(page)
    for cell in data["cells"]:
        cell["source"] = code.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    if extra:
        data["cells"].append(
            {
                "cell_type": "code",
                "id": "extra",
                "metadata": {},
                "source": extra,
                "outputs": [],
                "execution_count": None,
            }
        )
    change(data)
    return json.dumps(data, ensure_ascii=False).encode()


def honest():
    """{(exercise, learner): code}: right work, none, and work that is right in part."""
    gaps, charts = map(model, ANALYSTS)
    half_right = {
        "tidy-code": "def tidy(raw):\n    return raw\n",
        "bounds-code": "def bounds(yes, known, missing):\n    return 100 * yes / (known + missing), 100\n",
    }
    return {
        (ANALYSTS[0], "right"): gaps,
        (ANALYSTS[0], "partly"): gaps | half_right | {"slope-code": "def slope_index(shares, people:\n    return ("},
        (ANALYSTS[1], "blank"): {},
        (ANALYSTS[1], "partly"): charts | {"run-code": charts["run-code"].replace(">= 8", ">= 7")},
    }


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """What stock nbgrader makes of every hand-in: {(exercise, learner): ({test: points}, the page as it ran)}."""
    root = tmp_path_factory.mktemp("stock")
    for name in ANALYSTS:
        shutil.copytree(
            course_root() / "solutions" / name, root / "solutions" / name, ignore=shutil.ignore_patterns(".*")
        )
    shutil.copy(course_root() / "nbgrader_config.py", root)
    api, found = nbgrader_api(root), {}
    api.config.Execute.shutdown_kernel = "immediate"
    for exercise in ANALYSTS:
        assert api.generate_assignment(exercise)["success"]
    for (exercise, learner), code in honest().items():
        folder = root / "submitted" / learner / exercise
        folder.mkdir(parents=True)
        (folder / f"{exercise}.ipynb").write_bytes(
            written((root / "exercises" / exercise / f"{exercise}.ipynb").read_bytes(), code, PLOT)
        )
        assert api.autograde(exercise, learner)["success"]
        with api.gradebook as book:
            grades = {
                grade.name: grade.score
                for sheet in book.find_submission(exercise, learner).notebooks
                for grade in sheet.grades
            }
        found[exercise, learner] = (
            grades,
            json.loads((root / "autograded" / learner / exercise / f"{exercise}.ipynb").read_text("utf-8")),
        )
    return found


@pytest.mark.slow
@needs_sandbox
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_points_and_outputs_are_those_of_stock_nbgrader(stock):
    tasks = {task.name: task for task in tasks_of(course_root())}
    for (exercise, learner), (points, page) in stock.items():
        course = course_cells(tasks[exercise])
        released = tasks[exercise].given.read_bytes()
        filled = fill_page(
            course,
            [cell for cell in cells_of(written(released, honest()[exercise, learner], PLOT)) if cell["kind"] == "code"],
        )
        ran = sandbox.run([{"source": cell["source"], "role": cell["role"]} for cell in filled.cells], {}, 60)
        assert ran.end == "done"
        full = {cell.id: cell.points for cell in course}
        mine = {
            cell["id"]: 0 if ran.cells[place]["error"] else full[cell["id"]]
            for place, cell in enumerate(filled.cells)
            if cell["role"] == "test"
        }
        assert mine == points, (exercise, learner)
        theirs = [
            [shown for shown in cell["outputs"] if shown["output_type"] != "error"]
            for cell in page["cells"]
            if cell["cell_type"] == "code"
        ]
        assert [plain(ran.cells[place]["outputs"]) for place in range(len(theirs))] == [
            plain(outputs) for outputs in theirs
        ], (exercise, learner)
        assert any("image/png" in shown.get("data", {}) for shown in ran.cells[len(theirs) - 1]["outputs"])


def plain(outputs):
    """Outputs with what counts in them; a text is one string and a picture one line."""

    def text(value):
        return "".join(value) if isinstance(value, list) else value

    return [
        (
            shown["output_type"],
            (
                text(shown["text"])
                if "text" in shown
                else {kind: text(data).replace("\n", "") for kind, data in shown["data"].items()}
            ),
        )
        for shown in outputs
    ]


PAGE = f"exercises/{ANALYSTS[0]}/{ANALYSTS[0]}.ipynb"


def without_labels(data):
    for cell in data["cells"]:
        cell["metadata"] = {}


def swapped_labels(data):
    labels = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]["nbgrader"]
        for cell in data["cells"]
        if "nbgrader" in cell["metadata"]
    }
    labels["tidy-code"]["grade_id"], labels["gap-code"]["grade_id"] = "gap-code", "tidy-code"


def locked_changed(data):
    for cell in data["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "assert True"


def without_tests(data):
    data["cells"] = [cell for cell in data["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")]


def copied(data):
    data["cells"] += [
        dict(cell, source="".join(cell["source"]) + "\n# a copy")
        for cell in data["cells"]
        if "nbgrader" in cell["metadata"]
    ]


def skipping(data):
    for cell in data["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
        cell["metadata"].get("nbgrader", {}).update(points=100, locked=False)


@pytest.mark.parametrize(
    "change, words",
    [
        (without_labels, "lost its label"),
        (swapped_labels, "of another one"),
        (locked_changed, "locked cell had been changed"),
        (without_tests, ""),
        (copied, "twice"),
        (skipping, ""),
    ],
)
def test_the_course_s_page_is_filled_alike_whatever_became_of_the_labels(cohort, change, words):
    task = next(task for task in tasks_of(cohort.course) if task.name == cohort.code)
    right, course = model(cohort.code), course_cells(task)

    def filled(change):
        return fill_page(
            course,
            [
                cell
                for cell in cells_of(written(cohort.page(cohort.code), right, "print('mine')", change))
                if cell["kind"] == "code"
            ],
        )

    plain, changed = filled(lambda data: None), filled(change)
    for labelled in (True, False):  # where a test is gone, another cell may move over its place
        assert [cell for cell in changed.cells if bool(cell["id"]) is labelled] == [
            cell for cell in plain.cells if bool(cell["id"]) is labelled
        ]
    assert {cell["id"] for cell in plain.cells if cell["role"] == "test"} == {
        "tidy-test",
        "gap-test",
        "slope-test",
        "bounds-test",
    }
    assert words in " ".join(changed.notes) and (not words) == (not changed.notes)


def test_code_without_a_function_to_know_it_by_is_found_by_its_place(cohort):
    task = next(task for task in tasks_of(cohort.course) if task.name == cohort.code)
    mine = [
        cell
        for cell in cells_of(
            written(cohort.page(cohort.code), {"gap-code": "gap = lambda *counts: (1, 2, 3)"}, change=without_labels)
        )
        if cell["kind"] == "code"
    ]
    sources = [cell["source"] for cell in fill_page(course_cells(task), mine).cells]
    place = sources.index("gap = lambda *counts: (1, 2, 3)")
    assert "tidied = tidy(raw)" in sources[place - 2] + sources[place - 1] and any(
        "gap(620, 800, 1148, 1312)" in source for source in sources[place + 1 : place + 3]
    )


@pytest.mark.slow
@needs_sandbox
def test_the_page_that_counts(cohort):
    right, page = model(cohort.code), cohort.page(cohort.code)
    good, part = written(page, right), written(page, {"bounds-code": right["bounds-code"]})
    copy = PAGE.replace(".ipynb", "-Copy1.ipynb")
    cohort.zip("both", cohort.files(**{copy: good}))
    cohort.zip("copy", cohort.files(**{PAGE: None, copy: part}))
    cohort.zip("two", cohort.files(**{PAGE: part, copy: good}))
    cohort.zip("asha", cohort.files(), pair="ben")
    cohort.zip("ben", cohort.files(**{PAGE: part}), pair="asha")
    cohort.zip("late")
    found = {id: verdict for (id, exercise), verdict in cohort.mark().items() if exercise == cohort.code}
    assert (found["both"].status, found["both"].points) == ("look", 12) and "hasn’t been changed" in found[
        "both"
    ].sentence
    assert (found["copy"].status, found["copy"].points) == ("graded", 2) and f"found in {copy}" in found["copy"].notes[
        0
    ]
    assert (found["two"].status, found["two"].points) == ("look", 2) and "differ" in found["two"].sentence
    assert (found["asha"].points, found["ben"].points) == (2, 2) and "pair's hand-in, which came from ben" in found[
        "asha"
    ].notes[0]
    assert (found["late"].status, found["late"].points, [mark.blank for mark in found["late"].marks]) == (
        "graded",
        0,
        [True] * 4,
    )
    marks = {mark.id: mark for mark in found["copy"].marks}
    assert (marks["bounds-test"].points, marks["bounds-test"].passed, marks["tidy-test"].blank) == (2, True, True)
    assert (
        marks["bounds-test"].asked == "Your bounds are tested here"
        and found["copy"].sentence == "2 of 12 marks for code; 1 of 4 tests passed."
    )


BY_STATSMODELS = """
def gap(worst_x, worst_n, best_x, best_n):
    from statsmodels.stats.proportion import confint_proportions_2indep
    lower, upper = confint_proportions_2indep(best_x, best_n, worst_x, worst_n, method="newcomb", compare="diff")
    return 100 * (best_x / best_n - worst_x / worst_n), 100 * lower, 100 * upper
"""
AS_IF_NOT_INSTALLED = """
import sys
class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name == "statsmodels":
            raise ModuleNotFoundError("No module named 'statsmodels'", name=name)
sys.meta_path.insert(0, Nowhere())
"""


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize("where", ("in a function", "at the top of a cell"))
def test_a_page_of_version_1_that_uses_statsmodels(cohort, monkeypatch, where):
    """With it installed every point is given; without it the other tests count, and a sentence says what to install.
    Once it is there the page is marked again, though nobody handed in anew.
    """
    top = "from statsmodels.stats.proportion import confint_proportions_2indep\n"
    code = BY_STATSMODELS if where == "in a function" else top + BY_STATSMODELS.replace("    " + top, "")
    page = written(cohort.page(cohort.code), {**model(cohort.code), "gap-code": code})
    cohort.zip("asha", cohort.files() | {f"exercises/{cohort.code}/{cohort.code}.ipynb": page})
    run = sandbox.run
    with monkeypatch.context() as patch:
        patch.setattr(
            sandbox,
            "run",
            lambda cells, *more: run(
                [{**cells[0], "source": AS_IF_NOT_INSTALLED + cells[0]["source"]}, *cells[1:]], *more
            ),
        )
        without = cohort.mark()["asha", cohort.code]
    assert {mark.id: mark.passed for mark in without.marks} == {
        "tidy-test": True,
        "gap-test": False,
        "slope-test": True,
        "bounds-test": True,
    }
    assert without.status == "look" and without.sentence == NOT_INSTALLED
    assert "statsmodels" in without.sentence and "pip install statsmodels" in without.sentence
    with_it = cohort.mark()["asha", cohort.code]
    assert with_it.status == "graded" and with_it.points == with_it.out_of == 12


def test_without_bubblewrap_nothing_runs_and_with_trust_it_runs_as_it_is(cohort, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    sandbox.works.cache_clear()
    cohort.zip("asha", cohort.files(**{PAGE: written(cohort.page(cohort.code), model(cohort.code))}))
    try:
        verdict = cohort.mark()["asha", cohort.code]
        assert (verdict.status, verdict.points, verdict.sentence) == ("could_not_run", None, NO_SANDBOX)
        ran = sandbox.run([{"source": "print(1 + 1)", "role": "learner"}], {"data.csv": "YQo="}, 30, trust=True)
        assert ran.end == "done" and ran.cells[0]["outputs"] == [
            {"output_type": "stream", "name": "stdout", "text": "2\n"}
        ]
    finally:
        sandbox.works.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has bubblewrap")
def test_a_bubblewrap_that_cannot_work_here_is_noticed(monkeypatch, tmp_path):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: str(broken) if name == "bwrap" else real(name))
    sandbox.works.cache_clear()
    try:
        assert subprocess.call([broken]) == 1 and not sandbox.works()
    finally:
        sandbox.works.cache_clear()
