"""The chart of the one page as PNG, for Word: the shapes of the SVG, painted with matplotlib."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.font_manager import get_font_names
from matplotlib.patheffects import withStroke

from equityqi.documents.png import png_of
from equityqi.pictures.style import course_style
from equityqi.poster.chart_shapes import Mark, Shapes, Stroke, Words

INCH = 96  # pixels
POINTS = 72 / INCH
FONTS = ["Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans"]
COLOURS = {
    "grid": "#d3dae1",
    "axis": "#7e868f",
    "gap": "#fcede1",
    "event": "#475563",
    "soft": "#475563",
    "concern": "#b34a00",
    "bracket": "#b34a00",
    "least": "#7b1e5a",
    "best": "#1e88a8",
}
INK_OF_BEST = "#14687f"
WIDTHS = {"grid": 1, "axis": 1, "event": 1.2, "bracket": 1.8}


def chart_png(shapes: Shapes) -> bytes:
    """Return the drawing as PNG, sharp enough for paper, the same bytes each time."""
    with course_style():
        figure = Figure(figsize=(shapes.width / INCH, shapes.height / INCH))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, shapes.width)
        axes.set_ylim(shapes.height, 0)
        axes.axis("off")
        for shape in shapes.shapes:
            if isinstance(shape, Stroke):
                _stroke(axes, shape)
            elif isinstance(shape, Mark):
                _mark(axes, shape)
            else:
                _words(axes, shape)
    return png_of(figure)


def _stroke(axes, shape: Stroke) -> None:
    x, y = zip(*shape.points, strict=True)
    kind = shape.kind.removesuffix("-target")
    if shape.filled:
        axes.fill(x, y, color=COLOURS[kind], linewidth=0, zorder=1)
        return
    dashed = (0, (3, 3)) if kind == "event" else (0, (4, 2.5)) if kind != shape.kind else "solid"
    width = WIDTHS.get(kind, 2.2) * POINTS
    axes.plot(x, y, color=COLOURS[kind], linewidth=width, linestyle=dashed, solid_joinstyle="round", zorder=2)


def _mark(axes, shape: Mark) -> None:
    colour = COLOURS[shape.kind]
    axes.plot(
        *shape.at,
        marker="D" if shape.kind == "least" else "o",
        markersize=(5.1 if shape.kind == "least" else 5.4) * POINTS,
        markerfacecolor="white" if shape.hollow else colour,
        markeredgecolor=colour,
        markeredgewidth=1.5 * POINTS if shape.hollow else 0,
        zorder=3,
    )


def _words(axes, shape: Words) -> None:
    fonts = [name for name in FONTS if name in get_font_names()]
    narrower = 0.9 if fonts == FONTS[-1:] else 1  # the one that matplotlib brings is wide
    axes.text(
        *shape.at,
        shape.text,
        fontsize=shape.size * POINTS * narrower,
        fontweight="bold" if shape.bold else "normal",
        fontfamily=fonts,
        color=INK_OF_BEST if shape.kind == "best" else COLOURS[shape.kind],
        ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor],
        va="baseline",
        parse_math=False,
        path_effects=[withStroke(linewidth=3 * POINTS, foreground="white")],
        zorder=4,
    )
