"""Slides: which cells of a lesson begin a slide when a trainer presents it with jupyterlab-rise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from equityqi.authoring.markdown_text import plain
from equityqi.authoring.page import CannotRead, Cell, Course, as_stored, notebook_page
from equityqi.files import write_atomically

NOT_ON_THE_SCREEN = re.compile(r"Where next\?|.*\(optional\)")  # headings of the parts that no session shows
A_FORM = re.compile(r"^(?:my_project|case_line|page_end|\w+_form)\(", re.MULTILINE)
TO_READ = 'say("chart-alarms")'  # words and a table that are too much for a slide
A_TABLE_TO_READ = re.compile(r"\A\|(?:[^|\n]*\|){5}")  # of five columns or more: too much for the last row
HEADING_ALONE = re.compile(r"\s*#+ [^\n]+\s*")
STYLE = Path(__file__).with_name("slides.css")
STYLE_BESIDE_LESSONS = "rise.css"  # the name that jupyterlab-rise looks for


def slide_types(cells: Sequence[Cell]) -> list[str]:
    """Return the slide type of each cell of a lesson, in order.

    A title or a heading with two # begins a slide, and every other cell a slide below it: so a learner in the last row
    meets one thing at a time. What follows a heading that stands alone stays (``-``) on its slide. Trainer's notes are
    notes. Of a question the slide shows what it asks (``slides.css`` hides the rest).
    Skipped is what no room looks at together: the way on, what is optional, a table of five columns or more, and other
    forms, which all have on their own screen.

    >>> cells = [
    ...     Cell("a", "markdown", "# Aim"),
    ...     Cell("b", "markdown", "Why."),
    ...     Cell("c", "markdown", "### Look"),
    ...     Cell("d", "code", "show()"),
    ... ]
    >>> slide_types(cells)
    ['slide', 'subslide', 'subslide', '-']
    """
    return list(_types(cells))


def _types(cells: Sequence[Cell]) -> Iterator[str]:
    skipping = alone = False
    for cell in cells:
        heading = next((plain(block.text) for block in cell.reading.blocks if block.level in (1, 2)), None)
        if heading is not None:
            skipping = bool(NOT_ON_THE_SCREEN.fullmatch(heading))
        if (
            skipping
            or TO_READ in cell.source
            or (A_FORM if cell.kind == "code" else A_TABLE_TO_READ).search(cell.source)
        ):
            yield "skip"
            continue
        if "trainer" in cell.tags:
            yield "notes"
        elif heading is not None:
            yield "slide"
        else:
            yield "-" if alone and not cell.source.startswith("#" * 3) else "subslide"
        alone = bool(HEADING_ALONE.fullmatch(cell.source))


def make_slides(root: Path) -> list[Path]:
    """Write the slide type of every cell into the lessons, and the style beside them; return the files that changed.

    Raises :class:`equityqi.authoring.page.CannotRead` for a damaged notebook, before anything is written, and
    :class:`equityqi.files.CouldNotWrite`.
    """
    made = {}
    for path in sorted(root.glob("course/session-*/*.ipynb")):
        try:
            page = notebook_page(Course(root), path, "lesson")
        except CannotRead as error:
            raise CannotRead(error.rule, f"{path.name}: {error}") from None
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell, kind in zip(notebook["cells"], slide_types(page.cells), strict=True):
            cell["metadata"]["slideshow"] = {"slide_type": kind}
        made[path] = as_stored(notebook)
        made[path.with_name(STYLE_BESIDE_LESSONS)] = STYLE.read_text(encoding="utf-8")
    changed = [path for path, text in made.items() if not path.exists() or path.read_bytes() != text.encode()]
    for path in changed:
        write_atomically(path, made[path])
    return changed
