"""A project as one HTML page that loads nothing from elsewhere, is read well aloud, and prints on A4 on its side."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from equityqi.documents.html_frame import scrolled, whole_page
from equityqi.files import write_atomically
from equityqi.project.document import (
    Block,
    Document,
    Points,
    Rows,
    Shown,
    Words,
    document,
)
from equityqi.project.export_picture import png_of
from equityqi.project.parts import Project

PIXELS_PER_INCH = 96  # of a browser


def to_html(project: Project, path: Path) -> None:
    """Write the project as one HTML page. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    write_atomically(Path(path), page_of(document(project)))


def page_of(told: Document, css: str = "") -> str:
    """Return a document as a page of HTML, with ``css`` of its own.

    >>> page_of(Document("Reviews for all", (), ())).splitlines()[1]
    '<html lang="en-GB">'
    """
    about = "".join(f"<p>{escape(line)}</p>" for line in told.about)
    sections = "".join(
        f"<section><h2>{escape(part.title)}</h2>{''.join(map(_block, part.blocks))}</section>\n"
        for part in told.sections
    )
    return whole_page(
        told.title, f"<header><h1>{escape(told.title)}</h1>{about}</header>\n<main>{sections}</main>", css
    )


def _block(block: Block) -> str:
    if isinstance(block, Words):
        return f"<p>{escape(block.text)}</p>"
    if isinstance(block, Points):
        return _list(block)
    if isinstance(block, Rows):
        return _table(block)
    if isinstance(block, Shown):
        return _figure(block)
    raise TypeError(type(block).__name__)


def _list(points: Points) -> str:
    """Return nested lists.

    >>> _list(Points(((0, "Aim"), (1, "Driver"), (0, "Other"))))
    '<ul><li>Aim<ul><li>Driver</li></ul></li><li>Other</li></ul>'
    """
    kind, parts, at = "ol" if points.counted else "ul", [], -1
    for depth, text in points.items:
        depth = min(depth, at + 1)
        if depth > at:
            parts.append(f"<{kind}>")
        else:
            parts.append("</li>" + f"</{kind}></li>" * (at - depth))
        parts.append(f"<li>{escape(text)}")
        at = depth
    return "".join(parts) + f"</li></{kind}>" * (at + 1)


def _table(table: Rows) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>{"".join(f"<td>{_cell(cell)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    )
    table_of = (
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    wide = scrolled(table_of, table.caption)
    return f"<details><summary>{escape(table.folded)}</summary>{wide}</details>" if table.folded else wide


def _cell(words: str) -> str:
    return "<br>".join(escape(line) for line in words.split("\n"))


def _figure(shown: Shown) -> str:
    figure = shown.picture.figure
    source = base64.b64encode(png_of(figure)).decode("ascii")
    alt = escape(" ".join(shown.picture.alt.split()))
    width = round(figure.get_figwidth() * PIXELS_PER_INCH)
    return (
        f'<figure><img alt="{alt}" width="{width}"'
        f' src="data:image/png;base64,{source}"><figcaption>{escape(shown.picture.sentence)}</figcaption></figure>'
    )
