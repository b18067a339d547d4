"""A run chart that moves: the artists are redrawn on a kept background, not built again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from equityqi.pictures import readings, style
from equityqi.pictures.canvas_inches import LINE, MARKS, marker, spread
from equityqi.pictures.over_time import run_kinds
from equityqi.pictures.style import Picture
from equityqi.pictures.timeline import Chart
from equityqi.pictures.words import number_in_words

if TYPE_CHECKING:
    from equityqi.variation import RunChart

PRESENT = ("common cause", "watch", "signal", "improvement", "concern", "left out")


class MovingRunChart:
    """A run chart to be redrawn many times, as a slider moves: same dates, same scale, new values.

    ``scale``: the ends of the scale, which stay so that movement can be seen; ``better``, ``unit`` and ``notes`` as
    for :func:`equityqi.pictures.over_time.run_picture`. ``picture`` is the chart as it stands, with its words.

    >>> from equityqi.variation import run_chart
    >>> chart = MovingRunChart(run_chart([50, 52] * 12), unit="%", scale=(40, 70))
    >>> chart.redraw(run_chart([50, 52] * 6 + [60] * 12))[1:4]
    b'PNG'
    >>> chart.picture.sentence[:38]
    'A signal: 12 points in a row lie above'
    """

    def __init__(
        self, result: RunChart, title="", unit="", *, scale: tuple[float, float], better=0, notes: Sequence = ()
    ):
        self.title, self.unit, self.better, self.notes = title, unit, better, notes
        self.dates = list(result.points["date"])
        with style.course_style():
            self.chart = Chart(self.dates, title or "Run chart", notes, [])
            self.axes = self.chart.plots[0]
            self.chart.scale(self.axes, scale, unit)
            self.axes.set_ylim(*scale)
            kinds = [
                kind
                for kind in MARKS
                if kind in PRESENT[: 3 if not better else 5] and not (better and kind == "signal")
            ]
            self.chart.sheet.key(kinds, self.chart.header[0])
            x, blank = self.chart.time.x, [float("nan")] * len(self.dates)
            moves = {"animated": True}
            self.line = self.axes.plot(x, blank, color=style.OTHERS, linewidth=1.2, **moves)[0]
            self.median = self.axes.plot(x, blank, color=style.INK, linewidth=1.4, linestyle=(0, (6, 2)), **moves)[0]
            self.marks = {kind: self.axes.plot(x, blank, **marker(kind), **moves)[0] for kind in PRESENT}
            self.labels = self.chart.sheet.labels(self.axes, [(scale[0], "", False), (scale[1], "", True)])
            for label in self.labels:
                label.set_animated(True)
            self.figure = self.chart.sheet.figure
            self.figure.set_dpi(style.PIXELS_PER_INCH * style.SHARPNESS)
            self.canvas = FigureCanvasAgg(self.figure)
            self.canvas.draw()
            self._ground = self.canvas.copy_from_bbox(self.figure.bbox)
        self.png = self.redraw(result)

    def redraw(self, result: RunChart) -> bytes:
        """Draw another result with the same dates and return the picture as PNG; ValueError for other dates."""
        if list(result.points["date"]) != self.dates:
            raise ValueError("These points have other dates than the chart. Make a new chart for them.")

        values = result.points["value"].to_numpy(float)
        kinds = np.asarray(run_kinds(result, self.better))
        self.line.set_ydata(values)
        self.median.set_ydata(result.points["median"])
        for kind, mark in self.marks.items():
            mark.set_ydata(np.where(kinds == kind, values, np.nan))
        self._label(result.median, values)
        reading = readings.of_run(result, self.unit, self.better, self.chart.time)
        alt = readings.alt_of_run(result, self.title, self.unit, self.chart.time, reading, self.notes)
        self.picture = Picture(self.figure, alt, reading)
        with style.course_style():
            self.canvas.restore_region(self._ground)
            for artist in (self.line, self.median, *self.marks.values()):
                self.axes.draw_artist(artist)
            for label in self.labels:
                self.chart.sheet.paper.draw_artist(label)
            self.png = self._encode()
        return self.png

    def _label(self, median: float, values) -> None:
        """Move the names of the median and of the latest value to where they now stand."""
        known = values[np.isfinite(values)]
        latest = known[-1] if known.size else median
        box, (low, high) = self.axes.get_position(), self.axes.get_ylim()
        height = self.chart.sheet.height
        at = [height * (box.y0 + (min(max(y, low), high) - low) / (high - low) * box.height) for y in (median, latest)]
        places = spread(at, [LINE, LINE], box.y0 * height, box.y1 * height)
        words = (f"median {number_in_words(median, self.unit)}", f"latest {number_in_words(latest, self.unit)}")
        for label, said, y in zip(self.labels, words, places, strict=True):
            label.set_text(said)
            label.set_y(y)

    def _encode(self) -> bytes:
        png = io.BytesIO()
        # No transparency, and the lightest press: half the time for a picture that is looked at once.
        pixels = Image.frombuffer(
            "RGBA", self.canvas.get_width_height(), self.canvas.buffer_rgba(), "raw", "RGBA", 0, 1
        )
        pixels.convert("RGB").save(png, "PNG", compress_level=1)
        return png.getvalue()


def redraw(chart: MovingRunChart, result: RunChart) -> bytes:
    """Redraw a moving chart with another result and return it as PNG; see :class:`MovingRunChart`."""
    return chart.redraw(result)
