"""code_cells.answers, marking.code_page: an answer counts wherever it is, and nothing else is taken for one."""

import ast
import copy
import json

import pytest

from equityqi.code_cells.answers import APART, NO_PYTHON
from equityqi.marking.code_page import course_cells, fill_page, find_page
from equityqi.marking.course import tasks_of
from equityqi.sandbox import sandbox
from equityqi.workfolder.hand_in import HandIn
from tests.marking.test_mark_code import model

LABEL, OTHER = "tidy-code", "gap-code"
JOINED, MOVED, AS_TEXT, NO_LABEL = (
    "put together again",
    "put back before its test",
    "turned into text",
    "lost its label",
)
TWICE, BLANK_TWICE = "the first one counted", "something written in it counted"
needs_sandbox = pytest.mark.skipif(not sandbox.works(), reason="this computer has no working bubblewrap")


class Page:
    """A page with right answers in it; each change leaves it as a learner might."""

    def __init__(self, released, right):
        self.book = json.loads(released)
        for cell in self.book["cells"]:
            if cell["cell_type"] == "code":
                cell["source"] = right.get(self.label(cell), "".join(cell["source"]))

    @property
    def cells(self):
        return self.book["cells"]

    @staticmethod
    def label(cell):
        return cell["metadata"].get("nbgrader", {}).get("grade_id")

    def at(self, label):
        return next(at for at, cell in enumerate(self.cells) if self.label(cell) == label)

    def cell(self, label=LABEL):
        return self.cells[self.at(label)]

    def add(self, source, at=None, like=None, kind="code"):
        cell = {"metadata": copy.deepcopy(like["metadata"]) if like else {}, "cell_type": kind, "source": source}
        self.cells.insert(len(self.cells) if at is None else at, cell | {"outputs": [], "execution_count": None})

    def cut(self, *places, same_label=True, label=LABEL, between=()):
        """Cut an answer before each of some lines, or within a line where the place is (line, letter)."""
        cell, source = self.cell(label), self.cell(label)["source"]
        lines = source.splitlines(True)
        letters = [
            sum(map(len, lines[:place])) if isinstance(place, int) else sum(map(len, lines[: place[0]])) + place[1]
            for place in places
        ]
        first, *rest = [
            source[one:other].strip("\n") for one, other in zip([0, *letters], [*letters, None], strict=True)
        ]
        cell["source"], at = first, self.at(label)
        for source in (*between, *rest):
            at += 1
            self.add(source, at, like=cell if same_label and source in rest else None)

    def move(self, label=LABEL, to=None):
        cell = self.cells.pop(self.at(label))
        self.cells.insert(len(self.cells) if to is None else to, cell)

    def as_text(self, kind="markdown", label=LABEL, fence=False):
        cell = self.cell(label)
        cell["cell_type"] = kind
        cell["source"] = f"```python\n{cell['source']}\n```" if fence else cell["source"]

    def without_label(self, label=LABEL):
        self.cell(label)["metadata"] = {}

    def blank(self, given, label=LABEL):
        self.cell(label)["source"] = given


GIVEN = "def tidy(raw):\n    # Write your code here"
HELPER = "def plainly(table):\n    return table"


def cut_and_the_end_moved(page):
    page.cut(4)
    page.cells.append(page.cells.pop(page.at(LABEL) + 1))


def written_at_the_end(page):
    page.add(page.cell()["source"])
    page.blank(GIVEN)


def moved_with_its_helper(page):
    page.cell()["source"] = page.cell()["source"].replace("raw.copy()", "plainly(raw.copy())")
    page.move()
    page.add(HELPER)


def whole_statements_apart(page):
    page.cell()["source"] = "BACKWARDS = 'P07'\n" + page.cell()["source"].replace('"P07"', "BACKWARDS")
    page.cut(1)


def stub_and_body(page):
    body = page.cell()["source"].split("\n", 1)[1]
    page.blank(GIVEN)
    page.add(body, page.at(LABEL) + 1, like=page.cell())


def half_of_it_text(page):
    page.cut(4)
    page.cells[page.at(LABEL) + 1]["cell_type"] = "raw"


def a_blank_copy_first(page):
    page.add(GIVEN, page.at(LABEL), like=page.cell())


def two_of_them(page):
    page.cut(3)
    page.cut(2, label=OTHER, same_label=False)


FOUND_AGAIN = {
    "cut in two": (lambda page: page.cut(4), JOINED),
    "cut in two, the second without a label": (lambda page: page.cut(4, same_label=False), JOINED),
    "cut after its first line": (lambda page: page.cut(1), JOINED),
    "cut after its first line, no label": (lambda page: page.cut(1, same_label=False), JOINED),
    "cut in three": (lambda page: page.cut(2, 5), JOINED),
    "cut in three, two without a label": (lambda page: page.cut(2, 5, same_label=False), JOINED),
    "cut within brackets": (lambda page: page.cut((4, 36)), JOINED),
    "cut within a word": (lambda page: page.cut((4, 24)), JOINED),
    "cut with a cell between": (lambda page: page.cut(4, between=["print(len(raw))"]), JOINED),
    "cut with a cell between, no label": (
        lambda page: page.cut(4, same_label=False, between=["raw.head()", "# a note\nprint(1)"]),
        JOINED,
    ),
    "cut and the second half moved to the end": (cut_and_the_end_moved, JOINED),
    "cut between whole statements": (whole_statements_apart, JOINED),
    "the rest of it in a copy of the cell": (stub_and_body, JOINED),
    "cut, and one half turned to raw text": (half_of_it_text, JOINED),
    "two answers cut": (two_of_them, JOINED),
    "moved to the end": (lambda page: page.move(), MOVED),
    "moved to the end without its label": (lambda page: (page.move(), page.without_label_at_end()), NO_LABEL),
    "moved to the top": (lambda page: page.move("bounds-code", 0), MOVED),
    "written into another cell at the end": (written_at_the_end, NO_LABEL),
    "moved to the end, with a helper after it": (moved_with_its_helper, MOVED),
    "turned to Markdown": (lambda page: page.as_text(), AS_TEXT),
    "turned to raw text": (lambda page: page.as_text("raw"), AS_TEXT),
    "turned to Markdown, with fences": (lambda page: page.as_text(fence=True), AS_TEXT),
    "turned to Markdown without its label": (lambda page: (page.as_text(), page.without_label()), AS_TEXT),
    "turned to Markdown and moved": (lambda page: (page.as_text(), page.move()), AS_TEXT),
    "every answer turned to Markdown": (
        lambda page: [page.as_text(label=one) for one in (LABEL, OTHER, "slope-code", "bounds-code")],
        AS_TEXT,
    ),
    "a copy beside a blank cell": (a_blank_copy_first, BLANK_TWICE),
}
Page.without_label_at_end = lambda self: self.cells[-1].update(metadata={})


@pytest.fixture
def task(cohort):
    return next(task for task in tasks_of(cohort.course) if task.name == cohort.code)


@pytest.fixture
def page(cohort):
    return Page(cohort.page(cohort.code), model(cohort.code))


def filled(task, page):
    course = course_cells(task)
    path = f"{task.name}/{task.name}.ipynb"
    found = find_page([HandIn("asha", ((path, json.dumps(page.book).encode()),))], task, course)
    assert found.state == "changed"
    return fill_page(course, found.cells)


def answers(page):
    return {cell["id"]: cell["source"] for cell in page.cells if cell["role"] == "learner" and cell["id"]}


def same(source, other):
    return ast.dump(ast.parse(source)) == ast.dump(ast.parse(other))


@pytest.mark.parametrize("kind", FOUND_AGAIN)
def test_an_answer_is_found_again_with_a_note(task, page, kind):
    change, words = FOUND_AGAIN[kind]
    change(page)
    right = model(task.name)
    result = filled(task, page)
    for id, source in answers(result).items():
        whole = source.replace("plainly(raw.copy())", "raw.copy()").replace("BACKWARDS = 'P07'\n", "")
        assert same(whole.replace("BACKWARDS", '"P07"'), right[id]), (kind, id)
    assert words in " ".join(result.notes) and not result.blank and not result.look
    order = [cell["id"] or cell["source"] for cell in result.cells]
    assert HELPER not in order or order.index(HELPER) < order.index(LABEL)
    sources = [cell["source"] for cell in page.cells]
    for scratch in ("print(len(raw))", "raw.head()", "# a note\nprint(1)"):
        assert (scratch in order) == (scratch in sources), "a cell between the parts stays on the page"


@pytest.mark.parametrize("first_label", (True, False))
@pytest.mark.parametrize("second_label", (True, False))
@pytest.mark.parametrize("at_end", (True, False))
def test_an_answer_is_found_wherever_it_was_cut(cohort, task, first_label, second_label, at_end):
    right = model(task.name)
    for line in range(1, len(right[LABEL].splitlines())):
        page = Page(cohort.page(cohort.code), right)
        page.cut(line, same_label=second_label, between=["print(1)"])
        if not first_label:
            page.cell()["metadata"] = {}
        if at_end:
            page.cells.append(
                page.cells.pop(next(at for at, cell in enumerate(page.cells) if "print(1)" in cell["source"]) + 1)
            )
        for id, source in answers(filled(task, page)).items():
            assert same(source, right[id]), (line, id)


def test_one_cell_may_answer_several_questions(task, page):
    """What was handed out for the others would define their functions once more, so it is left out."""
    right = model(task.name)
    page.cell()["source"] = "\n\n".join(right.values())
    page.blank("def gap(worst_x, worst_n, best_x, best_n):\n    # Write your code here", OTHER)
    page.cells.pop(page.at("slope-code"))
    result = filled(task, page)
    found = answers(result)
    assert found[OTHER] == found["slope-code"] == "" and "more than one question" in " ".join(result.notes)
    assert same(found[LABEL], "\n\n".join(right.values())) and found["bounds-code"] == right["bounds-code"]


SCRATCH = {
    "a try-out with the same name after the tests": ("def tidy(raw):\n    return 1", None),
    "a draft in a cell of text": ("def tidy(raw):\n    return 1", "markdown"),
    "a cell that cannot be read": ("tidy(raw", None),
    "an indented line": ("    tidy(raw).head()", None),
    "half a function": ("def tidy(raw):", None),
    "lines that lost their function": ("    table = raw\n    return table", None),
    "prose": ("def is a word of Python, and tidy(raw) is mine", "markdown"),
    "a helper": ("def tidied(raw):\n    return tidy(raw)", None),
    "what it gives": ("tidy(raw).head()", None),
}


@pytest.mark.parametrize("where", ("at the end", "after the tests of another answer", "first"))
@pytest.mark.parametrize("kind", SCRATCH)
def test_a_scratch_cell_is_not_taken_for_an_answer(task, page, kind, where):
    source, text = SCRATCH[kind]
    page.add(
        source,
        {"at the end": None, "first": 0, "after the tests of another answer": page.at("gap-test") + 1}[where],
        kind=text or "code",
    )
    right, result = model(task.name), filled(task, page)
    found = answers(result)
    assert found.pop(LABEL) == right.pop(LABEL) and not result.look
    for id, answer in found.items():  # lines after the end of a function change nothing in it
        assert answer == right[id] or (source.startswith("    ") and answer.startswith(right[id].rstrip()))


def test_of_two_copies_with_an_answer_in_each_the_first_counts(task, page):
    page.add("def tidy(raw):\n    return 1", like=page.cell())
    result = filled(task, page)
    assert answers(result) == model(task.name) and TWICE in " ".join(result.notes)


def test_beside_a_blank_cell_a_function_before_its_test_runs_where_it_is(task, page):
    """The last of two counts, as in a notebook, and what it uses has run before it."""
    at = page.at(LABEL) + 1
    for source in ("LEFT_OUT = 3", "def tidy(raw, left=LEFT_OUT):\n    return 1", page.cell()["source"]):
        page.add(source, at)
        at += 1
    page.blank(GIVEN)
    result = filled(task, page)
    sources = [cell["source"] for cell in result.cells]
    place = sources.index(GIVEN)
    assert sources[place + 1 : place + 3] == ["LEFT_OUT = 3", "def tidy(raw, left=LEFT_OUT):\n    return 1"]
    assert sources[place + 3] == model(task.name)[LABEL] and "# Your table is tested here" in sources[place + 4]


@pytest.mark.parametrize(
    "parts, kind, sentence",
    [
        (["def tidy(raw):\n    return (", "x = = 3"], "code", APART),
        (["I would group the table by month."], "markdown", NO_PYTHON),
    ],
)
def test_what_cannot_be_put_together_is_said_and_the_page_is_looked_at(task, page, parts, kind, sentence):
    page.cell().update(source=parts[0], cell_type=kind)
    for part in parts[1:]:
        page.add(part, page.at(LABEL) + 1, like=page.cell())
    result = filled(task, page)
    assert result.look == sentence and LABEL not in result.blank


def test_code_that_takes_long_to_put_together_is_left_as_it_is(task, page):
    for _ in range(100):
        page.add("(" * 3000, page.at(LABEL) + 1, like=page.cell())
    assert LABEL not in filled(task, page).blank


@needs_sandbox
def test_an_answer_that_was_cut_and_turned_into_text_gets_its_full_marks(cohort, page):
    page.cut(4, between=["print(len(raw))"])
    page.as_text(label=OTHER)
    page.move("bounds-code")
    cohort.zip("asha", {f"exercises/{cohort.code}/{cohort.code}.ipynb": json.dumps(page.book).encode()})
    verdict = cohort.mark()["asha", cohort.code]
    assert (verdict.status, verdict.points) == ("graded", verdict.out_of)
    assert all(words in " ".join(verdict.notes) for words in (JOINED, AS_TEXT, MOVED))


@pytest.mark.parametrize("kind", ("whole", "cut in two", "turned to code"))
def test_a_text_that_a_person_reads_is_on_their_page_whatever_became_of_its_cell(cohort, kind):
    """A page of nbgrader's own, with one answer in words: no code of a learner's, and nothing to run."""

    def book(*texts):
        label = {"grade_id": "why", "grade": True, "solution": True, "points": 4}
        cells = [{"cell_type": "markdown", "metadata": {"nbgrader": label}, "source": text} for text in texts]
        if kind == "turned to code":
            cells[0]["cell_type"] = "code"
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()

    for part in ("source", "release"):
        (cohort.root / "small" / part / "ps1").mkdir(parents=True)
        page = book("Your reasons").replace(b'"code"', b'"markdown"')
        (cohort.root / "small" / part / "ps1" / "ps1.ipynb").write_bytes(page)
    cohort.course = cohort.root / "small"
    texts = ("We rang people first.", "Then we wrote.") if kind == "cut in two" else ("We rang people first.",)
    cohort.zip("asha", {"ps1/ps1.ipynb": book(*texts)})
    cohort.mark()
    [page] = [path for path in (cohort.out / "gradebook").rglob("ps1.ipynb") if "asha" in str(path)]
    assert all(text in page.read_text("utf-8") for text in texts)
