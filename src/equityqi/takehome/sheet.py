"""The frame of every page that a person takes home: HTML for A4, which loads nothing and runs nothing."""

from __future__ import annotations

from equityqi.documents.html_frame import POLICY, page, style_of
from equityqi.html_tags import Child, Html, tag

ROOM = "equityqi.takehome"


def sheet_page(title: str, body: Child, css: str) -> Html:
    """Return a page with the look of all sheets and with the style sheet ``css`` of its own.

    >>> "print" in sheet_page("My workbook", tag("main"), "certificate.css")
    True
    """
    policy = tag("meta", http_equiv="Content-Security-Policy", content=POLICY)
    return page(title, body, style_of(ROOM, "sheet.css") + style_of(ROOM, css), policy)
