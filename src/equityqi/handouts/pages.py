"""Pages to read and to print that are made from notebooks: their words as HTML, and the frame around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from html import escape, unescape
from importlib.resources import files

import mistune

from equityqi.documents.html_frame import scrolled

PRESS = "Start this page"  # what a page without a kernel has no button for
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
LINK = re.compile(r"</?a\b[^>]*>")
ONLY_A_LINK = re.compile(r"<p><a\b[^>]*>[^<]*</a>\.?</p>")


class _Renderer(mistune.HTMLRenderer):
    """Headings with the anchors that JupyterLab gives them, each once; tables that can be scrolled by keyboard."""

    def __init__(self):
        super().__init__(escape=False)
        self._ids: Counter[str] = Counter()
        self._tables = 0

    def heading(self, text: str, level: int, **attrs) -> str:
        name = unescape(TAG.sub("", text)).strip().replace(" ", "-")
        self._ids[name] += 1
        again = f"-{self._ids[name]}" if self._ids[name] > 1 else ""
        return f'<h{level} id="{escape(name + again)}">{text}</h{level}>\n'

    def table(self, text: str) -> str:
        self._tables += 1
        return scrolled(f"<table>{text}</table>", f"Table {self._tables}")

    def table_head(self, text: str) -> str:
        return f"<thead><tr>{text}</tr></thead>\n"

    def table_body(self, text: str) -> str:
        return f"<tbody>{text}</tbody>\n"

    def table_row(self, text: str) -> str:
        return f"<tr>{text}</tr>\n"

    def table_cell(self, text: str, align=None, head: bool = False) -> str:
        return f'<th scope="col">{text}</th>' if head and text else f"<td>{text}</td>"


def words_of_a_page() -> Callable[[str], str]:
    """Return a function from Markdown to HTML for the cells of one page, in order: no anchor stands twice.

    >>> words = words_of_a_page()
    >>> words("## Where am I?<!-- note -->").strip(), words("## Where am I?").strip()
    ('<h2 id="Where-am-I?">Where am I?</h2>', '<h2 id="Where-am-I?-2">Where am I?</h2>')
    """
    to_html = mistune.create_markdown(renderer=_Renderer(), plugins=["strikethrough", "table"])
    return lambda source: COMMENT.sub("", to_html(source))


def without_pressing(source: str) -> str:
    """Return Markdown without what is of no use where nothing can be pressed: paragraphs and points that speak of the
    button.

    >>> without_pressing("# Aim\\n\\nPress **Start this page** first.\\n\\n1. Press Start this page.\\n2. Read.")
    '# Aim\\n\\n1. Read.'
    """
    parts = []
    for part in source.split("\n\n"):
        lines = part.split("\n")
        if re.match(r"(\d+\.|-) ", part):
            kept = [line for line in lines if PRESS not in line]
            lines = lines if kept == lines else [re.sub(r"^\d+\.", "1.", line) for line in kept]
        if lines and PRESS not in "\n".join(lines):
            parts.append("\n".join(lines))
    return "\n\n".join(parts)


def without_links(html: str) -> str:
    """Return HTML with the words of its links and no link, and without lines that are nothing but a link: on paper none
    can be followed.

    >>> without_links('<p><a href="x.html">Back</a></p><p>See <a href="x.html">the lesson</a>.</p>')
    '<p>See the lesson.</p>'
    """
    return LINK.sub("", ONLY_A_LINK.sub("", html))


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]], kind: str = "") -> str:
    """Return a table; the words are plain, its cells are HTML, and the first of each row names it."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>\n'
        for first, *rest in rows
    )
    look = f' class="{kind}"' if kind else ""
    return scrolled(
        f"<table{look}><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>",
        caption,
    )


def points(lines: Iterable[str], kind: str = "") -> str:
    """Return a list; its lines are HTML."""
    look = f' class="{kind}"' if kind else ""
    return f"<ul{look}>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def framed(title: str, main: str, before: str = "", after: str = "") -> str:
    """Return a whole page: ``title`` in plain words, the rest as HTML; ``before`` and ``after`` are for ways on.

    >>> framed("Aim", "<h1>Aim</h1>").count("<main")
    1
    """
    style = "\n".join(
        (files(package) / name).read_text(encoding="utf-8")
        for package, name in (("equityqi.documents", "page.css"), ("equityqi.handouts", "pages.css"))
    )
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,'
        f' initial-scale=1"><title>{escape(title)}</title>'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>{head}<style>\n{style}</style></head>\n<body>\n<a class="skip"'
        f' href="#main">Skip to the text</a>\n{before}\n<main id="main"'
        f' tabindex="-1">\n{main}\n</main>\n{after}\n</body>\n</html>\n'
    )
