"""svg.dots: groups on one scale, legible on a laptop and on a phone, with words for people who cannot see it."""

from itertools import combinations

import numpy as np
import pytest

from equityqi.svg.dots import dots
from equityqi.svg.text_widths import SLACK
from tests.svg.reading import read

ARTICLE = "BLMK Health and Care Partnership news article; the years are not stated"
PLACES = {"Central Bedfordshire": 67.9, "Luton": 59.2}


def opening(**told):
    return dots(PLACES, "years", "Healthy life of men", ARTICLE, not_found=["Bedford", "Milton Keynes"], **told)


HARD = {
    "opening": opening(),
    "not told": opening(tell_gap=False),
    "per cent": dots({"A": 2.0, "B": 12.2, "C": 12.6, "D": 30.4}, "%", "Most deprived fifth", "IMD 2019", better=-1),
    "long": dots(
        {"People who need an interpreter and live in the most deprived areas": -3.25, "B": 1, "C": 1.05, "D": 1.06},
        "points",
        "A very long title that goes on and on for more than one line, as authors write at times",
        "Somewhere in a report with a very long name. " * 6,
    ),
    "big": dots({"A": 33755, "B": 125607}, "people", "People", "Census"),
    "top": dots({"A": 100, "B": 97.0, "C": 97.0}, "%", "Near the top", "Register"),
    "twelve": dots({f"Practice {n}": 40 + n for n in range(12)}, "%", "Reviewed", "Register"),
    "same": dots({"A": 5, "B": 5}, "%", "No gap", "Register"),
    "zero": dots({"A": 0, "B": 0}, "%", "Nothing", "Register"),
}


def box(words):
    """Return where words may stand at the most: left, right, top, foot."""
    kinds, wide = words.kind.split(), words.width * SLACK
    left = words.x - (wide / 2 if "t-m" in kinds else wide if "t-e" in kinds else 0)
    return left, left + wide, words.y - (14 if "t-l" in kinds else 11), words.foot + 3


@pytest.mark.parametrize("shape", ["wide", "narrow"])
@pytest.mark.parametrize("name", HARD)
def test_nothing_is_cut_off_or_on_top_of_another(name, shape):
    shown = read(getattr(HARD[name], shape))
    boxes = {words.joined: box(words) for words in shown.words}
    assert len(boxes) >= 5
    for words, (left, right, top, foot) in boxes.items():
        assert left >= -0.5 and right <= shown.width + 0.5 and top >= 0 and foot <= shown.height + 1, words
    for (one, a), (two, b) in combinations(boxes.items(), 2):
        across, down = min(a[1], b[1]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[2], b[2])
        assert across <= 1 or down <= 1, f"{one} lies on {two}"


@pytest.mark.parametrize("name", HARD)
def test_its_words_are_whole_sentences_and_hold_the_numbers(name):
    drawn = HARD[name]
    assert drawn.alt == read(drawn.wide).alt == read(drawn.narrow).alt
    for words in filter(None, (drawn.alt, drawn.sentence)):
        assert words.endswith(".") and ".." not in words and "  " not in words


def test_the_opening_says_all_that_it_shows():
    assert opening().alt == (
        "Dot chart. Healthy life of men: Central Bedfordshire 67.9 years, Luton 59.2 years. The gap is 8.7 years. No"
        " figure was found for Bedford or Milton Keynes. The scale runs from 55 years to 70 years. Source: BLMK Health"
        " and Care Partnership news article; the years are not stated."
    )
    words = " ".join(words.joined for words in read(opening().wide).words)
    assert "Thescalestartsat55years,notat0." in words


def test_dots_stand_to_scale_and_the_least_well_served_is_a_diamond():
    for drawn in (opening().wide, opening().narrow):
        shown = read(drawn)
        grid = sorted({numbers[0] for numbers, kind in shown.paths if kind == "grid"})
        per_year = (grid[-1] - grid[0]) / 15
        (circle,) = [x for x, _, kind in shown.dots if kind == "best"]
        (diamond,) = [numbers[2] for numbers, kind in shown.paths if kind == "least"]
        assert (circle - grid[0]) / per_year == pytest.approx(12.9, abs=0.02)
        assert (circle - diamond) / per_year == pytest.approx(8.7, abs=0.02)


def test_order_gap_and_units():
    assert (
        "Missed: B 5%, C 10%, A 20%. The gap is 15 percentage points."
        in dots({"A": 20, "B": 5, "C": 10}, "%", "Missed", "Register", better=-1).alt
    )
    assert "The gap is 1 percentage point." in dots({"A": 2, "B": 1}, "%", "X", "Y").alt
    assert "The gap is 0.3 years." in dots({"A": 0.1, "B": 0.4}, "years", "X", "Y").alt
    assert "A 2.0%, B 1.5%" in dots({"A": np.float64(2), "B": np.float64(1.5)}, "%", "X", "Y").alt


def test_a_gap_that_readers_work_out_is_not_told():
    drawn = opening(tell_gap=False)
    said = [drawn.alt, drawn.sentence, *(words.joined for words in read(drawn.wide).words)]
    assert "Howmanyyears?" in said and not any("8.7" in words for words in said)


@pytest.mark.parametrize(
    ("values", "options", "said"),
    [
        ({"A": 1}, {}, "needs 2 to 12 groups, and there are 1"),
        ({str(n): n for n in range(13)}, {}, "there are 13"),
        ({"A": 1, "B": None}, {}, "'B' has no number to draw"),
        ({"A": 1, "B": float("nan")}, {}, "'B' has no number to draw"),
        ({"A": 1, "B": "59.2"}, {}, "'B' has no number to draw"),
        ({"A": 1, "B": 2}, {"better": 0}, "Pass 1 if a higher number is good"),
        ({"A": 1, "B": 2}, {"not_found": "Bedford"}, r"write not_found=\['Bedford'\]"),
    ],
)
def test_it_refuses_in_plain_sentences(values, options, said):
    with pytest.raises(ValueError, match=said):
        dots(values, "years", "Title", "Source", **options)
