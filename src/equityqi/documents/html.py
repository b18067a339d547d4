"""Documents and their parts as HTML: tables, lists, pictures, whole pages."""

from __future__ import annotations

import base64

from equityqi.documents.blocks import Block, Bullets, Document, Figure, Paragraph, TableBlock
from equityqi.documents.html_frame import logo_of, whole_page
from equityqi.documents.png import png_of
from equityqi.html_tags import Child, Html, lines, table_of, tag
from equityqi.organisation import organisation
from equityqi.plain_words import closed
from equityqi.svg.drawing import Drawing

PIXELS_PER_INCH = 96  # of a browser


def page_of(document: Document, css: str = "") -> Html:
    """Return a document as a page of HTML, with ``css`` of its own.

    >>> page_of(Document("Reviews for all", (), ())).splitlines()[1]
    '<html lang="en-GB">'
    """
    about = [tag("p", line) for line in document.about]
    return whole_page(document.title, (header(document.title, about), "\n", tag("main", sections_of(document))), css)


def sections_of(document: Document) -> list[Child]:
    """Return the sections of a document, each with its heading."""
    return [
        (
            tag(
                "section", tag("h2", part.title), map(block_of, part.blocks), class_="whole-page" if part.wide else None
            ),
            "\n",
        )
        for part in document.sections
    ]


def header(title: str, about: Child = None) -> Html:
    """Return the head of a page: who runs the course, its title as the one heading of the first level, and what is said
    under it.
    """
    return tag("header", masthead(), tag("h1", title), about)


def masthead() -> Html | None:
    """Return the organisation's logo and name, where they are known."""
    held = organisation()
    logo, named = logo_of(held), held.named
    return tag("p", logo, tag("span", named) if named else None, class_="from") if logo or named else None


def block_of(block: Block) -> Html:
    """Return one block of a document as HTML."""
    if isinstance(block, Paragraph):
        lead = (tag("b", closed(block.lead)), " ") if block.lead else None
        return tag("p", lead, block.text, class_="lists" if block.text.endswith(":") else None)
    if isinstance(block, Bullets):
        return _nested(block)
    if isinstance(block, TableBlock):
        rows = [[lines(cell) for cell in row] for row in block.rows]
        table = table_of(block.caption, block.heads, rows)
        return tag("details", tag("summary", block.folded), table) if block.folded else table
    if isinstance(block, Figure):
        return _figure(block)
    raise TypeError(type(block).__name__)


def _nested(points: Bullets) -> Html:
    """Return nested lists.

    >>> _nested(Bullets(((0, "Aim"), (1, "Driver"), (0, "Other"))))
    '<ul><li>Aim<ul><li>Driver</li></ul></li><li>Other</li></ul>'
    """
    kind = "ol" if points.counted else "ul"

    def level(depth: int, items: list[tuple[int, str]]) -> Html:
        shown, place = [], 0
        while place < len(items):
            inner = place + 1
            while inner < len(items) and items[inner][0] > depth:
                inner += 1
            under = items[place + 1 : inner]
            shown.append(tag("li", items[place][1], level(depth + 1, under) if under else None))
            place = inner
        return tag(kind, shown)

    return level(0, list(points.items))


def _figure(shown: Figure) -> Html:
    if isinstance(shown.picture, Drawing):
        return shown.picture._repr_html_()
    figure = shown.picture.figure
    picture = tag(
        "img",
        alt=" ".join(shown.picture.alt.split()),
        width=round(figure.get_figwidth() * PIXELS_PER_INCH),
        src=f"data:image/png;base64,{base64.b64encode(png_of(figure)).decode('ascii')}",
    )
    return tag("figure", picture, tag("figcaption", shown.picture.sentence))
