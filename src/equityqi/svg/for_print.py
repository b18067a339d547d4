"""An SVG of the course as paper takes it: light colours written out, and letters in a font that is always there."""

from __future__ import annotations

import re
from functools import cache

from equityqi.svg.drawing import FACE, STYLE

FONT = "DejaVu Sans"  # comes with matplotlib, so it is on every computer that has the course
RULE = re.compile(r"\.eq-svg (svg text|\.[\w-]+)\{([^}]*)\}")
COLOUR = re.compile(r"var\(--[\w-]+,(#[0-9a-fA-F]+)\)")
FACES = (FACE, FACE.replace('"', "'"), FACE.replace('"', "&quot;"))


@cache
def _rules() -> str:
    """Return the look of a drawing as rules that need no browser: no theme, no variable, no frame around it."""
    rules = [f"{'text' if name == 'svg text' else name}{{{how}}}" for name, how in RULE.findall(STYLE)]
    return COLOUR.sub(r"\1", "".join(rules)).replace("!important", "")


def svg_for_print(svg: str) -> str:
    """Return one SVG that is right on white paper without a browser.

    >>> svg_for_print('<svg class="wide"><text fill="var(--ink,#1d2a33)">Aim</text></svg>').endswith(
    ...     '</style><text fill="#1d2a33">Aim</text></svg>'
    ... )
    True
    """
    if re.match(r'<svg[^>]* class="(wide|narrow)"', svg):
        opened = svg.index(">") + 1
        svg = f"{svg[:opened]}<style>{_rules()}</style>{svg[opened:]}"
    for face in FACES:
        svg = svg.replace(face, f"'{FONT}'")
    return COLOUR.sub(r"\1", svg)
