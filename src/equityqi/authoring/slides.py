"""Slides: which cells of a lesson begin a slide when a trainer presents it with jupyterlab-rise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from equityqi.authoring.markdown_text import plain
from equityqi.authoring.page import CannotRead, Cell, Course, as_stored, notebook_page
from equityqi.files import write_atomically
from equityqi.pictures.ideas_on_slide import rings_on_slide, three_ways_on_slide
from equityqi.pictures.style import address_of, course_style

NOT_ON_THE_SCREEN = re.compile(r"Where next\?|.*\(optional\)")  # headings of the parts that no session shows
A_FORM = re.compile(r"^(?:my_project|case_line|page_end|\w+_form|take_home)\(", re.MULTILINE)
TO_READ = re.compile(r"say\(['\"](?:chart-alarms|model-)")  # too much for a slide
A_CHART = re.compile(r"\b(?:show|view|draw)\(")  # its letters are for a page
REDRAWN = re.compile(r"show\((?:three_ways|rings)\(")  # there is one for a slide, in the style beside the lessons
A_TABLE_TO_READ = re.compile(r"\A\|(?:[^|\n]*\|){5}")  # of five columns or more: too much for the last row
HEADING_ALONE = re.compile(r"\s*#+ [^\n]+\s*(?:\*\d+ minutes?: [^\n]+\*\s*)?")
PAGE_ONLY = "page-only"  # the tag of a cell that is for the page, and not for a slide
STYLE = Path(__file__).with_name("slides.css")
STYLE_BESIDE_LESSONS = "rise.css"  # the name that jupyterlab-rise looks for
RINGS = "What makes us healthy, ring by ring"  # as lesson 1 has it
ENOUGH = 30  # letters of what a picture shows in words: so it is found in a lesson


def slide_types(cells: Sequence[Cell]) -> list[str]:
    """Return the slide type of each cell of a lesson, in order.

    A title or a heading with two # begins a slide, and every other cell a slide below it: so a learner in the last row
    meets one thing at a time. What follows a heading that stands alone stays (``-``) on its slide. Trainer's notes are
    notes. Of a question the slide shows what it asks (``slides.css`` hides the rest).
    Skipped is what no room looks at together: the way on, what is optional, what has the tag ``page-only``, a table of
    five columns or more, a chart whose letters are for a page, forms, which all have on their own screen, and a
    heading with three # with nothing left below it.

    >>> cells = [
    ...     Cell("a", "markdown", "# Aim"),
    ...     Cell("b", "markdown", "Why."),
    ...     Cell("c", "markdown", "### Look"),
    ...     Cell("d", "code", "say('problem')"),
    ...     Cell("e", "code", "show(picture)"),
    ... ]
    >>> slide_types(cells)
    ['slide', '-', 'subslide', '-', 'skip']
    """
    skipped = list(_skipped(cells))
    for place in reversed(range(len(cells))):
        if _heading_alone(cells[place]) and _heading(cells[place]) is None and not skipped[place]:
            below = next((cells[at] for at in range(place + 1, len(cells)) if not skipped[at]), None)
            skipped[place] = below is None or "trainer" in below.tags or _begins_with_a_heading(below)
    return list(_types(cells, skipped))


def _skipped(cells: Sequence[Cell]) -> Iterator[bool]:
    skipping = False
    for cell in cells:
        if (heading := _heading(cell)) is not None:
            skipping = bool(NOT_ON_THE_SCREEN.fullmatch(heading))
        yield skipping or PAGE_ONLY in cell.tags or _too_much(cell)


def _too_much(cell: Cell) -> bool:
    if cell.kind != "code":
        return bool(A_TABLE_TO_READ.search(cell.source))
    chart = A_CHART.search(cell.source) and not REDRAWN.search(cell.source)
    return bool(chart or A_FORM.search(cell.source) or TO_READ.search(cell.source))


def _heading(cell: Cell) -> str | None:
    return next((plain(block.text) for block in cell.reading.blocks if block.level in (1, 2)), None)


def _heading_alone(cell: Cell) -> bool:
    return cell.kind == "markdown" and bool(HEADING_ALONE.fullmatch(cell.source))


def _begins_with_a_heading(cell: Cell) -> bool:
    return cell.kind == "markdown" and cell.source.startswith("#")


def _types(cells: Sequence[Cell], skipped: Sequence[bool]) -> Iterator[str]:
    alone = False
    for cell, gone in zip(cells, skipped, strict=True):
        if gone:
            yield "skip"
            continue
        if "trainer" in cell.tags:
            yield "notes"
        elif _heading(cell) is not None:
            yield "slide"
        else:
            yield "-" if alone and not _begins_with_a_heading(cell) else "subslide"
        alone = _heading_alone(cell)


def style_of_slides() -> str:
    """Return the style that stands beside the lessons: what is in ``slides.css``, and pictures redrawn for a slide."""
    with course_style():
        drawn = [
            f'.reveal img.eq-drawn[alt^="{picture.alt[:ENOUGH]}"] {{ content: url("{address_of(picture.figure)}"); }}\n'
            for picture in (three_ways_on_slide(), rings_on_slide(RINGS))
        ]
    return STYLE.read_text(encoding="utf-8") + "".join(drawn)


def make_slides(root: Path) -> list[Path]:
    """Write the slide type of every cell into the lessons, and the style beside them; return the files that changed.

    Raises :class:`equityqi.authoring.page.CannotRead` for a damaged notebook, before anything is written, and
    :class:`equityqi.files.CouldNotWrite`.
    """
    made, style = {}, style_of_slides()
    for path in sorted(root.glob("course/session-*/*.ipynb")):
        try:
            page = notebook_page(Course(root), path, "lesson")
        except CannotRead as error:
            raise CannotRead(error.rule, f"{path.name}: {error}") from None
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell, kind in zip(notebook["cells"], slide_types(page.cells), strict=True):
            cell["metadata"]["slideshow"] = {"slide_type": kind}
        made[path] = as_stored(notebook)
        made[path.with_name(STYLE_BESIDE_LESSONS)] = style
    changed = [path for path, text in made.items() if not path.exists() or path.read_bytes() != text.encode()]
    for path in changed:
        write_atomically(path, made[path])
    return changed
