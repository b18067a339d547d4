"""A table of one's own: the right gap, a question, or a refusal with its reason; never a wrong gap.

The corpus (``corpus/``) was written from what public bodies, trusts and practices publish and export, by somebody who
had not seen the reader. Reading all of it takes a minute, so the tests here read half of each kind;
``python -m tests.tables.corpus FOLDER`` reads every file, prints the results by kind and fails when one is wrong.
"""

import csv
import importlib
import inspect
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tables.corpus.case import CSV, ODS, XLSX, Case
from tests.tables.corpus.corpus import corpus, part_of
from tests.tables.corpus.dress import between, with_column
from tests.tables.corpus.judge import ASKED, REFUSED, RIGHT, WRONG, Told, describe, interval, judge, shares, table, tell
from tests.tables.corpus.labels import MONTHS, NO_PERIOD, months
from tests.tables.corpus.layouts import Head, groups_across, lines, long, months_across
from tests.tables.corpus.truth import Count, Gap, Truth, gap_of
from tests.tables.corpus.words import GROUPS, MEASURES, NOTES, TITLES, TOTAL, UNKNOWN

LEAST_RIGHT, MOST_REFUSED = 0.80, 0.05
READ_HERE = 0.5


@pytest.fixture(scope="module")
def look():
    """The reader, once it tells what it read and asks when it is not sure."""
    module = importlib.import_module("equityqi.owndata.look")
    if "choose" not in inspect.signature(module.look).parameters:
        pytest.skip("the reader does not ask yet which column is what")
    return module.look


@pytest.fixture(scope="module")
def cases():
    return corpus()


@pytest.fixture(scope="module")
def results(look, cases, tmp_path_factory):
    """Each case with what was told of its file and the outcome; errors of the reader are told as what they are."""
    folder = tmp_path_factory.mktemp("corpus")
    found = []
    for number, case in enumerate(part_of(cases, READ_HERE)):
        told = tell(look, case.write(folder, number))
        found.append((case, told, judge(told, case.truth)))
    return found


# ---- What the reader makes of the corpus ----


@pytest.mark.slow
def test_never_a_wrong_gap(results, tmp_path):
    wrong = [describe(case, tmp_path / case.title, told) for case, told, outcome in results if outcome == WRONG]
    assert not wrong, f"{len(wrong)} of {len(results)} files are read wrongly:\n" + "\n".join(wrong)


@pytest.mark.slow
def test_files_that_two_people_read_alike_are_mostly_read_unasked(results):
    right, refused, count = shares(results)
    figures = f"Of {count} files that two people read alike {right:.1%} are told rightly unasked, {refused:.1%} refused"
    print(figures)
    assert right >= LEAST_RIGHT and refused <= MOST_REFUSED, f"{figures}:\n{table(results)}"


@pytest.mark.slow
def test_nobody_is_counted_twice(results):
    """A total added to its parts leaves the rates as they are; the interval gives it away: it is too narrow."""
    wrong = []
    for case, told, outcome in results:
        truth = case.truth
        if outcome == RIGHT and told.interval and not truth.also and not truth.hidden:
            low, high = interval(truth)
            width = abs(told.interval[1] - told.interval[0])
            if not 0.9 < width / (high - low) < 1.1:
                wrong.append(f"{case.title}: the interval is {width:.2f} wide, by Newcombe's method {high - low:.2f}")
    assert not wrong, "\n".join(wrong)


# ---- Random tables ----

LAYOUTS = (long, months_across, groups_across)
BESIDE = (
    (None, ()),
    ("Rank", (3, 1, 2)),
    ("mean_age", (41, 57, 63, 38)),
    ("Target (%)", (80,)),
    ("Comparison", ("Better", "Similar", "Worse")),
    ("Area code", ("E06000032",)),
)


@st.composite
def tables(draw):
    """A table of random groups, months and counts, in one of the usual layouts, as a case with its truth."""
    kind = GROUPS[draw(st.sampled_from(sorted(GROUPS)))]
    names = draw(st.lists(st.sampled_from(kind.names), min_size=2, max_size=6, unique=True))
    periods = draw(st.sampled_from(([NO_PERIOD], months(3), months(13), months(25))))
    dice = draw(st.randoms(use_true_random=False))

    def count(name, period):
        of = dice.choice((dice.randint(30, 90), dice.randint(100, 999), dice.randint(1000, 9999)))
        return Count(name, period, dice.randint(0, of), of)

    counts = tuple(count(name, period) for period in periods for name in names)
    unknown = tuple(count("", period) for period in periods) if draw(st.booleans()) else ()
    truth = _small_groups_left_out(Truth(counts, unknown, latest=min(12, len(periods))))
    seen, of, share = draw(st.sampled_from(MEASURES))
    style = draw(st.sampled_from(sorted(MONTHS)[:12])) if periods != [NO_PERIOD] else None
    head = Head(draw(st.sampled_from(kind.headings)), "Month", seen, of, draw(st.sampled_from(("", share))), style)
    total = draw(st.sampled_from((None, *TOTAL)))
    layout = draw(st.sampled_from(LAYOUTS)) if periods != [NO_PERIOD] else long
    sheet = layout(lines(truth, draw(st.sampled_from(UNKNOWN[:20])), total), head)
    if layout is long:
        heading, values = draw(st.sampled_from(BESIDE))
        sheet = with_column(sheet, heading, lambda at, _: values[at % len(values)]) if heading else sheet
    if draw(st.booleans()):
        sheet = between(sheet, draw(st.sampled_from(TITLES)), draw(st.sampled_from(NOTES)))
    return Case("random", layout.__name__, truth, (sheet,), draw(st.sampled_from((CSV, XLSX, ODS))))


def _small_groups_left_out(truth):
    """The gap between groups of enough people is true as well, as in the kind "small numbers"."""
    within, sums = truth.periods[-truth.latest :], {}
    for one in truth.counts:
        if one.period in within:
            seen, of = sums.get(one.group, (0, 0))
            sums[one.group] = seen + one.seen, of + one.of
    small = {name for name, (seen, of) in sums.items() if 1 <= seen <= 7 or 1 <= of - seen <= 7}
    rates = {name: rate for name, rate in truth.rates().items() if name not in small}
    if not small or len(rates) < 2:
        return truth
    points = max(rates.values()) - min(rates.values())
    ends = permutations(rates, 2)
    return truth.but(also=tuple(Gap(a, b, points) for a, b in ends if abs(rates[b] - rates[a] - points) < 1e-9))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(case=tables())
def test_a_random_table_never_tells_a_wrong_gap(look, tmp_path_factory, case):
    path = case.write(tmp_path_factory.mktemp("random"))
    told = tell(look, path)
    assert judge(told, case.truth) != WRONG, describe(case, path, told)


# ---- The corpus itself ----


def test_the_corpus_is_large_and_each_file_is_there_once(cases):
    assert len(cases) >= 240
    assert len({case.title for case in cases}) == len(cases)
    assert len(part_of(cases, READ_HERE)) >= 240


def test_the_corpus_is_the_same_each_time(cases, tmp_path):
    (tmp_path / "again").mkdir()
    for number, (one, other) in enumerate(zip(cases[::9], corpus()[::9], strict=True)):
        first, second = one.write(tmp_path, number), other.write(tmp_path / "again", number)
        assert first.read_bytes() == second.read_bytes(), first.name


def test_each_truth_is_clear(cases):
    """Worst and best stand apart from the other groups, so that no rounding can turn them round."""
    for case in cases:
        if (gap := case.truth.gap) is not None and not case.truth.hidden:
            rates = sorted(case.truth.rates().values())
            assert gap.points > 1 and min(rates[1] - rates[0], rates[-1] - rates[-2]) > 0.3, case.title


def test_people_whose_group_is_not_recorded_would_be_an_end_of_the_gap(cases):
    """A reader that takes them for a group tells another gap, and the corpus sees it."""
    for case in cases:
        truth = case.truth
        if truth.unknown and truth.gap:
            as_group = replace(truth, counts=truth.counts + truth.unknown)
            assert "" in (as_group.gap.worst, as_group.gap.best), case.title


def test_plain_sums_of_a_file_give_its_truth(cases, tmp_path):
    """Read with the csv module alone: the files of the headings say what their truths say."""
    plain = [case for case in cases if case.kind == "headings" and case.form == CSV]
    for case in plain:
        with case.write(tmp_path).open(encoding="utf-8", newline="") as file:
            first, *rows = csv.reader(file)
        names = {str(name) for name in case.truth.groups}
        group = next(at for at in range(len(first)) if {row[at] for row in rows} == names)
        seen = len({group} | ({0, 1} if len(case.truth.periods) > 1 else set()))
        latest = rows if len(case.truth.periods) == 1 else _of_the_latest_year(rows, case.truth)
        sums = {}
        for row in latest:
            one, of = sums.get(row[group], (0, 0))
            sums[row[group]] = one + int(row[seen]), of + int(row[seen + 1])
        gap = gap_of({name: 100 * one / of for name, (one, of) in sums.items()})
        assert (gap.worst, gap.best) == (str(case.truth.gap.worst), str(case.truth.gap.best))
        assert gap.points == pytest.approx(case.truth.gap.points, abs=1e-5)


def _of_the_latest_year(rows, truth):
    """The last rows of each group: as many as make its latest year."""
    column = next(at for at in range(2) if {row[at] for row in rows} == {str(name) for name in truth.groups})
    out = []
    for name in truth.groups:
        out += [row for row in rows if row[column] == str(name)][-truth.latest :]
    return out


# ---- The judge ----

TWO = Truth(
    tuple(Count(name, period, seen, 100) for period in months(2) for name, seen in (("White", 50), ("Black", 40))),
    latest=2,
)


def test_the_judge_knows_right_from_wrong():
    assert judge(Told(("black ", "White", 10.04)), TWO) == RIGHT
    assert judge(Told(("White", "Black", 10.0)), TWO) == WRONG
    assert judge(Told(("Black", "White", 10.2)), TWO) == WRONG
    assert judge(Told(("Black", "Asian", 10.0)), TWO) == WRONG
    assert judge(Told(asks=("Which column is the group?",)), TWO) == ASKED
    assert judge(Told(("Black", "Asian", 10.0), asks=("Which column is the group?",)), TWO) == WRONG
    assert judge(Told(refusal="No column counts people."), TWO) == REFUSED
    assert judge(Told(), TWO) == WRONG


def test_the_judge_takes_no_gap_where_none_can_be_told():
    nothing = TWO.but(why="the rows are parts of one whole")
    assert judge(Told(refusal="The rows are parts of one whole."), nothing) == RIGHT
    assert judge(Told(("Black", "White", 10.0)), nothing) == WRONG
    assert judge(Told(bounds=(0, 100)), nothing) == WRONG


def test_the_judge_wants_a_range_where_counts_are_hidden():
    hidden = TWO.but(
        counts=(*TWO.counts[:2], Count("White", months(1)[0], 50, 100), Count("Black", months(1)[0], 4, 100)),
        hidden=frozenset({("Black", months(1)[0])}),
    )
    assert hidden.gap.points == 28 and hidden.range == (25, 30)
    assert judge(Told(bounds=(26.5, 29.5)), hidden) == RIGHT
    assert judge(Told(bounds=(28.5, 29.5)), hidden) == WRONG
    assert judge(Told(bounds=(0, 100)), hidden) == WRONG
    assert judge(Told(("Black", "White", 10.0)), hidden) == WRONG
    assert judge(Told(("Black", "White", 29.0), (26.5, 29.5)), hidden) == RIGHT


def test_the_interval_of_a_truth_is_that_of_newcombe():
    """White 100 of 200 and Black 40 of 100: -2.0 to 21.4 (worked with statsmodels)."""
    truth = Truth((Count("White", NO_PERIOD, 100, 200), Count("Black", NO_PERIOD, 40, 100)), latest=1)
    assert [round(limit, 1) for limit in interval(truth)] == [-2.0, 21.4]
