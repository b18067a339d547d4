"""The chart of the one page as SVG: pure Python, the same words as the PNG, and only its alt text is read aloud."""

from __future__ import annotations

from equityqi.html_tags import Html, tag
from equityqi.poster.chart_shapes import Mark, Shapes, Stroke
from equityqi.poster.gap_chart import GapChart

HALF = 3.6  # pixels: half a diamond


def svg_of(chart: GapChart) -> Html:
    """Return the chart in both its shapes; the style sheet of the page shows one of them."""
    wide, narrow = (_svg(shapes, chart.alt, kind) for shapes, kind in ((chart.wide, "wide"), (chart.narrow, "narrow")))
    return Html(wide + narrow)


def _svg(shapes: Shapes, alt: str, kind: str) -> Html:
    return tag(
        "svg",
        [_drawn(shape) for shape in shapes.shapes],
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart {kind}",
        role="img",
        aria_label=" ".join(alt.split()),
        viewBox=f"0 0 {shapes.width} {_px(shapes.height)}",
        width=shapes.width,
        height=_px(shapes.height),
    )


def _drawn(shape) -> Html:
    if isinstance(shape, Stroke):
        points = " ".join(f"{_px(x)},{_px(y)}" for x, y in shape.points)
        return tag("polygon" if shape.filled else "polyline", points=points, class_=f"c-{shape.kind}")
    if isinstance(shape, Mark):
        return _mark(shape)
    weight = "b" if shape.bold else None
    kind = " ".join(filter(None, (f"t-{shape.kind}", weight, {"end": "e", "middle": "m"}.get(shape.anchor))))
    return tag("text", shape.text, x=_px(shape.at[0]), y=_px(shape.at[1]), font_size=_px(shape.size), class_=kind)


def _mark(shape: Mark) -> Html:
    x, y = shape.at
    kind = f"m-{shape.kind}{' hollow' if shape.hollow else ''}"
    if shape.kind == "best":
        return tag("circle", cx=_px(x), cy=_px(y), r="2.7", class_=kind)
    return tag(
        "path",
        d=f"M{_px(x - HALF)} {_px(y)}L{_px(x)} {_px(y - HALF)}L{_px(x + HALF)} {_px(y)}L{_px(x)} {_px(y + HALF)}z",
        class_=kind,
    )


def _px(value: float) -> str:
    return f"{round(value, 1) + 0:g}"
