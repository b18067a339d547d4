"""The frame of every page that is made to be printed or sent: one HTML file that loads nothing from elsewhere and runs
nothing.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from importlib.resources import files

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def whole_page(title: str, body: str, css: str = "") -> str:
    """Return a page with this title (plain words) and body (HTML), with the look of all printed pages and ``css`` of
    its own.

    The browser is told to run and load nothing, whatever stands in the body.

    >>> whole_page("Marks", "<main></main>").splitlines()[1]
    '<html lang="en-GB">'
    """
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="viewport"'
        f' content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
    )
    return (
        "<!DOCTYPE html>\n<html"
        f' lang="en-GB">\n<head>{head}<style>\n{_style()}{css}</style></head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def scrolled(table: str, name: str) -> str:
    """Return a table (HTML) in a frame of this name (plain words) that a keyboard can scroll where the window is
    narrow.

    >>> scrolled("<table></table>", "Marks")
    '<div class="wide" role="group" tabindex="0" aria-label="Marks"><table></table></div>\\n'
    """
    return f'<div class="wide" role="group" tabindex="0" aria-label="{escape(name)}">{table}</div>\n'


@lru_cache(maxsize=1)
def _style() -> str:
    return (files("equityqi.documents") / "page.css").read_text(encoding="utf-8")
