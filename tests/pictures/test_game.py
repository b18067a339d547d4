"""pictures.game: the game's board: what is on it, what its words say, and that nothing is cut."""

import importlib.util
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from equityqi.pictures.game import GameBoard, Months

_spec = importlib.util.spec_from_file_location("_time_pictures", Path(__file__).with_name("test_over_time.py"))
_others = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_others)
check_nothing_is_cut_or_lies_on_another = _others.check_nothing_is_cut_or_lies_on_another

NAMES = (
    "A: most deprived areas, interpreter needed",
    "B: most deprived areas",
    "C: areas in the middle",
    "D: least deprived areas",
)
STEPS = {name: (70.2, 60, 69.9) for name in NAMES}


def months(played, steps=None, kind="as shown", extreme=False):
    level = (lambda place: 100.0 * (place % 2)) if extreme else (lambda place: 30.0 + 15 * place)
    groups = {name: tuple(level(place) for _ in range(played)) for place, name in enumerate(NAMES)}
    return Months(
        groups,
        tuple(36.0 - month for month in range(played)),
        (4.0,) * (played - 1) + (12.0,),
        (0.0,) * (played - 1) + (8.5,),
        steps,
        kind,
    )


def words(board):
    return {text.get_text() for text in board.figure.findobj(Text)}


@pytest.mark.parametrize(
    "case",
    [months(2), months(12, STEPS), months(12, {name: (100, 100, 100) for name in NAMES}, "true figures", extreme=True)],
)
def test_nothing_is_cut_and_no_words_lie_on_others(case):
    check_nothing_is_cut_or_lies_on_another(GameBoard(case).picture)


def test_steps_stand_on_the_board_and_in_its_words_only_when_known():
    hidden = GameBoard(months(4))
    assert any("steps are hidden" in said for said in words(hidden)) and "reach" not in hidden.picture.alt
    known = GameBoard(months(4, STEPS))
    assert "now 30%\nsteps 70 → 60 → 70" in words(known)
    assert "Steps of B: most deprived areas now: reach 70%, attend 60%, complete 70%." in known.picture.alt


def test_the_words_say_every_number_of_the_board():
    picture = GameBoard(months(3)).picture
    assert (
        picture.alt
        == "The game's board, month 3 of 12, as shown. Months 1 and 2 are the baseline. A: most deprived areas,"
        " interpreter needed, completed in per cent by month: 30, 30, 30. B: most deprived areas, completed in per"
        " cent by month: 45, 45, 45. C: areas in the middle, completed in per cent by month: 60, 60, 60. D: least"
        " deprived areas, completed in per cent by month: 75, 75, 75. Gap in points: 36, 35, 34. Wait in weeks: 4,"
        " 4, 12. Overload in units: 0, 0, 8.5."
    )
    assert (
        picture.sentence
        == "The gap between D and A+B is 34 points, 1.5 points narrower than at baseline. One month may be luck."
    )
    assert GameBoard(months(2)).picture.sentence == "The gap between D and A+B is 35.5 points at baseline."


def test_a_board_drawn_again_is_the_same_as_a_new_one():
    board = GameBoard(months(2))
    again, new = (
        np.asarray(Image.open(BytesIO(png)), int)
        for png in (board.redraw(months(9, STEPS, "true figures")), GameBoard(months(9, STEPS, "true figures")).png)
    )
    assert again.shape == new.shape and (again == new).all()
    assert (np.asarray(Image.open(BytesIO(board.redraw(months(2)))), int) != new).any()


def test_all_groups_stand_on_one_scale():
    board = GameBoard(months(5))
    assert {axes.get_ylim() for axes, _, _ in board.plots[:4]} == {(0, 100)}
    line = board.plots[3][1]
    assert list(line.get_xdata()) == [1, 2, 3, 4, 5] and set(line.get_ydata()) == {75}


def test_another_set_of_groups_needs_another_board():
    with pytest.raises(ValueError, match="other groups"):
        GameBoard(months(2)).redraw(Months({name: (1.0, 2.0) for name in "WXYZ"}, (1.0, 2.0), (4.0, 4.0), (0.0, 0.0)))
