"""Slides: which cells of a lesson begin a slide when a trainer presents it with jupyterlab-rise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from equityqi.authoring.lint_markdown import plain
from equityqi.authoring.lint_page import Cell, Course, notebook_page
from equityqi.files import write_atomically

NOT_ON_THE_SCREEN = re.compile(r"Where next\?|.*\(optional\)")  # headings of the parts that no session shows
HEADING_ALONE = re.compile(r"\s*#+ [^\n]+\s*")
LESSONS = "course/session-*/*.ipynb"


def slide_types(cells: Sequence[Cell]) -> list[str]:
    """Return the slide type of each cell of a lesson, in order.

    A title or a heading with two # begins a slide, and every other cell a slide below it: so a learner in the last row meets one
    thing at a time. A cell that shows something stays (``-``) on the slide of a heading that stands alone before it. Trainer's notes
    are notes. Parts that no session shows, the way on and what is optional, are skipped.

    >>> cells = [Cell("a", "markdown", "# Aim"), Cell("b", "markdown", "Why."), Cell("c", "markdown", "### Look"), Cell("d", "code", "show()")]
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
        if skipping:
            yield "skip"
        elif "trainer" in cell.tags:
            yield "notes"
        elif heading is not None:
            yield "slide"
        else:
            yield "-" if alone and cell.kind == "code" else "subslide"
        alone = bool(HEADING_ALONE.fullmatch(cell.source))


def make_slides(root: Path) -> list[Path]:
    """Write the slide type of every cell into the lessons; return the lessons that changed.

    Raises :class:`equityqi.authoring.lint_page.CannotRead` for a damaged notebook, and :class:`equityqi.files.CouldNotWrite`.
    """
    changed = []
    for path in sorted(root.glob(LESSONS)):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell, kind in zip(notebook["cells"], slide_types(notebook_page(Course(root), path, "lesson").cells), strict=True):
            cell["metadata"]["slideshow"] = {"slide_type": kind}
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
        if text.encode() != path.read_bytes():
            write_atomically(path, text)
            changed.append(path)
    return changed
