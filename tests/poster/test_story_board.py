"""poster.story_board: one page a month with small numbers hidden, as text, page, Word, PDF and picture."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from PIL import Image

from equityqi.files import course_root
from equityqi.poster.board_files import board_pdf, board_picture, board_word
from equityqi.poster.board_page import board_page
from equityqi.poster.story_board import HEADS, NO_GAP, TOO_SMALL, board_of, in_text
from equityqi.project.numbers import AIM, BALANCING, MONTH, Board, Count, Measured, Numbers, after
from equityqi.project.parts import PdsaCycle, Project
from equityqi.project.whole_project import WholeProject

PLAN = Project.read(course_root() / "datasets/b-medication-reviews/project.json")
TIMES = [after("2025-07", MONTH, step) for step in range(20)]
NEED = "A morning a week of paid time for the calls"
SMALL = PdsaCycle(
    name="C1",
    question="Does a call help?",
    start="6 July 2026",
    end="10 July 2026",
    low=2,
    high=3,
    of=5,
    observed=1,
    observed_of=5,
)  # noqa: E501
LATER = SMALL.model_copy(update={"name": "C2", "start": "1 March 2027", "end": "5 March 2027"})


def a_project(**change) -> WholeProject:
    """Reviews that rise for the first group from July 2026 on, a group of a few people, and harm in the last month."""
    counts = [
        Count(when=when, group=group, count=str(count), of=str(of))
        for k, when in enumerate(TIMES)
        for group, count, of in (("A", 41 + k % 3 + 9 * (k >= 12), 81 + k % 5), ("B", 131 + k % 7, 203), ("C", 3, 11))
    ]
    fell = [Count(when=TIMES[-1], group="A", count="3", of="20")]
    measures = [
        Measured(id="m1", name="reviews done", role=AIM, predicted="58", target="62", counts=counts),
        Measured(id="m2", name="people who fell", role=BALANCING, better="down", trigger="12", counts=fell),
    ]
    board = Board(
        month="2027-02", learned="- Ring after six.\n\nPeople brought a neighbour.", need=NEED, by="14 March 2027"
    )
    record = Numbers(
        groups=["A", "B", "C"], times=TIMES, measures=measures, cycles=[SMALL, LATER], own_log=True, boards=[board]
    )
    return WholeProject(plan=PLAN.model_copy(update={"cycles": []}), record=record.model_copy(update=change))


@pytest.fixture(scope="module")
def board():
    return board_of(a_project(), "2027-02", "course")


def test_it_says_what_was_tried_seen_learned_and_needed(board):
    assert board.month == "February 2027" and board.place == 1
    assert [(one.when, one.result) for one in board.tried] == [
        ("6 to 10 July 2026", "Predicted 2 to 3 of 5. Fewer than that.")
    ]  # noqa: E501
    assert board.found[0] == "A: a shift for the better since July 2026 (8 points)."
    assert board.stop == ("People who fell: past the trigger of 12% for A in February 2027.",)
    assert board.floor == "Who must not lose: 1 kept its level and 2 can't tell yet"
    assert board.learned == ("Ring after six.", "People brought a neighbour.")
    assert board.help.startswith("Can you help? Tell ") and board.help.endswith("by 14 March 2027.")


def test_a_month_before_has_only_what_was_known_then():
    board = board_of(a_project(), "2026-06", "course")
    assert not board.tried and not board.stop and board.found[0].startswith("A: no signal") and not board.need


def test_no_small_number_is_on_it_in_any_form(board):
    """The counts that were typed are 3 of 11, 3 of 20 and 1 of 5: nobody finds them again."""
    text = in_text(board)
    for shown in (text, re.sub(r"<style>.*?</style>", "", board_page(board), flags=re.DOTALL)):
        assert not re.search(r"\b3 of (11|20)\b|\b1 of 5\b|\b27%|\b15%|\b20%", shown)
    assert ">A<" in board.chart.wide and ">C<" not in board.chart.wide
    assert "we predicted 58%" in board.chart.wide and "target 62%" in board.chart.wide


def test_counts_that_are_all_small_are_said_to_be_hidden_and_not_drawn():
    few = [Count(when=when, group="A", count="2", of="9") for when in TIMES]
    board = board_of(
        a_project(groups=["A"], measures=[Measured(id="m1", name="reviews", counts=few)]), "2027-02", "course"
    )
    assert board.chart is None and TOO_SMALL in board_page(board)
    assert board.found[0].startswith("A: ")


def series(groups, **record):
    """A project whose groups have so many of so many in each of the 20 months."""
    counts = [
        Count(when=when, group=group, count=str(many[k]), of=str(of))
        for group, (many, of) in groups.items()
        for k, when in enumerate(TIMES)
    ]
    measure = Measured(id="m1", name="reviews done", role=AIM, counts=counts)
    return a_project(groups=list(groups), measures=[measure], boards=[], **record)


def test_the_gap_is_that_of_all_months_and_the_months_that_the_chart_leaves_out_are_counted():
    low = [5, 9, 6, 10, 4, 8, 7, 9, 6, 5, 8, 7, 8, 9, 8, 10, 9, 8, 11, 9]
    whole = series({"A": (low, 40), "B": ([20] * 20, 40)})
    board = board_of(whole, "2027-02", "course")
    assert "the gap went from 32.3 to 28.1 percentage points" in board.gap  # 32.5 to 27.5 on the team's own screen
    assert "7 of A’s 20 counts" in board.small_print and "B" not in board.small_print.split("small: ")[1][:30]
    few = series({"A": ([0] * 11 + [3] + [9] * 8, 40), "B": ([20] * 20, 40)})
    assert board_of(few, "2027-02", "course").gap == NO_GAP


def test_with_many_groups_each_signal_is_said_and_the_others_share_a_line():
    steady = [150 + k % 3 for k in range(20)]
    groups = {name: (steady, 200) for name in "ABCD"} | {"E": ([150] * 12 + [60] * 8, 200)}
    board = board_of(series(groups), "2027-02", "course")
    assert board.found[0].startswith("E: a shift for the worse") and len(board.found) == 2
    assert board.found[1] == "No signal, or too early to tell: A, B, C and D." and board.found[0] in in_text(board)


def test_a_floor_that_names_no_fall_says_so_and_which_group_got_worse_all_the_same():
    whole = series({"A": ([150] * 12 + [60] * 8, 200), "B": ([100] * 20, 200)})
    aim = whole.plan.aim.model_copy(update={"floor": "no group worse"})
    board = board_of(whole.model_copy(update={"plan": whole.plan.model_copy(update={"aim": aim})}), "2027-02", "course")
    assert board.floor == "Who must not lose: our floor names no largest fall, so we can’t judge it."
    assert board.floor_groups == ("A: got worse",)


def test_an_empty_project_has_a_board_that_says_so():
    text = in_text(board_of(WholeProject(), "2026-12", "course"))
    assert (
        text.startswith("Our project. December 2026") and text.count("Nothing yet.") == 4 and "No numbers yet." in text
    )


def test_the_text_has_every_part_by_its_heading(board):
    lines = in_text(board).splitlines()
    assert [line for line in lines if line.isupper()] == [head.upper() for head in HEADS]
    assert NEED in lines


def test_what_people_typed_is_never_markup(board):
    page = board_page(replace(board, title="<script>alert(1)</script>", need=("<b>help</b>",)))
    assert "<script>" not in page and "&lt;b&gt;help" in page


def test_word_pdf_and_picture_hold_the_board_on_one_sheet_the_same_each_time(board):
    word = Document(io.BytesIO(board_word(board)))
    said = "\n".join(one.text for cell in word.tables[0].rows[0].cells for one in cell.paragraphs)
    assert all(head in said for head in HEADS) and NEED in said
    assert 'descr="Reviews done, July 2025 to February 2027.' in word.element.xml
    pdf = board_pdf(board)
    assert pdf == board_pdf(board) and len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    wide, tall = Image.open(io.BytesIO(board_picture(board))).size
    assert wide > 1500 and tall > 700
