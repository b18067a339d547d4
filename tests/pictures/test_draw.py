"""draw: one verb for every result; what it refuses; and that the package stays light."""

import importlib
import inspect
import subprocess
import sys

import pandas as pd
import pytest

from equityqi import gaps, variation
from equityqi.pictures import Picture, draw
from equityqi.pictures.draw import BY_COLUMNS, BY_RESULT, GROUPS

COUNTS = pd.DataFrame({"area": ["worst", "best"], "numerator": [620, 1148], "denominator": [800, 1312]})
OVER_TIME = pd.DataFrame(
    [(m, g, x, 100) for m in range(1, 25) for g, x in (("worst", 46), ("best", 68))],
    columns=["month", "group", "numerator", "denominator"],
)
RUN = variation.run_chart([50, 52] * 12)
PARETO = pd.DataFrame({"reason": ["a", "b"], "group": ["g", "g"], "count": [3, 9]})
STEPS = pd.DataFrame({"step": ["a", "b"], "group": ["g", "g"], "share": [70.0, 60.0]})
RESULTS = {
    "Run chart.": (RUN, {"unit": "%", "better": 1}),
    "Shewhart chart": (variation.spc([50, 52] * 12), {"unit": "%"}),
    "Two charts, one below": (variation.gap_over_time(OVER_TIME, "worst", "best"), {}),
    "2 small charts": ({"A": RUN, "B": RUN}, {"unit": "%"}),
    "3 ways to tell one gap": (gaps.gap(COUNTS, "area", "worst", "best"), {}),
    "Slope picture": (gaps.slope([1, 2, 4], [10, 10, 10]), {"by": {"low": 1, "mid": 2, "high": 4}}),
    "Funnel plot of 3": (gaps.funnel([7, 3, 9], [50, 25, 83]), {"by": ["A", "B", "C"]}),
    "Values of 2 groups": (gaps.proportion([7, 3], [50, 25]), {"by": ["A", "B"]}),
    "Pareto chart by group": (PARETO, {}),
    "Loss at each step": (STEPS, {}),
}


@pytest.mark.parametrize("begins", RESULTS)
def test_every_result_has_a_picture_with_words(begins):
    result, words = RESULTS[begins]
    picture = draw(result, notes=["Made-up numbers."], title="A title", **words)
    assert isinstance(picture, Picture)
    assert picture.alt.startswith(begins) and "A title" in picture.alt and "Made-up numbers." in picture.alt
    assert picture.sentence.endswith(".") and len(picture.sentence.split()) > 5


NAMED = [*BY_RESULT.values(), *((module, name, takes) for _, module, name, takes in BY_COLUMNS), GROUPS]


@pytest.mark.parametrize(("module", "name", "takes"), NAMED)
def test_each_picture_that_draw_names_is_there_and_takes_its_words(module, name, takes):
    drawn = getattr(importlib.import_module(f"equityqi.pictures.{module}"), name)
    assert {"title", "notes", *takes} - {"by"} <= set(inspect.signature(drawn).parameters)


def test_each_result_that_draw_names_is_a_result_of_the_calculations():
    assert all(hasattr(gaps, kind) or hasattr(variation, kind) for kind in BY_RESULT)


def test_a_table_of_estimates_takes_a_column_or_the_index():
    frame = gaps.proportion([620, 1148], [800, 1312]).frame.assign(area=["worst", "best"])
    assert "worst: 77.5% (74.5 to 80.3), of 800" in draw(frame, by="area").alt
    assert "worst: 77.5%" in draw(frame.set_index("area")).alt


@pytest.mark.parametrize(
    ("result", "words", "error", "said"),
    [
        (5, {}, TypeError, "draw cannot draw a int. It draws a run chart"),
        ({}, {}, TypeError, "draw cannot draw a dict"),
        (pd.DataFrame({"a": [1]}), {}, TypeError, "draw cannot draw a DataFrame"),
        (RUN, {"better": 2}, ValueError, "Pass 1 if a higher number is good"),
        (RUN, {"by": "group"}, ValueError, "by says nothing for a RunChart"),
        (PARETO, {"unit": "%"}, ValueError, "unit says nothing for a DataFrame"),
        (RUN, {"notes": "New letter"}, ValueError, r"write notes=\['New letter'\]"),
        (
            RUN,
            {"notes": [(99, "New letter")]},
            ValueError,
            "lies outside the chart, which runs from point 1 to point 24",
        ),
        (RUN, {"notes": [("x", "New letter")]}, ValueError, "has no clear date"),
        (RUN, {"notes": [(3, 4)]}, ValueError, "is not a date and words"),
        ({"A": RUN, "B": variation.spc([1, 2, 3])}, {}, ValueError, "charts of one kind"),
        (gaps.proportion([7, 3], [50, 25]), {"by": ["A"]}, ValueError, "a list of 2 names"),
        (gaps.slope([1, 2, 4], [10, 10, 10]), {"by": [1, 2]}, ValueError, "3 groups and there are 2 values"),
        (gaps.funnel([7, 3, 9], [50, 25, 83]), {"by": ["A"]}, ValueError, "3 areas and there are 1 names"),
        (gaps.proportion([7, 3], [50, 25]).frame, {"by": "area"}, ValueError, "no column area"),
        (pd.concat([PARETO, PARETO]), {}, ValueError, "'a' appears twice for g"),
        (PARETO.assign(count=-1), {}, ValueError, "a count of 0 or more"),
        (STEPS.assign(share=0.7), {}, ValueError, "Write 70% as 70"),
        (STEPS.assign(share=101), {}, ValueError, "a share from 0 to 100"),
    ],
)
def test_refusals_are_sentences(result, words, error, said):
    with pytest.raises(error, match=said):
        draw(result, **words)


def test_importing_the_pictures_brings_in_no_heavy_package():
    code = (
        "import sys, equityqi.pictures; print([m for m in ('numpy', 'pandas', 'matplotlib', 'scipy') if m in"
        " sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_no_picture_loads_pyplot():
    code = (
        "import sys\nfrom equityqi.variation import run_chart\nfrom equityqi import draw\nrun = run_chart([50, 52] *"
        " 12)\ndraw(run), draw({'A': run, 'B': run})._repr_html_()\nprint('matplotlib.pyplot' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


def test_names_stay_functions_after_their_rooms_are_loaded():
    import equityqi.pictures as pictures

    for name in pictures.__all__:
        getattr(pictures, name), getattr(pictures, name)
    assert callable(pictures.draw) and callable(pictures.dots) and callable(pictures.three_ways)
