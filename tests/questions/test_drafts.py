"""A form that begins with a draft: it earns nothing as it is, and what a person wrote is never replaced by it."""

import pytest

from equityqi.cases.case import load
from equityqi.questions.exercise_file import all_exercises
from equityqi.questions.kinds.base import BadPart
from equityqi.questions.kinds.fields import Column
from equityqi.questions.kinds.table import Table
from equityqi.questions.mark import mark

CASE = load("b-medication-reviews")
CARD = all_exercises(CASE.id)["07-measures"].question("my-measure-card")
RIGHT = CARD.model_answer()[0]


def test_the_four_cells_begin_with_a_draft_and_say_what_to_change():
    assert list(CARD.drafts) == ["counted", "out_of", "split", "harm"]
    assert all(column.hint.startswith("Change this. ") for column in CARD.columns.values())
    assert dict(CARD.for_browser()["columns"])["out_of"]["draft"] == "people who came"


def test_an_unchanged_draft_is_not_yet_and_says_why_at_each_cell():
    found = mark(CARD, [CARD.drafts], CASE)
    assert (found.points, found.passed) == (0.0, False)
    assert {note.at for note in found.notes if not note.right} >= {"0:counted", "0:out_of", "0:harm"}


@pytest.mark.parametrize("cell", ["counted", "out_of", "split", "harm"])
def test_a_cell_left_as_the_draft_had_it_loses_its_marks(cell):
    assert mark(CARD, [RIGHT], CASE).points == CARD.points
    assert mark(CARD, [{**RIGHT, cell: CARD.drafts[cell]}], CASE).points < CARD.points


def test_paper_and_plain_pages_show_the_draft():
    assert "The draft says: people who came" in CARD.on_paper() and "The draft says: none expected" in str(
        CARD.asked_html()
    )


def test_only_a_form_of_one_row_can_begin_with_a_draft():
    columns = {"a": Column("A", draft="so")}
    table = Table(id="x", prompt="?", points=1, right="", columns=columns, judge="filled", model=[[{"a": "b"}]])
    with pytest.raises(BadPart, match="only a form of one row"):
        table.check()
