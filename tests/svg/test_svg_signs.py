"""svg.signs: the four signs of a run chart are what their words say, and each icon has its colour and its meaning."""

from itertools import pairwise

import pytest

from equityqi.lessons.views import view
from equityqi.pictures import style
from equityqi.svg import drawing
from equityqi.svg.signs import ICONS, MIDDLE, SIGNS, four_signs, nhs_icons
from tests.svg.reading import read

BY_NAME = {sign.name: sign for sign in SIGNS}


def sides(sign):
    return [value > MIDDLE for value in sign.points]


def shown(sign):
    return [sign.points[place] for place in sign.shows]


def test_the_four_signs_are_those_of_ihi_and_each_chart_shows_its_own():
    assert list(BY_NAME) == ["Shift", "Trend", "Too many or too few runs", "Astronomical point"]
    assert all(len(sign.points) == 12 and MIDDLE not in sign.points for sign in SIGNS)

    shift = BY_NAME["Shift"]
    assert len(shown(shift)) == 6 and min(shown(shift)) > MIDDLE
    assert not sides(shift)[min(shift.shows) - 1]

    trend = BY_NAME["Trend"]
    before = trend.points[min(trend.shows) - 1]
    assert len(shown(trend)) == 5 and before > shown(trend)[0]
    assert all(one < other for one, other in pairwise(shown(trend)))

    runs = 1 + sum(one != other for one, other in pairwise(sides(BY_NAME["Too many or too few runs"])))
    assert runs == 12  # of 12 points: by chance 3 to 11

    (far,) = shown(BY_NAME["Astronomical point"])
    rest = sorted(set(BY_NAME["Astronomical point"].points) - {far})
    assert rest[0] - far > rest[-1] - rest[0]


def test_no_other_chart_of_the_four_shows_a_shift_or_a_trend():
    for name, sign in BY_NAME.items():
        run = climb = fall = longest_run = longest_trend = 1
        for (one, other), (side, other_side) in zip(pairwise(sign.points), pairwise(sides(sign)), strict=True):
            run = run + 1 if side == other_side else 1
            climb, fall = (climb + 1, 1) if other > one else (1, fall + 1)
            longest_run, longest_trend = max(longest_run, run), max(longest_trend, climb, fall)
        assert (longest_run >= 6) == (name == "Shift"), name
        assert (longest_trend >= 5) == (name == "Trend"), name


def test_the_icons_have_the_colours_of_nhs_england_and_say_them_in_words():
    light = {name: pair[0].upper() for name, pair in drawing.LIGHT_AND_DARK.items()}
    assert (light["concern"], light["improve"]) == (style.CONCERN, style.IMPROVE)
    named = {"others": "Grey", "concern": "Orange", "improve": "Blue"}
    icons = [icon for group in ICONS.values() for icon in group]
    assert all(icon.words.startswith(f"{named[icon.colour]}: ") for icon in icons)
    assert [(icon.colour, icon.letters) for icon in icons] == [
        ("others", "~"),
        ("concern", "HL"),
        ("improve", "HL"),
        ("others", "?"),
        ("concern", "F"),
        ("improve", "P"),
    ]
    drawn = read(nhs_icons().wide)
    assert [kind for _, _, kind in drawn.dots].count("s-concern") == 3


@pytest.mark.parametrize("made", [four_signs, nhs_icons])
@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_all_words_are_inside_the_picture_and_in_its_alt_text(made, shape):
    picture = made()
    drawn = read(getattr(picture, shape))
    assert all(words.x + words.width <= drawn.width and words.foot < drawn.height for words in drawn.words)
    assert all(sign.name in picture.alt for sign in SIGNS if made is four_signs)


def test_a_lesson_shows_them_by_their_names():
    assert view("signs").alt == four_signs().alt
    assert view("icons").alt == nhs_icons().alt
