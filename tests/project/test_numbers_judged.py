"""project.numbers_judged and numbers_told: when a chart is judged, by which line, and what is said of gap and floor."""

import pytest

from equityqi.project.numbers import MONTH, Measured, Numbers, after, begun, with_count
from equityqi.project.numbers_judged import first_tested, floor_of, gap_of, group_lines, past_trigger
from equityqi.project.numbers_told import told
from equityqi.project.parts import FLOOR, PdsaCycle
from equityqi.variation.plain_runs import RULES

TEST = PdsaCycle(name="A call", start="3 July 2026", end="10 July 2026", low=2, high=3, of=5, observed=1)


def project(one, two=(), cycles=(), first="July 2025", **about) -> Numbers:
    """Numbers of group A, and of B where there are any, one month after the other."""
    numbers = begun(first, MONTH, ["A", "B"], Measured(id="m1", name="reviews", **about), cycles)
    times = [after(numbers.times[0], MONTH, step) for step in range(max(len(one), len(two)))]
    numbers = numbers.model_copy(update={"times": times})
    for group, counts in (("A", one), ("B", two)):
        for when, (count, of) in zip(times, counts, strict=False):
            numbers = with_count(numbers, "m1", when, group, str(count), str(of))
    return numbers


def line(numbers, rules="course"):
    return group_lines(numbers, numbers.measures[0], rules)[0]


FLAT = [(50 + k % 3, 100) for k in range(30)]


@pytest.mark.parametrize("rules", RULES)
def test_under_ten_points_nothing_is_judged(rules):
    assert line(project(FLAT[:9]), rules).phase is None
    assert line(project(FLAT[:10]), rules).phase is not None


@pytest.mark.parametrize(("points", "limits", "provisional"), [(11, False, True), (12, True, True), (20, True, False)])
def test_shewhart_limits_come_at_twelve_points_and_are_provisional_to_twenty(points, limits, provisional):
    found = line(project(FLAT[:points]), "making-data-count")
    assert ((found.phase.lower == found.phase.lower), found.provisional) == (limits, provisional)


def test_the_baseline_is_the_time_before_the_tests_and_a_short_one_is_provisional():
    long, short = project(FLAT[:20], cycles=[TEST]), project(FLAT[:20], cycles=[TEST], first="January 2026")
    assert first_tested(long) == 12 and line(long).phase.in_baseline.count(True) == 12 and not line(long).provisional
    assert first_tested(short) == 6 and line(short).phase.in_baseline.count(True) == 20 and line(short).provisional
    assert "provisional" in " ".join(told(short, short.measures[0], "course", FLOOR)[0].sentences)


def test_a_planted_narrowing_is_found_with_its_interval():
    better = [(50, 100)] * 12 + [(60, 100)] * 8
    numbers = project(better, [(70, 100)] * 20, [TEST])
    gap = gap_of(numbers, numbers.measures[0], "course")
    assert gap.before[0] == pytest.approx(20) and gap.since[0] == pytest.approx(10)
    assert gap.narrowed[0] == pytest.approx(10) and gap.narrowed[1] > 0 and gap.line.phase.signal == "signal"
    assert "the gap has narrowed by 10.0 percentage points" in " ".join(
        sentence for part in told(numbers, numbers.measures[0], "course", FLOOR) for sentence in part.sentences
    )


def test_people_counted_again_each_month_are_not_added_up():
    once = project(FLAT[:20], [(70, 100)] * 20, [TEST], again=True)
    added = project(FLAT[:20], [(70, 100)] * 20, [TEST])
    width = [one[2] - one[1] for n in (once, added) for one in [gap_of(n, n.measures[0], "course").since]]
    assert width[0] > 2 * width[1]


def test_the_floor_has_three_verdicts_and_none_without_a_test():
    falling = project([(600, 1000)] * 12 + [(500, 1000)] * 8, [(600, 1000)] * 20, [TEST])
    assert [verdict for _, verdict, _ in floor_of(falling, falling.measures[0], FLOOR)] == ["worse", "held"]
    few = project([(6, 10)] * 12 + [(6, 10)], cycles=[TEST])
    assert [verdict for _, verdict, _ in floor_of(few, few.measures[0], FLOOR)] == ["can't tell yet"] * 2
    none = project(FLAT)
    assert {verdict for _, verdict, _ in floor_of(none, none.measures[0], FLOOR)} == {"can't tell yet"}


@pytest.mark.parametrize(("better", "count", "harm"), [("down", 12, 1), ("down", 11, 0), ("up", 12, 1), ("up", 13, 0)])
def test_one_month_past_the_trigger_is_enough(better, count, harm):
    numbers = project([(count, 100)], role="balancing", better=better, trigger="12")
    assert len(past_trigger(numbers, numbers.measures[0])) == harm


def test_few_people_have_no_percentage_and_no_gap():
    numbers = project([(2, 3)], [(50, 100)])
    said = told(numbers, numbers.measures[0], "course", FLOOR)
    assert gap_of(numbers, numbers.measures[0], "course").latest is None
    assert "2 of 3" in said[0].picture.alt and "67" not in str(said[0].picture.wide)
