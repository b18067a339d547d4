"""Figures as files, the same bytes each time."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from equityqi.pictures import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHARP = 2 * style.PIXELS_PER_INCH


def png_of(figure: Figure) -> bytes:
    """Return a figure as PNG, sharp enough for a page, the same bytes each time."""
    return saved(figure, format="png", dpi=SHARP, metadata={"Software": None})


def saved(figure: Figure, **how) -> bytes:
    """Return a figure as the bytes of a file in the course's style; ``how`` goes to matplotlib's ``savefig``."""
    written = io.BytesIO()
    with style.course_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # a letter that the font lacks is drawn as a box
        figure.savefig(written, facecolor=style.PAPER, **how)
    return written.getvalue()
