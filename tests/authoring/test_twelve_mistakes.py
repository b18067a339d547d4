"""``equityqi check``: a case and a question with twelve mistakes, each named with its file and line, all at once."""

import json
import re
import shutil

import pytest

from equityqi.authoring import datasets, leftovers
from equityqi.authoring.lint.questions_check import questions_problems
from equityqi.files import course_root

ROOT = course_root()
EXERCISE = "01-what-is-inequity"
CASE = "g-clinics"


@pytest.fixture
def course(tmp_path):
    """A course with one exercise, the example of the documentation, and a new case in other words."""
    shutil.copytree(ROOT / "solutions" / EXERCISE, tmp_path / "solutions" / EXERCISE)
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets", ignore=shutil.ignore_patterns("?-*", "places", "drawn"))
    shutil.copytree(ROOT / "course", tmp_path / "course", ignore=shutil.ignore_patterns("trainer"))
    shutil.copytree(ROOT / "docs" / "new-case", tmp_path / "docs" / "new-case")
    into = tmp_path / "datasets" / CASE
    shutil.copytree(ROOT / "docs" / "new-case" / "f-falls", into)
    for file in into.iterdir():
        text = file.read_text(encoding="utf-8")
        for before, after in (("f-falls", CASE), ("{f-", "{g-"), ("\nf-", "\ng-")):
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def change(path, before, after):
    """Change one place of a file, and return the line in which it is now."""
    text = path.read_text(encoding="utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1 + after[: len(after) - len(after.lstrip("\n"))].count("\n")


# Of the case: file, what stands there, what is written instead, and what is said.
OF_THE_CASE = {
    "a sentence of the story with an unknown word": (
        "story.yml", "But only {started-no-car}%", "But only {begun-no-car}%", "no name or fact called {begun-no-car}",
    ),
    "a figure that the table does not give": (
        "facts.yml", "value: 75", "value: 57", "its value isn’t in its text: 57",
    ),
    "a column without a meaning": (
        "datapackage.json", '"description": "People referred.", ', "", "description: this key is missing",
    ),
    "a key that is not known": (
        "case.yml", "    denominator_words: people who", "    words: people who", "words: this key is not known",
    ),
    "an end of the gap that is no level": ("case.yml", "worst: no car", "worst: nobody", "worst is 'nobody'"),
    "a place that a draft left open": (
        "card.md", "faults | None |", "faults | TO DO: who is missing |", "still to do: who is missing",
    ),
    "a card that doesn't say that the data are invented": (
        "card.md", "Synthetic: never cite.", "Counts of our ward.", "isn't followed by “Synthetic: never cite.”",
    ),
}  # fmt: skip
OF_THE_QUESTION = {
    "a list where each option needs a name": ("wrong:\n", "wrong: []\n    rong:\n", "rong: this key is not known here"),
    "marks that are no number": ("points: 1\n", "points: one\n", "points: Input should be a valid number"),
    "a unit with another key": ("unit: years\n", "unitt: years\n", "unitt: this key is not known here"),
}


def test_every_mistake_of_a_case_is_found_at_once_with_its_line(course):
    folder = course / "datasets" / CASE
    wanted = []
    for file, before, after, said in OF_THE_CASE.values():
        wanted.append((file, change(folder / file, before, after), said))
    found = datasets.differences(course)
    for file, line, said in wanted:
        if file == "story.yml":
            continue  # its words are filled in once the other files can be read
        near = [text for text in found if said in text]
        assert near and re.search(rf"{CASE}/{file}, line (\d+)", near[0]), (said, found)
        assert line - 3 <= int(re.search(r"line (\d+)", near[0])[1]) <= line, (near[0], line)
    assert any("once these files can be read" in text for text in found)


@pytest.mark.parametrize(("file", "before", "after", "said"), OF_THE_CASE.values(), ids=OF_THE_CASE)
def test_a_mistake_of_a_case_is_found_with_its_line(course, file, before, after, said):
    line = change(course / "datasets" / CASE / file, before, after)
    [found] = [text for text in datasets.differences(course) if said in text]
    told = int(re.match(rf"{CASE}/{file}, line (\d+)", found)[1])
    assert line - 2 <= told <= line, found


def test_a_false_figure_and_words_of_another_case_are_found_with_their_lines(course):
    folder = course / "datasets" / CASE
    line = change(folder / "facts.yml", "value: 58", "value: 85")
    change(folder / "facts.yml", "58%", "85%")
    found = datasets.differences(course)
    [false] = [text for text in found if "it says 85" in text]
    assert abs(int(re.search(r"line (\d+)", false)[1]) - line) <= 1 and "classes_monthly.csv" in false
    at = change(folder / "story.yml", "There is one beside the bus station.", "A second bus stops at our clinic.")
    area = change(folder / "case.yml", "area: our falls service", "area: our falls service")
    found = datasets.differences(course)
    assert [text for text in found if text.startswith(f"{CASE}/story.yml, line {at}: “bus” seems to be left over")]
    assert [text for text in found if text.startswith(f"{CASE}/case.yml, line {area}: “falls” seems to be left")]


def test_a_word_that_belongs_to_a_case_too_is_excused_by_name(course):
    folder = course / "datasets" / CASE
    change(folder / "story.yml", "There is one beside the bus station.", "A second bus stops at our clinic.")
    before = leftovers.leftovers(folder, course)
    case = folder / "case.yml"
    case.write_text("# word: bus\n" + case.read_text(encoding="utf-8"), encoding="utf-8")
    after = leftovers.leftovers(folder, course)
    assert any("“bus”" in text for text in before) and not any("“bus”" in text for text in after)


def test_the_cases_of_the_course_hold_nothing_of_each_other():
    for path in sorted(ROOT.glob("datasets/*/case.yml")):
        assert leftovers.leftovers(path.parent, ROOT) == []


def test_every_mistake_of_a_question_is_found_at_once_with_its_line(course):
    path = course / "solutions" / EXERCISE / "questions.yml"
    wanted = [(change(path, before, after), said) for before, after, said in reversed(OF_THE_QUESTION.values())]
    found = questions_problems(course)
    for _, said in wanted:
        [one] = [problem for problem in found if said in problem.sentence]
        key = said.partition(":")[0]
        assert f"{key}:" in path.read_text(encoding="utf-8").splitlines()[one.line - 1], one


def _cells(course):
    return course / "solutions" / EXERCISE / f"{EXERCISE}.ipynb"


@pytest.mark.parametrize(
    ("break_cell", "said"),
    [
        (lambda cell: cell["id"] != "ask-gap-years", "asks “gap-years”, so nobody ever sees it"),
        (lambda cell: cell["id"] != "points-gap-years", 'ends with score("gap-years"), so it earns no marks'),
        (lambda cell: cell["metadata"].get("nbgrader", {}).update(points=9) or True, "points here and 9 in its cell"),
        (lambda cell: cell["metadata"].get("nbgrader", {}).update(grade=False) or True, "isn’t a locked test cell"),
    ],
    ids=["no ask", "no score", "other points", "not graded"],
)
def test_a_question_without_its_two_cells_is_found_with_its_line(course, break_cell, said):
    path = _cells(course)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if break_cell(cell)]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    lines = path.with_name("questions.yml").read_text(encoding="utf-8").splitlines()
    one = next(problem for problem in questions_problems(course) if said in problem.sentence)
    assert "id: gap-years" in lines[one.line - 1]


def test_a_model_answer_that_does_not_earn_every_mark_is_found_with_its_line(course):
    shutil.copytree(ROOT / "solutions" / "04-aim", course / "solutions" / "04-aim")
    path = course / "solutions" / "04-aim" / "questions.yml"
    change(path, "group: people who need an interpreter, comparator:", "group: staff, comparator:")
    [one] = [problem for problem in questions_problems(course) if "marks:" in problem.sentence]
    assert "The model answer of “repair-a” earns " in one.sentence
    assert "id: repair-a" in path.read_text(encoding="utf-8").splitlines()[one.line - 1]


def test_questions_of_the_course_are_in_order():
    assert questions_problems(ROOT) == []
