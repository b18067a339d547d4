"""Pages to read and to print that are made from notebooks: their words as HTML, and the frame around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

import mistune

from equityqi.documents.html import masthead
from equityqi.documents.html_frame import page, style_of
from equityqi.html_tags import Child, Html, scrolled, tag

PRESS = "eq-run-all"  # how a page is run, for those who have no Lab
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
LINK = re.compile(r"</?a\b[^>]*>")
# What a page says to whoever has it on a screen, and what paper says instead. A test holds that each is on a page.
ON_PAPER = {
    "One of you types, one reads aloud": "One of you writes, one reads aloud",
    "or type a list": "or write a list",
    " Run out of time? We save each step, so you can finish another day.": "",
    "The computer can only see that you wrote something, so your trainer will read it.": "Your trainer will read it.",
    "Your trainer will read your text, because all the computer can check is that you've written something.": (
        "Your trainer will read your text."
    ),
    "Read your page in the lesson once more.": "Read your page once more.",
    "before you scroll on": "before you read on",
    "Press <em>See what your small tests showed</em>.": "See what your small tests showed.",
    "together on the big screen": "together",
    (
        "It's for one person at a time, so if you share a laptop, press <strong>Next person</strong> when you're done."
        " You can do it on paper too."
    ): "It's for one person at a time.",
    (
        "If you share a laptop, press <strong>Next person</strong> when you're done. We have both parts on paper if"
        " you'd like that better."
    ): "",
    "We save your answers under a random code: no name, no time, no marks. If you share a laptop, take turns.": (
        "Please don’t write your name on it. Nobody marks it."
    ),
}
SAID = re.compile("|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ON_PAPER))
ONLY_A_LINK = re.compile(r"<p><a\b[^>]*>[^<]*</a>\.?</p>")


class _Renderer(mistune.HTMLRenderer):
    """Headings with the anchors that JupyterLab gives them, each once; tables that can be scrolled by keyboard."""

    def __init__(self):
        super().__init__(escape=False)
        self._ids: Counter[str] = Counter()
        self._tables = 0

    def heading(self, text: str, level: int, **attrs) -> str:
        """Return a heading; the second of one name has a number in its anchor."""
        name = unescape(TAG.sub("", text)).strip().replace(" ", "-")
        self._ids[name] += 1
        again = f"-{self._ids[name]}" if self._ids[name] > 1 else ""
        return tag(f"h{level}", Html(text), id=name + again) + "\n"

    def table(self, text: str) -> str:
        """Return a table in a frame that says which table of the page it is."""
        self._tables += 1
        return scrolled(tag("table", Html(text)), f"Table {self._tables}")

    def table_head(self, text: str) -> str:
        """Return the row of heads."""
        return tag("thead", tag("tr", Html(text)))

    def table_body(self, text: str) -> str:
        """Return the rows below the heads."""
        return tag("tbody", Html(text))

    def table_row(self, text: str) -> str:
        """Return one row."""
        return tag("tr", Html(text))

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """Return one cell; only a head with words in it is marked as one."""
        return tag("th", Html(text), scope="col") if head and text else tag("td", Html(text))


def markdown_of_a_page() -> Callable[[str], Html]:
    """Return a function from Markdown to HTML for the cells of one page, in order: no anchor is there twice.

    >>> words = markdown_of_a_page()
    >>> words("## Where am I?<!-- note -->").strip(), words("## Where am I?").strip()
    ('<h2 id="Where-am-I?">Where am I?</h2>', '<h2 id="Where-am-I?-2">Where am I?</h2>')
    """
    to_html = mistune.create_markdown(renderer=_Renderer(), plugins=["strikethrough", "table"])
    return lambda source: Html(COMMENT.sub("", to_html(source)))


def without_pressing(source: str) -> str:
    """Return Markdown without what is of no use where nothing can be run: the paragraphs that say how.

    >>> without_pressing('# Aim\\n\\n<p class="eq-run-all">Press Run All.</p>\\n\\nRead.')
    '# Aim\\n\\nRead.'
    """
    return "\n\n".join(part for part in source.split("\n\n") if PRESS not in part)


def for_paper(html: Html) -> Html:
    """Return HTML with the words of its links and no link, without lines that are nothing but a link, and without what
    only a screen can do.

    >>> for_paper('<p><a href="x.html">Back</a></p><p>See <a href="x.html">the lesson</a> before you scroll on.</p>')
    '<p>See the lesson before you read on.</p>'
    """
    return Html(SAID.sub(_on_paper, LINK.sub("", ONLY_A_LINK.sub("", html))))


def _on_paper(found: re.Match) -> str:
    lead = " " if found[0][0].isspace() else ""
    return ON_PAPER[lead + " ".join(found[0].split())]


def part(*children: Child, kind: str = "part") -> Html:
    """Return a section of a page; on paper each begins a sheet."""
    return tag("section", *children, class_=kind)


def paragraphs(text: str) -> list[Html]:
    """Return a text with blank lines in it as paragraphs."""
    return [tag("p", paragraph.strip()) for paragraph in text.strip().split("\n\n")]


def framed(title: str, main: Child, before: Child = None) -> Html:
    """Return a whole page, with who runs the course at its head; ``before`` is for ways on.

    >>> framed("Aim", tag("h1", "Aim")).count("<main")
    1
    """
    skip = tag("a", "Skip to the text", class_="skip", href="#main")
    css = style_of("equityqi.documents", "page.css") + "\n" + style_of("equityqi.handouts", "pages.css")
    by = tag("header", said) if (said := masthead()) else None
    body = (skip, "\n", before, "\n", tag("main", "\n", by, main, "\n", id="main", tabindex=-1))
    return page(title, body, css)
