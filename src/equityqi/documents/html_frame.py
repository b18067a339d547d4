"""The frame of every page that is made to be printed or sent: one HTML file that loads nothing from elsewhere and runs
nothing.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from equityqi.html_tags import Child, Html, join, tag
from equityqi.organisation import Organisation

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
WIDTH = "width=device-width, initial-scale=1"


def whole_page(title: str, body: Child, css: str = "") -> Html:
    """Return a page with this title and body, with the look of all printed pages and ``css`` of its own.

    The browser is told to run and load nothing, whatever the body holds.

    >>> whole_page("Marks", tag("main")).splitlines()[1]
    '<html lang="en-GB">'
    """
    policy = tag("meta", http_equiv="Content-Security-Policy", content=POLICY)
    return page(title, body, style_of("equityqi.documents", "page.css") + css, policy)


def logo_of(held: Organisation) -> Html | None:
    """Return an organisation's logo as HTML; its name is beside it, so it has no alt text."""
    return tag("img", src=address, alt="") if (address := held.logo_address()) else None


def page(title: str, body: Child, css: str, more: Child = None) -> Html:
    """Return a whole page in British English; ``more`` goes into its head."""
    head = (tag("meta", charset="utf-8"), more, tag("meta", name="viewport", content=WIDTH), tag("title", title))
    style = tag("style", "\n", Html(css))
    return join(
        (
            Html("<!DOCTYPE html>\n"),
            tag("html", "\n", tag("head", head, style), "\n", _body(body), "\n", lang="en-GB"),
            "\n",
        )
    )


def _body(body: Child) -> Html:
    return tag("body", "\n", body, "\n")


@lru_cache(maxsize=8)
def style_of(package: str, name: str) -> str:
    """Return a style sheet that is in a package."""
    return (files(package) / name).read_text(encoding="utf-8")
