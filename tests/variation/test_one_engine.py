"""One series in plain Python is judged as many are by numpy, on every reference series, and needs no numpy."""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from equityqi.variation.counting import anhoej_limits, count_runs, longest_trend, sides
from equityqi.variation.limits import individuals
from equityqi.variation.plain_counting import limits_by_chance, trends_of
from equityqi.variation.plain_limits import SIGNALS, lines_of, nhs_marks
from equityqi.variation.plain_runs import judge
from equityqi.variation.signals import nhs_signals

VALUES = Path(__file__).parents[1] / "reference" / "values"


def reference_series():
    for path in sorted(VALUES.glob("*.json")):
        for case in json.loads(path.read_text("utf-8"))["cases"]:
            given = case["input"].get("values", case["input"].get("y"))
            listed = np.atleast_1d(np.array(given, object)).tolist() if given is not None else []
            if listed and all(value is None or isinstance(value, (int, float)) for value in listed):
                yield [math.nan if value is None else float(value) for value in listed]


SERIES = [one for one in reference_series() if not all(math.isnan(value) for value in one)]


def test_there_are_all_the_reference_series():
    assert len(SERIES) > 150


@pytest.mark.parametrize("screen", [False, True])
def test_the_limits_and_marks_of_one_are_those_of_many(screen):
    for y in SERIES:
        many, _ = individuals(np.array([y]), screen)
        one = lines_of("xmr", y, None, [True] * len(y), screen)
        of_one = (one.centre, one.lower, one.upper, one.near_lower, one.near_upper)
        np.testing.assert_allclose([line[0] for line in of_one], [line[0, 0] for line in many], rtol=1e-12, atol=1e-12)
        rule, way = nhs_signals(np.array([y]), many)
        assert nhs_marks(y, one) == ([SIGNALS[number] for number in rule[0]], way[0].tolist())


def test_the_runs_of_one_are_those_of_many():
    for y in SERIES:
        phase = judge(y)
        assert phase.line == pytest.approx(np.nanmedian(y), rel=1e-12)
        assert phase.side == sides(y, phase.line).tolist()
        counted = [int(number[0]) for number in count_runs(np.array([phase.side]))]
        assert [phase.longest_run, phase.crossings, phase.n_useful] == counted
        longest = max((trend[3] for trend in trends_of(y)), default=1)
        assert longest == longest_trend(np.array([y]))[0]


def test_what_chance_allows_is_the_same_in_whole_numbers():
    longest, fewest = anhoej_limits(np.arange(1, 200))
    assert [limits_by_chance(n) for n in range(1, 200)] == list(zip(longest.tolist(), fewest.tolist(), strict=True))


def test_no_numpy_is_loaded_for_one_series():
    code = (
        "import sys, equityqi.variation.plain_runs; sys.exit(' '.join({'numpy', 'pandas', 'scipy'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr.strip() == ""
