"""The picture of the game: each month can be shown on its own, and its words say all of it."""

import re
from xml.etree import ElementTree

import pytest

from equityqi.game.moves import new_answer
from equityqi.game.play import Log, Turn
from equityqi.game.view import board
from equityqi.svg.game_board import APART, GameBoard, Months, sentence_of
from equityqi.svg.text_widths import width_of

NAMES = ("A: most deprived", "B: most deprived too", "C: in the middle", "D: least deprived")
SVG = "{http://www.w3.org/2000/svg}"


def months(played, levels=(29, 45, 64, 77), coming=range(0)):
    groups = {name: tuple(float(level) for _ in range(played)) for name, level in zip(NAMES, levels, strict=True)}
    turns = tuple((f"{first}–{first + 1}", 40.0 - first) for first in range(1, played, 2))
    return Months(groups, turns, coming)


def shapes(of):
    picture = GameBoard(of).picture
    return [ElementTree.fromstring(shape) for shape in (picture.wide, picture.narrow)]


@pytest.mark.parametrize("played", [2, 4, 12])
def test_each_month_is_a_part_of_its_own_with_a_mark_for_each_group(played):
    for svg in shapes(months(played)):
        parts = [part for part in svg.iter(f"{SVG}g") if part.get("data-month")]
        assert [part.get("data-month") for part in parts] == [str(month) for month in range(1, played + 1)]
        for number, part in enumerate(parts, 1):
            marks = [mark for mark in part if not (mark.get("class") or "").startswith("s-")]
            lines = [mark for mark in part if (mark.get("class") or "").startswith("s-")]
            assert len(marks) == 4 and len(lines) == (4 if number > 1 else 0)


def test_groups_differ_by_mark_and_line_and_not_by_colour_alone():
    month = [part for part in shapes(months(2))[0].iter(f"{SVG}g") if part.get("data-month") == "2"][0]
    marks = {(mark.tag.removeprefix(SVG), mark.get("class")) for mark in list(month)[4:]}
    assert marks == {("path", "least"), ("path", "hollow"), ("rect", "f-others"), ("circle", "best")}
    assert [line.get("class") for line in list(month)[:4]] == ["s-least", "s-least dash", "s-others", "s-best"]


@pytest.mark.parametrize(
    "levels", [(29, 45, 64, 77), (50, 50, 50, 50), (0, 0, 0, 0), (100, 100, 100, 100), (0, 1, 99, 100)]
)
def test_the_letters_beside_the_lines_never_meet_and_nothing_is_cut(levels):
    for svg in shapes(months(12, levels)):
        wide, high = map(float, svg.get("viewBox").split()[2:])
        letters = sorted(float(word.get("y")) for word in svg.iter(f"{SVG}text") if word.text in "ABCD")
        assert all(after - before >= APART - 0.2 for before, after in zip(letters, letters[1:], strict=False))
        for word in svg.iter(f"{SVG}text"):
            across, kind = width_of(word.text, 13), word.get("class") or ""
            left = float(word.get("x")) - (across if "t-e" in kind else across / 2 if "t-m" in kind else 0)
            assert left >= -0.5 and left + across <= wide + 0.5 and 8 <= float(word.get("y")) <= high, word.text


def test_what_comes_next_is_marked_until_the_game_is_over():
    assert all(svg.find(f"{SVG}g[@class='eq-next']") is not None for svg in shapes(months(4, coming=range(5, 7))))
    assert all(svg.find(f"{SVG}g[@class='eq-next']") is None for svg in shapes(months(12)))


def test_the_words_say_every_number_and_one_gap_for_each_turn():
    picture = GameBoard(months(4)).picture
    assert picture.alt == (
        "Reviews completed in per cent, months 1 to 4 of 12, as shown. Months 1 and 2 are the baseline. A: most"
        " deprived: 29.0, 29.0, 29.0 and 29.0. B: most deprived too: 45.0, 45.0, 45.0 and 45.0. C: in the middle: 64.0,"
        " 64.0, 64.0 and 64.0. D: least deprived: 77.0, 77.0, 77.0 and 77.0. The gap, D minus A and B together, in"
        " percentage points: 39.0 in months 1 and 2 and 37.0 in months 3 and 4."
    )
    assert all(svg.get("aria-label") == picture.alt for svg in shapes(months(4)))


@pytest.mark.parametrize(
    ("gaps", "said"),
    [((36.9,), "36.9 percentage points at baseline."), ((36.9, 36.93), "as wide as at baseline"),
     ((36.0, 41.0), "5.0 wider than at baseline"), ((36.0, -2.0), "is −2.0 percentage points, 38.0 narrower")],
)  # fmt: skip
def test_the_sentence_says_how_the_gap_moved(gaps, said):
    assert said in sentence_of(Months({}, tuple((str(number), gap) for number, gap in enumerate(gaps, 1))))


def test_without_luck_nothing_is_called_luck():
    log = Log(seed=1, turns=[Turn(group="A", low=20, high=40)] * 5)
    assert "luck" in GameBoard(board(log)).picture.sentence
    assert not GameBoard(board(log, "chance")).picture.sentence.endswith("One turn can be luck.")
    lines = re.findall(
        r"A: most deprived areas, interpreter needed: ([\d., and]+)\.", GameBoard(board(log, "chance")).picture.alt
    )
    assert set(lines[0].replace(" and ", ", ").split(", ")) == {"29.4"}


def test_a_new_game_shows_its_baseline():
    log = Log(**new_answer(1)["game"])
    assert (
        board(log).coming == range(3, 5) and len(board(log).groups["A: most deprived areas, interpreter needed"]) == 2
    )
