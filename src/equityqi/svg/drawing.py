"""An SVG picture: its colours in light, dark and forced themes, its parts, and its alt text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from equityqi.html_tags import Child, Html, tag
from equityqi.svg.text_widths import lines_of

WIDE, NARROW = 640, 320  # pixels across: on a laptop's page, and on a phone
SIZE, SMALL, LARGE, TITLE = 13, 12, 16, 17  # of type, in pixels; the least is 12
LINE, LINE_OF_TITLE = 17, 22  # pixels from one line of words to the next

# Named by what they are for, as in forms/browser/form.css. Without a word from the host they are those of a light page.
LIGHT_AND_DARK = {
    "surface": ("#ffffff", "#1b242b"),
    "ink": ("#1d2a33", "#edf1f3"),
    "ink-2": ("#4b5963", "#b3bfc8"),
    "others": ("#7e868f", "#a3aeb7"),
    "neutral": ("#c5cbd0", "#51606b"),
    "least": ("#7b1e5a", "#ea9bcb"),
    "best": ("#1e88a8", "#70c8e2"),
    "best-ink": ("#14687f", "#70c8e2"),
    "concern": ("#c75300", "#ff9d52"),
    "improve": ("#005eb8", "#6cb4ff"),
    "tint-1": ("#b5d2e8", "#2f5069"),
    "tint-2": ("#dfecf6", "#263f52"),
    "tint-3": ("#f0f6fb", "#20313d"),
    "sun": ("#f5b83d", "#f5b83d"),
    "sunk": ("#f2ede2", "#2b3740"),
}
FORCED = {"surface": "Canvas", "tint-1": "Canvas", "tint-2": "Canvas", "tint-3": "Canvas", "best": "Highlight"}
FORCED |= {"sunk": "Canvas", "sun": "Highlight"}
FACE = '"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,system-ui,sans-serif'


def _values(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def _colour(name: str) -> str:
    return f"var(--{name},{LIGHT_AND_DARK[name][0]})"


def _painted(**classes: str) -> str:
    return "".join(f".eq-svg .{name}{{{rule}}}" for name, rule in classes.items())


# The look of every picture: it goes along with each, so a picture is right in a saved page too.
STYLE = Html(
    "<style>.eq-svg{margin:1em 0;container-type:inline-size}"
    "@supports (color:light-dark(#fff,#000)){.eq-svg{"
    + _values({name: f"light-dark({light},{dark})" for name, (light, dark) in LIGHT_AND_DARK.items()})
    + "}}"
    ':is([data-jp-theme-light="true"],[data-theme="light"]) .eq-svg{color-scheme:light}'
    ':is([data-jp-theme-light="false"],[data-theme="dark"]) .eq-svg{color-scheme:dark}'
    "@media print{.eq-svg{color-scheme:light!important}}"
    "@media (forced-colors:active){.eq-svg svg{forced-color-adjust:none;"
    + _values({name: FORCED.get(name, "CanvasText") for name in LIGHT_AND_DARK})
    + f"}}}}.eq-svg svg{{display:block;max-width:100%;height:auto;background:{_colour('surface')}}}"
    ".eq-svg svg.narrow{display:none}"
    "@container (max-width:599px){.eq-svg svg.wide{display:none}.eq-svg svg.narrow{display:block}}"
    f".eq-svg svg text{{font:400 {SIZE}px {FACE};letter-spacing:0;fill:{_colour('ink')}}}"
    + _painted(
        **{
            "t-s": f"font-size:{SMALL}px!important",
            "t-l": f"font-size:{LARGE}px!important",
            "t-t": f"font-size:{TITLE}px!important",
            "t-b": "font-weight:700!important",
            "t-i": "font-style:italic!important",
            "t-2": f"fill:{_colour('ink-2')}!important",
            "t-m": "text-anchor:middle",
            "t-h": f"paint-order:stroke;stroke:{_colour('surface')};stroke-width:5px;stroke-linejoin:round",
            "t-e": "text-anchor:end",
            "t-least": f"fill:{_colour('least')}!important",
            "t-best": f"fill:{_colour('best-ink')}!important",
            "line": f"fill:none;stroke:{_colour('others')};stroke-width:1.4",
            "dash": "stroke-dasharray:4 3",
            "edge": f"stroke:{_colour('others')};stroke-width:1.1",
            "edge-b": f"stroke:{_colour('ink')};stroke-width:1.8",
            "grid": f"fill:none;stroke:{_colour('neutral')}",
            "f-0": f"fill:{_colour('tint-1')}",
            "f-1": f"fill:{_colour('tint-2')}",
            "f-2": f"fill:{_colour('tint-3')}",
            "f-3": f"fill:{_colour('surface')}",
            "least": f"fill:{_colour('least')}",
            "best": f"fill:{_colour('best')}",
            "ring": f"fill:{_colour('surface')};stroke:{_colour('others')};stroke-width:2",
            "gap": f"fill:none;stroke:{_colour('ink')};stroke-width:2.5",
            "dot": f"fill:{_colour('ink')}",
            "hollow": f"fill:{_colour('surface')};stroke:{_colour('least')};stroke-width:2",
            "f-others": f"fill:{_colour('others')}",
            **{
                f"s-{name}": f"fill:none;stroke:{_colour(name)};stroke-width:2.5"
                for name in ("least", "best", "others", "concern", "improve")
            },
            "base": f"fill:{_colour('sunk')}",
            "coming": f"fill:{_colour('sun')};opacity:.3",
        }
    )
    + "</style>"
)


@dataclass(frozen=True)
class Drawing:
    """An SVG picture in the shape for a laptop and the one for a phone, its alt text, and the sentence it is there for.

    It is shown as :class:`equityqi.pictures.style.Picture` is, and needs nothing but a browser.
    """

    wide: Html
    narrow: Html
    alt: str
    sentence: str

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"

    def _repr_html_(self) -> Html:
        words = tag("figcaption", self.sentence) if self.sentence else None
        return tag("figure", STYLE, self.wide, self.narrow, words, class_="eq-svg eq-part-picture")


def sheet(width: int, height: float, alt: str, parts: Child, shown: int | None = None) -> Html:
    """Return one SVG of this size in pixels, ``shown`` wider where there is room; only its alt text is read aloud."""
    return tag(
        "svg",
        parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="narrow" if width == NARROW else "wide",
        role="img",
        aria_label=" ".join(alt.split()),
        viewBox=f"0 0 {width} {_px(height)}",
        width=shown or width,
    )


def headed(
    width: int, title: str, alt: str, notes: Sequence[str], body: tuple[Callable[[float], Child], float]
) -> Html:
    """Return a picture with its title above and its notes below.

    ``body`` is what draws the picture, given the pixels from the top at which it begins, and how deep it is.
    """
    drawn, deep = body
    heading = lines_of(title, width, TITLE, bold=True)
    top = LINE_OF_TITLE * len(heading) + 14
    below = [line for note in notes for line in lines_of(note, width, SMALL)]
    foot = top + deep + 8
    parts = [text(0, 2 + TITLE - SIZE, heading, "t-t t-b", LINE_OF_TITLE), drawn(top), text(0, foot, below, "t-s t-2")]
    return sheet(width, foot + (LINE * len(below) + 6 if below else 0), alt, parts)


def text(x: float, y: float, lines: Sequence[str], kind: str | None = None, line: float = LINE) -> Html | None:
    """Return lines of words whose first begins at ``y`` pixels from the top; None where there are none."""
    if not any(lines):
        return None
    first, *rest = lines
    more = [("\n", tag("tspan", words, x=_px(x), dy=_px(line))) for words in rest]
    return tag("text", first, more, x=_px(x), y=_px(y + SIZE), class_=kind)


def rect(x: float, y: float, width: float, height: float, kind: str, round_: int = 0) -> Html:
    """Return a rectangle with this corner at its top left."""
    return tag(
        "rect",
        x=_px(x),
        y=_px(y),
        width=_px(width),
        height=_px(height),
        rx=str(round_) if round_ else None,
        class_=kind,
    )


def path(kind: str, *steps: str | float) -> Html:
    """Return a line: ``path("line", "M", 0, 0, "H", 10)``."""
    return tag("path", d=" ".join(step if isinstance(step, str) else _px(step) for step in steps), class_=kind)


def dot(x: float, y: float, radius: float, kind: str) -> Html:
    """Return a filled circle."""
    return tag("circle", cx=_px(x), cy=_px(y), r=_px(radius), class_=kind)


def _px(value: float) -> str:
    """Return pixels to one decimal, the same on every computer.

    >>> _px(12.04), _px(3.16), _px(-0.01)
    ('12', '3.2', '0')
    """
    return f"{round(value, 1) + 0:g}" if abs(value) < 1e5 else f"{value:.0f}"
