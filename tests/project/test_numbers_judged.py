"""project.numbers_judged and numbers_told: when a chart is judged, by which line, and what is said of gap and floor."""

import datetime as dt
import re

import pytest

from equityqi.project.next_test import with_tests
from equityqi.project.numbers import CLINIC, MONTH, Measured, NotANumber, Numbers, after, begun, time_typed, with_count
from equityqi.project.numbers_judged import first_tested, floor_of, gap_of, group_lines, past_trigger, when_tested
from equityqi.project.numbers_pasted import table_pasted, with_table
from equityqi.project.numbers_told import told
from equityqi.project.parts import FLOOR, PdsaCycle
from equityqi.project.rows_and_groups import empty, renamed, with_compared, without
from equityqi.project.whole_project import stop_sentence
from equityqi.variation.plain_runs import RULES

TEST = PdsaCycle(name="A call", start="3 July 2026", end="10 July 2026", low=2, high=3, of=5, observed=1)


def project(one, two=(), cycles=(), first="July 2025", **about) -> Numbers:
    """Numbers of group A, and of B where there are any, one month after the other."""
    numbers = begun(first, MONTH, ["A", "B"], Measured(id="m1", name="reviews", **about))
    times = [after(numbers.times[0], MONTH, step) for step in range(max(len(one), len(two)))]
    numbers = numbers.model_copy(update={"times": times, "cycles": list(cycles)})
    for group, counts in (("A", one), ("B", two)):
        for when, (count, of) in zip(times, counts, strict=False):
            numbers = with_count(numbers, "m1", when, group, str(count), str(of))
    return numbers


def said(numbers) -> str:
    return " ".join(one for part in told(numbers, numbers.measures[0], "course", FLOOR) for one in part.sentences)


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
    assert [one.verdict for one in floor_of(falling, falling.measures[0], FLOOR)] == ["got worse", "kept its level"]
    few = project([(6, 10)] * 12 + [(6, 10)], cycles=[TEST])
    assert [one.verdict for one in floor_of(few, few.measures[0], FLOOR)] == ["can't tell yet"] * 2
    none = project(FLAT)
    assert {one.verdict for one in floor_of(none, none.measures[0], FLOOR)} == {"can't tell yet"}


@pytest.mark.parametrize(
    ("floor", "verdict", "told_as"),
    [
        ("no group more than 2% worse", "kept its level", "We read your floor as 2 percentage points."),
        ("no group more than 2 per 1,000 worse", "can't tell yet", ""),  # of an aim per 1,000, such as case C
        ("no group worse", "can't tell yet", "Your floor names no largest fall, so we can’t judge it."),
    ],
)
def test_a_floor_is_judged_in_its_own_unit_or_says_why_not(floor, verdict, told_as):
    numbers = project([(6000, 10000)] * 12 + [(4000, 10000)] * 8, [(6000, 10000)] * 12 + [(5980, 10000)] * 8, [TEST])
    assert [one.verdict for one in floor_of(numbers, numbers.measures[0], floor)] == ["got worse", verdict]
    assert told_as in " ".join(told(numbers, numbers.measures[0], "course", floor)[-1].sentences)


@pytest.mark.parametrize(("better", "count", "harm"), [("down", 12, 1), ("down", 11, 0), ("up", 12, 1), ("up", 13, 0)])
def test_one_month_past_the_trigger_is_enough(better, count, harm):
    numbers = project([(count, 100)], role="balancing", better=better, trigger="12")
    assert len(past_trigger(numbers, numbers.measures[0])) == harm


def test_few_people_have_no_percentage_and_no_gap():
    numbers = project([(2, 3)], [(50, 100)])
    drawn = told(numbers, numbers.measures[0], "course", FLOOR)[0].picture
    assert gap_of(numbers, numbers.measures[0], "course").latest is None
    assert "2 of 3" in drawn.alt and "67" not in str(drawn.wide)


def test_a_test_that_starts_after_the_last_row_splits_nothing_yet():
    numbers = project(FLAT[:12], [(70, 100)] * 12, [TEST])  # to June 2026, and the test starts in July
    assert first_tested(numbers) is None and when_tested(numbers) == []
    assert "No test has numbers on both sides of its start yet" in said(numbers)
    assert first_tested(project(FLAT[:13], cycles=[TEST])) == 12


def test_a_test_between_two_clinics_begins_at_the_later_one():
    days = [f"2026-05-{day:02}" for day in (4, 6, 20)]
    test = TEST.model_copy(update={"start": "7 May 2026", "end": "25 May 2026"})
    numbers = Numbers(every=CLINIC, groups=["A"], times=days, cycles=[test])
    assert [one[:2] for one in when_tested(numbers)] == [(2, 2)]


def test_the_baseline_without_a_test_is_twelve_points_however_many_rows_are_empty():
    late = project([("", "")] * 12 + FLAT[:14])
    assert sum(line(late).phase.counted) <= 2 and line(late).phase.line == 51
    gaps = project([(10, 100), *[("", "")] * 11, *FLAT[:14]])
    assert line(gaps).phase.line == pytest.approx(51)
    assert "NaN" not in str(told(late, late.measures[0], "course", FLOOR)[0].picture.wide)


def test_a_gap_that_turns_round_is_said_to_and_the_month_of_the_latest_is_named():
    numbers = project([(65, 100)] * 12 + [(82, 100)] * 7 + [("", "")], [(70, 100)] * 20, [TEST])
    assert "the gap has turned round, from 5.0 percentage points behind to 12.0 percentage points ahead." in said(
        numbers
    )
    assert "In January 2027 the gap is 12.0 percentage points, with A ahead." in said(
        numbers
    ) and "widened" not in said(numbers)


def test_the_floor_says_counts_where_there_are_few_people():
    numbers = project([(3, 9)] + [("", "")] * 11 + [(2, 9)], [(70, 100)] * 13, [TEST])
    assert "A: 3 of 9 before the tests, 2 of 9 since." in said(numbers) and "A: changed by" not in said(numbers)


def test_an_alert_names_every_group_and_ends_when_the_latest_counts_are_fine():
    about = {"role": "balancing", "better": "down", "trigger": "12"}
    both = project([(15, 100)], [(1, 5)], **about)
    alert = told(both, both.measures[0], "course", FLOOR)[0]
    assert alert.stop and "A with 15% (15 of 100) in July 2025 and B with 1 of 5 in July 2025" in alert.sentences[0]
    assert "No test has begun" in alert.sentences[1] and "Pause" not in said(both)
    tested = project(FLAT[:12] + [(15, 100)], [(1, 100)] * 13, [TEST], **about)
    assert "Pause the test" in said(tested)
    over = project([(15, 100), (3, 100)], [(1, 100)] * 2, **about)
    parts = told(over, over.measures[0], "course", FLOOR)
    assert not any(part.stop for part in parts) and "A with 15% (15 of 100) in July 2025. The latest" in said(over)


def test_names_of_groups_are_one_group_however_they_are_written_and_what_is_empty_can_go():
    numbers = with_table(project([(1, 20)]), "m1", [("2025-08", "a", "2", "30"), ("2025-08", "Carers", "2", "30")])
    assert numbers.groups == ["A", "B", "Carers"]
    assert [one[:2] for one in empty(numbers)] == [("group", "B")]
    assert without(numbers, "group", "B").groups == ["A", "Carers"]
    with pytest.raises(NotANumber, match="has numbers"):
        without(numbers, "when", "2025-08")


def test_a_test_that_came_with_a_file_is_there_once_as_the_log_has_it():
    later = TEST.model_copy(update={"observed": 4})
    held = project([(1, 20)], cycles=[TEST, PdsaCycle(name="A text")])
    assert with_tests(held, [later], dt.date(2026, 7, 1)).cycles == [PdsaCycle(name="A text"), later]


def test_a_group_and_a_row_can_be_renamed_and_their_counts_come_along():
    numbers = renamed(project([(1, 20), (2, 20)], [(3, 20)]), "group", "A", "  Carers ")
    assert numbers.groups == ["Carers", "B"] and [one.group for one in numbers.measures[0].counts] == [
        "Carers",
        "Carers",
        "B",
    ]
    numbers = renamed(numbers, "when", "2025-07", "May 2025")
    assert numbers.times == ["2025-05", "2025-08"]
    assert [one.when for one in numbers.measures[0].counts] == ["2025-05", "2025-08", "2025-05"]


def test_the_gap_compares_the_two_groups_that_are_chosen_whatever_their_place():
    numbers = project([(65, 100)], [(70, 100)])
    numbers = with_table(numbers, "m1", [("2025-07", "not recorded", "40", "100")])
    for one, other, gap in (("A", "B", 5), ("B", "A", -5), ("not recorded", "B", 30)):
        chosen = with_compared(numbers, one, other)
        found = gap_of(chosen, chosen.measures[0], "course")
        assert (found.least, found.best, found.latest[0]) == (one, other, pytest.approx(gap))
    assert "The gap between not recorded and B" in [
        part.heading for part in told(chosen, chosen.measures[0], "course", FLOOR)
    ]
    assert renamed(chosen, "group", "B", "Others").pair == ["not recorded", "Others"]
    gone = chosen.model_copy(update={"groups": ["A", "B"]})
    assert gone.pair == ["A", "B"]  # a file from elsewhere
    for one, other in (("A", "A"), ("A", "Z")):
        with pytest.raises(NotANumber):
            with_compared(numbers, one, other)


@pytest.mark.parametrize(
    ("what", "id", "to", "why"),
    [
        ("group", "A", "b", "already one called b"),
        ("group", "A", " ", "Type its new name"),
        ("group", "Z", "Carers", "isn’t in the table any more"),
        ("when", "2025-07", "2025-08", "already one called August 2025"),
        ("when", "2025-07", "soon", "isn’t a date we can read"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_words(what, id, to, why):
    with pytest.raises(NotANumber, match=why):
        renamed(project([(1, 20), (2, 20)], [(3, 20)]), what, id, to)


def test_what_was_predicted_is_a_line_from_the_first_test_on_and_is_said_beside_what_happened():
    numbers = project([(40, 100)] * 12 + [(52, 100)] * 3, cycles=[TEST], predicted="58", target="62")
    groups = told(numbers, numbers.measures[0], "course", FLOOR)[0]
    assert "You predicted 58% for A. The latest is 52% (52 of 100)." in groups.sentences
    assert "Across: target 62%. Across: we predicted 58%." in groups.picture.alt
    across = [path for path in re.findall(r'd="M ([\d.]+) [\d.]+ H', groups.picture.wide)]
    assert max(map(float, across)) > 300  # it begins with the test, and not at the edge


def test_two_rows_of_one_month_and_group_are_refused_and_a_row_without_counts_takes_none_out():
    numbers = project([(1, 20), (2, 20)])
    weekly = table_pasted("04/05/2026\ta\t2\t10\n11/05/2026\tA\t9\t10\n", numbers)
    with pytest.raises(NotANumber, match="Two rows are for A, May 2026, so nothing was saved"):
        with_table(numbers, "m1", weekly)
    again = with_table(numbers, "m1", [("2025-07", "A", "", ""), ("2025-08", "A", "3", "20")])
    assert [one.numbers for one in again.measures[0].counts] == [(1, 20), (3, 20)]


@pytest.mark.parametrize("typed", ["31/12/9999", "9999-12-31", "1 May 1026", "2206-05-01"])
def test_a_year_that_no_project_can_be_in_is_refused_in_words(typed):
    for every in (MONTH, CLINIC):
        with pytest.raises(NotANumber, match="too long ago or too far ahead|isn’t a date we can read"):
            time_typed(typed, every)


@pytest.mark.parametrize("typed", ["12%", "12 %", "12 per cent", "12"])
def test_a_percentage_is_kept_without_its_sign_so_that_it_is_printed_once(typed):
    about = {"role": "balancing", "better": "down", "trigger": typed, "target": typed, "predicted": typed}
    numbers = project([(15, 100)], **about)
    assert (numbers.measures[0].trigger, numbers.measures[0].target) == ("12", "12")
    assert "Past your trigger of 12%: A" in said(numbers) and "You predicted 12% for A" in said(numbers)
    assert "past the trigger of 12% for A" in stop_sentence(numbers, numbers.measures[0])


def test_a_test_that_began_before_the_first_row_is_a_test_and_leaves_no_baseline():
    test = TEST.model_copy(update={"start": "7 June 2026", "end": "30 December 2026"})
    about = {"predicted": "60", "role": "balancing", "better": "down", "trigger": "12"}
    numbers = project(FLAT[:13], [(70, 100)] * 13, [test], first="July 2026", **about)
    assert first_tested(numbers) == 0 and when_tested(numbers)[0][:2] == (0, 5)
    assert line(numbers).provisional and "No test has begun" not in said(numbers) and "Pause the test" in said(numbers)
    assert "Your numbers begin with your first test, or after it." in said(numbers)
    over = numbers.model_copy(update={"cycles": [test.model_copy(update={"end": "12 June 2026"})]})
    assert first_tested(over) == 0 and when_tested(over) == [] and line(over).provisional


def test_a_day_without_a_year_is_one_day_however_far_the_numbers_go():
    near, test = dt.date(2026, 7, 1), TEST.model_copy(update={"start": "7 July", "end": "9 July"})
    places = set()
    for months in (14, 20, 23, 26):
        numbers = with_tests(
            project(FLAT[:months]), [test, test.model_copy(update={"name": "C2", "start": "Mon 4 Jan"})], near
        )
        places.add(first_tested(numbers))
        assert [cycle.start for cycle in numbers.cycles] == ["7 July 2026", "Mon 4 Jan 2027"]
    assert places == {12}
