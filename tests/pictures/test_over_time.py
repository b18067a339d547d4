"""pictures.over_time, pictures.panels, pictures.redrawn_run_chart, pictures.timeline, pictures.canvas_inches: charts
over time: what is drawn, what is said, and that nothing is cut or lies on another.
"""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from equityqi.pictures import style
from equityqi.pictures.canvas_inches import MARKS, spread
from equityqi.pictures.over_time import gap_picture, run_picture, spc_picture
from equityqi.pictures.panels import multiples
from equityqi.pictures.redrawn_run_chart import MovingRunChart, redraw
from equityqi.variation import gap_over_time, run_chart, spc

DATES = pd.date_range("2024-01-01", periods=30, freq="MS")
NOISE = np.random.default_rng(3).normal(50, 2, 30)
SHIFT = np.r_[NOISE[:12], NOISE[12:16], NOISE[16:] + 7]
LONG = "A very long title that goes on and on for more than one line, as authors write at times when nobody stops them"
CHANGES = [
    ("2024-01-01", "Began"),
    ("2025-01-01", "Easy-read letter"),
    ("2025-03-01", "Interpreter booked with the visit"),
    ("2025-04-01", "Evening clinic"),
    ("2025-05-01", "Evening clinic closed again"),
    ("2026-06-01", "Drop-in at the mosque"),
]


DAYS = ["2025-02-03", "2025-02-11", "2025-02-11", "2025-03-20", "2025-03-20", "2025-03-20", "2025-04-02"]


def counts(shift=0, size=200, noise=True):
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        [(d, g, rng.binomial(size, p + (shift if i > 14 and g == "IMD 5" else 0)) if noise else round(size * p), size)
         for i, d in enumerate(DATES) for g, p in (("IMD 1", 0.46), ("IMD 5", 0.6))],
        columns=["month", "group", "numerator", "denominator"],
    )  # fmt: skip


def many(number, kind=run_chart, **how):
    rng = np.random.default_rng(1)
    return {f"Practice with a long name {i}": kind(rng.normal(50 + i, 3, 30), DATES, **how) for i in range(number)}


HARD = {
    "run": lambda: run_picture(run_chart(SHIFT, DATES), LONG, "%", better=1, notes=CHANGES),
    "run without dates": lambda: run_picture(
        run_chart(SHIFT), "Numbers", "days", better=-1, notes=[(13, "New letter")]
    ),
    "one point": lambda: run_picture(run_chart([5])),
    "constant": lambda: run_picture(run_chart([0.0] * 20, DATES[:20]), "Nothing", "%"),
    "missing": lambda: run_picture(run_chart([np.nan if i % 5 == 1 else v for i, v in enumerate(SHIFT)], DATES)),
    "phases": lambda: run_picture(run_chart(SHIFT, DATES, phases=["2025-05-01"], exclude=["2024-03-01"]), unit="%"),
    "days": lambda: run_picture(run_chart(SHIFT, pd.date_range("2024-01-03", periods=30, freq="9D"))),
    "long series": lambda: run_picture(
        run_chart(np.tile(SHIFT, 5), pd.date_range("2010-01-01", periods=150, freq="MS"))
    ),
    "big": lambda: run_picture(run_chart(SHIFT * 12345, DATES), unit="people in the whole region"),
    "ihi": lambda: run_picture(run_chart(SHIFT, DATES, rule="ihi")),
    "anhoej": lambda: run_picture(run_chart(SHIFT, DATES, rule="anhoej", baseline=None)),
    "spc": lambda: spc_picture(spc(SHIFT, DATES, target=70, rebase=["2025-05-01"]), LONG, "%", notes=CHANGES[:3]),
    "spc, lines close": lambda: spc_picture(spc(SHIFT, DATES, target=53.4, direction="down"), "Missed", "%"),
    "spc, neutral": lambda: spc_picture(spc(SHIFT, DATES, direction="neutral"), "Calls", "calls"),
    "spc, constant": lambda: spc_picture(spc([5] * 20, target=5)),
    "spc, another scale": lambda: spc_picture(spc(NOISE, DATES, target=0.9), "Reviews done", "%"),
    "several events on a day": lambda: spc_picture(
        spc([4, 8, 0, 37, 0, 0, 13], DAYS, kind="t"), "Days between falls", "days", notes=[("2025-03-01", "New lights")]
    ),
    "p chart": lambda: spc_picture(
        spc([46] * 12 + [60] * 12, kind="p", denominator=[100, 90] * 12, per=100, target=99), unit="%"
    ),
    "gap": lambda: gap_picture(gap_over_time(counts(0.1), "IMD 1", "IMD 5"), notes=CHANGES[:3]),
    "small gap": lambda: gap_picture(gap_over_time(counts(size=12), "IMD 1", "IMD 5"), LONG),
    "gap turned": lambda: gap_picture(gap_over_time(counts(), "IMD 5", "IMD 1")),
    "no ratio": lambda: gap_picture(gap_over_time(counts(noise=False).assign(numerator=0), "IMD 1", "IMD 5")),
    **{f"multiples, {n}": lambda n=n: multiples(many(n), LONG, "%", notes=CHANGES[1:3]) for n in (1, 2, 5, 8, 24, 48)},
    "multiples, spc": lambda: multiples(many(5, spc, target=60), unit="%"),
}


def check_nothing_is_cut_or_lies_on_another(picture):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with style.course_style():
        canvas = FigureCanvasAgg(picture.figure)
        canvas.draw()
        width, height = canvas.get_width_height()
        texts = [t for t in picture.figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
        hidden = {
            label
            for axes in picture.figure.axes
            if not axes.axison
            for label in axes.get_xticklabels() + axes.get_yticklabels()
        }
        boxes = {t: Text.get_window_extent(t, canvas.get_renderer()) for t in texts if t not in hidden}
    assert boxes
    for text, box in boxes.items():
        assert text.get_fontsize() >= style.SMALL, text
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, f"'{text.get_text()}' is cut off"
    for (one, box), (two, other) in itertools.combinations(boxes.items(), 2):
        overlap_x = min(box.x1, other.x1) - max(box.x0, other.x0)
        overlap_y = min(box.y1, other.y1) - max(box.y0, other.y0)
        assert overlap_x <= 1 or overlap_y <= 2, f"'{one.get_text()}' lies on '{two.get_text()}'"
    for words in (picture.alt, picture.sentence):
        assert (
            words.endswith(".") and ".." not in words and "  " not in words and "\n" not in words and "nan" not in words
        )


@pytest.mark.parametrize("name", HARD)
def test_nothing_is_cut_off_too_small_or_on_top_of_another(name):
    check_nothing_is_cut_or_lies_on_another(HARD[name]())


def texts(picture):
    return {text.get_text() for text in picture.figure.findobj(Text)}


def marked(picture, kind):
    lines = [line for axes in picture.figure.axes for line in axes.lines if line.get_gid() == kind]
    return sum(len(line.get_xdata()) for line in lines)


def test_a_run_chart_marks_the_run_and_says_it():
    picture = run_picture(run_chart(SHIFT, DATES), "Reviews", "%", better=1, notes=CHANGES[1:2])
    assert marked(picture, "improvement") == 14 and marked(picture, "common cause") == 16
    assert (
        picture.sentence
        == "A signal: 14 points in a row lie above the median of 49.4%, May 2025 to Jun 2026, so something has changed"
        " for the better."
    )
    assert "Changes noted: Jan 2025: Easy-read letter." in picture.alt
    assert {"12-point baseline", "Easy-read letter", "median 49.4%", "latest 59%", "signal: better"} <= texts(picture)


def test_up_may_be_worse_and_without_a_direction_nothing_is_called_better():
    worse = run_picture(run_chart(SHIFT), better=-1)
    assert marked(worse, "concern") == 14 and worse.sentence.endswith("changed for the worse.")
    neither = run_picture(run_chart(SHIFT))
    assert marked(neither, "signal") == 14 and neither.sentence.endswith("something has changed.")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            [50, 52] * 12,
            "No signal: the longest run on one side of the median of 51 has 1 point, as chance alone gives.",
        ),
        (
            [50, 52] * 6 + [56] * 6,
            "One to watch, not a signal: 6 points in a row lie above the median of 51, point 13 to point 18.",
        ),
        ([50, 52] * 5, "It is too early to look for a signal: no point after the baseline lies off the median of 51."),
    ],
)
def test_a_run_chart_reads_as_a_person_would(values, said):
    assert run_picture(run_chart(values)).sentence == said


def test_a_shewhart_chart_says_both_icons_and_names_new_limits():
    picture = spc_picture(spc(SHIFT, DATES, target=70, rebase=["2025-05-01"]), "Reviews", "%")
    assert "and the process as it is will miss the target of 70%." in picture.sentence
    assert "New limits start in May 2025." in picture.alt
    assert {"No change beyond chance", "Will miss the target", "New limits", "target 70%", "upper limit 63%"} <= texts(
        picture
    )
    down = spc_picture(spc(SHIFT, DATES, target=70, direction="down"))
    assert {"Change for the worse", "Will meet the target"} <= texts(down) and marked(down, "concern") > 7


def test_the_gap_is_told_both_ways_whatever_its_sign():
    result = gap_over_time(counts(0.1), "IMD 1", "IMD 5")
    picture = gap_picture(result)
    row = result.frame.iloc[-1]
    assert (
        "has become wider: in Jun 2026 IMD 1 stands at 45%" in picture.sentence
        and "points below IMD 5" in picture.sentence
    )
    assert (
        f"relative gap {row['relative']:.2f} (95% interval {row['relative_lower']:.2f} to {row['relative_upper']:.2f})"
        in picture.alt
    )
    assert len(picture.figure.axes) == 3 and list(texts(picture)).count("no gap") == 1
    turned = gap_picture(gap_over_time(counts(0.1), "IMD 5", "IMD 1"))
    assert "points above IMD 1" in turned.sentence


def test_small_multiples_have_one_scale_and_say_who_differs():
    picture = multiples({"IMD 1": run_chart(NOISE, DATES), "IMD 5": run_chart(SHIFT + 14, DATES)}, "Reviews", "%")
    assert picture.sentence.startswith(
        "A signal in 1 of 2 groups: IMD 5. The latest values lie up to 21 percentage points apart: IMD 5 73%"
    )
    assert "all on one scale" in picture.alt and "IMD 1: latest 52%, median 49.4%, watch." in picture.alt
    ticks = [text for text in picture.figure.findobj(Text) if text.get_text() == "50%"]
    assert len(ticks) == 1


def test_a_moving_chart_is_the_same_artists_with_new_values():
    chart = MovingRunChart(run_chart(NOISE, DATES), "Reviews", "%", scale=(30, 80), better=1, notes=CHANGES[1:2])
    artists, first = set(map(id, chart.figure.findobj())), chart.png
    second = redraw(chart, run_chart(SHIFT, DATES))
    assert second != first and second.startswith(b"\x89PNG") and chart.picture.sentence.startswith("A signal: 14")
    assert set(map(id, chart.figure.findobj())) == artists
    assert redraw(chart, run_chart(NOISE, DATES)) == first
    with pytest.raises(ValueError, match="other dates than the chart"):
        chart.redraw(run_chart(NOISE))


def test_no_two_kinds_of_point_share_a_shape_and_a_fill_unless_they_never_meet():
    looks = [
        (shape, filled)
        for kind, (shape, _, _, filled) in MARKS.items()
        if kind in ("improvement", "concern", "watch", "signal", "left out")
    ]
    assert len(set(looks)) == len(looks)


def test_labels_are_spread_and_keep_their_order():
    places = spread([1, 1, 1, 0.9], [0.2] * 4, 0, 2)
    assert np.diff(sorted(places)).min() >= 0.2 - 1e-9 and places[3] == min(places)


def test_a_constant_series_is_told_in_the_same_words_on_every_chart():
    same = "Every point is 40%, so there is no variation to judge"
    assert run_picture(run_chart([40] * 20, DATES[:20]), "Seen", "%").sentence == f"{same}."
    for kind, more in (("xmr", {}), ("c", {}), ("g", {}), ("p", {"denominator": [100] * 20, "per": 100})):
        told = spc_picture(spc([40] * 20, DATES[:20], kind=kind, target=35, **more), "Seen", "%").sentence
        assert told == f"{same}, and the process as it is will meet the target of 35%."


def test_a_target_on_another_scale_stands_in_words_below_the_chart_and_below_small_ones():
    question = "The target is 0.9, and the points run from"
    picture = spc_picture(spc(NOISE, DATES, target=0.9), "Reviews done", "%")
    assert "target" not in picture.sentence and question in picture.alt
    small = {name: spc(NOISE, DATES, target=target) for name, target in (("Ash", 0.9), ("Elm", 90))}
    assert f"Ash: {question}" in multiples(small).alt and "Elm: The target" not in multiples(small).alt


def test_events_of_one_day_have_places_of_their_own_in_their_order():
    chart = spc([4, 8, 0, 37, 0, 0, 13], DAYS, kind="t")
    axes = spc_picture(chart, "Days between falls", "days").figure.axes
    line = next(line for plot in axes for line in plot.lines if line.get_gid() == "line")
    assert (np.diff(line.get_xdata()) > 0).all() and line.get_ydata().tolist() == [4, 8, 0, 37, 0, 0, 13]
