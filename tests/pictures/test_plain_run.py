"""pictures.plain_run: a run chart to judge for oneself: all that is needed to count a run, by eye and by ear, and no
verdict.
"""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from equityqi.pictures import style
from equityqi.pictures.plain_run import plain_run
from equityqi.variation import run_chart

DATES = pd.date_range("2024-01-01", periods=30, freq="MS")
SHIFT = [50, 52] * 6 + [56, 57] * 9
NOTES = [("2025-01", "Home readings by web link"), "Invented data."]
VERDICTS = re.compile(r"signal|watch|noise|chance|better|worse|in a row|\brun of\b", re.IGNORECASE)


def lines(picture, name):
    return [line for axes in picture.figure.axes for line in axes.lines if line.get_gid() == name]


@pytest.mark.parametrize(
    "values", [SHIFT, [50, 52] * 15, [50, 52] * 6 + [56] * 6 + [50, 52] * 6], ids=["signal", "noise", "watch"]
)
def test_it_never_says_what_the_chart_means(values):
    picture = plain_run(run_chart(values, DATES), "Reviews done", "%", notes=NOTES)
    written = " ".join(text.get_text() for text in picture.figure.findobj(Text))
    assert not VERDICTS.search(picture.alt) and not VERDICTS.search(written) and picture.sentence == ""


def test_every_point_looks_the_same_and_the_median_of_the_baseline_goes_on_to_the_end():
    picture = plain_run(run_chart(SHIFT, DATES), "Reviews done", "%")
    points, median = lines(picture, "points"), lines(picture, "median")
    assert (
        len(points) == 1 and points[0].get_ydata().tolist() == SHIFT and points[0].get_markerfacecolor() == style.OTHERS
    )
    assert median[0].get_ydata().tolist() == [51] * 30


def test_a_listener_hears_each_point_with_its_side_and_where_the_baseline_ends():
    values = [50, 52] * 6 + [51, 56, None, 49]
    alt = plain_run(run_chart(values, DATES[:16]), "Reviews done", "%", notes=NOTES).alt
    assert alt.endswith("The points after them: 51% on the line, 56% above, no value, 49% below.")
    assert (
        "16 points, Jan 2024 to Apr 2025." in alt
        and "Changes noted: Jan 2025: Home readings by web link. Invented data." in alt
    )
    assert alt.count("50% below") == 6 and "nan" not in alt


def test_charts_to_be_compared_have_the_same_scale():
    scales = [
        plain_run(run_chart(np.add(SHIFT, by), DATES), "Reviews", "%", span=(45, 75)).figure.axes[1].get_ylim()
        for by in (0, 8)
    ]
    assert scales[0] == scales[1]


def test_without_dates_and_with_nothing_after_the_baseline_it_still_reads():
    alt = plain_run(run_chart([50, 52] * 5, baseline=None), "Reviews", notes=[(3, "New letter")]).alt
    assert "10 points, point 1 to point 10." in alt and "point 3: New letter" in alt and "after them" not in alt
