"""What the game promises of luck and of a good plan, and the page that tells it."""

import re

import pytest

from equityqi.files import course_root
from tools import game_page
from tools.game_page import FULL, PAGE, SHORT, Luck, luck_of, page, problems, results


@pytest.fixture(scope="module")
def sample():
    return luck_of("nothing", SHORT), luck_of("r-slots", SHORT)


def test_a_sample_of_games_keeps_the_promises(sample):
    nothing, well = sample
    assert nothing.three == pytest.approx(0.22, abs=0.09) and nothing.five == pytest.approx(0.11, abs=0.07)
    assert well.three > 0.95 and well.five > 0.90
    assert not problems(nothing, well)


def test_a_game_that_breaks_a_promise_is_named():
    assert problems(Luck(FULL, 0.251, 0.2, ()), Luck(FULL, 0.9, 0.8, ())) == [
        "Doing nothing narrows the gap by 3 points in 25.1% of games; it should be 15% to 25%.",
        "Plan R with the slots test narrows the gap by 3 points in 90.0% of games; it should be over 90%.",
    ]


def test_a_short_sample_is_given_the_room_that_its_own_luck_needs():
    assert not problems(Luck(SHORT, 0.29, 0.2, ()), Luck(SHORT, 0.99, 0.9, ()))
    assert problems(Luck(SHORT, 0.33, 0.2, ()), Luck(SHORT, 0.99, 0.9, ()))


def test_the_page_stands_in_the_repository_with_its_command_and_table(sample):
    text = (course_root() / PAGE).read_text(encoding="utf-8")
    assert "equityqi check game --full" in text.split("## ")[0] and results() in text
    assert f"{FULL:,} games of each plan" in text
    told = {
        row[0]: (float(row[1]) / 100, float(row[2]) / 100)
        for row in re.findall(r"^\| (Nothing|R \+ evening[^|]*?) +\| ([\d.]+) +\| ([\d.]+) +\|$", text, re.MULTILINE)
    }
    assert told["Nothing"] == pytest.approx(
        (0.236, 0.116), abs=0.02
    )  # by arithmetic; the course's papers print 22 and 11
    assert told["R + evening slots tested at 25% in months 8–9"] == pytest.approx((0.99, 0.96), abs=0.015)
    same_words = page(*sample).split("## How often")[0]
    assert text.startswith(same_words)


def test_the_discharge_rule_has_its_shown_figures_on_the_page():
    row = next(line for line in game_page.results().splitlines() if line.startswith("| Discharge"))
    assert "59.2 (shown 63.4)" in row and "(shown 37.0)" in row
