"""The palette, the type sizes, and the one way in which a picture reaches a reader."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from equityqi.html_tags import Html, tag
from equityqi.svg.drawing import FACE, Drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Told apart in every common kind of colour blindness and by lightness; never red against green.
# Colour is never the only sign: shape, place or a label always says the same.
WORST_SERVED = "#7B1E5A"
BEST_SERVED = "#1E88A8"
OTHERS = "#7E868F"
NEUTRAL = "#C5CBD0"
IMPROVE = "#005EB8"
CONCERN = "#C75300"
INK = "#1D2A33"
PAPER = "#FFFFFF"
TINTS = ("#9CC3E0", "#B5D2E8", "#CBE0F0", "#DFECF6", "#F0F6FB")  # inner to outer; INK reads on each

# On a dark page a picture is turned dark: lightness is turned round, and each colour keeps its hue and so its meaning.
DARK_TWIN = Html(
    '<style>:is([data-jp-theme-light="false"],[data-theme="dark"]) img.eq-drawn{filter:invert(.9) hue-rotate(180deg)}'
    "@media print{img.eq-drawn{filter:none!important}}</style>"
)

SMALL, BODY, HEADING = 11, 12, 14  # points at the size at which a picture is shown
PIXELS_PER_INCH = 96  # of a browser
PLAIN = " '=;/,!*+-._|{}[]@$"  # signs that may stand in an address of a picture as they are
SHARPNESS = 2  # image pixels for each pixel on the screen
MORE_DECIMALS = re.compile(r"(\d\.\d\d)\d+")  # than a screen shows


class NoAltText(ValueError):
    """A figure was about to be shown without words for people who cannot see it."""


@dataclass(frozen=True)
class Picture:
    """A figure, its alt text for people who cannot see it, and the one sentence it is there to say."""

    figure: Figure
    alt: str
    sentence: str

    def __post_init__(self) -> None:
        _alt_or_refuse(self.alt)

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"

    def _repr_html_(self) -> Html:
        with course_style():
            return _as_html(self.figure, self.alt, self.sentence)


def show(picture: Picture | Drawing | Figure, alt: str | None = None) -> None:
    """Show a picture with its alt text, in JupyterLab, in HTML pages and in slides alike.

    ``picture`` is a :class:`Picture` or a :class:`Drawing`, which carry their alt text, or a matplotlib figure, for
    which ``alt`` must say in words what the figure shows. Raises :class:`NoAltText` without alt text.

    >>> from matplotlib.figure import Figure
    >>> show(Figure())
    Traceback (most recent call last):
    equityqi.pictures.style.NoAltText: This picture has no alt text, so people who cannot see it \
would miss it. Say in words what it shows: show(figure, alt="...").
    """
    from IPython.display import display  # lazy: IPython costs 0.2 s

    if isinstance(picture, Drawing):
        words, page = picture.alt, picture._repr_html_()
    elif isinstance(picture, Picture):
        words = picture.alt if alt is None else _alt_or_refuse(alt)
        with course_style():
            page = _as_html(picture.figure, words, picture.sentence)
        _close(picture.figure)
    else:
        figure = _figure_of(picture)
        words = _alt_or_refuse(alt)
        page = _as_html(figure, words, "")
        _close(figure)
    display({"text/html": page, "text/plain": f"Picture: {words}"}, raw=True)


@contextmanager
def course_style() -> Iterator[None]:
    """Draw and save with the course's own settings, whatever a person set in matplotlib."""
    import matplotlib  # lazy: matplotlib costs 0.3 s

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {
                "font.family": "DejaVu Sans",  # ships with matplotlib: the same on every computer
                "font.size": BODY,
                "text.color": INK,
                "axes.labelcolor": INK,
                "xtick.color": INK,
                "ytick.color": INK,
                "figure.facecolor": PAPER,
                "savefig.facecolor": PAPER,
                "hatch.linewidth": 1.2,
                "text.parse_math": False,  # "$5 to $10" is money
                "svg.fonttype": "none",  # words stay words
                "svg.hashsalt": "equityqi",
            }
        )
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of this size in inches, on white, tied to no window and no backend."""
    from matplotlib.figure import Figure  # lazy: matplotlib costs 0.3 s

    return Figure(figsize=(width, height), facecolor=PAPER, dpi=PIXELS_PER_INCH)


def _alt_or_refuse(alt: str | None) -> str:
    if not isinstance(alt, str) or not alt.strip():
        raise NoAltText(
            "This picture has no alt text, so people who cannot see it would miss it. "
            'Say in words what it shows: show(figure, alt="...").'
        )
    return alt


def _figure_of(thing: object) -> Figure:
    """Return the figure; for an axes or a subfigure the figure that it stands in."""
    from matplotlib.figure import Figure  # lazy: matplotlib costs 0.3 s

    figure = thing if isinstance(thing, Figure) else getattr(thing, "figure", None)
    figure = getattr(figure, "figure", figure)
    if not isinstance(figure, Figure):
        raise TypeError(f"show needs a picture or a matplotlib figure, not a {type(thing).__name__}.")
    return figure


def _as_html(figure: Figure, alt: str, sentence: str) -> Html:
    image = tag(
        "img",
        alt=" ".join(alt.split()),
        width=round(figure.get_figwidth() * PIXELS_PER_INCH),
        class_="eq-drawn",
        style="max-width:100%;height:auto;background:#fff",
        src=address_of(figure),
    )
    words = tag("figcaption", sentence) if sentence else None
    return tag("figure", DARK_TWIN, image, words, class_="eq-part-picture", style="margin:1em 0")


def address_of(figure: Figure) -> str:
    """Return a figure as an address that a page or a style carries in itself."""
    return f"data:image/svg+xml,{quote(svg_of(figure), safe=PLAIN)}"


def svg_of(figure: Figure) -> str:
    """Return a figure as SVG, sharp at any size; in the course's style with its words in the fonts of a page, and the
    same text each time.
    """
    written = io.StringIO()
    figure.savefig(written, format="svg", facecolor=PAPER, metadata={"Date": None, "Creator": None})
    drawn = written.getvalue()
    drawn = MORE_DECIMALS.sub(r"\1", drawn[drawn.index("<svg") :])
    return drawn.replace("'DejaVu Sans'", FACE.replace('"', "'"))


def _close(figure: Figure) -> None:
    """Let pyplot forget the figure, if a person made it there, so that it is not shown a second time."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
