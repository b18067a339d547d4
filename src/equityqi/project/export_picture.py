"""The pictures of a project as files: PNG, and SVG whose words stay words, on a page with the shape of A4 and A3 on its
side.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.transforms import Bbox

from equityqi.documents.png import saved
from equityqi.files import write_atomically
from equityqi.html_tags import tag
from equityqi.pictures.style import Picture
from equityqi.project.document import shared
from equityqi.project.drawings import drawings
from equityqi.project.parts import Project
from equityqi.project.sentences import case_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHAPE = 2**0.5  # width to height of A4 and of A3 on its side
EDGE = 0.4  # inches of white round the picture, which printers need
PIXELS = 3508  # across: A4 on its side at 300 to the inch


def to_picture(project: Project, folder: Path) -> list[Path]:
    """Write each picture that the project has enough for, as PNG and as SVG, into a folder; return the files.

    Raises :class:`equityqi.files.CouldNotWrite`, in one sentence, when the folder is absent or cannot be written.
    """
    project = shared(project)
    written = []
    for name, picture in drawings(project, case_of(project)).items():
        for kind, content in (("png", sheet_png(picture)), ("svg", sheet_svg(picture))):
            written.append(Path(folder) / f"{name}.{kind}")
            write_atomically(written[-1], content)
    return written


def sheet_png(picture: Picture) -> bytes:
    """Return a picture as PNG in the middle of a white sheet of A4 on its side."""
    box = _sheet(picture.figure)
    return saved(picture.figure, format="png", dpi=PIXELS / box.width, bbox_inches=box, metadata={"Software": None})


def sheet_svg(picture: Picture) -> str:
    """Return a picture as SVG, of the size of A4 on its side, with title, description, and its words as text."""
    drawn = saved(
        picture.figure, format="svg", bbox_inches=_sheet(picture.figure), metadata={"Date": None, "Creator": None}
    ).decode("utf-8")
    start = drawn.index("<svg")
    end = drawn.index(">", start)
    opening = re.sub(
        r'\b(width|height)="[^"]*"',
        lambda found: f'{found[1]}="{dict(width="297mm", height="210mm")[found[1]]}"',
        drawn[start:end],
    )
    about = tag("title", picture.sentence, id="title") + "\n" + tag("desc", picture.alt, id="desc")
    body = drawn[end + 1 :].replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    return f'{drawn[:start]}{opening} role="img" aria-labelledby="title desc">\n{about}{body}'


def _sheet(figure: Figure):
    wide, tall = figure.get_size_inches()
    across = max(wide + 2 * EDGE, (tall + 2 * EDGE) * SHAPE)
    left, foot = (wide - across) / 2, (tall - across / SHAPE) / 2
    return Bbox([[left, foot], [left + across, foot + across / SHAPE]])
