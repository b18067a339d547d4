"""project.floor: the largest acceptable fall, and the three verdicts; every case's floor on its data."""

import pytest
from scipy.stats import binom

from equityqi.cases.case import load
from equityqi.lessons.say import words_of
from equityqi.project.floor import CANNOT_TELL, HELD, WORSE, change, floor_sentence, floor_verdict, largest_fall


@pytest.mark.parametrize(
    "before, after, better, wanted",  # Newcombe (1998), table II, method 10
    [
        ((48, 80), (56, 70), 1, (0.2, 0.0524, 0.3339)),
        ((3, 10), (9, 10), 1, (0.6, 0.1705, 0.8090)),
        ((0, 29), (5, 56), 1, (0.0893, -0.0381, 0.1926)),
        ((56, 70), (48, 80), -1, (0.2, 0.0524, 0.3339)),
    ],
)
def test_the_change_has_the_published_interval(before, after, better, wanted):
    assert change(before, after, better) == pytest.approx(wanted, abs=5e-5)


@pytest.mark.parametrize(
    "before, after, fall, better, verdict",
    [
        ((120, 200), (118, 200), 0.05, 1, CANNOT_TELL),  # nearly the same, and far too few to be sure
        ((6000, 10000), (5950, 10000), 0.05, 1, HELD),  # a small fall, and enough people
        ((6000, 10000), (5800, 10000), 0.05, 1, HELD),  # it fell for certain, by less than was agreed
        ((6000, 10000), (5500, 10000), 0.05, 1, WORSE),
        ((120, 200), (90, 200), 0.05, 1, WORSE),
        ((40, 1000), (80, 1000), 0.02, -1, WORSE),  # more misses are worse
        ((80, 1000), (40, 1000), 0.02, -1, HELD),
        ((12, 22), (11, 22), 0.02, 1, CANNOT_TELL),
    ],
)
def test_each_group_is_held_worse_or_cannot_be_told(before, after, fall, better, verdict):
    assert floor_verdict(before, after, fall, better) == verdict
    assert f": {verdict}." in floor_sentence("A group", before, after, fall, better)


@pytest.mark.parametrize("after, shown", [(0.55, 0.17), (0.52, 0.36)])
def test_a_real_fall_among_200_people_is_seldom_shown(after, shown):
    before = [(k, binom.pmf(k, 200, 0.6)) for k in range(90, 151)]
    then = [(k, binom.pmf(k, 200, after)) for k in range(70, 151)]
    worse = sum(p * q for k, p in before for j, q in then if change((k, 200), (j, 200))[2] < 0)
    assert worse == pytest.approx(shown, abs=0.01)


def test_a_floor_is_in_points_or_a_tenth_of_today():
    assert largest_fall("no group more than 2 percentage points worse", 0.04) == 0.02
    assert largest_fall("no group more than two points worse", 0.04, per=1000) == 0.002
    assert largest_fall("no group more than a tenth worse", 0.04) == pytest.approx(0.004)
    assert largest_fall("no group more than 2% worse", 0.04) == largest_fall("at most two per cent worse", 0.04) == 0.02
    assert largest_fall("no group more than 2 per 1,000 worse", 0.04) == 0.002
    assert largest_fall("the average does not fall", 0.04) is None


@pytest.mark.parametrize(
    "name, group, verdict",
    [
        ("a-blood-pressure", "IMD 1 (most deprived)", HELD),
        ("b-medication-reviews", "interpreter needed", WORSE),
        ("b-medication-reviews", "not needed", HELD),
        ("c-asthma", "IMD 1 (most deprived)", WORSE),
        ("d-missed-appointments", "IMD 1 (most deprived)", HELD),
        ("e-second-mmr", "IMD 1 (most deprived)", CANNOT_TELL),
    ],
)
def test_the_page_says_for_each_group_of_a_case_what_became_of_the_floor(name, group, verdict):
    assert f"**{group}: {verdict}.**" in words_of(load(name), "model-floor")


@pytest.mark.parametrize(
    "floor, fall",
    [
        ("no group more than 2% worse", 0.02),
        ("nobody falls by more than 3 per cent", 0.03),
        ("5% lower at most, in no group", 0.05),
        ("no group more than 2 per 1,000 worse", 0.002),
        ("no group below 60%", None),
        ("each group stays at 95% or more", None),
        ("no group worse than 1 in 50; 80% of people asked", None),
        ("we ask more than 80% of people, and no group is worse", None),
    ],
)
def test_a_level_in_per_cent_is_no_fall(floor, fall):
    assert largest_fall(floor, 0.6) == (None if fall is None else pytest.approx(fall))
